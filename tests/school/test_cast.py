"""The cast stands as its own description says, also when it is put back from memory."""

from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.db import transaction
from django.test import Client

from kring.school.models import Guardianship, Pupil
from tests.cast import PASSWORD, Cast, make_cast, sign_in


def test_everybody_is_there_with_their_names_readable(cast: Cast):
    assert [group.title for group in cast.anouk.groups.all()] == ["groep 6"]
    assert sorted(pupil.first_name for pupil in cast.group6.pupils.all()) == ["Daan", "Jens", "Lars", "Noor", "Sem"]
    assert cast.daan.name == "Daan Visser"
    assert cast.inge_bakker.reach == "Na vijf uur, of een appje overdag"


def test_a_cast_that_is_put_back_reads_as_the_one_the_verbs_made(db):
    with transaction.atomic():
        first = make_cast()
        transaction.set_rollback(True)
    assert not Pupil.objects.exists()
    again = make_cast()
    assert again.sem.id == first.sem.id
    assert again.anouk.school is again.school
    assert Pupil.objects.get(id=again.sem.id).name == "Sem Bakker"


def test_custody_is_known_known_not_to_be_or_not_known(cast: Cast):
    custody = {
        row.guardian.name: row.custody
        for row in Guardianship.objects.filter(pupil__in=[cast.daan, cast.lars]).select_related("guardian")
    }
    assert custody == {"Karin Visser": "yes", "Rob Visser": "no", "Petra de Wit": "unknown"}


def test_anouk_signs_in_with_her_password_and_her_address_needs_no_confirmation(cast: Cast, rf):
    account = authenticate(rf.post("/"), email="Anouk@DeWilg.example", password=PASSWORD)
    assert account == cast.anouk.account
    assert EmailAddress.objects.get(email="anouk@dewilg.example").verified


def test_sign_in_signs_in(cast: Cast, client: Client):
    sign_in(client, cast.anouk)
    assert client.session["_auth_user_id"] == str(cast.anouk.account_id)
