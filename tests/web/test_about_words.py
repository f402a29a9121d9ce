"""Whom a fact is about is told in the order of the file, whatever the order in which it was kept."""

from itertools import permutations

import pytest

from kring.web.road.names import about_words
from tests.cases.telling import tell
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_children_are_told_in_the_order_of_the_file(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan, cast.lars))
    file = case.file
    told = {about_words(file, keys) for keys in permutations(str(child.pk) for child in file.everyone)}
    assert told == {"Sem, Daan en Lars"}


def test_guardians_stand_with_their_child_and_who_is_not_known_any_more_comes_last(cast: Cast) -> None:
    file = tell(cast).report(cast.sem, by=(cast.daan,)).file
    links = [str(link.pk) for child in file.everyone for link in file.guardianships_of(child)]
    assert len({link.pupil_id for link in file.guardianships}) == 2
    once = about_words(file, [*links, "gone"])
    assert {about_words(file, keys) for keys in permutations(["gone", *links])} == {once}
    assert once.endswith(" en een ouder")
    assert once.index("van Sem") < once.index("van Daan")
