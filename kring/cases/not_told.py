"""Guardians who are not told by the school's own choice, and whether somebody who leads has seen it (decision 57)."""

from django.db.models import Exists, OuterRef

from kring.cases.access import Need, cases_visible_to, leads, roles_that
from kring.cases.bodies import Informed, NotToldSeen, Reached
from kring.cases.case_file import CaseFile
from kring.cases.models import Case, Fact, Involved
from kring.cases.queries import children_of
from kring.cases.typed import FactOf
from kring.school.models import StaffMember


def choices_to_see(file: CaseFile) -> list[FactOf[Informed]]:
    """The choices of a running case that nobody who leads has seen yet, oldest first. Who leads need not see an own."""
    if file.progress.current is None:
        return []
    seen = max((one.fact.at for one in file.of(NotToldSeen)), default=None)
    own = roles_that(Need.LEAD)
    return [
        told
        for told in file.of(Informed)
        if told.fact.outcome == Reached.NOT_INFORMED
        and told.fact.by.role not in own
        and (seen is None or told.fact.at > seen)
    ]


def cases_with_choices_to_see(staff: StaffMember) -> list[tuple[Case, list[Involved]]]:
    """The running cases in which such a choice waits for this person's eyes, with their children: two queries, or none
    for who leads nothing. The oldest case first."""
    if not leads(staff):
        return []
    later = Fact.objects.filter(case=OuterRef("case"), kind="not_told_seen", at__gt=OuterRef("at"))
    choices = Fact.objects.filter(
        ~Exists(later), case=OuterRef("pk"), kind="informed", outcome=Reached.NOT_INFORMED, replaced_by=None
    ).exclude(by__role__in=roles_that(Need.LEAD))
    asked = cases_visible_to(staff).filter(Exists(choices), closed_on=None)
    cases = list(asked.select_related("owner").order_by("reported_on", "id"))
    children = children_of(cases) if cases else {}
    return [(case, children.get(case.pk, [])) for case in cases]
