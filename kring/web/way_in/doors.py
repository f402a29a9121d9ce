"""The doors: who may open a page, from an address to a case, and what happens to text when a door is shut."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kring.cases.access import Need, cases_with_standing, may
from kring.cases.models import Case
from kring.prepared import prepared
from kring.school.models import StaffMember
from kring.trail.verbs import Verb
from kring.web.forms import drafts
from kring.web.forms.page import FormPage, Page, show
from kring.web.request.noting import note
from kring.web.request.redirects import SeeOther, page_before
from kring.web.request.requests import KringRequest, StaffRequest
from kring.web.way_in.another_seat import of_another_seat
from kring.web.way_in.not_taken import texts_of
from kring.web.way_in.to_sign_in import to_sign_in

P = ParamSpec("P")
StaffView = Callable[Concatenate[StaffRequest, P], Page]
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
Allowed = Callable[[StaffMember], bool]


def staff_page(*, when: Allowed | None = None, else_home: bool = False) -> Callable[[StaffView[P]], View[P]]:
    """For a page of the school: signed in, and with `when(staff)` true, if it is given.

    Somebody who is not signed in goes to the sign-in page and comes back; text that was sent is kept for its writer.
    Those who may not see the page get 404, as if it did not exist; with `else_home`, for the page that a phone opens by
    itself, they are led to where their own work begins. A form that was made for another is carried out for nobody
    (`another_seat.py`).
    """

    def door(view: StaffView[P]) -> View[P]:
        @wraps(view)
        def guarded(request: Any, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.staff is None:
                return _not_known(request)
            if elsewhere := of_another_seat(request):
                return elsewhere
            if when is not None and not when(request.staff):
                if else_home and request.method != "POST":
                    return SeeOther(reverse("home"))
                raise Http404
            # A second click. What it asks may no longer be possible: it leads where the first click led. A form about a
            # case asks this itself, once nobody else changes that case.
            holds_case = getattr(view, "holds_case", False)
            if request.method == "POST" and not holds_case and (done := drafts.carried_out_already(request)):
                return SeeOther(done.went_to)
            page = view(request, *args, **kwargs)
            return show(request, page) if isinstance(page, FormPage) else page

        return guarded

    return door


PLAN_ONLY = frozenset({Need.READ_PLAN, Need.OBSERVE})
"""Needs behind which nothing of the file is shown. That a plan was read, `read_plan` notes."""


def case_or_404(request: StaffRequest, case_id: UUID, need: Need, *, noted: bool = True) -> Case:
    """The one door from an address to a case: with owner, stand-in, group and school, for those who may do this in it.

    Opening a page that shows anything of the file is a line in the trail; not `noted` for the page that writes it
    itself, with what it shows of other cases. An unknown case, another school's, one that this person is excluded from
    or may not do this in: all are 404.
    """
    case = next(iter(_with_standing(request.staff.pk, request.staff.school_id, case_id)), None)
    if case is None or not may(request.staff, need, case):
        raise Http404
    # Sending an empty form shows the notes on home as well, so there every request is a reading.
    if noted and (need is Need.CONFIDENTIAL or (request.method == "GET" and need not in PLAN_ONLY)):
        note(request, Verb.CASE_CONFIDENTIAL_READ if need is Need.CONFIDENTIAL else Verb.CASE_READ, case_id=case.id)
    return case


@prepared
def _with_standing(who: UUID, school: UUID, case: UUID) -> QuerySet[Case]:
    known = cases_with_standing(StaffMember(id=who, school_id=school))
    return known.select_related("school", "owner", "stand_in", "group").filter(id=case)


def _not_known(request: KringRequest) -> HttpResponse:
    """To the sign-in page, to the choice of a school, or to the sentence that there is no school."""
    if request.user.is_authenticated and not request.memberships:
        return render(request, "account/no_school.html", {"texts": texts_of(request)}, status=403)
    if request.method != "POST":
        return to_sign_in(request, then=request.get_full_path())
    if token := drafts.keep_for_its_writer(request, at=request.now):
        return to_sign_in(request, then=drafts.page_of(token), kept=True)
    # A button of its own address shows nothing when it is opened: the page on which it stands comes again.
    page = page_before(request) or request.path
    return to_sign_in(request, then=page, undone=not drafts.was_carried_out(request))
