"""The kinds of screens at the door: a tap, taps, own words, names. Each reads what was sent with it into the answers.

Whatever that is: what is not right is said on the screen, and stays in its field.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec
from django.http import QueryDict
from django.utils.translation import gettext as _

from kring.reports.told import MOST_NAMES, Named, Teller
from kring.web.door.answers import Answers
from kring.web.door.wording import Tap
from kring.web.forms.texts import readable

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

Asks = Callable[[Answers], "Words"]
NO_WORDS = ""


def always(_answers: Answers) -> bool:
    """A screen that everybody sees."""
    return True


@dataclass(frozen=True, kw_only=True)
class Screen:
    """One question. `name` is its key, and of most the field of `Told` that it fills; `asks` its words, `says` what
    stands under it; `shown` whether it is asked at all; `kind` its template."""

    name: str
    asks: "Words | Asks"
    says: "Words | Asks" = NO_WORDS
    shown: Callable[[Answers], bool] = always
    kind: str = field(default="", init=False)
    knows: bool = True
    """Whether ‘Ik weet het niet’ is an answer to it, beside leaving it out."""

    def question(self, answers: Answers) -> "Words":
        """The question, as it is asked of who gave these answers."""
        return self.asks(answers) if callable(self.asks) else self.asks

    def under_it(self, answers: Answers) -> "Words":
        """What stands under the question."""
        return self.says(answers) if callable(self.says) else self.says

    def read(self, answers: Answers, sent: QueryDict) -> Answers:
        """The answers with what was sent on this screen."""
        return answers

    def skipped(self, answers: Answers) -> Answers:
        """The answers when this one is left out. What was typed stays: nothing typed is ever lost."""
        return answers

    def emptied(self, answers: Answers) -> Answers:
        """The answers without this one, where its question was not to be asked after all."""
        return answers

    def given(self, answers: Answers) -> list[str]:
        """What was answered, in lines, for ‘Klopt dit?’; nothing where nothing was."""
        return []

    def shows(self, answers: Answers) -> dict[str, Any]:
        """What its template needs."""
        return {}


@dataclass(frozen=True, kw_only=True)
class OneTap(Screen):
    """One of a few: a tap goes on at once."""

    taps: Mapping[Any, Tap]
    get: Callable[[Answers], str]
    put: Callable[[Answers, str], Answers]
    kind: str = field(default="tap", init=False)

    def read(self, answers: Answers, sent: QueryDict) -> Answers:
        value = sent.get(self.name, "")
        return self.put(answers, value) if value in self.taps else answers

    def skipped(self, answers: Answers) -> Answers:
        return self.put(answers, "")

    emptied = skipped

    def given(self, answers: Answers) -> list[str]:
        value = self.get(answers)
        return [str(self.taps[value].label)] if value in self.taps else []

    def shows(self, answers: Answers) -> dict[str, Any]:
        return {"taps": list(self.taps.items()), "chosen": self.get(answers)}


@dataclass(frozen=True, kw_only=True)
class ManyTaps(Screen):
    """As many as one likes; with `typed` also in own words, under them."""

    taps: Mapping[Any, Tap]
    read_as: Callable[[str], Any] = str
    typed: str = ""
    typed_asks: "Words" = NO_WORDS
    kind: str = field(default="taps", init=False)

    def read(self, answers: Answers, sent: QueryDict) -> Answers:
        tapped = tuple(self.read_as(one) for one in self.taps if one in sent.getlist(self.name))
        answers = with_told(answers, **{self.name: tapped})
        return with_told(answers, **{self.typed: readable(sent.get(self.typed, ""))}) if self.typed else answers

    def skipped(self, answers: Answers) -> Answers:
        return with_told(answers, **{self.name: ()})

    def emptied(self, answers: Answers) -> Answers:
        return with_told(self.skipped(answers), **({self.typed: ""} if self.typed else {}))

    def given(self, answers: Answers) -> list[str]:
        tapped = [str(self.taps[one].label) for one in self.taps if one in getattr(answers.told, self.name)]
        own = getattr(answers.told, self.typed).strip() if self.typed else ""
        return [*tapped, *([own] if own else [])]

    def shows(self, answers: Answers) -> dict[str, Any]:
        chosen = [str(one) for one in getattr(answers.told, self.name)]
        own = getattr(answers.told, self.typed) if self.typed else ""
        return {
            "taps": list(self.taps.items()),
            "chosen": chosen,
            "typed": own,
            "typed_name": self.typed,
            "typed_asks": self.typed_asks,
        }


@dataclass(frozen=True, kw_only=True)
class InOwnWords(Screen):
    """Typed or spoken; one line, or with `long` a whole story. `taps` are words that can be tapped in their place."""

    long: bool = False
    taps: Mapping[str, Tap] = field(default_factory=dict)
    knows: bool = False
    kind: str = field(default="words", init=False)

    def read(self, answers: Answers, sent: QueryDict) -> Answers:
        tapped = self.taps.get(sent.get("tap", ""))
        return with_told(answers, **{self.name: str(tapped.label) if tapped else readable(sent.get(self.name, ""))})

    def emptied(self, answers: Answers) -> Answers:
        return with_told(answers, **{self.name: ""})

    def given(self, answers: Answers) -> list[str]:
        typed = getattr(answers.told, self.name).strip()
        return [typed] if typed else []

    def shows(self, answers: Answers) -> dict[str, Any]:
        return {"typed": getattr(answers.told, self.name), "long": self.long, "taps": list(self.taps.items())}


@dataclass(frozen=True, kw_only=True)
class Names(Screen):
    """Names, perhaps with a group: as many rows as asked for. `of_teller`: the one name of who tells it."""

    of_teller: bool = False
    kind: str = field(default="names", init=False)

    def read(self, answers: Answers, sent: QueryDict) -> Answers:
        typed = zip(sent.getlist("name"), sent.getlist("group"), strict=False)
        rows = [Named(readable(name), readable(group)) for name, group in typed][:MOST_NAMES]
        if self.of_teller:
            one = rows[0] if rows else Named("")
            return msgspec.structs.replace(answers, teller=Teller(name=one.name, group=one.group))
        kept = tuple(row for row in rows if row.name.strip() or row.group.strip())
        return with_told(msgspec.structs.replace(answers, rows=max(1, len(rows))), **{self.name: kept})

    def emptied(self, answers: Answers) -> Answers:
        if self.of_teller:
            return msgspec.structs.replace(answers, teller=Teller())
        return with_told(answers, **{self.name: ()})

    def given(self, answers: Answers) -> list[str]:
        return [_in_group(one) for one in self._named(answers) if one.name.strip() or one.group.strip()]

    def shows(self, answers: Answers) -> dict[str, Any]:
        rows = [*self._named(answers)]
        most = 1 if self.of_teller else min(max(answers.rows, len(rows), 1), MOST_NAMES)
        rows += [Named("")] * (most - len(rows))
        return {"rows": rows, "more": not self.of_teller and len(rows) < MOST_NAMES}

    def _named(self, answers: Answers) -> Sequence[Named]:
        if self.of_teller:
            return [Named(answers.teller.name, answers.teller.group)]
        named: Sequence[Named] = getattr(answers.told, self.name)
        return named


@dataclass(frozen=True, kw_only=True)
class WhomToGoTo(Screen):
    """Whom to go to now, for who is in danger: nothing is asked."""

    kind: str = field(default="danger", init=False)


@dataclass(frozen=True, kw_only=True)
class Look(Screen):
    """Everything once more, and send it."""

    kind: str = field(default="look", init=False)


def with_told(answers: Answers, **told: Any) -> Answers:
    """The answers with this told."""
    return msgspec.structs.replace(answers, told=msgspec.structs.replace(answers.told, **told))


def _in_group(one: Named) -> str:
    if not one.group.strip():
        return one.name.strip()
    return _("%(name)s, groep %(group)s") % {"name": one.name.strip() or _("Iemand"), "group": one.group.strip()}
