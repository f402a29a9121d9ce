"""Two who meet half way, each with what it holds by then: had they taken it in two orders, one would wait for ever."""

from collections.abc import Callable
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any

import pytest
from django.db import connection

ON_POSTGRESQL = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite lets one write at a time, from its beginning"
)


class Meeting:
    """Where two wait for each other, once. Whoever is held by the other before it comes there is not waited for."""

    def __init__(self) -> None:
        self._both = Barrier(2, timeout=2)

    def here(self) -> None:
        """The other comes here too, or is held on its way."""
        try:
            self._both.wait()
        except BrokenBarrierError:
            self._both.reset()

    def before(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """This work, after the meeting."""

        def waits(*args: Any, **named: Any) -> Any:
            self.here()
            return work(*args, **named)

        return waits

    def after(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """This work, and then the meeting."""

        def waits(*args: Any, **named: Any) -> Any:
            done = work(*args, **named)
            self.here()
            return done

        return waits


def together(*works: Callable[[], object]) -> list[Exception]:
    """Carries these out at once, each on a connection of its own; what went wrong."""
    failed: list[Exception] = []

    def trying(work: Callable[[], object]) -> None:
        try:
            work()
        except Exception as error:  # told by the caller: a thread raises to nobody
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=trying, args=(work,)) for work in works]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return failed
