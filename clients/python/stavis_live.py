"""Where people would look, as NumPy arrays: a client for the feeds of `stavis-live --serve`.

    import asyncio, stavis_live

    async def main():
        async with stavis_live.connect("http://localhost:8080") as server:
            async for m in server.maps("hall"):
                print(m.time, m.peak, m.values.shape)

    asyncio.run(main())

Needs numpy and websockets (Debian: python3-numpy, python3-websockets). docs/guides/feeds.md has all that can be asked for.
Run as a program it prints the peaks of a source:  python3 stavis_live.py http://localhost:8080 hall
"""

import asyncio
import collections
import contextlib
import json
import os
import struct
import sys
from dataclasses import dataclass, field
from typing import Any, AsyncIterator, Dict, Optional, Tuple
from urllib.parse import urlsplit

import numpy
import websockets

_CHANNELS = 65536
_TYPES = {"uint8": "u1", "float16": "<f2", "float32": "<f4"}


class StavisError(Exception):
    """The server refused something; the text says why."""


@dataclass
class Map:
    """A frame's map. `header` holds everything that is told of it, as docs/guides/feeds.md describes."""

    source: str
    frame: int
    time: float                        # seconds on the stream's own time line
    peak: Tuple[float, float]          # in fractions of what is watched
    entropy: float                     # bits
    values: Optional[numpy.ndarray]    # [height, width]; uint8: 255 p, else p
    picture: Optional[bytes]           # a JPEG file
    skipped: int                       # maps lost so far because they were not read in time
    header: Dict[str, Any] = field(repr=False)


class Server:
    """A connection. Any number of subscriptions may be read side by side; of one that is not read the newest `waiting` maps
    are kept, and everything that is no map. Once the connection has ended, reading raises StavisError."""

    def __init__(self, socket, waiting: int = 64):
        self._socket = socket
        self._waiting = waiting
        self._next = 0
        self._queues: Dict[int, "_Queue"] = {}
        self._reader = asyncio.ensure_future(self._read())

    async def maps(self, source: str, encoding: str = "float16", width: int = 112, height: int = 112,
                   pictures: bool = False, every: bool = False) -> AsyncIterator[Map]:
        """Maps of a source as they come, until it is removed. With `pictures` they come at the server's picture rate."""
        wanted = {"source": source, "maps": {"encoding": encoding, "width": int(width), "height": int(height)},
                  "pictures": pictures, "every": every}
        async for message in self._subscribe(wanted):
            yield message

    async def events(self, after: Optional[int] = None) -> AsyncIterator[Dict[str, Any]]:
        """Events as they happen; `after=0` begins with those that are remembered from before."""
        async for message in self._subscribe({"events": True, "after": after}):
            yield message["event"]

    async def sources(self) -> AsyncIterator[list]:
        """The list of sources now, and again whenever something has changed."""
        async for message in self._subscribe({"sources": True}):
            yield message["sources"]

    async def close(self) -> None:
        """Ends the connection and all that is read from it."""
        await self._socket.close()
        await asyncio.gather(self._reader, return_exceptions=True)

    async def _subscribe(self, wanted):
        channel = self._free_channel()
        queue = self._queues[channel] = _Queue(self._waiting)
        if self._reader.done():
            queue.put(None)
        try:
            with contextlib.suppress(websockets.ConnectionClosed):  # The queue tells.
                await self._socket.send(json.dumps({"type": "subscribe", "channel": channel, **wanted}))
            while True:
                message = await queue.get()
                if message is None:
                    raise StavisError("The connection to the server has ended.")
                if isinstance(message, Map):
                    yield message
                elif message["type"] == "error":
                    raise StavisError(message["message"])
                elif message["type"] == "ended":
                    return
                elif message["type"] != "subscribed":
                    yield message
        finally:
            del self._queues[channel]
            with contextlib.suppress(websockets.ConnectionClosed):
                await self._socket.send(json.dumps({"type": "unsubscribe", "channel": channel}))

    # Counted round: what is still on its way to a channel that has just ended must not come to another.
    def _free_channel(self) -> int:
        while self._next in self._queues:
            self._next = (self._next + 1) % _CHANNELS
        channel, self._next = self._next, (self._next + 1) % _CHANNELS
        return channel

    async def _read(self):
        try:
            async for message in self._socket:
                header = json.loads(message) if isinstance(message, str) else _header_of(message)
                queue = self._queues.get(header.get("channel"))
                if queue is None:
                    continue
                queue.put(header if isinstance(message, str) else _to_map(message, header))
        except websockets.ConnectionClosed:
            pass  # Told below to whoever still waits.
        finally:
            for queue in self._queues.values():
                queue.put(None)


class _Queue:
    """What a subscription has not read yet. Of maps the newest are kept, and the loss is told with the next; all else stays."""

    def __init__(self, most_maps: int):
        self._most_maps = most_maps
        self._maps = 0
        self._lost = 0
        self._messages = collections.deque()
        self._news = asyncio.Event()

    def put(self, message) -> None:
        self._messages.append(message)
        self._news.set()
        if not isinstance(message, Map):
            return
        self._maps += 1
        if self._maps > self._most_maps:
            del self._messages[next(at for at, waiting in enumerate(self._messages) if isinstance(waiting, Map))]
            self._maps -= 1
            self._lost += 1

    async def get(self):
        while not self._messages:
            self._news.clear()
            await self._news.wait()
        message = self._messages.popleft()
        if isinstance(message, Map):
            self._maps -= 1
            message.skipped += self._lost
        return message


@contextlib.asynccontextmanager
async def connect(address: str, token: Optional[str] = None, waiting: int = 64):
    """Connects to a server, such as http://localhost:8080. The token is taken from STAVIS_LIVE_TOKEN where none is given."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise StavisError(f"An address such as http://localhost:8080 is expected, not {address!r}.")
    token = token or os.environ.get("STAVIS_LIVE_TOKEN")
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    # The parameter has another name since websockets 14.
    name = "additional_headers" if int(websockets.__version__.split(".")[0]) >= 14 else "extra_headers"
    scheme = "wss" if parts.scheme == "https" else "ws"
    try:
        socket = await websockets.connect(f"{scheme}://{parts.netloc}/api/ws", max_size=None, **{name: headers})
    except websockets.InvalidHandshake as problem:
        raise StavisError(_refusal(problem)) from problem
    server = Server(socket, waiting)
    try:
        yield server
    finally:
        await server.close()


def _refusal(problem: websockets.InvalidHandshake) -> str:
    # The status stands in the response since websockets 14.
    if getattr(getattr(problem, "response", problem), "status_code", None) == 401:
        return "The server asks for a token that it knows."
    return f"The server takes no connection: {problem}."


def _header_of(message: bytes) -> Dict[str, Any]:
    (length,) = struct.unpack_from("<I", message)
    return {**json.loads(message[4:4 + length]), "offset": 4 + length}


def _to_map(message: bytes, header: Dict[str, Any]) -> Map:
    at, values, picture = header.pop("offset"), None, None
    if "map" in header:
        form = header["map"]
        values = numpy.frombuffer(message, _TYPES[form["encoding"]], form["width"] * form["height"], at).reshape(form["height"], form["width"])
        at += form["bytes"]
    if "picture" in header:
        picture = message[at:at + header["picture"]["bytes"]]
    return Map(header["source"], header["frame"], header["time"], tuple(header["peak"]), header["entropy"], values, picture,
               header["skipped"], header)


async def _print_peaks(address: str, source: str) -> None:
    async with connect(address) as server:
        async for m in server.maps(source):
            print(f"{m.time:.2f} s  x {m.peak[0]:.2f} y {m.peak[1]:.2f}  {float(m.values.max()):.2f}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: stavis_live.py ADDRESS SOURCE")
    try:
        asyncio.run(_print_peaks(*sys.argv[1:]))
    except (StavisError, OSError, websockets.WebSocketException) as problem:
        sys.exit(f"stavis_live.py: {problem}")
    except KeyboardInterrupt:
        pass
