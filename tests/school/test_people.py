"""Pupils, guardians and custody: added, changed, linked, and never mixed between schools."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from kring.school.errors import NotAllowed, Refused
from kring.school.models import Guardian, Guardianship, Pupil
from tests.cast import NOW, TODAY, Cast, act_of
from tests.school import plain as actions


class TestPupils:
    def test_ada_adds_a_pupil_to_a_group(self, cast: Cast):
        pupil = actions.add_pupil(
            act=act_of(cast.ada), school=cast.school, first_name=" Roos ", last_name="Kuiper", group=cast.group5
        )
        assert Pupil.objects.get(id=pupil.id).name == "Roos Kuiper"
        assert pupil in cast.group5.pupils.all()

    def test_a_form_that_is_sent_twice_adds_one_pupil(self, cast: Cast):
        token = uuid.uuid4()
        for _ in range(2):
            actions.add_pupil(act=act_of(cast.ada), school=cast.school, first_name="Roos", id=token)
        assert Pupil.objects.filter(id=token).count() == 1

    def test_the_id_of_another_schools_pupil_is_refused(self, cast: Cast):
        with pytest.raises(NotAllowed):
            actions.add_pupil(act=act_of(cast.ada), school=cast.school, first_name="Roos", id=cast.linde.mila.id)

    def test_sem_moves_to_group_5_and_what_is_left_out_stays(self, cast: Cast):
        actions.change_pupil(act=act_of(cast.ada), pupil=cast.sem, group=cast.group5)
        sem = Pupil.objects.get(id=cast.sem.id)
        assert (sem.name, sem.group, sem.left_on) == ("Sem Bakker", cast.group5, None)

    def test_sem_leaves_the_school(self, cast: Cast):
        actions.change_pupil(act=act_of(cast.hein), pupil=cast.sem, group=None, left_on=TODAY)
        sem = Pupil.objects.get(id=cast.sem.id)
        assert (sem.group, sem.left_on) == (None, date(2026, 11, 23))

    def test_a_group_of_another_school_is_refused(self, cast: Cast):
        with pytest.raises(NotAllowed):
            actions.add_pupil(act=act_of(cast.ada), school=cast.school, first_name="Roos", group=cast.linde.group)
        with pytest.raises(NotAllowed):
            actions.change_pupil(act=act_of(cast.ada), pupil=cast.sem, group=cast.linde.group)

    @pytest.mark.parametrize(
        ("first_name", "sentence"),
        [("", "Vul hier iets in"), ("  ", "Vul hier iets in"), ("x" * 201, "te lang"), ("Se\x00m", "teken dat hier")],
    )
    def test_a_name_that_cannot_be_is_refused_beside_its_field(self, cast: Cast, first_name: str, sentence: str):
        with pytest.raises(Refused, match=sentence) as refused:
            actions.add_pupil(act=act_of(cast.ada), school=cast.school, first_name=first_name)
        assert refused.value.field == "first_name"

    def test_who_manages_no_people_changes_no_pupil(self, cast: Cast):
        for staff in (cast.anouk, cast.carla, cast.mo, cast.linde.head):
            with pytest.raises(NotAllowed):
                actions.add_pupil(act=act_of(staff), school=cast.school, first_name="Roos")
            with pytest.raises(NotAllowed):
                actions.change_pupil(act=act_of(staff), pupil=cast.sem, first_name="Samuel")

    def test_no_name_of_a_child_or_guardian_stands_in_the_database_in_the_clear(self, cast: Cast):
        words = (b"Sem", b"Bakker", b"Inge", b"06-12345678", b"ouders.example", b"appje")
        with connection.cursor() as cursor:
            for model in (Pupil, Guardian):
                cursor.execute(f"SELECT * FROM {model._meta.db_table}")  # noqa: S608 - the model's own table
                content = b"".join(
                    bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    for row in cursor.fetchall()
                    for value in row
                )
                assert [word for word in words if word in content] == []


class TestGuardians:
    def test_a_grandmother_is_added_with_how_to_reach_her(self, cast: Cast):
        guardianship = actions.add_guardian(
            act=act_of(cast.ada),
            pupil=cast.jens,
            name="Truus Mulder",
            relation="other",
            phone="06-87654321",
            email="truus@ouders.example",
            reach="Liever 's avonds\nniet op woensdag",
        )
        guardian = Guardian.objects.get(id=guardianship.guardian_id)
        assert (guardian.name, guardian.phone) == ("Truus Mulder", "06-87654321")
        assert guardian.reach == "Liever 's avonds\nniet op woensdag"
        assert guardianship.custody == "unknown"

    def test_a_form_that_is_sent_twice_adds_one_guardian(self, cast: Cast):
        token = uuid.uuid4()
        first, second = (
            actions.add_guardian(act=act_of(cast.ada), pupil=cast.jens, name="Truus", relation="other", id=token)
            for _ in range(2)
        )
        assert first == second
        assert Guardian.objects.filter(id=token).count() == 1

    def test_the_mother_of_a_brother_is_linked_once(self, cast: Cast):
        actions.link_guardian(
            act=act_of(cast.ada), pupil=cast.yara, guardian=cast.inge_bakker, relation="carer", custody="no"
        )
        with pytest.raises(Refused, match="staat al bij dit kind"):
            actions.link_guardian(
                act=act_of(cast.ada), pupil=cast.yara, guardian=cast.inge_bakker, relation="carer", custody="no"
            )
        assert cast.inge_bakker.guardianships.count() == 2

    def test_a_guardian_of_another_school_is_not_linked(self, cast: Cast):
        with pytest.raises(NotAllowed):
            actions.link_guardian(
                act=act_of(cast.ada), pupil=cast.sem, guardian=cast.linde.saar_vlug, relation="mother"
            )

    def test_a_new_number_leaves_the_rest(self, cast: Cast):
        link = Guardianship.objects.get(guardian=cast.inge_bakker)
        actions.change_guardian(act=act_of(cast.ada), guardianship=link, phone="06-11112222")
        inge = Guardian.objects.get(id=cast.inge_bakker.id)
        assert (inge.name, inge.phone) == ("Inge Bakker", "06-11112222")
        assert inge.reach == "Na vijf uur, of een appje overdag"

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"email": "geen adres"}, "email"),
            ({"relation": "uncle"}, "relation"),
            ({"custody": "maybe"}, "custody"),
            ({"name": ""}, "name"),
            ({"reach": "x" * 10_001}, "reach"),
        ],
    )
    def test_what_cannot_be_is_refused_and_nobody_is_added(self, cast: Cast, wrong: dict[str, str], field: str):
        before = Guardian.objects.count()
        given: dict[str, Any] = {"name": "Truus", "relation": "other"} | wrong
        with pytest.raises(Refused) as refused:
            actions.add_guardian(act=act_of(cast.ada), pupil=cast.sem, **given)
        assert refused.value.field == field
        assert Guardian.objects.count() == before

    def test_a_guardian_is_taken_away_from_a_pupil(self, cast: Cast):
        row = Guardianship.objects.get(pupil=cast.daan, guardian=cast.rob_visser)
        actions.unlink_guardian(act=act_of(cast.ada), guardianship=row)
        assert [row.guardian for row in cast.daan.guardianships.all()] == [cast.karin_visser]
        assert Guardian.objects.filter(id=cast.rob_visser.id).exists()
        actions.unlink_guardian(act=act_of(cast.ada), guardianship=row)  # a second click

    def test_what_is_changed_of_a_guardian_who_was_taken_away_meanwhile_is_refused_in_words(self, cast: Cast):
        row = Guardianship.objects.get(pupil=cast.daan, guardian=cast.rob_visser)
        Guardianship.objects.filter(pk=row.pk).delete()
        with pytest.raises(Refused, match="staat niet meer bij dit kind"):
            actions.set_custody(act=act_of(cast.ada), guardianship=row, custody="yes")
        with pytest.raises(Refused, match="staat niet meer bij dit kind"):
            actions.change_guardian(act=act_of(cast.ada), guardianship=row, relation="other")

    def test_what_a_guardian_is_to_a_child_can_be_corrected(self, cast: Cast):
        row = Guardianship.objects.get(pupil=cast.jens)
        actions.change_guardian(act=act_of(cast.ada), guardianship=row, relation="legal_guardian")
        assert Guardianship.objects.get(pupil=cast.jens).relation == "legal_guardian"


class TestCustody:
    def test_who_said_so_and_when_is_kept(self, cast: Cast):
        row = Guardianship.objects.get(pupil=cast.lars)
        later = NOW + timedelta(days=2)
        actions.set_custody(act=act_of(cast.hein, at=later), guardianship=row, custody="yes")
        row = Guardianship.objects.get(pupil=cast.lars)
        assert (row.custody, row.custody_set_by, row.custody_set_at) == ("yes", cast.hein, later)

    def test_a_fourth_answer_does_not_exist(self, cast: Cast):
        row = Guardianship.objects.get(pupil=cast.lars)
        with pytest.raises(Refused, match="of dat je het niet weet"):
            actions.set_custody(act=act_of(cast.hein), guardianship=row, custody="")

    def test_a_teacher_does_not_decide_on_it(self, cast: Cast):
        row = Guardianship.objects.get(pupil=cast.lars)
        with pytest.raises(NotAllowed):
            actions.set_custody(act=act_of(cast.anouk), guardianship=row, custody="yes")
