// Puts the page together: the bar, which view is shown, keys, and what is told above everything.

import { call, onDenied } from './requests.js';
import { acceptDrops, chooseFile } from './maps.js';
import { clusterButton } from './cluster.js';
import { colourNames } from './colours.js';
import { hold, onConnection, resume } from './connection.js';
import { Detail } from './detail.js';
import { ask, button, el, icon, isTyping, setText } from './dom.js';
import { EventDrawer, forgetEvents } from './events.js';
import { Login } from './login.js';
import { addSource } from './operate.js';
import { set, settings } from './settings.js';
import { forget, isKnown, isOperator, learnMe, me, onMe, onSources, sources } from './store.js';
import { isDead } from './words.js';
import { Wall } from './wall.js';

const root = document.documentElement;
const byId = id => document.getElementById(id);
const sectionPattern = /^#\/source\/(.+)$/;
// A connection that is back at once is not worth a word.
const quietLoss = 1500;

let version = null;
let lostSince = null;

const wall = new Wall(byId('wall'));
const detail = new Detail(byId('detail'));
const eventsButton = button('Events', 'list', () => drawer.toggle(!drawer.isOpen), { 'data-testid': 'events-button' });
const drawer = new EventDrawer(byId('events'), open => eventsButton.setAttribute('aria-pressed', open));
const login = new Login(byId('login'), () => begin());

fillLook();
fillActions();
route();
begin();

addEventListener('hashchange', route);
addEventListener('keydown', pressed);
addEventListener('beforeunload', event => (detail.isChanged || detail.isStoring) && event.preventDefault());
onDenied(() => {
  login.open();
  hold();
  forget();
  forgetEvents();
});
acceptDrops(byId('drop'), isOperator);
onSources(summarise);
onConnection(connectionChanged);
document.addEventListener('fullscreenchange', () => !document.fullscreenElement && new URLSearchParams(location.search).get('wall') === null && setWall(false));
if (new URLSearchParams(location.search).has('wall')) setWall(true);

/** Asks who is there; without an answer it is asked again when the connection is back. */
async function begin() {
  try {
    await learnMe();
    login.close();
    resume();
  } catch {
    // A denial has opened the login screen; anything else is told by the connection's bar.
  }
}

function route() {
  const id = sectionPattern.exec(location.hash)?.[1];
  const before = detail.shown;
  if (detail.isChanged && (!id || decode(id) !== before)) {
    askToLeave(before, location.hash);
    return;
  }
  if (id) {
    byId('wall').hidden = true;
    detail.open(decode(id));
  } else {
    detail.close();
    byId('wall').hidden = false;
    document.title = 'StavisLive';
    wall.arrange();
    if (before) wall.focus(before);
  }
  root.toggleAttribute('data-detail', Boolean(id));
}

async function askToLeave(shown, wanted) {
  history.replaceState(null, '', `#/source/${encodeURIComponent(shown)}`);
  if (document.querySelector('dialog[open]')) return;
  if (await mayLeave()) location.hash = wanted;
}

// What was drawn and not saved is worth a question.
async function mayLeave() {
  if (!detail.isChanged) return true;
  const leaves = await ask('Leave without saving?', [el('p', {}, 'Zones or masks have been changed and are not saved.')], 'Leave', { danger: true });
  if (leaves) detail.discard();
  return leaves;
}

// Somebody may have typed the address.
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function pressed(event) {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || !byId('login').hidden || document.querySelector('dialog[open]')) return;
  if (detail.shown && (event.key === 'Escape' || !isTyping(event.target)) && detail.key(event)) {
    event.preventDefault();
    return;
  }
  if (isTyping(event.target)) return;
  if (event.key === 'f') toggleWall();
  else if (event.key === 'Escape') setWall(false);
  else if (event.key === 'e' && !detail.shown) drawer.toggle(!drawer.isOpen);
  else if (event.key.startsWith('Arrow') && !detail.shown && !event.target.closest('a, button, input, select')) byId('wall').querySelector('.tile')?.focus();
  else return;
  event.preventDefault();
}

function fillLook() {
  const modes = [['heat', 'Heat'], ['map', 'Map'], ['picture', 'Picture']].map(([mode, words]) => el('label', {},
    el('input', { type: 'radio', name: 'mode', value: mode, checked: settings.mode === mode, 'data-testid': `mode-${mode}`, onchange: () => set({ mode }) }), el('span', {}, words)));
  const shown = el('output', {}, percent(settings.opacity));
  const opacity = el('input', {
    type: 'range', min: 0, max: 1, step: 0.05, value: settings.opacity, 'aria-label': 'Opacity of the heat', 'data-testid': 'opacity',
    oninput: () => {
      set({ opacity: Number(opacity.value) });
      setText(shown, percent(settings.opacity));
    },
  });
  const colours = el('select', { 'aria-label': 'Colours of the heat', 'data-testid': 'colours', onchange: () => set({ colours: colours.value }) },
    ...colourNames.map(name => el('option', { value: name, selected: name === settings.colours }, name[0].toUpperCase() + name.slice(1))));
  const peak = el('label.chip', { title: 'The place of most attention, and where it was in the last seconds' },
    el('input', { type: 'checkbox', checked: settings.peak, 'data-testid': 'peak', onchange: () => set({ peak: peak.firstChild.checked }) }), el('span', {}, 'Peak'));
  byId('look').append(el('div.segments', { role: 'radiogroup', 'aria-label': 'What is shown' }, ...modes), el('label.slider', {}, el('span.quiet', {}, 'Opacity'), opacity, shown), colours, peak);
}

function fillActions() {
  const add = button('Add source', 'add', async () => {
    const id = await addSource();
    if (id) location.hash = `#/source/${encodeURIComponent(id)}`;
  }, { 'data-testid': 'add-source', hidden: true });
  const file = button('Map of a file', 'image', chooseFile, { 'data-testid': 'map-button', hidden: true });
  const out = button('Log out', 'out', logOut, { 'data-testid': 'logout', hidden: true, className: 'only-icon' });
  const look = button('How pictures look', 'tune', () => look.setAttribute('aria-expanded', byId('look').classList.toggle('is-open')), { className: 'only-icon phone', 'aria-expanded': 'false', 'aria-controls': 'look' });
  const cluster = clusterButton();
  byId('actions').append(add, file, look, cluster.element, eventsButton,
    button('Wall without controls (f)', 'wall', toggleWall, { className: 'only-icon', 'data-testid': 'wall-button' }),
    button('Dark or light', 'theme', toggleTheme, { className: 'only-icon', 'data-testid': 'theme' }), out);
  onMe((who, told) => {
    add.hidden = file.hidden = !isOperator();
    out.hidden = !who.name;
    out.title = `Log out ${who.name ?? ''}`.trim();
    if (version && told && told !== version) tell('The server runs a new version. Everything goes on; reload the page when it suits.', { closes: true });
    version ??= told;
    root.dataset.role = who.role;
    if (who.node) cluster.offer();
  });
}

async function logOut() {
  if (!await mayLeave()) return;
  try {
    await call('POST', 'logout');
  } finally {
    // What was seen must not stay on the screen.
    location.reload();
  }
}

function toggleTheme() {
  const isDark = (settings.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  set({ theme: isDark ? 'light' : 'dark' });
  root.dataset.theme = settings.theme;
}

async function toggleWall() {
  const isOn = root.dataset.wall === undefined;
  setWall(isOn);
  try {
    if (isOn) await root.requestFullscreen();
    else if (document.fullscreenElement) await document.exitFullscreen();
  } catch {
    // Where the browser allows no full screen the controls are gone all the same.
  }
}

function setWall(isOn) {
  if (isOn) {
    root.dataset.wall = '';
    if (detail.shown) location.hash = '#/';
  } else delete root.dataset.wall;
  wall.arrange();
}

function summarise() {
  const dead = [...sources.values()].filter(source => isDead(source.state)).length;
  const count = sources.size === 1 ? '1 source' : `${sources.size} sources`;
  setText(byId('summary'), !isKnown || !sources.size ? '' : dead ? `${count}, ${dead} not live` : `${count}, all live`);
}

function connectionChanged(state) {
  if (state === 'open') {
    // The server may be another by now: who is there is asked anew.
    if (lostSince !== null || me === null) begin();
    if (lostSince !== null) byId('notice').hidden = true;
    lostSince = null;
    delete root.dataset.lost;
  } else if (state === 'lost') {
    lostSince ??= Date.now();
    // A token that is no longer good looks like a lost connection; asking tells which it is.
    begin();
    setTimeout(() => {
      // Nobody reconnects before somebody has logged in.
      if (lostSince === null || !byId('login').hidden || Date.now() - lostSince < quietLoss - 50) return;
      root.dataset.lost = '';
      tell('The connection to the server is lost. Reconnecting …');
    }, quietLoss);
  }
}

function tell(words, { closes = false } = {}) {
  const notice = byId('notice');
  notice.replaceChildren(closes ? '' : icon('reconnecting'), el('span', {}, words));
  if (closes) notice.append(button('Close', 'close', () => notice.hidden = true, { className: 'plain only-icon' }));
  notice.hidden = false;
}

function percent(value) {
  return `${Math.round(value * 100)} %`;
}
