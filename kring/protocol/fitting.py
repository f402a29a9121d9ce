"""What of a school's stored choices holds in an edition of a protocol. What does not is left out, and told to the head.

A variation is stored with the protocol and the edition that it was made for. The school may follow another one since,
or a newer Kring may have written it: reporting and reading go on, and nothing that is stored is thrown away.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kring.protocol.choices import UnreadableVariation, Variation
from kring.protocol.editions import PROTOCOLS
from kring.protocol.terms import Protocol
from kring.protocol.terms import gettext_noop as _
from kring.protocol.variation import MOST_CHANNELS, MOST_SORTS, Misfit, problems

OF_ITS_OWN = ("channels", "sorts", "definition")
"""The choices that a school keeps with another protocol: they hang on none of its steps or questions."""
OF_ANOTHER = Misfit("", _("Dit hoorde bij een ander protocol."))
UNREADABLE = Misfit("", _("Deze versie van Kring kan dit niet lezen. Vul het opnieuw in."))


@dataclass(frozen=True)
class LeftOut:
    """One choice that does not hold, and why. Translate `message`, then fill in `what`, in the school's words."""

    message: str
    what: str
    why: Misfit


@dataclass(frozen=True)
class Fitted:
    """The choices that hold, and those that do not."""

    variation: Variation
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class _Choice:
    """One choice of a variation: where its problems stand, what it is called, and the variation without it."""

    field: str
    message: str
    what: str
    without: Variation

    def problem(self, found: list[Misfit]) -> Misfit | None:
        """What is wrong with this choice, if anything is."""
        fields = (self.field, f"{self.field}.")
        return next((one for one in found if one.field == fields[0] or one.field.startswith(fields[1])), None)


def fitted(stored: object, protocol: Protocol) -> Fitted:
    """What of `stored`, as `Variation.to_dict` once wrote it, holds in this protocol. It answers whatever is stored."""
    try:
        variation = Variation.from_dict(stored)
    except UnreadableVariation:
        return Fitted(Variation(), (LeftOut(_("De eigen afspraken van de school"), "", UNREADABLE),))
    left_out: list[LeftOut] = []
    if variation.protocol not in ("", protocol.key):
        # A step of another protocol is another step, also where its key happens to be the same.
        bound = [choice for choice in _choices(variation) if not choice.field.startswith(OF_ITS_OWN)]
        left_out += [LeftOut(choice.message, choice.what, OF_ANOTHER) for choice in bound]
        variation = Variation(
            extra_channels=variation.extra_channels,
            asks_safety=variation.asks_safety,
            own_sorts=variation.own_sorts,
            sorts_left_out=variation.sorts_left_out,
            definition=variation.definition,
        )
    while found := problems(variation, protocol):
        wrong = [(choice, problem) for choice in _choices(variation) if (problem := choice.problem(found))]
        if not wrong:  # a term that is wrong by what another one became: all of them go
            wrong = [(choice, found[0]) for choice in _choices(variation) if choice.field.startswith("terms")]
        if not wrong:
            return Fitted(Variation(), tuple(left_out))
        choice, problem = wrong[-1]
        left_out.append(LeftOut(choice.message, choice.what, problem))
        variation = choice.without
    return Fitted(variation, tuple(left_out))


def _choices(variation: Variation) -> Iterator[_Choice]:
    """Every choice in a variation, each with the variation that leaves it out."""
    for term in variation.terms:
        without = replace(variation, terms=tuple(one for one in variation.terms if one is not term))
        step = _title_of(variation, term.step)
        yield _Choice(f"terms.{term.step}", _("Termijn bij de stap %(what)s"), step, without)
    for title in variation.titles:
        without = replace(variation, titles=tuple(one for one in variation.titles if one is not title))
        yield _Choice(f"titles.{title.step}", _("Eigen naam voor een stap: %(what)s"), title.title, without)
    for index, duty in enumerate(variation.duties):
        without = replace(variation, duties=variation.duties[:index] + variation.duties[index + 1 :])
        yield _Choice(f"duties.{index}", _("Eigen taak: %(what)s"), duty.title, without)
    for index, channel in enumerate(variation.extra_channels):
        field = f"channels.{index}" if index < MOST_CHANNELS else "channels"
        without = replace(
            variation, extra_channels=variation.extra_channels[:index] + variation.extra_channels[index + 1 :]
        )
        yield _Choice(field, _("Eigen manier om ouders te informeren: %(what)s"), channel.title, without)
    for index, sort in enumerate(variation.own_sorts):
        field = f"sorts.{index}" if index < MOST_SORTS else "sorts"
        without = replace(variation, own_sorts=variation.own_sorts[:index] + variation.own_sorts[index + 1 :])
        yield _Choice(field, _("Eigen soort aanpak: %(what)s"), sort.title, without)
    if variation.sorts_left_out:
        without = replace(variation, sorts_left_out=frozenset())
        yield _Choice("sorts_of_kring", _("Welke soorten aanpak van Kring jullie niet gebruiken"), "", without)
    if variation.definition:
        yield _Choice("definition", _("Eigen definitie van pesten"), "", replace(variation, definition=""))
    for own in variation.own_tests:
        without = replace(variation, own_tests=tuple(one for one in variation.own_tests if one is not own))
        what = own.question or next((words for _key, words in own.answers), own.test)
        yield _Choice(f"tests.{own.test}", _("Eigen woorden bij de definitie: %(what)s"), what, without)
    if variation.after_care is not None:
        yield _Choice("after_care", _("Eigen momenten van nazorg"), "", replace(variation, after_care=None))


def _title_of(variation: Variation, step: str) -> str:
    """What the step was called in the edition that the choice was made for; its key when nobody knows any more."""
    editions = PROTOCOLS.get(variation.protocol, ())
    titles = [one.title for edition in editions for one in edition.steps if one.key == step]
    return titles[-1] if titles else step
