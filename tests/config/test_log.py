"""The log names no case, person, token or text, whatever goes wrong, and says the same only once a minute."""

import io
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from kring.cases.actions.refusals import tell_of_failures
from kring.config import log
from kring.config.log import Line, OnceAMinute, WithoutSecrets
from kring.mail.models import Letter
from kring.mail.transport import NotNow, Parcel, Refused, ServerAway
from kring.school.models import Guardian, Pupil, StaffMember
from tests.cast import NOW, sign_in
from tests.mail.post import Clock, Postbox, sender, write
from tests.web.browsing import fields_of
from tests.web.test_access_table import ROWS
from tests.web.world import World, make_world

TYPED = "Kenmerk van wat iemand typte"
TOKEN = "kenmerk-van-een-sleutel"
ROOT = Path(log.__file__).parents[2]


class Log:
    """Everything that is written down, as this installation writes it, but each line as often as it comes."""

    def __init__(self) -> None:
        self.stream = io.StringIO()
        self.handler = logging.StreamHandler(self.stream)
        self.handler.setFormatter(Line(log.LOGGING["formatters"]["line"]["format"]))
        self.handler.addFilter(WithoutSecrets())

    @property
    def text(self) -> str:
        return self.stream.getvalue()


@pytest.fixture
def written() -> Iterator[Log]:
    found = Log()
    loggers = [logging.getLogger(name) for name in ("", "django", "kring")]
    levels = [one.level for one in loggers]
    for one in loggers:
        one.addHandler(found.handler)
    logging.getLogger("django").setLevel(logging.WARNING)
    logging.getLogger("kring").setLevel(logging.INFO)
    yield found
    for one, level in zip(loggers, levels, strict=True):
        one.removeHandler(found.handler)
        one.setLevel(level)


@pytest.fixture
def passed(monkeypatch: pytest.MonkeyPatch) -> Clock:
    passing = Clock()
    monkeypatch.setattr(log, "ticks", lambda: passing() - NOW)
    return passing


def people() -> Iterator[str]:
    """Every name and address that there is, and who cares for whom."""
    for pupil in Pupil.objects.all():
        yield from (pupil.first_name, pupil.last_name, str(pupil.pk))
    for guardian in Guardian.objects.all():
        yield from (guardian.name, guardian.phone, guardian.email, str(guardian.pk))
    for staff in StaffMember.objects.select_related("account"):
        yield from (staff.name, staff.account.email if staff.account else "", str(staff.pk))


def named_in(text: str, *more: str) -> list[str]:
    """What must not stand there, and does. A name of a few letters counts as a word."""
    marks = {mark for mark in (*people(), *more, TYPED, TOKEN) if len(mark) > 2}
    words = set(text.replace("'", " ").replace('"', " ").replace(":", " ").replace("/", " ").split())
    return sorted(mark for mark in marks if (mark in words if len(mark) < 6 else mark in text))


# Every page, every refusal


def sent_wrongly(browser: Client, url: str) -> None:
    """The form of this page with a text in everything that can be typed; of most it is refused."""
    page = browser.get(url)
    form = fields_of(page.content.decode()) if page.get("Content-Type", "").startswith("text/html") else {}
    kept = ("csrfmiddlewaretoken", "token", "seen")
    browser.post(url, {name: value if name in kept else [TYPED] for name, value in form.items()} | {"x": TYPED})
    browser.post(url, {"token": TOKEN, "what": TYPED})
    browser.get(url, {"zoek": TYPED})


@pytest.mark.slow
def test_no_page_and_no_refusal_names_anybody_or_anything(cast, written):
    world: World = make_world(cast)
    browsers = [Client(raise_request_exception=False) for _ in range(3)]
    for browser, who in zip(browsers, "HT", strict=False):
        sign_in(browser, world.who[who])
    left_alone = {"account_logout", "demo_sign_in_as"}
    urls = [world.url(row.face) for row in ROWS if row.how == "GET" and row.address not in left_alone]
    for browser in browsers:
        for url in urls:
            with transaction.atomic():
                sent_wrongly(browser, url)
            browser.get(url + TYPED)
            browser.put(url)
        browser.post("/aanmelden/", {"login": "anouk@dewilg.example", "password": TYPED})
    Client(enforce_csrf_checks=True).post(reverse("case", args=(world.running.id,)), {"token": TOKEN, "what": TYPED})
    Client(headers={"host": "kenmerk-van-wat-iemand-typte.example"}).get("/")
    assert "Not Found: zaken/<uuid:case_id>/" in written.text
    assert "Forbidden" in written.text
    assert named_in(written.text, str(world.running.id), TYPED) == []


@pytest.mark.parametrize("mark", ["\u200b", "é", "\n", "\\", "\u202e"])
def test_an_address_that_is_copied_with_a_mark_in_it_is_not_repeated(db, written, mark):
    """Django writes such an address out in plain letters, so that it is another text than the one that was asked."""
    for path in (
        f"/link/{TOKEN}{mark}/",
        f"/{TOKEN}/{mark}",
        f"/wachtwoord/nieuw/1-{TOKEN}{mark}/",
        f"/{mark}{TYPED}",
    ):
        assert Client().get(quote(path)).status_code in (200, 404)
    assert "Not Found: link/<str:token>/" in written.text
    assert "Not Found: an address that is none" in written.text
    assert named_in(written.text) == []


@pytest.mark.parametrize("header", ["origin", "referer"])
def test_from_where_a_forged_form_came_is_not_repeated(db, written, header):
    Client(enforce_csrf_checks=True).post(
        "/melding/", secure=True, headers={header: f"https://{TOKEN}.example/{TYPED}"}
    )
    assert "checking failed - ... does not match" in written.text
    assert named_in(written.text) == []


def test_what_is_refused_makes_one_line_whatever_was_sent(db, written, passed):
    """Or whoever likes fills the disk: with a host, an edge or a path of their own each time, and the way to it."""
    written.handler.addFilter(OnceAMinute())
    for number in range(40):
        odd = f"{'ab'[number % 2]}{chr(97 + number // 2)}{TOKEN}"
        Client(headers={"host": f"{odd}.example"}).get("/")
        Client().get(quote(f"/{odd}é"))
        Client(enforce_csrf_checks=True).post("/melding/", headers={"origin": f"https://{odd}.example"})
        Client().post("/bestaat/", "a", content_type=f"multipart/form-data; boundary={odd}é")
        Client().post("/aanmelden/", "a", content_type=f"multipart/form-data; boundary={odd}é")
    assert len(written.text.splitlines()) <= 6
    assert named_in(written.text) == []


# Every letter


@pytest.mark.parametrize(
    "failure",
    [
        Refused("550 5.1.1 <mo@dewilg.example> Mo Yilmaz: onbekend"),
        NotNow("451 mo@dewilg.example later", hung=True),
        RuntimeError(TYPED),
    ],
)
def test_no_letter_that_fails_names_who_it_is_for(cast, written, failure):
    def taking(parcel: Parcel) -> None:
        raise failure

    write(cast.mo, subject="Over Sem", text=TYPED)
    sender(Postbox(taking)).send_some(Clock())
    tell_of_failures(at=NOW)
    assert written.text
    assert named_in(written.text) == []


def test_no_mail_server_that_is_away_makes_a_line_with_an_address(cast, written, monkeypatch):
    def away() -> None:
        raise ServerAway("535 5.7.8 hein@dewilg.example: wrong password")

    postbox = Postbox()
    monkeypatch.setattr(postbox, "open", away)
    write(cast.mo)
    sender(postbox).send_some(Clock())
    assert "No letters can be sent" in written.text
    assert named_in(written.text) == []


# Every fault


def fails(request: HttpRequest, *given: Any, **_more: Any) -> None:
    """Goes wrong with a child, a text and a token in its hands."""
    child, text = f"Sem Bakker {given}", TYPED
    raise ValueError(f"{child} {text} {TOKEN} {request.get_full_path()}")


def test_a_fault_is_written_by_its_kind_and_the_way_to_it(cast, written, monkeypatch):
    world = make_world(cast)
    monkeypatch.setattr("kring.web.case.overview.case_or_404", fails)
    browser = sign_in(Client(raise_request_exception=False), cast.anouk)
    assert browser.get(reverse("case", args=(world.running.id,)), {"zoek": TYPED}).status_code == 500
    assert "Internal Server Error: zaken/<uuid:case_id>/" in written.text
    assert "\nValueError\n" in written.text
    assert "kring/web/case/overview.py" in written.text
    assert named_in(written.text, str(world.running.id)) == []


def test_a_row_that_the_database_refuses_is_not_repeated(cast, written):
    first = write(cast.mo, "plan:1")
    second = write(cast.mo, "plan:2")
    try:
        with transaction.atomic():
            Letter.objects.filter(pk=second.pk).update(message_id=first.message_id)
    except IntegrityError:
        logging.getLogger("kring.web").exception("It failed.")
    assert "IntegrityError" in written.text
    assert ("23505" if connection.vendor == "postgresql" else "SQLITE_CONSTRAINT_UNIQUE") in written.text
    assert first.message_id not in written.text
    assert str(first.pk) not in written.text


def test_what_another_handler_wrote_in_full_is_not_taken_over(written):
    try:
        raise ValueError(TYPED)
    except ValueError:
        record = logging.LogRecord("kring.x", logging.ERROR, "", 0, "It failed.", None, sys.exc_info())
    logging.Formatter().format(record)
    assert TYPED in str(record.exc_text)
    assert TYPED not in Line("%(message)s").format(record)


# Once a minute


def line(sentence: str, *arguments: object) -> logging.LogRecord:
    return logging.LogRecord("kring.x", logging.WARNING, "", 0, sentence, arguments, None)


def test_the_same_line_stands_there_once_a_minute_with_how_often_it_came(passed):
    once = OnceAMinute()
    assert [once.filter(line("It is away.")) for _ in range(600)] == [True] + [False] * 599
    passed.on(log.EVERY)
    again = line("It is away.")
    assert once.filter(again)
    assert again.getMessage() == "It is away. (so 599 times more since the last line)"


def test_another_line_is_written_at_once(passed):
    once = OnceAMinute()
    assert once.filter(line("Letter %s was refused.", 1))
    assert once.filter(line("Letter %s was refused.", 2))


def reads_number(text: str) -> None:
    int(text)


def reads_page(text: str) -> None:
    reads_number(text)


def failed(text: str, how: Callable[[str], None] = reads_number) -> logging.LogRecord:
    record = line("It failed.")
    try:
        how(text)
    except ValueError:
        record.exc_info = sys.exc_info()
    return record


def test_the_same_fault_again_is_the_same_line_whatever_row_it_was(passed):
    once = OnceAMinute()
    assert [once.filter(failed(f"row {row} is away")) for row in (17, 18)] == [True, False]


def test_another_fault_in_the_same_place_is_another_line(passed):
    once = OnceAMinute()
    assert [once.filter(failed(text)) for text in ("Sem", "Daan", "Daan")] == [True, True, False]
    passed.on(log.EVERY)
    again = [failed("Sem"), failed("Daan")]
    assert all(once.filter(record) for record in again)
    assert ["1 times more" in record.getMessage() for record in again] == [False, True]


def test_the_same_fault_on_another_way_is_another_line(passed):
    once = OnceAMinute()
    assert [once.filter(failed("Sem", how)) for how in (reads_number, reads_page, reads_page)] == [True, True, False]


def test_an_error_that_wraps_another_is_known_by_that_one_too(passed):
    once = OnceAMinute()

    def wrapped(text: str) -> None:
        try:
            int(text)
        except ValueError as error:
            raise ValueError("It could not be read.") from error

    assert [once.filter(failed(text, wrapped)) for text in ("Sem", "Daan")] == [True, True]


def test_what_an_error_says_is_not_kept_to_compare(passed):
    once = OnceAMinute()
    once.filter(failed(TYPED))
    assert TYPED not in repr(vars(once))


SAYS = """
import sys
from gunicorn.config import Config
from gunicorn.glogging import Logger
from kring.config import server

settings = Config()
for name, value in vars(server).items():
    if name in settings.settings:
        settings.set(name, value)
says = Logger(settings)
try:
    raise ValueError("Sem Bakker")
except ValueError:
    for _time in range(3):
        says.exception("Error handling request %s", "/zaken/6f1c0a52-7a0e-4a53-9d53-0c2f5f1d7b11/?zoek=Sem")
"""


def test_what_gunicorn_says_goes_the_same_way():
    done = subprocess.run([sys.executable, "-c", SAYS], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.count("Error handling request /zaken/.../") == 1
    assert "\nValueError\n" in done.stderr
    assert not any(mark in done.stderr + done.stdout for mark in ("6f1c0a52", "zoek", "Bakker"))
