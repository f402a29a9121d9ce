"""Several verbs of one case in one: all of it, or nothing, and each with lines of its own (decision 127)."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from kring.cases.actions.change import hold
from kring.cases.held import ActOnHeld
from kring.school.act import Act

Part = Callable[[Act], Any]
"""One verb with all that it is given but the act: `lambda act: formulate_problem(act=act, case_id=…, text=…)`."""


def at_once(
    *, act: Act, case_id: UUID, parts: Mapping[str, Part], seen: Mapping[str, UUID | None] | None = None
) -> dict[str, Any]:
    """Carry out these verbs in their order, each on the case as the one before it left it; what each gave, by its name.

    `seen` has for each part the newest fact that the form showed of it. Whatever one of them raises, none has written
    anything. Each part is a submit of its own: the same again, under the same name, changes nothing.
    """
    seen = seen or {}
    with transaction.atomic():
        held = act.held if isinstance(act, ActOnHeld) and act.held.case.pk == case_id else hold(act, case_id)
        before, stood = held.now, dict(vars(held.case))
        given: dict[str, Any] = {}
        try:
            for name, part in parts.items():
                written = len(held.now.every_fact) - len(before.every_fact)
                given[name] = part(
                    ActOnHeld(
                        by=act.by,
                        # What a later part writes is written later: one reads a case in the order of its facts.
                        at=act.at + timedelta(microseconds=written),
                        today=act.today,
                        token=uuid5(act.token, name) if act.token else None,
                        seen=seen.get(name),
                        held=held,
                    )
                )
        except BaseException:
            # The database takes back what the parts before it wrote; what was read must not know of it either.
            held.now = before
            vars(held.case).update(stood)
            raise
    return given
