"""What can be recorded in a case: one struct for each kind of fact. The texts in it are sealed as one field.

Days, steps and the children it is about are columns of the Fact itself, since progress and lists need them unsealed.
"""

from datetime import date, time
from enum import StrEnum
from typing import get_args
from uuid import UUID

import msgspec


class Body(msgspec.Struct, frozen=True, omit_defaults=True):
    """The sealed part of a fact."""


class Danger(StrEnum):
    """Signs that ask for a call at once (row S1d)."""

    SELF_HARM = "self_harm"
    VIOLENCE = "violence"
    HOME = "home"
    STAFF = "staff"


class Level(StrEnum):
    """How serious the situation is, as a person judges it."""

    LIGHT = "light"
    SERIOUS = "serious"
    GRAVE = "grave"


class Kept(StrEnum):
    """Whether an agreement was kept."""

    KEPT = "kept"
    PARTLY = "partly"
    NOT = "not"


class GoesOn(StrEnum):
    """How an agreement goes on after it was talked over."""

    CONTINUE = "continue"
    ADJUST = "adjust"
    PHASE_OUT = "phase_out"
    STOP = "stop"


class Reached(StrEnum):
    """What came of informing a guardian. Only 'not reached' leaves the duty open."""

    INFORMED = "informed"
    NOT_REACHED = "not_reached"
    NOT_INFORMED = "not_informed"


class Talk(Body, tag="talk", frozen=True):
    """A talk with children (rows S1a, S1b, S3a, S4a, S5a). Feelings are 1 (not safe) to 5; None: would not say."""

    said: str
    together: bool = False
    apart_because: str = ""
    own_words: str = ""
    in_confidence: str = ""
    also_present: str = ""
    wants_together: bool | None = None
    feelings: dict[str, int | None] = {}


class PlannedTalk(Body, tag="talk_planned", frozen=True):
    """A talk that is still to come, on the fact's own day. It meets no duty."""

    begins: time
    minutes: int = 30
    place: str = ""


class Incident(Body, tag="incident", frozen=True):
    """One thing that happened, as concrete as possible (row S1c)."""

    what: str
    place: str = ""
    sorts: tuple[str, ...] = ()
    time: str = ""
    seen_by: str = ""


class Severity(Body, tag="severity", frozen=True):
    """The teacher's estimate with its reasons (row S1d)."""

    level: Level
    reasons: str
    danger: tuple[Danger, ...] = ()


class Decision(Body, tag="decision", frozen=True):
    """The answer to a step's question, with the definition's tests where it is about teasing or bullying (S2)."""

    reasons: str
    tests: dict[str, list[str]] = {}
    departs: bool = False


class Problem(Body, tag="problem", frozen=True):
    """The problem, clearly formulated; it stands in the plan (row S3b)."""

    text: str


class Agreement(Body, tag="agreement", frozen=True):
    """What, who, from when, until when (row S3c). `adjusts` is the agreement that this one takes the place of."""

    what: str
    who: str
    from_on: date
    until_on: date | None = None
    adjusts: UUID | None = None


class Verdict(msgspec.Struct, frozen=True):
    """How one agreement was kept and how it goes on; `from_on` is when phasing out or stopping begins."""

    agreement: UUID
    goes_on: GoesOn
    kept: Kept | None = None
    note: str = ""
    from_on: date | None = None


class Review(Body, tag="review", frozen=True):
    """The agreements talked over at an evaluation (rows S4b, S5b)."""

    verdicts: tuple[Verdict, ...]


class PhaseOut(Body, tag="phase_out", frozen=True):
    """Which agreements go on and which are phased out when (row S5b)."""

    verdicts: tuple[Verdict, ...]
    note: str = ""


class ClassAttention(Body, tag="class_attention", frozen=True):
    """The problem addressed in class, with a method, without a child's name (row S3e)."""

    method: str
    said: str


class ObservationRequest(Body, tag="observation_request", frozen=True):
    """Colleagues are asked to watch, until the fact's `until_on` (row S3h)."""

    watch_for: str


class Observation(Body, tag="observation", frozen=True):
    """What a colleague saw, or that nothing was seen."""

    seen: bool
    what: str = ""
    place: str = ""


class Consultation(Body, tag="consultation", frozen=True):
    """A talk with the coordinator about the coming two weeks (row S4c)."""

    advice: str
    with_whom: str


class Analysis(Body, tag="analysis", frozen=True):
    """What went wrong; it stands in the plan (row S4c)."""

    text: str


class NewApproach(Body, tag="new_approach", frozen=True):
    """A new approach, perhaps with an outside expert (row S5c)."""

    text: str
    expert: str = ""
    organisation: str = ""


class Informed(Body, tag="informed", frozen=True):
    """A guardian informed, or why not (yet) (rows S3f, S4d, S5e). `channel` is how.

    `custody_unknown`: why this guardian was informed while custody was not known. `on_request`: a guardian without
    custody asked for it (docs/decisions/054).
    """

    reached: Reached
    channel: str = ""
    said: str = ""
    because: str = ""
    custody_unknown: str = ""
    on_request: bool = False


class Extra(Body, tag="extra", frozen=True):
    """A duty that the school added itself."""

    note: str


class PlanIssued(Body, tag="plan_issued", frozen=True):
    """A version of the plan was issued."""

    number: int


class Waived(Body, tag="waived", frozen=True):
    """A duty was let go, with a reason (decision 10)."""

    reason: str


class Planned(Body, tag="planned", frozen=True):
    """An earlier date was chosen for a step; the day is the fact's own."""

    why: str = ""


class Finished(Body, tag="finished", frozen=True):
    """A step was found complete."""


class Closed(Body, tag="closed", frozen=True):
    """The case was closed by a person, with the child's own answer."""

    reason: str
    child_says: str = ""
    child_feels: int | None = None


class Checked(Body, tag="checked", frozen=True):
    """The look back after a case of teasing was closed."""

    note: str
    quiet: bool = True


class Reopened(Body, tag="reopened", frozen=True):
    """A closed case goes on; the step it goes to is the fact's outcome."""

    reason: str


class HandedOver(Body, tag="handed_over", frozen=True):
    """The case went to another owner."""

    from_name: str
    to_name: str
    reason: str = ""


class HomeNote(Body, tag="home_note", frozen=True):
    """A note on home or health, for coordinator and head only."""

    text: str


class Withdrawn(Body, tag="withdrawn", frozen=True):
    """The fact that this one replaces was recorded by mistake."""

    reason: str


AnyBody = (
    Talk
    | PlannedTalk
    | Incident
    | Severity
    | Decision
    | Problem
    | Agreement
    | Review
    | PhaseOut
    | ClassAttention
    | ObservationRequest
    | Observation
    | Consultation
    | Analysis
    | NewApproach
    | Informed
    | Extra
    | PlanIssued
    | Waived
    | Planned
    | Finished
    | Closed
    | Checked
    | Reopened
    | HandedOver
    | HomeNote
    | Withdrawn
)

_decoder: msgspec.json.Decoder[AnyBody] = msgspec.json.Decoder(AnyBody)
_encoder = msgspec.json.Encoder()

KINDS: tuple[str, ...] = tuple(str(struct.__struct_config__.tag) for struct in get_args(AnyBody))


def to_text(body: AnyBody) -> str:
    """The body as the text that is sealed."""
    return _encoder.encode(body).decode()


def from_text(text: str) -> AnyBody:
    """The body that was sealed; msgspec.DecodeError when the text is not one."""
    return _decoder.decode(text)


def kind_of(body: AnyBody) -> str:
    """The kind under which this body is kept, the tag of its struct."""
    return tag_of(type(body))


def tag_of(struct: type[Body]) -> str:
    """The kind under which bodies of this struct are kept."""
    return str(struct.__struct_config__.tag)
