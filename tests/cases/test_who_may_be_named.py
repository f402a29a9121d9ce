"""A verb refuses whoever has no business in it, whatever the form in front of it let through.

Another school, a child of another case, one who left the case or the school, a colleague who is kept out, who left, or
whose role may not: each verb is given each of them. Noor was bullied too and left this case; Wil is kept out of it;
Bram works here no more; Yara left the school. Jens is bullied in a case of his own.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from kring.cases import bodies
from kring.cases.actions import opening, outsiders, people, recording
from kring.cases.agreements import standing_agreements
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import (
    Absence,
    CaseStaff,
    Fact,
    Involved,
    ParentCopy,
    PlanVersion,
    Promise,
    PromiseTold,
    Report,
)
from kring.cases.plan import newest_version
from kring.mail.models import Letter
from kring.protocol.choices import ExtraDuty, Variation
from kring.protocol.terms import Role, Whom
from kring.school.calendars import Closure
from kring.school.models import ClosedDay, Guardianship, Pupil, School, StaffMember
from kring.school.typed import TypedChild
from kring.trail.models import TrailLine
from tests.cases.examples import promise
from tests.cases.telling import Telling, tell
from tests.cases.test_trail_of_verbs import VERBS
from tests.cast import ITSELF, NOW, TODAY, Cast, act_of
from tests.mail.post import write
from tests.school import plain

Given = dict[str, Any]

NAMES = (
    "about also pupil_id involved_id guardianship_id guardianships tell to staff_id accused report talk"
    " incidents agreements adjusted verdicts safe not_yet fact_id concern_id version pupil pupils group groups"
    " next_group guardian guardianship teachers school closed_day staff letter letters report_id absence_id promise_id"
    " wish not_these same_as proposal proposals"
).split()
"""Parameters that name somebody, or something that is of one school or one case."""

PLAIN = (
    "act case_id duty at on from_on until_on check_on reason note text why outcome reasons tests quiet verdict"
    " because mistake said needed between text how reply until language interpreter address_secret call_apart"
    " again_on although child_says keep_out passed_on"
    " informed severity answered attention watch_for consultation approach observation although_closed problem no_names"
    " story role first_name last_name left_on name relation custody phone email reach id school_year closures closure"
    " region values later parts seen"
    " form_of_address is_active watch what weekdays kept expert moment wanted invite answer text read_aloud wants"
    " help_beside"
).split()
"""Parameters that name nobody. The case is looked for among those of the own school: `changing` does that for all."""

REASON = "Zo is het."


def parameters_of(verb: str) -> list[str]:
    return list(inspect.signature(getattr(VERBS[verb], verb.partition(".")[2])).parameters)


def is_field_of_text(verb: str, parameter: str) -> bool:
    """Of a copy for guardians the agreements and the approach are lines of text; reopening goes to a step."""
    return (verb, parameter) in {
        ("releasing.release_copy", "agreements"),
        ("closing.reopen", "to"),
    }


@pytest.fixture
def case(cast: Cast, other: Telling) -> Telling:
    """A case in its third step."""
    buddy = ExtraDuty("extra_1", "signal", "Maatje gekozen", whom=Whom.EACH_TARGET)
    School.objects.filter(pk=cast.school.pk).update(variation=Variation(duties=(buddy,)).to_dict())
    case = tell(cast).report(cast.sem, cast.noor, by=(cast.daan,))
    people.remove_child(act=case.act(), case_id=case.id, involved_id=UUID(case.key(cast.noor)), because="Niet erbij.")
    people.exclude(act=case.as_(cast.carla).act(), case_id=case.id, staff_id=cast.wil.pk)
    StaffMember.objects.filter(pk=cast.bram.pk).update(is_active=False)
    Pupil.objects.filter(pk=cast.yara.pk).update(left_on=TODAY)
    return case.as_(cast.carla)


@pytest.fixture
def other(cast: Cast) -> Telling:
    """A case of the same school about other children, with a plan."""
    return tell(cast).report(cast.jens, by=(cast.lars,)).step_1().judged("bullying").step_3()


def children(case: Telling, other: Telling) -> Iterator[str]:
    yield case.key(case.cast.noor)
    yield other.key(case.cast.jens)


def pupils(cast: Cast) -> Iterator[UUID]:
    yield cast.linde.mila.pk
    yield cast.yara.pk


def colleagues(cast: Cast, *more: StaffMember) -> Iterator[UUID]:
    yield from (one.pk for one in (cast.linde.teacher, cast.wil, cast.bram, cast.ada, *more))


def link(cast: Cast, guardian: Any) -> Guardianship:
    return Guardianship.objects.get(guardian=guardian)


def strange_agreements(case: Telling, other: Telling) -> Iterator[UUID]:
    """One of another case, and one of this case that was taken back."""
    yield standing_agreements(other.file)[0].fact.pk
    (taken_back,) = case.agree()
    recording.withdraw(act=case.act(), case_id=case.id, fact_id=taken_back.pk, reason=REASON)
    yield taken_back.pk


def talks(case: Telling, other: Telling) -> Iterator[Given]:
    sem = case.key(case.cast.sem)
    given = {"duty": "talk_target", "on": TODAY, "talk": bodies.Talk(said=REASON)}
    yield from (given | {"about": [key]} for key in children(case, other))
    yield from (
        given | {"about": [sem], "talk": bodies.Talk(said=REASON, feelings={key: 3})} for key in children(case, other)
    )


def incidents(case: Telling, other: Telling) -> Iterator[Given]:
    happened = bodies.Incident(what=REASON, place="playground", sorts=("things",))
    yield from ({"incidents": [(TODAY, [key], happened)]} for key in children(case, other))
    for unknown in (replace_in(happened, place="Bij Sem thuis"), replace_in(happened, sorts=("Sem",))):
        yield {"incidents": [(TODAY, [case.key(case.cast.sem)], unknown)]}


def replace_in(body: bodies.Incident, **changes: Any) -> bodies.Incident:
    return bodies.Incident(**{name: getattr(body, name) for name in body.__struct_fields__} | changes)


def planned(case: Telling, other: Telling) -> Iterator[Given]:
    cast = case.cast
    given = {"on": TODAY + timedelta(days=1), "talk": bodies.PlannedTalk(begins=time(14))}
    yield from (given | {"duty": "talk_target", "about": [key]} for key in children(case, other))
    in_step_3(case)
    for one in (cast.linde.saar_vlug, cast.els_mulder, cast.samira_haddad, cast.rob_visser):
        yield given | {"duty": "inform_guardians", "about": [str(link(cast, one).pk)]}


def in_step_3(case: Telling) -> None:
    case.as_(case.cast.anouk).step_1()
    case.do_the_rest()
    case.judged("bullying")
    case.as_(case.cast.carla)


def informed(case: Telling, other: Telling) -> Iterator[Given]:
    cast = case.cast
    in_step_3(case)
    told = bodies.Informed(reached=bodies.Reached.INFORMED, channel="phone")
    given = {"on": TODAY, "informed": told}
    for one in (cast.linde.saar_vlug, cast.els_mulder, cast.samira_haddad):
        yield given | {"guardianship_id": link(cast, one).pk}
        yield given | {"guardianship_id": link(cast, cast.inge_bakker).pk, "also": [link(cast, one).pk]}
    for apart in (cast.karin_visser, cast.rob_visser):
        yield given | {"guardianship_id": link(cast, cast.inge_bakker).pk, "also": [link(cast, apart).pk]}


def let_go_for(case: Telling, other: Telling) -> Iterator[Given]:
    """For a guardian without parental authority, of no child of this case, of another school; and for a child."""
    in_step_3(case)
    cast = case.cast
    known = [str(link(cast, one).pk) for one in (cast.linde.saar_vlug, cast.els_mulder, cast.samira_haddad)]
    for key in (*known, case.key(cast.sem)):
        yield {"duty": "inform_guardians", "reason": REASON, "about": [key]}
        yield {"duty": "inform_guardians", "reason": REASON, "about": [str(link(cast, cast.inge_bakker).pk), key]}


def agreed(case: Telling, other: Telling) -> Iterator[Given]:
    agreement: Given = {"what": REASON, "who": "Daan", "from_on": TODAY}
    for former in strange_agreements(case, other):
        yield {"agreements": [bodies.Agreement(**agreement, adjusts=former)]}
    yield {"agreements": [bodies.Agreement(**agreement | {"from_on": TODAY - timedelta(days=1)})]}


def at_the_evaluation(case: Telling) -> Telling:
    in_step_3(case)
    return case.as_(case.cast.anouk).step_3().until_due().as_(case.cast.carla)


def verdicts(goes_on: bodies.GoesOn) -> Callable[[Telling, Telling], Iterator[Given]]:
    def given(case: Telling, other: Telling) -> Iterator[Given]:
        at_the_evaluation(case)
        strange = list(strange_agreements(case, other))
        own = [
            bodies.Verdict(agreement=one.fact.pk, goes_on=goes_on, kept=bodies.Kept.KEPT)
            for one in standing_agreements(case.file)
            if one.counts
        ]
        about = {"on": case.today} if goes_on is bodies.GoesOn.ADJUST else {}
        for former in strange:
            yield about | {"verdicts": [*own, bodies.Verdict(former, goes_on, bodies.Kept.KEPT)]}
            if about:
                new = [
                    bodies.Agreement(what=REASON, who="Daan", from_on=case.today, adjusts=one)
                    for one in (*(verdict.agreement for verdict in own), former)
                ]
                yield about | {"verdicts": own, "adjusted": new}

    return given


def promises(case: Telling, other: Telling) -> Iterator[Given]:
    """For a child of another case, and by who may not promise: before there is a plan the team may not either."""
    sem, anouk = case.key(case.cast.sem), case.cast.anouk.pk
    given = {"what": REASON, "weekdays": (1,), "on": TODAY, "until_on": TODAY + timedelta(days=7)}
    yield from (given | {"about": [key], "staff_id": anouk} for key in children(case, other))
    yield from (given | {"about": [sem], "staff_id": pk} for pk in colleagues(case.cast, case.cast.mo))


def reports(case: Telling, other: Telling) -> Iterator[Given]:
    right = case.report_of(case.cast.sem)
    strange = TypedChild("Bo", group_id=case.cast.linde.group.pk)
    named: list[UUID | TypedChild] = [*pupils(case.cast), strange]
    for pupil in named:
        yield {"report": replace(right, people=((pupil, Role.TARGET),))}


def of_children(case: Telling, other: Telling) -> Iterator[Given]:
    yield from ({"involved_id": UUID(key)} for key in children(case, other))


def told(case: Telling, name: str) -> Iterator[Given]:
    """Guardians of another school, and of a child of another case."""
    for one in (case.cast.linde.saar_vlug, case.cast.els_mulder):
        yield {name: [link(case.cast, one).pk]}


def strange_links(case: Telling) -> list[UUID]:
    """What guardians of another school, and of a child of another case, are to their children."""
    return [link(case.cast, one).pk for one in (case.cast.linde.saar_vlug, case.cast.els_mulder)]


def concerns(case: Telling, other: Telling) -> Iterator[Given]:
    cast = case.cast
    raised = (
        opening.raise_concern(act=act_of(cast.linde.teacher), story=REASON, accused=None),
        opening.raise_concern(act=act_of(cast.mo), story=REASON, accused=cast.carla.pk),
    )
    yield from ({"concern_id": one.pk} for one in raised)


def kept_back(case: Telling, other: Telling) -> Iterator[Given]:
    """A report of another case, and one of this case by somebody who does not lead."""
    Report.objects.all().update(story_kept_back=True)
    yield {"report_id": Report.objects.get(case=other.id).pk, "act": act_of(case.cast.carla)}
    yield {"report_id": Report.objects.get(case=case.id).pk, "act": act_of(case.cast.anouk)}


def proposed(case: Telling) -> Iterator[Given]:
    """By who proposed it, by whom it is about, by who never answers, by a coordinator while a head can; elsewhere."""
    cast = case.cast
    for by, person, others in (
        (cast.ada, cast.mo, (cast.ada, cast.mo, cast.anouk, cast.carla, cast.linde.head)),
        (cast.linde.administrator, cast.linde.teacher, (cast.hein, cast.linde.coordinator)),
    ):
        plain.change_staff(act=act_of(by), staff=person, role="coordinator")
        asked = person.proposals.get()
        yield from ({"proposal": asked, "act": act_of(one)} for one in others)


def linked(cast: Cast, **more: Any) -> Iterator[Given]:
    yield {"guardianship": link(cast, cast.linde.saar_vlug), **more}


def on_staff(case: Telling, other: Telling) -> Iterator[Given]:
    cast = case.cast
    yield {"guardianship": link(cast, cast.linde.saar_vlug), "staff": None}
    for more in ({"staff": cast.linde.teacher}, {"staff": None, "not_these": [cast.linde.teacher]}):
        yield {"guardianship": link(cast, cast.inge_bakker), **more}


def letters_of(case: Telling) -> Iterator[Given]:
    """A refused letter of another school; and one of this school, for somebody who does not see to those."""
    for to, by in ((case.cast.linde.teacher, case.cast.hein), (case.cast.mo, case.cast.carla)):
        letter = write(to, "test:1")
        Letter.objects.filter(pk=letter.pk).update(refused_at=NOW)
        yield {"letter": letter, "act": act_of(by)}


def held_letters_of(case: Telling) -> Iterator[Given]:
    """Letters that wait since Kring was put back: of another school, and for somebody who does not see to those."""
    for to, by in ((case.cast.linde.teacher, case.cast.hein), (case.cast.mo, case.cast.carla)):
        letter = write(to, "test:1")
        Letter.objects.filter(pk=letter.pk).update(held_at=NOW)
        yield {"letter": letter, "act": act_of(by)}


def day_of(cast: Cast) -> ClosedDay:
    [day] = plain.add_closed_day(act=ITSELF, school=cast.linde.school, closure=STUDY_DAY)
    return day


def illnesses(case: Telling, other: Telling) -> Iterator[Given]:
    cast, days = case.cast, {"from_on": TODAY, "until_on": TODAY}
    yield from ({"staff_id": one.pk, "to": cast.hein.pk} | days for one in (cast.linde.teacher, cast.bram))
    strangers = (cast.linde.teacher, cast.bram, cast.ada, cast.mo, cast.anouk)
    yield from ({"staff_id": cast.anouk.pk, "to": one.pk} | days for one in strangers)


def typed_at(cast: Cast, by: StaffMember) -> Pupil:
    """A child that this colleague typed, in a case of theirs."""
    report = replace(tell(cast, by).report_of(), people=((TypedChild("Bo"), Role.TARGET),))
    return opening.open_case(act=act_of(by), report=report).involved.get().pupil


def typed_elsewhere(case: Telling, other: Telling) -> Iterator[Given]:
    """Of another school, in the list already; and by those who keep no pupils, or are kept out of the case."""
    cast = case.cast
    here = typed_at(cast, cast.mo)
    settles = {"act": act_of(cast.ada)}
    yield from (settles | {"pupil": one} for one in (typed_at(cast, cast.linde.head), cast.sem))
    yield from ({"pupil": here, "act": act_of(one)} for one in (cast.carla, cast.linde.administrator))
    people.exclude(act=act_of(cast.carla), case_id=Involved.objects.get(pupil=here).case_id, staff_id=cast.hein.pk)
    yield {"pupil": here, "act": act_of(cast.hein)}


def recognised(case: Telling, other: Telling) -> Iterator[Given]:
    cast = case.cast
    yield from (one | {"same_as": cast.noor.pk} for one in typed_elsewhere(case, other))
    here, other_one = typed_at(cast, cast.mo), typed_at(cast, cast.mo)
    for same_as in (*pupils(cast), here.pk, other_one.pk):
        yield {"pupil": here, "same_as": same_as, "act": act_of(cast.ada)}


def absence_elsewhere(case: Telling, other: Telling) -> Iterator[Given]:
    linde = case.cast.linde
    away = dict(staff=linde.teacher, stand_in=linde.head, said_by=linde.head, from_on=TODAY, until_on=TODAY)
    yield {"absence_id": Absence.objects.create(school=linde.school, **away).pk}


def brought_in(case: Telling) -> Fact:
    expert = bodies.OutsideExpert(name="Marit Hoek", shared=REASON)
    return outsiders.bring_in_expert(act=case.act(), case_id=case.id, expert=expert)


def own_words_elsewhere(case: Telling, other: Telling) -> Iterator[Given]:
    """Another child's words, words of another case, and a child of which nothing stands there as its own."""
    sem, noor, daan = (UUID(case.key(child)) for child in (case.cast.sem, case.cast.noor, case.cast.daan))
    of_sem, of_daan = (
        recording.record_talk(
            act=case.act(),
            case_id=case.id,
            duty=duty,
            on=case.today,
            about=[str(key)],
            talk=bodies.Talk(said=REASON, own_words=REASON, feelings={str(key): 3}),
        )
        for key, duty in ((sem, "talk_target"), (daan, "talk_instigator"))
    )
    said = {"answer": bodies.OwnWordsAre.RIGHT}
    yield from (said | {"involved_id": sem, "fact_id": fact.pk} for fact in (of_daan, *other.file.of_kind("talk")))
    strangers = (noor, daan, *(UUID(key) for key in other.keys(Role.TARGET)))
    yield from (said | {"involved_id": child, "fact_id": of_sem.pk} for child in strangers)


STUDY_DAY = Closure(date(2027, 3, 9), date(2027, 3, 9), "Studiedag")

REFUSED: dict[str, Callable[[Telling, Telling], Iterable[Given]]] = {
    "agreeing.agree": agreed,
    "agreeing.phase_out": verdicts(bodies.GoesOn.CONTINUE),
    "agreeing.review": verdicts(bodies.GoesOn.ADJUST),
    "answering.answer_safety": lambda case, other: [
        {"safe": [], "not_yet": [], "watch": bodies.SafeForNow(REASON, ("playground",)), "until_on": TODAY}
        | {answer: [key]}
        for answer in ("safe", "not_yet")
        for key in (*children(case, other), case.key(case.cast.daan))
    ],
    "closing.waive": let_go_for,
    "informing.inform_guardian": informed,
    "inviting.add_colleague": lambda case, other: [
        {"school": case.cast.linde.school, "name": "Eva", "role": "member"},
        {"school": case.cast.school, "name": "Eva", "role": "member", "act": act_of(case.cast.carla)},
    ],
    "inviting.invite_colleague": lambda case, other: [
        {"staff": case.cast.linde.teacher},
        {"staff": case.cast.mo, "act": act_of(case.cast.carla)},
        {"staff": case.cast.bram},
    ],
    "second_step.let_back_in": lambda case, other: [
        {"staff": case.cast.linde.teacher},
        {"staff": case.cast.mo, "act": act_of(case.cast.carla)},
        {"staff": case.cast.hein, "act": act_of(case.cast.hein)},
    ],
    "issuing.read_plan": lambda case, other: [
        {"version": newest_version(other.case), "act": act_of(stranger)}
        for stranger in (case.cast.linde.head, case.cast.ada)
    ],
    "defending.name_defender": lambda case, other: (
        [one | {"on": TODAY, "pupil_id": case.cast.noor.pk, "wants": None} for one in of_children(case, other)]
        + [
            {"on": TODAY, "involved_id": UUID(case.key(case.cast.sem)), "pupil_id": pk, "wants": None}
            for pk in pupils(case.cast)
        ]
    ),
    "joint.ask_wish": lambda case, other: (
        [one | {"on": TODAY, "wish": bodies.Wish(wants_together=True)} for one in of_children(case, other)]
        + [
            {
                "on": TODAY,
                "involved_id": UUID(case.key(case.cast.sem)),
                "wish": bodies.Wish(wants_together=True, beside=bodies.Beside(name="X", staff=pk)),
            }
            for pk in colleagues(case.cast)
        ]
    ),
    "joint.endorse_talk": lambda case, other: [{"talk": fact.pk} for fact in other.file.of_kind("talk", "agreement")],
    "listing.list_pupil": lambda case, other: [
        *(one | {"first_name": "Bo"} for one in typed_elsewhere(case, other)),
        {
            "pupil": typed_at(case.cast, case.cast.mo),
            "first_name": "Bo",
            "group": case.cast.linde.group,
            "act": act_of(case.cast.ada),
        },
        {
            "pupil": typed_at(case.cast, case.cast.mo),
            "first_name": "Bo",
            "next_group": case.cast.linde.group,
            "act": act_of(case.cast.ada),
        },
    ],
    "listing.recognise_pupil": recognised,
    "listing.say_not_here": typed_elsewhere,
    "opening.join_case": reports,
    "opening.open_case": reports,
    "opening.raise_concern": lambda case, other: [
        {"story": REASON, "accused": one.pk} for one in (case.cast.linde.teacher, case.cast.bram, case.by)
    ],
    "opening.take_up_concern": concerns,
    "outsiders.end_expert": lambda case, other: [
        {"fact_id": fact.pk} for fact in (brought_in(other), *case.file.facts[:1])
    ],
    "passing_on.pass_on_story": kept_back,
    "people.add_child": lambda case, other: [{"pupil_id": pk, "role": Role.FOLLOWER} for pk in pupils(case.cast)],
    "people.change_role": lambda case, other: [
        *(one | {"role": Role.FOLLOWER} for one in of_children(case, other)),
        *({"involved_id": UUID(case.key(case.cast.daan)), "role": Role.FOLLOWER} | one for one in told(case, "tell")),
    ],
    "people.remove_child": lambda case, other: [
        *(one | {"because": REASON} for one in of_children(case, other)),
        *({"involved_id": UUID(case.key(case.cast.daan)), "because": REASON} | one for one in told(case, "tell")),
    ],
    "people.swap_child": lambda case, other: [
        *(one | {"pupil_id": case.cast.lars.pk, "because": REASON} for one in of_children(case, other)),
        *(
            {"involved_id": UUID(case.key(case.cast.daan)), "pupil_id": pk, "because": REASON}
            for pk in (*pupils(case.cast), case.cast.sem.pk)
        ),
        *(
            {"involved_id": UUID(case.key(case.cast.daan)), "pupil_id": case.cast.lars.pk, "because": REASON} | one
            for one in told(case, "tell")
        ),
    ],
    "people.exclude": lambda case, other: [
        {"staff_id": one.pk} for one in (case.cast.linde.teacher, case.by, case.case.owner)
    ],
    "people.hand_over": lambda case, other: [{"to": pk} for pk in colleagues(case.cast, case.cast.mo)],
    "people.include_colleague": lambda case, other: [{"staff_id": pk} for pk in colleagues(case.cast)],
    "people.lift_exclusion": lambda case, other: [{"staff_id": case.cast.linde.teacher.pk}],
    "relatives.decide_on_relative": lambda case, other: [
        {"staff_id": one.pk, "keep_out": keep_out, "because": REASON}
        for one in (case.cast.linde.teacher, case.by)
        for keep_out in (True, False)
    ],
    "people.set_stand_in": lambda case, other: [
        {"to": pk} for pk in (*colleagues(case.cast, case.cast.mo), case.case.owner_id)
    ],
    "hearing.hear_child": lambda case, other: [
        {"involved_id": UUID(key), "verdict": bodies.OwnVerdict(stopped=bodies.Stopped.LESS)}
        for key in (*children(case, other), case.key(case.cast.daan))
    ],
    "hearing.hear_on_own_words": own_words_elsewhere,
    "leaving.settle_gone": lambda case, other: [
        {"involved_id": UUID(key), "passed_on": REASON} for key in (*children(case, other), case.key(case.cast.daan))
    ],
    "helping.offer_help": lambda case, other: [
        {"about": [key], "on": TODAY, "help_beside": bodies.HelpBeside(REASON, REASON)}
        for key in (*children(case, other), case.key(case.cast.daan))
    ],
    "phoning.add_phone": lambda case, other: [
        {"guardianship_id": link(case.cast, one).pk, "phone": "06-12345678"}
        for one in (case.cast.linde.saar_vlug, case.cast.els_mulder)
    ],
    "planning.plan_talk": planned,
    "listening.reply_to_plan": lambda case, other: [
        {"guardianship_id": pk, "on": TODAY, "reply": reply}
        for reply in (bodies.PlanReply(says=bodies.Reply.SEEN, version=1, how=bodies.Way.PHONE),)
        for pk in strange_links(case)
    ],
    "listening.state": lambda case, other: [
        {"fact_id": fact.pk, "guardianship_id": pk, "on": TODAY, "text": REASON, "how": bodies.Way.PHONE}
        for fact, pk in (
            *((case.file.facts[0], pk) for pk in strange_links(case)),
            (other.file.facts[0], link(case.cast, case.cast.inge_bakker).pk),
        )
    ],
    "putting_right.put_right": lambda case, other: [
        one | {"on": TODAY, "said": REASON} for one in told(case, "guardianships")
    ],
    "promising.make_promise": promises,
    "promising.tell_promise": lambda case, other: [
        {"promise_id": Promise.objects.get(fact=promise(one)).pk, "on": TODAY, "kept": True, "act": act_of(by)}
        for one, by in ((other, case.cast.carla), (case.as_(case.cast.anouk), case.cast.mo))
    ],
    "recording.do_extra": lambda case, other: [
        {"duty": "extra_1", "on": TODAY, "note": REASON, "about": [key]}
        for key in (*children(case, other), case.key(case.cast.daan))
    ],
    "recording.record_incidents": incidents,
    "recording.record_talk": talks,
    "recording.withdraw": lambda case, other: [
        {"fact_id": fact.pk, "reason": REASON} for fact in other.file.of_kind("talk", "agreement")
    ],
    "answering_proposals.say_no": lambda case, other: [one | {"because": REASON} for one in proposed(case)],
    "answering_proposals.say_yes_to_all": lambda case, other: [
        {"proposals": [one["proposal"]], "act": one["act"]} for one in proposed(case)
    ],
    "answering_proposals.withdraw_proposal": lambda case, other: [
        one for one in proposed(case) if one["act"].by not in (case.cast.ada, case.cast.linde.administrator)
    ],
    "refusals.send_again": lambda case, other: letters_of(case),
    "refusals.send_all_again": lambda case, other: [
        {"letters": [one["letter"]], "act": one["act"]} for one in letters_of(case)
    ],
    "refusals.settle": lambda case, other: letters_of(case),
    "restored.let_go": lambda case, other: held_letters_of(case),
    "restored.let_all_go": lambda case, other: [
        {"letters": [one["letter"]], "act": one["act"]} for one in held_letters_of(case)
    ],
    "restored.put_away": lambda case, other: held_letters_of(case),
    "releasing.summarise_talk": lambda case, other: [
        {"fact_id": fact.pk, "text": REASON}
        for fact in (*case.file.of_kind("incident"), *other.file.of_kind("informed"))
    ],
    "releasing.release_copy": lambda case, other: [
        one | {"problem": REASON, "agreements": [], "approach": ""}
        for one in of_children(at_the_evaluation(case), other)
    ],
    "school_changes.add_closed_day": lambda case, other: [
        {"school": case.cast.linde.school, "closure": STUDY_DAY},
        {"school": case.cast.school, "closure": STUDY_DAY, "groups": [case.cast.linde.group]},
    ],
    "school_changes.add_guardian": lambda case, other: [
        {"pupil": case.cast.linde.mila, "name": "Truus", "relation": "other"}
    ],
    "school_changes.change_colleague": lambda case, other: [{"staff": case.cast.linde.teacher, "name": "Lotte"}],
    "school_changes.change_pupil": lambda case, other: [
        {"pupil": case.cast.linde.mila, "first_name": "Milou"},
        {"pupil": case.cast.sem, "group": case.cast.linde.group},
        {"pupil": case.cast.sem, "next_group": case.cast.linde.group},
    ],
    "school_changes.change_school": lambda case, other: [{"school": case.cast.linde.school, "region": "zuid"}],
    "school_changes.change_teachers": lambda case, other: [
        {"group": case.cast.linde.group, "teachers": []},
        {"group": case.cast.group6, "teachers": [case.cast.linde.teacher]},
    ],
    "school_changes.confirm_calendar": lambda case, other: [
        {"school": case.cast.linde.school, "school_year": "2028-2029", "closures": []}
    ],
    "school_changes.hold_back": lambda case, other: linked(case.cast, until=TODAY, because=REASON),
    "school_changes.link_guardian": lambda case, other: [
        {"pupil": pupil, "guardian": guardian, "relation": "carer", "custody": "no"}
        for pupil, guardian in (
            (case.cast.jens, case.cast.linde.saar_vlug),
            (case.cast.linde.mila, case.cast.inge_bakker),
        )
    ],
    "school_changes.move_pupils": lambda case, other: [
        {"pupils": [case.cast.linde.mila], "group": case.cast.group5},
        {"pupils": [case.cast.sem], "group": case.cast.linde.group},
    ],
    "school_changes.remove_closed_day": lambda case, other: [{"closed_day": day_of(case.cast)}],
    "school_changes.say_who_on_staff": on_staff,
    "school_changes.say_yes": lambda case, other: proposed(case),
    "school_changes.set_custody": lambda case, other: linked(case.cast, custody="no"),
    "school_changes.unlink_guardian": lambda case, other: linked(case.cast),
    "standing_in.end_absence": absence_elsewhere,
    "standing_in.stand_in_for_all": illnesses,
}
"""For each verb that names somebody, what it is given that it must refuse."""

WITHOUT_A_WORD = {"people.lift_exclusion"}
"""What changes nothing instead: there is no exclusion of somebody of another school to lift."""


def test_every_parameter_names_somebody_or_nobody_and_every_verb_that_names_one_is_tried() -> None:
    known = {*NAMES, *PLAIN}
    assert {one for verb in VERBS for one in parameters_of(verb)} - known == set()
    naming = {verb for verb in VERBS for one in parameters_of(verb) if one in NAMES and not is_field_of_text(verb, one)}
    assert naming == set(REFUSED)


def everything() -> tuple[Any, ...]:
    tables = (
        *(Fact, Involved, CaseStaff, Report, ParentCopy, PlanVersion, Promise, PromiseTold),
        *(Letter, TrailLine, Guardianship, ClosedDay),
    )
    return tuple(sorted(str(row) for row in model._default_manager.values_list("pk", flat=True)) for model in tables)


def test_a_verb_refuses_those_who_have_no_business_in_it(case: Telling, other: Telling) -> None:
    accepted = []
    for verb in REFUSED:
        with transaction.atomic():
            tried = list(tries_of(verb, case, other))
            transaction.set_rollback(True)
        assert tried, verb
        accepted += [f"{verb} took {given}" for given, refused in tried if not refused]
    assert accepted == []


def tries_of(verb: str, case: Telling, other: Telling) -> Iterator[tuple[Given, bool]]:
    """What this verb was given, and whether it refused that and changed nothing."""
    function, takes = getattr(VERBS[verb], verb.partition(".")[2]), parameters_of(verb)
    by = case.cast.hein if verb.startswith("school_changes.") else case.cast.carla
    for crafted in REFUSED[verb](case.as_(case.cast.carla).on(TODAY), other):
        given: Given = {"act": case.as_(by).act()} | ({"case_id": case.id} if "case_id" in takes else {}) | crafted
        before = everything()
        refused = verb in WITHOUT_A_WORD
        try:
            with transaction.atomic():
                function(**given)
        except (Refused, NotAllowed):
            refused = True
        yield crafted, refused and everything() == before
