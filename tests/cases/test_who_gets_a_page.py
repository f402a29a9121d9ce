"""Whom a letter about no single case may go to: those who can open its page, also by a part in a case alone."""

import pytest

from kring.cases.letter_kinds import To
from kring.cases.recipients import PAGES, WHO, Occasion
from kring.school.models import Role
from kring.school.rights import RIGHTS, Rights, Standing
from tests.cast import Cast


@pytest.mark.parametrize("page", ["today", "cases"])
def test_a_role_that_sees_only_cases_with_a_part_in_them_can_open_its_lists(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.setitem(RIGHTS, Role.MEMBER, Rights(says="", with_a_part=Standing.TAKES_PART))
    assert cast.mo.role in PAGES[page]()
    monkeypatch.setitem(RIGHTS, Role.MEMBER, Rights(says=""))
    assert cast.mo.role not in PAGES[page]()


def test_a_letter_to_the_team_is_about_a_case(cast: Cast) -> None:
    with pytest.raises(LookupError, match="says nothing"):
        WHO[To.TEAM](Occasion(by=None, school=cast.school), [cast.mo])
