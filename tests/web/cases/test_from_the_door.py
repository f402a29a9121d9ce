"""What a child wrote at the door stands in the talk with that child, with whose words they are, and is not retyped."""

import re
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases import bodies
from kring.cases.actions.opening import NewReport
from kring.cases.case_file import read_case_file
from kring.cases.models import Case, Report
from kring.protocol.terms import Role
from kring.reports.actions import becoming
from kring.reports.models import By
from kring.reports.own_words import written_at_door
from kring.reports.told import Teller, Told, Who
from kring.web.forms.texts import LONGEST_TEXT
from tests.cast import TODAY, Cast, sign_in
from tests.reports.telling import STORY, act_of, doors_of, somebody_tells, told
from tests.web.browsing import send
from tests.web.sending import text_of

pytestmark = pytest.mark.usefixtures("ticking")

SEM = Teller(name="Sem", group="6")
OFFERED = "Neem over wat Sem zelf schreef"


def made_a_case(
    cast: Cast, *, what: Told | None = None, teller: Teller = SEM, by: By = By.CHILD, **changed: object
) -> Case:
    """What somebody told became a case of Sem and Daan; `changed` is what its reader put otherwise in the report."""
    kept = somebody_tells(doors_of(cast), what or told(), teller=teller, by=by)
    report = NewReport(
        story=f"{STORY}\nWaar? Op het plein",
        reported_by=Report.By.PUPIL if by is By.CHILD else Report.By.GUARDIAN,
        people=((cast.sem.pk, Role.TARGET), (cast.daan.pk, Role.INSTIGATOR)),
        reported_on=TODAY,
        reporter=teller.name or "Een kind, zonder naam",
        passed_on=True,
    )
    return becoming.becomes_case(
        act=act_of(cast.carla),
        incoming_id=kept.pk,
        report=replace(report, **changed),  # type: ignore[arg-type]
    )


def talk(case: Case, duty: str = "talk_target") -> str:
    return reverse("duty", args=[case.pk, duty])


def talks(case: Case) -> list[bodies.Talk]:
    return [one.body for one in read_case_file(case).of(bodies.Talk)]


def tick_of(browser: Client, case: Case) -> str:
    """The name of the box that takes the words over, which is ticked when the page comes."""
    found = re.search(r'name="(from_door_\w+)"[^>]* checked', browser.get(talk(case)).content.decode())
    assert found
    return found[1]


def test_it_is_shown_with_whose_words_they_are_and_saved_with_the_talk(client, cast):
    case = made_a_case(cast)
    anouk = sign_in(client, cast.anouk)
    page = text_of(anouk.get(talk(case)))
    told_at = " ".join(page.split()).partition("schreef dit zelf bij de deur, ")[2]
    assert told_at.startswith(f"maandag 23 november {STORY}")
    assert OFFERED in page
    tick = tick_of(anouk, case)
    send(anouk, talk(case), said="Sem vertelde het nog eens.", own_words="En bij gym ook.", feels=2, **{tick: "on"})
    (kept,) = talks(case)
    assert kept.own_words == f"{STORY}\n\nEn bij gym ook."
    assert OFFERED not in anouk.get(talk(case)).content.decode(), "it stands in a talk now"


def test_the_report_that_is_made_of_it_leads_back_to_it_and_not_to_another_form(client, cast):
    kept = somebody_tells(doors_of(cast), told())
    page = sign_in(client, cast.carla).get(reverse("told_to_case", args=[kept.pk])).content.decode()
    assert f'<a class="back" href="{reverse("told_one", args=[kept.pk])}">' in page
    assert f'class="lone" href="{reverse("quick_report")}"' not in page
    assert f'class="lone" href="{reverse("quick_report")}"' in client.get(reverse("report")).content.decode()


def test_whoever_unticks_it_keeps_only_what_was_said(client, cast):
    case = made_a_case(cast)
    anouk = sign_in(client, cast.anouk)
    send(anouk, talk(case), said="Het was anders.", feels=2, **{tick_of(anouk, case): None})
    assert talks(case)[0].own_words == ""


def test_what_does_not_fit_together_is_said_beside_the_field_and_kept(client, cast):
    case = made_a_case(cast)
    anouk = sign_in(client, cast.anouk)
    long = "x" * (LONGEST_TEXT - len(STORY))
    answer = send(anouk, talk(case), said="Het was anders.", own_words=long, feels=2, **{tick_of(anouk, case): "on"})
    assert answer.status_code == 422
    assert "is dit te lang. Kort je eigen stuk in." in text_of(answer)
    assert long in answer.content.decode()
    assert talks(case) == []
    send(anouk, talk(case), said="Het was anders.", own_words=long, feels=2, **{tick_of(anouk, case): None})
    assert talks(case)[0].own_words == long


def test_it_is_not_in_the_talk_with_the_other_child(client, cast):
    case = made_a_case(cast)
    anouk = sign_in(client, cast.anouk)
    page = anouk.get(talk(case, "talk_instigator")).content.decode()
    assert OFFERED not in page
    assert STORY not in page


def test_a_child_that_bullies_and_wants_to_stop_finds_its_own_words_too(cast):
    case = made_a_case(cast, what=told(who=Who.I_DO_IT), teller=Teller(name="Daan", group="6"))
    children = {child.pk: child.pupil.first_name for child in read_case_file(case).people}
    assert [children[one.child] for one in written_at_door(read_case_file(case))] == ["Daan"]


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({"passed_on": False}, id="who told it was not passed on"),
        pytest.param({"story_kept_back": True}, id="what was told was kept back"),
        pytest.param({"story": "Er werd gelachen."}, id="its reader took the words out"),
        pytest.param({"reporter": "Iemand"}, id="its reader did not name it"),
        pytest.param({"teller": Teller()}, id="it gave no name"),
        pytest.param({"teller": Teller(name="Yara")}, id="it is no child of the case"),
        pytest.param({"what": told(who=Who.OTHER)}, id="it told about another child"),
        pytest.param({"by": By.PARENT}, id="a parent told it"),
        pytest.param({"what": Told(who=Who.ME, happens=("physical",))}, id="it only tapped"),
    ],
)
def test_else_nothing_is_offered(client: Client, cast: Cast, how: dict[str, object]) -> None:
    case = made_a_case(cast, **how)  # type: ignore[arg-type]
    assert written_at_door(read_case_file(case)) == []
    assert OFFERED not in sign_in(client, cast.anouk).get(talk(case)).content.decode()


def test_of_two_that_it_told_the_newest_is_offered(cast):
    case = made_a_case(cast)
    again = somebody_tells(doors_of(cast), told("Nu ook in de gang."), teller=SEM)
    report = NewReport(
        story="Nu ook in de gang.",
        reported_by=Report.By.PUPIL,
        people=((cast.sem.pk, Role.TARGET),),
        reported_on=TODAY,
        reporter="Sem",
        passed_on=True,
    )
    becoming.becomes_case(act=act_of(cast.carla), incoming_id=again.pk, report=report, case_id=case.pk)
    assert [(one.words, one.on) for one in written_at_door(read_case_file(case))] == [("Nu ook in de gang.", TODAY)]
