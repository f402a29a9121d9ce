"""The one table of rights: total, nothing by default, and no role named anywhere else."""

import ast
from pathlib import Path

import pytest

from kring.school.errors import NotAllowed
from kring.school.models import Role
from kring.school.rights import (
    RIGHTS,
    Right,
    Rights,
    Standing,
    having,
    may,
    require,
    require_same_school,
    roles_with,
    sees_cases,
)
from tests.cast import Cast

KRING = Path(__file__).parents[2] / "kring"

NAMES_A_ROLE = {
    "config/management/commands/setup.py": ("HEAD", "the role that the first person has unless told otherwise"),
    "web/case/people.py": ("HEAD", "how a role is called within a sentence"),
    "web/way_in/demo.py": ("TEACHER", "of teachers the sign-in page of a demo offers more than one"),
    "web/school/groups.py": ("TEACHER TEACHER", "teachers stand first in the choice of who teaches a group"),
}
"""Outside rights.py, models.py and demo/: each time that a role is named, to order or to word, never to allow."""


def test_a_row_that_says_nothing_gives_nothing():
    nothing = Rights(says="")
    assert nothing.in_cases is Standing.NOBODY
    assert nothing.with_a_part is Standing.NOBODY
    assert nothing.may == frozenset()


def test_no_row_lets_a_part_in_a_case_take_something_away():
    with pytest.raises(ValueError, match="takes nothing away"):
        Rights(says="", in_cases=Standing.LEADS, with_a_part=Standing.TAKES_PART)
    with pytest.raises(ValueError, match="takes nothing away"):
        Rights(says="", in_cases=Standing.TEAM)
    assert Rights(says="", with_a_part=Standing.TAKES_PART).with_a_part is Standing.TAKES_PART


def test_nobody_is_kept_out_of_every_case_by_a_role():
    with pytest.raises(ValueError, match="excluded"):
        Rights(says="", in_cases=Standing.EXCLUDED, with_a_part=Standing.LEADS)
    with pytest.raises(ValueError, match="a person can be excluded from a case, a role never"):
        Rights(says="", with_a_part=Standing.EXCLUDED)


def test_every_role_says_what_it_may_and_every_right_has_somebody():
    assert set(RIGHTS) == set(Role)
    assert all(rights.says for rights in RIGHTS.values())
    assert all(roles_with(right) for right in Right)


@pytest.mark.parametrize("right", Right)
def test_a_right_is_asked_one_way_for_a_person_a_door_a_verb_and_a_list(cast: Cast, right: Right):
    for role in Role:
        staff = cast.wil
        staff.role, staff.is_active = role, True
        allowed = right in RIGHTS[role].may
        assert may(staff, right) == having(right)(staff) == (role in roles_with(right)) == allowed
        if allowed:
            require(staff, right, school_id=staff.school_id)
            with pytest.raises(NotAllowed):
                require(staff, right, school_id=cast.linde.school.id)
        else:
            with pytest.raises(NotAllowed, match=right.name.lower()):
                require(staff, right, school_id=staff.school_id)
        staff.is_active = False
        assert not may(staff, right)
        assert not having(right)(staff)
        assert not sees_cases(staff)


def test_a_door_with_two_rights_opens_for_either(cast: Cast):
    opens = having(Right.POST, Right.COORDINATE)
    assert [opens(one) for one in (cast.ada, cast.carla, cast.hein)] == [True, True, False]


def test_kring_itself_may_and_rows_of_two_schools_do_not_mix(cast: Cast):
    require(None, Right.PEOPLE, school_id=cast.school.id)
    require_same_school(cast.school.id, cast.school.id)
    with pytest.raises(NotAllowed, match="two schools"):
        require_same_school(cast.school.id, cast.school.id, cast.linde.school.id)


def test_who_sees_cases_is_who_sees_something_of_one_with_a_part_in_it(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    assert [sees_cases(one) for one in (cast.anouk, cast.carla, cast.hein, cast.mo, cast.ada)] == [True] * 4 + [False]
    monkeypatch.setitem(RIGHTS, Role.ADMINISTRATOR, Rights(says="", with_a_part=Standing.TAKES_PART))
    assert sees_cases(cast.ada)


# ── No role is named elsewhere ──────────────────────────────────────────────────────────────────────────────────────


def roles_named_in(source: str) -> list[str]:
    """The members of the staff's Role that a module names, each time that it does, however it imports them."""
    tree = ast.parse(source)
    called = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "kring.school.models"
        for alias in node.names
        if alias.name == "Role"
    }
    modules = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "kring.school"
        for alias in node.names
        if alias.name == "models"
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in Role.__members__:
            of = node.value
            by_name = isinstance(of, ast.Name) and of.id in called
            by_module = (
                isinstance(of, ast.Attribute)
                and of.attr == "Role"
                and isinstance(of.value, ast.Name)
                and of.value.id in modules
            )
            if by_name or by_module:
                found.append(node.attr)
    return sorted(found)


def test_roles_are_named_only_where_they_are_given_their_rights_and_where_it_is_explained():
    at_home = {"school/rights.py", "school/models.py"}
    named = {
        name: " ".join(roles)
        for path in KRING.rglob("*.py")
        if (name := path.relative_to(KRING).as_posix()) not in at_home and not name.startswith("demo/")
        if (roles := roles_named_in(path.read_text(encoding="utf-8")))
    }
    assert named == {name: roles for name, (roles, _why) in NAMES_A_ROLE.items()}, (
        "ask kring/school/rights.py what a role may, or explain it in NAMES_A_ROLE"
    )


def test_a_role_that_is_named_is_found_however_it_is_imported():
    assert roles_named_in("from kring.school.models import Role\nx = Role.HEAD") == ["HEAD"]
    assert roles_named_in("from kring.school.models import Role as StaffRole\nx = {StaffRole.MEMBER}") == ["MEMBER"]
    assert roles_named_in("from kring.school import models\nx = models.Role.TEACHER") == ["TEACHER"]
    assert roles_named_in("from kring.protocol.terms import Role\nx = Role.TARGET") == []
    assert roles_named_in("from kring.school.models import Role\nx = list(Role)") == []


def test_no_role_is_named_by_its_word_either():
    """`role="head"` and `role == "teacher"` would be a right as well."""
    words = {role.value for role in Role} - {"member"}
    named = [
        f"{path.relative_to(KRING)}: {node.value}"
        for path in KRING.rglob("*.py")
        if path.parent.name != "migrations" and path != KRING / "school" / "models.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in words
    ]
    assert named == []
