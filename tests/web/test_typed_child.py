"""A child that is not in the list of pupils is typed, in a report and in a running case, also without a script."""

from typing import Any

import pytest
from django.test import Client

from kring.cases.bodies import Danger
from kring.cases.models import Case, Involved
from kring.protocol.terms import Role
from kring.school.models import Pupil
from tests.cases.telling import tell
from tests.cast import Cast, sign_in
from tests.web.sending import send, text_of
from tests.web.test_report import filled


def report(browser: Client, cast: Cast, **other: Any) -> Any:
    return send(browser, "/melding/", **filled(cast, **other))


def roles(case: Case) -> dict[str, str]:
    return {row.pupil.name: row.role for row in Involved.objects.filter(case=case).select_related("pupil")}


def typed(name: str, where: str = "targets-0", **more: str) -> dict[str, Any]:
    taken_back: dict[str, Any] = {"targets-0": {"bullied": []}, "instigators-0": {"bullies": []}}.get(where, {})
    return {f"{where}-first_name": name} | taken_back | {f"{where}-{key}": value for key, value in more.items()}


def test_a_child_that_is_not_in_the_list_is_reported_by_its_first_name_alone(client, cast):
    answer = report(sign_in(client, cast.anouk), cast, **typed("Bo"))
    case = Case.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/zaken/{case.pk}/")
    assert roles(case) == {"Bo": Role.TARGET, "Daan Visser": Role.INSTIGATOR}
    bo = Pupil.objects.get(typed_at__isnull=False)
    assert (bo.typed_by, bo.group) == (cast.anouk, None)
    assert case.owner == cast.anouk


def test_surname_and_group_may_be_said_and_the_teacher_of_that_group_gets_the_case(client, cast):
    more = {"last_name": "Jansen", "typed_group": str(cast.group6.pk)}
    report(sign_in(client, cast.mo), cast, **typed("Bo", **more), bullies=[])
    case = Case.objects.get()
    assert roles(case) == {"Bo Jansen": Role.TARGET}
    assert (case.owner, case.group) == (cast.anouk, cast.group6)


def test_who_does_it_and_who_saw_it_are_typed_as_well(client, cast):
    report(
        sign_in(client, cast.anouk),
        cast,
        **typed("Bo"),
        **typed("Kai", "instigators-0"),
        **typed("Puck", "others-0", role="witness"),
    )
    assert roles(Case.objects.get()) == {"Bo": Role.TARGET, "Kai": Role.INSTIGATOR, "Puck": Role.WITNESS}


def test_danger_is_told_at_once_of_a_child_that_is_not_in_the_list(client, cast):
    answer = report(sign_in(client, cast.anouk), cast, dangers=[Danger.VIOLENCE.value], **typed("Bo"))
    assert answer.status_code == 303
    assert Case.objects.get().danger_since is not None


def test_a_child_of_the_list_with_that_name_is_offered_first_and_nothing_typed_is_lost(client, cast):
    browser = sign_in(client, cast.anouk)
    answer = report(browser, cast, **typed("sem", last_name="", typed_group=str(cast.group6.pk)))
    assert answer.status_code == 422
    page = text_of(answer)
    assert "In de lijst staat al een kind dat zo heet." in page
    assert "Ja, Sem" in page
    assert "Daan duwt Sem elke pauze van de glijbaan." in page
    assert not Case.objects.exists()
    report(browser, cast, **typed("sem", which=str(cast.sem.pk)))
    assert roles(Case.objects.get())[cast.sem.name] == Role.TARGET
    assert not Pupil.objects.filter(typed_at__isnull=False).exists()


def test_who_says_that_it_is_another_child_is_not_asked_again(client, cast):
    report(sign_in(client, cast.anouk), cast, **typed("Sem", which="other"))
    assert roles(Case.objects.get())["Sem"] == Role.TARGET


def test_the_name_of_another_family_is_not_asked_about(client, cast):
    report(sign_in(client, cast.anouk), cast, **typed("Sem", last_name="Zonneveld"))
    assert roles(Case.objects.get())["Sem Zonneveld"] == Role.TARGET


def test_a_last_name_or_group_alone_is_said_beside_the_field(client, cast):
    browser = sign_in(client, cast.anouk)
    alone = report(browser, cast, **typed("", last_name="Jansen"))
    assert "Vul ook de voornaam in." in text_of(alone)
    assert not Pupil.objects.filter(typed_at__isnull=False).exists()


def test_one_name_typed_twice_is_one_child_too_many_or_two_to_be_told_apart(client, cast):
    answer = report(sign_in(client, cast.anouk), cast, **typed("Bo"), **typed("bo", "instigators-0"))
    page = text_of(answer)
    assert "bo staat er twee keer in. Wordt dit kind gepest en pest het ook?" in page
    asked = "Zijn het twee kinderen? Vul dan bij een van de twee de achternaam of de groep in."
    assert page.count(asked) == 2, "in the summary and at the field"
    assert not Case.objects.exists()
    chosen = report(sign_in(client, cast.anouk), cast, bullies=[], saw=[cast.sem.pk])
    assert asked not in text_of(chosen), "the list tells its pupils apart"


@pytest.mark.parametrize("apart", ["last_name", "typed_group"])
def test_two_children_of_one_name_who_are_told_apart_stand_in_one_report(client, cast, apart):
    groups = {"last_name": ("Jansen", "Kok"), "typed_group": (str(cast.group6.pk), str(cast.group5.pk))}
    one, other = groups[apart]
    report(sign_in(client, cast.anouk), cast, **typed("Bo", **{apart: one}), **typed("Bo", "others-0", role="witness"))
    both = Involved.objects.filter(pupil__typed_at__isnull=False)
    assert {row.role for row in both} == {Role.TARGET, Role.WITNESS}
    twice = typed("Bo", **{apart: one}) | typed("Bo", "instigators-0", **{apart: other})
    assert report(sign_in(Client(), cast.anouk), cast, **twice).status_code == 422, "one who is known is asked about"
    known = {f"{where}-which": "other" for where in ("targets-0", "instigators-0")}
    assert report(sign_in(Client(), cast.anouk), cast, **twice, **known).status_code == 303


def test_nothing_typed_and_nobody_chosen_still_asks_for_a_child(client, cast):
    answer = report(sign_in(client, cast.anouk), cast, **typed(""))
    assert "Kies om welke leerling het gaat: wie wordt er gepest?" in text_of(answer)


def test_who_reads_the_case_can_choose_the_child_again_and_nobody_else(client, cast):
    report(sign_in(client, cast.anouk), cast, **typed("Bo"))
    bo = Pupil.objects.get(typed_at__isnull=False)
    looks = {"bullied": [], "bullied-find": "bo", "bullied-search": "1"}
    assert str(bo.pk) in report(sign_in(Client(), cast.anouk), cast, **looks).content.decode()
    other = sign_in(Client(), cast.mo)
    assert str(bo.pk) not in report(other, cast, **looks).content.decode()
    assert report(other, cast, bullied=[bo.pk]).status_code == 422
    again = report(sign_in(Client(), cast.anouk), cast, **typed("Bo"))
    assert "Ja, Bo" in text_of(again)


def test_a_child_that_is_not_in_the_list_joins_a_running_case(client, cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    browser = sign_in(client, cast.anouk)
    url = f"/zaken/{case.id}/mensen/leerling/"
    assert send(browser, url, pupil="", first_name="Bo", role="witness").status_code == 303
    assert roles(case.case)["Bo"] == Role.WITNESS
    # Who takes part already is asked about as well.
    assert "Ja, Daan" in text_of(send(browser, url, pupil="", first_name="Daan", role="witness"))
    there = send(browser, url, pupil="", first_name="Daan", which=str(cast.daan.pk), role="witness")
    assert "Deze leerling zit al in de zaak, in een andere rol." in text_of(there)


def test_it_was_another_child_that_is_not_in_the_list(client, cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    browser = sign_in(client, cast.anouk)
    url = f"/zaken/{case.id}/mensen/{case.key(cast.daan)}/ander/"
    answer = send(browser, url, pupil="", first_name="Bo", because="Sem noemde een nieuw kind.")
    assert answer.status_code == 303
    here = Involved.objects.filter(case=case.case, left_on=None)
    assert {one.pupil.first_name for one in here} == {"Sem", "Bo"}


@pytest.mark.parametrize("name", ["\u200b", "\u200e\u00ad", "-", "...", "12"])
@pytest.mark.parametrize("where", ["targets-0", "others-0"])
def test_a_name_of_no_letter_is_no_name(client: Client, cast: Cast, name: str, where: str) -> None:
    more = {"others-0-role": "instigator"} if where == "others-0" else {}
    answer = report(sign_in(client, cast.anouk), cast, **typed(name, where), **more)
    assert answer.status_code == 422
    assert not Case.objects.exists()
