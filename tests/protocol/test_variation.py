"""What a school may do differently: stricter, in its own words, with more care, and never less."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.protocol.calendar import SchoolCalendar
from kring.protocol.choices import Keys, UnreadableVariation
from kring.protocol.facts import Decided, Facts, Finished
from kring.protocol.progress import progress
from kring.protocol.stappenplan import DEFINITION, STAPPENPLAN
from kring.protocol.terms import Anchor, Kind, Protocol, Term, Whom
from kring.protocol.variation import (
    AfterCare,
    ApproachSort,
    Channel,
    ExtraDuty,
    NotAllowed,
    OwnTest,
    StepTerm,
    StepTitle,
    Variation,
    apply,
    longest_term,
    moments_of,
    number_of,
    of_its_own,
    problems,
)

DE_LINDE = Variation(
    terms=(StepTerm("signal", 1), StepTerm("analyse", 2), StepTerm("approach", 1), StepTerm("second_evaluation", 1)),
    titles=(StepTitle("approach", "Samen verder"),),
    duties=(ExtraDuty("extra_1", "approach", "Maatje kiezen", "Wie let er in de pauze op?", Whom.EACH_TARGET),),
    extra_channels=(Channel("channel_1", "Videogesprek"),),
    after_care=(AfterCare(weeks=4), AfterCare(weeks=8), AfterCare(months=6)),
)
"""A school that makes full use of what may be chosen."""


def fields(variation: Variation) -> list[str]:
    return [problem.field for problem in problems(variation, STAPPENPLAN)]


def test_a_school_that_changes_nothing_has_the_protocol_itself() -> None:
    assert problems(Variation(), STAPPENPLAN) == []
    assert apply(STAPPENPLAN, Variation()) == STAPPENPLAN
    assert Variation.from_dict({}) == Variation()


def test_a_school_gets_its_own_terms_titles_duties_and_after_care() -> None:
    protocol = apply(STAPPENPLAN, DE_LINDE)
    approach = protocol.step("approach")
    assert approach.title == "Samen verder"
    assert [term.school_days for term in approach.terms] == [1]
    assert [term.school_days for term in protocol.step("analyse").terms] == [2]
    assert [term.weeks for term in protocol.step("second_evaluation").terms] == [1]
    extra = approach.duties[-1]
    assert (extra.key, extra.kind, extra.title, extra.whom) == (
        "extra_1",
        Kind.EXTRA,
        "Maatje kiezen",
        Whom.EACH_TARGET,
    )
    assert approach.duties[:-1] == STAPPENPLAN.step("approach").duties, "the protocol's own duties all remain"
    assert protocol.step("signal").duties == STAPPENPLAN.step("signal").duties, "and no other step has it"
    after_care = protocol.step("after_care").terms
    assert [(term.weeks, term.months) for term in after_care] == [(4, 0), (8, 0), (0, 6)]
    assert all(term.guideline for term in after_care)


def test_a_stricter_term_brings_the_date_forward_in_a_case() -> None:
    facts = Facts(
        reported_on=date(2026, 11, 23),
        decided=(Decided("analyse", 1, "bullying", date(2026, 11, 23)),),
        finished=(Finished("signal", 1, date(2026, 11, 23)), Finished("analyse", 1, date(2026, 11, 23))),
    )
    by_the_protocol = progress(STAPPENPLAN, facts, SchoolCalendar())
    by_the_school = progress(apply(STAPPENPLAN, DE_LINDE), facts, SchoolCalendar())
    assert by_the_protocol.next_due_on == date(2026, 11, 25)
    assert by_the_school.next_due_on == date(2026, 11, 24)


def test_what_a_newer_kring_stored_is_said_to_be_of_another_version() -> None:
    with pytest.raises(UnreadableVariation, match="not a variation of version 1 to 5"):
        Variation.from_dict({"version": 6, "protocol": "stappenplan", "edition": "1", "colours": []})


def test_what_was_stored_before_there_were_sorts_of_approach_is_read_and_has_those_of_kring() -> None:
    stored = Variation(terms=(StepTerm("signal", 1),)).to_dict() | {"version": 3}
    later = ("sorts", "sorts_left_out", "definition", "tests")
    former = {name: value for name, value in stored.items() if name not in later}
    assert Variation.from_dict(former) == Variation(terms=(StepTerm("signal", 1),))
    with pytest.raises(UnreadableVariation, match="knows no definition, sorts, sorts_left_out, tests"):
        Variation.from_dict(stored)


def test_what_was_stored_before_a_school_had_a_definition_of_its_own_is_read_and_has_the_documents() -> None:
    stored = Variation(own_sorts=(ApproachSort("sort_1", "No Blame"),)).to_dict() | {"version": 4}
    former = {name: value for name, value in stored.items() if name not in ("definition", "tests")}
    assert Variation.from_dict(former) == Variation(own_sorts=(ApproachSort("sort_1", "No Blame"),))
    with pytest.raises(UnreadableVariation, match="knows no definition, tests"):
        Variation.from_dict(stored)


OURS = Variation(
    definition="Pesten is iemand steeds weer pijn doen, terwijl die er niets tegen kan doen.",
    own_tests=(
        OwnTest("systematic", "Gebeurt het vaker?", (("weekly", "Elke week"),)),
        OwnTest("harm", "Doet het zeer?"),
    ),
)


def test_a_school_words_the_definition_and_its_tests_and_the_documents_own_words_stay() -> None:
    definition = apply(STAPPENPLAN, OURS).step("analyse").tests
    assert definition is not None
    assert (definition.text, definition.difference) == (DEFINITION.text, DEFINITION.difference)
    assert definition.own == OURS.definition
    assert [test.question for test in definition.tests] == [
        "Gebeurt het vaker?",
        "Doet het zeer?",
        "Wie doet het bij één of meer klasgenoten?",
        "Kan de leerling zich (nog) verdedigen?",
    ]
    assert [test.of_the_school for test in definition.tests] == [True, True, False, False]
    assert [words for _key, words, _points in definition.tests[0].answers][:2] == [
        "Een aantal keren per week",
        "Elke week",
    ]
    assert Variation.from_dict(json.loads(json.dumps(OURS.to_dict()))) == OURS


def test_a_schools_own_words_change_nothing_of_what_points_to_bullying() -> None:
    definition = apply(STAPPENPLAN, OURS).step("analyse").tests
    assert definition is not None
    for mine, its in zip(definition.tests, DEFINITION.tests, strict=True):
        assert [(key, points) for key, _words, points in mine.answers] == [
            (key, points) for key, _words, points in its.answers
        ]


def test_what_a_school_words_as_the_protocol_does_is_not_its_own() -> None:
    harm = next(test for test in DEFINITION.tests if test.key == "harm")
    as_it_is = OwnTest("harm", harm.question, tuple((key, words) for key, words, _points in harm.answers))
    assert of_its_own(Variation(definition=DEFINITION.text, own_tests=(as_it_is,)), STAPPENPLAN) == Variation()
    assert of_its_own(OURS, STAPPENPLAN) == OURS


@pytest.mark.parametrize(
    ("ours", "field", "sentence"),
    [
        (Variation(definition="x" * 601), "definition", "Dit is te lang. Gebruik hoogstens 600 tekens."),
        (Variation(definition=" "), "definition", "Vul hier een tekst in."),
        (Variation(own_tests=(OwnTest("gone", "Wat?"),)), "tests.gone", "Deze vraag staat niet in het protocol."),
        (
            Variation(own_tests=(OwnTest("harm", "x" * 121),)),
            "tests.harm",
            "Dit is te lang. Gebruik hoogstens 120 tekens.",
        ),
        (
            Variation(own_tests=(OwnTest("harm", answers=(("none", "x" * 81),)),)),
            "tests.harm.none",
            "Dit is te lang. Gebruik hoogstens 80 tekens.",
        ),
        (
            Variation(own_tests=(OwnTest("harm", answers=(("gone", "Iets"),)),)),
            "tests.harm",
            "Deze vraag heeft dat antwoord niet meer.",
        ),
        (
            Variation(own_tests=(OwnTest("harm", answers=(("none", "Het doet pijn vanbinnen (psychisch)"),)),)),
            "tests.harm.none",
            "Dit antwoord staat er al.",
        ),
    ],
)
def test_a_definition_that_cannot_stand_on_the_page_is_refused_where_it_stands(
    ours: Variation, field: str, sentence: str
) -> None:
    assert [(one.field, one.sentence) for one in problems(ours, STAPPENPLAN)] == [(field, sentence)]


def test_a_school_names_sorts_of_approach_of_its_own_and_leaves_out_those_of_kring() -> None:
    assert [title for _key, title in Variation().approach_sorts] == [
        "Grens stellen",
        "Empathie",
        "Steungroep",
        "Herstel",
        "Anders",
    ]
    own = Variation(own_sorts=(ApproachSort("sort_1", "No Blame"),), sorts_left_out=frozenset({"repair", "limit"}))
    assert fields(own) == []
    assert [key for key, _title in own.approach_sorts] == ["empathy", "support_group", "sort_1", "another"]
    assert dict(own.every_sort)["repair"] == "Herstel"
    assert Variation.from_dict(json.loads(json.dumps(own.to_dict()))) == own


def test_one_sort_of_approach_remains_and_each_has_a_name_of_its_own() -> None:
    of_kring = frozenset(key for key, _title in Variation().approach_sorts)
    assert fields(Variation(sorts_left_out=of_kring)) == ["sorts_of_kring"]
    assert fields(Variation(own_sorts=(ApproachSort("sort_1", "empathie"),))) == ["sorts.0"]
    assert fields(Variation(own_sorts=(ApproachSort("limit", "Maatje"),))) == ["sorts.0"]
    assert fields(Variation(own_sorts=(ApproachSort("sort_1", "x" * 41),))) == ["sorts.0"]
    assert fields(Variation(own_sorts=(ApproachSort("sort_1", " "),))) == ["sorts.0"]
    six = tuple(ApproachSort(f"sort_{n}", f"Aanpak {n}") for n in range(6))
    assert fields(Variation(own_sorts=six)) == ["sorts"]
    assert fields(Variation(own_sorts=six[:5])) == []


def test_the_phone_and_a_talk_in_person_always_remain() -> None:
    assert [key for key, _ in Variation().channels] == ["phone", "in_person"]
    assert DE_LINDE.channels[2:] == (("channel_1", "Videogesprek"),)


@pytest.mark.parametrize(
    ("step", "number"),
    [("approach", 3), ("first_evaluation", 2), ("second_evaluation", 3), ("approach", 0), ("signal", 11)],
)
def test_a_looser_term_is_refused(step: str, number: int) -> None:
    variation = Variation(terms=(StepTerm(step, number), StepTerm("analyse", 10)))
    assert fields(variation) == [f"terms.{step}"]
    with pytest.raises(NotAllowed) as refused:
        apply(STAPPENPLAN, variation)
    assert refused.value.problems == problems(variation, STAPPENPLAN)


def test_why_a_term_is_refused_is_said_as_it_is() -> None:
    guideline, others = problems(Variation(terms=(StepTerm("analyse", 11), StepTerm("approach", 3))), STAPPENPLAN)
    assert guideline.sentence == "Kies hoogstens 10 schooldagen."
    assert others.sentence == "Korter dan het protocol mag, langer niet: hoogstens 2."
    with pytest.raises(NotAllowed, match=r"terms\.approach: Korter dan"):
        apply(STAPPENPLAN, Variation(terms=(StepTerm("approach", 3),)))


def with_terms(step: str, *terms: Term) -> Protocol:
    steps = (replace(one, terms=terms) if one.key == step else one for one in STAPPENPLAN.steps)
    return replace(STAPPENPLAN, steps=tuple(steps))


def test_a_term_in_months_is_shortened_in_months() -> None:
    monthly = with_terms("second_evaluation", Term(Anchor.TALK, months=3))
    assert longest_term(monthly.step("second_evaluation")) == 3
    assert apply(monthly, Variation(terms=(StepTerm("second_evaluation", 2),))) == with_terms(
        "second_evaluation", Term(Anchor.TALK, months=2)
    )


def test_a_step_without_a_term_has_none_to_choose() -> None:
    without = with_terms("approach")
    assert problems(Variation(), without) == []
    assert [one.field for one in problems(Variation(terms=(StepTerm("approach", 1),)), without)] == ["terms.approach"]


def test_only_guidelines_that_count_from_the_report_are_held_against_each_other() -> None:
    for term in (Term(Anchor.ENTRY, school_days=1, guideline=True), Term(Anchor.REPORT, school_days=1)):
        assert problems(Variation(), with_terms("analyse", term)) == []
    assert problems(Variation(), with_terms("analyse", Term(Anchor.REPORT, school_days=1, guideline=True)))


def test_moments_of_after_care_are_counted_as_the_first_of_the_protocol_is() -> None:
    counted = (Term(Anchor.ENTRY, weeks=6, guideline=True), Term(Anchor.DECISION, months=3))
    own = apply(with_terms("after_care", *counted), Variation(after_care=(AfterCare(months=1),)))
    assert own.step("after_care").terms == (Term(Anchor.ENTRY, months=1, guideline=True),)


def test_a_protocol_without_after_care_has_no_moments_to_choose() -> None:
    steps = tuple(replace(step, repeats_per_term=False) for step in STAPPENPLAN.steps)
    without = replace(STAPPENPLAN, steps=steps)
    assert [one.field for one in problems(Variation(after_care=(AfterCare(weeks=1),)), without)] == ["after_care"]
    assert moments_of(without) == ()
    assert moments_of(STAPPENPLAN) == (AfterCare(weeks=6), AfterCare(months=3))


def test_steps_one_and_two_are_free_within_bounds() -> None:
    assert fields(Variation(terms=(StepTerm("signal", 10), StepTerm("analyse", 10)))) == []
    assert fields(Variation(terms=(StepTerm("signal", 1), StepTerm("analyse", 1)))) == []


def test_the_decision_cannot_be_asked_before_the_talks() -> None:
    assert fields(Variation(terms=(StepTerm("signal", 5), StepTerm("analyse", 4)))) == ["terms.analyse"]
    [problem] = problems(Variation(terms=(StepTerm("signal", 5),)), STAPPENPLAN)
    assert problem.field == "terms.analyse", "the protocol's own three school days are now too few"
    assert "minstens 5" in problem.sentence


@pytest.mark.parametrize("step", ["after_care", "close", "unknown"])
def test_a_term_is_refused_where_there_is_none_to_choose(step: str) -> None:
    assert fields(Variation(terms=(StepTerm(step, 1),))) == [f"terms.{step}"]


@pytest.mark.parametrize("title", ["", "   ", "x" * 61, "Samen\nverder", "Samen\x00verder"])
def test_a_title_is_one_short_line_of_text(title: str) -> None:
    assert fields(Variation(titles=(StepTitle("approach", title),))) == ["titles.approach"]


def test_texts_may_be_as_long_as_they_may_be() -> None:
    longest = Variation(
        titles=(StepTitle("approach", "x" * 60),),
        duties=(ExtraDuty("extra_1", "signal", "x" * 60, "x" * 200),),
        extra_channels=(Channel("channel_1", "x" * 40),),
    )
    assert fields(longest) == []
    assert fields(Variation(extra_channels=(Channel("channel_1", "x" * 41),))) == ["channels.0"]


def test_each_step_has_its_own_title_and_term() -> None:
    own = Variation(
        terms=(StepTerm("signal", 1), StepTerm("approach", 2)),
        titles=(StepTitle("signal", "Luisteren"), StepTitle("approach", "Samen verder")),
    )
    assert [own.title(step) for step in ("signal", "approach", "close")] == ["Luisteren", "Samen verder", None]
    assert [own.term(step) for step in ("signal", "approach", "close")] == [1, 2, None]


def test_a_title_for_a_step_that_does_not_exist_is_refused() -> None:
    assert fields(Variation(titles=(StepTitle("punish", "Straf"),))) == ["titles.punish"]


def test_an_extra_duty_has_a_step_a_title_and_a_key_of_its_own() -> None:
    variation = Variation(
        duties=(
            ExtraDuty("extra_1", "close", "Terugblik met de groep"),
            ExtraDuty("extra_1", "signal", ""),
            ExtraDuty("talk_target", "signal", "Praten met de leerling die gepest wordt", "x" * 201),
        )
    )
    assert fields(variation) == ["duties.0.step", "duties.1.key", "duties.1.title", "duties.2.key", "duties.2.hint"]


def test_a_step_takes_five_extra_duties_and_no_more() -> None:
    six = tuple(ExtraDuty(f"extra_{n}", "signal", f"Taak {n}") for n in range(1, 7))
    assert fields(Variation(duties=six[:5])) == []
    assert fields(Variation(duties=six)) == ["duties.5.step"]


def test_a_new_key_is_never_one_that_is_in_use() -> None:
    assert Keys(Variation()).of("extra") == "extra_1"
    keys = Keys(DE_LINDE)
    assert (keys.of("extra"), keys.of("extra"), keys.of("channel")) == ("extra_2", "extra_3", "channel_2")


def test_a_duty_keeps_its_key_once_and_takes_no_channels() -> None:
    keys = Keys(DE_LINDE)
    assert [keys.of("extra", asked) for asked in ("extra_1", "extra_1", "channel_1", "extra_9")] == [
        "extra_1",
        "extra_2",
        "extra_3",
        "extra_4",
    ]


def test_what_is_chosen_as_the_protocol_has_it_is_no_choice() -> None:
    approach = STAPPENPLAN.step("approach")
    chosen = Variation(
        terms=(StepTerm("approach", number_of(approach)), StepTerm("analyse", 1)),
        titles=(StepTitle("approach", approach.title), StepTitle("close", "Klaar")),
        after_care=moments_of(STAPPENPLAN),
    )
    assert of_its_own(chosen, STAPPENPLAN) == Variation(
        terms=(StepTerm("analyse", 1),), titles=(StepTitle("close", "Klaar"),)
    )
    later = replace(chosen, after_care=(AfterCare(weeks=4),))
    assert of_its_own(later, STAPPENPLAN).after_care == (AfterCare(weeks=4),)
    assert of_its_own(DE_LINDE, STAPPENPLAN) == DE_LINDE


def test_a_school_has_five_ways_of_its_own_to_inform_and_six_moments_of_after_care_at_most() -> None:
    six = tuple(Channel(f"channel_{n}", f"Manier {n}") for n in range(1, 7))
    assert fields(Variation(extra_channels=six[:5])) == []
    assert fields(Variation(extra_channels=six)) == ["channels"]
    assert fields(Variation(after_care=tuple(AfterCare(weeks=n) for n in range(1, 7)))) == []


def test_two_ways_to_inform_have_two_names() -> None:
    twice = (Channel("channel_1", "Videogesprek"), Channel("channel_2", " videogesprek"))
    assert fields(Variation(extra_channels=twice)) == ["channels.1"]


def test_a_moment_of_after_care_is_within_a_year() -> None:
    assert fields(Variation(after_care=(AfterCare(weeks=52), AfterCare(months=12)))) == []
    assert fields(Variation(after_care=(AfterCare(weeks=53),))) == ["after_care.0"]


@pytest.mark.parametrize("again", ["gebeld", " Gebeld ", "Géb\u200beld", "whats app", "WHATS‑APP", "📞"])
def test_a_channel_that_a_reader_takes_for_another_is_named_already(again: str) -> None:
    channels = (Channel("channel_1", "WhatsApp"), Channel("channel_2", "📞"), Channel("channel_3", again))
    assert fields(Variation(extra_channels=channels)) == ["channels.2"]


def test_two_channels_without_a_letter_are_two() -> None:
    assert fields(Variation(extra_channels=(Channel("channel_1", "📞"), Channel("channel_2", "✉")))) == []


def test_a_channel_is_named_once() -> None:
    variation = Variation(
        extra_channels=(Channel("channel_1", "gebeld "), Channel("channel_2", "App"), Channel("channel_2", "Brief"))
    )
    assert fields(variation) == ["channels.0", "channels.2"]


@pytest.mark.parametrize(
    ("moments", "field"),
    [
        ((), "after_care"),
        (tuple(AfterCare(weeks=n) for n in range(1, 8)), "after_care"),
        ((AfterCare(),), "after_care.0"),
        ((AfterCare(weeks=2, months=1),), "after_care.0"),
        ((AfterCare(weeks=-1),), "after_care.0"),
        ((AfterCare(months=13),), "after_care.0"),
        ((AfterCare(weeks=6), AfterCare(months=1)), "after_care.1"),
        ((AfterCare(weeks=6), AfterCare(weeks=6)), "after_care.1"),
    ],
)
def test_after_care_is_at_least_one_moment_and_each_later_than_the_one_before(
    moments: tuple[AfterCare, ...], field: str
) -> None:
    assert fields(Variation(after_care=moments)) == [field]


def test_every_problem_is_a_whole_sentence() -> None:
    wrong = Variation(
        terms=(StepTerm("signal", 0), StepTerm("analyse", 99), StepTerm("approach", 9), StepTerm("close", 1)),
        titles=(StepTitle("approach", ""), StepTitle("unknown", "x")),
        duties=tuple(ExtraDuty("extra", "signal", "x" * 99, "\x01") for _ in range(7)),
        extra_channels=tuple(Channel("phone", "Gebeld") for _ in range(7)),
        after_care=(*(AfterCare(weeks=1) for _ in range(7)), AfterCare(months=99), AfterCare()),
    )
    for problem in problems(wrong, STAPPENPLAN):
        assert problem.sentence[0].isupper()
        assert problem.sentence.endswith(".")
        assert "%" not in problem.sentence


def test_a_variation_is_read_back_as_it_was_stored() -> None:
    assert Variation.from_dict(json.loads(json.dumps(DE_LINDE.to_dict()))) == DE_LINDE
    assert Variation.from_dict(Variation().to_dict()) == Variation()


def test_a_running_case_reads_the_variation_as_it_was_stored_in_version_1() -> None:
    stored = {
        "version": 1,
        "terms": {"signal": 1, "analyse": 2, "approach": 1, "second_evaluation": 1},
        "titles": {"approach": "Samen verder"},
        "duties": [
            {
                "key": "extra_1",
                "step": "approach",
                "title": "Maatje kiezen",
                "hint": "Wie let er in de pauze op?",
                "whom": "each_target",
            }
        ],
        "channels": {"channel_1": "Videogesprek"},
        "after_care": [{"weeks": 4, "months": 0}, {"weeks": 8, "months": 0}, {"weeks": 0, "months": 6}],
    }
    assert Variation.from_dict(stored) == replace(DE_LINDE, protocol="stappenplan", edition="1")


@pytest.mark.parametrize(
    "stored",
    [
        {"version": 3},
        {"version": 2},
        {"version": 2, "protocol": "stappenplan"},
        {"version": 2, "protocol": "stappenplan", "edition": 1},
        {"version": 1, "protocol": "stappenplan", "edition": "1"},
        {"terms": {"approach": 1}},
        {"version": 1, "steps": []},
        {"version": 1, "terms": [1]},
        {"version": 1, "terms": {"approach": "1"}},
        {"version": 1, "titles": {"approach": None}},
        {"version": 1, "duties": [{"key": "extra_1"}]},
        {"version": 1, "duties": [{"key": "extra_1", "step": "signal", "title": "x", "hint": "", "whom": "all"}]},
        {"version": 1, "after_care": [{"weeks": True, "months": 0}]},
        [],
    ],
)
def test_what_is_not_understood_is_refused_and_never_dropped(stored: object) -> None:
    with pytest.raises(UnreadableVariation):
        Variation.from_dict(stored)


@given(
    st.dates(min_value=date(2026, 8, 1), max_value=date(2026, 12, 31)),
    st.frozensets(st.dates(min_value=date(2026, 8, 1), max_value=date(2027, 1, 31)), max_size=60),
)
def test_whatever_a_school_may_choose_no_term_of_the_protocol_ends_later(day: date, free: frozenset[date]) -> None:
    calendar = SchoolCalendar(free)
    for key, numbers in {"approach": (1, 2), "first_evaluation": (1,), "second_evaluation": (1, 2)}.items():
        protocols = STAPPENPLAN.step(key).terms[0]
        for number in numbers:
            own = apply(STAPPENPLAN, Variation(terms=(StepTerm(key, number),))).step(key).terms[0]
            assert (own.counted_from, own.guideline) == (protocols.counted_from, False)
            assert calendar.after(day, own.school_days) <= calendar.after(day, protocols.school_days)
            assert calendar.weeks_after(day, own.weeks) <= calendar.weeks_after(day, protocols.weeks)


def test_what_can_be_chosen_is_what_the_form_offers() -> None:
    assert {step.key: longest_term(step) for step in STAPPENPLAN.steps} == {
        "signal": 10,
        "analyse": 10,
        "approach": 2,
        "first_evaluation": 1,
        "second_evaluation": 2,
        "after_care": None,
        "close": None,
    }


def test_a_variation_leaves_every_arrow_of_the_protocol_in_place() -> None:
    school = apply(STAPPENPLAN, DE_LINDE)
    assert [step.key for step in school.steps] == [step.key for step in STAPPENPLAN.steps]
    for own, protocols in zip(school.steps, STAPPENPLAN.steps, strict=True):
        assert own.then == protocols.then
        assert own.outcomes == protocols.outcomes
        assert own.closing == protocols.closing
        assert set(protocols.duties) <= set(own.duties)
