"""Issuing the plan (rows S3d, S3g, S4e, S5f): read it once, then it goes to the team."""

from collections import Counter
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases.actions import closing, people, recording
from kring.cases.models import PlanVersion
from kring.cases.plan import PlanChange, What, content_of
from kring.cases.plan_words import CHANGES, change_in_words, plan_on_screen
from kring.mail.models import Letter
from kring.protocol.terms import Role
from tests.cases.telling import Telling, tell
from tests.cast import Cast, sign_in
from tests.web.browsing import early, filled_in, it_is_now, messages_after, opened, send, text_of

pytestmark = pytest.mark.usefixtures("ticking")


@pytest.fixture
def anouk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.anouk)


@pytest.fixture
def case(cast: Cast) -> Telling:
    return early(tell(cast).on(date(2026, 11, 20)).report(cast.sem, by=(cast.daan,))).step_1().judged("bullying")


@pytest.fixture
def ready(case: Telling) -> Telling:
    """Everything the plan must tell is written up; parents and colleagues are still to be told."""
    case.talk("ask_target", *case.keys(Role.TARGET), feeling=2, in_confidence="Thuis is het ook niet fijn.")
    case.talk("joint_talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True, feeling=3)
    recording.formulate_problem(act=case.act(), case_id=case.id, text="Sem wordt elke dag uitgelachen.")
    case.agree()
    return case


WATCH = {"watch_for": "Let op bij de kapstokken.", "until_on": "2026-11-30"}
"""What step 3 asks with its plan."""


def plan(case: Telling) -> str:
    return reverse("issue_plan", args=[case.id])


def test_the_plan_is_read_as_the_team_will_read_it(anouk, ready):
    page = text_of(anouk.get(plan(ready)))
    assert "Handelingsplan" in page
    assert "Sem wordt elke dag uitgelachen." in page
    assert "Daan laat de tas van Sem met rust." in page
    assert "5 collega’s krijgen dit plan" in page
    assert "Bram de Boer, Mo Yilmaz en Wil de Ruiter" in page, "she who shares it has it already"
    assert "Versie 1 naar het team" in page


def test_nothing_told_in_confidence_and_no_parent_stands_in_it(anouk, ready):
    page = text_of(anouk.get(plan(ready)))
    for never in ("Thuis is het ook niet fijn.", "We spraken over de pauze.", "Inge", "06-12345678", "Ada Kok"):
        assert never not in page


def test_one_button_issues_it_and_says_what_is_next(anouk, ready):
    answer = send(anouk, plan(ready), **WATCH)
    assert messages_after(anouk, answer) == [
        "Versie 1 van het plan is uit. Het hele team kan het lezen. Stap 3 afgerond."
        " De eerste evaluatie is maandag 30 november."
    ]
    version = PlanVersion.objects.get(case=ready.id)
    assert (version.number, version.issued_by.name) == (1, "Anouk Vermeer")


def test_the_first_version_says_what_to_watch_and_until_when_and_one_letter_asks_it(anouk, ready, cast):
    page = text_of(anouk.get(plan(ready)))
    assert "Waar letten we samen op?" in page
    assert 'value="2026-11-30"' in page  # the day of the first evaluation
    send(anouk, plan(ready), **WATCH)
    version = content_of(PlanVersion.objects.get(case=ready.id))
    assert (version.watch_for, version.watch_until) == ("Let op bij de kapstokken.", date(2026, 11, 30))
    assert ready.step == "first_evaluation"  # nothing is left to be done in step 3 but to tell the parents
    letters = Letter.objects.filter(about=ready.id, to_staff=cast.mo)
    assert [letter.kind for letter in letters] == ["plan_issued"]
    assert "waar je op let, tot en met maandag 30 november." in (letters[0].text or "")
    mo = sign_in(Client(), cast.mo)
    assert "Let op bij de kapstokken." in text_of(mo.get(reverse("plan", args=[ready.id])))
    assert mo.get(reverse("observation", args=[ready.id])).status_code == 200


def test_each_colleague_gets_one_letter_of_a_plan_that_also_asks_to_watch(anouk, ready, cast):
    before = set(Letter.objects.values_list("pk", flat=True))
    send(anouk, plan(ready), **WATCH)
    letters = [one for one in Letter.objects.filter(about=ready.id) if one.pk not in before]
    assert {fact.kind for fact in ready.file.facts} >= {"plan_issued", "observation_request"}, "both were saved"
    assert Counter(letter.to_staff.name for letter in letters if letter.to_staff) == dict.fromkeys(
        ("Bram de Boer", "Carla Jansen", "Hein Smit", "Mo Yilmaz", "Wil de Ruiter"), 1
    )
    assert {letter.kind for letter in letters} == {"plan_issued"}


def test_without_what_to_watch_the_plan_does_not_go_out_and_what_was_typed_stays(anouk, ready):
    answer = send(anouk, plan(ready), watch_for="", until_on="2026-11-27")
    assert answer.status_code == 422
    page = text_of(answer)
    assert "Schrijf op waar collega" in page
    assert 'value="2026-11-27"' in page
    assert send(anouk, plan(ready), watch_for="Let op.", until_on="2026-11-19").status_code == 422
    assert not PlanVersion.objects.exists()


def test_whoever_need_not_watch_is_not_asked(anouk, ready, cast):
    closing.waive(act=ready.as_(cast.carla).act(), case_id=ready.id, duty="observe", reason="Zij zijn op kamp.")
    assert "Waar letten we samen op?" not in text_of(anouk.get(plan(ready)))
    assert send(anouk, plan(ready)).status_code == 303
    assert not Letter.objects.filter(kind="observation_asked").exists()


def test_a_later_version_asks_nothing_of_the_kind(anouk, ready):
    send(anouk, plan(ready), **WATCH)
    ready.agree("Sem vertelt het meteen.", "Sem")
    assert "Waar letten we samen op?" not in text_of(anouk.get(plan(ready)))


def test_a_double_click_issues_once(anouk, ready):
    form = filled_in(opened(anouk, plan(ready)), **WATCH)
    assert [anouk.post(plan(ready), form).status_code for _ in range(2)] == [303, 303]
    assert PlanVersion.objects.filter(case=ready.id).count() == 1


def test_two_people_issuing_issue_once(anouk, ready, cast):
    carla = sign_in(Client(), cast.carla)
    mine, theirs = (filled_in(opened(who, plan(ready)), **WATCH) for who in (anouk, carla))
    assert carla.post(plan(ready), theirs).status_code == 303
    assert anouk.post(plan(ready), mine).status_code == 409  # step 3 is ready by now
    assert PlanVersion.objects.filter(case=ready.id).count() == 1


def test_two_people_issuing_the_same_change_issue_once(anouk, ready, cast):
    ready.issue_plan()
    ready.ask_observations()
    ready.agree("Sem vertelt het meteen.", "Sem")
    carla = sign_in(Client(), cast.carla)
    mine, theirs = opened(anouk, plan(ready)), opened(carla, plan(ready))
    assert carla.post(plan(ready), theirs).status_code == 303
    assert anouk.post(plan(ready), mine).status_code == 422  # nothing is left that the team reads wrongly
    assert PlanVersion.objects.filter(case=ready.id).count() == 2


def test_what_must_come_first_stands_above_it_with_links_and_without_a_button(anouk, case):
    page = text_of(anouk.get(plan(case)))
    for duty in ("ask_target", "joint_talk", "problem", "agreements"):
        assert reverse("duty", args=[case.id, duty]) in page
    assert "naar het team</button>" not in page
    answer = anouk.post(plan(case), filled_in({}, token="", seen=""))
    assert answer.status_code == 422
    assert not PlanVersion.objects.exists()


def test_an_undecided_evaluation_comes_first(anouk, ready, monkeypatch):
    ready.inform_everybody().issue_plan()
    ready.ask_observations()
    ready.until_due()
    it_is_now(monkeypatch, ready.today)
    page = text_of(anouk.get(plan(ready)))
    assert reverse("decide", args=[ready.id]) in page


def test_the_duty_itself_leads_to_the_plan(anouk, ready):
    answer = anouk.get(reverse("duty", args=[ready.id, "issue_plan"]))
    assert (answer.status_code, answer["Location"]) == (302, plan(ready))


def test_in_after_care_a_changed_plan_can_be_issued_and_an_unchanged_one_not(anouk, case, monkeypatch):
    case.step_3().until_due().evaluate("yes").until_due().evaluate("positive")
    it_is_now(monkeypatch, case.today)
    number = PlanVersion.objects.filter(case=case.id).count()
    assert f"Er is niets veranderd sinds versie {number}." in text_of(anouk.get(plan(case)))
    case.agree("Sem vertelt het meteen.", "Sem")
    page = text_of(anouk.get(plan(case)))
    assert "Nieuwe afspraak: Sem vertelt het meteen." in page
    assert send(anouk, plan(case)).status_code == 303
    assert PlanVersion.objects.filter(case=case.id).count() == number + 1


def test_before_step_3_there_is_no_plan(anouk, cast):
    case = early(tell(cast).report(cast.sem, by=(cast.daan,)))
    assert "Het plan is er nog niet aan toe." in text_of(anouk.get(plan(case)))


def test_a_closed_case_says_so(anouk, cast):
    case = early(tell(cast).report(cast.sem, by=(cast.daan,))).step_1().judged("teasing")
    case.agree()
    case.close()
    assert "Deze zaak is afgesloten" in text_of(anouk.get(plan(case)))


def test_who_is_kept_out_of_the_case_gets_no_plan(anouk, ready, cast):
    people.exclude(act=ready.as_(cast.carla).act(), case_id=ready.id, staff_id=cast.wil.pk)
    page = text_of(anouk.get(plan(ready)))
    assert "4 collega’s krijgen dit plan" in page
    assert "Wil de Ruiter" not in page


def test_strangers_find_no_page(client, ready, cast):
    for staff in (cast.mo, cast.wil, cast.ada, cast.linde.head):
        assert sign_in(client, staff).get(plan(ready)).status_code == 404
        assert sign_in(client, staff).post(plan(ready)).status_code == 404


def test_the_page_needs_few_queries(anouk, ready, django_assert_max_num_queries):
    anouk.get(plan(ready))
    with django_assert_max_num_queries(14):
        anouk.get(plan(ready))


# The plan in words


def test_every_sort_of_change_has_its_words():
    assert set(CHANGES) == set(What)
    for what in What:
        line = change_in_words(PlanChange(what, "Iets", date(2026, 11, 23)))
        assert line.endswith("(23 november)")
        assert "%" not in line


def test_an_old_version_reads_the_same_when_the_case_goes_on(ready):
    version = ready.inform_everybody().issue_plan()
    before = plan_on_screen(content_of(version))
    ready.ask_observations()
    ready.agree("Sem vertelt het meteen.", "Sem")
    assert plan_on_screen(content_of(PlanVersion.objects.get(pk=version.pk))) == before
    assert before.title == "Sem en Daan, groep 6"
    assert before.coming == "Eerste evaluatie: maandag 30 november 2026"


def test_evaluations_agreements_and_approaches_are_told(case):
    case.step_3().until_due().evaluate("no").until_due().evaluate("negative")
    latest = PlanVersion.objects.filter(case=case.id).order_by("-number")[0]
    document = plan_on_screen(content_of(latest))
    assert [entry.title for entry in document.evaluations] == ["Eerste evaluatie", "Tweede evaluatie"]
    assert document.evaluations[0].text.startswith("Is het gelukt om de afspraken na te komen? Nee.")
    assert "De pauze had geen toezicht." in document.evaluations[0].text
    assert document.approaches[0].title == "Steungroep"
    assert document.running[0].kept[0].endswith("nagekomen")
    assert any(
        change.startswith("Tweede evaluatie: Zijn de effecten positief? Nee, nog niet") for change in document.changes
    )
