"""How each kind of fact is written and told: one file for each kind, with its form, and here the list of them all."""

from collections.abc import Sequence
from typing import Any

from kring.cases import bodies
from kring.protocol.terms import Kind
from kring.web.kinds import (
    agreement,
    class_attention,
    consultation,
    consultation_confirmed,
    course,
    danger_answered,
    decision,
    defender,
    endorsed,
    extra,
    gone,
    help_beside,
    home_note,
    incident,
    informed,
    later,
    more_care,
    new_approach,
    not_told_seen,
    observation,
    observation_request,
    on_own_words,
    outside_expert,
    parent_statement,
    plan_issued,
    plan_reply,
    plan_texts,
    planned_talk,
    promise,
    put_right,
    relative_stays,
    review,
    safe_for_now,
    severity,
    talk,
    talk_summary,
    verdict,
    wish,
)
from kring.web.kinds.told import AsDuty, Told


def whole(*kinds: Told[Any]) -> tuple[Told[Any], ...]:
    """These kinds; LookupError, so no start, when one is missing or says more or less of itself than its traits ask."""
    tags = [told.tag for told in kinds]
    if sorted(tags) != sorted(bodies.KINDS):
        wrong = set(bodies.KINDS) ^ set(tags) or {tag for tag in tags if tags.count(tag) > 1}
        raise LookupError(f"Each kind of fact is told once in kring.web.kinds, but not: {', '.join(sorted(wrong))}.")
    for told in kinds:
        traits = told.body.traits
        given = {
            "duty": (told.duty is not None, traits.meets is not None),
            "withdraw": (told.withdraw is not None, traits.withdrawable),
            "agenda": (bool(told.duty and told.duty.agenda), traits.plannable),
            "one_more": (bool(told.duty and told.duty.one_more), traits.in_any_step),
        }
        if wrong := {part for part, (is_given, asked) in given.items() if is_given is not asked}:
            raise LookupError(f"{told.tag} and its traits do not agree about {', '.join(sorted(wrong))}.")
    return kinds


KINDS: Sequence[Told[Any]] = whole(
    talk.KIND,
    verdict.KIND,
    wish.KIND,
    defender.KIND,
    endorsed.KIND,
    on_own_words.KIND,
    planned_talk.KIND,
    incident.KIND,
    severity.KIND,
    danger_answered.KIND,
    safe_for_now.KIND,
    decision.KIND,
    plan_texts.PROBLEM,
    agreement.KIND,
    promise.KIND,
    review.REVIEW,
    review.PHASE_OUT,
    class_attention.KIND,
    observation_request.KIND,
    observation.KIND,
    consultation.KIND,
    consultation_confirmed.KIND,
    plan_texts.ANALYSIS,
    new_approach.KIND,
    outside_expert.KIND,
    help_beside.KIND,
    informed.KIND,
    not_told_seen.KIND,
    plan_reply.KIND,
    parent_statement.KIND,
    talk_summary.KIND,
    extra.KIND,
    plan_issued.KIND,
    course.WAIVED,
    course.PLANNED,
    later.KIND,
    more_care.KIND,
    course.FINISHED,
    course.CLOSED,
    course.CHECKED,
    course.REOPENED,
    course.HANDED_OVER,
    course.PART_CHANGED,
    put_right.KIND,
    gone.KIND,
    home_note.KIND,
    relative_stays.KIND,
    course.WITHDRAWN,
)

_TOLD = {told.tag: told for told in KINDS}
_AS_DUTY = {told.body.traits.meets: told.duty for told in KINDS if told.duty}


def told(kind: str) -> Told[Any]:
    """How facts of this kind are told, by their column `kind`."""
    return _TOLD[kind]


def as_duty(kind: Kind) -> AsDuty:
    """How duties of this kind are asked."""
    return _AS_DUTY[kind]
