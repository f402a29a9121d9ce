"""Nobody asks the server anything between two stories: a page that goes sends what was typed, also at its very end."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from threading import Condition
from typing import Any, Self
from wsgiref.types import StartResponse, WSGIApplication

UNTIL_IDLE = 60
"""Seconds in which a question under way is answered, on a machine that stands still now and then."""


class Gate(AbstractContextManager["Gate", None]):
    """The server's own answers while a story lasts. At its end those under way are waited for, and no other comes in:
    one that was still writing would meet the emptying of the tables, and wait for it, and be waited for.
    """

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app
        self._changed = Condition()
        self._open = True
        self._under_way = 0

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        with self._changed:
            if not self._open:
                start_response("503 Service Unavailable", [("Content-Length", "0")])
                return []
            self._under_way += 1
        try:
            return _Answer(self._app(environ, start_response), self._answered)
        except BaseException:
            self._answered()
            raise

    def __enter__(self) -> Self:
        with self._changed:
            self._open = True
        return self

    def __exit__(self, *_raised: object) -> None:
        with self._changed:
            self._open = False
            assert self._changed.wait_for(lambda: self._under_way == 0, UNTIL_IDLE), "a question was never answered"

    def _answered(self) -> None:
        with self._changed:
            self._under_way -= 1
            self._changed.notify_all()


class _Answer:
    """What the server answers, to its last byte; Django still puts its connections away when it is closed."""

    def __init__(self, parts: Iterable[bytes], answered: Any) -> None:
        self._parts = parts
        self._answered = answered

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._parts)

    def close(self) -> None:
        try:
            if close := getattr(self._parts, "close", None):
                close()
        finally:
            self._answered()
