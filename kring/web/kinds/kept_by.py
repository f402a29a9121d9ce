"""Who keeps to an agreement: a tap on the children of the case, and a line for whoever else. Kept as one text."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases.case_file import CaseFile
from kring.cases.plan_in_force import left_by_mistake
from kring.web.forms import Option, PeopleChoice, ShortText
from kring.web.road.cards import Chips

MISSING = lazy("Kies wie zich aan deze afspraak houdt, of schrijf het op.")


def kept_by_field() -> PeopleChoice:
    """The children of the case, as chips; `offer_children` fills it."""
    return PeopleChoice(
        label=lazy("Wie houdt zich eraan?"),
        hint=lazy("Tik aan, of schrijf het hieronder."),
        missing=MISSING,
        widget=Chips(),
        or_else=True,
    )


def who_field() -> ShortText:
    """Whoever else."""
    return ShortText(
        label=lazy("Ook iemand anders?"), hint=lazy("Bijvoorbeeld: de hele klas, of jijzelf."), required=False
    )


def children_to_choose(file: CaseFile) -> list[Option]:
    """The children who take part, by name."""
    return [Option(child.pk, file.name_of(child)) for child in file.people]


def as_one_text(field: Any, chosen: list[Any], other: str) -> str:
    """`Daan, Sem en de hele klas`, by the labels of the field; who is named in the line as well, stands there once."""
    labels = {str(value): str(label) for value, label in field.choices}
    said = _parts_of(other)
    tapped = [labels[str(pk)] for pk in chosen if str(pk) in labels]
    return words.listed([*(name for name in tapped if name not in said), *([other] if other else [])])


def as_chosen(file: CaseFile, who: str) -> tuple[list[Any], str]:
    """The children in such a text, and what it says besides; a text that says more than that stays a text. A child that
    was in the case by mistake falls out: it would go along unseen into the agreement that puts it right."""
    called = {file.name_of(child): child.pk for child in file.people}
    gone = {file.name_of(child) for child in left_by_mistake(file)} - called.keys()
    said = _parts_of(who)
    parts = [part for part in said if part not in gone]
    left = [part for part in parts if part not in called]
    if len(left) > 1:
        return [], who if parts == said else words.listed(parts)
    return [called[part] for part in parts if part in called], "".join(left)


def _parts_of(who: str) -> list[str]:
    """`Daan` and `Sem` of `Daan en Sem`."""
    return [part.strip() for part in re.split(r",\s+|\s+(?:en|and)\s+", who) if part.strip()]
