"""What of all that was told waits for whom."""

from datetime import timedelta
from uuid import uuid4

from kring.reports.actions import coming_back, handling
from kring.reports.models import Incoming
from kring.reports.told import Fear, Subject
from kring.reports.waiting import Asks, waits_for
from kring.school.act import Itself
from kring.school.models import StaffMember
from tests.cast import NOW, TODAY, Cast
from tests.reports.telling import act_of, doors_of, somebody_tells, told

A_DAY = timedelta(days=1)


def asked(staff: StaffMember, *, days: int = 0) -> list[tuple[Asks, str]]:
    told_of = dict(Incoming.objects.values_list("pk", "number"))
    return [(one.asks, str(told_of[one.incoming_id])) for one in waits_for(staff, TODAY + days * A_DAY)]


def test_what_presses_most_comes_first(cast: Cast) -> None:
    door = doors_of(cast)
    quiet, afraid = somebody_tells(door), somebody_tells(door, told("Ik durf niet.", fears=(Fear.AFRAID_NOW,)))
    assert asked(cast.carla) == [(Asks.DANGER, str(afraid.number)), (Asks.NEW, str(quiet.number))]
    handling.take_up_danger(act=act_of(cast.carla), incoming_id=afraid.pk)
    until = (quiet.promised_on - TODAY).days
    assert {asks for asks, _number in asked(cast.carla, days=until)} == {Asks.TODAY}
    assert {asks for asks, _number in asked(cast.carla, days=until + 1)} == {Asks.PAST_PROMISE}


def test_answered_it_waits_no_more_until_who_told_it_says_something(cast: Cast) -> None:
    kept = somebody_tells(doors_of(cast))
    handling.answer(act=act_of(cast.carla), incoming_id=kept.pk, text="Fijn dat je dit vertelt.")
    assert asked(cast.carla) == []
    coming_back.how_it_goes(
        incoming_id=kept.pk, school_id=kept.school_id, came=Itself(NOW), how=coming_back.HOW_IT_GOES[0], token=uuid4()
    )
    assert asked(cast.hein) == [(Asks.NEWS, str(kept.number))]
    handling.read(act=act_of(cast.hein), incoming_id=kept.pk)
    assert asked(cast.carla) == []


def test_who_gets_it_passed_on_is_asked_to_read_it_once_and_does_not_read_it_for_who_answers(cast: Cast) -> None:
    kept = somebody_tells(doors_of(cast))
    assert asked(cast.anouk) == []
    handling.pass_on(act=act_of(cast.carla), incoming_id=kept.pk, staff_id=cast.anouk.pk, with_name=False)
    assert asked(cast.anouk) == [(Asks.PASSED_ON, str(kept.number))]
    coming_back.add(incoming_id=kept.pk, school_id=kept.school_id, came=Itself(NOW), text="Nog iets.", token=uuid4())
    handling.read(act=act_of(cast.anouk), incoming_id=kept.pk)
    assert asked(cast.anouk) == []
    handling.answer(act=act_of(cast.carla), incoming_id=kept.pk, text="Fijn dat je dit vertelt.")
    assert asked(cast.carla) == [(Asks.NEWS, str(kept.number))], "a teacher's reading is not the answerer's"


def test_it_waits_for_nobody_whom_it_is_about_nor_for_who_does_not_read_it(cast: Cast) -> None:
    somebody_tells(doors_of(cast), told("Zij schreeuwt."), subject=Subject.STAFF)
    assert [asks for asks, _number in asked(cast.hein)] == [Asks.NEW]
    assert asked(cast.carla) == asked(cast.anouk) == asked(cast.ada) == []
