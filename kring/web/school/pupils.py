"""School: finding a pupil, a pupil's page with the guardians, and changing a pupil."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kring import words
from kring.cases.actions import school_changes
from kring.cases.apart import told_apart, whole_names_apart
from kring.names.typed import one_line
from kring.protocol.terms import total
from kring.school import actions
from kring.school.act import Act
from kring.school.calendars import school_year_of
from kring.school.families import (
    group_mates,
    guardianships_of,
    has_namesake,
    pupils_called,
    pupils_without_group,
    siblings_of,
)
from kring.school.groups import begins_on, groups_in, latest_groups
from kring.school.models import Custody, Group, Guardianship, Pupil, StaffMember
from kring.school.rights import Right
from kring.school.same_person import who_is_on_staff
from kring.trail.verbs import Verb
from kring.web.forms import Choice, DayField, FormPage, KringForm, Option, Page, SelectList, ShortText, by_field
from kring.web.request.requests import StaffRequest
from kring.web.road.asking import ask_for
from kring.web.road.names import held_back_words
from kring.web.school.groups import title_in_year
from kring.web.school.not_listed import not_listed
from kring.web.school.saved import kept
from kring.web.school.writing import FORM, around
from kring.web.way_in.doors import staff_page
from kring.web.way_in.sight import changes_people, pupil_or_404, sees_every_pupil

MOST_FOUND = 50
NO_GROUP = "none"
TONES = total({Custody.YES: "done", Custody.NO: "", Custody.UNKNOWN: "today"}, Custody)


@staff_page(when=sees_every_pupil)
def pupils(request: StaffRequest) -> HttpResponse:
    """Look up a pupil by name. What is searched for is posted: a child's name belongs in no address and no log."""
    asked = one_line(request.POST.get("naam", ""))[:200]
    found = pupils_called(request.staff.school, asked)
    without_group = pupils_without_group(request.staff.school)
    groups = [] if asked else groups_in(request.staff.school, school_year_of(request.today))
    # The group stands below each name, and tells enough where it is another one.
    together = {one.pk: one for one in (*found[:MOST_FOUND], *without_group)}.values()
    names = whole_names_apart(together, {one.pk: frozenset({one.group_id}) for one in together})
    return render(
        request,
        "kring/school/pupils.html",
        {
            "asked": asked,
            "found": [(one, names[one.pk]) for one in found[:MOST_FOUND]],
            "more": max(0, len(found) - MOST_FOUND),
            "without_group": [(one, names[one.pk]) for one in without_group],
            "groups": groups,
            "nobody": not (asked or groups or without_group),
            "ask": None if asked or groups or without_group else ask_for(request.staff, Right.PEOPLE),
            "may_people": changes_people(request.staff),
            "not_listed": not_listed(request.staff),
        },
    )


@dataclass(frozen=True, slots=True)
class Card:
    """A guardian on a pupil's page. `on_staff`: which colleague this is; `may_be`: who may be the same."""

    link: Guardianship
    tone: str
    siblings: str
    held: str
    on_staff: str
    may_be: str

    @property
    def unsettled(self) -> bool:
        """Nobody said yet whether this guardian has custody."""
        return self.link.custody == Custody.UNKNOWN


@require_http_methods(["GET", "HEAD"])
@staff_page()
def pupil(request: StaffRequest, pupil_id: UUID) -> HttpResponse:
    """One pupil, and who cares for the pupil and how to reach them."""
    shown = pupil_or_404(request, pupil_id)
    cards = _cards(shown, request.staff, request.today)
    return render(
        request,
        "kring/school/pupil.html",
        {
            "pupil": shown,
            "name": whole_names_apart([shown, *group_mates(shown)])[shown.pk],
            "left": words.full_day(shown.left_on) if shown.left_on else "",
            "later": words.full_day(begins_on(shown.next_group)) if shown.next_group else "",
            "cards": cards,
            "ask": None if cards else ask_for(request.staff, Right.PEOPLE),
            "may_people": changes_people(request.staff),
            "searches": sees_every_pupil(request.staff),
        },
    )


def _cards(shown: Pupil, reader: StaffMember, today: date) -> list[Card]:
    links = guardianships_of(shown)
    found = who_is_on_staff(reader.school, [link.guardian for link in links]) if changes_people(reader) else []

    def staff_of(link: Guardianship, *, is_said: bool) -> str:
        same = [one for one in found if one.guardian.pk == link.guardian_id and one.is_said is is_said]
        return words.listed(one.staff.name for one in same)

    siblings = siblings_of(shown)
    names = told_apart(one for children in siblings.values() for one in children)
    return [
        Card(
            link,
            TONES[Custody(link.custody)],
            words.listed(names[one.pk] for one in siblings.get(link.guardian_id, [])),
            held_back_words(link, today),
            on_staff=staff_of(link, is_said=True),
            may_be=staff_of(link, is_said=False),
        )
        for link in links
    ]


class PupilForm(KringForm):
    first_name = ShortText(label=gettext_lazy("Voornaam"), missing=gettext_lazy("Vul de voornaam in."))
    last_name = ShortText(label=gettext_lazy("Achternaam"), required=False)
    group = Choice(label=gettext_lazy("Groep"), required=False, widget=SelectList)
    next_group = Choice(
        label=gettext_lazy("Groep in het volgende schooljaar"),
        hint=gettext_lazy("Daar gaat dit kind op de eerste dag van dat schooljaar heen. Tot dan verandert er niets."),
        required=False,
        widget=SelectList,
    )

    def __init__(self, *args: Any, groups: list[Group], **options: Any) -> None:
        super().__init__(*args, **options)
        self.groups = {str(group.id): group for group in groups}
        later = {key: group for key, group in self.groups.items() if begins_on(group) > self.today}
        now = {key: group for key, group in self.groups.items() if key not in later}
        for name, offered in (("group", now), ("next_group", later)):
            self.choice(name).offer(
                [
                    Option(NO_GROUP, _("Nog geen groep")),
                    *(Option(key, title_in_year(group)) for key, group in offered.items()),
                ]
            )
        if not later:
            del self.fields["next_group"]

    def for_verb(self) -> dict[str, Any]:
        typed = self.cleaned_data
        names = [name for name in ("group", "next_group") if name in typed]
        return typed | {name: self.groups.get(typed[name] or NO_GROUP) for name in names}


class ChangePupilForm(PupilForm):
    left_on = DayField(
        label=gettext_lazy("Van school sinds"),
        hint=gettext_lazy("Alleen invullen als dit kind niet meer op school zit."),
        required=False,
        not_future=True,
    )


@staff_page(when=changes_people)
def add_pupil(request: StaffRequest) -> Page:
    """A new pupil; `?groep=` fills in the group."""

    def save(form: PupilForm, act: Act) -> Pupil:
        return actions.add_pupil(act=act, school=act.by.school, id=act.token, **form.for_verb())

    return FormPage(
        form=PupilForm,
        arguments={"groups": latest_groups(request.staff.school)},
        initial=dict.fromkeys(("group", "next_group"), request.GET.get("groep", "")),
        verb=save,
        to=page_of,
        said=_and_who_is_alike(_("De leerling is toegevoegd. Zet er nu een ouder of verzorger bij.")),
        words=around(_("Leerling toevoegen"), _("Leerling toevoegen"), reverse("school_pupils"), _("Leerlingen")),
        template=FORM,
    )


@staff_page(when=changes_people)
def change_pupil(request: StaffRequest, pupil_id: UUID) -> Page:
    """Another name or group, or the day a pupil left."""
    shown = pupil_or_404(request, pupil_id)
    page = FormPage(
        form=ChangePupilForm,
        arguments={"groups": latest_groups(request.staff.school, beside=shown.group)},
        verb=by_field(school_changes.change_pupil, pupil=shown),
        to=page_of,
        said=_and_who_is_alike(_("De gegevens van de leerling zijn bewaard.")),
        words=around(_("Leerling wijzigen"), _("Bewaren"), page_of(shown), shown.name),
        template=FORM,
    )
    return kept(page, request, Pupil.objects.select_for_update(no_key=True), shown, _as_form, Verb.PUPIL_CHANGED)


def _as_form(one: Pupil) -> dict[str, object]:
    return {
        "first_name": one.first_name,
        "last_name": one.last_name,
        "group": str(one.group_id or NO_GROUP),
        "next_group": str(one.next_group_id or NO_GROUP),
        "left_on": one.left_on,
    }


def _and_who_is_alike(saved: str) -> Callable[[Pupil], str]:
    """The sentence, and how to tell this pupil from another of that name in the group. No name: it goes in a cookie."""

    def said(pupil: Pupil) -> str:
        if not has_namesake(pupil):
            return saved
        alike = _(
            "In deze groep zit nog een kind dat zo heet. Zet er een tweede voornaam bij, "
            "dan weet iedereen wie je bedoelt."
        )
        return f"{saved} {alike}"

    return said


def page_of(shown: Pupil) -> str:
    """The address of a pupil's page."""
    return reverse("school_pupil", args=[shown.id])
