"""What came in by a door of the school: what was told, the talk both ways, and who may read it.

What is told here is no act of staff, and no case yet. Texts are sealed with the school's key from the first second, and
with the case's once it is in one. Of when it came only the day is kept: no moment, no address, no browser.
"""

from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kring.cases.models import Case
from kring.own_word import DUTCH
from kring.reports.told import Subject, Teller, Told, teller_in, to_keep, told_in
from kring.rows import JsonField, Row
from kring.school.models import OfSchool, Pupil, School, StaffMember
from kring.vault.fields import SealedTextField


class Door(OfSchool):
    """The doors of one school: their short address, which of them are open, and the secret that its codes hang on.

    `secret` (32 bytes, hex) outlives the installation's key, so that the codes that children have go on working when
    that is replaced. `last_number` is that of what came in last. The rest is the worker's: in which part of an hour the
    last letters were written, and how many about danger (`kring/reports/actions/settling.py`); and with which number
    the running hour began (`kring/reports/flood.py`).
    """

    address = models.SlugField(max_length=40, unique=True)
    secret = SealedTextField()
    for_children = models.BooleanField(default=False)
    for_parents = models.BooleanField(default=False)
    # Whom the board named for what is told about the head; without one it goes to the coordinator (decision 145).
    board_name = models.CharField(max_length=100, blank=True)
    board_mail = models.EmailField(blank=True)
    board_phone = models.CharField(max_length=30, blank=True)
    # For parents: whom they can speak to, as it is said at the door, and where the complaints procedure stands.
    contact = models.CharField(max_length=200, blank=True)
    complaints = models.URLField(max_length=300, blank=True)
    # Whether the doors say how much was told here; and of each month that is over how much came, and how much of that
    # was answered the same day ("2026-11": [12, 9]), up to and with `counted` (`kring/reports/numbers.py`).
    says_numbers = models.BooleanField(default=False, db_default=False)
    months = JsonField(default=dict, db_default={}, blank=True)
    counted = models.CharField(max_length=7, blank=True, default="", db_default="")

    last_number = models.PositiveIntegerField(default=0)
    written_in = models.CharField(max_length=20, blank=True)
    danger_written_in = models.CharField(max_length=20, blank=True)
    danger_written = models.PositiveSmallIntegerField(default=0)
    settled_up_to = models.PositiveIntegerField(default=0)
    hour = models.CharField(max_length=20, blank=True)
    hour_began_at = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school"], name="door_once_a_school")]

    def __str__(self) -> str:
        return f"door {self.id}"


class By(models.TextChoices):
    """Which door it came by."""

    CHILD = "child", _("Een kind")
    PARENT = "parent", _("Een ouder")


class For(models.TextChoices):
    """Who reads it, as it was decided when it came (`kring/reports/access.py`)."""

    LEADERS = "leaders"
    HEADS = "heads"
    COORDINATORS = "coordinators"
    BOARD = "board"


class State(models.TextChoices):
    """How it stands with it, for the school."""

    NEW = "new", _("Nieuw")
    ANSWERED = "answered", _("Beantwoord")
    IN_CASE = "in_case", _("In een zaak")
    ENDED = "ended", _("Klaar")


class ToMail(models.TextChoices):
    """Which mail is still to be written to who told it."""

    NOTHING = "", ""
    RECEIVED = "received", "received"
    ANSWERED = "answered", "answered"
    LINK = "link", "link"
    ASKED = "asked", "asked"
    AT_WORK = "at_work", "at_work"
    CLOSED = "closed", "closed"


class Incoming(Row):
    """Something that was told by a door.

    `number` counts up within the school, so that there is an order without a clock. `promised_on` is the day by which
    an answer was promised, `language` the one in which it was told. `content` is what was told (`told.Told`), `teller`
    who told it (`told.Teller`), apart, so that it can be passed on without. `code_digest` is all that is kept of the
    code to come back with. `same_text` tells a text that came more often, without keeping it. Nobody sees it before it
    is `settled`: who may read it is known, and whether it is `held` in the hold folder, until somebody looked.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    came_by = models.CharField(max_length=6, choices=By)
    came_on = models.DateField()
    promised_on = models.DateField()
    language = models.CharField(max_length=10, default=DUTCH)
    subject = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Subject])
    for_whom = models.CharField(max_length=12, choices=For)
    accused = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.NEW)
    settled = models.BooleanField(default=False)
    # A letter is still to be written about what is new in it, and about its danger.
    to_write = models.BooleanField(default=True)
    danger_to_write = models.BooleanField(default=False)
    held = models.BooleanField(default=False)

    content = SealedTextField()
    teller = SealedTextField()
    code_digest = models.CharField(max_length=64, unique=True)
    same_text = models.CharField(max_length=64, blank=True)
    # A keyed digest of where a parent gets mail, to find it by when a new link is asked for; and what is still to go.
    mail_digest = models.CharField(max_length=64, blank=True)
    to_mail = models.CharField(max_length=8, choices=ToMail, blank=True, default="")
    # How its case stood when that was mailed last: "" before it was, then that it runs or was closed.
    case_mailed = models.CharField(max_length=8, blank=True, default="")
    # When it was asked by mail how it goes now, six weeks after the case was closed.
    asked_on = models.DateField(null=True, blank=True)

    read_on = models.DateField(null=True, blank=True)
    read_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    danger = models.BooleanField(default=False)
    taken_up_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_up_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    # Who told it wants to hear and tell no more; what was told stays.
    stopped_on = models.DateField(null=True, blank=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="came_in")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="incoming_number_once"),
            models.CheckConstraint(condition=Q(came_by__in=By.values), name="incoming_came_by_a_door"),
            models.CheckConstraint(condition=Q(for_whom__in=For.values), name="incoming_for_somebody"),
            models.CheckConstraint(
                condition=Q(state="in_case", case__isnull=False) | (~Q(state="in_case") & Q(case=None)),
                name="incoming_in_case_has_one",
            ),
        ]
        indexes = [
            models.Index(fields=["school", "held", "-number"], name="incoming_newest_first"),
            models.Index(fields=["school", "promised_on"], condition=Q(state="new", held=False), name="incoming_waits"),
            models.Index(
                fields=["school", "number"], condition=Q(danger=True, taken_up_by=None), name="incoming_danger"
            ),
            models.Index(fields=["school", "came_on", "same_text"], name="incoming_same_text"),
            models.Index(fields=["school", "number"], condition=Q(settled=False), name="incoming_to_settle"),
            models.Index(fields=["school", "mail_digest"], condition=~Q(mail_digest=""), name="incoming_mail"),
            models.Index(fields=["school"], condition=~Q(to_mail=""), name="incoming_to_mail"),
            models.Index(
                fields=["school"],
                condition=Q(to_write=True, held=False) | Q(danger_to_write=True, held=False),
                name="incoming_to_write",
            ),
        ]

    def __str__(self) -> str:
        return f"incoming {self.id}"

    @property
    def key_scope(self) -> UUID:
        return self.case_id or self.school_id

    @property
    def told(self) -> Told:
        """What was told, unsealed."""
        return told_in(self.content)

    @property
    def who_told(self) -> Teller:
        """Who told it, unsealed."""
        return teller_in(self.teller)

    def seal(self, told: Told, teller: Teller) -> None:
        """Sets what was told and by whom; sealed when the row is saved."""
        self.content, self.teller = to_keep(told), to_keep(teller)


class MayBe(Row):
    """A pupil of the school who may be one of those named: found by name when it came, for a person to decide."""

    incoming = models.ForeignKey(Incoming, on_delete=models.CASCADE, related_name="may_be", db_index=False)
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incoming", "pupil"], name="may_be_once")]

    def __str__(self) -> str:
        return f"{self.incoming_id} may be about {self.pupil_id}"


class Reader(Row):
    """A colleague who reads it beside those whose role does (it was passed on), or who never does (kept out).

    `with_name`: who told it is shown as well.
    """

    class Part(models.TextChoices):
        PASSED_ON = "passed_on"
        KEPT_OUT = "kept_out"

    incoming = models.ForeignKey(Incoming, on_delete=models.CASCADE, related_name="readers", db_index=False)
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=9, choices=Part)
    with_name = models.BooleanField(default=False)
    # The day on which they read it first.
    read_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incoming", "staff"], name="incoming_reader_once"),
            models.CheckConstraint(
                condition=Q(part="passed_on") | Q(with_name=False), name="incoming_kept_out_knows_no_name"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id}: {self.part} of {self.incoming_id}"


class Said(Row):
    """One thing that was said after it came in: by the school, or by who told it, in this order.

    `by` is the colleague; without one it is who told it, of whom only the day is kept, or whom the board named
    (`by_board`). A text that goes both ways is sealed with the key that seals what was told.
    """

    class What(models.TextChoices):
        ANSWER = "answer"
        QUESTION = "question"
        CALLED = "called"
        """Answered by telephone; the text says what was said."""
        ENDED = "ended"
        ADDED = "added"
        TOLD_AGAIN = "told_again"
        """The same form was sent once more, with something else in it: both are kept."""
        BETTER = "better"
        SAME = "same"
        WORSE = "worse"
        STOPPED = "stopped"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    incoming = models.ForeignKey(Incoming, on_delete=models.CASCADE, related_name="said", db_index=False)
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=What)
    on = models.DateField()
    by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_board = models.BooleanField(default=False)
    text = SealedTextField(blank=True)
    token = models.UUIDField(null=True, blank=True)
    # When the other side saw it: who told it by the code, the school on its page.
    seen_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incoming", "number"], name="said_in_order"),
            models.UniqueConstraint(fields=["incoming", "token"], name="said_once_per_submit"),
        ]

    def __str__(self) -> str:
        return f"said {self.id}"

    @property
    def key_scope(self) -> UUID:
        return self.incoming.key_scope

    @property
    def is_of_teller(self) -> bool:
        """Whether who told it said this, and not the school or the board."""
        return self.by_id is None and not self.by_board


class Link(Row):
    """A link that was mailed, by which what was told is read without an account: by who told it, or by whom the board
    named. `opened_with` is a digest of the page on which it was pressed."""

    incoming = models.ForeignKey(Incoming, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    for_board = models.BooleanField(default=False)
    made_on = models.DateField()
    works_until = models.DateField()
    opened_with = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"link {self.pk}"
