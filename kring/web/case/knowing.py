"""Who knows of a case: the guardians of each child, the coordinator, the head and the team."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kring import words
from kring.cases import bodies
from kring.cases.around import Colleague
from kring.cases.case_file import INFORMED_ROLES, CaseFile
from kring.protocol.terms import Kind
from kring.school.models import Custody
from kring.school.models import Role as StaffRole


@dataclass(frozen=True)
class Pair:
    """A name at the left, how it stands at the right; `done` gives it a tick."""

    label: str
    text: str
    done: bool = False


def short_day(on: date) -> str:
    """`17 nov`."""
    return f"{on.day} {words.vocabulary().short_months[on.month - 1]}"


def who_knows(file: CaseFile, team: Sequence[Colleague]) -> list[Pair]:
    """Per child and per part of the team, how far everybody knows. Empty for teasing, of which nobody is informed."""
    return [] if _is_teasing(file) else [*_guardians(file), *_staff(file, team)]


def _is_teasing(file: CaseFile) -> bool:
    """True when it was judged to be teasing: then the protocol informs nobody, it makes agreements."""
    judged = [visit.outcome.key for visit in file.progress.visits if visit.step.key == "analyse" and visit.outcome]
    return judged[-1:] == ["teasing"]


def _guardians(file: CaseFile) -> list[Pair]:
    """Per child, how many guardians were told in the last step that asked for it."""
    asking = [
        visit
        for visit in file.progress.visits
        if any(task.duty.kind is Kind.INFORM_GUARDIANS for task in visit.tasks)
        and (visit.outcome or not visit.step.outcomes)
    ]
    told: set[str] = set()
    if asking:
        visit = asking[-1]
        for fact in file.for_duty(visit.step.key, visit.round, "inform_guardians"):
            if isinstance(fact.body, bodies.Informed) and fact.body.reached is bodies.Reached.INFORMED:
                told |= set(fact.about)
    pairs = []
    for child in file.with_role(*INFORMED_ROLES):
        links = [
            str(link.pk)
            for link in file.guardianships
            if link.pupil_id == child.pupil_id and link.custody != Custody.NO
        ]
        done = sum(key in told for key in links)
        pairs.append(
            Pair(
                _("Ouders van %(child)s") % {"child": child.pupil.first_name},
                _("%(told)s van %(of)s") % {"told": done, "of": len(links)},
                done=bool(links) and done == len(links),
            )
        )
    return pairs


def _staff(file: CaseFile, team: Sequence[Colleague]) -> list[Pair]:
    """Coordinator, head and team: who has received the newest plan and who has read it."""
    issued = file.of_kind("plan_issued")
    present = [colleague for colleague in team if not colleague.excluded]
    groups = (
        (_("Seo-coördinator"), [one for one in present if one.role == StaffRole.COORDINATOR]),
        (_("Directie"), [one for one in present if one.role == StaffRole.HEAD]),
    )
    if not issued:
        return [Pair(label, _("na het plan")) for label, _members in (*groups, (_("Team"), []))]
    on = issued[-1].on
    pairs = []
    for label, members in groups:
        read = [one.read_at for one in members if one.read_at] or []
        pairs.append(
            Pair(
                label, _("gelezen op %(day)s") % {"day": short_day(min(read).astimezone(words.HERE).date())}, done=True
            )
            if read
            else Pair(label, _("gekregen op %(day)s") % {"day": short_day(on)}, done=True)
        )
    others = [one for one in present if one.role not in (StaffRole.COORDINATOR, StaffRole.HEAD)]
    read_by = sum(one.read_at is not None for one in others)
    text = _("%(read)s van %(of)s lazen het") % {"read": read_by, "of": len(others)}
    return [*pairs, Pair(_("Team"), text, done=read_by == len(others))]
