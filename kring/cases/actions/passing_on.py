"""What was told in a report and kept for those who lead is passed on to those who work at the case (decision 049)."""

from uuid import UUID

from kring.cases import letters
from kring.cases.access import Need
from kring.cases.actions.change import changing
from kring.cases.errors import NotAllowed
from kring.cases.models import Report
from kring.cases.recipients import Occasion
from kring.school.act import Act
from kring.trail.record import record as note_in_trail
from kring.trail.verbs import Verb


def pass_on_story(*, act: Act, case_id: UUID, report_id: UUID) -> Report:
    """Let those who work at the case read what was told; who told it stays as it was. Coordinator or head."""
    with changing(act, case_id, Need.LEAD) as change:
        report = Report.objects.filter(pk=report_id, case=change.case).first()
        if report is None:
            raise NotAllowed(report_id)
        if not report.story_kept_back:
            return report  # a double click
        report.story_kept_back = False
        report.save(update_fields=["story_kept_back"])
        note_in_trail(
            verb=Verb.REPORT_PASSED_ON,
            school_id=change.case.school_id,
            at=act.at,
            by=act.by,
            case_id=case_id,
            subject_id=report.pk,
        )
        letters.send(
            "story_passed_on", Occasion(case=change.case, by=act.by), at=act.at, once=report.pk, who=act.by.name
        )
        return report
