"""Danger in a case: whom to call now, and the form in which somebody says what was done about it (row S1d)."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions.answering import answer_danger
from kring.cases.bodies import Danger
from kring.cases.case_file import CaseFile
from kring.cases.danger import DangerNow, advice_at, danger_now
from kring.cases.held import HeldCase
from kring.cases.typed import FactOf
from kring.web.forms import DayField, FormPage, KringForm, LongText, Page, ShortText, TimeField, YesNo, by_field
from kring.web.kinds.told import FactLine, Look, Told, by_kind
from kring.web.kinds.written import PAGE
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.road.place import Here, Place
from kring.web.way_in.doors import staff_page


class DangerAnsweredForm(KringForm):
    called = ShortText(
        label=lazy("Wie heb je gebeld of gesproken?"),
        hint=lazy("Bijvoorbeeld: de huisarts en de vader."),
        missing=lazy("Wie heb je gebeld of gesproken? Schrijf het op."),
    )
    done = LongText(
        label=lazy("Wat is er gedaan?"),
        hint=lazy("Eén zin is genoeg. Dit komt in het dossier, nooit in het plan."),
        missing=lazy("Schrijf op wat er is gedaan. Eén zin is genoeg."),
        rows=3,
    )
    on = DayField(label=lazy("Wanneer was dat?"), not_future=True, not_before_report=True, starts_today=True)
    time = TimeField(label=lazy("Hoe laat?"), required=False)
    over = YesNo(
        label=lazy("Is het gevaar nu voorbij?"),
        yes=lazy("Ja, het is voorbij"),
        no=lazy("Nee, nog niet"),
        no_hint=lazy("Dan blijven de nummers boven de zaak staan."),
        missing=lazy("Is het gevaar nu voorbij? Kies ja of nee."),
    )

    def for_verb(self) -> dict[str, Any]:
        typed = dict(self.cleaned_data)
        on, time = typed.pop("on"), typed.pop("time")
        return dict(on=on, answered=bodies.DangerAnswered(**typed, time=f"{time:%H:%M}" if time else ""))


@staff_page()
@case_form(Need.WRITE)
def call_now(request: StaffRequest, held: HeldCase) -> Page:
    """Whom to call at once, what was done already, and the form for who did something."""
    place = Place(held, held.file.progress.last)
    danger = danger_now(held.file, held.file.reports)
    shown = {
        "here": Here(place),
        "advice": advice_at(held.case.school, danger.signs, request.today),
        "about_staff": Danger.STAFF in danger.signs,
        "answers": answers_told(danger, request.today),
        "waits": danger.waits,
    }
    if not danger.signs and request.method != "POST":
        return render(request, "kring/duties/call_now_calm.html", shown)
    return place.completed(_form_page(place, "kring/duties/call_now.html", shown), continues=False, in_any_step=True)


def page(request: StaffRequest, place: Place) -> Page:
    """Put right what was written down about it."""
    return place.completed(_form_page(place, PAGE, {"title": _("Wat er is gedaan")}))


def _form_page(place: Place, template: str, shown: Mapping[str, object]) -> FormPage[DangerAnsweredForm]:
    return FormPage(
        form=DangerAnsweredForm,
        verb=by_field(answer_danger, case_id=place.case.pk),
        template=template,
        said=_("Bewaard. Iedereen die het aangaat, ziet wat er is gedaan."),
        words=shown,
    )


def answers_told(danger: DangerNow, today: date) -> list[tuple[str, str]]:
    """Who did something about it and when, with what it was; the newest first."""
    return [
        (
            _("%(who)s, %(when)s. Gebeld of gesproken: %(called)s")
            % {"who": one.fact.by.name, "when": words.moment(_moment(one), today), "called": one.body.called},
            one.body.done,
        )
        for one in reversed(danger.answers)
    ]


def _moment(one: FactOf[bodies.DangerAnswered]) -> datetime:
    """When it was done, where that was told; else when it was written down."""
    if not one.body.time:
        return one.fact.at
    return datetime.combine(one.fact.on, time.fromisoformat(one.body.time), words.HERE)


def _fields(file: CaseFile, one: FactOf[bodies.DangerAnswered], today: date) -> Iterator[FactLine]:
    yield FactLine(_("Gebeld of gesproken"), one.body.called)
    yield FactLine(_("Wat er is gedaan"), one.body.done)
    yield FactLine(_("Hoe laat"), one.body.time)
    yield FactLine(_("Is het gevaar voorbij?"), _("Ja") if one.body.over else _("Nee, nog niet"))


KIND = Told(
    bodies.DangerAnswered,
    title=lazy("Gevaar: gezien, en dit is gedaan"),
    titled=by_kind,
    line=lambda file, one: words.shortened(one.body.called),
    fields=_fields,
    look=Look.BIG,
    told_apart=True,
    correct=page,
)
