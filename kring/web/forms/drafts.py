"""Typed text is never lost: drafts, kept while typing and when a session turned out to have ended."""

import json
from datetime import datetime, timedelta
from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kring import words
from kring.school.models import StaffMember
from kring.web.forms.tokens import FIELD, Token, token_sent
from kring.web.models import Draft, Submission
from kring.web.request import clock
from kring.web.request.redirects import SeeOther
from kring.web.request.requests import KringRequest

LARGEST_DRAFT = 400_000
"""Characters of one form: some forty full stories. More is no form of ours."""
PER_MINUTE = 40
"""How often a draft may be kept for one person from a session that ended."""
GOOD_FOR = timedelta(days=30)
NOT_TYPED = frozenset({"csrfmiddlewaretoken", FIELD})


def typed_in(data: QueryDict) -> dict[str, list[str]]:
    """What a person filled in: everything but the tokens, passwords and the names of the buttons that add a row."""
    return {
        name: [str(value) for value in data.getlist(name)]
        for name in data
        if name not in NOT_TYPED and "password" not in name and not name.endswith("-more")
    }


def keep(*, staff: StaffMember, key: str, data: QueryDict, at: datetime, session_ended: bool = False) -> bool:
    """Keeps what was typed as this person's draft of this page. False when there was nothing to keep, or too much."""
    typed = typed_in(data)
    body = json.dumps(typed)
    if len(body) > LARGEST_DRAFT:
        return False
    if not any(value.strip() for name, values in typed.items() if name != "seen" for value in values):
        forget(staff_id=staff.id, key=key)
        return False
    Draft.objects.update_or_create(
        staff=staff,
        key=key,
        defaults={"school_id": staff.school_id, "body": body, "saved_at": at, "session_ended": session_ended},
    )
    return True


def draft_of(*, staff: StaffMember, key: str) -> Draft | None:
    """This person's draft of this page, and nobody else's."""
    return Draft.objects.filter(staff=staff, key=key).first()


def typed(draft: Draft) -> QueryDict:
    """What stands in a draft, as a form takes it."""
    data = QueryDict(mutable=True)
    for name, values in json.loads(draft.body).items():
        data.setlist(name, values)
    return data


def forget(*, staff_id: UUID, key: str) -> None:
    Draft.objects.filter(staff_id=staff_id, key=key).delete()


def sweep(*, at: datetime) -> int:
    """Removes drafts and submissions that nobody will come back for; says how many. For the daily sweep."""
    before = at - GOOD_FOR
    return sum(
        kind.delete()[0]
        for kind in (Draft.objects.filter(saved_at__lt=before), Submission.objects.filter(at__lt=before))
    )


def digest_of(data: QueryDict) -> str:
    """A keyed hash of what was filled in: tells a double click from a changed form, and nothing else."""
    filled_in = {name: values for name, values in typed_in(data).items() if name != "seen"}
    return salted_hmac("kring.web.submission", json.dumps(filled_in, sort_keys=True), algorithm="sha256").hexdigest()


def carried_out_already(request: KringRequest) -> Submission | None:
    """The submission of this very form by this person that did its work before, or None."""
    token = token_sent(request)
    if token is None:
        return None
    return Submission.objects.filter(token=token.id, staff=request.staff, digest=digest_of(request.POST)).first()


def keep_for_its_writer(request: HttpRequest, *, at: datetime) -> Token | None:
    """Keeps the text of a form that cannot be carried out now, for the person its token was made for.

    Whoever sent it learns nothing and gets nothing back: the draft is shown only to that staff member, after
    signing in, on a page that checks access again. Returns the token when the text was kept.
    """
    token = token_sent(request)
    if token is None or token.staff_id is None or _too_often(token.staff_id):
        return None
    staff = StaffMember.objects.filter(id=token.staff_id, is_active=True, account__is_active=True).first()
    if staff is None or Submission.objects.filter(token=token.id).exists():
        return None
    return token if keep(staff=staff, key=token.key, data=request.POST, at=at, session_ended=True) else None


def _too_often(staff_id: UUID) -> bool:
    name = f"kring.drafts.{staff_id}"
    if cache.add(name, 1, timeout=60):
        return False
    try:
        return cache.incr(name) > PER_MINUTE
    except ValueError:  # the minute was over in between
        return False


@require_POST
def keep_draft(request: KringRequest) -> HttpResponse:
    """Keeps the form while somebody types (htmx), and answers with one line for beside the button."""
    token = token_sent(request)
    if token is None or (request.staff is not None and request.staff.id != token.staff_id):
        return _line(request, _("Je tekst wordt nu niet tussendoor bewaard. Bewaar hem zelf voor je weggaat."))
    if request.staff is None:
        kept = keep_for_its_writer(request, at=clock.now())
        if kept is None:
            return _line(
                request, _("Je bent afgemeld en je tekst is nog niet bewaard. Meld je aan in een ander tabblad.")
            )
        return _line(request, _("Je bent afgemeld. Je tekst is bewaard: meld je aan en ga hier verder."), kept=True)
    if Submission.objects.filter(token=token.id).exists():
        return _line(request, "")
    if keep(staff=request.staff, key=token.key, data=request.POST, at=request.now):
        return _line(request, _("Als concept bewaard om %(time)s.") % {"time": words.clock(request.now)}, kept=True)
    return _line(request, "")


def _line(request: HttpRequest, sentence: str, *, kept: bool = False) -> HttpResponse:
    response = render(request, "kring/forms/kept.html", {"sentence": sentence})
    if kept:
        # kring.js then no longer asks before the page is left.
        response["HX-Trigger"] = "kring:kept"
    return response


@require_POST
def throw_draft_away(request: KringRequest) -> HttpResponse:
    """Throws one's own draft away and shows the page afresh."""
    token = token_sent(request)
    if request.staff is None:
        return SeeOther(reverse("account_login"))
    if token is None or token.staff_id != request.staff.id:
        return HttpResponseNotFound()
    forget(staff_id=request.staff.id, key=token.key)
    return SeeOther(page_of(token.key))


def page_of(key: str) -> str:
    """The path of the page that a draft belongs to."""
    return key.partition("#")[0]
