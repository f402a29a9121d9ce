"""The parent's copy of the plan, for one child: what concerns this child, and nothing of anybody else.

The other children become "een andere leerling". A person reads every line before it is released; what is released is
frozen. Nothing of another child, of who reported, or of any guardian may be in it.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import msgspec

from kring.cases.agreements import RUNNING
from kring.cases.case_file import CaseFile
from kring.cases.models import Involved, ParentCopy
from kring.cases.nameless import ANOTHER_PUPIL, Instead, nameless
from kring.cases.one_call import family_on_paper
from kring.cases.plan import Plan, PlanAgreement
from kring.cases.same_name import names_others, names_own, same_name
from kring.names.finding import Mention, Sought, Text, apart
from kring.names.letters import bare, comparable
from kring.names.pieces import parts_of
from kring.phone import numbers_in
from kring.school.former_names import PupilName
from kring.school.models import Guardian, Pupil
from kring.words import capital


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


AND = re.compile(r"\s*(?:,|&|\ben\b)\s*")

_decoder = msgspec.json.Decoder(CopyText)


def to_text(copy: CopyText) -> str:
    """The copy as the text that is sealed."""
    return msgspec.json.encode(copy).decode()


def content_of(copy: ParentCopy) -> CopyText:
    """What this released copy says."""
    return _decoder.decode(copy.content)


THE_SCHOOL = "De school"


def first_draft(plan: Plan, file: CaseFile, child: Involved) -> tuple[str, list[str], str]:
    """Problem, agreements and approach to begin from: those of the plan, with the other children made nameless.

    Of the agreements only those that name this child, or nobody of the case, are taken over; of what the school
    promised, what it promised to this child. What a text called the child before is what it is called now.
    """
    for_these_guardians = for_guardians_of(file, child)
    agreements = [
        for_these_guardians(_agreement(agreement))
        for agreement in plan.agreements
        if agreement.state in RUNNING and concerns(agreement, first_names([child.pupil]), for_these_guardians.names)
    ]
    agreements += [
        for_these_guardians(with_who(promise.what, THE_SCHOOL))
        for promise in plan.promises
        if promise.child == child.pk
    ]
    approach = plan.approaches[-1].text if plan.approaches else ""
    return for_these_guardians(plan.problem), agreements, for_these_guardians(approach)


@dataclass(frozen=True)
class ForGuardians:
    """Makes a text nameless for the guardians of one child; `names` are those of the other children of the case."""

    names: set[str]
    instead: tuple[Instead, ...]
    but: list[Sought]

    def __call__(self, text: str) -> str:
        return nameless(text, *self.instead, but=self.but)


def for_guardians_of(file: CaseFile, child: Involved) -> ForGuardians:
    """The other children of the case become another pupil, and the child is called what it is called now."""
    family = [one.pupil for one in family_on_paper(file, child)]
    others = [one.pupil for one in file.everyone if one.pupil_id != child.pupil_id and one.pupil not in family]
    known = [name for one in others for name in one.every_name]
    same = same_name(file, child)
    names = {form for name in known for form in name.forms} | same.others
    return ForGuardians(
        names,
        (
            Instead(Sought(names), ANOTHER_PUPIL),
            Instead(Sought((name.last_name for name in known), as_written=True), ANOTHER_PUPIL),
            *called_now(own_before(child.pupil, known) | same.called),
        ),
        [Sought(own_names(one)) for one in (child.pupil, *family)],
    )


def _agreement(agreement: PlanAgreement) -> str:
    return with_who(agreement.what, agreement.who)


def with_who(what: str, who: str) -> str:
    """An agreement with whom it is of in front: `Sem: vertelt het aan de juf.` Not when all of them stand in it."""
    said = comparable(what)
    missing = [one for one in AND.split(who.strip()) if comparable(one) not in said]
    return f"{capital(who.strip())}: {what}" if missing else what


def concerns(agreement: PlanAgreement, own: Collection[str], others: Collection[str]) -> bool:
    """True when this agreement names the child (`own`: what it is and was called), or nobody of the case."""
    words = f"{agreement.what} {agreement.who}"
    return names_own(words, own, others) or not names_others(words, own, others)


def first_names(pupils: Iterable[Pupil]) -> list[str]:
    """What these children are called, and what they were called before."""
    return [name.first_name for pupil in pupils for name in pupil.every_name]


def own_names(pupil: Pupil) -> set[str]:
    """What the child is called, and the parts of it."""
    return {pupil.name, pupil.first_name, pupil.last_name, *pupil.name.split()}


def own_before(pupil: Pupil, others: Iterable[PupilName]) -> dict[str, str]:
    """What the child was called before, with what it is called now. No name by which another child is known."""
    taken = {bare(part) for name in others for part in (name.whole, *name, *name.whole.split())}
    taken |= {bare(name) for name in own_names(pupil)}
    forms = [(name.whole, pupil.name) for name in pupil.former]
    forms += [(name.first_name, pupil.first_name) for name in pupil.former]
    return {form: now for form, now in forms if bare(form) not in taken}


def called_now(before: Mapping[str, str]) -> list[Instead]:
    """What the child is called now, in place of each name of before."""
    return [Instead(Sought([form]), now, own=True) for form, now in before.items()]


@dataclass(frozen=True)
class NamesOfOthers:
    """Whom the copy for one child may not name.

    `never` is found however it is written; `surnames`, which may be an everyday word too, only with their capital.
    The others may be no name after all, and a person says so: `parts` of names of this case, however they are written,
    and `look_at`, names of the rest of the school, with their capital. `own` are the child's, and of who can be called.
    """

    never: Sought
    surnames: Sought
    parts: Sought
    look_at: Sought
    own: Sought
    shared: Sought
    """First names of the own child that are another one's of the case as well, ..."""
    own_for_sure: Sought
    """... and what tells that the own child is meant."""


def names_of_others(
    file: CaseFile,
    child: Involved,
    *,
    pupils: Iterable[Pupil],
    guardians: Iterable[Guardian],
    reporters: Collection[str],
    contacts: Collection[str],
) -> NamesOfOthers:
    """Everybody but this child, by every name of theirs: of the case never, of the rest of the school looked at.

    `reporters` are the names of who reported; `contacts` are the staff that the copy itself names.
    """
    family = [one.pupil for one in family_on_paper(file, child)]
    theirs = {child.pupil_id, *(one.pk for one in family)}
    of_case = [name for one in file.everyone if one.pupil_id not in theirs for name in one.pupil.every_name]
    of_school = [name for one in pupils if one.pk not in theirs for name in one.every_name]
    own = set(own_before(child.pupil, [*of_case, *of_school])).union(*map(own_names, (child.pupil, *family)))
    same = same_name(file, child)
    never = {form for name in of_case for form in name.forms} | set(reporters) | same.others
    never |= {way for link in file.guardianships for way in ways_to_name(link.guardian)}
    look_at = {form for name in of_school for form in (*name.forms, name.last_name)}
    look_at |= {way for one in guardians for way in ways_to_name(one)}
    surnames = {name.last_name for name in of_case}
    return NamesOfOthers(
        never=Sought(never),
        surnames=Sought(surnames, as_written=True),
        parts=Sought(_parts(never | surnames)),
        look_at=Sought(look_at | _parts(look_at), as_written=True),
        own=Sought(own | set(contacts)),
        shared=Sought(same.shared),
        own_for_sure=Sought(same.own),
    )


def ways_to_name(guardian: Guardian) -> list[str]:
    """Every name of a guardian, and every number and address, which tells as much."""
    return [*guardian.every_name, guardian.email, *(number.to_dial for number in numbers_in(guardian.phone))]


@dataclass(frozen=True)
class Found:
    """The names in a text: those that must go, and those that may be no name after all."""

    text: str
    certain: tuple[Mention, ...]
    doubtful: tuple[Mention, ...]

    @property
    def never(self) -> list[str]:
        """The names that must go, as they stand there."""
        return sorted({one.written for one in self.certain})

    @property
    def perhaps(self) -> list[str]:
        """What may be no name after all, as it stands there."""
        return sorted({one.written for one in self.doubtful} - set(self.never))


def look_through(text: str, others: NamesOfOthers, no_names: Collection[str] = ()) -> Found:
    """Which names of others stand in a text; of the doubtful ones not those that a person called no names.

    Doubtful is also what only may be a name of the case: a pet form of it, one that goes on in the next line, or a
    first name of the own child that is another one's too.
    """
    read = Text(text)
    waved = {bare(word) for word in no_names}
    own = others.own.in_text(read)
    of_case = [*others.never.in_text(read), *others.surnames.in_text(read)]
    never = apart((one for one in of_case if one.sure), but=own)
    rest = [one for one in of_case if not one.sure], others.parts.in_text(read), others.look_at.in_text(read)
    asked = [one for group in rest for one in group if bare(one.written) not in waved]
    doubtful = apart(asked, but=[*own, *never])
    either = [one for one in others.shared.in_text(read) if bare(one.written) not in waved]
    doubtful += apart(either, but=[*others.own_for_sure.in_text(read), *never, *doubtful])
    return Found(read.shown, tuple(never), tuple(sorted(doubtful, key=lambda one: one.start)))


def _parts(names: Iterable[str]) -> set[str]:
    """The words by which any of them may be meant."""
    return {part for name in names for part in parts_of(name)}
