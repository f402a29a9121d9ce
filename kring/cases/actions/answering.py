"""Somebody says what was done about a danger (row S1d), or whether the bullied children are safe for now."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions.change import Change, changing, check_children, check_day_in_case
from kring.cases.danger import danger_now
from kring.cases.errors import Refused
from kring.cases.models import Fact
from kring.cases.safety import LONGEST_WATCH
from kring.cases.wording import PLACES
from kring.protocol.terms import Role
from kring.school.act import Act


def answer_danger(*, act: Act, case_id: UUID, on: date, answered: bodies.DangerAnswered) -> Fact:
    """Keep that this danger was seen and what was done: it is then on nobody's Vandaag any more, for all at once.

    Refused when there is none (any more), or without saying who was called and what came of it.
    """
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return change.repeated
        change.must_be_open()
        if change.correcting() is None and not danger_now(change.file, change.file.reports).signs:
            raise Refused(None, _("Er is in deze zaak geen gevaar (meer) genoteerd."))
        check_day_in_case("on", on, change)
        if not answered.called.strip():
            raise Refused("called", _("Wie heb je gebeld of gesproken? Schrijf het op."))
        if not answered.done.strip():
            raise Refused("done", _("Schrijf op wat er is gedaan. Eén zin is genoeg."))
        return change.record(answered, on=on)


def answer_safety(
    *,
    act: Act,
    case_id: UUID,
    safe: Sequence[str],
    not_yet: Sequence[str],
    watch: bodies.SafeForNow,
    until_on: date | None,
) -> list[Fact]:
    """Say which bullied children are safe for now, and of the others who watches, where and until when (decision 067).

    `safe` and `not_yet` hold ids of Involved. It can be said anew as often as it changes.
    """
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return [change.repeated]
        former = change.correcting()
        change.must_be_open()
        if former is None and change.file.protocol.safe_for_now is None:
            raise Refused(None, _("Jullie school laat deze vraag weg."))
        check_children("safe", [*safe, *not_yet], change)
        _check_bullied(change, safe, not_yet)
        if not_yet:
            _check_watch(change, watch, until_on)
        answers = [(safe, bodies.SafeForNow(), None), (not_yet, watch, until_on)]
        on = former.on if former else act.today
        return [change.record(body, on=on, about=about, until_on=until) for about, body, until in answers if about]


def _check_bullied(change: Change, safe: Sequence[str], not_yet: Sequence[str]) -> None:
    """Refuses a child that is not bullied, or about whom both is said."""
    bullied = {str(child.pk) for child in change.file.with_role(Role.TARGET)} | change.was_about
    if not {*safe, *not_yet} <= bullied:
        raise Refused("safe", _("Dit gaat over de kinderen die gepest worden."))
    if set(safe) & set(not_yet):
        raise Refused("safe", _("Kies bij ieder kind één antwoord."))


def _check_watch(change: Change, watch: bodies.SafeForNow, until_on: date | None) -> None:
    if not watch.who.strip():
        raise Refused("who", _("Schrijf op wie er oplet."))
    if not watch.places or not set(watch.places) <= set(PLACES):
        raise Refused("places", _("Kies minstens één plek."))
    today = change.act.today
    if until_on is None or until_on < today:
        raise Refused("until_on", _("Kies vandaag of een dag erna."))
    if until_on > change.file.calendar.after(today, LONGEST_WATCH):
        raise Refused("until_on", _("Kies hoogstens twee schoolweken. Daarna kijk je opnieuw."))
