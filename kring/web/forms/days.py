"""Fields for a day and for a time of day, with a sentence for everything that can be wrong with them."""

import re
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import DateTimeBaseInput
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring import words
from kring.cases.wording import BEFORE_REPORT
from kring.web.forms.asked import Asked
from kring.web.forms.texts import readable
from kring.web.forms.wording import Words

ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
TYPED = re.compile(r"(?P<day>\d{1,2})[-/. ](?P<month>\d{1,2})[-/. ](?P<year>\d{4})")
CLOCK = re.compile(r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::\d{2})?")


class _Picker(DateTimeBaseInput):
    """The browser's own picker of this `input_type`, as long as what stands in it has the `shape` that it reads."""

    template_name = "kring/forms/widgets/day.html"
    shape: re.Pattern[str]

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, date | time):
            return value.isoformat("minutes") if isinstance(value, time) else value.isoformat()
        return readable(str(value)) if value else None

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        # A browser empties an input whose value it cannot read; what was typed must stay.
        if shown and not self.shape.fullmatch(shown):
            context["widget"]["type"] = "text"
        return context


class _DayInput(_Picker):
    input_type, shape = "date", ISO


class _TimeInput(_Picker):
    input_type, shape = "time", re.compile(r"\d\d:\d\d")


class DayField(Asked, forms.DateField):
    """A day: the browser's own date picker, or typed as 23-11-2026.

    `not_future` refuses days after today, `not_past` days before it, `not_before_report` days before the report of the
    case that the form is about. `starts_today` puts today in at first. `not_before(first, sentence)` and
    `not_after(last, sentence)` set a bound with its own sentence, in the form's `__init__`.
    """

    widget = _DayInput
    default_error_messages = {"required": gettext_lazy("Vul een datum in, bijvoorbeeld 23-11-2026.")}
    today: date | None = None
    reported_on: date | None = None
    """These two are set by the form that the field stands in."""

    def __init__(
        self,
        *,
        not_future: bool = False,
        not_past: bool = False,
        not_before_report: bool = False,
        starts_today: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.not_future = not_future
        self.not_past = not_past
        self.not_before_report = not_before_report
        self.starts_today = starts_today
        self.first: tuple[date, Words] | None = None
        self.last: tuple[date, Words] | None = None

    def not_before(self, first: date, sentence: Words = "") -> None:
        self.first = (first, sentence)

    def not_after(self, last: date, sentence: Words = "") -> None:
        self.last = (last, sentence)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        text = str(value).strip()
        if not (found := ISO.fullmatch(text) or TYPED.fullmatch(text)):
            raise ValidationError(_("Schrijf de datum zo: 23-11-2026."), code="invalid")
        try:
            day = date(int(found["year"]), int(found["month"]), int(found["day"]))
        except ValueError:
            typed = f"{int(found['day'])}-{int(found['month'])}-{found['year']}"
            raise ValidationError(
                _("%(typed)s bestaat niet. Kijk de datum na.") % {"typed": typed}, code="impossible"
            ) from None
        if not 2000 <= day.year <= 2100:
            raise ValidationError(_("Het jaar %(year)s kan niet kloppen.") % {"year": day.year}, code="impossible")
        return day

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is None:
            return
        if self.not_future or self.not_past:
            if self.today is None:
                raise TypeError("a bounded day stands in a form that was given today=")
            if self.not_future and value > self.today:
                raise ValidationError(_("Deze dag moet nog komen. Kies vandaag of een dag ervoor."), code="future")
            if self.not_past and value < self.today:
                raise ValidationError(_("Deze dag is al geweest. Kies vandaag of een dag erna."), code="past")
        if self.not_before_report:
            if self.reported_on is None:
                raise TypeError("a day since the report stands in a form about a case")
            if value < self.reported_on:
                raise ValidationError(BEFORE_REPORT, code="too_early")
        if self.first and value < self.first[0]:
            raise ValidationError(
                self.first[1] or _("Kies %(day)s of een dag erna.") % {"day": words.full_day(self.first[0])},
                code="too_early",
            )
        if self.last and value > self.last[0]:
            raise ValidationError(
                self.last[1] or _("Kies %(day)s of een dag ervoor.") % {"day": words.full_day(self.last[0])},
                code="too_late",
            )


class TimeField(Asked, forms.TimeField):
    """A time of day: the browser's own picker, or typed as 14.30 or 14:30."""

    widget = _TimeInput
    default_error_messages = {"required": gettext_lazy("Vul een tijd in, bijvoorbeeld 14.30.")}

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values:
            return None
        if isinstance(value, time):
            return value
        found = CLOCK.fullmatch(str(value).strip())
        if not found or int(found["hour"]) > 23 or int(found["minute"]) > 59:
            raise ValidationError(_("Schrijf de tijd zo: 14.30."), code="invalid")
        return time(int(found["hour"]), int(found["minute"]))
