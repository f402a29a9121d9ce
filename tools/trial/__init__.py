"""A Kring of its own for a script: a fresh database in a folder that goes away, and a clock that stands still.

    with installation(NOW):
        with served() as address: ...

Nothing of the caller's own data or keys is touched. Django is loaded here, so import nothing of Kring before.
"""

from __future__ import annotations

import base64
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Thread

from tools.trial.environment import become

MONDAY = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)
"""Monday 23 November 2026, twenty to ten in the morning in Amsterdam: an ordinary day at school."""


@contextmanager
def installation(now: datetime = MONDAY) -> Iterator[None]:
    """Django with an empty database and its files for the browser, in demo mode, where it is `now` all the time."""
    with tempfile.TemporaryDirectory(prefix="kring-") as data:
        become(
            {
                "DJANGO_SETTINGS_MODULE": "kring.config.settings",
                "KRING_DATA": data,
                "KRING_DEMO": "1",
                "KRING_HTTPS": "0",
                "KRING_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
                "KRING_SECRET_KEY": secrets.token_urlsafe(64),
                "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # Playwright keeps an event loop running in this thread
            }
        )
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        from kring.vault.installation import ensure_mark
        from kring.web.request import clock

        clock.now = lambda: now
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        ensure_mark()
        yield
        connections.close_all()


@contextmanager
def served() -> Iterator[str]:
    """Kring at a free port of this machine; gives the address."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

    from kring.config.wsgi import application

    class Quiet(WSGIRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the addresses of pages tell about children, and the script has its own words."""

    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.daemon_threads = True
    server.set_app(application)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
