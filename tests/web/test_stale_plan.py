"""A plan that is not true any more: the team reads it above the plan, the owner on the case and on Vandaag."""

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases.actions import people, recording
from kring.cases.models import PlanVersion
from tests.cases.telling import Telling, tell
from tests.cast import Cast, sign_in
from tests.paper.test_printing import text_of as text_on_paper
from tests.web.browsing import early, send, text_of

pytestmark = pytest.mark.usefixtures("ticking")

STALE = "Dit plan klopt niet meer helemaal: de afspraken zijn veranderd. Er komt een nieuwe versie. Vraag het Anouk"


@pytest.fixture
def case(cast: Cast) -> Telling:
    """The plan is out, and an agreement of it was taken back."""
    told = early(tell(cast).report(cast.sem, by=(cast.daan,))).step_1().judged("bullying").step_3()
    agreement = told.file.of_kind("agreement")[0]
    recording.withdraw(act=told.act(), case_id=told.id, fact_id=agreement.pk, reason="Dit was een ander kind.")
    return told


def read(client: Client, name: str, case: Telling, *more: object) -> str:
    return text_of(client.get(reverse(name, args=[case.id, *more])))


def test_the_team_reads_it_above_the_plan_and_on_paper(client, cast, case):
    mo = sign_in(client, cast.mo)
    assert STALE in read(mo, "plan", case)
    assert STALE in text_on_paper(mo.get(reverse("plan_pdf", args=[case.id, 1])).content)


def test_an_earlier_version_says_only_that_it_is_one(client, cast, case):
    anouk = sign_in(client, cast.anouk)
    send(anouk, reverse("issue_plan", args=[case.id]))
    people.set_stand_in(act=case.act(), case_id=case.id, to=cast.bram.pk)
    assert "klopt niet meer" in read(anouk, "plan", case)
    assert "klopt niet meer" not in read(anouk, "plan_version", case, 1)


def test_the_owner_sees_what_and_the_way_to_a_new_version_on_the_case_and_on_vandaag(client, cast, case):
    anouk = sign_in(client, cast.anouk)
    page = read(anouk, "case", case)
    assert "Het plan dat het team leest, klopt niet meer helemaal." in page
    assert "Deze afspraak is vervallen: Daan laat de tas van Sem met rust." in page
    today = text_of(anouk.get(reverse("today")))
    assert "Het plan van Sem, groep 6 klopt niet meer helemaal." in today
    assert reverse("issue_plan", args=[case.id]) in anouk.get(reverse("today")).content.decode()


def test_the_new_version_takes_it_all_away(client, cast, case):
    anouk = sign_in(client, cast.anouk)
    assert send(anouk, reverse("issue_plan", args=[case.id])).status_code == 303
    assert PlanVersion.objects.filter(case=case.id).count() == 2
    for page in (read(anouk, "case", case), read(anouk, "plan", case), text_of(anouk.get(reverse("today")))):
        assert "klopt niet meer" not in page
