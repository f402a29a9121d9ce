"""What a running case asks its owner about its children: who left the school, who was reported in another role."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from kring.cases.case_file import CaseFile, roles_reported
from kring.cases.models import Report
from kring.cases.wording import role_in_words
from kring.protocol.terms import Role


@dataclass(frozen=True)
class Question:
    """What is asked, and the link with which it can be done. Going on as it is needs nothing."""

    text: str
    url: str
    link: str


def questions_of(file: CaseFile, reports: Iterable[Report]) -> list[Question]:
    """The questions of a running case; none of a closed one."""
    if file.progress.current is None:
        return []
    return [*_who_left(file), *_other_roles(file, reports)]


def _who_left(file: CaseFile) -> list[Question]:
    only_target = len(file.with_role(Role.TARGET)) == 1
    found = []
    for child in file.people:
        if child.pupil.left_on is None:
            continue
        said = _("%(child)s is van school.") % {"child": file.name_of(child)}
        if child.role == Role.TARGET and only_target:  # a case is always about somebody
            asked = _("Wat niet meer kan, kan de Seo-coördinator of de directeur loslaten met een reden.")
            found.append(Question(f"{said} {asked}", "", ""))
        else:
            asked = _("Doet dit kind niet meer mee? Dan vraagt Kring er niet meer om.")
            url = reverse("remove_child", args=[file.case.pk, child.pk])
            found.append(Question(f"{said} {asked}", url, _("Haal uit deze zaak")))
    return found


def _other_roles(file: CaseFile, reports: Iterable[Report]) -> list[Question]:
    """The newest report counts, until the child has that role or a step was finished since."""
    named = roles_reported(file, reports)
    found = []
    for child in file.people:
        role = named.get(str(child.pk), child.role)
        if role != child.role:
            said = _("Volgens een nieuwe melding is de rol van %(child)s: %(role)s. Hier is die: %(now)s.") % {
                "child": file.name_of(child),
                "role": role_in_words(role),
                "now": role_in_words(child.role),
            }
            url = reverse("change_role", args=[file.case.pk, child.pk])
            found.append(Question(said, url, _("Verander de rol")))
    return found
