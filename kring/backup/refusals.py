"""Why a copy is not believed or not put back: a sentence for who keeps the server, and an exit code for its scripts."""

from enum import IntEnum

from django.utils.translation import gettext_lazy as _

from kring.protocol.terms import total


class Why(IntEnum):
    """The number is the exit code of the command. They stand in README.md, and keep their meaning."""

    NOWHERE = 10
    EMPTY = 11
    HALF = 12
    CHANGED = 13
    OLD = 14
    WRONG_KEY = 15
    NO_KEY = 16
    NEWER_KRING = 17
    IN_USE = 18
    NOT_EMPTY = 19
    FAILED = 20
    BEFORE_FIRST = 21
    FUTURE = 22
    NO_DATE = 23


SENTENCES = total(
    {
        Why.NOWHERE: _("Er staat niet in de instellingen waar de reservekopie hoort. Zet dat in KRING_BACKUP."),
        Why.EMPTY: _("Hier staat geen reservekopie van Kring: er zit niets in."),
        Why.HALF: _("Deze reservekopie is niet heel. Zet een oudere terug, met --at."),
        Why.CHANGED: _("Deze reservekopie is veranderd nadat ze gemaakt werd. Vertrouw haar niet."),
        Why.OLD: _(
            "Wat er nu staat, is nieuwer dan deze reservekopie. Wil je haar toch terugzetten? Zeg dat met --older."
        ),
        Why.WRONG_KEY: _("Deze reservekopie hoort bij een andere sleutel. Zoek de sleutel die erbij hoort."),
        Why.NO_KEY: _("Er is geen sleutel, dus niemand kan zien of deze reservekopie klopt. Geef eerst de sleutel."),
        Why.NEWER_KRING: _("Deze reservekopie is gemaakt met een nieuwere Kring. Zet eerst die versie neer."),
        Why.IN_USE: _("Kring draait nog. Stop eerst de webserver, de worker en het meekopiëren."),
        Why.NOT_EMPTY: _("In de database waar het heen moet, staat al iets. Geef een lege database."),
        Why.FAILED: _("Het programma dat kopieert, kon zijn werk niet doen."),
        Why.BEFORE_FIRST: _("Van dat moment is er geen reservekopie: de oudste is van later."),
        Why.FUTURE: _("Dat moment moet nog komen. Kring kan alleen terug."),
        Why.NO_DATE: _("Dat is geen moment. Schrijf het zo, in Nederlandse tijd: 2026-11-27T10:15"),
    },
    Why,
)


class NotBelieved(Exception):
    """A copy that is refused, with what was found."""

    def __init__(self, why: Why, found: str = "") -> None:
        super().__init__(why, found)
        self.why = why
        self.found = found

    def __str__(self) -> str:
        return f"{SENTENCES[self.why]} {self.found}".strip()
