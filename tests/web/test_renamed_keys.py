"""The stappenplan with every key renamed gives the same pages, plans and letters: outside its data a key means nothing.

Both are told through the same forms, with the same ids. Of a page nothing may differ but the keys in it.
"""

import os
import re
from collections.abc import Iterator
from itertools import count
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from kring.cases.models import Fact
from kring.mail.models import Letter
from kring.protocol.editions import PROTOCOLS
from kring.protocol.stappenplan import STAPPENPLAN
from kring.protocol.terms import Protocol
from kring.school.models import School
from tests.cases.telling import tell
from tests.cast import Cast, sign_in
from tests.paper.test_printing import text_of as printed
from tests.protocol.renaming import keys_in, renamed, with_other_keys
from tests.web.any_form import sent, through_forms
from tests.web.browsing import early, it_is_now
from tests.web.life import about, points, reported
from tests.web.test_access_table import asked
from tests.web.world import World, make_world

RENAMED = with_other_keys(STAPPENPLAN, "hernoemd")
BACK = {renamed(key): key for key in keys_in(STAPPENPLAN)} | {RENAMED.key: STAPPENPLAN.key}
A_RENAMED_KEY = re.compile("|".join(sorted(BACK, key=len, reverse=True)))
IDENTITY = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")
OF_THE_MOMENT = re.compile(
    r'(name="(?:token|csrfmiddlewaretoken|number)" value|kring-(?:seal|who)" content|data-[a-z-]*token|nonce)="[^"]*"'
    r'|(\?tot)=\d+|(?<=<strong class="number">)\d+'
)
"""What is made anew for each page, and the numbers of lines in the trail: PostgreSQL gives none of them twice."""

ANSWERS = (1, 1, 1, 0)
"""Bullying; what was agreed was not kept; not positive; positive, and well from then on."""

Told = tuple[str, str]
"""Where, and what was said there."""


class Keeping(Client):
    """A browser that keeps every page it was given."""

    def __init__(self, kept: list[Told]) -> None:
        super().__init__()
        self.kept = kept

    def request(self, **environ: Any) -> Any:
        answer = super().request(**environ)
        self.kept.append((f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}", text_of(answer)))
        return answer


def text_of(answer: Any) -> str:
    """The page as it is, a PDF by its text, and of what leads elsewhere the address."""
    if answer.headers.get("Content-Type") == "application/pdf":
        return printed(answer.content)
    if answer.streaming:
        return ""
    return f"{answer.status_code} {answer.headers.get('Location', '')}\n{answer.content.decode()}"


def without_keys(told: Told) -> Told:
    """With the keys as they were, ids numbered in their order, and without what is made anew for each page."""
    where, text = (A_RENAMED_KEY.sub(lambda found: BACK[found[0]], one) for one in told)
    numbers: dict[str, int] = {}

    def numbered(found: re.Match[str]) -> str:
        return f"ID{numbers.setdefault(found[0].replace('-', ''), len(numbers))}"

    return IDENTITY.sub("ID", where), IDENTITY.sub(numbered, OF_THE_MOMENT.sub(r"\1\2", text))


def told_under(protocol: Protocol, cast: Cast, world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Told]:
    """Every page of the life of a case under this protocol, its letters, and the school's pages; undone at the end."""
    monkeypatch.setattr(os, "urandom", Random(23).randbytes)
    # What one save writes down has one moment, and stands in the order of its ids: here that in which it was written.
    in_turn = count(1)
    monkeypatch.setattr(Fact._meta.get_field("id"), "_get_default", lambda: UUID(int=next(in_turn) << 64))
    kept: list[Told] = []
    with transaction.atomic():
        School.objects.filter(pk=cast.school.pk).update(protocol=protocol.key)
        cast.school.refresh_from_db()
        anouk, hein = sign_in(Keeping(kept), cast.anouk), sign_in(Client(), cast.hein)
        case = early(tell(cast))
        it_is_now(monkeypatch, case.today)
        vary(hein, protocol)
        reported(case, world)
        for number, point in enumerate(points(case, through_forms(anouk, case, monkeypatch, *ANSWERS))):
            it_is_now(monkeypatch, case.today)
            anouk.get(reverse("case", args=[case.id]))
            if number % 3 == 0:
                for row, url in about(world, case):
                    if row.how == "GET":
                        kept.append((f"{point}: {url}", text_of(asked(hein, "GET", url))))
        kept += [
            (f"letter {letter.kind} to {letter.to_staff}", f"{letter.subject}\n{letter.text}\n{letter.html}")
            for letter in Letter.objects.order_by("kind", "to_staff", "made_at", "pk")
        ]
        transaction.set_rollback(True)
    cast.school.refresh_from_db()
    return map(without_keys, kept)


def vary(head: Client, protocol: Protocol) -> None:
    """The school goes its own way in this protocol, by its form."""
    third = protocol.steps[2].key
    url = reverse("school_protocol")
    sent(head, url, **{f"title_{third}": "Samen verder", f"term_{third}": "1"})


@pytest.mark.slow
def test_a_page_is_the_same_under_other_keys(cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.KRING_MAIL = True
    monkeypatch.setitem(PROTOCOLS, RENAMED.key, (RENAMED,))
    world = make_world(cast)
    plain = list(told_under(STAPPENPLAN, cast, world, monkeypatch))
    other = list(told_under(RENAMED, cast, world, monkeypatch))
    for one, same in zip(plain, other, strict=False):
        assert one[0] == same[0], "another page comes next"
        assert one[1].split("\n") == same[1].split("\n"), f"{one[0]} depends on a key"
    assert len(plain) == len(other) > 400
    assert any(where.endswith("/pdf/") for where, _text in plain)
