"""A version of the plan was issued to the team."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring.cases import bodies
from kring.web.kinds.told import AsDuty, FactLine, Look, Saying, Told, by_kind, times
from kring.web.request.requests import StaffRequest
from kring.web.road.place import Place


def page(request: StaffRequest, place: Place) -> HttpResponse:
    """The plan is issued on a page of its own."""
    return redirect("issue_plan", place.case.pk)


KIND = Told(
    bodies.PlanIssued,
    title=lazy("Plan gedeeld met het team"),
    titled=by_kind,
    line=lambda file, one: _("versie %(number)s") % {"number": one.body.number},
    fields=lambda file, one, today: [FactLine(_("Versie"), str(one.body.number))],
    look=Look.BIG,
    told_apart=True,
    correct=None,
    duty=AsDuty(
        page=page,
        button=lazy("Plan bekijken"),
        counts=times,
        today=Saying("send", lazy("Plan nalezen"), lazy("Het plan is klaar om naar het team te gaan.")),
    ),
)
