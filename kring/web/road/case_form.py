"""The road of every form about a case: held for one request, shown or carried out, and what comes after."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.db import transaction

from kring.cases.access import Need
from kring.cases.case_file import read_case_file
from kring.cases.held import HeldCase, hold_school, locked
from kring.web.forms.drafts import digest_of, sent_before
from kring.web.forms.page import FormPage, Page, answer, judge
from kring.web.request.redirects import SeeOther
from kring.web.request.requests import StaffRequest
from kring.web.road.not_now import not_now
from kring.web.way_in.doors import case_or_404

P = ParamSpec("P")
HeldView = Callable[Concatenate[StaffRequest, HeldCase, P], Page]
View = Callable[Concatenate[StaffRequest, UUID, P], Page]


def case_form(need: Need, *, with_school: bool = False, running: bool = False) -> Callable[[HeldView[P]], View[P]]:
    """For a page with a form about a case, under `staff_page`. The view gets the case instead of its id.

    It answers with the `FormPage` that is to be shown or carried out, or with another page when there is none now. On
    POST the case is locked before its file is read, once: the form is judged on what the verb then goes on from. A form
    that is refused has written nothing, and its text is kept after the transaction. `with_school` locks the school
    before the case, as the verb asks for. `running`: of a closed case there is no form to show; one that is sent gets
    the verb's own sentence.
    """

    def door(view: HeldView[P]) -> View[P]:
        @wraps(view)
        def guarded(request: StaffRequest, case_id: UUID, *args: P.args, **kwargs: P.kwargs) -> Page:
            if request.method != "POST":
                held = _hold(request, case_id, need)
                if running and held.file.progress.current is None:
                    return not_now(request, held)
                page = view(request, held, *args, **kwargs)
                return replace(page, held=held) if isinstance(page, FormPage) else page
            with transaction.atomic():
                if with_school:
                    hold_school(request.staff.school_id)
                locked(case_id, request.staff.school_id).only("pk").first()
                before = sent_before(request)  # perhaps while this one waited
                if before and before.digest == digest_of(request.POST, request.FILES):
                    return SeeOther(before.went_to)  # a second click asks nothing any more
                held = replace(_hold(request, case_id, need), with_school=with_school)
                page = view(request, held, *args, **kwargs)
                if not isinstance(page, FormPage):
                    return page
                page = replace(page, held=held, spent=before is not None)
                judged = judge(request, page)
            return answer(request, page, judged)

        guarded.holds_case = True  # type: ignore[attr-defined]  # for the test that no form takes another road
        return guarded  # type: ignore[return-value]  # Django gives the id by name

    return door


def _hold(request: StaffRequest, case_id: UUID, need: Need) -> HeldCase:
    return HeldCase(read_case_file(case_or_404(request, case_id, need)), request.today)
