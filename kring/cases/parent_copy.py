"""The parent's copy of the plan, for one child: what concerns this child, and nothing of anybody else.

The other children become "een andere leerling". A person reads every line before it is released; what is released is
frozen. Nothing of another child, of who reported, or of any guardian may be in it.
"""

import re
from collections.abc import Collection, Iterable
from datetime import date

import msgspec
from django.utils.translation import gettext as _

from kring.cases.case_file import CaseFile
from kring.cases.models import Involved, ParentCopy
from kring.cases.plan import Plan, PlanAgreement
from kring.school.models import Guardian, Pupil

RUNNING = frozenset({"running", "phasing_out"})


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
    others = [one.pupil.first_name for one in file.everyone if one.pupil_id != child.pupil_id]
    own = child.pupil.first_name
    agreements = [
        nameless(_agreement(agreement), others)
        for agreement in plan.agreements
        if agreement.state in RUNNING and _is_for(agreement, own, others)
    ]
    approach = plan.approaches[-1].text if plan.approaches else ""
    return nameless(plan.problem, others), agreements, nameless(approach, others)


def _agreement(agreement: PlanAgreement) -> str:
    return f"{agreement.what} ({agreement.who})"


def _is_for(agreement: PlanAgreement, own: str, others: Collection[str]) -> bool:
    words = f"{agreement.what} {agreement.who}"
    return bool(names_in(words, [own])) or not names_in(words, others)


def nameless(text: str, names: Iterable[str]) -> str:
    """The text with each of these names as "een andere leerling"."""
    pattern = _pattern(names, re.IGNORECASE)
    return pattern.sub(_another_pupil, text) if pattern else text


def _another_pupil(name: re.Match[str]) -> str:
    """The words that stand for a name, with a capital where a sentence begins."""
    words = _("een andere leerling")
    before = name.string[: name.start()].rstrip(' ‘“"')
    return words[:1].upper() + words[1:] if not before or before[-1] in ".!?\n" else words


def names_in(text: str, names: Iterable[str], *, as_written: bool = False) -> list[str]:
    """Which of these names stand in the text as words of their own.

    Capitals make no difference, unless `as_written`: then "lot" is a word, and "Lot" may be a child.
    """
    pattern = _pattern(names, re.NOFLAG if as_written else re.IGNORECASE)
    return sorted({match["name"] for match in pattern.finditer(text)}) if pattern else []


def _pattern(names: Iterable[str], flags: re.RegexFlag) -> re.Pattern[str] | None:
    every = sorted({name.strip() for name in names} - {""}, key=len, reverse=True)
    if not every:
        return None
    # "Sems tas" and "Sem's tas" name Sem as well.
    return re.compile(rf"(?<!\w)(?P<name>{'|'.join(map(re.escape, every))})(?:['’]?s)?(?!\w)", flags)


def names_never(file: CaseFile, child: Involved, reporters: Iterable[str]) -> set[str]:
    """Names that may never stand in this child's copy: of the other children of the case, whole families, reporters."""
    never = {name for name in reporters if name}
    for one in file.everyone:
        if one.pupil_id != child.pupil_id:
            never |= {one.pupil.first_name, one.pupil.name}
    never |= {link.guardian.name for link in file.guardianships}
    return never - {child.pupil.first_name, child.pupil.name, ""}


def names_to_look_at(pupils: Iterable[Pupil], guardians: Iterable[Guardian], child: Involved) -> set[str]:
    """Names of everybody else's children and of all guardians of the school: each is looked at before releasing."""
    own = {child.pupil.first_name, child.pupil.name}
    names = {name for pupil in pupils for name in (pupil.first_name, pupil.name)}
    return (names | {guardian.name for guardian in guardians}) - own - {""}
