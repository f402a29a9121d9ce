"""Help for a bullied child beside the protocol: who offered what, and when (evidence E1.13)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions.helping import offer_help
from kring.cases.case_file import CaseFile
from kring.cases.held import HeldCase
from kring.cases.typed import FactOf
from kring.protocol.terms import Role
from kring.web.forms import DayField, FormPage, KringForm, LongText, Page, PeopleChoice, ShortText, by_field
from kring.web.kinds.told import FactLine, Look, Told, by_kind
from kring.web.kinds.withdrawing import Withdrawing
from kring.web.request.requests import StaffRequest
from kring.web.road.case_form import case_form
from kring.web.road.names import about_words
from kring.web.road.place import Place
from kring.web.way_in.doors import staff_page


class HelpForm(KringForm):
    about = PeopleChoice(label=lazy("Voor wie is deze hulp?"), missing=lazy("Kies voor welk kind dit is."))
    who = ShortText(
        label=lazy("Wie hielp of wil helpen?"),
        hint=lazy("Bijvoorbeeld: de intern begeleider, schoolmaatschappelijk werk, de huisarts."),
        missing=lazy("Vul in wie hielp of wil helpen."),
        limit=200,
    )
    what = LongText(
        label=lazy("Wat is er aangeboden?"),
        hint=lazy("En wat wil het kind zelf, en de ouders? Dit komt nooit in het plan."),
        missing=lazy("Schrijf op wat er is aangeboden."),
        rows=3,
    )
    on = DayField(label=lazy("Wanneer?"), not_future=True, not_before_report=True, starts_today=True)

    def for_verb(self) -> dict[str, Any]:
        typed = self.cleaned_data
        help_beside = bodies.HelpBeside(who=typed["who"], what=typed["what"])
        return dict(about=[str(pk) for pk in typed["about"]], on=typed["on"], help_beside=help_beside)


@staff_page()
@case_form(Need.WRITE, running=True)
def help_child(request: StaffRequest, held: HeldCase) -> Page:
    """Write down one more offer of help."""
    place = Place(held, held.file.progress.last)
    return place.completed(_form_page(place), continues=False, in_any_step=True)


def page(request: StaffRequest, place: Place) -> Page:
    """Put right who offered what."""
    return place.completed(_form_page(place))


def _form_page(place: Place) -> FormPage[HelpForm]:
    was_about = place.fact.about if place.fact else ()
    targets = [child for child in place.file.everyone if str(child.pk) in was_about] or [
        *place.file.with_role(Role.TARGET)
    ]
    return FormPage(
        form=HelpForm,
        verb=by_field(offer_help, case_id=place.case.pk),
        template="kring/duties/help_beside.html",
        offers={"about": [place.option(child) for child in targets]},
        initial={"about": [child.pk for child in targets] if len(targets) == 1 else []},
        said=_("Bewaard. Dit staat bij de zaak, en niet in het plan."),
        words={"title": _("Hulp naast het protocol")},
    )


def _fields(file: CaseFile, one: FactOf[bodies.HelpBeside], today: date) -> Iterator[FactLine]:
    yield FactLine(_("Voor"), about_words(file, one.fact.about))
    yield FactLine(_("Wie"), one.body.who)
    yield FactLine(_("Wat er is aangeboden"), one.body.what)


KIND = Told(
    bodies.HelpBeside,
    title=lazy("Hulp naast het protocol"),
    titled=by_kind,
    line=lambda file, one: f"{about_words(file, one.fact.about)}: {words.shortened(one.body.who)}",
    fields=_fields,
    look=Look.PLAIN,
    told_apart=True,
    correct=page,
    withdraw=Withdrawing(),
)
