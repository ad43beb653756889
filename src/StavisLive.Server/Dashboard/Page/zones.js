// Zones and masks: seen over the picture, drawn and changed with the mouse, the finger or numbers.

import { call } from './requests.js';
import { announce, button, el, icon, isTyping, refill, setText, svg } from './dom.js';
import { isOperator, me } from './store.js';
import { number } from './words.js';

// In pixels of the page: what counts as a drag, and how near to the first corner closes a shape.
const dragFrom = 6;
const closeWithin = 14;

// A machine may tell of the zones as they were for a moment after others were saved.
const settleWithin = 5000;

const fewestCorners = 3;
const kinds = ['zone', 'mask'];
const whole = { x: 0, y: 0, width: 1, height: 1 };
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

/** Places of the whole frame, as zones have them, to places of what is watched, and back. */
export function converter(region) {
  const { x, y, width, height } = region ?? whole;
  return {
    toWatched: ([fx, fy]) => [(fx - x) / width, (fy - y) / height],
    toFrame: ([wx, wy]) => [clamp(x + clamp(wx, 0, 1) * width, 0, 1), clamp(y + clamp(wy, 0, 1) * height, 0, 1)],
  };
}

export class Zones {
  #frame;
  #overlay = svg('svg', { class: 'overlay', 'aria-hidden': 'true' });
  #source = null;
  #shapes = [];
  #selected = -1;
  #isOpen = false;
  #changed = new Set();
  // Of each kind what the shapes were made of, and its tag; with a time while no report shows it yet.
  #bases = new Map();
  // Kinds of which the server has others by now.
  #outdated = new Set();
  #visit = 0;
  #isStoring = false;
  #drawing = null;
  #dragged = null;

  #list = el('ul.shapes', { 'data-testid': 'shape-list' });
  #form = el('form.shape', { hidden: true, onsubmit: event => event.preventDefault() });
  #tools = [
    button('Draw a zone', 'add', () => this.#draw('zone'), { 'data-testid': 'draw-zone' }),
    button('Draw a mask', 'add', () => this.#draw('mask'), { 'data-testid': 'draw-mask' }),
    button('Add a zone by numbers', 'list', () => this.#addByNumbers(), { 'data-testid': 'zone-numbers' }),
  ];
  #status = el('p.status', { role: 'status', 'data-testid': 'zone-status' });
  #hint = el('p.quiet');
  #save = el('button.primary', { type: 'button', 'data-testid': 'zone-save', onclick: () => this.#store() }, 'Save');
  #discard = el('button', { type: 'button', onclick: () => this.discard() }, 'Discard');
  #saving = el('div.buttons', { hidden: true }, this.#discard, this.#save);

  /** @param frame What lies exactly over the picture. */
  constructor(frame) {
    this.#frame = frame;
    frame.append(this.#overlay);
    new ResizeObserver(() => this.#paint()).observe(frame);
    this.panel = el('div.panel', {}, el('div.tools', {}, ...this.#tools), this.#hint, this.#list, this.#form, this.#saving, this.#status);
    this.#overlay.addEventListener('pointerdown', event => this.#press(event));
    this.#overlay.addEventListener('pointermove', event => this.#movePointer(event));
    this.#overlay.addEventListener('pointerup', event => this.#release(event));
    this.#overlay.addEventListener('pointercancel', () => this.#cancelPointer());
  }

  /** Whether something has been changed that is not saved. */
  get isChanged() {
    return this.#changed.size > 0;
  }

  /** Whether something is on its way to the server, which may yet refuse it. */
  get isStoring() {
    return this.#isStoring;
  }

  /** Shows another source. */
  open(source) {
    [this.#source, this.#selected, this.#drawing, this.#dragged] = [null, -1, null, null];
    for (const state of [this.#changed, this.#bases, this.#outdated]) state.clear();
    this.#visit++;
    this.#isStoring = this.#save.disabled = false;
    setText(this.#status, '');
    this.update(source);
    this.#fill();
  }

  /** Shows what is new of the source. */
  update(source) {
    this.#source = source;
    if (!this.#isStoring && !this.#drawing && !this.#dragged) {
      if (!this.#changed.size) this.#take();
      for (const kind of this.#outdated) {
        const tag = tagOf(source, kind);
        if (tag && !this.#isAwaited(kind) && tag !== this.#bases.get(kind).tag) this.#merge(kind);
      }
    }
    this.#paint();
  }

  // Where it isn't known what there is, a change would take the place of what others have drawn.
  get #isKnown() {
    return kinds.every(kind => this.#bases.get(kind)?.tag);
  }

  get #isEditing() {
    return this.#isOpen && isOperator() && this.#isKnown;
  }

  // Whether what was saved last is yet to be told.
  #isAwaited(kind) {
    const base = this.#bases.get(kind);
    return base?.until > Date.now() && base.tag !== tagOf(this.#source, kind);
  }

  #take() {
    const [before, wasKnown] = [this.#shapes, this.#isKnown];
    const told = kinds.flatMap(kind => {
      if (this.#isAwaited(kind)) return before.filter(shape => shape.kind === kind);
      this.#bases.set(kind, baseOf(this.#source, kind));
      return shapesOf(this.#source, kind);
    });
    // The form changes the shapes that it was filled with: no others take their place without its being filled anew.
    if (isSame(before, told) && wasKnown === this.#isKnown) return;
    const selected = before[this.#selected];
    this.#shapes = told;
    this.#selected = selected ? told.findIndex(shape => isSuccessor(shape, selected)) : -1;
    this.#fill();
  }

  // What somebody else has saved, with what was changed here on top of it.
  #merge(kind) {
    const [base, theirs] = [this.#bases.get(kind), baseOf(this.#source, kind)];
    const mine = this.#shapes.filter(shape => shape.kind === kind);
    const [known, kept, there] = [base.shapes, mine, theirs.shapes].map(shapes => new Set(shapes.map(textOf)));
    // What is there already may have been drawn by both, or be one's own: saved, but the answer was lost.
    const drawn = mine.filter(shape => !known.has(textOf(shape)) && !there.has(textOf(shape)));
    const names = new Set(drawn.map(({ name }) => name.toLowerCase()).filter(Boolean));
    const others = shapesOf(this.#source, kind).filter(shape => !names.has(shape.name.toLowerCase()) && (kept.has(textOf(shape)) || !known.has(textOf(shape))));
    const selected = this.#shapes[this.#selected];
    this.#shapes = kinds.flatMap(each => each === kind ? [...others, ...drawn] : this.#shapes.filter(shape => shape.kind === each));
    this.#selected = this.#shapes.indexOf(selected);
    this.#bases.set(kind, theirs);
    this.#outdated.delete(kind);
    const isLeft = drawn.length > 0 || others.length < theirs.shapes.length;
    if (!isLeft) this.#changed.delete(kind);
    this.#status.className = isLeft ? 'status problem' : 'status';
    setText(this.#status, `The ${kind}s have been changed meanwhile${
      isLeft ? ': here they are with what you have changed. It is not saved yet.' : ', and hold all that you have changed.'}`);
    this.#fill();
  }

  /** Whether it can be changed now. */
  set isEditing(value) {
    this.#isOpen = value;
    this.#drawing = null;
    if (!value) this.#selected = -1;
    this.#fill();
    this.#paint();
  }

  /** Takes a key; true where it meant something here. */
  key(event) {
    if (!this.#isEditing) return false;
    if (event.key === 'Escape' && (this.#drawing || this.#selected >= 0)) {
      if (!this.#drawing) this.#selected = -1;
      this.#drawing = null;
      this.#fill();
    } else if (event.key === 'Enter' && this.#drawing) this.#finish();
    else if (event.key === 'Delete' && this.#selected >= 0 && !isTyping(event.target)) this.#remove(this.#selected);
    else return false;
    this.#paint();
    return true;
  }

  #draw(kind) {
    this.#drawing = { kind, corners: [], pointer: null, from: null };
    this.#selected = -1;
    this.#fill();
    this.#paint();
  }

  #addByNumbers() {
    const { toFrame } = converter(this.#source.region);
    this.#add('zone', [[0.25, 0.25], [0.75, 0.25], [0.75, 0.75], [0.25, 0.75]].map(toFrame));
    this.#form.querySelector('input')?.focus();
  }

  #add(kind, corners) {
    // Zones before masks, as the server tells them: what is selected stays so when it has been saved.
    const place = this.#shapes.filter(shape => kind === 'mask' || shape.kind === 'zone').length;
    this.#shapes.splice(place, 0, { kind, corners, name: kind === 'zone' ? this.#freeName() : '', dwell: null });
    this.#drawing = null;
    this.#select(place);
    this.#change(kind);
  }

  #freeName() {
    let count = 1;
    while (this.#shapes.some(shape => shape.name.toLowerCase() === `zone ${count}`)) count++;
    return `zone ${count}`;
  }

  #finish() {
    const { kind, corners } = this.#drawing;
    if (corners.length < fewestCorners) return;
    const { toFrame } = converter(this.#source.region);
    this.#add(kind, corners.map(toFrame));
    if (kind === 'zone') this.#form.querySelector('input')?.select();
  }

  #select(index) {
    this.#selected = index;
    this.#fill();
    this.#paint();
  }

  #remove(index) {
    const [{ kind, name }] = this.#shapes.splice(index, 1);
    this.#selected = -1;
    announce(`${name || 'Mask'} removed; not saved yet`);
    this.#change(kind);
    this.#fill();
    this.#paint();
  }

  #change(kind) {
    this.#changed.add(kind);
    this.#saving.hidden = false;
    setText(this.#status, kind === 'mask' || this.#changed.has('mask') ? 'Not saved yet. Saving masks begins the stream anew.' : 'Not saved yet.');
    this.#status.className = 'status';
  }

  /** Takes back what is not saved. */
  discard() {
    const hadFocus = this.#saving.contains(document.activeElement);
    this.#changed.clear();
    this.#outdated.clear();
    this.#selected = -1;
    this.#shapes = kinds.flatMap(kind => this.#bases.get(kind).shapes.map(shape => ({ ...shape })));
    setText(this.#status, '');
    this.#fill();
    this.#paint();
    if (hadFocus) this.#focusList();
  }

  // Where the buttons were that have gone.
  #focusList() {
    (this.#list.querySelector('[aria-pressed=true]') ?? this.#tools[0]).focus();
  }

  async #store() {
    const visit = this.#visit;
    const hadFocus = this.#saving.contains(document.activeElement);
    const path = `sources/${encodeURIComponent(this.#source.id)}`;
    // Of this moment: what is changed or opened while the server is busy with it is none of it.
    const unsaved = new Map([...this.#changed].map(kind => {
      const shapes = this.#shapes.filter(shape => shape.kind === kind);
      return [kind, shapes.map(shape => ({ ...shape, corners: rounded(shape.corners) }))];
    }));
    this.#changed.clear();
    this.#outdated.clear();
    this.#isStoring = this.#save.disabled = true;
    const bases = new Map(this.#bases);
    let [saved, problem] = [true, null];
    for (const [kind, shapes] of unsaved) {
      try {
        const { value } = await call('PUT', `${path}/${kind}s`, bodyOf(shapes, kind), { headers: { 'If-Match': `"${bases.get(kind).tag}"` } });
        saved &&= value.saved;
        unsaved.delete(kind);
        if (visit === this.#visit) this.#bases.set(kind, { shapes, tag: value.tag, until: Date.now() + settleWithin });
      } catch (error) {
        problem = error.message;
        if (error.status === 412 && visit === this.#visit) this.#outdated.add(kind);
        break;
      }
    }
    if (visit !== this.#visit) return;
    this.#isStoring = this.#save.disabled = false;
    for (const kind of unsaved.keys()) this.#changed.add(kind);
    if (problem === null && this.#changed.size) this.#change([...this.#changed][0]);
    else {
      this.#status.className = problem === null ? 'status is-good' : 'status problem';
      setText(this.#status, problem ?? (!saved ? 'In force, but in no configuration file: only until the program ends or reads one again.'
        : me?.node ? 'Saved in the cluster.' : 'Saved to the configuration file.'));
    }
    this.#fill();
    this.update(this.#source);
    // A button that can't be pressed loses it.
    if (!hadFocus || document.activeElement !== document.body) return;
    if (this.#changed.size) this.#save.focus();
    else this.#focusList();
  }

  // The pointer, in places of what is watched.
  #place(event) {
    const box = this.#overlay.getBoundingClientRect();
    return [clamp((event.clientX - box.left) / box.width, 0, 1), clamp((event.clientY - box.top) / box.height, 0, 1)];
  }

  #distance(one, other) {
    return Math.hypot((one[0] - other[0]) * this.#frame.clientWidth, (one[1] - other[1]) * this.#frame.clientHeight);
  }

  #press(event) {
    if (!this.#isEditing || event.button !== 0) return;
    event.preventDefault();
    this.#overlay.setPointerCapture(event.pointerId);
    const place = this.#place(event);
    if (this.#drawing) {
      [this.#drawing.from, this.#drawing.pointer] = [place, place];
      return;
    }
    const { corner, shape } = event.target.dataset;
    if (corner !== undefined) this.#dragged = { corner: Number(corner) };
    else if (shape !== undefined) {
      this.#select(Number(shape));
      this.#dragged = { from: place, corners: this.#shapes[this.#selected].corners };
    } else this.#select(-1);
  }

  #movePointer(event) {
    const place = this.#place(event);
    const { toFrame } = converter(this.#source.region);
    const shape = this.#shapes[this.#selected];
    if (this.#drawing) this.#drawing.pointer = place;
    else if (this.#dragged?.corner !== undefined) {
      shape.corners = shape.corners.map((corner, index) => index === this.#dragged.corner ? toFrame(place) : corner);
      this.#dragged.isMoved = true;
    } else if (this.#dragged && (this.#dragged.isMoved || this.#distance(place, this.#dragged.from) > dragFrom)) {
      this.#dragged.isMoved = true;
      shape.corners = moved(this.#dragged.corners, toFrame(place).map((value, axis) => value - toFrame(this.#dragged.from)[axis]));
    } else return;
    this.#paint();
  }

  #release(event) {
    const place = this.#place(event);
    if (this.#dragged) {
      const { isMoved } = this.#dragged;
      this.#dragged = null;
      if (isMoved) this.#change(this.#shapes[this.#selected].kind);
      this.#fill();
    } else if (this.#drawing?.from) {
      const { corners, from } = this.#drawing;
      this.#drawing.from = null;
      if (!corners.length && this.#distance(from, place) > dragFrom) {
        this.#drawing.corners = [from, [place[0], from[1]], place, [from[0], place[1]]];
        this.#finish();
      } else if (corners.length >= fewestCorners && this.#distance(corners[0], place) < closeWithin) this.#finish();
      else if (!corners.length || this.#distance(corners.at(-1), place) > dragFrom) corners.push(place);
      // The second press of a double-click is no corner of its own. (Touch and captured pointers have no dblclick to rely on.)
      else this.#finish();
    }
    this.#paint();
  }

  #cancelPointer() {
    this.#dragged = null;
    if (this.#drawing) this.#drawing.from = null;
  }

  #paint() {
    if (!this.#source) return;
    const [wide, high] = [this.#frame.clientWidth, this.#frame.clientHeight];
    const { toWatched } = converter(this.#source.region);
    const pixels = ([x, y]) => [(x * wide).toFixed(1), (y * high).toFixed(1)];
    const parts = [];
    for (const [index, { kind, name, corners }] of this.#shapes.entries()) {
      const places = corners.map(toWatched).map(pixels);
      const isInside = kind === 'zone' && this.#source.zones.some(zone => zone.name === name && zone.isInside);
      const classes = [kind, isInside ? 'is-inside' : '', index === this.#selected ? 'is-selected' : ''].join(' ').trim();
      parts.push(svg('polygon', { points: places.join(' '), class: classes, 'data-shape': index }));
      if (kind === 'zone') {
        const [x, y] = places.reduce((best, place) => +place[1] < +best[1] - 1 || Math.abs(place[1] - best[1]) <= 1 && +place[0] < +best[0] ? place : best);
        const label = svg('text', { x: clamp(+x + 6, 4, wide - 20), y: clamp(+y + 16, 14, high - 4), class: classes });
        label.textContent = name;
        parts.push(label);
      }
      if (index === this.#selected && this.#isEditing) places.forEach(([x, y], corner) => parts.push(svg('circle', { cx: x, cy: y, r: 7, class: 'handle', 'data-corner': corner })));
    }
    if (this.#drawing) parts.push(...this.#sketch(pixels));
    this.#overlay.classList.toggle('is-drawing', this.#drawing !== null);
    this.#overlay.replaceChildren(...parts);
  }

  #sketch(pixels) {
    const { corners, pointer, from, kind } = this.#drawing;
    if (from && pointer && !corners.length) {
      const places = [from, [pointer[0], from[1]], pointer, [from[0], pointer[1]]].map(pixels);
      return [svg('polygon', { points: places.join(' '), class: `${kind} is-selected` })];
    }
    const places = (pointer ? [...corners, pointer] : corners).map(pixels);
    return [svg('polyline', { points: places.join(' '), class: `${kind} is-selected` }),
      ...corners.map(pixels).map(([x, y], index) => svg('circle', { cx: x, cy: y, r: index === 0 ? 8 : 5, class: 'handle' }))];
  }

  // The list and the form beside the picture.
  #fill() {
    this.#overlay.classList.toggle('is-active', this.#isEditing);
    for (const tool of this.#tools) tool.disabled = !this.#isKnown;
    setText(this.#hint, !this.#isKnown ? 'What is drawn on this source is not known at the moment. It can be changed once it is.' : this.#drawing
      ? `Drag a rectangle over the picture, or click ${this.#drawing.kind === 'zone' ? 'the zone' : 'the mask'}’s corners; a double-click, Enter or the first corner closes it. Esc cancels.`
      : me?.canSave === false ? 'What is changed here holds until the program ends or reads its configuration again: it has no file that it may write.'
        : 'Select one to change its name or drag its corners.');
    this.#fillList();
    this.#saving.hidden = !this.#changed.size;
    this.#fillForm();
  }

  #fillList() {
    refill(this.#list, ...this.#shapes.map((shape, index) => el('li', {},
      el('button.shape-name', { type: 'button', 'aria-pressed': index === this.#selected, onclick: () => this.#select(index === this.#selected ? -1 : index) },
        el(`i.swatch.${shape.kind}`), shape.kind === 'zone' ? shape.name : `Mask ${this.#maskNumber(index)}`, el('small', {}, shape.dwell ? `dwell ${shape.dwell} s` : '')),
      el('button.plain.only-icon', { type: 'button', title: `Remove ${shape.name || 'the mask'}`, 'aria-label': `Remove ${shape.name || 'the mask'}`, disabled: !this.#isKnown, onclick: () => this.#remove(index) }, icon('bin')))));
  }

  #maskNumber(index) {
    return this.#shapes.slice(0, index + 1).filter(shape => shape.kind === 'mask').length;
  }

  #fillForm() {
    const shape = this.#shapes[this.#selected];
    this.#form.hidden = !shape || !this.#isEditing;
    if (!shape) {
      this.#form.replaceChildren();
      return;
    }
    const change = action => event => {
      action(event.target);
      this.#change(shape.kind);
      this.#paint();
    };
    const corners = shape.corners.map((corner, index) => {
      const field = axis => el('input', {
        type: 'number', min: 0, max: 100, step: 0.1, required: true, value: number(corner[axis] * 100, 1), 'aria-label': `Corner ${index + 1}, ${'xy'[axis]} in per cent`,
        oninput: change(({ value }) => {
          const at = clamp(Number(value) / 100, 0, 1);
          shape.corners = shape.corners.map((other, place) => place === index ? other.with(axis, at) : other);
        }),
      });
      const remove = el('button.plain.only-icon', { type: 'button', title: 'Remove this corner', 'aria-label': `Remove corner ${index + 1}`, disabled: shape.corners.length <= fewestCorners,
        onclick: change(() => {
          shape.corners = shape.corners.filter((_, place) => place !== index);
          this.#fillForm();
        }) }, icon('close'));
      return el('div.corner', {}, el('span.quiet', {}, `${index + 1}`), field(0), field(1), remove);
    });
    refill(this.#form, ...[
      shape.kind === 'zone' ? el('label.field', {}, el('span', {}, 'Name'), el('input', {
        value: shape.name, maxLength: 64, required: true, pattern: '[\\p{L}\\p{M}\\p{N}._ \\-]+', title: 'Letters, digits, dots, underscores, dashes and blanks', 'data-testid': 'zone-name',
        oninput: change(({ value }) => {
          shape.name = value;
          this.#fillList();
        }),
      })) : null,
      shape.kind === 'zone' ? el('label.field', {}, el('span', {}, 'Event after seconds of staying (optional)'), el('input', {
        type: 'number', min: 0.1, step: 0.1, value: shape.dwell ?? '', 'data-testid': 'zone-dwell',
        oninput: change(({ value }) => {
          shape.dwell = Number(value) > 0 ? Number(value) : null;
          this.#fillList();
        }),
      })) : null,
      el('fieldset', {}, el('legend', {}, 'Corners, x and y in per cent of the whole frame'), ...corners,
        el('button.plain', { type: 'button', onclick: change(() => {
          const [first, last] = [shape.corners[0], shape.corners.at(-1)];
          shape.corners = [...shape.corners, [(first[0] + last[0]) / 2, (first[1] + last[1]) / 2]];
          this.#fillForm();
        }) }, icon('add'), el('span', {}, 'Corner'))),
    ].filter(Boolean));
  }
}

const shapesOf = (source, kind) => kind === 'zone'
  ? source.zones.map(({ name, corners, dwell }) => ({ kind, name, corners, dwell }))
  : source.masks.map(corners => ({ kind, name: '', corners, dwell: null }));

const bodyOf = (shapes, kind) => shapes.map(({ name, corners, dwell }) => kind === 'zone' ? { name, corners, dwell } : corners);

const tagOf = (source, kind) => kind === 'zone' ? source.zonesTag : source.masksTag;

const baseOf = (source, kind) => ({ shapes: shapesOf(source, kind), tag: tagOf(source, kind) });

const rounded = corners => corners.map(corner => corner.map(value => Math.round(value * 1e4) / 1e4));

// What a shape has become in a list that was told anew; masks have no names.
const isSuccessor = (shape, before) => shape.kind === before.kind && (before.name ? shape.name === before.name : textOf(shape) === textOf(before));

const textOf = ({ name, corners, dwell }) => JSON.stringify([name, rounded(corners), dwell]);

// A whole shape, as far as it stays within the frame.
function moved(corners, by) {
  const [dx, dy] = [0, 1].map(axis => clamp(by[axis], -Math.min(...corners.map(corner => corner[axis])), 1 - Math.max(...corners.map(corner => corner[axis]))));
  return corners.map(([x, y]) => [x + dx, y + dy]);
}

const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);
