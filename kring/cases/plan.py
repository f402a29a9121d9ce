"""The action plan (handelingsplan): one document that fills itself from what was recorded (row S3d).

It holds what the whole team may know, and never: raw talks, words told in confidence, home and health, who reported,
guardians' names and numbers. Each issue of it is kept as it was.
"""

from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec
from django.db.models import QuerySet

from kring.cases.models import Case, PlanVersion
from kring.names.persons import named
from kring.prepared import prepared


class PlanPart(msgspec.Struct, frozen=True, omit_defaults=True):
    """A part of the plan."""


class Child(PlanPart, frozen=True):
    """A child in the plan: first name, group, role in this case.

    `id` is of Involved; versions before it was kept have none. `called` tells it from another of the same first name.
    """

    first_name: str
    group: str
    role: str
    id: UUID | None = None
    called: str = ""

    @property
    def name(self) -> str:
        """What this version calls the child."""
        return self.called or self.first_name


class PlanAgreement(PlanPart, frozen=True):
    """An agreement as it stands; `key` stays the same over versions of the plan."""

    key: UUID
    what: str
    who: str
    from_on: date
    until_on: date | None
    state: str
    since: date | None = None
    kept: tuple[tuple[date, str], ...] = ()


class PlanPromise(PlanPart, frozen=True):
    """What a colleague promised for a child on which weekdays, and on how many of the promised days it was kept.

    `key` stays the same over versions; `child` is of Involved, `name` what this version calls it.
    """

    key: UUID
    child: UUID
    name: str
    what: str
    who: str
    weekdays: tuple[int, ...]
    until_on: date
    kept: int = 0
    of: int = 0


class Approach(PlanPart, frozen=True):
    """A new approach after an evaluation that was not positive, with the outside expert.

    `sorts` are in the words of the school's list.
    """

    on: date
    text: str
    expert: str = ""
    organisation: str = ""
    sorts: tuple[str, ...] = ()


class PlanExpert(PlanPart, frozen=True):
    """An expert from outside who takes part, perhaps until a day."""

    name: str
    organisation: str = ""
    until_on: date | None = None


class ClassTalk(PlanPart, frozen=True):
    """The attention given in class."""

    on: date
    method: str
    said: str


class GuardiansInformed(PlanPart, frozen=True):
    """How many of a child's guardians were informed in this step. No names, no numbers."""

    first_name: str
    informed: int
    of: int
    last_on: date | None = None
    id: UUID | None = None
    called: str = ""

    @property
    def name(self) -> str:
        """What this version calls the child."""
        return self.called or self.first_name


class Evaluation(PlanPart, frozen=True):
    """One evaluation: when, early or not, the answer, and the analysis."""

    step: str
    title: str
    round: int
    question: str
    on: date
    answer: str
    good: bool
    held_early: bool = False
    analysis: str = ""
    although: bool = False  # the file said otherwise; what it said stays there
    agreed: str = ""
    """In the consultation with the coordinator, about the coming weeks; `added` is what the coordinator said to it."""
    added: str = ""


class LetGo(PlanPart, frozen=True):
    """A duty that coordinator or head let go (decision 10). The reason stays in the file."""

    on: date
    step_title: str
    duty_title: str
    by_name: str
    again_on: date | None = None  # a talk with a bullied child that is held later
    child_says_so: bool = False  # such a talk, of which the child said that it need not be


class What(StrEnum):
    """What changed between two versions."""

    PROBLEM = "problem"
    AGREEMENT_NEW = "agreement_new"
    AGREEMENT_CHANGED = "agreement_changed"
    AGREEMENT_PHASED_OUT = "agreement_phased_out"
    AGREEMENT_STOPPED = "agreement_stopped"
    AGREEMENT_REVIEWED = "agreement_reviewed"
    AGREEMENT_WITHDRAWN = "agreement_withdrawn"
    APPROACH = "approach"
    PROMISE_NEW = "promise_new"
    PROMISE_CHANGED = "promise_changed"
    PROMISE_ENDED = "promise_ended"
    CLASS = "class"
    CORRECTED = "corrected"
    GONE = "gone"
    WATCH = "watch"
    WATCH_UNTIL = "watch_until"
    WATCH_ENDED = "watch_ended"
    EVALUATION = "evaluation"
    EVALUATION_CORRECTED = "evaluation_corrected"
    EVALUATION_GONE = "evaluation_gone"
    EXPERT_NEW = "expert_new"
    EXPERT_UNTIL = "expert_until"
    EXPERT_LEFT = "expert_left"
    EXPERT_OVER = "expert_over"
    CHILD_NEW = "child_new"
    CHILD_LEFT = "child_left"
    SET_RIGHT = "set_right"
    CHILD_ROLE = "child_role"
    CHILD_NAME = "child_name"
    CHILD_CALLED = "child_called"
    CHILD_GROUP = "child_group"
    CHILD_NO_GROUP = "child_no_group"
    INFORMED = "informed"
    OWNER = "owner"
    STAND_IN = "stand_in"
    NO_STAND_IN = "no_stand_in"
    COORDINATORS = "coordinators"
    NO_COORDINATORS = "no_coordinators"
    NEXT = "next"
    NO_NEXT = "no_next"
    LET_GO = "let_go"
    NEEDED = "needed"
    CHILD_DENIES = "child_denies"


class PlanChange(PlanPart, frozen=True):
    """One thing that changed; `subject` is the text it is about, `to` what it became. The page puts it into words."""

    what: What
    subject: str = ""
    on: date | None = None
    to: str = ""


class Plan(PlanPart, frozen=True):
    """The whole plan, as one version says it."""

    reference: str
    number: int
    issued_on: date
    issued_by: str
    owner: str
    stand_in: str
    coordinators: tuple[str, ...]
    children: tuple[Child, ...]
    problem: str
    agreements: tuple[PlanAgreement, ...]
    approaches: tuple[Approach, ...]
    class_talks: tuple[ClassTalk, ...]
    watch_for: str
    watch_until: date | None
    informed: tuple[GuardiansInformed, ...]
    evaluations: tuple[Evaluation, ...]
    let_go: tuple[LetGo, ...]
    step: str
    step_title: str
    round: int
    next_title: str
    next_on: date | None
    changes: tuple[PlanChange, ...] = ()
    next_can_on: date | None = None
    """When the term of what comes next (`next_on`) had passed already: the first day that could be."""
    promises: tuple[PlanPromise, ...] = ()
    experts: tuple[PlanExpert, ...] = ()

    @property
    def coming_on(self) -> date | None:
        """The day of what comes next, as it is said: none that had been."""
        return self.next_can_on or self.next_on


_decoder = msgspec.json.Decoder(Plan)


def to_text(plan: Plan) -> str:
    """The plan as the text that is sealed."""
    return msgspec.json.encode(plan).decode()


def content_of(version: PlanVersion) -> Plan:
    """What this version of the plan says."""
    plan = _decoder.decode(version.content)
    named(*(name for child in plan.children for name in (child.first_name, child.called)))
    named(plan.owner, plan.stand_in, plan.issued_by, *plan.coordinators, *(one.by_name for one in plan.let_go))
    named(*(one.expert for one in plan.approaches), *(one.name for one in plan.experts))
    return plan


def newest_version(case: Case) -> PlanVersion | None:
    """The version of the plan that is in force."""
    return next(iter(_newest_of(case.pk)), None)


@prepared
def _newest_of(case: UUID) -> QuerySet[PlanVersion]:
    return PlanVersion.objects.select_related("issued_by").filter(case=case).order_by("-number")[:1]
