"""Two colleagues of one name are told apart where one of them is chosen, and only then."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kring.cases.colleagues import colleagues_apart
from kring.school.models import StaffMember
from tests.cast import ITSELF, Cast
from tests.school import plain as actions

YEAR = "2026-2027"

pytestmark = pytest.mark.django_db


def namesake(cast: Cast, role: str, name: str = "Anouk Vermeer") -> StaffMember:
    return actions.add_staff(act=ITSELF, school=cast.school, name=name, role=role)


def names(*people: StaffMember) -> list[str]:
    called = colleagues_apart(people, YEAR)
    return [called[one.pk] for one in people]


def test_alone_a_colleague_is_called_by_name_and_no_groups_are_looked_up(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert names(cast.anouk, cast.bram) == ["Anouk Vermeer", "Bram de Boer"]
    assert len(asked) == 0


def test_the_role_tells_two_of_one_name_apart_and_nobody_else_gets_one(cast: Cast) -> None:
    head = namesake(cast, "head")
    assert names(cast.anouk, head, cast.bram) == [
        "Anouk Vermeer (Leerkracht, groep 6)",
        "Anouk Vermeer (Directeur)",
        "Bram de Boer",
    ]


def test_of_two_teachers_of_one_name_the_groups_of_this_year_tell(cast: Cast) -> None:
    other = namesake(cast, "teacher")
    before = actions.add_group(act=ITSELF, school=cast.school, school_year="2025-2026", name="6", year_group=6)
    for group in (cast.group5, before):
        actions.assign_teacher(act=ITSELF, group=group, staff=other)
    assert names(cast.anouk, other) == ["Anouk Vermeer (Leerkracht, groep 6)", "Anouk Vermeer (Leerkracht, groep 5)"]


def test_two_names_without_a_letter_are_told_apart_as_they_are_drawn(cast: Cast) -> None:
    assert names(namesake(cast, "teacher", "★"), namesake(cast, "head", "♥")) == ["★", "♥"]


def test_two_who_do_the_same_get_a_number_that_stays(cast: Cast) -> None:
    one, other = namesake(cast, "member", "Zoë Mol"), namesake(cast, "member", "Zoe Mol")
    called = names(one, other)
    assert called[0].startswith("Zoë Mol (nr. ")
    assert called[1].startswith("Zoe Mol (nr. ")
    assert called == names(one, other, cast.mo)[:2]
