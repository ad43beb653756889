// What an operator does with sources.

import { call, get } from './requests.js';
import { ask, download, el } from './dom.js';

const kinds = {
  rtsp: ['RTSP stream', 'Address', 'rtsp://camera.local:554/stream', 'With user and password where the camera wants them: rtsp://user:password@host/path'],
  camera: ['Camera of the server', 'Number', '0', '0 is its first camera'],
  synthetic: ['Built-in scene', null, null, null],
};

const pathOf = source => `sources/${encodeURIComponent(source.id)}`;

export const pause = source => call('POST', `${pathOf(source)}/pause`);

export const resume = source => call('POST', `${pathOf(source)}/resume`);

export const record = source => call('POST', `${pathOf(source)}/record`);

/** Saves the newest picture with its heat, as the server paints it. */
export async function snapshot(source) {
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  // Fetched first: a source that has no picture says so here, and not in a file.
  const address = URL.createObjectURL(await get(`${pathOf(source)}/overlay.jpg`));
  download(address, `${source.id} ${stamp}.jpg`);
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Asks, then removes it; whether it was removed. */
export function remove(source) {
  return ask('Remove this source?', [el('p', {}, el('strong', {}, source.name), ' is no longer watched, and whoever follows its feeds is cut off.')], 'Remove',
    { danger: true, onagree: () => call('DELETE', pathOf(source)) });
}

function wantedOf(kind, value) {
  return kind === 'synthetic' ? true : kind === 'camera' ? Number(value) : value;
}

/** Asks what to watch, and adds it; resolves with its id, or null. */
export async function addSource() {
  const name = el('input', { name: 'name', required: true, maxLength: 64, autocomplete: 'off', 'data-testid': 'add-name' });
  const value = el('input', { name: 'value', autocomplete: 'off', spellcheck: false, 'data-testid': 'add-value' });
  const label = el('span');
  const hint = el('small.quiet');
  const field = el('label.field', {}, label, value, hint);
  const kind = el('select', { name: 'kind', 'data-testid': 'add-kind', onchange: () => choose() }, ...Object.entries(kinds).map(([key, [words]]) => el('option', { value: key }, words)));
  const mic = el('input', { name: 'mic', autocomplete: 'off', placeholder: 'its own audio' });
  const choose = () => {
    const [, words, example, help] = kinds[kind.value];
    field.hidden = words === null;
    value.required = words !== null;
    value.type = kind.value === 'camera' ? 'number' : 'text';
    value.min = 0;
    label.textContent = words ?? '';
    value.placeholder = example ?? '';
    hint.textContent = help ?? '';
  };
  choose();
  let added = null;
  await ask('Add a source', [
    el('label.field', {}, el('span', {}, 'Name'), name),
    el('label.field', {}, el('span', {}, 'What'), kind),
    field,
    el('label.field', {}, el('span', {}, 'Microphone'), mic, el('small.quiet', {}, '“default”, a name, or “none” for no audio at all')),
  ], 'Add', {
    onagree: async () => {
      const wanted = { name: name.value.trim(), [kind.value]: wantedOf(kind.value, value.value.trim()) };
      if (mic.value.trim()) wanted.mic = mic.value.trim();
      added = (await call('POST', 'sources', wanted)).value.id;
    },
  });
  return added;
}
