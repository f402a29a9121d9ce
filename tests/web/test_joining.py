"""A school typed the address of an account: it joins when its owner says so, and the school sees no difference."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.forms import default_token_generator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kring.cases import letters
from kring.cases.actions import second_step as steps
from kring.cases.letters import send
from kring.cases.recipients import Occasion
from kring.mail import outbox
from kring.mail.models import Letter
from kring.mail.outbox import address_of
from kring.school.actions import staff as staff_verbs
from kring.school.actions.joining import answer_joining
from kring.school.errors import NotAllowed
from kring.school.models import Account, Factor, School, StaffMember
from kring.school.second_step import is_needed_by
from kring.trail.models import TrailLine
from kring.vault import fields
from tests.cast import ITSELF, NOW, PASSWORD, Cast, act_of, sign_in
from tests.web.sending import send as send_form
from tests.web.sending import text_of

PAGE = "/aansluiten/"
KNOWN, NEW = "lotte@delinde.example", "nieuw@delinde.example"


@pytest.fixture
def hein(cast: Cast, settings: Any) -> Client:
    settings.KRING_MAIL = True
    return sign_in(Client(), cast.hein)


def add(hein: Client, email: str) -> None:
    given = {"name": "Lotte Prins", "role": "teacher", "email": email, "form_of_address": "", "invite": "on"}
    assert send_form(hein, reverse("school_person_add"), **given).status_code == 303


def added(hein: Client, email: str) -> StaffMember:
    add(hein, email)
    hein.get(reverse("school_people"))  # the sentence that she was added is read
    return StaffMember.objects.get(name="Lotte Prins", account__email=email, school=school_of_hein())


def school_of_hein() -> School:
    return StaffMember.objects.get(name="Hein Smit").school


def owner(cast: Cast) -> Client:
    """Lotte's own browser, where she works until now."""
    return sign_in(Client(), cast.linde.teacher)


def test_until_the_owner_says_yes_the_account_is_not_of_this_school(hein: Client, cast: Cast) -> None:
    here = added(hein, KNOWN)
    lotte = owner(cast)
    assert lotte.get(reverse("today")).status_code == 200, "she goes on where she was, and chooses no school"
    assert cast.school.name not in text_of(lotte.get(reverse("school")))
    assert address_of(here) is None
    assert send("digest", Occasion(school=cast.school, by=None), at=NOW, once="x", running=1, late=0, due=0, unread=0)
    assert not Letter.objects.filter(to_staff=here, kind="digest").exists()


def test_the_owner_reads_which_school_and_says_yes(hein: Client, cast: Cast) -> None:
    here = added(hein, KNOWN)
    letter = Letter.objects.get(kind="joining")
    assert letter.address == KNOWN
    assert letter.subject
    assert cast.school.name not in letter.subject
    assert PAGE in (letter.text or "")
    lotte = owner(cast)
    assert cast.school.name in text_of(lotte.get(PAGE))
    assert lotte.post(PAGE, {"staff": here.pk, "joins": "ja"}).status_code == 303
    assert {cast.school.name, cast.linde.school.name} <= set(
        re.findall(r"Basisschool De \w+", text_of(lotte.get(reverse("choose_school"))))
    )
    assert TrailLine.objects.filter(verb="staff.joined", school_id=cast.school.pk).count() == 1
    assert lotte.post(PAGE, {"staff": here.pk, "joins": "nee"}).status_code == 404, "that is for the school to undo"


def test_a_no_is_nothing_that_the_school_sees(hein: Client, cast: Cast) -> None:
    here = added(hein, KNOWN)
    before = [text_of(hein.get(page)) for page in pages_of(here)]
    owner(cast).post(PAGE, {"staff": here.pk, "joins": "nee"})
    assert [text_of(hein.get(page)) for page in pages_of(here)] == before
    assert not owner(cast).get(reverse("choose_school")).context["request"].memberships[1:]


def pages_of(one: StaffMember) -> list[str]:
    return [reverse("school_people"), reverse("school_person_change", args=(one.pk,)), "/school/spoor/"]


def test_the_school_sees_the_same_of_an_address_that_is_known_elsewhere_and_of_a_new_one(
    hein: Client, cast: Cast
) -> None:
    seen, letters = [], []
    for email in (KNOWN, NEW):
        one = added(hein, email)
        pages = [text_of(hein.get(page)) for page in pages_of(one)]
        seen.append([page.replace(email, "ADRES").replace(str(one.pk), "ID") for page in pages])
        [letter] = Letter.objects.filter(to_staff=one)
        letters.append((letter.urgent, letter.secret, letter.give_up_after, letter.to_staff_id == one.pk))
        StaffMember.objects.filter(pk=one.pk).update(name="Weg", account=None, is_active=False)
        TrailLine.objects.filter(subject_id=one.pk)._raw_delete(TrailLine.objects.db)
        one.proposals.all()._raw_delete("default")
        Letter.objects.filter(to_staff=one)._raw_delete("default")
        StaffMember.objects.filter(pk=one.pk)._raw_delete("default")
    assert seen[0] == seen[1]
    assert letters[0] == letters[1]
    assert "nog geen wachtwoord gekozen" in seen[0][0]


@pytest.mark.parametrize("joins", ["asked", "refused"])
def test_a_school_that_only_typed_the_address_takes_no_second_step_away_and_hears_of_none(
    hein: Client, cast: Cast, joins: str
) -> None:
    here, account = added(hein, KNOWN), cast.linde.teacher.account
    assert account is not None
    StaffMember.objects.filter(pk=here.pk).update(joins=joins)
    steps.add_passkey(account=account, credential=b"key", counted=0, at=NOW)
    let_in = reverse("school_person_let_in", args=[here.pk])
    assert let_in not in hein.get(reverse("school_person_change", args=[here.pk])).content.decode()
    assert hein.post(let_in).status_code == 404
    with pytest.raises(NotAllowed):
        steps.let_back_in(act=act_of(cast.hein), staff=here)
    assert Factor.objects.exists()
    steps.let_back_in(act=act_of(cast.linde.head), staff=cast.linde.teacher)
    assert [line.school_id for line in TrailLine.objects.filter(verb__startswith="second_step.")] == [
        cast.linde.school.pk
    ] * 2
    assert not Letter.objects.filter(kind="let_back_in_told", school=cast.school).exists()


def test_an_address_of_nobody_yet_has_no_second_step_to_take_away_either(hein: Client, cast: Cast) -> None:
    page = reverse("school_person_change", args=[added(hein, NEW).pk])
    assert "Weer binnenlaten" not in hein.get(page).content.decode(), "or it would tell which address was known"


def test_a_role_at_a_school_asks_for_the_second_step_from_the_yes_on(hein: Client, cast: Cast) -> None:
    account = Account.objects.create_user("los@x.example", PASSWORD)
    here = added(hein, "los@x.example")
    assert not is_needed_by(account)
    answer_joining(act=ITSELF, account=account, staff=here, joins=True)
    assert is_needed_by(account)


def asked_while_adding(hein: Client, email: str) -> list[str]:
    """What the database is asked while somebody with this address is added, without what is asked for."""
    with CaptureQueriesContext(connection) as queries:
        add(hein, email)
    return [re.sub(r"'(?:[^']|'')*'|\bs\d+_x\d+\b|\b[0-9a-f]{32}\b|\b\d+\b", "?", one["sql"]) for one in queries]


def test_the_database_is_asked_the_same_of_a_known_address_and_of_a_new_one(hein: Client, cast: Cast) -> None:
    """So that the time of the answer tells nothing either."""
    added(hein, "eerst@delinde.example")  # what is asked once in a process was asked
    known, new = asked_while_adding(hein, KNOWN), asked_while_adding(hein, NEW)
    assert known == new
    assert any("school_account" in sql for sql in known)


WORK: list[tuple[Any, str]] = [
    (staff_verbs, "make_password"),
    (default_token_generator, "make_token"),
    (letters, "compose"),
    (letters, "render_to_string"),
    (fields, "seal"),
    (outbox, "put"),
]
"""What takes time beside the questions to the database: hashing, a link, a letter, sealing, a mail."""


def work_while_adding(hein: Client, email: str) -> list[str]:
    """What of that was done, in its order, while somebody with this address was added."""
    done: list[str] = []

    def counted(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def works(*given: Any, **more: Any) -> Any:
            done.append(name)
            return work(*given, **more)

        return works

    with pytest.MonkeyPatch.context() as patched:
        for place, name in WORK:
            patched.setattr(place, name, counted(name, getattr(place, name)))
        add(hein, email)
    return done


def test_the_same_work_is_done_for_a_known_address_and_for_a_new_one(hein: Client, cast: Cast) -> None:
    """What is counted is the work: a clock would tell something else each time."""
    known, new = work_while_adding(hein, KNOWN), work_while_adding(hein, NEW)
    assert known == new
    assert set(known) == {name for _place, name in WORK}, "each kind of work is really seen"


def test_nobody_answers_for_another(hein: Client, cast: Cast) -> None:
    here = added(hein, KNOWN)
    assert owner(cast).post(PAGE, {"staff": cast.mo.pk, "joins": "ja"}).status_code == 404
    assert sign_in(Client(), cast.anouk).post(PAGE, {"staff": here.pk, "joins": "ja"}).status_code == 404
    assert Client().get(PAGE).status_code == 303
    here.refresh_from_db()
    assert here.joins == "asked"


def test_somebody_of_no_school_yet_comes_to_the_question_as_well(hein: Client, cast: Cast) -> None:
    Account.objects.create_user("los@x.example", PASSWORD)
    added(hein, "los@x.example")
    alone = Client()
    alone.force_login(Account.objects.get(email="los@x.example"))
    assert "Kijk of een school je wil toevoegen" in text_of(alone.get(reverse("school")))
    assert cast.school.name in text_of(alone.get(PAGE))
