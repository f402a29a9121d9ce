"""Who is still missing before a duty is met: children by first name, guardians by what they are to whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from kring import words
from kring.cases.case_file import INFORMED_ROLES, CaseFile
from kring.cases.models import Fact
from kring.cases.title import MOST_NAMES, some_of
from kring.cases.told import was_told
from kring.protocol.progress import UNKNOWN, Task
from kring.protocol.terms import Whom
from kring.school.models import Relation
from kring.web.road.links import Go
from kring.web.road.names import guardian_apart, held_back_words, name_of_child


def waits_for_a_child(task: Task) -> bool:
    """Whether nobody is known whom this duty is about: before a child was added, it cannot be carried out."""
    return set(task.missing) == {UNKNOWN} and task.duty.whom is not Whom.EACH_GUARDIAN


def go_add_child(file: CaseFile, title: str = "") -> Go:
    """The button that is true then."""
    return Go(_("Leerling toevoegen"), reverse("add_child", args=[file.case.pk]), title)


@dataclass(frozen=True)
class Missing:
    """A task with what was recorded for it."""

    file: CaseFile
    task: Task
    recorded: Sequence[Fact]

    @property
    def of_guardians(self) -> bool:
        return self.task.duty.whom is Whom.EACH_GUARDIAN

    def _introduction(self) -> str:
        """The words before the names."""
        if self.of_guardians:
            return _("Nog te spreken:")
        return _("Nog met:") if self.task.on else _("Met:")

    def who(self, today: date) -> str:
        """`Met: Sem · Daan`, with whom it still has to come, in the order of the people of the case; "" for none."""
        return self._told_of(self._introduction(), sorted(self._keys, key=self._order), today)

    def not_reached(self, today: date) -> str:
        """The same of guardians who were called already: they are to be called again."""
        return self._told_of(_("Nog te spreken:"), sorted(filter(self._tried, self._keys), key=self._order), today)

    @property
    def _keys(self) -> list[str]:
        return [key for key in self.task.missing if key != UNKNOWN]

    def _told_of(self, introduction: str, keys: Sequence[str], today: date) -> str:
        if not keys:
            return ""
        if len(keys) > MOST_NAMES and self.of_guardians:
            return f"{introduction} {self._counted(keys)}"
        names = [self._guardian(key, today) if self.of_guardians else name_of_child(self.file, key) for key in keys]
        return f"{introduction} {' · '.join(names) if len(names) <= MOST_NAMES else some_of(names)}"

    def _counted(self, keys: Sequence[str]) -> str:
        """`vier ouders, van Sem en Daan`: so many by name is a list, and that is one tap away (Bellijst)."""
        links = [link for key in keys if (link := self.file.link(key))]
        children = dict.fromkeys(self.file.names[link.pupil_id] for link in links)
        return _("%(number)s ouders, van %(children)s") % {
            "number": words.number(len(keys)),
            "children": some_of(list(children)),
        }

    def _tried(self, key: str) -> list[Fact]:
        return [fact for fact in self.recorded if key in fact.about and not fact.settled]

    def unknown(self) -> list[Go]:
        """Nobody has the role yet, or a child has no guardian who can be told; each with where that is put right."""
        if UNKNOWN not in self.task.missing:
            return []
        people = reverse("people", args=[self.file.case.pk])
        if not self.of_guardians:
            return [Go(_("Wie het doet is nog niet bekend. Voeg een leerling toe"), people)]
        known = {link.pupil_id for link in self.file.guardianships if link.must_be_told}
        return [
            Go(
                words.capital(
                    _("van %(child)s staat geen ouder met gezag in Kring") % {"child": self.file.name_of(child)}
                ),
                people,
            )
            for child in self.file.with_role(*INFORMED_ROLES)
            if child.pupil_id not in known
        ]

    def told(self) -> str:
        """`1 van 4 ouders gesproken.`"""
        asked = {str(link.pk) for link in self.file.guardianships if link.must_be_told}
        settled = {key for fact in self.recorded if fact.settled for key in fact.about} & asked
        told = {key for fact in self.recorded if was_told(fact) for key in fact.about} & settled
        missing = {key for key in self.task.missing if key != UNKNOWN}
        return _("%(told)s van %(of)s ouders gesproken.") % {"told": len(told - missing), "of": len(settled | missing)}

    def _order(self, key: str) -> tuple[int, int]:
        """Where the child of this key stands among the people of the case; a guardian: of which child, and as what."""
        link = self.file.link(key)
        for place, child in enumerate(self.file.everyone):
            if key == str(child.pk) or (link and link.pupil_id == child.pupil_id):
                return place, list(Relation).index(Relation(link.relation)) if link else 0
        return len(self.file.everyone), 0

    def _guardian(self, key: str, today: date) -> str:
        tried = self._tried(key)
        link = self.file.link(key)
        aside = words.lower_first(held_back_words(link, today).rstrip(".")) if link else ""
        if tried:
            aside = _("nog niet bereikt op %(day)s") % {"day": words.day_and_month(tried[-1].on, today)}
        name = guardian_apart(self.file, key)
        return f"{name} ({aside})" if aside else name
