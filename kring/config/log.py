"""Keeps what opens something out of the log: the secret in the address of somebody's agenda."""

import logging
import re
from typing import Any

SECRET = re.compile(r"(/agenda/)(?!(?:nieuw|stoppen)/)[^/\s'\"?#]+?(\.ics)?(?=[/\s'\"?#]|$)")
"""Also where only part of the address was copied, without its end."""


class WithoutSecrets(logging.Filter):
    """Writes three dots in the place of a secret, in the sentence and in what is filled into it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _without(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(map(_without, record.args))
        return True


def _without(part: Any) -> Any:
    return SECRET.sub(r"\1...\2", part) if isinstance(part, str) else part
