"""Another school typed somebody's address: the owner of the account reads which, and says yes or no (decision 106)."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from kring.names.comparing import sort_key
from kring.school import actions
from kring.school.act import Itself
from kring.school.models import Account, StaffMember
from kring.web.request.redirects import SeeOther
from kring.web.request.requests import KringRequest
from kring.web.way_in.to_sign_in import to_sign_in


def joining(request: KringRequest) -> HttpResponse:
    """The schools that asked, each with a yes and a no. For whoever is signed in, also at no school yet."""
    account = request.user
    if not isinstance(account, Account):
        return to_sign_in(request, then=reverse("joining"), undone=request.method == "POST")
    found = StaffMember.objects.filter(account=account, is_active=True).select_related("school")
    waiting = found.exclude(joins=StaffMember.Joins.JOINED)
    asked = sorted(waiting, key=lambda one: (sort_key(one.school.name), one.pk))
    if request.method == "POST":
        one = next((one for one in asked if str(one.pk) == request.POST.get("staff")), None)
        if one is None or request.POST.get("joins") not in ("ja", "nee"):
            raise Http404
        joins = request.POST["joins"] == "ja"
        actions.answer_joining(act=Itself(request.now), account=account, staff=one, joins=joins)
        said = (
            _("Je hoort nu ook bij %(school)s.")
            if joins
            else _("Je hoort niet bij %(school)s. De school ziet dit niet.")
        )
        messages.success(request, said % {"school": one.school.name})
        return SeeOther(reverse("joining"))
    return render(request, "account/joining.html", {"asked": asked})
