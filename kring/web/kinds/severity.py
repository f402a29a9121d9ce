"""How serious it is, with reasons and the signs of danger (row S1d)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring.cases import bodies
from kring.cases.actions.recording import estimate_severity
from kring.cases.bodies import Danger, Level
from kring.cases.case_file import CaseFile
from kring.cases.models import Fact
from kring.cases.typed import FactOf
from kring.cases.wording import DANGERS, LEVELS
from kring.web.forms import Choice, FormPage, KringForm, LongText, Option, Page, Several
from kring.web.kinds.told import AsDuty, FactLine, Look, Saying, Told, by_kind, times
from kring.web.request.requests import StaffRequest
from kring.web.road.place import Place


class SeverityForm(KringForm):
    level = Choice(
        label=lazy("Hoe ernstig is het?"),
        options=[Option(level.value, label, hint) for level, (label, hint) in LEVELS.items()],
        coerce=Level,
        missing=lazy("Kies hoe ernstig het is."),
    )
    reasons = LongText(
        label=lazy("Waarom schat je het zo in?"),
        hint=lazy("Wat zie je aan de leerling? Hoe lang speelt het al?"),
        missing=lazy("Schrijf op waarom je het zo inschat. Een paar zinnen is genoeg."),
    )
    danger = Several(
        label=lazy("Is er nu gevaar?"),
        hint=lazy("Kies wat je ziet of vermoedt. Je leest daarna meteen wie je belt."),
        options=[Option(sign.value, label, hint) for sign, (label, hint) in DANGERS.items()],
        coerce=Danger,
        required=False,
    )

    def for_verb(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return dict(severity=bodies.Severity(**{**typed, "danger": tuple(typed["danger"])}))


def page(request: StaffRequest, place: Place) -> Page:
    """Estimate the severity; with a sign of danger, whom to call comes first."""

    def to(fact: Fact) -> str:
        danger = FactOf(fact, bodies.Severity).body.danger
        if danger == (Danger.STAFF,):  # no letter tells of it: the report about staff does
            return reverse("concern")
        return reverse("call_now" if danger else "case", args=[place.case.pk])

    form_page = FormPage(
        form=SeverityForm,
        verb=place.carried_out_by(estimate_severity),
        template="kring/duties/severity.html",
        fields="kring/duties/severity_fields.html",
        words={"reported": _reported(place)},
        to=to,
    )
    return place.completed(form_page)


def _reported(place: Place) -> list[str]:
    """The signs of danger that were told at a report: those are known, and not asked again."""
    signs = {sign for report in place.file.reports for sign in report.danger_signs}
    return [str(label) for sign, (label, _hint) in DANGERS.items() if sign in signs]


def _fields(file: CaseFile, estimate: FactOf[bodies.Severity], today: date) -> Iterator[FactLine]:
    signs = "\n".join(str(DANGERS[sign][0]) for sign in estimate.body.danger)
    yield FactLine(_("Hoe ernstig"), str(LEVELS[estimate.body.level][0]))
    yield FactLine(_("Waarom"), estimate.body.reasons)
    yield FactLine(_("Is er nu gevaar?"), signs or _("Geen tekenen gezien"))


KIND = Told(
    bodies.Severity,
    title=lazy("Ernst"),
    titled=by_kind,
    line=lambda file, estimate: str(LEVELS[estimate.body.level][0]),
    fields=_fields,
    look=Look.PLAIN,
    told_apart=True,
    correct=page,
    duty=AsDuty(
        page=page,
        button=lazy("Inschatten"),
        counts=times,
        today=Saying("gauge", lazy("Ernst inschatten"), lazy("Hoe ernstig is het, en is er nu gevaar?")),
    ),
)
