"""Carrying out a duty through its own form, whatever protocol it stands in: what is typed goes by the kind alone."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases.agreements import standing_agreements
from kring.protocol.progress import Task, Visit
from kring.protocol.terms import Kind, Role, Whom, total
from kring.web.request import clock
from tests.cases.any_protocol import walk
from tests.cases.telling import Telling
from tests.web.browsing import fields_of, filled_in, it_is_now, opened, send

Typed = dict[str, Any]


def talk(case: Telling, task: Task) -> Typed:
    if task.duty.own_verdict:
        case.hear()
    if task.duty.whom is Whom.EACH_OF_BOTH:
        children = case.file.with_role(Role.TARGET, Role.INSTIGATOR)
        feelings = {f"feels_{child.pk.hex}": 3 for child in children}
        return {"together": "together", "with_whom": list(task.missing), "said": "Samen gepraat.", **feelings}
    wish = {"wants_together": "ja"} if task.duty.asks_wish else {}
    return {"said": "We spraken over de pauze.", "feels": 3, **wish}


def agreement(case: Telling, task: Task) -> Typed:
    return {
        "agreements-0-what": f"Afspraak bij {task.duty.title}.",
        "agreements-0-who": "Daan",
        "agreements-0-from_on": case.today.isoformat(),
    }


def verdicts(**answers: str) -> Callable[[Telling, Task], Typed]:
    def of_each(case: Telling, task: Task) -> Typed:
        return {
            f"{question}_{one.first.hex}": answer
            for one in standing_agreements(case.file)
            if one.counts
            for question, answer in answers.items()
        }

    return of_each


def always(**typed: Any) -> Callable[[Telling, Task], Typed]:
    return lambda case, task: typed


TYPED: dict[Kind, Callable[[Telling, Task], Typed]] = total(
    {
        Kind.TALK: talk,
        Kind.INCIDENTS: lambda case, task: {
            "incidents-0-on": case.today.isoformat(),
            "incidents-0-what": "Zijn tas werd verstopt.",
        },
        Kind.SEVERITY: always(level="serious", reasons="Het gebeurt elke dag."),
        Kind.PROBLEM: always(text="Er wordt iemand uitgelachen."),
        Kind.AGREE: agreement,
        Kind.REVIEW: verdicts(kept="kept", goes_on="continue"),
        Kind.PHASE_OUT: verdicts(goes_on="continue"),
        Kind.ADDRESS_CLASS: always(method="Kringgesprek", said="Melden is geen klikken."),
        Kind.OBSERVE: always(watch_for="Let op het plein."),
        Kind.CONSULT: always(with_whom="Carla", advice="Meer toezicht."),
        Kind.ANALYSIS: always(text="De pauze had geen toezicht."),
        Kind.NEW_APPROACH: always(text="Een maatje.", sorts="support_group"),
        Kind.INFORM_GUARDIANS: always(reached="informed", channel="phone", said="Dank je."),
        Kind.ISSUE_PLAN: always(),
        Kind.EXTRA: always(note="Het is gedaan."),
    },
    Kind,
)
"""What is typed into the form of each kind."""


def do(browser: Client, case: Telling, task: Task) -> None:
    """Carry out this task through its page, for all who are missing."""
    url = reverse("duty", args=[case.id, task.duty.key])
    if task.duty.kind is Kind.INFORM_GUARDIANS:
        assert browser.get(url).status_code == 200
        for key in task.missing:
            url = reverse("inform", args=[case.id, key])
            form = opened(browser, url)
            more = {"custody_unknown": "Het kind woont hier."} if "custody_unknown" in form else {}
            sent(browser, url, **TYPED[task.duty.kind](case, task), **more)
        return
    if task.duty.kind is Kind.ISSUE_PLAN:
        url = browser.get(url)["Location"]
        if "watch_for" in opened(browser, url):  # colleagues are asked to watch with the plan itself
            sent(browser, url, **TYPED[Kind.OBSERVE](case, task))
            return
    sent(browser, url, **TYPED[task.duty.kind](case, task))


def sent(browser: Client, url: str, **typed: Any) -> Any:
    answer = send(browser, url, **typed)
    assert answer.status_code == 303, f"{url}: {answer.status_code} {answer.content.decode()[:3000]}"
    return answer


def decide(browser: Client, case: Telling, visit: Visit, number: int) -> None:
    """Give the answer of this number, with the tests of the definition where the question has them."""
    outcome = visit.step.outcomes[number]
    tests = {
        f"test_{test.key}": next(key for key, _words, points in test.answers if points is outcome.suggested)
        for test in (visit.step.tests.tests if visit.step.tests else ())
    }
    url = reverse("decide", args=[case.id])
    sent(browser, url, outcome=outcome.key, reasons="Zo zien we het.", **tests)


def through_forms(browser: Client, case: Telling, monkeypatch: pytest.MonkeyPatch, *answers: int) -> Iterator[str]:
    """Carry out a case to its last step by its forms; as `walk`. The pages go along to another day."""

    def does(task: Task) -> None:
        if clock.now().date() < case.today:
            it_is_now(monkeypatch, case.today)
        do(browser, case, task)

    return walk(case, does, lambda visit, number: decide(browser, case, visit, number), *answers)


__all__ = ["TYPED", "decide", "do", "fields_of", "filled_in", "sent", "through_forms"]
