"""Who can be chosen out of a whole school: those of one's own groups at once, any other when its name is asked for.

The school is read only when a name was typed: a page that shows every pupil is long, and slow to make (decision 148).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _

from kring.cases.apart import told_apart, whole_names_apart
from kring.cases.unlisted import chosen_by, listed_in, pupils_for
from kring.names.comparing import matches, sort_key
from kring.names.letters import taken_as
from kring.school.calendars import school_year_of
from kring.school.groups import groups_in
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

    All of it is asked for once it is needed: a form that is right when it is sent shows nobody.
    """

    staff: StaffMember
    today: date
    but_not: frozenset[UUID] = frozenset()

    def without(self, pupils: Collection[UUID]) -> "ToChoose":
        """The same without those who need not be chosen any more. Whoever types one of them is still asked."""
        return replace(self, but_not=self.but_not | frozenset(pupils))

    @cached_property
    def own_groups(self) -> AbstractSet[UUID]:
        """The groups that this person teaches. One query."""
        return groups_taught_by(self.staff)

    @cached_property
    def groups(self) -> list[Option]:
        """The groups of this year, to say of a child that is typed; the own ones first. One query."""
        found = groups_in(self.staff.school, school_year_of(self.today))
        ordered = sorted(found, key=lambda one: (one.pk not in self.own_groups, one.year_group, one.name))
        return [Option(one.pk, one.title) for one in ordered]

    @cached_property
    def _mine(self) -> list[Pupil]:
        """The children of the own groups. One query, or none."""
        load_keys([self.staff.school_id])
        return listed_in(self.staff.school_id, self.own_groups)

    @cached_property
    def whole(self) -> Mapping[UUID, str]:
        """The whole names of the children of the own groups."""
        return {one.value: str(one.label) for one in self.options(self._mine) if isinstance(one.value, UUID)}

    @cached_property
    def own(self) -> list[Option]:
        """The children of the own groups, each by the shortest name that means nobody else of them, to be tapped."""
        short = told_apart(self._mine)
        taps = [Option(pk, short[pk]) for pk in self.whole]
        return [one for one in taps if one.value not in self.but_not] if len(taps) <= MOST_TO_TAP else []

    @cached_property
    def everyone(self) -> list[Pupil]:
        """All who can be chosen or asked about: one query, and every name of the school is opened."""
        return _read(pupils_for(self.staff), self.staff)

    def chosen(self, pupils: Collection[UUID]) -> dict[UUID, Pupil]:
        """Those of them who can be chosen. No query when nobody is asked for, or the same a second time."""
        wanted = frozenset(pupils) - self.but_not
        if wanted not in self._chosen:
            found = self.everyone if "everyone" in self.__dict__ else chosen_by(self.staff, wanted)
            self._chosen[wanted] = {one.pk: one for one in found if one.pk in wanted}
        return self._chosen[wanted]

    def called(self, asked: str) -> list[PupilOption]:
        """Those in whose name every word of `asked` begins one, or who are in a group of that title."""
        if asked not in self._asked:
            found = [
                one
                for one in self.everyone
                if one.pk not in self.but_not
                and (matches(asked, one.name) or (one.group is not None and taken_as(asked) in _titles(one.group)))
            ]
            self._asked[asked] = self.options(found)
        return self._asked[asked]

    def is_group(self, asked: str) -> bool:
        """Whether a whole group is asked for: `groep 5` or `5a`."""
        return any(taken_as(asked) in _titles(one.group) for one in self.everyone if one.group) if asked else False

    def alike(self, typed: TypedChild) -> list[PupilOption]:
        """Those whom a child that was typed may be, also of those who need not be chosen any more."""
        return self.options(one for one in self.everyone if may_be(typed, one))

    @cached_property
    def _asked(self) -> dict[str, list[PupilOption]]:
        return {}

    @cached_property
    def _chosen(self) -> dict[frozenset[UUID], dict[UUID, Pupil]]:
        return {}

    def options(self, pupils: Iterable[Pupil]) -> list[PupilOption]:
        """Each of them to choose, told apart from the others, with the group."""
        return _options(list(pupils), self.own_groups, self.today)


def _titles(group: Group) -> set[str]:
    return {taken_as(group.title), taken_as(group.name)}


def to_choose(staff: StaffMember, today: date) -> ToChoose:
    """Whom this person can choose, and the groups of this year: three queries where they are shown, however large the
    school is; one for those who were chosen."""
    return ToChoose(staff, today)


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
