"""Makes a database to keep: the demo as `./dev run` makes it, with what a demo does not tell, and some pages opened.

    .venv/bin/python -m tests.kept.make 0.2.0

README.md beside this says when. The demo is made by `kring.config.start`, the rest by the verbs and the pages,
whenever it is made on the same day: what can be told must not hang on the week in which somebody makes it.
"""

import json
import lzma
import os
import re
import sqlite3
import sys
import tempfile
from contextlib import closing as closed
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.kept.installation import DATABASE, INSTALLATION_KEY, SECRET_KEY, environment, run

POSITIONS = "cases.json"
MADE_AT = datetime(2026, 11, 26, 14, tzinfo=UTC)
"""A Thursday afternoon far from any holiday."""


def main(name: str, into: Path) -> None:
    """Make the kept database of this name in the folder `into`."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        code, said = run("tests.kept.make", "--tell", env=environment(folder))
        if code:
            sys.exit(said)
        pack(folder, into / name)


def pack(folder: Path, kept: Path) -> None:
    """Write the database, compressed, with its keys and with where each case stood."""
    kept.mkdir(parents=True)
    with closed(sqlite3.connect(folder / DATABASE)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("VACUUM")
    with lzma.open(kept / f"{DATABASE}.xz", "wb", preset=9) as packed:
        packed.write((folder / DATABASE).read_bytes())
    for file in (INSTALLATION_KEY, SECRET_KEY, POSITIONS):
        (kept / file).write_bytes((folder / file).read_bytes())


# ── In a process that has the demo's data ───────────────────────────────────────────────────────────────────────────


def tell() -> None:
    """Make all that `./dev run` makes, tell and open what the demo has not, and write where every case stands."""
    from kring.config import start

    start._make_secret(Path(os.environ["KRING_SECRET_KEY_FILE"]))
    django_with_the_clock_at(MADE_AT)
    start._prepare()
    from kring.school.models import School

    tell_more(School.objects.get(), MADE_AT)
    open_pages()
    come_in_with_a_password(MADE_AT)
    practise(MADE_AT)
    come_by_the_doors(School.objects.get(practice=None), MADE_AT)
    go_through_the_trail()
    (Path(os.environ["KRING_DATA"]) / POSITIONS).write_text(json.dumps(positions(), indent=1))


def django_with_the_clock_at(moment: datetime) -> None:
    import django

    django.setup()
    from kring.web.request import clock

    clock.now = lambda: moment


def tell_more(school: Any, now: datetime) -> None:
    """A line of every kind that the demo's own cases lack, and what can stand beside a case."""
    from kring.cases import bodies
    from kring.cases.actions import (
        agreeing,
        answering,
        caring,
        closing,
        consulting,
        deciding,
        defending,
        hearing,
        helping,
        informing,
        joint,
        leaving,
        listening,
        opening,
        outsiders,
        people,
        planning,
        postponing,
        promising,
        putting_right,
        recording,
        relatives,
        releasing,
        school_changes,
        standing_in,
    )
    from kring.cases.models import Case, Promise
    from kring.cases.queries import is_late
    from kring.protocol.choices import AfterCare, Channel, ExtraDuty, StepTerm, StepTitle, Variation
    from kring.protocol.terms import Role, Stage, Whom
    from kring.school import actions
    from kring.school.act import Act
    from kring.school.models import Line, Pupil, StaffMember
    from kring.school.worker_clock import take_turn
    from tests.cases.telling import tell as told_by

    demo: Any = None  # the story is told with the demo's people, not with the cast
    today = now.date()
    staff = {member.name.split()[0]: member for member in StaffMember.objects.select_related("school")}
    children = {child.first_name: child for child in Pupil.objects.all()}

    def begun(by: str, target: str, instigator: str, day: date) -> Any:
        told = told_by(demo, staff[by]).on(day)
        told.report(children[target], by=(children[instigator],)).step_1().judged("bullying")
        return told

    variation = Variation(
        terms=(StepTerm("approach", 1),),
        titles=(StepTitle("approach", "Samen aan de slag"),),
        duties=(ExtraDuty("extra_1", "approach", "Ochtendgroet", "Vijf minuten, elke dag.", Whom.EACH_TARGET),),
        extra_channels=(Channel("channel_1", "Via de schoolapp"),),
        after_care=(AfterCare(weeks=4), AfterCare(months=3)),
    )
    actions.save_variation(act=Act(by=staff["Hein"], at=now, today=today), school=school, variation=variation)

    # One that goes on, under the school's own variation: not better after the first evaluation.
    goes_on = begun("Lies", "Luuk", "Adam", today - timedelta(days=21))
    goes_on.on(today - timedelta(days=20))
    target = goes_on.keys(Role.TARGET)
    recording.do_extra(
        act=goes_on.act(), case_id=goes_on.id, duty="extra_1", on=goes_on.today, about=target, note="Gaat goed."
    )
    left_out = next(
        link for link in goes_on.file.guardianships if str(link.pk) in goes_on.task("inform_guardians").missing
    )
    not_told = bodies.Informed(reached=bodies.Reached.NOT_INFORMED, because="Contactverbod.")
    informing.inform_guardian(
        act=goes_on.act(), case_id=goes_on.id, guardianship_id=left_out.pk, on=goes_on.today, informed=not_told
    )
    informing.see_not_told(act=goes_on.as_(staff["Carla"]).act(), case_id=goes_on.id, note="Eens.")
    goes_on.as_(staff["Lies"]).step_3()
    goes_on.on(today - timedelta(days=12)).evaluate("no", bodies.Kept.PARTLY)
    consulting.confirm_consultation(act=goes_on.as_(staff["Carla"]).act(), case_id=goes_on.id, note="Ja.")
    goes_on.as_(staff["Lies"])
    helping.offer_help(
        act=goes_on.act(),
        case_id=goes_on.id,
        about=goes_on.keys(Role.TARGET),
        on=goes_on.today,
        help_beside=bodies.HelpBeside(who="Schoolmaatschappelijk werk", what="Een gesprek per week."),
    )
    deciding.plan_step(act=goes_on.act(), case_id=goes_on.id, on=today, why="Adam is eerder ziek.")
    goes_on.on(today)
    wrong = goes_on.incident(what="Zijn jas lag in de sloot.")[0]
    recording.withdraw(act=goes_on.act(), case_id=goes_on.id, fact_id=wrong.pk, reason="Dat was een ander kind.")
    planning.plan_talk(
        act=goes_on.act(),
        case_id=goes_on.id,
        duty="talk",
        on=goes_on.file.calendar.after(today, 1),
        about=goes_on.keys(Role.TARGET, Role.INSTIGATOR),
        talk=bodies.PlannedTalk(begins=time(14, 5), place="Kamertje"),
        although_closed=True,
    )
    expert = bodies.OutsideExpert(name="Ilse Vonk", organisation="Wijkteam", shared="Het plan, zonder namen.")
    outsiders.bring_in_expert(act=goes_on.act(), case_id=goes_on.id, expert=expert)
    child = next(one for one in goes_on.file.everyone if one.role == Role.TARGET)
    releasing.release_copy(
        act=goes_on.act(),
        case_id=goes_on.id,
        involved_id=child.pk,
        problem="Er wordt geduwd.",
        agreements=[],
        approach="",
    )
    mother = next(link for link in goes_on.file.guardianships if link.must_be_told)
    listening.reply_to_plan(
        act=goes_on.act(),
        case_id=goes_on.id,
        guardianship_id=mother.pk,
        on=goes_on.today,
        reply=bodies.PlanReply(says=bodies.Reply.AGREES, version=1, how=bodies.Way.TALK),
    )
    listening.state(
        act=goes_on.act(),
        case_id=goes_on.id,
        fact_id=goes_on.file.facts[0].pk,
        guardianship_id=mother.pk,
        on=goes_on.today,
        text="Zo is het niet gegaan.",
        how=bodies.Way.WRITTEN,
    )
    putting_right.put_right(
        act=goes_on.act(), case_id=goes_on.id, guardianships=[mother.pk], on=today, said="Ik belde: de jas was van Bo."
    )
    goes_on.as_(staff["Carla"])
    recording.note_home(act=goes_on.act(), case_id=goes_on.id, text="Opa is ziek.")
    people.exclude(act=goes_on.act(), case_id=goes_on.id, staff_id=staff["Wil"].pk)
    people.include_colleague(act=goes_on.act(), case_id=goes_on.id, staff_id=staff["Tim"].pk)
    people.set_stand_in(act=goes_on.act(), case_id=goes_on.id, to=staff["Bram"].pk)
    people.add_child(act=goes_on.act(), case_id=goes_on.id, pupil_id=children["Thijs"].pk, role=Role.WITNESS)
    thijs = next(one.pk for one in goes_on.file.people if one.pupil_id == children["Thijs"].pk)
    why = "Thijs was die dag ziek."
    people.remove_child(act=goes_on.act(), case_id=goes_on.id, involved_id=thijs, because=why, mistake=True)
    goes_on.as_(staff["Lies"])
    no = bodies.Wish(wants_together=False, said="Liever niet.")
    joint.ask_wish(act=goes_on.act(), case_id=goes_on.id, on=today, involved_id=child.pk, wish=no)
    defending.name_defender(
        act=goes_on.act(),
        case_id=goes_on.id,
        on=today,
        involved_id=child.pk,
        pupil_id=children["Thijs"].pk,
        wants=False,
    )
    both = goes_on.keys(Role.TARGET, Role.INSTIGATOR)
    why = "Ze zitten op dezelfde sportclub."
    held = goes_on.talk("talk", *both, together=True, feeling=3, together_because=why)
    second = goes_on.as_(staff["Carla"]).act()
    joint.endorse_talk(act=second, case_id=goes_on.id, talk=held.pk, note="We spraken het door.")
    goes_on.as_(staff["Lies"])

    # One of the demo's own: more after-care was agreed on.
    cared_for = Case.objects.select_related("owner").get(stage=Stage.AFTER_CARE)
    caring.choose_more_care(
        act=Act(by=cared_for.owner, at=now, today=today),
        case_id=cared_for.pk,
        moment=bodies.CareMoment.AFTER_HOLIDAY,
        wanted=True,
    )

    # One of the demo's own that is late.
    late = Case.objects.filter(is_late(today)).select_related("owner").earliest("year", "number")
    postponing.say_later(
        act=Act(by=late.owner, at=now, today=today),
        case_id=late.pk,
        later=bodies.Later(why=bodies.WhyLater.OTHER, note="De groep is op kamp."),
        until_on=today + timedelta(days=1),
    )

    # One that was handed over, closed early, looked back on, and opened again.
    again = begun("Sanne", "Zoë", "Boaz", today - timedelta(days=30)).as_(staff["Carla"])
    closing.waive(
        act=again.act(), case_id=again.id, duty="ask_target", reason="Zoë wil er niet over praten.", child_says="Nee."
    )
    people.hand_over(act=again.act(), case_id=again.id, to=staff["Wil"].pk, reason="Sanne is met verlof.")
    again.hear()
    zoe = again.file.with_role(Role.TARGET)[0].pk
    let_go = again.file.of_kind("waived")[-1].pk
    hearing.hear_on_own_words(
        act=again.act(),
        case_id=again.id,
        involved_id=zoe,
        fact_id=let_go,
        answer=bodies.OwnWordsAre.NOT_SO,
        text="Wel.",
    )
    closing.close_case(
        act=again.act(),
        case_id=again.id,
        reason="Boaz is verhuisd.",
        check_on=today - timedelta(days=2),
    )
    again.on(today)
    closing.check_back(act=again.act(), case_id=again.id, quiet=False, note="Het is weer begonnen.")
    opening.raise_concern(act=again.as_(staff["Mo"]).act(), story="Er werd hard geroepen.", accused=staff["Dirk"].pk)
    told = bodies.Severity(level=bodies.Level.GRAVE, reasons="Zoë slaapt niet.", danger=(bodies.Danger.HOME,))
    in_danger = told_by(demo, staff["Sanne"]).on(today)
    in_danger.report(children["Zoë"], by=(children["Boaz"],)).incident()
    recording.estimate_severity(act=in_danger.act(), case_id=in_danger.id, severity=told)
    answered = bodies.DangerAnswered(called="Haar oma", done="Ze is bij oma.", time="10:40")
    answering.answer_danger(act=in_danger.act(), case_id=in_danger.id, on=today, answered=answered)
    answering.answer_safety(
        act=in_danger.act(),
        case_id=in_danger.id,
        safe=[],
        not_yet=in_danger.keys(Role.TARGET),
        watch=bodies.SafeForNow(who="Juf Sanne", places=("playground",)),
        until_on=today + timedelta(days=7),
    )
    promised = promising.make_promise(
        act=goes_on.act(),
        case_id=goes_on.id,
        about=goes_on.keys(Role.TARGET)[:1],
        staff_id=goes_on.by.pk,
        what="Elke pauze even langs bij Luuk.",
        weekdays=(1, 2, 3, 4, 5),
        on=today,
        until_on=today + timedelta(days=14),
    )
    promising.tell_promise(
        act=goes_on.act(),
        case_id=goes_on.id,
        promise_id=Promise.objects.get(fact=promised).pk,
        on=today,
        kept=False,
        note="Luuk was ziek.",
    )
    head = Act(by=staff["Hein"], at=now, today=today)
    actions.add_on_call(act=head, school=school, name="Hein Smit", number="06-0000 1001")
    standing_in.stand_in_for_all(
        act=head,
        staff_id=staff["Sanne"].pk,
        to=staff["Bram"].pk,
        from_on=today + timedelta(days=4),
        until_on=today + timedelta(days=8),
    )
    actions.check_numbers(act=head, school=school, numbers={Line.ALARM: "112"})
    for secret in ("voor-anouk-gemaakt", "van-anouk"):
        actions.make_calendar_address(act=Act(by=staff["Anouk"], at=now, today=today), secret=secret)
    agreeing.agree(
        act=goes_on.act(),
        case_id=goes_on.id,
        agreements=[bodies.Agreement(what="Luuk en Adam zitten apart.", who="Juf Lies", from_on=today)],
    )
    spoken = next(fact for fact in goes_on.file.of_kind("informed") if fact.outcome == "informed")
    releasing.summarise_talk(
        act=goes_on.act(), case_id=goes_on.id, fact_id=spoken.pk, text="U vertelde dat het thuis rustiger is."
    )
    family = next(link for link in in_danger.file.guardianships if link.pupil_id == children["Zoë"].pk)
    school_changes.say_who_on_staff(act=head, guardianship=family, staff=staff["Dirk"])
    relatives.decide_on_relative(
        act=in_danger.as_(staff["Carla"]).act(),
        case_id=in_danger.id,
        staff_id=staff["Dirk"].pk,
        keep_out=False,
        because="Hij heeft geen toezicht waar Zoë speelt.",
    )
    school_changes.change_pupil(act=head, pupil=children["Boaz"], left_on=today)
    boaz = next(one.pk for one in in_danger.file.people if one.pupil_id == children["Boaz"].pk)
    leaving.settle_gone(
        act=in_danger.act(), case_id=in_danger.id, involved_id=boaz, passed_on="De intern begeleider van zijn school."
    )
    take_turn(now)


def go_through_the_trail() -> None:
    from kring.config.trail_jobs import GoesThrough

    job = GoesThrough()
    while job(MADE_AT):
        pass


def open_pages() -> None:
    """Somebody comes in, opens a case, its plan and its file, and leaves a story half typed."""
    from django.urls import reverse

    from kring.cases.models import Case
    from kring.school.models import StaffMember
    from tests.web.browsing import opened

    anouk = StaffMember.objects.get(name="Anouk Vermeer")
    browser = browser_of(anouk)
    for case in Case.objects.filter(owner=anouk):
        for page in ("case", "file", "people"):
            browser.get(reverse(page, args=[case.pk]))
    form = opened(browser, reverse("report"))
    browser.post(reverse("keep_draft"), form | {"story": ["Vanochtend in de gang"]})


def come_in_with_a_password(now: datetime) -> None:
    """Somebody guesses at an address that nobody has; Mo comes in by the real door, with a password and an app."""
    from django.test import Client
    from django.urls import reverse

    from kring.cases.actions import second_step
    from kring.school.codes import code_of, half_minute_of
    from kring.school.models import StaffMember

    mo = StaffMember.objects.get(name__startswith="Mo ").account
    assert mo is not None
    word, secret, shown = "blauwe-fiets-42-regen", b"a secret that is kept", half_minute_of(now)
    mo.set_password(word)
    mo.save()
    second_step.add_app(account=mo, secret=secret, code=code_of(secret, shown), at=now)
    browser = Client(SERVER_NAME="localhost")
    browser.post(reverse("account_login"), {"login": "niemand@dewilg.example", "password": word})
    browser.post(reverse("account_login"), {"login": mo.email, "password": word})
    browser.post(reverse("second_step"), {"code": code_of(secret, shown + 1)})
    assert browser.get(reverse("own_step")).status_code == 200, "Mo does not come in"


def practise(now: datetime) -> None:
    """Somebody practises, in a school of their own."""
    from kring.demo.practice import begin
    from kring.school.models import StaffMember

    begin(of=StaffMember.objects.get(name="Anouk Vermeer"), at=now, today=now.date())


def come_by_the_doors(school: Any, now: datetime) -> None:
    """What the demo's doors lack: a parent with an address and whom the board named are mailed, and read by the link;
    what was told is passed on, answered by telephone and stopped."""
    from django.test import Client

    from kring.mail.models import Letter
    from kring.reports.actions import coming_back, handling, mailing, settling
    from kring.reports.models import By, Door, Said
    from kring.reports.told import Named, Subject, Teller, Told, Who
    from kring.school.act import Act, Itself
    from kring.school.models import StaffMember
    from tests.reports.outside import link_in
    from tests.reports.telling import somebody_tells

    door = Door.objects.select_related("school").get(school=school)
    ilse = Teller(name="Ilse", mail="ilse@example.org", phone="06 0000 1002", child="Luuk", group="5")
    what = Told(who=Who.ME, story="Luuk durft niet naar het plein.", bullied=(Named("Luuk", "5"),))
    told = somebody_tells(door, what, by=By.PARENT, teller=ilse, at=now)
    somebody_tells(door, Told(who=Who.ME, story="Hij schreeuwt."), subject=Subject.HEAD, at=now)
    carla = Act(by=StaffMember.objects.get(name__startswith="Carla", school=school), at=now, today=now.date())
    lies = StaffMember.objects.get(name__startswith="Lies", school=school)
    handling.pass_on(act=carla, incoming_id=told.pk, staff_id=lies.pk, with_name=True)
    handling.answer(act=carla, incoming_id=told.pk, text="Ik belde: we kijken mee.", called=True)
    settling.write(school=school, at=now)
    mailing.write_outside(school=school, at=now, today=now.date())
    browser = Client(SERVER_NAME="localhost")
    for letter in Letter.objects.filter(school=school, outside=True):
        page = browser.get(link_in(letter)).content.decode()
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
        assert browser.post(link_in(letter), hidden).status_code == 200, letter.kind
    about: Any = {"incoming_id": told.pk, "school_id": school.pk, "came": Itself(now)}
    coming_back.how_it_goes(**about, how=Said.What.BETTER, token=uuid4())
    coming_back.stop(**about, token=uuid4())


def browser_of(who: Any) -> Any:
    """A browser in which this colleague came in by the demo's door."""
    from django.test import Client
    from django.urls import reverse

    browser = Client(SERVER_NAME="localhost")
    answer: Any = browser.post(reverse("demo_sign_in_as", args=[who.pk]))
    assert answer.status_code == 303, f"{who.name} does not come in: {answer.status_code}"
    return browser


def positions() -> dict[str, list[str | int | None]]:
    """For each case: the step in which it stands, its round, when it is next due, when it was closed, and its facts."""
    from kring.cases.case_file import read_case_file
    from kring.cases.models import Case

    told: dict[str, list[str | int | None]] = {}
    for case in Case.objects.select_related("school").order_by("year", "number"):
        file = read_case_file(case)
        last = file.progress.last
        days = (file.progress.next_due_on, file.progress.closed_on)
        told[case.reference] = [
            str(last.step.title),
            last.round,
            *(day.isoformat() if day else None for day in days),
            len(file.every_fact),
        ]
    return told


if __name__ == "__main__":
    if sys.argv[1:] == ["--tell"]:
        tell()
    elif len(sys.argv) == 2:
        main(sys.argv[1], Path(__file__).parent)
    else:
        sys.exit(__doc__)
