"""What those who reported see of their own report: that it was taken up, and what came of it; no story of others."""

from dataclasses import dataclass
from datetime import date

from kring.cases.access import Need, may, standing
from kring.cases.bodies import Talk, tag_of
from kring.cases.models import Report
from kring.cases.queries import PAGE, current_facts
from kring.school.models import StaffMember
from kring.school.rights import Standing


@dataclass(frozen=True)
class Followed:
    """A report and how it stands. `talked_on`: the first talk with one of the children that was written down since.

    Of a case that somebody is kept out of only that it was taken up: `kept_out`.
    """

    report: Report
    readable: bool
    kept_out: bool
    talked_on: date | None
    closed: bool


def own_reports(staff: StaffMember) -> list[Report]:
    """What this person reported or took down, the latest first, at most PAGE; each with the owner of its case."""
    mine = Report.objects.filter(school=staff.school_id, taken_by=staff)
    these = Report.objects.filter(pk__in=mine.order_by("-taken_at").values("pk")[:PAGE])
    return list(these.select_related("case__owner").defer("story", "reporter", "dangers").order_by("-taken_at"))


def followed(report: Report, staff: StaffMember) -> Followed:
    """How this person's own report stands. Nothing is unsealed for it."""
    case = report.case
    kept_out = standing(staff, case) is Standing.EXCLUDED
    talks = () if kept_out else current_facts([case.pk], (tag_of(Talk),)).filter(at__gt=report.taken_at)
    return Followed(
        report=report,
        readable=may(staff, Need.READ_FILE, case),
        kept_out=kept_out,
        talked_on=min((talk.on for talk in talks), default=None),
        closed=case.closed_on is not None and not kept_out,
    )
