"""Who knows of a case: each guardian of each child, and of coordinator, head and team who got and who read the plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kring import words
from kring.cases import bodies
from kring.cases.bodies import Reached
from kring.cases.case_file import INFORMED_ROLES, CaseFile, variation_of
from kring.cases.models import Fact, Involved
from kring.cases.parents import last_reply
from kring.cases.told import last_words
from kring.cases.typed import FactOf
from kring.cases.wording import REACHED
from kring.protocol.terms import total
from kring.school.models import Custody, Guardianship
from kring.web.kinds.plan_reply import reply_in_words
from kring.web.road.names import guardian_apart, held_back_words
from kring.web.road.plan_readers import REFUSED, Reader, in_headings


@dataclass(frozen=True)
class Pair:
    """A name at the left, how it stands at the right; `done` gives it a tick, else it has this `icon`."""

    label: str
    text: str
    done: bool = False
    icon: str = ""


@dataclass(frozen=True)
class Group:
    """Some who know or should know: their line together, and each person; `dots` has one for each of those who
    should, true for who does."""

    line: Pair
    persons: list[Pair]
    dots: tuple[bool, ...] = ()


def who_knows(file: CaseFile, readers: Sequence[Reader], today: date) -> list[Group]:
    """Per child and per part of the team, how far everybody knows. Empty for teasing, of which nobody is informed.

    `readers` are those of the newest version of the plan; none as long as there is no plan.
    """
    return [] if file.progress.is_teasing else [*Families(file, today).groups(), *_staff(readers)]


ICONS = total(
    {
        Reached.INFORMED: "check",
        Reached.NOT_REACHED: "phone",
        Reached.DECLINED: "circle-minus",
        Reached.NOT_INFORMED: "circle-minus",
    },
    Reached,
)


@dataclass(frozen=True)
class Families:
    """The guardians of the children, in the last step that asked to tell them."""

    file: CaseFile
    today: date

    def groups(self) -> list[Group]:
        """Per child: how many guardians were told, and each of them."""
        return [self._group(child) for child in self.file.with_role(*INFORMED_ROLES)]

    def _group(self, child: Involved) -> Group:
        links = self.file.guardianships_of(child)
        asked = [str(link.pk) for link in links if link.must_be_told]
        told = [key for key in asked if self._reached(key) is Reached.INFORMED]
        return Group(
            Pair(
                _("Ouders van %(child)s") % {"child": self.file.name_of(child)},
                _("%(told)s van %(of)s") % {"told": len(told), "of": len(asked)},
                done=bool(asked) and len(told) == len(asked),
            ),
            [self._person(link) for link in links],
            tuple(key in told for key in asked),
        )

    @cached_property
    def _facts(self) -> dict[str, Fact]:
        return last_words(self.file)

    def _reached(self, key: str) -> Reached | None:
        fact = self._facts.get(key)
        return FactOf(fact, bodies.Informed).body.reached if fact and fact.kind == "informed" else None

    def _person(self, link: Guardianship) -> Pair:
        name = words.capital(guardian_apart(self.file, str(link.pk)))
        fact = self._facts.get(str(link.pk))
        if fact is None:
            return Pair(name, self._untold(link) + self._of_plan(link))
        if fact.kind == "waived":
            reason = FactOf(fact, bodies.Waived).body.reason
            return Pair(name, _("hoeft niet: %(reason)s") % {"reason": reason}, icon="circle-minus")
        told = FactOf(fact, bodies.Informed).body
        how, icon = REACHED[told.reached].state, ICONS[told.reached]
        parts = [str(how), words.day_and_month(fact.on, self.today), *self._channel(told), self._by(fact)]
        if told.on_request:
            parts.append(_("vroeg er zelf om"))
        because = told.because or told.custody_unknown
        return Pair(name, ", ".join(parts) + (f": {because}" if because else "") + self._of_plan(link), icon=icon)

    def _untold(self, link: Guardianship) -> str:
        """Why nobody spoke to this guardian yet, as far as it is known."""
        if not link.must_be_told:
            return _("geen gezag, alleen op verzoek")
        held = words.lower_first(held_back_words(link, self.today).rstrip("."))
        return held or (
            _("nog niet gesproken, gezag niet bekend") if link.custody == Custody.UNKNOWN else _("nog niet gesproken")
        )

    def _of_plan(self, link: Guardianship) -> str:
        """What this guardian says of the plan, when that was written down."""
        reply = last_reply(self.file, link.pk)
        return f". {reply_in_words(reply, self.today)}" if reply else ""

    def _channel(self, body: bodies.Informed) -> list[str]:
        channels = dict(variation_of(self.file.case).channels)
        return [_(channels[body.channel]).lower()] if body.channel in channels else []

    def _by(self, fact: Fact) -> str:
        return _("door %(name)s") % {"name": fact.by.form_of_address or fact.by.name}


def _staff(readers: Sequence[Reader]) -> list[Group]:
    """Coordinator, head and team: how far the newest plan came with them."""
    groups = in_headings(readers)
    if not readers:
        return [Group(Pair(label, _("na het plan")), []) for label, _members in groups]
    return [
        Group(
            _together(label, members),
            [Pair(one.name, f"{one.says}: {one.answer}" if one.answer else one.says, icon=one.icon) for one in members],
        )
        for label, members in groups
        if members
    ]


def _together(label: str, members: Sequence[Reader]) -> Pair:
    """One person's own line; of several how many read it, and of how many the mail did not arrive."""
    if len(members) == 1:
        return Pair(label, members[0].says, icon=members[0].icon)
    read, refused = sum(one.has_read for one in members), sum(one.refused for one in members)
    text = _("%(read)s van %(of)s lazen het") % {"read": read, "of": len(members)}
    if refused:
        failed = ngettext("één mail kwam niet aan", "%(n)s mails kwamen niet aan", refused)
        text = f"{text}, {failed % {'n': words.number(refused)}}"
    return Pair(label, text, done=read == len(members), icon=REFUSED if refused else "")
