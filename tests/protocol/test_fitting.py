"""Stored choices in an edition they were not made for: what fits holds, the rest is left out with a reason."""

from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules

import pytest

import kring.protocol
from kring.protocol.choices import AfterCare, Channel, ExtraDuty, OwnTest, StepTerm, StepTitle, Variation
from kring.protocol.editions import PROTOCOLS, current, edition_of
from kring.protocol.fitting import OF_ANOTHER, UNREADABLE, fitted
from kring.protocol.stappenplan import STAPPENPLAN
from kring.protocol.terms import Protocol
from kring.protocol.variation import apply

OWN = Variation(
    terms=(StepTerm("approach", 1),),
    titles=(StepTitle("approach", "Samen verder"),),
    duties=(ExtraDuty("extra_1", "approach", "Maatje kiezen"),),
    extra_channels=(Channel("channel_1", "Videogesprek"),),
    after_care=(AfterCare(weeks=4),),
    protocol="stappenplan",
    edition="1",
)


def test_choices_that_fit_hold_as_they_are() -> None:
    assert fitted(OWN.to_dict(), STAPPENPLAN).variation == OWN
    assert fitted(OWN.to_dict(), STAPPENPLAN).left_out == ()
    assert fitted({}, STAPPENPLAN).variation == Variation()


def test_of_choices_made_for_another_protocol_only_the_ways_to_inform_hold() -> None:
    other = replace(STAPPENPLAN, key="other")
    found = fitted(OWN.to_dict(), other)
    assert found.variation == Variation(extra_channels=OWN.extra_channels)
    assert [(one.what, one.why) for one in found.left_out] == [
        ("Aanpak", OF_ANOTHER),
        ("Samen verder", OF_ANOTHER),
        ("Maatje kiezen", OF_ANOTHER),
        ("", OF_ANOTHER),
    ]


def test_choices_of_an_earlier_edition_hold_where_the_step_is_still_there() -> None:
    kept = tuple(step for step in STAPPENPLAN.steps if step.key != "approach")
    without = replace(STAPPENPLAN, edition="2", steps=tuple(replace(step, terms=step.terms[:1]) for step in kept))
    found = fitted(OWN.to_dict(), without)
    assert (found.variation.terms, found.variation.titles, found.variation.duties) == ((), (), ())
    assert (found.variation.extra_channels, found.variation.after_care) == (OWN.extra_channels, OWN.after_care)
    assert {one.what for one in found.left_out} == {"Aanpak", "Samen verder", "Maatje kiezen"}


def test_a_term_that_a_new_edition_no_longer_allows_is_left_out() -> None:
    found = fitted(replace(OWN, terms=(StepTerm("approach", 2), StepTerm("approach", 9))).to_dict(), STAPPENPLAN)
    assert [one.why.field for one in found.left_out] == ["terms.approach"]


def test_a_term_that_makes_another_one_wrong_is_left_out_too() -> None:
    found = fitted(Variation(terms=(StepTerm("signal", 8),)).to_dict(), STAPPENPLAN)
    assert found.variation.terms == ()
    assert len(found.left_out) == 1


def test_a_title_stays_when_a_term_is_left_out_for_what_another_one_became() -> None:
    titles = (StepTitle("close", "Klaar"),)
    found = fitted(Variation(terms=(StepTerm("signal", 8),), titles=titles).to_dict(), STAPPENPLAN)
    assert found.variation == Variation(titles=titles)


def test_of_several_only_the_one_that_does_not_fit_is_left_out() -> None:
    duties = tuple(
        ExtraDuty(f"extra_{n}", step, "Taak") for n, step in enumerate(("signal", "gone", "close", "signal"))
    )
    channels = tuple(Channel(f"channel_{n}", title) for n, title in enumerate(("App", "Gebeld", "", "Brief")))
    found = fitted(Variation(duties=duties, extra_channels=channels).to_dict(), STAPPENPLAN)
    assert found.variation == Variation(duties=(duties[0], duties[3]), extra_channels=(channels[0], channels[3]))
    assert sorted(one.what for one in found.left_out) == ["", "Gebeld", "Taak", "Taak"]


def test_of_too_many_ways_to_inform_the_first_five_hold() -> None:
    eight = tuple(Channel(f"channel_{n}", f"Manier {n}") for n in range(1, 9))
    found = fitted(Variation(extra_channels=eight).to_dict(), STAPPENPLAN)
    assert found.variation.extra_channels == eight[:5]
    assert [one.what for one in found.left_out] == ["Manier 8", "Manier 7", "Manier 6"]


def test_a_step_that_nobody_knows_any_more_is_called_by_its_key() -> None:
    found = fitted(replace(OWN, terms=(StepTerm("gone", 1),)).to_dict(), STAPPENPLAN)
    assert [one.what for one in found.left_out] == ["gone"]


def test_where_the_protocol_itself_is_wrong_no_choice_holds_and_reading_goes_on() -> None:
    steps = (
        replace(step, terms=(replace(step.terms[0], school_days=1),)) if step.key == "analyse" else step
        for step in STAPPENPLAN.steps
    )
    found = fitted(OWN.to_dict(), replace(STAPPENPLAN, steps=tuple(steps)))
    assert found.variation == Variation()


@pytest.mark.parametrize(
    "wrong",
    [
        Variation(extra_channels=tuple(Channel(f"channel_{n}", f"Manier {n}") for n in range(1, 9))),
        Variation(duties=tuple(ExtraDuty(f"extra_{n}", "signal", f"Taak {n}") for n in range(1, 9))),
        Variation(duties=(ExtraDuty("extra_1", "close", ""), ExtraDuty("extra_1", "signal", "x" * 99, "\x01"))),
        Variation(after_care=()),
        Variation(after_care=(AfterCare(weeks=9), AfterCare(weeks=2))),
        Variation(titles=(StepTitle("approach", ""), StepTitle("close", "Klaar"))),
        Variation(terms=(StepTerm("signal", 10), StepTerm("analyse", 1), StepTerm("gone", 0))),
    ],
)
def test_whatever_is_wrong_what_is_left_can_be_carried_out(wrong: Variation) -> None:
    found = fitted(wrong.to_dict(), STAPPENPLAN)
    assert found.left_out
    assert apply(STAPPENPLAN, found.variation)


@pytest.mark.parametrize("stored", [None, [], "tekst", {"version": 99}, {"version": 2, "terms": 3}])
def test_what_cannot_be_read_is_the_protocol_itself(stored: object) -> None:
    found = fitted(stored, STAPPENPLAN)
    assert found.variation == Variation()
    assert [one.why for one in found.left_out] == [UNREADABLE]


def test_the_last_edition_is_current_and_every_edition_can_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    second = replace(STAPPENPLAN, edition="2")
    monkeypatch.setitem(PROTOCOLS, "stappenplan", (STAPPENPLAN, second))
    assert current("stappenplan") is second
    assert edition_of("stappenplan", "1") is STAPPENPLAN
    with pytest.raises(KeyError, match="'stappenplan', '3'"):
        edition_of("stappenplan", "3")


def test_every_edition_that_was_written_is_listed() -> None:
    """In a file of its own it is nothing yet: no case begins with it, and no test looks at it."""
    modules = [import_module(f"kring.protocol.{one.name}") for one in iter_modules(kring.protocol.__path__)]
    written = [one for module in modules for one in vars(module).values() if isinstance(one, Protocol)]
    listed = [edition for editions in PROTOCOLS.values() for edition in editions]
    assert [one for one in written if one not in listed] == []
    assert len(written) >= len(listed)


def test_every_protocol_stands_under_its_own_key() -> None:
    for key, editions in PROTOCOLS.items():
        assert {edition.key for edition in editions} == {key}
        assert len({edition.edition for edition in editions}) == len(editions)


def test_a_schools_own_definition_holds_in_another_protocol_and_its_words_for_the_questions_do_not() -> None:
    ours = Variation(
        protocol="stappenplan",
        definition="Pesten is steeds weer.",
        own_tests=(OwnTest("harm", "Doet het zeer?"), OwnTest("by_whom", answers=(("one", "Eén kind"),))),
    )
    found = fitted(ours.to_dict(), replace(STAPPENPLAN, key="other"))
    assert found.variation == Variation(definition="Pesten is steeds weer.")
    assert [(one.what, one.why) for one in found.left_out] == [("Doet het zeer?", OF_ANOTHER), ("Eén kind", OF_ANOTHER)]


def test_words_for_a_question_that_a_new_edition_does_not_ask_are_left_out_and_told() -> None:
    ours = Variation(own_tests=(OwnTest("harm", "Doet het zeer?"), OwnTest("gone", "Wat nog?")))
    found = fitted(ours.to_dict(), STAPPENPLAN)
    assert found.variation == Variation(own_tests=ours.own_tests[:1])
    assert [(one.what, one.why.sentence) for one in found.left_out] == [
        ("Wat nog?", "Deze vraag staat niet in het protocol.")
    ]


def test_a_definition_has_no_place_in_a_protocol_that_asks_by_none() -> None:
    steps = tuple(replace(step, tests=None) for step in STAPPENPLAN.steps)
    found = fitted(Variation(definition="Pesten is steeds weer.").to_dict(), replace(STAPPENPLAN, steps=steps))
    assert found.variation == Variation()
    assert [one.why.sentence for one in found.left_out] == ["Dit protocol kent geen definitie van pesten."]
