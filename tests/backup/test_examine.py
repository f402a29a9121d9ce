"""A copy that is empty, half, changed or of another key is refused, and the sentence says why."""

import base64
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection

from kring.backup.examine import examine
from kring.backup.manifest import ONLY_ADDED_TO, as_file, counts, is_sealed, write_manifest
from kring.backup.models import Backup
from kring.backup.refusals import SENTENCES, NotBelieved, Why
from kring.cases.models import Fact
from kring.trail.models import ChainLink, TrailLine
from kring.vault.models import InstallationMark
from tests.cases.telling import tell
from tests.cast import NOW, Cast
from tests.trail.chaining import set_column, settle

ANOTHER_KEY = base64.b64encode(b"another".ljust(32, b".")).decode()


@pytest.fixture
def copied(cast: Cast) -> Backup:
    """A school with a case in its third step, and the manifest of its copy."""
    tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    return write_manifest(NOW)


def sql(statement: str, *values: Any) -> None:
    """What somebody does who has the file, and not Kring."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def key_in_sql(id: UUID) -> Any:
    return id.hex if connection.vendor == "sqlite" else id


def refused() -> Why:
    with pytest.raises(NotBelieved) as error:
        examine()
    assert str(SENTENCES[error.value.why]) in str(error.value)
    return error.value.why


def test_a_whole_copy_is_counted_and_every_sealed_text_in_it_is_opened(copied):
    found = examine(wanted=copied.pk, most=counts())
    assert (found.cases, found.facts) == (1, Fact.objects.count())
    assert found.texts > found.facts + 5
    assert found.kept_until == TrailLine.objects.latest("at").at.isoformat()


def test_a_byte_that_changed_in_a_sealed_text_is_found(copied):
    fact: Any = Fact.objects.values_list("pk", "sealed_body").first()
    sealed = bytearray(fact[1].sealed)
    sealed[-1] ^= 1
    sql("UPDATE cases_fact SET sealed_body = %s WHERE id = %s", bytes(sealed), key_in_sql(fact[0]))
    assert refused() is Why.CHANGED


def test_a_text_that_was_put_in_the_place_of_another_is_found(copied):
    one, other = Fact.objects.order_by("at")[:2]
    sql(
        "UPDATE cases_fact SET sealed_body = (SELECT sealed_body FROM cases_fact WHERE id = %s) WHERE id = %s",
        key_in_sql(one.pk),
        key_in_sql(other.pk),
    )
    assert refused() is Why.CHANGED


def test_a_fact_that_was_taken_out_is_missed(copied):
    sql("DELETE FROM cases_fact WHERE kind = 'finished'")
    assert refused() is Why.CHANGED


def test_a_line_of_the_trail_that_was_taken_out_is_missed(copied):
    sql("DELETE FROM trail_trailline WHERE id = (SELECT max(id) - 1 FROM trail_trailline)")
    assert refused() is Why.CHANGED


def test_a_trail_that_ends_before_its_manifest_was_cut_off(copied):
    settle()
    Backup.objects.all().delete()
    write_manifest(NOW)
    last = ChainLink.objects.order_by("-number")[0]
    ChainLink.objects.filter(pk=last.pk)._raw_delete(ChainLink.objects.db)
    assert refused() is Why.CHANGED


def test_a_line_that_was_put_in_is_one_too_many(copied):
    most = counts()
    line = TrailLine.objects.latest("id")
    TrailLine.objects.bulk_create([TrailLine(school_id=line.school_id, at=line.at, verb=line.verb)])
    with pytest.raises(NotBelieved) as error:
        examine(wanted=copied.pk, most=most)
    assert error.value.why is Why.CHANGED


def test_a_line_of_the_trail_that_says_something_else_is_found_by_its_place_in_the_chain(copied):
    settle()
    examine()
    set_column(TrailLine, TrailLine.objects.latest("id").pk, "verb", "case.closed")
    with pytest.raises(NotBelieved, match="is veranderd of verplaatst") as error:
        examine()
    assert error.value.why is Why.CHANGED


def test_a_manifest_that_somebody_else_wrote_is_not_believed(copied):
    Backup.objects.update(tables=copied.tables | {"cases.Fact": 1})
    assert not is_sealed(Backup.objects.get())
    assert refused() is Why.CHANGED


def test_a_key_of_a_case_that_changed_is_found(copied):
    sql("UPDATE vault_datakey SET wrapped = %s WHERE scope <> school_id", b"\x01" + bytes(60))
    assert refused() is Why.CHANGED


def test_another_key_does_not_open_it(copied, settings):
    settings.KRING_KEY = ANOTHER_KEY
    assert refused() is Why.WRONG_KEY


def test_without_a_key_nobody_can_tell(copied, settings):
    settings.KRING_KEY = settings.KRING_KEY_FILE = ""
    assert refused() is Why.NO_KEY


def test_a_copy_whose_mark_of_the_key_is_gone_was_changed(copied):
    InstallationMark.objects.all().delete()
    assert refused() is Why.CHANGED


def test_a_copy_that_stopped_before_its_manifest_came_is_half(copied):
    later = write_manifest(NOW)
    Backup.objects.filter(pk=later.pk).delete()
    with pytest.raises(NotBelieved) as error:
        examine(wanted=later.pk)
    assert error.value.why is Why.HALF


@pytest.mark.django_db
def test_a_database_without_a_school_is_an_empty_copy():
    assert refused() is Why.EMPTY


def test_a_copy_of_a_newer_kring_is_left_to_that(copied):
    sql("INSERT INTO django_migrations (app, name, applied) VALUES ('cases', '9999_later', %s)", NOW)
    assert refused() is Why.NEWER_KRING


def test_the_manifest_says_which_key_belongs_to_it_and_not_the_key(copied, settings):
    text = as_file(copied)
    assert copied.key in text
    assert settings.KRING_KEY not in text


def test_every_table_that_loses_no_row_exists():
    assert {model._meta.label for model in apps.get_models()} >= ONLY_ADDED_TO


def test_each_refusal_has_a_sentence_and_an_exit_code_of_its_own():
    assert len({str(sentence) for sentence in SENTENCES.values()}) == len(Why)
    assert all(one > 2 for one in Why)
