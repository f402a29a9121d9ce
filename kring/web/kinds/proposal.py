"""What Kring proposes for a talk with both parties: together, or apart with what is missing for together (E1.2)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kring import words
from kring.cases import bodies
from kring.cases.case_file import CaseFile
from kring.cases.models import Involved
from kring.cases.own_words import said_of
from kring.cases.title import some_of
from kring.cases.together import ANSWERS, TALK, WISH, is_joint
from kring.cases.typed import FactOf
from kring.protocol.terms import BULLIED, BULLIES, Duty
from kring.web.kinds.beside import beside_in_words
from kring.web.kinds.told import says_in_words
from kring.web.road.place import Place


@dataclass(frozen=True)
class Answer:
    """What one child answered, in a sentence; `wants` is None when it was not asked. `url`: where it is asked.
    `says`: what the child said since of this answer as it stands there. `beside`: whom it wants there, a sentence."""

    sentence: str
    wants: bool | None
    said: str
    url: str
    name: str
    says: list[str]
    beside: str


@dataclass(frozen=True)
class Proposal:
    """`missing`: each condition of a talk at one table that is not met, in a sentence. `against`: a bullied child said
    no, or was not asked. `sentence`: the protocol's own."""

    answers: list[Answer]
    missing: list[str]
    against: bool
    sentence: str

    @property
    def asked(self) -> list[Answer]:
        """Of whom it is known what they want."""
        return [one for one in self.answers if one.wants is not None]

    @property
    def unasked(self) -> list[Answer]:
        """Who can be asked yet."""
        return [one for one in self.answers if one.wants is None]


def proposal_for(place: Place, duty: Duty, children: Sequence[Involved]) -> Proposal:
    """The four conditions, by what was recorded; of who leads it the form itself asks."""
    file = place.file
    parties = [child for child in children if child.role in BULLIED | BULLIES]
    keys = [str(child.pk) for child in parties]
    answers = [_answer(file, child) for child in parties]
    return Proposal(
        answers=answers,
        missing=[*_not_willing(file, parties), *_not_alone(file, parties), *_beside(file, parties)],
        against=is_joint(file.everyone, keys) and bool(file.table.unwilling(keys)),
        sentence=_(duty.sentence) if duty.sentence else "",
    )


def _answer(file: CaseFile, child: Involved) -> Answer:
    name = file.name_of(child)
    wants = file.table.wants(str(child.pk))
    fact = file.table.last_answer(str(child.pk))
    said, beside = "", None
    if fact and fact.kind == WISH:
        wish = FactOf(fact, bodies.Wish).body
        said, beside = wish.said, wish.beside
    elif fact:
        talk = FactOf(fact, bodies.Talk).body
        said, beside = (_("Stopte een gezamenlijk gesprek."), None) if talk.stopped_by else (talk.said, talk.beside)
    wanted = _("Wil erbij: %(who)s.") % {"who": beside_in_words(beside)} if beside else ""
    asked = _("%(name)s is nog niet gevraagd.") % {"name": name} if wants is None else _wish([name], wants=wants)
    if said.startswith(asked.rstrip(".")):  # typed as the sentence itself, and more: said once
        asked, said = said, ""
    return Answer(
        sentence=" ".join(filter(None, [asked, wanted])),
        wants=wants,
        said=said,
        url=reverse("ask_wish", args=[file.case.pk, child.pk]),
        name=name,
        says=[says_in_words(one.body) for one in said_of(file, fact)] if fact else [],
        beside=wanted,
    )


def wishes_of(file: CaseFile, children: Sequence[Involved]) -> list[str]:
    """`Sem en Daan willen het gesprek samen. Wil erbij: juf Anouk.` Of those who were asked; who say the same share a
    sentence."""
    wish: dict[tuple[bool, str], list[str]] = {}
    for child in children:
        answer = _answer(file, child)
        if answer.wants is not None:
            wish.setdefault((answer.wants, answer.beside), []).append(answer.name)
    return [" ".join(filter(None, [_wish(names, wants=wants), beside])) for (wants, beside), names in wish.items()]


def _wish(names: Sequence[str], *, wants: bool) -> str:
    together = ngettext("%(names)s wil het gesprek samen.", "%(names)s willen het gesprek samen.", len(names))
    apart = ngettext(
        "%(names)s wil het gesprek liever apart.", "%(names)s willen het gesprek liever apart.", len(names)
    )
    return (together if wants else apart) % {"names": some_of(names)}


def _not_willing(file: CaseFile, parties: Sequence[Involved]) -> list[str]:
    """Both want it."""
    wants = [(file.name_of(child), file.table.wants(str(child.pk))) for child in parties]
    said = [_("%(name)s wil niet samen aan tafel.") % {"name": name} for name, answer in wants if answer is False]
    if unasked := [name for name, answer in wants if answer is None]:
        still = ngettext(
            "We weten nog niet of %(names)s samen wil.", "We weten nog niet of %(names)s samen willen.", len(unasked)
        )
        said.append(still % {"names": words.listed(unasked)})
    return said


def _not_alone(file: CaseFile, parties: Sequence[Involved]) -> list[str]:
    """Each was spoken to alone first."""
    alone = {fact.about[0] for fact in file.of_kind(TALK) if len(fact.about) == 1}
    names = [file.name_of(child) for child in parties if str(child.pk) not in alone]
    return [_("Er is nog niet alleen gesproken met %(names)s.") % {"names": words.listed(names)}] if names else []


def _beside(file: CaseFile, parties: Sequence[Involved]) -> list[str]:
    """Somebody whom the bullied child chose is there, or it chose nobody."""
    chosen = {fact.fact.about[0] for fact in file.of(bodies.Wish) if fact.body.beside}
    asked = [fact for fact in file.of(bodies.Talk) if fact.fact.outcome in ANSWERS]
    chosen |= {fact.fact.about[0] for fact in asked if fact.body.beside}
    names = [file.name_of(child) for child in parties if child.role in BULLIED and str(child.pk) not in chosen]
    return [_("Nog niet bekend is wie %(names)s erbij wil.") % {"names": words.listed(names)}] if names else []
