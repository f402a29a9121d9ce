"""Every kind of fact is asked, written, told, put right and taken back on every page, and none may be left out."""

from collections.abc import Callable
from dataclasses import MISSING, Field, fields, replace
from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from kring import words
from kring.cases import bodies
from kring.cases.actions import planning
from kring.cases.bodies import KINDS, TRAITS
from kring.cases.models import Fact
from kring.protocol import editions
from kring.protocol.stappenplan import STAPPENPLAN
from kring.protocol.terms import Duty, Kind, Whom
from kring.web import kinds
from kring.web.kinds import as_duty, told, whole
from kring.web.kinds.told import AsDuty, OneMore, Told, texts
from kring.web.kinds.withdrawing import Withdrawing
from tests.cases.examples import EXAMPLES, reported
from tests.cases.telling import Telling, tell
from tests.cast import Cast, sign_in
from tests.web.browsing import it_is_now, send, text_of

pytestmark = pytest.mark.usefixtures("ticking")

# ── One of each ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_there_is_an_example_of_every_kind_and_it_records_one() -> None:
    assert set(EXAMPLES) == set(KINDS), "a kind of fact without an example: tell one in tests/cases/examples.py"


@pytest.fixture
def example(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], tuple[Telling, Fact]]:
    """A case with a fact of this kind, on the day that it was recorded."""

    def told_with(kind: str) -> tuple[Telling, Fact]:
        case = tell(cast)
        EXAMPLES[kind](case)
        it_is_now(monkeypatch, case.today)
        return case, [fact for fact in case.file.every_fact if fact.kind == kind][-1]

    return told_with


Example = Callable[[str], tuple[Telling, Fact]]


def shown(browser: Client, name: str, *args: object) -> str:
    """The page at this address; it is there."""
    answer = browser.get(reverse(name, args=args))
    assert answer.status_code == 200, (name, answer.status_code)
    return text_of(answer)


@pytest.mark.parametrize("kind", KINDS)
def test_a_fact_of_each_kind_is_told_on_every_page(cast: Cast, example: Example, kind: str) -> None:
    case, fact = example(kind)
    carla = sign_in(Client(), cast.carla)
    traits, how = TRAITS[kind], told(kind)
    title = str(escape(how.title_of(case.file, fact)))
    assert title
    shown(carla, "today")
    shown(carla, "case", case.id)
    file = shown(carla, "file", case.id)
    assert words.lower_first(str(escape(how.title))) in shown(carla, "trail", case.id)
    if kind == "withdrawn":
        assert "Ingetrokken: voorval" in file
        assert "Dit was een ander kind." in shown(carla, "fact", case.id, fact.replaces_id)
        return
    assert (title in file) is not traits.confidential
    page = shown(carla, "fact", case.id, fact.pk)
    assert title in page
    for line in how.lines_of(case.file, fact, case.today):
        assert str(escape(line.label)) in page
        assert str(escape(line.text.splitlines()[0])) in page
    assert how.line_of(case.file, fact) or not how.told_apart
    correct = reverse("correct", args=[case.id, fact.pk])
    assert (correct in page) is (how.correct is not None and case.progress.current is not None)
    assert carla.get(correct).status_code == (404 if how.correct is None else 200)
    withdraw = reverse("withdraw", args=[case.id, fact.pk])
    assert (withdraw in page) is traits.withdrawable
    answer = carla.get(withdraw)
    assert answer.status_code == (200 if traits.withdrawable else 404)
    assert not traits.withdrawable or title in text_of(answer)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if TRAITS[kind].withdrawable])
def test_what_can_be_taken_back_is_taken_back_on_its_page(cast: Cast, example: Example, kind: str) -> None:
    case, fact = example(kind)
    carla = sign_in(Client(), cast.carla)
    url = reverse("withdraw", args=[case.id, fact.pk])
    form = carla.get(url)
    withdraw = told(kind).withdraw
    assert withdraw
    assert str(withdraw.title) in text_of(form)
    answer = send(carla, url, reason="Een vergissing.")
    assert answer.status_code == 303
    assert answer["Location"] == reverse(withdraw.to, args=[case.id])
    assert case.file.newest(fact).kind == "withdrawn"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if TRAITS[kind].confidential])
def test_what_is_confidential_is_shown_to_nobody_who_only_takes_part(cast: Cast, example: Example, kind: str) -> None:
    case, fact = example(kind)
    anouk = sign_in(Client(), cast.anouk)
    hidden = [str(escape(told(kind).title)), *(line.text for line in told(kind).lines_of(case.file, fact, case.today))]
    for name in ("case", "file"):
        page = shown(anouk, name, case.id)
        assert not [text for text in hidden if text in page]
    for name in ("fact", "correct", "withdraw"):
        url = reverse(name, args=[case.id, fact.pk])
        assert anouk.get(url).status_code == 404
        assert anouk.post(url, {"reason": "Weg ermee.", "text": "Iets anders."}).status_code in (404, 405)
    assert case.file.newest(fact) == fact


def test_another_kind_is_confidential_by_its_traits_alone(
    cast: Cast, example: Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, fact = example("handed_over")
    anouk, carla = sign_in(Client(), cast.anouk), sign_in(Client(), cast.carla)
    assert "Zaak overgedragen" in shown(anouk, "file", case.id)
    monkeypatch.setitem(TRAITS, "handed_over", replace(TRAITS["handed_over"], confidential=True))
    assert "Zaak overgedragen" not in shown(anouk, "file", case.id)
    assert anouk.get(reverse("fact", args=[case.id, fact.pk])).status_code == 404
    assert "Verlof." in shown(carla, "fact", case.id, fact.pk)


# ── One duty of each ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(params=Kind, ids=str)
def asked(request: pytest.FixtureRequest, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> tuple[Telling, Duty]:
    """A case of which the first duty is of this kind, in an edition that was made for it."""
    kind: Kind = request.param
    whom = {Kind.TALK: Whom.EACH_TARGET, Kind.INFORM_GUARDIANS: Whom.EACH_GUARDIAN}.get(kind, Whom.ONCE)
    duty = Duty("it", kind, "Dit moet gebeuren", whom=whom)
    first, *others = STAPPENPLAN.steps
    edition = replace(
        STAPPENPLAN, edition=f"t{list(Kind).index(kind)}", steps=(replace(first, duties=(duty,)), *others)
    )
    monkeypatch.setitem(editions.PROTOCOLS, STAPPENPLAN.key, (STAPPENPLAN, edition))
    return reported(tell(cast)), duty


def test_a_duty_of_each_kind_is_asked_on_vandaag_and_in_the_checklist(cast: Cast, asked: tuple[Telling, Duty]) -> None:
    case, duty = asked
    anouk, how = sign_in(Client(), cast.anouk), as_duty(duty.kind)
    today = shown(anouk, "today")
    assert str(escape(how.today.button)) in today
    assert f"#{how.today.icon}" in today
    if isinstance(how.today.asks, str) or not callable(how.today.asks):
        assert str(escape(how.today.asks)) in today
    page = shown(anouk, "case", case.id)
    assert "Dit moet gebeuren" in page
    assert str(escape(how.button)) in page
    answer = anouk.get(reverse("duty", args=[case.id, duty.key]), follow=True)
    assert answer.status_code == 200


def test_a_talk_for_a_duty_of_each_kind_is_planned_and_stands_in_the_agenda_or_cannot_be(
    cast: Cast, asked: tuple[Telling, Duty]
) -> None:
    case, duty = asked
    anouk, agenda = sign_in(Client(), cast.anouk), as_duty(duty.kind).agenda
    url = reverse("plan_talk", args=[case.id, duty.key])
    if agenda is None:
        assert anouk.get(url).status_code == 404
        return
    task = case.task(duty.key)
    fact = planning.plan_talk(
        act=case.act(),
        case_id=case.id,
        duty=duty.key,
        on=case.today + timedelta(days=1),
        about=task.missing[:1],
        talk=bodies.PlannedTalk(begins=time(14, 5)),
    )
    answer = anouk.get(reverse("planned_talk_file", args=[case.id, fact.pk]))
    assert answer.status_code == 200
    said = str(agenda) % {"case": case.case.reference, "step": "stap 1 (signaleren)"}
    assert f"SUMMARY:{said}".replace(",", "\\,") in answer.content.decode().replace("\r\n ", "")


def test_many_facts_of_one_duty_are_counted_in_words_of_their_kind() -> None:
    for kind in Kind:
        counts = as_duty(kind).counts
        assert counts(1).startswith("1 ")
        assert counts(3).startswith("3 ")


# ── Nothing left out ────────────────────────────────────────────────────────────────────────────────────────────────

MADE: Any = Told
ASKED: Any = AsDuty


def needed(struct: type) -> list[str]:
    """The parts that have no default."""
    given: tuple[Field[Any], ...] = fields(struct)
    return [one.name for one in given if one.default is MISSING and one.default_factory is MISSING]


def parts_of(one: Any) -> dict[str, Any]:
    return {field.name: getattr(one, field.name) for field in fields(one)}


def without(parts: dict[str, Any], part: str) -> dict[str, Any]:
    return {name: value for name, value in parts.items() if name != part}


def test_these_parts_nobody_may_forget() -> None:
    assert needed(Told) == ["body", "title", "titled", "line", "fields", "look", "told_apart", "correct"]
    assert needed(AsDuty) == ["page", "button", "counts", "today"]


@pytest.mark.parametrize("part", needed(Told))
def test_a_kind_that_is_told_without_a_part_is_refused(part: str) -> None:
    with pytest.raises(TypeError, match=part):
        MADE(**without(parts_of(told("talk")), part))


@pytest.mark.parametrize("part", needed(AsDuty))
def test_a_duty_that_is_asked_without_a_part_is_refused(part: str) -> None:
    with pytest.raises(TypeError, match=part):
        ASKED(**without(parts_of(as_duty(Kind.TALK)), part))


def test_a_text_that_the_body_does_not_have_is_named() -> None:
    with pytest.raises(LookupError, match="Problem has no story"):
        texts(bodies.Problem, text="Het probleem", story="Het verhaal")


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_that_is_not_in_the_list_is_named(kind: str) -> None:
    with pytest.raises(LookupError, match=f"not: {kind}"):
        whole(*(one for one in kinds.KINDS if one.tag != kind))


def test_a_kind_that_stands_in_the_list_twice_is_named() -> None:
    with pytest.raises(LookupError, match="not: talk"):
        whole(*kinds.KINDS, told("talk"))


def instead(kind: str, part: str, value: object) -> list[Told[Any]]:
    """The list with another value for one part of this kind."""
    return [MADE(**{**parts_of(one), part: value}) if one.tag == kind else one for one in kinds.KINDS]


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_says_how_its_duty_is_asked_exactly_when_it_meets_one(kind: str) -> None:
    other = None if told(kind).duty else replace(as_duty(Kind.PROBLEM))
    with pytest.raises(LookupError, match=f"{kind} and its traits do not agree about .*duty"):
        whole(*instead(kind, "duty", other))


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_says_how_it_is_taken_back_exactly_when_it_can_be(kind: str) -> None:
    other = None if told(kind).withdraw else Withdrawing()
    with pytest.raises(LookupError, match=f"{kind} and its traits do not agree about withdraw"):
        whole(*instead(kind, "withdraw", other))


@pytest.mark.parametrize("part", ["agenda", "one_more"])
@pytest.mark.parametrize("kind", Kind)
def test_a_duty_has_its_words_for_agenda_and_one_more_exactly_when_its_traits_ask(kind: Kind, part: str) -> None:
    duty = as_duty(kind)
    spare = {"agenda": "Gesprek, zaak %(case)s: %(step)s", "one_more": OneMore("Nog een", "incident")}
    other = ASKED(**{**parts_of(duty), part: None if getattr(duty, part) else spare[part]})
    tag = bodies.tag_of(bodies.MEETING[kind])
    with pytest.raises(LookupError, match=f"{tag} and its traits do not agree about {part}"):
        whole(*instead(tag, "duty", other))
