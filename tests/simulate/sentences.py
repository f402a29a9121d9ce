"""What must hold after each act: one function for each sentence, and a test with a planted fault for each.

Those about a case are asked of the cases that an act touched, by what it wrote into the trail; each second week of
all that run, and at the end of a year of all there are. Those about the whole are asked each second week.
"""

from collections.abc import Callable, Iterable
from copy import copy
from datetime import timedelta
from typing import Any
from uuid import UUID
from zlib import crc32

from django.db import transaction
from django.db.models import Count, F, Max, Q, QuerySet

from kring.cases import letters
from kring.cases.actions.change import copy_position
from kring.cases.cannot_wait import Why, cannot_wait
from kring.cases.case_file import CaseFile, read_case_files, reports_of
from kring.cases.models import Case, CaseStaff, Concern, Fact, Involved, Report
from kring.cases.plan_in_force import stale_now
from kring.cases.queries import today_lines
from kring.cases.to_say import look_at
from kring.cases.wrongly_told import still_to_hear
from kring.mail.models import Letter
from kring.mail.retention import TEXTS_STAY
from kring.prepared import prepared
from kring.reports.models import Incoming
from kring.school.calendars import calendar_for
from kring.school.models import Role, School, StaffMember
from kring.trail.faults import Noted
from kring.trail.models import TrailLine
from kring.trail.verifying import verify
from kring.web.forms.drafts import GOOD_FOR
from kring.web.models import Draft
from tests.simulate.ledger import Ledger, Said, marks_in
from tests.simulate.minds import kept_out_of
from tests.simulate.play import Broken, Play, row_changes

COPIED = (
    "group_id current_step current_round stage next_due_on trailing_due_on due_is_guideline closed_on ended_as "
    "danger_since safety_due_on departed_at talk_owed_on unendorsed_since relative_waits"
).split()
A_LONG_TRAIL = 2_000
"""With so many lines the trail is gone through at the end of a year only: it takes longer than all the rest."""
A_TURN = timedelta(hours=2)
"""So much later than its term something may be destroyed or marked: the worker has a turn each morning."""


def must(holds: object, sentence: str, about: object = "") -> None:
    if not holds:
        raise Broken(f"{sentence}: {about}")


@prepared
def _cases(cases: list[UUID]) -> QuerySet[Case]:
    return Case.objects.filter(pk__in=cases).select_related("school", "owner", "stand_in").order_by("id")


@prepared
def _lines_after(line: int) -> QuerySet[TrailLine]:
    return TrailLine.objects.filter(id__gt=line).order_by("id")


@prepared
def _lines_about(subject: UUID) -> QuerySet[TrailLine, int]:
    return TrailLine.objects.filter(subject_id=subject).values_list("pk", flat=True)[:1]


@prepared
def _drafts() -> QuerySet[Draft]:
    return Draft.objects.filter(taken_over="")


class Watch:
    """Looks at a run. What it has seen of rows and lines may not change any more."""

    def __init__(self, play: Play) -> None:
        self.play = play
        play.looks_now = self.after_act
        self.last_line = self.lines = 0
        self.end_of_trail: Noted | None = None
        self.letters = 0
        self._read_at: tuple[Any, ...] = ()
        self._files: dict[UUID, CaseFile] = {}
        self._todays: dict[Any, set[Any]] = {}
        self.asked: dict[str, int] = dict.fromkeys((*OF_A_CASE, *OF_THE_WHOLE), 0)

    @property
    def ledger(self) -> Ledger:
        return self.play.ledger

    def after_act(self) -> None:
        """What this act touched: the cases and the rows of which it wrote a line."""
        if self.play.restored:
            self.play.restored = False
            self.began_anew()
            self.everything()
            return
        new = _lines_after(self.last_line)
        self._take_in(new)
        touched = sorted({line.case_id for line in new if line.case_id}, key=str)
        for line in new:
            self.play.count("trail", line.verb)
        self._ask(OF_A_CASE, self.files(touched))
        for sentence in ("what was acknowledged is there once", "no draft is left behind"):
            self._ask_whole(sentence)

    def now_and_then(self) -> None:
        running = Case.objects.filter(closed_on=None).order_by("id").values_list("pk", flat=True)
        self._ask(OF_A_CASE, self.files(list(running)))
        for sentence in OF_THE_WHOLE:
            if sentence != "the trail is whole" or self.last_line < A_LONG_TRAIL:
                self._ask_whole(sentence)

    def everything(self) -> None:
        """All cases there are, and the whole."""
        self.after_act()
        self._ask(OF_A_CASE, self.files(list(Case.objects.order_by("id").values_list("pk", flat=True))))
        for sentence in OF_THE_WHOLE:
            self._ask_whole(sentence)

    def began_anew(self) -> None:
        """A backup was restored: what came after it is not there, and nobody expects it."""
        self._read_at = ()
        newest = TrailLine.objects.order_by("id").last()
        self.last_line, self.lines, self.end_of_trail = newest.pk if newest else 0, 0, None
        self.letters = Letter.objects.count()

    def _take_in(self, new: Iterable[TrailLine]) -> None:
        for line in new:
            self.last_line, self.lines = line.pk, self.lines + 1

    def on_todays_page_of(self, owner: StaffMember, file: CaseFile) -> set[Any]:
        """The cases on this person's Vandaag; asked once for all the cases that are looked at together."""
        if owner.pk not in self._todays:
            lines = today_lines(owner, self.play.clock.today, file.school_calendar)
            self._todays[owner.pk] = {line.case.pk for line in lines}
        return self._todays[owner.pk]

    def files(self, cases: list[Any]) -> list[CaseFile]:
        """These cases as they stand now, by school and id. What was read is read again once any row was written."""
        now = row_changes(), self.play.clock.today
        if now != self._read_at:
            self._read_at = now
            self._files.clear()
            self._todays.clear()
        found = _cases([one for one in cases if one not in self._files])
        for played in self.play.schools:
            of_school = [case for case in found if case.school_id == played.school.pk]
            if of_school:
                self._files |= read_case_files(of_school, calendar_for(played.school))
        asked = [self._files[one] for one in cases if one in self._files]
        place = [played.school.pk for played in self.play.schools]
        return sorted(asked, key=lambda file: (place.index(file.case.school_id), str(file.case.pk)))

    def _ask(self, sentences: "dict[str, OfACase]", files: Iterable[CaseFile]) -> None:
        for file in files:
            for sentence, asks in sentences.items():
                asks(self, file)
                self.asked[sentence] += 1

    def _ask_whole(self, sentence: str) -> None:
        OF_THE_WHOLE[sentence](self)
        self.asked[sentence] += 1


OfACase = Callable[[Watch, CaseFile], None]


# Of a case


def stays(watch: Watch, file: CaseFile) -> None:
    """A fact or report that was there is there, and says what it said; a new one is taken in."""
    known = watch.ledger.rows
    case = file.case
    for fact in file.every_fact:
        told = (
            fact.kind,
            fact.step,
            fact.round,
            fact.duty,
            fact.outcome,
            fact.on,
            fact.about,
            fact.sealed_body,
            fact.at,
        )
        _stays(watch, fact, crc32(repr(told).encode()))
        if fact.pk not in known:
            must(_lines_about(fact.pk), "every fact has its line in the trail", fact)
            watch.play.count("facts", fact.kind)
            if fact.outcome:
                watch.play.count("answers", f"{fact.kind}: {fact.outcome}")
            if fact.kind == "finished" or (fact.kind, fact.step) == ("closed", "close"):
                watch.play.count("steps", fact.step)
            for mark in marks_in(fact.sealed_body):
                watch.ledger.said.setdefault(mark, Said(case.school_id, case.pk, fact.by_id))
        known[fact.pk] = crc32(repr(told).encode())
    for report in reports_of(case):
        digest = crc32(repr((report.story, report.reporter, report.dangers, report.taken_at)).encode())
        _stays(watch, report, digest)
        if report.pk not in known:
            watch.play.count("reports", report.reported_by)
            for mark in marks_in(report.story):
                watch.ledger.said.setdefault(mark, Said(case.school_id, case.pk, report.taken_by_id))
        known[report.pk] = digest


def _stays(watch: Watch, row: Fact | Report, digest: int) -> None:
    must(watch.ledger.rows.get(row.pk, digest) == digest, "what was recorded never changes", row)


def copies_equal(watch: Watch, file: CaseFile) -> None:
    case, twin = file.case, copy(file.case)
    twin.save = lambda *_args, **_named: None  # type: ignore[method-assign]
    copy_position(twin, file)
    for name in COPIED:
        must(
            getattr(case, name) == getattr(twin, name),
            "copied columns equal the derivation",
            f"{case} {name}: {getattr(case, name)} is stored, {getattr(twin, name)} is so",
        )
    must(case.wrongly_told == len(still_to_hear(file)), "copied columns equal the derivation", f"{case} wrongly_told")


def open_on_its_term(watch: Watch, file: CaseFile) -> None:
    if file.case.closed_on is None:
        due = file.case.next_due_on
        must(due and file.calendar.is_school_day(due), "no term ends on a closed day", f"{file.case} {due}")


def plan_is_true(watch: Watch, file: CaseFile) -> None:
    if file.case.plan_is == Case.PlanIs.SOUND:
        stale = stale_now(file, watch.play.clock.today)
        must(not stale, "a plan in force says what is so, or is flagged", f"{file.case} {[one.what for one in stale]}")


def somebody_sees_it(watch: Watch, file: CaseFile) -> None:
    case = file.case
    if case.closed_on is not None:
        return
    must(case.owner.is_active, "who owns a running case works here", case)
    must(
        case.owner_id not in kept_out_of(case.pk),
        "who owns a running case works here",
        f"{case}: its owner is kept out",
    )
    must(case.pk in watch.on_todays_page_of(case.owner, file), "no child waits unseen", case)


def sweep_forgets_nobody(watch: Watch) -> None:
    """Of the cases that the sweep would not look at today, since nothing changed in them, there is nothing to say."""
    today = watch.play.clock.today
    for played in watch.play.schools:
        school = School.objects.get(pk=played.school.pk)
        calendar = calendar_for(school)
        if school.look_anew or not calendar.is_school_day(today):
            continue
        rests = Case.objects.filter(Q(look_on=None) | Q(look_on__gt=today), school=school)
        cases = list(rests.select_related("school", "owner", "stand_in").order_by("id"))
        with transaction.atomic():
            said = [one for looked in look_at(cases, today, calendar) for one in looked.to_say]
            written = letters.send_all(said, at=watch.play.clock.now, school=school)
            kinds = Letter.objects.order_by("-id").values_list("kind", flat=True)[:written]
            must(not written, "the sweep forgets nobody", list(kinds))
            transaction.set_rollback(True)


def finished_once(watch: Watch, file: CaseFile) -> None:
    places = [fact.place for fact in file.facts if fact.kind == "finished"]
    must(len(places) == len(set(places)), "a step is finished once", file.case)


OF_A_CASE: dict[str, OfACase] = {
    "what was recorded never changes": stays,
    "copied columns equal the derivation": copies_equal,
    "no term ends on a closed day": open_on_its_term,
    "a plan in force says what is so, or is flagged": plan_is_true,
    "no child waits unseen": somebody_sees_it,
    "a step is finished once": finished_once,
}


# Of the whole


def acknowledged_once(watch: Watch) -> None:
    """Of the texts that were acknowledged since this was last asked; what was found once stays, by the rows."""
    for mark, sentence in list(watch.ledger.once.items()):
        rows = rows_with(watch, mark)
        must(len(rows) == 1, "what was acknowledged is there once", f"{mark} ({sentence}) stands in {len(rows)} rows")
        del watch.ledger.once[mark]


def rows_with(watch: Watch, mark: str) -> list[Any]:
    """The facts, reports, concerns and what was told at a door, in which this text stands: those of the last hours,
    which is when it was kept."""
    since = watch.play.clock.now - timedelta(days=3)
    rows: list[tuple[Any, str]] = [(one, one.sealed_body) for one in Fact.objects.filter(at__gte=since)]
    rows += [(one, one.story) for one in Report.objects.filter(taken_at__gte=since)]
    rows += [(one, one.story) for one in Concern.objects.filter(raised_at__gte=since)]
    rows += [(one, one.content) for one in Incoming.objects.filter(came_on__gte=since.date())]
    return [one for one, text in rows if mark in marks_in(text)]


def rows_are_there(watch: Watch) -> None:
    there = {*Fact.objects.values_list("pk", flat=True), *Report.objects.values_list("pk", flat=True)}
    gone = [pk for pk in watch.ledger.rows if pk not in there]
    must(not gone, "what was recorded is there", f"{len(gone)} rows are gone")


def letters_once(watch: Watch) -> None:
    came, allowed = watch.play.postbox.came, watch.ledger.doubles_allowed
    twice = [one for one, times in came.items() if times > 1 + allowed[one]]
    must(not twice, "each letter goes once", twice)
    twins = Letter.objects.values("school", "key").annotate(times=Count("id")).filter(times__gt=1)
    must(not twins.exists(), "each letter goes once", "two of one occasion to one person")


def held_stay(watch: Watch) -> None:
    """Until a person says that one goes."""
    came = watch.play.postbox.came
    went = [one for one, times in watch.ledger.held.items() if came[one] > times]
    went += Letter.objects.filter(held_at__isnull=False, sent_at__gte=F("held_at")).values_list("message_id", flat=True)
    must(not went, "after a restore no letter of before goes by itself", went)


def letters_name_nobody(watch: Watch) -> None:
    for parcel in watch.play.postbox.new:
        text = parcel.content.replace(b"=\r\n", b"").replace(b"=\n", b"")
        named = b"stra" in text or marks_in(text)
        must(not named, "a letter names no child and tells no story", parcel.recipient)
    watch.play.postbox.new.clear()


def trail_is_whole(watch: Watch) -> None:
    """By Kring's own going through it, held against where it ended when this was last asked."""
    result = verify([watch.end_of_trail] if watch.end_of_trail else [])
    must(not result.faults and not result.former, "the trail is whole", [str(fault) for fault in result.faults])
    must(result.lines >= watch.lines, "the trail is whole", f"{result.lines} of {watch.lines} lines")
    watch.end_of_trail = result.end


def drafts_are_there(watch: Watch) -> None:
    now = watch.play.clock.now.timestamp()
    texts = " ".join(draft.body for draft in _drafts())
    for mark, draft in list(watch.ledger.drafts.items()):
        if now - draft.kept_at > GOOD_FOR.total_seconds():
            del watch.ledger.drafts[mark]
        else:
            must(mark in texts, "no draft is lost", f"{mark} on {draft.key}")


def drafts_are_gone(watch: Watch) -> None:
    """A text that was saved waits nowhere any more."""
    for draft in _drafts():
        saved = [mark for mark in marks_in(draft.body) if mark in watch.ledger.said]
        must(not saved, "no draft is left behind", f"{saved} on {draft.key}")


def destroyed_in_time(watch: Watch) -> None:
    now = watch.play.clock.now
    emptied = Letter.objects.filter(text__isnull=True, secret=False)
    too_soon = emptied.exclude(sent_at__lt=now - TEXTS_STAY + A_TURN)
    must(not too_soon.exists(), "what is destroyed, only after its term", "a letter lost its text")
    letters = Letter.objects.count()
    must(letters >= watch.letters, "what is destroyed, only after its term", "letters are gone")
    watch.letters = letters


def schools_apart(watch: Watch) -> None:
    mixed = (
        Involved.objects.exclude(pupil__school=F("case__school")),
        CaseStaff.objects.exclude(staff__school=F("case__school")),
        Fact.objects.exclude(by__school=F("case__school")),
        Letter.objects.filter(to_staff__isnull=False).exclude(to_staff__school=F("school")),
        TrailLine.objects.filter(by__isnull=False).exclude(by__school_id=F("school_id")),
    )
    for rows in mixed:
        must(not rows.exists(), "two schools never mix", rows.model.__name__)


def numbers_have_no_hole(watch: Watch) -> None:
    counted = Case.objects.values("school", "year").annotate(all=Count("id"), last=Max("number")).order_by()
    must(all(one["all"] == one["last"] for one in counted), "cases are numbered without a hole", list(counted))


def danger_is_seen(watch: Watch) -> None:
    for case in Case.objects.filter(danger_since__isnull=False):
        leaders = StaffMember.objects.filter(
            school=case.school_id, is_active=True, role__in=(Role.COORDINATOR, Role.HEAD)
        ).exclude(pk__in=CaseStaff.objects.filter(case=case, part=CaseStaff.Part.EXCLUDED).values("staff"))
        for leader in leaders:
            seen = {(one.why, one.case.pk) for one in cannot_wait(leader, watch.play.clock.today)}
            must((Why.DANGER, case.pk) in seen, "a danger stands before every leader until it is answered", case)


OF_THE_WHOLE: dict[str, Callable[[Watch], None]] = {
    "what was acknowledged is there once": acknowledged_once,
    "what was recorded is there": rows_are_there,
    "each letter goes once": letters_once,
    "after a restore no letter of before goes by itself": held_stay,
    "a letter names no child and tells no story": letters_name_nobody,
    "the trail is whole": trail_is_whole,
    "no draft is lost": drafts_are_there,
    "no draft is left behind": drafts_are_gone,
    "what is destroyed, only after its term": destroyed_in_time,
    "two schools never mix": schools_apart,
    "cases are numbered without a hole": numbers_have_no_hole,
    "a danger stands before every leader until it is answered": danger_is_seen,
    "the sweep forgets nobody": sweep_forgets_nobody,
}
