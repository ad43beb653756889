// One source's moving picture on a canvas: decoded off the page's thread, the newest wins, painted once per refresh of the screen.

import { blend } from './blend.js';
import { subscribe } from './connection.js';
import { onSettings, settings } from './settings.js';

const trailSeconds = 3;
const againAfter = 3000;
const wholeScale = { floor: 0, range: 1 };
const mostPixels = 1920;

// Below this part of the maximum a peak is ripple: the server marks none either.
const leastContrast = 0.1;

const still = matchMedia('(prefers-reduced-motion: reduce)');
const waiting = new Set();
const pictures = new Set();

onSettings(() => {
  for (const picture of pictures) picture.repaint();
});

export class Picture {
  #canvas;
  #context;
  #onmap;
  #onpicture;
  #end = null;
  #isDecoding = false;
  #next = null;
  #bitmap = null;
  #map = null;
  #peak = null;
  #trail = [];
  #box = { width: 0, height: 0 };
  #sizes;

  /**
   * @param canvas Where it is painted.
   * @param onmap Told of every map's message.
   * @param onpicture Told how many pictures were drawn, after each.
   */
  constructor(canvas, { onmap = null, onpicture = null } = {}) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d', { alpha: false });
    this.#onmap = onmap;
    this.#onpicture = onpicture;
    this.#sizes = new ResizeObserver(([entry]) => {
      this.#box = entry.contentRect;
      this.repaint();
    });
    this.#sizes.observe(canvas.parentElement);
    pictures.add(this);
  }

  /** Pictures drawn so far. */
  drawn = 0;

  /** When the newest one came, by `performance.now()`. */
  arrived = 0;

  /** Pixels per row over rows; 0 before the first. */
  get aspect() {
    return this.#bitmap ? this.#bitmap.width / this.#bitmap.height : 0;
  }

  /** Whether it asks for pictures. */
  get isFollowing() {
    return this.#end !== null;
  }

  /** Asks for a source's pictures until `unfollow`. */
  follow(source) {
    if (this.#end) return;
    const request = { source, maps: { encoding: 'uint8', width: 112, height: 112 }, pictures: true, every: false };
    this.#end = subscribe(request, message => {
      if (message.type === 'map') this.#receive(message);
      else if (message.type !== 'subscribed') this.#followAgain(source);
    });
  }

  // The server said no, or that it is over: a source that is just being made anew is there in a moment.
  #followAgain(source) {
    const end = this.#end;
    setTimeout(() => {
      if (this.#end !== end) return;
      this.unfollow();
      this.follow(source);
    }, againAfter);
  }

  /** Asks no more; the last picture stays. */
  unfollow() {
    this.#end?.();
    this.#end = null;
    this.#next = null;
  }

  /** Shows one that was not sent by a source. */
  show(bitmap, map) {
    this.#take(bitmap, map, null);
  }

  /** Paints the last one again, at the next refresh. */
  repaint() {
    if (!this.#bitmap) return;
    if (!waiting.size) requestAnimationFrame(paintAll);
    waiting.add(this);
  }

  /** Forgets everything. */
  close() {
    this.unfollow();
    this.#sizes.disconnect();
    this.#bitmap?.close();
    this.#bitmap = null;
    waiting.delete(this);
    pictures.delete(this);
  }

  paint() {
    if (!this.#bitmap || !this.#box.width) return;
    const scale = Math.min(this.#box.width * devicePixelRatio / this.#bitmap.width, this.#box.height * devicePixelRatio / this.#bitmap.height, mostPixels / this.#bitmap.width);
    const [width, height] = [Math.max(1, Math.round(this.#bitmap.width * scale)), Math.max(1, Math.round(this.#bitmap.height * scale))];
    if (this.#canvas.width !== width || this.#canvas.height !== height) [this.#canvas.width, this.#canvas.height] = [width, height];
    blend.paint(this.#context, this.#bitmap, this.#map, settings);
    if (settings.peak && this.#peak) this.#paintPeak(width, height);
  }

  async #receive(message) {
    this.#onmap?.(message);
    this.arrived = performance.now();
    if (!message.jpeg) return;
    this.#next = message;
    // One at a time: on a slow machine pictures are left out here and not piled up.
    if (this.#isDecoding) return;
    this.#isDecoding = true;
    while (this.#next) {
      const { jpeg, values, map, scale, peak } = this.#next;
      this.#next = null;
      try {
        const bitmap = await createImageBitmap(new Blob([jpeg], { type: 'image/jpeg' }));
        if (!this.#end) bitmap.close();
        else this.#take(bitmap, values && { values, width: map.width, height: map.height, ...scale ?? wholeScale }, peak);
      } catch {
        // A broken picture is left out; the next one is a twelfth of a second away.
      }
    }
    this.#isDecoding = false;
  }

  #take(bitmap, map, peak) {
    this.#bitmap?.close();
    [this.#bitmap, this.#map] = [bitmap, map];
    this.#peak = peak && isDistinct(map, peak) ? peak : null;
    const now = performance.now();
    if (this.#peak) this.#trail.push({ at: now, place: peak });
    while (this.#trail.length && now - this.#trail[0].at > trailSeconds * 1000) this.#trail.shift();
    this.drawn++;
    this.repaint();
    this.#onpicture?.(this.drawn);
  }

  #paintPeak(width, height) {
    const context = this.#context;
    const unit = Math.min(Math.max(1, Math.min(width, height) / 270), 2);
    const now = performance.now();
    if (!still.matches) {
      for (let index = 1; index < this.#trail.length; index++) {
        const [from, to] = [this.#trail[index - 1], this.#trail[index]];
        // A jump of attention is no way that it went.
        if (to.at - from.at > 500) continue;
        context.strokeStyle = `rgba(255, 255, 255, ${0.75 * (1 - (now - to.at) / (trailSeconds * 1000))})`;
        context.lineWidth = 1.5 * unit;
        context.beginPath();
        context.moveTo(from.place[0] * width, from.place[1] * height);
        context.lineTo(to.place[0] * width, to.place[1] * height);
        context.stroke();
      }
    }
    // Dark around light: to be seen on any picture.
    for (const [colour, line] of [['rgba(0, 0, 0, .65)', 3.5], ['#fff', 1.6]]) {
      context.strokeStyle = colour;
      context.lineWidth = line * unit;
      context.beginPath();
      context.arc(this.#peak[0] * width, this.#peak[1] * height, 6 * unit, 0, 2 * Math.PI);
      context.stroke();
    }
  }
}

function isDistinct(map, [x, y]) {
  if (!map) return true;
  const column = Math.min(Math.floor(x * map.width), map.width - 1);
  const row = Math.min(Math.floor(y * map.height), map.height - 1);
  return map.values[row * map.width + column] / 255 - map.floor >= leastContrast * (map.floor + map.range);
}

function paintAll() {
  for (const picture of waiting) picture.paint();
  waiting.clear();
}
