"""What a school's choices make of the protocol, in short: to look at before they are saved."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kring import words
from kring.cases.wording import step_in_words
from kring.protocol.choices import Variation
from kring.protocol.outline import OutlinedStep, outline
from kring.protocol.terms import Protocol


@dataclass(frozen=True, slots=True)
class StepPreview:
    """A step as it becomes, and whether that differs from the protocol."""

    title: str
    term: str
    own_duties: tuple[str, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What a variation makes of the protocol, step by step."""

    steps: list[StepPreview]
    channels: str
    channels_differ: bool
    of_kring: list[tuple[str, str]]
    """What is asked beside the protocol, each with its term; "" where this school leaves it out."""
    sorts: str
    sorts_differ: bool
    definition: str
    definition_of_protocol: str
    definition_differs: bool


def preview_of(protocol: Protocol, chosen: Variation) -> Preview:
    """The protocol with this variation, in short."""
    unvaried = outline(protocol, say=_)
    plain = {part.key: part for part in unvaried.parts}
    varied = outline(protocol, chosen, say=_)
    defined = next((part.defined.text for part in unvaried.parts if part.defined), "")
    asked = {one.title: one.term for one in varied.of_kring}
    return Preview(
        steps=[_step(part, plain[part.key]) for part in varied.parts],
        of_kring=[(one.title, asked.get(one.title, "")) for one in unvaried.of_kring],
        channels=words.listed(words.lower_first(way) for way in varied.channels),
        channels_differ=bool(chosen.extra_channels),
        sorts=words.listed(_(title) for _key, title in chosen.approach_sorts),
        sorts_differ=bool(chosen.own_sorts or chosen.sorts_left_out),
        definition=chosen.definition or defined,
        definition_of_protocol=defined,
        definition_differs=bool(chosen.definition or chosen.own_tests),
    )


def _step(part: OutlinedStep, plain: OutlinedStep) -> StepPreview:
    lines = [*part.lines, *(line for answer in part.answers for line in answer.lines), *part.closing]
    own = tuple(line.title for line in lines if line.of_the_school)
    return StepPreview(
        step_in_words(part), part.term, own, bool(own) or (part.title, part.term) != (plain.title, plain.term)
    )
