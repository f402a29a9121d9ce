"""Who takes part: the children with their role, their guardians and custody, colleagues, the owner and the stand-in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kring import words
from kring.cases.access import Need, may, roles_that
from kring.cases.apart import whole_names_apart
from kring.cases.around import Colleague, colleagues_of
from kring.cases.case_file import INFORMED_ROLES, CaseFile, read_case_file
from kring.cases.kept_out import kept_out_by_itself
from kring.cases.models import Case, CaseStaff, Involved
from kring.cases.unlisted import to_settle
from kring.cases.wording import role_in_words
from kring.protocol.terms import BULLIED, Role
from kring.school.models import Custody, Guardianship, StaffMember
from kring.school.models import Role as StaffRole
from kring.web.case.outsiders import outsiders_of
from kring.web.case.overview import head_of
from kring.web.case.questions import kept_out_in_words
from kring.web.kinds.defender import beside_children
from kring.web.request.requests import StaffRequest
from kring.web.road.links import Go
from kring.web.road.names import ROLE_TILES, group_title, guardian_words
from kring.web.way_in.doors import case_or_404, staff_page
from kring.web.way_in.sight import changes_people, sees_pupils_of

# How a role is called within a sentence, where that is not its own word. It gives no right.
SAID = {StaffRole.HEAD: gettext_lazy("directeur")}


@dataclass(frozen=True)
class Child:
    """A child on the page of people, with what is not settled about the guardians."""

    name: str
    part: str
    tile: str
    open_questions: list[Go]
    actions: list[Go]
    beside: list[Go]


@dataclass(frozen=True)
class Member:
    """A colleague on the page of people. `tile` is empty where there is nobody yet."""

    name: str
    part: str
    actions: list[Go]
    tile: str = "lilac"


@require_safe
@staff_page()
def people(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Everybody who takes part, and how to change that."""
    case = case_or_404(request, case_id, Need.WRITE)
    file = read_case_file(case)
    is_open = file.progress.current is not None
    leads = may(request.staff, Need.LEAD, case)
    team = colleagues_of(case)
    whole = whole_names_apart(child.pupil for child in file.everyone)
    by_itself = kept_out_by_itself(case, request.staff) if leads else []
    because = {one.staff.pk: kept_out_in_words(one) for one in by_itself}
    typed = any(child.pupil.typed_at for child in file.people)
    settles = {one.pk for one in to_settle(request.staff)} if typed else frozenset()
    return render(
        request,
        "kring/case/people.html",
        {
            **head_of(file),
            "is_open": is_open,
            "children": [
                _child(file, child, whole[child.pupil_id], request.staff, settles, is_open=is_open)
                for child in file.people
            ],
            "left": [file.name_of(child) for child in file.everyone if child.left_on],
            "members": _members(case, team, request.staff, leads=leads),
            "excluded": [_excluded(case, one, leads, because.get(one.id, "")) for one in team if one.excluded],
            "outsiders": outsiders_of(file, request.today, is_open=is_open),
            "leads": leads,
        },
    )


def _child(
    file: CaseFile,
    child: Involved,
    whole_name: str,
    reader: StaffMember,
    settles: Collection[UUID],
    *,
    is_open: bool,
) -> Child:
    pk, name = file.case.pk, file.name_of(child)
    actions = [
        Go(_("Andere rol"), reverse("change_role", args=[pk, child.pk]), name),
        Go(_("Verkeerd kind"), reverse("swap_child", args=[pk, child.pk]), name),
        Go(_("Uit de zaak halen"), reverse("remove_child", args=[pk, child.pk]), name),
    ]
    if child.role in BULLIED:
        actions.insert(0, Go(_("Wie staat ernaast?"), reverse("defender", args=[pk, child.pk]), name))
    return Child(
        name=whole_name,
        part=f"{role_in_words(child.role)}, {group_title(child.pupil.group)}",
        tile=ROLE_TILES[Role(child.role)],
        open_questions=_open_questions(file, child, reader, settles),
        actions=actions if is_open else [],
        beside=beside_children(file).get(str(child.pk), []),
    )


def _open_questions(file: CaseFile, child: Involved, reader: StaffMember, settles: Collection[UUID]) -> list[Go]:
    """What the school must still settle before this child's guardians can be informed well."""
    if child.pupil.typed_at and child.pupil.left_on is None:
        url = reverse("unlisted_pupil", args=[child.pupil_id]) if child.pupil_id in settles else ""
        return [Go(_("Dit kind staat nog niet in de lijst van leerlingen, en dus ook geen ouder."), url)]
    if Role(child.role) not in INFORMED_ROLES:
        return []
    links = file.guardianships_of(child)
    if not any(link.must_be_told for link in links):
        text = _("Er staat geen ouder met gezag in Kring. Dan kan niemand geïnformeerd worden.")
        return [Go(text, _settling(reader, child))]
    return [
        Go(
            _("Heeft de %(guardian)s gezag? Dat is nog niet bekend.")
            % {"guardian": guardian_words(file, str(link.pk))},
            _settling(reader, child, link),
        )
        for link in links
        if link.custody == Custody.UNKNOWN
    ]


def _settling(reader: StaffMember, child: Involved, link: Guardianship | None = None) -> str:
    """Where this reader can settle it at the school's own pages; "" for those who may not."""
    if link and changes_people(reader):
        return reverse("school_custody", args=[child.pupil_id, link.pk])
    if sees_pupils_of(reader, child.pupil.group_id):
        return reverse("school_pupil", args=[child.pupil_id])
    return ""


def _members(case: Case, team: Sequence[Colleague], reader: StaffMember, *, leads: bool) -> list[Member]:
    may_exclude = {one.id for one in team if leads and one.id not in (reader.pk, case.owner_id)}
    owner = Member(
        case.owner.name,
        _("eigenaar van deze zaak"),
        [Go(_("Overdragen"), reverse("hand_over", args=[case.pk]))] if leads else [],
    )
    stand_in = Member(
        case.stand_in.name if case.stand_in else _("Nog geen vervanger"),
        _stands_in(case) if case.stand_in else _("wie neemt het over bij ziekte?"),
        [Go(_("Vervanger kiezen"), reverse("stand_in", args=[case.pk]))],
        tile="lilac" if case.stand_in else "",
    )
    others = [
        Member(one.name, _("heeft toegang"), _exclude(case, one, one.id in may_exclude))
        for one in team
        if one.part == CaseStaff.Part.TAKES_PART and one.id not in (case.owner_id, case.stand_in_id)
    ]
    leading = roles_that(Need.LEAD)
    lead = [
        Member(
            one.name,
            _("%(role)s, volgt alle zaken") % {"role": SAID.get(StaffRole(one.role), StaffRole(one.role).label)},
            _exclude(case, one, one.id in may_exclude),
        )
        for one in team
        if one.role in leading and not one.part and one.id not in (case.owner_id, case.stand_in_id)
    ]
    return [owner, stand_in, *others, *lead]


def _stands_in(case: Case) -> str:
    if case.absence is None:
        return _("vervangt de eigenaar")
    return _("vervangt de eigenaar, tot en met %(day)s") % {"day": words.full_day(case.absence.until_on)}


def _exclude(case: Case, colleague: Colleague, may_exclude: bool) -> list[Go]:
    url = f"{reverse('exclude', args=[case.pk])}?wie={colleague.id}"
    return [Go(_("Uitsluiten"), url, colleague.name)] if may_exclude else []


def _excluded(case: Case, colleague: Colleague, leads: bool, because: str) -> Member:
    lift = Go(_("Uitsluiting opheffen"), reverse("lift_exclusion", args=[case.pk, colleague.id]), colleague.name)
    return Member(colleague.name, because or _("ziet niets van deze zaak"), [lift] if leads else [])
