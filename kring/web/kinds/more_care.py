"""More after-care that Kring proposes: yes or no to each day, with one press on the case page (decision 081)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions.caring import choose_more_care
from kring.cases.bodies import CareMoment
from kring.cases.case_file import CaseFile
from kring.cases.held import HeldCase
from kring.cases.models import Fact
from kring.cases.more_care import days_for_care, proposal
from kring.cases.typed import FactOf
from kring.cases.wording import CARE_MOMENTS, LONGER
from kring.protocol.terms import Role
from kring.web.forms import FormPage, KringForm, Page, YesNo, by_field
from kring.web.forms.tokens import new_token
from kring.web.kinds.told import FactLine, Look, Told, by_kind
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.road.not_now import not_now
from kring.web.road.place import Place
from kring.web.way_in.doors import staff_page


class MoreCareForm(KringForm):
    wanted = YesNo(label=lazy("Komt er dan een nazorggesprek?"), yes=lazy("Ja, plannen"), no=lazy("Nee"))

    def for_verb(self) -> dict[str, Any]:
        return {"wanted": self.cleaned_data["wanted"]}


@dataclass(frozen=True)
class Asked:
    """One day with its moment in words, and where yes or no goes."""

    text: str
    url: str
    token: str


@dataclass(frozen=True)
class MoreCarePanel:
    """The sentence with what makes it come back more often, and the days that are proposed."""

    because: str
    asked: list[Asked]


def more_care_panel(file: CaseFile, request: StaffRequest) -> MoreCarePanel | None:
    """What stands on the case page; None where nothing is proposed to this reader."""
    proposed = proposal(file, request.staff, request.today)
    if proposed is None:
        return None
    facts = [str(LONGER[one]) for one in proposed.because]
    if proposed.earlier:
        names = words.listed(file.name_of(child) for child in file.with_role(Role.TARGET))
        facts.append(_("het is niet de eerste zaak van %(names)s") % {"names": names})
    asked = []
    for one in proposed.moments:
        url = reverse("more_care", args=[file.case.pk, one.moment])
        token = new_token(staff_id=request.staff.pk, key=url).signed()
        asked.append(Asked(words.capital(_day_in_words(one.moment, one.on, request.today)), url, token))
    return MoreCarePanel(_("In deze zaak staat: %(facts)s.") % {"facts": words.listed(facts)}, asked)


def _day_in_words(moment: CareMoment, on: date, today: date) -> str:
    """`maandag 11 januari, een week na de vakantie`."""
    return f"{words.day(on, today)}, {CARE_MOMENTS[moment]}"


@staff_page()
@case_form(Need.WRITE)
def more_care(request: StaffRequest, held: HeldCase, moment: str) -> Page:
    """One of the days, for who comes here without the buttons of the case page."""
    if moment not in set(CareMoment):
        raise Http404
    proposed = proposal(held.file, request.staff, request.today)
    found = [one for one in (proposed.moments if proposed else ()) if one.moment == moment]
    if not found and request.method != "POST":
        return not_now(request, held, because=_("Dit stelt Kring hier niet (meer) voor."))
    text = _day_in_words(found[0].moment, found[0].on, request.today) if found else ""
    return _form(Place(held, held.file.progress.last), CareMoment(moment), text)


def page(request: StaffRequest, place: Place) -> Page:
    """A no that becomes a yes after all; a yes is held or let go when it is its turn."""
    fact = place.fact
    if fact is None or (fact.until_on and request.method != "POST"):
        because = _("Deze nazorg is afgesproken, en blijft staan tot het gesprek er was.")
        return not_now(request, place.held, because=because)
    moment = FactOf(fact, bodies.MoreCare).body.moment
    found = [one for one in days_for_care(place.file, request.today) if one.moment is moment]
    if not found and request.method != "POST":
        return not_now(request, place.held, because=_("Dit stelt Kring hier niet (meer) voor."))
    text = _day_in_words(moment, found[0].on, request.today) if found else ""
    return _form(place, moment, text)


def _form(place: Place, moment: CareMoment, text: str) -> Page:
    form_page = FormPage(
        form=MoreCareForm,
        verb=by_field(choose_more_care, case_id=place.case.pk, moment=moment),
        template="kring/duties/more_care.html",
        read=lambda fact: {"wanted": fact.until_on is not None},
        words={"title": _("Extra nazorg"), "text": words.capital(text)},
        said=_said,
        keeps_drafts=False,
    )
    return place.completed(form_page, continues=False, in_any_step=True)


def _said(fact: Fact) -> str:
    if fact.until_on is None:
        return _("Bewaard: geen extra nazorg dan.")
    return _("De extra nazorg is %(day)s.") % {"day": words.near_day(fact.until_on, fact.on)}


def _line(file: CaseFile, one: FactOf[bodies.MoreCare]) -> str:
    """`ja, maandag 11 januari, een week na de vakantie`."""
    moment = str(CARE_MOMENTS[one.body.moment])
    if one.fact.until_on is None:
        return _("niet: %(moment)s") % {"moment": moment}
    return _day_in_words(one.body.moment, one.fact.until_on, one.fact.on)


def _fields(file: CaseFile, one: FactOf[bodies.MoreCare], today: date) -> Iterator[FactLine]:
    yield FactLine(_("Wanneer"), words.capital(str(CARE_MOMENTS[one.body.moment])))
    yield FactLine(_("Komt er dan een nazorggesprek?"), _("Ja") if one.fact.until_on else _("Nee"))
    yield FactLine(_("Op"), words.day(one.fact.until_on, today) if one.fact.until_on else "")
    yield FactLine(
        _("Wat er toen van de zaak bekend was"),
        words.capital(words.listed(str(LONGER[because]) for because in one.body.because)),
    )


KIND = Told(
    bodies.MoreCare,
    title=lazy("Extra nazorg"),
    titled=by_kind,
    line=_line,
    fields=_fields,
    look=Look.PLAIN,
    told_apart=True,
    correct=page,
)
