"""The parent's copy of the plan, for one child: what concerns this child, and nothing of anybody else.

The other children become "een andere leerling". A person reads every line before it is released; what is released is
frozen. Nothing of another child, of who reported, or of any guardian may be in it.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

import msgspec
from django.utils.translation import gettext as _

from kring.cases.agreements import RUNNING
from kring.cases.case_file import CaseFile
from kring.cases.models import Involved, ParentCopy
from kring.cases.names import folded, in_place_of, name_pattern, names_in, parts_of, possible_in, seen
from kring.cases.plan import Plan, PlanAgreement
from kring.school.models import Guardian, Pupil


class CopyText(msgspec.Struct, frozen=True):
    """What a released copy says. `child` is the only child in it."""

    reference: str
    version: int
    child: str
    released_on: date
    released_by: str
    problem: str
    agreements: tuple[str, ...]
    approach: str
    next_title: str
    next_on: date | None
    owner: str
    coordinators: tuple[str, ...]


_decoder = msgspec.json.Decoder(CopyText)


def to_text(copy: CopyText) -> str:
    """The copy as the text that is sealed."""
    return msgspec.json.encode(copy).decode()


def content_of(copy: ParentCopy) -> CopyText:
    """What this released copy says."""
    return _decoder.decode(copy.content)


def first_draft(plan: Plan, file: CaseFile, child: Involved) -> tuple[str, list[str], str]:
    """Problem, agreements and approach to begin from: those of the plan, with the other children made nameless.

    Of the agreements only those that name this child, or nobody of the case, are taken over.
    """
    others = [one.pupil for one in file.everyone if one.pupil_id != child.pupil_id]
    names = {name for one in others for name in (one.first_name, one.name)}
    surnames = {one.last_name for one in others} - _own(child)
    own = child.pupil.first_name

    def for_these_guardians(text: str) -> str:
        return nameless(nameless(text, names), surnames, as_written=True)

    agreements = [
        for_these_guardians(_agreement(agreement))
        for agreement in plan.agreements
        if agreement.state in RUNNING and concerns(agreement, own, names)
    ]
    approach = plan.approaches[-1].text if plan.approaches else ""
    return for_these_guardians(plan.problem), agreements, for_these_guardians(approach)


def _agreement(agreement: PlanAgreement) -> str:
    return f"{agreement.what} ({agreement.who})"


def concerns(agreement: PlanAgreement, own: str, others: Collection[str]) -> bool:
    """True when this agreement names the child `own`, or nobody of the case."""
    words = f"{agreement.what} {agreement.who}"
    return bool(names_in(words, [own])) or not names_in(words, others)


def nameless(text: str, names: Iterable[str], *, as_written: bool = False) -> str:
    """The text with each of these names as "een andere leerling"."""
    text = seen(text)
    pattern = name_pattern(possible_in(text, names), re.NOFLAG if as_written else re.IGNORECASE)
    return pattern.sub(_another_pupil, text) if pattern else text


def _another_pupil(name: re.Match[str]) -> str:
    """The words that stand for a name, with a capital where a sentence begins."""
    return in_place_of(name, _("andermans") if name["own"] else _("een andere leerling"))


@dataclass(frozen=True)
class NamesOfOthers:
    """Whom the copy for one child may not name.

    `never` is found however it is written; `surnames`, which may be an everyday word too, only with their capital.
    The others may be no name after all, and a person says so: `parts` of names of this case, however they are written,
    and `look_at`, names of the rest of the school, with their capital.
    """

    never: frozenset[str]
    surnames: frozenset[str]
    parts: frozenset[str]
    look_at: frozenset[str]


def names_of_others(
    file: CaseFile,
    child: Involved,
    *,
    pupils: Iterable[Pupil],
    guardians: Iterable[Guardian],
    reporters: Collection[str],
    contacts: Collection[str],
) -> NamesOfOthers:
    """Everybody but this child: of the case never, of the rest of the school looked at.

    `reporters` are the names of who reported; `contacts` are the staff that the copy itself names.
    """
    own = _own(child) | set(contacts)
    others = [one.pupil for one in file.everyone if one.pupil_id != child.pupil_id]
    of_case = [link.guardian for link in file.guardianships]
    never = {name for one in others for name in (one.first_name, one.name)} | set(reporters)
    never |= {way for guardian in of_case for way in (guardian.name, guardian.email, guardian.phone)}
    look_at = {name for one in pupils for name in (one.first_name, one.name, one.last_name)}
    look_at |= {way for one in guardians for way in (one.name, one.email, one.phone)}
    surnames = {one.last_name for one in others}
    return NamesOfOthers(
        never=_but(never, own),
        surnames=_but(surnames, own),
        parts=_but(_parts(never | surnames), own),
        look_at=_but(look_at | _parts(look_at), own),
    )


@dataclass(frozen=True)
class Found:
    """The names in a text, as they stand there: those that must go, and those that may be no name after all."""

    never: tuple[str, ...]
    perhaps: tuple[str, ...]


def look_through(text: str, others: NamesOfOthers, no_names: Collection[str] = ()) -> Found:
    """Which names of others stand in a text; of the doubtful ones not those that a person called no names."""
    waved = {folded(word) for word in no_names}
    never = {*names_in(text, others.never), *names_in(text, others.surnames, as_written=True)}
    perhaps = {*names_in(text, others.parts), *names_in(text, others.look_at, as_written=True)} - never
    return Found(tuple(sorted(never)), tuple(sorted(name for name in perhaps if folded(name) not in waved)))


def _parts(names: Iterable[str]) -> set[str]:
    """The words by which any of them may be meant."""
    return {part for name in names for part in parts_of(name)}


def _own(child: Involved) -> set[str]:
    """The names of the child itself, and the parts of them."""
    whole = child.pupil.name
    return {whole, child.pupil.first_name, child.pupil.last_name, *whole.split()}


def _but(names: set[str], own: set[str]) -> frozenset[str]:
    known = {folded(name) for name in own} | {""}
    return frozenset(name for name in names if folded(name) not in known)
