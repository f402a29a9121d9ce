"""The plan as a file along with its letter, where a school chose that (decision 6): to whom, and what is in it."""

from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kring.cases import letters
from kring.cases.actions import issuing, people
from kring.cases.models import PlanRead, PlanVersion
from kring.cases.plan import content_of
from kring.cases.recipients import Occasion
from kring.mail import outbox
from kring.mail.models import Letter, State
from kring.mail.retention import FILES_STAY, empty_old_letters
from kring.mail.smtp import Security, SmtpTransport
from kring.mail.transport import DemoMailPage
from kring.school.models import School
from kring.trail.models import TrailLine
from kring.trail.verbs import Verb
from tests.cases.telling import Telling, tell
from tests.cast import NOW, Cast, sign_in
from tests.mail.post import DAY, HOUR, Clock, read, send_all, sender, state
from tests.mail.server import Script, mail_server
from tests.paper.test_printing import text_of

CHILDREN_AND_GUARDIANS = ("Sem", "Daan", "Bakker", "Visser", "Roos")


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def port(script: Script) -> Iterator[int]:
    with mail_server(script) as port:
        yield port


@pytest.fixture
def attaching(cast: Cast) -> Cast:
    """De Wilg, where the plan goes along as a file."""
    School.objects.filter(pk=cast.school.pk).update(attach_plan=True)
    cast.school.refresh_from_db()
    return cast


def in_step_3(cast: Cast) -> Telling:
    return tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")


def carried(script: Script, port: int) -> dict[str, EmailMessage]:
    """The letters about a plan that arrive at the mail server when the worker sends, by address."""
    send_all(sender(SmtpTransport(host="127.0.0.1", port=port, security=Security.PLAIN)), Clock(NOW + DAY))
    both = zip(script.received, script.contents, strict=True)
    arrived = ((envelope.rcpt_tos[0], read(content)) for envelope, content in both)
    return {address: message for address, message in arrived if "plan" in message["Subject"]}


def file_in(message: EmailMessage) -> tuple[str, bytes]:
    (file,) = message.iter_attachments()
    assert file.get_content_type() == "application/pdf"
    return str(file.get_filename()), file.get_content()


def test_a_school_that_chose_nothing_sends_no_file(cast: Cast) -> None:
    in_step_3(cast).step_3()
    assert [letter.attachment for letter in Letter.objects.filter(kind="plan_issued")] == [None] * 5
    assert not TrailLine.objects.filter(verb=Verb.PLAN_ATTACHED).exists()


def test_each_colleague_gets_the_plan_with_their_own_name_at_its_foot(
    attaching: Cast, script: Script, port: int
) -> None:
    case = in_step_3(attaching).step_3()
    arrived = carried(script, port)
    assert {"bram@dewilg.example", "carla@dewilg.example", "mo@dewilg.example"} <= set(arrived)
    for address, person in (("mo@dewilg.example", attaching.mo), ("carla@dewilg.example", attaching.carla)):
        name, content = file_in(arrived[address])
        assert name == f"plan-{case.case.reference}-1.pdf"
        text = text_of(content)
        assert "Sem wordt elke dag uitgelachen op het plein." in text
        assert f"gemaild aan {person.name} op" in text
    assert "gemaild aan Mo" not in text_of(file_in(arrived["carla@dewilg.example"])[1])


def test_the_mail_around_the_file_still_names_no_child(attaching: Cast, script: Script, port: int) -> None:
    in_step_3(attaching).step_3()
    message = carried(script, port)["mo@dewilg.example"]
    body = message.get_body(("plain",))
    page = message.get_body(("html",))
    assert body is not None
    assert page is not None
    written = f"{message.items()} {file_in(message)[0]} {body.get_content()} {page.get_content()}"
    assert [name for name in CHILDREN_AND_GUARDIANS if name in written] == []
    assert "Het plan zit als bijlage bij deze mail." in body.get_content()
    assert "Stuur de bijlage niet door" in page.get_content()
    assert "staan geen namen van kinderen" not in body.get_content()


def test_a_new_version_goes_along_as_well_and_says_what_changed(attaching: Cast, script: Script, port: int) -> None:
    case = in_step_3(attaching).step_3().until_due().evaluate("no")
    letter = Letter.objects.get(kind="plan_changed", to_staff=attaching.mo)
    assert letter.attachment is not None
    assert letter.attachment.name == f"plan-{case.case.reference}-2.pdf"
    assert "Wat is er veranderd?" in text_of(letter.attachment.content)


def test_who_is_excluded_gets_no_file_and_what_waited_is_not_sent(attaching: Cast, script: Script, port: int) -> None:
    case = in_step_3(attaching)
    people.exclude(act=case.as_(attaching.carla).act(), case_id=case.id, staff_id=attaching.wil.pk)
    case.as_(attaching.anouk).step_3()
    people.exclude(act=case.as_(attaching.carla).act(), case_id=case.id, staff_id=attaching.mo.pk)
    arrived = carried(script, port)
    assert set(arrived) == {"bram@dewilg.example", "carla@dewilg.example", "hein@dewilg.example"}


def test_the_trail_says_that_copies_were_mailed_and_how_many(attaching: Cast) -> None:
    case = in_step_3(attaching).step_3()
    line = TrailLine.objects.get(verb=Verb.PLAN_ATTACHED)
    assert (line.case_id, line.by, line.detail) == (case.id, attaching.anouk, {"number": 1, "copies": 5})


def test_the_file_is_sealed_in_the_outbox(attaching: Cast) -> None:
    in_step_3(attaching).step_3()
    kept = Letter.objects.filter(kind="plan_issued").extra(select={"raw": "attachment_content"})
    assert all(b"JVBER" not in bytes(letter.raw) for letter in kept)  # how "%PDF" begins in base64


def test_the_file_goes_a_day_after_it_was_sent_and_the_letter_stays(attaching: Cast, script: Script, port: int) -> None:
    in_step_3(attaching).step_3()
    carried(script, port)
    sent = Letter.objects.filter(kind="plan_issued", to_staff=attaching.mo)
    moment = sent.get().sent_at
    assert moment is not None
    empty_old_letters(at=moment + FILES_STAY)
    assert sent.get().attachment is not None
    empty_old_letters(at=moment + FILES_STAY + HOUR)
    assert sent.get().attachment is None
    assert sent.get().text


def test_the_file_goes_as_well_when_its_letter_is_withdrawn_or_settled(attaching: Cast) -> None:
    case = in_step_3(attaching).step_3()
    people.exclude(act=case.as_(attaching.carla).act(), case_id=case.id, staff_id=attaching.mo.pk)
    letters_of = Letter.objects.filter(kind="plan_issued")
    withdrawn, settled = letters_of.filter(to_staff=attaching.mo), letters_of.filter(to_staff=attaching.bram)
    waiting, refused = letters_of.filter(to_staff=attaching.wil), letters_of.filter(to_staff=attaching.hein)
    settled.update(refused_at=NOW)
    refused.update(refused_at=NOW)
    outbox.see_to(letter=settled.get(), by=attaching.carla, at=NOW)
    empty_old_letters(at=NOW + FILES_STAY + DAY)
    assert [one.get().attachment for one in (withdrawn, settled)] == [None, None]
    assert all(one.get().attachment for one in (waiting, refused))


def test_a_letter_to_a_whole_team_takes_two_queries(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    case = tell(cast).report(cast.sem).case
    with django_assert_num_queries(2):
        letters.send("plan_issued", Occasion(case=case, by=cast.anouk), at=NOW, once="a", who="Anouk", number=1)
    assert Letter.objects.filter(kind="plan_issued").count() == 5


def test_pressing_twice_mails_one_file_each(attaching: Cast) -> None:
    case = in_step_3(attaching).step_3()
    version = PlanVersion.objects.get(case=case.id)
    file = issuing.plan_for(content_of(version), attaching.mo, school=attaching.school, today=version.issued_on)
    found = Letter.objects.filter(kind="plan_issued", to_staff=attaching.mo)
    assert [letter.attachment for letter in found] == [file]


def test_a_plan_that_was_mailed_is_not_thereby_read(attaching: Cast, script: Script, port: int) -> None:
    case = in_step_3(attaching).step_3()
    carried(script, port)
    assert not PlanRead.objects.exists()
    page = sign_in(Client(), attaching.anouk).get(reverse("plan", args=[case.id])).content.decode()
    assert "mail verstuurd" in page


def test_the_demo_shows_the_file_as_it_arrived(attaching: Cast, settings) -> None:
    settings.KRING_DEMO = True
    School.objects.filter(pk=attaching.school.pk).update(is_demo=True)
    in_step_3(attaching).step_3()
    send_all(sender(DemoMailPage()), Clock(NOW + HOUR))
    letter = Letter.objects.get(kind="plan_issued", to_staff=attaching.mo)
    assert state(letter) == State.SENT
    client = sign_in(Client(), attaching.mo)
    assert reverse("letter_file", args=[letter.pk]) in client.get(reverse("letter", args=[letter.pk])).content.decode()
    file = client.get(reverse("letter_file", args=[letter.pk]))
    assert (file["Content-Type"], file["Cache-Control"]) == ("application/pdf", "private, no-store")
    assert "gemaild aan Mo Yilmaz" in text_of(file.content)


def test_a_letter_without_a_file_has_no_such_page(cast: Cast, settings) -> None:
    settings.KRING_DEMO = True
    School.objects.filter(pk=cast.school.pk).update(is_demo=True)
    in_step_3(cast).step_3()
    send_all(sender(DemoMailPage()), Clock(NOW + HOUR))
    letter = Letter.objects.get(kind="plan_issued", to_staff=cast.mo)
    client = sign_in(Client(), cast.mo)
    assert client.get(reverse("letter_file", args=[letter.pk])).status_code == 404
    assert "Bijlage" not in client.get(reverse("letter", args=[letter.pk])).content.decode()
