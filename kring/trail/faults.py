"""What can be wrong with the trail, and how that is said."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from kring import words
from kring.trail.verbs import WhyKnown

SHOWN = 50
"""So many faults are kept to be told one by one; of all others their number."""


CODE = 16
"""So many digits of the digest: nobody makes another line that has the same."""


class Wrong(StrEnum):
    CHANGED = "changed"
    MISSING = "missing"
    ADDED = "added"
    CUT_OFF = "cut_off"
    ANOTHER = "another"
    END = "end"
    KEY = "key"
    WITHOUT_CHAIN = "without_chain"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: at which number, up to which, and when that line was written as far as that is known.

    `digest` is over what stands there now (`known.py`); "" for a fault that nobody can call known.
    """

    kind: Wrong
    number: int
    to: int = 0
    at: datetime | None = None
    digest: str = field(default="", compare=False)

    @property
    def code(self) -> str:
        """By which somebody names this fault, as it stands now."""
        return self.digest[:CODE]

    def __str__(self) -> str:
        return sentence(self)


@dataclass(frozen=True, slots=True)
class Noted:
    """What was once noted of the chain, somewhere outside the database: the hash of the line with this number."""

    number: int
    mac: bytes

    def __str__(self) -> str:
        return f"{self.number}:{self.mac.hex()}"

    @classmethod
    def read(cls, text: str) -> "Noted":
        """From `12:9f…`; ValueError for anything else."""
        number, _colon, mac = text.strip().partition(":")
        noted = cls(int(number), bytes.fromhex(mac))
        if noted.number < 1 or len(noted.mac) != 32:
            raise ValueError("a line of the trail is noted as its number, a colon and 64 hexadecimal digits")
        return noted


@dataclass(slots=True)
class Result:
    """What going through the whole trail found. `lines` have a place in the chain, `former` wait for theirs.

    `known` counts the faults that somebody looked into, and that stand as they did then: they are not in the others.
    """

    lines: int = 0
    former: int = 0
    known: int = 0
    end: Noted | None = None
    faults: list[Fault] = field(default_factory=list)
    counted: Counter[Wrong] = field(default_factory=Counter)

    @property
    def is_whole(self) -> bool:
        return not self.counted

    @property
    def not_told(self) -> int:
        """How many faults there are beside those in `faults`."""
        return self.counted.total() - len(self.faults)

    def found(self, fault: Fault) -> None:
        self.counted[fault.kind] += 1
        if len(self.faults) < SHOWN:
            self.faults.append(fault)


def sentence(fault: Fault) -> str:
    """The fault in words: which number, and when."""
    said = {"number": fault.number, "to": fault.to, "when": words.moment(fault.at) if fault.at else ""}
    match fault.kind:
        case Wrong.CHANGED:
            return _("Regel %(number)s, van %(when)s, is veranderd of verplaatst.") % said
        case Wrong.MISSING if fault.to > fault.number:
            return _("De regels %(number)s tot en met %(to)s zijn weg.") % said
        case Wrong.MISSING:
            return _("Regel %(number)s is weg.") % said
        case Wrong.ADDED if fault.at:
            return _("Er is een regel toegevoegd die Kring niet schreef, van %(when)s (id %(number)s).") % said
        case Wrong.ADDED:
            return _("Na het einde van het spoor staan regels die Kring niet schreef, vanaf %(number)s.") % said
        case Wrong.CUT_OFF:
            return _("Het spoor is afgebroken: de regels %(number)s tot en met %(to)s zijn weg.") % said
        case Wrong.ANOTHER:
            return _("Regel %(number)s is een andere dan Kring eerder buiten de database noteerde.") % said
        case Wrong.END:
            return _("Waar het spoor eindigt, is buiten Kring om veranderd. Dat was na regel %(number)s.") % said
        case Wrong.KEY:
            return _("De regels na nummer %(number)s kunnen niet worden nagekeken: hun sleutel gaat niet open.") % said
        case Wrong.WITHOUT_CHAIN:
            return _("Het spoor heeft regels, maar zijn nummers en controlegetallen zijn weg.") % said


def known_sentence(detail: Mapping[str, object]) -> str:
    """The fault that a line calls known, in words; a sentence that names none when the line cannot be read."""
    try:
        at = datetime.fromisoformat(str(detail["line_at"])) if detail.get("line_at") else None
        return sentence(Fault(Wrong(str(detail["kind"])), int(str(detail["number"])), int(str(detail["to"])), at))
    except (KeyError, ValueError):
        return _("Welke, is niet meer te lezen.")


def why_sentence(why: object) -> str:
    """What came of looking into it, in words."""
    match why:
        case WhyKnown.MENDED:
            return _("Reden: iemand herstelde iets in de database.")
        case WhyKnown.BROKE:
            return _("Reden: de schijf of de database ging stuk.")
        case WhyKnown.MEDDLED:
            return _("Reden: iemand deed het met opzet. Het is uitgezocht.")
        case WhyKnown.NOT_FOUND:
            return _("De oorzaak is uitgezocht, en niet gevonden.")
        case _:
            return ""
