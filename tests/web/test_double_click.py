"""Two clicks that arrive at the very same moment make one fact, on either database."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client

from kring.web.models import Submission
from tests.cast import make_cast, sign_in
from tests.web.bench import Bench
from tests.web.test_forms import GOOD, PAGE, token_of


@pytest.mark.urls("tests.web.bench")
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_fact_and_lead_to_one_page():
    cast = make_cast()
    browser = sign_in(Client(), cast.anouk)
    sent = GOOD | {"token": token_of(browser), "seen": ""}
    ready = Barrier(4)
    answers: list[tuple[int, str]] = []

    def click() -> None:
        another = Client()
        another.cookies = browser.cookies
        ready.wait()
        try:
            answer = another.post(PAGE, sent)
            answers.append((answer.status_code, answer.get("Location", "")))
        finally:
            connection.close()

    clicks = [Thread(target=click) for _ in range(4)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()

    assert answers == [(303, "/klaar/1/")] * 4
    assert len(Bench.verb.facts) == 1
    assert Submission.objects.count() == 1
