"""A short text is kept without what nobody sees, is never refused for it, and comes back as it would be kept."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from kring.school.models import Guardian, Guardianship, Pupil
from kring.web.forms import EmailLine, KringForm, ShortText
from tests.cast import PASSWORD, TODAY, Cast, sign_in
from tests.names.test_typed import KEPT
from tests.web.sending import send


class Form(KringForm):
    name = ShortText(label="Naam", required=False)
    number = ShortText(label="Nummer", required=False, limit=5)
    mail = EmailLine(label="E-mail", required=False)
    more = ShortText(label="Moet", missing="Vul iets in.")


@pytest.mark.parametrize(("typed", "kept"), KEPT, ids=[ascii(typed) for typed, _kept in KEPT])
def test_a_line_is_kept_without_what_nobody_sees_and_comes_back_so(typed: str, kept: str) -> None:
    form = Form({"name": typed, "more": ""}, today=TODAY)
    assert not form.is_valid()
    assert "name" not in form.errors
    assert form.cleaned_data["name"] == kept
    assert form["name"].field.widget.format_value(form["name"].value()) == kept


def test_what_nobody_sees_is_not_counted_and_fills_in_nothing() -> None:
    form = Form({"number": "\u200b12345\u200b", "more": "\u200b\u00a0"}, today=TODAY)
    assert not form.is_valid()
    assert "number" not in form.errors
    assert form.errors["more"] == ["Vul iets in."]


@pytest.mark.parametrize(
    "typed",
    ["ouder@voorbeeld.example\u200b", "\u202aOuder@voorbeeld.example\u202c", "\ufeffouder@voorbeeld.example\u00a0"],
)
def test_an_address_is_kept_without_what_nobody_sees(typed: str) -> None:
    form = Form({"mail": typed, "more": "x"}, today=TODAY)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["mail"] == "ouder@voorbeeld.example"
    refused = Form({"mail": "ouder\u200b@", "more": "x"}, today=TODAY)
    assert not refused.is_valid()
    assert 'value="ouder@"' in str(refused["mail"])


def test_a_child_and_a_guardian_are_kept_as_they_are_read(client: Client, cast: Cast) -> None:
    sign_in(client, cast.hein)
    change = reverse("school_pupil_change", args=[cast.sem.pk])
    kept = send(
        client, change, first_name="Jan\u00a0Willem\u200b", last_name="de\u00a0Vries", group=str(cast.sem.group_id)
    )
    assert kept.status_code == 303
    assert Pupil.objects.get(pk=cast.sem.pk).name == "Jan Willem de Vries"
    add = reverse("school_guardian_add", args=[cast.sem.pk])
    kept = send(
        client,
        add,
        name="👩\u200d👧 Inge\u200b",
        relation="mother",
        custody="yes",
        phone="\u202a+31 6\u00a000001234\u202c",
        email="ouder@voorbeeld.example\u200b",
        reach="Na 12\u00a0uur 👩\u200d👧",
    )
    assert kept.status_code == 303
    guardian = next(one for one in Guardian.objects.filter(guardianships__pupil=cast.sem) if "👩" in one.name)
    assert (guardian.name, guardian.phone, guardian.email) == (
        "👩\u200d👧 Inge",
        "+31 6 00001234",
        "ouder@voorbeeld.example",
    )
    assert guardian.reach == "Na 12\u00a0uur 👩\u200d👧"
    assert Guardianship.objects.filter(guardian=guardian).count() == 1


def test_a_line_that_is_refused_for_something_else_comes_back_clean(client: Client, cast: Cast) -> None:
    sign_in(client, cast.hein)
    change = reverse("school_pupil_change", args=[cast.sem.pk])
    refused = send(client, change, first_name="\u200b", last_name="de\u00a0Vries\u200b", group=str(cast.sem.group_id))
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Vul de voornaam in." in page
    assert 'value="de Vries"' in page
    assert "teken dat" not in page


def test_somebody_comes_in_with_an_address_that_was_pasted(client: Client, cast: Cast) -> None:
    assert cast.anouk.account
    address = cast.anouk.account.email
    wrong = client.post(reverse("account_login"), {"login": f"\u202a{address}\u200b", "password": "mis"})
    assert f'value="{address}"' in wrong.content.decode()
    answer = client.post(reverse("account_login"), {"login": f"\u202a{address}\u200b", "password": PASSWORD})
    assert answer.status_code == 302
    assert mail.outbox == []


def test_a_name_is_sought_as_it_is_read(client: Client, cast: Cast) -> None:
    cast.sem.first_name, cast.sem.last_name = "Shay", "O’Neil"
    cast.sem.save()
    sign_in(client, cast.hein)
    for asked in ("O'Neil", "ONeil", "neil shay", "\u200bshay\u00a0o`neil\u202c", "Ｓｈａｙ"):
        page = client.post(reverse("school_pupils"), {"naam": asked}).content.decode()
        assert "Shay O’Neil" in page, asked
    for asked in ("-", "'", "eil", "shay daan"):
        page = client.post(reverse("school_pupils"), {"naam": asked}).content.decode()
        assert "Shay O’Neil" not in page, asked
        assert reverse("school_pupil", args=[cast.daan.pk]) not in page, asked
