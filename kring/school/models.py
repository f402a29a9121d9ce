"""The school's own world: the school, its staff, groups, pupils, guardians, and the days it is closed.

Every row belongs to one school. Names and contacts of children and guardians are sealed with the school's key.
Rows are changed by the verbs in `kring/school/actions/`; that rows of two schools never mix is checked there.
"""

import uuid
from base64 import b64decode
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Cast, Length, Lower, Substr
from django.db.models.lookups import Exact, GreaterThanOrEqual
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kring.names.persons import was_read
from kring.protocol.called import LONGEST, STANDARD
from kring.protocol.stappenplan import STAPPENPLAN
from kring.rows import JsonField, Row
from kring.school.former_names import PupilName, former_in
from kring.vault.fields import SealedTextField, SealedTextOrNone

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words


class Region(models.TextChoices):
    """The region whose holidays a school keeps. A setting of the school, not derived from where it lies."""

    NOORD = "noord", _("Noord")
    MIDDEN = "midden", _("Midden")
    ZUID = "zuid", _("Zuid")


class Role(models.TextChoices):
    """What a member of staff is in the school. What each may do stands in one table: `kring/school/rights.py`."""

    TEACHER = "teacher", _("Leerkracht")
    COORDINATOR = "coordinator", _("{Coordinator}")
    HEAD = "head", _("Directeur")
    MEMBER = "member", _("Teamlid")
    ADMINISTRATOR = "administrator", _("Beheerder")


def roles() -> "Sequence[tuple[str, Words]]":
    """The roles with their words. Asked when needed, so that no migration lists what only the screen says."""
    return Role.choices


class Relation(models.TextChoices):
    """What a guardian is to a pupil."""

    MOTHER = "mother", _("Moeder")
    FATHER = "father", _("Vader")
    CARER = "carer", _("Verzorger")
    LEGAL_GUARDIAN = "legal_guardian", _("Voogd")
    OTHER = "other", _("Anders")


class Custody(models.TextChoices):
    """Whether a guardian has parental authority (gezag) over a pupil."""

    YES = "yes", _("Heeft gezag")
    NO = "no", _("Heeft geen gezag")
    UNKNOWN = "unknown", _("Gezag niet bekend")


class ClosureSource(models.TextChoices):
    """Why the school is closed."""

    HOLIDAY = "holiday", _("Schoolvakantie")
    PUBLIC = "public", _("Feestdag")
    OWN = "own", _("Eigen vrije dag")


class Line(models.TextChoices):
    """Those outside the school whom one calls in danger. Their numbers are data: a school looks them through."""

    ALARM = "alarm", _("Alarmnummer")
    POLICE = "police", _("Politie, geen spoed")
    SUICIDE = "suicide", _("113 Zelfmoordpreventie")
    SAFE_HOME = "safe_home", _("Veilig Thuis, dag en nacht")
    CHILD_LINE = "child_line", _("Kindertelefoon")
    INSPECTOR = "inspector", _("Vertrouwensinspecteur")


def school_year_is_whole() -> models.Q:
    """The database's check on a school year such as 2026-2027: two years that follow each other."""
    # Built-in SQL only: SQLite refuses Django's own REGEXP in a table definition when trusted_schema is off.
    first = Cast(Substr("school_year", 1, 4), models.IntegerField())
    second = Cast(Substr("school_year", 6, 4), models.IntegerField())
    return (
        models.Q(Exact(Length("school_year"), 9))
        & models.Q(Exact(Substr("school_year", 5, 1), models.Value("-")))
        & models.Q(Exact(second, first + 1))
        & models.Q(GreaterThanOrEqual(first, 2000))
    )


class Schools(models.QuerySet["School"]):
    """Schools, and which of them somebody works at."""

    def without_practices(self) -> "Schools":
        """Without the invented ones in which one colleague practises (decision 138): no time goes by in those by
        itself, and what is noted in every school is not noted there."""
        return self.filter(practice=None)


class School(Row):
    """A school: the owner of every other row, and by its id the scope of its own key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    brin = models.CharField(max_length=6, blank=True)
    region = models.CharField(max_length=6, choices=Region)
    # The day from which it keeps the holidays of this region, when it had another before: what was then stays.
    region_since = models.DateField(null=True, blank=True)
    protocol = models.CharField(max_length=30, default=STAPPENPLAN.key)
    variation = JsonField(default=dict, blank=True)
    # The number that parents call: it stands on the paper that they are given.
    phone = models.CharField(max_length=30, blank=True)
    phone_head = models.CharField(max_length=30, blank=True)
    phone_board = models.CharField(max_length=30, blank=True)
    phone_coordinator = models.CharField(max_length=30, blank=True)
    # What this school calls its coordinator, in every sentence of Kring (decision 089).
    coordinator_word = models.CharField(max_length=LONGEST, default=STANDARD)
    is_demo = models.BooleanField(default=False)
    clock_ahead_days = models.PositiveIntegerField(default=0)
    reminder_hour = models.PositiveSmallIntegerField(default=7)
    # The plan as a file in each colleague's mailbox, instead of a letter that names no child (decision 6).
    attach_plan = models.BooleanField(default=False)
    # The last school day on which the sweep had something to look at here; and the last day, also of a holiday, on
    # which it was this school's turn.
    reminded_on = models.DateField(null=True, blank=True)
    looked_on = models.DateField(null=True, blank=True)
    # Who works here changed: what was said may have to be said to somebody else, so all cases are looked at again.
    look_anew = models.BooleanField(default=False)
    last_case_number = models.PositiveIntegerField(default=0)
    last_case_year = models.PositiveSmallIntegerField(default=0)

    objects = Schools.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(region__in=Region.values), name="school_region_exists"),
            models.CheckConstraint(
                condition=models.Q(reminder_hour__range=(0, 23)), name="school_reminds_at_an_hour_of_the_day"
            ),
            models.CheckConstraint(
                condition=models.Q(is_demo=True) | models.Q(clock_ahead_days=0), name="school_only_a_demo_moves_time"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WorkerClock(Row):
    """One row: what the worker last read on its clock, and the last moment of it that was believed.

    `doubted_from` is what the clock is held against while it is doubted (`kring/school/worker_clock.py`). Lines of the
    trail up to `ahead_until` are known to be ahead of a clock that somebody said is right.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    turn_at = models.DateTimeField()
    believed_at = models.DateTimeField()
    doubted_from = models.DateTimeField(null=True, blank=True)
    ahead_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="school_worker_has_one_clock")]

    def __str__(self) -> str:
        return "the worker's clock"


class OfSchool(Row):
    """What every row of a school has. Its key scope is the school, unless the model says otherwise."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True

    @property
    def key_scope(self) -> uuid.UUID:
        return self.school_id


class OfPerson(Row):
    """What every row with the name of a person has: who makes a page hears that it was read (`names/persons.py`)."""

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, *args: Any, **options: Any) -> Self:
        row = super().from_db(*args, **options)
        was_read(row)
        return row

    def names_opened(self) -> list[str]:
        """See `Person`. What is sealed still is no text yet."""
        return self._opened("name")

    def _opened(self, *columns: str) -> list[str]:
        values = (self.__dict__.get(column) for column in columns)
        return [value for value in values if isinstance(value, str) and value]


class HelpNumber(OfSchool):
    """A number outside the school as this school has it, and when somebody last looked whether it is right."""

    line = models.CharField(max_length=20, choices=Line)
    number = models.CharField(max_length=30)
    checked_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "line"], name="help_number_once_per_school"),
            models.CheckConstraint(condition=models.Q(line__in=Line.values), name="help_line_exists"),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.number}"


class OnCall(OfPerson, OfSchool):
    """Somebody who can be called outside school hours: always, or from a day to a day, as in a holiday."""

    name = models.CharField(max_length=80)
    number = models.CharField(max_length=30)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(from_on=None, until_on=None) | models.Q(from_on__lte=models.F("until_on")),
                name="on_call_always_or_for_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"on call {self.id}"


class AccountManager(BaseUserManager["Account"]):
    """Makes and finds accounts by e-mail address, whatever its capitals."""

    def create_user(self, email: str, password: str | None = None) -> "Account":
        """A new account. Without a password nobody can sign in with it until one is set."""
        account = self.model(email=email.strip().lower())
        account.set_password(password)
        account.save()
        return account

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email=(username or "").strip().lower())


class Account(Row, AbstractBaseUser):
    """Somebody who can sign in. What they may do is in their `StaffMember`, one for each school they work at."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    # How often all second steps were taken away. A session in which an older one was shown is nobody's any more.
    second_step_round = models.PositiveIntegerField(default=0)

    objects = AccountManager()

    met: "list[StaffMember] | None" = None
    """Who it is, where that was read with it (`kring.web.way_in.backend`); no column."""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="school_account_email_once"),
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="school_account_email_is_lower"),
        ]

    def __str__(self) -> str:
        return self.email

    def clean(self) -> None:
        self.email = self.email.strip().lower()

    def members(self) -> "models.QuerySet[StaffMember]":
        """Who this account is, at each school where its owner works: none that only typed its address."""
        return StaffMember.of_account(self.pk)


class FactorKind(models.TextChoices):
    """With what somebody takes the second step of signing in."""

    APP = "app", _("App met codes")
    PASSKEY = "passkey", _("Passkey")


class Factor(Row):
    """An authenticator app or a passkey of one account (docs/decisions/102).

    `sealed` is the secret of the app, or what a passkey is known by, sealed for the installation. `counted` is the
    half minute of the last code that was taken of an app, or what the passkey last counted: it only goes up.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="factors")
    kind = models.CharField(max_length=10, choices=FactorKind)
    name = models.CharField(max_length=60, blank=True)
    sealed = models.BinaryField()
    counted = models.BigIntegerField(default=0)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=FactorKind.values), name="school_factor_kind_exists"),
        ]

    def __str__(self) -> str:
        # Never the name or the account: this ends up in logs and error messages.
        return f"{self.kind} {self.id}"


class SpareCode(Row):
    """A code to come in with once, when the telephone is lost. Only what cannot be reckoned back is kept of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="spare_codes")
    digest = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"spare code {self.id}"


class StaffMember(OfPerson, OfSchool):
    """A person on the staff of one school. Without an account: known by name, but cannot sign in.

    An account that was there before this school typed its address joins when its owner says yes (decision 106): until
    then, and after a no, it is not of this school, and the school sees what it sees of somebody who never came in.
    """

    class Joins(models.TextChoices):
        JOINED = "joined", "joined"
        ASKED = "asked", "asked"
        REFUSED = "refused", "refused"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="staff_members")
    name = models.CharField(max_length=200)
    form_of_address = models.CharField(max_length=60, blank=True)
    role = models.CharField(max_length=20, choices=roles)
    is_active = models.BooleanField(default=True)
    joins = models.CharField(max_length=7, choices=Joins, default=Joins.JOINED)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["school", "account"], name="school_staff_account_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="school_staff_role_exists"),
        ]

    @classmethod
    def of_account(cls, account: uuid.UUID) -> "models.QuerySet[StaffMember]":
        """Who this account is, at each school that it has joined and where it is still known."""
        return cls.objects.filter(cls.knows_account(), account=account).order_by("id")

    @classmethod
    def knows_account(cls, path: str = "") -> models.Q:
        """That whoever has the account has joined this school and is still known there, by this path to them."""
        return models.Q(**{f"{path}is_active": True, f"{path}joins": cls.Joins.JOINED})

    def __str__(self) -> str:
        return self.name

    def names_opened(self) -> list[str]:
        return self._opened("name", "form_of_address")

    @property
    def has_come_in(self) -> bool:
        """Whether this person chose a password, and said yes to this school. In the demo nobody chooses one."""
        if self.account is None or self.joins != self.Joins.JOINED:
            return False
        return self.account.has_usable_password() or self.school.is_demo


class Practice(Row):
    """The invented school in which one colleague practises (decision 138).

    `of` practises, `seat` is who they are in it. It is empty while `until_on` is null: its school and its staff stay,
    because the trail names them, and everything else of it is gone.
    """

    school = models.OneToOneField(School, on_delete=models.PROTECT, primary_key=True, related_name="practice")
    of = models.OneToOneField(StaffMember, on_delete=models.PROTECT, related_name="practice")
    seat = models.OneToOneField(StaffMember, on_delete=models.PROTECT, related_name="+")
    until_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"practice {self.school_id}"


class Proposal(OfSchool):
    """A role that sees cases, or another address to sign in with, that waits for a second person's yes.

    What somebody could give by themselves has its row too, settled at once, so that whoever leads reads of each alike.
    `role` and `role_before` are of a role (before: empty for who did not work here), `email` is of an address. With
    `invite` the yes sends this person the link to come in. Rules: `kring/school/second_yes.py` (decision 105).
    """

    class Of(models.TextChoices):
        ROLE = "role", "role"
        ADDRESS = "address", "address"

    class State(models.TextChoices):
        WAITS = "waits", "waits"
        GIVEN = "given", "given"
        REFUSED = "refused", "refused"
        WITHDRAWN = "withdrawn", "withdrawn"
        LAPSED = "lapsed", "lapsed"

    of = models.CharField(max_length=7, choices=Of)
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="proposals")
    role = models.CharField(max_length=20, choices=roles, blank=True)
    role_before = models.CharField(max_length=20, choices=roles, blank=True)
    email = SealedTextOrNone(null=True, blank=True)
    invite = models.BooleanField(default=False)
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.WAITS)
    settled_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    because = SealedTextOrNone(null=True, blank=True)

    class Meta:
        ordering = ["-at", "id"]
        indexes = [models.Index(fields=["school", "-at"], name="school_proposals")]
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "of"], condition=models.Q(state="waits"), name="school_proposal_waits_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state="waits", settled_at=None) | ~models.Q(state="waits"),
                name="school_proposal_waits_unsettled",
            ),
            models.CheckConstraint(
                # Who proposed it never says yes to it, but for what they could give alone, which is settled at once.
                condition=~models.Q(state="given")
                | ~models.Q(settled_by=models.F("by"))
                | models.Q(settled_at=models.F("at")),
                name="school_proposal_takes_two",
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.id}"

    @property
    def waits(self) -> bool:
        return self.state == self.State.WAITS


class CalendarAddress(OfSchool):
    """The secret address at which the own calendar of one person asks for their agenda (docs/decisions/053).

    Found by `digest`; the secret itself is sealed, so that only its owner's page can show it again.
    """

    staff = models.OneToOneField(StaffMember, on_delete=models.CASCADE, related_name="calendar_address")
    digest = models.CharField(max_length=64, unique=True)
    secret = SealedTextField()
    made_at = models.DateTimeField()
    fetched_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        # Never the secret: this ends up in logs and error messages.
        return f"calendar address {self.id}"


class Portrait(OfSchool):
    """The photo of who reads what is told at the doors, as children and parents see it there (decision 166).

    `content` is a small JPEG in base64, without anything in it but pixels (`kring/school/pictures.py`). A photo that
    is replaced is another row, so its address changes. `put_by` is who put it there: this colleague, or who said that
    they agreed.
    """

    staff = models.OneToOneField(StaffMember, on_delete=models.CASCADE, related_name="portrait")
    content = SealedTextField()
    put_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    put_on = models.DateField()

    def __str__(self) -> str:
        return f"portrait {self.id}"

    @property
    def jpeg(self) -> bytes:
        """The file, unsealed."""
        return b64decode(self.content)


class Group(OfSchool):
    """A group of one school year. A combined group ('5/6') has the lowest of its year groups."""

    school_year = models.CharField(max_length=9)
    name = models.CharField(max_length=40)
    year_group = models.PositiveSmallIntegerField()
    teachers = models.ManyToManyField(StaffMember, through="GroupTeacher", related_name="groups")

    class Meta:
        ordering = ["-school_year", "year_group", "name"]
        constraints = [
            models.UniqueConstraint(fields=["school", "school_year", "name"], name="school_group_once_a_year"),
            models.CheckConstraint(condition=school_year_is_whole(), name="school_group_year_is_whole"),
            models.CheckConstraint(condition=models.Q(year_group__range=(1, 8)), name="school_group_year_group_exists"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.school_year})"

    @property
    def title(self) -> str:
        """The group as it is called on screen: 'groep 6'."""
        return gettext("groep %(name)s") % {"name": self.name}

    def taught_by(self) -> list[StaffMember]:
        """Who teaches it now. Who left the school stays known as who taught it, and is named as its teacher no more."""
        return [teacher for teacher in self.teachers.all() if teacher.is_active]


class GroupTeacher(OfSchool):
    """That a member of staff teaches a group."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="group_teachers")
    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="group_teachers")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "staff"], name="school_teacher_once_a_group"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} teaches {self.group_id}"


class Pupils(models.QuerySet["Pupil"]):
    """Pupils, and which of them are in the list that the school keeps."""

    def listed(self) -> "Pupils":
        """Without those who were only typed, in a report or a case, and whom nobody put in the list yet."""
        return self.filter(typed_at=None)

    def typed(self) -> "Pupils":
        """Those who were only typed, and of whom nobody said yet who they are."""
        return self.filter(typed_at__isnull=False, left_on=None)


class Pupil(OfPerson, OfSchool):
    """A child at the school. Sort by name in Python: the database sees only sealed names.

    A child with `typed_at` is not in the list of pupils: a colleague typed its name because it was not there, and it
    is known in those cases alone (decision 091).

    `former_names` are kept to know this child by in texts of then: they are kept out where the child is, and said to
    the own family as the name of now (decision 034). No page shows them.
    """

    first_name = SealedTextField()
    last_name = SealedTextField(blank=True)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="pupils")
    # Where this child goes on the first day of that group's school year, as it was settled before the summer.
    next_group = models.ForeignKey(
        Group, on_delete=models.SET_NULL, null=True, blank=True, related_name="coming_pupils"
    )
    left_on = models.DateField(null=True, blank=True)
    former_names = SealedTextOrNone(null=True, blank=True, editable=False)
    typed_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    typed_at = models.DateTimeField(null=True, editable=False)

    objects = Pupils.as_manager()

    def __str__(self) -> str:
        # Never the name: this ends up in logs and error messages.
        return f"pupil {self.id}"

    def names_opened(self) -> list[str]:
        """First and last name, together and apart; a name of before is one as well where somebody read it."""
        parts = self._opened("first_name", "last_name")
        before = former_in("".join(self._opened("former_names")))
        return [*parts, " ".join(parts), *(PupilName(*name).whole for name in before)]

    @property
    def name(self) -> str:
        """First and last name."""
        return PupilName(self.first_name, self.last_name).whole

    @property
    def former(self) -> list[PupilName]:
        """The names by which this child was known before."""
        return [PupilName(*name) for name in former_in(self.former_names)]

    @property
    def every_name(self) -> list[PupilName]:
        """Every name by which the school ever knew this child, today's first: all of them are kept out."""
        return [PupilName(self.first_name, self.last_name), *self.former]


class Guardian(OfPerson, OfSchool):
    """Somebody who cares for one or more pupils, and how to reach them."""

    name = SealedTextField()
    phone = SealedTextField(blank=True)
    email = SealedTextField(blank=True)
    reach = SealedTextField(blank=True)
    # What a family needs when parents live apart, or speak another language (decision 084).
    language = SealedTextOrNone(null=True, blank=True)
    interpreter = models.BooleanField(default=False)
    address_secret = models.BooleanField(default=False)
    call_apart = models.BooleanField(default=False)
    former_names = SealedTextOrNone(null=True, blank=True, editable=False)
    # Who had to call and added the missing number, until somebody who keeps the data has looked at it (decision 077).
    phone_added_by = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    # The colleague who is this same person, as the school said, and the ids of those who are another (decision 085).
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    not_staff = JsonField(default=list, blank=True)

    def __str__(self) -> str:
        return f"guardian {self.id}"

    @property
    def every_name(self) -> list[str]:
        """Every name by which the school ever knew this guardian, today's first: all of them are kept out."""
        return [self.name, *(name for (name,) in former_in(self.former_names))]


class Guardianship(OfSchool):
    """What a guardian is to a pupil, and whether with parental authority."""

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="guardianships")
    guardian = models.ForeignKey(Guardian, on_delete=models.CASCADE, related_name="guardianships")
    relation = models.CharField(max_length=14, choices=Relation)
    custody = models.CharField(max_length=7, choices=Custody, default=Custody.UNKNOWN)
    custody_set_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")
    custody_set_at = models.DateTimeField(null=True)
    # Until this day, it included, this guardian hears nothing yet, and why (decision 084).
    not_told_until = models.DateField(null=True, blank=True)
    not_told_because = SealedTextOrNone(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pupil", "guardian"], name="school_guardian_once_a_pupil"),
            models.CheckConstraint(condition=models.Q(relation__in=Relation.values), name="school_relation_exists"),
            models.CheckConstraint(condition=models.Q(custody__in=Custody.values), name="school_custody_exists"),
        ]

    def __str__(self) -> str:
        return f"{self.guardian_id} for {self.pupil_id}"

    @property
    def must_be_told(self) -> bool:
        """One of whom it is not known whether they have custody counts as one who has; without, on request only."""
        return self.custody != Custody.NO

    def is_held_back(self, on: date) -> bool:
        """True on a day on which this guardian hears nothing yet."""
        return self.not_told_until is not None and on <= self.not_told_until


class ClosedDay(OfSchool):
    """Days in a row on which the school is closed; one day has the same first and last day.

    Of the school's own days some are one rule for each week (`weekday`: Monday is 0), and some are of one group alone.
    """

    first_day = models.DateField()
    last_day = models.DateField()
    name = models.CharField(max_length=100)
    source = models.CharField(max_length=7, choices=ClosureSource)
    weekday = models.PositiveSmallIntegerField(null=True, blank=True)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, null=True, blank=True, related_name="closed_days")

    class Meta:
        ordering = ["first_day", "last_day"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "first_day", "last_day", "name"],
                condition=models.Q(group=None),
                name="school_closure_once",
            ),
            models.UniqueConstraint(
                fields=["group", "first_day", "last_day", "name"], name="school_closure_once_a_group"
            ),
            models.CheckConstraint(
                condition=models.Q(source=ClosureSource.OWN) | models.Q(weekday=None, group=None),
                name="school_closure_of_a_group_is_own",
            ),
            models.CheckConstraint(
                condition=models.Q(weekday=None) | models.Q(weekday__lt=5), name="school_closure_weekday_exists"
            ),
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="school_closure_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=models.Q(source__in=ClosureSource.values), name="school_closure_source_exists"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.first_day} to {self.last_day}"


class ConfirmedYear(OfSchool):
    """That somebody confirmed the closed days of a school year, for the region that the school had then."""

    school_year = models.CharField(max_length=9)
    region = models.CharField(max_length=6, choices=Region)
    confirmed_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering = ["school_year"]
        constraints = [
            models.UniqueConstraint(fields=["school", "school_year"], name="school_year_confirmed_once"),
            models.CheckConstraint(condition=school_year_is_whole(), name="school_confirmed_year_is_whole"),
            models.CheckConstraint(condition=models.Q(region__in=Region.values), name="school_confirmed_region_exists"),
        ]

    def __str__(self) -> str:
        return self.school_year
