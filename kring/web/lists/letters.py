"""Post: the letters of the demo school, each as it would have arrived. Shut (404) outside the demo.

The html of a letter stands in a frame of its own, with a policy of its own: it can load nothing and run nothing.
"""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from kring import words
from kring.cases.queries import PAGE
from kring.mail.models import Letter
from kring.mail.outbox import sender_address
from kring.mail.queries import kept_letters
from kring.web.request.files import file_answer
from kring.web.request.requests import StaffRequest
from kring.web.road.pager import page_asked, pager
from kring.web.way_in.doors import staff_page
from kring.web.way_in.security import POLICY
from kring.web.way_in.sight import in_demo

INSIDE_THE_FRAME = "; ".join(
    (
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "frame-ancestors 'self'",
        # The letter's button opens its page in place of ours, once somebody presses it.
        "sandbox allow-top-navigation-by-user-activation",
    )
)
AROUND_THE_FRAME = f"{POLICY}; frame-src 'self'"


@require_safe
@staff_page(when=in_demo)
def letters(request: StaffRequest) -> HttpResponse:
    """What was sent, newest first: to everybody, or only to whom the visitor is now."""
    page = page_asked(request)
    to_me = request.GET.get("aan") == "mij"
    kept = kept_letters(request.staff.school)
    first = (page - 1) * PAGE
    found = list((kept.filter(to_staff=request.staff) if to_me else kept)[first : first + PAGE + 1])
    here = reverse("letters") + ("?aan=mij" if to_me else "")
    rows = [
        {
            "url": reverse("letter", args=(letter.pk,)),
            "subject": letter.subject,
            "to": _to(letter),
            "when": words.moment(letter.made_at, request.today),
            "urgent": letter.urgent,
        }
        for letter in found[:PAGE]
    ]
    return render(
        request,
        "kring/post/list.html",
        {
            "rows": rows,
            "to_me": to_me,
            "pager": pager(here, page, len(rows), has_next=len(found) > PAGE),
        },
    )


@require_safe
@staff_page(when=in_demo)
def letter(request: StaffRequest, letter_id: UUID) -> HttpResponse:
    """One letter: from whom, to whom, its subject, and both its texts."""
    found = _letter_or_404(request, letter_id)
    answer = render(
        request,
        "kring/post/one.html",
        {
            "letter": found,
            "sender": f"{found.school.name} <{sender_address()}>",
            "recipient": f"{found.to_staff.name} <{found.address}>" if found.to_staff else _to(found),
            "when": words.moment(found.made_at, request.today),
            "html_url": reverse("letter_html", args=(found.pk,)) if found.html is not None else "",
            "file_url": reverse("letter_file", args=(found.pk,)) if found.attachment else "",
        },
    )
    answer["Content-Security-Policy"] = AROUND_THE_FRAME
    return answer


@require_safe
@xframe_options_sameorigin
@staff_page(when=in_demo)
def letter_html(request: StaffRequest, letter_id: UUID) -> HttpResponse:
    """The letter's html, for the frame; its links lead out of it."""
    html = _letter_or_404(request, letter_id).html
    if html is None:
        raise Http404
    answer = HttpResponse(html.replace("<head>", '<head><base target="_top">', 1))
    answer["Content-Security-Policy"] = INSIDE_THE_FRAME
    return answer


@require_safe
@staff_page(when=in_demo)
def letter_file(request: StaffRequest, letter_id: UUID) -> HttpResponse:
    """The file that came along with the letter."""
    file = _letter_or_404(request, letter_id).attachment
    if file is None:
        raise Http404
    return file_answer(file.content, file.type, file.name)


def _to(letter: Letter) -> str:
    """To whom, in words; of somebody outside the school no more than that."""
    if letter.outside:
        return _("Iemand buiten de school")
    return letter.to_staff.name if letter.to_staff else letter.address


def _letter_or_404(request: StaffRequest, letter_id: UUID) -> Letter:
    found = kept_letters(request.staff.school).select_related("school", "to_staff").defer(None).filter(pk=letter_id)
    letter = found.first()
    if letter is None:
        raise Http404
    return letter
