// How this browser likes to see it: kept here, told to whoever asks, never sent.

const key = 'stavis';
const defaults = { mode: 'heat', opacity: 0.6, colours: 'turbo', peak: true, theme: null, events: null };
const listeners = new Set();

/** Read it, but change it with `set`. */
export const settings = { ...defaults, ...stored() };

/** Changes some, remembers them, and tells. */
export function set(changes) {
  Object.assign(settings, changes);
  try {
    localStorage.setItem(key, JSON.stringify(settings));
  } catch {
    // Without storage they hold until the page is closed.
  }
  for (const listener of listeners) listener(settings);
}

/** Told of every change. */
export function onSettings(listener) {
  listeners.add(listener);
}

function stored() {
  try {
    const found = JSON.parse(localStorage.getItem(key) ?? '{}');
    // An older or a hand-made entry must not break the page.
    return Object.fromEntries(Object.entries(found).filter(([name, value]) => name in defaults && isGood(name, value)));
  } catch {
    return {};
  }
}

function isGood(name, value) {
  switch (name) {
    case 'mode': return ['heat', 'map', 'picture'].includes(value);
    case 'colours': return ['turbo', 'inferno', 'viridis', 'grey'].includes(value);
    case 'opacity': return typeof value === 'number' && value >= 0 && value <= 1;
    case 'theme': return [null, 'dark', 'light'].includes(value);
    default: return value === null || typeof value === 'boolean';
  }
}
