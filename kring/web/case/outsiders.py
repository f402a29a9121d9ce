"""Experts from outside on the page of people: who takes part, who did, and saying that it is done."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions import outsiders as verbs
from kring.cases.case_file import CaseFile
from kring.cases.held import HeldCase
from kring.cases.outside import Expert, named, part_in_words, takes_part
from kring.web.case.small_form import small_form
from kring.web.forms import Page, SureForm
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.road.links import Go
from kring.web.way_in.doors import staff_page


@dataclass(frozen=True)
class Outsiders:
    """The experts of a case: those who take part, each with what can be done, and the names of those who did."""

    now: list[tuple[str, str, list[Go]]]
    before: list[str]


def outsiders_of(file: CaseFile, today: date, *, is_open: bool) -> Outsiders:
    """Who from outside takes part today, and who did."""
    everyone = file.of(bodies.OutsideExpert)
    return Outsiders(
        now=[
            (
                one.body.name,
                part_in_words(one.body.organisation, one.fact.until_on, today),
                _actions(file, one) if is_open else [],
            )
            for one in everyone
            if takes_part(one, today)
        ],
        before=list(dict.fromkeys(named(one.body) for one in everyone if not takes_part(one, today))),
    )


def _actions(file: CaseFile, expert: Expert) -> list[Go]:
    pk, fact, name = file.case.pk, expert.fact.pk, expert.body.name
    return [
        Go(_("Bekijken"), reverse("fact", args=[pk, fact]), name),
        Go(_("Denkt niet meer mee"), reverse("end_expert", args=[pk, fact]), name),
    ]


@staff_page()
@case_form(Need.WRITE)
def end_expert(request: StaffRequest, held: HeldCase, fact_id: UUID) -> Page:
    """Say that an expert takes part no more."""
    file = held.file
    known = next((one for one in file.every(bodies.OutsideExpert) if one.fact.pk == fact_id), None)
    if known is None:
        raise Http404
    if request.method != "POST" and (file.progress.current is None or file.newest(known.fact) is not known.fact):
        raise Http404
    return small_form(
        file,
        SureForm,
        verbs.end_expert,
        title=_("Denkt deze deskundige niet meer mee?"),
        text=_("%(name)s staat dan niet meer in het plan. Wat er is opgeschreven, blijft in het dossier.")
        % {"name": known.body.name},
        save=_("Ja, dit is klaar"),
        said=_("Deze deskundige denkt niet meer mee."),
        fact_id=fact_id,
    )
