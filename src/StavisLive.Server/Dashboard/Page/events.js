// What happened: the list beside the wall, and that of one source.

import { get } from './requests.js';
import { onConnection, subscribe } from './connection.js';
import { button, el, icon, setText } from './dom.js';
import { set, settings } from './settings.js';
import { onMe, onSources, sources } from './store.js';
import { clock, eventSentence, stateIcon } from './words.js';

const remembered = 1000;
const shown = 200;
const together = 100;

const kinds = [
  ['zones', 'Zones', kind => kind.startsWith('zone-')],
  ['states', 'States', kind => kind === 'source-state'],
  ['audio', 'Audio', kind => kind.startsWith('audio-')],
  ['spread', 'Spread', kind => kind === 'spread'],
];

const icons = { 'zone-entered': 'right', 'zone-left': 'left', 'zone-dwell': 'starting', spread: 'wall', 'audio-found': 'sound', 'audio-lost': 'mute' };

const listeners = new Set();
let happened = [];

onConnection(state => {
  if (state === 'open') fetchRecent();
});

subscribe(() => ({ events: true, after: happened[0]?.id }), message => {
  if (message.type === 'event') take([message.event]);
});

/** The newest events of a source, newest first. */
export const eventsOf = source => happened.filter(event => event.source === source);

/** Told which events have come, or are forgotten. */
export function onEvents(listener) {
  listeners.add(listener);
}

/** Forgets everything that happened: who looks next may not see all of it. */
export function forgetEvents() {
  const forgotten = happened;
  happened = [];
  if (forgotten.length) tell(forgotten);
}

/** An action that is done a little later, once for many reasons that come together. */
export function soon(action) {
  let isWaiting = false;
  return () => {
    if (isWaiting) return;
    isWaiting = true;
    setTimeout(() => {
      isWaiting = false;
      action();
    }, together);
  };
}

/** A list of events. An entry that stays is left as it is: it may have the focus, or be pressed just now. */
export class EventList {
  #withSource;
  #items = new Map();

  constructor({ withSource = false, ...properties } = {}) {
    this.#withSource = withSource;
    this.element = el('ol.eventlist', properties);
  }

  /** Shows these, newest first, and no others. */
  show(events) {
    const before = this.#items;
    this.#items = new Map(events.map(event => [key(event), before.get(key(event)) ?? eventItem(event, this.#withSource)]));
    for (const [each, item] of before) if (!this.#items.has(each)) item.remove();
    let next = this.element.firstChild;
    for (const [index, item] of [...this.#items.values()].entries()) {
      if (item === next) next = next.nextSibling;
      else this.element.insertBefore(item, next);
      this.#update(item, events[index]);
    }
  }

  // A source may be known later than what happened to it, and today is another day after midnight.
  #update(item, event) {
    if (this.#withSource) setText(item.querySelector('a'), sources.get(event.source)?.name ?? event.source);
    setText(item.lastChild, clock(event.at));
  }
}

function eventItem(event, withSource) {
  const isState = event.kind === 'source-state';
  return el('li.event', { 'data-kind': event.kind, 'data-state': isState ? event.state : null }, icon(isState ? stateIcon(event.state) : icons[event.kind] ?? 'right'),
    el('span.what', {}, withSource ? el('a', { href: `#/source/${encodeURIComponent(event.source)}` }) : null, el('span', {}, eventSentence(event))),
    el('time', { dateTime: event.at }));
}

/** The list of all sources' events. */
export class EventDrawer {
  #element;
  #list = new EventList({ withSource: true, 'data-testid': 'event-list' });
  #source = el('select', { 'aria-label': 'Source', 'data-testid': 'event-source', onchange: () => this.#paint() }, el('option', { value: '' }, 'All sources'));
  #kinds = new Set(kinds.map(([key]) => key));
  #empty = el('p.quiet', {}, 'Nothing has happened yet.');
  #paintSoon = soon(() => this.#paint());

  constructor(element, onchange) {
    this.#element = element;
    const filters = kinds.map(([key, words]) => el('label.chip', {}, el('input', {
      type: 'checkbox', checked: true, 'data-testid': `event-kind-${key}`,
      onchange: ({ target }) => {
        if (target.checked) this.#kinds.add(key);
        else this.#kinds.delete(key);
        this.#paint();
      },
    }), el('span', {}, words)));
    element.append(
      el('div.head', {}, el('h2', {}, 'Events'), button('Close the list of events', 'close', () => this.toggle(false), { className: 'plain only-icon' })),
      el('div.filter', {}, this.#source, el('div.chips', { role: 'group', 'aria-label': 'Kinds of events' }, ...filters)),
      this.#empty, this.#list.element);
    this.onchange = onchange;
    this.toggle(settings.events ?? innerWidth >= 1200, false);
    onEvents(() => this.#paintSoon());
    onSources(() => this.#offerSources());
  }

  /** Whether it is open. */
  get isOpen() {
    return !this.#element.hidden;
  }

  /** Opens or closes it. */
  toggle(open, isRemembered = true) {
    this.#element.hidden = !open;
    if (isRemembered) set({ events: open });
    this.onchange(open);
    if (open) this.#paint();
  }

  #offerSources() {
    const wanted = ['', ...sources.keys()];
    const isSame = this.#source.options.length === wanted.length && [...this.#source.options].every((option, index) => option.value === wanted[index]);
    if (isSame) return;
    const chosen = this.#source.value;
    this.#source.replaceChildren(el('option', { value: '' }, 'All sources'), ...[...sources.values()].map(source => el('option', { value: source.id }, source.name)));
    this.#source.value = sources.has(chosen) ? chosen : '';
    this.#paintSoon();
  }

  #paint() {
    if (!this.isOpen) return;
    const wanted = kinds.filter(([key]) => this.#kinds.has(key)).map(([, , isOf]) => isOf);
    const chosen = happened.filter(event => (!this.#source.value || event.source === this.#source.value) && wanted.some(isOf => isOf(event.kind))).slice(0, shown);
    this.#empty.hidden = chosen.length > 0;
    setText(this.#empty, happened.length ? 'Nothing of what is chosen here has happened.' : 'Nothing has happened yet.');
    this.#list.show(chosen);
  }
}

onMe(() => fetchRecent());

async function fetchRecent() {
  try {
    take(await get(`events/recent?most=${shown}`));
  } catch {
    // Asked again when the connection comes back or somebody logs in.
  }
}

// A server whose clock was set back may give a number again, so an event is known by its number and its time.
function take(events) {
  const known = new Set(happened.map(key));
  const fresh = events.filter(event => !known.has(key(event)));
  if (!fresh.length) return;
  happened = [...happened, ...fresh].sort((one, other) => Date.parse(other.at) - Date.parse(one.at) || other.id - one.id).slice(0, remembered);
  tell(fresh);
}

function tell(events) {
  for (const listener of listeners) listener(events);
}

const key = event => `${event.id} ${event.at}`;
