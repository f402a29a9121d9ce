"""What was typed in a form that Kring did not take: the page that says so gives it back.

Given back to its writer alone: the form's token says who that is, and it is the answer to what they sent themselves.
"""

from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join

from kring.school.models import StaffMember
from kring.web.forms.drafts import is_own_words, typed_in
from kring.web.forms.tokens import Token, token_sent
from kring.web.way_in.too_much import announced, is_too_much, refused, says_it_itself

HERE_IT_IS = format_html(
    "<h2>Wat je schreef</h2>\n<p>{}</p>\n",
    "Het is niet zeker dat dit is vastgelegd. Neem het over, en kijk straks na of het er staat.",
)


class WholeFormMiddleware:
    """Refuses a form of which only a part arrived, because the line broke: half a text is not taken for the whole. And
    one that is larger than Kring receives, unless its own page says what is wrong with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and is_too_much(request):
            if not says_it_itself(request):
                return refused()
        elif request.method == "POST":
            try:
                arrived = len(request.body)
            except UnreadablePostError:
                arrived = -1
            if arrived != announced(request):
                return HttpResponse(status=HTTPStatus.BAD_REQUEST)  # nobody is there any more to read it
        return self.get_response(request)


def texts_of(request: HttpRequest) -> list[str]:
    """What was typed in the form that was sent; nothing where it is not known for sure who typed it, or where what was
    sent cannot be read as a form: at an address that is none, this page is the first to read it."""
    try:
        token = token_sent(request, of_any_age=True) if request.method == "POST" else None
    except (BadRequest, MultiPartParserError, SuspiciousOperation):
        return []
    if token is None or not _is_its_writer(request, token):
        return []
    typed = typed_in(request.POST).items()
    return [value for name, values in typed for value in values if is_own_words(name, value)]


def _is_its_writer(request: HttpRequest, token: Token) -> bool:
    """Whether who is here now is who the form was made for; also who works at that school no more since."""
    staff = getattr(request, "staff", None)
    if staff is not None or token.staff_id is None:
        return staff is not None and token.staff_id == staff.id
    user = getattr(request, "user", None)  # not there yet where something broke early
    if user is None or not user.is_authenticated:
        return False
    return StaffMember.objects.filter(pk=token.staff_id, account=user).exists()


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such page, or not for this person. What they sent to it is not taken."""
    return render(request, "404.html", {"sent": request.method == "POST", "texts": texts_of(request)}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke. This page needs neither database nor session, and stays whole when nothing can be given back."""
    page: str = render_to_string("500.html")
    with suppress(Exception):  # what was sent may be what cannot be read
        if texts := texts_of(request):
            page = page.replace("</main>", format_html("{}{}</main>", HERE_IT_IS, _each(texts)))
    return HttpResponse(page, status=500)


def _each(texts: list[str]) -> str:
    return format_html_join("\n", '<p class="typed" dir="auto">{}</p>', ((text,) for text in texts))
