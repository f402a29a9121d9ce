"""Guardians who were told something wrong: who they are, and the form that ticks them off (decision 073)."""

from collections.abc import Iterator
from datetime import date

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions.putting_right import put_right as verb
from kring.cases.case_file import CaseFile
from kring.cases.held import HeldCase
from kring.cases.plan_in_force import who_read
from kring.cases.typed import FactOf
from kring.cases.wrongly_told import Heard, still_to_hear
from kring.web.forms import DayField, FormPage, KringForm, LongText, Option, Page, PeopleChoice, YesNo, by_field
from kring.web.kinds.told import FactLine, Look, Told, by_kind
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.road.names import about_words, guardian_apart
from kring.web.road.place import Here, Place
from kring.web.way_in.doors import staff_page


class PutRightForm(KringForm):
    guardianships = PeopleChoice(label=lazy("Over wie gaat het?"))
    heard = YesNo(
        label=lazy("Weten zij het nu?"),
        yes=lazy("Ja, ik vertelde het"),
        no=lazy("Het hoeft niet"),
        missing=lazy("Weten zij het nu? Kies een van de twee."),
    )
    said = LongText(
        label=lazy("Wat vertelde je, of waarom hoeft het niet?"),
        missing=lazy("Schrijf kort op wat je vertelde, of waarom het niet hoeft."),
        rows=3,
    )
    on = DayField(label=lazy("Wanneer was dat?"), not_future=True, not_before_report=True, starts_today=True)
    names_in_verb = {"needed": "heard"}


def heard_option(file: CaseFile, one: Heard, today: date) -> Option:
    """A guardian as a choice, with what this one was told last."""
    day = words.day_and_month(one.on, today)
    how = _("kreeg een ouderversie op %(day)s") if one.copy else _("gesproken op %(day)s")
    return Option(one.link.pk, words.capital(guardian_apart(file, str(one.link.pk))), how % {"day": day})


@staff_page()
@case_form(Need.WRITE)
def put_right(request: StaffRequest, held: HeldCase) -> Page:
    """Who must still hear that something is not so, parents to tick off, and who of the team read it."""
    file = held.file
    place = Place(held, file.progress.last)
    waiting = still_to_hear(file)
    shown = {"here": Here(place), "waiting": waiting, "readers": [one.name for one in who_read(held.case)]}
    if not waiting and request.method != "POST":
        return render(request, "kring/duties/put_right_calm.html", shown)
    return place.completed(
        FormPage(
            form=PutRightForm,
            verb=by_field(verb, case_id=held.case.pk),
            offers={"guardianships": [heard_option(file, one, request.today) for one in waiting]},
            template="kring/duties/put_right.html",
            said=_("Bewaard. Dit staat nu bij de zaak."),
            words=shown,
        ),
        continues=False,
        in_any_step=True,
    )


def _fields(file: CaseFile, one: FactOf[bodies.PutRight], today: date) -> Iterator[FactLine]:
    yield FactLine(_("Wie"), about_words(file, one.fact.about))
    yield FactLine(_("Wat is verteld") if one.body.needed else _("Waarom het niet hoeft"), one.body.said)


KIND = Told(
    bodies.PutRight,
    title=lazy("Rechtgezet bij ouders"),
    titled=by_kind,
    line=lambda file, one: about_words(file, one.fact.about),
    fields=_fields,
    look=Look.PLAIN,
    told_apart=True,
    correct=None,
)
