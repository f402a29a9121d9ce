"""A form about something that took place on a day of the case."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring.web.duties.place import Place
from kring.web.forms import DayField, KringForm


class DayedForm(KringForm):
    """A form about something that took place on a day, from the report until today."""

    on = DayField(label=lazy("Wanneer was het?"), not_future=True)

    def __init__(self, *args: Any, place: Place, **options: Any) -> None:
        super().__init__(*args, **options)
        self.place = place
        self.day("on").not_before(
            place.case.reported_on, _("Deze dag ligt vóór de melding. Vul een dag in vanaf de dag van de melding.")
        )
