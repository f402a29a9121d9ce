"""Questions about names that are put to the server and to the browser's own files."""

import unicodedata
from random import Random

from kring.names.comparing import matches
from kring.names.letters import comparable
from tests.names.examples import ASKED, OTHER, PERHAPS, SAME


def questions() -> list[tuple[str, str]]:
    """The examples, and some thousands of names and questions drawn from their letters and from all of Unicode."""
    pairs = [(asked, name) for name, asked, _found in ASKED]
    pairs += [pair for one, other in (*SAME, *PERHAPS, *OTHER) for pair in ((one, other), (other, one))]
    random = Random(20261123)
    letters = [*"".join(name + asked for asked, name in pairs), *"  -'’.äöüåøÿ"]
    for _ in range(3000):
        name = "".join(random.choices(letters, k=random.randrange(1, 9)))
        asked = name[random.randrange(len(name)) :] if random.random() < 0.7 else "".join(random.choices(letters, k=2))
        pairs.append((asked, name))
    # The alphabets that people write names in; what was added to Unicode lately a browser may know before Python.
    every = [chr(code) for code in range(0x20, 0x2FFF) if unicodedata.category(chr(code)) != "Cn"]
    pairs += [("".join(random.choices(every, k=2)), "".join(random.choices(every, k=4))) for _ in range(3000)]
    return pairs


def differing(asked: list[tuple[str, str]], answers: list[list[object]]) -> list[tuple[tuple[str, str], list[object]]]:
    """The questions to which the browser answers otherwise than the server, with its answer."""
    both = zip(asked, answers, strict=True)
    return [(one, answer) for one, answer in both if answer != [matches(*one), comparable(one[1])]]
