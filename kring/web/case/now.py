"""The card Nu: the one thing that comes first in a case, by when, and the ways to do it."""

from dataclasses import dataclass, field, replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from kring.cases.case_file import CaseFile
from kring.cases.later import due_now
from kring.protocol.due import Due
from kring.protocol.progress import Task, Visit
from kring.protocol.terms import BULLIED, Ending, Whom
from kring.web.case.safety import SafetyPanel
from kring.web.case.tasks import TaskLine
from kring.web.kinds.later import go_later, later_words
from kring.web.kinds.proposal import wishes_of
from kring.web.road.by_when import by_when
from kring.web.road.links import Go
from kring.web.road.planned_words import move_to_today

MOST_BESIDE = 2
"""So many ways stand beside the button; more of them is no choice for somebody in a hurry."""


@dataclass(frozen=True)
class Now:
    """What comes first. `badge` says by when, `look` is its colour: late, today or "".

    `planned` says when the talk of it is, `later` why it comes after its term, `said` what the children want with it.
    `beside` the button stand at most two other ways; `more` are those that are seldom taken, `texts` what helps with
    doing it.
    """

    title: str
    button: Go | None
    badge: str = ""
    look: str = ""
    of_kring: bool = False
    planned: list[str] = field(default_factory=list)
    later: str = ""
    said: list[str] = field(default_factory=list)
    who: str = ""
    links: list[Go] = field(default_factory=list)
    beside: list[Go] = field(default_factory=list)
    more: list[Go] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    line: TaskLine | None = None
    is_safety: bool = False

    def without(self, lines: list[TaskLine]) -> list[TaskLine]:
        """The other lines of the checklist."""
        return [line for line in lines if line is not self.line]


def now_in(
    file: CaseFile, lines: list[TaskLine], safety: SafetyPanel | None, closing: Go | None, today: date
) -> Now | None:
    """What comes first: whether the children are safe, the first duty or the question, closing, or looking back."""
    current = file.progress.current
    if current is None:
        return _looks_back(file, today)
    if safety and safety.question:
        return _safety_first(safety)
    for line in lines:
        if line.state == "next":
            return _of_line(file, current, line, today)
    return _closes(file, current, closing, today) if closing else None


def _safety_first(safety: SafetyPanel) -> Now:
    """Whether the bullied children are safe for now is asked before all that the protocol asks (decision 067)."""
    return Now(
        title=safety.question,
        badge=safety.by_when,
        look="late" if safety.late else "today",
        of_kring=True,
        button=Go(_("Antwoorden"), safety.url, safety.question),
        texts=safety.answers,
        is_safety=True,
    )


def _of_line(file: CaseFile, visit: Visit, line: TaskLine, today: date) -> Now:
    """The duty or the question that is next in this visit, as its line of the checklist tells it."""
    badge, look = _by_when(file, visit, today)
    button, beside, rest = _ways(file, line, today, visit.due)
    shown = {one.url for one in (*beside, *rest)}
    return Now(
        title=line.title,
        badge=badge,
        look=look,
        of_kring=line.of_kring,
        planned=[one.text for one in line.planned],
        later=later_words(file, due_now(file, today), today),
        said=_said(file, line.task),
        who=line.who,
        links=line.links,
        button=button,
        beside=beside,
        more=[*rest, *(go for planned in line.planned for go in planned.links if go.url not in shown)],
        texts=line.texts,
        line=line,
    )


def _by_when(file: CaseFile, visit: Visit, today: date) -> tuple[str, str]:
    """By when this visit is to be done, with its colour; nothing where no day is known."""
    if visit.due is None:
        return "", ""
    return by_when(visit.due.on, today, file.calendar, late=visit.is_late(today))


def _closes(file: CaseFile, visit: Visit, closing: Go, today: date) -> Now:
    heard = file.progress.ends_as is not Ending.TEASING
    stays = _("Alles van het protocol is gedaan. De zaak blijft openstaan tot iemand die afsluit.")
    needs = _("Met de reden, en met wat het kind er zelf van zegt.") if heard else _("Met de reden.")
    badge, look = _by_when(file, visit, today)
    return Now(
        title=_("Afsluiten"),
        badge=badge,
        look=look,
        button=closing if closing.url else None,
        who="" if closing.url else closing.text,
        texts=[stays, needs] if closing.url else [stays],
    )


def _looks_back(file: CaseFile, today: date) -> Now | None:
    """Of a closed case the day on which somebody looks back; None when none was chosen, or somebody did."""
    check_on = file.progress.check_on
    if check_on is None:
        return None
    badge, look = by_when(check_on, today, file.calendar, late=check_on < today)
    button = Go(_("Navraag vastleggen"), reverse("check_back", args=[file.case.pk]))
    return Now(title=_("Vragen hoe het nu gaat"), badge=badge, look=look, button=button)


def _ways(file: CaseFile, line: TaskLine, today: date, due: Due | None) -> tuple[Go | None, list[Go], list[Go]]:
    """The button that is true now, what stands beside it, and what comes after that.

    A talk that is planned past its term is first moved to today; one that is planned can be moved; who has no talk to
    come can get one. Where the term has come, it can be said why it is not met.
    """
    record, later = line.together or line.action, go_later(file, today)
    alone = [replace(line.action, text=_("Alleen dit"))] if line.together and line.action else []
    last = [later] if later else []
    if move := move_to_today(file, line.planned, due.on if due else None, today):
        return move, ([record] if record else []) + last, alone
    beside = [*alone, line.planned[0].move, *line.plan] if line.planned else [*alone, *line.plan]
    most = MOST_BESIDE - len(last)
    return record, [*beside[:most], *last], beside[most:]


def _said(file: CaseFile, task: Task | None) -> list[str]:
    """What each bullied child answered when it was asked how it wants the talk with both parties."""
    if task is None or task.duty.whom is not Whom.EACH_OF_BOTH:
        return []
    return wishes_of(
        file, [child for child in file.everyone if child.role in BULLIED and str(child.pk) in task.missing]
    )
