"""What a case says beside what is to be done: that it is closed, or that a holiday would make a child wait."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kring import words
from kring.cases.case_file import CaseFile
from kring.cases.last_year import gone_by
from kring.protocol.due import Due
from kring.protocol.terms import Ending, Role, total
from kring.web.road.links import Go


@dataclass(frozen=True)
class Notice:
    """`look` is the class of its colour, "" for attention."""

    look: str
    icon: str
    strong: str
    text: str = ""
    link: Go | None = None


def notice_of(file: CaseFile, today: date) -> Notice | None:
    """What must be said first, or None when there is nothing."""
    visit = file.progress.current
    if visit is None:
        return _closed(file, today)
    if visit.due is None or visit.due.on <= today:  # the card Nu says so itself
        return None
    return _gone_by_then(file, visit.due, today) or _stretched(file, visit.due, today)


ENDED = total(
    {
        Ending.TEASING: gettext_lazy("Het was plagen, en er zijn afspraken gemaakt."),
        Ending.STOPPED: gettext_lazy("Het pesten is gestopt."),
        Ending.OTHERWISE: "",
        Ending.MISTAKE: gettext_lazy("De zaak was per ongeluk geopend: de kinderen hadden er niets mee te maken."),
    },
    Ending,
)


def _closed(file: CaseFile, today: date) -> Notice:
    case = file.case
    ended = str(ENDED[Ending(case.ended_as)])
    on = file.progress.closed_on
    day = words.day_and_month(on, today) if on else ""
    return Notice("calm", "folder-check", _("Deze zaak is afgesloten op %(day)s.") % {"day": day}, ended)


def _gone_by_then(file: CaseFile, due: Due, today: date) -> Notice | None:
    """A child of the last year group is not here any more on that day: said in time, with a day before the summer."""
    gone = gone_by(file, due.on)
    if gone is None:
        return None
    who = words.listed(file.name_of(child) for child in gone.children)
    strong = ngettext(
        "Op %(day)s zit %(who)s niet meer op deze school.",
        "Op %(day)s zitten %(who)s niet meer op deze school.",
        len(gone.children),
    ) % {"day": words.day(due.on, today), "who": who}
    if gone.last_day < today:
        return Notice("info", "calendar-off", strong, _("Spreek met de nieuwe school af wie het overneemt."))
    text = _("De laatste schooldag is %(day)s.") % {"day": words.day(gone.last_day, today)}
    link = Go(_("Kies een dag vóór de zomer"), reverse("plan_step", args=[file.case.pk]))
    return Notice("info", "calendar-off", strong, text, link)


def _stretched(file: CaseFile, due: Due, today: date) -> Notice | None:
    """A holiday makes the term longer: say so, and offer a day before it."""
    if due.stretch is None or due.brought_forward:
        return None
    child = words.listed(file.name_of(target) for target in file.with_role(Role.TARGET))
    strong = _("Door vrije dagen wacht %(child)s langer: tot %(day)s.") % {
        "child": child,
        "day": words.day(due.on, today),
    }
    closed = words.period(due.stretch.first_closed, due.stretch.last_closed, today)
    text = _("Er is dan geen school voor deze kinderen: %(period)s.") % {"period": closed}
    if due.before_holiday(today) is None:
        return Notice("info", "calendar-off", strong, text)
    link = Go(_("Kies een dag vóór de vakantie"), reverse("plan_step", args=[file.case.pk]))
    return Notice("info", "calendar-off", strong, text, link)
