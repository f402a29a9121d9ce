"""Asking one child alone, in any step, whether it wants the coming talk at one table (row S3a, E1.2)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions.joint import ask_wish
from kring.cases.case_file import CaseFile
from kring.cases.held import HeldCase
from kring.cases.models import Fact, Involved
from kring.cases.typed import FactOf
from kring.protocol.terms import BULLIED, Role
from kring.web.forms import DayField, FormPage, LongText, Page, YesNo, by_field
from kring.web.kinds.beside import BesideForm, beside_as_typed, beside_in_words
from kring.web.kinds.told import FactLine, Look, Told, by_kind
from kring.web.kinds.withdrawing import Withdrawing
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.road.names import about_words
from kring.web.road.place import Place
from kring.web.way_in.doors import staff_page


class WishForm(BesideForm):
    on = DayField(label=lazy("Wanneer vroeg je het?"), not_future=True, not_before_report=True, starts_today=True)
    wants_together = YesNo(
        label=lazy("Wil het kind het gesprek samen?"),
        yes=lazy("Ja, samen"),
        no=lazy("Nee, liever apart"),
        missing=lazy("Vraag het kind of het samen wil, en kies ja of nee."),
    )
    said = LongText(label=lazy("Wat zei het kind erbij?"), rows=2, required=False)
    names_in_verb = {"beside": "beside_who", "child": "wants_together"}

    def __init__(self, *args: Any, place: Place, child: Involved, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["wants_together"].label = _("Wil %(name)s het gesprek samen?") % {"name": place.file.name_of(child)}
        if child.role in BULLIED:
            self.ask_beside(place)
        else:
            del self.fields["beside_who"], self.fields["beside_name"]
        self.order_fields(["wants_together", "beside_who", "beside_name", "said", "on"])

    def check_together(self) -> None:
        self.check_beside()

    def for_verb(self) -> dict[str, Any]:
        typed = self.cleaned_data
        wish = bodies.Wish(wants_together=typed["wants_together"], said=typed["said"], beside=self.beside())
        return dict(on=typed["on"], wish=wish)


@staff_page()
@case_form(Need.WRITE)
def wish(request: StaffRequest, held: HeldCase, involved_id: UUID) -> Page:
    """What this child wants, for whichever talk comes next."""
    child = next((one for one in held.file.with_role(Role.TARGET, Role.INSTIGATOR) if one.pk == involved_id), None)
    if child is None or held.file.progress.current is None:
        raise Http404
    return _page(Place(held, held.file.progress.last), child)


def page(request: StaffRequest, place: Place) -> Page:
    """Put right what was written down of it."""
    child = place.file.child(place.fact.about[0]) if place.fact else None
    if child is None:
        raise Http404
    return _page(place, child)


def _page(place: Place, child: Involved) -> Page:
    return place.completed(
        FormPage(
            form=WishForm,
            verb=by_field(ask_wish, case_id=place.case.pk, involved_id=child.pk),
            template="kring/duties/wish.html",
            arguments={"place": place, "child": child},
            words={"title": _("Samen of apart: vraag het %(name)s") % {"name": place.file.name_of(child)}},
            read=_values,
        ),
        continues=False,
        in_any_step=True,
    )


def _values(fact: Fact) -> Mapping[str, object]:
    body = FactOf(fact, bodies.Wish).body
    return {
        "on": fact.on,
        "wants_together": body.wants_together,
        "said": body.said,
        **beside_as_typed(body.beside),
    }


def _fields(file: CaseFile, one: FactOf[bodies.Wish], today: date) -> Iterator[FactLine]:
    yield FactLine(_("Wie het zei"), about_words(file, one.fact.about))
    yield FactLine(_("Wil het gesprek samen"), _("Ja") if one.body.wants_together else _("Nee, liever apart"))
    yield FactLine(_("Wie het kind erbij wil"), beside_in_words(one.body.beside))
    yield FactLine(_("Wat het kind erbij zei"), one.body.said)


KIND = Told(
    bodies.Wish,
    title=lazy("Gevraagd: samen of apart"),
    titled=by_kind,
    line=lambda file, one: about_words(file, one.fact.about),
    fields=_fields,
    look=Look.PLAIN,
    told_apart=True,
    correct=page,
    withdraw=Withdrawing(),
)
