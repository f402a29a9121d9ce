"""How Kring carries out the protocol, in the words of the help page and of docs/protocol.md."""

from kring.protocol.terms import Anchor, Kind, Whom
from kring.protocol.terms import gettext_noop as _

HOW = {
    Kind.TALK: _(
        "Je legt vast wanneer het gesprek was, met wie, en wat er gezegd is. "
        "Ieder kind zegt zelf hoe veilig het zich voelt."
    ),
    Kind.INCIDENTS: _("Een lijst die je kunt aanvullen. Kring telt de voorvallen per week."),
    Kind.SEVERITY: _("Je schrijft op waarom je dat denkt. Is er nu gevaar, dan staat er meteen wie je belt."),
    Kind.PROBLEM: _("Dit komt vanzelf in het plan."),
    Kind.AGREE: _("Loopt er een plan, dan staan de afspraken er vanzelf in."),
    Kind.REVIEW: _("De evaluatie staat meteen in het plan."),
    Kind.PHASE_OUT: _("Per afspraak leg je dat vast, met een datum."),
    Kind.ADDRESS_CLASS: _(
        "Je legt vast welke methode je gebruikte, op welke dag, en wat er gezegd is. Zonder de naam van een kind."
    ),
    Kind.OBSERVE: _("Collega's noteren in tien seconden wat ze zagen. Ook dat ze niets zagen."),
    Kind.CONSULT: _("Je legt vast wanneer jullie overlegden en wat eruit kwam."),
    Kind.ANALYSIS: _("Dit komt vanzelf in het plan."),
    Kind.NEW_APPROACH: _("Er begint een nieuwe ronde, met een eigen nummer. Wie van buiten meedenkt, leg je vast."),
    Kind.INFORM_GUARDIANS: _(
        "Per ouder met gezag: hoe je contact had, wanneer, door wie, en wat de ouder zei. "
        "Lukt het nog niet, dan schrijf je op waarom."
    ),
    Kind.ISSUE_PLAN: _(
        "Het plan vult zich uit wat er is vastgelegd. Iedere uitgave krijgt een nummer en verandert niet meer. "
        "Je ziet wie het plan heeft gelezen."
    ),
    Kind.EXTRA: _("Een taak van onze eigen school. Je legt vast wanneer het gedaan is, met een toelichting."),
}
"""How Kring carries out each kind of duty."""

REPORTED = _("Een melding opent een zaak, of komt bij een zaak die al loopt. Wie meldde, wordt vastgelegd.")
DEFINED = _("De definitie staat op het scherm, met bij ieder deel een vraag.")

ABOUT = {
    Whom.EACH_TARGET: _("Voor iedere gepeste leerling."),
    Whom.EACH_INSTIGATOR: _("Voor iedere leerling die pest."),
    Whom.EACH_OF_BOTH: _("Met iedere gepeste leerling en iedere leerling die pest."),
    Whom.EACH_GUARDIAN: _("Voor alle ouders van ieder kind dat gepest wordt, pest of meedoet."),
}

FROM = {
    Anchor.REPORT: _("na de melding"),
    Anchor.DECISION: _("na het besluit"),
    Anchor.TALK: _("na het vorige gesprek"),
    Anchor.ENTRY: _("na het begin van deze stap"),
}

SHIFTED = _(
    "Een termijn eindigt nooit op een dag dat de school dicht is: dan geldt de eerste schooldag daarna. "
    "Rekt een vakantie een termijn op, dan zegt Kring dat en biedt het een dag vóór de vakantie aan."
)
