"""The school itself: its numbers to call, what it does differently, and a demo's date."""

from dataclasses import replace

import pytest

from kring.protocol.choices import StepTerm, Variation
from kring.protocol.editions import current
from kring.protocol.variation import NotAllowed as VariationNotAllowed
from kring.school.errors import NotAllowed, Refused
from kring.school.models import School
from kring.vault.keys import cipher_of
from tests.cast import ITSELF, Cast, act_of
from tests.school import plain as actions


def test_a_new_school_has_a_key(db: None):
    school = actions.add_school(act=ITSELF, name="De Wilg", region="midden", brin="12ab")
    cipher_of(school.id)
    assert (school.brin, school.variation) == ("12AB", {})


@pytest.mark.parametrize(("region", "brin", "field"), [("oost", "", "region"), ("midden", "AB12", "brin")])
def test_a_region_or_brin_that_does_not_exist_is_refused(db: None, region: str, brin: str, field: str):
    with pytest.raises(Refused) as refused:
        actions.add_school(act=ITSELF, name="De Wilg", region=region, brin=brin)
    assert refused.value.field == field


def test_carla_fills_in_whom_to_call_and_the_rest_stays(cast: Cast):
    actions.change_school(act=act_of(cast.carla), school=cast.school, phone_head="030-1234567")
    school = School.objects.get(id=cast.school.id)
    assert school.reminder_hour == 7
    assert (school.phone_head, school.name, school.region) == ("030-1234567", "Basisschool De Wilg", "midden")


def test_a_stricter_term_is_kept_and_read_back(cast: Cast):
    stricter = Variation(terms=(StepTerm("approach", 1),))
    actions.save_variation(act=act_of(cast.carla), school=cast.school, variation=stricter)
    assert Variation.from_dict(School.objects.get(id=cast.school.id).variation) == replace(
        stricter, protocol="stappenplan", edition=current("stappenplan").edition
    )


def test_a_looser_term_is_refused_and_nothing_changes(cast: Cast):
    with pytest.raises(VariationNotAllowed) as refused:
        actions.save_variation(
            act=act_of(cast.hein), school=cast.school, variation=Variation(terms=(StepTerm("approach", 3),))
        )
    assert refused.value.problems[0].field == "terms.approach"
    assert School.objects.get(id=cast.school.id).variation == {}


def test_a_teacher_and_another_school_change_neither(cast: Cast):
    for stranger in (cast.anouk, cast.mo, cast.linde.coordinator):
        with pytest.raises(NotAllowed):
            actions.change_school(act=act_of(stranger), school=cast.school, phone_head="1")
        with pytest.raises(NotAllowed):
            actions.save_variation(act=act_of(stranger), school=cast.school, variation=Variation())


def test_only_a_demo_school_moves_its_date_and_only_ahead(cast: Cast):
    demo = actions.add_school(act=ITSELF, name="De Demo", region="zuid", is_demo=True)
    actions.move_demo_clock(act=ITSELF, school=demo, days=7)
    assert actions.move_demo_clock(act=ITSELF, school=demo, days=7).clock_ahead_days == 14
    for school, days in ((cast.school, 7), (demo, -1)):
        with pytest.raises(NotAllowed):
            actions.move_demo_clock(act=ITSELF, school=school, days=days)


def test_an_hour_that_no_clock_has_is_refused(cast: Cast):
    for hour in (-1, 24):
        with pytest.raises(Refused):
            actions.change_school(act=act_of(cast.carla), school=cast.school, reminder_hour=hour)
    assert actions.change_school(act=act_of(cast.carla), school=cast.school, reminder_hour=6).reminder_hour == 6
