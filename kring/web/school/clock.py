"""School: whether the server's clock is right, asked after a leap. Until somebody says so nothing is removed."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from kring import words
from kring.school import actions
from kring.school.rights import Right, having
from kring.school.worker_clock import doubted_from
from kring.web.forms import FormPage, Page, SureForm, by_field
from kring.web.request import clock
from kring.web.request.moments import moment_in
from kring.web.request.redirects import SeeOther
from kring.web.request.requests import StaffRequest
from kring.web.school.writing import around
from kring.web.way_in.doors import staff_page
from kring.words import HERE


@staff_page(when=having(Right.CLOCK))
def confirm_clock(request: StaffRequest) -> Page:
    """Says what the clock says and what it said before, and asks whether that is right."""
    before = doubted_from()
    if before is None and request.method != "POST":
        return SeeOther(reverse("school"))
    now = clock.now()
    return FormPage(
        form=SureForm,
        verb=by_field(actions.say_clock_is_right, shown=_shown(request)),
        to=reverse("school"),
        said=_("Genoteerd: de klok klopt. Kring herinnert weer en ruimt weer op."),
        words=around(_("Klopt de klok van de server?"), _("Ja, dag en tijd kloppen"), reverse("school"), _("School"))
        | {
            "says": _moment(now),
            "shown": now.isoformat(),
            "before": _moment(before or now),
            "went_back": before is not None and now < before,
        },
        template="kring/school/clock.html",
        keeps_drafts=False,
    )


def _shown(request: StaffRequest) -> datetime | None:
    """The moment that stood on the page from which this was sent."""
    return moment_in(request.POST.get("shown", ""))


def _moment(at: datetime) -> str:
    return words.vocabulary().at_time(words.full_day(at.astimezone(HERE).date()), words.clock(at))
