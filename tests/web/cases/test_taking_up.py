"""Two teachers of one group both see the duties of its cases, and which of them takes one up."""

import pytest

from kring.cases.actions import people, school_changes, taking_up
from kring.cases.errors import NoLongerAsked, NotAllowed
from kring.cases.queries import QUESTION, today_lines
from kring.school.calendars import calendar_for
from kring.trail.models import TrailLine
from tests.cases.telling import tell
from tests.cast import TODAY, act_of, sign_in
from tests.web.sending import hidden, text_of


@pytest.fixture
def told(cast):
    """Anouk owns the case of Sem; Wil stands before group 6 on the other days, Bram before another group."""
    school_changes.change_teachers(act=act_of(cast.ada), group=cast.group6, teachers=[cast.anouk, cast.wil])
    return tell(cast).report(cast.sem, by=(cast.yara,)).safe()


def vandaag(client, staff):
    return text_of(sign_in(client, staff).get("/vandaag/"))


def duties(staff):
    return [(line.duty, line.mine, line.shared) for line in today_lines(staff, TODAY, calendar_for(staff.school))]


def test_the_other_teacher_of_the_group_sees_what_is_to_be_done_and_whose_case_it_is(client, cast, told):
    assert duties(cast.anouk) == [("talk_target", True, False)]
    assert duties(cast.wil) == [("talk_target", False, True)]
    assert duties(cast.bram) == []  # the teacher of the other child takes part, and has nothing to do yet
    page = sign_in(client, cast.wil).get("/vandaag/")
    assert "Zaak van Anouk Vermeer" in text_of(page)
    assert "/taak/talk_target/" in page.content.decode()


def test_who_is_kept_out_or_has_left_the_group_sees_nothing_of_it(cast, told):
    people.exclude(act=told.as_(cast.carla).act(), case_id=told.id, staff_id=cast.wil.pk)
    assert duties(cast.wil) == []
    people.lift_exclusion(act=told.act(), case_id=told.id, staff_id=cast.wil.pk)
    assert duties(cast.wil) == []  # not let in again: the role alone gives no file
    people.include_colleague(act=told.act(), case_id=told.id, staff_id=cast.wil.pk)
    assert len(duties(cast.wil)) == 1
    school_changes.change_teachers(act=act_of(cast.ada), group=cast.group6, teachers=[cast.anouk])
    assert duties(cast.wil) == []


def test_one_press_says_to_the_other_who_does_it(client, cast, told):
    url = f"/zaken/{told.id}/taak/talk_target/oppakken/"
    page = sign_in(client, cast.wil).get("/vandaag/")
    assert f'action="{url}"' in page.content.decode()
    answer = client.post(url, {"token": hidden(page, "token"), "seen": ""})
    assert (answer.status_code, answer["Location"]) == (303, "/vandaag/")
    after = client.get("/vandaag/")
    assert "Jij pakt dit op." in text_of(after)
    assert url not in after.content.decode()
    other = sign_in(client, cast.anouk).get("/vandaag/")
    assert "Wil de Ruiter pakt dit op." in text_of(other)
    assert url in other.content.decode()  # Anouk may do it all the same
    assert TrailLine.objects.filter(verb="duty.taken_up", by=cast.wil, case_id=told.id).count() == 1


def test_it_is_said_of_one_duty_and_ends_with_it(client, cast, told):
    taking_up.take_up(act=act_of(cast.wil), case_id=told.id, duty="talk_target")
    told.talk("talk_target", told.key(cast.sem), feeling=2)
    assert duties(cast.wil) == [("talk_instigator", False, True)]
    assert "pakt dit op" not in vandaag(client, cast.anouk)


def test_who_carries_a_case_out_alone_is_not_asked(client, cast):
    told = tell(cast).report(cast.noor)
    assert "Ik pak dit op" not in vandaag(client, cast.anouk)
    people.set_stand_in(act=told.act(), case_id=told.id, to=cast.bram.pk)
    assert "Ik pak dit op" in vandaag(client, cast.anouk)


def test_what_is_not_asked_now_is_not_taken_up_and_neither_by_who_has_no_part(cast, told):
    with pytest.raises(NoLongerAsked):
        taking_up.take_up(act=act_of(cast.wil), case_id=told.id, duty="inform_guardians_not_there")
    with pytest.raises(NotAllowed):
        taking_up.take_up(act=act_of(cast.mo), case_id=told.id, duty="talk_target")
    told.step_1()
    assert taking_up.take_up(act=act_of(cast.wil), case_id=told.id, duty=QUESTION).taken_up_by == cast.wil


def test_who_is_kept_out_or_left_the_school_does_not_do_it_any_more(client, cast, told):
    taking_up.take_up(act=act_of(cast.wil), case_id=told.id, duty="talk_target")
    cast.wil.is_active = False
    cast.wil.save()
    assert "pakt dit op" not in vandaag(client, cast.anouk)
    cast.wil.is_active = True
    cast.wil.save()
    assert "Wil de Ruiter pakt dit op." in vandaag(client, cast.anouk)
    people.exclude(act=told.as_(cast.carla).act(), case_id=told.id, staff_id=cast.wil.pk)
    assert "pakt dit op" not in vandaag(client, cast.anouk)


def test_who_left_the_group_or_does_not_stand_in_any_more_does_not_do_it_either(client, cast, told):
    taking_up.take_up(act=act_of(cast.wil), case_id=told.id, duty="talk_target")
    school_changes.change_teachers(act=act_of(cast.ada), group=cast.group6, teachers=[cast.anouk])
    assert "pakt dit op" not in vandaag(client, cast.anouk)
    people.set_stand_in(act=told.as_(cast.carla).act(), case_id=told.id, to=cast.bram.pk)
    taking_up.take_up(act=act_of(cast.bram), case_id=told.id, duty="talk_target")
    assert "Bram de Boer pakt dit op." in vandaag(client, cast.anouk)
    people.set_stand_in(act=told.act(), case_id=told.id, to=None)
    assert "pakt dit op" not in vandaag(client, cast.anouk)
