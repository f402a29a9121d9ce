"""Every point in the life of a case of any protocol, and the addresses of the access table written out for it there."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse

from kring.cases.actions import closing, people, recording, releasing
from kring.cases.models import CaseStaff, Fact, ParentCopy, PlanVersion, Report
from kring.protocol.progress import reopenings
from kring.protocol.terms import Role
from tests.cases.any_protocol import close
from tests.cases.telling import Telling
from tests.web.test_access_table import ROWS, Row
from tests.web.world import World

OF_THE_PROTOCOL = ("today", "cases", "plans", "observations", "agenda_feed", "protocol", "school_protocol", "report")
"""Pages outside a case that tell where cases stand, or what the protocol is."""

OF_A_DUTY = {"duty": None, "at_once": None, "waive": 2, "plan_talk": 2, "take_up": 2}
"""What is asked for each duty of a step, or for so many of them."""


def reported(case: Telling, world: World) -> Telling:
    """A case about Sem, Daan and Lars, in which the same people take part or are kept out as in the world's own."""
    cast = case.cast
    case.report(cast.sem, by=(cast.daan,), followers=(cast.lars,))
    case.as_(cast.hein)
    for one in CaseStaff.objects.filter(case=world.running.id):
        put = people.exclude if one.part == CaseStaff.Part.EXCLUDED else people.include_colleague
        put(act=case.act(), case_id=case.id, staff_id=one.staff_id)
    recording.note_home(act=case.act(), case_id=case.id, text="Opa is ziek.")
    Report.objects.filter(case=case.id).update(story_kept_back=True)
    return case.as_(cast.anouk)


def points(case: Telling, walk: Iterable[str]) -> Iterator[str]:
    """The case from its report to its reopening; stops at each point at which something else is asked than before.

    That is when it comes into a step, when its question is open, when that is answered, and at its end. Gives where.
    `walk` carries it out to its last step, act by act.
    """
    yield "opened"
    stood = case.progress
    for act in walk:
        now = case.progress
        if (
            len(now.visits) > len(stood.visits)
            or now.last.outcome is not stood.last.outcome
            or (now.last.may_decide and not stood.last.may_decide)
        ):
            yield f"{now.last.step.key} {now.last.round}, after {act}"
        stood = now
    close(case.as_(case.cast.carla), timedelta(days=20))
    yield "closed"
    to = reopenings(case.file.protocol, case.progress)[-1].step
    closing.reopen(act=case.on(case.today + timedelta(days=1)).act(), case_id=case.id, to=to, reason="Het is terug.")
    case.as_(case.cast.anouk)
    yield f"reopened in {to}"


def written_out(world: World, case: Telling) -> Iterator[tuple[Row, str]]:
    """Every address of the table, those of a case for this one; once more for each duty that its step asks."""
    seen = set()
    arguments = _arguments(case)
    for row in ROWS:
        known: dict[str, Any] = dict(world.known(row.face))
        duties: list[str] = []
        if "case_id" in known:
            known |= {name: value for name, value in arguments.items() if name in known}
            if "fact_id" in known:
                known["fact_id"] = _fact_of(case, row).pk
            duties = last_asked(case)[: OF_A_DUTY[row.address]] if row.address in OF_A_DUTY else []
        for duty in duties or [""]:
            url = reverse(row.address, kwargs=known | ({"duty": duty} if duty else {}))
            if (row.how, url) not in seen:
                seen.add((row.how, url))
                yield row, url


def last_asked(case: Telling) -> list[str]:
    """The duties of the step where the case is, or of the last one that had any."""
    asking = [visit for visit in case.progress.visits if visit.tasks]
    return [task.duty.key for task in asking[-1].tasks]


def about(world: World, case: Telling) -> list[tuple[Row, str]]:
    """Those of them that are about this case, or that tell where cases stand."""
    return [
        (row, url) for row, url in written_out(world, case) if str(case.id) in url or row.address in OF_THE_PROTOCOL
    ]


def _fact_of(case: Telling, row: Row) -> Fact:
    """The newest fact of the kind that this face is about; of another kind when the case has none yet."""
    kind = "home_note" if row.face.endswith("/home") else "planned_talk" if "planned" in row.address else "talk"
    facts = case.file.every_fact
    return ([fact for fact in facts if fact.kind == kind] or facts)[-1]


def _arguments(case: Telling) -> dict[str, Any]:
    """What the addresses of this case are written out with."""
    file = case.file
    versions = PlanVersion.objects.filter(case=case.id)
    copy = ParentCopy.objects.filter(case=case.id).first()
    if versions and copy is None:
        copy = releasing.release_copy(
            act=case.act(),
            case_id=case.id,
            involved_id=file.with_role(Role.TARGET)[0].pk,
            problem="Er werd iemand uitgelachen.",
            agreements=[],
            approach="",
        )
    known = {
        "case_id": case.id,
        "report_id": Report.objects.get(case=case.id).pk,
        "involved_id": file.people[0].pk,
        "guardianship_id": next(link for link in file.guardianships if link.must_be_told).pk,
        "number": max((version.number for version in versions), default=1),
    }
    return known | ({"copy_id": copy.pk} if copy else {})
