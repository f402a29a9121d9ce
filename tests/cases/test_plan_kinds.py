"""Where facts of each kind stand in the plan, or why not: the plan says itself what is in it, and forgets no kind."""

from dataclasses import replace

import msgspec
import pytest

from kring.cases.bodies import KINDS
from kring.cases.case_file import CaseFile
from kring.cases.plan import Plan
from kring.cases.plan_drawing import draw_up
from tests.cases.examples import EXAMPLES
from tests.cases.telling import Telling, tell
from tests.cast import Cast

IN_PLAN: dict[str, set[str]] = {
    "decision": {"evaluations", "informed", "next_title", "next_on"},
    "problem": {"problem"},
    "agreement": {"agreements"},
    "review": {"agreements"},
    "phase_out": {"agreements"},
    "class_attention": {"class_talks"},
    "observation_request": {"watch_for", "watch_until"},
    "analysis": {"evaluations"},
    "consultation": {"evaluations"},
    "consultation_confirmed": {"evaluations"},
    "new_approach": {"approaches"},
    "outside_expert": {"experts"},
    "informed": {"informed"},
    "promise": {"promises"},
    "waived": {"let_go"},
    "on_own_words": {"let_go"},  # where the plan has what the child said; no word of it
    "planned": {"next_on"},
    "more_care": {"next_on"},  # once it is what comes next
    "finished": {"step", "step_title"},
    "closed": {"next_title", "next_on"},
    "reopened": {"step", "step_title", "round", "next_title", "next_on"},
}
"""The parts of the plan in which it stands, or that say where the case has come by it."""

BETWEEN = "what was said stays with those who were there; the plan has what was agreed"
NOT_IN_PLAN: dict[str, str] = {
    "talk": BETWEEN,
    "verdict": "a child says it to those who help it; the whole team reads the plan",
    "joint_wish": BETWEEN,
    "defender": "a child named another to those who help it; the whole team reads the plan",
    "endorsed": "it says of a talk that it counts; what was said stays with those who were there",
    "talk_planned": "it stands in the agenda, and did not take place yet",
    "incident": "the problem tells what happens, in one paragraph without blame",
    "danger_answered": "what was done about a danger is for those who work at the case; the whole team reads the plan",
    "safe_for_now": "for those who work at the case, until the plan is there and says who watches",
    "severity": "an estimate of the moment, for those who carry out the step",
    "observation": "the owner reads what colleagues saw; the whole team reads the plan",
    "help_beside": "what a child is offered beside the protocol is for those who read the file",
    "not_told_seen": "the plan says how many guardians were told, and of nobody why not",
    "plan_reply": "the whole team reads the plan; what a parent says of it is for those who work at the case",
    "talk_summary": "a paper of one parent",
    "parent_statement": "a parent's own words are for those who work at the case, never for another parent's paper",
    "extra": "a duty of the school's own, of which Kring knows no meaning",
    "plan_issued": "it is the plan: its number stands on it",
    "later": "why a step comes later is for those who carry it out",
    "checked": "it looks back after closing, and no plan is drawn up then",
    "handed_over": "the plan names the owner of now",
    "part_changed": "the plan has who takes part now; why that changed stays in the file",
    "put_right": "what guardians heard is for those who work at the case",
    "relative_stays": "confidential",
    "gone": "what ends with a child that left is for those who work at the case; the plan names who takes part",
    "home_note": "confidential",
    "withdrawn": "what was withdrawn counts no more",
}


def drawn(case: Telling, file: CaseFile) -> Plan:
    return draw_up(file, number=1, issued_by="Anouk Vermeer", today=case.today, coordinators=("Carla Jansen",))


def without(file: CaseFile, kind: str) -> CaseFile:
    """The file as it would be without the last fact of this kind."""
    last = [fact for fact in file.every_fact if fact.kind == kind][-1]
    return replace(file, every_fact=[fact for fact in file.every_fact if fact is not last])


def changed(case: Telling, kind: str) -> set[str]:
    """The parts of the plan that say something else without the last fact of this kind."""
    file = case.file
    one, other = (msgspec.structs.asdict(drawn(case, it)) for it in (file, without(file, kind)))
    return {part for part in one if one[part] != other[part]}


def test_every_kind_stands_in_the_plan_or_has_a_reason_why_not() -> None:
    assert set(IN_PLAN) | set(NOT_IN_PLAN) == set(KINDS)
    assert not set(IN_PLAN) & set(NOT_IN_PLAN)


@pytest.mark.parametrize("kind", KINDS)
def test_it_stands_in_the_parts_that_the_table_says_and_in_no_other(cast: Cast, kind: str) -> None:
    case = tell(cast)
    EXAMPLES[kind](case)
    if kind == "withdrawn":
        assert not case.file.of_kind("incident")
        return
    assert changed(case, kind) == IN_PLAN.get(kind, set())
