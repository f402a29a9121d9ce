"""A parent tells something, a subject a screen, and what it told is kept once."""

import pytest

from kring.reports.actions import settling
from kring.reports.actions.doors import Doors, set_doors
from kring.reports.models import By, For, Incoming, Said
from kring.reports.told import Fear, Feeling, Named, Often, Since, Subject, Who
from kring.school.errors import Refused
from tests.cast import NOW, Cast
from tests.reports.telling import act_of, doors_of
from tests.web.parent_door.road import AParent


@pytest.fixture(autouse=True)
def _open(cast: Cast) -> None:
    doors_of(cast)


def test_a_subject_a_screen_and_all_of_it_is_kept() -> None:
    parent = AParent().opens().begins()
    seen = [parent.asked]
    for fields in (
        {"about": "me", "child": "Sem", "group": "6"},
        {"story": "Ze lachen hem uit.", "happens": ["verbal"], "doing_name": ["Daan"], "doing_group": ["6"]},
        {"places": ["playground"], "often": "weekly", "since": "weeks"},
        {"feels": "2", "tried": "Met juf gepraat.", "would_help": "Toezicht."},
        {"name": "Ilse", "mail": "Ilse@Example.org", "phone": "06 12345678"},
    ):
        parent.goes_on(**fields)
        seen.append(parent.asked)
    assert seen == [
        "Over wie gaat het?",
        "Wat gebeurt er?",
        "Waar en wanneer gebeurt het?",
        "Hoe gaat het met het kind?",
        "Hoe bereikt de school u?",
        "Klopt dit?",
    ]
    assert all(text in parent.page for text in ("Sem, groep 6", "Daan, groep 6", "Met juf gepraat.", "Elke week"))
    parent.sends(send="1")
    kept = Incoming.objects.get()
    told, teller = kept.told, kept.who_told
    assert (kept.came_by, kept.subject, kept.language) == (By.PARENT, Subject.CHILDREN, "nl")
    assert (told.who, told.story, told.happens, told.tried) == (
        Who.ME,
        "Ze lachen hem uit.",
        ("verbal",),
        "Met juf gepraat.",
    )
    assert (told.bullied, told.doing) == ((Named("Sem", "6"),), (Named("Daan", "6"),))
    assert (told.often, told.since, told.feels) == (Often.WEEKLY, Since.WEEKS, Feeling.BAD)
    assert (teller.name, teller.child, teller.mail, teller.phone) == (
        "Ilse",
        "Sem",
        "ilse@example.org",
        "06 12345678",
    )
    assert "U krijgt een mail op ilse@example.org." in parent.page


def test_before_anything_is_typed_it_says_who_reads_it_when_and_where_else_one_can_go(cast: Cast) -> None:
    page = AParent().opens().page
    assert "Carla Jansen en Hein Smit lezen dit." in page
    assert "op woensdag 25 november, of eerder" in page
    assert "0900-1113111" in page
    assert "Dat kan met: Carla Jansen." in page
    assert 'href="/vertel/de-wilg/"' in page


def test_the_schools_own_contact_and_complaints_procedure_stand_there(cast: Cast) -> None:
    doors = Doors("de-wilg", True, True, contact="Els de Vries, 020-0000000", complaints="www.dewilg.example/klacht")
    set_doors(act=act_of(cast.carla), doors=doors)
    page = AParent().opens().page
    assert "Dat kan met: Els de Vries, 020-0000000." in page
    assert 'href="https://www.dewilg.example/klacht"' in page


def test_an_address_that_is_none_is_refused_with_what_to_type(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        set_doors(act=act_of(cast.carla), doors=Doors("de-wilg", True, True, complaints="in de schoolgids"))
    assert refused.value.field == "complaints"


def test_the_childs_door_leads_to_the_parents_and_a_shut_one_does_not(cast: Cast) -> None:
    from tests.web.door.road import Child

    assert 'href="/vertel/de-wilg/ouder/"' in Child().opens().page
    set_doors(act=act_of(cast.carla), doors=Doors("de-wilg", for_children=True, for_parents=False))
    assert "ouder/" not in Child().opens().page
    answer = AParent().opens().answer
    assert answer.status_code == 404
    assert "Hier is geen deur voor ouders open." in answer.content.decode()
    assert AParent().begins().answer.status_code == 404


def test_a_wrong_address_is_said_beside_its_field_and_stays(cast: Cast) -> None:
    parent = AParent().begins().goes_on(about="me").goes_on(story="Iets.").goes_on().goes_on()
    parent.goes_on(name="Ilse", mail="ilse@", phone="12")
    assert (parent.answer.status_code, parent.asked) == (422, "Hoe bereikt de school u?")
    assert "Dit e-mailadres klopt niet." in parent.page
    assert 'value="ilse@" autocomplete="off" aria-invalid="true"' in parent.page
    parent.goes_on(name="Ilse", mail="", phone="12")
    assert "Dit telefoonnummer klopt niet." in parent.page
    assert parent.goes_on(name="Ilse").asked == "Klopt dit?"


def test_without_a_name_and_address_the_code_gives_the_answer_back() -> None:
    parent = AParent().tells()
    assert len(parent.code.split()) == 6
    assert "Met deze code leest u het antwoord" in parent.page
    back = AParent().comes_with(parent.code)
    assert back.asked == "Uw bericht is aangekomen. Nog niemand heeft het gelezen."
    back.sends(add="1", text="Vandaag weer.")
    assert "Het is verstuurd. Dank u wel." in back.page
    back.sends(how="worse")
    assert [one.kind for one in Said.objects.order_by("number")] == [Said.What.ADDED, Said.What.WORSE]


def test_about_the_head_another_reads_it_and_the_parent_sees_who(cast: Cast) -> None:
    parent = AParent().begins().goes_on(about="adult", child="Sem")
    assert parent.asked == "Over welke volwassene gaat het?"
    parent.goes_on(adult="meester Hein", is_head="yes").goes_on(story="Hij schreeuwt.").goes_on().goes_on().goes_on()
    assert "Carla Jansen leest dit." in parent.page
    parent.sends(send="1")
    kept = Incoming.objects.get()
    assert (kept.subject, kept.for_whom, kept.told.adult) == (Subject.HEAD, For.COORDINATORS, "meester Hein")


def test_what_belongs_to_a_question_that_is_not_asked_after_all_is_not_sent() -> None:
    parent = AParent().begins().goes_on(about="adult").goes_on(adult="juf Anouk", is_head="no").sends(back="1")
    parent.sends(back="1").goes_on(about="i_do_it", child="Daan").goes_on(
        story="Hij doet mee.", bullied_name=["Sem"], bullied_group=["6"]
    )
    parent.goes_on().goes_on().goes_on()
    assert "juf Anouk" not in parent.page
    parent.sends(send="1")
    told = Incoming.objects.get().told
    assert (told.adult, told.who, told.doing, told.bullied) == (
        "",
        Who.I_DO_IT,
        (Named("Daan"),),
        (Named("Sem", "6"),),
    )


def test_danger_shows_whom_to_call_and_alarms_when_it_is_sent() -> None:
    parent = AParent().begins().goes_on(about="me", child="Sem").goes_on(story="Hij durft niet.").goes_on()
    parent.goes_on(fears=["hurt_myself"])
    assert parent.asked == "Bel nu, als het niet kan wachten"
    assert all(number in parent.page for number in ("112", "0800-0113", "0800-2000"))
    parent.sends(to_end="1")
    parent.sends(send="1")
    kept = Incoming.objects.get()
    assert (kept.danger, kept.told.fears) == (True, (Fear.HURT_MYSELF,))
    assert "De school krijgt nu meteen bericht." in parent.page


def test_at_the_end_one_thing_is_changed_and_the_parent_is_at_the_end_again() -> None:
    parent = AParent().begins().goes_on(about="me").goes_on(story="Eerst dit.").goes_on().goes_on().goes_on()
    parent.sends(change="happens")
    assert "Eerst dit." in parent.page
    assert parent.goes_on(story="Nee, zo.").asked == "Klopt dit?"
    parent.sends(send="1")
    assert Incoming.objects.get().told.story == "Nee, zo."


def test_sent_twice_is_told_once_with_the_same_code() -> None:
    parent = AParent().begins().goes_on(about="me").goes_on(story="Iets.").goes_on().goes_on().goes_on()
    last = {**parent.hidden, "send": "1"}
    first = AParent(client=parent.client)
    codes = []
    for _time in range(2):
        first.answer = parent.client.post("/vertel/de-wilg/ouder/vragen/", last)
        codes.append(first.code)
    assert codes[0] == codes[1] != ""
    assert (Incoming.objects.count(), Said.objects.count()) == (1, 0)


def test_nothing_is_told_without_anything_in_it() -> None:
    parent = AParent().begins().goes_on().goes_on().goes_on().goes_on().goes_on()
    assert parent.asked == "Klopt dit?"
    parent.sends(send="1")
    assert (parent.answer.status_code, parent.asked) == (422, "Wat gebeurt er?")
    assert not Incoming.objects.exists()


def test_a_text_that_is_too_long_is_said_on_its_own_screen_and_stays_whole() -> None:
    long = "Pesten. " * 2_000
    parent = AParent().begins().goes_on(about="me").goes_on(story=long)
    assert (parent.answer.status_code, parent.asked) == (422, "Wat gebeurt er?")
    assert parent.page.count(long.strip()) == 1
    assert parent.goes_on(story="Korter.").asked == "Waar en wanneer gebeurt het?"


def test_more_names_one_row_at_a_time() -> None:
    parent = (
        AParent().begins().goes_on(about="me").sends(more="1", story="Twee.", doing_name=["Daan"], doing_group=[""])
    )
    assert parent.page.count('name="doing_name"') == 2
    assert 'value="Daan"' in parent.page


def test_in_english_from_the_first_page_to_the_answer_and_back_to_dutch_halfway() -> None:
    parent = AParent(language="en").opens()
    assert parent.answer["Content-Language"] == "en"
    assert '<html lang="en">' in parent.page
    parent.begins().goes_on(about="me", child="Sem")
    assert parent.asked == "What is happening?"
    parent.sends(taal="nl", story="He is left out.")
    assert parent.asked == "Wat gebeurt er?"
    assert "He is left out." in parent.page
    parent.sends(taal="en", story="He is left out.").goes_on(story="He is left out.").goes_on().goes_on().goes_on()
    parent.sends(send="1")
    assert Incoming.objects.get().language == "en"


def test_a_language_that_nobody_signed_is_not_shown() -> None:
    assert '<html lang="nl">' in AParent(language="tr").opens().page


def test_the_child_that_a_parent_named_is_found_among_the_pupils(cast: Cast) -> None:
    AParent().tells()
    settling.settle(school=cast.sem.school, at=NOW)
    assert [row.pupil for row in Incoming.objects.get().may_be.all()] == [cast.sem]


@pytest.mark.parametrize(("language", "ends"), [("", ""), ("en", "?taal=en")])
def test_the_card_says_where_the_six_words_are_typed_with_the_name_of_the_site(language: str, ends: str) -> None:
    assert f" · testserver/vertel/de-wilg/ouder/code/{ends}</p>" in AParent(language=language).tells().page
