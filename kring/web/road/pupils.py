"""Choosing a pupil out of a whole school: one list in the browser's own control, by group, one's own groups first."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring.cases.apart import whole_names_apart
from kring.names.comparing import sort_key
from kring.school.calendars import school_year_of
from kring.school.models import Pupil, StaffMember
from kring.vault.keys import load_keys
from kring.web.forms import ListChoice, Option, SelectList
from kring.web.forms.wording import Words
from kring.web.way_in.sight import groups_taught_by


class PupilChoice(ListChoice):
    """One pupil, by id. With script it can be searched by typing a name."""

    default_error_messages = {"required": gettext_lazy("Kies om welke leerling het gaat.")}

    def __init__(self, *, nothing: Words = gettext_lazy("Kies een naam"), **more: Any) -> None:
        super().__init__(nothing=nothing, coerce=UUID, widget=SelectList(attrs={"data-find": ""}), **more)


def pupil_options(staff: StaffMember, today: date) -> list[Option]:
    """The pupils of the school by group, own groups on top, in the order of their first names. Two or three queries."""
    load_keys([staff.school_id])
    own = groups_taught_by(staff)
    pupils = list(Pupil.objects.filter(school=staff.school_id, left_on=None).select_related("group"))
    year = school_year_of(today)

    def order(pupil: Pupil) -> tuple[object, ...]:
        group = pupil.group
        here = group is not None and group.school_year == year
        return (
            pupil.group_id not in own,
            not here,
            group.year_group if group else 9,
            group.name if group else "",
            sort_key(pupil.first_name),
            sort_key(pupil.last_name),
        )

    # The group stands above the names, and is not seen any more once a name is chosen.
    names = whole_names_apart(pupils)
    return [Option(pupil.pk, names[pupil.pk], group=_group_of(pupil, own)) for pupil in sorted(pupils, key=order)]


def _group_of(pupil: Pupil, own: set[UUID]) -> str:
    if pupil.group is None:
        return _("zonder groep")
    if pupil.group_id in own:
        return _("%(group)s (jouw groep)") % {"group": pupil.group.title}
    return pupil.group.title
