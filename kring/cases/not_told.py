"""Guardians who are not told by the school's own choice, and whether somebody who leads has seen it (decision 57)."""

from django.db.models import Exists, OuterRef, QuerySet

from kring.cases.access import Need, roles_that
from kring.cases.bodies import Informed, NotToldSeen, Reached
from kring.cases.case_file import CaseFile
from kring.cases.models import Fact
from kring.cases.typed import FactOf


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


def choices_that_wait() -> QuerySet[Fact]:
    """Such choices in a case, for a question over cases."""
    later = Fact.objects.filter(case=OuterRef("case"), kind="not_told_seen", at__gt=OuterRef("at"))
    choices = Fact.objects.filter(
        ~Exists(later), case=OuterRef("pk"), kind="informed", outcome=Reached.NOT_INFORMED, replaced_by=None
    )
    return choices.exclude(by__role__in=roles_that(Need.LEAD))
