// Lines over the last minutes: how a source has been doing.

import { el, setText } from './dom.js';
import { get } from './requests.js';
import { now } from './time.js';
import { clock, number } from './words.js';

const shown = 300;
const margin = { left: 34, right: 4, top: 6, bottom: 15 };

const charts = [
  { title: 'Capture to map', unit: 'ms', lines: [['p50', 'median'], ['p95', '95 %']], digits: 0 },
  { title: 'Rates', unit: '/s', lines: [['fps', 'pictures'], ['mapsPerSecond', 'maps']], digits: 1 },
  { title: 'Left out', unit: '/s', lines: [['skipped', 'frames and windows']], digits: 0, areBars: true, least: 4 },
  { title: 'Entropy of attention', unit: 'bits', lines: [['entropy', 'entropy']], digits: 1, range: [6, 14] },
  { title: 'Audio level', unit: 'dB', lines: [['level', 'peak']], digits: 0, range: [-60, 0] },
];

export class Timelines {
  #samples = [];
  #last = null;
  #charts = [];
  #pointed = null;
  #source = null;
  #sizes = new ResizeObserver(() => this.#paint());

  constructor() {
    this.element = el('div.timelines', { role: 'group', 'aria-label': 'The last five minutes' });
    for (const chart of charts) {
      const canvas = el('canvas', { role: 'img' });
      const legend = chart.lines.map(([key, words], index) => {
        const value = el('b');
        const element = el(`span.series.series-${index}`, {}, el('i'), `${words} `, value, ` ${chart.unit}`);
        return { key, value, element };
      });
      const element = el('figure.chart', {}, el('figcaption', {}, el('span.caption', {}, chart.title), ...legend.map(entry => entry.element)), canvas);
      canvas.addEventListener('pointermove', event => this.#point(event.offsetX, canvas));
      canvas.addEventListener('pointerleave', () => this.#point(null, canvas));
      this.#sizes.observe(canvas);
      this.#charts.push({ ...chart, canvas, legend });
      this.element.append(element);
    }
  }

  /** Begins with what the server remembers of a source. */
  async open(source) {
    [this.#source, this.#samples, this.#last] = [source.id, [], null];
    this.#paint();
    try {
      const remembered = await get(`sources/${encodeURIComponent(source.id)}/samples`);
      if (this.#source !== source.id) return;
      const first = this.#samples[0] ? Date.parse(this.#samples[0].at) : Infinity;
      this.#samples = [...remembered.filter(sample => Date.parse(sample.at) < first), ...this.#samples];
      this.#paint();
    } catch {
      // The lines then begin now.
    }
  }

  /** Goes on from a report, once a second. */
  add(source) {
    // A clock that is set back would hold it up.
    const at = performance.now();
    const skips = Object.values(source.skips ?? {}).reduce((sum, count) => sum + count, 0);
    if (this.#last && at - this.#last.at < 950) return;
    const elapsed = this.#last ? (at - this.#last.at) / 1000 : 1;
    const isRunning = source.state === 'live';
    this.#samples.push({
      at: new Date(now()).toISOString(), fps: source.fps, mapsPerSecond: source.mapsPerSecond,
      p50: isRunning ? source.captureToMapP50 : null, p95: isRunning ? source.captureToMapP95 : null,
      skipped: this.#last ? Math.max(0, skips - this.#last.skips) / elapsed : 0, entropy: isRunning ? source.entropy : null, level: source.audioLevel,
    });
    this.#last = { at, skips };
    this.#samples = this.#samples.slice(-shown - 10);
    this.#paint();
  }

  close() {
    this.#source = null;
  }

  #point(x, canvas) {
    this.#pointed = x === null ? null : (x - margin.left) / (canvas.clientWidth - margin.left - margin.right);
    this.#paint();
  }

  #paint() {
    // Placed by time and not by number: where the connection was lost there is a gap.
    const end = this.#samples.length ? Date.parse(this.#samples.at(-1).at) : now();
    const placed = this.#samples.map(sample => ({ ...sample, x: 1 - (end - Date.parse(sample.at)) / (shown * 1000) })).filter(sample => sample.x >= 0);
    const pointed = this.#pointed === null ? null : placed.reduce((best, sample) => !best || Math.abs(sample.x - this.#pointed) < Math.abs(best.x - this.#pointed) ? sample : best, null);
    for (const chart of this.#charts) paintChart(chart, placed, pointed);
  }
}

function paintChart(chart, samples, pointed) {
  const { canvas, legend, lines } = chart;
  const newest = pointed ?? samples.at(-1);
  for (const { key, value } of legend) setText(value, number(newest?.[key], chart.digits).replace('-', '−'));
  canvas.setAttribute('aria-label', `${chart.title}: ${legend.map(({ key, element }) => element.textContent).join(', ')}`);
  const [wide, high] = [canvas.clientWidth, canvas.clientHeight];
  if (!wide || !high) return;
  const scale = devicePixelRatio;
  if (canvas.width !== Math.round(wide * scale) || canvas.height !== Math.round(high * scale)) [canvas.width, canvas.height] = [Math.round(wide * scale), Math.round(high * scale)];
  const context = canvas.getContext('2d');
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, wide, high);
  const style = getComputedStyle(canvas);
  const [low, top] = rangeOf(chart, samples);
  const x = part => margin.left + part * (wide - margin.left - margin.right);
  const y = value => high - margin.bottom - (value - low) / (top - low) * (high - margin.top - margin.bottom);

  context.font = `10px ${style.fontFamily}`;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  context.lineWidth = 1;
  for (const value of [low, (low + top) / 2, top]) {
    const at = Math.round(y(value)) + 0.5;
    context.globalAlpha = 0.14;
    context.strokeStyle = context.fillStyle = style.color;
    context.beginPath();
    context.moveTo(margin.left, at);
    context.lineTo(wide - margin.right, at);
    context.stroke();
    context.globalAlpha = 0.8;
    if (value !== (low + top) / 2) context.fillText(label(value, top - low < 4 ? 1 : 0), margin.left - 6, Math.max(at, 6));
  }
  context.textBaseline = 'alphabetic';
  context.fillText('now', wide - margin.right, high - 2);
  context.textAlign = 'left';
  context.fillText('5 min ago', margin.left, high - 2);
  context.textBaseline = 'middle';
  context.globalAlpha = 1;

  for (const [index, [key]] of lines.entries()) {
    context.strokeStyle = context.fillStyle = getComputedStyle(legend[index].element.firstChild).backgroundColor;
    context.lineWidth = 1.5;
    context.lineJoin = 'round';
    if (chart.areBars) {
      for (const sample of samples) if (sample[key] > 0) context.fillRect(x(sample.x) - 1, y(sample[key]), 2, y(0) - y(sample[key]));
      continue;
    }
    let isDown = false;
    let before = 0;
    context.beginPath();
    for (const sample of samples) {
      const value = sample[key];
      if (value === null || value === undefined) {
        isDown = false;
        continue;
      }
      if (sample.x - before > 3.5 / shown) isDown = false;
      before = sample.x;
      const at = [x(sample.x), y(Math.min(Math.max(value, low), top))];
      if (isDown) context.lineTo(...at);
      else context.moveTo(...at);
      isDown = true;
    }
    context.stroke();
  }

  if (pointed) {
    context.globalAlpha = 0.5;
    context.strokeStyle = context.fillStyle = style.color;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(Math.round(x(pointed.x)) + 0.5, margin.top);
    context.lineTo(Math.round(x(pointed.x)) + 0.5, high - margin.bottom);
    context.stroke();
    context.globalAlpha = 1;
    const isRight = pointed.x > 0.6;
    context.textAlign = isRight ? 'right' : 'left';
    context.fillText(clock(pointed.at), x(pointed.x) + (isRight ? -5 : 5), margin.top + 5);
  }
}

// Short enough for the margin.
function label(value, digits) {
  return value >= 10_000 ? `${number(value / 1000)}k` : number(value, digits).replace('-', '−');
}

function rangeOf(chart, samples) {
  const values = samples.flatMap(sample => chart.lines.map(([key]) => sample[key])).filter(value => Number.isFinite(value));
  const [least, most] = values.length ? [Math.min(...values), Math.max(...values)] : chart.range ?? [0, 1];
  if (chart.range) return [Math.min(chart.range[0], Math.floor(Math.max(least, -120))), Math.max(chart.range[1], Math.ceil(most))];
  return [0, roundUp(Math.max(most * 1.08, chart.least ?? 1))];
}

// The next of 1, 1.5, 2, 3, 4, 5, 6, 8 times a power of ten: axes that do not twitch with every value.
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 1.5, 2, 3, 4, 5, 6, 8, 10].find(step => step * power >= value) ?? 10) * power;
}
