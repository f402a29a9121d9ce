"""What the case page says of a plan that is not true any more: what, and the way to a new version."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from kring.cases.case_file import CaseFile
from kring.cases.models import Case
from kring.cases.plan_in_force import comes_with_the_step, stale_now
from kring.cases.plan_words import change_in_words
from kring.web.road.links import Go


@dataclass(frozen=True)
class StalePlan:
    """The sentence, what is not so any more line by line, and the link; None when the step brings the new version."""

    strong: str
    lines: list[str]
    link: Go | None


def stale_plan(file: CaseFile, today: date) -> StalePlan | None:
    """What is to be said of the plan in force, or None when it is sound. One query, for one that is not."""
    changes = stale_now(file, today) if file.case.plan_is != Case.PlanIs.SOUND else []
    if not changes:
        return None
    return StalePlan(
        strong=_("Het plan dat het team leest, klopt niet meer helemaal."),
        lines=[change_in_words(change) for change in changes],
        link=None
        if comes_with_the_step(file)
        else Go(_("Nieuwe versie nalezen en delen"), reverse("issue_plan", args=[file.case.pk])),
    )
