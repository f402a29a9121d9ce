"""The road of every form about a case: held for one request, shown or carried out, and what comes after."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.http import HttpResponse

from kring.cases.access import Need
from kring.cases.case_file import read_case_file
from kring.cases.held import HeldCase
from kring.web.doors import case_or_404
from kring.web.forms.page import FormPage, Page, show
from kring.web.requests import StaffRequest

P = ParamSpec("P")
HeldView = Callable[Concatenate[StaffRequest, HeldCase, P], Page]
View = Callable[Concatenate[StaffRequest, UUID, P], HttpResponse]


def case_form(need: Need) -> Callable[[HeldView[P]], View[P]]:
    """For a page with a form about a case, under `staff_page`. The view gets the case instead of its id.

    It answers with the `FormPage` that is to be shown or carried out, or with another page when there is none now.
    """

    def door(view: HeldView[P]) -> View[P]:
        @wraps(view)
        def guarded(request: StaffRequest, case_id: UUID, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            held = HeldCase(read_case_file(case_or_404(request, case_id, need)), request.today)
            page = view(request, held, *args, **kwargs)
            return show(request, page, held) if isinstance(page, FormPage) else page

        return guarded  # type: ignore[return-value]  # Django gives the id by name

    return door
