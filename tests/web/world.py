"""A school in which something stands behind every address: for the table, and for a look at each."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.urls import get_resolver, reverse

from kring.cases import bodies
from kring.cases.actions import closing, opening, people, planning, recording, releasing
from kring.cases.models import Involved, Report
from kring.mail.models import Letter
from kring.protocol.terms import Role as ChildRole
from kring.school.calendars import Closure
from kring.school.models import Guardianship, Role, StaffMember
from tests.cases.telling import Telling, tell
from tests.cast import ITSELF, PASSWORD, TODAY, Cast, act_of
from tests.school import plain as actions

PATTERNS = get_resolver("kring.config.urls").url_patterns


@dataclass
class World:
    """Everybody of the table, and what each address needs to be written out."""

    who: dict[str, StaffMember]
    running: Telling
    arguments: dict[str, dict[str, Any]]

    def url(self, face: str) -> str:
        return reverse(face.partition("/")[0], kwargs=self.known(face))

    def known(self, face: str) -> dict[str, Any]:
        """What this address is written out with: for most of those of a case that is the running one."""
        name = face.partition("/")[0]
        if face in self.arguments or name in self.arguments:
            return self.arguments.get(face) or self.arguments[name]
        pattern = next(one for one in PATTERNS if getattr(one, "name", "") == name)
        return {"case_id": self.running.id} if "case_id" in str(pattern.pattern) else {}


def make_world(cast: Cast) -> World:
    """A case that waits for its first evaluation, a closed one, and something behind every address."""
    cor = actions.add_staff(
        act=ITSELF,
        school=cast.school,
        name="Cor Vos",
        role=Role.COORDINATOR,
        email="cor@dewilg.example",
        password=PASSWORD,
    )
    running = running_case(cast, kept_out=(cast.wil, cor))
    closed = running_case(cast, kept_out=(cast.wil, cor), pupils=(cast.noor, cast.jens))
    closing.close_case(
        act=closed.as_(cast.carla).act(),
        case_id=closed.id,
        reason="Jens is verhuisd.",
        child_says="Fijn.",
        check_on=TODAY + timedelta(days=30),
    )
    recording.note_home(act=running.as_(cast.carla).act(), case_id=running.id, text="Opa is ziek.")
    concern = opening.raise_concern(act=running.as_(cast.mo).act(), story="Er werd hard geroepen.", accused=cor.pk)
    holiday = actions.add_closed_day(
        act=ITSELF,
        school=cast.school,
        closure=Closure(first_day=date(2027, 3, 9), last_day=date(2027, 3, 9), name="Studiedag"),
    )
    letter = Letter.objects.filter(about=running.id, to_staff=cast.mo).first()
    assert letter is not None
    facts = {fact.kind: fact for fact in running.file.every_fact}
    case = {"case_id": running.id}
    talk, home = case | {"fact_id": facts["talk"].pk}, case | {"fact_id": facts["home_note"].pk}
    child = Involved.objects.filter(case=running.id).first()
    assert child is not None
    copy = releasing.release_copy(
        act=running.as_(cast.anouk).act(),
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
    for secret in ("voor-anouk", "van-anouk"):
        actions.make_calendar_address(act=act_of(cast.anouk), secret=secret)
    inge = Guardianship.objects.get(guardian=cast.inge_bakker)
    sem = {"pupil_id": cast.sem.pk}
    arguments: dict[str, dict[str, Any]] = {
        "account_reset_password_from_key": {"uidb36": "1", "key": "mis"},
        "report_done": {"report_id": Report.objects.get(case=running.id).pk},
        "concern_page": {"concern_id": concern.pk},
        "plan_version": case | {"number": 1},
        "plan_pdf": case | {"number": 1},
        "agenda_feed": {"secret": "van-anouk"},
        "agenda_feed/former": {"secret": "voor-anouk"},
        "plan_talk": case | {"duty": "talk"},
        "planned_talk_file": case | {"fact_id": planned.pk},
        "fact": talk,
        "withdraw": talk,
        "correct": talk,
        "parent_copy": case | {"involved_id": child.pk},
        "parent_copy_pdf": case | {"copy_id": copy.pk},
        "change_role": case | {"involved_id": child.pk},
        "remove_child": case | {"involved_id": child.pk},
        "lift_exclusion": case | {"staff_id": cast.wil.pk},
        "waive": case | {"duty": "talk"},
        "duty/talk": case | {"duty": "talk"},
        "duty/inform_guardians": case | {"duty": "inform_guardians"},
        "inform": case | {"guardianship_id": inge.pk},
        "school_person_change": {"staff_id": cast.mo.pk},
        "letter": {"letter_id": letter.pk},
        "letter_html": {"letter_id": letter.pk},
        "letter_file": {"letter_id": letter.pk},
        "undelivered_letter": {"letter_id": letter.pk},
        "school_person_invite": {"staff_id": cast.mo.pk},
        "school_calendar_confirm": {"school_year": "2026-2027"},
        "school_closed_day_remove": {"closed_day_id": holiday.pk},
        "demo_sign_in_as": {"staff_id": cast.anouk.pk},
    }
    arguments |= {f"{name}/home": home for name in ("fact", "withdraw", "correct")}
    arguments |= {f"{name}/closed": {"case_id": closed.id} for name in ("case", "plan", "observation")}
    arguments |= {name: {"case_id": closed.id} for name in ("check_back", "reopen")}
    arguments |= {f"school_group{end}": {"group_id": cast.group6.pk} for end in ("", "_change", "_teachers", "_move")}
    arguments |= {f"school_{name}": sem for name in ("pupil", "pupil_change", "guardian_add", "guardian_link")}
    arguments |= {
        f"school_{name}": sem | {"guardianship_id": inge.pk}
        for name in ("guardian_change", "custody", "guardian_unlink")
    }
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
    return World(everybody, running, arguments)


def running_case(cast: Cast, *, kept_out: tuple[StaffMember, ...], pupils: Any = None) -> Telling:
    """A case of Anouk's that waits for its first evaluation, so with a plan and a request to watch."""
    target, instigator = pupils or (cast.sem, cast.daan)
    case = tell(cast).report(target, by=(instigator,)).step_1().judged("bullying").step_3()
    for colleague in kept_out:
        people.exclude(act=case.as_(cast.hein).act(), case_id=case.id, staff_id=colleague.pk)
    return case.as_(cast.anouk)
