"""How Kring carries out the protocol, in the words of the help page and of docs/protocol.md."""

from kring.protocol.terms import Anchor, Whom, total
from kring.protocol.terms import gettext_noop as _

REPORTED = _("Een melding opent een zaak, of komt bij een zaak die al loopt. Wie meldde, wordt vastgelegd.")
DEFINED = _(
    "De definitie staat op het scherm, met bij ieder deel een vraag. Wat nog niet duidelijk is, telt niet voor pesten "
    "en niet ertegen."
)

OF_KRING = _("van Kring")
"""The mark of what Kring adds to the protocol (decision 064)."""

OWN_VERDICT = _("Van Kring: ieder gepest kind zegt eerst zelf of het gestopt is, op een eigen scherm.")

OPTIONAL = _("Mag, hoeft niet: de stap wacht er niet op.")

OF_THE_SCHOOL = _("Een taak van onze eigen school. Je legt vast wanneer het gedaan is, met een toelichting.")

ABOUT = {
    Whom.EACH_TARGET: _("Voor iedere gepeste leerling."),
    Whom.EACH_INSTIGATOR: _("Voor iedere leerling die pest."),
    Whom.EACH_OF_BOTH: _("Met iedere gepeste leerling en iedere leerling die pest."),
    Whom.EACH_GUARDIAN: _(
        "Voor alle ouders van ieder kind dat gepest wordt of pest. Kring vraagt het ook voor wie meepest."
    ),
}

FROM = total(
    {
        Anchor.REPORT: _("na de melding"),
        Anchor.DECISION: _("na het besluit"),
        Anchor.TALK: _("na het vorige gesprek"),
        Anchor.ENTRY: _("na het begin van deze stap"),
    },
    Anchor,
)

SHIFTED = _(
    "Een termijn eindigt nooit op een dag dat de school dicht is: dan geldt de eerste schooldag daarna. "
    "Rekt een vakantie een termijn op, dan zegt Kring dat en biedt het een dag vóór de vakantie aan."
)
