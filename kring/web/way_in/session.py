"""About the session itself: choosing a school or a language, and what machines ask (may I index?)."""

from uuid import UUID

from allauth.account import views as account
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST, require_safe

from kring.school.models import StaffMember
from kring.web.request.redirects import SeeOther, safe_next
from kring.web.request.requests import KringRequest, StaffRequest
from kring.web.request.seats import seat_of
from kring.web.way_in import forgotten, too_much
from kring.web.way_in.context import menu_for
from kring.web.way_in.doors import staff_page
from kring.web.way_in.middleware import sit_down


@staff_page()
def home(request: StaffRequest) -> HttpResponse:
    """Each role begins where its work is: the first place of its menu."""
    for place in menu_for(request.staff, path=request.path):
        return SeeOther(place.url)
    raise Http404


def choose_school(request: KringRequest) -> HttpResponse:
    """For who works at several schools: which one is it today?"""
    if not request.memberships:
        return SeeOther(reverse("account_login"))
    if request.method == "POST":
        sit_down(request, _seat_or_404(request, request.POST.get("staff", "")))
        return SeeOther(safe_next(request))
    return render(request, "account/choose_school.html", {"next": safe_next(request)})


def sign_out(request: HttpRequest) -> HttpResponse:
    """Asked first, and done by a form: then this browser also throws away what it kept of Kring, pages and sealed text.

    A session that had ended by itself is signed out of as well. Without its cookie nothing is thrown away: the form may
    then be on a page of another site.
    """
    answer: HttpResponse = account.logout(request)
    if request.method == "POST":
        request.session.flush()  # also of somebody whose second step is still wanting
    if request.method == "POST" and settings.SESSION_COOKIE_NAME in request.COOKIES:
        answer["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def forgotten_password(request: HttpRequest) -> HttpResponse:
    """Asks for a link to choose a new password. From one network so many may ask; nobody is kept out by name."""
    if request.method == "POST" and (waits := forgotten.waits(request)):
        answer = render(request, "429.html", status=429)
        answer["Retry-After"] = str(int(waits.total_seconds()))
        return answer
    page: HttpResponse = account.password_reset(request)
    return page


def change_password(request: HttpRequest) -> HttpResponse:
    """A new password for those who have one. The demo's people come in without: for them there is no such page."""
    if request.user.is_authenticated and not request.user.has_usable_password():
        raise Http404
    answer: HttpResponse = account.password_change(request)
    return answer


def _seat_or_404(request: KringRequest, asked: str) -> StaffMember:
    try:
        seat = seat_of(request, UUID(asked))
    except ValueError:
        raise Http404 from None
    if seat is None:
        raise Http404
    return seat


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remembers the language in a cookie and shows the same page again."""
    response = SeeOther(safe_next(request))
    language = request.POST.get("language", "")
    if check_for_language(language) and language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What cannot be read as a form. Django's own page reads the form again for its token, which fails again: a 500."""
    return too_much.refused(413 if isinstance(exception, RequestDataTooBig) else 400)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing here is for search engines, but the doors of a demo: what Kring is may be found."""
    doors = (reverse(name, args=["school"]).replace("school", "*") for name in ("door", "parent_door"))
    may_be_found = (reverse("account_login"), *doors)
    allowed = "".join(f"Allow: {page}$\n" for page in may_be_found) if settings.KRING_DEMO else ""
    return HttpResponse(f"User-agent: *\n{allowed}Disallow: /\n", content_type="text/plain; charset=utf-8")
