"""On top of the case, below danger: whether each bullied child is safe for now, as asked or answered (decision 067)."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from kring import words
from kring.cases.case_file import CaseFile
from kring.cases.safety import Safety, asked_by, safety_of
from kring.web.kinds.safe_for_now import answer_in_words, is_asked, watch_in_words


@dataclass(frozen=True)
class SafetyPanel:
    """The question with by when, "" when it is not asked now; and what was answered, child by child."""

    question: str
    by_when: str
    late: bool
    answers: list[str]
    url: str


def safety_panel(file: CaseFile, today: date) -> SafetyPanel | None:
    """The panel; None once a plan says who watches, and where a school leaves it out."""
    stands = safety_of(file)
    if not stands:
        return None
    asked = asked_by(file.calendar.after(today, 1), file)
    due_on = min((one.due_on for one in asked if one.due_on), default=today)
    late = due_on < today
    return SafetyPanel(
        question=is_asked(file, asked) if asked else "",
        by_when=(_("Dit had %(day)s vastgelegd moeten zijn.") if late else _("Leg het uiterlijk %(day)s vast."))
        % {"day": words.near_day(due_on, today)},
        late=late,
        answers=[_told(file, one, today) for one in stands if one.answer],
        url=reverse("safe_for_now", args=[file.case.pk]),
    )


def _told(file: CaseFile, one: Safety, today: date) -> str:
    """`Sem: nog niet veilig (Anouk de Wit, vandaag). Carla let op: op het plein, tot en met vrijdag.`"""
    if one.answer is None:
        return ""
    fact = one.answer.fact
    said = _("%(child)s: %(answer)s (%(who)s, %(day)s).") % {
        "child": file.name_of(one.child),
        "answer": answer_in_words(fact),
        "who": fact.by.name,
        "day": words.moment(fact.at, today),
    }
    return " ".join(filter(None, [said, watch_in_words(one.answer, today)]))
