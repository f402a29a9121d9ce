"""The document retold as cases: each row of the design, S0 to S5f, and every sentence of the document itself."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from kring.protocol.calendar import SchoolCalendar
from kring.protocol.outline import markdown, outline
from kring.protocol.progress import UNKNOWN, State
from kring.protocol.stappenplan import DEFINITION, STAPPENPLAN
from kring.protocol.terms import Kind, Whom
from tests.protocol.story import BRAM, DAAN, MILA, MONDAY, SOFIE, TESS, YARA, Story

DOCUMENT = Path(__file__).parents[2] / "docs" / "stappenplan.txt"
TUESDAY, WEDNESDAY, THURSDAY = date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26)


def in_step(step: str, *people: object) -> Story:
    """A case that came to this step, everything before it done on Monday."""
    story = Story(*people)  # type: ignore[arg-type]
    story.through(
        *{
            "signal": (),
            "analyse": ("-",),
            "approach": ("-", "bullying"),
            "first_evaluation": ("-", "bullying", "-"),
            "second_evaluation": ("-", "bullying", "-", "yes"),
            "after_care": ("-", "bullying", "-", "yes", "positive"),
            "close": ("-", "bullying", "-", "yes", "positive", "well", "well"),
        }[step]
    )
    assert story.step == step
    return story


# ── The words ────────────────────────────────────────────────────────────────────────────────────────────────────────


def sentences_quoted() -> Iterator[str]:
    yield STAPPENPLAN.title
    yield from STAPPENPLAN.opening
    yield DEFINITION.introduced
    yield DEFINITION.text
    yield DEFINITION.difference
    for step in STAPPENPLAN.steps:
        yield step.heading
        yield from step.quotes
        for outcome in step.outcomes:
            yield outcome.heading
            yield outcome.quote
        yield from (duty.quote for duty in step.every_duty())


def the_document() -> str:
    """The document without its line breaks and bullets, and with the one kind of quotation marks that Kring writes."""
    return re.sub(r"[\s•]+", " ", DOCUMENT.read_text(encoding="utf-8")).replace("’’", "”").strip()


def test_every_quotation_is_literally_in_the_document() -> None:
    document = the_document()
    assert [quote for quote in sentences_quoted() if quote not in document] == []


def test_no_word_of_the_document_is_left_out() -> None:
    rest = the_document()
    for quote in sorted({*filter(None, sentences_quoted())}, key=len, reverse=True):
        rest = rest.replace(quote.rstrip("."), "|")  # one sentence of step 4 has lost its full stop
    assert re.findall(r"\w+", rest) == []


def quoted_in_print() -> Iterator[tuple[str, str]]:
    """Each quotation of the printed protocol in its order, with the heading of the step that it stands under."""
    heading = ""
    for line in markdown(outline(STAPPENPLAN)).splitlines():
        if line.startswith("# "):
            yield "", line.removeprefix("# ")
        elif line.startswith("## "):
            heading = line.removeprefix("## ")
        elif found := re.fullmatch(r"> (.+)|  “(.+)”  ", line):
            yield heading, found[1] or found[2]


def the_document_by_step() -> list[str]:
    """What stands above step 1, and each of the five."""
    return re.split(r"(?=Stap \d: )", the_document())


def number_in(heading: str) -> int | None:
    """The step of the document that a heading is of; 0 above the first, None when the document has no such step."""
    number = re.match(r"Stap (\d): ", heading)
    return int(number[1]) if number else None if heading else 0


def test_the_printed_protocol_follows_the_document_and_quotes_nothing_where_that_is_silent() -> None:
    parts, at = the_document_by_step(), (0, -1)
    for heading, quote in quoted_in_print():
        step = number_in(heading)
        assert step is not None, f"the document has no step {heading!r}, and this is quoted there: {quote}"
        here = (step, parts[step].find(quote.rstrip(".")))
        assert here[1] >= 0, f"not in step {step} of the document: {quote}"
        assert here >= at, f"the document says this earlier: {quote}"
        at = here


def words_in(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def test_every_word_of_each_step_stands_in_the_print_of_that_step() -> None:
    printed: list[list[str]] = [[] for _ in range(6)]
    for heading, quote in quoted_in_print():
        step = number_in(heading)
        if step is not None and quote not in printed[step]:
            printed[step].append(quote)
    for told, quotes in zip(the_document_by_step(), printed, strict=True):
        assert words_in(told) == words_in(" ".join(quotes))


def test_what_kring_adds_has_its_mark_and_nothing_else_has() -> None:
    for step in STAPPENPLAN.steps:
        assert step.of_kring is not bool(step.heading)
        for duty in step.every_duty():
            assert (duty.of_kring or step.of_kring) is not bool(duty.row), duty.title
            assert not (duty.quote and (duty.of_kring or step.of_kring)), duty.title
    text = markdown(outline(STAPPENPLAN))
    for marked in (
        "## Nazorg (van Kring)",
        "## Afsluiten (van Kring)",
        "- **Vooraf vragen wat de leerling wil** (van Kring)",
        "- **Afspraken doornemen** (van Kring)",
        "Richttermijn: 2 schooldagen na de melding. (van Kring)",
        "Waar het protocol “binnen twee dagen” zegt, telt Kring schooldagen. (van Kring)",
    ):
        assert marked in text
    assert "Uiterlijk 2 schooldagen na het besluit. (van Kring)" not in text


def test_a_row_of_the_design_is_carried_out_by_something_in_the_data() -> None:
    letters = {"S1": "abcd", "S2": "abcd", "S3": "abcdefgh", "S4": "abcde", "S5": "abcdef"}
    carried_out = {STAPPENPLAN.opening_row, DEFINITION.row}
    for step in STAPPENPLAN.steps:
        carried_out |= {step.question_row, *(row for row, _words in step.remarks)}
        carried_out |= {outcome.row for outcome in step.outcomes} | {duty.row for duty in step.every_duty()}
    rows = {"S0", *(step + letter for step, several in letters.items() for letter in several)}
    assert carried_out - {""} == rows


def test_the_five_steps_are_numbered_as_in_the_document() -> None:
    assert [step.number for step in STAPPENPLAN.steps if step.number] == [1, 2, 3, 4, 5]


# ── Stap 1 ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_s0_a_report_puts_a_case_in_step_1_with_a_guideline_of_two_school_days() -> None:
    story = Story(MILA, DAAN)
    assert story.step == "signal"
    assert story.current.due is not None
    assert (story.due_on, story.current.due.guideline) == (WEDNESDAY, True)


def test_s1a_every_pupil_who_bullies_has_a_talk_of_their_own() -> None:
    story = Story(MILA, DAAN, BRAM)
    duty = STAPPENPLAN.duty("signal", "talk_instigator")
    assert (duty.row, duty.kind, duty.whom) == ("S1a", Kind.TALK, Whom.EACH_INSTIGATOR)
    story.do("talk_instigator", about=("daan",))
    assert story.task("talk_instigator").missing == ("bram",)
    story.do("talk_instigator", about=("bram",))
    assert story.task("talk_instigator").state is State.MET


def test_s1a_the_talk_waits_for_a_name_when_nobody_is_known_yet_to_bully() -> None:
    story = Story(MILA)
    assert story.task("talk_instigator").missing == (UNKNOWN,)
    story.join(DAAN)
    assert story.task("talk_instigator").missing == ("daan",)


def test_s1b_every_bullied_pupil_has_a_talk_of_their_own() -> None:
    story = Story(MILA, DAAN)
    duty = STAPPENPLAN.duty("signal", "talk_target")
    assert (duty.row, duty.kind, duty.whom) == ("S1b", Kind.TALK, Whom.EACH_TARGET)
    story.do("talk_instigator")
    assert story.task("talk_target").missing == ("mila",), "the talk with the other child does not count"
    story.do("talk_target")
    assert story.task("talk_target").on == MONDAY


def test_s1c_concrete_incidents_are_asked_before_the_severity() -> None:
    story = Story()
    assert STAPPENPLAN.duty("signal", "incidents").row == "S1c"
    assert story.task("severity").state is State.WAITING
    assert story.task("severity").waits_for == ("incidents",)
    story.do("incidents")
    assert story.task("severity").state is State.OPEN


def test_s1d_step_1_ends_only_when_the_severity_is_estimated() -> None:
    story = Story()
    assert STAPPENPLAN.duty("signal", "severity").row == "S1d"
    story.do("talk_target", "talk_instigator", "incidents")
    assert story.step == "signal"
    story.do("severity")
    assert story.step == "analyse"


# ── Stap 2 ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_s2a_the_definition_is_taken_apart_into_its_four_tests() -> None:
    definition = DEFINITION
    assert [test.key for test in definition.tests] == ["systematic", "harm", "by_whom", "defenceless"]
    answers = {"systematic": ["weekly"], "harm": ["psychological"], "by_whom": ["one"], "defenceless": ["cannot"]}
    assert definition.suggests_bullying(answers) is True
    for test in definition.tests:
        otherwise = [key for key, _words, points in test.answers if points is False]
        assert otherwise, "every test can be answered with no"
        assert definition.suggests_bullying(answers | {test.key: otherwise[:1]}) is False
        left_out = {key: value for key, value in answers.items() if key != test.key}
        assert definition.suggests_bullying(left_out) is False


def test_s2a_what_is_not_clear_yet_is_neither_for_bullying_nor_against_it() -> None:
    answers = {"systematic": ["weekly"], "harm": ["psychological"], "by_whom": ["one"], "defenceless": ["cannot"]}
    unclear = {"by_whom": ["unknown"], "defenceless": ["unclear"]}
    words = [words for test in DEFINITION.tests for _key, words, points in test.answers if points is None]
    assert words == ["Nog niet duidelijk", "Nog niet duidelijk"]
    for test, answer in unclear.items():
        assert DEFINITION.suggests_bullying(answers | {test: answer}) is True
    assert DEFINITION.suggests_bullying(answers | unclear) is True
    assert DEFINITION.suggests_bullying(answers | unclear | {"systematic": ["incidental"]}) is False


def test_s2a_where_nothing_is_clear_yet_the_tests_point_nowhere() -> None:
    only = replace(DEFINITION, tests=DEFINITION.tests[2:])
    unclear = {"by_whom": ["unknown"], "defenceless": ["unclear"]}
    teasing, bullying = STAPPENPLAN.step("analyse").outcomes
    assert only.suggests_bullying(unclear) is None
    assert not only.points_elsewhere(unclear, teasing)
    assert not only.points_elsewhere(unclear, bullying)
    clear = unclear | {"defenceless": ["cannot"]}
    assert (only.points_elsewhere(clear, teasing), only.points_elsewhere(clear, bullying)) == (True, False)


def test_s2a_the_tests_name_every_part_of_the_documents_definition() -> None:
    asked = " ".join(
        " ".join((test.question, *(words for _key, words, _points in test.answers))) for test in DEFINITION.tests
    ).lower()
    for part in ("psychisch", "fysiek", "leerling", "een groep leerlingen", "één of meer klasgenoten", "verdedigen"):
        assert part in DEFINITION.text.lower()
        assert part in asked


def test_s2b_a_person_decides_between_teasing_and_bullying() -> None:
    story = in_step("analyse")
    assert story.current.step.question_row == "S2b"
    assert story.current.may_decide
    assert [outcome.key for outcome in story.current.step.outcomes] == ["teasing", "bullying"]
    systematic = DEFINITION.tests[0]
    assert [key for key, _words, points in systematic.answers if points] == ["several_a_week", "weekly", "regularly"]


def test_s2c_teasing_asks_for_agreements_and_the_case_ends_with_them() -> None:
    story = in_step("analyse")
    story.decide("teasing")
    assert STAPPENPLAN.duty("analyse", "agreements").row == "S2c"
    assert story.open() == ["agreements"]
    story.do("agreements")
    assert story.step == "close"
    assert story.due_on == date(2026, 11, 30), "a closing decision has a date too"
    story.close(check_on=date(2026, 12, 12))
    assert story.progress.current is None
    assert story.due_on == date(2026, 12, 14), "the check date moves from Saturday to Monday"
    story.until(date(2026, 12, 14))
    story.check()
    assert story.due_on is None


def test_s2d_bullying_makes_steps_3_to_5_compulsory_and_step_3_due_within_two_school_days() -> None:
    story = in_step("analyse")
    story.until(date(2026, 11, 26))
    story.decide("bullying")
    assert story.step == "approach"
    assert story.current.due is not None
    assert story.due_on == date(2026, 11, 30), "Thursday, then Friday and Monday"
    assert not story.current.due.guideline, "this term is the protocol's own"
    story.through("-")
    assert story.step == "first_evaluation"
    story.through("yes")
    assert story.step == "second_evaluation"


def test_s2d_a_holiday_that_makes_a_child_wait_is_told() -> None:
    christmas = frozenset(date(2026, 12, day) for day in range(19, 32)) | {date(2027, 1, day) for day in (1, 2, 3)}
    story = Story(reported_on=date(2026, 12, 17), calendar=SchoolCalendar(christmas))
    story.through("-", "bullying")
    due = story.current.due
    assert due is not None
    assert due.on == date(2027, 1, 4)
    assert due.stretch is not None
    assert due.stretch.last_school_day_before == date(2026, 12, 18)
    story.plan(date(2026, 12, 18))
    assert story.due_on == date(2026, 12, 18)


# ── Stap 3 ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_s3a_the_bullied_child_is_asked_before_the_joint_talk() -> None:
    story = in_step("approach")
    duty = STAPPENPLAN.duty("approach", "joint_talk")
    assert (duty.row, duty.whom) == ("S3a", Whom.EACH_OF_BOTH)
    assert story.task("joint_talk").waits_for == ("ask_target",)
    story.do("ask_target")
    assert story.task("joint_talk").state is State.OPEN
    story.do("joint_talk", about=("mila",))
    assert story.task("joint_talk").missing == ("daan",), "apart is possible, and then both are talked with"


def test_s3b_the_problem_is_asked_for() -> None:
    duty = STAPPENPLAN.duty("approach", "problem")
    assert (duty.row, duty.kind) == ("S3b", Kind.PROBLEM)
    assert in_step("approach").asks("problem")


def test_s3c_concrete_agreements_are_asked_for() -> None:
    duty = STAPPENPLAN.duty("approach", "agreements")
    assert (duty.row, duty.kind) == ("S3c", Kind.AGREE)
    assert in_step("approach").asks("agreements")


def test_s3d_the_plan_waits_until_all_that_belongs_in_it_is_there() -> None:
    story = in_step("approach")
    assert set(story.task("issue_plan").waits_for) == {"ask_target", "joint_talk", "problem", "agreements"}
    story.do("ask_target", "joint_talk", "problem", "agreements")
    assert story.task("issue_plan").state is State.OPEN, "informing the parents may come after it"


def test_s3e_class_attention_is_asked_exactly_when_several_children_of_one_group_take_part() -> None:
    assert STAPPENPLAN.duty("approach", "class_attention").row == "S3e"
    assert not in_step("approach", MILA, DAAN).asks("class_attention")
    assert in_step("approach", MILA, DAAN, BRAM).asks("class_attention")
    assert in_step("approach", MILA, DAAN, SOFIE).asks("class_attention"), "who follows takes part"
    assert not in_step("approach", MILA, DAAN, YARA).asks("class_attention"), "who saw it does not"
    assert not in_step("approach", MILA, DAAN, TESS).asks("class_attention"), "one of each group is not several"


def test_s3e_class_attention_is_not_said_to_be_given_when_somebody_joins_after_step_3() -> None:
    story = in_step("first_evaluation", MILA, DAAN)
    story.join(BRAM)
    approach = story.progress.visit("approach", 1)
    assert approach is not None
    assert approach.task("class_attention") is None


def test_s3f_every_guardian_of_every_child_involved_is_informed() -> None:
    story = in_step("approach", MILA, DAAN, SOFIE, YARA)
    duty = STAPPENPLAN.duty("approach", "inform_guardians")
    assert (duty.row, duty.whom) == ("S3f", Whom.EACH_GUARDIAN)
    guardians = ("daan's mother", "mila's father", "mila's mother", "sofie's father")
    assert story.task("inform_guardians").missing == guardians, "a witness's parents are not"
    story.do("inform_guardians", about=("mila's mother", "mila's father"))
    assert story.task("inform_guardians").missing == ("daan's mother", "sofie's father")
    assert story.task("inform_guardians").state is State.OPEN


def test_s3f_a_child_whose_guardians_are_not_known_is_not_passed_over() -> None:
    story = in_step("approach", MILA, replace(DAAN, guardians=()))
    story.do("inform_guardians", about=("mila's mother", "mila's father"))
    assert story.task("inform_guardians").missing == (UNKNOWN,)
    story.waive("inform_guardians")
    assert story.task("inform_guardians").state is State.WAIVED


def test_s3g_the_plan_goes_to_coordinator_head_and_team() -> None:
    duty = STAPPENPLAN.duty("approach", "issue_plan")
    assert (duty.row, duty.kind) == ("S3g", Kind.ISSUE_PLAN)
    story = in_step("approach")
    story.do("ask_target", "joint_talk", "problem", "agreements", "inform_guardians", "observe")
    assert story.step == "approach"
    story.do("issue_plan")
    assert story.step == "first_evaluation"


def test_s3h_the_first_evaluation_is_one_week_after_the_talk_and_colleagues_are_asked_to_observe() -> None:
    assert STAPPENPLAN.duty("approach", "observe").row == "S3h"
    story = in_step("approach")
    assert story.asks("observe")
    story.until(TUESDAY)
    story.do("ask_target", "joint_talk")
    story.until(THURSDAY)
    story.do_all()
    assert story.step == "first_evaluation"
    assert story.due_on == date(2026, 12, 1), "a week after the talk on Tuesday, not after the last letter on Thursday"


# ── Stap 4 ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_s4a_the_first_evaluation_is_a_talk_with_both_together_or_apart() -> None:
    story = in_step("first_evaluation")
    duty = STAPPENPLAN.duty("first_evaluation", "talk")
    assert (duty.row, duty.whom) == ("S4a", Whom.EACH_OF_BOTH)
    story.do("talk", about=("daan",))
    assert story.task("talk").missing == ("mila",)
    story.do("talk", about=("mila",))
    assert story.task("talk").state is State.MET
    assert story.current.held_early, "it was held before the week was over, and says so"


def test_s4b_agreements_kept_lead_to_the_next_talk_in_two_weeks() -> None:
    story = in_step("first_evaluation")
    assert not story.progress.last.may_decide, "first the talk and the agreements one by one"
    story.until(date(2026, 11, 30))
    story.do("talk", "review")
    assert story.current.may_decide
    story.decide("yes")
    assert not story.asks("analysis")
    story.do_all()
    assert story.step == "second_evaluation"
    assert story.due_on == date(2026, 12, 14)


def test_s4c_agreements_not_kept_ask_for_an_analysis_a_consultation_and_a_plan_for_two_weeks() -> None:
    story = in_step("first_evaluation")
    story.do("talk", "review")
    story.decide("no")
    outcome = STAPPENPLAN.step("first_evaluation").outcome("no")
    assert {duty.row for duty in outcome.duties} == {"S4c"}
    assert {"analysis", "consult", "agreements"} <= set(story.open())
    assert set(story.task("issue_plan").waits_for) == {"analysis", "consult", "agreements"}
    story.do_all()
    assert story.step == "second_evaluation"


def test_s4d_the_parents_are_informed_again_whatever_the_answer() -> None:
    assert STAPPENPLAN.duty("first_evaluation", "inform_guardians").row == "S4d"
    for answer in ("yes", "no"):
        story = in_step("first_evaluation")
        story.do("talk", "review")
        story.decide(answer)
        assert story.task("inform_guardians").missing == ("daan's mother", "mila's father", "mila's mother")


def test_s4e_the_plan_is_issued_again_after_the_answer() -> None:
    assert STAPPENPLAN.duty("first_evaluation", "issue_plan").row == "S4e"
    story = in_step("first_evaluation")
    story.do("talk", "review")
    assert story.task("issue_plan").state is State.WAITING, "there is nothing to tell before the answer"
    story.decide("yes")
    assert story.task("issue_plan").state is State.OPEN


# ── Stap 5 ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_s5a_after_two_weeks_there_is_a_talk_again() -> None:
    story = in_step("second_evaluation")
    duty = STAPPENPLAN.duty("second_evaluation", "talk")
    assert (duty.row, duty.whom) == ("S5a", Whom.EACH_OF_BOTH)
    assert story.due_on == date(2026, 12, 7), "two weeks after the talk of step 4"


def test_s5b_positive_effects_lead_to_phasing_out_and_after_care() -> None:
    story = in_step("second_evaluation")
    story.until(date(2026, 12, 7))
    story.do("talk", "review")
    story.decide("positive")
    assert STAPPENPLAN.duty("second_evaluation", "phase_out").row == "S5b"
    assert story.asks("phase_out")
    story.do_all()
    assert story.step == "after_care"
    assert story.due_on == date(2027, 1, 18), "six weeks"
    story.until(date(2027, 1, 18))
    story.through("well")
    assert (story.step, story.current.round) == ("after_care", 2)
    assert story.due_on == date(2027, 3, 8), (
        "three months after the bullying was found to have stopped, and not a Sunday"
    )
    story.through("well")
    assert story.step == "close"
    assert story.due_on == date(2027, 1, 25), "a closing decision within five school days"
    story.close()
    assert story.due_on is None


def test_s5c_effects_that_are_not_positive_bring_step_5_round_again_with_a_new_approach() -> None:
    story = in_step("second_evaluation")
    story.until(date(2026, 12, 7))
    story.do("talk", "review")
    story.decide("negative")
    assert STAPPENPLAN.duty("second_evaluation", "new_approach").row == "S5c"
    assert story.asks("new_approach")
    story.do_all()
    assert (story.step, story.current.round) == ("second_evaluation", 2)
    assert story.due_on == date(2026, 12, 21)
    story.through("negative", "negative")
    assert (story.step, story.current.round) == ("second_evaluation", 4)
    story.through("positive")
    assert story.step == "after_care"


def test_s5c_bullying_that_returns_in_after_care_begins_a_new_round_too() -> None:
    story = in_step("after_care")
    story.until(date(2027, 1, 4))
    story.through("not_well")
    assert (story.step, story.current.round) == ("second_evaluation", 2)
    assert story.due_on == date(2027, 1, 18)


def test_s5d_the_actions_of_the_new_approach_are_laid_down() -> None:
    duty = STAPPENPLAN.duty("second_evaluation", "agreements")
    assert (duty.row, duty.kind) == ("S5d", Kind.AGREE)
    story = in_step("second_evaluation")
    story.do("talk", "review")
    story.decide("negative")
    assert set(story.task("issue_plan").waits_for) == {"new_approach", "agreements"}


def test_s5e_the_parents_are_informed_after_the_second_evaluation() -> None:
    assert STAPPENPLAN.duty("second_evaluation", "inform_guardians").row == "S5e"
    for answer in ("positive", "negative"):
        story = in_step("second_evaluation")
        story.do("talk", "review")
        story.decide(answer)
        assert story.task("inform_guardians").state is State.OPEN


def test_s5f_the_plan_is_issued_after_the_second_evaluation() -> None:
    assert STAPPENPLAN.duty("second_evaluation", "issue_plan").row == "S5f"
    story = in_step("second_evaluation")
    story.do("talk", "review")
    story.decide("negative")
    story.do("new_approach", "agreements", "inform_guardians")
    assert story.current.round == 1
    story.do("issue_plan")
    assert story.current.round == 2


# ── Where the document is silent ─────────────────────────────────────────────────────────────────────────────────────


def test_a_waived_duty_lets_the_step_go_on_and_stays_visible() -> None:
    story = in_step("approach")
    story.do("ask_target")
    story.waive("joint_talk")
    story.do_all()
    assert story.step == "first_evaluation"
    approach = story.progress.visit("approach", 1)
    assert approach is not None
    waived = approach.task("joint_talk")
    assert waived is not None
    assert waived.state is State.WAIVED


def test_an_evaluation_is_brought_forward_and_never_put_off() -> None:
    story = in_step("first_evaluation")
    story.plan(date(2026, 11, 27))
    due = story.current.due
    assert due is not None
    assert (due.on, due.term_on, due.brought_forward) == (date(2026, 11, 27), date(2026, 11, 30), True)
    story.plan(date(2026, 12, 7))
    assert story.due_on == date(2026, 11, 30)


def test_a_corrected_day_of_the_talk_moves_the_next_evaluation() -> None:
    story = in_step("first_evaluation")
    corrected = tuple(replace(fact, on=TUESDAY) if fact.duty == "joint_talk" else fact for fact in story.facts.done)
    story.facts = replace(story.facts, done=corrected)
    assert story.due_on == date(2026, 12, 1)


def test_somebody_who_joins_later_is_talked_with_from_then_on_and_reopens_nothing() -> None:
    story = in_step("first_evaluation", MILA, DAAN)
    story.join(BRAM)
    assert story.step == "first_evaluation"
    assert story.task("talk").missing == ("bram", "daan", "mila")
    assert all(visit.finished_on for visit in story.progress.visits[:-1])


def test_a_closed_case_is_reopened_in_the_step_that_is_chosen() -> None:
    story = in_step("close")
    story.close()
    story.until(date(2027, 2, 1))
    story.reopen(to="approach")
    assert (story.step, story.current.round) == ("approach", 2)
    assert story.due_on == date(2027, 2, 3)
    story.through("-")
    assert (story.step, story.current.round) == ("first_evaluation", 2)
