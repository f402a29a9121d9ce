"""The screens of a parent that tells: a subject each, in this order; every question may be left out.

Each reads what was sent with it into the answers, whatever that is: what is not right is said beside its field.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring.reports.told import MOST_NAMES, Fear, Feeling, Named, Often, Since, Who
from kring.web.door.questions import Questions
from kring.web.forms.texts import readable
from kring.web.parent_door import wording
from kring.web.parent_door.answers import ParentAnswers, with_teller, with_told
from kring.web.parent_door.wording import ADULT

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

Given = Iterator[tuple[str, str]]


def _always(_answers: ParentAnswers) -> bool:
    return True


@dataclass(frozen=True)
class Screen:
    """One subject. `read` takes in what was sent; `given` is what was answered, for ‘Klopt dit?’: label and text.
    `name` is also that of its template; `fields` are those that can be refused."""

    name: str
    asks: "Words"
    read: Callable[[ParentAnswers, QueryDict], ParentAnswers]
    given: Callable[[ParentAnswers], Given]
    fields: tuple[str, ...] = ()
    shown: Callable[[ParentAnswers], bool] = _always


def asks_doing(answers: ParentAnswers) -> bool:
    """Whether it is asked who does it: not where the own child does, or an adult."""
    return answers.about in ("", Who.ME, Who.OTHER)


def asks_bullied(answers: ParentAnswers) -> bool:
    """Whether it is asked who bears it: not where that is the own child."""
    return answers.about in ("", Who.OTHER, Who.I_DO_IT)


def _text(sent: QueryDict, name: str) -> str:
    return readable(sent.get(name, ""))


def _one_of(sent: QueryDict, name: str, known: Mapping[Any, Any]) -> str:
    value = sent.get(name, "")
    return value if value in known else ""


def _several(sent: QueryDict, name: str, known: Mapping[Any, Any]) -> tuple[str, ...]:
    return tuple(key for key in known if key in sent.getlist(name))


def _names(sent: QueryDict, of: str) -> tuple[Named, ...]:
    typed = zip(sent.getlist(f"{of}_name"), sent.getlist(f"{of}_group"), strict=False)
    rows = [Named(readable(name), readable(group)) for name, group in typed][:MOST_NAMES]
    return tuple(row for row in rows if row.name.strip() or row.group.strip())


def _read_about(answers: ParentAnswers, sent: QueryDict) -> ParentAnswers:
    about = _one_of(sent, "about", wording.ABOUT)
    who = Who(about) if about in list(Who) else Who.ME if about == ADULT else None
    answers = with_told(msgspec.structs.replace(answers, about=about), who=who)
    return with_teller(answers, child=_text(sent, "child"), group=_text(sent, "group"))


def _read_adult(answers: ParentAnswers, sent: QueryDict) -> ParentAnswers:
    answers = msgspec.structs.replace(answers, is_head=_one_of(sent, "is_head", wording.IS_HEAD))
    return with_told(answers, adult=_text(sent, "adult"))


def _read_happens(answers: ParentAnswers, sent: QueryDict) -> ParentAnswers:
    named = {of: _names(sent, of) for of in ("bullied", "doing") if f"{of}_name" in sent}
    rows = max([1, *(len(sent.getlist(f"{of}_name")) for of in named)])
    answers = msgspec.structs.replace(answers, rows=rows)
    return with_told(answers, story=_text(sent, "story"), happens=_several(sent, "happens", wording.HAPPENS), **named)


def _read_when(answers: ParentAnswers, sent: QueryDict) -> ParentAnswers:
    often, since = _one_of(sent, "often", wording.OFTEN), _one_of(sent, "since", wording.SINCE)
    return with_told(
        answers,
        places=_several(sent, "places", wording.PLACE),
        often=Often(often) if often else None,
        since=Since(since) if since else None,
    )


def _read_child(answers: ParentAnswers, sent: QueryDict) -> ParentAnswers:
    feels = _one_of(sent, "feels", wording.FEELS)
    return with_told(
        answers,
        feels=Feeling(int(feels)) if feels else None,
        fears=tuple(Fear(one) for one in _several(sent, "fears", wording.FEARS)),
        tried=_text(sent, "tried"),
        would_help=_text(sent, "would_help"),
    )


def _read_reach(answers: ParentAnswers, sent: QueryDict) -> ParentAnswers:
    return with_teller(answers, **{name: _text(sent, name) for name in ("name", "mail", "phone")})


def _unchanged(answers: ParentAnswers, _sent: QueryDict) -> ParentAnswers:
    return answers


def _tapped(known: "Mapping[Any, Words]", keys: Any) -> str:
    return ", ".join(str(known[key]) for key in known if key in keys)


def _given_about(answers: ParentAnswers) -> Given:
    yield _("Over wie gaat het?"), _tapped(wording.ABOUT, (answers.about,))
    yield _("Uw kind"), _in_group(Named(answers.teller.child, answers.teller.group))


def _given_adult(answers: ParentAnswers) -> Given:
    yield _("Over welke volwassene gaat het?"), answers.told.adult
    yield _("Is dit de directeur?"), str(wording.IS_HEAD[answers.is_head])


def _given_happens(answers: ParentAnswers) -> Given:
    yield _("Wat gebeurt er?"), answers.told.story
    yield _("Wat voor dingen zijn het?"), _tapped(wording.HAPPENS, answers.told.happens)
    if asks_doing(answers):
        yield _("Wie doet het?"), _listed(answers.told.doing)
    if asks_bullied(answers):
        yield _("Wie heeft er last van?"), _listed(answers.told.bullied)


def _given_when(answers: ParentAnswers) -> Given:
    yield _("Waar gebeurt het?"), _tapped(wording.PLACE, answers.told.places)
    yield _("Hoe vaak?"), _tapped(wording.OFTEN, (answers.told.often,))
    yield _("Hoe lang al?"), _tapped(wording.SINCE, (answers.told.since,))


def _given_child(answers: ParentAnswers) -> Given:
    feels = answers.told.feels
    yield _("Hoe gaat het nu met het kind?"), _tapped(wording.FEELS, (str(feels.value),)) if feels else ""
    yield _("Is het kind nu niet veilig?"), _tapped(wording.FEARS, answers.told.fears)
    yield _("Wat is er al geprobeerd?"), answers.told.tried
    yield _("Wat zou helpen?"), answers.told.would_help


def _given_reach(answers: ParentAnswers) -> Given:
    yield _("Uw naam"), answers.teller.name
    yield _("Uw e-mailadres"), answers.teller.mail
    yield _("Uw telefoonnummer"), answers.teller.phone


def _given_nothing(_answers: ParentAnswers) -> Given:
    yield from ()


SCREENS: tuple[Screen, ...] = (
    Screen("about", lazy("Over wie gaat het?"), _read_about, _given_about, ("child", "group")),
    Screen(
        "adult",
        lazy("Over welke volwassene gaat het?"),
        _read_adult,
        _given_adult,
        ("adult",),
        shown=lambda one: one.about == ADULT,
    ),
    Screen("happens", lazy("Wat gebeurt er?"), _read_happens, _given_happens, ("story", "doing", "bullied")),
    Screen("when", lazy("Waar en wanneer gebeurt het?"), _read_when, _given_when),
    Screen("child", lazy("Hoe gaat het met het kind?"), _read_child, _given_child, ("tried", "would_help")),
    Screen(
        "danger",
        lazy("Bel nu, als het niet kan wachten"),
        _unchanged,
        _given_nothing,
        shown=lambda one: bool(one.told.fears),
    ),
    Screen("reach", lazy("Hoe bereikt de school u?"), _read_reach, _given_reach, ("name", "mail", "phone")),
    Screen("look", lazy("Klopt dit?"), _unchanged, _given_nothing),
)
QUESTIONS = Questions(
    screens=SCREENS,
    of_field={field: screen.name for screen in SCREENS for field in screen.fields},
    seen_anyway=lambda _answers, screen: screen.name in ("adult", "danger"),
)


def given(answers: ParentAnswers) -> list[tuple[Screen, list[tuple[str, str]]]]:
    """What was answered, as ‘Klopt dit?’ shows it: each screen with its labels and texts."""
    found = [
        (one, [(label, text.strip()) for label, text in one.given(answers) if text.strip()])
        for one in QUESTIONS.asked(answers)
    ]
    return [(screen, rows) for screen, rows in found if rows]


def _listed(named: tuple[Named, ...]) -> str:
    return "; ".join(text for one in named if (text := _in_group(one)))


def _in_group(one: Named) -> str:
    name, group = one.name.strip(), one.group.strip()
    if not name:
        return ""
    return _("%(name)s, groep %(group)s") % {"name": name, "group": group} if group else name
