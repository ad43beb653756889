// What time it is where the sources are: the browser's clock may be wrong, and what the server tells goes by its own.

let ahead = 0;

/** The server's time in milliseconds, as `Date.now()` is the browser's. */
export const now = () => Date.now() + ahead;

/** Takes the time that the server has just told; an older one tells none. */
export function setNow(at) {
  ahead = Date.parse(at) - Date.now() || 0;
}
