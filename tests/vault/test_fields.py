"""A sealed column: plain on the instance, sealed in the database, and impossible to move or to mistake."""

import copy
import json
import uuid

import pytest
from django.core import serializers
from django.core.exceptions import FieldError, ValidationError
from django.db import connection, models
from django.db.models import F
from django.test.utils import isolate_apps

from kring.school.models import Group, Guardian, Pupil, School
from kring.vault.fields import Ciphertext, SealedTextField
from kring.vault.keys import KeyMissing, destroy_key, forget_keys
from kring.vault.seal import SealBroken


def raw(row: models.Model, column: str) -> bytes:
    """What really stands in the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column} FROM {row._meta.db_table} WHERE id = %s",  # noqa: S608 - names of this test
            [row.pk.hex if connection.vendor == "sqlite" else row.pk],
        )
        return bytes(cursor.fetchone()[0])


def put(row: models.Model, column: str, sealed: bytes) -> None:
    """Somebody with access to the database writes over a value."""
    row.__class__._default_manager.filter(pk=row.pk).update(**{column: Ciphertext(sealed)})


def stored(value: object) -> bool:
    return isinstance(value, Ciphertext)


class TestReadingAndWriting:
    def test_a_name_is_plain_on_the_instance_and_sealed_in_the_database(self, wilg: School):
        sem = Pupil.objects.create(school=wilg, first_name="Sem", last_name="Bakker")
        assert sem.first_name == "Sem"
        assert b"Sem" not in raw(sem, "first_name")
        assert raw(sem, "first_name")[0] == 1
        assert Pupil.objects.get().name == "Sem Bakker"

    @pytest.mark.parametrize("text", ["", " ", "Zoë 🐢", "regel 1\nregel 2", "x" * 10_000, "<b>'; --"])
    def test_any_text_comes_back_as_it_was_given(self, wilg: School, text: str):
        guardian = Guardian.objects.create(school=wilg, name="Inge", reach=text)
        assert raw(guardian, "reach") != b""
        guardian.refresh_from_db()
        assert guardian.reach == text

    def test_nothing_given_is_an_empty_text_and_none_is_refused_where_it_cannot_be(self, wilg: School):
        assert Pupil(school=wilg, first_name="Sem").last_name == ""
        with pytest.raises(ValidationError):
            Pupil(school=wilg, **{"first_name": None}).full_clean()

    def test_an_unsaved_instance_gives_the_text_that_was_set(self, wilg: School):
        sem = Pupil(school=wilg)
        sem.first_name = "Sem"
        assert sem.first_name == "Sem"

    def test_a_changed_name_is_read_after_saving_and_after_refreshing(self, wilg: School):
        sem = Pupil.objects.create(school=wilg, first_name="Sem")
        same = Pupil.objects.get()
        same.first_name = "Samuel"
        same.save()
        assert same.first_name == "Samuel"
        assert sem.first_name == "Sem"
        sem.refresh_from_db()
        assert sem.first_name == "Samuel"

    def test_saving_what_was_never_opened_keeps_the_very_same_bytes(self, wilg: School):
        sem = Pupil.objects.create(school=wilg, first_name="Sem")
        before = raw(sem, "first_name")
        Pupil.objects.get().save()
        assert raw(sem, "first_name") == before

    def test_update_fields_leaves_other_columns_as_they_are(self, wilg: School):
        sem = Pupil.objects.create(school=wilg, first_name="Sem", last_name="Bakker")
        before = raw(sem, "last_name")
        sem.first_name = "Samuel"
        sem.save(update_fields=["first_name"])
        assert raw(sem, "last_name") == before
        assert Pupil.objects.get().name == "Samuel Bakker"

    def test_full_clean_takes_a_name_and_misses_an_empty_one(self, wilg: School):
        Pupil(school=wilg, first_name="Sem").full_clean()
        with pytest.raises(ValidationError, match="first_name"):
            Pupil(school=wilg, first_name="").full_clean()

    def test_full_clean_of_a_loaded_row_opens_and_keeps_it(self, wilg: School):
        Pupil.objects.create(school=wilg, first_name="Sem")
        sem = Pupil.objects.get()
        sem.full_clean()
        sem.save()
        assert Pupil.objects.get().first_name == "Sem"

    def test_something_that_is_no_text_is_refused(self, wilg: School):
        with pytest.raises(TypeError, match="holds text"):
            Pupil.objects.create(school=wilg, **{"first_name": b"Sem"})

    def test_many_at_once_are_sealed_one_by_one(self, wilg: School, django_assert_num_queries):
        with django_assert_num_queries(1):
            Pupil.objects.bulk_create(Pupil(school=wilg, first_name=name) for name in ("Sem", "Noor"))
        assert {pupil.first_name for pupil in Pupil.objects.all()} == {"Sem", "Noor"}

    def test_a_deferred_name_is_read_when_asked_for(self, wilg: School):
        Pupil.objects.create(school=wilg, first_name="Sem", last_name="Bakker")
        assert Pupil.objects.defer("first_name").get().first_name == "Sem"
        assert Pupil.objects.only("last_name").get().name == "Sem Bakker"
        assert "first_name" in Pupil.objects.defer("first_name").get().get_deferred_fields()

    def test_names_through_relations_open_too(self, wilg: School):
        group = Group.objects.create(school=wilg, school_year="2026-2027", name="6", year_group=6)
        Pupil.objects.create(school=wilg, first_name="Sem", group=group)
        assert [pupil.first_name for pupil in Group.objects.prefetch_related("pupils").get().pupils.all()] == ["Sem"]
        assert Pupil.objects.select_related("group").get().first_name == "Sem"

    def test_reading_a_list_of_names_costs_one_query(self, wilg: School, django_assert_num_queries):
        Pupil.objects.bulk_create(Pupil(school=wilg, first_name=f"Kind {n}") for n in range(50))
        with django_assert_num_queries(1):
            assert len({pupil.first_name for pupil in Pupil.objects.all()}) == 50

    def test_values_give_ciphertext_that_cannot_be_mistaken_for_text(self, wilg: School):
        Pupil.objects.create(school=wilg, first_name="Sem")
        value = Pupil.objects.values_list("first_name", flat=True).get()
        assert stored(value)
        assert repr(value) == "<Ciphertext>"
        with pytest.raises(TypeError):
            str(value)
        with pytest.raises(TypeError):
            f"{value}"

    def test_ciphertext_can_be_copied_and_compared(self, wilg: School):
        Pupil.objects.create(school=wilg, first_name="Sem")
        value = Pupil.objects.values_list("first_name", flat=True).get()
        assert copy.deepcopy(value) == value
        assert copy.copy(value) in {value}
        assert copy.deepcopy(Pupil.objects.get()).first_name == "Sem"


class TestMovedValues:
    """Who can write in the database, but has no key, cannot make one text appear as another."""

    def test_from_another_row(self, wilg: School):
        sem, daan = (Pupil.objects.create(school=wilg, first_name=name) for name in ("Sem", "Daan"))
        put(sem, "first_name", raw(daan, "first_name"))
        with pytest.raises(SealBroken):
            _ = Pupil.objects.get(id=sem.id).first_name

    def test_from_another_column(self, wilg: School):
        sem = Pupil.objects.create(school=wilg, first_name="Sem", last_name="Bakker")
        Pupil.objects.update(first_name=F("last_name"))
        with pytest.raises(SealBroken):
            _ = Pupil.objects.get(id=sem.id).first_name

    def test_from_another_table_with_the_same_id(self, wilg: School):
        sem = Pupil.objects.create(school=wilg, first_name="Sem")
        guardian = Guardian.objects.create(id=sem.id, school=wilg, name="Inge")
        put(guardian, "name", raw(sem, "first_name"))
        with pytest.raises(SealBroken):
            _ = Guardian.objects.get().name

    def test_from_another_school(self, wilg: School, linde: School):
        sem = Pupil.objects.create(school=wilg, first_name="Sem")
        mila = Pupil.objects.create(school=linde, first_name="Mila")
        put(mila, "first_name", raw(sem, "first_name"))
        with pytest.raises(SealBroken):
            _ = Pupil.objects.get(id=mila.id).first_name

    def test_the_row_itself_to_another_school(self, wilg: School, linde: School):
        sem = Pupil.objects.create(school=wilg, first_name="Sem")
        Pupil.objects.update(school=linde)
        with pytest.raises(SealBroken):
            _ = Pupil.objects.get(id=sem.id).first_name

    def test_an_unopened_value_is_not_saved_under_another_id(self, wilg: School):
        Pupil.objects.create(school=wilg, first_name="Sem")
        double = Pupil.objects.get()
        double.pk = uuid.uuid4()
        with pytest.raises(SealBroken):
            double.save()

    @pytest.mark.parametrize("broken", [b"", b"\x01", b"Sem", b"\x02" + b"x" * 60])
    def test_rubbish_is_an_error_and_never_an_empty_text(self, wilg: School, broken: bytes):
        sem = Pupil.objects.create(school=wilg, first_name="Sem")
        put(sem, "first_name", broken)
        with pytest.raises(SealBroken):
            _ = Pupil.objects.get().first_name


class TestMissingKeys:
    def test_a_row_of_a_school_without_a_key_cannot_be_saved(self, db: None):
        keyless = School.objects.create(name="De Els", region="zuid")
        with pytest.raises(KeyMissing):
            Pupil.objects.create(school=keyless, first_name="Sem")

    def test_after_its_key_was_destroyed_a_name_is_gone_for_good(self, wilg: School):
        Pupil.objects.create(school=wilg, first_name="Sem")
        destroy_key(wilg.id)
        forget_keys()
        sem = Pupil.objects.get()
        with pytest.raises(KeyMissing):
            _ = sem.first_name
        sem.save(update_fields=["left_on"])


class TestWhatADatabaseCannotDo:
    @pytest.mark.parametrize("lookup", ["", "__exact", "__icontains", "__in", "__startswith", "__length"])
    def test_ask_for_a_text(self, db: None, lookup: str):
        with pytest.raises(FieldError):
            Pupil.objects.filter(**{f"first_name{lookup}": ["Sem"] if lookup == "__in" else "Sem"})

    def test_but_it_can_ask_whether_there_is_one(self, wilg: School):
        Pupil.objects.create(school=wilg, first_name="Sem")
        assert Pupil.objects.filter(first_name__isnull=False).count() == 1

    def test_update_in_bulk(self, wilg: School):
        sem = Pupil.objects.create(school=wilg, first_name="Sem")
        with pytest.raises(TypeError, match="row by row"):
            Pupil.objects.update(first_name="Samuel")
        with pytest.raises(TypeError, match="row by row"):
            Pupil.objects.update(first_name=b"Samuel")
        sem.first_name = "Samuel"
        with pytest.raises(TypeError, match="row by row"):
            Pupil.objects.bulk_update([sem], ["first_name"])

    def test_be_dumped_in_the_clear_or_loaded(self, wilg: School):
        sem = Pupil.objects.create(school=wilg, first_name="Sem")
        with pytest.raises(TypeError, match="sealed"):
            serializers.serialize("json", [sem])
        dump = [
            {
                "model": "school.pupil",
                "pk": str(uuid.uuid4()),
                "fields": {"school": str(wilg.id), "first_name": "Sem", "last_name": ""},
            }
        ]
        (loaded,) = serializers.deserialize("json", json.dumps(dump))
        with pytest.raises(TypeError, match="row by row"):
            loaded.save()


class TestDeclaring:
    @pytest.mark.parametrize("option", ["unique", "db_index", "primary_key"])
    def test_a_sealed_column_cannot_have_an_index(self, option: str):
        with pytest.raises(TypeError, match=option):
            SealedTextField(**{option: True})

    @isolate_apps("kring.vault")
    def test_a_model_that_cannot_be_sealed_is_told_so_by_a_check(self):
        class Note(models.Model):
            text = SealedTextField()

            class Meta:
                app_label = "vault"

        (error,) = Note._meta.get_field("text").check()
        assert error.id == "vault.E002"
        assert (
            error.msg == "A model with a sealed column needs a UUID primary key with a default, school_id, key_scope."
        )

    def test_a_pupil_can_be_sealed(self):
        assert Pupil._meta.get_field("first_name").check() == []

    def test_the_field_survives_a_migration(self):
        _, path, args, kwargs = SealedTextField(**{"blank": True, "null": True}).deconstruct()
        assert (path, args, kwargs) == ("kring.vault.fields.SealedTextField", [], {"blank": True, "null": True})

    def test_a_sealed_column_may_be_null(self):
        assert SealedTextField(**{"null": True}).get_db_prep_value(None, connection) is None
