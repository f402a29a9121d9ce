"""Agreements: making them, talking them over at an evaluation, phasing them out (rows S2c, S3c, S4b, S5b)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from kring.cases import bodies
from kring.cases.access import Need
from kring.cases.actions.change import Change, changing, check_day_in_case
from kring.cases.agreements import standing_agreements
from kring.cases.bodies import GoesOn
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import Fact
from kring.cases.wording import BEFORE_REPORT
from kring.protocol.terms import Kind
from kring.school.act import Act


def agree(*, act: Act, case_id: UUID, agreements: Sequence[bodies.Agreement], duty: str = "") -> list[Fact]:
    """Make agreements, or correct one (`act.corrects`). More can be added as long as the case is open."""
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return [change.repeated]
        if not agreements:
            raise Refused("what", _("Schrijf minstens één afspraak op."))
        former = change.corrected(bodies.Agreement)
        if former is None:
            task = change.current.task(duty) if duty else change.current.task_of(Kind.AGREE)
            if task is None or task.duty.kind is not Kind.AGREE:
                duty = ""  # an agreement between two duties: it counts, and no duty is met by it
            else:
                duty = change.task(task.duty.key, Kind.AGREE).duty.key
        adjusts = former.body.adjusts if former else None
        for agreement in agreements:
            if agreement.adjusts != adjusts:  # only talking them over puts one in the place of another
                raise NotAllowed(change.case.pk)
            _check(change, agreement)
        return [_record(change, agreement, duty) for agreement in agreements]


def review(
    *,
    act: Act,
    case_id: UUID,
    on: date,
    verdicts: Sequence[bodies.Verdict],
    adjusted: Sequence[bodies.Agreement] = (),
    duty: str = "",
) -> Fact:
    """Talk the agreements over: kept, partly or not, and how each goes on. `adjusted` are the new versions."""
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return change.repeated
        check_day_in_case("on", on, change)
        if not change.correcting():
            duty = change.task(duty, Kind.REVIEW).duty.key
        _check_verdicts(change, verdicts, every=True)
        if any(verdict.kept is None for verdict in verdicts):
            raise Refused("verdicts", _("Kies bij elke afspraak of die is nagekomen."))
        for agreement in adjusted:
            _check(change, agreement)
        asked = {verdict.agreement for verdict in verdicts if verdict.goes_on is GoesOn.ADJUST}
        told = {agreement.adjusts for agreement in adjusted}
        if not told <= asked:
            raise NotAllowed(change.case.pk)
        if asked - told:
            raise Refused("verdicts", _("Schrijf bij een bijgestelde afspraak op hoe die nu luidt."))
        made = _made_by_review(change, {verdict.agreement for verdict in verdicts})
        recorded = change.record(bodies.Review(verdicts=tuple(verdicts)), on=on, duty=duty)
        for agreement in adjusted:
            if agreement.adjusts in made:
                change.replace_with(made.pop(agreement.adjusts), agreement, on=act.today)
            else:
                _record(change, agreement, "")
        for former in made.values():  # adjusted the first time, and now not any more
            change.replace_with(
                former, bodies.Withdrawn(reason=_("De afspraak is toch niet bijgesteld.")), on=act.today
            )
        return recorded


def _made_by_review(change: Change, named: set[UUID]) -> dict[UUID, Fact]:
    """The agreements that took the place of one of these when it was talked over before, by that one's id."""
    return {
        made.body.adjusts: made.fact
        for made in change.file.of(bodies.Agreement)
        if made.body.adjusts and made.body.adjusts in named
    }


def phase_out(*, act: Act, case_id: UUID, verdicts: Sequence[bodies.Verdict], note: str = "", duty: str = "") -> Fact:
    """Say which agreements go on and which are phased out when (row S5b)."""
    with changing(act, case_id, Need.WRITE) as change:
        if change.repeated:
            return change.repeated
        if not change.correcting():
            duty = change.task(duty, Kind.PHASE_OUT).duty.key
        _check_verdicts(change, verdicts, every=True)
        return change.record(bodies.PhaseOut(verdicts=tuple(verdicts), note=note), on=act.today, duty=duty)


def _record(change: Change, agreement: bodies.Agreement, duty: str) -> Fact:
    return change.record(agreement, on=change.act.today, duty=duty)


def _check(change: Change, agreement: bodies.Agreement) -> None:
    if not agreement.what.strip():
        raise Refused("what", _("Schrijf op wat jullie afspreken."))
    if not agreement.who.strip():
        raise Refused("who", _("Schrijf op wie zich aan deze afspraak houdt."))
    if agreement.from_on < change.case.reported_on:
        raise Refused("from_on", str(BEFORE_REPORT))
    if agreement.until_on and agreement.until_on < agreement.from_on:
        raise Refused("until_on", _("De laatste dag ligt vóór de eerste. Draai de dagen om of pas er een aan."))


def _check_verdicts(change: Change, verdicts: Sequence[bodies.Verdict], *, every: bool) -> None:
    former = change.act.corrects
    named = {verdict.agreement for verdict in verdicts}
    # One that took the place of an agreement that is talked over again, is not asked about besides it.
    standing = standing_agreements(change.file, without=former)
    open_now = {one.fact.pk for one in standing if one.counts and one.agreement.adjusts not in named}
    known = {fact.pk for fact in change.file.of_kind("agreement")}
    if not named <= known:
        raise NotAllowed(change.case.pk)
    if every and not former and open_now - named:
        raise Refused("verdicts", _("Er is nog een afspraak zonder antwoord. Loop ze allemaal langs."))
    for verdict in verdicts:
        if verdict.goes_on is GoesOn.PHASE_OUT and verdict.from_on is None:
            raise Refused("verdicts", _("Vul in vanaf welke dag je de afspraak afbouwt."))
