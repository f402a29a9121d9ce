"""What is told by the doors of a school, and what its leaders do with that: read it, answer, pass it on, end it, or
leave it until Kring reminds them."""

from dataclasses import replace
from functools import partial
from random import Random
from uuid import UUID, uuid4

from kring.reports.actions import coming_back, handling
from kring.reports.actions.doors import Doors, door_of, set_doors
from kring.reports.actions.telling import NewTelling, tell
from kring.reports.models import By, Door, Incoming, State
from kring.reports.told import Fear, Told, Who
from kring.school.act import Itself
from kring.school.models import Role as Staff
from tests.simulate.ledger import Said, marks_in
from tests.simulate.minds import a_school, one_of
from tests.simulate.play import Play
from tests.simulate.schools import PlayedSchool


def at_the_doors(play: Play, chance: Random) -> str | None:
    """What goes on at the doors of the two schools at this moment. It is no act of its own: it goes with another, so
    that the seeds that are known play the courses that they played."""
    return play.first_that_can(
        [partial(way, play, chance) for way in chance.sample([tells, reads, comes_back], k=3)], 2
    )


def door_at(play: Play, school: PlayedSchool) -> Door:
    """The doors of this school, which its coordinator opens when somebody first comes by."""
    if door := door_of(school.school):
        return door
    by = school.team(Staff.COORDINATOR, Staff.HEAD)[0]
    return set_doors(act=play.act(by), doors=Doors(school.key, for_children=True, for_parents=True))


def tells(play: Play, chance: Random) -> str | None:
    """A child or a parent, without an account; sometimes twice the same form, or in danger."""
    school = a_school(play, chance)
    door, mark = door_at(play, school), play.mark("d")
    fears = (chance.choice(list(Fear)),) if chance.random() < 0.25 else ()
    telling = NewTelling(
        chance.choice(list(By)), Told(who=chance.choice(list(Who)), story=f"Ze lachen mij uit. {mark}", fears=fears)
    )
    digest = uuid4().hex * 2
    for _press in range(chance.choice((1, 1, 2))):
        tell(door=door, came=Itself(play.clock.now), telling=telling, digest=digest)
    play.ledger.once[mark] = "what was told at a door"
    play.ledger.said[mark] = Said(school.school.pk, None, door.pk)
    return f"somebody tells at the door of {school.key}{' of danger' if fears else ''}"


def reads(play: Play, chance: Random) -> str | None:
    """By who leads; what is said back is one of these, or nothing yet."""
    waiting = Incoming.objects.filter(settled=True).exclude(state=State.ENDED).order_by("promised_on", "number")
    incoming = one_of(chance, waiting.select_related("school")[:6])
    if incoming is None:
        return None
    school = next(one for one in play.schools if one.school.pk == incoming.school_id)
    by = school.somebody(chance, Staff.COORDINATOR, Staff.HEAD)
    play.get(by, "/verteld/")
    play.get(by, f"/verteld/{incoming.pk}/")
    act = partial(play.act, by)

    def passes_on() -> str | None:
        to = one_of(chance, school.team(Staff.TEACHER))
        if to is None:
            return None
        _may_know_it(play, incoming, to.pk)
        handling.pass_on(act=act(), incoming_id=incoming.pk, staff_id=to.pk, with_name=False)
        return f"{by.name} passes on to {to.name} what was told"

    def answers() -> str:
        asks = chance.random() < 0.5
        handling.answer(act=act(), incoming_id=incoming.pk, text="Fijn dat je het zegt.", asks=asks)
        return f"{by.name} {'asks' if asks else 'answers'} who told it"

    def takes_up() -> str | None:
        handling.take_up_danger(act=act(), incoming_id=incoming.pk)
        return f"{by.name} takes up a danger that was told" if incoming.danger else None

    def ends() -> str:
        handling.end(act=act(), incoming_id=incoming.pk, text="We hielden een kringgesprek.")
        return f"{by.name} ends what was told"

    if chance.random() < 0.3:
        return f"{by.name} reads what was told, and leaves it"
    return play.first_that_can((passes_on, answers, takes_up, ends), most=2)


def comes_back(play: Play, chance: Random) -> str | None:
    """Who told it adds something that stays between the same readers."""
    incoming = one_of(chance, Incoming.objects.filter(settled=True, stopped_on=None).order_by("-number")[:8])
    if incoming is None:
        return None
    mark = play.mark("d")
    coming_back.add(
        incoming_id=incoming.pk,
        school_id=incoming.school_id,
        came=Itself(play.clock.now),
        text=f"Vandaag weer. {mark}",
        token=uuid4(),
    )
    known = next((play.ledger.said[one] for one in marks_in(incoming.content) if one in play.ledger.said), None)
    if known is None:
        return None
    play.ledger.said[mark] = known
    return "who told it comes back and says more"


def _may_know_it(play: Play, incoming: Incoming, to: UUID) -> None:
    """From here on this colleague reads it, and what is said in it."""
    texts = [incoming.content, *(one.text for one in incoming.said.all())]
    for mark in {mark for text in texts for mark in marks_in(text)} & set(play.ledger.said):
        said = play.ledger.said[mark]
        play.ledger.said[mark] = replace(said, passed_on=said.passed_on | {to})
