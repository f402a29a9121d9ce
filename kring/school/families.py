"""The pupils of a school and those who care for them: who is found by a name, and who belongs to whom."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from kring.names.comparing import matches, sort_key
from kring.names.letters import same
from kring.school.models import Guardian, Guardianship, Pupil, School
from kring.school.order import pupils_by_name


def pupils_called(school: School, asked: str) -> list[Pupil]:
    """The pupils, also those who left, in whose name every word of `asked` begins one; nobody when nothing is asked."""
    everybody = Pupil.objects.listed().filter(school=school).select_related("group") if asked else ()
    return pupils_by_name(one for one in everybody if matches(asked, one.name))


def pupils_without_group(school: School) -> list[Pupil]:
    """The pupils who are here and in no group (yet), by name."""
    found = Pupil.objects.listed().filter(school=school, group=None, left_on=None)
    return pupils_by_name(found.select_related("group"))


def group_mates(pupil: Pupil) -> QuerySet[Pupil]:
    """Those among whom another child of the same name would be taken for this one."""
    here = Pupil.objects.listed().filter(school=pupil.school_id, group=pupil.group_id, left_on=None)
    return here.exclude(pk=pupil.pk).select_related("group")


def has_namesake(pupil: Pupil) -> bool:
    """Whether another child of the group has what a reader takes for the same name."""
    return pupil.group_id is not None and any(same(one.name, pupil.name) for one in group_mates(pupil))


def guardianships_of(pupil: Pupil) -> list[Guardianship]:
    """This pupil's guardians, by name."""
    links = Guardianship.objects.filter(pupil=pupil).select_related("guardian")
    return sorted(links, key=lambda link: (sort_key(link.guardian.name), link.pk))


def numbers_to_look_at(school: School) -> list[Guardianship]:
    """The guardians whose number was added by somebody who had to call, one child of each, by name. One query."""
    links = Guardianship.objects.filter(school=school, guardian__phone_added_by__isnull=False)
    found = {link.guardian_id: link for link in links.select_related("guardian__phone_added_by").order_by("-id")}
    return sorted(found.values(), key=lambda link: (sort_key(link.guardian.name), link.pk))


def siblings_of(pupil: Pupil) -> dict[UUID, list[Pupil]]:
    """The other children of this pupil's guardians, by guardian."""
    own = Guardianship.objects.filter(pupil=pupil).values("guardian")
    others: dict[UUID, list[Pupil]] = {}
    for link in Guardianship.objects.filter(guardian__in=own).exclude(pupil=pupil).select_related("pupil__group"):
        others.setdefault(link.guardian_id, []).append(link.pupil)
    return {guardian: pupils_by_name(children) for guardian, children in others.items()}


@dataclass(frozen=True)
class KnownGuardian:
    """A guardian of other pupils, with those who are still here, and whether one of them has the same last name."""

    guardian: Guardian
    children: list[Pupil]
    shares_name: bool


def guardians_of_others(pupil: Pupil) -> list[KnownGuardian]:
    """The school's guardians who are not this pupil's.

    Those of children with the same last name first: brothers and sisters are most often among them.
    """
    own = Guardianship.objects.filter(pupil=pupil).values("guardian")
    links = Guardianship.objects.filter(school=pupil.school_id, pupil__left_on=None).exclude(guardian__in=own)
    known: dict[Guardian, list[Pupil]] = {}
    for link in links.select_related("guardian", "pupil__group"):
        known.setdefault(link.guardian, []).append(link.pupil)
    found = [
        KnownGuardian(
            guardian, children, any(child.last_name and same(child.last_name, pupil.last_name) for child in children)
        )
        for guardian, children in known.items()
    ]
    return sorted(found, key=lambda one: (not one.shares_name, sort_key(one.guardian.name)))
