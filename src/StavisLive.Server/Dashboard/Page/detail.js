// One source, large: its picture, how it has been doing, its zones, what happened, and the search.

import { announce, button, el, icon, setAttribute, setText } from './dom.js';
import { EventList, eventsOf, onEvents, soon } from './events.js';
import { pause, record, remove, resume, snapshot } from './operate.js';
import { Picture } from './picture.js';
import { Search } from './search.js';
import { isKnown, isOperator, onMe, onSources, sources } from './store.js';
import { audioMeter, deadCover, nodeName, stateBadge } from './tile.js';
import { Timelines } from './timeline.js';
import { duration, isDead, number, since } from './words.js';
import { Zones } from './zones.js';

const staleAfter = 3000;
const shownEvents = 100;

// A number and its unit, on one line.
const quantity = (value, unit, digits = 0) => value === null || value === undefined ? '–' : `${number(value, digits).replace('-', '−')}\u00a0${unit}`;

const facts = [
  ['From capture to map', source => source.captureToMapP50 === null || source.captureToMapP50 === undefined ? '–' : `${quantity(source.captureToMapP50, 'ms')}, 95\u00a0% within ${quantity(source.captureToMapP95, 'ms')}`],
  ['Look-ahead', source => source.framesOut ? `${quantity(source.lookAhead, 'ms')}, by design` : '–'],
  ['Rates', source => `${quantity(source.fps, 'pictures/s', 1)}, ${quantity(source.mapsPerSecond, 'maps/s', 1)}`],
  ['Picture', source => source.width ? `${source.width} × ${source.height}${source.region ? ', a part of the frame' : ''}` : '–'],
  ['Frames', source => `${source.framesIn.toLocaleString()}\u00a0in, ${source.framesOut.toLocaleString()}\u00a0out, ${source.mapsOut.toLocaleString()}\u00a0maps`],
  ['Left out', source => Object.entries(source.skips ?? {}).filter(([, count]) => count).map(([reason, count]) => `${count.toLocaleString()}\u00a0${reason}`).join(', ') || 'nothing'],
  ['Reconnects', source => String(source.reconnects)],
  ['Failed outputs', source => Object.entries(source.failedOutputs ?? {}).map(([output, reason]) => `${output}: ${reason}`).join('; ') || 'none'],
  ['Audio against pictures', source => source.avOffset === null || source.avOffset === undefined ? 'not known' : quantity(source.avOffset, 'ms')],
  ['Entropy', source => quantity(source.entropy, 'bits', 1)],
  ['Kind', source => source.kind],
];

export class Detail {
  #element;
  #id = null;
  #opened = null;
  #picture = null;
  #badge = stateBadge();
  #cover = deadCover();
  #audio = audioMeter();
  #name = el('h1', { tabIndex: -1 });
  #node = nodeName();
  #age = el('span.quiet');
  #frame = el('div.frame');
  #stage = el('div.stage', {}, this.#frame, this.#cover.element);
  #timelines = new Timelines();
  #zones = new Zones(this.#frame);
  #search = new Search(this.#frame);
  #dwell = el('ul.dwell', { 'data-testid': 'dwell' });
  #facts = facts.map(([words]) => [el('dt', {}, words), el('dd')]);
  #events = new EventList({ 'data-testid': 'source-events' });
  #fillSoon = soon(() => this.#id && this.#fillEvents());
  #noEvents = el('p.quiet', {}, 'Nothing has happened here yet.');
  #noZones = el('p.quiet', {}, 'There are no zones yet.');
  #tabs = new Map();
  #tab = 'overview';
  #pause = button('Pause', 'paused', () => this.#act(source => source.state === 'paused' ? resume(source) : pause(source), source => source.state === 'paused' ? 'Resumed' : 'Paused'), { 'data-testid': 'pause' });
  #record = button('Record', 'record', () => this.#act(record, () => 'The flight recorder is writing the last seconds'), { 'data-testid': 'record' });
  #remove = button('Remove', 'bin', () => this.#removeIt(), { 'data-testid': 'remove' });
  #told = el('p.told', { role: 'status', hidden: true, 'data-testid': 'told' });
  #toldUntil = 0;

  /** @param element The section that it fills. */
  constructor(element) {
    this.#element = element;
    const overview = el('div.panel', {},
      el('h2', {}, 'Attention in zones'), this.#noZones, this.#dwell,
      el('h2', {}, 'Details'), el('dl.facts', {}, ...this.#facts.flat()),
      el('h2', {}, 'Events'), this.#noEvents, this.#events.element);
    const tabs = el('div.tabs', { role: 'tablist', 'aria-label': 'About this source', onkeydown: event => this.#moveTab(event) });
    const panels = el('div.panels');
    for (const [key, words, panel] of [['overview', 'Overview', overview], ['zones', 'Zones & masks', this.#zones.panel], ['search', 'Search', this.#search.panel]]) {
      const tab = el('button', { type: 'button', role: 'tab', id: `tab-${key}`, 'aria-controls': `panel-${key}`, 'data-testid': `tab-${key}`, onclick: () => this.#show(key) }, words);
      Object.assign(panel, { id: `panel-${key}`, tabIndex: 0 });
      panel.setAttribute('role', 'tabpanel');
      panel.setAttribute('aria-labelledby', `tab-${key}`);
      this.#tabs.set(key, { tab, panel });
      tabs.append(tab);
      panels.append(panel);
    }
    element.append(
      el('div.head', {},
        el('a.button.only-icon', { href: '#/', title: 'Back to all sources (Esc)', 'aria-label': 'Back to all sources', 'data-testid': 'close' }, icon('close')),
        el('div.title', {}, this.#badge.element, this.#name, this.#node.element, this.#age),
        this.#audio.element,
        el('div.buttons', {},
          button('Previous source', 'left', () => this.step(-1), { className: 'only-icon' }),
          button('Next source', 'right', () => this.step(1), { className: 'only-icon' }),
          button('Snapshot', 'image', () => this.#act(snapshot, () => 'The picture with its heat was saved'), { 'data-testid': 'snapshot' }),
          this.#record, this.#pause, this.#remove)),
      this.#told,
      el('div.columns', {}, el('div.left', {}, this.#stage, this.#timelines.element), el('div.right', {}, tabs, panels)));
    onSources(() => this.#id && this.#update());
    onMe(() => this.#allow());
    onEvents(events => events.some(event => event.source === this.#id) && this.#fillSoon());
    document.addEventListener('visibilitychange', () => this.#follow());
    setInterval(() => this.#tick(), 1000);
    this.#show('overview');
  }

  /** The id of the source that is shown; null when none is. */
  get shown() {
    return this.#id;
  }

  /** Whether something was drawn that is not saved. */
  get isChanged() {
    return this.#id !== null && this.#zones.isChanged;
  }

  /** Whether something that was drawn is on its way to the server. */
  get isStoring() {
    return this.#zones.isStoring;
  }

  /** Takes what was drawn and not saved back. */
  discard() {
    this.#zones.discard();
  }

  /** Shows a source. */
  open(id) {
    if (this.#id === id) return;
    this.#forget();
    this.#id = id;
    this.#element.hidden = false;
    const canvas = el('canvas', { width: 16, height: 9, role: 'img', 'aria-label': 'Picture with heat', 'data-testid': 'large' });
    this.#frame.prepend(canvas);
    this.#picture = new Picture(canvas, {
      onmap: message => this.#audio.show(message.audio, message.audioLevel),
      onpicture: count => {
        canvas.dataset.frames = count;
        this.#frame.style.setProperty('--aspect', this.#picture.aspect);
      },
    });
    this.#told.hidden = true;
    const source = this.#source;
    if (source) this.#begin(source);
    this.#update();
    this.#follow();
    this.#name.focus({ preventScroll: true });
  }

  /** Shows none. */
  close() {
    if (!this.#id) return;
    this.#forget();
    this.#element.hidden = true;
    this.#show('overview');
  }

  /** Goes to the source before or after it. */
  step(by) {
    const ids = [...sources.keys()];
    if (ids.length < 2) return;
    location.hash = `#/source/${encodeURIComponent(ids[(ids.indexOf(this.#id) + by + ids.length) % ids.length])}`;
  }

  /** Takes a key; true where it meant something here. */
  key(event) {
    if (this.#zones.key(event)) return true;
    const isFree = !event.target.closest?.('input, select, textarea, [role=tablist]');
    if (event.key === 'Escape') location.hash = '#/';
    else if (event.key === 'ArrowLeft' && isFree) this.step(-1);
    else if (event.key === 'ArrowRight' && isFree) this.step(1);
    else return false;
    return true;
  }

  get #source() {
    return sources.get(this.#id);
  }

  #forget() {
    this.#picture?.close();
    this.#picture = null;
    this.#frame.querySelector('canvas')?.remove();
    this.#timelines.close();
    this.#id = null;
    this.#opened = null;
  }

  #begin(source) {
    this.#opened = source.id;
    this.#frame.style.setProperty('--aspect', source.width && source.height ? source.width / source.height : 16 / 9);
    this.#timelines.open(source);
    this.#zones.open(source);
    this.#search.open(source);
    this.#fillEvents();
  }

  #follow() {
    if (!this.#id) return;
    if (document.hidden) this.#picture.unfollow();
    else this.#picture.follow(this.#id);
  }

  #update() {
    const source = this.#source;
    this.#element.toggleAttribute('data-missing', !source);
    if (!source) {
      // Removed by somebody, or an address of something that never was.
      if (this.#opened !== null && isKnown) announce('This source was removed');
      setText(this.#name, isKnown ? 'There is no such source' : '');
      setText(this.#age, '');
      this.#node.show(null);
      return;
    }
    if (this.#opened !== this.#id) this.#begin(source);
    setText(this.#name, source.name);
    this.#node.show(source.node);
    document.title = `${source.name} – StavisLive`;
    this.#badge.show(source.state);
    if (!this.#picture.drawn || isDead(source.state)) this.#audio.show(source.audio, source.audioLevel);
    this.#audio.element.style.visibility = isDead(source.state) ? 'hidden' : '';
    setAttribute(this.#element, 'data-state', source.state);
    for (const [index, [, value]] of facts.entries()) setText(this.#facts[index][1], value(source));
    this.#fillDwell(source);
    this.#timelines.add(source);
    this.#zones.update(source);
    this.#search.update(source);
    this.#allow();
    this.#tick();
  }

  #tick() {
    const source = this.#source;
    if (!source) return;
    setText(this.#age, `for ${since(source.since)}`);
    this.#cover.show(source);
    const isStale = this.#picture.drawn > 0 && !isDead(source.state) && performance.now() - this.#picture.arrived > staleAfter;
    this.#stage.toggleAttribute('data-stale', isStale);
    if (!this.#told.hidden && Date.now() > this.#toldUntil) this.#told.hidden = true;
  }

  #fillDwell(source) {
    this.#noZones.hidden = source.zones.length > 0;
    const most = Math.max(1, ...source.zones.map(zone => zone.seconds));
    while (this.#dwell.children.length > source.zones.length) this.#dwell.lastChild.remove();
    while (this.#dwell.children.length < source.zones.length) this.#dwell.append(el('li', {}, el('span.name'), el('span.level', { 'aria-hidden': 'true' }, el('i')), el('b'), el('small')));
    for (const [index, zone] of source.zones.entries()) {
      const [name, bar, value, now] = this.#dwell.children[index].children;
      setText(name, zone.name);
      bar.firstChild.style.width = `${100 * zone.seconds / most}%`;
      setText(value, zone.seconds < 60 ? `${number(zone.seconds, 1)} s` : duration(zone.seconds));
      setText(now, zone.isInside ? 'now' : '');
      this.#dwell.children[index].toggleAttribute('data-inside', zone.isInside);
    }
  }

  #fillEvents() {
    const events = eventsOf(this.#id).slice(0, shownEvents);
    this.#noEvents.hidden = events.length > 0;
    this.#events.show(events);
  }

  // Viewers see nothing that they may not do.
  #allow() {
    const source = this.#source;
    const isPaused = source?.state === 'paused';
    for (const element of [this.#pause, this.#remove]) element.hidden = !isOperator();
    this.#record.hidden = !isOperator() || !source?.hasRecorder;
    this.#tabs.get('zones').tab.hidden = !isOperator();
    if (!isOperator() && this.#tab === 'zones') this.#show('overview');
    this.#pause.title = isPaused ? 'Resume' : 'Pause';
    setText(this.#pause.lastChild, isPaused ? 'Resume' : 'Pause');
    setAttribute(this.#pause.querySelector('use'), 'href', isPaused ? '#i-play' : '#i-paused');
  }

  #show(key) {
    this.#tab = key;
    for (const [name, { tab, panel }] of this.#tabs) {
      tab.setAttribute('aria-selected', name === key);
      tab.tabIndex = name === key ? 0 : -1;
      panel.hidden = name !== key;
    }
    this.#zones.isEditing = key === 'zones';
    this.#search.isActive = key === 'search';
  }

  #moveTab(event) {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const keys = [...this.#tabs].filter(([, { tab }]) => !tab.hidden).map(([key]) => key);
    const next = keys[(keys.indexOf(this.#tab) + (event.key === 'ArrowLeft' ? -1 : 1) + keys.length) % keys.length];
    this.#show(next);
    this.#tabs.get(next).tab.focus();
    event.preventDefault();
    event.stopPropagation();
  }

  async #act(action, words) {
    const source = this.#source;
    if (!source) return;
    try {
      await action(source);
      this.#tell(words(source));
    } catch (error) {
      this.#tell(error.message, true);
    }
  }

  async #removeIt() {
    if (this.#source && await remove(this.#source)) location.hash = '#/';
  }

  #tell(words, isProblem = false) {
    this.#told.className = isProblem ? 'told problem' : 'told';
    this.#told.textContent = words;
    this.#told.hidden = false;
    this.#toldUntil = Date.now() + (isProblem ? 12_000 : 4000);
  }
}
