"""The call list: every guardian of the children involved, who was told and who is next (rows S3f, S4d, S5e)."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kring import words
from kring.cases import bodies
from kring.cases.bodies import Reached
from kring.cases.case_file import INFORMED_ROLES
from kring.cases.models import Involved
from kring.cases.one_call import others_in_call, siblings_in_call
from kring.cases.typed import FactOf
from kring.cases.wording import REACHED, role_in_words
from kring.names.comparing import sort_key
from kring.protocol.terms import Role, total
from kring.school.models import Guardianship, StaffMember
from kring.web.request.requests import StaffRequest
from kring.web.road.names import guardian_words, held_back_words
from kring.web.road.onward import ONWARD
from kring.web.road.place import Here, Place
from kring.web.way_in.sight import changes_people

STATES = total(
    {
        Reached.INFORMED: ("done", "circle-check"),
        Reached.NOT_REACHED: ("today", "phone"),
        Reached.DECLINED: ("", "circle-minus"),
        Reached.NOT_INFORMED: ("", "circle-minus"),
    },
    Reached,
)


@dataclass(frozen=True)
class GuardianLine:
    """One guardian of one child: how to reach them, and how far it is."""

    link: Guardianship
    whose: str
    reached: Reached | None
    state: str
    badge: str
    icon: str
    when: str
    url: str
    custody_url: str
    phone_url: str
    held: str
    """That this guardian hears nothing yet, and until when; "" for who may be told."""
    let_go: bool
    """That this guardian need not be told in this step (decision 131)."""

    @property
    def declined(self) -> bool:
        return self.reached is Reached.DECLINED

    @property
    def done(self) -> bool:
        return self.let_go or self.reached not in (None, Reached.NOT_REACHED)


@dataclass(frozen=True)
class ChildLine:
    """A child with its guardians."""

    name: str
    role: str
    guardians: list[GuardianLine]
    add_url: str

    @property
    def has_nobody(self) -> bool:
        return not any(guardian.link.must_be_told for guardian in self.guardians)


def page(request: StaffRequest, place: Place) -> HttpResponse:
    """Every guardian of each child involved: to be called one after the other."""
    children = call_list(place, request.staff)
    first = next_to_call(children)
    if ONWARD in request.GET and first and first.reached is None:  # who was not reached is chosen out of the list
        return redirect(first.url)
    everybody = [guardian for line in children for guardian in line.guardians if guardian.link.must_be_told]
    return render(
        request,
        "kring/duties/guardians.html",
        {
            "here": Here(place),
            "children": children,
            "told": sum(guardian.done for guardian in everybody),
            "everybody": len(everybody),
            "next": first,
            "at_once": _at_once(place, first),
        },
    )


def call_list(place: Place, reader: StaffMember) -> list[ChildLine]:
    """The children whose guardians are told, each with its guardians."""
    return [_child_line(place, child, reader) for child in place.file.people if Role(child.role) in INFORMED_ROLES]


def next_to_call(children: list[ChildLine]) -> GuardianLine | None:
    """Who is called now: somebody nobody tried yet, else somebody who was not reached; nobody who hears nothing yet.
    None when all are told."""
    open_ones = [
        one for line in children for one in line.guardians if one.link.must_be_told and not one.done and not one.held
    ]
    return min(open_ones, key=lambda one: one.reached is Reached.NOT_REACHED, default=None)


def _child_line(place: Place, child: Involved, reader: StaffMember) -> ChildLine:
    guardians = [guardian_line(place, link, reader) for link in place.file.guardianships_of(child)]
    # A guardian without custody comes last: that one is only told on request.
    guardians.sort(key=lambda line: (not line.link.must_be_told, line.done, sort_key(line.link.guardian.name)))
    add_url = reverse("school_guardian_add", args=[child.pupil_id]) if changes_people(reader) else ""
    return ChildLine(place.file.name_of(child), role_in_words(child.role), guardians, add_url)


def guardian_line(place: Place, guardianship: Guardianship, reader: StaffMember) -> GuardianLine:
    """One guardian as the list and the form show it."""
    told = told_to(place, guardianship)
    reached, state, badge, icon, when = None, _("Nog niet gesproken"), "", "circle", ""
    if told:
        reached = told.body.reached
        badge, icon = STATES[reached]
        state, when = words.capital(str(REACHED[reached].state)), words.day(told.fact.on, place.held.today)
    let_go = is_let_go(place, guardianship) and reached in (None, Reached.NOT_REACHED)
    if let_go:
        state, badge, icon, when = _("Hoeft niet"), "", "circle-minus", ""
    url = reverse("inform", args=[place.case.pk, guardianship.pk])
    keys = [guardianship.pupil_id, guardianship.pk]
    keeps = changes_people(reader)
    return GuardianLine(
        link=guardianship,
        whose=guardian_words(place.file, str(guardianship.pk)),
        reached=reached,
        state=state,
        badge=badge,
        icon=icon,
        when=when,
        url=url,
        custody_url=f"{reverse('school_custody', args=keys)}?{urlencode({'terug': url}, safe='/')}" if keeps else "",
        phone_url=reverse("add_phone", args=[place.case.pk, guardianship.pk]),
        held=held_back_words(guardianship, place.held.today),
        let_go=let_go,
    )


def together_in_call(place: Place, guardianship: Guardianship) -> tuple[list[Guardianship], list[Guardianship]]:
    """Who else may be in this call, and was not told yet where that is asked: this guardian for her other children, and
    other parents. Nobody who is spoken to apart, or who hears nothing yet (decision 084)."""
    found = siblings_in_call(place.file, guardianship), others_in_call(place.file, guardianship)
    siblings, others = (
        [
            one
            for one in links
            if (place.duty is None or not is_settled(place, one)) and not one.is_held_back(place.held.today)
        ]
        for links in found
    )
    return siblings, others


def _at_once(place: Place, line: GuardianLine | None) -> str:
    """What one call with this guardian settles besides: other children, and parents who are there too."""
    if line is None:
        return ""
    siblings, others = together_in_call(place, line.link)
    said = []
    if siblings:
        children = words.listed(place.file.names[one.pupil_id] for one in siblings)
        said.append(_("Dit gesprek gaat ook over %(children)s.") % {"children": children})
    if others:
        names = words.listed(one.guardian.name for one in others)
        said.append(_("Zit %(names)s erbij? Dan leg je het in één keer vast.") % {"names": names})
    return " ".join(said)


def is_settled(place: Place, guardianship: Guardianship) -> bool:
    """Whether nothing is left to do about this guardian in this step."""
    told = told_to(place, guardianship)
    return is_let_go(place, guardianship) or (told is not None and told.body.reached is not Reached.NOT_REACHED)


def is_let_go(place: Place, guardianship: Guardianship) -> bool:
    """Whether somebody who leads said that this guardian need not be told in this step."""
    return any(
        str(guardianship.pk) in one.fact.about
        for one in place.file.of(bodies.Waived, at=place.visit)
        if place.duty is not None and one.fact.duty == place.duty.key
    )


def told_to(place: Place, guardianship: Guardianship) -> FactOf[bodies.Informed] | None:
    """The newest fact about informing this guardian in this step; or that this guardian will not be told (057)."""
    told = [
        told
        for told in place.file.of(bodies.Informed, at=place.visit)
        if (place.duty is None or told.fact.duty == place.duty.key) and str(guardianship.pk) in told.fact.about
    ]
    if told:
        return told[-1]
    declined = place.file.declined.get(str(guardianship.pk))
    return FactOf(declined, bodies.Informed) if declined else None
