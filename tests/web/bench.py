"""A page of its own to try the form kit on: a view, its form, and a verb that writes down what it was given."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import path

from kring.cases.errors import Conflict
from kring.config.urls import handler400, handler404, handler500
from kring.config.urls import urlpatterns as kring
from kring.school.models import Role
from kring.web.forms import (
    Choice,
    DayField,
    KringForm,
    LongText,
    Option,
    Row,
    Rows,
    SafetyField,
    ShortText,
)
from kring.web.forms.page import FormPage, Page, show
from kring.web.request.requests import KringRequest, StaffRequest
from kring.web.way_in.asked_again import asked_again
from kring.web.way_in.doors import staff_page


class AgreementRow(Row):
    what = ShortText(label="Wat spreken jullie af?", missing="Schrijf op wat jullie afspreken.")
    until = DayField(label="Tot wanneer?", required=False, not_past=True)


class TalkForm(KringForm):
    held_on = DayField(label="Wanneer was het gesprek?", not_future=True)
    said = LongText(label="Wat is er gezegd?", hint="Zo letterlijk als je nog weet.", missing="Schrijf op wat Sem zei.")
    feels = SafetyField(required=False)
    sort = Choice(
        label="Wat voor gesprek?",
        options=[Option("apart", "Apart", hint="Met één kind."), Option("samen", "Samen")],
        required=False,
    )
    agreements = Rows(AgreementRow, title="Afspraak", more="Nog een afspraak", at_most=4)

    names_in_verb = {"feelings": "feels"}

    def check_together(self) -> None:
        if self.cleaned_data.get("sort") == "samen" and self.cleaned_data["agreements"] == []:
            self.add_error(None, "Een gezamenlijk gesprek eindigt met minstens één afspraak.")


class Verb:
    """Stands in for a verb of `kring.cases`: remembers what it was asked, and answers as the test tells it to."""

    def __init__(self) -> None:
        self.facts: list[dict[str, Any]] = []
        self.acts: list[Any] = []
        self.refuses: Exception | None = None
        self.theirs: Any = None

    def __call__(self, form: TalkForm, act: Any) -> int:
        self.acts.append(act)
        if self.refuses is not None:
            raise self.refuses
        if self.theirs is not None and act.seen != self.theirs.pk:
            raise Conflict(self.theirs)
        self.facts.append(form.cleaned_data)
        return len(self.facts)


class Bench:
    """What the test-only page does now."""

    verb = Verb()
    newest: Any = None
    shut = False

    @staticmethod
    def values_of(fact: Any) -> dict[str, object]:
        return dict(fact.values)

    @classmethod
    def clear(cls) -> None:
        cls.verb = Verb()
        cls.newest = None
        cls.shut = False


@staff_page(when=lambda staff: staff.role in (Role.TEACHER, Role.COORDINATOR))
def talk(request: StaffRequest) -> Page:
    if Bench.shut:
        raise Http404
    return FormPage(
        form=TalkForm,
        verb=Bench.verb,
        to=lambda count: f"/klaar/{count}/",
        said="Het gesprek is vastgelegd.",
        template="kring/forms/page.html",
        initial={"held_on": request.today},
        seen=Bench.newest,
        read=Bench.values_of,
    )


@staff_page()
def who_comes_in(request: StaffRequest) -> Page:
    """A form that changes by what somebody comes in: who sends it is asked again who that is."""
    if asking := asked_again(request):
        return asking
    return FormPage(form=TalkForm, verb=Bench.verb, to="/klaar/", template="kring/forms/page.html")


@staff_page(when=lambda staff: staff.role == Role.HEAD)
def for_the_head(request: StaffRequest) -> HttpResponse:
    return HttpResponse("voor de directeur")


def for_everybody(request: KringRequest) -> HttpResponse:
    """A door that is open to who is not signed in."""
    return show(
        request,
        FormPage(
            form=TalkForm,
            verb=Bench.verb,
            to=lambda count: f"/klaar/{count}/",
            said="Dank je.",
            template="kring/forms/page.html",
        ),
    )


__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    *kring,
    path("proef/open/", for_everybody),
    path("proef/gesprek/", talk),
    path("proef/directeur/", for_the_head),
    path("proef/toegang/", who_comes_in),
]
