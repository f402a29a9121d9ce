"""What stands in the environment is taken as meant, or refused in one sentence."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from kring.config.environment import (
    database_from,
    for_pages,
    mail_address_from,
    mail_server_from,
    number_from,
    read_key_file,
    switch_from,
    words_from,
)

DATA = Path("/data")
ITS_OWN = {
    "options": "-c jit=off -c max_parallel_workers_per_gather=0 -c random_page_cost=1.1",
    "server_side_binding": True,
    "prepare_threshold": 2,
}
"""What Kring asks of a line that it has for itself."""


@pytest.mark.parametrize("word", ["1", "true", "Yes", " on "])
def test_a_switch_is_on_by_any_usual_word(monkeypatch, word):
    monkeypatch.setenv("KRING_X", word)
    assert switch_from("KRING_X", default=False) is True


@pytest.mark.parametrize("word", ["0", "false", "No", "off", ""])
def test_a_switch_is_off_by_any_usual_word(monkeypatch, word):
    monkeypatch.setenv("KRING_X", word)
    assert switch_from("KRING_X", default=True) is False


def test_a_switch_that_is_not_set_stands_as_it_was_meant(monkeypatch):
    monkeypatch.delenv("KRING_X", raising=False)
    assert switch_from("KRING_X", default=True) is True


def test_a_switch_with_another_word_is_refused(monkeypatch):
    monkeypatch.setenv("KRING_X", "misschien")
    with pytest.raises(ImproperlyConfigured, match="KRING_X must be 1 or 0, not 'misschien'"):
        switch_from("KRING_X", default=True)


@pytest.mark.parametrize(("word", "reason"), [("vier", "whole number"), ("0", "between 1 and 64"), ("65", "between")])
def test_a_number_that_makes_no_sense_is_refused(monkeypatch, word, reason):
    monkeypatch.setenv("KRING_X", word)
    with pytest.raises(ImproperlyConfigured, match=reason):
        number_from("KRING_X", default=4, least=1, most=64)


def test_words_are_separated_by_commas_and_may_have_air_around_them(monkeypatch):
    monkeypatch.setenv("KRING_X", "a.nl, b.nl,,")
    assert words_from("KRING_X", default=[]) == ["a.nl", "b.nl"]


def test_without_an_address_the_database_is_a_file_in_the_data_folder(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    database = database_from("DATABASE_URL", data=DATA)
    assert database["NAME"] == DATA / "kring.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in database["OPTIONS"]["init_command"]


def test_a_postgresql_address_is_taken_apart(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://kr%40ing:a%2Fb@db.example:5433/kring?sslmode=require")
    database = database_from("DATABASE_URL", data=DATA)
    assert database["ENGINE"] == "kring.config.postgresql"
    assert (database["USER"], database["PASSWORD"]) == ("kr@ing", "a/b")
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example", "5433", "kring")
    assert database["OPTIONS"] == ITS_OWN | {"sslmode": "require"}
    assert database["CONN_HEALTH_CHECKS"] is True


def test_a_postgresql_address_may_name_a_socket(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://kring@/kring?host=/run/postgresql")
    database = database_from("DATABASE_URL", data=DATA)
    assert (database["HOST"], database["PORT"], database["OPTIONS"]) == (
        "/run/postgresql",
        "",
        ITS_OWN,
    )


def test_no_question_of_a_page_lasts_longer_than_the_page_itself(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://kring@/kring?host=/run/postgresql")
    database = database_from("DATABASE_URL", data=DATA)
    for_pages(database)
    assert database["OPTIONS"]["options"] == f"{ITS_OWN['options']} -c statement_timeout=30s"


@pytest.mark.parametrize("own", ["", "-c statement_timeout=5s"])
def test_options_in_the_address_are_the_only_ones(monkeypatch, own):
    """A pooler may refuse any."""
    monkeypatch.setenv("DATABASE_URL", f"postgres://kring@db/kring?options={own}")
    database = database_from("DATABASE_URL", data=DATA)
    for_pages(database)
    assert database["OPTIONS"] == {"options": own}


def test_behind_a_pooler_nothing_stays_with_a_line_no_option_no_plan_and_no_cursor(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://kring@127.0.0.1:6432/kring?pooler=transaction&sslmode=disable")
    database = database_from("DATABASE_URL", data=DATA)
    for_pages(database)
    assert database["OPTIONS"] == {"sslmode": "disable"}
    assert database["DISABLE_SERVER_SIDE_CURSORS"] is True


def test_without_a_pooler_cursors_stay_with_the_server(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://kring@db/kring")
    assert database_from("DATABASE_URL", data=DATA)["DISABLE_SERVER_SIDE_CURSORS"] is False


def test_an_address_may_name_several_servers_of_which_the_one_is_taken_that_can_be_written_to(monkeypatch):
    several = "host=db1,db2,db3&port=5432,5432,5433&target_session_attrs=read-write"
    monkeypatch.setenv("DATABASE_URL", f"postgres://kring:geheim@/kring?{several}")
    database = database_from("DATABASE_URL", data=DATA)
    assert (database["HOST"], database["PORT"]) == ("db1,db2,db3", "5432,5432,5433")
    assert database["OPTIONS"] == ITS_OWN | {"target_session_attrs": "read-write"}


def test_a_file_has_no_such_options(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    database = database_from("DATABASE_URL", data=DATA)
    before = dict(database["OPTIONS"])
    for_pages(database)
    assert database["OPTIONS"] == before


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("mysql://kring@db/kring", "must begin with postgres:// or sqlite://"),
        ("postgres://kring@db/", "names no database"),
        ("postgres://kring@db/kring?pooler=session", "pooler=transaction, and no other"),
        ("postgres://kring@db:poort/kring", "port"),
    ],
)
def test_an_address_that_makes_no_sense_is_refused(monkeypatch, address, reason):
    monkeypatch.setenv("DATABASE_URL", address)
    with pytest.raises(ImproperlyConfigured, match=reason):
        database_from("DATABASE_URL", data=DATA)


def test_a_key_file_that_is_not_there_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("KRING_SECRET_KEY_FILE", str(tmp_path / "weg.key"))
    with pytest.raises(ImproperlyConfigured, match=r"weg\.key, which cannot be read"):
        read_key_file("KRING_SECRET_KEY_FILE")


def test_without_any_key_it_is_said_how_to_give_one(monkeypatch):
    monkeypatch.delenv("KRING_SECRET_KEY_FILE", raising=False)
    with pytest.raises(ImproperlyConfigured, match="Set KRING_SECRET_KEY or KRING_SECRET_KEY_FILE"):
        read_key_file("KRING_SECRET_KEY_FILE")


@pytest.mark.parametrize(
    ("address", "port", "starttls", "tls"),
    [
        ("smtp+starttls://mail.example", 587, True, False),
        ("smtp+starttls://localhost:2525", 2525, True, False),
        ("smtp://mail.example", 587, True, False),
        ("smtps://mail.example", 465, False, True),
        ("smtps://127.0.0.1:4650", 4650, False, True),
        ("smtp://localhost", 25, False, False),
        ("smtp://[::1]:1025", 1025, False, False),
    ],
)
def test_a_mail_server_is_reached_encrypted_unless_it_is_this_machine(monkeypatch, address, port, starttls, tls):
    monkeypatch.setenv("KRING_SMTP", address)
    server = mail_server_from("KRING_SMTP")
    assert (server["EMAIL_PORT"], server["EMAIL_USE_TLS"], server["EMAIL_USE_SSL"]) == (port, starttls, tls)
    assert server["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"


def test_signs_in_a_password_may_be_written_in_percents(monkeypatch):
    monkeypatch.setenv("KRING_SMTP", "smtp+starttls://kring%40dewilg.example:a%2Fb%3A%40@mail.example:587")
    server = mail_server_from("KRING_SMTP")
    assert (server["EMAIL_HOST"], server["EMAIL_HOST_USER"]) == ("mail.example", "kring@dewilg.example")
    assert server["EMAIL_HOST_PASSWORD"] == "a/b:@"


def test_without_a_mail_server_or_in_a_demo_nothing_leaves_the_machine(monkeypatch):
    monkeypatch.delenv("KRING_SMTP", raising=False)
    assert "console" in mail_server_from("KRING_SMTP")["EMAIL_BACKEND"]
    monkeypatch.setenv("KRING_SMTP", "smtps://mail.example")
    assert "console" in mail_server_from("KRING_SMTP", keep_here=True)["EMAIL_BACKEND"]


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("mail.example", "must look like"),
        ("smtp://", "must look like"),
        ("http://mail.example", "must look like"),
        ("smtp+ssl://mail.example", "must look like"),
        ("smtp://mail.example:poort", "port"),
        ("smtp://mail.example:99999", "port"),
        ("smtp://mail.example:0", "port"),
        ("smtp://kring:a/b@mail.example", "port"),
        ("smtp://mail.example/inbox", "behind the server's name"),
        ("smtp://mail.example?tls=no", "behind the server's name"),
        ("smtp://kring@mail.example", "both a user and a password"),
        ("smtp://:geheim@mail.example", "both a user and a password"),
        ("smtp://kring:a%0D%0Ab@mail.example", "control character"),
    ],
)
def test_a_mail_server_that_makes_no_sense_is_refused(monkeypatch, address, reason):
    monkeypatch.setenv("KRING_SMTP", address)
    with pytest.raises(ImproperlyConfigured, match=f"KRING_SMTP .*{reason}"):
        mail_server_from("KRING_SMTP")


@pytest.mark.parametrize("address", ["kring@dewilg.example", "Kring <kring@dewilg.example>"])
def test_letters_come_from_an_address_with_or_without_a_name(monkeypatch, address):
    monkeypatch.setenv("KRING_MAIL_FROM", address)
    assert mail_address_from("KRING_MAIL_FROM", default="kring@localhost") == address
    monkeypatch.delenv("KRING_MAIL_FROM")
    assert mail_address_from("KRING_MAIL_FROM", default="kring@localhost") == "kring@localhost"


@pytest.mark.parametrize(
    "address", ["kring", "kring@", "@dewilg.example", "a@b.example\nBcc: c@d.example", "é@b.example"]
)
def test_letters_come_from_no_nonsense(monkeypatch, address):
    monkeypatch.setenv("KRING_MAIL_FROM", address)
    with pytest.raises(ImproperlyConfigured, match="KRING_MAIL_FROM must be an e-mail address"):
        mail_address_from("KRING_MAIL_FROM", default="kring@localhost")
