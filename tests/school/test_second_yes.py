"""Two people: a role that sees cases, and an address to come in with, are proposed by one and given by another."""

from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kring.school.actions.proposing import propose
from kring.school.errors import NotAllowed, Refused
from kring.school.models import Account, Proposal, Role, StaffMember
from kring.school.one_hand import had_hand_in_address
from kring.school.rights import RIGHTS, gives_no_more, role_sees_cases, sees_cases
from kring.school.second_yes import able_to_answer, answers, waiting, who_answers
from kring.trail.models import TrailLine
from kring.trail.record import record
from kring.trail.verbs import Verb
from tests.cast import ITSELF, NOW, PASSWORD, Cast, act_of
from tests.school import plain as actions

SEEING = [role for role in Role if role_sees_cases(role)]


def add(cast: Cast, role: str, *, by: StaffMember | None = None, **more: Any) -> StaffMember:
    act = act_of(by or cast.ada)
    return actions.add_staff(act=act, school=cast.school, name="Eva Maas", role=role, email="eva@x.example", **more)


def second_head(cast: Cast) -> StaffMember:
    return actions.add_staff(
        act=ITSELF, school=cast.school, name="Hugo Pot", role="head", email="hugo@x.example", password=PASSWORD
    )


def now(staff: StaffMember) -> StaffMember:
    return StaffMember.objects.select_related("school", "account").get(pk=staff.pk)


def gone(cast: Cast, staff: StaffMember) -> None:
    StaffMember.objects.filter(pk=staff.pk).update(is_active=False)


@pytest.mark.parametrize("role", SEEING)
def test_a_role_that_sees_cases_is_only_proposed_by_who_keeps_the_people(cast: Cast, role: str) -> None:
    eva = add(cast, role)
    assert not eva.is_active
    assert not sees_cases(eva)
    [asked] = waiting(eva)
    assert (asked.role, asked.by, asked.role_before) == (role, cast.ada, "")


def test_a_role_that_sees_nothing_is_given_at_once_and_written_down(cast: Cast) -> None:
    eva = add(cast, Role.ADMINISTRATOR)
    assert eva.is_active
    assert [(one.state, one.settled_by) for one in eva.proposals.all()] == [("given", cast.ada)]


@pytest.mark.parametrize("role", SEEING)
def test_a_head_says_yes_and_only_then_it_is_so(cast: Cast, role: str) -> None:
    eva = add(cast, role)
    actions.say_yes(act=act_of(cast.hein), proposal=waiting(eva).get())
    assert (now(eva).role, now(eva).is_active) == (role, True)
    assert not waiting(eva).exists()


def test_who_has_a_role_keeps_it_until_the_yes_to_another(cast: Cast) -> None:
    actions.change_staff(act=act_of(cast.ada), staff=cast.mo, role=Role.HEAD, name="Mo Y")
    mo = now(cast.mo)
    assert (mo.role, mo.name) == ("member", "Mo Y"), "all else is changed at once"
    actions.say_yes(act=act_of(cast.hein), proposal=waiting(mo).get())
    assert now(mo).role == "head"


def test_a_no_leaves_all_as_it_was_and_says_why(cast: Cast) -> None:
    eva = add(cast, Role.HEAD)
    with pytest.raises(Refused, match="waarom niet"):
        actions.say_no(act=act_of(cast.hein), proposal=waiting(eva).get(), because="  ")
    answered = actions.say_no(act=act_of(cast.hein), proposal=waiting(eva).get(), because="Ken ik niet.")
    assert (answered.state, answered.because) == ("refused", "Ken ik niet.")
    assert not now(eva).is_active


def test_nobody_says_yes_to_what_they_proposed_or_to_what_is_about_themselves(cast: Cast) -> None:
    hugo = second_head(cast)
    actions.change_staff(act=act_of(cast.ada), staff=hugo, role=Role.COORDINATOR)
    eva = add(cast, Role.HEAD, by=cast.hein)
    assert now(hugo).role == "head"
    nobody_of = {hugo: (cast.ada, hugo, cast.carla), eva: (cast.hein, cast.ada, cast.anouk, cast.linde.head)}
    for person, refused in nobody_of.items():
        for by in refused:
            with pytest.raises(NotAllowed):
                actions.say_yes(act=act_of(by), proposal=waiting(person).get())
    actions.say_yes(act=act_of(hugo), proposal=waiting(eva).get())
    assert now(eva).is_active


def test_the_database_itself_keeps_one_person_from_doing_both(cast: Cast) -> None:
    asked = propose(act_of(cast.ada), cast.mo, Proposal.Of.ROLE, role="head")
    later = NOW + timedelta(minutes=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=asked.pk).update(state="given", settled_by=cast.ada, settled_at=later)
    Proposal.objects.filter(pk=asked.pk).update(state="given", settled_by=cast.hein, settled_at=later)


def test_a_head_gives_alone_while_there_is_no_other(cast: Cast) -> None:
    eva = add(cast, Role.HEAD, by=cast.hein)
    assert eva.is_active
    assert [(one.state, one.by, one.settled_by) for one in eva.proposals.all()] == [("given", cast.hein, cast.hein)]


def test_a_head_lowers_a_role_alone_and_raises_one_by_two(cast: Cast) -> None:
    second_head(cast)
    actions.change_staff(act=act_of(cast.hein), staff=cast.anouk, role=Role.MEMBER)
    assert now(cast.anouk).role == "member"
    actions.change_staff(act=act_of(cast.hein), staff=cast.mo, role=Role.TEACHER)
    assert now(cast.mo).role == "member"
    assert waiting(cast.mo).get().role == "teacher"


def test_what_is_lower_is_read_from_the_table_of_rights() -> None:
    lower = {(one.value, than.value) for one in RIGHTS for than in RIGHTS if gives_no_more(one, than=than)}
    assert {pair for pair in lower if pair[0] != pair[1]} == {
        ("teacher", "coordinator"),
        ("teacher", "head"),
        ("member", "teacher"),
        ("member", "coordinator"),
        ("member", "head"),
    }


def test_the_coordinator_says_yes_only_while_no_head_can_sign_in(cast: Cast) -> None:
    eva = add(cast, Role.TEACHER)
    asked = waiting(eva).get()
    assert who_answers(able_to_answer(cast.school), asked) == [cast.hein]
    assert not answers(cast.carla, asked)
    assert cast.hein.account is not None
    Account.objects.filter(pk=cast.hein.account.pk).update(password="!")
    assert answers(cast.carla, asked)
    gone(cast, cast.hein)
    actions.say_yes(act=act_of(cast.carla), proposal=asked)
    assert now(eva).is_active


def test_of_the_only_head_the_coordinator_answers(cast: Cast) -> None:
    actions.change_staff(act=act_of(cast.ada), staff=cast.hein, role=Role.COORDINATOR)
    asked = waiting(cast.hein).get()
    assert (answers(cast.hein, asked), answers(cast.carla, asked)) == (False, True)


def test_without_anybody_to_say_yes_it_waits(cast: Cast) -> None:
    gone(cast, cast.hein)
    gone(cast, cast.carla)
    assert able_to_answer(cast.school) == []
    assert not add(cast, Role.HEAD).is_active


LAST: list[dict[str, Any]] = [{"is_active": False}, {"role": Role.ADMINISTRATOR}, {"email": ""}]


@pytest.mark.parametrize("change", LAST, ids=lambda change: next(iter(change)))
def test_the_last_who_can_say_yes_stays(cast: Cast, change: dict[str, Any]) -> None:
    actions.change_staff(act=act_of(cast.ada), staff=cast.hein, **change)
    with pytest.raises(Refused, match="niemand meer ja zeggen") as refused:
        actions.change_staff(act=act_of(cast.ada), staff=cast.carla, **change)
    assert [refused.value.field] == list(change)
    assert able_to_answer(cast.school) == [cast.carla], "and nothing of it was done"


def test_who_never_came_in_is_no_other_who_can_say_yes(cast: Cast) -> None:
    new = actions.add_staff(act=ITSELF, school=cast.school, name="Hugo Pot", role="head", email="hugo@x.example")
    gone(cast, cast.carla)
    with pytest.raises(Refused, match="niemand meer ja zeggen"):
        actions.change_staff(act=act_of(cast.ada), staff=cast.hein, is_active=False)
    assert new.account is not None
    new.account.set_password(PASSWORD)
    new.account.save()
    assert not actions.change_staff(act=act_of(cast.ada), staff=cast.hein, is_active=False).is_active


def test_an_only_head_without_anybody_else_takes_no_own_address_away(cast: Cast) -> None:
    gone(cast, cast.carla)
    with pytest.raises(Refused, match="niemand meer ja zeggen"):
        actions.change_staff(act=act_of(cast.hein), staff=cast.hein, email="")


def test_who_comes_back_comes_back_by_two(cast: Cast) -> None:
    gone(cast, cast.wil)
    actions.change_staff(act=act_of(cast.ada), staff=cast.wil, is_active=True)
    assert not now(cast.wil).is_active
    assert waiting(cast.wil).get().role == "teacher"


def test_who_leaves_meanwhile_does_not_come_back_by_an_old_yes(cast: Cast) -> None:
    actions.change_staff(act=act_of(cast.ada), staff=cast.mo, role=Role.HEAD)
    asked = waiting(cast.mo).get()
    actions.change_staff(act=act_of(cast.ada), staff=cast.mo, is_active=False)
    with pytest.raises(Refused, match="ingetrokken"):
        actions.say_yes(act=act_of(cast.hein), proposal=asked)
    assert not now(cast.mo).is_active


def test_a_second_proposal_about_the_same_waits_for_the_first(cast: Cast) -> None:
    actions.change_staff(act=act_of(cast.ada), staff=cast.mo, role=Role.HEAD)
    with pytest.raises(Refused, match="al een voorstel van Ada Kok"):
        actions.change_staff(act=act_of(cast.ada), staff=cast.mo, role=Role.COORDINATOR)
    assert waiting(cast.mo).get().role == "head"


def test_what_was_answered_is_not_answered_again(cast: Cast) -> None:
    asked = waiting(add(cast, Role.HEAD)).get()
    actions.say_yes(act=act_of(cast.hein), proposal=asked)
    for again in (
        lambda: actions.say_yes(act=act_of(cast.hein), proposal=asked),
        lambda: actions.say_no(act=act_of(cast.hein), proposal=asked, because="Toch niet."),
        lambda: actions.withdraw_proposal(act=act_of(cast.ada), proposal=asked),
    ):
        with pytest.raises(Refused, match="al ja op gezegd"):
            again()


def test_a_proposer_who_may_no_longer_propose_gets_no_yes(cast: Cast) -> None:
    asked = waiting(add(cast, Role.HEAD)).get()
    gone(cast, cast.ada)
    with pytest.raises(Refused, match="Ada Kok mag dit niet meer voorstellen"):
        actions.say_yes(act=act_of(cast.hein), proposal=asked)
    actions.say_no(act=act_of(cast.hein), proposal=asked, because="Ada werkt hier niet meer.")


def test_only_who_proposed_it_takes_it_back(cast: Cast) -> None:
    asked = waiting(add(cast, Role.HEAD)).get()
    with pytest.raises(NotAllowed):
        actions.withdraw_proposal(act=act_of(cast.hein), proposal=asked)
    assert actions.withdraw_proposal(act=act_of(cast.ada), proposal=asked).state == "withdrawn"


def test_what_nobody_answers_in_thirty_days_lapses(cast: Cast) -> None:
    asked = waiting(add(cast, Role.HEAD)).get()
    almost, due = (act_of(cast.ada, NOW + timedelta(days=30, seconds=late)) for late in (-1, 0))
    for act, state in ((almost, "waits"), (due, "lapsed")):
        actions.let_proposals_lapse(act=ITSELF.__class__(act.at), school=cast.school)
        asked.refresh_from_db()
        assert asked.state == state


class TestAddress:
    def test_who_sees_cases_gets_another_address_by_two(self, cast: Cast) -> None:
        actions.change_staff(act=act_of(cast.ada), staff=cast.carla, email="ada-2@x.example")
        carla = now(cast.carla)
        assert carla.account is not None
        assert carla.account.email == "carla@dewilg.example"
        actions.say_yes(act=act_of(cast.hein), proposal=waiting(carla).get())
        account = now(carla).account
        assert account is not None
        assert account.email == "ada-2@x.example"

    def test_a_first_address_is_a_door_as_well(self, cast: Cast) -> None:
        StaffMember.objects.filter(pk=cast.carla.pk).update(account=None)
        actions.change_staff(act=act_of(cast.ada), staff=cast.carla, email="ada-2@x.example")
        assert now(cast.carla).account is None

    def test_to_take_an_address_away_shuts_a_door_at_once(self, cast: Cast) -> None:
        actions.change_staff(act=act_of(cast.ada), staff=cast.carla, email="")
        assert now(cast.carla).account is None

    def test_of_who_sees_no_cases_it_is_changed_at_once(self, cast: Cast) -> None:
        actions.change_staff(act=act_of(cast.hein), staff=cast.ada, email="a.kok@x.example")
        account = now(cast.ada).account
        assert account is not None
        assert account.email == "a.kok@x.example"

    @pytest.mark.parametrize(("days", "refused"), [(6, True), (7, False)])
    def test_who_let_them_back_in_neither_proposes_nor_gives_it_for_seven_days(
        self, cast: Cast, days: int, refused: bool
    ) -> None:
        before = NOW - timedelta(days=days)
        for by in (cast.ada, cast.hein):
            of = {"school_id": cast.school.pk, "subject_id": cast.carla.pk}
            record(verb=Verb.SECOND_STEP_TAKEN_AWAY, at=before, by=by, **of)
        expected = pytest.raises(Refused, match="pas weer binnen") if refused else nullcontext()
        with expected:
            actions.change_staff(act=act_of(cast.ada), staff=cast.carla, email="ada-2@x.example")
        asked = waiting(cast.carla).first() or propose(
            act_of(cast.ada), cast.carla, Proposal.Of.ADDRESS, email="ada-2@x.example"
        )
        with expected:
            actions.say_yes(act=act_of(cast.hein), proposal=asked)

    def test_who_had_a_hand_in_it_is_known_for_seven_days(self, cast: Cast) -> None:
        actions.change_staff(act=act_of(cast.ada), staff=cast.carla, email="c.jansen@x.example")
        actions.say_yes(act=act_of(cast.hein), proposal=waiting(cast.carla).get())
        actions.change_staff(act=act_of(cast.hein), staff=cast.ada, email="a.kok@x.example")
        for by, of in ((cast.ada, cast.carla), (cast.hein, cast.carla), (cast.hein, cast.ada)):
            assert had_hand_in_address(by, of=of, at=NOW + timedelta(days=7, seconds=-1))
            assert not had_hand_in_address(by, of=of, at=NOW + timedelta(days=7))
        assert not had_hand_in_address(cast.ada, of=cast.mo, at=NOW)

    def test_what_is_no_address_or_a_colleagues_is_refused_when_it_is_proposed(self, cast: Cast) -> None:
        for wrong, sentence in (("mo", "geen e-mailadres"), ("anouk@dewilg.example", "al van een collega")):
            with pytest.raises(Refused, match=sentence):
                actions.change_staff(act=act_of(cast.ada), staff=cast.mo, email=wrong)

    def test_the_trail_says_who_and_whose_and_never_the_address(self, cast: Cast) -> None:
        actions.change_staff(act=act_of(cast.ada), staff=cast.carla, email="c.jansen@x.example")
        actions.say_yes(act=act_of(cast.hein), proposal=waiting(cast.carla).get())
        lines = TrailLine.objects.filter(subject_id=cast.carla.pk).order_by("id")
        assert [(line.verb, line.by) for line in lines] == [
            ("proposal.made", cast.ada),
            ("proposal.given", cast.hein),
        ]
        assert "x.example" not in str([line.detail for line in lines])
