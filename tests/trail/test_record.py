"""The trail: lines are added, never changed or removed, and tell no names."""

import uuid
from datetime import datetime, timedelta
from typing import Any
from typing import cast as typing_cast

import pytest
from django.db import IntegrityError, connection, transaction

from kring.school.models import Role
from kring.school.rights import Right
from kring.trail.models import TrailIsAppendOnly, TrailLine
from kring.trail.record import Key, NoDetail, record
from kring.trail.verbs import Verb
from tests.cast import NOW, TODAY, Cast


def opened(cast: Cast, case_id: uuid.UUID | None = None, at: datetime = NOW) -> TrailLine:
    return record(verb=Verb.CASE_OPENED, school_id=cast.school.id, at=at, by=cast.anouk, case_id=case_id)


def test_a_line_tells_who_did_what_when_and_about_what(cast: Cast):
    case, fact = uuid.uuid4(), uuid.uuid4()
    record(
        verb=Verb.FACT_RECORDED,
        school_id=cast.school.id,
        at=NOW,
        by=cast.anouk,
        case_id=case,
        subject_id=fact,
        kind=Key("talk"),
        role=Role.TEACHER,
        held_on=TODAY,
        count=2,
        early=True,
        replaces=None,
        pupil=cast.sem.id,
    )
    line = TrailLine.objects.get()
    assert (line.by, line.at, line.verb) == (cast.anouk, NOW, "fact.recorded")
    assert (line.school_id, line.case_id, line.subject_id) == (cast.school.id, case, fact)
    assert line.detail == {
        "kind": "talk",
        "role": "teacher",
        "held_on": "2026-11-23",
        "count": 2,
        "early": True,
        "replaces": None,
        "pupil": str(cast.sem.id),
    }


def test_kring_itself_can_leave_a_line_without_a_person(cast: Cast):
    record(verb=Verb.CASE_CLOSED, school_id=cast.school.id, at=NOW, by=None)
    assert TrailLine.objects.get().by is None


@pytest.mark.parametrize(
    "detail",
    [
        "Sem",
        "sem",
        "Hij durft niet meer naar school.",
        Right.PUPILS,
        ["Sem"],
        {"name": "Sem"},
        1.5,
        b"Sem",
    ],
)
def test_texts_and_things_are_refused_as_detail_also_a_text_that_looks_like_a_key(cast: Cast, detail: Any):
    with pytest.raises(NoDetail):
        record(verb=Verb.CASE_OPENED, school_id=cast.school.id, at=NOW, by=cast.anouk, detail=detail)
    assert not TrailLine.objects.exists()


@pytest.mark.parametrize("key", ["Sem", "sem bakker", "Noé", "talk_target\n", "a" * 61])
def test_what_a_person_wrote_is_no_key(key: str):
    with pytest.raises(NoDetail):
        Key(key)


@pytest.mark.parametrize("key", ["", "talk_target", "extra_1", "2026-2027"])
def test_what_the_code_names_is_a_key(key: str):
    assert Key(key) == key


def test_a_verb_that_is_not_in_the_list_is_refused(cast: Cast):
    with pytest.raises(TypeError, match="add it to kring/trail/verbs"):
        record(verb=typing_cast(Verb, "case.opened"), school_id=cast.school.id, at=NOW, by=cast.anouk)


def test_a_moment_without_a_time_zone_is_refused(cast: Cast):
    with pytest.raises(ValueError, match="time zone"):
        opened(cast, at=NOW.replace(tzinfo=None))


def test_somebody_of_another_school_leaves_no_line_here(cast: Cast):
    with pytest.raises(ValueError, match="another school"):
        record(verb=Verb.CASE_READ, school_id=cast.school.id, at=NOW, by=cast.linde.teacher)


def test_every_verb_is_a_subject_and_a_verb_and_fits_its_column():
    longest = TrailLine._meta.get_field("verb").max_length
    for verb in Verb:
        subject, dot, act = verb.value.partition(".")
        assert all((subject.isidentifier(), dot, act.isidentifier())), verb
        assert len(verb.value) <= (longest or 0)
        assert verb.name == f"{subject}_{act}".upper()


class TestOnlyAdded:
    def test_a_line_is_not_changed(self, cast: Cast):
        line = opened(cast)
        line.verb = Verb.CASE_CLOSED
        with pytest.raises(TrailIsAppendOnly):
            line.save()

    def test_a_line_is_not_removed(self, cast: Cast):
        with pytest.raises(TrailIsAppendOnly):
            opened(cast).delete()

    def test_lines_are_not_changed_or_removed_together(self, cast: Cast):
        line = opened(cast)
        for change in (
            lambda: TrailLine.objects.update(verb="case.closed"),
            lambda: TrailLine.objects.filter(id=line.id).delete(),
            lambda: TrailLine.objects.all().delete(),
            lambda: TrailLine.objects.bulk_update([line], ["verb"]),
            lambda: TrailLine.objects.bulk_create([line], update_conflicts=True, update_fields=["verb"]),
            lambda: TrailLine.objects.of_school(cast.school.id).update(verb="case.closed"),
        ):
            with pytest.raises(TrailIsAppendOnly), transaction.atomic():
                change()
        assert TrailLine.objects.get().verb == "case.opened"

    def test_a_new_line_does_not_take_the_place_of_an_old_one(self, cast: Cast):
        line = opened(cast)
        with pytest.raises(IntegrityError), transaction.atomic():
            TrailLine(id=line.id, school_id=cast.school.id, at=NOW, verb="case.closed").save()
        assert TrailLine.objects.get().verb == "case.opened"

    def test_who_is_in_the_trail_is_not_removed(self, cast: Cast):
        opened(cast)
        with pytest.raises(IntegrityError):
            cast.anouk.delete()


class TestReading:
    def test_the_trail_of_a_case_is_told_newest_first(self, cast: Cast):
        case = uuid.uuid4()
        opened(cast, case)
        later = opened(cast, case, at=NOW + timedelta(hours=1))
        same_moment = opened(cast, case, at=NOW + timedelta(hours=1))
        opened(cast, uuid.uuid4())
        lines = list(TrailLine.objects.of_case(case))
        assert lines[:2] == [same_moment, later]
        assert len(lines) == 3

    def test_the_trail_of_a_school_holds_nothing_of_another(self, cast: Cast):
        line = opened(cast)
        record(verb=Verb.CASE_READ, school_id=cast.linde.school.id, at=NOW, by=cast.linde.teacher)
        assert list(TrailLine.objects.of_school(cast.school.id)) == [line]

    @pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL scans a small table whatever its indexes")
    def test_the_trail_of_a_case_is_found_and_put_in_order_by_an_index(self, cast: Cast):
        plan = TrailLine.objects.of_case(uuid.uuid4())[:25].explain()
        assert "trail_of_case" in plan
        assert "TEMP B-TREE" not in plan
