"""Who belongs at a talk, or in what a duty asks: which children, whose guardians, and how many of them at once."""

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from kring.cases.case_file import INFORMED_ROLES, CaseFile
from kring.cases.errors import Refused
from kring.cases.models import Involved
from kring.protocol.progress import Task
from kring.protocol.terms import ROLES_OF, Duty, Kind, Role, playing
from kring.school.models import Guardianship


def children_of(file: CaseFile, duty: Duty, former: Collection[str] = ()) -> list[Involved]:
    """The children that this duty is done for, each of them; none for what is done once.

    `former` are the keys of those for whom it was done before: they stay, also when their role has changed since.
    """
    return _with(file, file.with_role(*ROLES_OF[duty.whom]), former)


def children_at(file: CaseFile, duty: Duty, former: Collection[str] = ()) -> list[Involved]:
    """The children that this talk can be with: those of its party, or anybody who takes part when it has none."""
    return _with(file, file.with_role(*ROLES_OF[duty.whom]) if party_of(duty) else file.people, former)


def with_bullied_child(file: CaseFile, task: Task) -> bool:
    """True for a talk that is still to be held with a child who is bullied."""
    targets = {str(child.pk) for child in file.with_role(Role.TARGET)}
    return task.duty.kind is Kind.TALK and bool(targets & set(task.missing))


def belonging(file: CaseFile, duty: Duty) -> set[str]:
    """The keys of all those whom this duty is for by their role, also of those who left the case since."""
    return {str(child.pk) for child in file.everyone if child.role in playing(*ROLES_OF[duty.whom])}


def party_of(duty: Duty) -> Role | None:
    """The one role of those with whom a separate talk is; None when it is meant for several, or for nobody by role."""
    roles = ROLES_OF[duty.whom]
    return roles[0] if len(roles) == 1 else None


def guardians_at(file: CaseFile, former: Collection[str] = ()) -> list[Guardianship]:
    """The guardians with whom a talk can be planned. One without custody is there when the talk was with them."""
    return [link for link in guardians_of(file) if link.must_be_told or str(link.pk) in former]


def guardians_of(file: CaseFile) -> list[Guardianship]:
    """The guardians of the children of this case whose guardians must or may be informed."""
    children = {child.pupil_id for child in file.with_role(*INFORMED_ROLES)}
    return [link for link in file.guardianships if link.pupil_id in children]


def check_party(file: CaseFile, duty: Duty, about: Sequence[str], *, one_by_one: str) -> None:
    """Refuses a separate talk with somebody of another role, or with several children where it is with one of them."""
    if party_of(duty) is None:
        return
    if not set(about) <= belonging(file, duty):
        raise Refused("about", _("Dit gesprek is met een andere leerling bedoeld. Kies de leerling om wie het gaat."))
    if len(about) > 1 and not duty.several_at_once:
        raise Refused("about", one_by_one)


def _with(file: CaseFile, children: Collection[Involved], former: Collection[str]) -> list[Involved]:
    asked = {child.pk for child in children}
    return [child for child in file.everyone if child.pk in asked or str(child.pk) in former]
