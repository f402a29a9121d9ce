"""What a parent states about something in the file: it stands beside that, in the parent's own words (decision 083)."""

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions import listening
from kring.cases.bodies import Way
from kring.cases.case_file import INFORMED_ROLES, CaseFile
from kring.cases.held import HeldCase
from kring.cases.models import Fact
from kring.cases.parents import may_stand_beside
from kring.cases.typed import FactOf, reading
from kring.cases.wording import WAYS
from kring.web.forms import Choice, DayField, FormPage, KringForm, LongText, Option, Page, PersonChoice, by_field
from kring.web.kinds.told import FactLine, Look, Told, by_kind
from kring.web.kinds.withdrawing import Withdrawing
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.road.names import about_words, guardian_apart
from kring.web.road.place import Place, as_kept
from kring.web.way_in.doors import staff_page


class StatementForm(KringForm):
    guardianship = PersonChoice(label=lazy("Welke ouder?"), missing=lazy("Kies welke ouder dit zegt."))
    text = LongText(
        label=lazy("Wat zegt deze ouder?"),
        hint=lazy("In eigen woorden van de ouder. Een brief of mail mag je overnemen."),
        missing=listening.WHAT_IT_SAYS,
        rows=6,
    )
    how = Choice(
        label=lazy("Hoe liet deze ouder het weten?"),
        options=[Option(way.value, said) for way, said in WAYS.items()],
        coerce=Way,
        missing=lazy("Kies hoe deze ouder het liet weten."),
    )
    on = DayField(label=lazy("Op welke dag?"), not_future=True, not_before_report=True, starts_today=True)
    names_in_verb = {"guardianship_id": "guardianship"}


@staff_page()
@case_form(Need.WRITE)
def parent_statement(request: StaffRequest, held: HeldCase, fact_id: UUID) -> Page:
    """Write down what a parent says of this fact, beside it."""
    fact = next((one for one in held.file.every_fact if one.pk == fact_id), None)
    if fact is None or not may_stand_beside(fact):
        raise Http404
    return _page(Place(held, held.file.progress.last), fact)


def correct(request: StaffRequest, place: Place) -> Page:
    """Put right how a statement was taken down."""
    if place.fact is None:
        raise TypeError("there is nothing to correct")
    beside = FactOf(place.fact, bodies.ParentStatement).body.beside
    return _page(place, next(one for one in place.file.every_fact if one.pk == beside))


def _page(place: Place, fact: Fact) -> Page:
    file = place.file
    was_about = place.fact.about if place.fact else []
    links = [
        link
        for child in file.everyone
        for link in file.guardianships_of(child)
        if (child.left_on is None and child.role in INFORMED_ROLES) or str(link.pk) in was_about
    ]
    form_page = FormPage(
        form=StatementForm,
        verb=by_field(listening.state, case_id=place.case.pk, fact_id=fact.pk),
        template="kring/duties/parent_statement.html",
        read=reading(bodies.ParentStatement, _as_filled_in),
        offers={"guardianship": [_option(file, str(link.pk), link.pk) for link in links]},
        words={"title": _("Wat een ouder hierover zegt"), "beside": file.newest(fact)},
        to=reverse("fact", args=[place.case.pk, file.newest(fact).pk]),
        said=_("Bewaard. Het staat naast wat de school opschreef."),
    )
    return place.completed(form_page, continues=False, in_any_step=True)


def _option(file: CaseFile, key: str, value: UUID) -> Option:
    return Option(value, words.capital(guardian_apart(file, key)))


def _as_filled_in(one: FactOf[bodies.ParentStatement]) -> Mapping[str, object]:
    return {**as_kept(one.fact), "guardianship": UUID(one.fact.about[0])}


def _line(file: CaseFile, one: FactOf[bodies.ParentStatement]) -> str:
    return f"{about_words(file, one.fact.about)}: {words.shortened(one.body.text, 140)}"


def _fields(file: CaseFile, one: FactOf[bodies.ParentStatement], today: date) -> Iterator[FactLine]:
    yield FactLine(_("Wie"), words.capital(about_words(file, one.fact.about)))
    yield FactLine(_("Wat de ouder zegt"), one.body.text)
    yield FactLine(_("Hoe"), str(WAYS[one.body.how]))


KIND = Told(
    bodies.ParentStatement,
    title=lazy("Eigen woorden van een ouder"),
    titled=by_kind,
    line=_line,
    fields=_fields,
    look=Look.PLAIN,
    told_apart=True,
    correct=correct,
    withdraw=Withdrawing(),
)
