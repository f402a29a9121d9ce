"""The path of a case: every time it was in a step, where it is now, and the steps ahead."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kring import words
from kring.cases.bodies import Closed
from kring.cases.case_file import CaseFile
from kring.cases.foresight import after_finishing
from kring.cases.wording import Form, step_in_words
from kring.protocol.progress import Visit, steps_ahead
from kring.protocol.terms import Anchor, Step, Term


@dataclass(frozen=True)
class PathStep:
    """One mark on the path. `state` is the class of its look; `state_words` says the same to the ear."""

    title: str
    mark: str
    icon: str
    state: str
    state_words: str
    when: str
    url: str
    current: bool
    shown: bool


def path_of(file: CaseFile, shown: Visit | None, today: date) -> list[PathStep]:
    """The whole path. `shown` is the visit that the page shows, None for the one the case is in."""
    progress = file.progress
    steps = [_been(file, visit, index, shown, today) for index, visit in enumerate(progress.visits, start=1)]
    if progress.current is not None:
        steps += _coming(file, progress.current, today)
    return steps


def next_of(file: CaseFile) -> Visit | None:
    """What comes after the step that the case is in, with its day, once nothing that is left changes that day."""
    current, following = file.progress.current, after_finishing(file).last
    if current is None or following.place == current.place or following.due is None:
        return None
    return following if all(task.settled for task in current.tasks if task.duty.settles_date) else None


def answer_words(visit: Visit) -> str:
    """The answer to this step's question in a word or two, to stand beside its day; "" when it was not answered."""
    return _(visit.outcome.word or visit.outcome.title) if visit.outcome else ""


def visit_title(visit: Visit) -> str:
    """`Tweede evaluatie, ronde 2`."""
    return step_in_words(visit.step, visit.round, Form.TITLE)


def _been(file: CaseFile, visit: Visit, index: int, shown: Visit | None, today: date) -> PathStep:
    current = visit is file.progress.current
    late = current and visit.is_late(today)
    number = str(visit.step.number or "")
    if current:
        state, mark, icon = ("late" if late else "current"), number, _icon(visit.step)
        said = _("nu bezig, te laat") if late else _("nu bezig")
    elif visit.closed and not visit.step.ends_case:
        state, mark, icon, said = "waived", "", "minus", _("de zaak is hier afgesloten")
    elif visit.finished_on and visit.tasks and all(task.state == "waived" for task in visit.tasks):
        state, mark, icon, said = "waived", "", "minus", _("hoefde niet")
    else:
        state, mark, icon, said = "done", "", "check", _("afgesloten") if visit.closed else _("gedaan")
    return PathStep(
        title=visit_title(visit),
        mark=mark,
        icon=icon,
        state=f"{state} shown" if visit is shown else state,
        state_words=said,
        when=_when(file, visit, current, today),
        url="" if visit is (shown or file.progress.current) else "?" if current else f"?stap={index}",
        current=current,
        shown=visit is shown,
    )


def _icon(step: Step) -> str:
    """The icon of a step that has no number."""
    if step.number:
        return ""
    return "flag" if step.ends_case else "heart-handshake"


def _when(file: CaseFile, visit: Visit, current: bool, today: date) -> str:
    if visit.finished_on or visit.closed:
        day = words.day_and_month(visit.finished_on or _closed_on(file, visit), today)
        outcome = answer_words(visit)
        return words.capital(f"{outcome}, {day}") if outcome else day
    if visit.due is None or not current:
        return ""
    if visit.due.on < today:
        day = words.day_and_month(visit.due.on, today)
        return (
            _("richttermijn was %(day)s") % {"day": day} if visit.due.guideline else _("moest %(day)s") % {"day": day}
        )
    return words.due(visit.due.on, today, file.calendar)


def _closed_on(file: CaseFile, visit: Visit) -> date:
    """The day the case was closed while it stood in this visit."""
    return file.of(Closed, at=visit)[0].fact.on


def _coming(file: CaseFile, current: Visit, today: date) -> Iterator[PathStep]:
    before, following = current.step, next_of(file)
    for step in steps_ahead(file.protocol, current):
        known = following.due if following and following.step is step else None
        yield PathStep(
            title=_(step.title),
            mark=str(step.number or ""),
            icon=_icon(step),
            state="",
            state_words=_("komt nog"),
            when=words.near_day(known.on, today) if known and known.on >= today else term_words(step.term(1), before),
            url="",
            current=False,
            shown=False,
        )
        before = step


def term_words(term: Term | None, before: Step) -> str:
    """`een week na stap 3`, `binnen 2 schooldagen na stap 2`."""
    if term is None:
        return ""
    span = _span(term)
    if before.number is None or term.counted_from is Anchor.ENTRY:
        return span
    if term.counted_from is Anchor.REPORT:
        return _("%(span)s na de melding") % {"span": span}
    return _("%(span)s na stap %(number)s") % {"span": span, "number": before.number}


def _span(term: Term) -> str:
    if term.months:
        return ngettext("een maand", "%(n)s maanden", term.months) % {"n": words.number(term.months)}
    if term.weeks:
        return ngettext("een week", "%(n)s weken", term.weeks) % {"n": words.number(term.weeks)}
    return ngettext("binnen één schooldag", "binnen %(n)s schooldagen", term.school_days) % {
        "n": words.number(term.school_days)
    }
