"""School: whom one calls in danger: the numbers outside it, looked through, and who is on call when it is closed."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring import words
from kring.school import actions
from kring.school.act import Act
from kring.school.calling import numbers_of
from kring.school.models import Line, OnCall, School
from kring.school.order import by_name
from kring.trail.verbs import Verb
from kring.web.forms import DayField, FormPage, KringForm, Page, ShortText, SureForm, by_field
from kring.web.request.requests import StaffRequest
from kring.web.school.saved import kept
from kring.web.school.writing import FORM, around
from kring.web.way_in.doors import staff_page
from kring.web.way_in.sight import changes_protocol


class NumbersForm(KringForm):
    """One line for each number outside the school."""

    def __init__(self, *args: Any, school: School, **options: Any) -> None:
        super().__init__(*args, **options)
        for line, number in numbers_of(school).items():
            self.fields[line.value] = ShortText(
                label=line.label,
                hint=_("Nagekeken op %(day)s.") % {"day": words.full_day(number.checked_on)}
                if number.checked_on
                else _("Nog niet nagekeken door jullie school."),
                missing=_("Dit nummer mag niet leeg zijn: in nood wordt het gebeld."),
                limit=30,
            )


@staff_page(when=changes_protocol)
def calling(request: StaffRequest) -> Page:
    """The numbers outside the school, to look through; and who is on call."""
    school = request.staff.school

    def save(form: NumbersForm, act: Act) -> None:
        actions.check_numbers(
            act=act, school=school, numbers={Line(name): number for name, number in form.cleaned_data.items()}
        )

    page = FormPage(
        form=NumbersForm,
        verb=save,
        to=reverse("school_calling"),
        said=_("De nummers zijn bewaard. Vandaag nagekeken."),
        template="kring/school/calling.html",
        words={
            "on_call": [
                (one, _period(one), one.until_on is not None and one.until_on < request.today)
                for one in by_name(OnCall.objects.filter(school=school))
            ],
            "to_check": any(number.is_to_be_checked(request.today) for number in numbers_of(school).values()),
        },
        arguments={"school": school},
    )
    return kept(page, request, School.objects.select_for_update(no_key=True), school, _as_saved, Verb.NUMBERS_CHECKED)


def _as_saved(school: School) -> dict[str, object]:
    return {line.value: number.number for line, number in numbers_of(school).items()}


def _period(one: OnCall) -> str:
    if one.from_on is None or one.until_on is None:
        return _("altijd, buiten schooltijd")
    return words.period(one.from_on, one.until_on)


class OnCallForm(KringForm):
    name = ShortText(
        label=gettext_lazy("Wie is er bereikbaar?"), missing=gettext_lazy("Vul in wie er bereikbaar is."), limit=80
    )
    number = ShortText(
        label=gettext_lazy("Op welk nummer?"), missing=gettext_lazy("Vul het telefoonnummer in."), limit=30
    )
    from_on = DayField(
        label=gettext_lazy("Vanaf welke dag?"),
        hint=gettext_lazy("Voor een vakantie. Leeg laten als het altijd geldt, buiten schooltijd."),
        required=False,
    )
    until_on = DayField(label=gettext_lazy("Tot en met welke dag?"), required=False, not_past=True)


@staff_page(when=changes_protocol)
def add_on_call(request: StaffRequest) -> Page:
    """Name somebody who can be called when school is closed."""
    return FormPage(
        form=OnCallForm,
        verb=by_field(actions.add_on_call, school=request.staff.school),
        to=reverse("school_calling"),
        said=_("Bewaard. Bij gevaar staat deze persoon bij wie je belt."),
        words=around(
            _("Bereikbaar als de school dicht is"), _("Toevoegen"), reverse("school_calling"), _("Wie je belt")
        ),
        template=FORM,
    )


@staff_page(when=changes_protocol)
def remove_on_call(request: StaffRequest, on_call_id: UUID) -> Page:
    """Take somebody off the list. Asked first, on a page of its own."""
    one = OnCall.objects.filter(school=request.staff.school, id=on_call_id).first()
    if one is None:
        raise Http404
    return FormPage(
        form=SureForm,
        verb=by_field(actions.remove_on_call, on_call=one),
        to=reverse("school_calling"),
        said=_("Weggehaald. Deze persoon staat niet meer bij wie je belt."),
        words=around(
            _("%(name)s weghalen?") % {"name": one.name},
            _("Weghalen"),
            reverse("school_calling"),
            _("Wie je belt"),
            f"{words.capital(_period(one))}: {one.number}.",
        ),
        template=FORM,
        keeps_drafts=False,
    )
