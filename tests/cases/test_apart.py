"""Two who stand together are told apart in the shortest way that is enough, and nobody else gets more than a name."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kring.cases.apart import names_that_tell, told_apart, whole_names_apart
from kring.names.letters import bare


@dataclass(frozen=True)
class Group:
    title: str


@dataclass(frozen=True)
class Child:
    """A child as it is named."""

    first_name: str
    last_name: str = ""
    group: Group | None = None
    id: UUID = field(default_factory=uuid4)


def named(*whole: str, group: str = "groep 6") -> list[Child]:
    """Children with these names, in one group; `Noor Bakker/7` is in groep 7."""
    children = []
    for number, one in enumerate(whole, 1):
        name, _bar, other = one.partition("/")
        first, _space, last = name.partition(" ")
        children.append(Child(first, last, Group(f"groep {other}" if other else group), UUID(int=number)))
    return children


def called(*whole: str) -> list[str]:
    return list(told_apart(named(*whole)).values())


@pytest.mark.parametrize(
    ("children", "names"),
    [
        (["Noor Bakker"], ["Noor"]),
        (["Noor Bakker", "Sem Bakker"], ["Noor", "Sem"]),
        (["Noor Bakker", "Noor El Amrani", "Sem Bos"], ["Noor B.", "Noor E.", "Sem"]),
        (["Noor Bakker", "Noor Bos", "Noor Haddad"], ["Noor Ba.", "Noor Bo.", "Noor H."]),
        (["Noor Bakker", "Noor Bakhuis"], ["Noor Bakker", "Noor Bakhuis"]),
        (["Noor Bakker", "Noor Bakkers"], ["Noor Bakker", "Noor Bakkers"]),
        (["Noor de Vries", "Noor de Boer"], ["Noor V.", "Noor B."]),
        (["Noor de Vries", "Noor van Vries"], ["Noor de Vries", "Noor van Vries"]),
        (["Noor de vries", "Noor 't Hart"], ["Noor V.", "Noor H."]),
        (["Noor IJzerman", "Noor Ijsbrand"], ["Noor IJz.", "Noor Ijs."]),
        (["Noor IJzerman", "Noor Ilg"], ["Noor IJ.", "Noor Il."]),
        (["Zoë Bakker", "Zoe Bos"], ["Zoë Ba.", "Zoe Bo."]),
        (["Noor", "Noor Bakker"], ["Noor", "Noor B."]),
        (["★ Bakker", "♥ Bakker"], ["★", "♥"]),
        (["Noor B", "Noor Bakker"], ["Noor B", "Noor Ba."]),
        (["Noor Bakker", "Noor Bakker/7"], ["Noor (groep 6)", "Noor (groep 7)"]),
        (["Noor Bakker", "Noor Bakker/7", "Noor Bos"], ["Noor Ba. (groep 6)", "Noor (groep 7)", "Noor Bo."]),
        (["Noah de Vries", "Noah de Vries"], ["Noah de Vries (nr. 001)", "Noah de Vries (nr. 002)"]),
    ],
)
def test_each_gets_the_shortest_name_that_is_enough(children: list[str], names: list[str]) -> None:
    assert called(*children) == names


def test_a_name_that_was_typed_as_a_short_one_is_told_apart_from_the_one_that_kring_makes() -> None:
    children = [*named("Noor Bakker", "Noor El Amrani"), Child("Noor B.", "Smit", None, UUID(int=9))]
    names = list(told_apart(children).values())
    assert len({bare(name) for name in names}) == 3
    assert names[1] == "Noor E."


def test_who_is_never_seen_with_the_same_group_needs_no_more_than_a_first_name() -> None:
    six, seven, both = named("Noor Bakker", "Noor Bos", "Noor Haddad")
    groups = {six.id: frozenset({"6"}), seven.id: frozenset({"7"})}
    assert list(told_apart([six, seven], groups).values()) == ["Noor", "Noor"]
    groups[both.id] = frozenset({"6", "7"})
    assert list(told_apart([six, seven, both], groups).values()) == ["Noor B.", "Noor B.", "Noor H."]
    assert told_apart([six, seven], {six.id: frozenset({"6"}), seven.id: frozenset()})[six.id] == "Noor Ba."


def test_whole_names_are_told_apart_by_group_and_then_by_number() -> None:
    children = named("Noah de Vries", "Noah de Vries/7", "Noah de Boer")
    names = list(whole_names_apart(children).values())
    assert names == ["Noah de Vries (groep 6)", "Noah de Vries (groep 7)", "Noah de Boer"]
    alike = list(whole_names_apart(named("Noah de Vries", "Noah de Vries")).values())
    assert alike == ["Noah de Vries (nr. 001)", "Noah de Vries (nr. 002)"]


def test_the_number_of_a_child_is_the_same_beside_whomever_it_stands() -> None:
    one, two, three = (Child("Noah", "de Vries", None, uuid4()) for _number in range(3))
    assert told_apart([one, two])[one.id] == told_apart([three, one])[one.id] or one.id.int % 1000 in (
        two.id.int % 1000,
        three.id.int % 1000,
    )


def test_the_names_by_which_a_child_can_be_told_are_all_that_people_write() -> None:

    assert names_that_tell("Noor", "de Vries", "groep 6") == {
        "Noor V.",
        "Noor Vr.",
        "Noor Vri.",
        "Noor de Vries",
        "Noor (groep 6)",
        "Noor uit groep 6",
        "Noor van groep 6",
    }


children = st.builds(
    Child,
    first_name=st.sampled_from(["Noor", "noor", "Nóór", "Noor B.", "Sem", "Ж", "李"]),
    last_name=st.sampled_from(
        ["", "Bakker", "Bakkers", "bakker", "de Bakker", "B", "IJf", "El Amrani", "É", "-", "李"]
    ),
    group=st.sampled_from([None, Group("groep 6"), Group("groep 7")]),
    id=st.one_of(st.uuids(), st.integers(0, 5).map(lambda number: UUID(int=number * 1000))),
)
# A busy machine is no fault of a name.
calm = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
some = st.lists(children, max_size=8, unique_by=lambda child: child.id)


@calm
@given(some, st.data())
def test_no_two_are_called_alike_whatever_their_names_and_their_order(of: list[Child], data: st.DataObject) -> None:
    names = told_apart(of)
    assert len({bare(name) for name in names.values()}) == len(of)
    assert len({bare(name) for name in whole_names_apart(of).values()}) == len(of)
    assert told_apart(data.draw(st.permutations(of))) == names


@calm
@given(some)
def test_only_who_shares_a_first_name_gets_more_than_that(of: list[Child]) -> None:
    names = told_apart(of)
    for child in of:
        alone = all(bare(other.first_name) != bare(child.first_name) for other in of if other.id != child.id)
        typed = any(bare(names[other.id]) == bare(child.first_name) for other in of if other.id != child.id)
        if alone and not typed and not child.first_name.endswith("."):
            assert names[child.id] == child.first_name


@calm
@given(some)
def test_no_shorter_start_of_the_last_name_would_have_been_enough(of: list[Child]) -> None:
    for child in of:
        name = told_apart(of)[child.id]
        others = [other for other in of if other.id != child.id]
        if name.endswith(".") and name != child.first_name and "(" not in name and len(name.split()[-1]) > 2:
            start = bare(name.removeprefix(child.first_name))[:-1]
            assert start == "i" or any(bare(other.last_name.removeprefix("de ")).startswith(start) for other in others)
