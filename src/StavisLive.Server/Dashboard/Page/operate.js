// What an operator does with sources.

import { call } from './requests.js';
import { ask, download, el } from './dom.js';

const kinds = {
  rtsp: ['RTSP stream', 'Address', 'rtsp://camera.local:554/stream', 'With user and password where the camera wants them: rtsp://user:password@host/path'],
  camera: ['Camera of the server', 'Number or device', '0', 'A number, or a device such as /dev/video0'],
  synthetic: ['Built-in scene', null, null, null],
};

const pathOf = source => `sources/${encodeURIComponent(source.id)}`;

export const pause = source => call('POST', `${pathOf(source)}/pause`);

export const resume = source => call('POST', `${pathOf(source)}/resume`);

export const record = source => call('POST', `${pathOf(source)}/record`);

/** Saves the newest picture with its heat, as the server paints it. */
export function snapshot(source) {
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  download(`api/${pathOf(source)}/overlay.jpg`, `${source.id} ${stamp}.jpg`);
}

/** Asks, then removes it; whether it was removed. */
export function remove(source) {
  return ask('Remove this source?', [el('p', {}, el('strong', {}, source.name), ' is no longer watched, and whoever follows its feeds is cut off.')], 'Remove',
    { danger: true, onagree: () => call('DELETE', pathOf(source)) });
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
      const wanted = { name: name.value.trim(), [kind.value]: kind.value === 'synthetic' ? true : value.value.trim() };
      if (mic.value.trim()) wanted.mic = mic.value.trim();
      added = (await call('POST', 'sources', wanted)).value.id;
    },
  });
  return added;
}
