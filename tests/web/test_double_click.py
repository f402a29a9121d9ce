"""Two clicks that arrive at the very same moment make one fact, on either database."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from kring.web.models import Submission
from tests.cases.telling import tell
from tests.cast import make_cast, sign_in
from tests.web.bench import Bench
from tests.web.sending import hidden
from tests.web.test_forms import GOOD, PAGE, token_of


def at_once(browser: Client, page: str, sent: dict[str, str]) -> list[tuple[int, str]]:
    """Sends this form from four tabs at the same moment; where each was led to."""
    ready = Barrier(4)
    answers: list[tuple[int, str]] = []

    def click() -> None:
        another = Client()
        another.cookies = browser.cookies
        ready.wait()
        try:
            answer = another.post(page, sent)
            answers.append((answer.status_code, answer.get("Location", "")))
        finally:
            connection.close()

    clicks = [Thread(target=click) for _ in range(4)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    return answers


@pytest.mark.urls("tests.web.bench")
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_fact_and_lead_to_one_page():
    cast = make_cast()
    browser = sign_in(Client(), cast.anouk)
    sent = GOOD | {"token": token_of(browser), "seen": ""}

    answers = at_once(browser, PAGE, sent)

    assert answers == [(303, "/klaar/1/")] * 4
    assert len(Bench.verb.facts) == 1
    assert Submission.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_on_a_form_about_a_case_make_one_fact_and_lead_to_one_page():
    cast = make_cast()
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    case.incident()
    browser = sign_in(Client(), cast.anouk)
    page = reverse("duty", args=[case.id, "severity"])
    form = browser.get(page)
    sent = {"token": hidden(form, "token"), "seen": "", "level": "serious", "reasons": "Het gebeurt elke dag."}

    answers = at_once(browser, page, sent)

    assert answers == [(303, reverse("case", args=[case.id]))] * 4
    assert len(case.file.of_kind("severity")) == 1
