"""What is done beside the steps: by who leads, by who promised something, by a guardian who states something."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from kring.cases import bodies
from kring.cases.actions import (
    caring,
    consulting,
    helping,
    informing,
    listening,
    passing_on,
    postponing,
    promising,
    putting_right,
    releasing,
    taking_up,
)
from kring.cases.models import Case, Promise, Report
from kring.cases.wrongly_told import still_to_hear
from kring.demo import doing
from kring.protocol.terms import Role
from tests.simulate.in_a_step import endorses
from tests.simulate.minds import a_leader, cases_in_turn, mind, mind_in_a_case, one_of
from tests.simulate.play import SAID_NO, Play, Told


@mind_in_a_case("notes on home", 3, leads=True)
def home_note(play: Play, chance: Random, case: Case, told: Told) -> str | None:
    """By the page of coordinator and head."""
    path, mark = f"/zaken/{case.pk}/thuis/", play.mark("d")
    answer = play.post(told.by, path, play.form_of(told.by, path), {"text": f"Opa is ziek. {mark}"})
    if answer.status_code == 303:
        play.ledger.once[mark] = "home note"
    return f"{told.by.name} notes something on home in {case}: {answer.status_code}"


@mind_in_a_case("a promise", 8)
def promise(play: Play, chance: Random, case: Case, told: Told) -> str | None:
    running = Promise.objects.filter(case=case, first_on__lte=told.today, last_on__gte=told.today)
    made = one_of(chance, running.select_related("staff__school").order_by("id"))
    if made is not None and chance.random() < 0.7:
        promising.tell_promise(
            act=play.act(made.staff), case_id=case.pk, promise_id=made.pk, on=told.today, kept=chance.random() < 0.8
        )
        return f"{made.staff.name} tells of a promise in {case}"
    promising.make_promise(
        act=told.act(),
        case_id=case.pk,
        about=told.keys(Role.TARGET),
        staff_id=told.by.pk,
        what=f"Elke dag even kijken. {play.mark()}",
        weekdays=[1, 2, 3, 4, 5],
        on=told.today,
        until_on=told.today + timedelta(days=20),
    )
    return f"{told.by.name} promises something in {case}"


@mind("who leads looks in", 26)
def leader(play: Play, chance: Random) -> str | None:
    """Coordinator or head: consultation, help, more care, a story passed on, guardians that are not told, experts."""
    looks: dict[str, Callable[[Told], object]] = {
        "a consultation": _confirms,
        "help": lambda told: helping.offer_help(
            act=told.act(),
            case_id=told.id,
            about=told.keys(Role.TARGET),
            on=told.today,
            help_beside=bodies.HelpBeside(who="Maatschappelijk werk", what=f"Iedere week. {play.mark('d')}"),
        ),
        "more care": lambda told: caring.choose_more_care(
            act=told.act(),
            case_id=told.id,
            moment=chance.choice(list(bodies.CareMoment)),
            wanted=chance.random() < 0.8,
        ),
        "a story": lambda told: passing_on.pass_on_story(
            act=told.act(), case_id=told.id, report_id=_kept_back(told.id)
        ),
        "guardians that are not told": lambda told: informing.see_not_told(
            act=told.act(), case_id=told.id, note="Gezien."
        ),
        "an expert": _brings_in,
        "a talk at one table": endorses,
        "guardians that heard it wrong": lambda told: _puts_right_at_guardians(play, told),
        "why it comes later": lambda told: _says_later(play, chance, told),
    }
    keys = list(looks)

    def way(key: str) -> Callable[[], str | None]:
        def looks_in() -> str | None:
            for case in cases_in_turn(play, chance):
                by = a_leader(play, chance, case)
                if by is None:
                    continue
                with suppress(*SAID_NO, LookupError):
                    if looks[key](play.told(case, by)) is not None:
                        return f"{by.name} looks in at {case}: {key}"
            return None

        return looks_in

    return play.first_that_can([way(key) for key in keys], 3)


def _confirms(told: Told) -> object:
    return consulting.confirm_consultation(act=told.act(), case_id=told.id, note="Goed zo.")


def _kept_back(case: UUID) -> UUID:
    report = Report.objects.filter(case=case, story_kept_back=True).order_by("id").first()
    if report is None:
        raise LookupError("no story is kept back")
    return report.pk


def _brings_in(told: Told) -> object:
    told.words = replace(told.words, expert="Iris Maas", organisation="De jeugdzorg", shared="Alleen de afspraken.")
    return doing.bring_in_expert(told)


def _says_later(play: Play, chance: Random, told: Told) -> object:
    later = bodies.Later(why=chance.choice(list(bodies.WhyLater)), note=f"De juf is ziek. {play.mark('d')}")
    until_on = told.today + timedelta(days=chance.choice((1, 3, 10)))
    return postponing.say_later(act=told.act(), case_id=told.id, later=later, until_on=until_on)


def _puts_right_at_guardians(play: Play, told: Told) -> object:
    keys = [one.link.pk for one in still_to_hear(told.file)]
    if not keys:
        return None
    said = f"Zo is het. {play.mark('d')}"
    return putting_right.put_right(act=told.act(), case_id=told.id, guardianships=keys, on=told.today, said=said)


@mind_in_a_case("takes up", 3)
def takes_up(play: Play, chance: Random, case: Case, told: Told) -> str | None:
    visit = told.progress.current
    task = one_of(chance, [one for one in visit.tasks if one.still_needed]) if visit else None
    if task is None:
        return None
    taking_up.take_up(act=told.act(), case_id=case.pk, duty=task.duty.key)
    return f"{told.by.name} takes {task.duty.key} of {case} up"


@mind_in_a_case("a statement of a guardian", 10)
def statement(play: Play, chance: Random, case: Case, told: Told) -> str | None:
    """What a guardian states beside a talk, or takes home of one."""
    link = one_of(chance, told.file.guardianships)
    if link is None:
        return None

    def takes_home() -> str | None:
        talk = one_of(chance, [one for one in told.file.of_kind("informed") if one.outcome == bodies.Reached.INFORMED])
        if talk is None:
            return None
        releasing.summarise_talk(act=told.act(), case_id=case.pk, fact_id=talk.pk, text="we spraken over de pauze")
        return f"{told.by.name} sums up a talk of {case}"

    def states() -> str | None:
        talk = one_of(chance, told.file.of_kind("informed", "talk"))
        if talk is None:
            return None
        about: dict[str, Any] = {"guardianship_id": link.pk, "fact_id": talk.pk, "how": bodies.Way.WRITTEN}
        text = f"Zo zie ik het. {play.mark('d')}"
        listening.state(act=told.act(), case_id=case.pk, on=told.today, text=text, **about)
        return f"a guardian states something in {case}"

    return play.first_that_can([takes_home, states], 2)
