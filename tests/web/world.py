"""A school in which something stands behind every address: for the table, and for a look at each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from django.urls import get_resolver, reverse

from kring.cases import bodies
from kring.cases.actions import (
    closing,
    opening,
    outsiders,
    people,
    planning,
    promising,
    recording,
    releasing,
    standing_in,
)
from kring.cases.models import Involved, Promise, Report
from kring.demo.doors import FACES
from kring.demo.portraits import drawn
from kring.mail.models import Letter
from kring.protocol.terms import Role as ChildRole
from kring.reports.actions import handling
from kring.reports.links import make_link
from kring.reports.models import By
from kring.reports.told import Fear, Named, Subject, Teller
from kring.school.actions import second_step
from kring.school.calendars import Closure
from kring.school.codes import code_of, half_minute_of
from kring.school.models import Guardian, Guardianship, Pupil, Role, StaffMember
from kring.school.pictures import small
from kring.school.typed import TypedChild
from tests.cases.telling import Telling, tell
from tests.cast import ITSELF, NOW, PASSWORD, TODAY, Cast, act_of
from tests.reports.telling import doors_of, somebody_tells, told
from tests.school import plain as actions
from tests.told_once import made_once

PATTERNS = get_resolver("kring.config.urls").url_patterns
ELSEWHERE = "/elsewhere"
"""At the end of a face: the same address about a case in which nobody of the table has a part."""
AGAIN = "/again"
"""At the end of a face: the same address about a case that those who are kept out began by reporting once more."""


@dataclass
class World:
    """Everybody of the table, and what each address needs to be written out."""

    who: dict[str, StaffMember]
    running: Telling
    arguments: dict[str, dict[str, Any]]
    elsewhere: "World | None" = None
    """The same addresses about cases in which nobody of `who` has a part, when it was asked for."""
    again: "World | None" = None
    """The same about cases of the same children, reported once more by those who are kept out, when asked for."""

    def url(self, face: str) -> str:
        return reverse(face.partition("/")[0], kwargs=self.known(face))

    def known(self, face: str) -> dict[str, Any]:
        """What this address is written out with: for most of those of a case that is the running one."""
        if face.endswith(ELSEWHERE):
            assert self.elsewhere is not None, "make_world(cast, elsewhere=True)"
            return self.elsewhere.known(face.removesuffix(ELSEWHERE))
        if face.endswith(AGAIN):
            assert self.again is not None, "make_world(cast, again=True)"
            return self.again.known(face.removesuffix(AGAIN))
        name = face.partition("/")[0]
        if face in self.arguments or name in self.arguments:
            return self.arguments.get(face) or self.arguments[name]
        return {"case_id": self.running.id} if about_a_case(name) else {}


def about_a_case(address: str) -> bool:
    """Whether this address says which case it is about, or which report that began one."""
    pattern = next(one for one in PATTERNS if getattr(one, "name", "") == address)
    return bool({"case_id", "report_id"} & set(pattern.pattern.converters))


@made_once
def make_world(cast: Cast, *, elsewhere: bool = False, again: bool = False) -> World:
    """A case that waits for its first evaluation, a closed one, and something behind every address.

    With `elsewhere` that twice: once with Anouk and Mo taking part, and Wil and Cor kept out; once with two children of
    a group of Jet's, where nobody of the table has a part. With `again` a third time: Wil and Cor each report the same
    children once more, in a case of its own, and nobody keeps them out of it.
    """
    cor = actions.add_staff(
        act=ITSELF,
        school=cast.school,
        name="Cor Vos",
        role=Role.COORDINATOR,
        email="cor@dewilg.example",
        password=PASSWORD,
    )
    kept_out = (cast.wil, cor)
    running = running_case(cast, cast.anouk, (cast.sem, cast.daan), kept_out=kept_out)
    people.include_colleague(act=running.act(), case_id=running.id, staff_id=cast.mo.pk)
    closed = closed_case(cast, running_case(cast, cast.anouk, (cast.noor, cast.jens), kept_out=kept_out))
    everybody = {
        "T": cast.anouk,
        "O": cast.bram,
        "M": cast.mo,
        "C": cast.carla,
        "H": cast.hein,
        "A": cast.ada,
        "X": cast.wil,
        "Y": cor,
        "L": cast.linde.coordinator,
    }
    of_cases = arguments_about(cast, running, closed, guardian=cast.inge_bakker, kept_out=cast.wil)
    world = World(everybody, running, of_cases | arguments_of_the_school(cast, running, cor))
    if elsewhere:
        world.elsewhere = make_elsewhere(cast, world)
    if again:
        world.again = make_again(cast, world, cor)
    return world


def make_again(cast: Cast, world: World, cor: StaffMember) -> World:
    """Cases about the same two children, begun by the reports of those who are kept out of the one that runs."""
    running = running_case(cast, cast.anouk, (cast.sem, cast.daan), reporter=cast.wil)
    people.include_colleague(act=running.act(), case_id=running.id, staff_id=cast.mo.pk)
    closed = closed_case(cast, running_case(cast, cast.anouk, (cast.sem, cast.daan), reporter=cor))
    return World(
        world.who,
        running,
        arguments_about(cast, running, closed, guardian=cast.inge_bakker, kept_out=cast.wil),
    )


def make_elsewhere(cast: Cast, world: World) -> World:
    """Cases of the same school in which nobody of the table is owner, stand-in, listed or kept out."""
    jet, guus = (
        actions.add_staff(act=ITSELF, school=cast.school, name=name, role=role, email=email, password=PASSWORD)
        for name, role, email in (
            ("Jet Blom", Role.TEACHER, "jet@dewilg.example"),
            ("Guus Prins", Role.MEMBER, "guus@dewilg.example"),
        )
    )
    group = actions.add_group(act=ITSELF, school=cast.school, school_year="2026-2027", name="7", year_group=7)
    actions.assign_teacher(act=ITSELF, group=group, staff=jet)
    pupils, guardians = [], []
    for first, last, mother in (("Fien", "Postma", "Tessa Postma"), ("Rik", "Hoekstra", "Loes Hoekstra")):
        pupils.append(actions.add_pupil(act=ITSELF, school=cast.school, first_name=first, last_name=last, group=group))
        added = actions.add_guardian(act=ITSELF, pupil=pupils[-1], name=mother, relation="mother", custody="yes")
        guardians.append(added.guardian)
    running = running_case(cast, jet, pupils, kept_out=(guus,))
    closed = closed_case(cast, running_case(cast, jet, pupils))
    return World(world.who, running, arguments_about(cast, running, closed, guardian=guardians[0], kept_out=guus))


def arguments_about(
    cast: Cast, running: Telling, closed: Telling, *, guardian: Guardian, kept_out: StaffMember
) -> dict[str, dict[str, Any]]:
    """What the addresses about a case are written out with, and behind each something in this running case."""
    owner = running.by
    recording.note_home(act=running.as_(cast.carla).act(), case_id=running.id, text="Opa is ziek.")
    facts = {fact.kind: fact for fact in running.file.every_fact}
    case = {"case_id": running.id}
    talk, home = case | {"fact_id": facts["talk"].pk}, case | {"fact_id": facts["home_note"].pk}
    child = Involved.objects.filter(case=running.id).first()
    first_target = Involved.objects.filter(case=running.id, role=ChildRole.TARGET).first()
    assert child is not None
    assert first_target is not None
    copy = releasing.release_copy(
        act=running.as_(owner).act(),
        case_id=running.id,
        involved_id=child.pk,
        problem="Er werd iemand uitgelachen.",
        agreements=[],
        approach="",
    )
    planned = planning.plan_talk(
        act=running.act(),
        case_id=running.id,
        duty="talk",
        on=TODAY + timedelta(days=7),
        about=running.keys(ChildRole.TARGET, ChildRole.INSTIGATOR),
        talk=bodies.PlannedTalk(begins=time(14, 5)),
    )
    promised = promising.make_promise(
        act=running.act(),
        case_id=running.id,
        about=[str(child.pk)],
        staff_id=owner.pk,
        what="Elke pauze even langs.",
        weekdays=(1, 2, 3, 4, 5),
        on=TODAY,
        until_on=TODAY + timedelta(days=7),
    )
    expert = outsiders.bring_in_expert(
        act=running.act(), case_id=running.id, expert=bodies.OutsideExpert(name="Marit Hoek", shared="Het plan.")
    )
    assert owner.account is not None
    guardian.email = owner.account.email  # perhaps the owner is family: that is asked
    guardian.save()
    guardianship = Guardianship.objects.get(guardian=guardian)
    informed = next(one for one in running.file.of_kind("informed") if one.outcome == "informed")
    summary = releasing.summarise_talk(
        act=running.act(), case_id=running.id, fact_id=informed.pk, text="Wat deze ouder meekreeg."
    )
    Report.objects.filter(case=running.id).update(story_kept_back=True)
    report = Report.objects.get(case=running.id)
    about: dict[str, dict[str, Any]] = {
        "take_up": case | {"duty": "talk"},
        "at_once": case | {"duty": "talk"},
        "pass_on_story": case | {"report_id": report.pk},
        "report_done": {"report_id": report.pk},
        "promise_told": case | {"promise_id": Promise.objects.get(fact=promised).pk},
        "plan_version": case | {"number": 1},
        "plan_pdf": case | {"number": 1},
        "plan_talk": case | {"duty": "talk"},
        "planned_talk_file": case | {"fact_id": planned.pk},
        "fact": talk,
        "end_expert": case | {"fact_id": expert.pk},
        "withdraw": talk,
        "endorse": talk,
        "ask_wish": case | {"involved_id": first_target.pk},
        "defender": case | {"involved_id": first_target.pk},
        "correct": talk,
        "parent_copy": case | {"involved_id": child.pk},
        "parent_copy_pdf": case | {"copy_id": copy.pk},
        "change_role": case | {"involved_id": child.pk},
        "remove_child": case | {"involved_id": child.pk},
        "swap_child": case | {"involved_id": child.pk},
        "child_gone": case | {"involved_id": child.pk},
        "lift_exclusion": case | {"staff_id": kept_out.pk},
        "relative": case | {"staff_id": owner.pk},
        "waive": case | {"duty": "talk"},
        "duty/talk": case | {"duty": "talk"},
        "duty/inform_guardians": case | {"duty": "inform_guardians"},
        "ask_child": case | {"involved_id": UUID(running.keys(ChildRole.TARGET)[0])},
        "child_reads": case | {"involved_id": UUID(running.keys(ChildRole.TARGET)[0])},
        "read_to_child": talk | {"involved_id": UUID(running.keys(ChildRole.TARGET)[0])},
        "child_says": case | {"involved_id": UUID(running.keys(ChildRole.TARGET)[0])},
        "more_care": case | {"moment": "after_holiday"},
        "inform": case | {"guardianship_id": guardianship.pk},
        "talk_between": case | {"guardianship_id": guardianship.pk},
        "plan_reply": case | {"guardianship_id": guardianship.pk},
        "parent_statement": talk,
        "talk_summary": case | {"fact_id": informed.pk},
        "talk_summary_pdf": case | {"fact_id": summary.pk},
        "add_phone": case | {"guardianship_id": guardianship.pk},
    }
    about |= {f"{name}/home": home for name in ("fact", "withdraw", "correct", "parent_statement")}
    about |= {f"{name}/closed": {"case_id": closed.id} for name in ("case", "plan", "observation")}
    about |= {name: {"case_id": closed.id} for name in ("check_back", "reopen")}
    return about


def arguments_of_the_school(cast: Cast, running: Telling, cor: StaffMember) -> dict[str, dict[str, Any]]:
    """What every other address is written out with, and behind each something of the school."""
    concern = opening.raise_concern(act=act_of(cast.mo), story="Er werd hard geroepen.", accused=cor.pk)
    on_call = actions.add_on_call(act=act_of(cast.hein), school=cast.school, name="Hein Smit", number="06-12345678")
    [holiday] = actions.add_closed_day(
        act=ITSELF,
        school=cast.school,
        closure=Closure(first_day=date(2027, 3, 9), last_day=date(2027, 3, 9), name="Studiedag"),
    )
    absence = standing_in.stand_in_for_all(
        act=act_of(cast.hein),
        staff_id=cast.anouk.pk,
        to=cast.bram.pk,
        from_on=date(2027, 1, 11),
        until_on=date(2027, 1, 15),
    )
    letter = Letter.objects.filter(about=running.id, to_staff=cast.mo).first()
    assert letter is not None
    actions.change_staff(act=act_of(cast.ada), staff=cast.bram, role=Role.COORDINATOR)
    proposal = cast.bram.proposals.get()
    for name in ("Eva Maas", "Ria Bos"):
        actions.add_staff(act=act_of(cast.ada), school=cast.school, name=name, role=Role.TEACHER)
    for secret in ("voor-anouk", "van-anouk"):
        actions.make_calendar_address(act=act_of(cast.anouk), secret=secret)
    assert cast.anouk.account is not None
    for secret_of_app in (b"key", b"another"):  # the only one is not taken away
        code = code_of(secret_of_app, half_minute_of(NOW))
        app = second_step.add_app(account=cast.anouk.account, secret=secret_of_app, code=code, at=NOW)
    inge = Guardianship.objects.get(guardian=cast.inge_bakker)
    sem = {"pupil_id": cast.sem.pk}
    about: dict[str, dict[str, Any]] = {
        "account_reset_password_from_key": {"uidb36": "1", "key": "mis"},
        "concern_page": {"concern_id": concern.pk},
        **told_by_the_doors(cast),
        **{name: {"address": "de-wilg"} for name in DOORS},
        **{f"{name}/shut": {"address": "nergens"} for name in DOORS},
        **photo_of_hein(cast),
        "told_link": {"token": mailed_link(cast)},
        "told_link/unknown": {"token": "nergens"},
        "agenda_feed": {"secret": "van-anouk"},
        "agenda_feed/former": {"secret": "voor-anouk"},
        "school_person_change": {"staff_id": cast.mo.pk},
        "letter": {"letter_id": letter.pk},
        "session_end": {"session_id": letter.pk},  # of nobody's session
        "letter_html": {"letter_id": letter.pk},
        "letter_file": {"letter_id": letter.pk},
        "undelivered_letter": {"letter_id": letter.pk},
        "restored_letter": {"letter_id": letter.pk},
        "school_person_invite": {"staff_id": cast.mo.pk},
        "proposal": {"proposal_id": proposal.pk},
        "proposal_withdraw": {"proposal_id": proposal.pk},
        "school_person_let_in": {"staff_id": cast.mo.pk},
        "own_step_remove": {"factor_id": app.factor.pk},
        "school_calendar_confirm": {"school_year": "2026-2027"},
        "absence_end": {"absence_id": absence.pk},
        "school_on_call_remove": {"on_call_id": on_call.pk},
        "school_closed_day_remove": {"closed_day_id": holiday.pk},
        "demo_sign_in_as": {"staff_id": cast.anouk.pk},
    }
    with_typed = replace(running.report_of(), people=((TypedChild("Bo"), ChildRole.TARGET),))
    opening.open_case(act=act_of(cast.anouk), report=with_typed)
    about["unlisted_pupil"] = {"pupil_id": Pupil.objects.get(typed_at__isnull=False).pk}
    about["door_group_poster"] = {"group_id": cast.group6.pk}
    about |= {f"school_group{end}": {"group_id": cast.group6.pk} for end in ("", "_change", "_teachers", "_move")}
    about |= {f"school_{name}": sem for name in ("pupil", "pupil_change", "guardian_add", "guardian_link")}
    about |= {
        f"school_{name}": sem | {"guardianship_id": inge.pk}
        for name in ("guardian_change", "custody", "hold_back", "guardian_staff", "guardian_unlink")
    }
    return about


DOORS = (
    *("door", "door_asks", "door_code"),
    *("parent_door", "parent_door_asks", "parent_door_code", "parent_door_link", "board_reads"),
)


def photo_of_hein(cast: Cast) -> dict[str, dict[str, Any]]:
    """The head shows a photo at the doors."""
    face = small(drawn(FACES["Hein"]))
    photo = actions.put_portrait(act=act_of(cast.hein), staff=cast.hein, photo=face)
    return {
        "school_reader_photo": {"staff_id": cast.hein.pk},
        "school_reader_photo_off": {"staff_id": cast.hein.pk},
        "school_portrait": {"portrait_id": photo.pk},
        "door_portrait": {"address": "de-wilg", "portrait_id": photo.pk},
        "door_portrait/shut": {"address": "nergens", "portrait_id": photo.pk},
    }


def mailed_link(cast: Cast) -> str:
    """The token of a link that a parent was mailed."""
    told = somebody_tells(doors_of(cast), by=By.PARENT, teller=Teller(mail="ilse@example.org"))
    return make_link(told, today=TODAY)[1].rstrip("/").rpartition("/")[2]


def told_by_the_doors(cast: Cast) -> dict[str, dict[str, Any]]:
    """What somebody told about Sem, about Noor (passed on to Anouk), and about an adult of the school."""
    door = doors_of(cast)
    about_sem = somebody_tells(door, told(bullied=(Named("Sem", "6"),), fears=(Fear.AFRAID_NOW,)))
    parent = Teller(name="Rik Haddad", child="Noor", phone="06-0000 4001")
    about_noor = somebody_tells(
        door, told("Noor doet nooit mee.", bullied=(Named("Noor", "6"),)), by=By.PARENT, teller=parent
    )
    handling.pass_on(act=act_of(cast.hein), incoming_id=about_noor.pk, staff_id=cast.anouk.pk, with_name=False)
    about_staff = somebody_tells(door, told("Hij schreeuwt."), subject=Subject.STAFF)
    return {
        f"told_{name}": {"incoming_id": incoming.pk}
        for name, incoming in (
            ("one", about_sem),
            ("one/passed_on", about_noor),
            ("one/staff", about_staff),
            ("take_up", about_sem),
            ("pass_on", about_sem),
            ("about", about_staff),
            ("end", about_sem),
            ("hold", about_sem),
            ("to_case", about_sem),
        )
    }


def closed_case(cast: Cast, case: Telling) -> Telling:
    """The same case, closed and with a day to look back on it."""
    closing.close_case(
        act=case.as_(cast.carla).hear().act(),
        case_id=case.id,
        reason="Er is een kind verhuisd.",
        check_on=TODAY + timedelta(days=30),
    )
    return case


def running_case(
    cast: Cast,
    owner: StaffMember,
    pupils: Sequence[Pupil],
    *,
    kept_out: tuple[StaffMember, ...] = (),
    reporter: StaffMember | None = None,
) -> Telling:
    """A case of this owner that waits for its first evaluation, so with a plan and a request to watch."""
    target, instigator = pupils
    case = tell(cast, reporter or owner).report(target, by=(instigator,)).as_(owner)
    case.step_1().judged("bullying").step_3()
    for colleague in kept_out:
        people.exclude(act=case.as_(cast.hein).act(), case_id=case.id, staff_id=colleague.pk)
    return case.as_(owner)
