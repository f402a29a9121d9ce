"""Reads what a call to a guardian needs: the names that are not said, the copy that was released, whom to ask for."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from kring.cases.access import coordinators_of
from kring.cases.agreements import RUNNING
from kring.cases.case_file import CaseFile
from kring.cases.models import Involved, ParentCopy, Report
from kring.cases.one_call import family_in_call
from kring.cases.parent_copy import CopyText, content_of, first_names
from kring.cases.plan import Plan, PlanAgreement, newest_version
from kring.cases.plan import content_of as plan_of
from kring.cases.plan_drawing import draw_up
from kring.cases.same_name import same_name
from kring.cases.what_to_say import Script, names_unspoken, occasion_of, what_to_say
from kring.protocol.progress import Visit
from kring.protocol.terms import Kind
from kring.school.models import Guardian, Guardianship, Pupil, StaffMember


def script_for(file: CaseFile, guardianship: Guardianship, visit: Visit, today: date) -> Script:
    """What to say to this guardian in this step, in seven queries."""
    child = next(one for one in file.people if one.pupil_id == guardianship.pupil_id)
    school = file.case.school_id
    staff = list(StaffMember.objects.filter(school=school, is_active=True))
    coordinators = coordinators_of(file.case)
    contacts = list(dict.fromkeys((file.case.owner, *coordinators)))
    reports = Report.objects.filter(case=file.case).select_related("taken_by")
    colleagues = [report.taken_by for report in reports if report.reported_by == Report.By.COLLEAGUE]
    silent = [one for one in colleagues if one not in contacts]
    plan = draw_up(file, number=0, issued_by="", today=today, coordinators=tuple(one.name for one in coordinators))
    return what_to_say(
        child,
        plan,
        occasion=occasion_of(file, visit, guardianship),
        others=[
            *first_names(one.pupil for one in file.everyone if one.pupil_id != child.pupil_id),
            *same_name(file, child).others,
        ],
        unspoken=names_unspoken(
            file,
            child,
            pupils=Pupil.objects.filter(school=school),
            guardians=Guardian.objects.filter(school=school),
            # A colleague who reported is not named, unless it is one whom guardians can call.
            reporters=[*(report.reporter for report in reports), *_forms(silent)],
            staff=_forms(one for one in staff if one not in silent),
            family=family_in_call(file, guardianship),
        ),
        copy=_copy_that_holds(file, child, plan),
        agreeing=any(task.duty.kind is Kind.AGREE and not task.settled for task in visit.tasks),
        moves=any(task.duty.settles_date and not task.settled for task in visit.tasks),
        today=today,
        contacts=[one.form_of_address or one.name for one in contacts],
    )


def _forms(staff: Iterable[StaffMember]) -> list[str]:
    """`Anouk Vermeer` and `juf Anouk`."""
    return [form for one in staff for form in (one.name, one.form_of_address)]


def _copy_that_holds(file: CaseFile, child: Involved, plan: Plan) -> CopyText | None:
    """The last copy released of the newest version, as long as nothing else was agreed since."""
    version = newest_version(file.case)
    if version is None or _held(plan_of(version).agreements) != _held(plan.agreements):
        return None
    copies = ParentCopy.objects.filter(case=file.case, child=child, version=version)
    copy = copies.order_by("-number").first()
    return content_of(copy) if copy else None


def _held(agreements: Iterable[PlanAgreement]) -> list[tuple[UUID, str, str, str]]:
    return [(one.key, one.what, one.who, one.state) for one in agreements if one.state in RUNNING]
