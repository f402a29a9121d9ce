"""The screens of a child that tells: one question each, in this order; every one may be left out (E6.1)."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring.reports.told import Fear, Feeling, Help, Named, Often, Since, Talk, Who
from kring.web.door import wording
from kring.web.door.answers import ADULT, Answers
from kring.web.door.asking import InOwnWords, Look, ManyTaps, Names, OneTap, Screen, WhomToGoTo, with_told
from kring.web.door.questions import Questions

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words


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
LONG_OR_SHORT = lazy("Kort is ook goed.")

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
    InOwnWords(name="story", asks=lazy("Vertel het zelf."), says=LONG_OR_SHORT, long=True),
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
    WhomToGoTo(name="danger", asks=lazy("Praat nu met een groot mens."), shown=lambda one: bool(one.told.fears)),
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


def _seen_anyway(answers: Answers, screen: Screen) -> bool:
    return screen.name == "danger" or (screen.name in ("is_head", "talk_with") and not screen.given(answers))


QUESTIONS = Questions(
    screens=SCREENS,
    # A field that is not called like its screen, beside those that are.
    of_field={**{one.name: one.name for one in SCREENS}, "would_help": "helps", "name": "teller", "group": "teller"},
    seen_anyway=_seen_anyway,
)


def to_send(answers: Answers) -> Answers:
    """The answers without those to questions that were not to be asked after all: just what ‘Klopt dit?’ shows."""
    for screen in SCREENS:
        if not screen.shown(answers) and screen.name != "whom":
            answers = screen.emptied(answers)
    told = answers.told
    return with_told(answers, bullied=_with_a_name(told.bullied), doing=_with_a_name(told.doing))


def given(answers: Answers) -> "list[tuple[str, Words, list[str]]]":
    """What was answered, as ‘Klopt dit?’ shows it: the screen, its question, and the lines."""
    whole = to_send(answers)
    found = [(one.name, one.question(whole), one.given(whole)) for one in QUESTIONS.asked(whole)]
    return [row for row in found if row[2]]


def _with_a_name(named: Sequence[Named]) -> tuple[Named, ...]:
    """Of whom only the group is known goes along as somebody of that group."""
    return tuple(one if one.name.strip() else Named(_("Iemand"), one.group) for one in named)
