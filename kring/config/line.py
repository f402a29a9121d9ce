"""One connection to a browser or proxy: what came in over it, what goes out, and until when each may take.

Nothing here waits: bytes are given and taken. `kring.config.whole_requests` moves them.
"""

import socket
from enum import Enum, auto
from typing import Any

from gunicorn.config import Config
from gunicorn.http.body import LengthReader
from gunicorn.http.message import Request
from gunicorn.http.unreader import Unreader

from kring.config.environment import FORM_BEGINNING, FORM_MOST

HEAD_MOST = 65_536
HEAD_SECONDS = 15.0
BODY_SECONDS = 30.0
SLOWEST = 5_000
"""Bytes a second. Who sends or takes more slowly than this, with half a minute on top, is not waited for."""
LINGER_SECONDS = 10.0
LINGER_MOST = 32_000_000
"""How much of what is still being sent is thrown away unread after a refusal, so that the refusal is read."""

END_OF_HEAD = b"\r\n\r\n"


class Doing(Enum):
    """What a line is at."""

    SILENT = auto()
    READING = auto()
    ANSWERING = auto()
    SENDING = auto()
    LINGERING = auto()
    GONE = auto()


class Refused(Exception):
    """A request that is not taken: status, reason, and a sentence in Dutch and English."""

    def __init__(self, status: int, reason: str, sentence: str) -> None:
        super().__init__(reason)
        self.page = plain_page(status, reason, sentence)


TOO_SLOW = (
    408,
    "Request Timeout",
    "Het duurde te lang voordat alles hier was. Probeer het nog eens.\n"
    "It took too long before everything was here. Try again.",
)
TOO_LARGE_HEAD = (
    431,
    "Request Header Fields Too Large",
    "Dit verzoek is te groot om te lezen. Sluit de pagina en open Kring opnieuw.\n"
    "This request is too large to read. Close the page and open Kring again.",
)
NO_LENGTH = (
    411,
    "Length Required",
    "Dit verzoek zegt niet hoe lang het is. Dat kan Kring niet lezen.\n"
    "This request does not say how long it is. Kring cannot read that.",
)
NOT_READABLE = (400, "Bad Request", "Dit verzoek kan Kring niet lezen.\nKring cannot read this request.")
BROKEN = (
    500,
    "Internal Server Error",
    "Er ging iets mis bij Kring. Kijk na of het is vastgelegd.\n"
    "Something went wrong in Kring. Look whether it was recorded.",
)


def plain_page(status: int, reason: str, sentence: str) -> bytes:
    """An answer after which the line ends. It needs nothing of Kring: it is what is said when nothing could be read."""
    body = f"{sentence}\n".encode()
    head = (
        f"HTTP/1.1 {status} {reason}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
        "Cache-Control: no-store\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body


class Held(Unreader):
    """What gunicorn reads a request from: the bytes that are here, and no more. So it never waits."""

    def chunk(self, size_hint: int | None = None) -> bytes:
        return b""


class Outgoing:
    """In the place of a socket: gunicorn's answer is written into this, and no thread waits until it is taken."""

    def __init__(self) -> None:
        self.data = bytearray()

    def sendall(self, data: bytes) -> None:
        self.data += data

    def send(self, data: bytes) -> int:
        self.data += data
        return len(data)


class Line:
    """A connection and where it is. `until` is the moment, by the monotonic clock, after which it is not waited for."""

    def __init__(self, sock: socket.socket, client: Any, server: Any, config: Config, *, now: float) -> None:
        self.sock, self.client, self.server, self.config = sock, client, server, config
        self.doing = Doing.SILENT
        self.until = now + HEAD_SECONDS
        self.since = now
        self.came = bytearray()
        self.goes = memoryview(b"")
        self.request: Request | None = None
        self.length = 0
        self.lingered = 0
        self.ends = False
        """Whether this line ends after the answer that is on its way."""
        self._looked = 0
        self._count = 0

    def take_in(self, data: bytes, *, now: float) -> None:
        """Add what came."""
        if self.doing is Doing.SILENT:
            self.doing, self.since, self.until = Doing.READING, now, now + HEAD_SECONDS
        self.came += data

    def next_whole(self, *, now: float) -> Request | None:
        """The next request once all of it is here; nothing as long as it is not. Refused: what no page can answer.

        A form that is too large is refused by the page, in words, by its announced length. It is given with its
        beginning alone where a file may be in it, and else without its body.
        """
        request = self.request or self._head_of_next(now)
        if request is None:
            return None
        if self.length > FORM_MOST:
            if _may_hold_a_file(request):
                if len(self.came) < FORM_BEGINNING:
                    return None
                request.unreader.buf.write(self.came[:FORM_BEGINNING])
            self.ends = True
            self.came.clear()
        elif len(self.came) < self.length:
            return None
        else:
            request.unreader.buf.write(self.came[: self.length])
            del self.came[: self.length]
        self.request, self._looked = None, 0
        self.doing = Doing.ANSWERING
        return request

    def must_say_continue(self) -> bool:
        """Whether the sender waits for a sign before it sends the body; asked for once."""
        if self.request is None or not self.request._expected_100_continue:
            return False
        self.request._expected_100_continue = False
        return self.length <= FORM_MOST

    def answers(self, page: bytes | bytearray, *, now: float, ends: bool) -> None:
        """From now on this goes out."""
        self.goes, self.doing, self.ends = memoryview(page), Doing.SENDING, self.ends or ends
        self.since, self.until = now, now + BODY_SECONDS + len(page) / SLOWEST

    def sent(self, count: int) -> bool:
        """So many bytes were taken; whether that was all."""
        self.goes = self.goes[count:]
        return not self.goes

    def goes_on(self, *, now: float, longest: float) -> None:
        """The answer is gone; the next request may come, or part of it is here already."""
        self.since = now
        if self.came:
            self.doing, self.until = Doing.READING, now + HEAD_SECONDS
        else:
            self.doing, self.until = Doing.SILENT, now + longest

    def lingers(self, *, now: float) -> None:
        """Nothing more is said; what still comes is thrown away for a moment, so that the answer is read."""
        self.doing, self.until = Doing.LINGERING, now + LINGER_SECONDS
        self.came.clear()

    def throws_away(self, count: int) -> bool:
        """Whether so many bytes more may be thrown away."""
        self.lingered += count
        return self.lingered <= LINGER_MOST

    def _head_of_next(self, now: float) -> Request | None:
        if self.came[:2] == b"\r\n":  # RFC 9112 section 2.2: one empty line before a request is passed over
            del self.came[:2]
        end = self.came.find(END_OF_HEAD, max(0, self._looked - len(END_OF_HEAD)))
        self._looked = len(self.came)
        if end < 0:
            if len(self.came) > HEAD_MOST:
                raise Refused(*TOO_LARGE_HEAD)
            return None
        head = bytes(self.came[: end + len(END_OF_HEAD)])
        del self.came[: len(head)]
        held = Held()
        held.unread(head)
        self._count += 1
        try:
            request = Request(self.config, held, self.client, self._count)
        except Exception as error:  # gunicorn has two dozen kinds of it; what was sent is not repeated anywhere
            raise Refused(*NOT_READABLE) from error
        if not isinstance(request.body.reader, LengthReader):
            raise Refused(*NO_LENGTH)
        self.request, self.length = request, request.body.reader.length
        self.until = now + BODY_SECONDS + self.length / SLOWEST
        return request


def _may_hold_a_file(request: Request) -> bool:
    """Whether a form is sent in the way in which files are; and by who does not wait for a sign that it may come."""
    if request._expected_100_continue:
        return False
    return any(
        name == "CONTENT-TYPE" and value.lower().startswith("multipart/form-data") for name, value in request.headers
    )
