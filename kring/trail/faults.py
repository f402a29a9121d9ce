"""What can be wrong with the trail, and how that is said."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from kring import words

SHOWN = 50
"""So many faults are kept to be told one by one; of all others their number."""


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
    """One thing that is wrong: at which number, up to which, and when that line was written as far as that is known."""

    kind: Wrong
    number: int
    to: int = 0
    at: datetime | None = None

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
    """What going through the whole trail found. `lines` have a place in the chain, `former` wait for theirs."""

    lines: int = 0
    former: int = 0
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

    def found(self, kind: Wrong, number: int, to: int = 0, at: datetime | None = None) -> None:
        self.counted[kind] += 1
        if len(self.faults) < SHOWN:
            self.faults.append(Fault(kind, number, to, at))


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
