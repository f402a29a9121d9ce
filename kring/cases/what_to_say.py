"""What to say when a guardian is called: a few sentences made from the plan, about this guardian's own child only.

No other child, no guardian and nobody who reported is in them by name. Agreements that only name others are left out;
in those that stay, every other name of the school is replaced.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from kring import words
from kring.cases.agreements import RUNNING
from kring.cases.bodies import Decision, Informed, Reached
from kring.cases.case_file import CaseFile
from kring.cases.models import Involved
from kring.cases.nameless import ANOTHER_PUPIL, SOMEBODY, Instead, nameless
from kring.cases.parent_copy import (
    CopyText,
    called_now,
    concerns,
    first_names,
    own_before,
    own_names,
    ways_to_name,
    with_who,
)
from kring.cases.plan import Plan, PlanAgreement
from kring.cases.same_name import names_others, names_own, same_name
from kring.names.finding import Sought, unbroken
from kring.names.letters import bare
from kring.names.pieces import parts_of
from kring.protocol.progress import Visit
from kring.protocol.terms import Role
from kring.school.models import Guardian, Guardianship, Pupil, StaffMember

MOST_AGREEMENTS = 3
LONGEST = 200
"""Characters of one agreement, to be read aloud in one breath or two."""
INITIAL = re.compile(r"\w\s+[^\W\d_a-z]\w{0,2}\.$")
"""`Noor B.` or `Noor Bak.` at the end: a name that is shortened, or else the end of a sentence."""


class Occasion(Enum):
    """Why this guardian is called."""

    FIRST = auto()
    GOOD = auto()
    MIXED = auto()
    """Answered well, although the child or the file says otherwise: then it is no good news."""
    NOT_GOOD = auto()


@dataclass(frozen=True)
class Script:
    """What to say, in the order in which it is said: who hears such a thing is asked before anything is explained.
    `agreements` belong to `agreed`; `others` says there are more."""

    why: str
    asks: str
    agreed: str
    agreements: tuple[str, ...]
    others: str
    coming: str

    @property
    def whole(self) -> str:
        """All of it as one text."""
        return "\n".join((self.why, self.asks, self.agreed, *self.agreements, self.others, self.coming))


@dataclass(frozen=True)
class Unspoken:
    """Names that are not said (`instead` of which other words are), and those that stay (`but`)."""

    instead: tuple[Instead, ...]
    but: tuple[Sought, ...]

    def replaced_in(self, text: str) -> str:
        """The text with somebody's name as "iemand", a pupil's as "een andere leerling"."""
        return nameless(text, *self.instead, but=self.but)


def names_unspoken(
    file: CaseFile,
    child: Involved,
    *,
    pupils: Iterable[Pupil],
    guardians: Iterable[Guardian],
    reporters: Iterable[str],
    staff: Iterable[str] = (),
    family: Collection[Involved] = (),
) -> Unspoken:
    """Everybody who is not named to this child's guardians. Not their own names either: there may be two of them.

    `family` are the other children of whom they are told in the same call: these are their own too (decision 76).

    Those of the case are found however they are written; the rest, which may be a word as well (Roos, Bos), as written.
    """
    own = {child.pupil_id, *(one.pupil_id for one in family)}
    of_case = [name for one in file.everyone if one.pupil_id not in own for name in one.pupil.every_name]
    of_school = [name for one in pupils if one.pk not in own for name in one.every_name]
    adults_of_case = {name for link in file.guardianships for name in link.guardian.every_name} | set(reporters)
    ways = {way for link in file.guardianships for way in ways_to_name(link.guardian)}
    same = same_name(file, child)
    pupils_of_case = {form for name in of_case for form in name.forms} | same.others
    known = {
        form for name in (*of_case, *of_school) for form in (*name.forms, name.last_name, *parts_of(name.last_name))
    }
    adults = {form for one in guardians for name in one.every_name for form in (name, *parts_of(name))}
    adults |= {part for name in adults_of_case for part in (name, *parts_of(name))}
    never = {bare(name) for name in adults_of_case | adults | pupils_of_case | known}
    return Unspoken(
        instead=(
            Instead(Sought(adults_of_case | ways), SOMEBODY),
            Instead(Sought(pupils_of_case), ANOTHER_PUPIL),
            Instead(Sought(known, as_written=True), ANOTHER_PUPIL),
            Instead(Sought(adults, as_written=True), SOMEBODY),
            *called_now(own_before(child.pupil, [*of_case, *of_school]) | same.called),
            *(now for one in family for now in called_now(own_before(one.pupil, [*of_case, *of_school]))),
        ),
        # "juf Anouk" is said, also when a pupil is called Anouk; a colleague who is a guardian here is not.
        but=(
            *(Sought(own_names(one.pupil)) for one in (child, *family)),
            Sought(name for name in staff if bare(name) not in never),
        ),
    )


def occasion_of(file: CaseFile, visit: Visit, guardianship: Guardianship) -> Occasion:
    """An evaluation, when this guardian knows of the case already; else the first call."""
    knows = any(
        told.body.reached is Reached.INFORMED
        for told in file.of(Informed)
        if told.fact.place != visit.place and str(guardianship.pk) in told.fact.about
    )
    if visit.outcome is None or not knows:
        return Occasion.FIRST
    if not visit.outcome.good:
        return Occasion.NOT_GOOD
    decided = file.of(Decision, at=visit)
    return Occasion.MIXED if decided and decided[-1].body.although else Occasion.GOOD


WHY: dict[tuple[Occasion, Role], str] = {
    (Occasion.FIRST, Role.TARGET): gettext_noop(
        "Ik bel over iets wat vervelend is om te horen. %(child)s wordt op school gepest. We pakken het nu aan, en we "
        "gaan door tot het stopt."
    ),
    (Occasion.FIRST, Role.BOTH): gettext_noop(
        "Ik bel over iets wat vervelend is om te horen. %(child)s wordt op school gepest, en pest zelf ook. We pakken "
        "het nu aan, en we helpen %(child)s met allebei."
    ),
    (Occasion.FIRST, Role.INSTIGATOR): gettext_noop(
        "Ik bel over iets wat lastig is om te horen. %(child)s pest op school een andere leerling. We helpen %(child)s "
        "om daarmee te stoppen."
    ),
    (Occasion.FIRST, Role.FOLLOWER): gettext_noop(
        "Ik bel over iets wat lastig is om te horen. Op school wordt een leerling gepest, en %(child)s pest mee. We "
        "helpen %(child)s om daarmee te stoppen."
    ),
    (Occasion.GOOD, Role.TARGET): gettext_noop(
        "Ik heb goed nieuws: het gaat beter, en de afspraken helpen %(child)s. We letten goed op dat dat zo blijft."
    ),
    (Occasion.GOOD, Role.BOTH): gettext_noop(
        "Ik heb goed nieuws: het gaat beter, en de afspraken helpen %(child)s. We blijven erop letten, en we blijven "
        "%(child)s helpen."
    ),
    (Occasion.GOOD, Role.INSTIGATOR): gettext_noop(
        "Ik heb goed nieuws: het gaat beter, en daar zijn we blij om. We blijven %(child)s erbij helpen."
    ),
    (Occasion.MIXED, Role.TARGET): gettext_noop(
        "We zien dingen beter gaan, maar het is voor %(child)s nog niet goed genoeg. Daarom blijven we erbij, en "
        "kijken we snel weer hoe het gaat."
    ),
    (Occasion.MIXED, Role.INSTIGATOR): gettext_noop(
        "We zien dingen beter gaan, maar het is nog niet goed genoeg. We blijven %(child)s erbij helpen."
    ),
    (Occasion.NOT_GOOD, Role.TARGET): gettext_noop(
        "Het gaat nog niet goed genoeg. Dat vinden we naar voor %(child)s, en daarom pakken we het nu anders aan."
    ),
    (Occasion.NOT_GOOD, Role.BOTH): gettext_noop(
        "Het gaat nog niet goed genoeg. Dat vinden we naar voor %(child)s, en daarom pakken we het nu anders aan. We "
        "blijven %(child)s erbij helpen."
    ),
    (Occasion.NOT_GOOD, Role.INSTIGATOR): gettext_noop(
        "Het gaat nog niet goed genoeg, en daarom pakken we het nu anders aan. We blijven %(child)s erbij helpen."
    ),
}

ASKS = gettext_noop("Hoe is het voor u om dit te horen? Wat merkt u thuis?")
ASKS_OF_GOOD_NEWS = gettext_noop("Merkt u dat thuis ook?")


def who_calls(caller: StaffMember) -> str:
    """What is said before all: who is on the phone, of which school, and whether it suits."""
    return _("Dag, u spreekt met %(who)s van %(school)s. Komt het gelegen?") % {
        "who": caller.form_of_address or caller.name,
        "school": caller.school.name,
    }


def what_to_say(
    child: Involved,
    plan: Plan,
    *,
    occasion: Occasion,
    others: Collection[str],
    unspoken: Unspoken,
    copy: CopyText | None,
    agreeing: bool,
    moves: bool,
    today: date,
    contacts: Sequence[str],
) -> Script:
    """The sentences for the guardians of one child.

    `plan` is the plan as it stands today; `others` what the other children of the case are and were called. `copy` is
    what was released to these guardians, as long as nothing else was agreed: a person read its agreements. `agreeing`:
    the step still asks for agreements. `moves`: the day of the evaluation hangs on a talk that is still to be held.
    """
    name = child.pupil.first_name
    if copy:
        lines = [unspoken.replaced_in(line) for line in copy.agreements]
    else:
        own = first_names([child.pupil])
        lines = [_spoken(one, own, others, unspoken) for one in _of_this_child(plan, own, others)]
    lines = [_ended(whole_sentences(line)) for line in lines if line.strip()]
    role = Role(child.role)
    why = WHY.get((occasion, role)) or WHY[occasion, Role.INSTIGATOR]
    return Script(
        why=_(why) % {"child": name},
        asks=_(ASKS_OF_GOOD_NEWS if occasion is Occasion.GOOD else ASKS),
        agreed=_agreed(plan, bool(lines), anew=agreeing and occasion is Occasion.NOT_GOOD) % {"child": name},
        agreements=tuple(lines[:MOST_AGREEMENTS]),
        others=_more(len(lines) - MOST_AGREEMENTS),
        coming=_coming(plan, today, contacts, moves=moves, agreeing=agreeing),
    )


def _agreed(plan: Plan, some: bool, *, anew: bool) -> str:
    """What is said before the agreements of this child, or without `some`. `anew`: they did not help, and the next are
    not there."""
    if not some and any(one.state in RUNNING for one in plan.agreements):
        return _(
            "Met de leerlingen om wie het gaat zijn afspraken gemaakt. In de klas en op het plein letten we extra op."
        )
    if not some:
        return _(
            "We praten met de leerlingen om wie het gaat en maken afspraken met ze. In de klas en op het plein letten "
            "we extra op."
        )
    if anew:
        return _("We maken nieuwe afspraken. Tot die er zijn, geldt voor %(child)s dit:")
    return _("Voor %(child)s hebben we dit afgesproken:")


def _of_this_child(plan: Plan, own: Collection[str], others: Collection[str]) -> list[PlanAgreement]:
    """The agreements that hold and concern this child, those that name it first."""
    found = [one for one in plan.agreements if one.state in RUNNING and concerns(one, own, others)]
    return sorted(found, key=lambda one: not names_own(f"{one.what} {one.who}", own, others))


def _spoken(agreement: PlanAgreement, own: Collection[str], others: Collection[str], unspoken: Unspoken) -> str:
    """`Sem: gaat naar de juf als het toch gebeurt.`, without the sentences that are only about somebody else."""
    whole = unbroken(agreement.what, [*own, *others])  # before a line is taken for a sentence
    what = " ".join(_about(own, others, sentences_of(whole)))
    said = unspoken.replaced_in(with_who(what, agreement.who))
    if agreement.state == "phasing_out":
        said = f"{_ended(said)} {_('Dat bouwen we langzaam af.')}"
    return said


def _about(own: Collection[str], others: Collection[str], sentences: list[str]) -> list[str]:
    """When some of these name this child: all but those only about another, with what follows without a name."""
    if not any(names_own(sentence, own, others) for sentence in sentences):
        return sentences
    kept, goes_on = [], True
    for sentence in sentences:
        if names_own(sentence, own, others):
            goes_on = True
        elif names_others(sentence, own, others):
            goes_on = False
        if goes_on:
            kept.append(sentence)
    return kept


def sentences_of(text: str) -> list[str]:
    """The sentences and lines of a text. The dot of `Noor B. laat hem met rust` ends none."""
    sentences: list[str] = []
    for line in re.split(r"[\r\n]+", text):
        goes_on = False
        for one in filter(None, re.split(r"(?<=[.!?…])\s+", line.strip())):
            if goes_on and one[0].islower():
                sentences[-1] += f" {one}"
            else:
                sentences.append(one)
            goes_on = bool(INITIAL.search(sentences[-1]))
    return sentences


def whole_sentences(text: str, most: int = LONGEST) -> str:
    """As many whole sentences from the beginning as fit; of one that is too long by itself, as many words."""
    kept = ""
    for sentence in sentences_of(text):
        longer = f"{kept} {sentence}".strip()
        if len(longer) > most:
            break
        kept = longer
    if kept:
        return kept
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…", ")")) else f"{text}."


def _more(number: int) -> str:
    if number <= 0:
        return ""
    more = ngettext(
        "Er is nog één afspraak; die krijgt u van mij op papier.",
        "Er zijn nog %(n)s afspraken; die krijgt u van mij op papier.",
        number,
    )
    return more % {"n": words.number(number)}


def _coming(plan: Plan, today: date, contacts: Sequence[str], *, moves: bool, agreeing: bool) -> str:
    """What comes, and whom to ask for. A day that may still move is not promised."""
    ask = _("Heeft u eerder een vraag, bel dan gerust en vraag naar %(whom)s.") % {
        "whom": (" " + _("of") + " ").join(contacts)
    }
    if moves and agreeing:
        coming = _("Zodra de afspraken er zijn, hoort u van mij.")
    elif moves:
        coming = _("Zodra we met de leerlingen hebben gepraat, hoort u van mij.")
    elif plan.coming_on and plan.coming_on > today:
        day = words.vocabulary().on(words.day(plan.coming_on, today))
        coming = _("%(on_day)s kijken we hoe het gaat. Daarna bel ik u weer.") % {"on_day": words.capital(day)}
    else:
        coming = _("We blijven goed opletten, en u hoort weer van ons hoe het gaat.")
    return f"{coming} {ask}"
