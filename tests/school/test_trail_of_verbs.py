"""Every verb of the school writes its own line in the trail: one when it changes something, none when it does not."""

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from kring.demo.doors import FACES
from kring.demo.portraits import drawn
from kring.protocol.choices import StepTerm, Variation
from kring.school import actions as every_verb
from kring.school.act import Act, Itself
from kring.school.calendars import Closure
from kring.school.models import ClosedDay, Guardianship, Line, OnCall, Proposal, Pupil, School, StaffMember, WorkerClock
from kring.school.pictures import small
from kring.school.typed import TypedChild
from kring.trail.models import TrailLine
from tests.cast import ITSELF, NOW, SCHOOL_YEAR, Cast, act_of
from tests.school import plain as actions

STUDY_DAY = Closure(date(2027, 3, 9), date(2027, 3, 9), "Studiedag")
ANEW = uuid.UUID(int=1)

Arguments = Callable[[Cast], dict[str, Any]]

FACE = small(drawn(FACES["Hein"]))

VERBS: dict[str, tuple[str, Arguments]] = {
    "add_closed_day": ("calendar.changed", lambda cast: {"school": cast.school, "closure": STUDY_DAY}),
    "add_group": (
        "group.added",
        lambda cast: {"school": cast.school, "school_year": SCHOOL_YEAR, "name": "7", "year_group": 7},
    ),
    "add_guardian": (
        "guardian.added",
        lambda cast: {"pupil": cast.jens, "name": "Truus Mulder", "relation": "other", "id": ANEW},
    ),
    "add_on_call": ("on_call.changed", lambda cast: {"school": cast.school, "name": "Hein", "number": "06-1"}),
    "add_pupil": ("pupil.added", lambda cast: {"school": cast.school, "first_name": "Roos", "id": ANEW}),
    "add_school": ("school.added", lambda cast: {"act": ITSELF, "name": "De Es", "region": "zuid"}),
    "add_staff": (
        "staff.added",
        lambda cast: {
            "school": cast.school,
            "name": "Eva Maas",
            "role": "member",
            "email": "eva@dewilg.example",
            "id": ANEW,
            "act": act_of(cast.hein),  # who says yes by right, and alone: whoever does not proposes it
        },
    ),
    "add_missing_phone": (
        "guardian.phone_added",
        lambda cast: {"guardianship": without_number(cast), "phone": "06-0000 1001"},
    ),
    "answer_joining": ("staff.joined", lambda cast: asked_to_join(cast) | {"act": ITSELF, "joins": True}),
    "assign_teacher": ("group.teacher_assigned", lambda cast: {"group": cast.group6, "staff": cast.wil}),
    "change_group": ("group.changed", lambda cast: {"group": cast.group6, "name": "6a", "year_group": 6}),
    "change_guardian": (
        "guardian.changed",
        lambda cast: {"guardianship": link_of(cast), "relation": "other", "reach": "Na vijven"},
    ),
    "change_pupil": ("pupil.changed", lambda cast: {"pupil": cast.sem, "first_name": "Sam", "group": cast.group5}),
    "change_school": ("school.changed", lambda cast: {"school": cast.school, "phone_head": "030-1", "brin": "12ab"}),
    "change_staff": (
        "staff.changed",
        lambda cast: {
            "act": act_of(cast.hein),
            "staff": cast.mo,
            "name": "Mo Demir",
            "form_of_address": "meester Mo",
            "role": "teacher",
            "is_active": True,
            "email": "mo.demir@dewilg.example",
        },
    ),
    "change_teachers": (
        "group.teacher_assigned",
        lambda cast: {"group": cast.group6, "teachers": [cast.anouk, cast.wil]},
    ),
    "check_numbers": (
        "numbers.checked",
        lambda cast: {"act": act_of(cast.carla), "school": cast.school, "numbers": {Line.ALARM: "112"}},
    ),
    "confirm_calendar": (
        "calendar.confirmed",
        lambda cast: {"school": cast.school, "school_year": "2028-2029", "closures": []},
    ),
    "hold_back": (
        "guardian.held_back",
        lambda cast: {
            "act": act_of(cast.hein),
            "guardianship": link_of(cast),
            "until": date(2026, 12, 4),
            "because": "Nog niet.",
        },
    ),
    "link_guardian": (
        "guardian.added",
        lambda cast: {"pupil": cast.yara, "guardian": cast.inge_bakker, "relation": "carer", "custody": "no"},
    ),
    "make_calendar_address": ("calendar_address.made", lambda cast: {"act": act_of(cast.mo)}),
    "move_demo_clock": ("school.clock_moved", lambda cast: {"school": demo_of(cast), "days": 7}),
    "put_portrait": ("portrait.put", lambda cast: {"staff": cast.hein, "photo": FACE, "agreed": True}),
    "take_portrait": ("portrait.taken", lambda cast: {"staff": with_portrait(cast)}),
    "remove_closed_day": ("calendar.changed", lambda cast: {"closed_day": own_day_of(cast)}),
    "remove_on_call": (
        "on_call.changed",
        lambda cast: {"on_call": OnCall.objects.create(school=cast.school, name="Hein", number="06-1")},
    ),
    "let_proposals_lapse": (
        "proposal.lapsed",
        lambda cast: {"act": Itself(NOW), "school": proposed(cast, NOW - timedelta(days=30)).school},
    ),
    "list_pupil": ("pupil.listed", lambda cast: {"pupil": typed(cast)}),
    "recognise_pupil": ("pupil.recognised", lambda cast: {"typed": typed(cast), "pupil": cast.jens}),
    "type_pupil": (
        "pupil.typed",
        lambda cast: {"act": act_of(cast.mo), "child": TypedChild("Bo"), "id": ANEW},
    ),
    "save_variation": (
        "protocol.varied",
        lambda cast: {"school": cast.school, "variation": Variation(terms=(StepTerm("approach", 1),))},
    ),
    "say_no": (
        "proposal.refused",
        lambda cast: {"act": act_of(cast.hein), "proposal": proposed(cast), "because": "Nog niet."},
    ),
    "say_yes": ("proposal.given", lambda cast: {"act": act_of(cast.hein), "proposal": proposed(cast)}),
    "withdraw_proposal": ("proposal.withdrawn", lambda cast: {"proposal": proposed(cast)}),
    "say_clock_is_right": ("clock.confirmed", lambda cast: doubted_clock()),
    "say_who_on_staff": (
        "guardian.on_staff_said",
        lambda cast: {"guardianship": link_of(cast), "staff": cast.mo},
    ),
    "set_custody": ("guardian.custody_set", lambda cast: {"guardianship": link_of(cast), "custody": "yes"}),
    "stop_calendar_address": ("calendar_address.stopped", lambda cast: {"act": with_address(cast)}),
    "unassign_teacher": ("group.teacher_unassigned", lambda cast: {"group": cast.group6, "staff": cast.anouk}),
    "unlink_guardian": ("guardian.changed", lambda cast: {"guardianship": link_of(cast)}),
}
"""For each verb the line that it writes, and what it is called with."""

AN_ACT_EACH_TIME = frozenset(
    {"add_group", "add_school", "confirm_calendar", "link_guardian", "add_closed_day", "move_demo_clock"}
    | {"make_calendar_address", "set_custody", "check_numbers", "list_pupil", "recognise_pupil"}
    | {"say_yes", "say_no", "withdraw_proposal"}
)
"""Verbs that do or refuse something when they are called again: whoever confirms or settles anew is remembered."""


def typed(cast: Cast) -> Pupil:
    return actions.type_pupil(act=act_of(cast.mo), child=TypedChild("Bo"))


def asked_to_join(cast: Cast) -> dict[str, Any]:
    StaffMember.objects.filter(pk=cast.mo.pk).update(joins="asked")
    return {"account": cast.mo.account, "staff": cast.mo}


def proposed(cast: Cast, at: datetime = NOW) -> Proposal:
    actions.change_staff(act=act_of(cast.ada, at), staff=cast.mo, role="teacher")
    return Proposal.objects.get()


def without_number(cast: Cast) -> Guardianship:
    cast.tom_bakker.phone = ""
    cast.tom_bakker.save()
    return Guardianship.objects.get(guardian=cast.tom_bakker)


def link_of(cast: Cast) -> Guardianship:
    return Guardianship.objects.get(guardian=cast.rob_visser)


def doubted_clock() -> dict[str, Any]:
    before = NOW - timedelta(days=9)
    WorkerClock.objects.create(turn_at=NOW, believed_at=before, doubted_from=before)
    return {"shown": NOW}


def own_day_of(cast: Cast) -> ClosedDay:
    return ClosedDay.objects.create(
        school=cast.school, first_day=STUDY_DAY.first_day, last_day=STUDY_DAY.last_day, name="Studiedag", source="own"
    )


def demo_of(cast: Cast) -> School:
    School.objects.filter(pk=cast.school.pk).update(is_demo=True)
    return cast.school


def with_portrait(cast: Cast) -> StaffMember:
    actions.put_portrait(act=act_of(cast.hein), staff=cast.hein, photo=FACE)
    return cast.hein


def with_address(cast: Cast) -> Act:
    actions.make_calendar_address(act=act_of(cast.mo))
    return act_of(cast.mo)


def lines_of(verb: str, arguments: dict[str, Any]) -> list[TrailLine]:
    before = set(TrailLine.objects.values_list("pk", flat=True))
    getattr(actions, verb)(**arguments)
    return [line for line in TrailLine.objects.order_by("id") if line.pk not in before]


def test_every_verb_stands_in_the_table():
    assert sorted(VERBS) == sorted(every_verb.__all__)


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_writes_one_line_with_who_and_when(cast, verb):
    said, arguments_of = VERBS[verb]
    given = {"act": act_of(cast.ada)} | arguments_of(cast)
    (line,) = lines_of(verb, given)
    act: Act | Itself = given["act"]
    assert (line.verb, line.by, line.at) == (said, act.by, NOW)
    assert line.case_id is None
    if verb != "add_school":
        assert line.school_id == cast.school.pk


@pytest.mark.parametrize("verb", sorted(VERBS.keys() - AN_ACT_EACH_TIME))
def test_a_second_time_changes_nothing_and_writes_nothing(cast, verb):
    given = {"act": act_of(cast.ada)} | VERBS[verb][1](cast)
    getattr(actions, verb)(**given)
    assert lines_of(verb, given) == []


def test_kring_itself_stands_in_the_trail_without_a_name(cast):
    (line,) = lines_of("add_pupil", {"act": ITSELF, "school": cast.school, "first_name": "Roos"})
    assert line.by is None


def test_what_is_refused_leaves_no_line(cast):
    with pytest.raises(Exception, match="je eigen rol"):
        actions.change_staff(act=act_of(cast.ada), staff=cast.ada, role="head", name="Ada Baas")
    assert not TrailLine.objects.exists()
    cast.ada.refresh_from_db()
    assert cast.ada.name == "Ada Kok"
