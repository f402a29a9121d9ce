"""Changes of the school that running cases must hear of: the school's own verb, then what it means for cases.

Each is one transaction, and brings each case up to date once. The school's own verbs know no cases; whoever called one
of them by itself would leave cases behind, so ruff keeps them for this module.

What cases take from the school: whose guardians must be told, whether several children of one group take part, who
teaches a child, which days are school days, and who works here. When a guardian turns out to have no custody, the last
duty of a step may be gone: then the step is finished, and nobody would have anything left to do that could finish it.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import ngettext

from kring import words
from kring.cases import letters
from kring.cases.access import Need, roles_that
from kring.cases.account_letters import send_link, tell_former_address
from kring.cases.actions.change import Change, bring_up_to_date, copy_position
from kring.cases.case_file import read_case_files
from kring.cases.counts import running_cases_of
from kring.cases.held import hold_school
from kring.cases.invited import may_be_invited
from kring.cases.models import Case, Involved
from kring.cases.proposal_letters import tell_it_was_given, tell_of_proposals
from kring.cases.recipients import Occasion
from kring.cases.teachers import let_take_part, teachers_by_group
from kring.mail import outbox
from kring.school import actions
from kring.school.act import Act, Itself
from kring.school.actions.words import UNCHANGED, Unchanged
from kring.school.calendars import Closure, calendar_for, school_year_of
from kring.school.errors import Refused
from kring.school.groups import begins_on
from kring.school.models import (
    ClosedDay,
    Custody,
    Group,
    Guardian,
    Guardianship,
    Proposal,
    Pupil,
    School,
    StaffMember,
)
from kring.school.rights import Right, require, sees_cases

BATCH = 100
"""Cases read at a time: a school of years has thousands, and each comes with all its facts."""


@transaction.atomic
def change_pupil(
    *,
    act: Act,
    pupil: Pupil,
    first_name: str | Unchanged = UNCHANGED,
    last_name: str | Unchanged = UNCHANGED,
    group: Group | Unchanged | None = UNCHANGED,
    next_group: Group | Unchanged | None = UNCHANGED,
    left_on: date | Unchanged | None = UNCHANGED,
) -> Pupil:
    """Another name or group, or the day a pupil left. The owner of a case is asked what to do when a child left."""
    hold_school(pupil.school_id)
    before = Pupil.objects.select_for_update(no_key=True).get(pk=pupil.pk)
    changed = actions.change_pupil(
        act=act,
        pupil=pupil,
        first_name=first_name,
        last_name=last_name,
        group=group,
        next_group=next_group,
        left_on=left_on,
    )
    if (changed.group_id, changed.left_on, changed.name) != (before.group_id, before.left_on, before.name):
        cases = _running_cases_of(act.by.school_id, [changed.pk])
        _let_in_who_teaches(cases, by=act.by, at=act.at)
        if before.left_on is None and changed.left_on is not None:
            _ask_what_to_do(act, cases, changed)
        _finish_what_is(act, cases)
    return changed


@transaction.atomic
def move_pupils(*, act: Act, pupils: Sequence[Pupil], group: Group) -> None:
    """All of these to another group: at the start of a school year everybody moves up.

    To a group that begins later they go on its first day (`begin_groups`); whoever is sent to the group of now stays.
    """
    hold_school(group.school_id)
    later = begins_on(group) > act.today
    for pupil in sorted(pupils, key=lambda one: one.pk):  # one order, so that two who do this do not wait in a circle
        if later:
            actions.change_pupil(act=act, pupil=pupil, next_group=group)
        else:
            stays = pupil.group_id == group.pk
            actions.change_pupil(act=act, pupil=pupil, group=group, next_group=None if stays else UNCHANGED)
    if not later:
        cases = _running_cases_of(group.school_id, [pupil.pk for pupil in pupils])
        _let_in_who_teaches(cases, by=act.by, at=act.at)
        _finish_what_is(act, cases)


def who_go_to_their_group(today: date) -> QuerySet[Pupil]:
    """Those of all schools for whom a group was settled that has begun by this day."""
    return who_go_to_a_group_of(school_year_of(today))


def who_go_to_a_group_of(school_year: str) -> QuerySet[Pupil]:
    """Those of all schools for whom a group of this year, or of one before it, was settled."""
    # That there is one says the second condition as well. By the first PostgreSQL does not read all pupils for it.
    return Pupil.objects.filter(next_group__isnull=False, next_group__school_year__lte=school_year)


@transaction.atomic
def begin_groups(*, school: School, at: datetime, today: date) -> int:
    """Those for whom a group of a new school year was settled go to it on its first day, or the first day after."""
    coming = who_go_to_their_group(today).filter(school=school)
    if not coming.exists():
        return 0
    hold_school(school.pk)
    pupils = list(coming.select_related("next_group").order_by("pk"))
    for pupil in pupils:
        # Whoever left in the meantime goes nowhere.
        group = pupil.next_group if pupil.left_on is None else UNCHANGED
        actions.change_pupil(act=Itself(at), pupil=pupil, group=group, next_group=None)
    cases = _running_cases_of(school.pk, [pupil.pk for pupil in pupils])
    _let_in_who_teaches(cases, by=None, at=at)
    for one in cases:
        _finish_what_is(Act(by=one[0].owner, at=at, today=today), [one])
    return len(pupils)


@transaction.atomic
def add_guardian(
    *,
    act: Act,
    pupil: Pupil,
    name: str,
    relation: str,
    custody: str = Custody.UNKNOWN,
    phone: str = "",
    email: str = "",
    reach: str = "",
    language: str = "",
    interpreter: bool = False,
    address_secret: bool = False,
    call_apart: bool = False,
    id: uuid.UUID | None = None,
) -> Guardianship:
    """A new guardian of a pupil; a running case may have to tell them."""
    link = actions.add_guardian(
        act=act,
        pupil=pupil,
        name=name,
        relation=relation,
        custody=custody,
        phone=phone,
        email=email,
        reach=reach,
        language=language,
        interpreter=interpreter,
        address_secret=address_secret,
        call_apart=call_apart,
        id=id,
    )
    _refresh_cases_of(act, [pupil.pk])
    return link


@transaction.atomic
def link_guardian(*, act: Act, pupil: Pupil, guardian: Guardian, relation: str, custody: str) -> Guardianship:
    """The guardian of a brother or sister becomes a guardian of this pupil too."""
    hold_school(pupil.school_id)  # the guardian may be a colleague, whom this makes family
    link = actions.link_guardian(act=act, pupil=pupil, guardian=guardian, relation=relation, custody=custody)
    _refresh_cases_of(act, [pupil.pk])
    return link


@transaction.atomic
def set_custody(*, act: Act, guardianship: Guardianship, custody: str) -> Guardianship:
    """Whether a guardian has custody over a pupil, and with that whether a case has to tell them."""
    link = actions.set_custody(act=act, guardianship=guardianship, custody=custody)
    _refresh_cases_of(act, [link.pupil_id])
    return link


@transaction.atomic
def hold_back(*, act: Act, guardianship: Guardianship, until: date | None, because: str = "") -> Guardianship:
    """Until this day a guardian hears nothing yet, and nobody is reminded to tell; None lets it go."""
    link = actions.hold_back(act=act, guardianship=guardianship, until=until, because=because)
    _refresh_cases_of(act, [link.pupil_id])
    return link


@transaction.atomic
def unlink_guardian(*, act: Act, guardianship: Guardianship) -> None:
    """Somebody is no longer a guardian of a pupil. What was discussed with them stays in the cases."""
    pupil_id = guardianship.pupil_id
    actions.unlink_guardian(act=act, guardianship=guardianship)
    _refresh_cases_of(act, [pupil_id])


@transaction.atomic
def say_who_on_staff(
    *, act: Act, guardianship: Guardianship, staff: StaffMember | None, not_these: Collection[StaffMember] = ()
) -> Guardian:
    """A guardian is a colleague, or nobody who works here; their cases ask what it means."""
    hold_school(guardianship.school_id)
    said = actions.say_who_on_staff(act=act, guardianship=guardianship, staff=staff, not_these=not_these)
    _refresh_cases_of(act, _children_of(said))
    return said


def _children_of(guardian: Guardian) -> list[uuid.UUID]:
    return list(guardian.guardianships.values_list("pupil_id", flat=True))


@transaction.atomic
def change_teachers(*, act: Act, group: Group, teachers: Collection[StaffMember]) -> None:
    """These teach the group, and nobody else. Those who are new take part in the running cases of its children.

    Those who no longer teach it go on taking part (decision 9), as somebody does whose pupil moved to another group.
    """
    hold_school(group.school_id)
    before = set(group.teachers.values_list("pk", flat=True))
    actions.change_teachers(act=act, group=group, teachers=teachers)
    if new := [teacher for teacher in teachers if teacher.pk not in before]:
        pupils = Pupil.objects.filter(group=group, left_on=None).values_list("pk", flat=True)
        for case, _taking_part in _running_cases_of(group.school_id, set(pupils)):
            let_take_part(case, new, by=act.by, at=act.at)


@transaction.atomic
def change_school(*, act: Act, school: School, **values: Any) -> School:
    """What is the school's own; after a change of region every case is due by the holidays of the new one."""
    before, was_open = school.region, _is_open(school, act)
    changed = actions.change_school(act=act, school=school, **values)
    if changed.region != before:
        _refresh_due_dates(changed, act, was_open)
    return changed


@transaction.atomic
def confirm_calendar(
    *,
    act: Act,
    school: School,
    school_year: str,
    closures: Sequence[Closure],
    region: str | Unchanged = UNCHANGED,
) -> None:
    """The holidays of a school year; every case is then due by the new calendar."""
    was_open = _is_open(school, act)
    actions.confirm_calendar(act=act, school=school, school_year=school_year, closures=closures, region=region)
    _refresh_due_dates(school, act, was_open)


@transaction.atomic
def add_closed_day(*, act: Act, school: School, closure: Closure, groups: Sequence[Group] = ()) -> list[ClosedDay]:
    """Days on which the school, or some of its groups, is closed; every case is then due by the new calendar."""
    was_open = _is_open(school, act)
    added = actions.add_closed_day(act=act, school=school, closure=closure, groups=groups)
    _refresh_due_dates(school, act, was_open)
    return added


@transaction.atomic
def remove_closed_day(*, act: Act, closed_day: ClosedDay) -> None:
    """The school is open after all; every case is then due by the new calendar."""
    was_open = _is_open(closed_day.school, act)
    actions.remove_closed_day(act=act, closed_day=closed_day)
    _refresh_due_dates(closed_day.school, act, was_open)


@transaction.atomic
def change_colleague(
    *,
    act: Act,
    staff: StaffMember,
    name: str | Unchanged = UNCHANGED,
    form_of_address: str | Unchanged = UNCHANGED,
    role: str | Unchanged = UNCHANGED,
    is_active: bool | Unchanged = UNCHANGED,
    email: str | Unchanged = UNCHANGED,
) -> StaffMember:
    """Another name, role or address, or that somebody left. Those who have running cases hand them over first.

    A role that sees cases and another address for who sees them are only proposed where a second person must say yes
    (decision 105). Those who lead hear of either at once, and the address that somebody had as well.
    """
    require(act.by, Right.PEOPLE, school_id=staff.school_id)

    def change() -> StaffMember:
        return actions.change_staff(
            act=act,
            staff=staff,
            name=name,
            form_of_address=form_of_address,
            role=role,
            is_active=is_active,
            email=email,
        )

    changed = _colleague_changed(act, staff, change, role=role, is_active=is_active)
    tell_of_proposals(act, changed)
    return changed


@transaction.atomic
def say_yes(*, act: Act, proposal: Proposal) -> Proposal:
    """A second person says yes to a role or an address, and it is given; who was to be invited with it is."""
    worked_here = proposal.staff.is_active
    done: list[Proposal] = []

    def change() -> StaffMember:
        done.append(actions.say_yes(act=act, proposal=proposal))
        return done[0].staff

    role = proposal.role if proposal.of == Proposal.Of.ROLE else UNCHANGED
    person = _colleague_changed(act, proposal.staff, change, role=role, is_active=UNCHANGED)
    tell_it_was_given(act, done[0])
    if proposal.invite and not worked_here and may_be_invited(person):
        send_link("invitation", to=person, at=act.at, who=proposal.by.name)
    return done[0]


def _colleague_changed(
    act: Act,
    staff: StaffMember,
    change: Callable[[], StaffMember],
    *,
    role: str | Unchanged,
    is_active: bool | Unchanged,
) -> StaffMember:
    """What a change of a colleague means for cases and letters: letters about cases stop for those who see no case any
    more; what waits follows to another address; and the address that somebody had is told that it is not theirs now."""
    # First without its key: from here on no case is opened or given away, and nobody becomes family. Then the cases of
    # the children whose family this is. At last with its key, which waits for everybody who is writing anything of this
    # school, so that no letter and no part in a case of theirs comes after it. Whoever wrote in one of those cases is
    # done by then: had they to wait for the key, and this for their case, it would be for ever.
    hold_school(staff.school_id)
    _running_cases_of(staff.school_id, _family_of(staff))
    School.objects.select_for_update().get(pk=staff.school_id)
    before = StaffMember.objects.select_related("account").get(pk=staff.pk)
    address = before.account.email if before.account else ""
    _hand_over_first(before, role, is_active)
    changed = change()
    if not sees_cases(changed):
        outbox.withdraw_of_cases(to=changed, at=act.at)
    if sees_cases(changed) != sees_cases(before):
        _refresh_cases_of(act, _family_of(changed))
    now = changed.account.email if changed.account else ""
    if now != address:
        outbox.readdress(to=changed, at=act.at)
        if address:
            tell_former_address(of=changed, address=address, by=act.by, at=act.at)
    return changed


def _family_of(person: StaffMember) -> list[uuid.UUID]:
    """The children of whom this colleague is a guardian."""
    return list(Guardianship.objects.filter(guardian__staff=person).values_list("pupil_id", flat=True))


def _hand_over_first(person: StaffMember, role: str | Unchanged, is_active: bool | Unchanged) -> None:
    """Refuses to let somebody go, or into a role in which nobody works at cases, while their cases are running."""
    leaves = person.is_active and is_active is False
    able = roles_that(Need.WRITE, with_a_part=True)
    loses_cases = not isinstance(role, Unchanged) and role not in able and person.role in able
    if not (leaves or loses_cases):
        return
    if running := running_cases_of(person):
        raise Refused(
            "is_active" if leaves else "role",
            ngettext(
                "%(name)s heeft nog %(number)s lopende zaak. Laat de {coordinator} of directeur die eerst overdragen.",
                "%(name)s heeft nog %(number)s lopende zaken. Laat de {coordinator} of directeur die eerst overdragen.",
                running,
            )
            % {"name": person.name, "number": words.number(running)},
        )


RunningCases = Sequence[tuple[Case, list[Pupil]]]
"""Cases, locked, each with those of some pupils who take part in it."""


def _refresh_cases_of(act: Act, pupils: Collection[uuid.UUID]) -> None:
    _finish_what_is(act, _running_cases_of(act.by.school_id, pupils))


def _finish_what_is(act: Act, cases: RunningCases) -> None:
    """Finishes what is finished by now in these cases, each case once.

    `act.by` need not be somebody who may read the case (the administrator keeps custody): nothing of it is given back.
    """
    if not cases:
        return
    by_itself = replace(act, token=None, seen=None, corrects=None)
    calendar = calendar_for(act.by.school)
    for file in read_case_files([case for case, _taking_part in cases], calendar).values():
        bring_up_to_date(Change(by_itself, file.case, file))


def _let_in_who_teaches(cases: RunningCases, *, by: StaffMember | None, at: datetime) -> None:
    """The teachers of these pupils take part in their cases."""
    teachers = teachers_by_group({pupil.group_id for _case, group in cases for pupil in group if pupil.group_id})
    for case, taking_part in cases:
        for pupil in taking_part:
            if pupil.group_id:
                let_take_part(case, teachers[pupil.group_id], by=by, at=at)


def _running_cases_of(school_id: uuid.UUID, pupils: Collection[uuid.UUID]) -> RunningCases:
    """The running cases in which one of these pupils takes part, locked, each with those who do."""
    taking_part: dict[uuid.UUID, list[Pupil]] = defaultdict(list)
    found = Involved.objects.filter(pupil__in=pupils, left_on=None, case__school=school_id)
    for involved in found.select_related("pupil").order_by("pupil_id"):
        taking_part[involved.case_id].append(involved.pupil)
    cases = (
        Case.objects.select_for_update(of=("self",), no_key=True)
        .select_related("school", "owner")
        .filter(pk__in=taking_part, school=school_id, closed_on=None)
        .order_by("id")
    )
    return [(case, taking_part[case.pk]) for case in cases]


def _ask_what_to_do(act: Act, cases: RunningCases, pupil: Pupil) -> None:
    """Asks the owner of each of these cases, which this pupil left just now."""
    for case, _taking_part in cases:
        letters.send("pupil_left", Occasion(case=case, by=act.by), at=act.at, once=f"{pupil.pk}:{pupil.left_on}")


def _is_open(school: School, act: Act) -> bool:
    return calendar_for(school).is_school_day(act.today)


def _refresh_due_dates(school: School, act: Act, was_open: bool) -> None:
    """Works out anew, by the calendar as it is now, when each case of this school is next due.

    Running cases, and closed ones with a check date. What the calendar's change itself writes in the trail says why
    the dates moved. When today turns out to be a school day, it still has its sweep.
    """
    calendar = calendar_for(school)
    if not was_open and calendar.is_school_day(act.today):
        School.objects.filter(pk=school.pk).update(looked_on=None)
    waiting = Case.objects.filter(school=school).filter(Q(closed_on=None) | Q(next_due_on__isnull=False))
    ids = list(waiting.order_by("id").values_list("id", flat=True))
    for start in range(0, len(ids), BATCH):
        cases = list(
            Case.objects.select_for_update(of=("self",), no_key=True)
            .select_related("school", "owner")
            .filter(id__in=ids[start : start + BATCH])
            .order_by("id")
        )
        for file in read_case_files(cases, calendar, with_authors=False).values():
            copy_position(file.case, file)
