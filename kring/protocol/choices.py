"""The choices of a school within the protocol, as data and as they are stored.

A running case keeps the edition and the variation it began with, so what was once stored must stay readable: hence
the version key.
"""

from dataclasses import dataclass
from itertools import count
from typing import Any

from kring.protocol.terms import Whom
from kring.protocol.terms import gettext_noop as _

VERSION = 5
"""1 had no protocol and no edition: there was one of each. 2 could not leave out whether a child is safe for now, 3 had
no sorts of approach, 4 no definition of the school's own."""

FIRST = ("stappenplan", "1")
"""The protocol and edition that a variation of version 1 was made for."""

CHANNELS = (("phone", _("Gebeld")), ("in_person", _("Persoonlijk gesproken")))
"""How guardians are informed by the protocol: "bellen of persoonlijke afspraak maken"."""

ANOTHER_APPROACH = "another"
APPROACH_SORTS = (
    ("limit", _("Grens stellen")),
    ("empathy", _("Empathie")),
    ("support_group", _("Steungroep")),
    ("repair", _("Herstel")),
    (ANOTHER_APPROACH, _("Anders")),
)
"""What sort of approach a new one can be, by Kring: the protocol asks for a new approach, and names none."""


@dataclass(frozen=True)
class StepTerm:
    """A shorter term for a step, in the unit that the protocol uses for it (school days or weeks)."""

    step: str
    number: int


@dataclass(frozen=True)
class StepTitle:
    """The school's own name for a step."""

    step: str
    title: str


@dataclass(frozen=True)
class ExtraDuty:
    """Something this school does besides the protocol. Its key stays the same for ever, whatever its title becomes."""

    key: str
    step: str
    title: str
    hint: str = ""
    whom: Whom = Whom.ONCE


@dataclass(frozen=True)
class Channel:
    """A way to inform guardians next to the phone and a talk in person."""

    key: str
    title: str


@dataclass(frozen=True)
class ApproachSort:
    """A sort of approach of the school's own, next to those of Kring."""

    key: str
    title: str


@dataclass(frozen=True)
class OwnTest:
    """A test of the definition in the school's own words: its question ("" as it is), and those of its answers that it
    words itself, as (key, words). What an answer points to is not the school's to choose."""

    test: str
    question: str = ""
    answers: tuple[tuple[str, str], ...] = ()

    def answer(self, key: str) -> str | None:
        """The school's own words for this answer, or None."""
        return dict(self.answers).get(key)


@dataclass(frozen=True)
class AfterCare:
    """One moment of after-care: so many weeks or so many months after the bullying was found to have stopped."""

    weeks: int = 0
    months: int = 0

    @property
    def days(self) -> float:
        """About how long after; months are not all alike, this only serves to put moments in order."""
        return self.weeks * 7 + self.months * 30.44


class UnreadableVariation(Exception):
    """What is stored was written by a newer Kring, or is no variation at all."""


@dataclass(frozen=True)
class Variation:
    """All that one school does differently. The empty variation is the protocol itself.

    `protocol` and `edition` say what it was made for; "" is whatever it is asked of.
    """

    terms: tuple[StepTerm, ...] = ()
    titles: tuple[StepTitle, ...] = ()
    duties: tuple[ExtraDuty, ...] = ()
    extra_channels: tuple[Channel, ...] = ()
    after_care: tuple[AfterCare, ...] | None = None  # None: the moments of the protocol itself
    asks_safety: bool = True
    own_sorts: tuple[ApproachSort, ...] = ()
    sorts_left_out: frozenset[str] = frozenset()  # of Kring's
    definition: str = ""  # of bullying, in the school's own words, beside the document's
    own_tests: tuple[OwnTest, ...] = ()
    protocol: str = ""
    edition: str = ""

    @property
    def channels(self) -> tuple[tuple[str, str], ...]:
        """Every way in which guardians can be informed at this school, as (key, words)."""
        return CHANNELS + tuple((channel.key, channel.title) for channel in self.extra_channels)

    @property
    def every_sort(self) -> tuple[tuple[str, str], ...]:
        """Every sort of approach that has a word, those that are not offered too."""
        return (*APPROACH_SORTS, *((sort.key, sort.title) for sort in self.own_sorts))

    @property
    def approach_sorts(self) -> tuple[tuple[str, str], ...]:
        """What sort of approach a new one can be at this school, as (key, words): "anders" comes last."""
        offered = (sort for sort in self.every_sort if sort[0] not in self.sorts_left_out)
        return tuple(sorted(offered, key=lambda sort: sort[0] == ANOTHER_APPROACH))

    def term(self, step: str) -> int | None:
        """The school's own number for the term of this step, or None."""
        return next((term.number for term in self.terms if term.step == step), None)

    def title(self, step: str) -> str | None:
        """The school's own title of this step, or None."""
        return next((title.title for title in self.titles if title.step == step), None)

    def own_test(self, key: str) -> OwnTest:
        """This test in the school's own words; of what it says nothing of, nothing."""
        return next((test for test in self.own_tests if test.test == key), OwnTest(key))

    def to_dict(self) -> dict[str, Any]:
        """The variation as it is stored with a school and with each of its cases."""
        return {
            "version": VERSION,
            "protocol": self.protocol,
            "edition": self.edition,
            "terms": {term.step: term.number for term in self.terms},
            "titles": {title.step: title.title for title in self.titles},
            "duties": [
                {
                    "key": duty.key,
                    "step": duty.step,
                    "title": duty.title,
                    "hint": duty.hint,
                    "whom": duty.whom.value,
                }
                for duty in self.duties
            ],
            "channels": {channel.key: channel.title for channel in self.extra_channels},
            "after_care": None
            if self.after_care is None
            else [{"weeks": moment.weeks, "months": moment.months} for moment in self.after_care],
            "asks_safety": self.asks_safety,
            "sorts": {sort.key: sort.title for sort in self.own_sorts},
            "sorts_left_out": sorted(self.sorts_left_out),
            "definition": self.definition,
            "tests": {test.test: {"question": test.question, "answers": dict(test.answers)} for test in self.own_tests},
        }

    @classmethod
    def from_dict(cls, stored: object) -> "Variation":
        """The stored variation. {} is a school that changes nothing; what is not understood is refused, never dropped.

        When the form of what is stored changes, VERSION goes up and the reader of the former stays.
        """
        if stored == {}:
            return cls()
        version = stored.get("version", 0) if isinstance(stored, dict) else 0
        if not isinstance(stored, dict) or version not in range(1, VERSION + 1):
            raise UnreadableVariation(f"not a variation of version 1 to {VERSION}: {stored!r}")
        known = {"version", "terms", "titles", "duties", "channels", "after_care"}
        known |= {"protocol", "edition"} if version >= 2 else set()
        known |= {"asks_safety"} if version >= 3 else set()
        known |= {"sorts", "sorts_left_out"} if version >= 4 else set()
        known |= {"definition", "tests"} if version >= 5 else set()
        if unknown := sorted(set(stored) - known):
            raise UnreadableVariation(f"a variation of version {version} knows no {', '.join(unknown)}")
        protocol, edition = FIRST if version == 1 else (stored.get("protocol"), stored.get("edition"))
        try:
            after_care = stored.get("after_care")
            return cls(
                protocol=_text(protocol),
                edition=_text(edition),
                terms=tuple(StepTerm(step, _number(number)) for step, number in stored.get("terms", {}).items()),
                titles=tuple(StepTitle(step, _text(title)) for step, title in stored.get("titles", {}).items()),
                duties=tuple(
                    ExtraDuty(
                        key=_text(duty["key"]),
                        step=_text(duty["step"]),
                        title=_text(duty["title"]),
                        hint=_text(duty["hint"]),
                        whom=Whom(duty["whom"]),
                    )
                    for duty in stored.get("duties", [])
                ),
                extra_channels=tuple(Channel(key, _text(title)) for key, title in stored.get("channels", {}).items()),
                after_care=None
                if after_care is None
                else tuple(AfterCare(_number(moment["weeks"]), _number(moment["months"])) for moment in after_care),
                asks_safety=_yes_or_no(stored["asks_safety"]) if version >= 3 else True,
                own_sorts=tuple(ApproachSort(key, _text(title)) for key, title in stored.get("sorts", {}).items()),
                sorts_left_out=frozenset(_text(key) for key in stored.get("sorts_left_out", [])),
                definition=_text(stored.get("definition", "")),
                own_tests=tuple(
                    OwnTest(
                        test=test,
                        question=_text(own["question"]),
                        answers=tuple((key, _text(words)) for key, words in own["answers"].items()),
                    )
                    for test, own in stored.get("tests", {}).items()
                ),
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise UnreadableVariation(f"not a variation of version {version}: {error!r}") from error


class Keys:
    """The keys of extra duties, channels and sorts of approach in a new variation: what `former` had keeps its own, a
    new one gets a key that was not taken yet."""

    def __init__(self, former: Variation) -> None:
        self._known = {duty.key for duty in former.duties} | {channel.key for channel in former.extra_channels}
        self._known |= {sort.key for sort in former.own_sorts}
        self._given: set[str] = set()

    def of(self, word: str, asked: str = "") -> str:
        """The key of one more duty (`word` "extra"), channel ("channel") or sort of approach ("sort").

        It is `asked` when that is still its own.
        """
        if asked in self._known - self._given and asked.startswith(word):
            key = asked
        else:
            taken = self._known | self._given
            key = next(key for n in count(1) if (key := f"{word}_{n}") not in taken)
        self._given.add(key)
        return key


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a text")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{value!r} is not a whole number")
    return value


def _yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is not true or false")
    return value
