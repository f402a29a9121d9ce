"""Who can be chosen out of a whole school: those of one's own groups at once, any other when its name is asked for.

The school is read only when a name was typed: a page that shows every pupil is long, and slow to make (decision 148).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _

from kring.cases.apart import told_apart, whole_names_apart
from kring.cases.unlisted import pupils_for
from kring.names.comparing import matches, sort_key
from kring.names.letters import taken_as
from kring.school.calendars import school_year_of
from kring.school.models import Group, Pupil, Pupils, StaffMember
from kring.school.typed import TypedChild, may_be
from kring.vault.keys import load_keys
from kring.web.forms import Option
from kring.web.way_in.sight import groups_taught_by

MOST_TO_TAP = 60
"""More children of the own groups than this are found faster by their name."""


@dataclass(frozen=True, slots=True)
class PupilOption(Option):
    """A pupil to choose, with the names by which a typed one is compared."""

    first_name: str = ""
    last_name: str = ""


@dataclass(frozen=True)
class ToChoose:
    """Whom this person can choose, of whom `but_not` need not be chosen any more.

    `own` are the children of the own groups, each by the shortest name that means nobody else of them, to be tapped,
    and `whole` their whole names; `groups` those of this year, to say of a child that is typed.
    """

    staff: StaffMember
    today: date
    groups: Sequence[Option]
    own: Sequence[Option] = ()
    whole: Mapping[UUID, str] = field(default_factory=dict)
    own_groups: AbstractSet[UUID] = frozenset()
    but_not: frozenset[UUID] = frozenset()

    def without(self, pupils: Collection[UUID]) -> "ToChoose":
        """The same without those who need not be chosen any more. Whoever types one of them is still asked."""
        own = [one for one in self.own if one.value not in pupils]
        return replace(self, own=own, but_not=self.but_not | frozenset(pupils))

    @cached_property
    def everyone(self) -> list[Pupil]:
        """All who can be chosen or asked about: one query, and every name of the school is opened."""
        return _read(pupils_for(self.staff), self.staff)

    def chosen(self, pupils: Collection[UUID]) -> dict[UUID, PupilOption]:
        """Those of them who can be chosen, each with the group. No query when nobody is asked for."""
        wanted = set(pupils) - self.but_not
        if not wanted:
            return {}
        known = "everyone" in self.__dict__
        found = self.everyone if known else _read(pupils_for(self.staff).filter(pk__in=wanted), self.staff)
        options = self._options(one for one in found if one.pk in wanted)
        return {one.value: one for one in options if isinstance(one.value, UUID)}

    def called(self, asked: str) -> list[PupilOption]:
        """Those in whose name every word of `asked` begins one, or who are in a group of that title."""
        if asked not in self._asked:
            found = [
                one
                for one in self.everyone
                if one.pk not in self.but_not
                and (matches(asked, one.name) or (one.group is not None and taken_as(asked) in _titles(one.group)))
            ]
            self._asked[asked] = self._options(found)
        return self._asked[asked]

    def is_group(self, asked: str) -> bool:
        """Whether a whole group is asked for: `groep 5` or `5a`."""
        return any(taken_as(asked) in _titles(one.group) for one in self.everyone if one.group) if asked else False

    def alike(self, typed: TypedChild) -> list[PupilOption]:
        """Those whom a child that was typed may be, also of those who need not be chosen any more."""
        return self._options(one for one in self.everyone if may_be(typed, one))

    @cached_property
    def _asked(self) -> dict[str, list[PupilOption]]:
        return {}

    def _options(self, pupils: Iterable[Pupil]) -> list[PupilOption]:
        return _options(list(pupils), self.own_groups, self.today)


def _titles(group: Group) -> set[str]:
    return {taken_as(group.title), taken_as(group.name)}


def to_choose(staff: StaffMember, today: date) -> ToChoose:
    """Whom this person can choose, and the groups of this year: three queries, however large the school is."""
    own = groups_taught_by(staff)
    groups = Group.objects.filter(school=staff.school_id, school_year=school_year_of(today))
    ordered = sorted(groups, key=lambda one: (one.pk not in own, one.year_group, one.name))
    mine = _read(pupils_for(staff).listed().filter(group__in=own), staff) if own else []
    short = told_apart(mine)
    whole = {one.value: str(one.label) for one in _options(mine, own, today) if isinstance(one.value, UUID)}
    taps = [Option(pk, short[pk]) for pk in whole]
    return ToChoose(
        staff,
        today,
        [Option(one.pk, one.title) for one in ordered],
        own=taps if len(taps) <= MOST_TO_TAP else (),
        whole=whole,
        own_groups=own,
    )


def _read(found: Pupils, staff: StaffMember) -> list[Pupil]:
    load_keys([staff.school_id])
    return list(found.select_related("group"))


def _options(pupils: Sequence[Pupil], own: AbstractSet[UUID], today: date) -> list[PupilOption]:
    year = school_year_of(today)

    def order(pupil: Pupil) -> tuple[object, ...]:
        group = pupil.group
        here = group is not None and group.school_year == year
        return (
            pupil.typed_at is not None,
            pupil.group_id not in own,
            not here,
            group.year_group if group else 9,
            group.name if group else "",
            sort_key(pupil.first_name),
            sort_key(pupil.last_name),
        )

    # The group stands above the names, and is not seen any more once a name is chosen.
    names = whole_names_apart(pupils)
    return [
        PupilOption(
            pupil.pk,
            names[pupil.pk],
            group=_group_of(pupil, own),
            first_name=pupil.first_name,
            last_name=pupil.last_name,
        )
        for pupil in sorted(pupils, key=order)
    ]


def _group_of(pupil: Pupil, own: AbstractSet[UUID]) -> str:
    if pupil.typed_at:
        return _("nog niet in de lijst")
    if pupil.group is None:
        return _("zonder groep")
    if pupil.group_id in own:
        return _("%(group)s (jouw groep)") % {"group": pupil.group.title}
    return pupil.group.title
