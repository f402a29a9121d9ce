"""What goes wrong: double clicks, two tabs, conflicts, sessions that end, deaths, mail that is away, a full disk."""

from datetime import timedelta
from random import Random
from typing import Any

from django.test import Client

from kring.cases.actions import recording
from kring.cases.bodies import Incident
from kring.mail.outbox import address_of
from kring.protocol.terms import Role
from kring.school.actions import say_clock_is_right
from kring.school.models import Role as Staff
from kring.school.models import StaffMember, WorkerClock
from kring.school.worker_clock import doubted_from
from kring.web.forms.tokens import Token
from kring.web.models import Draft
from tests.simulate.ledger import Draft as Kept
from tests.simulate.ledger import Said
from tests.simulate.minds import a_case, a_leader, a_school, mind, one_of, who_carries
from tests.simulate.mortal import COMMIT, COMMITTED, POINTS, full_disk
from tests.simulate.play import Play
from tests.simulate.school_life import REPORT, report_fields, which_case, who_reports
from tests.web.any_form import TYPED
from tests.web.browsing import fields_of, filled_in

CONCERN = "/melding/medewerker/"


OF_A_VERB = [
    ("web", name)
    for name in (
        "a fact is written",
        "a line of the trail is written",
        "the copies of a case are refreshed",
        COMMIT,
        COMMITTED,
    )
]
OF_A_FORM = [point for point in POINTS if point[0] == "web"]
NEEDS = {"a report is written": REPORT, "a concern is written": CONCERN, "letters are put into the outbox": CONCERN}
"""The form without which there is no such point."""


def _writes(play: Play, chance: Random, about: str = "") -> tuple[StaffMember, str, dict[str, Any], str]:
    """Somebody, a form with one text of theirs, what is typed into it, and the mark of that text."""
    case = a_case(play, chance)
    leader = a_leader(play, chance, case) if case else None
    if not about and case is not None and leader is not None and chance.random() < 0.6:
        if chance.random() < 0.5:
            mark = play.mark("d")
            return leader, f"/zaken/{case.pk}/thuis/", {"text": f"Oma past op. {mark}"}, mark
        school = next(one for one in play.schools if one.school.pk == case.school_id)
        mark = play.mark()
        fields = {"saw": "something", "what": f"Ze lachten samen. {mark}"}
        return school.somebody(chance, Staff.TEACHER, Staff.HEAD), f"/observatie/{case.pk}/", fields, mark
    school, mark = a_school(play, chance), play.mark("d")
    by = who_reports(school, chance)
    if about == CONCERN or (not about and chance.random() < 0.8):
        return by, CONCERN, {"story": f"Er werd hard geroepen. {mark}", "accused": ""}, mark
    return by, REPORT, report_fields(play, chance, school, mark), mark


def _sent(play: Play, chance: Random, who: StaffMember, path: str, token: Token, fields: dict[str, Any]) -> Any:
    """The form sent, with the answer to the question to which case it belongs."""
    answer = play.post(who, path, token, fields)
    if path == REPORT and answer.status_code == 200:
        fields |= which_case(chance, answer, fields)
        answer = play.post(who, path, token, fields)
    return answer


def _acknowledged(play: Play, who: StaffMember, path: str, mark: str, what: str) -> None:
    play.ledger.once[mark] = what
    play.ledger.drafts.pop(mark, None)
    if path == CONCERN:
        play.ledger.said[mark] = Said(who.school_id, None, who.pk)


def _keeps(play: Play, who: StaffMember, path: str, token: Token, fields: dict[str, Any], mark: str, turn: int) -> bool:
    """The page keeps what was typed as a draft, and says whether it is kept."""
    play.clock.tick()
    sent = {"token": token.signed(), "turn": str(turn), **fields}
    answer = play.browser(who).post("/concept/", sent)
    kept = bool(answer.status_code == 200 and answer.json()["kept"])
    if kept:
        play.ledger.drafts[mark] = Kept(who.pk, path, play.clock.now.timestamp())
    return kept


@mind("clicks twice", 5)
def clicks_twice(play: Play, chance: Random) -> str:
    who, path, fields, mark = _writes(play, chance)
    token = play.form_of(who, path)
    first = _sent(play, chance, who, path, token, fields)
    second = play.post(who, path, token, fields)
    if first.status_code == 303:
        _acknowledged(play, who, path, mark, "clicked twice")
        assert second.status_code == 303
        assert second["Location"] == first["Location"]
    play.count("troubles", "double click")
    return f"{who.name} clicks twice: {first.status_code}"


@mind("writes in two tabs", 5)
def two_tabs(play: Play, chance: Random) -> str:
    """The same page twice, a text in each; one is saved, the other waits, and is saved or thrown away or left."""
    who, path, fields, mark = _writes(play, chance)
    other = play.mark("d")
    here, there = play.form_of(who, path), play.form_of(who, path)
    fields_there = {
        name: value.replace(mark, other) if isinstance(value, str) else value for name, value in fields.items()
    }
    _keeps(play, who, path, there, fields_there, other, 1)
    _keeps(play, who, path, here, fields, mark, 1)
    answer = _sent(play, chance, who, path, here, fields)
    if answer.status_code == 303:
        _acknowledged(play, who, path, mark, "saved in one of two tabs")
    end = chance.randrange(3)
    if end == 0:
        play.clock.tick()
        play.browser(who).post("/concept/weg/", {"token": there.signed(), "sure": "1"})
        play.ledger.drafts.pop(other, None)
    elif end == 1:
        answer = _sent(play, chance, who, path, there, fields_there)
        if answer.status_code == 303:
            _acknowledged(play, who, path, other, "saved in the other tab")
    play.count("troubles", "two tabs")
    return f"{who.name} writes in two tabs ({end}): {answer.status_code}"


@mind("goes on with a draft", 8)
def goes_on_with_a_draft(play: Play, chance: Random) -> str | None:
    """What waits is found on the page of what is unsaved, opened, and saved or thrown away."""
    draft = one_of(
        chance, Draft.objects.filter(taken_over="").select_related("staff__account", "staff__school").order_by("id")
    )
    if draft is None or not draft.staff.is_active:
        return None
    who, path = draft.staff, draft.key.partition("#")[0]
    listed = play.get(who, "/concepten/")
    marks = [mark for mark, kept in play.ledger.drafts.items() if kept.by == who.pk and mark in draft.body]
    assert listed.status_code == 200
    answer = play.get(who, f"{path}?concept={draft.pk}")
    if answer.status_code != 200:
        return f"{who.name} opens a draft of a page that is gone: {answer.status_code}"
    form = fields_of(answer.content.decode())
    for mark in marks:
        assert mark in answer.content.decode(), f"the draft with {mark} is not in its page"
    play.clock.tick()
    if chance.random() < 0.4:
        play.browser(who).post(
            "/concept/weg/", {"sure": "1"} | {name: form[name] for name in ("token", "continues") if name in form}
        )
        for mark in marks:
            play.ledger.drafts.pop(mark, None)
        return f"{who.name} throws a draft away"
    answer = play.browser(who).post(path, form)
    if path == REPORT and answer.status_code == 200 and answer.context and "known" in answer.context:
        answer = play.browser(who).post(path, which_case(chance, answer, form))
    if answer.status_code == 303:
        for mark in marks:
            _acknowledged(play, who, path, mark, "saved from a draft")
    play.count("troubles", "draft gone on with")
    return f"{who.name} goes on with a draft: {answer.status_code}"


@mind("loses the session", 4)
def session_ended(play: Play, chance: Random) -> str:
    """What was typed is sent when the session has ended: it is kept for its writer, who finds it after signing in."""
    who, path, fields, mark = _writes(play, chance)
    token = play.form_of(who, path)
    days = chance.choice((0, 0, 1, 9))
    sent = {"token": token.signed(), **fields}
    play.go_to(play.clock.now + timedelta(days=days))
    answer = Client().post(path, sent)
    assert answer.status_code == 303, answer.status_code
    assert Draft.objects.filter(pk=token.id).exists(), "what was sent when the session had ended is kept"
    play.ledger.drafts[mark] = Kept(who.pk, path, play.clock.now.timestamp())
    page = play.get(who, f"{path}?concept={token.id}")
    assert page.status_code == 404 or mark in page.content.decode(), "it is there again after signing in"
    play.count("troubles", "session ended" if days < 8 else "session ended, form over a week old")
    return f"{who.name} had been signed out for {days} days: {answer['Location'].partition('?')[0]}"


READERS = {"severity": "d", "problem": "p", "analysis": "p"}
"""Of what two may write at once: who may read it, as in `Play.words`. What the problem is stands in the plan."""


@mind("two write the same", 4)
def conflict(play: Play, chance: Random) -> str | None:
    """Two who carry a case out open the same form; who saves last sees both texts, and saves again."""
    case = a_case(play, chance)
    if case is None:
        return None
    by, other = who_carries(play, case), a_leader(play, chance, case)
    told = play.told(case, by)
    visit = told.progress.current
    tasks = [task for task in visit.tasks if task.still_needed and task.duty.kind.value in READERS] if visit else []
    if not tasks or other is None or other == by:
        return None
    path = f"/zaken/{case.pk}/taak/{tasks[0].duty.key}/"
    pages = [play.get(who, path) for who in (by, other)]
    if {page.status_code for page in pages} != {200}:
        return None
    forms = [fields_of(page.content.decode()) for page in pages]
    codes = []
    for who, form in zip((by, other), forms, strict=True):
        mark = play.mark(READERS[tasks[0].duty.kind.value])
        typed = TYPED[tasks[0].duty.kind](told, tasks[0])
        name = "reasons" if "reasons" in typed else "text"
        play.clock.tick()
        answer = play.browser(who).post(path, filled_in(form, **(typed | {name: f"Zo zien we het. {mark}"})))
        if answer.status_code == 409:
            play.count("troubles", "conflict")
            assert mark in answer.content.decode(), "a conflict gives the text back"
            answer = play.browser(who).post(path, fields_of(answer.content.decode()))
        codes.append(answer.status_code)
        if answer.status_code == 303:
            _acknowledged(play, who, path, mark, "written by one of two")
    return f"{by.name} and {other.name} write the same in {case}: {codes}"


@mind("dies while saving", 28)
def dies_while_saving(play: Play, chance: Random) -> str:
    """The process goes down at a named point. Whoever pressed presses again: it is there once, whatever was lost."""
    whose, name = play.in_turn(OF_A_FORM)[0]
    who, path, fields, mark = _writes(play, chance, about=NEEDS.get(name, ""))
    token = play.form_of(who, path)
    kept = False
    if "draft" in name or chance.random() < 0.3:
        if "kept" in name:
            play.mortal.arm(whose, name)
        with play.may_die():
            kept = _keeps(play, who, path, token, fields, mark, 1)
    if "kept" not in name:
        play.mortal.arm(whose, name, wait=0 if name in NEEDS else chance.choice((0, 0, 0, 1)))
    answer: Any = None
    with play.may_die():
        answer = _sent(play, chance, who, path, token, fields)
    died = play.died
    if died:
        answer = _sent(play, chance, who, path, token, fields)
    if answer.status_code == 303:
        _acknowledged(play, who, path, mark, f"death: {name}")
    elif kept:
        play.ledger.drafts[mark] = Kept(who.pk, path, play.clock.now.timestamp())
    return f"{who.name} saves, {'it dies' if died else 'nothing dies'} ({name}): {answer.status_code}"


@mind("dies in a verb", 10)
def dies_in_a_verb(play: Play, chance: Random) -> str | None:
    case = a_case(play, chance)
    if case is None:
        return None
    whose, name = play.in_turn(OF_A_VERB)[0]
    told = play.told(case, who_carries(play, case))
    play.mortal.arm(whose, name, wait=chance.choice((0, 0, 1)))
    happened = Incident(what=f"Zijn jas lag op straat. {play.mark('d')}", place="playground")
    incidents = [(told.today, told.keys(Role.TARGET), happened)]
    with play.may_die():
        recording.record_incidents(act=told.act(), case_id=case.pk, incidents=incidents)
    return f"{told.by.name} notes something, {'it dies' if play.died else 'nothing dies'} ({name})"


@mind("the worker dies", 40)
def worker_dies(play: Play, chance: Random) -> str:
    """At a named point of its rounds or of the sweep in them, one of these days, when it comes there."""
    whose, name = play.in_turn([point for point in POINTS if point[0] != "web"])[0]
    play.worker_dies.append((whose, name, chance.choice((0, 0, 0, 1))))
    return f"the worker is to die at: {whose}: {name}"


@mind("mail is away", 6)
def mail_away(play: Play, chance: Random) -> str:
    """For some days, or until the next time; an address may be refused, or slow."""
    deed = chance.randrange(4)
    box = play.postbox
    if deed == 0:
        box.away = not box.away
    elif deed == 1:
        box.refuses = set() if box.refuses else {address_of(play.wilg.somebody(chance, Staff.TEACHER)) or ""}
    elif deed == 2:
        box.slow = set() if box.slow else {address_of(play.wilg.somebody(chance, Staff.HEAD)) or ""}
    else:
        box.away, box.refuses, box.slow = False, set(), set()
    how = "away" if box.away else "refuses" if box.refuses else "slow" if box.slow else "there"
    play.count("troubles", f"mail {how}")
    return f"mail: away {box.away}, refuses {len(box.refuses)}, slow {len(box.slow)}"


@mind("the disk is full", 4)
def disk_full(play: Play, chance: Random) -> str:
    """Before anything is written, or in the middle: the text comes back in the page, and goes once there is room."""
    who, path, fields, mark = _writes(play, chance)
    token = play.form_of(who, path)
    before = chance.random() < 0.5
    browser = play.browser(who)
    browser.raise_request_exception = False
    try:
        with play.little_room() if before else full_disk():
            answer = _sent(play, chance, who, path, token, fields)
            if before:
                play.work("morning")
    finally:
        browser.raise_request_exception = True
    if answer.status_code == 507:
        assert mark in answer.content.decode(), "a full disk gives the text back"
        answer = _sent(play, chance, who, path, token, fields)
        play.count("troubles", "disk full before" if before else "disk full in the middle")
    if answer.status_code == 303:
        _acknowledged(play, who, path, mark, "disk full")
    return f"{who.name} saves on a full disk: {answer.status_code}"


@mind("the server is off", 3)
def server_off(play: Play, chance: Random) -> str | None:
    """For days: the worker doubts the clock, removes and reminds nothing, until somebody says that it is right."""
    if not WorkerClock.objects.exists():
        return None
    play.clock.tick(int(timedelta(days=3, hours=2).total_seconds()))
    play.work("morning")
    assert doubted_from() is not None, "a clock that leapt by days is doubted"
    head = play.wilg.team(Staff.HEAD)[0]
    say_clock_is_right(act=play.act(head), shown=play.clock.now)
    play.work("morning")
    play.count("troubles", "a clock that is doubted")
    return f"the server was off for three days; {head.name} says that its clock is right"
