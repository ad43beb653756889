// Numbers and states in words.

import { now } from './time.js';

const stateWords = {
  starting: 'Starting', connecting: 'Connecting', warming: 'Warming up', live: 'Live', stalled: 'Stalled',
  reconnecting: 'Reconnecting', failed: 'Failed', ended: 'Ended', paused: 'Paused',
};
const stateIcons = {
  starting: 'starting', connecting: 'starting', warming: 'starting', live: 'live', stalled: 'stalled',
  reconnecting: 'reconnecting', failed: 'failed', ended: 'ended', paused: 'paused',
};
const audioWords = { present: 'Audio contributes', silent: 'Audio is silent', missing: 'No audio', off: 'Audio is off' };

export const stateWord = state => stateWords[state] ?? state;

export const stateIcon = state => stateIcons[state] ?? 'starting';

/** Whether nothing new is to be seen of it. */
export const isDead = state => state !== 'live' && state !== 'warming';

export const audioWord = audio => audioWords[audio] ?? audio;

/** A number with so many digits, or a dash where there is none. */
export const number = (value, digits = 0) => value === null || value === undefined ? '–' : value.toFixed(digits);

export const decibels = value => value === null || value === undefined ? '–' : `${value.toFixed(0).replace('-', '−')} dB`;

/** A time of day; with the date where it was another day. */
export function clock(at) {
  const date = new Date(at);
  const time = date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  return date.toDateString() === new Date(now()).toDateString() ? time
    : `${date.toLocaleDateString([], { day: 'numeric', month: 'short' })}, ${time}`;
}

/** How long: `12 s`, `4:05`, `2 h 10 min`, `3 d 4 h`. */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
  if (whole < 86_400) return `${Math.floor(whole / 3600)} h ${Math.floor(whole % 3600 / 60)} min`;
  return `${Math.floor(whole / 86_400)} d ${Math.floor(whole % 86_400 / 3600)} h`;
}

/** How long ago that was. */
export const since = at => duration((now() - Date.parse(at)) / 1000);

/** An event in a sentence. */
export function eventSentence(event) {
  const zone = `“${event.zone}”`;
  const why = event.reason ? ` – ${event.reason}` : '';
  switch (event.kind) {
    case 'zone-entered': return `Attention came to ${zone}`;
    case 'zone-left': return `Attention left ${zone} after ${number(event.seconds, 1)}\u00a0s`;
    case 'zone-dwell': return `Attention has stayed in ${zone} for ${number(event.seconds, 1)}\u00a0s`;
    case 'spread': return `Attention spread out (${number(event.entropy, 1)}\u00a0bits)`;
    case 'audio-found': return `Audio is back${why}`;
    case 'audio-lost': return `${audioWord(event.state)}${why}`;
    case 'source-state': return `${stateWord(event.state)}${why}`;
    default: return `${event.kind}${why}`;
  }
}
