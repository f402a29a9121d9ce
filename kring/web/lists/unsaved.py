"""Nog niet bewaard: all that this person typed and did not save, also where no page is left for it."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.translation import gettext as _

from kring import words
from kring.cases.access import cases_heard_of, cases_visible_to
from kring.cases.models import Case
from kring.school.models import StaffMember
from kring.web.forms import drafts
from kring.web.forms.keeping import GONE
from kring.web.models import Draft
from kring.web.request.redirects import SeeOther
from kring.web.request.requests import StaffRequest
from kring.web.request.sure import asks_first
from kring.web.way_in.doors import staff_page

MOST = 50
OPEN_TO_THE_TEAM = frozenset({"observation", "plan", "plan_version"})
"""Pages of a case that ask for no more than its plan."""


@dataclass(frozen=True, slots=True)
class Unsaved:
    """One form that was not saved. `texts` is empty where this person may no longer read what the form was about."""

    draft: Draft
    beginning: str
    sentence: str
    url: str
    texts: Sequence[str]


@staff_page()
def unsaved(request: StaffRequest) -> HttpResponse:
    """The list; sent, it throws one of them away."""
    if request.method == "POST":
        draft = _own_or_404(request.staff, request.POST.get("draft", ""))
        if asking := asks_first(
            request, title=_("Deze tekst weggooien?"), text=GONE, save=_("Weggooien"), back=reverse("unsaved")
        ):
            return asking
        draft.delete()
        return SeeOther(reverse("unsaved"))
    found = list(drafts.unsaved_by(request.staff.pk)[:MOST])
    return render(request, "kring/today/unsaved.html", {"rows": list(_rows(found, request))})


def _own_or_404(staff: StaffMember, asked: str) -> Draft:
    try:
        return drafts.unsaved_by(staff.pk).get(id=UUID(asked))
    except (ValueError, Draft.DoesNotExist) as none:
        raise Http404 from none


def _rows(found: Sequence[Draft], request: StaffRequest) -> Iterator[Unsaved]:
    pages = {draft.id: _page_of(draft) for draft in found}
    asked = {page.kwargs["case_id"] for page in pages.values() if page and "case_id" in page.kwargs}
    cases = {case.pk: case for case in cases_heard_of(request.staff).filter(pk__in=asked)} if asked else {}
    read = set(cases_visible_to(request.staff).filter(pk__in=asked).values_list("pk", flat=True)) if asked else set()
    for draft in found:
        page, when = pages[draft.id], words.moment(draft.saved_at, request.today)
        case = cases.get(page.kwargs["case_id"]) if page and "case_id" in page.kwargs else None
        if page is None and not drafts.IDENTITY.search(draft.key):  # of nobody's case; only its address went
            yield Unsaved(draft, "", when, "", drafts.own_words(draft))
            continue
        if page is None or not _may_read(page, case, read):
            yield Unsaved(draft, "", when, "", ())
            continue
        if case is not None:
            when = _("Zaak %(number)s, %(when)s") % {"number": case.reference, "when": when}
        # On the page of a pupil or a colleague stood more than what was typed; it says itself who may read that.
        texts = drafts.own_words(draft) if case is not None or not page.kwargs else ()
        yield Unsaved(draft, drafts.beginning(draft), when, drafts.page_of(draft), texts)


def _page_of(draft: Draft) -> ResolverMatch | None:
    try:
        return resolve(drafts.path_of(draft))
    except Resolver404:
        return None


def _may_read(page: ResolverMatch, case: Case | None, read: Container[UUID]) -> bool:
    """Whether this person may still read what the form was about: the page of a plan asks for less than a file."""
    if "case_id" not in page.kwargs:
        return True
    return case is not None and (case.pk in read or page.url_name in OPEN_TO_THE_TEAM)
