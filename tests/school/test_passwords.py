"""Which passwords are refused: short, common, along the keyboard, or made of what everybody knows of oneself."""

import gzip
import hashlib
import json
import re

import pytest
from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import override

from kring.school.passwords import COMMON, common, is_common
from tests.cast import PASSWORD, Cast

VENDORED = (COMMON.parent / "VENDORED.md").read_text(encoding="utf-8")


def refused(password: str, account: object = None) -> str:
    with pytest.raises(ValidationError) as problem:
        validate_password(password, account)  # type: ignore[arg-type]
    return " ".join(problem.value.messages)


def test_the_list_is_the_one_that_its_notice_says_and_longer_than_djangos():
    for file, digest in re.findall(r"^\| (\S+) \|.*\| ([0-9a-f]{64}) \|$", VENDORED, re.MULTILINE):
        assert hashlib.sha256((COMMON.parent / file).read_bytes()).hexdigest() == digest, file
    raw = gzip.decompress(COMMON.read_bytes())
    assert hashlib.sha256(raw).hexdigest() in VENDORED
    assert f"{len(json.loads(raw)):,} of them" in VENDORED
    assert len(common()) > 2 * len(CommonPasswordValidator().passwords)


@pytest.mark.parametrize(
    "password",
    [
        "qwerty123456",
        "1qaz2wsx3edc",
        "Football2026!",
        "monkey-monkey",
        "aaaaaaaaaaaaaa",
        "123456789012",
        "Abcdefghijklm",
        "qwertyuiopas",
        "Welkom2026!!",
        "wachtwoord-123",
        "Zomer-2026-Kring",
        "basisschool123",
    ],
)
def test_what_many_people_have_is_refused_whatever_stands_around_it(password):
    assert refused(password) == "Dit wachtwoord gebruiken veel mensen. Neem er een dat niemand raadt."


@pytest.mark.parametrize(
    "password", [PASSWORD, "paarse giraffen dansen", "de zomer van tante Riet", "x7Kp2mQz9vLt", "kast fiets regen tulp"]
)
def test_a_sentence_or_chance_is_taken(password):
    assert not is_common(password)
    validate_password(password)


def test_a_short_one_is_refused_with_what_helps():
    assert refused("Xk9!fQ2z") == "Dit wachtwoord is te kort. Neem minstens 12 tekens, bijvoorbeeld een zin."


@pytest.mark.parametrize(
    "password", ["anoukvermeer1", "Vermeer-2026-Anouk", "anouk@dewilg.example", "BasisschoolDeWilg6", "dewilg-anouk-7"]
)
def test_ones_own_name_address_and_school_are_no_password(cast: Cast, password):
    assert "vooral je naam, je adres of je school" in refused(password, cast.anouk.account)


def test_ones_own_name_in_a_sentence_is_taken(cast: Cast):
    with pytest.raises(ValidationError):
        validate_password("anouk-vermeer-2026", cast.anouk.account)
    validate_password("anouk fietst graag door de regen", cast.anouk.account)


@pytest.mark.parametrize("password", ["kort", "qwerty123456"])
def test_every_sentence_says_je_and_has_english(cast: Cast, password):
    assert not re.search(r"\b[Uu]w?\b", refused(password))
    with override("en"):
        assert "wachtwoord" not in refused(password)
