"""A plan that is not true any more: the team reads it above the plan, the owner on the case and on Vandaag."""

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases.actions import people, recording
from kring.cases.models import PlanVersion
from tests.cases.telling import Telling, tell
from tests.cast import Cast, sign_in
from tests.paper.test_printing import text_of as text_on_paper
from tests.web.browsing import early, opened, send
from tests.web.sending import text_of

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
    assert "Deze afspraak geldt niet meer: Daan laat de tas van Sem met rust." in page
    today = text_of(anouk.get(reverse("today")))
    assert "Het plan van Sem en Daan, groep 6 klopt niet meer helemaal." in today
    assert reverse("issue_plan", args=[case.id]) in anouk.get(reverse("today")).content.decode()


def test_the_new_version_takes_it_all_away(client, cast, case):
    anouk = sign_in(client, cast.anouk)
    assert send(anouk, reverse("issue_plan", args=[case.id])).status_code == 303
    assert PlanVersion.objects.filter(case=case.id).count() == 2
    for page in (read(anouk, "case", case), read(anouk, "plan", case), text_of(anouk.get(reverse("today")))):
        assert "klopt niet meer" not in page


# A child wrongly in it, and who was told so


def taken_out(client: Client, case: Telling, **answers: object) -> None:
    daan = case.key(case.cast.daan)
    url = reverse("remove_child", args=[case.id, daan])
    answer = send(client, url, **({"mistake": "ja", "because": "Hij was ziek."} | answers))
    assert answer.status_code == 303


def test_the_team_finds_the_plan_shut_on_screen_and_on_paper_and_in_no_list(client, cast, case):
    taken_out(sign_in(Client(), cast.anouk), case)
    mo = sign_in(client, cast.mo)
    page = read(mo, "plan", case)
    assert "Dit plan is even dicht" in page
    assert "Daan" not in page
    assert mo.get(reverse("plan_pdf", args=[case.id, 1])).status_code == 404
    for name in ("plans", "observations", "today"):
        assert "Sem" not in text_of(mo.get(reverse(name)))
    assert case.words.watch_for not in read(mo, "observation", case)


def test_it_is_read_again_as_soon_as_the_next_version_is_out(client, cast, case):
    anouk = sign_in(Client(), cast.anouk)
    taken_out(anouk, case)
    assert send(anouk, reverse("issue_plan", args=[case.id])).status_code == 303
    page = read(sign_in(client, cast.mo), "plan", case)
    assert "Wat niet klopte over een ander kind, staat er niet meer in." in page
    assert "Dit plan is even dicht" not in page


def test_it_is_urgent_on_the_vandaag_of_owner_coordinator_and_head(client, cast, case):
    taken_out(sign_in(client, cast.anouk), case)
    for who in (cast.anouk, cast.carla, cast.hein):
        today = text_of(sign_in(Client(), who).get(reverse("today")))
        assert "Dringend: in het plan van Sem, groep 6 staat een kind ten onrechte." in today
    assert "In het plan staat een kind ten onrechte." in read(client, "case", case)


def test_taking_a_child_out_asks_why_and_whom_to_tell(client, cast, case):
    anouk = sign_in(client, cast.anouk)
    url = reverse("remove_child", args=[case.id, case.key(cast.daan)])
    page = text_of(anouk.get(url))
    assert "Welke ouders moeten dit horen?" in page
    assert "Moeder van Daan gesproken op" in page
    answer = send(anouk, url, mistake="", because="")
    assert answer.status_code == 422
    assert "Kies een van de twee." in text_of(answer)
    assert "Schrijf op waarom. Eén zin is genoeg." in text_of(answer)


def test_where_no_parent_was_told_yet_none_is_offered(client, cast):
    told = early(tell(cast).report(cast.sem, by=(cast.daan,)))
    url = reverse("remove_child", args=[told.id, told.key(cast.daan)])
    assert "Welke ouders" not in text_of(sign_in(client, cast.anouk).get(url))


def test_parents_who_were_told_something_wrong_are_ticked_off(client, cast, case):
    anouk = sign_in(client, cast.anouk)
    url = reverse("put_right", args=[case.id])
    assert "Wie moet nog horen wat er wel zo is?" in read(anouk, "case", case)
    assert "Moeder van Daan gesproken op" in text_of(anouk.get(url))
    links = [str(link.pk) for link in case.file.guardianships if link.must_be_told]
    assert send(anouk, url, guardianships=links, heard="ja", said="").status_code == 422
    assert send(anouk, url, guardianships=links, heard="ja", said="Het was een ander.").status_code == 303
    assert "Alle ouders weten wat er zo is" in text_of(anouk.get(url))
    assert "Wie moet nog horen" not in read(anouk, "case", case)
    assert "Rechtgezet bij ouders" in read(anouk, "file", case)


def test_who_of_the_team_read_it_is_told_there(client, cast, case):
    read(sign_in(Client(), cast.mo), "plan", case)
    assert "Deze collega’s lazen het plan: Mo Yilmaz." in read(sign_in(client, cast.anouk), "put_right", case)


def test_a_role_that_was_a_mistake_shuts_the_plan_and_one_that_changed_does_not(client, cast, case):
    anouk = sign_in(client, cast.anouk)
    url = reverse("change_role", args=[case.id, case.key(cast.daan)])
    assert send(anouk, url, role="follower", mistake="nee").status_code == 303
    assert "Dit plan is even dicht" not in read(sign_in(Client(), cast.mo), "plan", case)
    assert send(anouk, url, role="witness", mistake="ja", because="").status_code == 422
    assert send(anouk, url, role="witness", mistake="ja", because="Hij stond erbij.").status_code == 303
    assert "Dit plan is even dicht" in read(sign_in(Client(), cast.mo), "plan", case)


def test_who_issues_it_is_shown_what_still_names_a_child_that_was_in_it_by_mistake(client, cast):
    told = early(tell(cast).report(cast.sem, by=(cast.daan,))).step_1().judged("bullying").step_3()
    anouk = sign_in(client, cast.anouk)
    assert "niets mee te maken" not in read(anouk, "issue_plan", told)
    people.swap_child(
        act=told.act(),
        case_id=told.id,
        involved_id=UUID(told.key(cast.daan)),
        pupil_id=cast.lars.pk,
        because="Het was Lars.",
    )
    page = read(anouk, "issue_plan", told)
    assert "In dit plan staat nog de naam van een kind dat er niets mee te maken had" in page
    assert "“Daan laat de tas van Sem met rust.”" in page


@pytest.mark.parametrize(
    ("who", "stays"),
    [
        ("Daan", ""),
        ("Sem en Daan", ""),
        ("Daan en de klas", "de klas"),
        ("Sem, Daan, juf en de klas", "Sem, juf en de klas"),
    ],
)
def test_who_puts_an_agreement_right_does_not_take_a_child_along_that_was_in_it_by_mistake(client, cast, who, stays):
    told = early(tell(cast).report(cast.sem, by=(cast.daan,))).step_1().judged("bullying")
    told.agree("De tas blijft van Sem.", who)
    people.swap_child(
        act=told.act(),
        case_id=told.id,
        involved_id=UUID(told.key(cast.daan)),
        pupil_id=cast.lars.pk,
        because="Het was Lars.",
    )
    (made,) = told.file.of_kind("agreement")
    form = opened(sign_in(client, cast.anouk), reverse("correct", args=[told.id, made.pk]))
    assert form["agreements-0-who"] == [stays]
