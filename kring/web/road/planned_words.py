"""A planned talk in words, with what can be done about it: on the case page and on Vandaag."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from kring import words
from kring.cases.case_file import CaseFile
from kring.cases.planned_talks import PlannedTalk, planned_talks
from kring.cases.title import MOST_NAMES
from kring.protocol.terms import Kind
from kring.web.road.links import Go
from kring.web.road.names import about_words, guardian_words


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """`Gesprek met Sem: morgen om 14.05 uur.` and the ways to move it, cancel it and take it along."""

    asked: tuple[str, int, str]  # the step, its round and the duty that ask for it
    text: str
    links: list[Go]
    on: date

    @property
    def move(self) -> Go:
        return self.links[0]


def planned_lines(file: CaseFile, today: date) -> list[PlannedLine]:
    """The talks that are planned in this case, the first one first."""
    return [_line(file, planned, today) for planned in planned_talks(file)]


def move_to_today(file: CaseFile, planned: Sequence[PlannedLine], due_on: date | None, today: date) -> Go | None:
    """The way to move to today what is planned past its term; None when nothing is, and on a day without school.

    `planned` are the talks of one duty, the first one first.
    """
    coming = [one for one in planned if one.on > today]
    if not coming or due_on is None or due_on >= coming[0].on or not file.calendar.is_school_day(today):
        return None
    return Go(_("Verzet naar vandaag"), f"{coming[0].move.url}?naar=vandaag", coming[0].move.aside)


def with_words(file: CaseFile, planned: PlannedTalk) -> str:
    """`Gesprek met Sem`. Guardians by what they are to whom: this may be seen over a shoulder."""
    if planned.task.duty.kind is Kind.CONSULT:
        return _("Overleg met de {coordinator}")
    order = [str(child.pk) for child in file.everyone] + [str(link.pk) for link in file.guardianships]
    about = sorted(planned.fact.about, key=lambda key: order.index(key) if key in order else len(order))
    return _("Gesprek met %(who)s") % {"who": about_words(file, about, guardian=guardian_words)}


def _briefly(file: CaseFile, planned: PlannedTalk) -> str:
    """`Gesprek met vijf kinderen`, where their names would be a line by themselves; "" for fewer."""
    many = len([key for key in planned.fact.about if file.child(key)])
    if many <= MOST_NAMES:
        return ""
    return _("Gesprek met %(number)s kinderen") % {"number": words.number(many)}


def when_words(planned: PlannedTalk, today: date) -> str:
    """`morgen om 14.05 uur`."""
    return words.at_clock(words.near_day(planned.fact.on, today), planned.talk.begins)


def _line(file: CaseFile, planned: PlannedTalk, today: date) -> PlannedLine:
    fact = [file.case.pk, planned.fact.pk]
    who, when = with_words(file, planned), when_words(planned, today)
    past = planned.is_past(today)
    sentence = _("%(who)s: was gepland, %(when)s.") if past else _("%(who)s: %(when)s.")
    due = planned.due
    text = sentence % {"who": _briefly(file, planned) or who, "when": when}
    if not past and due is not None and today <= due.on < planned.fact.on:
        # A later talk may be the only one that can be had, but nobody should plan past a term unnoticed; of one that
        # has passed the badge tells.
        late = _("De richttermijn is %(day)s.") if due.guideline else _("Deze stap moet %(day)s al klaar zijn.")
        text += " " + late % {"day": words.day(due.on, today)}
    links = [
        Go(_("Verzetten"), reverse("correct", args=fact), who),
        Go(_("Afzeggen"), reverse("withdraw", args=fact), who),
    ]
    if not past:
        links.append(Go(_("In mijn agenda zetten"), reverse("planned_talk_file", args=fact), who))
    asked = (*planned.fact.place, planned.fact.duty)
    return PlannedLine(asked, text, links, on=planned.fact.on)
