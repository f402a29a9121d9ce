"""One's own page "Tweede stap": what I have, one more, new spare codes, one less. Each change is asked again first."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kring import words
from kring.cases.actions import second_step as verbs
from kring.protocol.terms import total
from kring.school.actions.second_step import make_spare_codes
from kring.school.models import Account, Factor, FactorKind
from kring.school.second_step import owned_by, stays
from kring.web.forms import FormPage, Page, SureForm
from kring.web.request import clock
from kring.web.request.redirects import SeeOther
from kring.web.request.requests import StaffRequest
from kring.web.request.sure import asks_first
from kring.web.way_in.asked_again import asked_again
from kring.web.way_in.doors import staff_page
from kring.web.way_in.taking_step import app_page, judged_app, judged_passkey, passkey_words, with_new_codes


@dataclass(frozen=True, slots=True)
class Line:
    """An app or a passkey in the list."""

    factor: Factor
    title: str
    icon: str
    told: str


@never_cache
@require_safe
@staff_page()
def own_step(request: StaffRequest) -> HttpResponse:
    """What this person has, and what can be done about it."""
    account = _account(request)
    owned = owned_by(account)
    titles = words.numbered(title_of(one) for one in owned.factors)
    lines = [
        Line(one, title, ICONS[FactorKind(one.kind)], _told(request, one))
        for one, title in zip(owned.factors, titles, strict=True)
    ]
    return render(
        request,
        "kring/second_step/own.html",
        {"owned": owned, "lines": lines, "may_remove": not stays(account, owned)},
    )


ICONS: dict[FactorKind, str] = total({FactorKind.APP: "smartphone", FactorKind.PASSKEY: "key-round"}, FactorKind)


def title_of(factor: Factor) -> str:
    """What it is called: by its owner, or else by what it is."""
    return factor.name or str(FactorKind(factor.kind).label)


def _account(request: StaffRequest) -> Account:
    """Whose page it is."""
    account = request.user
    assert isinstance(account, Account)  # noqa: S101 - `staff_page` has let nobody else in
    return account


def _told(request: StaffRequest, factor: Factor) -> str:
    added = _("Toegevoegd: %(day)s.") % {"day": words.moment(factor.added_at, request.today)}
    if factor.used_at is None:
        return added
    return f"{added} {_('Het laatst gebruikt: %(day)s.') % {'day': words.moment(factor.used_at, request.today)}}"


@never_cache
@staff_page()
def own_app(request: StaffRequest) -> HttpResponse:
    """One more app."""
    if asking := asked_again(request):
        return asking
    form, added = judged_app(request, _account(request))
    if added is None:
        return app_page(request, _account(request), form, back_url=reverse("own_step"), frame="base.html")
    return with_new_codes(request, _account(request), added.codes, to=reverse("own_step"))


@never_cache
@staff_page()
def own_passkey(request: StaffRequest) -> HttpResponse:
    """One more passkey."""
    if asking := asked_again(request):
        return asking
    added, wrong = judged_passkey(request, _account(request))
    if added is not None:
        return with_new_codes(request, _account(request), added.codes, to=reverse("own_step"))
    words = passkey_words(request, _account(request), wrong) | {"passkey_url": reverse("own_step_passkey")}
    return render(request, "kring/second_step/own_passkey.html", words, status=422 if wrong else 200)


@require_POST
@staff_page()
def own_codes(request: StaffRequest) -> HttpResponse:
    """New spare codes, for those from before."""
    if asking := asked_again(request, back=reverse("own_step")):
        return asking
    if asking := asks_first(
        request,
        title=_("Nieuwe reservecodes maken?"),
        text=_("De codes van eerder werken dan meteen niet meer."),
        save=_("Nieuwe reservecodes maken"),
        back=reverse("own_step"),
    ):
        return asking
    codes = make_spare_codes(account=_account(request), at=clock.now())
    return with_new_codes(request, _account(request), codes, to=reverse("own_step"))


@never_cache
@staff_page()
def own_remove(request: StaffRequest, factor_id: UUID) -> Page:
    """One less, asked first. The only one stays: the page where it stands in the list says so."""
    account = _account(request)
    factor = Factor.objects.filter(account=account, pk=factor_id).first()
    if factor is None:
        raise Http404
    if stays(account, owned_by(account)):
        return SeeOther(reverse("own_step"))
    if asking := asked_again(request):
        return asking
    title = _("%(name)s weghalen") % {"name": title_of(factor)}
    return FormPage(
        form=SureForm,
        verb=lambda form, act: verbs.remove_factor(account=account, factor=factor, at=act.at),
        to=reverse("own_step"),
        said=_("Weggehaald. Je kunt er niet meer mee inloggen."),
        template="kring/second_step/sure.html",
        words={
            "title": title,
            "text": f"{_told(request, factor)} {_('Je kunt er daarna niet meer mee inloggen.')}",
        },
        keeps_drafts=False,
    )
