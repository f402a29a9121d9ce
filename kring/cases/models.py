"""What happened in a case: the case, who takes part, and facts that are added and never overwritten."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q

from kring.cases import bodies
from kring.cases.traits import Body, Traits
from kring.protocol.progress import VisitKey
from kring.protocol.stappenplan import STAPPENPLAN
from kring.protocol.terms import Role, Stage
from kring.rows import JsonField, Row
from kring.school.models import Group, OfPerson, Pupil, School, StaffMember
from kring.vault.fields import SealedTextField, SealedTextOrNone

AT_ONCE = date.min
"""For `Case.look_on`: something changed in it, and the next sweep looks at it."""


class Absence(Row):
    """From a day to a day somebody stands in for a colleague in all of their running cases (decision 063).

    It begins and ends by itself; `begun_at` and `ended_at` are when it did, or when somebody ended it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    stand_in = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    said_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(from_on__lte=models.F("until_on")), name="absence_from_a_day_to_a_day"
            ),
            models.UniqueConstraint(fields=["staff"], condition=models.Q(ended_at=None), name="absence_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"absence {self.id}"


class Case(Row):
    """One case. Its position is derived from its facts; `current_step`, `stage`, `next_due_on`, `trailing_due_on` and
    `due_is_guideline` are copies of that derivation for lists and reminders, refreshed by every verb. So is
    `danger_since`: since when a sign of danger waits for somebody who says what was done about it; `safety_due_on`:
    by when it is to be said whether the bullied children are safe for now; `plan_is`: whether the plan that the team
    reads still says what is so; `wrongly_told`: how many guardians must still hear that something they were told is
    not; `departed_at`: when its last answer was given, or its date moved back, against what the file says;
    `talk_owed_on`: the first day for which a talk with a bullied child was let go; `unendorsed_since`: since when a
    talk at one table waits for a second name; and `relative_waits`: whether a colleague is family of a child here, and
    nobody decided whether they are kept out."""

    class PlanIs(StrEnum):
        """How the plan in force stands; sound is also a case without one. Told in code alone (decision 056)."""

        SOUND = "sound"
        UNDERWAY = "underway"  # stale, and the step that somebody has begun with brings a new version
        STALE = "stale"
        WRONG = "wrong"  # a child stands in it that should never have: shut for the team

    STAGES = [(stage.value, stage.value) for stage in Stage]

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    reported_on = models.DateField()
    opened_at = models.DateTimeField()
    owner = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+", db_index=False)
    stand_in = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # For how long somebody stands in, where that was said of all cases of the owner at once; else until it is changed.
    absence = models.ForeignKey("Absence", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    protocol = models.CharField(max_length=30, default=STAPPENPLAN.key)
    edition = models.CharField(max_length=10)
    variation = JsonField(default=dict, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    current_step = models.CharField(max_length=30)
    current_round = models.PositiveSmallIntegerField(default=1)
    stage = models.CharField(max_length=20, choices=STAGES, default=Stage.UNDERWAY.value)
    next_due_on = models.DateField(null=True, blank=True)
    trailing_due_on = models.DateField(null=True, blank=True)
    due_is_guideline = models.BooleanField(default=True)
    ended_as = models.CharField(max_length=30, blank=True)
    danger_since = models.DateTimeField(null=True, blank=True)
    safety_due_on = models.DateField(null=True, blank=True)
    # Who of several said to do what comes first now, and of which duty, step and round that was said.
    taken_up_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_up = models.CharField(max_length=120, blank=True)
    plan_is = models.CharField(max_length=10, default="sound")
    wrongly_told = models.PositiveSmallIntegerField(default=0)
    departed_at = models.DateTimeField(null=True, blank=True)
    talk_owed_on = models.DateField(null=True, blank=True)
    unendorsed_since = models.DateTimeField(null=True, blank=True)
    relative_waits = models.BooleanField(default=False)
    # The first day on which the daily sweep may have something new to say of it (decision 132). Whoever changes the
    # case says `AT_ONCE`, by saving it; the sweep says the day. None: as long as nothing changes, there is none.
    look_on = models.DateField(null=True, blank=True, default=AT_ONCE)

    taken: "TakenDown | None" = None
    """What was just taken down in it, by the verb that gives this case; no column."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "year", "number"], name="case_reference_unique"),
            models.CheckConstraint(condition=Q(stage__in=[stage.value for stage in Stage]), name="case_stage_known"),
        ]
        indexes = [
            models.Index(fields=["school", "closed_on", "next_due_on", "id"], name="case_by_due"),
            models.Index(fields=["owner", "closed_on", "next_due_on"], name="case_by_owner"),
            models.Index(fields=["school", "group", "closed_on", "next_due_on"], name="case_by_group"),
            models.Index(fields=["school", "stage", "next_due_on"], name="case_by_stage"),
            models.Index(
                fields=["school", "danger_since"], condition=Q(danger_since__isnull=False), name="case_in_danger"
            ),
            models.Index(
                fields=["school", "safety_due_on"],
                condition=Q(safety_due_on__isnull=False),
                name="case_asks_safety",
            ),
            models.Index(fields=["school", "plan_is"], condition=~Q(plan_is="sound"), name="case_with_stale_plan"),
            models.Index(fields=["school", "look_on"], condition=Q(look_on__isnull=False), name="case_to_look_at"),
        ]

    def __str__(self) -> str:
        return self.reference

    def save(self, *, update_fields: Iterable[str] | None = None, **how: Any) -> None:
        """Whatever is stored of a case, the next sweep looks at it: who hears of it may be somebody else now."""
        self.look_on = AT_ONCE
        super().save(update_fields=None if update_fields is None else {*update_fields, "look_on"}, **how)

    @property
    def reference(self) -> str:
        """The case's number within the school, as people say it: 2026-014."""
        return f"{self.year}-{self.number:03d}"

    @property
    def key_scope(self) -> UUID:
        return self.id


class Involved(Row):
    """A pupil's part in a case. The role belongs to the case, never to the child."""

    ROLES = [(role.value, role.value) for role in Role]

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="involved", db_index=False)
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=ROLES)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "pupil"], name="pupil_once_in_a_case"),
            models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="involved_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.role} in {self.case_id}"


class CaseStaff(Row):
    """A colleague who takes part in a case, or who is kept out of it whatever the role.

    `because_of` is the other case for which somebody was kept out of this one too (decision 048).
    """

    class Part(models.TextChoices):
        TAKES_PART = "takes_part"
        EXCLUDED = "excluded"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="colleagues", db_index=False)
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+", db_index=False)
    part = models.CharField(max_length=20, choices=Part)
    because_of = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "staff"], name="colleague_once_in_a_case"),
        ]
        indexes = [models.Index(fields=["staff", "part"], name="case_staff_by_person")]

    def __str__(self) -> str:
        return f"{self.part} {self.case_id}"


@dataclass(frozen=True)
class TakenDown:
    """A report that was just taken down, and whether who did so reads the file of its case."""

    report: "Report"
    readable: bool


class Report(OfPerson):
    """A report as it came in (row S0): by a colleague, or taken down for a pupil or a parent.

    `passed_on`: those who work at the case may know who told it. `story_kept_back`: what was told is for those who lead
    until they pass it on. `happened_on`, `place` and `children` (ids of Involved) go along to the incident that is made
    of it; a report of before they were asked has none of them.
    """

    class By(models.TextChoices):
        COLLEAGUE = "colleague"
        PUPIL = "pupil"
        GUARDIAN = "guardian"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports", db_index=False)
    reported_on = models.DateField()
    reported_by = models.CharField(max_length=20, choices=By)
    reporter = SealedTextField(default="", blank=True)
    passed_on = models.BooleanField(default=False)
    story_kept_back = models.BooleanField(default=False)
    story = SealedTextField()
    dangers = SealedTextField(default="", blank=True)
    happened_on = models.DateField(null=True, blank=True)
    place = SealedTextOrNone(null=True, blank=True)
    children = JsonField(default=list, blank=True)
    # Roles in which it names children who take part in another role: the id of Involved with the role it gave.
    other_roles = JsonField(default=dict, blank=True)
    taken_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    token = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "token"], name="report_once_per_submit")]
        indexes = [models.Index(fields=["case", "taken_at"], name="report_by_case")]

    def __str__(self) -> str:
        return f"report {self.id}"

    def names_opened(self) -> list[str]:
        return self._opened("reporter")

    @property
    def key_scope(self) -> UUID:
        return self.case_id

    @property
    def danger_signs(self) -> tuple[bodies.Danger, ...]:
        """The signs of danger that were ticked at the report."""
        return tuple(bodies.Danger(sign) for sign in self.dangers.split())


class Concern(Row):
    """A report about a member of staff. It leaves the protocol (decision 11): for the head, or the board."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+", db_index=False)
    story = SealedTextField()
    accused = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    raised_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    token = models.UUIDField(null=True, blank=True)
    taken_up_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "token"], name="concern_once_per_submit")]

    def __str__(self) -> str:
        return f"concern {self.id}"

    @property
    def key_scope(self) -> UUID:
        return self.school_id


class Fact(Row):
    """One thing recorded in a case. Added, never changed; a correction is a new fact that replaces the former.

    `on` is the day it happened, `at` when it was written down. `about` holds ids of Involved (children) or, for
    `informed`, of Guardianship. `settled` is false where the duty stays open (a guardian not reached yet).
    `outcome` is the answer to a step's question, how a case ended, or what a talk was (`together.Held`).
    `until_on` is the day to look back after closing, the last day of an observation request, or the day of more
    after-care.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="facts", db_index=False)
    kind = models.CharField(max_length=30)
    """The tag of its body. Which there are is told in `bodies.BODIES` alone (docs/decisions/056)."""
    step = models.CharField(max_length=30)
    round = models.PositiveSmallIntegerField()
    duty = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(max_length=30, blank=True)
    on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    about = JsonField(default=list, blank=True)
    settled = models.BooleanField(default=True)
    sealed_body = SealedTextField()
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    token = models.UUIDField(null=True, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "token"], name="fact_once_per_submit"),
        ]
        indexes = [
            models.Index(fields=["case", "at"], name="fact_by_case"),
            models.Index(fields=["case", "kind", "at"], name="fact_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def key_scope(self) -> UUID:
        return self.case_id

    @property
    def place(self) -> VisitKey:
        """The step and the round in which it was recorded; a visit has the same."""
        return self.step, self.round

    @property
    def traits(self) -> Traits:
        """What its kind is, by the column: nothing is unsealed for it."""
        return bodies.TRAITS[self.kind]

    @cached_property
    def body(self) -> Body:
        """What was recorded, unsealed."""
        return bodies.from_text(self.sealed_body)


class Promise(Row):
    """A promise of the school, as far as lists must know it: who does it for which child on which days of the week.

    What was promised is sealed in its fact, the newest version. `weekdays` are their numbers, Monday is 1: "135".
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="promises")
    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Involved, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+", db_index=False)
    weekdays = models.CharField(max_length=5)
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["staff", "last_on"], name="promise_by_person"),
            models.Index(fields=["school", "last_on"], name="promise_by_day"),
        ]

    def __str__(self) -> str:
        return f"promise {self.id}"


class PromiseTold(Row):
    """Whether a promise was kept on one day. Added, never changed: of a day the newest counts."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="told", db_index=False)
    on = models.DateField()
    kept = models.BooleanField()
    note = SealedTextField(default="", blank=True)
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["promise", "on", "at"], name="promise_told_by_day")]

    def __str__(self) -> str:
        return f"told {self.promise_id} {self.on}"

    @property
    def key_scope(self) -> UUID:
        return self.case_id


class PlanVersion(Row):
    """One issue of the plan, frozen: what it said then, it says for ever (row S3d)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="plan_versions", db_index=False)
    number = models.PositiveSmallIntegerField()
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=30)
    round = models.PositiveSmallIntegerField()
    content = SealedTextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="plan_number_once")]

    def __str__(self) -> str:
        return f"plan {self.case_id} version {self.number}"

    @property
    def key_scope(self) -> UUID:
        return self.case_id


class PlanRead(Row):
    """A colleague has read this version of the plan; the first time counts."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="reads", db_index=False)
    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "staff"], name="plan_read_once")]

    def __str__(self) -> str:
        return f"read {self.version_id}"


class ParentCopy(Row):
    """The plan as it was given to the guardians of one child: released by a person, and frozen."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parent_copies", db_index=False)
    child = models.ForeignKey(Involved, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    content = SealedTextField()
    released_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField()
    token = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "child", "number"], name="parent_copy_number_once"),
            models.UniqueConstraint(fields=["school", "token"], name="parent_copy_once_per_submit"),
        ]

    def __str__(self) -> str:
        return f"parent copy {self.id}"

    @property
    def key_scope(self) -> UUID:
        return self.case_id
