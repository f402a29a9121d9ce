"""Which passwords nobody may choose: short ones, those that many people have, and what everybody knows of oneself.

Django asks these classes (`AUTH_PASSWORD_VALIDATORS`); their sentences stand beside the field. The list comes from a
package, see `kring/school/common_passwords/VENDORED.md`.
"""

import gzip
import json
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kring.school.models import StaffMember

COMMON = Path(__file__).parent / "common_passwords" / "passwords.json.gz"
AT_LEAST = 12
OWN = 8
"""Letters and digits that must be left when what everybody knows is taken out."""
ROWS = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qazwsxedcrfvtgbyhnujmikolp",
)
"""The keyboard and the alphabet: who goes along one of these typed no password."""
OF_HERE = tuple(
    "wachtwoord geheim welkom kring school basisschool leerkracht juffrouw meester directeur groep leerling pesten"
    " antipest protocol lente zomer herfst winter januari februari maart april juni juli augustus september oktober"
    " november december maandag dinsdag woensdag donderdag vrijdag zaterdag zondag".split()
)
"""What a Dutch school thinks of first, and no list of the world has."""


@lru_cache(maxsize=1)
def common() -> frozenset[str]:
    """The passwords that many people have, in small letters. Read once in a process: some 5 MB."""
    return frozenset(word.lower() for word in json.loads(gzip.decompress(COMMON.read_bytes())))


class LongEnough:
    """Twelve characters, which a sentence has soon."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) < AT_LEAST:
            raise ValidationError(
                _("Dit wachtwoord is te kort. Neem minstens %(min_length)s tekens, bijvoorbeeld een zin."),
                code="password_too_short",
                params={"min_length": AT_LEAST},
            )

    def get_help_text(self) -> str:
        return ""


class NotCommon:
    """None that many people have, also with digits around it, written twice, or along the keyboard."""

    def validate(self, password: str, user: Any = None) -> None:
        if is_common(password):
            raise ValidationError(
                _("Dit wachtwoord gebruiken veel mensen. Neem er een dat niemand raadt."), code="password_too_common"
            )

    def get_help_text(self) -> str:
        return ""


class NotOneself:
    """None made of one's own name, address or school."""

    def validate(self, password: str, user: Any = None) -> None:
        if user is not None and is_made_of(password, known_of(user)):
            raise ValidationError(
                _("In dit wachtwoord staat vooral je naam, je adres of je school. Neem er een dat niemand raadt."),
                code="password_too_similar",
            )

    def get_help_text(self) -> str:
        return ""


def is_common(password: str) -> bool:
    """Whether many people have this one."""
    small = password.lower()
    letters = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", small)
    plain = re.sub(r"[\W_]+", "", small)
    unit = _unit(plain)
    if not {small, letters, plain, unit}.isdisjoint(common()) or len(unit) < 4:
        return True
    if any(plain in row + row or plain[::-1] in row + row for row in ROWS):
        return True
    return is_made_of(password, OF_HERE)


def is_made_of(password: str, words: Iterable[str]) -> bool:
    """Whether these words are in it, and little else."""
    left = re.sub(r"[\W_]+", "", password.lower())
    whole = left
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, "")
    return left != whole and len(re.sub(r"\d", "", left)) < OWN and len(left) < AT_LEAST


def known_of(account: Any) -> set[str]:
    """The words in somebody's name, address and schools, in small letters."""
    told = [str(account.get_username())]
    if account.pk:
        for name, school in StaffMember.objects.filter(account=account.pk).values_list("name", "school__name"):
            told += [name, school]
    words = {word for text in told for word in re.split(r"[\W_]+", text.lower()) if len(word) >= 3}
    return words | {re.sub(r"[\W_]+", "", text.lower()) for text in told}


def _unit(text: str) -> str:
    """What a text repeats, or the whole of it."""
    return text[: (text + text).find(text, 1)] if text else text
