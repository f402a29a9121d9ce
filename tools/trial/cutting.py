"""A line between browser and server that breaks: before, during or after a request that was sent, by one seed.

It stands in front of a server on this machine, and breaks only what is sent (POST), where breaking can lose or double.
"""

from __future__ import annotations

import random
import socket
import struct
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread

WAYS = ("nothing arrived", "half arrived", "all arrived, no answer", "all arrived, half an answer")
RESET = struct.pack("ii", 1, 0)


class Line:
    """The line. `share` of what is sent breaks, in one of four ways; `cuts` counts them. 0 is a line that holds."""

    def __init__(self, to: tuple[str, int], *, seed: int, share: float) -> None:
        self.to, self.share = to, share
        self.chance = random.Random(seed)
        self.cuts: Counter[str] = Counter()
        self.listens = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listens.getsockname()[1]

    def run(self) -> None:
        while True:
            try:
                browser, _address = self.listens.accept()
            except OSError:
                return  # closed
            Thread(target=self._carry, args=(browser,), daemon=True).start()

    def _carry(self, browser: socket.socket) -> None:
        """One request and its answer; the next one comes by a line of its own."""
        with browser, suppress(OSError):
            browser.settimeout(20)
            request = _read_request(browser)
            if not request:
                return
            way = self._way(request)
            if way == WAYS[0]:
                _break(browser)
                return
            with socket.create_connection(self.to) as server:
                if way == WAYS[1]:
                    body = request.index(b"\r\n\r\n") + 4
                    server.sendall(request[: self.chance.randrange(body, len(request))])
                    _break(browser)
                    return
                server.sendall(request)
                answer = b"".join(iter(lambda: server.recv(65536), b""))
            if way:
                browser.sendall(answer[: len(answer) // 2] if way == WAYS[3] else b"")
                _break(browser)
            else:
                browser.sendall(answer)

    def _way(self, request: bytes) -> str:
        if not request.startswith(b"POST") or self.chance.random() >= self.share:
            return ""
        way = self.chance.choice(WAYS)
        self.cuts[way] += 1
        return way


def _read_request(browser: socket.socket) -> bytes:
    """A whole request, asking the server to close the line after its answer."""
    got = b""
    while b"\r\n\r\n" not in got:
        more = browser.recv(65536)
        if not more:
            return b""
        got += more
    head, _, body = got.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    long = next((int(line.split(b":")[1]) for line in lines if line.lower().startswith(b"content-length:")), 0)
    while len(body) < long:
        body += browser.recv(65536)
    return b"\r\n".join([*lines, b"Connection: close", b"", body])


def _break(line: socket.socket) -> None:
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)


@contextmanager
def breaking(port: int, *, seed: int, share: float) -> Iterator[Line]:
    """A line to the server at this port of this machine."""
    line = Line(("127.0.0.1", port), seed=seed, share=share)
    Thread(target=line.run, daemon=True).start()
    yield line
    line.listens.close()
