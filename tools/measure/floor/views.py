"""The bare project: a list, a case, two writes, a page for anybody and a write by anybody."""

from datetime import date
from typing import Any

from django.contrib.auth import get_user_model, login
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path

from tools.measure.floor.models import Case, Event

SCHOOL, DUE = 1, date(2026, 11, 23)


def sign_in(request: HttpRequest) -> HttpResponse:
    login(request, get_user_model().objects.get(pk=1))
    return HttpResponse(status=204)


@login_required
def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"Hello {request.user}.")


@login_required
def cases(request: HttpRequest) -> HttpResponse:
    """So many rows, in the order in which they fall due."""
    rows = Case.objects.filter(school=SCHOOL).order_by("due_on", "id")[: int(request.GET.get("rows", 25))]
    return render(request, "list.html", {"rows": rows})


@login_required
def case(request: HttpRequest, pk: int) -> HttpResponse:
    found = Case.objects.get(pk=pk, school=SCHOOL)
    return render(request, "case.html", {"case": found, "events": found.events.order_by("-at", "-id")})


@login_required
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """One more event, and the case moves on."""
    with transaction.atomic():
        found = Case.objects.select_for_update().get(pk=pk, school=SCHOOL)
        Event.objects.create(case=found, by=str(request.user), text=request.POST["text"])
        found.step = found.step % 5 + 1
        found.save(update_fields=["step"])
    return HttpResponseRedirect(f"/case/{pk}/")


@login_required
def report(request: HttpRequest) -> HttpResponse:
    """A new case with the next number, and its first event."""
    with transaction.atomic():
        last: Any = Case.objects.filter(school=SCHOOL).aggregate(last=Max("number"))["last"]
        made = Case.objects.create(
            school=SCHOOL, number=last + 1, title="Reported", group="6", due_on=DUE, story=request.POST["text"]
        )
        Event.objects.create(case=made, by=str(request.user), text="Reported.")
    return HttpResponseRedirect(f"/case/{made.pk}/")


def anybody(request: HttpRequest) -> HttpResponse:
    """A page without signing in, with so many lines of one school."""
    rows = Case.objects.filter(school=SCHOOL).order_by("due_on", "id")[: int(request.GET.get("rows", 2))]
    return render(request, "list.html", {"rows": rows})


def told(request: HttpRequest) -> HttpResponse:
    """A write without signing in: an event at a case, and the page that says thanks."""
    with transaction.atomic():
        found = Case.objects.select_for_update().get(pk=3, school=SCHOOL)  # another than the one that is looked at
        Event.objects.create(case=found, by="anybody", text=request.POST["text"])
    return render(request, "list.html", {"rows": [found]})


urlpatterns = [
    path("in/", sign_in),
    path("bare/", bare),
    path("cases/", cases),
    path("case/<int:pk>/", case),
    path("case/<int:pk>/note/", note),
    path("report/", report),
    path("anybody/", anybody),
    path("told/", told),
]
