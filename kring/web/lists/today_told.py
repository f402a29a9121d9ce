"""What was told by a door and waits for this person, on Vandaag: that it waits, and never what it says."""

from collections.abc import Callable, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kring import words
from kring.protocol.terms import total
from kring.reports.waiting import Asks, Waits, by_what_it_asks
from kring.web.lists.today_on_top import OnTop
from kring.web.road.links import Go


def told_on_top(waits: Sequence[Waits]) -> list[OnTop]:
    """One notice for each thing that is late or asked for today, with a link to the one, or to the list of several. All
    else shares one, a line each, until it was answered."""
    each = [(_notice(asks, found), _line(asks, found)) for asks, found in by_what_it_asks(waits).items()]
    pressing = [notice for notice, _one in each if not notice.only_tells]
    lines = [line for notice, line in each if notice.only_tells]
    return [*pressing, *([OnTop("info", "inbox", "", "", "", lines)] if lines else [])]


def _line(asks: Asks, found: Sequence[Waits]) -> Go:
    """`Bij de deur is iets verteld.` as the link to it."""
    return Go(_strong(asks, found), _url(found))


def _strong(asks: Asks, found: Sequence[Waits]) -> str:
    return _SAYING[asks](len(found))[2] % {"number": words.capital(words.number(len(found)))}


def _url(found: Sequence[Waits]) -> str:
    return reverse("told_one", args=(found[0].incoming_id,)) if len(found) == 1 else reverse("told")


def _notice(asks: Asks, found: Sequence[Waits]) -> OnTop:
    look, icon, _said, text = _SAYING[asks](len(found))
    link = Go(_("Lezen") if len(found) == 1 else _("Binnengekomen"), _url(found))
    return OnTop(look, icon, "", _strong(asks, found), text, [link])


_Saying = Callable[[int], tuple[str, str, str, str]]

_SAYING: Mapping[Asks, _Saying] = total(
    {
        Asks.DANGER: lambda n: (
            "late",
            "siren",
            ngettext("Iemand is nu niet veilig.", "%(number)s keer: iemand is nu niet veilig.", n),
            _("Het is bij de deur verteld. Lees het nu, en zeg dat jij het oppakt."),
        ),
        Asks.PAST_PROMISE: lambda n: (
            "late",
            "inbox",
            ngettext("Iemand wacht te lang op antwoord.", "%(number)s mensen wachten te lang op antwoord.", n),
            _("De beloofde dag is voorbij. Antwoord vandaag."),
        ),
        Asks.TODAY: lambda n: (
            "",
            "inbox",
            ngettext("Beloofd voor vandaag: een antwoord.", "Beloofd voor vandaag: %(number)s antwoorden.", n),
            _("Het is bij de deur verteld."),
        ),
        Asks.NEW: lambda n: (
            "info",
            "inbox",
            ngettext("Bij de deur is iets verteld.", "%(number)s keer is bij de deur iets verteld.", n),
            "",
        ),
        Asks.NEWS: lambda n: (
            "info",
            "inbox",
            ngettext("Wie iets vertelde, schrijft terug.", "%(number)s mensen die iets vertelden, schrijven terug.", n),
            "",
        ),
        Asks.PASSED_ON: lambda n: (
            "info",
            "inbox",
            ngettext("Een collega gaf iets aan je door.", "%(number)s keer gaf een collega iets aan je door.", n),
            _("Het is bij de deur verteld."),
        ),
    },
    Asks,
)
