"""School: the groups of a school year, who teaches them and who is in them."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kring import words
from kring.cases.access import leads
from kring.cases.actions import school_changes
from kring.cases.apart import told_apart, whole_names_apart
from kring.cases.colleagues import colleagues_apart
from kring.school import actions
from kring.school.act import Act
from kring.school.calendars import school_year_of, year_after, years_to_confirm
from kring.school.families import numbers_to_look_at
from kring.school.groups import begins_on, pupils_of, years_with_groups
from kring.school.models import Group, Pupil, Role, StaffMember
from kring.school.order import by_name
from kring.school.rights import Right, may, roles_with, sees_cases
from kring.school.second_yes import reads_proposals
from kring.school.setting_up import of_this_person, sets_up
from kring.trail.verbs import Verb
from kring.web.forms import Choice, FormPage, KringForm, Option, Page, PeopleChoice, PersonChoice, ShortText, by_field
from kring.web.request.requests import StaffRequest
from kring.web.road.asking import ask_for
from kring.web.school.first_day import first_day
from kring.web.school.saved import kept
from kring.web.school.seldom import what_is_there
from kring.web.school.server import backup_line, key_sheet, server_notices
from kring.web.school.to_set_up import in_lines
from kring.web.school.writing import FORM, around
from kring.web.way_in.doors import staff_page
from kring.web.way_in.sight import (
    changes_calendar,
    changes_people,
    changes_protocol,
    group_or_404,
    groups_taught_by,
    sees_every_pupil,
)


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group in the overview. `url` is empty for those who may not see its pupils."""

    title: str
    teachers: str
    pupils: int
    url: str


@require_safe
@staff_page()
def school(request: StaffRequest) -> HttpResponse:
    """The school at a glance: its groups of one school year, and the way to what this person may change."""
    staff = request.staff
    this_year = school_year_of(request.today)
    years = years_with_groups(staff.school, this_year)
    asked = request.GET.get("jaar", "")
    year = asked if asked in years else this_year
    seldom = what_is_there(staff, request.today, request.now)
    missing = seldom.missing if sets_up(staff) else []
    beginning = first_day(staff, missing)
    return render(
        request,
        "kring/school/overview.html",
        {
            "school": staff.school,
            "years": years,
            "year": year,
            "lines": (lines := _lines(staff, year)),
            "ask": None if lines else ask_for(staff, Right.PEOPLE),
            "first_day": beginning,
            "to_set_up": [] if beginning else in_lines(of_this_person(staff, missing), request.today),
            # This year stands in the list.
            "to_confirm": [one for one in years_to_confirm(staff.school, today=request.today) if one != this_year]
            if changes_calendar(staff)
            else [],
            "may_people": changes_people(staff),
            "numbers": numbers_to_look_at(staff.school) if changes_people(staff) else [],
            "may_lead": leads(staff),
            "not_arrived": seldom.not_arrived,
            "not_listed": seldom.not_listed,
            "key_sheet": key_sheet(staff, seldom.server),
            "proposals": seldom.proposals,
            "may_read_trail": may(staff, Right.TRAIL),
            "may_read_told": may(staff, Right.DOORS),
            "may_read_proposals": reads_proposals(staff),
            "server": server_notices(seldom.server),
            "restored": seldom.restored,
            "backup": backup_line(staff, seldom.server),
            "unsaved": "" if sees_cases(staff) else seldom.unsaved,
            "may_calendar": changes_calendar(staff),
            "may_protocol": changes_protocol(staff),
            "may_pupils": sees_every_pupil(staff),
        },
    )


def _lines(staff: StaffMember, year: str) -> list[GroupLine]:
    # Counted group by group. Joined and counted together, PostgreSQL went through the groups of a whole country. The
    # group says the school: with the school beside it, SQLite went through all its children for each group.
    pupils = Pupil.objects.filter(left_on=None).order_by()
    here = pupils.listed().filter(group=OuterRef("pk")).values("group").annotate(n=Count("pk")).values("n")
    coming = pupils.filter(next_group=OuterRef("pk")).values("next_group").annotate(n=Count("pk")).values("n")
    groups = (
        Group.objects.filter(school=staff.school, school_year=year)
        .annotate(here=Coalesce(Subquery(here), 0), coming=Coalesce(Subquery(coming), 0))
        .prefetch_related("teachers")
    )
    taught = groups_taught_by(staff)
    everybody = sees_every_pupil(staff)
    return [
        GroupLine(
            title=group.title,
            teachers=words.listed(teacher.name for teacher in by_name(group.taught_by())),
            pupils=group.here + group.coming,
            url=reverse("school_group", args=[group.id]) if everybody or group.id in taught else "",
        )
        for group in groups
    ]


@require_safe
@staff_page()
def group(request: StaffRequest, group_id: UUID) -> HttpResponse:
    """One group: its teachers, and its pupils. A teacher of the group reads first names."""
    shown = group_or_404(request, group_id)
    every = sees_every_pupil(request.staff)
    # A group that begins later shows who comes to those who keep it; its teachers see them from its first day.
    pupils = _named([one for one in pupils_of(shown) if every or one.group_id == shown.pk], whole=every)
    return render(
        request,
        "kring/school/group.html",
        {
            "group": shown,
            "teachers": words.listed(teacher.name for teacher in by_name(shown.taught_by())),
            "pupils": pupils,
            "ask": None if pupils else ask_for(request.staff, Right.PEOPLE),
            "begins": words.full_day(begins_on(shown)) if begins_on(shown) > request.today else "",
            "may_people": changes_people(request.staff),
        },
    )


def _named(pupils: list[Pupil], *, whole: bool) -> list[tuple[Pupil, str]]:
    """The pupils, each with what it is called here. A teacher needs no more of a last name than tells two apart."""
    names = whole_names_apart(pupils) if whole else told_apart(pupils)
    return [(pupil, names[pupil.pk]) for pupil in pupils]


class GroupForm(KringForm):
    name = ShortText(
        label=gettext_lazy("Hoe heet de groep?"),
        hint=gettext_lazy("Zonder het woord groep: 6, 6a of 5/6."),
        missing=gettext_lazy("Vul in hoe de groep heet."),
        limit=40,
    )
    year_group = Choice(
        label=gettext_lazy("Welke jaargroep is het?"),
        hint=gettext_lazy("Bij een combinatiegroep: de laagste."),
        options=[Option(number, str(number)) for number in range(1, 9)],
        coerce=int,
        missing=gettext_lazy("Kies een jaargroep."),
    )


class NewGroupForm(GroupForm):
    school_year = Choice(label=gettext_lazy("In welk schooljaar?"), missing=gettext_lazy("Kies een schooljaar."))
    field_order = ["school_year", "name", "year_group"]


@staff_page(when=changes_people)
def add_group(request: StaffRequest) -> Page:
    """A new group."""
    this_year = school_year_of(request.today)
    return FormPage(
        form=NewGroupForm,
        offers={"school_year": [Option(year, year) for year in (this_year, year_after(this_year))]},
        initial={"school_year": this_year},
        verb=by_field(actions.add_group, school=request.staff.school),
        to=_page_of,
        said=_("De groep is toegevoegd. Zet er nu een leerkracht en leerlingen bij."),
        words=around(_("Groep toevoegen"), _("Groep toevoegen"), reverse("school"), _("School")),
        template=FORM,
    )


@staff_page(when=changes_people)
def change_group(request: StaffRequest, group_id: UUID) -> Page:
    """Another name or year group."""
    shown = group_or_404(request, group_id)
    page = FormPage(
        form=GroupForm,
        verb=by_field(actions.change_group, group=shown),
        to=_page_of,
        said=_("De groep is veranderd."),
        words=around(_("Groep wijzigen"), _("Bewaren"), _page_of(shown), shown.title),
        template=FORM,
    )
    return kept(page, request, Group.objects.select_for_update(no_key=True), shown, _as_form, Verb.GROUP_CHANGED)


def _as_form(one: Group) -> dict[str, object]:
    return {"name": one.name, "year_group": one.year_group}


class TeachersForm(KringForm):
    teachers = PeopleChoice(label=gettext_lazy("Wie geven les aan deze groep?"), required=False)


@staff_page(when=changes_people)
def change_teachers(request: StaffRequest, group_id: UUID) -> Page:
    """Who teaches this group: whoever is ticked, and nobody else."""
    shown = group_or_404(request, group_id)
    able = StaffMember.objects.filter(school=request.staff.school, is_active=True, role__in=roles_with(Right.TEACH))
    colleagues = {one.id: one for one in (*able, *shown.taught_by())}
    names = colleagues_apart(colleagues.values(), school_year_of(request.today))

    def save(form: TeachersForm, act: Act) -> Group:
        chosen = [colleagues[one] for one in form.cleaned_data["teachers"]]
        school_changes.change_teachers(act=act, group=shown, teachers=chosen)
        return shown

    page = FormPage(
        form=TeachersForm,
        offers={
            "teachers": [
                Option(one.id, names[one.id], "" if one.role == Role.TEACHER else one.get_role_display())
                for one in sorted(by_name(colleagues.values()), key=lambda one: one.role != Role.TEACHER)
            ]
        },
        verb=save,
        to=_page_of,
        said=_("De leerkrachten van deze groep zijn bewaard."),
        words=around(
            _("Leerkrachten van %(group)s") % {"group": shown.title},
            _("Bewaren"),
            _page_of(shown),
            shown.title,
            _(
                "Zij zien de leerlingen van deze groep en hoe je hun ouders bereikt. Ze krijgen toegang tot de lopende "
                "zaken van deze leerlingen."
            ),
        ),
        template=FORM,
        keeps_drafts=False,
    )
    verbs = Verb.GROUP_TEACHER_ASSIGNED, Verb.GROUP_TEACHER_UNASSIGNED
    return kept(page, request, Group.objects.select_for_update(no_key=True), shown, _its_teachers, *verbs)


def _its_teachers(one: Group) -> dict[str, object]:
    return {"teachers": [teacher.pk for teacher in by_name(one.taught_by())]}


class MoveForm(KringForm):
    pupils = PeopleChoice(label=gettext_lazy("Wie gaan er naar een andere groep?"))
    group = PersonChoice(label=gettext_lazy("Naar welke groep?"), missing=gettext_lazy("Kies een groep."))


@staff_page(when=changes_people)
def move_pupils(request: StaffRequest, group_id: UUID) -> Page:
    """Several pupils at once to another group: at the start of a school year everybody moves up."""
    shown = group_or_404(request, group_id)
    pupils = pupils_of(shown)
    groups = list(Group.objects.filter(school=request.staff.school).exclude(id=shown.id))

    def save(form: MoveForm, act: Act) -> None:
        target = next(one for one in groups if one.id == form.cleaned_data["group"])
        chosen = [one for one in pupils if one.id in form.cleaned_data["pupils"]]
        school_changes.move_pupils(act=act, pupils=chosen, group=target)

    return FormPage(
        form=MoveForm,
        offers={
            "pupils": [Option(one.id, name) for one, name in _named(pupils, whole=True)],
            "group": [Option(one.id, title_in_year(one)) for one in groups],
        },
        initial={"pupils": [one.id for one in pupils]},
        verb=save,
        to=_page_of(shown),
        said=_("Bewaard. Naar een groep van het volgende schooljaar gaan de leerlingen op de eerste dag daarvan."),
        words=around(
            _("Leerlingen van %(group)s verplaatsen") % {"group": shown.title},
            _("Verplaatsen"),
            _page_of(shown),
            shown.title,
            _("Iedereen is aangevinkt. Haal het vinkje weg bij wie blijft."),
        ),
        template=FORM,
        keeps_drafts=False,
    )


def title_in_year(one: Group) -> str:
    """`groep 6 in 2026-2027`: where groups of several years stand in one list."""
    return _("%(group)s in %(year)s") % {"group": one.title, "year": one.school_year}


def _page_of(one: Group) -> str:
    return reverse("school_group", args=[one.id])
