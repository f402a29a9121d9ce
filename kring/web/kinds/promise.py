"""A promise of the school that recurs: made, given to another, stopped, and told each day at a touch (decision 068)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases import bodies
from kring.cases.access import Need, may
from kring.cases.actions import promising
from kring.cases.case_file import CaseFile
from kring.cases.colleagues import colleagues_apart
from kring.cases.held import HeldCase
from kring.cases.models import Promise, PromiseTold
from kring.cases.plan_words import SCHOOL_WEEK, kept_in_words, weekdays_in_words
from kring.cases.promises import could_promise, promises_of
from kring.cases.typed import FactOf, reading
from kring.protocol.terms import Role
from kring.school.calendars import school_year_of
from kring.school.order import by_name
from kring.web.forms import (
    DayField,
    FormPage,
    KringForm,
    ListChoice,
    LongText,
    Option,
    Page,
    PersonChoice,
    Several,
    ShortText,
    YesNo,
    by_field,
)
from kring.web.kinds.told import FactLine, Look, Told, by_kind
from kring.web.request.moments import day_in
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.road.children import Shown, names_on_page
from kring.web.road.names import about_words
from kring.web.road.place import Place
from kring.web.way_in.doors import staff_page

USUAL_WEEKS = 2
"""So many weeks a promise lasts, unless another day is chosen."""


class PromiseForm(KringForm):
    """A new promise. Of one that is put right the child, the first day and the weekdays stay."""

    child = PersonChoice(label=lazy("Voor wie?"), missing=lazy("Kies één leerling."))
    what = LongText(
        label=lazy("Wat belooft de school?"),
        hint=lazy(
            "Zo kort dat het op Vandaag past. Bijvoorbeeld: elke pauze even langs. Het team leest het in het plan."
        ),
        missing=lazy("Schrijf op wat er beloofd is."),
        rows=2,
    )
    staff = ListChoice(
        label=lazy("Wie doet het?"),
        hint=lazy("Het staat op die dagen op Vandaag van deze collega."),
        missing=lazy("Kies wie het doet."),
        coerce=UUID,
    )
    weekdays = Several(label=lazy("Op welke dagen?"), missing=lazy("Kies minstens één dag van de week."), coerce=int)
    on = DayField(label=lazy("Vanaf"), not_before_report=True, starts_today=True)
    until_on = DayField(label=lazy("Tot en met"))
    names_in_verb = {"about": "child", "staff_id": "staff"}

    def __init__(self, *args: Any, one_child: str = "", new: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.one_child = one_child
        self.several("weekdays").offer(Option(n, words.vocabulary().weekdays[n - 1]) for n in SCHOOL_WEEK)
        if one_child or not new:
            del self.fields["child"]
        if not new:
            del self.fields["weekdays"], self.fields["on"]
            self.fields["until_on"].help_text = _(
                "Stoppen? Kies vandaag of gisteren. De belofte blijft in het dossier."
            )

    def for_verb(self) -> dict[str, Any]:
        typed = self.cleaned_data
        child = self.one_child or str(typed.get("child") or "")
        return dict(
            about=[child] if child else [],
            staff_id=typed["staff"],
            what=typed["what"],
            weekdays=typed.get("weekdays", ()),
            on=typed.get("on") or self.today,
            until_on=typed["until_on"],
        )


@staff_page()
@case_form(Need.WRITE, running=True)
def promise(request: StaffRequest, held: HeldCase) -> Page:
    """Make a promise, in whatever step the case is."""
    return page(request, Place(held, held.file.progress.last))


def page(request: StaffRequest, place: Place) -> Page:
    """A new promise, or one that is given to another, stopped or put right."""
    file, new = place.file, place.fact is None
    children = file.with_role(Role.TARGET) or file.people
    team = by_name(could_promise(place.case, has_plan=bool(file.of(bodies.PlanIssued))))
    names = colleagues_apart(team, school_year_of(request.today))
    offers = {"staff": [Option(one.pk, names[one.pk]) for one in team]}
    if new and len(children) > 1:
        offers["child"] = [place.option(child) for child in children]
    form_page = FormPage(
        form=PromiseForm,
        verb=by_field(promising.make_promise, case_id=place.case.pk),
        template="kring/duties/promise.html",
        read=reading(bodies.Promise, _as_filled_in),
        arguments={"one_child": str(children[0].pk) if new and len(children) == 1 else "", "new": new},
        offers=offers,
        words={"title": _("Belofte van de school"), "child": file.name_of(children[0]) if len(children) == 1 else ""},
        initial={
            "weekdays": list(SCHOOL_WEEK),
            "until_on": file.calendar.weeks_after(request.today, USUAL_WEEKS),
        },
    )
    return place.completed(form_page, continues=False, in_any_step=True)


def _as_filled_in(one: FactOf[bodies.Promise]) -> Mapping[str, object]:
    found = Promise.objects.filter(case=one.fact.case_id, fact=one.fact).values_list("staff_id", flat=True).first()
    return {"what": one.body.what, "staff": found, "until_on": one.fact.until_on}


class PromiseToldForm(KringForm):
    kept = YesNo(
        label=lazy("Is het gelukt?"), yes=lazy("Gedaan"), no=lazy("Lukte niet"), missing=lazy("Kies of het lukte.")
    )
    note = ShortText(label=lazy("Wil je er iets bij zeggen?"), required=False)
    on = DayField(label=lazy("Op welke dag?"), not_future=True, starts_today=True)


@staff_page()
@case_form(Need.READ_PLAN)
def promise_told(request: StaffRequest, held: HeldCase, promise_id: UUID) -> Page:
    """Tell of one day whether the promise was kept. From Vandaag it is one press, without this page.

    Who promised it need not work at the case: of that nothing is shown but the promise and what the child is called.
    """
    found = Promise.objects.select_related("fact", "child__pupil").filter(pk=promise_id, case=held.case.pk).first()
    works_at_it = may(request.staff, Need.WRITE, held.case)
    if found is None or not (found.staff_id == request.staff.pk or works_at_it):
        raise Http404
    if held.case.closed_on and request.method != "POST":
        raise Http404
    child = names_on_page([Shown(held.file.people)]).get(found.child.pupil_id) or found.child.pupil.first_name
    to = (
        reverse("case", args=[held.case.pk]) if works_at_it and found.staff_id != request.staff.pk else reverse("today")
    )
    return FormPage(
        form=PromiseToldForm,
        verb=by_field(promising.tell_promise, case_id=held.case.pk, promise_id=promise_id),
        to=to,
        said=_thanks,
        template="kring/duties/promise_told.html",
        initial={
            "kept": False if "op" in request.GET else None,
            "on": day_in(request.GET.get("op", "")) or request.today,
        },
        words={"what": FactOf(found.fact, bodies.Promise).body.what, "child": child, "back_url": to},
        keeps_drafts=False,
    )


def _thanks(told: PromiseTold) -> str:
    return _("Mooi, afgevinkt.") if told.kept else _("Bewaard. De eigenaar van de zaak ziet het ook.")


def _fields(file: CaseFile, one: FactOf[bodies.Promise], today: date) -> Iterator[FactLine]:
    yield FactLine(_("Wat"), one.body.what)
    yield FactLine(_("Voor wie?"), about_words(file, one.fact.about))
    yield FactLine(_("Wie doet het?"), one.body.who)
    yield FactLine(_("Op welke dagen?"), weekdays_in_words(one.body.weekdays))
    yield FactLine(_("Vanaf"), words.day(one.fact.on, today))
    yield FactLine(_("Tot en met"), words.day(one.fact.until_on, today) if one.fact.until_on else "")
    for kept in promises_of(file, today):
        if kept.promise.fact_id == one.fact.pk:
            yield FactLine(_("Nagekomen"), kept_in_words(kept.kept, len(kept.days)))
            for day, told in sorted(kept.told.items()):
                if not told.kept:
                    yield FactLine(_("Lukte niet"), ": ".join(filter(None, [words.day(day, today), told.note])))


KIND = Told(
    bodies.Promise,
    title=lazy("Belofte van de school"),
    titled=by_kind,
    line=lambda file, one: words.shortened(one.body.what),
    fields=_fields,
    look=Look.PLAIN,
    told_apart=True,
    correct=page,
)
