"""A plan in words: from what one version says to the lines of the document on screen, in the reader's language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kring import words
from kring.cases.agreements import RUNNING, AgreementState
from kring.cases.bodies import Kept
from kring.cases.outside import part_in_words
from kring.cases.plan import (
    Approach,
    Evaluation,
    GuardiansInformed,
    LetGo,
    Plan,
    PlanAgreement,
    PlanChange,
    PlanExpert,
    PlanPromise,
    What,
)
from kring.cases.title import PARTIES, titled
from kring.cases.wording import KEPT, in_round, role_in_words
from kring.protocol.terms import BULLIED, total

FORMER_TITLES = (
    gettext_noop("Overleg met de Seo-coördinator"),
    gettext_noop("Overleg met de {coordinator}"),
    gettext_noop("Gesprek met de gepeste leerling"),
    gettext_noop("Gesprek met de leerling die pest"),
    gettext_noop("Voorvallen"),
    gettext_noop("Vooraf gevraagd aan de gepeste leerling"),
    gettext_noop("Gezamenlijk gesprek"),
    gettext_noop("Het probleem, duidelijk en helder"),
    gettext_noop("Afspraken"),
    gettext_noop("Afspraken, zodat plagen geen pesten wordt"),
    gettext_noop("Aandacht in de klas"),
    gettext_noop("Nog eens aandacht in de klas"),
    gettext_noop("Plan naar het team"),
    gettext_noop("Plan opnieuw naar het team"),
    gettext_noop("Collega's vragen om op te letten"),
    gettext_noop("Gesprek met beide partijen"),
    gettext_noop("Gesprek met de leerlingen"),
    gettext_noop("Nazorggesprek"),
    gettext_noop("Waardoor is het misgegaan?"),
    gettext_noop("Plan voor de komende twee weken"),
    gettext_noop("Nieuwe aanpak"),
    gettext_noop("Acties en afspraken bij de nieuwe aanpak"),
)
"""Titles of duties in plans that were issued before they were verbs, or before a school had a word of its own: such a
plan is read as it was, in English too."""


@dataclass(frozen=True)
class ChildLine:
    name: str
    group: str
    role: str
    tile: str


@dataclass(frozen=True)
class AgreementLine:
    """An agreement: what, and underneath who and when. `kept` tells how it went at each evaluation."""

    what: str
    about: tuple[str, ...]
    kept: tuple[str, ...]
    running: bool


@dataclass(frozen=True)
class Entry:
    """Something that took place: the day, a heading, and the text as it was written."""

    day: str
    title: str
    text: str
    note: str = ""


@dataclass(frozen=True)
class Pair:
    label: str
    text: str


@dataclass(frozen=True)
class PlanOnScreen:
    """One version of the plan, ready to be shown; every text may be "", every list empty."""

    title: str
    sub: str
    number: int
    changes: list[str]
    problem: str
    children: list[ChildLine]
    experts: list[Pair]
    running: list[AgreementLine]
    ended: list[AgreementLine]
    promises: list[AgreementLine]
    approaches: list[Entry]
    class_talks: list[Entry]
    watch_for: str
    watch_until: str
    informed: list[Pair]
    evaluations: list[Entry]
    let_go: list[str]
    people: list[Pair]
    coming: str


def plan_on_screen(plan: Plan) -> PlanOnScreen:
    """The document of one version, as `kring/plan/document.html` takes it (`with plan=…`)."""
    agreements = [_agreement(agreement) for agreement in plan.agreements]
    return PlanOnScreen(
        title=title_of(plan),
        sub=_("Versie %(number)s · %(day)s · zaak %(reference)s")
        % {"number": plan.number, "day": words.full_day(plan.issued_on), "reference": plan.reference},
        number=plan.number,
        changes=[change_in_words(change) for change in plan.changes],
        problem=plan.problem,
        children=[
            ChildLine(
                child.name,
                _("groep %(name)s") % {"name": child.group} if child.group else "",
                role_in_words(child.role),
                "blue" if child.role in BULLIED else "sand",
            )
            for child in plan.children
        ],
        experts=[_expert(expert) for expert in plan.experts],
        running=[line for line in agreements if line.running],
        ended=[line for line in agreements if not line.running],
        promises=[_promise(promise) for promise in plan.promises],
        approaches=[_approach(approach) for approach in plan.approaches],
        class_talks=[Entry(words.full_day(talk.on), talk.method, talk.said) for talk in plan.class_talks],
        watch_for=plan.watch_for,
        watch_until=words.full_day(plan.watch_until) if plan.watch_until else "",
        informed=[_informed(informed) for informed in plan.informed],
        evaluations=[_evaluation(evaluation) for evaluation in plan.evaluations],
        let_go=[_let_go(let_go) for let_go in plan.let_go],
        people=list(_people(plan)),
        coming=_coming(plan),
    )


def title_of(plan: Plan) -> str:
    """`Sem en Daan, groep 6`: who is bullied and who bullies."""
    parties = [child for child in plan.children if child.role in PARTIES] or plan.children
    return titled([child.name for child in parties], sorted({child.group for child in parties if child.group}))


CHANGES: dict[What, str] = total(
    {
        What.PROBLEM: gettext_noop("Het probleem is anders opgeschreven."),
        What.AGREEMENT_NEW: gettext_noop("Nieuwe afspraak: %(subject)s"),
        What.AGREEMENT_CHANGED: gettext_noop("Aangepaste afspraak: %(subject)s"),
        What.AGREEMENT_PHASED_OUT: gettext_noop("Wordt afgebouwd: %(subject)s"),
        What.AGREEMENT_STOPPED: gettext_noop("Gestopt: %(subject)s"),
        What.AGREEMENT_REVIEWED: gettext_noop("Doorgenomen: %(subject)s"),
        What.AGREEMENT_WITHDRAWN: gettext_noop("Deze afspraak geldt niet meer: %(subject)s"),
        What.APPROACH: gettext_noop("Nieuwe aanpak: %(subject)s"),
        What.PROMISE_NEW: gettext_noop("Nieuwe belofte van de school: %(subject)s"),
        What.PROMISE_CHANGED: gettext_noop("Aangepaste belofte van de school: %(subject)s"),
        What.PROMISE_ENDED: gettext_noop("Deze belofte van de school is voorbij: %(subject)s"),
        What.CLASS: gettext_noop("Aandacht in de klas: %(subject)s"),
        What.CORRECTED: gettext_noop("Verbeterd in het plan: %(subject)s"),
        What.GONE: gettext_noop("Staat niet meer in het plan: %(subject)s"),
        What.WATCH: gettext_noop("Hier letten we op: %(subject)s"),
        What.WATCH_UNTIL: gettext_noop("Tot wanneer we opletten, is veranderd"),
        What.WATCH_ENDED: gettext_noop("Hier hoeven we niet meer extra op te letten: %(subject)s"),
        What.EVALUATION: gettext_noop("%(subject)s"),
        What.EVALUATION_CORRECTED: gettext_noop("Verbeterd in het plan: %(subject)s"),
        What.EVALUATION_GONE: gettext_noop("Staat niet meer in het plan: %(subject)s"),
        What.EXPERT_NEW: gettext_noop("%(subject)s denkt nu mee van buiten de school."),
        What.EXPERT_UNTIL: gettext_noop("Tot wanneer %(subject)s meedenkt, is veranderd"),
        What.EXPERT_LEFT: gettext_noop("%(subject)s denkt niet meer mee."),
        What.EXPERT_OVER: gettext_noop("%(subject)s dacht mee tot de dag die was afgesproken"),
        What.CHILD_NEW: gettext_noop("%(subject)s zit nu in deze zaak."),
        What.CHILD_LEFT: gettext_noop("%(subject)s is uit deze zaak gehaald."),
        What.SET_RIGHT: gettext_noop("Wat niet klopte over een ander kind, staat er niet meer in."),
        What.CHILD_ROLE: gettext_noop("%(subject)s heeft een andere rol."),
        What.CHILD_NAME: gettext_noop("Andere naam: %(subject)s is nu %(to)s"),
        What.CHILD_CALLED: gettext_noop("%(subject)s heet in dit plan nu %(to)s"),
        What.CHILD_GROUP: gettext_noop("%(subject)s zit nu in groep %(to)s."),
        What.CHILD_NO_GROUP: gettext_noop("%(subject)s zit nu niet in een groep."),
        What.INFORMED: gettext_noop("Ouders geïnformeerd: veranderd bij %(subject)s."),
        What.OWNER: gettext_noop("De zaak is nu van %(subject)s."),
        What.STAND_IN: gettext_noop("De vervanger is nu %(subject)s."),
        What.NO_STAND_IN: gettext_noop("Er is geen vervanger meer."),
        What.COORDINATORS: gettext_noop("{Coordinator} bij deze zaak: %(subject)s"),
        What.NO_COORDINATORS: gettext_noop("Bij deze zaak staat geen {coordinator} meer."),
        What.NEXT: gettext_noop("Hierna: %(subject)s"),
        What.NO_NEXT: gettext_noop("Hierna komt er geen stap meer."),
        What.LET_GO: gettext_noop("Hoeft niet: %(subject)s"),
        What.NEEDED: gettext_noop("Toch nodig: %(subject)s"),
        What.CHILD_DENIES: gettext_noop("Het kind zegt dat het dit niet zo zei: %(subject)s"),
    },
    What,
)
"""How each sort of change is told."""

OF_THE_PROTOCOL = frozenset({What.NEXT, What.LET_GO, What.NEEDED, What.CHILD_DENIES, What.EVALUATION_GONE})
"""Changes whose subject is a title of the protocol, which has a translation."""


def change_in_words(change: PlanChange) -> str:
    """What changed since the version before, as one line."""
    subject = change.subject
    if change.what in (What.EVALUATION, What.EVALUATION_CORRECTED):
        title, _colon, answer = subject.partition(": ")
        asked = f"{_(change.to)} " if change.to else ""  # a version of before this kept no question
        subject = f"{_(title)}: {asked}{_(answer)}" if answer else subject
    elif change.what in OF_THE_PROTOCOL and subject:
        subject = _(subject)
    line = _(CHANGES[change.what]) % {"subject": subject.replace("\n", " "), "to": change.to}
    if change.on is None:
        return line
    return f"{line} ({words.day_and_month(change.on)})"


def _agreement(agreement: PlanAgreement) -> AgreementLine:
    about = [_("Wie: %(who)s") % {"who": agreement.who}]
    if agreement.until_on:
        about.append(_("van %(first)s tot en met %(last)s") % _days(first=agreement.from_on, last=agreement.until_on))
    else:
        about.append(_("vanaf %(first)s") % _days(first=agreement.from_on))
    if agreement.state == AgreementState.PHASING_OUT.value and agreement.since:
        about.append(_("afbouwen vanaf %(since)s") % _days(since=agreement.since))
    elif agreement.state == AgreementState.STOPPED.value:
        about.append(_("gestopt op %(since)s") % _days(since=agreement.since) if agreement.since else _("gestopt"))
    elif agreement.state == AgreementState.ADJUSTED.value:
        about.append(_("vervangen door een nieuwe afspraak"))
    return AgreementLine(
        what=agreement.what,
        about=tuple(about),
        kept=tuple(f"{words.day_and_month(on)}: {str(KEPT[Kept(kept)]).lower()}" for on, kept in agreement.kept),
        running=agreement.state in RUNNING,
    )


def _promise(promise: PlanPromise) -> AgreementLine:
    about = (
        _("Voor: %(child)s") % {"child": promise.name},
        _("Wie: %(who)s") % {"who": promise.who},
        _("%(days)s, tot en met %(last)s")
        % {"days": weekdays_in_words(promise.weekdays), "last": words.day_and_month(promise.until_on)},
    )
    kept = (kept_in_words(promise.kept, promise.of),) if promise.of else ()
    return AgreementLine(what=promise.what, about=about, kept=kept, running=True)


def weekdays_in_words(weekdays: Sequence[int]) -> str:
    """`elke schooldag`, `maandag en woensdag`."""
    if len(weekdays) == len(SCHOOL_WEEK):
        return _("elke schooldag")
    return words.listed(words.vocabulary().weekdays[n - 1] for n in weekdays)


SCHOOL_WEEK = (1, 2, 3, 4, 5)
"""The weekdays for which something can be promised, Monday first."""


def kept_in_words(kept: int, of: int) -> str:
    """`7 van de 9 keer`; "" before the first day."""
    return _("%(kept)s van de %(of)s keer") % {"kept": kept, "of": of} if of else ""


def _days(**days: date) -> dict[str, str]:
    return {name: words.day_and_month(day) for name, day in days.items()}


def _approach(approach: Approach) -> Entry:
    helping = ", ".join(filter(None, [approach.expert, approach.organisation]))
    note = _("Met hulp van: %(who)s") % {"who": helping} if helping else ""
    sorts = words.listed(_(sort) for sort in approach.sorts)
    return Entry(words.full_day(approach.on), sorts, approach.text, note)


def _expert(expert: PlanExpert) -> Pair:
    return Pair(expert.name, part_in_words(expert.organisation, expert.until_on))


def _informed(informed: GuardiansInformed) -> Pair:
    label = _("Ouders van %(name)s") % {"name": informed.name}
    text = _("%(informed)s van %(of)s gesproken") % {"informed": informed.informed, "of": informed.of}
    if informed.last_on:
        text += f", {words.day_and_month(informed.last_on)}"
    return Pair(label, text)


def _evaluation(evaluation: Evaluation) -> Entry:
    title = in_round(_(evaluation.title), evaluation.round)
    notes = [_("Eerder gehouden dan gepland.")] if evaluation.held_early else []
    if evaluation.although:
        notes.append(_("Er waren ook feiten die een ander antwoord gaven. {Coordinator} en directeur weten ervan."))
    note = " ".join(notes)
    answer = f"{_(evaluation.question)} {_(evaluation.answer)}."
    agreed = _("Afgesproken met de {coordinator}: %(what)s") % {"what": evaluation.agreed} if evaluation.agreed else ""
    told = "\n\n".join(filter(None, [answer, evaluation.analysis, agreed, evaluation.added]))
    return Entry(words.full_day(evaluation.on), title, told, note)


def _let_go(let_go: LetGo) -> str:
    line = _("%(duty)s (%(step)s), door %(who)s op %(day)s") % {
        "duty": _(let_go.duty_title),
        "step": _(let_go.step_title),
        "who": let_go.by_name,
        "day": words.full_day(let_go.on),
    }
    if let_go.again_on:
        return _("%(line)s. Het gesprek komt alsnog: %(day)s.") % {"line": line, "day": words.full_day(let_go.again_on)}
    return _("%(line)s. Het kind zei zelf dat het niet hoeft.") % {"line": line} if let_go.child_says_so else line


def _people(plan: Plan) -> Iterable[Pair]:
    yield Pair(_("Eigenaar van de zaak"), plan.owner)
    if plan.stand_in:
        yield Pair(_("Vervanger"), plan.stand_in)
    if plan.coordinators:
        yield Pair(_("{Coordinator}"), words.listed(plan.coordinators))
    yield Pair(_("Opgesteld door"), plan.issued_by)


def _coming(plan: Plan) -> str:
    if not plan.next_title or plan.next_on is None or plan.coming_on is None:
        return _(plan.next_title) if plan.next_title else ""
    coming = f"{_(plan.next_title)}: {words.full_day(plan.coming_on)}"
    if plan.next_can_on is None:
        return coming
    late = _("Dat is de eerste dag die nog kan: de termijn liep tot en met %(day)s.") % {
        "day": words.full_day(plan.next_on)
    }
    return f"{coming}. {late}"
