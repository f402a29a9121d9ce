"""What a running case asks: who left the school, who was reported in another role, who was kept out by itself."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from kring import words
from kring.cases.access import Need, may
from kring.cases.bodies import PlanIssued
from kring.cases.case_file import CaseFile, roles_reported
from kring.cases.handing_on import goes_on_elsewhere
from kring.cases.helped import bullied_again, without_help
from kring.cases.kept_out import KeptOut
from kring.cases.models import Case, Report
from kring.cases.relatives import possible_relatives, waiting_relatives
from kring.cases.wording import role_in_words
from kring.protocol.roles import says_as_much
from kring.school.models import StaffMember
from kring.web.kinds.relative_stays import relative_in_words
from kring.web.road.names import group_title
from kring.web.road.tables import held_against


@dataclass(frozen=True)
class Question:
    """What is asked, and the link with which it can be done. Going on as it is needs nothing."""

    text: str
    url: str
    link: str


def questions_of(
    file: CaseFile,
    reports: Iterable[Report],
    kept_out: Iterable[KeptOut],
    others: Iterable[CaseFile],
    reader: StaffMember,
) -> list[Question]:
    """The questions of a running case; none of a closed one. `others` are those with its children that may be read."""
    if file.progress.current is None:
        return []
    leads = may(reader, Need.LEAD, file.case)
    only_for_leads = [*_kept_back(file.case, reports), *_relatives(file), *_new_teacher(file)] if leads else []
    of_people = [*_kept_out(file.case, kept_out), *_who_left(file), *_other_roles(file, reports)]
    return [*_without_a_name(file, reader), *only_for_leads, *of_people, *_more_help(file, others)]


def _kept_back(case: Case, reports: Iterable[Report]) -> list[Question]:
    """What was told and may not be read by those who work at the case: those who lead decide what they may know."""
    text = _("Wat er op %(day)s is gemeld, lezen alleen de {coordinator} en de directeur. Wat mag de leerkracht weten?")
    return [
        Question(
            text % {"day": words.full_day(report.reported_on)}, reverse("file", args=[case.pk]), _("Lees de melding")
        )
        for report in reports
        if report.story_kept_back
    ]


def _relatives(file: CaseFile) -> list[Question]:
    """Colleagues who are family of a child here; who may be is asked before the first plan, and with each version."""
    may_be = [] if file.of(PlanIssued) else possible_relatives(file)
    return [
        Question(relative_in_words(one, file), reverse("relative", args=[file.case.pk, one.staff.pk]), _("Beslissen"))
        for one in (*waiting_relatives(file), *may_be)
    ]


def _kept_out(case: Case, kept_out: Iterable[KeptOut]) -> list[Question]:
    return [
        Question(
            kept_out_in_words(one), reverse("lift_exclusion", args=[case.pk, one.staff.pk]), _("Uitsluiting opheffen")
        )
        for one in kept_out
    ]


def kept_out_in_words(one: KeptOut) -> str:
    """Why somebody sees nothing of a case, where nobody decided it for this case. The other only for its readers."""
    if one.because_of is None:
        text = _("%(name)s is hier buiten gehouden, omdat dat bij een andere zaak met een van deze kinderen ook zo is.")
        return text % {"name": one.staff.name}
    text = _("%(name)s is hier buiten gehouden, omdat dat bij zaak %(reference)s ook zo is.")
    return text % {"name": one.staff.name, "reference": one.because_of.reference}


def _without_a_name(file: CaseFile, reader: StaffMember) -> list[Question]:
    """A talk at one table that a bullied child did not want: it waits for a second person (decision 059)."""
    found = []
    for talk in file.table.waiting:
        said = held_against(file, talk)
        if may(reader, Need.LEAD, file.case) and reader.pk not in file.table.writers(talk):
            url = reverse("endorse", args=[file.case.pk, talk.pk])
            found.append(Question(said, url, _("Lees waarom en zet je naam eronder.")))
        else:
            waits = _("Het telt mee zodra de {coordinator} of de directeur er een naam onder zet.")
            found.append(Question(f"{said} {waits}", "", ""))
    return found


def _more_help(file: CaseFile, others: Iterable[CaseFile]) -> list[Question]:
    """Help beside the protocol, for children who are bullied again and of whom none is written down."""
    children = without_help(file, bullied_again(file, others))
    if not children:
        return []
    text = _("Van Kring: voor %(names)s gaat het pesten door, of het begon opnieuw. Wie biedt hulp naast het protocol?")
    names = {"names": words.listed(file.name_of(child) for child in children)}
    return [Question(text % names, reverse("help_child", args=[file.case.pk]), _("Schrijf op wie wat aanbiedt"))]


def _who_left(file: CaseFile) -> list[Question]:
    found = []
    for child in file.people:
        if child.pupil.left_on is None or file.is_gone(child):
            continue
        said = _("%(child)s zit niet meer op school.") % {"child": file.name_of(child)}
        asked = _("Aan wie is het doorgegeven? Wat niet meer kan, vraagt Kring dan niet meer.")
        url = reverse("child_gone", args=[file.case.pk, child.pk])
        found.append(Question(f"{said} {asked}", url, _("Afronden")))
    return found


def _new_teacher(file: CaseFile) -> list[Question]:
    """Bullied children who go on with another teacher after the summer: who leads hands the case over, or does not."""
    return [
        Question(
            _("%(child)s gaat verder in %(group)s. Draag je de zaak over aan de nieuwe leerkracht?")
            % {"child": file.name_of(child), "group": group_title(child.pupil.next_group or child.pupil.group)},
            reverse("hand_over", args=[file.case.pk]),
            _("Overdragen"),
        )
        for child in goes_on_elsewhere(file)
    ]


def _other_roles(file: CaseFile, reports: Iterable[Report]) -> list[Question]:
    """The newest report counts, until the child has that role or a step was finished since."""
    named = roles_reported(file, reports)
    found = []
    for child in file.people:
        role = named.get(str(child.pk), child.role)
        if not says_as_much(child.role, role):
            said = _("Volgens een nieuwe melding is de rol van %(child)s: %(role)s. Hier is die: %(now)s.") % {
                "child": file.name_of(child),
                "role": role_in_words(role),
                "now": role_in_words(child.role),
            }
            url = reverse("change_role", args=[file.case.pk, child.pk])
            found.append(Question(said, url, _("Verander de rol")))
    return found
