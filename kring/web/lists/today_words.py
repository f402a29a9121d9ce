"""What a line of Vandaag says for each kind of duty: its icon, its sentence and the words on its button."""

from collections.abc import Sequence

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kring import words
from kring.cases.models import Involved
from kring.cases.queries import TodayLine
from kring.cases.team import who_saw_something
from kring.cases.wording import Form, step_in_words
from kring.web.kinds import as_duty
from kring.web.kinds.safe_for_now import is_asked
from kring.web.kinds.told import Saying
from kring.web.road.children import called, parties_of

DECIDE = Saying("scale", _("Vraag beantwoorden"), "")
EVALUATE = Saying("clipboard-check", _("Evaluatie beginnen"), "")
CLOSE = Saying("folder-check", _("Zaak afsluiten"), _("Alles is gedaan. Kan de zaak worden afgesloten?"))
CHECK_BACK = Saying("history", _("Navraag doen"), _("De zaak is afgesloten met afspraken. Gaat het nog goed?"))

SAFE = Saying("shield", _("Antwoorden"), "")


def saying_of(line: TodayLine) -> Saying:
    """Which saying belongs to a line."""
    current = line.file.progress.current
    if line.safety:
        return SAFE
    if line.trails and line.task:
        return as_duty(line.task.duty.kind).today
    if current is None:
        return CHECK_BACK
    if current.step.ends_case:
        return CLOSE
    if line.task is None:
        return DECIDE
    return EVALUATE if current.begins_with(line.task) else as_duty(line.task.duty.kind).today


def title_of(line: TodayLine) -> str:
    """What the case of a line is called: `Sem en Daan, groep 6`; or whom it is about: `Ouders van Noor`."""
    if line.task and (title := as_duty(line.task.duty.kind).today.title):
        return title(line.file, line.task)
    return called(beside(line), line.file.names)


def beside(line: TodayLine) -> Sequence[Involved]:
    """The children whose groups stand in the title of a line; none when it names no group."""
    if line.task and (beside := as_duty(line.task.duty.kind).today.beside):
        return beside(line.file, line.task)
    return parties_of(line.file.people)


def step_of(line: TodayLine) -> str:
    """`Stap 3`, `Stap 4, eerste evaluatie`, `Stap 5, ronde 2`, `Nazorg`; `Navraag`, `Van Kring` for what none asks."""
    if line.safety:
        return gettext("Van Kring")
    if line.file.progress.current is None and not line.trails:
        return gettext("Navraag")  # it is closed: its last step asks nothing any more
    last = line.trails or line.file.progress.last
    step = step_in_words(last.step, last.round, Form.SHORT)
    if last.step.number and last.round == 1 and line.task and last.begins_with(line.task):
        return f"{step}, {words.lower_first(gettext(last.step.title))}"
    return step


def sentence_of(line: TodayLine, day: str) -> str:
    """What is asked, in one or two sentences; `day` is when it was due, for what is late."""
    saying, file, task = saying_of(line), line.file, line.task
    current = file.progress.current
    if line.safety:
        return is_asked(line.file, line.safety)
    if current and saying is DECIDE:
        return gettext(current.step.question)
    if current and saying is EVALUATE:
        return " ".join(filter(None, [gettext(current.step.question), _seen(who_saw_something(file))]))
    asks = as_duty(task.duty.kind).today.asks if task else saying.asks
    return asks(line, task, day) if callable(asks) and task else str(asks)


def _seen(people: int) -> str:
    """`Drie collega’s zagen iets sinds het vorige gesprek.`; "" when nobody did."""
    if not people:
        return ""
    return ngettext(
        "%(number)s collega zag iets sinds het vorige gesprek.",
        "%(number)s collega’s zagen iets sinds het vorige gesprek.",
        people,
    ) % {"number": words.capital(words.number(people))}
