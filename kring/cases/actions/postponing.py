"""Saying why what is due comes later, and when it does come: the term stays where it is (decision 130)."""

from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring import words
from kring.cases import bodies, letters
from kring.cases.access import Need
from kring.cases.actions.change import changing
from kring.cases.errors import NoLongerAsked, Refused
from kring.cases.later import due_now
from kring.cases.models import Fact
from kring.cases.recipients import Occasion
from kring.protocol.progress import VisitKey
from kring.school.act import Act

WHAT_ELSE = gettext_lazy("Schrijf op waarom het nu niet lukt.")
LONGEST = timedelta(days=70)
"""As long as the summer holiday with what lies around it."""


def say_later(
    *, act: Act, case_id: UUID, later: bodies.Later, until_on: date, duty: str = "", at: VisitKey | None = None
) -> Fact:
    """Keep why a term that has come is not met, and the day on which it is done after all. The coordinator is told.

    `duty` names what an earlier step left to be told; without it, it is the step that the case is in. `at` is the step
    of which the form was shown.
    """
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return change.repeated
        change.must_be_open()
        found = due_now(change.file, act.today, duty)
        if found is None or at not in (None, found.visit.place):
            raise NoLongerAsked(None, _("Dit hoeft nu niet later: het is al gedaan, of het is nog niet zover."))
        if later.why is bodies.WhyLater.OTHER and not later.note.strip():
            raise Refused("note", str(WHAT_ELSE))
        if until_on <= act.today:
            raise Refused("until_on", _("Kies een dag die nog komt."))
        if until_on > act.today + LONGEST:
            raise Refused("until_on", _("Dat is meer dan tien weken. Kies een dag die eerder komt."))
        day = change.file.calendar.on_or_after(until_on)
        fact = change.record(later, on=act.today, duty=duty, outcome=later.why, until_on=day, visit=found.visit)
        with letters.in_words_of(change.case.school):
            until = words.day(day, act.today)
        letters.send(
            "later",
            Occasion(case=change.case, by=act.by),
            at=act.at,
            once=fact.pk,
            who=act.by.name,
            step=found.visit.step.title,
            day=until,
        )
        return fact
