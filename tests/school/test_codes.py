"""The codes of the second step: what an app shows, when it is taken, and how it may be typed."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from kring.school.codes import (
    address_for_app,
    code_of,
    digest_of_spare,
    half_minute_of,
    half_minute_shown,
    new_spare_code,
    plain,
    typed_by_hand,
)

SECRET = b"12345678901234567890"
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HALF_MINUTE = timedelta(seconds=30)
NOW = half_minute_of(AT)


@pytest.mark.parametrize(
    ("second", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_the_codes_are_those_of_the_standard(second, code):
    """RFC 6238, appendix B, its last six digits."""
    assert code_of(SECRET, second // 30) == code


@pytest.mark.parametrize("off", [-1, 0, 1])
def test_a_telephone_may_be_half_a_minute_early_or_late(off):
    assert half_minute_shown(SECRET, code_of(SECRET, NOW + off), at=AT, after=0) == NOW + off


@pytest.mark.parametrize("off", [-2, 2])
def test_further_off_its_code_is_none(off):
    assert half_minute_shown(SECRET, code_of(SECRET, NOW + off), at=AT, after=0) is None


def test_a_code_that_was_taken_is_spent_and_so_are_those_before_it():
    early = code_of(SECRET, NOW + 1)
    shown = half_minute_shown(SECRET, early, at=AT, after=0)
    assert shown == NOW + 1
    for code in (early, code_of(SECRET, NOW), code_of(SECRET, NOW - 1)):
        assert half_minute_shown(SECRET, code, at=AT, after=shown) is None
    assert half_minute_shown(SECRET, code_of(SECRET, NOW + 2), at=AT + HALF_MINUTE, after=shown) == NOW + 2


def test_a_code_is_read_as_it_is_meant():
    code = code_of(SECRET, NOW)
    for typed in (f"{code[:3]} {code[3:]}", f" {code} ", f"{code[:3]}-{code[3:]}", f"{code[:3]}\u00a0{code[3:]}"):
        assert half_minute_shown(SECRET, typed, at=AT, after=0) == NOW
    for wrong in ("", code[:5], code + "0", "12345é", "١٢٣٤٥٦"):
        assert half_minute_shown(SECRET, wrong, at=AT, after=0) is None


def test_the_secret_can_be_typed_and_read_from_a_picture():
    assert typed_by_hand(SECRET) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
    assert address_for_app(SECRET, account="anouk@dewilg.example") == (
        "otpauth://totp/Kring:anouk%40dewilg.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Kring"
    )


def test_a_spare_code_is_read_as_it_is_meant_and_is_one_persons():
    one, other = UUID(int=1), UUID(int=2)
    code = new_spare_code()
    assert len(plain(code)) == 16
    kept = digest_of_spare(code, account_id=one)
    assert digest_of_spare(f" {code.upper().replace('-', ' ')}", account_id=one) == kept
    assert digest_of_spare(code, account_id=other) != kept
    assert plain(code) not in kept
