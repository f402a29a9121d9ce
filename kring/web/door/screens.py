"""The screens of a child that tells: one question each, in this order; every one may be left out (E6.1).

A screen reads what was sent with it into the answers, whatever that is: what is not right is said on it, and stays.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring.reports.told import MOST_NAMES, Fear, Feeling, Help, Named, Often, Since, Talk, Teller, Who
from kring.web.door import wording
from kring.web.door.answers import ADULT, Answers
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

    taps: Mapping[str, Tap]
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

    taps: Mapping[str, Tap]
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
class Help1st(Screen):
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


def _about(answers: Answers, value: str) -> Answers:
    who = Who(value) if value in (Who.ME, Who.OTHER, Who.I_DO_IT) else None
    return with_told(msgspec.structs.replace(answers, about=value), who=who)


def _whom(answers: Answers, value: str) -> Answers:
    return with_told(answers, who=Who(value) if value else None)


def _is_head(answers: Answers, value: str) -> Answers:
    return msgspec.structs.replace(answers, is_head=value == "yes" if value else None)


def _of_told(name: str, kind: Callable[[Any], Any]) -> dict[str, Any]:
    """How one answer is read from what was told, and put into it."""

    def get(answers: Answers) -> str:
        value = getattr(answers.told, name)
        return "" if value is None else str(value)

    return {"get": get, "put": lambda answers, value: with_told(answers, **{name: kind(value) if value else None})}


def _is(*about: str) -> Callable[[Answers], bool]:
    return lambda answers: answers.about in about


def _is_not(*about: str) -> Callable[[Answers], bool]:
    return lambda answers: answers.about not in about


def _may_talk(answers: Answers) -> bool:
    return answers.told.talk is Talk.YES


def _what_happens(answers: Answers) -> "Words":
    return lazy("Wat doe je?") if answers.about == Who.I_DO_IT else lazy("Wat gebeurt er?")


def _who_bears_it(answers: Answers) -> "Words":
    return lazy("Bij wie doe je dat?") if answers.about == Who.I_DO_IT else lazy("Wie heeft er last van?")


def _why_a_name(answers: Answers) -> "Words":
    if _may_talk(answers):
        return lazy("Dan weten we met wie we praten. Het hoeft niet.")
    return lazy("Het hoeft niet. Het mag wel.")


NO_NAMES_NEEDED = lazy("Je hoeft geen naam te noemen.")
TYPE_OR_SPEAK = lazy("Typ het, of spreek het in.")

SCREENS: tuple[Screen, ...] = (
    OneTap(name="about", asks=lazy("Over wie gaat het?"), taps=wording.ABOUT, get=lambda one: one.about, put=_about),
    OneTap(
        name="is_head",
        asks=lazy("Is het de directeur?"),
        shown=_is(ADULT),
        taps=wording.IS_HEAD,
        get=lambda one: "" if one.is_head is None else "yes" if one.is_head else "no",
        put=_is_head,
    ),
    InOwnWords(name="adult", asks=lazy("Wie is het?"), says=NO_NAMES_NEEDED, shown=_is(ADULT), knows=True),
    OneTap(
        name="whom",
        asks=lazy("Bij wie gebeurt het?"),
        shown=_is(ADULT),
        taps=wording.WHOM,
        get=lambda one: str(one.told.who or ""),
        put=_whom,
    ),
    ManyTaps(name="happens", asks=_what_happens, says=lazy("Tik aan wat klopt."), taps=wording.HAPPENS),
    InOwnWords(name="story", asks=lazy("Vertel het zelf."), says=TYPE_OR_SPEAK, long=True),
    Names(name="doing", asks=lazy("Wie doet het?"), says=NO_NAMES_NEEDED, shown=_is_not(Who.I_DO_IT, ADULT)),
    Names(name="bullied", asks=_who_bears_it, says=NO_NAMES_NEEDED, shown=_is(Who.OTHER, Who.I_DO_IT)),
    ManyTaps(name="places", asks=lazy("Waar gebeurt het?"), says=lazy("Tik aan wat klopt."), taps=wording.PLACE),
    OneTap(name="often", asks=lazy("Hoe vaak gebeurt het?"), taps=wording.OFTEN, **_of_told("often", Often)),
    OneTap(name="since", asks=lazy("Hoe lang is het al zo?"), taps=wording.SINCE, **_of_told("since", Since)),
    OneTap(
        name="feels",
        asks=lazy("Hoe voel je je?"),
        taps=wording.FEELS,
        **_of_told("feels", lambda value: Feeling(int(value))),
    ),
    ManyTaps(
        name="fears",
        asks=lazy("Is er iets waar je bang voor bent?"),
        says=lazy("Tik aan wat klopt."),
        taps=wording.FEARS,
        read_as=Fear,
    ),
    Help1st(name="danger", asks=lazy("Praat nu met een groot mens."), shown=lambda one: bool(one.told.fears)),
    ManyTaps(
        name="helps",
        asks=lazy("Wat zou helpen?"),
        says=lazy("Tik aan wat klopt."),
        taps=wording.HELPS,
        read_as=Help,
        typed="would_help",
        typed_asks=lazy("Of schrijf het zelf op"),
    ),
    OneTap(name="talk", asks=lazy("Mag iemand met je praten?"), taps=wording.TALK, **_of_told("talk", Talk)),
    InOwnWords(name="talk_with", asks=lazy("Met wie wil je praten?"), shown=_may_talk, taps=wording.TALK_WITH),
    InOwnWords(name="talk_when", asks=lazy("Wanneer is het fijn?"), shown=_may_talk, taps=wording.TALK_WHEN),
    Names(name="teller", asks=lazy("Wil je zeggen wie je bent?"), says=_why_a_name, of_teller=True, knows=False),
    Look(name="look", asks=lazy("Klopt dit?"), says=lazy("Lees het nog eens. Stuur het dan door.")),
)
BY_NAME = {screen.name: screen for screen in SCREENS}
FIRST, LAST = SCREENS[0].name, SCREENS[-1].name
OF_FIELD = {"would_help": "helps", "name": "teller", "group": "teller"}
"""On which screen a field stands that is not called like it."""


def asked(answers: Answers) -> list[Screen]:
    """The screens that are shown to who gave these answers, in order."""
    return [screen for screen in SCREENS if screen.shown(answers)]


def after(answers: Answers, name: str) -> str:
    """The screen that comes after this one."""
    there = SCREENS.index(BY_NAME[name])
    return next((one.name for one in SCREENS[there + 1 :] if one.shown(answers)), LAST)


def before(answers: Answers, name: str) -> str:
    """The screen that came before this one."""
    there = SCREENS.index(BY_NAME[name])
    return next((one.name for one in reversed(SCREENS[:there]) if one.shown(answers)), FIRST)


def to_send(answers: Answers) -> Answers:
    """The answers without those to questions that were not to be asked after all: what ‘Klopt dit?’ shows, and no more."""
    for screen in SCREENS:
        if not screen.shown(answers) and screen.name != "whom":
            answers = screen.emptied(answers)
    told = answers.told
    return with_told(answers, bullied=_with_a_name(told.bullied), doing=_with_a_name(told.doing))


def _with_a_name(named: Sequence[Named]) -> tuple[Named, ...]:
    """Of whom only the group is known goes along as somebody of that group."""
    return tuple(one if one.name.strip() else Named(_("Iemand"), one.group) for one in named)
