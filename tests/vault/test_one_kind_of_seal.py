"""What docs/security.md says of cryptography: one kind of seal, keys of 256 bits, chance from the system alone.

It is asked of the source, so that whoever brings in another way to seal, to draw or to compare sees it here first.
"""

import ast
import math
import os
import re
import secrets
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kring.reports.models import Door
from kring.school import codes
from kring.vault import installation, keys
from kring.vault import seal as sealing
from kring.web.door import answers
from kring.web.way_in import store
from tests.cast import Cast
from tests.source import KRING, calls, imported, nodes

OF_THE_LIBRARY = {"AESGCM", "InvalidTag", "Argon2id"}
"""All that Kring takes from `cryptography`: one cipher, what it says when it does not open, and the slow digest."""
OTHER_LIBRARIES = ("Crypto", "Cryptodome", "nacl", "OpenSSL", "jwt", "rsa", "ecdsa", "bcrypt", "passlib", "argon2")
SEALS = "vault/seal.py"

HASHES = {"sha256", "sha1"}
"""SHA-1 for the codes of apps alone: tests/docs/test_security.py says where it may stand."""

INVENTS = {
    "demo/again.py": "people of a demo, who do not exist",
    "demo/build.py": "the same",
    "demo/people.py": "the same",
    "config/management/commands/demo_school.py": "the same",
    "config/key_sheet.py": "which groups of the sheet are typed back, out of what the command hands it",
    "config/management/commands/key.py": "hands it the system's own chance: SystemRandom",
}
"""Modules that may import `random`, whose numbers somebody can foretell."""


def test_kring_takes_one_cipher_and_one_slow_digest_from_one_library():
    taken = {what for _module, library, what in imported() if library.partition(".")[0] == "cryptography"}
    assert taken == OF_THE_LIBRARY
    assert [one for one in imported() if one[1].partition(".")[0] in OTHER_LIBRARIES] == []


def test_one_module_seals_and_opens_and_all_others_ask_it():
    """So the nonce is drawn in one place, and the place that a piece is bound to is never forgotten."""
    assert {module for module, call in calls("encrypt", "decrypt")} == {SEALS}
    (sealed,) = (call for _module, call in calls("encrypt"))
    assert len(sealed.args) == 3, "nonce, text, and what it is bound to"


def test_nothing_is_hashed_but_by_sha256():
    named = {(module, node.attr) for module, node in nodes(ast.Attribute) if getattr(node.value, "id", "") == "hashlib"}
    named |= {(module, what) for module, library, what in imported() if library == "hashlib" and what}
    assert {what for _module, what in named} == HASHES
    assert {module for module, what in named if what == "sha1"} == {"school/codes.py"}
    for module, call in calls("salted_hmac"):  # Django's own is SHA-1 for who says nothing
        algorithm = [word.value for word in call.keywords if word.arg == "algorithm"]
        assert [getattr(one, "value", "") for one in algorithm] == ["sha256"], f"{module}:{call.lineno}"


def test_chance_is_the_systems_own():
    assert {module for module, library, _what in imported() if library == "random"} == set(INVENTS)
    made = [(module, ast.unparse(call.func)) for module, call in calls("Random", "SystemRandom")]
    assert {how for module, how in made if "demo" not in module} == {"random.SystemRandom"}
    assert not list(calls("uuid1", "getnode")), "an id that is reckoned from clock and machine can be foretold"


def test_a_seal_is_aes_with_256_bits_in_galois_counter_mode_with_a_tag_of_16_bytes():
    """Opened here by another road than the one that made it."""
    key = sealing.new_key()
    assert len(key) == 32
    whole = sealing.seal(AESGCM(key), b"Sem", bound_to="here")
    nonce, text, tag = whole[1:13], whole[13:-16], whole[-16:]
    opens = Cipher(algorithms.AES256(key), modes.GCM(nonce, tag)).decryptor()
    opens.authenticate_additional_data(b"here")
    assert opens.update(text) + opens.finalize() == b"Sem"


def test_each_seal_draws_its_own_nonce_of_twelve_bytes_from_the_system(monkeypatch):
    """With one nonce twice under one key, both texts can be read: it is never reckoned, and never kept."""
    asked: list[tuple[int, bytes]] = []

    def draws(length: int, urandom: Callable[[int], bytes] = os.urandom) -> bytes:
        asked.append((length, urandom(length)))
        return asked[-1][1]

    monkeypatch.setattr(os, "urandom", draws)
    cipher = AESGCM(sealing.new_key())
    asked.clear()
    used = [sealing.seal(cipher, b"Sem", bound_to="here")[1:13] for _seal in range(1_000)]
    assert asked == [(12, nonce) for nonce in used]
    assert len(set(used)) == 1_000


MADE_IN = (keys, installation, store, answers)
"""Where a key becomes a cipher."""


def test_every_key_that_becomes_a_cipher_has_256_bits(monkeypatch, cast: Cast):
    made: Counter[str] = Counter()

    def told(module: str) -> Callable[[bytes], AESGCM]:
        def make(key: bytes) -> AESGCM:
            assert len(key) == 32, module
            made[module] += 1
            return AESGCM(key)

        return make

    in_source = {module for module, _call in calls("AESGCM")}
    assert in_source == {str(Path(str(one.__file__)).relative_to(KRING)) for one in MADE_IN}
    for module in MADE_IN:
        monkeypatch.setattr(module, "AESGCM", told(module.__name__))
    session = store.SessionStore()
    session["seen"] = "yes"
    session.create()
    answers.sealed(Door(secret="ab" * 32), answers.begun())
    keys.forget_keys()
    keys.cipher_of(cast.school.id)
    assert set(made) == {module.__name__ for module in MADE_IN}


def test_a_code_of_the_second_step_is_drawn_from_the_system_and_from_nothing_else(monkeypatch):
    drawn: list[Any] = []

    def take(one: Any) -> Any:
        drawn.append(one)
        return one

    system = SimpleNamespace(
        token_bytes=lambda length: take(secrets.token_bytes(length)), choice=lambda among: take(secrets.choice(among))
    )
    monkeypatch.setattr(codes, "secrets", system)
    assert [codes.new_secret()] == drawn
    assert len(drawn[0]) * 8 == 160
    drawn.clear()
    assert codes.plain(codes.new_spare_code()) == "".join(drawn)
    assert len(drawn) * math.log2(len(codes.LETTERS)) > 78


SECRET = re.compile(r"(^|_)(mac|hmac|digest|secret|token|seal|hash|password)(_|$)")

COMPARES_ITS_OWN = {
    "backup/manifest.py": "what the seal of a copy holds, opened with the key, with what the copy is",
    "cases/actions/change.py": "one form with another, both Kring's",
    "config/management/commands/setup.py": "what one person types twice",
    "trail/outside.py": "two ends of the trail, of which the database and a file beside it hold one each",
    "trail/verifying.py": "the same",
    "web/forms/drafts.py": "what a form holds with what it held",
    "web/forms/keeping.py": "the same",
    "web/forms/page.py": "the same",
    "web/road/case_form.py": "the same",
    "web/way_in/sessions.py": "the session that asks with its own row",
}
"""Modules that compare with == what is called after a secret, and why nobody learns from it how long that takes."""


def test_no_guess_is_compared_letter_by_letter():
    """How long that takes would tell how far a guess was right. What a person sends is compared by `compare_digest`, or
    looked up by its digest."""
    found = set()
    for module, node in nodes(ast.Compare):
        sides = (side.func if isinstance(side, ast.Call) else side for side in (node.left, node.comparators[0]))
        called = [getattr(side, "attr", getattr(side, "id", "")) for side in sides]
        if isinstance(node.ops[0], ast.Eq | ast.NotEq) and any(SECRET.search(name) for name in called):
            found.add(module)
    assert found == set(COMPARES_ITS_OWN)
    assert {module for module, _call in calls("compare_digest", "constant_time_compare")} >= {
        "school/codes.py",
        "trail/chain.py",
        "trail/verifying.py",
        "web/way_in/second_step.py",
    }
