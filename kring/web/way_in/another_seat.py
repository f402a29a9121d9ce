"""A form that was made for somebody else than who is here now: for a colleague, or for oneself at another school.

It is carried out for nobody, whatever its address means here: a report of the one school is not written down at the
other. Its text is kept for its writer.
"""

from django.http import HttpResponse
from django.shortcuts import render

from kring.web.forms import drafts
from kring.web.forms.tokens import Token, token_sent
from kring.web.models import Submission
from kring.web.request.requests import KringRequest, StaffRequest
from kring.web.request.seats import practised_before, practises, seat_of


def of_another_seat(request: StaffRequest) -> HttpResponse | None:
    """The page that says so and keeps the text; None when what was sent is one's own, or no form."""
    token = token_sent(request, of_any_age=True) if request.method == "POST" else None
    if token is None or token.staff_id in (None, request.staff.id):
        return None
    kept = drafts.keep_for_its_writer(request, at=request.now)
    done = kept is None and Submission.objects.filter(token=token.id).exists()
    return for_its_writer(request, token, is_kept=kept is not None, is_done=done)


def for_its_writer(request: KringRequest, token: Token, *, is_kept: bool, is_done: bool = False) -> HttpResponse:
    """What who is here now reads of it. Of a colleague's text nothing; one's own leads to the school that it is for.

    `is_done`: it was sent before, and was carried out then. Nothing of it is to be kept, nor to be given back.
    """
    seat = seat_of(request, token.staff_id)
    is_over = seat is None and practised_before(request, token.staff_id)
    texts: list[str] = []
    if (seat is not None or is_over) and not is_kept and not is_done:
        typed = drafts.typed_in(request.POST).items()
        texts = [value for name, values in typed for value in values if drafts.is_own_words(name, value)]
    words = {
        "seat": seat,
        "is_over": is_over,
        "practised": seat is not None and practises(seat),
        "practises": request.staff is not None and practises(request.staff),
        "is_kept": is_kept,
        "is_done": is_done,
        "texts": texts,
        "next": drafts.page_of(token) if is_kept else drafts.path_of(token),
    }
    return render(request, "kring/forms/kept_for_writer.html", words, status=403)
