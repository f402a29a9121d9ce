"""`show_case` opens one case in the shell: freely in a demo, with a reason and a line in the trail elsewhere."""

import logging
import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from kring.cases.actions import recording
from kring.protocol.terms import Role
from kring.school.models import School
from kring.trail.models import TrailLine
from tests.cases.telling import Telling, tell
from tests.cast import Cast, sign_in
from tests.web.sending import text_of


def shown(case: Telling, **options: Any) -> str:
    out = StringIO()
    call_command("show_case", case.case.reference, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def case(cast: Cast) -> Telling:
    told = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    told.talk("ask_target", *told.keys(Role.TARGET), feeling=2, in_confidence="Thuis is het ook niet fijn.")
    return told


@pytest.fixture
def demo(case: Telling) -> Telling:
    School.objects.filter(pk=case.case.school_id).update(is_demo=True)
    return case


def test_in_a_demo_it_says_where_the_case_stands_and_what_every_fact_says(demo):
    said = shown(demo)
    assert "2026-001 of Basisschool De Wilg, reported on 2026-11-23" in said
    assert "owner Anouk Vermeer" in said
    assert "target Sem\ninstigator Daan\n" in said
    assert "step signal round 1, due " in said
    assert "step analyse round 1, " in said
    assert "answered bullying on 2026-11-23, finished on 2026-11-23" in said
    assert "met     ask_target on 2026-11-23" in said
    assert "open    joint_talk" in said
    assert "waiting issue_plan waits for " in said
    assert "2026-11-23 talk, approach 1, ask_target, wants, about Sem, by Anouk Vermeer" in said
    assert "    in_confidence: Thuis is het ook niet fijn.\n" in said
    assert "    feelings: Sem 2\n" in said
    assert not TrailLine.objects.filter(verb="case.shown").exists()


def test_who_must_still_be_told_is_named(demo):
    assert "inform_guardians still for " in shown(demo)
    assert "Inge Bakker" in shown(demo)


def test_what_was_put_right_and_taken_back_is_said_too(demo):
    (wrong,) = demo.incident()
    recording.withdraw(act=demo.act(), case_id=demo.id, fact_id=wrong.pk, reason="Dat was een ander.")
    said = shown(demo)
    assert said.count("(replaced)") == 1
    assert "    reason: Dat was een ander." in said


def test_a_closed_case_has_no_tasks(demo, cast):
    demo.as_(cast.carla).close()
    assert "closed on 2026-11-23\n\nNo tasks: this case is closed.\n" in shown(demo)


def test_a_real_school_asks_for_a_reason_and_shows_nothing_without(case):
    with pytest.raises(CommandError, match="real school") as refused:
        shown(case)
    assert "Sem" not in str(refused.value)
    assert not TrailLine.objects.filter(verb="case.shown").exists()


@pytest.mark.parametrize(
    ("reason", "told"), [("fault", "er werd naar een fout gezocht"), ("asked", "de school vroeg erom")]
)
def test_with_a_reason_it_is_shown_and_the_school_reads_that_in_the_trail(client, case, cast, reason, told):
    assert "Thuis is het ook niet fijn." in shown(case, reason=reason)
    line = TrailLine.objects.get(verb="case.shown")
    assert (line.case_id, line.by, line.detail) == (case.id, None, {"reason": reason})
    page = text_of(sign_in(client, cast.carla).get(f"/zaken/{case.id}/spoor/"))
    assert f"opende de zaak buiten de schermen om: {told}" in page


def test_another_reason_is_none(case):
    with pytest.raises(CommandError):
        call_command("show_case", case.case.reference, "--reason", "nieuwsgierig")


def test_it_is_never_logged(demo, caplog):
    with caplog.at_level(logging.DEBUG):
        shown(demo)
        logging.getLogger("kring.cases").info("Somebody listens.")
    said = " ".join(record.getMessage() for record in caplog.records)
    assert "Somebody listens." in said
    assert not re.search("Sem|Thuis", said)


@pytest.mark.parametrize("reference", ["2026-999", "2026", "zaak", "²026-001", ""])
def test_a_number_that_is_none_is_one_sentence(demo, reference):
    with pytest.raises(CommandError, match=r"no case|has a number"):
        call_command("show_case", reference)


def test_where_two_schools_have_the_number_the_school_is_asked(demo, cast):
    other = tell(cast, cast.linde.teacher).report(cast.linde.mila)
    assert other.case.reference == demo.case.reference
    with pytest.raises(CommandError, match="Basisschool De Linde, Basisschool De Wilg"):
        shown(demo)
    assert "Sem" in shown(demo, school="Basisschool De Wilg")
    with pytest.raises(CommandError, match="real school"):
        shown(other, school="Basisschool De Linde")
