"""A small form about the people of a case: a question, a button, and back to the page of people."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kring.cases.case_file import CaseFile
from kring.web.case.overview import head_of
from kring.web.forms import KringForm
from kring.web.forms.page import handle
from kring.web.requests import StaffRequest


class SureForm(KringForm):
    """Nothing to fill in: the button is the answer."""


def small_form(
    request: StaffRequest,
    file: CaseFile,
    form_class: type[Any],
    carry_out: Any,
    *,
    title: str,
    text: str,
    save: str,
    said: str,
    initial: Mapping[str, object] | None = None,
    arguments: Mapping[str, object] | None = None,
) -> HttpResponse:
    """Show the form or carry it out; `text` says what it does before anybody presses the button."""
    back = reverse("people", args=[file.case.pk])
    return handle(
        request,
        form_class,
        act=carry_out,
        to=back,
        said=said,
        template="kring/case/small_form.html",
        context={
            **head_of(file),
            "form_title": title,
            "form_text": text,
            "save": save,
            "back_url": back,
            "back": _("Mensen"),
        },
        initial=initial,
        arguments=arguments,
        keeps_drafts=False,
    )
