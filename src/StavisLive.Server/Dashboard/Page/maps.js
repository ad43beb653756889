// The map of a picture or a clip that somebody brings.

import { call } from './requests.js';
import { el } from './dom.js';
import { Picture } from './picture.js';

const accepted = 'image/*,video/*';

/** Takes files that are dropped on the page, when that is allowed. */
export function acceptDrops(curtain, isAllowed) {
  let depth = 0;
  const hasFiles = event => isAllowed() && event.dataTransfer?.types.includes('Files');
  const show = change => {
    depth = Math.max(0, depth + change);
    curtain.hidden = depth === 0;
  };
  addEventListener('dragenter', event => hasFiles(event) && show(1));
  addEventListener('dragleave', event => hasFiles(event) && show(-1));
  addEventListener('dragover', event => hasFiles(event) && event.preventDefault());
  addEventListener('drop', event => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    show(-depth);
    if (event.dataTransfer.files[0]) showMap(event.dataTransfer.files[0]);
  });
}

/** Lets somebody choose a file. */
export function chooseFile() {
  const input = el('input', { type: 'file', accept: accepted, hidden: true, 'data-testid': 'map-file', onchange: () => input.files[0] && showMap(input.files[0]), oncancel: () => input.remove() });
  document.body.append(input);
  input.click();
}

/** Sends a file and shows its map. */
export async function showMap(file) {
  document.querySelector('[data-testid=map-file]')?.remove();
  const status = el('p.quiet', { role: 'status' }, `The map of ${file.name} is being computed …`);
  const canvas = el('canvas', { width: 16, height: 9, role: 'img', 'aria-label': `${file.name} with its map` });
  const stage = el('div.result', { hidden: true }, canvas);
  const links = el('div.buttons', {}, el('button', { type: 'button', onclick: () => dialog.close() }, 'Close'));
  const dialog = el('dialog.wide', { 'aria-label': 'Map of a file', 'data-testid': 'map-dialog' }, el('h2', {}, file.name), stage, status, links);
  const picture = new Picture(canvas);
  const addresses = [];
  const leaving = new AbortController();
  dialog.addEventListener('close', () => {
    // Who looks no more needs no map: others wait for theirs.
    leaving.abort();
    picture.close();
    addresses.forEach(address => URL.revokeObjectURL(address));
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
  try {
    const { value } = await call('POST', 'maps', file, { signal: leaving.signal });
    const [seen, map] = [blobOf(value.picture), blobOf(value.map)];
    const bitmap = await createImageBitmap(seen);
    stage.style.aspectRatio = `${bitmap.width} / ${bitmap.height}`;
    stage.hidden = false;
    picture.show(bitmap, await readMap(map));
    status.textContent = `${value.width} × ${value.height} pixels${value.frames > 1 ? `, ${value.frames} pictures` : ''}. Opacity, colours and mode are those of the page.`;
    addresses.push(URL.createObjectURL(map));
    links.prepend(el('a.button', { href: addresses[0], download: `${file.name.replace(/\.[^.]*$/, '')} map.png`, 'data-testid': 'map-download' }, 'Download the map'));
  } catch (error) {
    status.className = 'problem';
    status.setAttribute('role', 'alert');
    status.textContent = error.message;
  }
}

function blobOf(base64) {
  const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
  return new Blob([bytes], { type: bytes[0] === 0x89 ? 'image/png' : 'image/jpeg' });
}

// A single map has no history to be scaled by: its mean is nothing, its maximum the most, as the server's overlays begin.
async function readMap(blob) {
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion: 'none' });
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  const values = Uint8Array.from({ length: width * height }, (_, cell) => data[cell * 4]);
  const floor = values.reduce((sum, value) => sum + value, 0) / values.length / 255;
  const most = values.reduce((most, value) => Math.max(most, value), 0) / 255;
  return { values, width, height, floor, range: Math.max(most - floor, 0.1 * most + 1e-6) };
}
