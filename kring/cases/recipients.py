"""Who gets a letter: `WHO` says it for each word of the table of letters. A verb only says what happened.

Nobody gets a letter whose button leads to a page that is shut for them: every row picks from those who may open it, and
what a row picks beside them is left out.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from kring.cases.access import Need, allows, may_read_concern, roles_that, standing_by
from kring.cases.letter_kinds import Kind, To
from kring.cases.models import Case, CaseStaff, Concern, Fact, PlanRead, PlanVersion
from kring.cases.queries import asked_at, current_facts
from kring.prepared import prepared
from kring.protocol.terms import Stage, total
from kring.school.models import Role, School, StaffMember
from kring.school.rights import Right, roles_with
from kring.school.second_yes import READS_PROPOSALS

People = list[StaffMember]
Parts = dict[tuple[UUID, UUID], str | None]
"""What a colleague is in a case: by case and colleague, where that is said of anybody."""

Told = TypeVar("Told")


def said(what: Told | None) -> Told:
    """What the occasion must say for this letter; LookupError, so a red test, when the verb left it out."""
    if what is None:
        raise LookupError("this letter goes to somebody of whom its occasion says nothing")
    return what


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """What happened, as far as it matters for who hears of it.

    `by` is who did it, None for Kring's own daily sweep. What is about no case says at which `school` it was. `asked`
    is a request to watch from `current_facts`; `person` the only one that this letter is for, if the row has them;
    `joined` those whose part in the case changed, or who read what was told by a door; `without` those who hear nothing
    of it: kept out of the case that the letter does not name; `address` the one that is written about, which is not
    written to. `heeded` is looked up here: those who have read the version, or noted something since they were asked.
    """

    by: StaffMember | None
    case: Case | None = None
    school: School | None = None
    concern: Concern | None = None
    version: PlanVersion | None = None
    asked: Fact | None = None
    person: StaffMember | None = None
    joined: frozenset[UUID] = frozenset()
    without: frozenset[UUID] = frozenset()
    address: str = ""
    heeded: frozenset[UUID] = frozenset()

    @property
    def at_school(self) -> School:
        """Where it happened."""
        return said(self.case).school if self.school is None else self.school


def receivers(letter: Kind, occasion: Occasion) -> list[StaffMember]:
    """Everybody who gets this letter on this occasion, by name, each with the account.

    Never those who are excluded from the case, those whom the report is about, or another school, whatever the row
    picks; and not who did it, unless the table says so.
    """
    return receivers_of_each([(letter, occasion)])[0]


def receivers_of_each(letters: Sequence[tuple[Kind, Occasion]]) -> list[list[StaffMember]]:
    """The same for each of these, however many: the people of the school are read once, with their parts in these
    cases, and who picks from them asks nothing more. One query; one more for several cases, and one for each of the two
    letters that look at what somebody did."""
    if not letters:
        return []
    people, parts = _people(letters)
    return [
        _picked(letter, occasion, people[occasion.at_school.pk], parts)
        for letter, occasion in _told_what_was_done(letters)
    ]


def _people(letters: Sequence[tuple[Kind, Occasion]]) -> tuple[dict[UUID, People], Parts]:
    """Everybody of these schools by name, each with the account; and their parts in these cases."""
    schools = {occasion.at_school.pk: list[StaffMember]() for _letter, occasion in letters}
    cases = {said(occasion.case).pk for letter, occasion in letters if letter.page in NEEDS}
    who_left = any(letter.of_account for letter, _occasion in letters)
    parts: Parts = {}
    if len(cases) > 1:
        listed = CaseStaff.objects.filter(case__in=cases)
        parts = {(case, who): part for case, who, part in listed.values_list("case", "staff", "part")}
    for person in _staff_of(list(schools), who_left, next(iter(cases)) if len(cases) == 1 else None):
        schools[person.school_id].append(person)
        if len(cases) == 1:
            parts[next(iter(cases)), person.pk] = person.part  # type: ignore[attr-defined]  # annotated
    return schools, parts


@prepared
def _staff_of(schools: Sequence[UUID], who_left: bool, case: UUID | None) -> QuerySet[StaffMember]:
    """Each with the account, and with the `part` in this case."""
    staff = StaffMember.objects.filter(school__in=schools).select_related("account")
    if not who_left:
        staff = staff.filter(is_active=True)
    if case is not None:
        of_one = CaseStaff.objects.filter(case=case, staff=OuterRef("pk")).values("part")
        staff = staff.annotate(part=Subquery(of_one))
    return staff


def _told_what_was_done(letters: Sequence[tuple[Kind, Occasion]]) -> list[tuple[Kind, Occasion]]:
    """The same letters, each occasion with those who did already what its letter asks of them."""
    versions = {one.version.pk for letter, one in letters if letter.to is To.NOT_READ and one.version}
    asked = {one.asked.case_id for letter, one in letters if letter.to is To.TEAM_WITHOUT_ANSWER and one.asked}
    reads = list(PlanRead.objects.filter(version__in=versions).values_list("version", "staff")) if versions else []
    answers = list(current_facts(asked, ("observation",)).values_list("case", "at", "by")) if asked else []

    def heeded(letter: Kind, occasion: Occasion) -> Iterable[UUID]:
        if letter.to is To.TEAM_WITHOUT_ANSWER and (asked := occasion.asked):
            return (who for case, at, who in answers if case == asked.case_id and at > asked_at(asked))
        return (who for version, who in reads if occasion.version and version == occasion.version.pk)

    return [(letter, replace(occasion, heeded=frozenset(heeded(letter, occasion)))) for letter, occasion in letters]


def _picked(letter: Kind, occasion: Occasion, people: People, parts: Parts) -> People:
    able = [person for person in people if _is_able_to_open(letter, occasion, person, parts)]
    wanted = {person.pk for person in WHO[letter.to](occasion, able)} - occasion.without
    if occasion.by is not None and not letter.even_to_sender:
        wanted.discard(occasion.by.pk)
    if occasion.person:
        wanted &= {occasion.person.pk}
    return [person for person in able if person.pk in wanted]


def _is_able_to_open(letter: Kind, occasion: Occasion, person: StaffMember, parts: Parts) -> bool:
    """Whether the page behind the button of this letter is open for this person."""
    if letter.page in NEEDS:
        case = said(occasion.case)
        return allows(standing_by(parts.get((case.pk, person.pk)), person, case), NEEDS[letter.page])
    if not letter.of_account and not (person.is_active and person.role in PAGES[letter.page]()):
        return False
    return occasion.concern is None or may_read_concern(person, occasion.concern)


NEEDS = {
    "case": Need.READ_FILE,
    "call_now": Need.WRITE,
    "safe_for_now": Need.WRITE,
    "issue_plan": Need.WRITE,
    "plan": Need.READ_PLAN,
    "observation": Need.OBSERVE,
    "people": Need.WRITE,
    "file": Need.READ_FILE,
}
"""What a page of a case asks of its reader."""

PAGES: dict[str, Callable[[], Collection[str]]] = {
    "today": lambda: roles_that(Need.READ_PLAN, with_a_part=True),
    "cases": lambda: roles_that(Need.READ_PLAN, with_a_part=True),
    "undelivered": lambda: roles_with(Right.PEOPLE),
    "unlisted": lambda: roles_with(Right.PEOPLE),
    "school_people": lambda: roles_with(Right.PEOPLE),
    "clock": lambda: roles_with(Right.CLOCK),
    "proposals": lambda: frozenset[Role]().union(*map(roles_with, READS_PROPOSALS)),
    "school_trail": lambda: roles_with(Right.TRAIL),
    "school": lambda: roles_with(Right.CLOCK),  # who read there of the server
    "told": lambda: roles_with(Right.REPORT),  # each sees there what is for them
}
"""The roles that may open a page that is the same for all."""


# ── The rows ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _of(people: People, *keys: UUID | None) -> People:
    return [person for person in people if person.pk in keys]


def _with(people: People, roles: Collection[str]) -> People:
    return [person for person in people if person.role in roles]


def _but(people: People, keys: Collection[UUID | None]) -> People:
    return [person for person in people if person.pk not in keys]


def _away(occasion: Occasion, able: People) -> tuple[UUID | None, ...]:
    """The owner who is ill or away, while who stands in can do it: Kring itself reminds them of nothing. What a
    colleague does in the case they do hear (decision 063)."""
    case = said(occasion.case)
    if occasion.by is not None or case.absence_id is None or not _of(able, case.stand_in_id):
        return ()
    return (case.owner_id,)


def _owner(occasion: Occasion, able: People) -> People:
    case = said(occasion.case)
    return _but(_of(able, case.owner_id, case.stand_in_id), _away(occasion, able))


def _whose_turn(occasion: Occasion, able: People) -> People:
    case = said(occasion.case)
    if case.stage == Stage.TO_CLOSE and case.closed_on is None:
        return _owner_and_leaders(occasion, able)
    return _owner(occasion, able)


def _new_owner(occasion: Occasion, able: People) -> People:
    return _of(able, said(occasion.case).owner_id)


def _stand_in(occasion: Occasion, able: People) -> People:
    return _of(able, said(occasion.case).stand_in_id)


def _concerned(occasion: Occasion, able: People) -> People:
    return _of(able, *said(occasion.joined or None))


def _coordinators(_occasion: Occasion, able: People) -> People:
    return _with(able, roles_with(Right.COORDINATE))


def _heads(_occasion: Occasion, able: People) -> People:
    return _with(able, roles_with(Right.ANSWER))


def _heads_but_accused(occasion: Occasion, able: People) -> People:
    said(occasion.concern)
    return _heads(occasion, able) or able


def _leaders(_occasion: Occasion, able: People) -> People:
    return _with(able, roles_that(Need.LEAD))


def _owner_and_leaders(occasion: Occasion, able: People) -> People:
    return _owner(occasion, able) + _leaders(occasion, able)


def _team(occasion: Occasion, able: People) -> People:
    said(occasion.case)
    return able


def _without_answer(occasion: Occasion, able: People) -> People:
    asked = said(occasion.asked)
    return _but(able, {asked.by_id, *occasion.heeded, *_away(occasion, able)})


def _not_read(occasion: Occasion, able: People) -> People:
    version = said(occasion.version)
    return _but(able, {version.issued_by_id, *occasion.heeded, *_away(occasion, able)})


def _keepers(occasion: Occasion, able: People) -> People:
    """Whoever has the address itself is not written to about it; nobody else is then, in their place."""
    keepers = _with(able, roles_with(Right.POST)) or _with(able, roles_with(Right.PEOPLE))
    return [one for one in keepers if one.account and one.account.email != occasion.address]


def _who_keeps_pupils(_occasion: Occasion, able: People) -> People:
    return _with(able, roles_with(Right.PEOPLE))


def _person(occasion: Occasion, able: People) -> People:
    return _of(able, said(occasion.person).pk)


WHO: dict[To, Callable[[Occasion, People], Iterable[StaffMember]]] = total(
    {
        To.OWNER: _owner,
        To.WHOSE_TURN: _whose_turn,
        To.NEW_OWNER: _new_owner,
        To.STAND_IN: _stand_in,
        To.CONCERNED: _concerned,
        To.COORDINATORS: _coordinators,
        To.HEADS: _heads,
        To.HEADS_BUT_ACCUSED: _heads_but_accused,
        To.LEADERS: _leaders,
        To.OWNER_AND_LEADERS: _owner_and_leaders,
        To.TEAM: _team,
        To.TEAM_WITHOUT_ANSWER: _without_answer,
        To.NOT_READ: _not_read,
        To.ADMINISTRATORS: _keepers,
        To.WHO_KEEPS_PUPILS: _who_keeps_pupils,
        To.WHO_READS_TOLD: _concerned,
        To.COLLEAGUE: _person,
        To.WHO_PROPOSED: _person,
        To.ACCOUNT: _person,
        To.FORMER_ADDRESS: _person,
    },
    To,
)
"""Each word of the table of letters: whom it picks from those who may open the page."""
