"""The promises of the school on Vandaag: what one promised for today, and for the owner what was not kept."""

from datetime import date, time, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from kring import words
from kring.cases.apart import Names
from kring.cases.models import Involved
from kring.cases.promises import Kept, OnToday
from kring.cases.promises import promises_on_today as on_today
from kring.protocol.calendar import SchoolCalendar
from kring.web.forms.tokens import new_token
from kring.web.lists.today_row import TodayRow
from kring.web.request.requests import StaffRequest
from kring.web.road.children import called

SCHOOL_IS_OUT = time(16)
"""From this hour on a promise of today that nobody told of was not kept, as far as is known."""


def promises_on_today(request: StaffRequest, calendar: SchoolCalendar) -> OnToday:
    """What of all promises this person is shown now."""
    out = request.now.astimezone(words.HERE).time() >= SCHOOL_IS_OUT
    until = request.today if out else request.today - timedelta(days=1)
    return on_today(request.staff, request.today, until, calendar)


def children_promised(promises: OnToday) -> list[Involved]:
    """Those to whom all of it was promised."""
    return [one.promise.child for one in [*(kept for kept, _day in promises.asked), *promises.missed]]


def promise_row(one: Kept, day: date, names: Names, request: StaffRequest) -> TodayRow:
    """What this person promised: ticked with one press, or told on a page that it did not work out."""
    url = reverse("promise_told", args=(one.promise.case_id, one.promise.pk))
    return TodayRow(
        title=words.shortened(one.body.what),
        url=f"{url}?op={day.isoformat()}",
        badge=words.near_day(day, request.today),
        tone="today" if day == request.today else "late",
        icon="repeat",
        sentence=_("Beloofd voor %(child)s, tot en met %(day)s.")
        % {"child": called([one.promise.child], names), "day": words.day(one.promise.last_on, request.today)},
        button=_("Lukte niet"),
        button_url=f"{url}?op={day.isoformat()}",
        answer_url=url,
        answer=("kept", "ja"),
        answer_text=_("Gedaan"),
        answer_on=day.isoformat(),
        token=new_token(staff_id=request.staff.pk, key=url).signed(),
    )


def missed_row(one: Kept, names: Names, request: StaffRequest) -> TodayRow:
    """A promise that was not kept on its last day, for who carries the case out; after two days for all who lead."""
    case, day = one.promise.case, one.missed[0]
    mine = request.staff.pk in (case.owner_id, case.stand_in_id)
    url = reverse("fact", args=(case.pk, one.promise.fact_id))
    what = {
        "who": one.promise.staff.name,
        "what": words.shortened(one.body.what),
        "day": words.near_day(day, request.today),
    }
    sentence = (
        _("Belofte van %(who)s: ‘%(what)s’. Dat lukte %(day)s niet.")
        if day in one.told
        else _("Belofte van %(who)s: ‘%(what)s’. Die is %(day)s niet afgevinkt.")
    )
    return TodayRow(
        title=called([one.promise.child], names),
        url=reverse("case", args=(case.pk,)),
        badge=_("gemist"),
        tone="late",
        icon="repeat",
        sentence=sentence % what,
        button=_("Bekijken"),
        button_url=url,
        owner="" if mine else case.owner.name,
        danger=case.danger_since is not None,
    )
