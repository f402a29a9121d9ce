"""A test of a page begins with a case that was told before in its process, as every other test does."""

import pytest

from kring.web.forms import texts
from tests import told_once
from tests.cast import Cast

pytestmark = pytest.mark.skipif(told_once.AFRESH, reason="TOLD_AFRESH: everything is told by the verbs")


def test_what_stands_around_every_test_of_a_page_lets_nobody_tell_afresh(cast: Cast, settings) -> None:
    settings.KRING_MAIL = True
    assert told_once._open[-1].holds


def test_what_a_verb_asks_does(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "__doc__", "")
    assert not told_once._open[-1].holds
