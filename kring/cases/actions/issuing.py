"""Issuing the plan to the whole team, and that it was read (rows S3d, S3g, S4e, S5f)."""

from datetime import date
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _

from kring import words
from kring.cases import bodies, letters
from kring.cases.access import Need, require
from kring.cases.actions.change import Change, changing
from kring.cases.case_file import CaseFile
from kring.cases.errors import NoLongerAsked, Refused
from kring.cases.models import PlanRead, PlanVersion
from kring.cases.plan import Plan, newest_version, to_text
from kring.cases.plan_in_force import comes_with_the_step, next_plan, stale_of, task_to_issue, wrongly_in
from kring.cases.plan_sheet import file_name_of, sheet_of
from kring.cases.recipients import Occasion
from kring.cases.relatives import to_decide_first
from kring.mail.models import Attachment
from kring.paper.printing import pdf
from kring.protocol.progress import State, Task
from kring.protocol.terms import Kind
from kring.school.act import Act
from kring.school.models import School, StaffMember
from kring.trail.record import record as note_in_trail
from kring.trail.verbs import Verb


def issue_plan(*, act: Act, case_id: UUID, watch_for: str = "", until_on: date | None = None) -> PlanVersion:
    """Freeze the plan as a new numbered version and make it the one that the team reads.

    In a step that asks for it, this waits for everything the plan must tell; between steps a new version may be issued
    whenever something in it changed, and in a step that nobody has begun with when the plan in force is not true any
    more. Such a version does not meet the step's duty.

    `watch_for` and `until_on`: what colleagues are asked to watch, and until when, where the step asks for that. The
    version says it, and its letter asks it.
    """
    with changing(act, case_id, Need.WRITE) as change:
        latest = newest_version(change.case)
        if change.repeated and latest:
            return latest
        if to_decide_first(change.file):
            raise Refused(None, _("Eerst beslist iemand of een collega die familie is, buiten deze zaak blijft."))
        visit = change.current
        task = task_to_issue(change.file)
        if watch_for.strip():
            _ask_to_watch(change, watch_for, until_on)
        plan = next_plan(change.file, act.by, act.today, latest)
        if task and needed_now(change.file, plan):
            task = None  # the step's own version still comes
        if task:
            change.must_not_wait(task)
        if reason := why_not_now(task, latest, plan):
            raise Refused(None, reason)
        version = PlanVersion(
            school_id=change.case.school_id,
            case=change.case,
            number=plan.number,
            issued_on=act.today,
            issued_at=act.at,
            issued_by=act.by,
            step=visit.step.key,
            round=visit.round,
            content=to_text(plan),
        )
        version.save(force_insert=True)
        change.record(bodies.PlanIssued(number=plan.number), on=act.today, duty=task.duty.key if task else "")
        school = change.case.school
        sent = letters.send(
            "plan_issued" if version.number == 1 else "plan_changed",
            Occasion(case=change.case, by=act.by, version=version),
            at=act.at,
            once=version.pk,
            file_for=partial(plan_for, plan, school=school, today=act.today) if school.attach_plan else None,
            who=act.by.name,
            number=version.number,
            watch_until=until_on if watch_for.strip() else None,
        )
        noted = partial(
            note_in_trail, school_id=school.pk, at=act.at, by=act.by, case_id=case_id, subject_id=version.pk
        )
        noted(verb=Verb.PLAN_ISSUED, number=plan.number)
        if school.attach_plan:
            noted(verb=Verb.PLAN_ATTACHED, number=plan.number, copies=len(sent))
        return version


def why_not_now(task: Task | None, latest: PlanVersion | None, plan: Plan) -> str:
    """Why nobody needs this version (yet); "" when the step asks for it, or something changed since the latest."""
    if task and not task.settled:
        return ""
    if latest is None:
        return _("Het plan is er nog niet aan toe. Kijk op de zaak wat nu aan de beurt is.")
    return "" if plan.changes else _("Er is niets veranderd sinds de vorige versie.")


def watch_to_ask(file: CaseFile) -> Task | None:
    """The task to ask colleagues to watch, while it waits for the plan and for nothing else."""
    visit, issuing = file.progress.current, task_to_issue(file)
    task = visit.task_of(Kind.OBSERVE) if visit else None
    waits_only = task is not None and issuing is not None and set(task.waits_for) <= {issuing.duty.key}
    return task if task and waits_only and not task.settled else None


def _ask_to_watch(change: Change, watch_for: str, until_on: date | None) -> None:
    """Keep what colleagues are asked, before the plan is drawn up: its first version says it."""
    task = watch_to_ask(change.file)
    if task is None:
        raise NoLongerAsked(None, _("Deze stap vraagt hier niet (meer) om. Kijk op de zaak wat nu aan de beurt is."))
    if until_on is None or until_on < change.act.today:
        raise Refused("until_on", _("Kies een dag die nog komt."))
    asked = bodies.ObservationRequest(watch_for=watch_for)
    change.record(asked, on=change.act.today, duty=task.duty.key, until_on=until_on)
    change.with_what_was_written()


def needed_now(file: CaseFile, plan: Plan) -> bool:
    """Whether the team reads what is not so, in a step whose own version waits for what nobody has begun with."""
    task = task_to_issue(file)
    waits = task is not None and task.state is State.WAITING
    return waits and bool(stale_of(plan.changes)) and (bool(wrongly_in(file)) or not comes_with_the_step(file))


def plan_for(plan: Plan, reader: StaffMember, *, school: School, today: date) -> Attachment:
    """This version as a file for one colleague, whose name stands at the foot of each page. No name in the file's."""
    with letters.in_words_of(school):
        mailed = f"gemaild aan {reader.name} op {words.full_day(today)}"
        sheet = sheet_of(plan, school=school.name, printed=mailed, language=letters.LANGUAGE)
    return Attachment(file_name_of(plan), pdf(sheet))


def read_plan(*, act: Act, version: PlanVersion) -> None:
    """Note that this person opened this version: a line in the trail each time, the read-mark the first time."""
    require(act.by, Need.READ_PLAN, version.case)
    PlanRead.objects.bulk_create([PlanRead(version=version, staff=act.by, read_at=act.at)], ignore_conflicts=True)
    note_in_trail(
        verb=Verb.PLAN_READ,
        school_id=version.school_id,
        at=act.at,
        by=act.by,
        case_id=version.case_id,
        subject_id=version.pk,
        number=version.number,
    )
