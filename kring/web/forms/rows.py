"""Repeated rows in a form (agreements, incidents): blank rows to fill in, and a button for one more, without script.

    class AgreementRow(Row):
        what = ShortText(label=_("Wat spreken jullie af?"))

    class AgreeForm(KringForm):
        agreements = Rows(AgreementRow, title=_("Afspraak"), at_least=1, more=_("Nog een afspraak"))

`form.cleaned_data["agreements"]` is a list with one dict per filled-in row; blank rows are left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from kring.web.forms.days import DayField
from kring.web.forms.wording import Words


class Row(forms.Form):
    """One row. A row that began blank and stayed blank is no row."""

    use_required_attribute = False

    def __init__(self, *args: Any, today: date, reported_on: date | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        give_days(self.fields, today, reported_on)

    def shown_as_typed(self) -> None:
        self._errors = ErrorDict()
        self.cleaned_data = {}


def give_days(fields: Mapping[str, forms.Field], today: date, reported_on: date | None) -> None:
    """Tells the day fields what day it is, and on which day the case that the form is about was reported."""
    for field in fields.values():
        if isinstance(field, DayField):
            field.today, field.reported_on = today, reported_on
            if field.starts_today:
                field.initial = today


@dataclass(frozen=True)
class Rows:
    """Declares repeated rows on a KringForm.

    `blank` rows are offered besides the ones that exist.
    """

    kind: type[Row]
    title: Words = _("Regel")
    more: Words = _("Nog een regel")
    missing: Words = _("Vul minstens één regel in.")
    at_least: int = 0
    at_most: int = 30
    blank: int = 1

    @property
    def as_they_stand(self) -> "Rows":
        """The rows of a form that puts right what stands: no blank one, and no button for more."""
        return replace(self, at_most=1, blank=0)


class RowGroup:
    """The rows of one form that is being shown or judged."""

    def __init__(
        self,
        *,
        name: str,
        kind: Rows,
        data: Mapping[str, Any] | None,
        initial: Sequence[Mapping[str, Any]],
        today: date,
        reported_on: date | None = None,
    ) -> None:
        self.name = name
        self.kind = kind
        self.sentence: Words = ""
        self.wants_more = data is not None and self.more_name in data
        count = self._count(data, len(initial))
        self._rows = [
            kind.kind(
                # The row that was asked for begins as a new one, with what stands in it at first.
                None if self.wants_more and index == count - 1 and not self._was_sent(data, index) else data,
                prefix=f"{name}-{index}",
                initial=dict(initial[index]) if index < len(initial) else None,
                empty_permitted=index >= len(initial),
                today=today,
                reported_on=reported_on,
            )
            for index in range(count)
        ]

    @property
    def count_name(self) -> str:
        return f"{self.name}-count"

    @property
    def more_name(self) -> str:
        return f"{self.name}-more"

    def _was_sent(self, data: Mapping[str, Any] | None, index: int) -> bool:
        return any(name.startswith(f"{self.name}-{index}-") for name in data or ())

    def _count(self, data: Mapping[str, Any] | None, existing: int) -> int:
        asked = existing + self.kind.blank
        if data is not None:
            sent = str(data.get(self.count_name, ""))
            asked = (int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 5 else asked) + self.wants_more
        return max(existing, min(max(asked, self.kind.at_least, 1), self.kind.at_most))

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def is_full(self) -> bool:
        return len(self._rows) >= self.kind.at_most

    @property
    def is_single(self) -> bool:
        return len(self._rows) == 1

    def shown_as_typed(self) -> None:
        for row in self._rows:
            row.shown_as_typed()

    def is_valid(self) -> bool:
        return not self.sentence and all(row.is_valid() for row in self._rows)

    @property
    def filled(self) -> list[Row]:
        """The rows that were filled in."""
        return [row for row in self._rows if row.has_changed() or not row.empty_permitted]

    def cleaned(self) -> list[dict[str, Any]]:
        """One dict per row that was filled in and is right; says so when there are too few."""
        filled = self.filled
        if len(filled) < self.kind.at_least:
            self.sentence = self.kind.missing
        return [row.cleaned_data for row in filled if row.is_valid()]
