"""Who gets a letter: `WHO` says it for each word of the table of letters. A verb only says what happened.

Nobody gets a letter whose button leads to a page that is shut for them: every row picks from those who may open it, and
what a row picks beside them is left out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from kring.cases.access import Need, concern_readers, readers, roles_that
from kring.cases.letter_kinds import Kind, To
from kring.cases.models import Case, Concern, Fact, PlanRead, PlanVersion
from kring.cases.queries import asked_at, current_facts
from kring.protocol.terms import Stage, total
from kring.school.models import Role, School, StaffMember
from kring.school.rights import Right, roles_with
from kring.school.second_yes import READS_PROPOSALS

People = QuerySet[StaffMember]


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
    `joined` those whose part in the case changed; `without` those who hear nothing of it: kept out of the case that the
    letter does not name;
    `address` the one that is written about, which is not written to.
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

    @property
    def at_school(self) -> School:
        """Where it happened."""
        return said(self.case).school if self.school is None else self.school


def receivers(letter: Kind, occasion: Occasion) -> list[StaffMember]:
    """Everybody who gets this letter on this occasion, by name, each with the account.

    Never those who are excluded from the case, those whom the report is about, or another school, whatever the row
    picks; and not who did it, unless the table says so.
    """
    return list(_picked(letter, occasion).select_related("account"))


def receivers_of_each(letters: Sequence[tuple[Kind, Occasion]]) -> list[list[StaffMember]]:
    """The same for each of these: two queries for up to AT_ONCE of them."""
    found: list[set[UUID]] = [set() for _letter in letters]
    for start in range(0, len(letters), AT_ONCE):
        asked = [
            _picked(*one).order_by().values_list("pk", Value(start + place))
            for place, one in enumerate(letters[start : start + AT_ONCE])
        ]
        for person, place in asked[0].union(*asked[1:]):
            found[place].add(person)
    people = StaffMember.objects.filter(pk__in=set().union(*found)).select_related("account") if any(found) else []
    return [[person for person in people if person.pk in those] for those in found]


AT_ONCE = 200
"""SQLite takes no more than 500 questions in one."""


def _picked(letter: Kind, occasion: Occasion) -> People:
    able = _able_to_open(letter, occasion)
    people = able.filter(pk__in=WHO[letter.to](occasion, able).values("pk")).exclude(pk__in=occasion.without)
    if occasion.by is not None and not letter.even_to_sender:
        people = people.exclude(pk=occasion.by.pk)
    return people.filter(pk=occasion.person.pk) if occasion.person else people


def _able_to_open(letter: Kind, occasion: Occasion) -> People:
    """Those for whom the page behind the button of this letter is open."""
    if letter.page in NEEDS:
        people = readers(said(occasion.case), NEEDS[letter.page])
    else:
        people = StaffMember.objects.filter(school=occasion.at_school)
        if not letter.of_account:
            people = people.filter(PAGES[letter.page](), is_active=True)
    if occasion.concern:
        people = people.filter(concern_readers(occasion.concern))
    return people


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

PAGES: dict[str, Callable[[], Q]] = {
    "today": lambda: Q(role__in=roles_that(Need.READ_PLAN, with_a_part=True)),
    "cases": lambda: Q(role__in=roles_that(Need.READ_PLAN, with_a_part=True)),
    "undelivered": lambda: Q(role__in=roles_with(Right.PEOPLE)),
    "unlisted": lambda: Q(role__in=roles_with(Right.PEOPLE)),
    "school_people": lambda: Q(role__in=roles_with(Right.PEOPLE)),
    "clock": lambda: Q(role__in=roles_with(Right.CLOCK)),
    "proposals": lambda: Q(role__in=frozenset[Role]().union(*map(roles_with, READS_PROPOSALS))),
    "school_trail": lambda: Q(role__in=roles_with(Right.TRAIL)),
    "school": lambda: Q(role__in=roles_with(Right.CLOCK)),  # who read there of the server
}
"""Who may open a page that is the same for all."""


# ── The rows ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _away(occasion: Occasion, able: People) -> Q:
    """The owner who is ill or away, while who stands in can do it: Kring itself reminds them of nothing. What a
    colleague does in the case they do hear (decision 063)."""
    case = said(occasion.case)
    if occasion.by is not None or case.absence_id is None or case.stand_in_id is None:
        return Q(pk__in=[])
    return Q(Exists(able.filter(pk=case.stand_in_id)), pk=case.owner_id)


def _owner(occasion: Occasion, able: People) -> People:
    case = said(occasion.case)
    return able.filter(Q(pk=case.owner_id) | Q(pk=case.stand_in_id)).exclude(_away(occasion, able))


def _whose_turn(occasion: Occasion, able: People) -> People:
    case = said(occasion.case)
    if case.stage == Stage.TO_CLOSE and case.closed_on is None:
        return _owner_and_leaders(occasion, able)
    return _owner(occasion, able)


def _new_owner(occasion: Occasion, able: People) -> People:
    return able.filter(pk=said(occasion.case).owner_id)


def _stand_in(occasion: Occasion, able: People) -> People:
    stand_in = said(occasion.case).stand_in_id
    return able.filter(pk=stand_in) if stand_in else able.none()


def _concerned(occasion: Occasion, able: People) -> People:
    return able.filter(pk__in=said(occasion.joined or None))


def _coordinators(_occasion: Occasion, able: People) -> People:
    return able.filter(role__in=roles_with(Right.COORDINATE))


def _heads(_occasion: Occasion, able: People) -> People:
    return able.filter(role__in=roles_with(Right.ANSWER))


def _heads_but_accused(occasion: Occasion, able: People) -> People:
    said(occasion.concern)
    heads = _heads(occasion, able)
    return heads if heads.exists() else able


def _leaders(_occasion: Occasion, able: People) -> People:
    return able.filter(role__in=roles_that(Need.LEAD))


def _owner_and_leaders(occasion: Occasion, able: People) -> People:
    return _owner(occasion, able) | _leaders(occasion, able)


def _team(occasion: Occasion, able: People) -> People:
    said(occasion.case)
    return able


def _without_answer(occasion: Occasion, able: People) -> People:
    asked = said(occasion.asked)
    answers = current_facts([asked.case_id], ("observation",)).filter(at__gt=asked_at(asked))
    return able.exclude(pk=asked.by_id).exclude(pk__in=answers.values("by")).exclude(_away(occasion, able))


def _not_read(occasion: Occasion, able: People) -> People:
    version = said(occasion.version)
    read = PlanRead.objects.filter(version=version, staff=OuterRef("pk"))
    return able.filter(~Exists(read)).exclude(pk=version.issued_by_id).exclude(_away(occasion, able))


def _keepers(occasion: Occasion, able: People) -> People:
    """Whoever has the address itself is not written to about it; nobody else is then, in their place."""
    first = able.filter(role__in=roles_with(Right.POST))
    keepers = first if first.exists() else able.filter(role__in=roles_with(Right.PEOPLE))
    return keepers.filter(account__isnull=False).exclude(account__email=occasion.address)


def _who_keeps_pupils(_occasion: Occasion, able: People) -> People:
    return able.filter(role__in=roles_with(Right.PEOPLE))


def _person(occasion: Occasion, able: People) -> People:
    return able.filter(pk=said(occasion.person).pk)


WHO: dict[To, Callable[[Occasion, People], People]] = total(
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
        To.WHO_PROPOSED: _person,
        To.ACCOUNT: _person,
        To.FORMER_ADDRESS: _person,
    },
    To,
)
"""Each word of the table of letters: whom it picks from those who may open the page."""
