"""What somebody tells by a door is kept once, sealed, and without a moment."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection

from kring.cases.errors import NotAllowed
from kring.reports.actions.doors import Doors, set_doors
from kring.reports.models import By, Door, Incoming, Said, State
from kring.reports.told import LONGEST_TEXT, Fear, Named, Subject, Teller, Told, told_in
from kring.school.errors import Refused
from kring.trail.models import TrailLine
from tests.cast import NOW, TODAY, Cast
from tests.reports.telling import STORY, act_of, doors_of, somebody_tells, told


def test_what_a_child_tells_is_there_with_the_day_by_which_it_has_an_answer(cast: Cast) -> None:
    kept = somebody_tells(doors_of(cast), told(bullied=(Named("Sem", "6"),)))
    assert (kept.told.story, kept.state, kept.came_on) == (STORY, State.NEW, TODAY)
    assert kept.promised_on == date(2026, 11, 25)  # Monday: two school days later


def test_what_is_told_in_a_holiday_is_answered_after_it(cast: Cast) -> None:
    christmas = datetime(2026, 12, 24, 12, 0, tzinfo=NOW.tzinfo)
    assert somebody_tells(doors_of(cast), at=christmas).promised_on == date(2027, 1, 5)


def test_no_moment_no_address_and_no_line_in_the_trail_is_kept_of_who_tells(cast: Cast) -> None:
    door = doors_of(cast)
    lines = TrailLine.objects.count()
    kept = somebody_tells(door, settled=False)
    moments = [field.name for field in kept._meta.fields if field.get_internal_type() == "DateTimeField"]
    assert moments == ["taken_up_at"]  # what a colleague does
    assert kept.taken_up_at is None
    assert TrailLine.objects.count() == lines


def test_nothing_of_it_stands_in_the_database_in_clear(cast: Cast) -> None:
    teller = Teller(name="Vlinder Zonneschijn", mail="vlinder@zon.example")
    somebody_tells(doors_of(cast), told("Een geheim van Vlinder."), by=By.PARENT, teller=teller)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM reports_incoming")
        columns = [bytes(value) if isinstance(value, memoryview) else value for value in cursor.fetchone()]
    everything = b" ".join(one if isinstance(one, bytes) else str(one).encode() for one in columns)
    assert b"vlinder" not in everything.lower()


def test_the_same_form_sent_twice_is_told_once(cast: Cast) -> None:
    door = doors_of(cast)
    first, second = somebody_tells(door, code="kat"), somebody_tells(door, code="kat")
    assert first == second
    assert (Incoming.objects.count(), Said.objects.count()) == (1, 0)


def test_the_same_form_with_more_in_it_loses_nothing_and_doubles_nothing(cast: Cast) -> None:
    door = doors_of(cast)
    first = somebody_tells(door, told("Eerst dit."), code="kat")
    for _time in range(2):
        somebody_tells(door, told("En toen ook nog dat."), code="kat")
    assert first.told.story == "Eerst dit."
    [again] = first.said.all()
    assert (again.kind, told_in(again.text).story) == (Said.What.TOLD_AGAIN, "En toen ook nog dat.")


def test_a_danger_that_is_added_in_the_same_form_alarms_after_all(cast: Cast) -> None:
    door = doors_of(cast)
    somebody_tells(door, code="kat")
    kept = somebody_tells(door, told(fears=(Fear.AFRAID_NOW,)), code="kat")
    assert (kept.danger, kept.danger_to_write) == (True, True)


@pytest.mark.parametrize(
    "nothing", [Told(), Told(story="   "), Told(places=("playground",)), Told(bullied=(Named("  "),))]
)
def test_a_form_that_says_nothing_is_refused_with_a_sentence(cast: Cast, nothing: Told) -> None:
    with pytest.raises(Refused, match="Er staat nog niets"):
        somebody_tells(doors_of(cast), nothing)


def test_taps_alone_are_enough(cast: Cast) -> None:
    assert somebody_tells(doors_of(cast), Told(happens=("excluding",))).told.happens == ("excluding",)


def test_a_tap_that_does_not_exist_is_left_out(cast: Cast) -> None:
    assert somebody_tells(doors_of(cast), Told(happens=("excluding", "<script>"))).told.happens == ("excluding",)


def test_what_is_too_long_is_refused_and_never_cut_off(cast: Cast) -> None:
    door = doors_of(cast)
    assert somebody_tells(door, told("a" * LONGEST_TEXT)).told.story == "a" * LONGEST_TEXT
    with pytest.raises(Refused, match="te lang"):
        somebody_tells(door, told("a" * (LONGEST_TEXT + 1)))


def test_a_door_that_is_shut_keeps_nothing(cast: Cast) -> None:
    shut = set_doors(act=act_of(cast.carla), doors=Doors("de-wilg", for_children=True, for_parents=False))
    with pytest.raises(NotAllowed):
        somebody_tells(shut, by=By.PARENT)
    assert not Incoming.objects.exists()


def test_numbers_count_up_within_the_school(cast: Cast) -> None:
    door = doors_of(cast)
    assert [somebody_tells(door).number for _time in range(3)] == [1, 2, 3]


def test_markup_and_other_scripts_stay_the_text_that_they_are(cast: Cast) -> None:
    wild = "<b>=1+1</b> 🙂 \u202eomgekeerd العربية\r\nnieuwe regel"
    assert somebody_tells(doors_of(cast), told(wild)).told.story == wild


def test_about_the_head_it_is_for_the_board_where_the_board_named_somebody(cast: Cast) -> None:
    assert somebody_tells(doors_of(cast), subject=Subject.HEAD).for_whom == "coordinators"
    assert somebody_tells(doors_of(cast, board_mail="bo@bestuur.example"), subject=Subject.HEAD).for_whom == "board"
    assert somebody_tells(doors_of(cast), subject=Subject.STAFF).for_whom == "heads"


def test_an_address_that_another_school_has_is_refused(cast: Cast) -> None:
    doors_of(cast)
    with pytest.raises(Refused, match="andere school"):
        set_doors(act=act_of(cast.linde.head), doors=Doors("de-wilg", True, True))


@pytest.mark.parametrize("address", ["", "De Wilg", "-wilg", "wilg--a", "wílg", "a/b", "a" * 41])
def test_an_address_is_short_and_plain(cast: Cast, address: str) -> None:
    with pytest.raises(Refused):
        set_doors(act=act_of(cast.hein), doors=Doors(address, True, True))


def test_who_may_not_change_the_protocol_opens_no_door(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        set_doors(act=act_of(cast.anouk), doors=Doors("de-wilg", True, True))


def test_what_the_worker_counted_while_the_doors_were_changed_stays(cast: Cast) -> None:
    counted: dict[str, Any] = {"months": {"2026-10": [7, 5]}, "counted": "2026-10", "written_in": "2026-11-23T10:2"}
    not_yet = [counted]
    doors_of(cast)

    def counts_first(execute: Any, sql: str, *about: Any) -> Any:
        if sql.startswith('UPDATE "reports_door"') and not_yet:
            Door.objects.update(**not_yet.pop())
        return execute(sql, *about)

    with connection.execute_wrapper(counts_first):
        doors_of(cast, board_mail="bo@example.org")
    assert Door.objects.values(*counted, "board_name").get() == counted | {"board_name": "Bo Raad"}


def test_saying_the_same_of_the_doors_again_changes_nothing(cast: Cast) -> None:
    door = doors_of(cast)
    lines = TrailLine.objects.count()
    assert doors_of(cast).secret == door.secret
    assert TrailLine.objects.count() == lines
