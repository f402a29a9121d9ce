"""Who stands beside a bullied child: the child names it, and that child may decline (E1.8, decision 082)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions.defending import name_defender
from kring.cases.case_file import CaseFile
from kring.cases.held import HeldCase
from kring.cases.models import Fact, Involved
from kring.cases.typed import FactOf
from kring.protocol.terms import Role
from kring.web.forms import Choice, DayField, FormPage, LongText, Option, Page, by_field
from kring.web.kinds.told import FactLine, Look, Told, by_kind
from kring.web.kinds.withdrawing import Withdrawing
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.road.finding import FindsChildren, OneChild
from kring.web.road.links import Go
from kring.web.road.names import about_words
from kring.web.road.place import Place
from kring.web.road.pupils import to_choose
from kring.web.way_in.doors import staff_page

WANTS, DECLINES, UNASKED = "wants", "declines", "unasked"
ANSWERS = {WANTS: True, DECLINES: False, UNASKED: None}


class DefenderForm(FindsChildren):
    pupil = OneChild(label=lazy("Wie kiest het kind?"))
    wants = Choice(
        label=lazy("Wil dit kind dat?"),
        hint=lazy("Vraag het alleen aan dit kind. Nee zeggen mag, zonder reden."),
        options=(
            Option(WANTS, lazy("Ja, wil dat")),
            Option(DECLINES, lazy("Liever niet")),
            Option(UNASKED, lazy("Nog niet gevraagd")),
        ),
        missing=lazy("Kies wat dit kind zei, of dat je het nog niet vroeg."),
    )
    said = LongText(
        label=lazy("Wat spreken jullie af?"),
        hint=lazy("Bijvoorbeeld: samen spelen, of een juf halen. Oplossen hoeft een kind niet."),
        rows=2,
        required=False,
    )
    on = DayField(label=lazy("Wanneer was het?"), not_future=True, not_before_report=True, starts_today=True)
    names_in_verb = {"pupil_id": "pupil", "child": "pupil"}

    def __init__(self, *args: Any, child: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["pupil"].label = _("Wie kiest %(name)s?") % {"name": child}

    def for_verb(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return dict(on=typed["on"], pupil_id=typed["pupil"], wants=ANSWERS[typed["wants"]], said=typed["said"])


@staff_page()
@case_form(Need.WRITE)
def defender(request: StaffRequest, held: HeldCase, involved_id: UUID) -> Page:
    """Whom this child names."""
    child = next((one for one in held.file.with_role(Role.TARGET) if one.pk == involved_id), None)
    if child is None or held.file.progress.current is None:
        raise Http404
    return _page(request, Place(held, held.file.progress.last), child)


def page(request: StaffRequest, place: Place) -> Page:
    """Put right what was written down of it, such as what the child that was named answered."""
    child = place.file.child(place.fact.about[0]) if place.fact else None
    if child is None:
        raise Http404
    return _page(request, place, child)


def _page(request: StaffRequest, place: Place, child: Involved) -> Page:
    name = place.file.name_of(child)
    not_these = {child.pupil_id, *(one.pupil_id for one in place.file.with_role(Role.INSTIGATOR, Role.FOLLOWER))}
    return place.completed(
        FormPage(
            form=DefenderForm,
            verb=by_field(name_defender, case_id=place.case.pk, involved_id=child.pk),
            template="kring/duties/defender.html",
            arguments={"child": name, "pupils": to_choose(request.staff, request.today).without(not_these)},
            words={"title": _("Wie staat naast %(name)s?") % {"name": name}, "name": name},
            read=_values,
        ),
        continues=False,
        in_any_step=True,
    )


def _values(fact: Fact) -> Mapping[str, object]:
    body = FactOf(fact, bodies.Defender).body
    wants = next(key for key, answer in ANSWERS.items() if answer is body.wants)
    return {"on": fact.on, "pupil": body.pupil, "wants": wants, "said": body.said}


def answer_in_words(body: bodies.Defender) -> str:
    """What the child that was named said."""
    return {True: _("wil dat"), False: _("liever niet"), None: _("nog niet gevraagd")}[body.wants]


def beside_children(file: CaseFile) -> Mapping[str, list[Go]]:
    """By the key of each bullied child: who stands beside it, or declined, with the page on which that stands."""
    said = {
        True: _("Ernaast staat %(name)s."),
        False: _("%(name)s staat er liever niet naast."),
        None: _("%(name)s is gekozen, en nog niet gevraagd."),
    }
    found: dict[str, list[Go]] = {}
    for one in file.of(bodies.Defender):
        text = said[one.body.wants] % {"name": one.body.name}
        found.setdefault(one.fact.about[0], []).append(Go(text, reverse("fact", args=[file.case.pk, one.fact.pk])))
    return found


def _fields(file: CaseFile, one: FactOf[bodies.Defender], today: date) -> Iterator[FactLine]:
    yield FactLine(_("Wie het koos"), about_words(file, one.fact.about))
    yield FactLine(_("Gekozen"), one.body.name)
    yield FactLine(_("Wil dit kind dat?"), answer_in_words(one.body))
    yield FactLine(_("Afgesproken"), one.body.said)


KIND = Told(
    bodies.Defender,
    title=lazy("Een kind ernaast"),
    titled=by_kind,
    line=lambda file, one: about_words(file, one.fact.about),
    fields=_fields,
    look=Look.PLAIN,
    told_apart=True,
    correct=page,
    withdraw=Withdrawing(),
)
