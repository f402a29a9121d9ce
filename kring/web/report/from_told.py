"""What somebody told by a door, as the form of a report: nobody types it again, and a person reads it over."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from kring.cases.models import Report
from kring.reports.actions.settling import like, may_be_about
from kring.reports.models import By, Incoming
from kring.reports.told import Named, Teller, Told, Who
from kring.school.models import Pupil
from kring.web.road.told_words import answers_of, signs_of


def filled_with(incoming: Incoming) -> dict[str, Any]:
    """The values with which the form begins. Who may be one pupil is tapped; who may be several, or none, is typed.

    A child that gave its own name is looked up here, by who may know it, and stands beside no report: there somebody
    else would read who told it.
    """
    told, teller = incoming.told, incoming.who_told
    by = By(incoming.came_by)
    named = [row.pupil for row in incoming.may_be.select_related("pupil__group")]
    own = _own_name(told, teller, by)
    alike = may_be_about(incoming.school, Told(bullied=tuple(own))) if own else []
    known = list({pupil.pk: pupil for pupil in (*named, *alike)}.values())
    bullied, doing = _bullied(told, teller, by), _doing(told, teller, by)
    targets = [_row(one, known) for one in bullied]
    instigators = [_row(one, known) for one in doing]
    return {
        "dangers": [sign.value for sign in signs_of(told)],
        "bullied": _tapped(targets),
        "bullies": _tapped(instigators),
        "targets": [row for row in targets if "pupil" not in row],
        "instigators": [row for row in instigators if "pupil" not in row],
        "story": "\n".join(_story(told, by)),
        "place": told.places[0] if len(told.places) == 1 else "",
        "reported_by": (Report.By.PUPIL if by is By.CHILD else Report.By.GUARDIAN).value,
        "reporter": teller.name,
        "reported_on": incoming.came_on,
    }


def nameless(incoming: Incoming) -> str:
    """Who told it, where they gave no name: of that nobody is asked who may know it. Else nothing."""
    if incoming.who_told.name:
        return ""
    return _("Een kind, zonder naam") if incoming.came_by == By.CHILD else _("Een ouder, zonder naam")


def _bullied(told: Told, teller: Teller, by: By) -> list[Named]:
    """Who is bullied; a child that tells it of itself, when it gave its name. A parent names its child among them."""
    return [*(_own_name(told, teller, by) if told.who is Who.ME else ()), *told.bullied]


def _doing(told: Told, teller: Teller, by: By) -> list[Named]:
    return [*(_own_name(told, teller, by) if told.who is Who.I_DO_IT else ()), *told.doing]


def _own_name(told: Told, teller: Teller, by: By) -> list[Named]:
    """A child that tells it of itself, when it gave its name."""
    is_of_itself = by is By.CHILD and told.who in (Who.ME, Who.I_DO_IT)
    return [Named(teller.name, teller.group)] if is_of_itself and teller.name else []


def _row(named: Named, known: list[Pupil]) -> dict[str, Any]:
    alike = like(named, known)
    if len(alike) == 1:
        return {"pupil": alike[0].pk}
    first, _space, last = named.name.partition(" ")
    return {"first_name": first, "last_name": last.strip()}


def _tapped(rows: list[dict[str, Any]]) -> list[UUID]:
    return [row["pupil"] for row in rows if "pupil" in row]


def _story(told: Told, by: By) -> list[str]:
    """The words as they were typed, and below them what was tapped: a case knows all that was told."""
    tapped = [f"{answer.label} {answer.text}" for answer in answers_of(told, by) if answer.in_story]
    return [told.story, *tapped] if told.story else tapped
