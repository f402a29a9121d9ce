"""A case with all that was recorded in it, read in a fixed number of queries, and its position."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from kring.cases.apart import Names, told_apart
from kring.cases.bodies import TRAITS, Reached, tag_of
from kring.cases.bodies import Promise as Promised
from kring.cases.models import Case, Fact, Involved, Promise, PromiseTold, Report
from kring.cases.together import Table
from kring.cases.typed import B, FactOf
from kring.names.comparing import sort_key
from kring.prepared import prepared
from kring.protocol import facts as bare
from kring.protocol.calendar import SchoolCalendar
from kring.protocol.editions import edition_of
from kring.protocol.fitting import fitted
from kring.protocol.progress import Progress, Visit, VisitKey, progress
from kring.protocol.terms import ROLES_OF, Protocol, Role, Whom, playing
from kring.protocol.variation import Variation, apply
from kring.rows import Abreast
from kring.school.calendars import calendar_for
from kring.school.models import Group, Guardian, Guardianship, Pupil
from kring.vault.keys import load_keys

INFORMED_ROLES = playing(*ROLES_OF[Whom.EACH_GUARDIAN])
"""The children whose guardians must be informed."""


@dataclass
class CaseFile:
    """One case, read whole. `every_fact` is in the order of recording, former versions included."""

    case: Case
    every_fact: list[Fact]
    everyone: list[Involved]
    guardianships: list[Guardianship]
    school_calendar: SchoolCalendar
    reports_read: list[Report] | None = field(default=None, repr=False)

    @property
    def reports(self) -> list[Report]:
        """The reports that opened or joined this case, oldest first: one query, once for all that a request does."""
        if self.reports_read is None:
            self.reports_read = _reports_of(self.case.pk)
        return self.reports_read

    @cached_property
    def calendar(self) -> SchoolCalendar:
        """The days on which those who bully and are bullied are at school: no term ends when one of them is away."""
        return self.school_calendar.for_groups(
            {child.pupil.group_id for child in self.with_role(*ROLES_OF[Whom.EACH_OF_BOTH])}
        )

    @cached_property
    def protocol(self) -> Protocol:
        return protocol_of(self.case)

    @cached_property
    def facts(self) -> list[Fact]:
        """The facts as they stand: corrected ones in their newest version, withdrawn ones left out.

        In the order in which they were first recorded: putting an old one right does not make it the latest.
        """
        standing = [fact for fact in self.every_fact if fact.kind != "withdrawn"]
        replaced = {fact.replaces_id for fact in self.every_fact if fact.replaces_id}
        if not replaced:
            return standing
        place: dict[UUID, int] = {}
        for number, fact in enumerate(self.every_fact):
            place[fact.pk] = place.get(fact.replaces_id, number) if fact.replaces_id else number
        standing = [fact for fact in standing if fact.pk not in replaced]
        return sorted(standing, key=lambda fact: place[fact.pk])

    @cached_property
    def promises(self) -> list[Promise]:
        """The promises of this case, the first to begin on top, each with what was `told` of it in that order.

        Two queries, once; none where nothing was promised.
        """
        if not self.of(Promised):
            return []
        made = _promises_of(self.case.pk)
        told = PromiseTold.objects.filter(case=self.case.pk).order_by("at", "id")
        prefetch_related_objects(made, Prefetch("told", told))
        return made

    @cached_property
    def people(self) -> list[Involved]:
        """The children who take part now."""
        return [involved for involved in self.everyone if involved.left_on is None]

    @cached_property
    def names(self) -> Names:
        """What each child of this case is called, by the pupil's id, those who left it too: its one way everywhere.

        A page with several cases puts the names of all its children here.
        """
        return told_apart(involved.pupil for involved in self.everyone)

    def name_of(self, child: Involved) -> str:
        """What this child is called in this case: `Noor`, or `Noor B.` beside another Noor."""
        return self.names[child.pupil_id]

    @cached_property
    def progress(self) -> Progress:
        return progress(self.protocol, self.bare, self.calendar)

    @cached_property
    def table(self) -> Table:
        """What was answered and held of talks at one table."""
        return Table(self.every_fact, self.facts, self.everyone, self.protocol)

    @cached_property
    def bare(self) -> bare.Facts:
        """The facts as the protocol reads them."""
        changed, nameless = answers_changed(self.every_fact), self.table.nameless
        standing = self.facts
        if changed or nameless:
            standing = [one for one in standing if self._tells_what_holds(one, changed) and one.pk not in nameless]
        return bare_facts(self.case, standing, self.people, self.guardianships, self.declined)

    def _tells_what_holds(self, fact: Fact, changed: Mapping[VisitKey, datetime]) -> bool:
        """False for what told others of an answer that was `changed` after that."""
        if fact.place not in changed or not fact.traits.only_for_standing_answer:
            return True
        return self.first(fact).at >= changed[fact.place]

    @cached_property
    def declined(self) -> dict[str, Fact]:
        """Who will not be told, by the key of the guardianship, with the fact that says so: the last word on them.

        It stands for later steps, and whatever the answer becomes, until somebody tries again (decision 57).
        """
        last = {key: fact for fact in self.of_kind("informed") for key in fact.about}
        return {key: fact for key, fact in last.items() if fact.outcome == Reached.DECLINED}

    def is_gone(self, child: Involved) -> bool:
        """Whether this child left the school, and what was still to be done with it is settled with that."""
        return any(person.gone_on for person in self.bare.people if person.key == str(child.pk))

    def with_role(self, *roles: Role) -> list[Involved]:
        """The children with one of these parts, each once, in the order in which they joined."""
        return [involved for involved in self.people if involved.role in playing(*roles)]

    def child(self, key: str) -> Involved | None:
        """The child with this key, also one who takes part no more."""
        return next((involved for involved in self.everyone if str(involved.pk) == key), None)

    def informed_child(self, pk: UUID) -> Involved | None:
        """The child with this id, when it takes part now and its guardians are informed."""
        return next((child for child in self.people if child.pk == pk and child.role in INFORMED_ROLES), None)

    def of_kind(self, *kinds: str) -> list[Fact]:
        """The current facts of these kinds, oldest first."""
        return [fact for fact in self.facts if fact.kind in kinds]

    def of(self, kind: type[B], at: Visit | None = None) -> list[FactOf[B]]:
        """The current facts of one kind with their bodies typed, oldest first; with `at` only those of that visit."""
        tag = tag_of(kind)
        return [
            FactOf(fact, kind) for fact in self.facts if fact.kind == tag and (at is None or fact.place == at.place)
        ]

    def every(self, kind: type[B]) -> list[FactOf[B]]:
        """All facts ever recorded of one kind, former versions and withdrawn ones included."""
        tag = tag_of(kind)
        return [FactOf(fact, kind) for fact in self.every_fact if fact.kind == tag]

    def newest(self, fact: Fact) -> Fact:
        """The version that stands now in the place of this fact: itself, its last correction, or its withdrawal."""
        replaced_by = {other.replaces_id: other for other in self.every_fact if other.replaces_id}
        while fact.pk in replaced_by:
            fact = replaced_by[fact.pk]
        return fact

    def guardianship(self, id: UUID) -> Guardianship | None:
        """The guardianship of a child of this case whose guardians must or may be informed; None for any other."""
        children = {child.pupil_id for child in self.with_role(*INFORMED_ROLES)}
        return next((link for link in self.guardianships if link.pk == id and link.pupil_id in children), None)

    def guardianships_of(self, child: Involved) -> list[Guardianship]:
        """What each guardian of this child is to it."""
        return [link for link in self.guardianships if link.pupil_id == child.pupil_id]

    def link(self, key: str) -> Guardianship | None:
        """The guardianship with this key, as facts hold it, when the school still knows it."""
        return next((link for link in self.guardianships if str(link.pk) == key), None)

    def for_duty(self, step: str, round: int, duty: str) -> list[Fact]:
        """The current facts with which one duty was done, as far as it was; not that it was let go, or only planned."""
        return [fact for fact in self.facts if fact.place == (step, round) and fact.duty == duty and fact.traits.meets]

    def former(self, fact: Fact) -> list[Fact]:
        """The versions that this fact replaced, newest first."""
        former = []
        while fact.replaces_id:
            fact = self._by_id[fact.replaces_id]
            former.append(fact)
        return former

    def first(self, fact: Fact) -> Fact:
        """The version as which this fact was first recorded. Putting it right tells nothing of what came since."""
        return (self.former(fact) or [fact])[-1]

    @cached_property
    def _by_id(self) -> dict[UUID, Fact]:
        return {fact.pk: fact for fact in self.every_fact}


def file_of_new(
    case: Case, children: Iterable[Involved], guardianships: list[Guardianship], reports: list[Report]
) -> CaseFile:
    """The file of a case that is yet to be stored, with these children, guardians and reports: what nobody can have
    recorded is not asked for. One query."""
    return CaseFile(case, [], in_order(children), guardianships, calendar_for(case.school), reports)


@lru_cache(maxsize=256)
def _varied(protocol: str, edition: str, variation: bytes) -> tuple[Protocol, Variation]:
    plain = edition_of(protocol, edition)
    chosen = fitted(msgspec.json.decode(variation), plain).variation
    return apply(plain, chosen), chosen


def protocol_of(case: Case) -> Protocol:
    """The edition that the case began with, varied as its school did then."""
    return _began_with(case)[0]


def variation_of(case: Case) -> Variation:
    """What the school did differently when the case began, as far as it holds in the case's edition."""
    return _began_with(case)[1]


def _began_with(case: Case) -> tuple[Protocol, Variation]:
    return _varied(case.protocol, case.edition, msgspec.json.encode(case.variation, order="deterministic"))


def answers_changed(every_fact: Iterable[Fact]) -> dict[VisitKey, datetime]:
    """When the answer of a step was changed into another one: whoever was told before that is to be told again."""
    decisions = {fact.pk: fact for fact in every_fact if fact.kind == "decision"}
    return {
        fact.place: fact.at
        for fact in sorted(decisions.values(), key=lambda fact: fact.at)
        if fact.replaces_id in decisions and decisions[fact.replaces_id].outcome != fact.outcome
    }


def bare_facts(
    case: Case,
    facts: Iterable[Fact],
    people: Iterable[Involved],
    guardianships: Iterable[Guardianship],
    declined: Mapping[str, Fact],
) -> bare.Facts:
    """The case's current facts without names and stories, for kring.protocol.progress."""
    to_inform: dict[UUID, list[str]] = defaultdict(list)
    for guardianship in guardianships:
        if guardianship.must_be_told:
            to_inform[guardianship.pupil_id].append(str(guardianship.pk))
    of: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        of[fact.kind].append(fact)
    gone = {key: fact.on for fact in of["gone"] for key in fact.about}
    persons = tuple(
        bare.Person(
            key=str(involved.pk),
            role=Role(involved.role),
            group=str(involved.pupil.group_id or ""),
            guardians=tuple(to_inform[involved.pupil_id]) if Role(involved.role) in INFORMED_ROLES else (),
            gone_on=gone.get(str(involved.pk)) if involved.pupil.left_on else None,
        )
        for involved in people
    )
    checks = {fact.place: fact.on for fact in of["checked"]}
    return bare.Facts(
        reported_on=case.reported_on,
        people=persons,
        done=tuple(
            bare.Done(fact.step, fact.round, fact.duty, fact.on, frozenset(fact.about))
            for kind, group in of.items()
            if TRAITS[kind].meets
            for fact in group
            if fact.duty and fact.settled and (fact.outcome != Reached.DECLINED or fact in declined.values())
        ),
        waived=tuple(
            bare.Waived(fact.step, fact.round, fact.duty, fact.on, frozenset(fact.about)) for fact in of["waived"]
        ),
        held_back=tuple(bare.HeldBack(str(one.pk), one.not_told_until) for one in guardianships if one.not_told_until),
        declined=tuple(bare.Declined(key, fact.on) for key, fact in declined.items()),
        decided=tuple(bare.Decided(fact.step, fact.round, fact.outcome, fact.on) for fact in of["decision"]),
        planned=tuple(bare.Planned(fact.step, fact.round, fact.on) for fact in of["planned"]),
        finished=tuple(bare.Finished(fact.step, fact.round, fact.on, frozenset(fact.about)) for fact in of["finished"]),
        closed=tuple(
            bare.Closed(fact.step, fact.round, fact.on, fact.until_on, checks.get(fact.place)) for fact in of["closed"]
        ),
        reopened=tuple(bare.Reopened(fact.step, fact.round, fact.outcome, fact.on) for fact in of["reopened"]),
        more_care=tuple(
            bare.MoreCare(fact.step, fact.round, fact.until_on) for fact in of["more_care"] if fact.until_on
        ),
    )


def read_case_files(
    cases: Sequence[Case],
    calendar: SchoolCalendar | None = None,
    *,
    with_authors: bool = True,
    with_guardians: bool = True,
    everyone: Mapping[UUID, list[Involved]] | None = None,
) -> dict[UUID, CaseFile]:
    """The files of these cases of one school, by the case's id: four queries, however many cases.

    Without authors `fact.by` is not there to be read: a list that shows many cases does without, at half the CPU; and
    without guardians `link.guardian`, where none is named. A page that read the children of these cases already, with
    those of others, gives them (`everyone_in`).
    """
    if not cases:
        return {}
    ids = [case.pk for case in cases]
    load_keys([*ids, cases[0].school_id])
    facts: dict[UUID, list[Fact]] = defaultdict(list)
    for fact in _facts_of(ids, with_authors):
        facts[fact.case_id].append(fact)
    if everyone is None and with_guardians:
        people = _people_in(ids)
    else:
        people = _people_of(ids, everyone_in(ids) if everyone is None else everyone, with_guardians=with_guardians)
    days = calendar or calendar_for(cases[0].school)
    return {case.pk: CaseFile(case, facts[case.pk], *people[case.pk], days) for case in cases}


@prepared
def _facts_of(cases: Sequence[UUID], with_authors: bool) -> QuerySet[Fact]:
    found = Fact.objects.filter(case__in=cases).order_by("at", "id")
    return found.select_related("by") if with_authors else found


@prepared
def _children_of(cases: Sequence[UUID]) -> QuerySet[Involved]:
    return Involved.objects.filter(case__in=cases).select_related("pupil__group")


_CHILD = Abreast(
    ("", Involved),
    ("pupil__", Pupil),
    ("pupil__group__", Group),
    ("pupil__guardianships__", Guardianship),
    ("pupil__guardianships__guardian__", Guardian),
)


@prepared
def _children_with_guardians(cases: Sequence[UUID]) -> QuerySet[Involved, tuple[Any, ...]]:
    """A row for each guardian of a child of these cases; one where a child has none."""
    found = Involved.objects.filter(case__in=cases).order_by("pupil__guardianships__id")
    return found.values_list(*_CHILD.columns)


@prepared
def _guardianships_of(pupils: Sequence[UUID], with_guardians: bool) -> QuerySet[Guardianship]:
    found = Guardianship.objects.filter(pupil__in=pupils).order_by("id")
    return found.select_related("guardian") if with_guardians else found


@prepared
def _promises_of(case: UUID) -> QuerySet[Promise]:
    made = Promise.objects.filter(case=case).select_related("fact", "child__pupil", "staff")
    return made.order_by("first_on", "id")


@prepared
def _reports_of(case: UUID) -> QuerySet[Report]:
    return Report.objects.filter(case=case).select_related("taken_by").order_by("taken_at", "id")


def everyone_in(cases: Iterable[UUID]) -> dict[UUID, list[Involved]]:
    """The children of these cases with their roles, in their order, those who left them too. One query, or none."""
    ids = list(dict.fromkeys(cases))
    found: dict[UUID, list[Involved]] = {pk: [] for pk in ids}
    for involved in in_order(_children_of(ids)) if ids else ():
        found[involved.case_id].append(involved)
    return found


def _people_in(ids: Sequence[UUID]) -> dict[UUID, tuple[list[Involved], list[Guardianship]]]:
    """The children of these cases, in their order, and their guardianships: one query."""
    children: dict[UUID, Involved] = {}
    links: dict[UUID, dict[UUID, Guardianship]] = defaultdict(dict)
    for row in _children_with_guardians(ids):
        child, pupil, pupil.group, link, guardian = _CHILD.read(row)
        child = children.setdefault(child.pk, child)
        child.pupil = pupil
        if link is not None:
            link.guardian = guardian
            links[pupil.pk][link.pk] = link
    found: dict[UUID, tuple[list[Involved], list[Guardianship]]] = {pk: ([], []) for pk in ids}
    for child in in_order(children.values()):
        found[child.case_id][0].append(child)
    for everyone, guardianships in found.values():
        for pupil in sorted({child.pupil_id for child in everyone}):
            guardianships += links[pupil].values()
    return found


def _people_of(
    ids: Sequence[UUID], everyone: Mapping[UUID, list[Involved]], *, with_guardians: bool = True
) -> dict[UUID, tuple[list[Involved], list[Guardianship]]]:
    """The children of these cases, and their guardianships: one query."""
    pupils = {pk: {involved.pupil_id for involved in everyone[pk]} for pk in ids}
    guardianships: dict[UUID, list[Guardianship]] = defaultdict(list)
    for guardianship in _guardianships_of(sorted(set().union(*pupils.values())), with_guardians):
        guardianships[guardianship.pupil_id].append(guardianship)
    return {
        pk: (
            everyone[pk],
            [link for pupil in sorted(pupils[pk]) for link in guardianships[pupil]],
        )
        for pk in ids
    }


def with_people_anew(file: CaseFile) -> CaseFile:
    """The file with the children who take part now; what was recorded is as it was read."""
    pk = file.case.pk
    everyone, guardianships = _people_in([pk])[pk]
    return replace(file, everyone=everyone, guardianships=guardianships)


def in_order(children: Iterable[Involved]) -> list[Involved]:
    """The children of a case in the order in which they are always told, read with their pupil."""
    return sorted(children, key=_place)


def _place(involved: Involved) -> tuple[int, date, tuple[str, str], UUID]:
    """The same order every time: by role, then who joined first, then by first name."""
    return _ROLE_ORDER[involved.role], involved.joined_on, sort_key(involved.pupil.first_name), involved.pk


_ROLE_ORDER = {role.value: order for order, role in enumerate(Role)}


def read_case_file(case: Case, calendar: SchoolCalendar | None = None) -> CaseFile:
    """The file of one case."""
    return read_case_files([case], calendar)[case.pk]


def roles_reported(file: CaseFile, reports: Iterable[Report]) -> dict[str, str]:
    """The role that the newest report gives each child, by its key; none from before a step was last finished."""
    finished = max((fact.at for fact in file.of_kind("finished")), default=None)
    named: dict[str, str] = {}
    for report in reports:
        if finished is None or report.taken_at > finished:
            named |= report.other_roles
    return named


def reports_of(case: Case) -> list[Report]:
    """The reports that opened or joined this case, oldest first."""
    return _reports_of(case.pk)
