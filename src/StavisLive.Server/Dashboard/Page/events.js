// What happened: the list beside the wall, and that of one source.

import { get } from './requests.js';
import { onConnection, subscribe } from './connection.js';
import { button, el, icon, setText } from './dom.js';
import { set, settings } from './settings.js';
import { onMe, onSources, sources } from './store.js';
import { clock, eventSentence, stateIcon } from './words.js';

const remembered = 1000;
const shown = 200;

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

/** Told when something happened. */
export function onEvents(listener) {
  listeners.add(listener);
}

/** An event as an entry of a list. */
export function eventItem(event, withSource) {
  const name = sources.get(event.source)?.name ?? event.source;
  const isState = event.kind === 'source-state';
  return el('li.event', { 'data-kind': event.kind, 'data-state': isState ? event.state : null }, icon(isState ? stateIcon(event.state) : icons[event.kind] ?? 'right'),
    el('span.what', {}, withSource ? el('a', { href: `#/source/${encodeURIComponent(event.source)}` }, name) : null, el('span', {}, eventSentence(event))),
    el('time', { dateTime: event.at }, clock(event.at)));
}

/** The list of all sources' events. */
export class EventDrawer {
  #element;
  #list = el('ol.eventlist', { 'data-testid': 'event-list' });
  #source = el('select', { 'aria-label': 'Source', 'data-testid': 'event-source', onchange: () => this.#paint() }, el('option', { value: '' }, 'All sources'));
  #kinds = new Set(kinds.map(([key]) => key));
  #empty = el('p.quiet', {}, 'Nothing has happened yet.');
  #isWaiting = false;

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
      this.#empty, this.#list);
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

  // Many events at once are painted once.
  #paintSoon() {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    setTimeout(() => {
      this.#isWaiting = false;
      this.#paint();
    }, 100);
  }

  #paint() {
    if (!this.isOpen) return;
    const wanted = kinds.filter(([key]) => this.#kinds.has(key)).map(([, , isOf]) => isOf);
    const chosen = happened.filter(event => (!this.#source.value || event.source === this.#source.value) && wanted.some(isOf => isOf(event.kind))).slice(0, shown);
    this.#empty.hidden = chosen.length > 0;
    setText(this.#empty, happened.length ? 'Nothing of what is chosen here has happened.' : 'Nothing has happened yet.');
    this.#list.replaceChildren(...chosen.map(event => eventItem(event, true)));
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

// The server counts from 1 again when it begins anew, so an event is known by its number and its time.
function take(events) {
  const known = new Set(happened.map(key));
  const fresh = events.filter(event => !known.has(key(event)));
  if (!fresh.length) return;
  happened = [...happened, ...fresh].sort((one, other) => Date.parse(other.at) - Date.parse(one.at) || other.id - one.id).slice(0, remembered);
  for (const listener of listeners) listener();
}

const key = event => `${event.id} ${event.at}`;
