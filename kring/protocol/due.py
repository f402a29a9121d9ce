"""By which day a step must be done: its term counted on the school's calendar, or an earlier day that was chosen."""

from dataclasses import dataclass
from datetime import date

from kring.protocol.calendar import SchoolCalendar, Stretch
from kring.protocol.facts import Facts
from kring.protocol.terms import Anchor, Term


@dataclass(frozen=True)
class ChosenDay:
    """In the place of a term: a day that a person chose in one case. As every term of after-care it is a guideline."""

    on: date
    counted_from: Anchor = Anchor.ENTRY
    guideline: bool = True


@dataclass(frozen=True)
class Due:
    """When a step must be done, always a school day; `term_on` is where the protocol's own term ends."""

    on: date
    term_on: date
    guideline: bool
    stretch: Stretch | None = None

    @property
    def brought_forward(self) -> bool:
        return self.on < self.term_on

    def still_possible(self, today: date, calendar: SchoolCalendar) -> date:
        """The day to plan for: `on`, or when that has been the first school day after today."""
        return self.on if self.on >= today else calendar.after(today, 1)

    def before_holiday(self, today: date) -> date | None:
        """The last school day before the holiday that makes a child wait longer, when it is still to come."""
        before = self.stretch.last_school_day_before if self.stretch else None
        return before if before and today <= before < self.on else None


def due_of(
    step: str, round: int, term: Term | ChosenDay, *, since: date, facts: Facts, calendar: SchoolCalendar
) -> Due:
    """When this round of a step must be done, with its term counted from the day `since`."""
    term_on = end_of(term, since, calendar)
    stretch = calendar.stretched(since, _plain_end(term, since, calendar), term_on)
    # A day from before the term begins was chosen when the case was expected to come here sooner.
    plans = [fact.on for fact in facts.planned if (fact.step, fact.round) == (step, round) and fact.on >= since]
    # An earlier date may be chosen, a later one never (decision 1).
    on = min(calendar.on_or_after(plans[-1]), term_on) if plans else term_on
    return Due(on, term_on, term.guideline, stretch)


def end_of(term: Term | ChosenDay, anchor: date, calendar: SchoolCalendar) -> date:
    """The last day of a term that is counted from the day `anchor`; of a chosen day that day."""
    if isinstance(term, ChosenDay):
        return calendar.on_or_after(term.on)
    if term.months:
        return calendar.months_after(anchor, term.months)
    if term.weeks:
        return calendar.weeks_after(anchor, term.weeks)
    return calendar.after(anchor, term.school_days)


def _plain_end(term: Term | ChosenDay, anchor: date, calendar: SchoolCalendar) -> date:
    """Where the term would end if only weekends were free."""
    return end_of(term, anchor, SchoolCalendar())
