"""One sealed piece of bytes: it opens with its key at its place, and in no other way."""

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from kring.vault.seal import SealBroken, new_key, open_seal, seal

KEY = AESGCM(b"k" * 32)


@given(st.binary(max_size=2_000), st.text(max_size=80))
def test_what_was_sealed_opens_at_its_place(plain: bytes, place: str):
    assert open_seal(KEY, seal(KEY, plain, bound_to=place), bound_to=place) == plain


@given(st.binary(max_size=200), st.data())
def test_a_changed_byte_anywhere_does_not_open(plain: bytes, data: st.DataObject):
    sealed = bytearray(seal(KEY, plain, bound_to="here"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(SealBroken):
        open_seal(KEY, bytes(sealed), bound_to="here")


@pytest.mark.parametrize("length", [0, 1, 12, 13, 28])
def test_what_is_too_short_to_be_sealed_does_not_open(length: int):
    with pytest.raises(SealBroken):
        open_seal(KEY, seal(KEY, b"", bound_to="here")[:length], bound_to="here")


def test_another_key_or_another_place_does_not_open():
    sealed = seal(KEY, b"Sem", bound_to="here")
    with pytest.raises(SealBroken):
        open_seal(AESGCM(new_key()), sealed, bound_to="here")
    with pytest.raises(SealBroken):
        open_seal(KEY, sealed, bound_to="there")


def test_the_same_text_is_never_sealed_the_same():
    assert seal(KEY, b"Sem", bound_to="here") != seal(KEY, b"Sem", bound_to="here")
