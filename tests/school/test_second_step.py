"""What somebody has for the second step: set up, shown once, taken away; and what of it is kept."""

from datetime import timedelta

import pytest
from django.db import connection

from kring.school.actions import second_step as verbs
from kring.school.codes import code_of, half_minute_of, plain
from kring.school.errors import Refused
from kring.school.models import Factor, Role, SpareCode, StaffMember
from kring.school.rights import RIGHTS, Rights, needs_second_step
from kring.school.second_step import is_needed_by, opened, owned_by
from kring.trail.models import TrailLine
from tests.cast import NOW

SECRET = b"een geheim van de app"
HALF_MINUTE = timedelta(seconds=30)


def shows(secret=SECRET, at=NOW) -> str:
    return code_of(secret, half_minute_of(at))


@pytest.fixture
def account(cast):
    return cast.anouk.account


@pytest.fixture
def app(account):
    return verbs.add_app(account=account, secret=SECRET, code=shows(), at=NOW).factor


def lines() -> list[tuple[str, object]]:
    return [(line.verb, line.detail) for line in TrailLine.objects.order_by("id")]


def test_an_app_proves_itself_with_its_first_code_and_that_one_is_spent(account, app):
    assert verbs.show_code(account=account, code=shows(), at=NOW) is None
    assert verbs.show_code(account=account, code=shows(at=NOW + HALF_MINUTE), at=NOW + HALF_MINUTE) == app
    assert verbs.show_code(account=account, code=shows(at=NOW + HALF_MINUTE), at=NOW + HALF_MINUTE) is None
    assert lines() == [("second_step.added", {"factor": "app"}), ("spare_codes.made", {})]


def test_an_app_that_shows_another_code_is_not_added(account):
    with pytest.raises(Refused, match="klopt niet"):
        verbs.add_app(account=account, secret=SECRET, code=shows(b"een ander geheim"), at=NOW)
    assert not Factor.objects.exists()


def test_the_code_of_one_person_is_nothing_for_another(cast, app):
    later = NOW + HALF_MINUTE
    assert verbs.show_code(account=cast.bram.account, code=shows(at=later), at=later) is None


def test_no_secret_is_readable_in_the_database(account, app):
    codes = verbs.make_spare_codes(account=account, at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM school_factor")
        kept = [bytes(row[0]) for row in cursor.fetchall()]
        cursor.execute("SELECT digest FROM school_sparecode")
        digests = [row[0] for row in cursor.fetchall()]
    assert SECRET not in kept[0]
    assert opened(Factor.objects.get()) == SECRET
    assert not any(code in digest or plain(code) in digest for code in codes for digest in digests)


def test_a_spare_code_works_once_and_leaves_a_line(account, app):
    codes = verbs.make_spare_codes(account=account, at=NOW)
    assert len(set(codes)) == 8
    assert verbs.show_spare_code(account=account, code=codes[3].upper(), at=NOW) == 7
    assert verbs.show_spare_code(account=account, code=codes[3], at=NOW) is None
    assert verbs.show_spare_code(account=account, code="", at=NOW) is None
    assert lines()[2:] == [("spare_codes.made", {}), ("spare_codes.used", {"left": 7})]


def test_spare_codes_come_along_with_the_first_one_and_when_none_are_left(account):
    first = verbs.add_app(account=account, secret=SECRET, code=shows(), at=NOW)
    assert len(first.codes) == 8
    second = verbs.add_passkey(account=account, credential=b"key", counted=0, at=NOW)
    assert second.codes == []
    for code in first.codes:
        verbs.show_spare_code(account=account, code=code, at=NOW)
    assert len(verbs.add_passkey(account=account, credential=b"third", counted=0, at=NOW).codes) == 8


def test_new_spare_codes_end_those_from_before(account, app):
    former = verbs.make_spare_codes(account=account, at=NOW)
    verbs.make_spare_codes(account=account, at=NOW)
    assert verbs.show_spare_code(account=account, code=former[0], at=NOW) is None
    assert SpareCode.objects.count() == 8


def test_a_passkey_that_counts_behind_is_a_copy(account):
    key = verbs.add_passkey(account=account, credential=b"key", counted=5, at=NOW).factor
    assert [verbs.show_passkey(account=account, factor=key, counted=n, at=NOW) for n in (6, 6, 4, 0, 7)] == [
        True,
        False,
        False,
        False,
        True,
    ]
    still = verbs.add_passkey(account=account, credential=b"another", counted=0, at=NOW).factor
    assert verbs.show_passkey(account=account, factor=still, counted=0, at=NOW)


def test_the_last_one_stays_while_the_role_needs_it(account, app):
    with pytest.raises(Refused, match="enige"):
        verbs.remove_factor(account=account, factor=app, at=NOW)
    other = verbs.add_app(account=account, secret=b"nog een telefoon", code=shows(b"nog een telefoon"), at=NOW).factor
    verbs.remove_factor(account=account, factor=app, at=NOW)
    assert owned_by(account).factors == [other]
    StaffMember.objects.filter(account=account).update(is_active=False)
    verbs.remove_factor(account=account, factor=other, at=NOW)
    assert owned_by(account).factors == []


def test_nobody_takes_away_what_is_anothers(cast, app):
    verbs.remove_factor(account=cast.bram.account, factor=app, at=NOW)
    assert Factor.objects.exists()


def test_who_has_ten_gets_no_more(account):
    for _one in range(10):
        verbs.add_passkey(account=account, credential=b"key", counted=0, at=NOW)
    with pytest.raises(Refused, match="tien"):
        verbs.add_passkey(account=account, credential=b"key", counted=0, at=NOW)


def test_every_role_of_today_takes_the_second_step(cast):
    everybody = [cast.anouk, cast.carla, cast.hein, cast.mo, cast.ada]
    assert {one.role for one in everybody} == set(Role)
    assert all(needs_second_step(one) for one in everybody)
    assert all(is_needed_by(one.account) for one in everybody)


def test_a_role_that_may_nothing_does_not(cast, monkeypatch):
    monkeypatch.setitem(RIGHTS, Role.MEMBER, Rights(says="niets"))
    assert not needs_second_step(cast.mo)
    assert not is_needed_by(cast.mo.account)


def test_at_each_school_where_somebody_works_the_trail_says_it(cast, account):
    StaffMember.objects.create(school=cast.linde.school, account=account, name="Anouk Vermeer", role=Role.MEMBER)
    verbs.add_app(account=account, secret=SECRET, code=shows(), at=NOW)
    assert {line.school_id for line in TrailLine.objects.all()} == {cast.school.pk, cast.linde.school.pk}


def test_of_two_with_one_name_the_list_tells_which_is_which(account):
    longest = "x" * 60
    for number, name in enumerate(["Mijn telefoon", "Mijn telefoon", "Mijn telefoon", longest, longest, "", ""]):
        verbs.add_passkey(account=account, credential=b"key", counted=0, name=name, at=NOW + timedelta(hours=number))
    assert [one.name for one in Factor.objects.all()] == [
        *("Mijn telefoon", "Mijn telefoon 2", "Mijn telefoon 3", longest, f"{'x' * 57} 2", "", "")
    ]
