"""Every field of everything that a protocol is written in is looked at by check(protocol), or may hold anything."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import fields, is_dataclass, replace

import pytest

from kring.protocol import terms
from kring.protocol.check import check
from kring.protocol.stappenplan import STAPPENPLAN
from kring.protocol.terms import (
    Anchor,
    Condition,
    Definition,
    Duty,
    Ending,
    Kind,
    OfKring,
    Outcome,
    Protocol,
    Reopening,
    Step,
    Term,
    Test,
    Whom,
)

EMPTY = " "
MORE = Duty("more", Kind.EXTRA, "Meer")
NONSENSE: dict[type, dict[str, object]] = {
    Protocol: {
        "key": "",
        "edition": "",
        "title": EMPTY,
        "opening": (EMPTY,),
        "steps": (),
        "reopenings": (),
        "safe_for_now": OfKring(EMPTY, EMPTY, Term(Anchor.REPORT)),
    },
    OfKring: {"title": EMPTY, "how": EMPTY, "term": Term(Anchor.TALK, weeks=1)},
    Reopening: {"step": "", "after": ("", "")},
    Step: {
        "key": "",
        "title": EMPTY,
        "quotes": (EMPTY,),
        "number": -1,
        "duties": (replace(MORE, after=("gone",)),),
        "question": "",
        "tests": Definition("Pesten is", "Plagen is", ()),
        "outcomes": (),
        "closing": (replace(MORE, after=("gone",)),),
        "then": "gone",
        "terms": (),
        "repeats_per_term": True,
        "ends_case": True,
        "coming": "%(when)s",
        "remarks": (("", EMPTY),),
        "slug": "a b",
    },
    Outcome: {
        "key": "",
        "title": EMPTY,
        "then": "",
        "duties": (replace(MORE, after=("gone",)),),
        "good": False,
        "suggested": True,
        "ends_as": Ending.MISTAKE,
    },
    Duty: {
        "key": "",
        "kind": Kind.ISSUE_PLAN,
        "title": EMPTY,
        "whom": Whom.EACH_GUARDIAN,
        "condition": Condition.SEVERAL_OF_ONE_GROUP,
        "after": ("gone",),
        "after_all": True,
        "settles_date": True,
        "asks_wish": True,
        "several_at_once": True,
        "own_verdict": True,
        "of_the_school": True,
        "optional": True,
    },
    Definition: {"text": EMPTY, "difference": EMPTY, "tests": (), "own": "Pesten is nooit goed."},
    Test: {"by_one_or_more": ("one", "gone"), "key": "", "question": EMPTY, "answers": (), "of_the_school": True},
    Term: {
        "counted_from": Anchor.TALK,
        "school_days": -3,
        "weeks": -3,
        "months": 100_000,
    },
}
"""What no field may hold, of everything that a protocol is written in."""

ANY_VALUE_WILL_DO = {
    (Protocol, "opening_row"): "rows are for who compares with the document",
    (Reopening, "hint"): "a hint may be left out",
    (Step, "question_row"): "rows are for who compares with the document",
    (Step, "question_how"): "a hint may be left out",
    (Step, "heading"): "the document need not have one",
    (Step, "of_kring"): "a mark",
    (Outcome, "row"): "rows are for who compares with the document",
    (Outcome, "heading"): "the document need not have one",
    (Outcome, "quote"): "the document need not say it",
    (Outcome, "how"): "a hint may be left out",
    (Outcome, "word"): "without one the title is said",
    (Duty, "row"): "rows are for who compares with the document",
    (Duty, "hint"): "a hint may be left out",
    (Duty, "of_kring"): "a mark",
    (Duty, "quote"): "the document need not say it",
    (Duty, "sentence"): "the document need not say it",
    (Definition, "row"): "rows are for who compares with the document",
    (Definition, "introduced"): "the document need not say it",
    (Test, "hint"): "a hint may be left out",
    (Test, "several"): "a test may be answered by one or by several",
    (Term, "guideline"): "a term may be either",
}


def with_nonsense(one: object, kind: type, field: str) -> Iterator[object]:
    """Each protocol that differs in one place from this one: somewhere in it a `kind` has nonsense in this field."""
    if isinstance(one, tuple):
        for index, part in enumerate(one):
            yield from ((*one[:index], other, *one[index + 1 :]) for other in with_nonsense(part, kind, field))
    elif is_dataclass(one) and not isinstance(one, type):
        if isinstance(one, kind) and getattr(one, field) != NONSENSE[kind][field]:
            with suppress(ValueError):  # a duty that refuses itself
                yield replace(one, **{field: NONSENSE[kind][field]})
        for part in fields(one):
            yield from (
                replace(one, **{part.name: other}) for other in with_nonsense(getattr(one, part.name), kind, field)
            )


@pytest.mark.parametrize("kind", NONSENSE, ids=lambda kind: kind.__name__)
def test_every_field_of_a_protocol_is_looked_at_or_may_hold_anything(kind: type) -> None:
    looked_at = set(NONSENSE[kind])
    free = {field for one, field in ANY_VALUE_WILL_DO if one is kind}
    assert looked_at | free == {field.name for field in fields(kind)}
    assert not looked_at & free
    for field in NONSENSE[kind]:
        broken = list(with_nonsense(STAPPENPLAN, kind, field))
        assert broken
        assert any(check(one) for one in broken if isinstance(one, Protocol)), field  # some may be either


def test_every_term_and_title_anywhere_in_a_protocol_is_looked_at() -> None:
    for kind, field in (
        (Term, "weeks"),
        (Term, "months"),
        *((kind, "title") for kind in (Step, Duty, Outcome, OfKring)),
    ):
        for broken in with_nonsense(STAPPENPLAN, kind, field):
            assert isinstance(broken, Protocol)
            assert check(broken), (kind, field)


def test_all_that_a_protocol_is_written_in_stands_in_this_table() -> None:
    written_in = {one for one in vars(terms).values() if isinstance(one, type) and is_dataclass(one)} - {terms.OfKind}
    assert written_in == set(NONSENSE)
