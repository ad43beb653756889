// What the page knows: who looks, and the sources. Told by the server, never guessed.

import { call } from './requests.js';
import { subscribe } from './connection.js';
import { announce } from './dom.js';
import { setNow } from './time.js';
import { stateWord } from './words.js';

const sourceListeners = new Set();
const meListeners = new Set();
let asking = null;

/** The sources by id, in the server's order. */
export let sources = new Map();

/** Whether the server has told of its sources yet. */
export let isKnown = false;

/** Who looks: `{ name, role, canSave, node }`, the last the server's name in its cluster; null before it is known. */
export let me = null;

/** Whether whoever looks may also change something. */
export const isOperator = () => me?.role === 'operator';

/** Told of the sources whenever something has changed. */
export function onSources(listener) {
  sourceListeners.add(listener);
}

/** Told who looks, and the server's version. */
export function onMe(listener) {
  meListeners.add(listener);
}

/** Asks who looks; fails where the server does not know. Who asks while an answer is under way gets that one. */
export function learnMe() {
  return asking ??= ask().finally(() => asking = null);
}

/** Forgets the sources: who looks next may not see all of them. */
export function forget() {
  sources = new Map();
  isKnown = false;
  for (const listener of sourceListeners) listener(sources);
}

async function ask() {
  const { response, value } = await call('GET', 'me');
  me = { ...value, role: String(value.role).toLowerCase() };
  for (const listener of meListeners) listener(me, response.headers.get('X-StavisLive-Version'));
}

subscribe({ sources: true }, message => {
  if (message.type !== 'sources') return;
  setNow(message.at);
  const before = sources;
  sources = new Map(message.sources.map(source => [source.id, source]));
  const isFirst = !isKnown;
  isKnown = true;
  for (const listener of sourceListeners) listener(sources);
  if (!isFirst) tellChanges(before);
});

function tellChanges(before) {
  const changes = [];
  for (const [id, source] of sources) {
    const old = before.get(id);
    if (!old) changes.push(`${source.name} was added`);
    else if (old.state !== source.state) changes.push(`${source.name}: ${stateWord(source.state)}${source.reason ? `, ${source.reason}` : ''}`);
  }
  for (const [id, source] of before) if (!sources.has(id)) changes.push(`${source.name} was removed`);
  if (changes.length) announce(changes.join('. '));
}
