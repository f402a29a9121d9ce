"""Whether each bullied child is safe for now, in a few taps; if not, who watches where until when (decision 067)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from msgspec import structs

from kring import words
from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions.answering import answer_safety
from kring.cases.case_file import CaseFile
from kring.cases.held import HeldCase
from kring.cases.models import Fact, Involved
from kring.cases.safety import LONGEST_WATCH, Safety
from kring.cases.typed import FactOf, reading
from kring.cases.wording import PLACES
from kring.protocol.terms import Role
from kring.web.forms import DayField, FormPage, KringForm, Option, Page, Several, ShortText, YesNo, by_field
from kring.web.kinds.told import FactLine, Look, Told, by_kind
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.road.names import about_words
from kring.web.road.not_now import not_now
from kring.web.road.place import Place
from kring.web.way_in.doors import staff_page

USUAL_WATCH = 5
"""School days that somebody watches, unless another day is chosen."""


class SafeForNowForm(KringForm):
    """A question `safe_<child>` for each child; the rest is for the children who are not safe yet."""

    who = ShortText(label=lazy("Wie let er op?"), missing=lazy("Schrijf op wie er oplet."))
    places = Several(
        label=lazy("Waar?"),
        options=[Option(key, label) for key, label in PLACES.items()],
        missing=lazy("Kies minstens één plek."),
    )
    until_on = DayField(
        label=lazy("Tot en met welke dag?"),
        hint=lazy("Daarna vraagt Kring opnieuw of het veilig is."),
        not_past=True,
    )

    def __init__(self, *args: Any, file: CaseFile, children: Sequence[Involved], **options: Any) -> None:
        super().__init__(*args, **options)
        self.children = children
        for child in children:
            name = {"name": file.name_of(child)}
            question = YesNo(
                label=_("Is %(name)s veilig voor nu?") % name,
                yes=_("Veilig voor nu"),
                no=_("Nog niet"),
                missing=_("Is %(name)s veilig voor nu? Kies een antwoord.") % name,
            )
            self.add_field(safe_of(child), question)
        last = file.calendar.after(self.today, LONGEST_WATCH)
        self.day("until_on").not_after(last, _("Kies hoogstens twee schoolweken. Daarna kijk je opnieuw."))

    @property
    def questions(self) -> list[Any]:
        """The question about each child, for the template."""
        return [self[safe_of(child)] for child in self.children]

    def needed(self) -> dict[str, bool]:
        watched = any(self.sent(safe_of(child)) == "nee" for child in self.children)
        return {"who": watched, "places": watched, "until_on": watched}

    def for_verb(self) -> dict[str, Any]:
        typed = self.cleaned_data
        safe = [str(child.pk) for child in self.children if typed[safe_of(child)]]
        not_yet = [str(child.pk) for child in self.children if not typed[safe_of(child)]]
        watch = bodies.SafeForNow(who=typed["who"], places=tuple(typed["places"]))
        return dict(safe=safe, not_yet=not_yet, watch=watch, until_on=typed["until_on"])


def safe_of(child: Involved) -> str:
    """The name of the field with the answer about this child."""
    return f"safe_{child.pk.hex}"


@staff_page()
@case_form(Need.WRITE)
def safe_for_now(request: StaffRequest, held: HeldCase) -> Page:
    """The question about each bullied child, as often as the answer changes."""
    asked = held.file.protocol.safe_for_now is not None
    if request.method != "POST" and (held.file.progress.current is None or not asked):
        return not_now(request, held, because="" if asked else _("Jullie school laat deze vraag weg."))
    return page(request, Place(held, held.file.progress.last))


def page(request: StaffRequest, place: Place) -> Page:
    """The answers about all bullied children, or one answer put right."""
    file = place.file
    asked = file.with_role(Role.TARGET)
    if place.fact:
        asked = [child for child in file.everyone if str(child.pk) in place.fact.about]
    form_page = FormPage(
        form=SafeForNowForm,
        verb=by_field(answer_safety, case_id=place.case.pk),
        template="kring/duties/safe_for_now.html",
        read=reading(bodies.SafeForNow, as_filled_in),
        arguments={"file": file, "children": asked},
        words={"title": _("Veilig voor nu?")},
        initial={"who": request.staff.name, "until_on": file.calendar.after(request.today, USUAL_WATCH)},
    )
    return place.completed(form_page, continues=False, in_any_step=True, goes_on=True)


def as_filled_in(one: FactOf[bodies.SafeForNow]) -> Mapping[str, object]:
    """An answer as the form has it."""
    safe = one.fact.until_on is None
    answers = {f"safe_{key.replace('-', '')}": safe for key in one.fact.about}
    return answers if safe else {**answers, **structs.asdict(one.body), "until_on": one.fact.until_on}


def watch_in_words(one: FactOf[bodies.SafeForNow], today: date) -> str:
    """`Carla Jansen let op: op het plein, tot en met vrijdag.`; "" of who is safe."""
    if one.fact.until_on is None:
        return ""
    return _("%(who)s let op: %(places)s, tot en met %(day)s.") % {
        "who": words.capital(one.body.who),
        "places": words.listed(words.lower_first(place) for place in places_of(one)),
        "day": words.day(one.fact.until_on, today),
    }


def places_of(one: FactOf[bodies.SafeForNow]) -> list[str]:
    """Where somebody watches, in words."""
    return [str(PLACES[place]) for place in one.body.places]


def is_asked(file: CaseFile, asked: Sequence[Safety]) -> str:
    """`Is Sem veilig voor nu?`, and that somebody watched until now."""
    names = [file.name_of(one.child) for one in asked]
    question = ngettext("Is %(names)s veilig voor nu?", "Zijn %(names)s veilig voor nu?", len(names)) % {
        "names": words.listed(names)
    }
    if any(one.answer for one in asked):
        return " ".join([_("Het opletten dat was afgesproken, loopt af."), question])
    return question


def answer_in_words(fact: Fact) -> str:
    """`veilig voor nu`, by the columns alone."""
    return _("nog niet veilig") if fact.until_on else _("veilig voor nu")


def _line(file: CaseFile, one: FactOf[bodies.SafeForNow]) -> str:
    return _("%(names)s: %(answer)s") % {
        "names": about_words(file, one.fact.about),
        "answer": answer_in_words(one.fact),
    }


def _fields(file: CaseFile, one: FactOf[bodies.SafeForNow], today: date) -> Iterator[FactLine]:
    yield FactLine(_("Veilig voor nu?"), _line(file, one))
    yield FactLine(_("Wie let er op?"), one.body.who)
    yield FactLine(_("Waar?"), words.listed(places_of(one)))
    yield FactLine(_("Tot en met"), words.day(one.fact.until_on, today) if one.fact.until_on else "")


KIND = Told(
    bodies.SafeForNow,
    title=lazy("Veilig voor nu?"),
    titled=by_kind,
    line=_line,
    fields=_fields,
    look=Look.PLAIN,
    told_apart=True,
    correct=page,
)
