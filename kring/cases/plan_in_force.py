"""Whether the plan that the team reads still says what is so: compared with the plan as it would be issued now.

A version that differs in who, role, agreements or problem, in whom to ask, or in anything that was put right, is stale.
What comes with the step itself (who was told, an evaluation, what comes next) makes it no less true.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from msgspec import structs

from kring import words
from kring.cases.access import Need, coordinators_of, may
from kring.cases.bodies import PartChanged, PlanIssued
from kring.cases.case_file import CaseFile, read_case_file
from kring.cases.models import Case, Involved, PlanRead, PlanVersion
from kring.cases.plan import Plan, PlanChange, What, content_of, newest_version
from kring.cases.plan_changes import changes_between
from kring.cases.plan_drawing import draw_up
from kring.cases.same_name import forms_that_tell, names_others
from kring.names.finding import Sought
from kring.protocol.progress import Task
from kring.protocol.terms import Kind, Role, playing, total
from kring.school.models import StaffMember
from kring.school.order import by_name

PEOPLE = gettext_lazy("wie er betrokken zijn, is veranderd")
PROBLEM = gettext_lazy("het probleem is anders opgeschreven")
AGREEMENTS = gettext_lazy("de afspraken zijn veranderd")
APPROACH = gettext_lazy("de aanpak is veranderd")
EVALUATION = gettext_lazy("een evaluatie is verbeterd")
CHILD = gettext_lazy("wat een kind zelf zei, staat er niet goed")
CONTACT = gettext_lazy("bij wie je moet zijn, is veranderd")

STALE = total(
    {
        What.PROBLEM: PROBLEM,
        What.AGREEMENT_NEW: AGREEMENTS,
        What.AGREEMENT_CHANGED: AGREEMENTS,
        What.AGREEMENT_PHASED_OUT: AGREEMENTS,
        What.AGREEMENT_STOPPED: AGREEMENTS,
        What.AGREEMENT_REVIEWED: None,
        What.AGREEMENT_WITHDRAWN: AGREEMENTS,
        What.PROMISE_NEW: None,  # whoever promised has it on Vandaag, whatever the version says
        What.PROMISE_CHANGED: None,
        What.PROMISE_ENDED: None,
        What.APPROACH: None,
        What.CLASS: None,
        What.CORRECTED: APPROACH,
        What.GONE: APPROACH,
        What.WATCH: None,  # what is asked now stands above the plan, whatever the version says
        What.WATCH_UNTIL: None,
        What.WATCH_ENDED: None,
        What.EVALUATION: None,
        What.EVALUATION_CORRECTED: EVALUATION,
        What.EVALUATION_GONE: EVALUATION,
        What.EXPERT_NEW: None,  # who comes to help later makes it no less true
        What.EXPERT_UNTIL: None,
        What.EXPERT_LEFT: PEOPLE,
        What.EXPERT_OVER: None,  # the version says itself until when
        What.CHILD_NEW: PEOPLE,
        What.CHILD_LEFT: PEOPLE,
        What.SET_RIGHT: PEOPLE,
        What.CHILD_ROLE: PEOPLE,
        What.CHILD_NAME: PEOPLE,
        What.CHILD_CALLED: PEOPLE,
        What.CHILD_GROUP: None,  # each summer, of every child: nobody is told anything wrong by it
        What.CHILD_NO_GROUP: None,
        What.INFORMED: None,
        What.OWNER: CONTACT,
        What.STAND_IN: CONTACT,
        What.NO_STAND_IN: CONTACT,
        What.COORDINATORS: None,  # of the whole school: not a thing of this case
        What.NO_COORDINATORS: None,
        What.NEXT: None,
        What.NO_NEXT: None,
        What.LET_GO: None,
        What.NEEDED: None,
        What.CHILD_DENIES: CHILD,
    },
    What,
)
"""Which change makes the version in force stale, in the words in which the team hears of it: these name nobody."""


def next_plan(file: CaseFile, by: StaffMember, today: date, latest: PlanVersion | None) -> Plan:
    """The plan as it would be issued now, with what changed since the latest version."""
    coordinators = tuple(person.name for person in coordinators_of(file.case))
    number = latest.number + 1 if latest else 1
    plan = draw_up(file, number=number, issued_by=by.name, today=today, coordinators=coordinators)
    return structs.replace(plan, changes=_changes(file, content_of(latest), plan)) if latest else plan


def stale_of(changes: Iterable[PlanChange]) -> list[PlanChange]:
    """Those of these changes that make the version before them stale."""
    return [change for change in changes if STALE[change.what] is not None]


def stale_now(file: CaseFile, today: date) -> list[PlanChange]:
    """What the plan in force says that is not so any more, most telling first; nothing without a plan, or when the case
    is closed and nobody reads it any more. One query."""
    if file.progress.current is None or not file.of(PlanIssued):
        return []
    latest = newest_version(file.case)
    if latest is None:
        return []
    former = content_of(latest)
    plan = draw_up(file, number=0, issued_by="", today=today, coordinators=former.coordinators)
    return stale_of(_changes(file, former, plan))


def state_of(file: CaseFile, today: date) -> Case.PlanIs:
    """How the plan in force stands, for the copy that lists use."""
    if wrongly_in(file):
        return Case.PlanIs.WRONG
    if not stale_now(file, today):
        return Case.PlanIs.SOUND
    return Case.PlanIs.UNDERWAY if comes_with_the_step(file) else Case.PlanIs.STALE


ACCUSES = playing(Role.INSTIGATOR, Role.FOLLOWER)
"""The roles of which a plan says that the child bullies."""


def wrongly_in(file: CaseFile) -> list[Involved]:
    """The children of whom the plan in force says what was never so: that they take part, or that they bully.

    A person said that it was a mistake. One query, where somebody did.
    """
    changed = {key: one.body for one in file.of(PartChanged) for key in one.fact.about}
    mistaken = {key for key, body in changed.items() if body.mistake}
    if not mistaken or file.progress.current is None:
        return []
    latest = newest_version(file.case)
    said = {str(child.id): child.role for child in content_of(latest).children} if latest else {}
    return [
        child
        for child in file.everyone
        if (key := str(child.pk)) in mistaken and key in said and _is_wrong(said[key], child)
    ]


def still_named(file: CaseFile, plan: Plan) -> list[str]:
    """The texts of this plan that name a child who was in the case by mistake and left it, by any name it ever had.

    What people typed about it stays until they put it right, and the next version would accuse the child anew.
    """
    names_it = _names_a_mistake(file)
    if names_it is None:
        return []
    typed = (plan.problem, plan.agreements, plan.approaches, plan.class_talks, plan.watch_for, plan.promises)
    found = [text for text in dict.fromkeys(_texts_in(msgspec.to_builtins(typed))) if names_it(text)]
    return [text for text in found if not any(text != other and text in other for other in found)]


def _changes(file: CaseFile, former: Plan, plan: Plan) -> tuple[PlanChange, ...]:
    """What changed. Of a child that was in the case by mistake it is said that it was put right, and not of whom."""
    changes = changes_between(former, plan, {child.pk: file.name_of(child) for child in file.everyone})
    names_it = _names_a_mistake(file)
    if names_it is None:
        return changes
    told = (PlanChange(What.SET_RIGHT) if names_it(f"{one.subject} {one.to}") else one for one in changes)
    return tuple(dict.fromkeys(told))


def left_by_mistake(file: CaseFile) -> list[Involved]:
    """The children that were in the case by mistake and left it."""
    mistaken = {key for one in file.of(PartChanged) if one.body.mistake for key in one.fact.about}
    return [one for one in file.everyone if str(one.pk) in mistaken and one.left_on is not None]


def _names_a_mistake(file: CaseFile) -> Callable[[str], bool] | None:
    """Whether a text names a child that was in the case by mistake and left it; None when there was no such child.

    A name that a child of the case has as well is nobody's mistake.
    """
    gone = left_by_mistake(file)
    if not gone:
        return None
    theirs, of_case = _every_form(file, gone), _every_form(file, file.people)
    surnames = Sought(_last_names(gone) - _last_names(file.people), as_written=True)
    return lambda text: names_others(text, of_case, theirs) or bool(surnames.in_text(text))


def _every_form(file: CaseFile, children: Iterable[Involved]) -> set[str]:
    return set().union(
        *(forms_that_tell(file, one) | {name.first_name for name in one.pupil.every_name} for one in children)
    )


def _last_names(children: Iterable[Involved]) -> set[str]:
    return {name.last_name for one in children for name in one.pupil.every_name} - {""}


def _texts_in(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict | list | tuple):
        for one in part.values() if isinstance(part, dict) else part:
            yield from _texts_in(one)


def _is_wrong(said: str, child: Involved) -> bool:
    return child.left_on is not None or (said in ACCUSES and child.role not in ACCUSES)


def is_shut(case: Case, staff: StaffMember) -> bool:
    """Whether this person does not get to read the plan until the next version is out."""
    return case.plan_is == Case.PlanIs.WRONG and case.closed_on is None and not may(staff, Need.READ_FILE, case)


def comes_with_the_step(file: CaseFile) -> bool:
    """Whether a new version comes by itself: the step asks for one, and somebody has begun with that step.

    A step in which the case only waits for its day asks for one as well, and that may be weeks from now.
    """
    visit, task = file.progress.current, task_to_issue(file)
    return bool(visit and task and not task.settled and any(one.on for one in visit.tasks))


def task_to_issue(file: CaseFile) -> Task | None:
    """The task with which the step that the case is in issues the plan, where it has one."""
    visit = file.progress.current
    return visit.task_of(Kind.ISSUE_PLAN) if visit else None


def stale_line(case: Case, today: date) -> str:
    """What the team reads above the plan in force: what is not so any more in words that name no child, and whom to
    ask; "" when the plan is sound. The file is read only for a plan that is not."""
    if case.plan_is == Case.PlanIs.SOUND or case.closed_on:
        return ""
    parts = dict.fromkeys(str(STALE[change.what]) for change in stale_now(read_case_file(case), today))
    told = {"what": words.listed(parts), "owner": case.owner.name}
    return _("Dit plan klopt niet meer helemaal: %(what)s. Er komt een nieuwe versie. Vraag het %(owner)s.") % told


def who_read(case: Case) -> list[StaffMember]:
    """Everybody who opened a version of this plan, by name. One query."""
    return by_name(StaffMember.objects.filter(pk__in=PlanRead.objects.filter(version__case=case).values("staff")))
