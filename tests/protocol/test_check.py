"""check(protocol): every published edition is whole, and each hole is refused by name."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from kring.protocol.check import check
from kring.protocol.editions import PROTOCOLS
from kring.protocol.stappenplan import STAPPENPLAN
from kring.protocol.terms import Anchor, Duty, Kind, Protocol, Reopening, Step, Term, Test, Whom

EDITIONS = [edition for editions in PROTOCOLS.values() for edition in editions]


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: f"{edition.key}-{edition.edition}")
def test_every_published_edition_can_be_carried_out(edition: Protocol) -> None:
    assert check(edition) == []


def with_step(key: str, **changes: object) -> Protocol:
    """The stappenplan with one step changed."""
    steps = (replace(step, **changes) if step.key == key else step for step in STAPPENPLAN.steps)  # type: ignore[arg-type]
    return replace(STAPPENPLAN, steps=tuple(steps))


def with_duty(step: str, key: str, /, **changes: object) -> Protocol:
    """The stappenplan with one duty changed."""

    def changed(duties: tuple[Duty, ...]) -> tuple[Duty, ...]:
        return tuple(replace(duty, **changes) if duty.key == key else duty for duty in duties)  # type: ignore[arg-type]

    found = STAPPENPLAN.step(step)
    outcomes = tuple(replace(outcome, duties=changed(outcome.duties)) for outcome in found.outcomes)
    return with_step(step, duties=changed(found.duties), outcomes=outcomes, closing=changed(found.closing))


def with_outcome(step: str, key: str, /, **changes: object) -> Protocol:
    """The stappenplan with one answer changed."""
    outcomes = STAPPENPLAN.step(step).outcomes
    return with_step(
        step,
        outcomes=tuple(replace(one, **changes) if one.key == key else one for one in outcomes),  # type: ignore[arg-type]
    )


def with_test(test: Test) -> Protocol:
    definition = STAPPENPLAN.step("analyse").tests
    assert definition
    return with_step("analyse", tests=replace(definition, tests=(*definition.tests, test)))


def also(step: Step) -> Protocol:
    return replace(STAPPENPLAN, steps=(*STAPPENPLAN.steps, step))


ENTRY = (Term(Anchor.ENTRY, school_days=5, guideline=True),)
MORE = Duty("more", Kind.EXTRA, "Meer")

HOLES: list[tuple[str, Callable[[], Protocol]]] = [
    # Keys
    ("A protocol has steps.", lambda: replace(STAPPENPLAN, steps=(), reopenings=())),
    ("The key 'Stappenplan' of a protocol", lambda: replace(STAPPENPLAN, key="Stappenplan")),
    ("The edition '12345678901' has 1 to 10 characters.", lambda: replace(STAPPENPLAN, edition="12345678901")),
    ("The edition '' has 1 to 10 characters.", lambda: replace(STAPPENPLAN, edition="")),
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
        "No answer to the test more points to bullying",
        lambda: with_test(Test("more", "Meer?", (("yes", "Ja", False),))),
    ),
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
        "The term of approach is counted from the talk before it, and there is none.",
        lambda: with_step("approach", terms=(Term(Anchor.TALK, weeks=2),)),
    ),
    (
        "The term of signal is counted from the talk before it, and there is none.",
        lambda: with_step("signal", terms=(Term(Anchor.TALK, school_days=2),)),
    ),
    (
        "The term of first_evaluation is counted from the talk before it",
        lambda: with_duty("approach", "joint_talk", settles_date=False),
    ),
    (
        "The term of signal is counted from a decision before it, and there is none.",
        lambda: with_step("signal", terms=(Term(Anchor.DECISION, school_days=2),)),
    ),
    # The step that comes round
    ("it needs terms, and an answer that is good", lambda: with_outcome("after_care", "well", good=False)),
    (
        "The good answer in after_care leads to the step itself",
        lambda: with_outcome("after_care", "well", then="after_care"),
    ),
    ("so there is at most one", lambda: with_step("second_evaluation", repeats_per_term=True)),
    # Duties
    ("The duty severity in signal has no title.", lambda: with_duty("signal", "severity", title="")),
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
    ("the last step has no duties", lambda: with_step("close", duties=(MORE,))),
    ("asks a wish, which is done in a talk", lambda: with_duty("approach", "joint_talk", asks_wish=True)),
    ("asks a wish, which is done in a talk", lambda: with_duty("approach", "ask_target", kind=Kind.EXTRA)),
    ("is with several children at once", lambda: with_duty("approach", "joint_talk", several_at_once=True)),
    (
        "is with several children at once",
        lambda: with_duty("signal", "talk_target", kind=Kind.EXTRA, several_at_once=True),
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
    ("The step signal has no title.", lambda: with_step("signal", title="")),
    ("The step close has no number, and no slug instead", lambda: with_step("close", slug="")),
    ("There are 2 of the key 'nazorg' of a place on the page.", lambda: with_step("close", slug="nazorg")),
    ("What signal says of its coming", lambda: with_step("signal", coming="Stap 1 is %(when)s.")),
    ("What signal says of its coming", lambda: with_step("signal", coming="Voor 100% klaar.")),
    ("What signal says of its coming", lambda: with_step("signal", coming="Op dag %(day)d.")),
    (
        "Without any choice of a school: terms.analyse",
        lambda: with_step("analyse", terms=(Term(Anchor.REPORT, school_days=1, guideline=True),)),
    ),
]


@pytest.mark.parametrize(("sentence", "broken"), HOLES, ids=[sentence for sentence, _broken in HOLES])
def test_each_hole_is_refused_by_name(sentence: str, broken: Callable[[], Protocol]) -> None:
    found = check(broken())
    assert any(sentence in one for one in found), found


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


def test_what_comes_after_several_waits_for_each_of_them() -> None:
    [hole] = check(with_duty("signal", "severity", after=("incidents", "gone", "lost")))
    assert "waits for gone, lost," in hole
