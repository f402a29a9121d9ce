"""What is proposed here and what became of it, in words: for Vandaag, for School, and for the page of proposals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kring import words
from kring.school.models import Proposal, StaffMember
from kring.school.second_yes import LASTS, reads_proposals, to_read
from kring.web.road.links import Go


@dataclass(frozen=True, slots=True)
class ProposalNotice:
    """A few words with links. `asks` says that this reader is asked to answer."""

    strong: str
    links: Sequence[Go]
    asks: bool = False


def proposal_notices(staff: StaffMember, at: datetime) -> list[ProposalNotice]:
    """What waits for this person's yes, what waits for another's, and what others gave lately: one query.

    Nothing for who reads no proposals. Who proposed or gave it themselves does not need to be told.
    """
    if not reads_proposals(staff):
        return []
    found = to_read(staff, at)
    mine = [one for one, answered_here in found if answered_here]
    others = [one for one, answered_here in found if one.waits and not answered_here]
    given = [one for one, _here in found if one.state == Proposal.State.GIVEN and one.settled_by_id != staff.pk]
    return [notice for notice in (_to_answer(mine), _elsewhere(others), _given(given, staff)) if notice]


def _to_answer(mine: Sequence[Proposal]) -> ProposalNotice | None:
    if not mine:
        return None
    strong = ngettext(
        "Een voorstel wacht op jouw ja of nee:", "%(number)s voorstellen wachten op jouw ja of nee:", len(mine)
    )
    links = [Go(short(one), reverse("proposal", args=(one.pk,))) for one in mine[:MOST]]
    if len(mine) > MOST:
        links.append(Go(_("Alle voorstellen"), reverse("proposals")))
    return ProposalNotice(strong % {"number": words.capital(words.number(len(mine)))}, links, asks=True)


def _elsewhere(waiting: Sequence[Proposal]) -> ProposalNotice | None:
    if not waiting:
        return None
    strong = ngettext(
        "Een voorstel wacht op een ja van iemand anders:",
        "%(number)s voorstellen wachten op een ja van iemand anders.",
        len(waiting),
    )
    link = Go(short(waiting[0]) if len(waiting) == 1 else _("Alle voorstellen"), reverse("proposals"))
    return ProposalNotice(strong % {"number": words.capital(words.number(len(waiting)))}, [link])


def _given(given: Sequence[Proposal], reader: StaffMember) -> ProposalNotice | None:
    news = [one for one in given if one.of == Proposal.Of.ROLE or one.by_id == reader.pk]
    if not news:
        return None
    strong = ngettext("Een collega kreeg een andere rol:", "Collega’s kregen een andere rol:", len(news))
    links = [Go(short(one), reverse("proposals"), who_gave(one)) for one in news[:MOST]]
    return ProposalNotice(strong, links)


MOST = 5
"""So many stand on Vandaag by name; the rest is on their own page."""


def short(one: Proposal) -> str:
    """`Eva Maas: Leerkracht`, for a link."""
    what = one.get_role_display() if one.of == Proposal.Of.ROLE else _("ander e-mailadres")
    return _("%(name)s: %(what)s") % {"name": one.staff.name, "what": what}


def sentence(one: Proposal) -> str:
    """What is proposed. The address only where it still waits: afterwards it stands with the colleague."""
    if one.of == Proposal.Of.ADDRESS:
        had = one.staff.account.email if one.staff.account else ""
        if not one.waits:
            return _("Inloggen met een ander e-mailadres.")
        if not had:
            return _("Inloggen met %(address)s. Nu kan deze persoon niet inloggen.") % {"address": one.email}
        return _("Inloggen met %(address)s, in plaats van %(had)s.") % {"address": one.email, "had": had}
    values = {"role": one.get_role_display(), "before": one.get_role_before_display()}
    if not one.role_before:
        return _("Komt erbij als %(role)s.") % values
    return _("Van %(before)s naar %(role)s.") % values


def who_gave(one: Proposal) -> str:
    """`voorgesteld door Ada Kok, ja van Hein Smit`."""
    if one.settled_by_id in (None, one.by_id):
        return _("gegeven door %(who)s") % {"who": one.by.name}
    by = one.settled_by.name if one.settled_by else ""
    return _("voorgesteld door %(who)s, ja van %(by)s") % {"who": one.by.name, "by": by}


def became(one: Proposal, at: datetime) -> str:
    """What became of it, and when; of one that waits until when it does."""
    values = {
        "who": one.by.name,
        "by": one.settled_by.name if one.settled_by else "",
        "when": words.moment(one.settled_at or one.at, at.astimezone(words.HERE).date()),
        "until": words.full_day((one.at + LASTS).astimezone(words.HERE).date()),
    }
    said = {
        Proposal.State.WAITS: _("%(who)s stelde het voor, %(when)s. Het wacht tot %(until)s."),
        Proposal.State.GIVEN: _("%(who)s stelde het voor. %(by)s zei ja, %(when)s."),
        Proposal.State.REFUSED: _("%(who)s stelde het voor. %(by)s zei nee, %(when)s."),
        Proposal.State.WITHDRAWN: _("%(who)s stelde het voor. %(by)s trok het in, %(when)s."),
        Proposal.State.LAPSED: _("%(who)s stelde het voor. Niemand gaf antwoord: verlopen, %(when)s."),
    }
    if one.state == Proposal.State.GIVEN and one.settled_by_id == one.by_id:
        return _("%(who)s gaf het, %(when)s.") % values
    return said[Proposal.State(one.state)] % values
