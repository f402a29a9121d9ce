"""A duty of the school's own, once or once for each child: done child by child in any order, and for no other child."""

from itertools import permutations
from uuid import UUID, uuid4

import pytest

from kring.cases import bodies
from kring.cases.actions import people, recording
from kring.cases.errors import Conflict, NotAllowed, Refused
from kring.cases.models import Fact
from kring.protocol.choices import ExtraDuty, Variation
from kring.protocol.terms import Role, Whom
from kring.school.models import Pupil
from tests.cases.telling import Telling, tell
from tests.cast import Cast

BUDDY = "extra_1"


def case_with(cast: Cast, whom: Whom) -> Telling:
    """Two bullied children and two who bully, in a school that chooses a buddy."""
    cast.school.variation = Variation(duties=(ExtraDuty(BUDDY, "signal", "Maatje gekozen", whom=whom),)).to_dict()
    cast.school.save()
    cast.anouk.school.refresh_from_db()
    return tell(cast).report(cast.sem, cast.noor, by=(cast.daan, cast.jens))


def done_for(
    case: Telling,
    *pupils: Pupil,
    note: str = "Er is een maatje.",
    token: UUID | None = None,
    seen: UUID | None = None,
    corrects: UUID | None = None,
) -> Fact:
    return recording.do_extra(
        act=case.act(token=token, seen=seen, corrects=corrects),
        case_id=case.id,
        duty=BUDDY,
        on=case.today,
        about=[case.key(pupil) for pupil in pupils],
        note=note,
    )


def notes(case: Telling) -> list[str]:
    return [extra.body.note for extra in case.file.of(bodies.Extra)]


@pytest.mark.parametrize("order", list(permutations(("sem", "noor"))))
def test_what_was_done_for_one_child_stays_done_when_it_is_done_for_the_next(
    cast: Cast, order: tuple[str, str]
) -> None:
    case = case_with(cast, Whom.EACH_TARGET)
    first, second = (getattr(cast, name) for name in order)
    done_for(case, first, note="Voor de eerste.")
    assert case.task(BUDDY).missing == (case.key(second),)
    done_for(case, second, note="Voor de tweede.")
    assert case.task(BUDDY).settled
    assert notes(case) == ["Voor de eerste.", "Voor de tweede."]


@pytest.mark.parametrize("order", list(permutations(("sem", "noor", "daan", "jens"))))
def test_a_duty_for_both_sides_is_done_in_any_order(cast: Cast, order: tuple[str, ...]) -> None:
    case = case_with(cast, Whom.EACH_OF_BOTH)
    for number, name in enumerate(order, start=1):
        done_for(case, getattr(cast, name))
        assert len(case.task(BUDDY).missing) == 4 - number
    assert case.task(BUDDY).settled


def test_doing_it_again_for_the_same_child_takes_the_place_of_the_first(cast: Cast) -> None:
    case = case_with(cast, Whom.EACH_TARGET)
    first = done_for(case, cast.sem, note="Lars is maatje.")
    done_for(case, cast.noor, note="Mila is maatje.")
    second = done_for(case, cast.sem, note="Jens is maatje.")
    assert notes(case) == ["Jens is maatje.", "Mila is maatje."]
    assert case.file.former(second) == [first]


def test_one_for_both_children_takes_the_place_of_what_was_about_one_of_them(cast: Cast) -> None:
    case = case_with(cast, Whom.EACH_TARGET)
    done_for(case, cast.sem, note="Voor Sem.")
    done_for(case, cast.sem, cast.noor, note="Voor allebei.")
    assert notes(case) == ["Voor allebei."]
    assert case.task(BUDDY).settled


def test_one_for_one_child_leaves_standing_what_was_about_both(cast: Cast) -> None:
    case = case_with(cast, Whom.EACH_TARGET)
    done_for(case, cast.sem, cast.noor, note="Voor allebei.")
    done_for(case, cast.sem, note="Voor Sem een ander.")
    assert notes(case) == ["Voor allebei.", "Voor Sem een ander."]
    assert case.task(BUDDY).settled


def test_those_who_write_about_the_same_child_are_shown_what_a_colleague_wrote(cast: Cast) -> None:
    case = case_with(cast, Whom.EACH_TARGET)
    theirs = done_for(case, cast.sem, note="Van een collega.", token=uuid4())
    with pytest.raises(Conflict) as conflict:
        done_for(case, cast.sem, note="Van mij.", token=uuid4())
    assert conflict.value.theirs == theirs
    done_for(case, cast.sem, note="Van ons samen.", token=uuid4(), seen=theirs.pk)
    assert notes(case) == ["Van ons samen."]


def test_writing_about_another_child_is_no_conflict(cast: Cast) -> None:
    case = case_with(cast, Whom.EACH_TARGET)
    done_for(case, cast.sem, token=uuid4())
    done_for(case, cast.noor, token=uuid4())
    assert case.task(BUDDY).settled


def test_a_page_that_showed_the_newest_knew_those_before_it(cast: Cast) -> None:
    case = case_with(cast, Whom.EACH_TARGET)
    done_for(case, cast.sem, note="Lars is maatje.", token=uuid4())
    newest = done_for(case, cast.noor, token=uuid4())
    done_for(case, cast.sem, note="Jens is maatje.", token=uuid4(), seen=newest.pk)
    with pytest.raises(Conflict):  # that page did not know the one about Sem that came after it
        done_for(case, cast.sem, note="Mila is maatje.", token=uuid4(), seen=newest.pk)


@pytest.mark.parametrize(
    ("whom", "other"), [(Whom.EACH_TARGET, "daan"), (Whom.EACH_INSTIGATOR, "sem"), (Whom.EACH_OF_BOTH, "lars")]
)
def test_a_child_of_another_role_is_refused(cast: Cast, whom: Whom, other: str) -> None:
    case = case_with(cast, whom)
    people.add_child(act=case.act(), case_id=case.id, pupil_id=cast.lars.pk, role=Role.WITNESS)
    with pytest.raises(Refused, match="voor een andere leerling bedoeld") as refused:
        done_for(case, getattr(cast, other))
    assert refused.value.field == "about"
    assert not notes(case)


def test_nobody_chosen_is_refused_also_when_it_is_put_right(cast: Cast) -> None:
    case = case_with(cast, Whom.EACH_TARGET)
    with pytest.raises(Refused) as refused:
        done_for(case)
    assert refused.value.field == "about"
    fact = done_for(case, cast.sem)
    with pytest.raises(Refused):
        done_for(case, corrects=fact.pk)


def test_a_child_of_no_part_in_the_case_is_not_allowed(cast: Cast) -> None:
    case = case_with(cast, Whom.EACH_TARGET)
    with pytest.raises(NotAllowed):
        recording.do_extra(
            act=case.act(), case_id=case.id, duty=BUDDY, on=case.today, about=[str(uuid4())], note="Voor een ander."
        )


def test_what_was_done_for_a_child_is_put_right_after_its_role_changed(cast: Cast) -> None:
    case = case_with(cast, Whom.EACH_TARGET)
    fact = done_for(case, cast.noor)
    child = UUID(case.key(cast.noor))
    people.change_role(act=case.act(), case_id=case.id, involved_id=child, role=Role.WITNESS)
    done_for(case, cast.noor, note="Mila is maatje.", corrects=fact.pk)
    assert notes(case) == ["Mila is maatje."]


def test_a_duty_that_is_done_once_has_one_at_a_time_and_names_no_child(cast: Cast) -> None:
    case = case_with(cast, Whom.ONCE)
    done_for(case, note="Eerst.")
    second = done_for(case, cast.sem, note="Daarna.")
    assert notes(case) == ["Daarna."]
    assert second.about == []
    assert case.task(BUDDY).settled
