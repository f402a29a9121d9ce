"""The form of a case, filled with what a child told at the door: whom it names stands there, for a person to decide."""

import pytest

from kring.reports.told import Named, Teller, Who
from kring.web.report.from_told import filled_with
from tests.cast import Cast
from tests.reports.telling import doors_of, somebody_tells, told


@pytest.mark.parametrize(("who", "part"), [(Who.ME, "bullied"), (Who.I_DO_IT, "bullies")])
def test_a_child_that_gives_its_own_name_is_found_among_the_pupils(cast: Cast, who: Who, part: str) -> None:
    kept = somebody_tells(doors_of(cast), told(who=who), teller=Teller(name="Sem", group="6"))
    filled = filled_with(kept)
    assert filled[part] == [cast.sem.pk]
    assert (filled["targets"], filled["instigators"]) == ([], [])
    assert not kept.may_be.exists(), "beside what was told somebody may read it who is not to know the name"


def test_a_name_that_two_pupils_may_have_is_typed_for_a_person_to_choose(cast: Cast) -> None:
    cast.daan.first_name = "Sem"
    cast.daan.save()
    filled = filled_with(somebody_tells(doors_of(cast), told(who=Who.ME), teller=Teller(name="Sem", group="6")))
    assert filled["bullied"] == []
    assert filled["targets"] == [{"first_name": "Sem", "last_name": ""}]


def test_who_tells_of_another_is_none_of_the_children(cast: Cast) -> None:
    what = told(who=Who.OTHER, bullied=(Named("Daan", "6"),))
    filled = filled_with(somebody_tells(doors_of(cast), what, teller=Teller(name="Sem", group="6")))
    assert (filled["bullied"], filled["bullies"]) == ([cast.daan.pk], [])
    assert filled["reporter"] == "Sem"


def test_a_child_that_also_names_itself_stands_there_once(cast: Cast) -> None:
    what = told(who=Who.ME, bullied=(Named("Sem", "6"),))
    filled = filled_with(somebody_tells(doors_of(cast), what, teller=Teller(name="Sem", group="6")))
    assert set(filled["bullied"]) == {cast.sem.pk}
