"""School: confirming the holidays of a school year, from the proposal for the region, in one form."""

from typing import Any, cast

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring import words
from kring.cases.actions import school_changes
from kring.school.calendars import Closure, OfferedClosure, known_years, offered_closures
from kring.school.models import ClosureSource, ConfirmedYear
from kring.web.forms import DayField, FormPage, KringForm, Page, Row, Rows, Tick, by_field
from kring.web.request.requests import StaffRequest
from kring.web.school.calendar import page_of
from kring.web.school.writing import around
from kring.web.way_in.doors import staff_page
from kring.web.way_in.sight import changes_calendar

ANEW = "voorstel"
"""In the address: begin with the proposal again, after the region changed or when it was confirmed wrongly."""


class ClosureRow(Row):
    is_closed = Tick(label=gettext_lazy("De school is dicht"))
    first_day = DayField(label=gettext_lazy("Eerste dag"))
    last_day = DayField(label=gettext_lazy("Laatste dag"))
    offer: OfferedClosure | None = None

    def for_offer(self, offer: OfferedClosure) -> None:
        """Asks about this closure; its name stands in the sentences, for in the summary they stand together."""
        self.offer = offer
        about = {"name": offer.name}
        begins = _("%(name)s: vul in wanneer dit begint, of haal het vinkje weg.") % about
        ends = _("%(name)s: vul in wanneer dit eindigt, of haal het vinkje weg.") % about
        self.fields["first_day"].error_messages["required"] = begins
        self.fields["last_day"].error_messages["required"] = ends
        if offer.source is ClosureSource.PUBLIC:
            # Two public holidays never make one row: each is a day.
            del self.fields["last_day"]
            self.fields["first_day"].label = _("Dag")

    @property
    def badge(self) -> str:
        """How firmly it stands, in a word or two."""
        proposed = self.offer.proposed if self.offer else None
        if proposed is None:
            return _("eerder bevestigd")
        if not proposed.sure:
            return _("nog niet zeker")
        if proposed.binding:
            return _("ligt vast")
        return _("advies") if proposed.source is ClosureSource.HOLIDAY else _("school beslist")

    @property
    def hint(self) -> str:
        """What to look up, of dates that are not sure."""
        proposed = self.offer.proposed if self.offer else None
        if proposed is None or proposed.sure:
            return ""
        if proposed.first_day is None or proposed.last_day is None:
            return _("Kring weet deze data nog niet. Kijk op rijksoverheid.nl en vul ze in.")
        return _("Waarschijnlijk %(when)s. Zoek het na en vul de data in.") % {
            "when": words.period(proposed.first_day, proposed.last_day)
        }

    def clean(self) -> None:
        if not self.cleaned_data.get("is_closed"):
            # When the school is open, no dates are asked.
            self._errors.clear()


class ConfirmForm(KringForm):
    closures = Rows(ClosureRow, blank=0)

    def __init__(self, *args: Any, offered: list[OfferedClosure], region: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.region = region
        self.has_moved = False
        rows = [cast(ClosureRow, row) for row in self.rows["closures"]]
        for row, offer in zip(rows, self._in_the_order_sent(rows, offered), strict=True):
            if offer is not None:
                row.for_offer(offer)
        self.chosen: list[tuple[ClosureRow, Closure]] = []

    def _in_the_order_sent(self, rows: list[ClosureRow], offers: list[OfferedClosure]) -> list[OfferedClosure | None]:
        """The offer of each row, found by the name that came with it: since the page was made the region may have
        changed, or a colleague may have confirmed, and no date may end up at another holiday. None: it is gone."""
        if not self.is_bound:
            return [*offers, *[None] * (len(rows) - len(offers))]
        waiting = {offer.name: offer for offer in offers}
        names = [str(self.data.get(row.add_prefix("name"), "")) for row in rows]
        placed = [waiting.pop(name, None) for name in names]
        self.has_moved = bool(waiting) or any(name and offer is None for name, offer in zip(names, placed, strict=True))
        left_over = iter(waiting.values())
        return [offer if offer is not None else next(left_over, None) for offer in placed]

    def check_together(self) -> None:
        if self.has_moved or self.data.get("region", self.region) != self.region:
            self.add_error(None, _("De vakanties zijn intussen veranderd. Kijk ze na en bevestig opnieuw."))
        for row in self.rows["closures"]:
            offer = getattr(row, "offer", None)
            if offer is None or not row.cleaned_data.get("is_closed"):
                continue
            first = row.cleaned_data["first_day"]
            last = row.cleaned_data.get("last_day", first)
            self.chosen.append((row, Closure(first, last, offer.name, offer.source)))  # type: ignore[arg-type]

    def for_verb(self) -> dict[str, Any]:
        return {"closures": [closure for _row, closure in self.chosen], "region": self.region}

    def refuse(self, field: str | None, sentence: str) -> None:
        """A closure is refused by its place among those that were ticked."""
        if field and field.startswith("closures."):
            row, _closure = self.chosen[int(field.removeprefix("closures."))]
            row.add_error("first_day", sentence)
            self._errors["closures"] = self.error_class()
        else:
            super().refuse(field, sentence)


@staff_page(when=changes_calendar)
def confirm(request: StaffRequest, school_year: str) -> Page:
    """The holidays and public holidays of one school year: look them over, fill in what is not sure, and confirm."""
    school = request.staff.school
    if school_year not in known_years(school, request.today):
        raise Http404
    confirmed = ConfirmedYear.objects.filter(school=school, school_year=school_year).exists()
    anew = ANEW in request.GET
    offers = offered_closures(school, school_year, as_confirmed=confirmed and not anew)
    return FormPage(
        form=ConfirmForm,
        arguments={"offered": offers, "region": school.region},
        initial={
            "closures": [
                {"is_closed": offer.is_closed, "first_day": offer.first_day, "last_day": offer.last_day}
                for offer in offers
            ]
        },
        verb=by_field(school_changes.confirm_calendar, school=school, school_year=school_year),
        to=page_of(school_year),
        said=_("De kalender van %(year)s is bevestigd. De termijnen van lopende zaken zijn opnieuw geteld.")
        % {"year": school_year},
        words=around(
            _("Kalender %(year)s bevestigen") % {"year": school_year},
            _("Kalender bevestigen"),
            page_of(school_year),
            _("Kalender"),
            _("Dit zijn de vakanties van regio %(region)s. Klopt het niet voor jullie? Pas het aan.")
            % {"region": school.get_region_display()},
        )
        | {
            "confirmed": confirmed and not anew,
            "nothing_known": not any(offer.source is ClosureSource.HOLIDAY for offer in offers),
            "unsure": any(offer.unsure for offer in offers),
        },
        template="kring/school/confirm.html",
    )
