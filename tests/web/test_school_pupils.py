"""Groups, pupils and guardians: found, added, changed; who reads how to reach a guardian."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kring.demo import doing
from kring.school.models import Custody, Group, Guardianship, Pupil
from kring.trail.models import TrailLine
from tests.cases.telling import tell
from tests.cast import ITSELF, NOW, Cast, sign_in
from tests.school import plain as actions
from tests.web.sending import send, text_of


@pytest.fixture
def hein(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.hein)


def pupil_page(pupil: Pupil) -> str:
    return reverse("school_pupil", args=[pupil.id])


def verbs() -> list[str]:
    return list(TrailLine.objects.exclude(verb="pupil.read").order_by("id").values_list("verb", flat=True))


def link_of(guardian) -> Guardianship:
    return Guardianship.objects.get(guardian=guardian)


# Reading


def test_a_child_of_a_group_is_two_taps_away_and_a_school_without_groups_says_what_comes(hein, cast):
    page = hein.get(reverse("school_pupils")).content.decode()
    assert f'<a href="{reverse("school_group", args=[cast.group6.pk])}">Groep 6</a>' in page
    assert "Nog geen leerlingen" not in page
    school = actions.add_school(act=ITSELF, name="De Nieuwe", region="noord")
    head, coordinator = (
        actions.add_staff(act=ITSELF, school=school, name=name, role=role, email=f"{role}@nieuw.example")
        for name, role in (("Ria Nieuw", "head"), ("Co Seo", "coordinator"))
    )
    page = sign_in(Client(), head).get(reverse("school_pupils")).content.decode()
    assert "Nog geen leerlingen" in page
    assert reverse("school_group_add") in page
    page = sign_in(Client(), coordinator).get(reverse("school_pupils")).content.decode()
    assert "Vraag het aan Ria Nieuw." in page
    assert reverse("school_group_add") not in page


def test_everybody_reads_the_groups_with_their_teachers_and_the_number_of_pupils(client, cast):
    said = text_of(sign_in(client, cast.mo).get(reverse("school")))
    assert "Groep 6 Anouk Vermeer 5" in said
    assert "Groep 5 Bram de Boer 1" in said
    assert "Sem" not in said
    assert "Groep toevoegen" not in said


def test_a_teacher_opens_the_own_group_and_reads_first_names_only(client, cast):
    sign_in(client, cast.anouk)
    page = client.get(reverse("school")).content.decode()
    assert reverse("school_group", args=[cast.group6.id]) in page
    assert reverse("school_group", args=[cast.group5.id]) not in page
    said = text_of(client.get(reverse("school_group", args=[cast.group6.id])))
    assert "Daan Jens Lars Noor Sem" in said
    assert "Bakker" not in said


def test_the_teacher_of_the_group_reads_how_to_reach_a_guardian_and_changes_nothing(client, cast):
    sign_in(client, cast.anouk)
    said = text_of(client.get(pupil_page(cast.sem)))
    assert "Inge Bakker" in said
    assert "Na vijf uur, of een appje overdag" in said
    assert "Heeft gezag" in said
    assert "Weghalen" not in said


def test_reading_a_pupils_page_is_a_line_in_the_trail(client, cast):
    sign_in(client, cast.anouk).get(pupil_page(cast.sem))
    line = TrailLine.objects.get(verb="pupil.read")
    assert (line.by, line.subject_id, line.detail) == (cast.anouk, cast.sem.id, {})
    assert client.get(pupil_page(cast.yara)).status_code == 404
    assert TrailLine.objects.filter(verb="pupil.read").count() == 1


def test_a_teacher_who_no_longer_has_the_group_no_longer_reads_it(client, cast):
    cast.group6.group_teachers.filter(staff=cast.anouk).delete()
    sign_in(client, cast.anouk)
    assert client.get(pupil_page(cast.sem)).status_code == 404
    assert client.get(reverse("school_group", args=[cast.group6.id])).status_code == 404


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("sem", ["Sem Bakker"]),
        ("BAK", ["Sem Bakker"]),
        ("wit", ["Lars de Wit"]),
        ("noor had", ["Noor Haddad"]),
        ("e", []),
        ("zz", []),
    ],
)
def test_a_pupil_is_found_by_the_beginning_of_a_name(hein, cast, asked, found):
    answer = hein.post(reverse("school_pupils"), {"naam": asked})
    assert answer.status_code == 200
    assert [name for _pupil, name in answer.context["found"]] == found


def test_accents_do_not_hide_a_pupil_and_another_school_is_never_searched(hein, cast):
    send(hein, reverse("school_pupil_add"), first_name="Zoë", last_name="Núñez", group="none")
    answer = hein.post(reverse("school_pupils"), {"naam": "zoe nunez"})
    assert [name for _pupil, name in answer.context["found"]] == ["Zoë Núñez"]
    assert "Niemand gevonden" in text_of(hein.post(reverse("school_pupils"), {"naam": "Mila"}))


# Groups


def test_a_group_gets_its_teachers_and_loses_who_is_not_ticked(hein, cast):
    answer = send(hein, reverse("school_group_add"), school_year="2026-2027", name="7", year_group="7")
    group = Group.objects.get(school=cast.school, name="7")
    assert answer["Location"] == reverse("school_group", args=[group.id])
    url = reverse("school_group_teachers", args=[group.id])
    send(hein, url, teachers=[str(cast.wil.id), str(cast.bram.id)])
    assert set(group.teachers.all()) == {cast.wil, cast.bram}
    send(hein, url, teachers=[str(cast.bram.id)])
    assert set(group.teachers.all()) == {cast.bram}
    assert verbs() == [
        "group.added",
        "group.teacher_assigned",
        "group.teacher_assigned",
        "group.teacher_unassigned",
    ]


def test_a_name_that_a_group_has_already_is_told_beside_the_field(hein, cast):
    answer = send(hein, reverse("school_group_add"), school_year="2026-2027", name="6", year_group="6")
    assert answer.status_code == 422
    assert "Er is dit schooljaar al een groep met deze naam." in text_of(answer)
    assert Group.objects.filter(school=cast.school).count() == 2
    assert verbs() == []


def test_a_group_of_next_year_is_shown_in_its_own_year(hein, cast):
    send(hein, reverse("school_group_add"), school_year="2027-2028", name="7", year_group="7")
    assert "Groep 7" not in text_of(hein.get(reverse("school")))
    assert "Groep 7" in text_of(hein.get(reverse("school") + "?jaar=2027-2028"))
    assert hein.get(reverse("school") + "?jaar=onzin").status_code == 200


def test_several_pupils_move_up_at_once(hein, cast):
    url = reverse("school_group_move", args=[cast.group6.id])
    send(hein, url, pupils=[str(cast.sem.id), str(cast.noor.id)], group=str(cast.group5.id))
    assert {pupil.first_name for pupil in cast.group5.pupils.all()} == {"Yara", "Sem", "Noor"}
    assert verbs() == ["pupil.changed", "pupil.changed"]


def test_a_group_of_another_school_cannot_be_moved_to(hein, cast):
    url = reverse("school_group_move", args=[cast.group6.id])
    answer = send(hein, url, pupils=[str(cast.sem.id)], group=str(cast.linde.group.id))
    assert answer.status_code == 422
    cast.sem.refresh_from_db()
    assert cast.sem.group_id == cast.group6.id


# Pupils


def test_a_pupil_is_added_once_however_often_the_button_is_pressed(hein, cast):
    url = reverse("school_pupil_add") + f"?groep={cast.group6.id}"
    page = hein.get(url)
    assert page.context["form"].initial["group"] == str(cast.group6.id)
    sent = {"token": page.context["desk"].token.signed(), "seen": "", "first_name": "Bo", "group": str(cast.group6.id)}
    first, second = (hein.post(reverse("school_pupil_add"), sent) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert [pupil.first_name for pupil in cast.group6.pupils.all()].count("Bo") == 1


def test_a_pupil_changes_name_and_leaves(hein, cast):
    url = reverse("school_pupil_change", args=[cast.sem.id])
    send(hein, url, first_name="Sem", last_name="Bakker-Smit", group=str(cast.group6.id), left_on="2026-11-20")
    cast.sem.refresh_from_db()
    assert (cast.sem.last_name, cast.sem.left_on) == ("Bakker-Smit", date(2026, 11, 20))
    assert "Van school sinds vrijdag 20 november 2026" in text_of(hein.get(pupil_page(cast.sem)))
    assert "Sem" not in text_of(hein.get(reverse("school_group", args=[cast.group6.id])))


def test_leaving_in_the_future_or_without_a_name_is_refused_and_the_text_kept(hein, cast):
    url = reverse("school_pupil_change", args=[cast.sem.id])
    answer = send(hein, url, first_name="", last_name="Nieuw", group=str(cast.group6.id), left_on="2026-12-24")
    assert answer.status_code == 422
    said = text_of(answer)
    assert "Vul de voornaam in." in said
    assert "Deze dag moet nog komen." in said
    assert 'value="Nieuw"' in answer.content.decode()


# Guardians


def test_a_guardian_is_added_with_how_to_reach_them(hein, cast):
    send(
        hein,
        reverse("school_guardian_add", args=[cast.lars.id]),
        name="Joost de Wit",
        relation="father",
        custody="yes",
        phone="06-11111111",
        email="joost@wit.example",
        reach="Na zes uur.\nNiet op vrijdag.",
    )
    said = text_of(hein.get(pupil_page(cast.lars)))
    assert "Joost de Wit" in said
    assert "Na zes uur. Niet op vrijdag." in said
    assert verbs() == ["guardian.added"]


def test_custody_that_is_not_known_is_settled_with_one_answer(hein, cast):
    assert "Gezag vastleggen" in text_of(hein.get(pupil_page(cast.lars)))
    url = reverse("school_custody", args=[cast.lars.id, link_of(cast.petra_de_wit).id])
    assert send(hein, url).status_code == 422
    send(hein, url, custody="yes")
    settled = link_of(cast.petra_de_wit)
    assert (settled.custody, settled.custody_set_by, settled.custody_set_at) == (Custody.YES, cast.hein, NOW)
    assert "Gezag vastleggen" not in text_of(hein.get(pupil_page(cast.lars)))


def test_the_guardian_of_a_brother_is_linked_and_shown_with_both(hein, cast):
    send(hein, reverse("school_pupil_add"), first_name="Pien", last_name="Bakker", group=str(cast.group5.id))
    pien = next(pupil for pupil in cast.group5.pupils.all() if pupil.first_name == "Pien")
    url = reverse("school_guardian_link", args=[pien.id])
    page = hein.get(url).content.decode()
    assert page.index("Zelfde achternaam") < page.index("Inge Bakker (van Sem Bakker)") < page.index("Alle anderen")
    assert "Saar Vlug" not in page
    send(hein, url, guardian=str(cast.inge_bakker.id), relation="mother", custody="yes")
    assert "Ook ouder van Pien" in text_of(hein.get(pupil_page(cast.sem)))
    assert "Pien" not in text_of(sign_in(Client(), cast.anouk).get(pupil_page(cast.sem)))


def test_a_guardian_is_changed_for_all_children_and_taken_away_from_one(hein, cast):
    link = link_of(cast.inge_bakker)
    url = reverse("school_guardian_change", args=[cast.sem.id, link.id])
    send(hein, url, name="Inge Bakker", relation="carer", phone="06-22222222", email="", reach="")
    assert "06-22222222" in text_of(hein.get(pupil_page(cast.sem)))
    send(hein, reverse("school_guardian_unlink", args=[cast.sem.id, link.id]))
    assert "Inge Bakker" not in text_of(hein.get(pupil_page(cast.sem)))
    assert verbs() == ["guardian.changed", "guardian.changed"]


def test_a_guardian_of_another_child_has_no_page_under_this_one(hein, cast):
    wrong = link_of(cast.lies_smeets)
    assert hein.get(reverse("school_custody", args=[cast.sem.id, wrong.id])).status_code == 404


def test_when_the_last_guardian_to_tell_has_no_custody_nobody_is_to_be_told_any_more(hein, cast, monkeypatch):
    rob = link_of(cast.rob_visser)
    case = tell(cast).report(cast.noor, by=(cast.daan,)).step_1().judged("bullying")
    Guardianship.objects.filter(id=rob.id).update(custody=Custody.UNKNOWN)
    tell_guardian = doing.inform_guardian
    monkeypatch.setattr(
        doing, "inform_guardian", lambda told, link, duty="": None if link == rob else tell_guardian(told, link, duty)
    )
    case.step_3()
    assert case.progress.trailing
    send(hein, reverse("school_custody", args=[cast.daan.id, rob.id]), custody="no")
    assert not case.progress.trailing
    assert case.case.trailing_due_on is None
    assert case.case.next_due_on == case.progress.next_due_on


def test_taking_a_guardian_away_twice_leads_to_the_same_page(hein, cast):
    url = reverse("school_guardian_unlink", args=[cast.sem.id, link_of(cast.inge_bakker).id])
    sent = {"token": hein.get(url).context["desk"].token.signed(), "seen": ""}
    answers = [hein.post(url, sent) for _ in range(2)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(303, pupil_page(cast.sem))] * 2


# Next year's groups


@pytest.fixture
def group7(cast: Cast) -> Group:
    group = actions.add_group(act=ITSELF, school=cast.school, school_year="2027-2028", name="7", year_group=7)
    actions.change_teachers(act=ITSELF, group=group, teachers=[cast.bram])
    return group


def test_next_years_group_is_filled_now_and_says_when_it_begins(hein, cast, group7):
    move = reverse("school_group_move", args=[cast.group6.id])
    send(hein, move, pupils=[str(cast.sem.id)], group=str(group7.id))
    cast.sem.refresh_from_db()
    assert (cast.sem.group, cast.sem.next_group) == (cast.group6, group7)
    said = text_of(hein.get(reverse("school_group", args=[group7.id])))
    assert "Deze groep begint op zondag 1 augustus 2027." in said
    assert "Sem Bakker" in said
    assert "Groep 6 · 2026-2027 · vanaf zondag 1 augustus 2027 in groep 7" in text_of(hein.get(pupil_page(cast.sem)))
    assert "Groep 7 Bram de Boer 1" in text_of(hein.get(reverse("school") + "?jaar=2027-2028"))


def test_its_teacher_sees_the_children_from_its_first_day(client, cast, group7):
    actions.change_pupil(act=ITSELF, pupil=cast.sem, next_group=group7)
    sign_in(client, cast.bram)
    assert "Sem" not in text_of(client.get(reverse("school_group", args=[group7.id])))
    assert client.get(pupil_page(cast.sem)).status_code == 404


def test_the_form_of_a_pupil_has_next_years_group_of_its_own(hein, cast, group7):
    change = reverse("school_pupil_change", args=[cast.sem.id])
    page = hein.get(change).content.decode()
    assert page.index("Groep in het volgende schooljaar") < page.index("groep 7 in 2027-2028")
    send(hein, change, first_name="Sem", last_name="Bakker", group=str(cast.group6.id), next_group=str(group7.id))
    cast.sem.refresh_from_db()
    assert (cast.sem.group, cast.sem.next_group) == (cast.group6, group7)


def test_a_child_that_comes_next_year_is_added_to_its_group_of_then(hein, cast, group7):
    add = reverse("school_pupil_add") + f"?groep={group7.id}"
    send(hein, add, first_name="Puk", group="", next_group=str(group7.id))
    puk = next(one for one in Pupil.objects.filter(school=cast.school) if one.first_name == "Puk")
    assert (puk.group, puk.next_group) == (None, group7)


def test_without_groups_of_next_year_they_are_not_asked_for(hein, cast):
    assert "Groep in het volgende schooljaar" not in text_of(
        hein.get(reverse("school_pupil_change", args=[cast.sem.id]))
    )
