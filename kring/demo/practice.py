"""The practice case: an invented school for one colleague, who walks in it from report to after-care (decision 138).

Nobody of it has an account, so no letter can go to anybody. It is a school like any other, so whatever holds between
two schools keeps it out of the real one: its lists, counts, figures, names and trail.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q, QuerySet

from kring.cases.models import Case
from kring.demo.ahead import let_go_by
from kring.demo.people import NUMBERS, confirm_region
from kring.prepared import prepared
from kring.school import actions
from kring.school.act import Act, Itself
from kring.school.calendars import calendar_for, school_year_of
from kring.school.calling import numbers_of
from kring.school.models import Custody, Practice, Relation, Role, School, StaffMember
from kring.trail.models import TrailLine
from kring.trail.record import record
from kring.trail.verbs import Verb
from kring.vault.keys import destroy_key

LASTS = timedelta(days=30)
"""So long after it began a practice goes away by itself."""

NAME = "De Oefenschool"
GROUP, YEAR_GROUP = "6", 6
COLLEAGUES: tuple[tuple[str, str, Role], ...] = (
    ("Loes Oefening", "juf Loes", Role.COORDINATOR),
    ("Henk Oefening", "meester Henk", Role.HEAD),
    ("Pim Oefening", "meester Pim", Role.MEMBER),
)

CHILDREN: tuple[tuple[str, tuple[tuple[str, Relation], ...]], ...] = (
    ("Bo", (("Marja", Relation.MOTHER), ("Gerrit", Relation.FATHER))),
    ("Kim", (("Anneke", Relation.MOTHER),)),
    ("Nova", (("Rita", Relation.MOTHER),)),
    ("Ravi", (("Sunil", Relation.FATHER),)),
    ("Jip", (("Trudy", Relation.MOTHER),)),
    ("Lotte", (("Koos", Relation.FATHER),)),
)
"""Each child with its parents: two to be called about the child that is bullied, one about the child that bullies."""
SURNAME = "van Oefenen"


def practice_of(staff: StaffMember) -> Practice | None:
    """The practice that this colleague is in the middle of."""
    return Practice.objects.filter(of=staff).exclude(until_on=None).select_related("school", "seat").first()


@transaction.atomic
def begin(*, of: StaffMember, at: datetime, today: date) -> Practice:
    """The practice of this colleague: the one that runs, or a new one. Two clicks begin one."""
    StaffMember.objects.select_for_update(no_key=True).get(pk=of.pk)
    practice = Practice.objects.filter(of=of).select_related("school", "seat").first() or _founded(of, at)
    if practice.until_on is None:
        _fill(practice, at, today)
    return practice


@transaction.atomic
def begin_again(*, of: StaffMember, at: datetime, today: date) -> Practice:
    """Everything of it goes, and it begins anew."""
    StaffMember.objects.select_for_update(no_key=True).get(pk=of.pk)
    if practice := practice_of(of):
        empty(practice, at=at)
    return begin(of=of, at=at, today=today)


def go_on(*, practice: Practice, at: datetime, today: date, days: int) -> bool:
    """Lets so many days go by in it: what is late is said. False: so far it does not go."""
    return let_go_by(act=Act(by=practice.seat, at=at, today=today), school=practice.school, days=days)


def end_old(*, at: datetime, today: date) -> int:
    """Empties every practice that has lasted long enough, and that of who does not work here any more."""
    old = _ends(today)
    for practice in old:
        with transaction.atomic():
            StaffMember.objects.select_for_update(no_key=True).get(pk=practice.of_id)
            empty(practice, at=at)
    return len(old)


@prepared
def _ends(today: date) -> QuerySet[Practice]:
    ends = Practice.objects.filter(Q(until_on__lte=today) | Q(of__is_active=False)).exclude(until_on=None)
    return ends.select_related("school", "of")


@transaction.atomic
def empty(practice: Practice, *, at: datetime) -> None:
    """Takes away all that is in it, with the keys of its cases. Its school, its staff and the trail stay."""
    take_all_away(practice.school_id)
    Practice.objects.filter(pk=practice.pk).update(until_on=None)
    School.objects.filter(pk=practice.school_id).update(clock_ahead_days=0, reminded_on=None, last_case_number=0)
    practice.until_on = None
    record(verb=Verb.PRACTICE_EMPTIED, school_id=practice.school_id, at=at, by=None)


def take_all_away(school_id: UUID) -> None:
    """Takes away all that is in this invented school but what `STAYS`, with the keys of its cases."""
    School.objects.select_for_update(no_key=True).get(pk=school_id)
    for case_id in Case.objects.filter(school=school_id).values_list("pk", flat=True):
        destroy_key(case_id)
    for model, to_school in owned_by_a_school():
        rows = model._base_manager.filter(**{to_school: school_id}).values("pk")
        # Straight from the table: no verb of Kring takes a fact away, and the checks between rows wait for the commit.
        model._base_manager.filter(pk__in=rows)._raw_delete(model._base_manager.db)


STAYS = (School, StaffMember, Practice, TrailLine)
"""What a practice leaves behind: whom the trail names, and the trail."""


def owned_by_a_school() -> list[tuple[type[models.Model], str]]:
    """Every table with rows of a school that an emptied practice leaves nothing of, and how a row leads to its school.

    A table that somebody adds is among them by itself.
    """
    every = ((model, _way_to_school(model)) for model in apps.get_models(include_auto_created=True))
    owned = [(model, to_school) for model, to_school in every if to_school and model not in STAYS]
    # A row that leads there by another row goes before that one: afterwards nothing would say whose it was.
    return sorted(owned, key=lambda one: "__" not in one[1])


def _way_to_school(model: type[models.Model]) -> str:
    """By which fields a row of this table leads to its school; empty where none does."""
    keys = [one for one in model._meta.get_fields() if one.many_to_one or (one.one_to_one and one.concrete)]
    direct = next((one for one in keys if one.related_model is School), None)
    if direct is not None:
        return direct.name
    for one in keys:
        related = one.related_model
        if isinstance(related, type) and related is not model and any(f.name == "school" for f in related._meta.fields):
            return f"{one.name}__school"
    return ""


def _founded(of: StaffMember, at: datetime) -> Practice:
    """Its school with its staff, empty."""
    act = Itself(at)
    school = actions.add_school(act=act, name=NAME, region=of.school.region, is_demo=True)
    seat = actions.add_staff(
        act=act, school=school, name=of.name, form_of_address=of.form_of_address, role=Role.TEACHER
    )
    for name, form_of_address, role in COLLEAGUES:
        actions.add_staff(act=act, school=school, name=name, form_of_address=form_of_address, role=role)
    return Practice.objects.create(school=school, of=of, seat=seat)


def _fill(practice: Practice, at: datetime, today: date) -> None:
    """Children, parents, numbers and days; the protocol and the words of the real school. It opens on a school day."""
    act, real = Itself(at), practice.of.school
    School.objects.filter(pk=practice.school_id).update(
        region=real.region,
        protocol=real.protocol,
        variation=real.variation,
        coordinator_word=real.coordinator_word,
        clock_ahead_days=real.clock_ahead_days,  # of a demo: it is `today` here as it is there
    )
    school = School.objects.get(pk=practice.school_id)
    actions.change_school(  # noqa: TID251  # no case runs yet
        act=act,
        school=school,
        **NUMBERS,
    )
    head = StaffMember.objects.get(school=school, role=Role.HEAD)
    by_head = Act(by=head, at=at, today=today)
    confirm_region(school, act=by_head)
    # The numbers outside are the real ones: whoever meets real danger while practising must not read an invented one.
    numbers = {line: known.number for line, known in numbers_of(school).items()}
    actions.check_numbers(act=by_head, school=school, numbers=numbers)
    actions.add_on_call(act=by_head, school=school, name=head.name, number=NUMBERS["phone_head"])
    group = actions.add_group(
        act=act, school=school, school_year=school_year_of(today), name=GROUP, year_group=YEAR_GROUP
    )
    actions.assign_teacher(act=act, group=group, staff=practice.seat)  # noqa: TID251  # no case runs yet
    for number, (child, parents) in enumerate(CHILDREN):
        pupil = actions.add_pupil(act=act, school=school, first_name=child, last_name=SURNAME, group=group)
        for place, (name, relation) in enumerate(parents):
            actions.add_guardian(  # noqa: TID251  # no case runs yet
                act=act,
                pupil=pupil,
                name=f"{name} {SURNAME}",
                relation=relation,
                custody=Custody.YES,
                phone=f"06-0000 20{number}{place}",
            )
    opens_on = calendar_for(school).on_or_after(today)
    if opens_on != today:
        actions.move_demo_clock(act=act, school=school, days=(opens_on - today) // timedelta(days=1))
    practice.until_on = today + LASTS
    practice.save(update_fields=["until_on"])
    practice.school.refresh_from_db()
