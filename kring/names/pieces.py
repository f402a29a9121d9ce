"""What Dutch does with names: the words by which somebody may be meant, and the pet forms of a name."""

import re

from kring.names.letters import bare

NO_NAMES = frozenset(
    """
    de het een der den ter ten te van von vom du des di da do dos das del della el al la le les los bin ibn abu ait
    aan bij in op onder over tot uit voor zu zur zum en of zelf
    moeder vader mama papa oma opa tante oom zus broer nicht neef vriend vriendin verzorger voogd ouder ouders
    juf meester meneer mevrouw leerkracht leerling klas klasgenoot kind kinderen jongen meisje buurman buurvrouw anoniem
    """.split()
)
"""Words that stand in names or in place of one (Iris de Vries, Moeder van Sem) and name nobody by themselves.

Not "ben": that is a father's name more often than a part of one, and is waved through where it is neither.
"""

NO_SHORT_FORMS = frozenset(("jullie", "welke", "zulke", "actie", "natie", "beetje"))
"""Words that only look like a name with an ending: no pet form of Jul, Wel or Act."""

_JOINTS = re.compile("[-\u2010-\u2015'’‘`]")


def parts_of(name: str) -> set[str]:
    """The words by which this person may be meant: of `Petra de Wit` both `Petra` and `Wit`.

    Of a double name (Bakker-Visser, O’Neil) the whole and each part that is longer than a letter.
    """
    words = name.split()
    words += [part for word in words for part in _JOINTS.split(word)]
    return {word for word in words if len(bare(word)) > 1 and not word[0].islower() and bare(word) not in NO_NAMES}


def short_form(name: str, ending: str) -> bool:
    """Whether this ending makes a pet form of the name: Semmie, Daantje, Noortjes. Both as they are compared."""
    if name + ending in NO_SHORT_FORMS:
        return False
    last = name[-1]
    endings = {"je", "tje", "pje", "ie", "etje"}
    if len(name) > 2:
        endings |= {"ke", "eke", "y"}  # of a short one these make words: joke, any
    if last in "aeiouy":
        endings.add(f"{last}tje")
    else:
        endings |= {f"{last}ie", f"{last}y", f"{last}etje", f"{last}eke"}
    return ending.removesuffix("s") in endings
