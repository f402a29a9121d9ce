"""The card of one step: what can be done, what waits for that, what is done, and what the protocol says here."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kring import words
from kring.cases.case_file import CaseFile
from kring.cases.saying import step_told
from kring.protocol.due import Due
from kring.protocol.progress import Visit
from kring.web.case.tasks import TaskLine, letting_go
from kring.web.road.resting import rests_on_proposal


@dataclass(frozen=True)
class StepCard:
    """The open step, or the one that is looked back at.

    `lines` can be done now, `locked` wait for those, `done` is behind us. `count` says how far it is. `waive_url` is
    where is said what is not needed, "" for who may not.
    """

    title: str
    quotes: list[str]
    remarks: list[str]
    lines: list[TaskLine]
    locked: list[TaskLine]
    locked_words: str
    done: list[TaskLine]
    count: str
    earlier: bool
    of_kring: bool
    waive_url: str


def step_card(file: CaseFile, visit: Visit, lines: list[TaskLine], today: date, *, leads: bool) -> StepCard:
    """The card of this visit, with these lines of its checklist; `leads`: whether the reader may let something go."""
    step, is_current = visit.step, visit is file.progress.current
    quotes = [*step.quotes, *(duty.quote for duty in step.every_duty()), *(outcome.quote for outcome in step.outcomes)]
    locked = [line for line in lines if line.state == "blocked"]
    asked = [task for task in visit.tasks if not task.duty.optional]
    settled = sum(task.settled for task in asked)
    return StepCard(
        title=step_told(file, step.key, visit.round),
        quotes=[_(quote) for quote in dict.fromkeys(quotes) if quote],
        remarks=_remarks(file, visit, today, is_current=is_current),
        lines=[line for line in lines if line.state in ("", "next")],
        locked=locked,
        locked_words=ngettext("Daarna nog één taak", "Daarna nog %(n)s taken", len(locked))
        % {"n": words.number(len(locked))},
        done=[line for line in lines if line.state not in ("", "next", "blocked")],
        count=_("%(done)s van %(of)s gedaan") % {"done": settled, "of": len(asked)} if asked and is_current else "",
        earlier=not is_current,
        of_kring=step.of_kring,
        waive_url=reverse("which_to_waive", args=[file.case.pk])
        if leads and is_current and any(letting_go(file))
        else "",
    )


def _remarks(file: CaseFile, visit: Visit, today: date, *, is_current: bool) -> list[str]:
    remarks = []
    if is_current and visit.due and (proposed := rests_on_proposal(visit.due.on, today, file.calendar)):
        remarks.append(proposed)
    if visit.finished_on:
        remarks.append(_("Klaar sinds %(day)s.") % {"day": words.day(visit.finished_on, today)})
    if visit.due and visit.due.brought_forward and is_current:
        remarks.append(_brought_forward(visit.due, today))
    if visit.held_early and visit.step.outcomes and visit.step.number and visit.due:
        remarks.append(
            _("Dit gesprek was eerder dan %(day)s, de dag van het protocol. Dat mag.")
            % {"day": words.day(visit.due.on, today)}
        )
    return remarks


def _brought_forward(due: Due, today: date) -> str:
    return _("Naar voren gehaald: %(day)s in plaats van %(term)s.") % {
        "day": words.day(due.on, today),
        "term": words.day(due.term_on, today),
    }
