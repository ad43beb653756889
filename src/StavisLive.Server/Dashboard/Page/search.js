// When was attention here? A rectangle, a time, and the answer as a strip and a list.

import { get } from './requests.js';
import { el, icon, setText, svg } from './dom.js';
import { now } from './time.js';
import { clock, duration } from './words.js';
import { converter } from './zones.js';

const hour = 3600;
const ranges = [['1', 'Last hour', hour], ['24', 'Last day', 24 * hour], ['168', 'Last week', 168 * hour]];
const leastSide = 0.01;
const mostShown = 300;
const mostMarks = 2000;
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

export class Search {
  #frame;
  #overlay = svg('svg', { class: 'overlay search', 'aria-hidden': 'true' });
  #source = null;
  #area = null;
  #from = null;
  #run = 0;

  #fields = Object.fromEntries(['x', 'y', 'width', 'height'].map(key => [key, el('input', { type: 'number', min: 0, max: 100, step: 0.1, 'data-testid': `search-${key}`, onchange: () => this.#read() })]));
  #range = el('select', { 'data-testid': 'search-range', onchange: () => this.#search() }, ...ranges.map(([value, words]) => el('option', { value }, words)));
  #share = el('input', { type: 'number', min: 0, max: 100, step: 1, placeholder: 'twice its area', 'data-testid': 'search-share', onchange: () => this.#search() });
  #strip = el('div.strip', { role: 'img', hidden: true });
  #scale = el('div.stripscale.quiet', { hidden: true }, el('span'), el('span'));
  #status = el('p.status', { role: 'status', 'data-testid': 'search-status' });
  #list = el('ol.intervals', { 'data-testid': 'search-list' });
  #csv = el('a.button', { hidden: true, download: '', 'data-testid': 'search-csv' }, icon('save'), el('span', {}, 'Export CSV'));

  /** @param frame What lies exactly over the picture. */
  constructor(frame) {
    this.#frame = frame;
    frame.append(this.#overlay);
    new ResizeObserver(() => this.#paint()).observe(frame);
    const field = (words, input) => el('label.field', {}, el('span', {}, words), input);
    this.panel = el('div.panel', {},
      el('p.quiet', {}, 'Drag a rectangle over the picture: when was attention there?'),
      el('div.fields.four', {}, field('x %', this.#fields.x), field('y %', this.#fields.y), field('Width %', this.#fields.width), field('Height %', this.#fields.height)),
      el('div.fields', {}, field('When', this.#range), field('At least, % of attention', this.#share)),
      this.#status, this.#strip, this.#scale, this.#list, el('div.buttons', {}, this.#csv));
    this.#overlay.addEventListener('pointerdown', event => {
      if (event.button !== 0) return;
      event.preventDefault();
      this.#overlay.setPointerCapture(event.pointerId);
      this.#from = this.#place(event);
    });
    this.#overlay.addEventListener('pointermove', event => this.#from && this.#drag(this.#place(event)));
    this.#overlay.addEventListener('pointerup', event => this.#release(this.#place(event)));
    this.#overlay.addEventListener('pointercancel', () => this.#from = null);
  }

  /** Searches in another source. */
  open(source) {
    this.#source = source;
    // What is still searched for in the one before is none of this one's.
    this.#run++;
    this.#area = null;
    for (const input of Object.values(this.#fields)) input.value = '';
    this.#clear();
    setText(this.#status, '');
    this.#paint();
  }

  /** Shows what is new of the source. */
  update(source) {
    this.#source = source;
  }

  /** Whether rectangles are drawn now. */
  set isActive(value) {
    this.#overlay.classList.toggle('is-active', value);
    this.#overlay.classList.toggle('is-drawing', value);
    this.#overlay.toggleAttribute('hidden', !value);
    this.#from = null;
    this.#paint();
  }

  #place(event) {
    const box = this.#overlay.getBoundingClientRect();
    return converter(this.#source.region).toFrame([(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height]);
  }

  #drag(to) {
    const [x, y] = [0, 1].map(axis => Math.min(this.#from[axis], to[axis]));
    const [width, height] = [0, 1].map(axis => Math.abs(this.#from[axis] - to[axis]));
    if (width < leastSide || height < leastSide) return;
    this.#area = { x, y, width, height };
    this.#paint();
  }

  #release(to) {
    if (!this.#from) return;
    this.#drag(to);
    this.#from = null;
    if (!this.#area) return;
    for (const [key, input] of Object.entries(this.#fields)) input.value = (this.#area[key] * 100).toFixed(1);
    this.#search();
  }

  #read() {
    const [x, y, width, height] = ['x', 'y', 'width', 'height'].map(key => Number(this.#fields[key].value) / 100);
    if (!(width >= leastSide && height >= leastSide)) return;
    this.#area = { x: clamp(x, 0, 1 - leastSide), y: clamp(y, 0, 1 - leastSide), width: clamp(width, leastSide, 1 - x), height: clamp(height, leastSide, 1 - y) };
    this.#paint();
    this.#search();
  }

  async #search() {
    if (!this.#area) return;
    const run = ++this.#run;
    const to = new Date(now());
    const from = new Date(to - 1000 * ranges.find(([value]) => value === this.#range.value)[2]);
    const query = new URLSearchParams({ ...rounded(this.#area), from: from.toISOString(), to: to.toISOString() });
    if (this.#share.value) query.set('share', String(Number(this.#share.value) / 100));
    const path = `sources/${encodeURIComponent(this.#source.id)}/search?${query}`;
    this.#clear();
    this.#status.className = 'status';
    setText(this.#status, 'Searching …');
    try {
      const found = await get(path);
      // Another rectangle may have been drawn meanwhile.
      if (run !== this.#run) return;
      this.#show(found, from, to);
      this.#csv.href = `api/${path}&format=csv`;
      this.#csv.hidden = false;
    } catch (error) {
      if (run !== this.#run) return;
      this.#status.className = 'status problem';
      setText(this.#status, error.message);
    }
  }

  #clear() {
    this.#list.replaceChildren();
    this.#strip.hidden = this.#scale.hidden = this.#csv.hidden = true;
  }

  #show(found, from, to) {
    const seconds = found.reduce((sum, entry) => sum + length(entry), 0);
    setText(this.#status, !found.length ? 'Attention was never there in this time.' : found.length === 1 ? `Once, for ${duration(seconds)}.` : `${found.length} times, ${duration(seconds)} in all.`);
    this.#strip.replaceChildren(...marksOf(found, (to - from) / mostMarks).map(entry => {
      const mark = el('i', { title: `${clock(entry.from)}, ${percent(entry.share)}` });
      mark.style.left = `${100 * (Date.parse(entry.from) - from) / (to - from)}%`;
      mark.style.width = `${100 * 1000 * length(entry) / (to - from)}%`;
      mark.style.opacity = 0.35 + 0.65 * Math.min(1, entry.share);
      return mark;
    }));
    this.#strip.setAttribute('aria-label', `${found.length} intervals between ${clock(from)} and ${clock(to)}`);
    setText(this.#scale.firstChild, clock(from));
    setText(this.#scale.lastChild, clock(to));
    this.#strip.hidden = this.#scale.hidden = false;
    this.#list.replaceChildren(...found.toReversed().slice(0, mostShown).map(entry => {
      const bar = el('i');
      bar.style.width = `${100 * Math.min(1, entry.share)}%`;
      return el('li', {}, el('span', {}, `${clock(entry.from)} – ${clock(entry.to)}`), el('span.quiet', {}, duration(length(entry))), el('span.level', { 'aria-hidden': 'true' }, bar), el('b', {}, percent(entry.share)));
    }));
  }

  #paint() {
    if (!this.#area || !this.#source) {
      this.#overlay.replaceChildren();
      return;
    }
    const { toWatched } = converter(this.#source.region);
    const { x, y, width, height } = this.#area;
    const [[left, top], [right, bottom]] = [toWatched([x, y]), toWatched([x + width, y + height])];
    const [wide, high] = [this.#frame.clientWidth, this.#frame.clientHeight];
    this.#overlay.replaceChildren(svg('rect', { x: left * wide, y: top * high, width: (right - left) * wide, height: (bottom - top) * high, class: 'area' }));
  }
}

// Rounded so that it still lies within the frame.
function rounded({ x, y, width, height }) {
  const [left, top] = [Number(x.toFixed(4)), Number(y.toFixed(4))];
  return { x: left, y: top, width: Math.min(width, 1 - left).toFixed(4), height: Math.min(height, 1 - top).toFixed(4) };
}

// So many that nobody could tell them apart: neighbours become one.
function marksOf(found, leastGap) {
  if (found.length <= mostMarks) return found;
  const marks = [];
  for (const entry of found) {
    const last = marks.at(-1);
    if (last && Date.parse(entry.from) - Date.parse(last.to) < leastGap) Object.assign(last, { to: entry.to, share: Math.max(last.share, entry.share) });
    else marks.push({ ...entry });
  }
  return marks;
}

const length = entry => (Date.parse(entry.to) - Date.parse(entry.from)) / 1000;
const percent = share => `${Math.round(share * 100)} %`;
