"""gunicorn's threads, which see whole requests only: who is slow holds a line, and no thread (decision 113).

gunicorn's own `gthread` gives a thread to each connection that has begun to send. Nine that drip a byte now and then
are enough to let nobody in. Here one loop reads what comes, byte by byte if need be; a thread is asked once all of a
request is here, writes its answer into memory, and is free. The loop sends it.
"""

import errno
import selectors
import socket
import time
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from typing import Any

from gunicorn.http import wsgi
from gunicorn.http.message import Request
from gunicorn.workers.gthread import ThreadWorker

from kring.config.line import BROKEN, TOO_SLOW, Doing, Line, Outgoing, Refused, plain_page

MOST_LINES = 400
"""For each process. Systems give a process a thousand files, if nobody asks for more."""
MOST_HELD = 64_000_000
"""Bytes of requests that are not whole yet, for each process."""
AT_ONCE = 65_536
LAST_SECONDS = 2.0
"""How long a process that stops still answers on a silent line: a form may be on its way over it."""

Answer = tuple[bytearray, bool]


class Nameless(wsgi.Response):
    """An answer that does not say what made it."""

    def default_headers(self) -> list[str]:
        return [line for line in super().default_headers() if not line.startswith("Server:")]


class WholeRequests(ThreadWorker):
    """A worker class of gunicorn: `worker_class` in kring/config/server.py."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.lines: set[Line] = set()
        self.looked_at = 0.0

    @classmethod
    def check_config(cls, cfg: Any, log: Any) -> None:
        """Nothing of the settings can contradict this class."""

    def run(self) -> None:
        """Until told to stop; then what is on its way is answered, for as long as a stop may take."""
        self.poller.register(self.method_queue.fileno(), selectors.EVENT_READ, self.method_queue.run_callbacks)
        self.set_accept_enabled(True)
        while self.alive and self.is_parent_alive():
            self._turn()
        self.set_accept_enabled(False)
        end = time.monotonic() + self.cfg.graceful_timeout
        for line in self.lines:
            if line.doing is Doing.SILENT:
                line.until = min(line.until, time.monotonic() + LAST_SECONDS)
        while self.lines and time.monotonic() < end:
            self._turn()
        for line in list(self.lines):
            self._drop(line)
        self.tpool.shutdown(wait=False)
        self.poller.close()
        self.method_queue.close()
        for listener in self.sockets:
            listener.close()

    def _turn(self) -> None:
        self.notify()
        self.wait_for_and_dispatch_events(timeout=0.5)
        now = time.monotonic()
        if now - self.looked_at < 0.5:
            return
        self.looked_at = now
        for line in [one for one in self.lines if one.until < now and one.doing is not Doing.ANSWERING]:
            if line.doing is Doing.SILENT:
                self._readable(line, line.sock)  # what arrived in this very moment is not lost
            if line.doing is Doing.READING and line.until < now:
                self._say(line, plain_page(*TOO_SLOW), ends=True)
            elif line.until < now:
                self._drop(line)

    def accept(self, listener: socket.socket) -> None:
        """A new line; where there are too many, in the place of the one that has waited longest."""
        try:
            sock, client = listener.accept()
        except OSError as error:
            if error.errno in (errno.EMFILE, errno.ENFILE):
                self._make_place()
            elif error.errno not in (errno.EAGAIN, errno.EWOULDBLOCK, errno.ECONNABORTED):
                raise
            return
        if len(self.lines) >= MOST_LINES:
            self._make_place()
        sock.setblocking(False)
        line = Line(sock, client, listener.getsockname(), self.cfg, now=time.monotonic())
        self.lines.add(line)
        self.poller.register(sock, selectors.EVENT_READ, partial(self._readable, line))

    def _make_place(self) -> None:
        waiting = [one for one in self.lines if one.doing is not Doing.ANSWERING]
        if waiting:
            order = (Doing.LINGERING, Doing.SILENT, Doing.READING, Doing.SENDING)
            self._drop(min(waiting, key=lambda one: (order.index(one.doing), one.since)))

    def _readable(self, line: Line, sock: socket.socket) -> None:
        if line.doing is Doing.GONE:
            return
        try:
            data = sock.recv(AT_ONCE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data or (line.doing is Doing.LINGERING and not line.throws_away(len(data))):
            self._drop(line)
        elif line.doing is not Doing.LINGERING:
            line.take_in(data, now=time.monotonic())
            self._look(line)

    def _look(self, line: Line) -> None:
        """Whether a whole request is here; then a thread gets it."""
        try:
            request = line.next_whole(now=time.monotonic())
        except Refused as refused:
            self.log.warning("A request was refused: %s", refused)
            self._say(line, refused.page, ends=True)
            return
        if request is not None:
            self.poller.unregister(line.sock)
            done = self.tpool.submit(self.handle, line, request)
            done.add_done_callback(partial(self.method_queue.defer, self._answered, line))
        elif line.must_say_continue():
            with suppress(OSError):
                line.sock.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        elif sum(len(one.came) for one in self.lines) > MOST_HELD:
            self._drop(max(self.lines, key=lambda one: len(one.came)))

    def handle(self, line: Line, request: Request) -> Answer:
        """In a thread: the answer to a whole request, and whether the line ends after it."""
        out = Outgoing()
        try:
            request._expected_100_continue = False
            response, environ = wsgi.create(request, out, line.client, line.server, self.cfg, response_class=Nameless)
            environ["wsgi.multithread"] = True
            if line.ends or not self.alive or not self.cfg.keepalive:
                response.force_close()
            parts = self.wsgi(environ, response.start_response)
            try:
                for part in parts:
                    if request.method != "HEAD":  # a monitor asks once a minute, and gunicorn would log each time
                        response.write(part)
                response.close()
            finally:
                if hasattr(parts, "close"):
                    parts.close()
        except Exception:  # what Django could not answer itself
            self.log.exception("No page came of a request")
            return bytearray(plain_page(*BROKEN)), True
        return out.data, bool(response.should_close())

    def _answered(self, line: Line, done: "Future[Answer]") -> None:
        page, ends = done.result()
        self.poller.register(line.sock, selectors.EVENT_READ, partial(self._readable, line))
        self._say(line, page, ends=ends or not self.alive)

    def _say(self, line: Line, page: bytes | bytearray, *, ends: bool) -> None:
        line.answers(page, now=time.monotonic(), ends=ends)
        self.poller.modify(line.sock, selectors.EVENT_WRITE, partial(self._writable, line))
        self._writable(line, line.sock)

    def _writable(self, line: Line, sock: socket.socket) -> None:
        if line.doing is not Doing.SENDING:
            return
        try:
            all_gone = line.sent(sock.send(line.goes))
        except BlockingIOError:
            return
        except OSError:
            self._drop(line)
            return
        if all_gone:
            self._after(line)

    def _after(self, line: Line) -> None:
        self.poller.modify(line.sock, selectors.EVENT_READ, partial(self._readable, line))
        now = time.monotonic()
        if line.ends:
            line.lingers(now=now)
            with suppress(OSError):
                line.sock.shutdown(socket.SHUT_WR)
        else:
            line.goes_on(now=now, longest=self.cfg.keepalive if self.alive else LAST_SECONDS)
            if line.came:
                self._look(line)

    def _drop(self, line: Line) -> None:
        if line.doing is Doing.GONE:
            return
        line.doing = Doing.GONE
        self.lines.discard(line)
        with suppress(KeyError, ValueError, OSError):
            self.poller.unregister(line.sock)
        line.sock.close()
