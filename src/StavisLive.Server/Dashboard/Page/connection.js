// The page's one WebSocket: many channels, comes back by itself, and subscribes anew to everything that is wanted.

const shortestWait = 500;
const longestWait = 15_000;

// A connection that was cut without a word looks open. After this long without any message the list of sources is asked for ...
const quietAfter = 10_000;
// ... and without an answer for this long it counts as lost.
const deafAfter = 5_000;
const probeChannel = 65_535;

const subscriptions = new Map();
const listeners = new Set();
let socket = null;
let state = 'connecting';
let attempt = 0;
let retry = 0;
let heardAt = 0;
let probedAt = 0;
let nextChannel = 1;
let isHeld = false;

/** `connecting` at first, then `open` or `lost`. */
export function connectionState() {
  return state;
}

/** Told of every change of state, and of what it is now. */
export function onConnection(listener) {
  listeners.add(listener);
  listener(state);
}

/** Wants a channel from now on, over every loss of the connection; returns what ends it. */
export function subscribe(request, handler) {
  // Numbers are not used again at once: what was under way for the last one must not reach the next.
  while (subscriptions.has(nextChannel)) advance();
  const channel = nextChannel;
  advance();
  const subscription = { request, handler };
  subscriptions.set(channel, subscription);
  if (state === 'open') begin(channel, subscription);
  return () => {
    if (subscriptions.delete(channel) && state === 'open') send({ type: 'unsubscribe', channel });
  };
}

/** Tries at once instead of after the wait. */
export function reconnectNow() {
  isHeld = false;
  if (socket !== null) return;
  clearTimeout(retry);
  open();
}

/** Lets go of the server until `resume` or `reconnectNow`: it has said no. What is open is that of whoever was logged in, and the next one may see less. */
export function hold() {
  isHeld = true;
  clearTimeout(retry);
  if (socket !== null) drop();
}

/** Ends `hold`, where it holds. */
export function resume() {
  if (isHeld) reconnectNow();
}

function advance() {
  nextChannel = nextChannel % (probeChannel - 1) + 1;
}

function open() {
  const mine = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/ws`);
  mine.binaryType = 'arraybuffer';
  socket = mine;
  heardAt = performance.now();
  probedAt = 0;
  mine.onopen = () => {
    attempt = 0;
    heardAt = performance.now();
    change('open');
    for (const [channel, subscription] of subscriptions) begin(channel, subscription);
  };
  mine.onmessage = ({ data }) => {
    if (socket !== mine) return;
    heardAt = performance.now();
    probedAt = 0;
    if (typeof data === 'string') receiveText(JSON.parse(data));
    else receiveMap(data);
  };
  mine.onclose = () => {
    if (socket === mine) lose();
  };
}

function lose() {
  socket = null;
  if (!isHeld) {
    // Jitter, so that a hundred pages do not come back to a new server in one moment.
    const wait = Math.min(longestWait, shortestWait * 2 ** attempt++) * (0.5 + Math.random());
    retry = setTimeout(open, wait);
  }
  change('lost');
}

// Without waiting for its end: a connection that is cut has none.
function drop() {
  const dropped = socket;
  lose();
  dropped.close();
}

function change(to) {
  state = to;
  for (const listener of listeners) listener(to);
}

// What a request says may change between connections: the events seen so far, for one.
function begin(channel, { request }) {
  send({ type: 'subscribe', channel, ...(typeof request === 'function' ? request() : request) });
}

function send(message) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}

function receiveText(message) {
  subscriptions.get(message.channel)?.handler(message);
}

function receiveMap(data) {
  const length = new DataView(data).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(data, 4, length)));
  const subscription = subscriptions.get(head.channel);
  if (!subscription) return;
  const start = 4 + length;
  const mapBytes = head.map?.bytes ?? 0;
  head.values = mapBytes ? new Uint8Array(data, start, mapBytes) : null;
  head.jpeg = head.picture?.bytes ? new Uint8Array(data, start + mapBytes, head.picture.bytes) : null;
  subscription.handler(head);
}

function watch() {
  if (state !== 'open') return;
  const now = performance.now();
  if (probedAt && now - probedAt > deafAfter) drop();
  else if (!probedAt && now - heardAt > quietAfter) {
    probedAt = now;
    send({ type: 'subscribe', channel: probeChannel, sources: true });
    send({ type: 'unsubscribe', channel: probeChannel });
  }
}

setInterval(watch, 1000);
addEventListener('online', () => isHeld || reconnectNow());
document.addEventListener('visibilitychange', () => document.hidden || isHeld || reconnectNow());
open();
