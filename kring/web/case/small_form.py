"""A small form about the people of a case: a question, a button, and back to the page of people."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kring.cases.case_file import CaseFile
from kring.web.case.overview import head_of
from kring.web.forms import FormPage, KringForm, LongText, Option, ShortText, by_field


def small_form(
    file: CaseFile,
    form: type[KringForm],
    verb: Callable[..., Any],
    *,
    title: str,
    text: str,
    save: str,
    said: str,
    initial: Mapping[str, object] | None = None,
    offers: Mapping[str, Sequence[Option]] | None = None,
    arguments: Mapping[str, object] | None = None,
    **fixed: object,
) -> FormPage[KringForm]:
    """The page of such a form; `text` says what it does before anybody presses the button.

    The verb gets the case, what is typed, and what is `fixed` by the page.
    """
    back = reverse("people", args=[file.case.pk])
    return FormPage(
        form=form,
        verb=by_field(verb, case_id=file.case.pk, **fixed),
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
        offers=offers or {},
        arguments=arguments or {},
        keeps_drafts=any(isinstance(one, (LongText, ShortText)) for one in form.base_fields.values()),
    )
