"""A small form about the people of a case: a question, a button, and back to the page of people."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.urls import reverse
from django.utils.translation import gettext as _

from kring.cases.case_file import CaseFile
from kring.school.act import Act
from kring.web.case.overview import head_of
from kring.web.forms import KringForm
from kring.web.forms.page import FormPage

F = TypeVar("F", bound=KringForm)


def small_form(
    file: CaseFile,
    form: type[F],
    verb: Callable[[F, Act], Any],
    *,
    title: str,
    text: str,
    save: str,
    said: str,
    initial: Mapping[str, object] | None = None,
    arguments: Mapping[str, object] | None = None,
) -> FormPage[F]:
    """The page of such a form; `text` says what it does before anybody presses the button."""
    back = reverse("people", args=[file.case.pk])
    return FormPage(
        form=form,
        verb=verb,
        to=back,
        said=said,
        template="kring/case/small_form.html",
        words={
            **head_of(file),
            "form_title": title,
            "form_text": text,
            "save": save,
            "back_url": back,
            "back": _("Mensen"),
        },
        initial=initial or {},
        arguments=arguments or {},
        keeps_drafts=False,
    )
