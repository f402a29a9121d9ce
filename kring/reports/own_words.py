"""What a child wrote at the door itself, for the talk with that child: nobody types it again (decision 158)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kring.cases.bodies import Talk
from kring.cases.case_file import CaseFile
from kring.cases.models import Involved, Report
from kring.reports.actions.settling import like
from kring.reports.models import By, Incoming
from kring.reports.told import Named, Who


@dataclass(frozen=True)
class AtDoor:
    """The words of one child of a case, as it typed them, and the day on which they came."""

    child: UUID
    words: str
    on: date


def written_at_door(file: CaseFile) -> list[AtDoor]:
    """What children of this case wrote about themselves, of each its newest, while no talk has its own words.

    Only of a child that gave its name, which is that of one child of the case; and only where everybody who reads the
    file may read the words and know whose they are: a report of a pupil of that name has them, and neither was kept
    back. Else nothing: what stands in a talk is read by all of them.
    """
    came = list(Incoming.objects.filter(case=file.case, came_by=By.CHILD.value).order_by("-number"))
    if not came:
        return []
    open_to_all = [
        report
        for report in Report.objects.filter(
            case=file.case, reported_by=Report.By.PUPIL, passed_on=True, story_kept_back=False
        )
    ]
    spoken = {talk.fact.about[0] for talk in file.of(Talk) if len(talk.fact.about) == 1 and talk.body.own_words}
    found: dict[UUID, AtDoor] = {}
    for incoming in came:
        child, words = _whose(incoming, file), incoming.told.story
        if child is None or child.pk in found or str(child.pk) in spoken:
            continue
        name = incoming.who_told.name
        if any(report.reporter == name and words in report.story for report in open_to_all):
            found[child.pk] = AtDoor(child.pk, words, incoming.came_on)
    return list(found.values())


def _whose(incoming: Incoming, file: CaseFile) -> Involved | None:
    """The one child of the case that told this about itself, with its name and in words; else None."""
    told, teller = incoming.told, incoming.who_told
    if told.who not in (Who.ME, Who.I_DO_IT) or not teller.name or not told.story:
        return None
    alike = like(Named(teller.name, teller.group), [child.pupil for child in file.people])
    return next((child for child in file.people if child.pupil == alike[0]), None) if len(alike) == 1 else None
