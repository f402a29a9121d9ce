"""School: children whose names were typed because they are not in the list. Who keeps the pupils says who they are.

Shown are the name and group as typed, by whom and when, and no more: nothing here is of a case (decision 091).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kring import words
from kring.cases.actions import listing
from kring.cases.apart import whole_names_apart
from kring.cases.unlisted import to_settle
from kring.school.act import Act
from kring.school.actions.typed import SETTLED
from kring.school.groups import latest_groups
from kring.school.models import Pupil
from kring.school.typed import TypedChild
from kring.trail.models import TrailLine
from kring.trail.verbs import Verb
from kring.web.forms import Choice, FormPage, Option, Page
from kring.web.request.noting import note
from kring.web.request.redirects import SeeOther
from kring.web.request.requests import StaffRequest
from kring.web.road.finding import FindsChildren, OneChild
from kring.web.road.pupils import PupilOption, to_choose
from kring.web.school.pupils import NO_GROUP, PupilForm, page_of
from kring.web.school.writing import around
from kring.web.way_in.doors import staff_page
from kring.web.way_in.sight import changes_people

NEW, IN_LIST, NOT_HERE = "new", "in_list", "not_here"


@dataclass(frozen=True, slots=True)
class TypedLine:
    """One child of whom it is to be said who it is."""

    url: str
    name: str
    group: str
    typed: str


@require_safe
@staff_page(when=changes_people)
def unlisted(request: StaffRequest) -> HttpResponse:
    """The children who are not in the list yet."""
    waiting = to_settle(request.staff)
    names = whole_names_apart(waiting)
    lines = [
        TypedLine(reverse("unlisted_pupil", args=(one.pk,)), names[one.pk], _group(one), _typed(one, request.today))
        for one in waiting
    ]
    return render(request, "kring/school/unlisted.html", {"lines": lines})


def _group(one: Pupil) -> str:
    return words.capital(one.group.title) if one.group else _("Groep niet bekend")


def _typed(one: Pupil, today: date) -> str:
    """`Anouk de Vries typte deze naam vandaag om 10.05 uur.`"""
    when = words.moment(one.typed_at, today) if one.typed_at else ""
    who = one.typed_by.name if one.typed_by else ""
    return _("%(who)s typte deze naam: %(when)s.") % {"who": who, "when": when}


class SettleForm(FindsChildren, PupilForm):
    """Who this child is: somebody of the list, new, or nobody of this school."""

    what = Choice(label=gettext_lazy("Wie is dit?"), missing=gettext_lazy("Kies wie dit is."))
    same_as = OneChild(label=gettext_lazy("Welke leerling uit de lijst is het?"))
    finds = ("same_as",)
    field_order = ("what", "same_as", "first_name", "last_name", "group", "next_group")

    def __init__(self, *args: Any, alike: Sequence[PupilOption], **options: Any) -> None:
        super().__init__(*args, **options)
        same = [Option(one.value, _("Het is %(name)s") % {"name": one.label}, hint=one.group) for one in alike]
        self.choice("what").offer(
            [
                *same,
                Option(NEW, _("Nieuw: zet dit kind in de lijst")),
                Option(IN_LIST, _("Een andere leerling uit de lijst") if same else _("Een leerling uit de lijst")),
                Option(NOT_HERE, _("Dit kind zit niet op onze school")),
            ]
        )

    def needed(self) -> dict[str, bool]:
        return {"first_name": self.sent("what") == NEW, "same_as": self.sent("what") == IN_LIST}

    def is_asking(self, name: str) -> bool:
        return self.sent("what") == IN_LIST and super().is_asking(name)


@staff_page(when=changes_people)
def unlisted_pupil(request: StaffRequest, pupil_id: UUID) -> Page:
    """Says who one of them is, in one act for all of its cases."""
    shown = next((one for one in to_settle(request.staff) if one.pk == pupil_id), None)
    if shown is None:
        return _settled(request, pupil_id)
    if request.method == "GET":
        note(request, Verb.PUPIL_READ, subject_id=shown.pk)
    typed = frozenset(Pupil.objects.filter(school=request.staff.school_id).typed().values_list("pk", flat=True))
    pupils = to_choose(request.staff, request.today).without(typed)
    alike = pupils.alike(TypedChild(shown.first_name, shown.last_name))

    def save(form: SettleForm, act: Act) -> Pupil | None:
        typed = form.for_verb()
        what = typed.pop("what")
        same_as = typed.pop("same_as")
        if what == NEW:
            return listing.list_pupil(act=act, pupil=shown, **typed)
        if what == NOT_HERE:
            listing.say_not_here(act=act, pupil=shown)
            return None
        return listing.recognise_pupil(act=act, pupil=shown, same_as=same_as if what == IN_LIST else UUID(what))

    title = _("Wie is %(name)s?") % {"name": shown.name}
    return FormPage(
        form=SettleForm,
        arguments={
            "groups": latest_groups(request.staff.school, beside=shown.group),
            "pupils": pupils,
            "alike": [one for one in alike if one.value not in typed],
        },
        initial={
            "first_name": shown.first_name,
            "last_name": shown.last_name,
            "group": str(shown.group_id or NO_GROUP),
        },
        verb=save,
        to=lambda pupil: page_of(pupil) if pupil else reverse("unlisted"),
        said=_said,
        template="kring/school/unlisted_pupil.html",
        words={
            **around(title, _("Bewaren"), reverse("unlisted"), _("Nog niet in de lijst")),
            "group": _group(shown),
            "typed": _typed(shown, request.today),
            "who": shown.typed_by.name if shown.typed_by else "",
        },
    )


def _said(pupil: Pupil | None) -> str:
    """No name: it goes in a cookie."""
    if pupil is None:
        return _("Bewaard. Dit kind komt niet in de lijst.")
    return _("Bewaard. Kijk of er een ouder of verzorger bij staat.")


def _settled(request: StaffRequest, pupil_id: UUID) -> HttpResponse:
    """A colleague was first, perhaps while this page stood open: that is said. Of any other child nothing is."""
    still = Pupil.objects.typed().filter(pk=pupil_id).exists()
    lines = TrailLine.objects.filter(school_id=request.staff.school_id, subject_id=pupil_id, verb=Verb.PUPIL_TYPED)
    if still or not lines.exists():
        raise Http404
    messages.info(request, str(SETTLED))
    return SeeOther(reverse("unlisted"))
