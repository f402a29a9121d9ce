"""What the case page says of a plan that is not true any more: what, and the way to a new version."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from kring.cases.case_file import CaseFile
from kring.cases.models import Case
from kring.cases.plan_in_force import stale_now
from kring.cases.plan_words import change_in_words
from kring.web.road.links import Go


@dataclass(frozen=True)
class StalePlan:
    """The sentence, what is not so any more line by line, and the links. `soon`: the step brings the new version."""

    wrong: bool
    strong: str
    lines: list[str]
    soon: bool
    links: list[Go]


def stale_plan(file: CaseFile, today: date) -> StalePlan | None:
    """What is to be said of the plan in force and of who was told what is in it, or None when all is well.

    One query, for a plan that is not true any more.
    """
    case = file.case
    wrong = case.plan_is == Case.PlanIs.WRONG
    changes = stale_now(file, today) if case.plan_is != Case.PlanIs.SOUND else []
    if not changes and not case.wrongly_told:
        return None
    soon = case.plan_is == Case.PlanIs.UNDERWAY
    links = []
    if changes and not soon:
        links.append(Go(_("Nieuwe versie nalezen en delen"), reverse("issue_plan", args=[case.pk])))
    if case.wrongly_told:
        links.append(Go(_("Wie moet nog horen wat er wel zo is?"), reverse("put_right", args=[case.pk])))
    return StalePlan(wrong, _strong(wrong, bool(changes)), [change_in_words(one) for one in changes], soon, links)


def _strong(wrong: bool, stale: bool) -> str:
    if wrong:
        return _("In het plan staat een kind ten onrechte. Het is dicht voor het team tot de nieuwe versie er is.")
    if stale:
        return _("Het plan dat het team leest, klopt niet meer helemaal.")
    return _("Niet alle ouders weten al wat er wel zo is.")
