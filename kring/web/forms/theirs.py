"""What a colleague recorded in the meantime, in words, to stand beside one's own text."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from kring import words
from kring.cases.errors import Recorded
from kring.web.forms.form import KringForm

Reading = Callable[[Any], Mapping[str, object]]
"""From a fact (or whatever `seen` is) to the values its form would have."""


@dataclass(frozen=True, slots=True)
class Answer:
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Theirs:
    """Who recorded it, when, and what, field by field."""

    who: str
    at: datetime
    lines: list[Answer]


def told_by(fact: Recorded, form: KringForm, read: Reading | None) -> Theirs:
    """A colleague's fact as an empty `form` of this page would have it."""
    values = read(fact) if read is not None else {}
    lines = [
        Answer(form.label_in_conflict.get(bound.name, str(bound.label)), text)
        for bound in form.visible_fields()
        if (text := _in_words(values.get(bound.name), bound.field))
    ]
    for rows_name, group in form.rows.items():
        # The fields of a row that stands there: what can be chosen in it differs from page to page.
        fields = next(iter(group)).fields
        for number, row in enumerate(_mappings(values.get(rows_name)), start=1):
            texts = (_in_words(row.get(key), row_field) for key, row_field in fields.items())
            lines.append(Answer(f"{group.kind.title} {number}", ", ".join(filter(None, texts))))
    return Theirs(who=str(fact.by), at=fact.at, lines=lines)


def _in_words(value: object, form_field: Any) -> str:
    """A value as a person reads it: the label of a choice, a day in words, the text itself."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, time):
        return words.time_of_day(value)
    labels = _labels(getattr(form_field, "choices", ()))
    if isinstance(value, bool):
        value = "ja" if value else "nee"
        labels = {"ja": _("Ja"), "nee": _("Nee")} | labels
    if isinstance(value, list | tuple | set | frozenset):
        return words.listed(labels.get(str(each), str(each)) for each in value)
    return labels.get(str(value), str(value))


def _labels(choices: Iterable[Any]) -> dict[str, str]:
    labels: dict[str, str] = {}
    for value, label in choices:
        if isinstance(label, list | tuple):
            labels |= _labels(label)
        else:
            labels[str(value)] = str(label)
    return labels


def _mappings(value: object) -> list[Mapping[str, object]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []
