"""Informing the guardians (rows S3f, S4d, S5e): who must be told, who was, and why not."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases import bodies
from kring.cases.actions import people
from kring.cases.bodies import Reached
from kring.protocol.choices import Channel, Variation
from kring.protocol.terms import Role
from kring.school.models import Guardian, Guardianship
from kring.trail.models import TrailLine
from tests.cases.telling import Telling, tell
from tests.cast import Cast, act_of, sign_in
from tests.school import plain as actions
from tests.web.browsing import early, fields_of, filled_in, it_is_now, messages_after, opened, send, text_of

pytestmark = pytest.mark.usefixtures("ticking")


@pytest.fixture
def anouk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.anouk)


@pytest.fixture
def case(cast: Cast) -> Telling:
    told = early(tell(cast).on(date(2026, 11, 20)).report(cast.sem, by=(cast.daan,), followers=(cast.lars,)))
    return told.step_1().judged("bullying")


def link(case: Telling, guardian: Guardian) -> Guardianship:
    return next(one for one in case.file.guardianships if one.guardian_id == guardian.pk)


def inform(case: Telling, guardian: Guardian) -> str:
    return reverse("inform", args=[case.id, link(case, guardian).pk])


def calls(case: Telling) -> str:
    return reverse("duty", args=[case.id, "inform_guardians"])


GOOD = {"reached": "informed", "channel": "phone", "said": "Ze schrok, en wil meedenken."}


def informed(case: Telling) -> list[bodies.Informed]:
    return [fact.body for fact in case.file.of_kind("informed") if isinstance(fact.body, bodies.Informed)]


def test_every_guardian_of_every_child_stands_on_the_list_with_a_number_to_call(anouk, case):
    page = text_of(anouk.get(calls(case)))
    for name in ("Inge Bakker", "Tom Bakker", "Karin Visser", "Rob Visser", "Petra de Wit"):
        assert name in page
    assert page.count('href="tel:0612345678"') == 5
    assert "Na vijf uur, of een appje overdag" in page
    assert "0 van 4 gedaan" in page
    assert "Heeft geen gezag." in page
    assert "Of deze ouder gezag heeft, is niet bekend." in page


def test_on_paper_each_number_stands_beside_the_name_where_a_screen_has_a_button(anouk, case, cast):
    page = text_of(anouk.get(calls(case)))
    assert page.count(f'<p class="printed-only">{cast.inge_bakker.phone}</p>') == 5
    cast.tom_bakker.phone = ""
    cast.tom_bakker.save()
    assert text_of(anouk.get(calls(case))).count('<p class="printed-only">') == 4


def test_who_may_settle_custody_is_led_there_and_others_are_told_who_can(anouk, case, cast):
    settle = reverse("school_custody", args=[cast.lars.pk, link(case, cast.petra_de_wit).pk])
    hein = sign_in(Client(), cast.hein)
    for url in (calls(case), inform(case, cast.petra_de_wit)):
        page = text_of(anouk.get(url))
        assert settle not in page
        assert "De directeur of de beheerder kan het vastleggen." in page
        assert settle in text_of(hein.get(url))


def test_custody_settled_from_the_call_leads_back_to_the_call(case, cast):
    hein = sign_in(Client(), cast.hein)
    call = inform(case, cast.petra_de_wit)
    settle = reverse("school_custody", args=[cast.lars.pk, link(case, cast.petra_de_wit).pk])
    assert f'href="{settle}?terug={call}"' in text_of(hein.get(call))
    assert send(hein, f"{settle}?terug={call}", custody="yes")["Location"] == call
    assert "is niet bekend" not in text_of(hein.get(call))
    for elsewhere in ("https://elders.example/", "//elders.example/zaken/", "/school/"):
        assert send(hein, f"{settle}?terug={elsewhere}", custody="yes")["Location"] == reverse(
            "school_pupil", args=[cast.lars.pk]
        )


def test_while_custody_is_unknown_the_form_asks_why_one_told(anouk, case, cast):
    url = inform(case, cast.petra_de_wit)
    assert "custody_unknown" not in opened(anouk, inform(case, cast.inge_bakker))
    answer = send(anouk, url, **GOOD)
    assert answer.status_code == 422
    assert text_of(answer).count("Schrijf op waarom je deze ouder informeerde") == 2
    assert send(anouk, url, **GOOD, custody_unknown="Lars woont bij haar.").status_code == 303
    [body] = informed(case)
    assert body.custody_unknown == "Lars woont bij haar."
    assert "gesproken (gezag niet bekend)" in text_of(anouk.get(reverse("file", args=[case.id])))
    [fact] = case.file.of_kind("informed")
    file = text_of(anouk.get(reverse("fact", args=[case.id, fact.pk])))
    assert "Waarom, terwijl het gezag niet bekend was" in file
    assert "Lars woont bij haar." in file


def test_the_call_says_what_to_say_and_the_form_stands_right_below_it(anouk, case, cast):
    case.agree("Daan laat de tas van Sem met rust.", "Daan")
    page = text_of(anouk.get(inform(case, cast.inge_bakker)))
    parts = (
        "Inge Bakker",
        "Moeder van Sem",
        'href="tel:0612345678"',
        "Na vijf uur, of een appje overdag",
        "Wat je kunt zeggen",
        "Dag, u spreekt met juf Anouk van Basisschool De Wilg. Komt het gelegen?",
        "Sem wordt op school gepest.",
        "Hoe is het voor u om dit te horen? Wat merkt u thuis?",
        "Een andere leerling laat de tas van Sem met rust.",
        "vraag naar juf Anouk of Carla Jansen",
        "Heb je deze ouder gesproken?",
        "Ook: wat vraagt of wil deze ouder?",
    )
    places = [page.index(part, page.index("<h1")) for part in parts[2:]]
    assert places == sorted(places)
    assert all(part in page for part in parts)


def test_nobody_else_stands_on_the_page_of_a_call(anouk, case, cast):
    case.agree("Daan laat de tas van Sem met rust. Lars ook.", "Daan en Lars")
    page = text_of(anouk.get(inform(case, cast.karin_visser)))
    page = page[page.index('id="zeggen"') :]
    for name in ("Sem", "Lars", "Bakker", "de Wit"):
        assert name not in page


def test_opening_a_call_is_a_line_in_the_trail(anouk, case, cast):
    before = TrailLine.objects.filter(verb="case.read").count()
    anouk.get(inform(case, cast.inge_bakker))
    assert TrailLine.objects.filter(verb="case.read").count() == before + 1


def test_who_has_to_call_adds_a_missing_number_and_who_keeps_the_data_looks_at_it(anouk, case, cast):
    cast.tom_bakker.phone = ""
    cast.tom_bakker.save()
    tom = link(case, cast.tom_bakker)
    add, keep = (
        reverse("add_phone", args=[case.id, tom.pk]),
        reverse("school_guardian_change", args=[cast.sem.pk, tom.pk]),
    )
    for url in (calls(case), inform(case, cast.tom_bakker)):
        assert add in text_of(anouk.get(url))
    answer = send(anouk, add, phone=" ")
    assert answer.status_code == 422
    assert text_of(answer).count("Vul het nummer in.") == 2
    answer = send(anouk, add, phone="06-0000 1001")
    assert answer["Location"] == inform(case, cast.tom_bakker)
    assert 'href="tel:0600001001"' in text_of(anouk.get(answer["Location"]))
    line = "Anouk Vermeer voegde een telefoonnummer toe bij Tom Bakker."
    for keeper in (cast.hein, cast.ada):
        page = text_of(sign_in(Client(), keeper).get("/school/"))
        assert line in page
        assert keep in page
    for other in (cast.anouk, cast.carla):
        assert line not in text_of(sign_in(Client(), other).get("/school/"))
    assert send(sign_in(Client(), cast.hein), keep).status_code == 303
    assert line not in text_of(sign_in(Client(), cast.ada).get("/school/"))


def test_after_each_call_the_next_guardian_is_offered_and_who_was_not_reached_comes_last(anouk, case, cast):
    assert "Nu aan de beurt: Inge Bakker, moeder van Sem." in text_of(anouk.get(calls(case)))
    send(anouk, inform(case, cast.inge_bakker), reached="not_reached")
    assert "Nu aan de beurt: Tom Bakker, vader van Sem." in text_of(anouk.get(calls(case)))
    for guardian in (cast.tom_bakker, cast.karin_visser):
        send(anouk, inform(case, guardian), **GOOD)
    send(anouk, inform(case, cast.petra_de_wit), reached="not_informed", because="Eerst het gezag uitzoeken.")
    assert "Nu aan de beurt: Inge Bakker, moeder van Sem." in text_of(anouk.get(calls(case)))


def test_a_guardian_who_was_told_is_done_and_the_list_goes_on(anouk, case, cast):
    answer = send(anouk, inform(case, cast.inge_bakker), **GOOD)
    assert answer["Location"] == calls(case)
    [fact] = case.file.of_kind("informed")
    assert fact.about == [str(link(case, cast.inge_bakker).pk)]
    assert fact.settled
    assert fact.body == bodies.Informed(reached=Reached.INFORMED, channel="phone", said="Ze schrok, en wil meedenken.")
    page = text_of(anouk.get(calls(case)))
    assert "1 van 4 gedaan" in page
    assert "Gesproken, maandag 23 november" in page


def test_after_the_last_guardian_one_is_led_back_to_the_case(anouk, case, cast):
    for guardian in (cast.inge_bakker, cast.tom_bakker, cast.karin_visser):
        send(anouk, inform(case, guardian), **GOOD)
    answer = send(anouk, inform(case, cast.petra_de_wit), **GOOD, custody_unknown="Lars woont bij haar.")
    assert answer["Location"] == reverse("case", args=[case.id])
    assert messages_after(anouk, answer)[-1] == "Bewaard. Nu nog: Vooraf vragen wat de leerling wil."


def test_not_reached_leaves_it_open(anouk, case, cast):
    send(anouk, inform(case, cast.inge_bakker), reached="not_reached", because="Geen gehoor.")
    [body] = informed(case)
    assert body == bodies.Informed(reached=Reached.NOT_REACHED, because="Geen gehoor.")
    page = text_of(anouk.get(calls(case)))
    assert "0 van 4 gedaan" in page
    assert "Nog niet bereikt" in page


def test_a_second_call_adds_to_the_first(anouk, case, cast):
    send(anouk, inform(case, cast.inge_bakker), reached="not_reached")
    answer = send(anouk, inform(case, cast.inge_bakker), **GOOD)
    assert answer.status_code == 303
    assert [body.reached for body in informed(case)] == [Reached.NOT_REACHED, Reached.INFORMED]


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"reached": None}, "reached", "Kies of het gelukt is."),
        ({"channel": None}, "channel", "Kies hoe je deze ouder hebt gesproken."),
        ({"channel": "duif"}, "channel", "Deze keuze is er niet (meer)."),
        ({"reached": "not_informed"}, "because", "Schrijf op waarom deze ouder niet is geïnformeerd."),
        ({"on": "2026-11-24"}, "on", "Deze dag moet nog komen."),
        ({"on": "2026-11-19"}, "on", "Deze dag ligt vóór de melding."),
        ({"said": "x" * 10_001}, "said", "Er passen er 10.000"),
    ],
)
def test_what_cannot_be_right_is_told(anouk, case, cast, typed, field, sentence):
    answer = send(anouk, inform(case, cast.inge_bakker), **GOOD | typed)
    assert answer.status_code == 422
    assert text_of(answer).count(sentence) == 2
    assert f'href="#id_{field}' in text_of(answer)
    assert not informed(case)


def test_with_a_reason_a_guardian_is_not_told(anouk, case, cast):
    send(anouk, inform(case, cast.tom_bakker), reached="not_informed", because="Contactverbod.")
    assert informed(case) == [bodies.Informed(reached=Reached.NOT_INFORMED, because="Contactverbod.")]
    assert "1 van 4 gedaan" in text_of(anouk.get(calls(case)))


def test_a_guardian_without_custody_may_be_told_on_request(anouk, case, cast):
    url = inform(case, cast.rob_visser)
    assert "Deze ouder heeft geen gezag." in text_of(anouk.get(url))
    for typed, sentence in (({}, "Kies of deze ouder er zelf om vroeg."), ({"on_request": "nee"}, "heeft geen gezag.")):
        answer = send(anouk, url, **GOOD, **typed)
        assert answer.status_code == 422
        assert sentence in text_of(answer)
    assert not informed(case)
    assert send(anouk, url, **GOOD, on_request="ja").status_code == 303
    assert informed(case)[0].on_request
    assert "0 van 4 gedaan" in text_of(anouk.get(calls(case)))
    assert "(op eigen verzoek)" in text_of(anouk.get(reverse("file", args=[case.id])))
    [fact] = case.file.of_kind("informed")
    assert "Deze ouder vroeg er zelf om." in text_of(anouk.get(reverse("fact", args=[case.id, fact.pk])))


def test_what_was_told_on_request_can_be_put_right_with_its_answers(anouk, case, cast):
    send(anouk, inform(case, cast.rob_visser), **GOOD, on_request="ja")
    [fact] = case.file.of_kind("informed")
    url = reverse("correct", args=[case.id, fact.pk])
    assert opened(anouk, url)["on_request"] == ["ja"]
    assert "Wat je kunt zeggen" not in text_of(anouk.get(url))
    assert send(anouk, url, said="Hij wil op gesprek komen.").status_code == 303
    [body] = informed(case)
    assert (body.said, body.on_request) == ("Hij wil op gesprek komen.", True)


def test_the_schools_own_channel_can_be_chosen(anouk, cast):
    cast.school.variation = Variation(extra_channels=(Channel("channel_1", "Huisbezoek"),)).to_dict()
    cast.school.save()
    case = early(tell(cast).report(cast.sem, by=(cast.daan,))).step_1().judged("bullying")
    assert send(anouk, inform(case, cast.inge_bakker), reached="informed", channel="channel_1").status_code == 303


def test_two_people_calling_the_same_parent_both_see_both(anouk, case, cast):
    carla = sign_in(Client(), cast.carla)
    url = inform(case, cast.inge_bakker)
    mine, theirs = opened(anouk, url), opened(carla, url)
    carla.post(url, filled_in(theirs, **GOOD | {"said": "Tegen Carla zei ze dank je."}))
    answer = anouk.post(url, filled_in(mine, **GOOD))
    assert answer.status_code == 409
    assert "Tegen Carla zei ze dank je." in text_of(answer)
    assert GOOD["said"] in text_of(answer)
    assert anouk.post(url, fields_of(text_of(answer))).status_code == 303


def test_a_talk_that_is_planned_from_a_call_is_with_this_parent(anouk, case, cast):
    for guardian in (cast.inge_bakker, cast.petra_de_wit):
        page = anouk.get(inform(case, guardian)).content.decode()
        [url] = re.findall(r'href="([^"]*/gesprek/[^"]*)"', page)
        assert opened(anouk, url)["with_whom"] == [str(link(case, guardian).pk)]


def test_who_was_told_already_is_not_replaced_by_somebody_else_in_a_plan(anouk, case, cast):
    send(anouk, inform(case, cast.inge_bakker), **GOOD)
    url = reverse("plan_talk", args=[case.id, "inform_guardians"])
    assert "with_whom" not in opened(anouk, f"{url}?kind={link(case, cast.inge_bakker).pk}")


def test_from_a_call_to_who_has_no_custody_no_talk_is_planned(anouk, case, cast):
    assert "/gesprek/" not in anouk.get(inform(case, cast.rob_visser)).content.decode()


def test_a_double_click_tells_once(anouk, case, cast):
    url = inform(case, cast.inge_bakker)
    form = filled_in(opened(anouk, url), **GOOD)
    assert [anouk.post(url, form).status_code for _ in range(2)] == [303, 303]
    assert len(informed(case)) == 1


def test_what_was_written_up_can_be_put_right(anouk, case, cast):
    send(anouk, inform(case, cast.inge_bakker), **GOOD)
    [fact] = case.file.of_kind("informed")
    url = reverse("correct", args=[case.id, fact.pk])
    assert opened(anouk, url)["channel"] == ["phone"]
    assert send(anouk, url, channel="in_person").status_code == 303
    assert [body.channel for body in informed(case)] == ["in_person"]


def test_a_child_without_a_known_parent_is_named(anouk, case, cast):
    Guardianship.objects.filter(pupil=cast.daan).delete()
    assert "Van Daan is geen ouder met gezag bekend." in text_of(anouk.get(calls(case)))
    page = text_of(sign_in(Client(), cast.hein).get(calls(case)))
    assert reverse("school_guardian_add", args=[cast.daan.pk]) in page


def test_witnesses_parents_are_not_called(anouk, case, cast):
    people.add_child(act=case.act(), case_id=case.id, pupil_id=cast.noor.pk, role=Role.WITNESS)
    assert "Haddad" not in text_of(anouk.get(calls(case)))
    assert anouk.get(inform(case, cast.samira_haddad)).status_code == 404


def test_in_another_step_there_is_nobody_to_tell(anouk, cast):
    case = early(tell(cast).report(cast.sem, by=(cast.daan,)))
    assert "Ouders informeren is nu niet aan de beurt." in text_of(anouk.get(inform(case, cast.inge_bakker)))


def test_another_cases_parent_and_strangers_find_no_page(anouk, client, case, cast):
    other = Guardianship.objects.get(guardian=cast.els_mulder)
    assert anouk.get(reverse("inform", args=[case.id, other.pk])).status_code == 404
    for staff in (cast.mo, cast.wil, cast.ada, cast.linde.head):
        browser = sign_in(Client(), staff)
        assert browser.get(inform(case, cast.inge_bakker)).status_code == 404
        assert browser.get(calls(case)).status_code == 404


HUNG_UP = {"reached": "declined", "refusal": "Hing op toen ik zei waarvoor ik belde."}


def test_who_will_not_be_called_is_done_and_stands_so_in_the_next_call_list(anouk, case, cast, monkeypatch):
    answer = send(anouk, inform(case, cast.tom_bakker), reached="declined")
    assert answer.status_code == 422
    assert text_of(answer).count("Schrijf op wat deze ouder zei of deed.") == 2
    assert send(anouk, inform(case, cast.tom_bakker), **HUNG_UP).status_code == 303
    assert informed(case) == [bodies.Informed(reached=Reached.DECLINED, because=HUNG_UP["refusal"])]
    assert "1 van 4 gedaan" in text_of(anouk.get(calls(case)))
    case.step_3().until_due()
    it_is_now(monkeypatch, case.today)
    case.talk("talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True, feeling=4)
    case.review()
    case.decide("yes")
    page = text_of(anouk.get(calls(case)))
    assert "Wil niet gebeld worden, maandag 23 november" in page
    assert "Toch proberen" in page
    assert "1 van 4 gedaan" in page
    assert "Al vastgelegd: Wil niet gebeld worden" in text_of(anouk.get(inform(case, cast.tom_bakker)))
    assert send(anouk, inform(case, cast.tom_bakker), **GOOD).status_code == 303
    assert informed(case)[-1].reached is Reached.INFORMED
    assert "Toch proberen" not in text_of(anouk.get(calls(case)))


def test_what_a_parent_who_would_not_said_can_be_put_right(anouk, case, cast):
    send(anouk, inform(case, cast.tom_bakker), **HUNG_UP)
    [fact] = case.file.of_kind("informed")
    url = reverse("correct", args=[case.id, fact.pk])
    assert opened(anouk, url)["refusal"] == [HUNG_UP["refusal"]]
    assert send(anouk, url, refusal="Wil alleen brieven.").status_code == 303
    assert informed(case)[0].because == "Wil alleen brieven."


def test_a_parent_who_forbids_a_talk_is_written_down_with_what_the_school_does(anouk, case, cast):
    url = inform(case, cast.inge_bakker)
    answer = send(anouk, url, **GOOD, forbids_talk="on")
    assert answer.status_code == 422
    assert text_of(answer).count("Schrijf op wat de school wel doet.") == 2
    assert send(anouk, url, **GOOD, forbids_talk="on", done_anyway="We letten extra op.").status_code == 303
    [fact] = case.file.of_kind("informed")
    page = text_of(anouk.get(reverse("fact", args=[case.id, fact.pk])))
    assert "Verbiedt een gesprek met het kind" in page
    assert "We letten extra op." in page


def test_whom_the_school_does_not_tell_is_on_vandaag_of_who_leads_until_it_was_seen(anouk, case, cast):
    send(anouk, inform(case, cast.tom_bakker), reached="not_informed", because="Contactverbod.")
    url = reverse("not_told", args=[case.id])
    carla, hein = sign_in(Client(), cast.carla), sign_in(Client(), cast.hein)
    for leader in (carla, hein):
        page = text_of(leader.get("/vandaag/"))
        assert "<strong>Sem en Daan, groep 6:</strong> een ouder wordt bewust niet geïnformeerd." in page
        assert url in page
        assert "Vandaag wacht er niets op je." not in page
    assert "bewust niet" not in text_of(anouk.get("/vandaag/"))
    assert anouk.get(url).status_code == 404
    page = text_of(carla.get(url))
    for part in ("Vader van Sem", "Anouk Vermeer", "Contactverbod.", "Deze vraag is van Kring."):
        assert part in page
    assert send(carla, url, note="Eens. Ik bel Veilig Thuis.").status_code == 303
    assert "bewust niet" not in text_of(hein.get("/vandaag/"))
    assert "Er wacht hier niets op jou" in text_of(hein.get(url))
    assert "Eens. Ik bel Veilig Thuis." in text_of(anouk.get(reverse("file", args=[case.id])))


def test_a_mother_of_two_is_called_once_and_both_her_children_stand_on_the_page(anouk, case, cast):
    lars = actions.link_guardian(
        act=act_of(cast.hein), pupil=cast.lars, guardian=cast.inge_bakker, relation="mother", custody="yes"
    )
    sem = Guardianship.objects.get(guardian=cast.inge_bakker, pupil=cast.sem)
    url = reverse("inform", args=[case.id, sem.pk])
    page = text_of(anouk.get(url))
    assert "Sem wordt op school gepest." in page
    assert "Lars pest mee" in page
    assert opened(anouk, url)["also"] == [str(lars.pk)]
    assert send(anouk, url, **GOOD).status_code == 303
    [fact] = case.file.of_kind("informed")
    assert set(fact.about) == {str(sem.pk), str(lars.pk)}
    assert (
        "Inge Bakker" not in text_of(anouk.get(calls(case))).partition("Nu aan de beurt")[2].partition("</strong>")[0]
    )
    page = text_of(anouk.get(reverse("fact", args=[case.id, fact.pk])))
    assert "Moeder van Sem en moeder van Lars" in page


def test_both_parents_are_noted_at_once_when_they_were_both_there(anouk, case, cast):
    father = link(case, cast.tom_bakker)
    url = inform(case, cast.inge_bakker)
    assert "Ook met Tom Bakker" in text_of(anouk.get(url))
    assert "also" not in opened(anouk, url), "nobody is ticked beforehand"
    assert send(anouk, url, **GOOD, also=[str(father.pk)]).status_code == 303
    assert "2 van 4 gedaan" in text_of(anouk.get(calls(case)))
    assert "also" not in text_of(anouk.get(inform(case, cast.karin_visser))), (
        "of Rob, who has no custody, nothing is said"
    )


def test_what_a_parent_notices_and_proposes_is_kept_and_the_next_call_asks_what_became_of_it(anouk, case, cast):
    url = inform(case, cast.inge_bakker)
    page = text_of(anouk.get(url))
    assert "Wat merkt u thuis?" in page
    assert "taken_over" not in opened(anouk, url)
    assert "Is het vorige voorstel" not in page
    assert send(anouk, url, **GOOD, at_home="Hij slaapt slecht.", proposed="Begin bij de zijdeur.").status_code == 303
    [fact] = case.file.of_kind("informed")
    page = text_of(anouk.get(reverse("fact", args=[case.id, fact.pk])))
    assert "Hij slaapt slecht." in page
    assert "Begin bij de zijdeur." in page
    assert "Het voorstel was: Begin bij de zijdeur." in text_of(anouk.get(url))
    answer = send(anouk, url, **GOOD, taken_over="nee")
    assert answer.status_code == 422
    assert text_of(answer).count("Schrijf op waarom het voorstel niet is overgenomen.") == 2
    assert send(anouk, url, **GOOD, taken_over="nee", not_because="Dat is een nooduitgang.").status_code == 303
    last = case.file.of_kind("informed")[-1]
    assert "Nee, want: Dat is een nooduitgang." in text_of(anouk.get(reverse("fact", args=[case.id, last.pk])))
    assert "Het voorstel was" not in text_of(anouk.get(url))


def test_the_list_says_who_may_be_in_the_same_call_and_how_the_last_one_went_is_chosen_already(anouk, case, cast):
    assert "Zit Tom Bakker erbij? Dan leg je het in één keer vast." in text_of(anouk.get(calls(case)))
    father = link(case, cast.tom_bakker)
    assert "channel" not in opened(anouk, inform(case, cast.inge_bakker))
    send(anouk, inform(case, cast.inge_bakker), **GOOD, also=[str(father.pk)])
    form = opened(anouk, inform(case, cast.karin_visser))
    assert form["channel"] == ["phone"]
    assert anouk.post(inform(case, cast.karin_visser), filled_in(form, reached="informed")).status_code == 303
    assert [len(fact.about) for fact in case.file.of_kind("informed")] == [2, 1], "two taps for the second family"


def test_who_is_spoken_to_apart_is_proposed_with_nobody(anouk, case, cast):
    Guardian.objects.filter(pk=cast.tom_bakker.pk).update(call_apart=True)
    assert "erbij?" not in text_of(anouk.get(calls(case)))


def test_who_refused_once_is_not_asked_for_at_the_next_evaluation(anouk, case, cast):
    send(anouk, inform(case, cast.inge_bakker), reached="declined", refusal="Wil niet gebeld worden.")
    case.step_3().until_due().evaluate("yes")
    assert str(link(case, cast.inge_bakker).pk) not in case.task("inform_guardians").missing
