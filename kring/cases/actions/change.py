"""What all verbs share: lock the case, check access and protocol, write facts, bring the case up to date."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kring import words
from kring.cases import bodies, letters
from kring.cases.access import Need, require
from kring.cases.against import standing_departure
from kring.cases.case_file import CaseFile, read_case_file, with_people_anew
from kring.cases.danger import danger_now
from kring.cases.errors import Conflict, NoLongerAsked, NotAllowed, Refused
from kring.cases.held import ActOnHeld, HeldCase, hold_school, locked_to_change
from kring.cases.models import Case, Fact, Involved
from kring.cases.owed_talks import owed_talks
from kring.cases.plan_in_force import state_of
from kring.cases.recipients import Occasion
from kring.cases.relatives import waiting_relatives
from kring.cases.safety import safety_due_on
from kring.cases.traits import Body, One
from kring.cases.typed import B, FactOf
from kring.cases.unlisted import kept_out_of, pupils_for
from kring.cases.wording import BEFORE_REPORT
from kring.cases.wrongly_told import still_to_hear
from kring.mail import outbox
from kring.protocol.progress import State, Task, Visit, VisitKey, complete
from kring.protocol.terms import Kind, Role, Whom
from kring.school.act import Act
from kring.school.actions import type_pupil
from kring.school.models import Guardianship, Pupil
from kring.school.typed import TypedChild
from kring.trail.record import Key
from kring.trail.record import record as note_in_trail
from kring.trail.verbs import Verb


@dataclass
class Change:
    """A case, locked, while one verb works on it."""

    act: Act
    case: Case
    file: CaseFile
    repeated: Fact | None = None
    recorded: list[Fact] = field(default_factory=list)
    people_changed: bool = False

    @property
    def current(self) -> Visit:
        """The visit the case is in; Refused when it is closed."""
        return self.must_be_open()

    def must_be_open(self) -> Visit:
        """Refuses a closed case; gives the visit that an open one is in."""
        visit = self.file.progress.current
        if visit is None:
            raise Refused(None, _("Deze zaak is afgesloten. Heropen de zaak om er iets aan toe te voegen."))
        return visit

    def task(self, duty: str, kind: Kind) -> Task:
        """The task for this duty in the current step; Refused when the step does not ask for it (any more, or yet).

        Without a duty's key: the step's duty of this kind.
        """
        task = self.current.task(duty) if duty else self.current.task_of(kind)
        if task is None or task.duty.kind is not kind:
            raise Refused(None, _("Deze stap vraagt hier niet (meer) om. Kijk op de zaak wat nu aan de beurt is."))
        self.must_not_wait(task)
        return task

    def must_not_wait(self, task: Task) -> None:
        """Refuses a task whose turn it is not yet, with what comes first."""
        if task.state is State.WAITING:
            raise something_first(self.file.protocol.duty(self.current.step.key, key).title for key in task.waits_for)

    def telling(self, duty: str, guardian: str, at: VisitKey | None) -> tuple[Visit, Task]:
        """Where telling this guardian belongs: in the current step, or in an earlier one that left it to be done yet.

        `at` is where the form was when it was shown. Refused when nothing asks for it, or not there.
        """
        found = self.file.progress.telling(guardian, duty, at)
        if found is None and at in (None, self.current.place):  # told already, and told more now
            found = self.current, self.task(duty, Kind.INFORM_GUARDIANS)
        return still_there(found, at)

    def correcting(self) -> Fact | None:
        """The fact this act corrects, by the first fact that it records; None for what it records after that.

        Conflict when somebody was first or the form had not seen it, NotAllowed when it is not of this case.
        """
        if self.act.corrects is None or self.recorded:
            return None
        self.must_be_open()
        for fact in self.file.every_fact:
            if fact.pk == self.act.corrects:
                newest = next((other for other in self.file.every_fact if other.replaces_id == fact.pk), None)
                if newest and newest.kind == "withdrawn":
                    raise Refused(
                        None, _("Deze regel is intussen verbeterd of ingetrokken. Lees eerst wat er nu staat.")
                    )
                if newest:
                    raise Conflict(newest)
                if self.act.token and self.act.seen != fact.pk:
                    raise Conflict(fact)
                return fact
        raise NotAllowed(self.act.corrects)

    def corrected(self, kind: type[B]) -> FactOf[B] | None:
        """The fact this act corrects, as `correcting`, of the kind that this verb writes; NotAllowed of another."""
        former = self.correcting()
        if former and former.kind != bodies.tag_of(kind):
            raise NotAllowed(former.pk)
        return FactOf(former, kind) if former else None

    @property
    def was_about(self) -> set[str]:
        """The keys of those whom the fact that this act corrects was about; nobody when it corrects none."""
        return {key for fact in self.file.every_fact if fact.pk == self.act.corrects for key in fact.about}

    def record(
        self,
        body: Body,
        *,
        on: date,
        duty: str = "",
        about: Sequence[str] = (),
        outcome: str = "",
        settled: bool = True,
        until_on: date | None = None,
        visit: Visit | None = None,
    ) -> Fact:
        """Add a fact to the current step, or in place of the one that is corrected.

        Raises Conflict when the form had not seen what somebody else recorded for the same duty.
        """
        kind = bodies.kind_of(body)
        place = visit or self.file.progress.last
        former = self.correcting()
        if former and former.kind != kind:
            raise NotAllowed(former.pk)
        step, round, duty = (former.step, former.round, former.duty) if former else (place.step.key, place.round, duty)
        if former is None and not self.recorded:
            former = self._former(kind, step, round, duty, about)
        return self._add(
            body,
            step,
            round,
            duty,
            former=former,
            on=on,
            until_on=until_on,
            about=sorted(about),
            outcome=outcome,
            settled=settled,
        )

    def _add(self, body: Body, step: str, round: int, duty: str, *, former: Fact | None, **columns: Any) -> Fact:
        kind = bodies.kind_of(body)
        fact = Fact(
            school_id=self.case.school_id,
            case=self.case,
            kind=kind,
            step=step,
            round=round,
            duty=duty,
            sealed_body=bodies.to_text(body),
            by=self.act.by,
            at=self.act.at + timedelta(microseconds=len(self.recorded)),
            token=self.act.token if not self.recorded else None,
            replaces=former,
            **columns,
        )
        fact.save(force_insert=True)
        self.recorded.append(fact)
        note_in_trail(
            verb=Verb.FACT_CORRECTED if former else Verb.FACT_RECORDED,
            school_id=self.case.school_id,
            at=self.act.at,
            by=self.act.by,
            case_id=self.case.pk,
            subject_id=fact.pk,
            kind=Key(kind),
            step=Key(step),
            round=round,
            duty=Key(duty),
        )
        return fact

    def record_ahead(self, body: Body, place: VisitKey, *, on: date) -> Fact:
        """Add a fact to a time in a step that the case is yet to come to."""
        step, round = place
        return self._add(body, step, round, "", former=None, on=on, about=[])

    def replace_with(self, former: Fact, body: Body, *, on: date) -> Fact:
        """Put a fact of another kind in the place of this one, as withdrawing does."""
        return self._add(body, former.step, former.round, former.duty, former=former, on=on)

    def _former(self, kind: str, step: str, round: int, duty: str, about: Sequence[str]) -> Fact | None:
        """The fact this one takes the place of, after checking that the form had seen it."""
        one = bodies.TRAITS[kind].one
        if one is One.MANY:
            return None
        here = [fact for fact in self.file.of_kind(kind) if fact.place == (step, round) and fact.duty == duty]
        same = here
        if one is One.PER_PERSON or self._is_for_each(step, duty):
            same = [fact for fact in here if set(fact.about) & set(about)]
        if not same:
            return None
        newest = max(same, key=lambda fact: fact.at)
        if self.act.token and not self._has_seen(newest, here):
            raise Conflict(newest)
        covered = [fact for fact in same if set(fact.about) <= set(about)]
        return covered[-1] if one is One.PER_DUTY and covered else None

    def _is_for_each(self, step: str, duty: str) -> bool:
        """Whether it is asked once for each child; what answers a question is asked once."""
        asked = {one.key: one.whom for one in self.file.protocol.step(step).every_duty()}
        return asked.get(duty, Whom.ONCE) is not Whom.ONCE

    def _has_seen(self, fact: Fact, here: Sequence[Fact]) -> bool:
        """Whether the form showed it: a page names the newest fact of a duty that it knew, and knew those before."""
        return any(known.pk == self.act.seen and fact.at <= known.at for known in here)

    def with_what_was_written(self) -> CaseFile:
        """The file with what this change has written so far; only people who changed are read anew."""
        known = {fact.pk for fact in self.file.every_fact}
        new = [fact for fact in self.recorded if fact.pk not in known]
        self.file = replace(self.file, every_fact=[*self.file.every_fact, *new])
        if self.people_changed:
            self.file = with_people_anew(self.file)
            self.people_changed = False
        return self.file


def still_there(found: tuple[Visit, Task] | None, at: VisitKey | None) -> tuple[Visit, Task]:
    """What is asked, at the place where the form showed it (None: anywhere); NoLongerAsked when it is not."""
    if found is None or at not in (None, found[0].place):
        raise NoLongerAsked(None, _("Deze stap vraagt hier niet (meer) om. Kijk op de zaak wat nu aan de beurt is."))
    return found


def something_first(duties: Iterable[str]) -> Refused:
    """The refusal of what comes too soon: the duties of these titles come first or, without any, the question."""
    titles = [_(title) for title in duties]
    if not titles:
        return Refused(None, _("Beantwoord eerst de vraag van deze stap."))
    return Refused(None, _("Eerst nog: %(first)s.") % {"first": ", ".join(titles)})


@contextmanager
def changing(act: Act, case_id: UUID, need: Need, *, with_school: bool = False) -> Iterator[Change]:
    """Lock a case for one verb, and bring it up to date after it. `with_school` locks the school before it, for a verb
    that gives somebody the case or a part in it: they may not leave meanwhile.

    A case that the act holds is locked and read already: the verb goes on from its file as it is now, and leaves the
    file that it ended with. `repeated` is set when this very submit was carried out before; the verb then gives that
    back and changes nothing. Raises NotAllowed for a case that is not of this person's school or that this person may
    not do this in.
    """
    # Whoever holds the case lets go of all of it when this fails: there is no savepoint to go back to.
    with transaction.atomic(savepoint=not isinstance(act, ActOnHeld)):
        if isinstance(act, ActOnHeld) and act.held.case.pk == case_id:
            held = act.held
            if with_school and not held.with_school:
                raise LookupError("the school is locked before its case: say so at the door, @case_form")
        else:
            if with_school:
                hold_school(act.by.school_id)
            held = hold(act, case_id)
        require(act.by, need, held.case)
        change = Change(act, held.case, held.now)
        if act.token:
            change.repeated = next((fact for fact in change.file.every_fact if fact.token == act.token), None)
        before = change.file.table.nameless
        yield change
        if change.repeated is None:
            bring_up_to_date(change)
            _ask_for_a_name(change, before)
        held.now = change.file


def _ask_for_a_name(change: Change, before: frozenset[UUID]) -> None:
    """Coordinator and head are asked to read a talk that waits for a second name now (decision 059), whatever made it
    so: that it was held, that a child turned out to have said no, or to be the one that is bullied."""
    for talk in change.file.table.waiting if change.file.progress.current else ():
        if talk.pk not in before:
            told = Occasion(case=change.case, by=talk.by)
            letters.send("talk_to_endorse", told, at=change.act.at, once=talk.pk, who=talk.by.name)


def hold(act: Act, case_id: UUID) -> HeldCase:
    """This case, locked and read for one act; NotAllowed for one that is not of this person's school."""
    case = next(iter(locked_to_change(case_id, act.by.school_id)), None)
    if case is None:
        raise NotAllowed(case_id)
    return HeldCase(read_case_file(case), act.today)


def bring_up_to_date(change: Change) -> None:
    """Write down that a step is finished when nothing more is asked in it, and refresh the case's derived columns."""
    file = change.with_what_was_written()
    while done := complete(file.protocol, file.bare, file.calendar, change.act.today):
        for finished in done:
            fact = change.record(
                bodies.Finished(),
                on=finished.on,
                about=sorted(finished.trailing),
                visit=file.progress.visit(finished.step, finished.round),
            )
            note_in_trail(
                verb=Verb.STEP_FINISHED,
                school_id=change.case.school_id,
                at=change.act.at,
                by=change.act.by,
                case_id=change.case.pk,
                subject_id=fact.pk,
                step=Key(finished.step),
                round=finished.round,
            )
        file = change.with_what_was_written()
    was_shut = change.case.plan_is == Case.PlanIs.WRONG
    relative_waited = change.case.relative_waits
    change.case.plan_is = state_of(file, change.act.today)
    change.case.wrongly_told = len(still_to_hear(file))
    copy_position(change.case, file)
    if change.case.plan_is == Case.PlanIs.WRONG and not was_shut:
        _shut_plan(change)
    if change.case.relative_waits and not relative_waited:
        ask_about_relative(change.case, change.act)


def _shut_plan(change: Change) -> None:
    """A child wrongly stands in the plan: what waits to be sent of it is stopped, and owner and leaders are told."""
    stop_plan_letters(change)
    told = Occasion(case=change.case, by=change.act.by)
    letters.send("plan_shut", told, at=change.act.at, once=change.recorded[-1].pk, who=change.act.by.name)


def ask_about_relative(case: Case, act: Act) -> None:
    """A colleague turns out to be family of a child in this case: those who decide are asked at once."""
    letters.send("relative", Occasion(case=case, by=act.by), at=act.at, once=act.token or act.at.isoformat())


def stop_plan_letters(change: Change) -> None:
    """What waits to be sent of a plan that says what was never so."""
    for kind in ("plan_issued", "plan_changed", "plan_unread"):
        outbox.withdraw(school=change.case.school, at=change.act.at, about=change.case.pk, kind=kind)


def copy_position(case: Case, file: CaseFile) -> None:
    """Store what lists and reminders need of the derived position (a test holds the copy equal to the derivation).

    How the plan stands is stored as it was set: what moves days alone makes no plan stale.
    """
    set_position(case, file)
    case.save(
        update_fields=[
            "group",
            "current_step",
            "current_round",
            "stage",
            "next_due_on",
            "trailing_due_on",
            "due_is_guideline",
            "closed_on",
            "ended_as",
            "danger_since",
            "safety_due_on",
            "plan_is",
            "wrongly_told",
            "departed_at",
            "talk_owed_on",
            "unendorsed_since",
            "relative_waits",
        ]
    )


def set_position(case: Case, file: CaseFile) -> None:
    """The same on the case as it was read, for whoever stores it."""
    position = file.progress
    last = position.last
    if position.closed_on is None:
        groups = [child.pupil.group_id for child in file.with_role(Role.TARGET) if child.pupil.group_id]
        if groups and case.group_id not in groups:  # the child went to another group, or another child is bullied
            case.group_id = groups[0]
    case.current_step = last.step.key
    case.current_round = last.round
    case.stage = last.step.stage
    case.next_due_on = position.next_due_on
    case.trailing_due_on = position.trailing_due_on if position.closed_on is None else None
    case.due_is_guideline = last.due.guideline if last.due and not position.closed_on else True
    case.closed_on = position.closed_on
    case.ended_as = next((fact.outcome for fact in reversed(file.facts) if fact.kind == "closed"), "")
    if position.closed_on is None:
        case.ended_as = ""
    case.danger_since = danger_now(file, file.reports).since
    case.safety_due_on = safety_due_on(file)
    departure = standing_departure(file)
    case.departed_at = departure.fact.at if departure else None
    case.talk_owed_on = min((owed.on for owed in owed_talks(file)), default=None)
    waiting = file.table.waiting if position.closed_on is None else []
    case.unendorsed_since = waiting[0].at if waiting else None
    case.relative_waits = bool(position.closed_on is None and waiting_relatives(file))


LONGEST_LOOK_BACK = timedelta(days=366)


def check_day(field: str, on: date, act: Act) -> None:
    """Refuse a day that has yet to come."""
    if on > act.today:
        raise Refused(field, _("Deze dag moet nog komen. Vul de dag in waarop het gebeurd is."))


def check_day_in_case(field: str, on: date, change: Change) -> None:
    """Refuse a day in the future, or from before the report."""
    check_day(field, on, change.act)
    if on < change.case.reported_on:
        raise Refused(field, str(BEFORE_REPORT))


def hears_nothing_yet(link: Guardianship, today: date) -> str:
    """The sentence with which telling somebody is refused who is held back. Without why: that stands on the page."""
    day = words.day(link.not_told_until, today) if link.not_told_until else ""
    return _("%(name)s hoort nog niets, tot en met %(day)s.") % {"name": link.guardian.name, "day": day}


def one_child(field: str, involved_id: UUID, change: Change) -> Involved:
    """This child of the case; refused as `check_children` does when it takes no part (any more)."""
    key = str(involved_id)
    check_children(field, [key], change)
    return next(one for one in change.file.everyone if str(one.pk) == key)


def child_here(change: Change, involved_id: UUID) -> Involved:
    """A child that takes part in this case now; NotAllowed for any other."""
    for involved in change.file.people:
        if involved.pk == involved_id:
            return involved
    raise NotAllowed(involved_id)


def pupil_here(act: Act, pupil_id: UUID | TypedChild) -> Pupil:
    """A pupil who goes to this school and whom this person may choose; NotAllowed for any other. A child that was typed
    because it is not in the list is known from now on, and the same submit again gives that child."""
    if isinstance(pupil_id, TypedChild):
        return type_pupil(act=act, child=pupil_id, id=act.token)
    pupil = pupils_for(act.by).filter(pk=pupil_id).first()
    if pupil is None:
        raise NotAllowed(pupil_id)
    return pupil


def tell_who_settles(act: Act, case: Case, typed: Collection[Pupil]) -> None:
    """Who keeps the pupils is asked who these are. The letter is of the school: it says nothing of the case."""
    if typed:
        told = Occasion(school=case.school, by=act.by, without=kept_out_of(case))
        letters.send("pupil_to_list", told, at=act.at, once=min(one.pk for one in typed), who=act.by.name)


def check_children(field: str, about: Sequence[str], change: Change) -> None:
    """Refuse an empty choice of children, or a child who takes no part in this case (any more).

    Those whom the fact that is put right was about may stay, also when they left the case since.
    """
    if not about:
        raise Refused(field, _("Kies met welke leerling het was."))
    if not set(about) <= {str(involved.pk) for involved in change.file.everyone}:
        raise NotAllowed(field)
    if not set(about) <= {str(involved.pk) for involved in change.file.people} | change.was_about:
        raise Refused(field, _("Een van deze leerlingen is uit de zaak gehaald. Kies opnieuw."))
