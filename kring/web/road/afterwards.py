"""What a teacher reads after saving: what is still to be done in this step, or which step comes now and by when."""

from datetime import date

from django.utils.translation import gettext as _

from kring import words
from kring.cases.held import HeldCase
from kring.cases.wording import Form, step_in_words
from kring.protocol.progress import Visit
from kring.protocol.terms import gettext_noop


def what_is_next(held: HeldCase, before: Visit, *, saved: str = "") -> str:
    """The sentence after saving. `before` is the visit that the form was written in; `saved` comes before it."""
    saved = saved or _("Bewaard.")
    current = held.now.progress.current
    if current is None:
        return saved
    if (current.step.key, current.round) != (before.step.key, before.round):
        if before.finished_on:  # written in a step that was finished already
            return saved
        done = _("%(step)s afgerond.") % {"step": step_in_words(before.step, form=Form.SHORT)}
        return f"{done} {coming(current, held.today)}"
    return f"{saved} {_still(current)}".strip()


def coming(visit: Visit, today: date) -> str:
    """The step that a case now comes to, with its day."""
    if visit.step.ends_case:
        return _("Alles is gedaan. Je kunt de zaak nu afsluiten.")
    if visit.step.outcomes and not visit.tasks:
        return _("Nu de vraag: %(question)s") % {"question": _(visit.step.question)}
    if visit.due is None:
        return _("Nu: %(step)s.") % {"step": _(visit.step.title)}
    if visit.due.on < today:
        late = (
            _("Nu: %(step)s. De richttermijn was %(day)s.")
            if visit.due.guideline
            else _("Nu: %(step)s. Dit moest %(day)s gedaan zijn: doe het op de eerste dag die kan.")
        )
        return late % {"step": _(visit.step.title), "day": words.near_day(visit.due.on, today)}
    return _(visit.step.coming or gettext_noop("%(step)s: %(day)s.")) % {
        "step": _(visit.step.title),
        "day": words.near_day(visit.due.on, today),
        "on_day": words.on_day(visit.due.on, today),
    }


def _still(visit: Visit) -> str:
    if visit.may_decide:
        return _("Nu de vraag: %(question)s") % {"question": _(visit.step.question)}
    first = visit.next_task
    if first is None:
        return ""
    title = _(first.duty.title)
    return _("Nu nog: %(title)s") % {"title": title if title.endswith(("?", "!")) else f"{title}."}
