"""What the stories in a browser stand on: Chromium, a server, the cast, and the day it is."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Literal

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections
from django.test import override_settings
from playwright.sync_api import Browser, expect, sync_playwright

from kring.config.environment import mail_server_from
from kring.config.jobs import letter_sender
from kring.web.request import clock
from tests.browser.calendar import Calendar
from tests.browser.gate import Gate
from tests.browser.post import Post
from tests.browser.visitor import DESK, Visitor
from tests.cast import Cast, make_cast
from tests.conftest import CHROMIUM
from tests.mail.server import Script, mail_server

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

PATIENCE = 20_000
"""Milliseconds for what a page should do at once: a machine with much to do takes its time."""

Comes = Callable[..., Visitor]
Colours = Literal["light", "dark"]


@pytest.fixture(scope="session")
def browser(django_db_setup: None, django_db_blocker: Any) -> Iterator[Browser]:
    """Chromium. Playwright keeps an event loop in this thread, and there Django has other connections than before it:
    those from before close first, those of its time with it. One that stays open keeps the database from going.
    """
    expect.set_options(timeout=PATIENCE)
    with django_db_blocker.unblock():
        connections.close_all()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield chromium
        chromium.close()
        with django_db_blocker.unblock():
            connections.close_all()


@pytest.fixture(scope="session")
def collected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The settings of an installation's own files, which are collected: each under a name of what is in it."""
    as_collected = {
        "STATIC_ROOT": tmp_path_factory.mktemp("static"),
        "STORAGES": settings.STORAGES | {"staticfiles": {"BACKEND": "kring.config.files.CollectedFiles"}},
    }
    with override_settings(**as_collected):
        call_command("collectstatic", interactive=False, verbosity=0)
    return as_collected


@pytest.fixture(scope="session")
def _files_found_once(collected: dict[str, Any]) -> Iterator[ExitStack]:
    """Files as in an installation: looked up when the server starts, and kept by the browser from page to page."""
    with ExitStack() as until_it_started:
        until_it_started.enter_context(
            override_settings(WHITENOISE_AUTOREFRESH=False, WHITENOISE_USE_FINDERS=False, **collected)
        )
        yield until_it_started


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, _files_found_once: ExitStack, live_server: Any) -> Any:
    """The server, which has read its settings by now: the tests after it find the installation's own.

    It stops before its database goes. Style and script come as in real life, with Kring's own headers: Django's test
    server puts a handler of its own before Kring, which looks for them where they were written.
    """
    _files_found_once.close()
    httpd = live_server.thread.httpd
    httpd.set_app(Gate(httpd.get_app().application))
    return live_server


@pytest.fixture(autouse=True)
def _nothing_is_under_way(request: pytest.FixtureRequest, _live_server_helper: None) -> Iterator[None]:
    """What the pages of a story asked, at their very end too, is answered before the tables are emptied."""
    if "live_server" not in request.fixturenames:
        yield
        return
    with request.getfixturevalue("live_server").thread.httpd.get_app():
        yield


@pytest.fixture(autouse=True)
def _second_step_taken(password_alone: None) -> None:
    """These stories are about other pages; those about the second step are marked `both_steps`."""


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    """The day it is, for the test and for the server alike: they are two threads of one process."""
    calendar = Calendar()
    monkeypatch.setattr(clock, "now", calendar.now)
    return calendar


@pytest.fixture
def everybody(transactional_db: None) -> Iterator[Cast]:
    """The cast, where the server sees it too."""
    cache.clear()
    yield make_cast()
    cache.clear()


@pytest.fixture(scope="session")
def mail_room() -> Iterator[tuple[Script, int]]:
    """A mail server that takes everything, and the port where it listens."""
    script = Script()
    with mail_server(script) as port:
        yield script, port


@pytest.fixture
def post(
    mail_room: tuple[Script, int],
    everybody: Cast,
    live_server: Any,
    days: Calendar,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Iterator[Post]:
    """Kring as an installation with a mail server has it, and that server. The worker did its morning's round."""
    script, port = mail_room
    script.received.clear()
    monkeypatch.setenv("KRING_SMTP", f"smtp://127.0.0.1:{port}")
    for name, value in mail_server_from("KRING_SMTP").items():
        setattr(settings, name, value)
    settings.KRING_DATA = tmp_path  # there the worker notes where the trail ends, and not beside a demo's own
    settings.KRING_MAIL = True
    settings.KRING_URL = live_server.url
    letter_sender.cache_clear()
    post = Post(script, days)
    post.goes_out()
    yield post
    letter_sender().transport.close()
    letter_sender.cache_clear()
    post.check_names()


@pytest.fixture(autouse=True)
def _files_as_collected(collected: dict[str, Any]) -> Iterator[None]:
    """Pages name their files as an installation's do."""
    with override_settings(**collected):
        yield


@pytest.fixture
def comes(browser: Browser, live_server: Any, days: Calendar) -> Iterator[Comes]:
    """Somebody comes in with a browser of their own: `comes()`, or `comes(PHONE, java_script=False, locale="en")`.

    At the end nobody's browser may have complained.
    """
    with ExitStack() as leaving:

        def come(
            width: int = DESK, *, java_script: bool = True, locale: str = "nl-NL", colours: Colours = "light"
        ) -> Visitor:
            context = browser.new_context(
                viewport={"width": width, "height": 844 if width < DESK else 900},
                java_script_enabled=java_script,
                locale=locale,
                reduced_motion="reduce",
                color_scheme=colours,
                base_url=live_server.url,
                has_touch=width < DESK,
            )
            context.set_default_timeout(PATIENCE)
            leaving.callback(context.close)
            visitor = Visitor(context.new_page(), days, sees_through=java_script)
            leaving.callback(visitor.leave)
            return visitor

        yield come
