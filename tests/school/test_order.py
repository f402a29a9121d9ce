"""People stand in a list as a reader looks for a name, on every database alike."""

import re
from pathlib import Path
from random import Random

import pytest
from django.test import Client
from django.urls import reverse

import kring
from kring.cases.around import colleagues_of
from kring.cases.case_file import in_order
from kring.school.models import Guardian, Guardianship, Pupil, StaffMember
from kring.school.order import by_name, pupils_by_name
from kring.web.road.pupils import to_choose
from tests.cases.telling import tell
from tests.cast import ITSELF, TODAY, Cast, sign_in
from tests.names.examples import ORDERED
from tests.school import plain as actions

STAFF = ["Ada Kok", "anna klein", "Anouk Vermeer", "Bram de Boer", "Carla Jansen", "Çelik Test", "Dirk Vos", "Éva Test"]
CHILDREN = ["Chloé", "D’Angelo", "Dex", "Ĳsbrand", "Isa", "Łukasz", "Ștefan", "Thảo", "yusuf", "Zoë"]


@pytest.fixture
def many(cast: Cast) -> Cast:
    random = Random(3)
    for name in random.sample(STAFF, len(STAFF)):
        if not StaffMember.objects.filter(school=cast.school, name=name).exists():
            actions.add_staff(act=ITSELF, school=cast.school, name=name, role="teacher")
    for name in random.sample(CHILDREN, len(CHILDREN)):
        actions.add_pupil(act=ITSELF, school=cast.school, first_name=name, last_name="Test", group=cast.group5)
    return cast


def placed(page: str, names: list[str]) -> list[str]:
    """These names in the order in which they stand on the page."""
    found = {name: page.index(name) for name in names}
    return sorted(found, key=lambda name: found[name])


@pytest.mark.parametrize("order", ORDERED)
def test_names_of_colleagues_and_children_stand_in_one_order(order: list[str]) -> None:
    shuffled = Random(5).sample(order, len(order))
    assert [one.name for one in by_name(StaffMember(name=name) for name in shuffled)] == order
    assert [one.name for one in by_name(Guardian(name=name) for name in shuffled)] == order


def test_children_stand_by_first_name_and_then_by_last_name() -> None:
    names = ["Lot Bos", "Lot de Vries", "Lot Łeda", "Lot-Jan Bos", "Lotte Aap"]
    children = [Pupil(first_name=name.split(" ", 1)[0], last_name=name.split(" ", 1)[1]) for name in reversed(names)]
    assert [one.name for one in pupils_by_name(children)] == names
    same = [Pupil(first_name="Noor") for _ in range(5)]
    assert pupils_by_name(same) == pupils_by_name(same[::-1])


def test_each_page_lists_people_in_that_order(client: Client, many: Cast) -> None:
    case = tell(many).report(many.sem, by=(many.daan,)).step_1().judged("bullying").step_3()
    sign_in(client, many.hein)
    for address in (
        reverse("school_people"),
        reverse("concern"),
        reverse("plan", args=[case.id]),
    ):
        page = client.get(address).content.decode()
        # Teachers who stand nowhere else: the owner of the case stands on top of the plan as well.
        shown = [name for name in STAFF if name in page and name not in ("Ada Kok", "Carla Jansen", "Anouk Vermeer")]
        assert len(shown) == 5, address
        assert placed(page, shown) == shown, address
    page = client.get(reverse("school_group", args=[many.group5.pk])).content.decode()
    assert placed(page, CHILDREN) == CHILDREN


def test_choices_stand_in_that_order(many: Cast) -> None:
    labels = [str(option.label).removesuffix(" Test") for option in to_choose(many.bram, TODAY).called("groep 5")]
    assert [label for label in labels if label in CHILDREN] == CHILDREN
    case = tell(many).report(many.sem, by=(many.daan,))
    names = [one.name for one in colleagues_of(case.case)]
    assert [name for name in names if name in STAFF] == [name for name in STAFF if name in names]


def test_children_of_a_case_stand_in_that_order(many: Cast) -> None:
    by = {pupil.first_name: pupil for pupil in Pupil.objects.filter(group=many.group5)}
    case = tell(many).report(many.sem, by=(by["Ștefan"], by["Zoë"], by["Isa"], by["Ĳsbrand"]))
    assert [child.pupil.first_name for child in in_order(case.file.everyone)][1:] == ["Ĳsbrand", "Isa", "Ștefan", "Zoë"]


def test_guardians_stand_in_that_order(client: Client, many: Cast) -> None:
    for name in ("Óscar Bakker", "Olga Bakker", "anna bakker"):
        actions.add_guardian(act=ITSELF, pupil=many.sem, name=name, relation="other", custody="yes")
    sign_in(client, many.hein)
    assert Guardianship.objects.filter(pupil=many.sem).count() == 5
    page = client.get(reverse("school_pupil", args=[many.sem.pk])).content.decode()
    order = ["anna bakker", "Inge Bakker", "Olga Bakker", "Óscar Bakker", "Tom Bakker"]
    assert placed(page, order) == order


def test_no_list_leaves_the_order_of_names_to_the_database() -> None:
    """A name in `order_by` is sorted otherwise by each database; in Python only `sort_key` compares names."""
    wrong = [
        f"{path.name}: {line.strip()}"
        for path in Path(kring.__file__).parent.rglob("*.py")
        if "migrations" not in path.parts
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"order_by\([^)]*name|name\.casefold\(\)", line)
    ]
    assert wrong == []
