"""Kring as `./dev run` starts it, but each answer says in a header how much CPU its thread took: for `./dev flood`.

What a page takes by the clock says how full a machine is; what it takes of a processor says what it costs. A Kring that
a school runs says neither.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

import django.core.wsgi

from kring.config.start import main

CPU = "X-Trial-Cpu-Ms"

as_it_is = django.core.wsgi.get_wsgi_application


def get_wsgi_application() -> Callable[..., Iterable[bytes]]:
    """Kring's own, with a header more."""
    kring = as_it_is()

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        began = time.thread_time()

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            took = 1000 * (time.thread_time() - began)
            return start_response(status, [*headers, (CPU, f"{took:.2f}")], *rest)

        return kring(environ, start)

    return application


if __name__ == "__main__":
    django.core.wsgi.get_wsgi_application = get_wsgi_application  # type: ignore[assignment]  # a plain function
    sys.exit(main())
