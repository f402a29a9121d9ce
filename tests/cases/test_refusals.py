"""What failed becomes a letter to who keeps the addresses, once a day for each address; and who may get it again."""

from datetime import timedelta
from typing import Any

import pytest

from kring.cases.actions.refusals import send_again, tell_of_failures
from kring.cases.errors import Refused
from kring.mail.models import Letter
from kring.mail.outbox import see_to
from kring.school.models import Account, StaffMember
from tests.cases.telling import tell
from tests.cast import NOW, Cast, act_of
from tests.mail.post import DAY, HOUR, write


def refuse(to: StaffMember, key: str, *, at_=NOW) -> Letter:
    letter = write(to, key)
    Letter.objects.filter(pk=letter.pk).update(refused_at=at_, answer="550 no such user")
    return letter


def told() -> list[str]:
    letters = Letter.objects.filter(kind="refused_address").order_by("made_at", "address")
    return [letter.address for letter in letters]


def test_the_administrator_hears_of_a_refused_address_once_that_day(cast: Cast) -> None:
    refuse(cast.mo, "plan:1")
    refuse(cast.mo, "plan:2")
    assert tell_of_failures(at=NOW + HOUR) == 1
    refuse(cast.mo, "plan:3", at_=NOW + 2 * HOUR)
    tell_of_failures(at=NOW + 3 * HOUR)
    assert told() == ["ada@dewilg.example"]
    letter = Letter.objects.get(kind="refused_address")
    assert letter.text is not None
    assert "De mail aan mo@dewilg.example is geweigerd." in letter.text
    assert letter.about is None
    assert "/school/post/" in letter.text


def test_the_next_day_it_is_said_again_only_when_it_is_refused_again(cast: Cast) -> None:
    refuse(cast.mo, "plan:1")
    tell_of_failures(at=NOW)
    tell_of_failures(at=NOW + timedelta(hours=20))
    assert len(told()) == 1
    refuse(cast.mo, "plan:2", at_=NOW + DAY)
    tell_of_failures(at=NOW + DAY)
    assert len(told()) == 2


def test_of_the_administrators_own_address_only_another_administrator_hears(cast: Cast) -> None:
    refuse(cast.ada, "invited:1")
    assert tell_of_failures(at=NOW) == 0
    cast.bram.role = "administrator"
    cast.bram.save()
    assert tell_of_failures(at=NOW) == 1
    assert told() == ["bram@dewilg.example"]


def test_a_school_without_administrator_tells_its_head_and_no_other_school(cast: Cast) -> None:
    StaffMember.objects.filter(pk=cast.ada.pk).update(is_active=False)
    Account.objects.filter(email="ada@dewilg.example").update(is_active=False)
    refuse(cast.mo, "plan:1")
    tell_of_failures(at=NOW)
    assert told() == ["hein@dewilg.example"]


def give_up(to: StaffMember, key: str, **more: Any) -> Letter:
    letter = write(to, key, **more)
    Letter.objects.filter(pk=letter.pk).update(given_up_at=NOW, answer="No route to host")
    return letter


def test_a_mail_that_was_given_up_is_told_once_a_day_for_each_address_and_never_to_it(cast: Cast) -> None:
    for key in ("plan:1", "plan:2"):
        give_up(cast.mo, key)
    give_up(cast.bram, "plan:1")
    give_up(cast.ada, "invited:1")
    assert tell_of_failures(at=NOW + HOUR) == 2
    tell_of_failures(at=NOW + 2 * HOUR)
    letters = Letter.objects.filter(kind="given_up_address")
    assert letters.count() == 2
    assert {letter.address for letter in letters} == {"ada@dewilg.example"}
    said = " ".join(letter.text or "" for letter in letters)
    assert "De mail aan mo@dewilg.example is na dagen proberen niet gelukt." in said
    assert "De mail aan bram@dewilg.example" in said
    assert "ada@dewilg.example" not in said


def test_an_address_that_is_refused_and_given_up_on_one_day_is_told_of_both(cast: Cast) -> None:
    refuse(cast.mo, "plan:1")
    give_up(cast.mo, "plan:2")
    assert tell_of_failures(at=NOW) == 2


def test_a_former_address_that_fails_is_told_to_nobody(cast: Cast) -> None:
    give_up(cast.mo, "address:1", address="tikfout@dewilg.example")
    assert tell_of_failures(at=NOW) == 0


def test_what_was_seen_to_already_is_not_told(cast: Cast) -> None:
    letter = give_up(cast.mo, "plan:1")
    see_to(letter=letter, by=cast.hein, at=NOW)
    assert tell_of_failures(at=NOW) == 0


def test_an_address_as_long_as_an_address_can_be_is_told_as_well(cast: Cast) -> None:
    assert cast.mo.account is not None
    address = f"{'m' * 64}@{'.'.join(['d' * 59] * 3)}.example"
    Account.objects.filter(pk=cast.mo.account.pk).update(email=address)
    refuse(StaffMember.objects.get(pk=cast.mo.pk), "plan:1")
    assert tell_of_failures(at=NOW + HOUR) == 1
    assert len(Letter.objects.get(kind="refused_address").key) < 150


def test_a_plan_that_was_replaced_by_a_newer_version_is_not_mailed_again(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()
    first = Letter.objects.get(kind="plan_issued", to_staff=cast.mo)
    Letter.objects.filter(pk=first.pk).update(refused_at=NOW, answer="550 no such user")
    case.until_due().evaluate("yes")
    with pytest.raises(Refused, match="nieuwere versie van het plan"):
        send_again(act=act_of(cast.ada, NOW + HOUR), letter=Letter.objects.get(pk=first.pk))
    newest = Letter.objects.get(kind="plan_changed", to_staff=cast.mo)
    Letter.objects.filter(pk=newest.pk).update(refused_at=NOW, answer="550 no such user")
    again = send_again(act=act_of(cast.ada, NOW + HOUR), letter=Letter.objects.get(pk=newest.pk))
    assert again.refused_at is None
