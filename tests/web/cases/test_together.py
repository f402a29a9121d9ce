"""The pages of a talk at one table: what is proposed, asking each child, and the second name under it."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases.bodies import Beside, Talk, Wish
from kring.protocol.terms import Role
from kring.web.kinds.beside import NOBODY, OTHER
from tests.cases.examples import against_a_no
from tests.cases.telling import Telling, tell
from tests.cast import Cast, sign_in
from tests.web.browsing import early, messages_after, opened, send, text_of

pytestmark = pytest.mark.usefixtures("ticking")


@pytest.fixture
def anouk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.anouk)


@pytest.fixture
def step_3(cast: Cast) -> Telling:
    """Told on an earlier day; the pages are opened today."""
    return early(tell(cast).on(date(2026, 11, 20)).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying"))


def joint(case: Telling) -> str:
    return reverse("duty", args=[case.id, "joint_talk"])


def wish(case: Telling, pupil: object) -> str:
    return reverse("ask_wish", args=[case.id, case.key(pupil)])  # type: ignore[arg-type]


def test_the_page_says_what_is_missing_for_together_and_proposes_apart(anouk, step_3, cast):
    step_3.talk("ask_target", *step_3.keys(Role.TARGET), wants_together=False)
    page = text_of(anouk.get(joint(step_3)))
    assert "Voorstel: apart." in page
    assert "Sem wil niet samen aan tafel." in page
    assert "We weten nog niet of Daan samen wil." in page
    assert "Nog niet bekend is wie Sem erbij wil." in page
    assert "De leerkracht heeft een gezamenlijk gesprek met de pester en de gepeste." in page
    assert opened(anouk, joint(step_3))["together"] == ["apart"]


def test_nothing_is_proposed_when_all_conditions_are_met(anouk, step_3, cast):
    step_3.talk("ask_target", *step_3.keys(Role.TARGET), wants_together=True, beside=Beside())
    assert messages_after(anouk, send(anouk, wish(step_3, cast.daan), wants_together="ja"))
    page = text_of(anouk.get(joint(step_3)))
    assert "Voorstel: apart" not in page
    assert "Daan wil het gesprek samen." in page


def test_what_a_child_wants_is_said_once_however_it_was_typed(anouk, step_3, cast):
    typed = "Sem wil het gesprek samen, met juf Anouk erbij."
    step_3.talk("ask_target", *step_3.keys(Role.TARGET))
    send(anouk, wish(step_3, cast.sem), wants_together="ja", said=typed)
    page = text_of(anouk.get(joint(step_3)))
    assert typed in page
    assert page.count("Sem wil het gesprek samen") == 1


def test_together_against_a_no_asks_why_and_is_kept_with_it(anouk, step_3, cast):
    step_3.talk("ask_target", *step_3.keys(Role.TARGET), wants_together=False)
    both = step_3.keys(Role.TARGET, Role.INSTIGATOR)
    feels = f"feels_{step_3.key(cast.sem).replace('-', '')}"
    typed = {"together": "together", "with_whom": both, "said": "Samen gesproken.", feels: 2}
    answer = send(anouk, joint(step_3), **typed)
    assert answer.status_code == 422
    assert text_of(answer).count("Er is geen ja van Sem.") == 2
    assert send(anouk, joint(step_3), **typed, together_because="Ze gingen samen op kamp.").status_code == 303
    page = text_of(anouk.get(reverse("case", args=[step_3.id])))
    assert "Anouk Vermeer hield een gezamenlijk gesprek terwijl Sem dat niet wilde." in page
    assert "Het telt mee zodra de Seo-coördinator of de directeur er een naam onder zet." in page


def test_the_coordinator_finds_it_on_vandaag_and_puts_a_name_to_it(cast):
    case = tell(cast)
    talk = against_a_no(case)
    carla = sign_in(Client(), cast.carla)
    url = reverse("endorse", args=[case.id, talk.pk])
    today = carla.get(reverse("today")).content.decode()
    assert "Een gezamenlijk gesprek ging door zonder ja van een gepest kind. Zaak van Anouk Vermeer." in today
    assert url in today
    assert url in carla.get(reverse("case", args=[case.id])).content.decode()
    page = text_of(carla.get(url))
    assert "Ze gingen samen op kamp." in page
    answer = send(carla, url, note="We spraken het door.")
    assert messages_after(carla, answer) == ["Je naam staat eronder. Het gesprek telt nu mee."]
    assert case.task("joint_talk").settled
    assert url not in carla.get(reverse("today")).content.decode()
    told = text_of(carla.get(reverse("fact", args=[case.id, talk.pk])))
    assert "Tweede naam" in told
    assert "Carla Jansen" in told
    assert "Carla Jansen zette er een naam onder." in text_of(carla.get(url))


def test_who_wrote_it_reads_that_a_second_must_do_it(cast):
    case = tell(cast)
    case.by = cast.carla
    talk = against_a_no(case)
    carla = sign_in(Client(), cast.carla)
    url = reverse("endorse", args=[case.id, talk.pk])
    assert url not in carla.get(reverse("today")).content.decode()
    assert "Jij schreef dit gesprek zelf op." in text_of(carla.get(url))
    hein = sign_in(Client(), cast.hein)
    assert url in hein.get(reverse("today")).content.decode()


@pytest.mark.parametrize("who", ["staff", OTHER, NOBODY])
def test_a_bullied_child_chooses_whom_it_wants_there(anouk, step_3, cast, who):
    typed = {"beside_who": str(cast.bram.pk) if who == "staff" else who}
    if who == OTHER:
        answer = send(anouk, wish(step_3, cast.sem), wants_together="ja", **typed)
        assert answer.status_code == 422
        assert "Schrijf op wie het kind erbij wil." in text_of(answer)
        typed["beside_name"] = "Oma"
    assert send(anouk, wish(step_3, cast.sem), wants_together="ja", **typed).status_code == 303
    (kept,) = step_3.file.of(Wish)
    wanted = {"staff": Beside(cast.bram.name, cast.bram.pk), OTHER: Beside("Oma"), NOBODY: Beside()}
    assert kept.body.beside == wanted[who]
    url = reverse("correct", args=[step_3.id, kept.fact.pk])
    assert opened(anouk, url)["beside_who"] == [typed["beside_who"]]
    told = text_of(anouk.get(reverse("fact", args=[step_3.id, kept.fact.pk])))
    assert "Wie het kind erbij wil" in told


def test_the_other_child_is_not_asked_who_comes_along(anouk, step_3, cast):
    assert "beside_who" not in opened(anouk, wish(step_3, cast.daan))


def test_a_child_stops_the_talk_and_that_is_told_as_what_happened(anouk, step_3, cast):
    sem = step_3.key(cast.sem)
    step_3.talk("ask_target", sem, wants_together=True)
    answer = send(
        anouk,
        joint(step_3),
        together="together",
        with_whom=step_3.keys(Role.TARGET, Role.INSTIGATOR),
        said="Na vijf minuten stopte Sem.",
        stopped_by=sem,
        led_by="Anouk Vermeer",
        leader_able="ja",
        beside_there="nee",
        **{f"feels_{sem.replace('-', '')}": 2},
    )
    assert answer.status_code == 303
    talk = step_3.file.of(Talk)[-1]
    assert (talk.body.stopped_by, talk.body.leader_able, talk.body.beside_there) == (sem, True, False)
    told = text_of(anouk.get(reverse("fact", args=[step_3.id, talk.fact.pk])))
    assert "Gestopt door" in told
    assert opened(anouk, reverse("correct", args=[step_3.id, talk.fact.pk]))["stopped_by"] == [sem]


def test_planning_it_against_a_no_asks_why(anouk, step_3, cast):
    step_3.talk("ask_target", *step_3.keys(Role.TARGET), wants_together=False)
    url = reverse("plan_talk", args=[step_3.id, "joint_talk"])
    typed = {"with_whom": step_3.keys(Role.TARGET, Role.INSTIGATOR), "on": step_3.today, "begins": "15:00"}
    answer = send(anouk, url, **typed)
    assert answer.status_code == 422
    assert "Er is geen ja van Sem." in text_of(answer)
    assert send(anouk, url, **typed, together_because="Op kamp.").status_code == 303
