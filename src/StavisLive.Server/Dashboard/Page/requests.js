// Requests, with failures as sentences for people.

const deniedListeners = new Set();

/** Told when the server wants to know who is there. */
export function onDenied(listener) {
  deniedListeners.add(listener);
}

/** Sends a request; JSON both ways unless the body is a file. */
export async function call(method, path, body, { quiet = false, signal = undefined, headers = {} } = {}) {
  const isFile = body instanceof Blob;
  const type = isFile ? body.type || 'application/octet-stream' : 'application/json';
  let response;
  try {
    response = await fetch(`api/${path}`, {
      method,
      signal,
      headers: body === undefined ? headers : { ...headers, 'Content-Type': type },
      body: body === undefined || isFile ? body : JSON.stringify(body),
    });
  } catch {
    throw new Error('The server does not answer. Is it running, and is the network there?');
  }
  if (response.status === 401 && !quiet) for (const listener of deniedListeners) listener();
  if (!response.ok) throw Object.assign(new Error(await sentence(response)), { status: response.status });
  return { response, value: await valueOf(response) };
}

/** The value of a GET: what its JSON says, or a file. */
export async function get(path) {
  return (await call('GET', path)).value;
}

function valueOf(response) {
  if (response.status === 204) return null;
  return response.headers.get('Content-Type')?.includes('json') ? response.json() : response.blob();
}

async function sentence(response) {
  try {
    const problem = await response.json();
    return problem.detail || problem.title || `The server answered ${response.status}.`;
  } catch {
    return `The server answered ${response.status}.`;
  }
}
