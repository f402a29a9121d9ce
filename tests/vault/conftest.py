"""Two schools with keys, and keys forgotten between tests."""

from collections.abc import Iterator

import pytest

from kring.school.actions import add_school
from kring.school.models import School
from kring.vault.keys import forget_keys
from tests.cast import ITSELF


@pytest.fixture(autouse=True)
def _a_fresh_process() -> Iterator[None]:
    forget_keys()
    yield
    forget_keys()


@pytest.fixture
def wilg(db: None) -> School:
    return add_school(act=ITSELF, name="De Wilg", region="midden")


@pytest.fixture
def linde(db: None) -> School:
    return add_school(act=ITSELF, name="De Linde", region="noord")
