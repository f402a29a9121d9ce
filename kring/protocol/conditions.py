"""When a duty exists at all: each condition, its rule over the bare facts, and the sentence that tells it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from kring.protocol.facts import Facts
from kring.protocol.roles import Role
from kring.protocol.tables import gettext_noop as _
from kring.protocol.tables import total


class Condition(StrEnum):
    """When a duty exists at all."""

    ALWAYS = "always"
    SEVERAL_OF_ONE_GROUP = "several_of_one_group"


@dataclass(frozen=True)
class Rule:
    """One condition: whether it holds for these facts, and how that is told in Dutch."""

    holds: Callable[[Facts], bool]
    sentence: str


def always(facts: Facts) -> bool:
    """True whatever the facts are."""
    return True


def several_of_one_group(facts: Facts) -> bool:
    """True when two or more children of one group take part in the bullying (protocol, step 3)."""
    groups = Counter(person.group for person in facts.with_role(Role.INSTIGATOR, Role.FOLLOWER) if person.group)
    return any(count > 1 for count in groups.values())


def told(rules: dict[Condition, Rule]) -> dict[Condition, Rule]:
    """The rules unchanged; LookupError when one has no sentence. Only what is always asked needs none."""
    if silent := [key.name for key, rule in rules.items() if not rule.sentence and key is not Condition.ALWAYS]:
        raise LookupError(f"No sentence tells when a duty is asked under {', '.join(silent)}.")
    return rules


HOLDS = told(
    total(
        {
            Condition.ALWAYS: Rule(always, ""),
            Condition.SEVERAL_OF_ONE_GROUP: Rule(
                several_of_one_group, _("Alleen als meer kinderen uit één groep pesten of meepesten.")
            ),
        },
        Condition,
    )
)
"""Whether a duty is asked, by its condition. Progress and outline ask this table and nothing else."""
