"""check(protocol): every published edition is whole, and each hole is refused by name."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kring.protocol.check import check
from kring.protocol.editions import PROTOCOLS
from kring.protocol.stappenplan import STAPPENPLAN
from kring.protocol.terms import (
    Anchor,
    Condition,
    Duty,
    Ending,
    Kind,
    Protocol,
    Reopening,
    Step,
    Term,
    Test,
    Whom,
)
from tests.protocol.other_edition import OTHER

EDITIONS = [*(edition for editions in PROTOCOLS.values() for edition in editions), OTHER]


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: f"{edition.key}-{edition.edition}")
def test_every_published_edition_and_the_invented_one_can_be_carried_out(edition: Protocol) -> None:
    assert check(edition) == []


def with_step(key: str, **changes: Any) -> Protocol:
    """The stappenplan with one step changed."""
    steps = (replace(step, **changes) if step.key == key else step for step in STAPPENPLAN.steps)
    return replace(STAPPENPLAN, steps=tuple(steps))


def with_duty(step: str, key: str, /, **changes: Any) -> Protocol:
    """The stappenplan with one duty changed."""

    def changed(duties: tuple[Duty, ...]) -> tuple[Duty, ...]:
        return tuple(replace(duty, **changes) if duty.key == key else duty for duty in duties)

    found = STAPPENPLAN.step(step)
    outcomes = tuple(replace(outcome, duties=changed(outcome.duties)) for outcome in found.outcomes)
    return with_step(step, duties=changed(found.duties), outcomes=outcomes, closing=changed(found.closing))


def with_outcome(step: str, key: str, /, **changes: Any) -> Protocol:
    """The stappenplan with one answer changed."""
    outcomes = STAPPENPLAN.step(step).outcomes
    return with_step(
        step,
        outcomes=tuple(replace(one, **changes) if one.key == key else one for one in outcomes),
    )


def with_test(test: Test) -> Protocol:
    definition = STAPPENPLAN.step("analyse").tests
    assert definition
    return with_step("analyse", tests=replace(definition, tests=(*definition.tests, test)))


def with_definition(**changes: Any) -> Protocol:
    definition = STAPPENPLAN.step("analyse").tests
    assert definition
    return with_step("analyse", tests=replace(definition, **changes))


def with_safe_for_now(**changes: Any) -> Protocol:
    assert STAPPENPLAN.safe_for_now
    return replace(STAPPENPLAN, safe_for_now=replace(STAPPENPLAN.safe_for_now, **changes))


def with_two_answers(after: str) -> Protocol:
    """The first evaluation, whose second answer asks a duty after one that only the first answer asks."""
    yes, no = STAPPENPLAN.step("first_evaluation").outcomes
    [letting_go] = STAPPENPLAN.step("second_evaluation").outcome("positive").duties
    late = tuple(replace(duty, after=(after,)) if duty.key == "agreements" else duty for duty in no.duties)
    return with_step("first_evaluation", outcomes=(replace(yes, duties=(letting_go,)), replace(no, duties=late)))


def watched_in_first_evaluation(*, issued: Condition) -> Protocol:
    """The plan of the approach is issued under a condition, and a later step without one asks to watch."""
    approach = tuple(
        replace(duty, condition=issued) if duty.kind is Kind.ISSUE_PLAN else duty
        for duty in APPROACH.closing
        if duty.kind is not Kind.OBSERVE
    )
    later = STAPPENPLAN.step("first_evaluation")
    closing = tuple(WATCH if duty.kind is Kind.ISSUE_PLAN else duty for duty in later.closing)
    steps = {"approach": replace(APPROACH, closing=approach), later.key: replace(later, closing=closing)}
    return replace(STAPPENPLAN, steps=tuple(steps.get(step.key, step) for step in STAPPENPLAN.steps))


def returned_to_the_first_by_a_talk() -> Protocol:
    """Each way to the first step has a talk before it, but for the report."""
    steps: dict[str, dict[str, Any]] = {
        "signal": {"terms": (Term(Anchor.TALK, school_days=2),)},
        "approach": {"then": "signal"},
    }
    changed = (replace(step, **steps.get(step.key, {})) for step in STAPPENPLAN.steps)
    return replace(STAPPENPLAN, steps=tuple(changed))


def also(step: Step) -> Protocol:
    return replace(STAPPENPLAN, steps=(*STAPPENPLAN.steps, step))


ENTRY = (Term(Anchor.ENTRY, school_days=5, guideline=True),)
MORE = Duty("more", Kind.EXTRA, "Meer")
WATCH = Duty("watch", Kind.OBSERVE, "Opletten")
APPROACH = STAPPENPLAN.step("approach")
MISTAKE, OTHERWISE = Ending.MISTAKE, Ending.OTHERWISE

HOLES: list[tuple[str, Callable[[], Protocol]]] = [
    # Keys
    ("A protocol has steps.", lambda: replace(STAPPENPLAN, steps=(), reopenings=())),
    ("The key 'Stappenplan' of a protocol", lambda: replace(STAPPENPLAN, key="Stappenplan")),
    ("The edition '12345678901' is not 1 to 10 small letters", lambda: replace(STAPPENPLAN, edition="12345678901")),
    ("The edition '' is not 1 to 10 small letters", lambda: replace(STAPPENPLAN, edition="")),
    ("There are 2 of the key 'signal' of a step.", lambda: also(STAPPENPLAN.steps[0])),
    ("The key 'a step' of a step", lambda: also(replace(STAPPENPLAN.steps[0], key="a step"))),
    (f"The key '{'s' * 31}' of a step", lambda: also(replace(STAPPENPLAN.steps[0], key="s" * 31))),
    ("There are 2 of the key 'no' of an answer", lambda: with_outcome("first_evaluation", "yes", key="no")),
    ("The key 'No' of an answer", lambda: with_outcome("first_evaluation", "no", key="No")),
    (
        "There are 2 of the key 'incidents' of a duty in signal.",
        lambda: with_duty("signal", "severity", key="incidents", after=()),
    ),
    (f"The key '{'d' * 61}' of a duty", lambda: with_duty("signal", "severity", key="d" * 61)),
    (
        "The duty extra_1 in signal has a key that the duties of a school have.",
        lambda: with_duty("signal", "severity", key="extra_1"),
    ),
    ("The edition '1 b' is not", lambda: replace(STAPPENPLAN, edition="1 b")),
    ("There are 2 of the key 1 of a step's number.", lambda: with_step("analyse", number=1)),
    # Arrows
    ("The answer no in first_evaluation leads to 'gone'", lambda: with_outcome("first_evaluation", "no", then="gone")),
    ("The step signal leads to 'gone'", lambda: with_step("signal", then="gone")),
    ("A case is reopened in 'gone'", lambda: replace(STAPPENPLAN, reopenings=(Reopening("gone", ""),))),
    (
        "after ('analyse', 'gone'), which is no answer",
        lambda: replace(STAPPENPLAN, reopenings=(Reopening("signal", "", after=("analyse", "gone")),)),
    ),
    # The end
    ("Exactly one step ends the case, not 0.", lambda: with_step("close", ends_case=False, then="signal")),
    (
        "Exactly one step ends the case, not 2.",
        lambda: also(replace(STAPPENPLAN.step("close"), key="end", slug="einde")),
    ),
    ("it is not the first, asks nothing and leads nowhere", lambda: with_step("close", then="signal")),
    ("it is not the first, asks nothing", lambda: replace(STAPPENPLAN, steps=STAPPENPLAN.steps[::-1])),
    (
        "it is not the first, asks nothing",
        lambda: with_step("close", outcomes=STAPPENPLAN.step("after_care").outcomes, question="Klaar?"),
    ),
    ("Nobody can leave the step approach.", lambda: with_step("approach", then="")),
    ("From the step approach no case comes to an end.", lambda: with_step("approach", then="approach")),
    ("No case comes to the step lost.", lambda: also(Step("lost", "Zoek", (), then="close", terms=ENTRY, slug="zoek"))),
    # Questions
    ("has a question without answers", lambda: with_step("signal", question="Hoe gaat het?")),
    ("or answers without a question", lambda: with_step("after_care", question="")),
    ("The step analyse leads on by its answers, and also without one.", lambda: with_step("analyse", then="close")),
    ("The tests of analyse point to 2 answers", lambda: with_outcome("analyse", "teasing", suggested=True)),
    ("The tests of analyse point to 0 answers", lambda: with_outcome("analyse", "bullying", suggested=False)),
    ("The answer bullying in analyse is suggested by no test.", lambda: with_step("analyse", tests=None)),
    (
        "There are 2 of the key 'harm' of a test in analyse.",
        lambda: with_test(Test("harm", "Weer?", (("yes", "Ja", True),))),
    ),
    (
        "There are 2 of the key 'yes' of an answer to the test more.",
        lambda: with_test(Test("more", "Meer?", (("yes", "Ja", True), ("yes", "Nee", False)))),
    ),
    (
        "The test more is answered by ['many'], which is no answer to it.",
        lambda: with_test(Test("more", "Meer?", (("yes", "Ja", True),), by_one_or_more=("yes", "many"))),
    ),
    (
        "No answer to the test more points to bullying",
        lambda: with_test(Test("more", "Meer?", (("yes", "Ja", False),))),
    ),
    ("The key '' of a test in analyse", lambda: with_test(Test("", "Meer?", (("yes", "Ja", True),)))),
    ("The key 'a b' of a test in analyse", lambda: with_test(Test("a b", "Meer?", (("yes", "Ja", True),)))),
    ("The key '' of an answer to the test more", lambda: with_test(Test("more", "Meer?", (("", "Ja", True),)))),
    ("The key 'o k' of an answer to the test more", lambda: with_test(Test("more", "Meer?", (("o k", "Ja", True),)))),
    ("The definition in analyse has no tests", lambda: with_definition(tests=())),
    ("ends a case as mistake, which no answer does", lambda: with_outcome("analyse", "bullying", ends_as=MISTAKE)),
    ("ends a case as otherwise, which no answer", lambda: with_outcome("analyse", "bullying", ends_as=OTHERWISE)),
    # Terms
    ("The step close has no term", lambda: with_step("close", terms=())),
    (
        "The step close has a term for a round that never comes.",
        lambda: with_step("close", terms=(*ENTRY, *ENTRY)),
    ),
    (
        "A term of close is a number of school days, of weeks or of months, one of the three.",
        lambda: with_step("close", terms=(Term(Anchor.ENTRY),)),
    ),
    ("one of the three", lambda: with_step("close", terms=(Term(Anchor.ENTRY, weeks=1, months=1),))),
    ("one of the three", lambda: with_step("close", terms=(Term(Anchor.ENTRY, weeks=1, school_days=-1),))),
    (
        "The step second_evaluation is returned to, so its term cannot be counted from the report.",
        lambda: with_step("second_evaluation", terms=(Term(Anchor.REPORT, weeks=2),)),
    ),
    (
        "The term of approach is counted from the talk before it, and there need not be one.",
        lambda: with_step("approach", terms=(Term(Anchor.TALK, weeks=2),)),
    ),
    (
        "The term of signal is counted from the talk before it, and there need not be one.",
        lambda: with_step("signal", terms=(Term(Anchor.TALK, school_days=2),)),
    ),
    (
        "The term of first_evaluation is counted from the talk before it",
        lambda: with_duty("approach", "joint_talk", settles_date=False),
    ),
    (
        "The term of signal is counted from a decision before it, and there need not be one.",
        lambda: with_step("signal", terms=(Term(Anchor.DECISION, school_days=2),)),
    ),
    (
        "The term of first_evaluation is counted from the talk before it",
        lambda: with_duty("approach", "joint_talk", condition=Condition.SEVERAL_OF_ONE_GROUP),
    ),
    (
        "The term of signal is counted from the talk before it",
        returned_to_the_first_by_a_talk,
    ),
    (
        "A case is reopened in first_evaluation, whose term is counted from the talk before it: there is none.",
        lambda: replace(STAPPENPLAN, reopenings=(*STAPPENPLAN.reopenings, Reopening("first_evaluation", ""))),
    ),
    (
        "The term of analyse is counted from a decision before it, and there need not be one.",
        lambda: with_step("analyse", terms=(Term(Anchor.DECISION, school_days=3),)),
    ),
    ("A term of close is longer than a year.", lambda: with_step("close", terms=(Term(Anchor.ENTRY, months=13),))),
    ("A term of close is longer than a year.", lambda: with_step("close", terms=(Term(Anchor.ENTRY, weeks=53),))),
    (
        "A term of close is longer than a year.",
        lambda: with_step("close", terms=(Term(Anchor.ENTRY, school_days=201),)),
    ),
    (
        "A term of safe_for_now is a number of school days, of weeks or of months, one of the three.",
        lambda: with_safe_for_now(term=Term(Anchor.REPORT, school_days=-3)),
    ),
    (
        "A term of safe_for_now is longer than a year.",
        lambda: with_safe_for_now(term=Term(Anchor.REPORT, months=100_000)),
    ),
    (
        "Whether a child is safe for now is asked from the report on",
        lambda: with_safe_for_now(term=Term(Anchor.TALK, school_days=1)),
    ),
    (
        "The guideline of signal is in school days",
        lambda: with_step("signal", terms=(Term(Anchor.REPORT, weeks=1, guideline=True),)),
    ),
    (
        "no school could choose: terms.signal",
        lambda: with_step("signal", terms=(Term(Anchor.REPORT, school_days=11, guideline=True),)),
    ),
    # The step that comes round
    ("it needs terms, and an answer that is good", lambda: with_outcome("after_care", "well", good=False)),
    (
        "An answer in after_care leads to the step itself",
        lambda: with_outcome("after_care", "well", then="after_care"),
    ),
    (
        "An answer in after_care leads to the step itself",
        lambda: with_outcome("after_care", "not_well", then="after_care"),
    ),
    (
        "no school could choose: after_care.0",
        lambda: with_step("after_care", terms=(Term(Anchor.ENTRY, school_days=30, guideline=True),)),
    ),
    (
        "no school could choose: after_care.1",
        lambda: with_step("after_care", terms=STAPPENPLAN.step("after_care").terms[::-1]),
    ),
    ("so there is at most one", lambda: with_step("second_evaluation", repeats_per_term=True)),
    # Duties
    ("The title of the duty severity in signal says nothing.", lambda: with_duty("signal", "severity", title="")),
    (
        "The duty talk_target in signal can be done by nobody",
        lambda: with_duty("signal", "talk_target", whom=Whom.EACH_GUARDIAN),
    ),
    (
        "The duty talk_target in signal can be done by nobody",
        lambda: with_duty("signal", "talk_target", kind=Kind.EXTRA, whom=Whom.EACH_GUARDIAN),
    ),
    (
        "The duty inform_guardians in approach can be done by nobody",
        lambda: with_duty("approach", "inform_guardians", whom=Whom.ONCE),
    ),
    ("The duty severity in signal waits for gone", lambda: with_duty("signal", "severity", after=("gone",))),
    ("The duty incidents in signal waits for severity", lambda: with_duty("signal", "incidents", after=("severity",))),
    ("The duty severity in signal waits for severity", lambda: with_duty("signal", "severity", after=("severity",))),
    (
        "The duty review in first_evaluation comes before the question and waits for its answer.",
        lambda: with_duty("first_evaluation", "review", kind=Kind.ISSUE_PLAN),
    ),
    (
        "The duty problem in approach waits for all that is not informing, and so for itself.",
        lambda: with_duty("approach", "problem", after_all=True),
    ),
    (
        "The duty agreements in first_evaluation waits for phase_out, which does not come before it",
        lambda: with_two_answers("phase_out"),
    ),
    (
        "The duty more in approach waits for issue_plan, which waits for all that is not informing, and so for it.",
        lambda: with_step("approach", closing=(*APPROACH.closing, replace(MORE, after=("issue_plan",)))),
    ),
    (
        "The duty more in approach waits for issue_plan, which waits for all that is not informing, and so for it.",
        lambda: with_step("approach", closing=(*APPROACH.closing, replace(MORE, after=("observe",)))),
    ),
    (
        "The duty severity in signal is not a school's own",
        lambda: with_duty("signal", "severity", of_the_school=True),
    ),
    ("and is no talk itself", lambda: with_duty("approach", "problem", settles_date=True)),
    ("the last step has no duties", lambda: with_step("close", duties=(MORE,))),
    ("asks a wish, which is done in a talk", lambda: with_duty("approach", "joint_talk", asks_wish=True)),
    ("asks a wish, which is done in a talk", lambda: with_duty("approach", "ask_target", kind=Kind.EXTRA)),
    ("is with several children at once", lambda: with_duty("approach", "joint_talk", several_at_once=True)),
    (
        "is with several children at once",
        lambda: with_duty("signal", "talk_target", kind=Kind.EXTRA, several_at_once=True),
    ),
    ("asks bullied children first", lambda: with_duty("signal", "talk_instigator", own_verdict=True)),
    (
        "asks bullied children first",
        lambda: with_duty("signal", "talk_target", kind=Kind.EXTRA, own_verdict=True),
    ),
    ("asks a wish of several children", lambda: with_duty("approach", "ask_target", several_at_once=True)),
    (
        "The duty observe in approach asks colleagues to watch before there is a plan to watch by.",
        lambda: with_duty("approach", "observe", after=()),
    ),
    (
        "The duty watch in signal asks colleagues to watch before there is a plan to watch by.",
        lambda: with_step("signal", closing=(Duty("watch", Kind.OBSERVE, "Opletten"),)),
    ),
    (
        "The duty observe in approach asks colleagues to watch before there is a plan",
        lambda: with_duty("approach", "issue_plan", condition=Condition.SEVERAL_OF_ONE_GROUP),
    ),
    (
        "The duty watch in first_evaluation asks colleagues to watch before there is a plan",
        lambda: watched_in_first_evaluation(issued=Condition.SEVERAL_OF_ONE_GROUP),
    ),
    (
        "The duty watch in second_evaluation asks colleagues to watch before there is a plan",
        lambda: replace(
            with_step("second_evaluation", closing=(WATCH,), terms=ENTRY),
            reopenings=(*STAPPENPLAN.reopenings, Reopening("second_evaluation", "")),
        ),
    ),
    (
        "The duty watch in second_evaluation asks colleagues to watch before there is a plan",
        lambda: replace(
            with_step("second_evaluation", closing=(WATCH,), terms=ENTRY),
            reopenings=(*STAPPENPLAN.reopenings, Reopening("second_evaluation", "", after=("analyse", "teasing"))),
        ),
    ),
    (
        "The duty watch in signal asks colleagues to watch before there is a plan",
        lambda: replace(with_step("signal", closing=(WATCH,)), reopenings=(Reopening("approach", ""),)),
    ),
    # Optional duties
    (
        "The duty review in first_evaluation waits for talk, which nobody has to do.",
        lambda: with_duty("first_evaluation", "talk", optional=True, settles_date=False),
    ),
    (
        "The duty talk in first_evaluation need not be done, though the next term is counted from it",
        lambda: with_duty("first_evaluation", "talk", optional=True),
    ),
    # Reopening
    ("The first step in which a closed case goes on", lambda: replace(STAPPENPLAN, reopenings=())),
    (
        "The first step in which a closed case goes on",
        lambda: replace(STAPPENPLAN, reopenings=STAPPENPLAN.reopenings[::-1]),
    ),
    (
        "There are 2 of the key 'signal' of a reopening.",
        lambda: replace(STAPPENPLAN, reopenings=(*STAPPENPLAN.reopenings, STAPPENPLAN.reopenings[0])),
    ),
    (
        "A case is reopened in close, which ends it.",
        lambda: replace(STAPPENPLAN, reopenings=(*STAPPENPLAN.reopenings, Reopening("close", ""))),
    ),
    # Pages
    ("The title of the step signal says nothing.", lambda: with_step("signal", title="")),
    ("The step close has no number, and no slug instead", lambda: with_step("close", slug="")),
    ("There are 2 of the key 'nazorg' of a place on the page.", lambda: with_step("close", slug="nazorg")),
    ("What signal says of its coming", lambda: with_step("signal", coming="Stap 1 is %(when)s.")),
    ("What signal says of its coming", lambda: with_step("signal", coming="Voor 100% klaar.")),
    ("What signal says of its coming", lambda: with_step("signal", coming="Op dag %(day)d.")),
    ("The title of the protocol says nothing.", lambda: replace(STAPPENPLAN, title=" ")),
    ("The title of the answer no in first_eval", lambda: with_outcome("first_evaluation", "no", title="")),
    ("no school could choose: titles.signal", lambda: with_step("signal", title="Lang " * 13)),
    ("steps are counted from 1", lambda: with_step("signal", number=0)),
    ("The slug 'na zorg' of after_care", lambda: with_step("after_care", slug="na zorg")),
    (
        "What the protocol has itself, no school could choose: terms.analyse",
        lambda: with_step("analyse", terms=(Term(Anchor.REPORT, school_days=1, guideline=True),)),
    ),
]


@pytest.mark.parametrize(("sentence", "broken"), HOLES, ids=[sentence for sentence, _broken in HOLES])
def test_each_hole_is_refused_by_name(sentence: str, broken: Callable[[], Protocol]) -> None:
    found = check(broken())
    assert any(sentence in one for one in found), found


def test_a_plan_and_a_watch_under_the_same_condition_come_together() -> None:
    several = Condition.SEVERAL_OF_ONE_GROUP
    both = tuple(
        replace(duty, condition=several) if duty.kind in (Kind.ISSUE_PLAN, Kind.OBSERVE) else duty
        for duty in APPROACH.closing
    )
    assert check(with_step("approach", closing=both)) == []


def test_a_case_that_was_answered_after_its_plan_may_be_watched_when_it_is_reopened() -> None:
    watched = with_step("second_evaluation", closing=(WATCH,), terms=ENTRY)
    again = Reopening("second_evaluation", "", after=("second_evaluation", "negative"))
    assert check(replace(watched, reopenings=(*STAPPENPLAN.reopenings, again))) == []
    assert check(watched_in_first_evaluation(issued=Condition.ALWAYS)) == []


def test_a_watch_in_a_later_step_needs_no_plan_in_the_same_one() -> None:
    later = Duty("watch", Kind.OBSERVE, "Opletten")
    found = STAPPENPLAN.step("first_evaluation")
    without_plan = tuple(duty for duty in found.closing if duty.kind is not Kind.ISSUE_PLAN)
    assert check(with_step("first_evaluation", closing=(*without_plan, later))) == []


def test_a_key_and_an_edition_may_be_as_long_as_the_columns_that_keep_them() -> None:
    assert check(replace(STAPPENPLAN, key="p" * 30, edition="1" * 10)) == []
    assert check(with_duty("signal", "talk_target", key="d" * 60)) == []


def test_a_case_comes_to_the_first_step_by_being_reported_though_it_is_never_reopened_there() -> None:
    assert check(replace(STAPPENPLAN, reopenings=(Reopening("analyse", ""),))) == []


def test_a_talk_with_one_party_may_be_held_with_several_of_it_and_may_ask_a_wish_of_either() -> None:
    for key in ("talk_target", "talk_instigator"):
        assert check(with_duty("signal", key, several_at_once=True)) == []
        assert check(with_duty("signal", key, several_at_once=False, asks_wish=True)) == []


def test_a_step_that_returns_to_itself_may_have_a_term_for_each_round() -> None:
    [term] = STAPPENPLAN.step("second_evaluation").terms
    assert check(with_step("second_evaluation", terms=(term, replace(term, weeks=1)))) == []


def test_a_term_may_be_counted_from_the_talk_that_every_answer_of_the_step_before_asks() -> None:
    found = STAPPENPLAN.step("first_evaluation")
    talk = next(duty for duty in found.duties if duty.settles_date)
    rest = tuple(replace(duty, after=()) for duty in found.duties if duty is not talk)
    assert check(with_step("first_evaluation", duties=rest, closing=(talk, *found.closing))) == []


def test_a_term_may_be_as_long_as_a_year() -> None:
    for longest in ({"school_days": 200}, {"weeks": 52}, {"months": 12}):
        assert check(with_step("close", terms=(Term(Anchor.ENTRY, guideline=True, **longest),))) == []


def test_a_duty_that_waits_for_one_that_waits_for_itself_is_no_endless_question() -> None:
    itself = Duty("itself", Kind.EXTRA, "Meer", after=("itself",))
    found = check(
        with_step("signal", duties=(*STAPPENPLAN.step("signal").duties, itself, replace(MORE, after=("itself",))))
    )
    assert [one for one in found if "waits for itself" in one], found


def test_what_comes_after_several_waits_for_each_of_them() -> None:
    [hole] = check(with_duty("signal", "severity", after=("incidents", "gone", "lost")))
    assert "waits for gone, lost," in hole
