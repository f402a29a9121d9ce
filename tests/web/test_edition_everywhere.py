"""Every address of the access table for everybody, at every point in the life of a case of the invented protocol."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time
from itertools import cycle, islice
from typing import Any

import pytest
from django.http import HttpResponse

from kring.cases import bodies
from kring.cases.actions import planning
from kring.protocol.editions import PROTOCOLS
from kring.protocol.stappenplan import STAPPENPLAN
from kring.protocol.terms import Kind, Protocol, Role
from kring.school.models import School
from tests.cases.any_protocol import acts
from tests.cases.telling import Telling, tell
from tests.cast import Cast
from tests.protocol.other_edition import OTHER
from tests.protocol.renaming import keys_of
from tests.web.browsing import let_tick
from tests.web.life import about, points, reported
from tests.web.test_access_table import ROWS, WHO, Row, asked, come_in, word_for
from tests.web.world import World, make_world

FINE = (200, 302, 303, 404, 405, 409, 422)

NOT_ALWAYS = {
    "plan": "there is none before it was issued, and the team reads none of a closed case",
    "plan_version": "idem",
    "plan_pdf": "idem",
    "parent_copy": "idem",
    "parent_copy_pdf": "made of a plan",
    "observation": "colleagues watch by a plan, and no longer when the case is closed",
    "planned_talk_file": "only for a talk that is planned",
    "plan_talk": "only for a talk",
    "ask_wish": "only a child that is bullied or bullies, in an open case",
    "defender": "only a child that is bullied, in an open case",
    "endorse": "only of a talk that was held",
    "fact": "nothing but what is confidential before something was recorded",
    "parent_statement": "beside what was recorded, but what is confidential",
    "talk_summary": "only of a talk with a guardian who was told",
    "talk_summary_pdf": "idem",
    "withdraw": "not everything can be taken back",
    "correct": "not everything can be put right",
    "at_once": "only of a duty that has something to stand with; any other goes on to its own page",
    "waive": "only what is asked now",
    "take_up": "idem",
    "promise_told": "only what was promised in this case",
    "read_to_child": "only what stands there as the own words of a child",
    "end_expert": "only an expert who was brought into this case",
    "add_child": "an open case",
    "change_role": "an open case",
    "remove_child": "an open case",
    "swap_child": "an open case",
    "child_gone": "an open case",
    "relative": "only of a colleague who may be family, while nobody decided it for this case",
    "close_by_mistake": "an open case",
    "close": "an open case",
    "check_back": "a closed case, once there is a day to look back",
    "reopen": "a closed case",
    "inform": "only in a step that tells guardians",
    "report_done": "only for who took it down",
}
"""Addresses behind which, for those who may come there, something stands at some points only; and why."""


@pytest.fixture
def world(cast: Cast, settings: Any, other_protocol: Protocol) -> World:
    """The world of the table, in which there is another protocol to choose."""
    settings.KRING_MAIL = True
    return make_world(cast)


CLOSED = {row.address: row.gets for row in ROWS if row.face.endswith("/closed")}
OF_THE_CLOSED_ONE = {*CLOSED, "check_back", "reopen"}
"""What the table tells of another case than its running one: Mo takes part in this one, and not in that."""


def what_the_table_says(row: Row, case: Telling, who: str) -> str:
    """What they get at this address: of a closed case by the line about one, where there is such a line."""
    closed = case.progress.current is None
    gets = CLOSED.get(row.address, row.gets) if closed else row.gets
    of_the_closed_one = row.address in OF_THE_CLOSED_ONE and (closed or row.address not in CLOSED)
    return gets["T" if who == "M" and of_the_closed_one else who]


RIGHT = [who for who in WHO if next(row for row in ROWS if row.face == "case").gets[who] == "yes"]
REFUSED = [who for who in WHO if who not in RIGHT]

ATTRIBUTE = re.compile(r'(?:href|action|value|name|id|for)="([^"]*)"')
WORDS_OF_KRING = {"agreements", "incidents", "problem", "approach", "close", "issue_plan", "phase_out", "yes", "no"}
"""Names of fields, and answers to a question of Kring's own, that are also keys of the stappenplan."""


def differences(case: Telling, world: World, who: str, *, exactly: bool = False) -> list[str]:
    """What this person gets about this case now that the table does not say.

    Each address is opened, or an empty form is sent to it, in turn; both where they may not come, and `exactly`.
    """
    browser, found, refused = come_in(world, who), [], set()
    foreign = keys_of(STAPPENPLAN) - keys_of(case.file.protocol) - WORDS_OF_KRING
    turn = len(case.file.every_fact)
    for number, (row, url) in enumerate(about(world, case)):
        says = what_the_table_says(row, case, who)
        may_come = says not in ("-", "in")
        if not may_come and row.face in refused:
            continue  # whatever duty it is
        refused.add(row.face)
        for how in (row.how, "POST") if exactly or not may_come else ((row.how, "POST")[(number + turn) % 2],):
            answer = asked(browser, how, url)
            word = word_for(answer)
            if answer.status_code not in FINE:
                found.append(f"{who} gets {answer.status_code} at {how} {url}")
            if not may_come and word not in (says, "405"):
                found.append(f"{who} may not come at {row.face}, and {how} gets {word}")
            if not may_come or how != row.how:
                continue
            if word != says and (row.address not in NOT_ALWAYS or (exactly and row.address not in ELSEWHERE)):
                found.append(f"{who} gets {word} at {row.face} ({url}), and the table says {says}")
            of_this_school = who != "L" and row.address not in ("today", "agenda_feed")  # which tell of other cases too
            if word == "yes" and of_this_school and (keys := foreign & set(of_attributes(answer))):
                found.append(f"{row.face} names {sorted(keys)}, which are keys of another protocol")
    return found


def of_attributes(answer: HttpResponse) -> Iterator[str]:
    """Every word in an address, a value, a name or an id on a page."""
    if "html" in answer.headers.get("Content-Type", ""):
        for value in ATTRIBUTE.findall(answer.content.decode()):
            yield from re.split(r"[^a-z0-9_]+", value)


ELSEWHERE = {
    "at_once",
    "plan_talk",
    "check_back",
    "reopen",
    "promise_told",
    "end_expert",
    "read_to_child",
    "talk_summary",
    "talk_summary_pdf",
}
"""What the table shows for a talk only (that has more on its page), for the closed case, or for what is its own: a
promise, expert or summary."""

AS_IN_THE_TABLE = "terugblik 1, after paper"
"""Where a case stands as the running one of the table does: its plan went out, and it waits for its evaluation."""


IN_ROUNDS = (1, 1, 0)
WALKS = {
    "in rounds": (OTHER.key, IN_ROUNDS, "opened"),
    "small": (OTHER.key, (0,), "horen 1, after small"),
    **{key: (key, (), "opened") for key, editions in PROTOCOLS.items() if editions[-1] is not STAPPENPLAN},
}
"""The protocol, its answers by their number, and the first point that is looked at. The stappenplan as it was first
published is that of the table itself."""
MOST_POINTS = 20


@pytest.mark.slow
@pytest.mark.parametrize(("protocol", "answers", "begins"), WALKS.values(), ids=WALKS)
def test_at_every_point_each_gets_what_the_table_says_and_no_page_breaks(
    world: World,
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    protocol: str,
    answers: tuple[int, ...],
    begins: str,
) -> None:
    """Everybody where the case of the table stands, elsewhere one who may and one who may not, in turn. What comes
    round again is looked at once."""
    School.objects.filter(pk=cast.school.pk).update(protocol=protocol)
    cast.school.refresh_from_db()
    case = reported(tell(cast), world)
    may, may_not = cycle(RIGHT), cycle(REFUSED)
    wrong: list[str] = []
    seen: set[object] = set()
    shown_to_all: list[str] = []
    for point in islice(points(case, acts(case, *answers)), MOST_POINTS):
        current = case.progress.current
        stands = (
            (current.step.key, current.outcome, current.may_decide, point.startswith("reopened")) if current else None
        )
        if stands in seen or not (seen or point == begins):
            continue
        seen.add(stands)
        exactly = (protocol, point) == (OTHER.key, AS_IN_THE_TABLE)
        if exactly:
            plan_a_talk(case)
        let_tick(monkeypatch, datetime.combine(case.today, time(20), UTC))
        shown_to_all += [point] if exactly else []
        for who in WHO if exactly else (next(may), next(may_not)):
            wrong += [f"{point}: {one}" for one in differences(case, world, who, exactly=exactly)]
    assert not wrong, "\n".join(wrong)
    assert shown_to_all == ([AS_IN_THE_TABLE] if answers == IN_ROUNDS else [])
    assert len(seen) >= 4


def plan_a_talk(case: Telling) -> None:
    """A talk for the day of the evaluation."""
    current = case.progress.current
    assert current
    assert current.due
    task = current.task_of(Kind.TALK)
    assert task
    planning.plan_talk(
        act=case.act(),
        case_id=case.id,
        duty=task.duty.key,
        on=current.due.on,
        about=case.keys(Role.TARGET, Role.INSTIGATOR),
        talk=bodies.PlannedTalk(begins=time(14, 5)),
    )
