"""What can be recorded in a case: one struct for each kind of fact, with its traits. Its texts are sealed as one field.

Days, steps and the children it is about are columns of the Fact itself, since progress and lists need them unsealed.
"""

from dataclasses import replace
from datetime import date, time
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import ClassVar
from uuid import UUID

import msgspec

from kring.cases.traits import Body, One, Traits, all_listed, met_by_one
from kring.protocol.terms import Kind, Role

COURSE = Traits(
    meets=None,
    one=One.MANY,
    withdrawable=False,
    plannable=False,
    only_for_standing_answer=False,
    in_any_step=False,
    confidential=False,
    told_to_guardians=False,
)
"""The traits of what says how the case went on, and nothing else."""

NOTED = replace(COURSE, withdrawable=True)
"""The traits of what is noted beside the course: it can be taken back, and no duty is met by it."""

FOR_LEADERS = replace(COURSE, confidential=True)
"""The traits of what coordinator or head keep for themselves."""


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


class Stopped(StrEnum):
    """What a bullied child says itself: whether it stopped."""

    STOPPED = "stopped"
    LESS = "less"
    SAME = "same"
    WORSE = "worse"
    NOT_SAID = "not_said"


class Since(StrEnum):
    """How often it happened since the last talk, as the child says it."""

    NOT = "not"
    ONCE_OR_TWICE = "once_or_twice"
    WEEKLY = "weekly"
    MORE_OFTEN = "more_often"


class OwnWordsAre(StrEnum):
    """What a child says of what was written down as its own words."""

    RIGHT = "right"
    MORE = "more"
    NOT_SO = "not_so"


class SpeaksAgainst(StrEnum):
    """What in the file speaks against an answer that it goes well."""

    NOT_STOPPED = "not_stopped"
    NOT_SAFE = "not_safe"
    NOT_KEPT = "not_kept"
    GRAVE = "grave"


class Longer(StrEnum):
    """What makes bullying come back more often (decision 81)."""

    LONG = "long"
    ONLINE = "online"
    GROUP = "group"
    BOTH = "both"


class CareMoment(StrEnum):
    """When more after-care is proposed."""

    AFTER_HOLIDAY = "after_holiday"
    NEXT_TEACHER = "next_teacher"


class WhyLater(StrEnum):
    """Why what is due cannot be done now (decision 130)."""

    ILL = "ill"
    NO_ANSWER = "no_answer"
    AWAY = "away"
    OTHER = "other"


class Although(msgspec.Struct, frozen=True):
    """That somebody chose so although the file said otherwise: what it said, and why (decision 70)."""

    against: tuple[SpeaksAgainst, ...]
    reason: str


class Reached(StrEnum):
    """What came of informing a guardian. Only 'not reached' leaves the duty open.

    `declined` is the guardian's own answer, `not informed` the school's choice (decision 57).
    """

    INFORMED = "informed"
    NOT_REACHED = "not_reached"
    DECLINED = "declined"
    NOT_INFORMED = "not_informed"


class Beside(msgspec.Struct, frozen=True):
    """Whom a bullied child wants at its side in a joint talk: one of the team, somebody else by name, or nobody."""

    name: str = ""
    staff: UUID | None = None


class Talk(Body, tag="talk", frozen=True):
    """A talk with children (rows S1a, S1b, S3a, S4a, S5a). Feelings are 1 (not safe) to 5; None: would not say.

    `wants_together` and `beside` are the child's answers when it was asked beforehand. The others are of a talk at one
    table: why, though a bullied child did not want it; whether those whom the bullied children chose were there; who
    led it, and felt able to; and the key of the bullied child that stopped it.
    """

    traits: ClassVar[Traits] = Traits(
        meets=Kind.TALK,
        one=One.PER_PERSON,
        withdrawable=True,
        plannable=True,
        only_for_standing_answer=False,
        in_any_step=False,
        confidential=False,
        told_to_guardians=False,
    )

    said: str
    together: bool = False
    apart_because: str = ""
    own_words: str = ""
    in_confidence: str = ""
    also_present: str = ""
    wants_together: bool | None = None
    feelings: dict[str, int | None] = {}
    beside: Beside | None = None
    together_because: str = ""
    beside_there: bool | None = None
    led_by: str = ""
    leader_able: bool | None = None
    stopped_by: str = ""


class Wish(Body, tag="joint_wish", frozen=True):
    """A child was asked alone whether it wants the coming talk at one table, and a bullied child whom it wants there.

    Beside the talk in which the protocol has the bullied child asked: of any child, in any step. The last one counts.
    """

    traits: ClassVar[Traits] = NOTED

    wants_together: bool
    said: str = ""
    beside: Beside | None = None


class Defender(Body, tag="defender", frozen=True):
    """A child of the school whom a bullied child named to stand beside it, and what that child answered (E1.8).

    `name` is how it was called then; `wants` is None as long as nobody asked. It may decline, and nobody asks why. A
    bullied child may name several, and another one later.
    """

    traits: ClassVar[Traits] = NOTED

    pupil: UUID
    name: str
    wants: bool | None = None
    said: str = ""


class Endorsed(Body, tag="endorsed", frozen=True):
    """A second person put a name to a talk at one table that a bullied child had not wanted; it counts from then on.

    `talk` is that fact: what is put right later is another one, and asks for a name again.
    """

    traits: ClassVar[Traits] = COURSE

    talk: UUID
    note: str = ""


class OwnVerdict(Body, tag="verdict", frozen=True):
    """What a bullied child itself says of how it goes, on a screen that was handed over (decision 69).

    `feels` is as in a talk, `helped` whether somebody is on its side; None: it did not say. `because` is why the child
    was not asked, by who would have: then it says nothing, and `stopped` is None.
    """

    traits: ClassVar[Traits] = COURSE

    stopped: Stopped | None = None
    since: Since | None = None
    feels: int | None = None
    helped: bool | None = None
    must_not: str = ""
    because: str = ""


class OnOwnWords(Body, tag="on_own_words", frozen=True):
    """What a bullied child says of what was written down as its own words, beside them (decision 72).

    `to` is the fact as the child had it before it. `read_aloud`: somebody read it to the child, and wrote this down.
    """

    traits: ClassVar[Traits] = COURSE

    to: UUID
    answer: OwnWordsAre
    text: str = ""
    read_aloud: bool = False


class PlannedTalk(Body, tag="talk_planned", frozen=True):
    """A talk that is still to come, on the fact's own day. It meets no duty."""

    traits: ClassVar[Traits] = NOTED

    begins: time
    minutes: int = 30
    place: str = ""
    together_because: str = ""


class Incident(Body, tag="incident", frozen=True):
    """One thing that happened, as concrete as possible (row S1c)."""

    traits: ClassVar[Traits] = Traits(
        meets=Kind.INCIDENTS,
        one=One.MANY,
        withdrawable=True,
        plannable=False,
        only_for_standing_answer=False,
        in_any_step=True,
        confidential=False,
        told_to_guardians=False,
    )

    what: str
    place: str = ""
    sorts: tuple[str, ...] = ()
    time: str = ""
    seen_by: str = ""
    ground: str = ""


class Severity(Body, tag="severity", frozen=True):
    """The teacher's estimate with its reasons (row S1d)."""

    traits: ClassVar[Traits] = Traits(
        meets=Kind.SEVERITY,
        one=One.PER_DUTY,
        withdrawable=False,
        plannable=False,
        only_for_standing_answer=False,
        in_any_step=False,
        confidential=False,
        told_to_guardians=False,
    )

    level: Level
    reasons: str
    danger: tuple[Danger, ...] = ()


class DangerAnswered(Body, tag="danger_answered", frozen=True):
    """Somebody saw the danger and did something about it (row S1d): one such fact is enough for all who were told.

    `over`: there is no danger any more; until then the case goes on saying whom to call.
    """

    traits: ClassVar[Traits] = COURSE

    called: str
    done: str
    time: str = ""
    over: bool = False


class SafeForNow(Body, tag="safe_for_now", frozen=True):
    """Whether bullied children are safe for now: without the fact's `until_on` they are. Else these colleagues watch at
    these places, to and with that day."""

    traits: ClassVar[Traits] = COURSE

    who: str = ""
    places: tuple[str, ...] = ()


class Decision(Body, tag="decision", frozen=True):
    """The answer to a step's question, with the definition's tests where it is about teasing or bullying (S2).

    `departs`: it is not what the tests point to; `although`: it is not what the rest of the file says.
    """

    traits: ClassVar[Traits] = Traits(
        meets=None,
        one=One.PER_DUTY,
        withdrawable=False,
        plannable=False,
        only_for_standing_answer=False,
        in_any_step=False,
        confidential=False,
        told_to_guardians=False,
    )

    reasons: str
    tests: dict[str, list[str]] = {}
    departs: bool = False
    although: Although | None = None


class Problem(Body, tag="problem", frozen=True):
    """The problem, clearly formulated; it stands in the plan (row S3b)."""

    traits: ClassVar[Traits] = Traits(
        meets=Kind.PROBLEM,
        one=One.PER_DUTY,
        withdrawable=False,
        plannable=False,
        only_for_standing_answer=False,
        in_any_step=False,
        confidential=False,
        told_to_guardians=True,
    )

    text: str


class Agreement(Body, tag="agreement", frozen=True):
    """What, who, from when, until when (row S3c). `adjusts` is the agreement that this one takes the place of."""

    traits: ClassVar[Traits] = Traits(
        meets=Kind.AGREE,
        one=One.MANY,
        withdrawable=True,
        plannable=False,
        only_for_standing_answer=False,
        in_any_step=True,
        confidential=False,
        told_to_guardians=True,
    )

    what: str
    who: str
    from_on: date
    until_on: date | None = None
    adjusts: UUID | None = None


class Promise(Body, tag="promise", frozen=True):
    """What one colleague promised to do for a child, on which days of the week (1 is Monday). From the fact's own day
    to and with its `until_on`. Which days it was kept stands in `PromiseTold`."""

    traits: ClassVar[Traits] = COURSE

    what: str
    who: str
    weekdays: tuple[int, ...]


class Verdict(msgspec.Struct, frozen=True):
    """How one agreement was kept and how it goes on; `from_on` is when phasing out or stopping begins."""

    agreement: UUID
    goes_on: GoesOn
    kept: Kept | None = None
    note: str = ""
    from_on: date | None = None


class Review(Body, tag="review", frozen=True):
    """The agreements talked over at an evaluation (rows S4b, S5b)."""

    traits: ClassVar[Traits] = Traits(
        meets=Kind.REVIEW,
        one=One.PER_DUTY,
        withdrawable=False,
        plannable=False,
        only_for_standing_answer=False,
        in_any_step=False,
        confidential=False,
        told_to_guardians=False,
    )

    verdicts: tuple[Verdict, ...]


class PhaseOut(Body, tag="phase_out", frozen=True):
    """Which agreements go on and which are phased out when (row S5b)."""

    traits: ClassVar[Traits] = Traits(
        meets=Kind.PHASE_OUT,
        one=One.PER_DUTY,
        withdrawable=False,
        plannable=False,
        only_for_standing_answer=False,
        in_any_step=False,
        confidential=False,
        told_to_guardians=False,
    )

    verdicts: tuple[Verdict, ...]
    note: str = ""


class ClassAttention(Body, tag="class_attention", frozen=True):
    """The problem addressed in class, with a method, without a child's name (row S3e)."""

    traits: ClassVar[Traits] = Traits(
        meets=Kind.ADDRESS_CLASS,
        one=One.PER_DUTY,
        withdrawable=False,
        plannable=False,
        only_for_standing_answer=False,
        in_any_step=False,
        confidential=False,
        told_to_guardians=False,
    )

    method: str
    said: str


class ObservationRequest(Body, tag="observation_request", frozen=True):
    """Colleagues are asked to watch, until the fact's `until_on` (row S3h)."""

    traits: ClassVar[Traits] = Traits(
        meets=Kind.OBSERVE,
        one=One.PER_DUTY,
        withdrawable=False,
        plannable=False,
        only_for_standing_answer=False,
        in_any_step=False,
        confidential=False,
        told_to_guardians=False,
    )

    watch_for: str


class Observation(Body, tag="observation", frozen=True):
    """What a colleague saw, or that nothing was seen."""

    traits: ClassVar[Traits] = NOTED

    seen: bool
    what: str = ""
    place: str = ""


class Consultation(Body, tag="consultation", frozen=True):
    """A talk with the coordinator about the coming two weeks (row S4c).

    `in_plan`: who wrote it knew that the plan has it. Before, it was kept from the team.
    """

    traits: ClassVar[Traits] = Traits(
        meets=Kind.CONSULT,
        one=One.PER_DUTY,
        withdrawable=False,
        plannable=True,
        only_for_standing_answer=False,
        in_any_step=False,
        confidential=False,
        told_to_guardians=False,
    )

    advice: str
    with_whom: str
    in_plan: bool = False


class ConsultationConfirmed(Body, tag="consultation_confirmed", frozen=True):
    """A coordinator says that the consultation of this step was so, or adds to it (row S4c)."""

    traits: ClassVar[Traits] = COURSE

    note: str = ""


class Analysis(Body, tag="analysis", frozen=True):
    """What went wrong; it stands in the plan (row S4c)."""

    traits: ClassVar[Traits] = Traits(
        meets=Kind.ANALYSIS,
        one=One.PER_DUTY,
        withdrawable=False,
        plannable=False,
        only_for_standing_answer=False,
        in_any_step=False,
        confidential=False,
        told_to_guardians=False,
    )

    text: str


class NewApproach(Body, tag="new_approach", frozen=True):
    """A new approach: what is done in another way now (row S5c).

    `sorts` are keys of the school's list (`Variation.approach_sorts`); before there was one, none was chosen. An expert
    was a text here before it took part itself (`OutsideExpert`).
    """

    traits: ClassVar[Traits] = Traits(
        meets=Kind.NEW_APPROACH,
        one=One.PER_DUTY,
        withdrawable=False,
        plannable=False,
        only_for_standing_answer=False,
        in_any_step=False,
        confidential=False,
        told_to_guardians=True,
    )

    text: str
    sorts: tuple[str, ...] = ()
    expert: str = ""
    organisation: str = ""


class OutsideExpert(Body, tag="outside_expert", frozen=True):
    """Somebody from outside who takes part, until the fact's `until_on` or until somebody `ended` it (row S5c)."""

    traits: ClassVar[Traits] = NOTED

    name: str
    shared: str
    organisation: str = ""
    ended: bool = False


class HelpBeside(Body, tag="help_beside", frozen=True):
    """Help for a bullied child beside the protocol: who offered what, on the fact's own day. Never in the plan."""

    traits: ClassVar[Traits] = NOTED

    who: str
    what: str


class Informed(Body, tag="informed", frozen=True):
    """A guardian informed, or why not (yet) (rows S3f, S4d, S5e). `channel` is how.

    `custody_unknown`: why this guardian was informed while custody was not known. `on_request`: a guardian without
    custody asked for it (docs/decisions/054). `forbids_talk`: this guardian forbids a talk with the child; then
    `done_anyway` is what the school does all the same (decision 57). `at_home`: what this guardian notices there.
    `proposed`: what this guardian proposed; `taken_over`: what became of what was proposed before, as this guardian was
    told, and why it was not (`not_because`). `too_early`: why one was told who was held back (decision 084).
    """

    traits: ClassVar[Traits] = Traits(
        meets=Kind.INFORM_GUARDIANS,
        one=One.PER_PERSON,
        withdrawable=True,
        plannable=True,
        only_for_standing_answer=True,
        in_any_step=True,
        confidential=False,
        told_to_guardians=False,
    )

    reached: Reached
    channel: str = ""
    said: str = ""
    because: str = ""
    custody_unknown: str = ""
    on_request: bool = False
    forbids_talk: bool = False
    done_anyway: str = ""
    at_home: str = ""
    proposed: str = ""
    taken_over: bool | None = None
    not_because: str = ""
    too_early: str = ""


class NotToldSeen(Body, tag="not_told_seen", frozen=True):
    """Coordinator or head saw that guardians are not told, by the school's own choice (decision 57), or that one does
    not agree with the plan (decision 083).

    One such fact is for all of this that was written down in the case before it.
    """

    traits: ClassVar[Traits] = COURSE

    note: str = ""


class Way(StrEnum):
    """How something came from a guardian, or went to one."""

    PAPER = "on_paper"
    PHONE = "by_phone"
    TALK = "in_person"
    WRITTEN = "in_writing"


class Reply(StrEnum):
    """What a guardian did with the plan, or says of it."""

    GIVEN = "given"
    SEEN = "seen"
    AGREES = "agrees"
    DISAGREES = "disagrees"


class PlanReply(Body, tag="plan_reply", frozen=True):
    """A guardian got a copy of the plan, saw a version, agrees with it, or does not (decision 083).

    `version` of the plan; `copy` is the number of the copy for guardians of this child, 0 when there was no paper.
    `because`: why this guardian does not agree, or why one got it whose custody is not known, or who has none.
    """

    traits: ClassVar[Traits] = NOTED

    says: Reply
    version: int
    how: Way
    copy: int = 0
    because: str = ""


class ParentStatement(Body, tag="parent_statement", frozen=True):
    """What a guardian states about a fact, in own words: beside it, never over it (decision 083).

    `beside` is the version as which that fact was first recorded, so that it stands beside each.
    """

    traits: ClassVar[Traits] = NOTED

    text: str
    how: Way
    beside: UUID


class TalkSummary(Body, tag="talk_summary", frozen=True):
    """What a guardian takes home of a talk: read by a person, without a name of anybody else (decision 098).

    `talk` is the version as which the talk was first recorded.
    """

    traits: ClassVar[Traits] = NOTED

    text: str
    talk: UUID


class Extra(Body, tag="extra", frozen=True):
    """A duty that the school added itself."""

    traits: ClassVar[Traits] = Traits(
        meets=Kind.EXTRA,
        one=One.PER_DUTY,
        withdrawable=False,
        plannable=False,
        only_for_standing_answer=False,
        in_any_step=False,
        confidential=False,
        told_to_guardians=False,
    )

    note: str


class PlanIssued(Body, tag="plan_issued", frozen=True):
    """A version of the plan was issued."""

    traits: ClassVar[Traits] = Traits(
        meets=Kind.ISSUE_PLAN,
        one=One.MANY,
        withdrawable=False,
        plannable=False,
        only_for_standing_answer=True,
        in_any_step=False,
        confidential=False,
        told_to_guardians=False,
    )

    number: int


class Waived(Body, tag="waived", frozen=True):
    """A duty was let go, with a reason (decision 10).

    Of a talk with a bullied child: `again_on` is when it is held after all, or `child_says` that it need not be, in the
    words of the child.
    """

    traits: ClassVar[Traits] = COURSE

    reason: str
    again_on: date | None = None
    child_says: str = ""


class Planned(Body, tag="planned", frozen=True):
    """An earlier date was chosen for a step; the day is the fact's own. `although`: it was earlier still until then."""

    traits: ClassVar[Traits] = COURSE

    why: str = ""
    although: Although | None = None


class Later(Body, tag="later", frozen=True):
    """Why a term that has come is not met, and on the fact's `until_on` when it is after all (decision 130).

    It moves no term. Its duty is that of an earlier step which somebody was left to be told of; else it is of the step.
    """

    traits: ClassVar[Traits] = COURSE

    why: WhyLater
    note: str = ""


class MoreCare(Body, tag="more_care", frozen=True):
    """Whether there is to be more after-care at a moment that Kring proposed: on the fact's `until_on`, without it no.

    `because` is what the case itself said then; that a child had a case before is not kept here: not every reader of
    this case may know of that one.
    """

    traits: ClassVar[Traits] = COURSE

    moment: CareMoment
    because: tuple[Longer, ...] = ()


class Finished(Body, tag="finished", frozen=True):
    """A step was found complete."""

    traits: ClassVar[Traits] = COURSE


class Closed(Body, tag="closed", frozen=True):
    """The case was closed by a person. `child_says` and `child_feels` are of before a child said so itself."""

    traits: ClassVar[Traits] = COURSE

    reason: str
    child_says: str = ""
    child_feels: int | None = None
    although: Although | None = None


class Checked(Body, tag="checked", frozen=True):
    """The look back after a case of teasing was closed."""

    traits: ClassVar[Traits] = COURSE

    note: str
    quiet: bool = True


class Reopened(Body, tag="reopened", frozen=True):
    """A closed case goes on; the step it goes to is the fact's outcome."""

    traits: ClassVar[Traits] = COURSE

    reason: str


class HandedOver(Body, tag="handed_over", frozen=True):
    """The case went to another owner."""

    traits: ClassVar[Traits] = COURSE

    from_name: str
    to_name: str
    reason: str = ""
    from_id: UUID | None = None


class PartChanged(Body, tag="part_changed", frozen=True):
    """A child takes no part any more (`now` is None), or has another role (decision 073).

    `mistake`: it was never so. `tell`: the guardianships of those who must hear of it.
    """

    traits: ClassVar[Traits] = COURSE

    was: Role
    now: Role | None = None
    because: str = ""
    mistake: bool = False
    tell: tuple[UUID, ...] = ()


class Gone(Body, tag="gone", frozen=True):
    """A child left the school: what was still to be done with or for it is settled, and to whom it was passed on
    (decision 086)."""

    traits: ClassVar[Traits] = COURSE

    passed_on: str


class PutRight(Body, tag="put_right", frozen=True):
    """Guardians who were told something wrong heard how it is, or need not, with the reason (decision 073)."""

    traits: ClassVar[Traits] = COURSE

    said: str
    needed: bool = True


class RelativeStays(Body, tag="relative_stays", frozen=True):
    """Who leads decided that a colleague who is, or may be, family of a child is not kept out, and why (decision 085).

    `staff` is the colleague's id, `name` the name at the time.
    """

    traits: ClassVar[Traits] = FOR_LEADERS

    staff: UUID
    name: str
    because: str


class HomeNote(Body, tag="home_note", frozen=True):
    """A note on home or health, for coordinator and head only."""

    traits: ClassVar[Traits] = replace(FOR_LEADERS, withdrawable=True)

    text: str


class Withdrawn(Body, tag="withdrawn", frozen=True):
    """The fact that this one replaces was recorded by mistake."""

    traits: ClassVar[Traits] = COURSE

    reason: str


BODIES: tuple[type[Body], ...] = all_listed(
    Talk,
    OwnVerdict,
    Wish,
    Defender,
    Endorsed,
    OnOwnWords,
    PlannedTalk,
    Incident,
    Severity,
    DangerAnswered,
    SafeForNow,
    Decision,
    Problem,
    Agreement,
    Promise,
    Review,
    PhaseOut,
    ClassAttention,
    ObservationRequest,
    Observation,
    Consultation,
    ConsultationConfirmed,
    Analysis,
    NewApproach,
    OutsideExpert,
    HelpBeside,
    Informed,
    NotToldSeen,
    PlanReply,
    ParentStatement,
    TalkSummary,
    Extra,
    PlanIssued,
    Waived,
    Planned,
    Later,
    MoreCare,
    Finished,
    Closed,
    Checked,
    Reopened,
    HandedOver,
    PartChanged,
    Gone,
    PutRight,
    RelativeStays,
    HomeNote,
    Withdrawn,
)
"""Every kind of fact there is."""


def tag_of(struct: type[Body]) -> str:
    """The kind under which bodies of this struct are kept."""
    return str(struct.__struct_config__.tag)


KINDS: tuple[str, ...] = tuple(map(tag_of, BODIES))

TRAITS: dict[str, Traits] = {tag_of(struct): struct.traits for struct in BODIES}
"""The traits of a fact, by its column `kind`: asking them of a body would unseal it."""

MEETING: dict[Kind, type[Body]] = met_by_one(BODIES)
"""The struct with which each kind of duty is met."""

_decoder: msgspec.json.Decoder[Body] = msgspec.json.Decoder(reduce(or_, BODIES))
_encoder = msgspec.json.Encoder()


def to_text(body: Body) -> str:
    """The body as the text that is sealed."""
    return _encoder.encode(body).decode()


def from_text(text: str) -> Body:
    """The body that was sealed; msgspec.DecodeError when the text is not one."""
    return _decoder.decode(text)


def kind_of(body: Body) -> str:
    """The kind under which this body is kept, the tag of its struct."""
    return tag_of(type(body))
