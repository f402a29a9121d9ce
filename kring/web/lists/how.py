"""Hoe werkt Kring?: one page of two minutes, to read and to print."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from kring.cases.wording import step_in_words
from kring.protocol.editions import current
from kring.protocol.fitting import fitted
from kring.protocol.outline import outline
from kring.web.request.requests import StaffRequest
from kring.web.way_in.doors import staff_page


@require_safe
@staff_page()
def how_it_works(request: StaffRequest) -> HttpResponse:
    """What Kring asks of whom, who reads what, and the steps as this school names them."""
    school = request.staff.school
    edition = current(school.protocol)
    text = outline(edition, fitted(school.variation, edition).variation, say=gettext)
    return render(
        request,
        "kring/protocol/how.html",
        {"steps": [(part.place_on_page, step_in_words(part)) for part in text.parts], "school": school},
    )
