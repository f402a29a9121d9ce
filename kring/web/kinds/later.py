"""Why what is due comes later, and when: said with two taps, where the case says that it is due (decision 130)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions import postponing
from kring.cases.bodies import WhyLater
from kring.cases.case_file import CaseFile
from kring.cases.held import HeldCase
from kring.cases.later import DueNow, due_now, said_later
from kring.cases.models import Fact
from kring.cases.saying import step_told
from kring.cases.typed import FactOf
from kring.cases.wording import WHY_LATER
from kring.web.forms import Choice, DayField, FormPage, KringForm, LongText, Option, Page, by_field
from kring.web.forms.wording import Words
from kring.web.kinds.told import FactLine, Look, Told
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.road.links import Go
from kring.web.road.not_now import not_now
from kring.web.road.place import Place
from kring.web.road.planned_words import planned_lines
from kring.web.way_in.doors import staff_page


class LaterForm(KringForm):
    why = Choice(
        label=lazy("Waarom lukt het nu niet?"),
        options=[Option(why.value, chosen, hint) for why, (chosen, hint, _told) in WHY_LATER.items()],
        coerce=WhyLater,
        missing=lazy("Kies waarom het nu niet lukt."),
    )
    note = LongText(label=lazy("Wat is er aan de hand?"), missing=postponing.WHAT_ELSE, rows=2)
    until_on = DayField(
        label=lazy("Wanneer komt het wel?"), not_past=True, missing=lazy("Kies de dag waarop het wel komt.")
    )

    def needed(self) -> dict[str, bool]:
        return {"note": self.sent("why") == WhyLater.OTHER}

    def for_verb(self) -> dict[str, Any]:
        typed = self.cleaned_data
        note = typed["note"] if typed["why"] is WhyLater.OTHER else ""
        return dict(later=bodies.Later(why=typed["why"], note=note), until_on=typed["until_on"])


@staff_page()
@case_form(Need.WRITE)
def later(request: StaffRequest, held: HeldCase) -> Page:
    """Say why the step that is due comes later; `?taak=` names what an earlier step left to be told."""
    file, duty = held.file, request.GET.get("taak", "")
    found = due_now(file, request.today, duty)
    if found is None and request.method != "POST":
        return not_now(request, held, because=_("Er is nu niets dat te laat is of vandaag klaar moet zijn."))
    visit = found.visit if found else file.progress.last
    form_page = FormPage(
        form=LaterForm,
        template="kring/duties/later.html",
        verb=by_field(postponing.say_later, case_id=held.case.pk, duty=duty, at=visit.place),
        initial={"until_on": _when(file, found, request.today)} if found else {},
        words={
            "title": _("Waarom wordt het later?"),
            "asked": _asked(file, found, request.today) if found else "",
            "before": later_words(file, found, request.today) if found else "",
        },
        said=lambda fact: _said(fact, request.today),
    )
    return Place(held, visit).completed(form_page, continues=False)


def _when(file: CaseFile, found: DueNow, today: date) -> date:
    """The day that stands there at first: of the talk that is planned, else the next day with school."""
    place = found.visit.place
    planned = [one.on for one in planned_lines(file, today) if one.asked[:2] == place and one.on > today]
    return planned[0] if planned else file.calendar.on_or_after(today + timedelta(days=1))


def _asked(file: CaseFile, found: DueNow, today: date) -> str:
    step, day = step_told(file, *found.visit.place), words.day(found.due.on, today)
    if found.due.on == today:
        return _("%(step)s moet vandaag klaar zijn.") % {"step": step}
    if found.due.guideline:
        return _("%(step)s: de richttermijn was %(day)s.") % {"step": step, "day": day}
    return _("%(step)s moest %(day)s klaar zijn.") % {"step": step, "day": day}


def _said(fact: Fact, today: date) -> str:
    return _("Bewaard: het wordt %(day)s. De {coordinator} krijgt bericht.") % {
        "day": words.near_day(fact.until_on or fact.on, today)
    }


def go_later(file: CaseFile, today: date, duty: str = "") -> Go | None:
    """The way to say why it comes later, where a term has come; None elsewhere."""
    found = due_now(file, today, duty)
    if found is None:
        return None
    url = reverse("later", args=[file.case.pk])
    return Go(
        _("Waarom later"), f"{url}?{urlencode({'taak': duty})}" if duty else url, step_told(file, *found.visit.place)
    )


def later_words(file: CaseFile, found: DueNow | None, today: date) -> str:
    """`Later: dinsdag 1 december, want iemand is ziek.`; "" when nobody said anything of this term.

    Never what was typed: this stands on Vandaag too, which may be seen over a shoulder.
    """
    said = said_later(file, found.visit, found.duty) if found else None
    if said is None or said.fact.until_on is None:
        return ""
    until = said.fact.until_on
    day = words.near_day(until, today) if until >= today else words.day(until, today)
    because = str(WHY_LATER[said.body.why][2])
    if until < today:
        return _("Het zou later worden: %(day)s. Ook die dag is voorbij.") % {"day": day}
    if until == today:
        return _("Het werd later. Vandaag is de dag die daarvoor is gekozen.")
    if not because:
        return _("Het wordt later: %(day)s. Waarom, staat in het dossier.") % {"day": day}
    return _("Het wordt later: %(day)s, want %(because)s.") % {"day": day, "because": because}


def _fields(file: CaseFile, one: FactOf[bodies.Later], today: date) -> Iterator[FactLine]:
    yield FactLine(_("Waarvan"), step_told(file, *one.fact.place))
    yield FactLine(_("Waarom"), one.body.note or str(WHY_LATER[one.body.why][0]))
    yield FactLine(_("Komt op"), words.day(one.fact.until_on, today) if one.fact.until_on else "")


def _titled(file: CaseFile, fact: Fact, title: Words) -> str:
    return _("%(step)s wordt later") % {"step": step_told(file, *fact.place)}


KIND = Told(
    bodies.Later,
    title=lazy("Het wordt later"),
    titled=_titled,
    line=lambda file, one: words.shortened(one.body.note or str(WHY_LATER[one.body.why][0])),
    fields=_fields,
    look=Look.CALM,
    told_apart=False,
    correct=None,
)
