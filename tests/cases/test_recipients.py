"""Who gets a letter: what docs/letters.md promises, for each letter and each person; and what no row can give away.

Anouk owns the case and Bram stands in, whose part in it changed; Wil is kept out of it. `tests/web/test_recipients.py`
tells the same by the verbs, and opens each letter.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from kring.cases import letters
from kring.cases.actions import opening, people
from kring.cases.letter_kinds import BY_KEY, LETTERS, Kind, To
from kring.cases.letters_outline import EXAMPLE
from kring.cases.models import Case, Concern
from kring.cases.plan import newest_version
from kring.cases.queries import current_facts
from kring.cases.recipients import WHO, Occasion, receivers
from kring.protocol.terms import Stage
from kring.school.models import Role, StaffMember
from kring.school.rights import RIGHTS, Right, Rights, Standing
from tests.cases.telling import Telling, tell
from tests.cast import NOW, Cast, act_of

pytestmark = pytest.mark.django_db

PROMISED = """
letter                    Anouk Bram Wil Carla Hein Mo Ada

plan_issued               x     x    .   x     x    x  .
plan_changed              x     x    .   x     x    x  .
plan_shut                 x     x    .   x     x    .  .
plan_unread               .     x    .   x     x    x  .
report_received           x     x    .   .     .    .  .
case_opened               .     .    .   x     x    .  .
against_facts             .     .    .   x     x    .  .
danger                    x     x    .   x     x    .  .
story_kept_back           .     .    .   x     x    .  .
story_passed_on           x     x    .   .     .    .  .
kept_out                  .     .    .   x     x    .  .
relative                  .     .    .   x     x    .  .
danger_waits              x     x    .   x     x    .  .
safety_unanswered         .     .    .   x     .    .  .
talk_to_endorse           .     .    .   x     x    .  .
concern                   .     .    .   .     x    .  .
observation_asked         x     x    .   x     x    x  .
observation_asked_again   .     x    .   x     x    x  .
due_tomorrow              x     x    .   .     .    .  .
due_after_holiday         x     x    .   .     .    .  .
due_after_they_left       x     x    .   .     .    .  .
due_today                 x     x    .   .     .    .  .
guideline_passed          x     x    .   .     .    .  .
later                     .     .    .   x     .    .  .
late_for_coordinator      .     .    .   x     .    .  .
late_for_head             .     .    .   .     x    .  .
handed_over               x     .    .   .     .    .  .
gave_over                 .     x    .   .     .    .  .
stand_in                  .     x    .   .     .    .  .
joined                    .     x    .   .     .    .  .
pupil_to_list             .     .    .   .     x    .  x
pupil_left                x     x    .   .     .    .  .
digest                    .     .    .   x     .    .  .
refused_address           .     .    .   .     .    .  x
given_up_address          .     .    .   .     .    .  x
clock_doubted             .     .    .   .     x    .  x
role_proposed             .     .    .   x     x    .  .
role_given                .     .    .   x     x    .  .
address_proposed          .     .    .   x     x    .  .
proposal_answered         .     .    .   .     .    .  x
proposal_lapsed           .     .    .   .     .    .  x
backup_old                .     .    .   .     x    .  x
trail_fault_known         .     .    .   .     x    .  .
password                  .     .    .   .     .    x  .
invitation                .     .    .   .     .    x  .
joining                   .     .    .   .     .    x  .
address_asked             .     .    .   .     .    x  .
address_changed           .     .    .   .     .    x  .
second_step_added         .     .    .   .     .    x  .
second_step_removed       .     .    .   .     .    x  .
spare_codes_few           .     .    .   .     .    x  .
codes_guessed             .     .    .   .     .    x  .
let_back_in               .     .    .   .     .    x  .
let_back_in_told          .     .    .   .     x    .  .
told_something            .     .    .   x     x    .  .
told_danger               .     .    .   x     x    .  .
told_danger_waits         .     .    .   x     x    .  .
told_waits                .     .    .   x     x    .  .
told_late                 .     .    .   x     x    .  .
told_passed_on            x     .    .   .     .    .  .
"""
"""Who gets it when Kring does it by itself. Who did it gets none, but for the four below."""

VALUES: dict[str, Any] = EXAMPLE | {"address": "mo@dewilg.example"}

ALSO_TO_WHO_DID_IT = {"danger", "address_asked", "address_changed", "let_back_in_told"}

HEADER, *ROWS = (line.split() for line in PROMISED.strip().splitlines() if line.strip())
EXPECTED = {name: {who for who, cell in zip(HEADER[1:], cells, strict=True) if cell == "x"} for name, *cells in ROWS}

MAY_OPEN = {
    "case": {"Anouk", "Bram", "Carla", "Hein"},
    "call_now": {"Anouk", "Bram", "Carla", "Hein"},
    "file": {"Anouk", "Bram", "Carla", "Hein"},
    "issue_plan": {"Anouk", "Bram", "Carla", "Hein"},
    "people": {"Anouk", "Bram", "Carla", "Hein"},
    "safe_for_now": {"Anouk", "Bram", "Carla", "Hein"},
    "plan": {"Anouk", "Bram", "Carla", "Hein"},
    "observation": {"Anouk", "Bram", "Carla", "Hein"},
    "today": {"Carla"},
    "cases": {"Anouk", "Bram", "Wil", "Carla", "Hein"},
    "told": {"Anouk", "Bram", "Wil", "Carla", "Hein"},
    "undelivered": {"Hein", "Ada"},
    "unlisted": {"Hein", "Ada"},
    "clock": {"Hein", "Ada"},
    "proposals": {"Carla", "Hein", "Ada"},
    "school": {"Hein", "Ada"},
    "school_people": {"Hein", "Ada"},
    "school_trail": {"Hein"},
    "account_reset_password": {"Mo"},
    "account_login": {"Mo"},
}
"""Who may open the page of a letter where a team member has no rights; the report about staff is one about Hein."""


@pytest.fixture
def case(cast: Cast) -> Telling:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()
    people.set_stand_in(act=case.act(), case_id=case.id, to=cast.bram.pk)
    people.exclude(act=case.as_(cast.carla).act(), case_id=case.id, staff_id=cast.wil.pk)
    return case


def occasion_of(letter: Kind, case: Telling, by: StaffMember | None = None, accused: StaffMember | None = None):
    """What such a letter tells of, as its verb says it."""
    school = case.cast.school
    if letter.page_is_of_a_case:
        asked = current_facts([case.id], ("observation_request",)).get()
        joined = frozenset({case.cast.bram.pk})
        return Occasion(case=case.case, by=by, version=newest_version(case.case), asked=asked, joined=joined)
    if letter.key == "concern":
        concern = opening.raise_concern(
            act=act_of(case.cast.bram), story="Er werd geroepen.", accused=accused.pk if accused else None
        )
        return Occasion(school=school, by=by, concern=concern)
    if letter.to is To.WHO_READS_TOLD:
        return Occasion(school=school, by=by, joined=frozenset({case.cast.carla.pk, case.cast.hein.pk}))
    if letter.to is To.COLLEAGUE:
        return Occasion(school=school, by=by, person=case.cast.anouk)
    if letter.of_account:
        return Occasion(school=school, by=by, person=case.cast.mo)
    if letter.to is To.WHO_PROPOSED:
        return Occasion(school=school, by=by, person=case.cast.ada)
    return Occasion(school=school, by=by, address="wil@dewilg.example")


def names(staff: list[StaffMember]) -> set[str]:
    return {person.name.split()[0] for person in staff}


def test_each_of_the_cast_gets_each_letter_or_not_as_promised_whoever_did_it(case: Telling) -> None:
    for by in [None, *StaffMember.objects.filter(school=case.cast.school)]:
        did_it = names([by]) if by else set()
        got = {letter.key: names(receivers(letter, occasion_of(letter, case, by))) for letter in LETTERS}
        assert got == {
            name: promised if name in ALSO_TO_WHO_DID_IT else promised - did_it for name, promised in EXPECTED.items()
        }, by


def test_every_letter_stands_in_the_table_of_promises() -> None:
    assert list(EXPECTED) == [letter.key for letter in LETTERS]


def test_a_case_that_must_be_closed_asks_those_who_lead_as_well(case: Telling) -> None:
    Case.objects.filter(pk=case.id).update(stage=Stage.TO_CLOSE)
    turn = [letter for letter in LETTERS if letter.to is To.WHOSE_TURN]
    assert [names(receivers(letter, occasion_of(letter, case))) for letter in turn] == [
        {"Anouk", "Bram", "Carla", "Hein"}
    ] * 4


def test_a_row_that_picks_everybody_there_is_gives_nothing_to_those_for_whom_it_is_shut(
    case: Telling, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another school, a colleague who is kept out, a role without rights, the one whom the report is about."""
    monkeypatch.setitem(RIGHTS, Role.MEMBER, Rights(says=""))
    for to in To:
        monkeypatch.setitem(WHO, to, lambda occasion, able: StaffMember.objects.all())
    got = {
        letter.key: names(receivers(letter, occasion_of(letter, case, accused=case.cast.hein))) for letter in LETTERS
    }
    of_one = {To.WHO_PROPOSED: {"Ada"}, To.COLLEAGUE: {"Anouk"}}
    assert got == {letter.key: of_one.get(letter.to, MAY_OPEN[letter.page]) for letter in LETTERS}


def several_at_once(letter: Kind, case: Telling, other: Telling) -> Iterator[Occasion]:
    """The same letter about two things at the same moment."""
    if letter.page_is_of_a_case:
        yield from (Occasion(case=one.case, by=None) for one in (case, other))
    elif letter.key == "concern":
        yield from (occasion_of(letter, case) for _again in range(2))
    else:
        yield from (
            Occasion(school=case.cast.school, by=None, address=f"{one}@dewilg.example") for one in ("mo", "wil")
        )


def test_of_two_cases_at_once_each_has_its_letter(cast: Cast, case: Telling, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the verb says the same of both: what a letter is about is nothing that a verb can leave out."""
    other = tell(cast).report(cast.noor, by=(cast.lars,))
    written: dict[str, list[set[UUID]]] = {}
    for to in To:
        monkeypatch.setitem(WHO, to, lambda occasion, able: able)
    for letter in LETTERS:
        if not letter.of_account and letter.key != "digest":  # of a school, which has one each week
            written[letter.key] = [
                {one.pk for one in letters.send(letter.key, about, at=NOW, once="x", **VALUES)}
                for about in several_at_once(letter, case, other)
            ]
    assert {name: len(sent) for name, sent in written.items()} == dict.fromkeys(written, 2)
    assert [name for name, sent in written.items() if not all(sent) or set.intersection(*sent)] == []


def test_the_same_time_again_is_the_same_letter_and_the_next_time_is_another(cast: Cast, case: Telling) -> None:
    first, again, second = (
        letters.send("danger", Occasion(case=case.case, by=None), at=NOW, once=once, who="Anouk", owner="Anouk")
        for once in (1, 1, 2)
    )
    assert [one.pk for one in first] == [one.pk for one in again]
    assert not {one.pk for one in first} & {one.pk for one in second}


@pytest.mark.parametrize("once", ["", None])
def test_a_letter_that_does_not_say_which_time_it_is_is_an_error(case: Telling, once: object) -> None:
    with pytest.raises(ValueError, match="which time"):
        letters.send("danger", Occasion(case=case.case, by=None), at=NOW, once=once, who="Anouk")


def told_of(cast: Cast, address: str) -> list[StaffMember]:
    return receivers(BY_KEY["refused_address"], Occasion(by=None, school=cast.school, address=address))


def test_those_who_keep_the_addresses_are_told_of_one_that_fails(cast: Cast) -> None:
    assert told_of(cast, "anouk@wilg.example") == [cast.ada]


def test_those_whose_own_address_fails_are_not_written_to_and_nobody_else_in_their_place(cast: Cast) -> None:
    account = cast.ada.account
    assert account is not None
    assert told_of(cast, account.email) == []


def test_without_somebody_for_the_post_all_are_told_who_change_people(cast: Cast) -> None:
    StaffMember.objects.filter(pk=cast.ada.pk).update(is_active=False)
    assert told_of(cast, "anouk@wilg.example") == list(
        StaffMember.objects.filter(school=cast.school, role=Role.HEAD, is_active=True)
    )


def test_a_keeper_without_an_account_has_no_address_to_be_written_at(cast: Cast) -> None:
    StaffMember.objects.filter(pk=cast.ada.pk).update(account=None)
    assert told_of(cast, "anouk@wilg.example") == []


def test_a_role_that_only_sees_the_cases_it_has_a_part_in_may_open_the_lists(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed_only = Rights(says="", with_a_part=Standing.TAKES_PART, may=frozenset({Right.COORDINATE, Right.CONCERNS}))
    monkeypatch.setitem(RIGHTS, Role.COORDINATOR, listed_only)
    assert receivers(BY_KEY["digest"], Occasion(by=None, school=cast.school)) == [cast.carla]
    monkeypatch.setitem(RIGHTS, Role.HEAD, Rights(says="", with_a_part=Standing.TAKES_PART, may=frozenset(Right)))
    concern = Concern(school=cast.school)
    assert receivers(BY_KEY["concern"], Occasion(by=None, school=cast.school, concern=concern)) == [cast.hein]
