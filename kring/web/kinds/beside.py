"""Whom a bullied child wants at its side in a joint talk: two fields that more than one form asks with (E1.2)."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring.cases.access import readers
from kring.cases.bodies import Beside
from kring.cases.colleagues import colleagues_apart
from kring.school.calendars import school_year_of
from kring.school.order import by_name
from kring.web.forms import KringForm, ListChoice, Option, ShortText
from kring.web.road.place import Place

OTHER, NOBODY = "other", "nobody"


class BesideForm(KringForm):
    """A form in which a bullied child says whom it wants there: one of the team, somebody else, or nobody."""

    beside_who = ListChoice(
        label=lazy("Wie wil het kind erbij, als het gesprek samen is?"),
        hint=lazy("Het kind kiest zelf: iemand van het team, iemand anders, of niemand."),
        nothing=lazy("Nog niet gevraagd"),
        required=False,
    )
    beside_name = ShortText(
        label=lazy("Iemand anders: wie?"),
        hint=lazy("Bijvoorbeeld een ouder of een vriend."),
        missing=lazy("Schrijf op wie het kind erbij wil."),
        required=False,
    )

    def ask_beside(self, place: Place) -> None:
        """Offers the team of this case."""
        team = by_name(readers(place.case))
        names = colleagues_apart(team, school_year_of(place.held.today))
        self.names = {str(one.pk): names[one.pk] for one in team}
        self.choice("beside_who").offer(
            [
                Option(NOBODY, _("Wil niemand erbij")),
                Option(OTHER, _("Iemand anders")),
                *(Option(key, name) for key, name in self.names.items()),
            ]
        )

    def check_beside(self) -> None:
        """Somebody else has a name; a name that was typed is no choice of nobody."""
        typed = self.cleaned_data
        if typed.get("beside_who") == OTHER and not typed.get("beside_name"):
            self.add_error("beside_name", _("Schrijf op wie het kind erbij wil."))

    def beside(self) -> Beside | None:
        """What was chosen; None when it was not asked."""
        typed: dict[str, Any] = self.cleaned_data
        who, name = typed.get("beside_who"), typed.get("beside_name") or ""
        if who == NOBODY:
            return Beside()
        if who and who != OTHER:
            return Beside(name=self.names[who], staff=UUID(who))
        return Beside(name=name) if name else None


def beside_as_typed(beside: Beside | None) -> dict[str, str]:
    """The values of those fields."""
    if beside is None:
        return {}
    if beside.staff:
        return {"beside_who": str(beside.staff)}
    return {"beside_who": OTHER, "beside_name": beside.name} if beside.name else {"beside_who": NOBODY}


def beside_in_words(beside: Beside | None) -> str:
    """`Carla Jansen`, or that nobody is wanted there; "" when it was not asked."""
    return "" if beside is None else beside.name or _("Niemand")
