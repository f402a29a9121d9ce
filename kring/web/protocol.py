"""Het protocol: its own sentences step by step, with how Kring and this school carry them out."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from kring.protocol.outline import outline
from kring.protocol.stappenplan import STAPPENPLAN
from kring.protocol.variation import Variation
from kring.school.rights import Right, may
from kring.web.doors import staff_page
from kring.web.requests import StaffRequest


@require_safe
@staff_page()
def protocol(request: StaffRequest) -> HttpResponse:
    """The protocol as this school carries it out now, to read and to print. A running case keeps what it began with."""
    text = outline(STAPPENPLAN, Variation.from_dict(request.staff.school.variation), say=gettext)
    return render(
        request,
        "kring/protocol/protocol.html",
        {
            "text": text,
            "ways": ", ".join(text.channels).lower(),
            "parts": [(part.place_on_page, part) for part in text.parts],
            "school": request.staff.school,
            "may_vary": may(request.staff, Right.PROTOCOL),
        },
    )
