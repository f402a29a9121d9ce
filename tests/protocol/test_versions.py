"""What a school stored with an earlier Kring is read as it was meant then (`VERSION` of kring/protocol/choices.py)."""

import pytest

from kring.protocol.choices import StepTerm, UnreadableVariation, Variation

OF_VERSION_2 = {"version": 2, "protocol": "stappenplan", "edition": "1", "terms": {"signal": 1}}


def test_since_version_2_the_protocol_it_was_made_for_is_stored_with_it_and_safety_is_asked() -> None:
    meant = Variation(terms=(StepTerm("signal", 1),), protocol="stappenplan", edition="1", asks_safety=True)
    assert Variation.from_dict(OF_VERSION_2) == meant


def test_since_version_3_it_is_stored_whether_safety_is_asked() -> None:
    for asked in (True, False):
        assert Variation.from_dict({**OF_VERSION_2, "version": 3, "asks_safety": asked}).asks_safety is asked
    with pytest.raises(UnreadableVariation, match="of version 2 knows no asks_safety"):
        Variation.from_dict({**OF_VERSION_2, "asks_safety": False})


@pytest.mark.parametrize("said", ["yes", 1, None])
def test_whether_safety_is_asked_is_yes_or_no(said: object) -> None:
    with pytest.raises(UnreadableVariation, match="is not true or false"):
        Variation.from_dict({**OF_VERSION_2, "version": 3, "asks_safety": said})
