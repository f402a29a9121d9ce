"""The sweep asks as often of the database for many cases as for one, and writes nothing twice."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from kring.cases import letters
from kring.cases.actions.reminding import sweep
from kring.cases.letter_kinds import BY_KEY
from kring.cases.models import CaseStaff
from kring.cases.recipients import Occasion, receivers_of_each
from kring.mail.models import Letter
from tests.cases.telling import tell
from tests.cases.test_trailing import step_3_but_for, tom_of
from tests.cast import NOW, TODAY, Cast

LATE = date(2026, 12, 1)


def late_cases(cast: Cast, number: int) -> None:
    """So many cases of each sort: late in step 3, with a plan that waits to be read, and left with somebody to tell."""
    for _time in range(number):
        tell(cast).report(cast.noor, by=(cast.lars,)).step_1().judged("bullying")
        tell(cast).report(cast.jens, by=(cast.lars,)).step_1().judged("bullying").step_3()
        step_3_but_for(tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying"), tom_of(cast))


def swept(cast: Cast, number: int) -> tuple[int, int]:
    """How many questions the sweep asks, and how many letters it writes. SQLite takes those some forty at a time."""
    with transaction.atomic():
        late_cases(cast, number)
        with CaptureQueriesContext(connection) as asked:
            written = sweep(school=cast.school, at=NOW + (LATE - TODAY), today=LATE)
        transaction.set_rollback(True)
    return sum(not query["sql"].startswith("INSERT") for query in asked), written


@pytest.mark.slow
def test_many_cases_ask_no_more_than_one_of_each_sort(cast: Cast) -> None:
    (few, some), (many, more) = swept(cast, 1), swept(cast, 4)
    assert many == few
    assert more > 3 * some


def test_what_is_there_is_not_composed_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    late_cases(cast, 1)
    at = NOW + (LATE - TODAY)
    assert sweep(school=cast.school, at=at, today=LATE)
    there = Letter.objects.count()
    monkeypatch.setattr(letters, "compose", lambda *_letter, **_values: pytest.fail("composed again"))
    assert sweep(school=cast.school, at=at, today=LATE) == 0
    assert Letter.objects.count() == there


@pytest.mark.slow
def test_who_gets_many_letters_is_asked_together(cast: Cast) -> None:
    one, other = (
        Occasion(case=tell(cast).report(child, by=(cast.daan,)).case, by=None) for child in (cast.sem, cast.noor)
    )
    asks = [(BY_KEY[key], about) for about in (one, other) for key in ("late_for_head", "late_for_coordinator")] * 60
    assert receivers_of_each(asks) == [[cast.hein], [cast.carla]] * 120
    for number, questions in ((2, 1), (4, 2), (240, 2)):
        with CaptureQueriesContext(connection) as asked:
            receivers_of_each(asks[:number])
        assert len(asked) == questions
    assert receivers_of_each([]) == []


def test_of_two_cases_together_each_is_told_to_those_who_have_a_part_in_it(cast: Cast) -> None:
    one, other = (tell(cast).report(child, by=(cast.daan,)) for child in (cast.sem, cast.noor))
    for case, staff, part in (
        (one.case, cast.wil, CaseStaff.Part.TAKES_PART),
        (other.case, cast.wil, CaseStaff.Part.EXCLUDED),
        (other.case, cast.mo, CaseStaff.Part.TAKES_PART),
    ):
        CaseStaff.objects.update_or_create(case=case, staff=staff, defaults={"part": part})
    asks = [
        (BY_KEY["joined"], Occasion(case=case.case, by=None, joined=frozenset({cast.wil.pk, cast.mo.pk})))
        for case in (one, other)
    ]
    assert receivers_of_each(asks) == [[cast.wil], [cast.mo]]


def test_who_left_still_gets_a_letter_about_their_own_account_and_no_other(cast: Cast) -> None:
    cast.mo.is_active = False
    cast.mo.save()
    asked = Occasion(school=cast.school, by=None, person=cast.mo)
    assert receivers_of_each([(BY_KEY["address_changed"], asked)]) == [[cast.mo]]
    assert receivers_of_each([(BY_KEY["proposal_answered"], asked)]) == [[]]
