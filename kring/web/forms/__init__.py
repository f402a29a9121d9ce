"""The form kit: fields that help, errors that say what to do, and a page that loses nothing. See README.md here."""

from kring.web.forms.choices import (
    Choice,
    ListChoice,
    Option,
    PeopleChoice,
    PersonChoice,
    SafetyField,
    SelectList,
    Several,
    Tick,
    YesNo,
)
from kring.web.forms.days import DayField, TimeField
from kring.web.forms.form import KringForm, Row, SureForm
from kring.web.forms.page import FormPage, Page, by_field
from kring.web.forms.photo import Photo
from kring.web.forms.rows import Rows
from kring.web.forms.several import SeveralForms, several
from kring.web.forms.texts import NO_ADDRESS, EmailLine, LongText, ShortText

__all__ = [
    "NO_ADDRESS",
    "Choice",
    "DayField",
    "EmailLine",
    "FormPage",
    "KringForm",
    "ListChoice",
    "LongText",
    "Option",
    "Page",
    "PeopleChoice",
    "PersonChoice",
    "Photo",
    "Row",
    "Rows",
    "SafetyField",
    "SelectList",
    "Several",
    "SeveralForms",
    "ShortText",
    "SureForm",
    "Tick",
    "TimeField",
    "YesNo",
    "by_field",
    "several",
]
