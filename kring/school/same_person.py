"""Which guardians are somebody on the staff: the school says it; the same name, number or address only asks."""

from collections.abc import Iterable
from dataclasses import dataclass

from kring.names.letters import same
from kring.phone import numbers_in
from kring.school.models import Guardian, School, StaffMember
from kring.school.rights import Right, may


@dataclass(frozen=True)
class SamePerson:
    """A guardian and a colleague who are one person; or only may be, where nobody said yet whether they are."""

    guardian: Guardian
    staff: StaffMember
    is_said: bool


def who_is_on_staff(school: School, guardians: Iterable[Guardian]) -> list[SamePerson]:
    """Those of these guardians who are, or may be, somebody who works here. One query."""
    team = StaffMember.objects.filter(school=school, is_active=True).select_related("account")
    return [
        SamePerson(guardian, staff, is_said=guardian.staff_id == staff.pk)
        for staff in team
        for guardian in guardians
        if guardian.staff_id == staff.pk or (guardian.staff_id is None and _may_be(guardian, staff, school))
    ]


def _may_be(guardian: Guardian, staff: StaffMember, school: School) -> bool:
    """Never somebody of whom the school said that it is another person."""
    return str(staff.pk) not in guardian.not_staff and (
        any(same(name, staff.name) for name in guardian.every_name)
        or (staff.account is not None and guardian.email.lower() == staff.account.email)
        or bool(_dialled(guardian.phone) & _numbers_of(staff, school))
    )


def _numbers_of(staff: StaffMember, school: School) -> set[str]:
    """The numbers by which the school calls this colleague; of others it has none."""
    head = _dialled(school.phone_head) if may(staff, Right.ANSWER) else set()
    return head | (_dialled(school.phone_coordinator) if may(staff, Right.COORDINATE) else set())


def _dialled(text: str) -> set[str]:
    return {number.to_dial for number in numbers_in(text)}
