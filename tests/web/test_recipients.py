"""Which of the cast gets which letter, told by the real verbs: docs/letters.md as a table of people.

Anouk owns the case and Bram stands in; Wil is kept out of it. Mo takes down the reports, and takes part. Carla sees the
danger herself. Cor is a second coordinator, Hugo a second head, about whom Mo reports. Each opens what they get.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from kring.backup.manifest import write_manifest
from kring.cases import account_letters, bodies, letters, recipients
from kring.cases.access import ALLOWED, Need
from kring.cases.actions import (
    answering_proposals,
    digest,
    opening,
    passing_on,
    people,
    postponing,
    recording,
    school_changes,
    second_step,
)
from kring.cases.actions.doubting import tell_of_doubted_clock
from kring.cases.actions.issuing import read_plan
from kring.cases.actions.known_fault import fault_is_known
from kring.cases.actions.refusals import tell_of_failures
from kring.cases.actions.reminding import sweep
from kring.cases.actions.restored import tell_of_old_backup
from kring.cases.letter_kinds import BY_KEY, LETTERS, Kind, To
from kring.cases.models import AT_ONCE, Case, CaseStaff, Report
from kring.cases.plan import newest_version
from kring.cases.queries import current_facts
from kring.cases.recipients import WHO, Occasion
from kring.mail.models import Letter
from kring.protocol.terms import Role as ChildRole
from kring.protocol.terms import Stage
from kring.reports.actions import handling, reminding, settling
from kring.reports.told import Fear, Subject
from kring.school.models import Group, Guardian, Guardianship, Proposal, Pupil, Role, School, StaffMember
from kring.school.rights import Standing
from kring.school.second_yes import waiting
from kring.school.typed import TypedChild
from kring.school.worker_clock import take_turn
from kring.trail.faults import Fault, Wrong
from kring.trail.verbs import WhyKnown
from kring.web.way_in import forgotten
from tests.cases.telling import Telling, tell
from tests.cast import ITSELF, NOW, PASSWORD, TODAY, Cast, act_of, sign_in
from tests.mail.post import write
from tests.reports.telling import doors_of, somebody_tells, told
from tests.school import plain as actions

TABLE = """
letter                    Anouk Bram Wil Carla Cor Hein Hugo Mo Ada

plan_issued               .     x    .   x     x   x    x    x  .
plan_changed              .     x    .   x     x   x    x    x  .
plan_shut                 x     x    .   .     x   x    x    .  .
plan_unread               .     x    .   x     x   x    x    .  .
report_received           x     x    .   .     .   .    .    .  .
case_opened               .     .    .   x     x   x    x    .  .
against_facts             .     .    .   x     x   x    x    .  .
danger                    x     x    .   x     x   x    x    .  .
danger_waits              x     x    .   x     x   x    x    .  .
gave_over                 x     .    .   .     .   .    .    .  .
stand_in                  .     x    .   .     .   .    .    .  .
joined                    .     .    .   .     .   .    .    x  .
story_kept_back           .     .    .   x     x   x    x    .  .
story_passed_on           x     x    .   .     .   .    .    .  .
kept_out                  .     .    .   x     x   x    x    .  .
relative                  .     .    .   x     x   x    x    .  .
safety_unanswered         .     .    .   x     x   .    .    .  .
talk_to_endorse           .     .    .   x     x   x    x    .  .
concern                   .     .    .   .     .   x    .    .  .
observation_asked         .     x    .   x     x   x    x    x  .
observation_asked_again   .     x    .   x     x   x    x    .  .
due_tomorrow              x     x    .   x     x   x    x    .  .
due_after_holiday         x     x    .   x     x   x    x    .  .
due_after_they_left       x     x    .   .     .   .    .    .  .
due_today                 x     x    .   x     x   x    x    .  .
guideline_passed          x     x    .   x     x   x    x    .  .
later                     .     .    .   x     x   .    .    .  .
late_for_coordinator      .     .    .   x     x   .    .    .  .
late_for_head             .     .    .   .     .   x    x    .  .
handed_over               .     .    .   .     x   .    .    .  .
pupil_to_list             .     .    .   .     .   x    x    .  x
pupil_left                x     x    .   .     .   .    .    .  .
digest                    .     .    .   x     x   .    .    .  .
refused_address           .     .    .   .     .   .    .    .  x
given_up_address          .     .    .   .     .   .    .    .  x
clock_doubted             .     .    .   .     .   x    x    .  x
told_something            .     .    .   x     x   x    x    .  .
told_danger               .     .    .   x     x   x    x    .  .
told_danger_waits         .     .    .   x     x   x    x    .  .
told_waits                .     .    .   x     x   x    x    .  .
told_late                 .     .    .   .     .   x    x    .  .
told_passed_on            x     .    .   .     .   .    .    .  .
role_proposed             .     .    .   x     x   x    x    .  .
role_given                .     .    .   x     x   .    x    .  .
address_proposed          .     .    .   x     x   x    x    .  .
proposal_answered         .     .    .   .     .   .    .    .  x
proposal_lapsed           .     .    .   .     .   .    .    .  x
backup_old                .     .    .   .     .   x    x    .  x
trail_fault_known         .     .    .   .     .   x    x    .  .
password                  .     .    .   .     .   .    .    x  .
invitation                .     .    .   .     .   .    .    x  .
joining                   .     .    .   .     .   .    .    x  .
address_asked             .     .    .   .     .   .    .    x  .
address_changed           .     .    .   .     .   .    .    x  .
second_step_added         .     .    .   .     .   .    .    x  .
second_step_removed       .     .    .   .     .   .    .    x  .
spare_codes_few           .     .    .   .     .   .    .    x  .
codes_guessed             .     .    .   .     .   .    .    x  .
let_back_in               .     .    .   .     .   .    .    x  .
let_back_in_told          .     .    .   .     .   x    x    .  .
"""

HEADER, *ROWS = (line.split() for line in TABLE.strip().splitlines() if line.strip())
EXPECTED = {name: {who for who, cell in zip(HEADER[1:], cells, strict=True) if cell == "x"} for name, *cells in ROWS}

SAME_PEOPLE = {
    # Nobody has read a version that was issued this moment.
    ("plan_issued", To.NOT_READ),
    ("plan_changed", To.NOT_READ),
    # No administrator opens a case, so of a case this word means the heads, as it says.
    ("late_for_head", To.ADMINISTRATORS),
    ("late_for_head", To.WHO_KEEPS_PUPILS),
    # The one whom it is about is kept out whatever the word, and the administrators do not read it: heads are left.
    ("concern", To.HEADS),
    ("concern", To.ADMINISTRATORS),
    ("concern", To.WHO_KEEPS_PUPILS),
    # Who proposed it keeps the people of the school.
    *((f"proposal_{end}", to) for end in ("answered", "lapsed") for to in (To.ADMINISTRATORS, To.WHO_KEEPS_PUPILS)),
    # Of those who read what is told the verb names the heads, when what was promised was not done.
    *(("told_late", to) for to in (To.HEADS, To.ADMINISTRATORS, To.WHO_KEEPS_PUPILS)),
    # The page behind it is for those who keep people: of those who lead, the heads.
    ("let_back_in_told", To.LEADERS),
    # The page behind it is for the heads alone.
    *(("trail_fault_known", to) for to in (To.ADMINISTRATORS, To.LEADERS, To.WHO_KEEPS_PUPILS)),
}
"""A letter and another word that would pick the same people at every moment at which the letter is written; not of
words that are one function in `WHO`, and only say better who that is."""


@dataclass
class Post:
    """Who got which letter, whom every other word would have picked at that moment, and what did not open."""

    got: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    instead: dict[tuple[str, To], list[bool]] = field(default_factory=lambda: defaultdict(list))
    shut: list[str] = field(default_factory=list)
    known: set[Any] = field(default_factory=set)

    def collect(self) -> None:
        """Take in what was written since the last time, and open each letter as its reader."""
        for letter in Letter.objects.exclude(pk__in=self.known).exclude(key__startswith="test:"):
            self.known.add(letter.pk)
            self.got[letter.kind].add(letter.address.partition("@")[0].capitalize())
            links = dict.fromkeys(re.findall(r"https?://[^\s\"<>]+", f"{letter.text} {letter.html}"))
            assert links, letter.text
            for link in links:
                path = unescape(link).removeprefix(settings.KRING_URL)
                if not opens(path, None if BY_KEY[letter.kind].of_account else letter.to_staff):
                    self.shut.append(f"{letter.kind} to {letter.address}: {path}")


def opens(path: str, reader: StaffMember | None) -> bool:
    """Whether this address shows its page, and not the way in, to who got it; what it changes is undone."""
    client = sign_in(Client(), reader) if reader else Client()
    with transaction.atomic():
        answer: Any = client.get(path, follow=True)
        transaction.set_rollback(True)
    ended = answer.redirect_chain[-1][0] if answer.redirect_chain else path
    return answer.status_code == 200 and (reader is None or not ended.startswith(reverse("account_login")))


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Post:
    """Listens to who is asked for at every letter."""
    settings.KRING_MAIL = True  # without a mail server nobody can be invited
    settings.KRING_BACKUP = "/elsewhere"  # where nobody copies, no copy is missed
    post, ask = Post(), recipients.receivers

    def asked(letter: Kind, occasion: Occasion) -> list[StaffMember]:
        got = ask(letter, occasion)
        for to in To:
            try:
                other: list[StaffMember] | None = ask(replace(letter, to=to), occasion)
            except LookupError:
                other = None
            post.instead[letter.key, to].append(other is not None and set(other) == set(got))
        return got

    of_each = recipients.receivers_of_each

    def asked_of_each(asks: Sequence[tuple[Kind, Occasion]]) -> list[list[StaffMember]]:
        each = of_each(asks)
        assert [asked(*one) for one in asks] == each, "asked together they are the same"
        return each

    for module in (letters, digest, account_letters):
        monkeypatch.setattr(module, "receivers", asked)
    monkeypatch.setattr(letters, "receivers_of_each", asked_of_each)
    return post


def of_the_second_step(cast: Cast) -> None:
    """Mo has a key too much, uses up the spare codes, is guessed at, and is let back in."""
    mo: Any = {"account": cast.mo.account, "at": NOW}
    codes = second_step.add_passkey(credential=b"key", counted=0, **mo).codes
    other = second_step.add_passkey(credential=b"other", counted=0, **mo).factor
    second_step.remove_factor(factor=other, **mo)
    for code in codes:
        second_step.show_spare_code(code=code, **mo)
    second_step.codes_were_guessed(**mo)
    second_step.let_back_in(act=ITSELF, staff=cast.mo)


def everything(cast: Cast) -> Iterator[Telling]:
    """All that makes a letter, as it happens at a school; the case, after each part of the story."""
    add: Callable[..., StaffMember] = lambda name, role: actions.add_staff(  # noqa: E731
        act=ITSELF,
        school=cast.school,
        name=name,
        role=role,
        email=f"{name.split()[0].lower()}@dewilg.example",
        password=PASSWORD,
    )
    cor, hugo = add("Cor Vos", Role.COORDINATOR), add("Hugo Bos", Role.HEAD)
    case = tell(cast, cast.mo).report(cast.sem, by=(cast.daan,)).as_(cast.anouk)
    people.set_stand_in(act=case.as_(cast.carla).act(), case_id=case.id, to=cast.bram.pk)
    people.include_colleague(act=case.act(), case_id=case.id, staff_id=cast.mo.pk)
    people.exclude(act=case.as_(cast.carla).act(), case_id=case.id, staff_id=cast.wil.pk)
    once_more = opening.open_case(act=act_of(cast.wil), report=case.report_of(cast.sem))
    Case.objects.filter(pk=once_more.pk).update(closed_on=TODAY)
    inge = Guardianship.objects.get(guardian=cast.inge_bakker)
    for staff in (cast.mo, None):
        school_changes.say_who_on_staff(act=act_of(cast.ada), guardianship=inge, staff=staff)
    yield case
    grave = replace(case.report_of(cast.sem), dangers=(bodies.Danger.HOME,))
    opening.join_case(act=case.as_(cast.carla).act(), case_id=case.id, report=grave)
    yield case
    case.as_(cast.anouk).step_1().judged("bullying")
    sem = case.keys(ChildRole.TARGET)
    case.talk("ask_target", *sem, wants_together=False)
    case.talk(
        "joint_talk", *sem, *case.keys(ChildRole.INSTIGATOR), together=True, together_because="Ze gingen op kamp."
    )
    yield case
    case.asked_after_the_plan()
    yield case
    mo_reads(cast, case)
    recording.observe(
        act=case.as_(cast.mo).act(), case_id=case.id, observation=bodies.Observation(seen=False), on=TODAY
    )
    Case.objects.filter(pk=case.id).update(safety_due_on=date(2026, 11, 26))
    swept(cast, date(2026, 11, 27))
    yield case
    postponing.say_later(
        act=case.as_(cast.anouk).until_due().act(),
        case_id=case.id,
        later=bodies.Later(why=bodies.WhyLater.ILL),
        until_on=case.today + timedelta(days=1),
    )
    yield case
    case.hear(stopped=bodies.Stopped.LESS).evaluate("yes")
    yield case
    mo_reads(cast, case)
    opening.raise_concern(act=act_of(cast.mo), story="Er werd hard geroepen.", accused=hugo.pk)
    yield case
    Group.objects.filter(pk=cast.group6.pk).update(year_group=8)
    Case.objects.filter(pk=case.id).update(stage=Stage.TO_CLOSE)
    remind(cast, case, date(2027, 8, 30), date(2027, 7, 5))
    Case.objects.filter(pk=case.id).update(stage=Stage.UNDERWAY)
    Group.objects.filter(pk=cast.group6.pk).update(year_group=6)
    for due, today in LATE:
        remind(cast, case, due, today)
    for due, today, guideline in TO_BE_CLOSED:
        remind(cast, case, due, today, guideline=guideline)
        Case.objects.filter(pk=case.id).update(stage=Stage.TO_CLOSE)
        remind(cast, case, due, today, guideline=guideline)
        Case.objects.filter(pk=case.id).update(stage=Stage.UNDERWAY)
    Case.objects.filter(pk=case.id).update(stage=Stage.TO_CLOSE)
    by_lars = replace(case.report_of(cast.sem), reported_by=Report.By.PUPIL, reporter="Lars", story_kept_back=True)
    opening.join_case(act=case.as_(cast.mo).act(), case_id=case.id, report=by_lars)
    kept_back = Report.objects.get(case=case.id, story_kept_back=True)
    Case.objects.filter(pk=case.id).update(stage=Stage.TO_CLOSE)
    passing_on.pass_on_story(act=case.as_(cast.hein).act(), case_id=case.id, report_id=kept_back.pk)
    Case.objects.filter(pk=case.id).update(stage=Stage.TO_CLOSE)
    school_changes.change_pupil(act=act_of(cast.ada), pupil=cast.daan, left_on=TODAY)
    yield case
    daan = next(child.pk for child in case.file.people if child.pupil_id == cast.daan.pk)
    people.remove_child(
        act=case.as_(cast.carla).act(), case_id=case.id, involved_id=daan, because="Het was een ander.", mistake=True
    )
    yield case
    people.hand_over(act=case.as_(cast.hein).act(), case_id=case.id, to=cor.pk)
    yield case
    people.add_child(act=case.as_(cast.carla).act(), case_id=case.id, pupil_id=TypedChild("Bo"), role=ChildRole.WITNESS)
    for key, failed in (("test:1", "refused_at"), ("test:2", "given_up_at")):
        Letter.objects.filter(pk=write(cast.mo, key).pk).update(**{failed: NOW})
    tell_of_failures(at=NOW)
    School.objects.exclude(pk=cast.school.pk).update(is_demo=True)  # a demo has no clock to put right
    take_turn(NOW)
    take_turn(NOW + timedelta(days=40))
    tell_of_doubted_clock(at=NOW)
    write_manifest(NOW - timedelta(days=3))
    tell_of_old_backup(at=NOW)
    fault_is_known(fault=Fault(Wrong.MISSING, 3, 3, digest="0" * 60), why=WhyKnown.BROKE, at=NOW)
    Client().post(reverse("account_reset_password"), {"email": "mo@dewilg.example"})
    forgotten.send_asked()
    for joins in ("asked", "joined"):  # the owner of an account of another school is asked, a new one is invited
        StaffMember.objects.filter(pk=cast.mo.pk).update(joins=joins)
        sign_in(Client(), cast.ada).post(reverse("school_person_invite", args=[cast.mo.pk]))
    yield case
    told_by_the_doors(cast)
    yield case
    answers: list[Callable[[Proposal], object]] = [
        lambda asked: answering_proposals.say_no(act=act_of(cast.hein), proposal=asked, because="Nog niet."),
        lambda asked: answering_proposals.let_proposals_lapse(school=cast.school, at=NOW + timedelta(days=30)),
        lambda asked: school_changes.say_yes(act=act_of(cast.hein), proposal=asked),
    ]
    for answer in answers:
        school_changes.change_colleague(act=act_of(cast.ada), staff=cast.mo, role=Role.TEACHER)
        yield case
        answer(waiting(cast.mo).get())
        yield case
    of_the_second_step(cast)
    yield case
    school_changes.change_colleague(act=act_of(cast.ada), staff=cast.mo, email="mo.yilmaz@dewilg.example")
    yield case
    school_changes.say_yes(act=act_of(cast.hein), proposal=waiting(cast.mo).get())
    yield case


def told_by_the_doors(cast: Cast) -> None:
    """Children tell of children and of an adult, in danger and not; what was promised is not done."""
    door, afraid = doors_of(cast), (Fear.AFRAID_NOW,)
    in_danger = somebody_tells(door, told("Ik ben bang.", fears=afraid))
    settling.write(school=cast.school, at=NOW)
    something = somebody_tells(door)
    settling.write(school=cast.school, at=NOW + timedelta(hours=1))
    handling.pass_on(act=act_of(cast.hein), incoming_id=something.pk, staff_id=cast.anouk.pk, with_name=False)
    a_day = timedelta(days=1)
    for hour, fears in ((2, ()), (3, afraid)):
        at = NOW + a_day + timedelta(hours=hour)
        somebody_tells(door, told(f"Hij roept {hour} keer.", fears=fears), subject=Subject.STAFF, at=at)
        settling.write(school=cast.school, at=at)
    for days in (2, 3, 4):
        reminding.remind(school=cast.school, at=NOW + days * a_day, today=TODAY + days * a_day)
        handling.take_up_danger(act=act_of(cast.carla), incoming_id=in_danger.pk)


LATE = [(date(2026, 11, 25), date(2026, 11, 26)), (date(2026, 11, 25), date(2026, 11, 27))]
TO_BE_CLOSED = [
    (date(2026, 12, 3), date(2026, 12, 2), False),
    (date(2026, 12, 3), date(2026, 12, 3), False),
    (date(2026, 12, 3), date(2026, 12, 4), True),
    (date(2027, 1, 4), date(2026, 12, 18), False),
]
"""When a step must be done, the day on which the sweep looks, and whether it is a guideline."""


def mo_reads(cast: Cast, case: Telling) -> None:
    version = newest_version(case.case)
    assert version is not None
    read_plan(act=case.as_(cast.mo).act(), version=version)


def swept(cast: Cast, day: date) -> None:
    sweep(school=cast.school, at=NOW + (day - TODAY), today=day)


def remind(cast: Cast, case: Telling, due: date, today: date, *, guideline: bool = False) -> None:
    """The sweep of that day, with the case due on that one: lists and sweeps look at the copied columns."""
    Case.objects.filter(pk=case.id).update(next_due_on=due, due_is_guideline=guideline, look_on=AT_ONCE)
    swept(cast, today)


def names_of(cast: Cast) -> set[str]:
    pupils = {part for pupil in Pupil.objects.filter(school=cast.school) for part in pupil.name.split()}
    guardians = {part for one in Guardian.objects.filter(school=cast.school) for part in one.name.split()}
    return {name for name in pupils | guardians if name[0].isupper()}


@pytest.mark.slow
def test_each_of_the_cast_gets_the_letters_of_the_table_and_can_open_them(cast: Cast, post: Post) -> None:
    assert set(EXPECTED) == {letter.key for letter in LETTERS}
    for _part in everything(cast):
        post.collect()
    of_every_school = {"trail_fault_known": EXPECTED["trail_fault_known"] | {"Kees"}}  # the chain is of them all
    assert dict(post.got) == EXPECTED | of_every_school
    assert post.shut == []

    private = names_of(cast) | {"uitgelachen", "geroepen", "verstopt", "tas"}
    for letter in Letter.objects.all():
        words = set(re.findall(r"\w+", f"{letter.subject} {letter.text} {letter.html} {letter.key}"))
        assert not words & private, letter.subject

    # A word in another row of the table of letters, whichever, changes who gets that letter.
    idle = {
        (letter.key, to)
        for letter in LETTERS
        for to in To
        if WHO[to] is not WHO[letter.to] and all(post.instead[letter.key, to])
    }
    assert idle == SAME_PEOPLE
    assert {letter.to for letter in LETTERS} == set(To)


def test_danger_that_is_sent_to_the_owner_is_another_table(
    cast: Cast, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(BY_KEY, "danger", replace(BY_KEY["danger"], to=To.OWNER))
    story = everything(cast)
    for _part in range(2):
        next(story)
        post.collect()
    assert post.got["danger"] == {"Anouk", "Bram"} != EXPECTED["danger"]


def test_the_function_behind_a_word_decides_as_well(cast: Cast, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(WHO, To.OWNER_AND_LEADERS, WHO[To.HEADS])
    story = everything(cast)
    for _part in range(2):
        next(story)
        post.collect()
    assert post.got["danger"] == {"Hein", "Hugo"} != EXPECTED["danger"]


@pytest.mark.parametrize(("name", "told"), [("danger", True), ("plan_changed", False)])
def test_who_did_it_hears_of_it_only_where_the_table_says_so(cast: Cast, name: str, told: bool) -> None:
    case = tell(cast).report(cast.sem).case
    letter = BY_KEY[name]
    occasion = Occasion(case=case, by=cast.carla)
    assert (cast.carla in recipients.receivers(letter, occasion)) == told
    other = replace(letter, even_to_sender=not letter.even_to_sender)
    assert (cast.carla in recipients.receivers(other, occasion)) == (not told)


@pytest.mark.parametrize("letter", [one for one in LETTERS if one.page_is_of_a_case], ids=lambda one: one.key)
def test_who_is_kept_out_gets_no_letter_of_the_case_whatever_the_role_or_the_part(cast: Cast, letter: Kind) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).as_(cast.carla).step_1().judged("bullying").step_3()
    version = newest_version(case.case)
    everybody = [cast.anouk, cast.bram, cast.wil, cast.carla, cast.hein, cast.mo]
    Case.objects.filter(pk=case.id).update(stand_in=cast.bram)
    for staff in everybody:
        CaseStaff.objects.update_or_create(case=case.case, staff=staff, defaults={"part": CaseStaff.Part.EXCLUDED})
    asked = current_facts([case.id], ("observation_request",)).get()
    joined = frozenset(staff.pk for staff in everybody)
    occasion = Occasion(case=case.case, by=None, version=version, asked=asked, joined=joined)
    assert recipients.receivers(letter, occasion) == []


@pytest.mark.parametrize("name", ["anouk", "bram", "wil", "carla", "hein", "mo"])
def test_who_left_gets_no_letter(cast: Cast, name: str) -> None:
    case = tell(cast).report(cast.sem).as_(cast.carla).case
    staff = getattr(cast, name)
    StaffMember.objects.filter(pk=staff.pk).update(is_active=False)
    for letter in ("report_received", "danger", "plan_issued", "due_today", "late_for_head"):
        assert staff not in recipients.receivers(BY_KEY[letter], Occasion(case=case, by=None))


def test_a_letter_whose_occasion_says_too_little_is_an_error_and_not_a_letter_to_nobody(cast: Cast) -> None:
    case = tell(cast).report(cast.sem).case
    for name in ("concern", "plan_unread", "observation_asked_again"):
        with pytest.raises(LookupError):
            recipients.receivers(BY_KEY[name], Occasion(case=case, by=None))
    with pytest.raises(LookupError):
        letters.send("danger", Occasion(by=cast.anouk), at=NOW, once="x", who="Anouk")


@pytest.mark.parametrize(
    ("accused", "told"),
    [("hein", {"Carla"}), ("carla", {"Hein"}), ("mo", {"Hein"}), ("", {"Hein"})],
)
def test_a_report_about_staff_goes_to_the_heads_but_the_accused_else_to_the_coordinators(
    cast: Cast, accused: str, told: set[str]
) -> None:
    concern = opening.raise_concern(
        act=act_of(cast.bram), story="Er werd geroepen.", accused=getattr(cast, accused).pk if accused else None
    )
    occasion = Occasion(school=cast.school, by=cast.bram, concern=concern)
    assert {one.name.split()[0] for one in recipients.receivers(BY_KEY["concern"], occasion)} == told


def test_every_page_that_a_letter_leads_to_says_who_may_open_it() -> None:
    pages = {letter.page for letter in LETTERS if not letter.of_account}
    assert pages == set(recipients.NEEDS) | set(recipients.PAGES)
    assert {letter.page for letter in LETTERS if letter.page_is_of_a_case} == set(recipients.NEEDS)


@pytest.mark.parametrize(
    ("standing", "denied", "name"),
    [
        (Standing.TAKES_PART, Need.READ_FILE, "report_received"),
        (Standing.TEAM, Need.READ_PLAN, "plan_issued"),
        (Standing.TEAM, Need.OBSERVE, "observation_asked"),
    ],
)
def test_no_letter_goes_to_those_for_whom_its_page_is_shut(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, standing: Standing, denied: Need, name: str
) -> None:
    occasion = Occasion(case=tell(cast).report(cast.sem).case, by=None)
    reader = cast.anouk if standing is Standing.TAKES_PART else cast.mo
    assert reader in recipients.receivers(BY_KEY[name], occasion)
    monkeypatch.setitem(ALLOWED, standing, ALLOWED[standing] - {denied})
    assert reader not in recipients.receivers(BY_KEY[name], occasion)


def test_a_head_who_left_hears_of_no_report_about_staff(cast: Cast) -> None:
    StaffMember.objects.filter(pk=cast.hein.pk).update(is_active=False)
    concern = opening.raise_concern(act=act_of(cast.bram), story="Er werd geroepen.", accused=None)
    occasion = Occasion(school=cast.school, by=cast.bram, concern=concern)
    assert recipients.receivers(BY_KEY["concern"], occasion) == [cast.carla]


def test_what_was_noted_before_the_request_is_no_answer_to_it(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()
    recording.observe(
        act=case.as_(cast.mo).act(), case_id=case.id, observation=bodies.Observation(seen=False), on=TODAY
    )
    asked: Any = current_facts([case.id], ("observation_request",)).get()
    occasion = Occasion(case=case.case, by=None, asked=asked)
    assert cast.mo not in recipients.receivers(BY_KEY["observation_asked_again"], occasion)
    asked.first_at = NOW + timedelta(days=1)
    assert cast.mo in recipients.receivers(BY_KEY["observation_asked_again"], occasion)
    asked.first_at = current_facts([case.id], ("observation",)).get().at  # at that very moment it is none either
    assert cast.mo in recipients.receivers(BY_KEY["observation_asked_again"], occasion)


def test_who_read_another_plan_did_not_read_this_one(cast: Cast) -> None:
    read, other = (
        tell(cast).report(child, by=(cast.daan,)).step_1().judged("bullying").step_3()
        for child in (cast.sem, cast.noor)
    )
    mo_reads(cast, read)
    told = []
    for case in (read, other):
        occasion = Occasion(case=case.case, by=None, version=newest_version(case.case))
        told.append(cast.mo in recipients.receivers(BY_KEY["plan_unread"], occasion))
    assert told == [False, True]


def test_of_two_plans_in_one_round_each_reader_is_asked_for_the_one_that_waits(cast: Cast) -> None:
    read, other = (
        tell(cast).report(child, by=(cast.daan,)).step_1().judged("bullying").step_3()
        for child in (cast.sem, cast.noor)
    )
    mo_reads(cast, read)
    occasions = [Occasion(case=case.case, by=None, version=newest_version(case.case)) for case in (read, other)]
    each = recipients.receivers_of_each([(BY_KEY["plan_unread"], occasion) for occasion in occasions])
    assert [cast.mo in people for people in each] == [False, True]
