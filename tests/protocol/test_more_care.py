"""Days that a person chose for after-care come beside its terms, each once, and change nothing of before (081).

The case comes into after-care on Monday 23 November 2026; its own terms end on 4 January and 23 February.
"""

from datetime import date, timedelta

from kring.protocol.facts import MoreCare
from tests.protocol.story import MONDAY, Story

SIX_WEEKS, THREE_MONTHS = date(2027, 1, 4), date(2027, 2, 23)
THE_7TH, THE_9TH, THE_14TH = date(2026, 12, 7), date(2026, 12, 9), date(2026, 12, 14)
THE_18TH = date(2027, 1, 18)


def in_after_care(*chosen: date) -> Story:
    """In its first round, with these days chosen there."""
    story = Story()
    story.through("-", "bullying", "-", "yes", "positive")
    assert story.step == "after_care"
    choose(story, *chosen)
    return story


def choose(story: Story, *days: date) -> None:
    step, round = story.current.place
    story.change(more_care=(*story.facts.more_care, *(MoreCare(step, round, day) for day in days)))


def to_come(story: Story) -> list[date]:
    """The days on which after-care is still to be held, the first on top."""
    assert story.current.due
    return [story.current.due.on, *story.current.again_on]


def test_after_care_is_held_on_each_chosen_day_and_at_each_term_and_on_each_once() -> None:
    story = in_after_care(THE_18TH, THE_7TH)
    days = [THE_7TH, SIX_WEEKS, THE_18TH, THREE_MONTHS]
    assert to_come(story) == days
    while len(days) > 1:
        story.until(days.pop(0))
        story.through("well")
        assert (story.step, to_come(story)) == ("after_care", days)
    story.through("well")
    assert story.step == "close"


def test_a_chosen_day_on_which_a_term_ends_is_held_once() -> None:
    assert to_come(in_after_care(SIX_WEEKS)) == [SIX_WEEKS, THREE_MONTHS]
    saturday = SIX_WEEKS - timedelta(days=2)
    assert to_come(in_after_care(saturday)) == [SIX_WEEKS, THREE_MONTHS]


def test_the_day_on_which_a_case_comes_into_after_care_may_be_chosen() -> None:
    assert to_come(in_after_care(MONDAY)) == [MONDAY, SIX_WEEKS, THREE_MONTHS]


def test_a_day_that_was_chosen_in_a_later_round_changes_nothing_of_an_earlier_one() -> None:
    story = in_after_care()
    story.through("well")
    choose(story, THE_14TH)
    assert to_come(story) == [THE_14TH, THREE_MONTHS]
    first = story.progress.visit("after_care", 1)
    assert first
    assert first.due
    assert (first.due.on, first.again_on) == (SIX_WEEKS, (THREE_MONTHS,))


def test_a_day_is_known_in_its_own_round_in_later_ones_and_in_every_other_step() -> None:
    chosen = MoreCare("after_care", 2, THE_14TH)
    assert not chosen.is_known_in(("after_care", 1))
    assert chosen.is_known_in(("after_care", 2))
    assert chosen.is_known_in(("after_care", 3))
    assert chosen.is_known_in(("aftercare", 1))


def test_when_it_is_back_the_days_to_come_are_kept_and_those_that_passed_are_not_asked_any_more() -> None:
    story = in_after_care(THE_7TH, THE_9TH, THE_18TH)
    story.until(THE_7TH)
    story.through("not_well")
    assert story.step == "second_evaluation"
    story.until(date(2026, 12, 21))
    story.through("positive")
    assert to_come(story) == [THE_18TH, date(2027, 2, 1), date(2027, 3, 22)]
