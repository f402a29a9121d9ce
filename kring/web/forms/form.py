"""The form that all of Kring's forms derive from, and the row of a form with repeated rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.forms.utils import ErrorDict

from kring.web.forms.choices import Choice, Option, Several
from kring.web.forms.days import DayField
from kring.web.forms.rows import Row, RowGroup, Rows, give_days


@dataclass(frozen=True, slots=True)
class FormProblem:
    """A line of the error summary: the sentence, and the id of the control to go to ("" for the whole form)."""

    sentence: str
    target: str


class KringForm(forms.Form):
    """A Django form that knows what day it is, can hold repeated rows, and can show text nobody has judged yet.

    `today` is the date for fields that look at it, `reported_on` the day of the report of the case that the form is
    about. `initial` may hold a list of dicts under a `Rows` name. `offers` are the options of choices that differ from
    page to page. A form that `puts_right` what stands has the rows that stand, and no more.
    """

    row_kinds: dict[str, Rows]
    names_in_verb: ClassVar[dict[str, str]] = {}
    """Where a verb calls something otherwise than the form its field: {"on": "held_on"}. What it refuses, is shown at
    that field; the first name of a field is the argument that gets it."""
    in_page_order: ClassVar[tuple[str, ...]] = ()
    """Fields and groups of rows as they stand on the page, where that is not the fields in their order and then the
    rows: the error summary follows it."""
    at_work: str = ""
    """Of a form of several parts, the one that is carried out now, see `several.py`; "" for a form alone."""
    had_seen: Mapping[str, UUID | None] = {}
    """The newest fact that whoever sent it had seen of each part."""
    use_required_attribute = False
    """The browser's own bubbles would speak another language than the page, and only of one field at a time."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        inherited = getattr(cls, "row_kinds", {})
        cls.row_kinds = inherited | {name: kind for name, kind in vars(cls).items() if isinstance(kind, Rows)}

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        today: date,
        reported_on: date | None = None,
        offers: Mapping[str, Sequence[Option]] | None = None,
        puts_right: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.today = today
        self.case_reported_on = reported_on
        self.label_in_conflict: dict[str, str] = {}
        give_days(self.fields, today, reported_on)
        self.rows: dict[str, RowGroup] = {
            name: RowGroup(
                name=self.add_prefix(name),
                kind=kind.as_they_stand if puts_right else kind,
                data=data,
                initial=self.initial.get(name, ()),
                today=today,
                reported_on=reported_on,
            )
            for name, kind in self.row_kinds.items()
        }
        for name, choices in (offers or {}).items():
            self._field(name, (Choice, Several)).offer(choices)

    def add_field(self, name: str, field: forms.Field, *, label_in_conflict: str = "") -> None:
        """Asks one more question, of which it was not known before that it would be asked.

        `label_in_conflict` stands beside what a colleague answered, where the label alone would not tell enough.
        """
        self.fields[name] = field
        if label_in_conflict:
            self.label_in_conflict[name] = label_in_conflict
        give_days({name: field}, self.today, self.case_reported_on)

    def day(self, name: str) -> DayField:
        """The day field of that name, to set its bounds."""
        field: DayField = self._field(name, DayField)
        return field

    def choice(self, name: str) -> Choice:
        """The choice of that name, to offer options."""
        field: Choice = self._field(name, Choice)
        return field

    def several(self, name: str) -> Several:
        """The choice of several of that name, to offer options."""
        field: Several = self._field(name, Several)
        return field

    def _field(self, name: str, kind: type[Any] | tuple[type[Any], ...]) -> Any:
        field = self.fields[name]
        if not isinstance(field, kind):
            raise TypeError(f"{name} is no {kind}")
        return field

    def shown_as_typed(self) -> None:
        """Shows what was typed without judging it: a draft, or a form to which a row was added."""
        self._errors = ErrorDict()
        self.cleaned_data = {}
        for group in self.rows.values():
            group.shown_as_typed()

    def needed(self) -> Mapping[str, bool]:
        """Fields that are required only after a certain answer, each with whether it must be filled in now.

        They are declared as required, so that the page does not call them optional: where they are not asked, they
        are folded away.
        """
        return {}

    def was_filled_in(self) -> bool:
        """Whether anything differs from what stood in it at first: an untouched form is nobody's text."""
        return self.has_changed() or any(row.has_changed() for group in self.rows.values() for row in group)

    def sent(self, name: str) -> str:
        """What was sent in this field, not judged yet."""
        return str(self.data.get(self.add_prefix(name), ""))

    def full_clean(self) -> None:
        needed = self.needed() if self.is_bound else {}
        for name, is_needed in needed.items():
            self.fields[name].required = is_needed
        super().full_clean()
        for name in needed:
            self.fields[name].required = True
        if not self.is_bound:
            return
        for name, group in self.rows.items():
            self.cleaned_data[name] = group.cleaned()
            if group.sentence:
                self.add_error(None, group.sentence)
            if not group.is_valid():
                # The sentences stand at the rows; this makes the form as a whole know.
                self._errors[name] = self.error_class()
        if all(group.is_valid() for group in self.rows.values()):
            self.check_together()

    def check_together(self) -> None:
        """For contradictions between fields and rows: runs after `clean`, with the rows in `cleaned_data`."""

    def for_verb(self) -> dict[str, Any]:
        """What the verb is given: each field as the argument of its name, see `names_in_verb`.

        A form of which the fields make a body says so here, as the arguments of a call.
        """
        in_verb = {field: argument for argument, field in reversed(self.names_in_verb.items())}
        return {in_verb.get(name, name): value for name, value in self.cleaned_data.items()}

    def refuse(self, field: str | None, sentence: str) -> None:
        """Shows what a verb refused, at the field that it is about."""
        name = self.names_in_verb.get(field or "", field or "")
        if name in self.fields:
            self.add_error(name, sentence)
        else:
            self.add_error(None, sentence)

    @property
    def has_rows(self) -> bool:
        """Whether a button in it asks for one row more: pressing Enter is not to press that one."""
        return bool(self.rows)

    def comes_back(self) -> bool:
        """Whether a button was pressed that only shows the form again: `nog een regel`, or the next question.

        A group of which another row was asked has it already.
        """
        return any(group.wants_more for group in self.rows.values())

    def part(self, _name: str) -> str:
        """The part of the page that a script asks for alone, as html; "" where there is none of that name."""
        return ""

    def problems(self) -> Iterator[FormProblem]:
        """The error summary, in the order of the page."""
        for sentence in self.non_field_errors():
            yield FormProblem(str(sentence), "")
        names = [*self.in_page_order, *(name for name in (*self.fields, *self.rows) if name not in self.in_page_order)]
        for name in names:
            if name in self.rows:
                for row in self.rows[name]:
                    yield from _problems_of(row)
            elif name in self.fields:
                yield from _problems_in(self[name])

    def __getitem__(self, name: str) -> Any:
        return self.rows[name] if name in self.rows else super().__getitem__(name)


class SureForm(KringForm):
    """Nothing to fill in: the button is the answer."""


def _problems_of(form: forms.Form) -> Iterator[FormProblem]:
    for field in form:
        yield from _problems_in(field)


def _problems_in(field: forms.BoundField) -> Iterator[FormProblem]:
    for sentence in field.errors:
        yield FormProblem(str(sentence), f"{field.auto_id}_0" if field.use_fieldset else str(field.auto_id))


__all__ = ["FormProblem", "KringForm", "Row"]
