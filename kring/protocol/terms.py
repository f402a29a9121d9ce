"""The words the protocol is written in: steps, duties, outcomes and terms. Data; what it does is in progress.py."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

# These stand below, so that a condition stands with its rule over the facts. Whoever is not below takes them from here.
from kring.protocol.conditions import Condition as Condition
from kring.protocol.roles import BULLIED as BULLIED
from kring.protocol.roles import BULLIES as BULLIES
from kring.protocol.roles import Role as Role
from kring.protocol.roles import playing as playing
from kring.protocol.tables import gettext_noop as gettext_noop
from kring.protocol.tables import total as total


class Kind(StrEnum):
    """What sort of act a duty asks for. Each kind has one form, wherever in the protocol it stands."""

    TALK = "talk"
    INCIDENTS = "incidents"
    SEVERITY = "severity"
    PROBLEM = "problem"
    AGREE = "agree"
    REVIEW = "review"
    PHASE_OUT = "phase_out"
    ADDRESS_CLASS = "address_class"
    OBSERVE = "observe"
    CONSULT = "consult"
    ANALYSIS = "analysis"
    NEW_APPROACH = "new_approach"
    INFORM_GUARDIANS = "inform_guardians"
    ISSUE_PLAN = "issue_plan"
    EXTRA = "extra"


@dataclass(frozen=True, kw_only=True)
class OfKind:
    """What a kind of duty is to the protocol, wherever it stands in it.

    `how`: how Kring carries it out, in the words of the help page and docs/protocol.md. `tells_others`: others hear by
    it what was decided, so the plan does not wait for it. `for_each`: it can be asked once for each child or guardian,
    since what is written down says for whom it was.
    """

    how: str
    tells_others: bool
    for_each: bool


OF_KIND: dict[Kind, OfKind] = total(
    {
        Kind.TALK: OfKind(
            how=gettext_noop(
                "Je legt vast wanneer het gesprek was, met wie, en wat er gezegd is. "
                "Ieder kind zegt zelf hoe veilig het zich voelt."
            ),
            tells_others=False,
            for_each=True,
        ),
        Kind.INCIDENTS: OfKind(
            how=gettext_noop("Een lijst die je kunt aanvullen. Kring telt de voorvallen per week."),
            tells_others=False,
            for_each=False,
        ),
        Kind.SEVERITY: OfKind(
            how=gettext_noop("Je schrijft op waarom je dat denkt. Is er nu gevaar, dan staat er meteen wie je belt."),
            tells_others=False,
            for_each=False,
        ),
        Kind.PROBLEM: OfKind(how=gettext_noop("Dit komt vanzelf in het plan."), tells_others=False, for_each=False),
        Kind.AGREE: OfKind(
            how=gettext_noop("Loopt er een plan, dan staan de afspraken er vanzelf in."),
            tells_others=False,
            for_each=False,
        ),
        Kind.REVIEW: OfKind(
            how=gettext_noop("De evaluatie staat meteen in het plan."), tells_others=False, for_each=False
        ),
        Kind.PHASE_OUT: OfKind(
            how=gettext_noop("Per afspraak leg je dat vast, met een datum."), tells_others=False, for_each=False
        ),
        Kind.ADDRESS_CLASS: OfKind(
            how=gettext_noop(
                "Je legt vast welke methode je gebruikte, op welke dag, en wat er gezegd is. "
                "Zonder de naam van een kind."
            ),
            tells_others=False,
            for_each=False,
        ),
        Kind.OBSERVE: OfKind(
            how=gettext_noop("Collega’s noteren in tien seconden wat ze zagen. Ook dat ze niets zagen."),
            tells_others=True,
            for_each=False,
        ),
        Kind.CONSULT: OfKind(
            how=gettext_noop(
                "Je legt vast wanneer jullie overlegden en wat eruit kwam. Dat staat in het plan. De {coordinator} "
                "bevestigt het of vult het aan; niets wacht daarop."
            ),
            tells_others=False,
            for_each=False,
        ),
        Kind.ANALYSIS: OfKind(how=gettext_noop("Dit komt vanzelf in het plan."), tells_others=False, for_each=False),
        Kind.NEW_APPROACH: OfKind(
            how=gettext_noop(
                "Er begint een nieuwe ronde, met een eigen nummer. Naast het formulier staat de vorige ronde, en wat "
                "ervan kwam. Je schrijft op wat er nu anders gaat. De soort aanpak kies je uit een lijst van Kring en "
                "de school. Wie van buiten meedenkt, leg je vast."
            ),
            tells_others=False,
            for_each=False,
        ),
        Kind.INFORM_GUARDIANS: OfKind(
            how=gettext_noop(
                "Kring vraagt het per ouder met gezag: hoe je contact had, wanneer, door wie, en wat de ouder zei. "
                "Lukt het nog niet, dan schrijf je op waarom."
            ),
            tells_others=True,
            for_each=True,
        ),
        Kind.ISSUE_PLAN: OfKind(
            how=gettext_noop(
                "Het plan vult zich uit wat er is vastgelegd. Iedere uitgave krijgt een nummer en verandert niet meer. "
                "Het team krijgt een mail met een link naar het plan. Kiest de school dat, dan zit het plan erbij. Je "
                "ziet wie het plan heeft gelezen."
            ),
            tells_others=True,
            for_each=False,
        ),
        Kind.EXTRA: OfKind(
            how=gettext_noop("Je legt vast wanneer het gedaan is, met een toelichting."),
            tells_others=False,
            for_each=True,
        ),
    },
    Kind,
)


class Whom(StrEnum):
    """With or for whom a duty must have been done before it is met."""

    ONCE = "once"
    EACH_TARGET = "each_target"
    EACH_INSTIGATOR = "each_instigator"
    EACH_OF_BOTH = "each_of_both"
    EACH_GUARDIAN = "each_guardian"


ROLES_OF: dict[Whom, tuple[Role, ...]] = total(
    {
        Whom.ONCE: (),
        Whom.EACH_TARGET: (Role.TARGET,),
        Whom.EACH_INSTIGATOR: (Role.INSTIGATOR,),
        Whom.EACH_OF_BOTH: (Role.TARGET, Role.INSTIGATOR),
        Whom.EACH_GUARDIAN: (Role.TARGET, Role.INSTIGATOR, Role.FOLLOWER),
    },
    Whom,
)
"""The children that a duty is about, by their part; for each guardian: of whom."""


class Ending(StrEnum):
    """How a case ends. These words are stored with a closed case."""

    TEASING = "teasing"  # with agreements; the teacher may close it
    STOPPED = "stopped"  # the bullying stopped; the bullied child says so
    OTHERWISE = "otherwise"  # before the protocol was through
    MISTAKE = "mistake"  # it should never have been opened; no answer leads to it


class Stage(StrEnum):
    """In which part of the protocol a case is, whatever its steps are called. Stored with a case, for lists."""

    UNDERWAY = "underway"
    AFTER_CARE = "after_care"
    TO_CLOSE = "to_close"


class Anchor(StrEnum):
    """The day that a term is counted from."""

    REPORT = "report"  # the report, or the day the case was reopened
    DECISION = "decision"  # the last decision taken in an earlier step
    TALK = "talk"  # the talk of the step before
    ENTRY = "entry"  # the day the case came into this step from another one


@dataclass(frozen=True)
class Term:
    """How long a step may take: a number of school days, or calendar weeks or months moved to a school day.

    A guideline is reminded of, and never called late (decision 3).
    """

    counted_from: Anchor
    school_days: int = 0
    weeks: int = 0
    months: int = 0
    guideline: bool = False


@dataclass(frozen=True)
class Duty:
    """One thing that must be done in a step. `row` is the row of the protocol it carries out."""

    key: str
    kind: Kind
    title: str
    row: str = ""
    hint: str = ""
    whom: Whom = Whom.ONCE
    condition: Condition = Condition.ALWAYS
    after: tuple[str, ...] = ()  # duties that come before this one, where these exist
    after_all: bool = False  # comes after everything else in the step that is not informing
    settles_date: bool = False  # the next term is counted from the day of this duty
    asks_wish: bool = False  # a talk in which the child says whether it wants the coming talk together
    several_at_once: bool = False  # a talk with one party that may be held with several children of it
    own_verdict: bool = False  # a talk before which each bullied child says for itself whether it stopped (decision 69)
    of_the_school: bool = False  # added by a school to the protocol
    of_kring: bool = False  # added by Kring: the protocol's document asks nothing of the kind
    optional: bool = False  # offered while the case is in this step; nothing waits for it, and the step ends without it
    quote: str = ""  # the protocol's own words for this duty
    sentence: str = ""  # of a talk with both parties: what the protocol says of together or apart

    def __post_init__(self) -> None:
        if self.whom is not Whom.ONCE and not OF_KIND[self.kind].for_each:
            raise ValueError(f"{self.key}: {self.kind} names nobody, so it cannot be asked for each.")


@dataclass(frozen=True)
class Outcome:
    """One answer to a step's question, what it obliges to, and the step it leads to.

    `word` is the answer in a word or two, to stand beside its day. `ends_as`: how a case ends that is closed after it.
    """

    key: str
    title: str
    then: str
    duties: tuple[Duty, ...] = ()
    good: bool = False
    row: str = ""
    heading: str = ""  # the heading that this answer has in the protocol's document
    quote: str = ""  # the protocol's own words for this answer
    how: str = ""  # how Kring carries it out
    word: str = ""
    suggested: bool = False  # what the tests of the definition point to
    ends_as: Ending = Ending.STOPPED

    @property
    def claims_well(self) -> bool:
        """True when who answers so says that it goes well, or that it never was bullying (decision 70)."""
        return self.good or self.ends_as is Ending.TEASING


@dataclass(frozen=True)
class Test:
    """One test of the definition of bullying, as a question with its answers (key, words, points to bullying?).

    An answer that points neither way (None) leaves it to the other tests. `of_the_school`: a school words it itself.
    `by_one_or_more`: the answers that a case gives itself once it is known who does it: one child, or more.
    """

    __test__ = False  # a word of the protocol, not a pytest class

    key: str
    question: str
    answers: tuple[tuple[str, str, bool | None], ...]
    several: bool = False
    hint: str = ""
    of_the_school: bool = False
    by_one_or_more: tuple[str, str] | None = None

    def answered_by(self, doing: int) -> str:
        """The answer that follows from how many children are known to do it; "" where none does."""
        if self.by_one_or_more is None or not doing:
            return ""
        one, more = self.by_one_or_more
        return one if doing == 1 else more

    def points(self, given: Iterable[str]) -> bool | None:
        """Whether what was answered points to bullying; None when it is not clear yet. No answer points away."""
        pointing = {points for key, _words, points in self.answers if key in given}
        return None if pointing == {None} else True in pointing


@dataclass(frozen=True)
class Definition:
    """The definition of bullying and the tests it is taken apart into (row S2a).

    `text` is the document's; `own` is what a school says beside it, in its own words.
    """

    text: str
    difference: str
    tests: tuple[Test, ...]
    row: str = ""
    introduced: str = ""  # the words before it in the protocol's document
    own: str = ""

    def suggests_bullying(self, answers: Mapping[str, Collection[str]]) -> bool | None:
        """True when every test that is clear points to bullying, None when none of them is clear yet.

        A person decides, not this (decision 12).
        """
        pointing = {test.points(answers.get(test.key, ())) for test in self.tests} - {None}
        return False not in pointing if pointing else None

    def points_elsewhere(self, answers: Mapping[str, Collection[str]], chosen: Outcome) -> bool:
        """Whether who chooses this answer departs from what the tests point to; from nowhere nobody departs."""
        return self.suggests_bullying(answers) not in (None, chosen.suggested)


@dataclass(frozen=True)
class Step:
    """One step. Its duties come first, then the question, the outcome's duties, and `closing` in every outcome.

    `tests` is the definition that its question is answered by. `coming` says by when it is to be done, to somebody who
    finished the step before. `remarks` is what Kring does in it besides its duties, as (row, words). `heading` is
    the one it has in the protocol's document; `of_kring`: that document has no such step. `slug` is where it stands on
    the page of the protocol when it has no number.
    """

    key: str
    title: str
    quotes: tuple[str, ...]
    number: int | None = None
    duties: tuple[Duty, ...] = ()
    question: str = ""
    question_row: str = ""
    question_how: str = ""  # how Kring carries it out
    tests: Definition | None = None
    outcomes: tuple[Outcome, ...] = ()
    closing: tuple[Duty, ...] = ()
    then: str = ""
    terms: tuple[Term, ...] = ()  # one a round; further rounds keep the last
    repeats_per_term: bool = False  # comes round once for each of its terms before a good outcome leads on
    ends_case: bool = False
    coming: str = ""
    remarks: tuple[tuple[str, str], ...] = ()
    heading: str = ""
    of_kring: bool = False
    slug: str = ""

    @property
    def stage(self) -> Stage:
        """In which part of the protocol a case in this step is."""
        if self.ends_case:
            return Stage.TO_CLOSE
        return Stage.AFTER_CARE if self.repeats_per_term else Stage.UNDERWAY

    @property
    def place_on_page(self) -> str:
        """Where the step stands on the page of the protocol."""
        return self.slug or (f"stap-{self.number}" if self.number else self.key)

    def outcome(self, key: str) -> Outcome:
        """The outcome with this key; KeyError when the step has no such outcome."""
        for outcome in self.outcomes:
            if outcome.key == key:
                return outcome
        raise KeyError(key)

    def every_duty(self) -> Iterator[Duty]:
        """All duties that can ever come up in this step, in the order of the protocol."""
        yield from self.duties
        for outcome in self.outcomes:
            yield from outcome.duties
        yield from self.closing

    def term(self, round: int) -> Term | None:
        """The term of the given round (1 is the first)."""
        return self.terms[min(round, len(self.terms)) - 1] if self.terms else None


@dataclass(frozen=True)
class OfKring:
    """What Kring asks beside the protocol, with its own term. It holds up no step; a school may leave it out."""

    title: str
    how: str
    term: Term


@dataclass(frozen=True)
class Reopening:
    """A step in which a closed case can go on; with `after`, only when that was the last answer to its question."""

    step: str
    hint: str
    after: tuple[str, str] | None = None  # (step, outcome)


@dataclass(frozen=True)
class Protocol:
    """One edition of a protocol. A running case keeps the edition that it began with.

    The first of `reopenings` is where a case goes on of which it turns out, after closing, that all is not quiet.
    `safe_for_now`: whether each bullied child is safe is asked soon after the report, until the plan says who watches.
    """

    key: str
    edition: str
    title: str
    opening: tuple[str, ...]
    steps: tuple[Step, ...]
    reopenings: tuple[Reopening, ...]
    opening_row: str = ""
    safe_for_now: OfKring | None = None

    def step(self, key: str) -> Step:
        """The step with this key; KeyError when there is none."""
        for step in self.steps:
            if step.key == key:
                return step
        raise KeyError(key)

    def duty(self, step: str, duty: str) -> Duty:
        """The duty with this key in this step; KeyError when there is none."""
        for candidate in self.step(step).every_duty():
            if candidate.key == duty:
                return candidate
        raise KeyError(duty)
