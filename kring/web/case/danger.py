"""Signs of danger in a case: the panel on top that says what to do and whom to call, at once (row S1d)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kring import words
from kring.cases.bodies import Danger
from kring.cases.danger import Advice, Call, advice_at
from kring.phone import numbers_in
from kring.school.models import School


@dataclass(frozen=True)
class DangerPanel:
    """What was seen with what to do, whom to call, and whose number the school has not filled in yet."""

    advice: list[Advice]
    calls: list[Call]
    without_number: str


def danger_panel(signs: Sequence[Danger], school: School) -> DangerPanel | None:
    """The panel, or None when there is no sign of danger. Every number stands in it once, the most urgent first."""
    if not signs:
        return None
    advice = advice_at(school, tuple(signs))
    calls = {_dialled(call): call for one in advice for call in one.calls}
    missing = [] if school.phone_head else [_("de directeur")]
    if not school.phone_coordinator and set(signs) != {Danger.STAFF}:
        missing.append(_("de Seo-coördinator"))
    return DangerPanel(advice, list(calls.values()), words.listed(missing))


def _dialled(call: Call) -> tuple[str, ...]:
    return tuple(number.to_dial for number in numbers_in(call.number)) or (call.number,)
