"""Signs of danger in a case: the panel on top that says what to do, whom to call, and who did it (row S1d)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from kring import words
from kring.cases.bodies import Danger
from kring.cases.case_file import CaseFile
from kring.cases.danger import Advice, Call, advice_at, danger_now, each_once
from kring.cases.models import Report
from kring.school.models import StaffMember
from kring.school.rights import Right, may
from kring.web.kinds.danger_answered import answers_told

SAID_FOR = timedelta(days=7)
"""How long a case says on top that its danger is over: it left the Vandaag of all whom it asked by itself."""


@dataclass(frozen=True)
class DangerPanel:
    """What was seen with what to do, whom to call, whose number the school has not filled in yet, and what was done.

    Without advice the danger is over, and only who did what is told. `fill_in_url` is where a reader who keeps the
    numbers fills them in, "" for all others.
    """

    advice: list[Advice]
    calls: tuple[Call, ...]
    without_number: str
    fill_in_url: str
    answers: list[tuple[str, str]]
    waits: bool
    url: str


def danger_panel(file: CaseFile, reports: Iterable[Report], reader: StaffMember, today: date) -> DangerPanel | None:
    """The panel, or None when there was no danger lately. Every number stands in it once, the most urgent first."""
    now, school = danger_now(file, reports), file.case.school
    answers, url = answers_told(now, today), reverse("call_now", args=[file.case.pk])
    if not now.signs:
        lately = file.progress.current and answers and today - now.answers[-1].fact.on < SAID_FOR
        return DangerPanel([], (), "", "", answers, waits=False, url=url) if lately else None
    advice = advice_at(school, now.signs, today)
    missing = [] if school.phone_head else [_("de directeur")]
    if not school.phone_coordinator and set(now.signs) != {Danger.STAFF}:
        missing.append(_("de {coordinator}"))
    return DangerPanel(
        advice,
        each_once(call for one in advice for call in one.calls),
        words.listed(missing),
        fill_in_url=reverse("school_settings") if missing and may(reader, Right.PROTOCOL) else "",
        answers=answers,
        waits=now.waits,
        url=url,
    )
