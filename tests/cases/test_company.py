"""Who belongs at a talk, and in what a duty asks for each child."""

from dataclasses import replace

import pytest

from kring.cases import company
from kring.cases.errors import Refused
from kring.protocol.terms import Duty, Kind, Role, Whom
from tests.cases.telling import Telling, tell
from tests.cast import Cast

TALK = Duty("talk", Kind.TALK, "Gesprek")


def names(children) -> list[str]:
    return [child.pupil.first_name for child in children]


@pytest.fixture
def case(cast: Cast) -> Telling:
    return tell(cast).report(cast.sem, by=(cast.daan,), followers=(cast.noor,))


@pytest.mark.parametrize(
    ("whom", "asked", "at_a_talk"),
    [
        (Whom.ONCE, [], ["Sem", "Daan", "Noor"]),
        (Whom.EACH_TARGET, ["Sem"], ["Sem"]),
        (Whom.EACH_INSTIGATOR, ["Daan"], ["Daan"]),
        (Whom.EACH_OF_BOTH, ["Sem", "Daan"], ["Sem", "Daan", "Noor"]),
        (Whom.EACH_GUARDIAN, ["Sem", "Daan", "Noor"], ["Sem", "Daan", "Noor"]),
    ],
)
def test_a_duty_is_for_its_children_and_a_talk_of_both_is_with_anybody(case, whom, asked, at_a_talk):
    duty = replace(TALK, whom=whom)
    assert names(company.children_of(case.file, duty)) == asked
    assert names(company.children_at(case.file, duty)) == at_a_talk


def test_those_it_was_done_with_before_stay(cast, case):
    duty = replace(TALK, whom=Whom.EACH_TARGET)
    former = [case.key(cast.daan)]
    assert names(company.children_of(case.file, duty, former)) == ["Sem", "Daan"]
    assert names(company.children_at(case.file, duty, former)) == ["Sem", "Daan"]


def test_a_separate_talk_is_with_one_child_of_its_party(cast, case):
    case_keys = [case.key(cast.sem), case.key(cast.daan)]
    duty = replace(TALK, whom=Whom.EACH_TARGET)
    company.check_party(case.file, duty, case_keys[:1], one_by_one="één voor één")
    with pytest.raises(Refused, match="andere leerling bedoeld"):
        company.check_party(case.file, duty, case_keys[1:], one_by_one="één voor één")
    company.check_party(case.file, replace(TALK, whom=Whom.EACH_OF_BOTH), case_keys, one_by_one="één voor één")


def test_several_of_one_party_come_together_only_where_the_protocol_lets_them(cast):
    case = tell(cast).report(cast.sem, cast.noor, by=(cast.daan,))
    duty = replace(TALK, whom=Whom.EACH_TARGET)
    with pytest.raises(Refused, match="één voor één"):
        company.check_party(case.file, duty, case.keys(Role.TARGET), one_by_one="één voor één")
    company.check_party(
        case.file, replace(duty, several_at_once=True), case.keys(Role.TARGET), one_by_one="één voor één"
    )


def test_a_guardian_without_custody_is_there_only_when_the_talk_was_with_them(cast, case):
    rob = next(link for link in case.file.guardianships if link.guardian_id == cast.rob_visser.pk)
    assert rob in company.guardians_of(case.file)
    assert rob not in company.guardians_at(case.file)
    assert rob in company.guardians_at(case.file, [str(rob.pk)])
