"""Het protocol: its own sentences step by step, with how Kring and this school carry them out."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from kring.cases.wording import step_in_words
from kring.protocol.editions import current
from kring.protocol.fitting import fitted
from kring.protocol.outline import outline
from kring.school.rights import Right, may
from kring.web.request.requests import StaffRequest
from kring.web.way_in.doors import staff_page


@require_safe
@staff_page()
def protocol(request: StaffRequest) -> HttpResponse:
    """The protocol as this school carries it out now, to read and to print. A running case keeps what it began with.

    Each step is folded, but the one of `?stap=`, or with `alles` every one: a link into the page opens its step also in
    a browser that does not open a fold by itself.
    """
    school = request.staff.school
    edition = current(school.protocol)
    text = outline(edition, fitted(school.variation, edition).variation, say=gettext)
    return render(
        request,
        "kring/protocol/protocol.html",
        {
            "text": text,
            "ways": ", ".join(text.channels).lower(),
            "parts": [(part.place_on_page, step_in_words(part), part) for part in text.parts],
            "opened": request.GET.get("stap", ""),
            "school": school,
            "may_vary": may(request.staff, Right.PROTOCOL),
        },
    )
