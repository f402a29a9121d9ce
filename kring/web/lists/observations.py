"""Observatie: a colleague notes what was seen around a plan, or that nothing was seen, in ten seconds on a phone."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kring import words
from kring.cases.access import Need, may
from kring.cases.actions.recording import observe
from kring.cases.bodies import Observation
from kring.cases.held import HeldCase
from kring.cases.models import Fact
from kring.cases.plan_in_force import is_shut
from kring.cases.team import Asked, running_request, watch_requests
from kring.cases.typed import FactOf
from kring.school.act import Act
from kring.school.rights import sees_cases
from kring.web.forms import Choice, DayField, FormPage, KringForm, LongText, Option, Page, ShortText
from kring.web.forms.tokens import token_sent
from kring.web.lists.until import until
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.road.children import Shown, Titles, called, in_title, listed_names, names_on_page, targets_of
from kring.web.way_in.doors import staff_page

SOMETHING, NOTHING = "something", "nothing"
SAW_SOMETHING = "zag=iets"
"""In the address of the page for who said already to have seen something: it begins with the one question."""
MOST_REQUESTS = 100


class ObservationForm(KringForm):
    """What was seen. `saw` is set by the button that was pressed; `then` leads back to where one came from."""

    saw = Choice(
        label=gettext_lazy("Zag je iets?"),
        options=(Option(SOMETHING, gettext_lazy("Ik zag iets")), Option(NOTHING, gettext_lazy("Niets gezien"))),
    )
    what = LongText(
        label=gettext_lazy("Wat zag je?"),
        hint=gettext_lazy("Eén zin is genoeg: wat gebeurde er, en wie waren erbij?"),
        missing=gettext_lazy("Schrijf op wat je zag. Eén zin is genoeg."),
        rows=3,
    )
    place = ShortText(label=gettext_lazy("Waar was het?"), required=False)
    on = DayField(label=gettext_lazy("Wanneer?"), not_future=True, required=False)

    def __init__(self, *args: Any, straight: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if straight and not self.is_bound:
            self.fields["what"].widget.attrs["autofocus"] = True
        if self.data.get("saw") == NOTHING:
            self.fields["what"].required = False


def _had_the_page(request: StaffRequest) -> bool:
    """Whether the form that is sent was shown to this person here: of a closed case nobody else learns anything."""
    token = token_sent(request)
    return token is not None and token.is_for(request.staff.pk, request.path)


@staff_page(when=sees_cases)
@case_form(Need.OBSERVE)
def observation(request: StaffRequest, held: HeldCase) -> Page:
    """One screen, two big buttons."""
    file, case = held.file, held.case
    if not file.of_kind("plan_issued") or (case.closed_on and not _had_the_page(request)):
        raise Http404
    asked = None if is_shut(case, request.staff) else running_request(file.facts, request.today)
    mine = [fact for fact in file.of_kind("observation") if fact.by_id == request.staff.pk]
    everybody, reads_file = file.people, may(request.staff, Need.READ_FILE, case)
    children, names = targets_of(everybody), names_on_page([Shown(everybody)])

    def note(form: ObservationForm, act: Act) -> Fact:
        typed = form.cleaned_data
        seen = typed["saw"] == SOMETHING
        told = Observation(seen=seen, what=typed["what"] if seen else "", place=typed["place"] if seen else "")
        return observe(act=act, case_id=case.pk, observation=told, on=typed["on"] or act.today)

    straight = request.GET.get("zag") == "iets"

    def thanks(fact: Fact) -> str:
        if FactOf(fact, Observation).body.seen:
            return _("Dank je. %(owner)s leest het meteen in de zaak.") % {"owner": case.owner.name}
        return _("Dank je. Ook weten dat er niets was, helpt.")

    return FormPage(
        form=ObservationForm,
        verb=note,
        to=reverse("today") if request.POST.get("then") == "today" else reverse("observations"),
        said=thanks,
        mend=f"{request.path}?{SAW_SOMETHING}" if request.POST.get("then") == "today" else "",
        template="kring/observations/one.html",
        arguments={"straight": straight},
        initial={"on": request.today},
        words={
            "names": listed_names(children, names),
            "title": called(in_title(everybody, reads_file=reads_file), names),
            "watch_for": asked.watch_for if asked else "",
            "until": words.near_day(asked.until, request.today) if asked else "",
            "asked_by": asked.fact.by.name if asked else "",
            "mine": [_noted(fact, request.today) for fact in reversed(mine)],
            "straight": straight,
            "opened": request.method == "POST",
            "then": "today" if request.POST.get("then") == "today" else "",
            "plan_url": reverse("plan", args=(case.pk,)),
            "case_url": reverse("case", args=(case.pk,)) if reads_file else "",
        },
    )


def _noted(fact: Fact, today: date) -> dict[str, str]:
    noted = FactOf(fact, Observation).body
    return {
        "when": words.capital(words.near_day(fact.on, today)),
        "what": noted.what if noted.seen else _("Niets gezien."),
        "place": noted.place,
    }


@require_safe
@staff_page(when=sees_cases)
def observations(request: StaffRequest) -> HttpResponse:
    """Where colleagues are asked to watch now."""
    found = watch_requests(request.staff, request.today, limit=MOST_REQUESTS)
    return render(request, "kring/observations/list.html", {"rows": _rows(found, request.today)})


def _rows(found: list[Asked], today: date) -> list[dict[str, Any]]:
    parties = {one.case.pk: in_title(one.children, reads_file=one.reads_file) for one in found}
    names = names_on_page(Shown(one.children, beside=parties[one.case.pk]) for one in found)
    titled = [(one, called(parties[one.case.pk], names)) for one in found]
    titles = Titles((one.case, title) for one, title in titled)
    return [_row(one, titles.of(one.case, title), today) for one, title in titled]


def _row(one: Asked, title: str, today: date) -> dict[str, Any]:
    soon = one.watch_until is not None and one.watch_until <= today + timedelta(days=1)
    if one.asked_by_me:
        sentence = _("Jij vroeg collega’s om op te letten. Zie je zelf iets, noteer het dan ook hier.")
    elif one.answered:
        sentence = _("Jij gaf al antwoord: dank je. Zag je later nog iets? Dat kan er altijd bij.")
    else:
        sentence = _("Collega %(name)s vraagt: zie je iets?") % {"name": one.asked_by.split()[0]}
    return {
        "title": title,
        "until": until(one.watch_until, today),
        "tone": "today" if soon and one.wants_an_answer else "",
        "sentence": sentence,
        "answered": not one.wants_an_answer,
        "url": reverse("observation", args=(one.case.pk,)),
        "plan_url": reverse("plan", args=(one.case.pk,)),
    }
