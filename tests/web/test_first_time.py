"""A new colleague reads two sentences on Vandaag, until the second time or the first act."""

from kring.school.first_time import is_here_first
from kring.school.models import StaffMember
from kring.trail.record import Key, record
from kring.trail.verbs import Verb
from tests.cases.telling import tell
from tests.cast import NOW, sign_in
from tests.web.sending import text_of


def comes_in(staff: StaffMember) -> None:
    record(verb=Verb.SESSION_SIGNED_IN, school_id=staff.school_id, at=NOW, by=staff, way=Key("password"))


def test_a_new_colleague_is_welcomed_and_the_second_time_no_more(client, cast):
    comes_in(cast.mo)
    browser = sign_in(client, cast.mo)
    said = text_of(browser.get("/vandaag/"))
    assert "Welkom bij Kring. Hier staat waar je op mag letten." in said
    assert "Hoe werkt Kring?" in said
    comes_in(cast.mo)
    assert "Welkom bij Kring" not in text_of(browser.get("/vandaag/"))


def test_the_first_act_ends_the_welcome_and_reading_does_not(cast):
    comes_in(cast.anouk)
    record(verb=Verb.PUPIL_READ, school_id=cast.school.id, at=NOW, by=cast.anouk, subject_id=cast.sem.id)
    assert is_here_first(cast.anouk)
    tell(cast, cast.anouk).report(cast.sem)
    assert not is_here_first(cast.anouk)


def test_each_role_reads_what_it_is_for(client, cast):
    for staff, words in ((cast.anouk, "wat Kring van jou vraagt"), (cast.carla, "Bij Zaken zie je")):
        comes_in(staff)
        assert words in text_of(sign_in(client, staff).get("/vandaag/"))


def test_how_kring_works_is_two_minutes_of_reading_for_everybody(client, cast):
    for staff in (cast.mo, cast.ada):
        said = text_of(sign_in(client, staff).get("/hoe-werkt-kring/"))
        assert "Stap 1: signaleren" in said or "Signaleren" in said
        assert len(said.split()) < 450
