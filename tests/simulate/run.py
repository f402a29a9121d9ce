"""A course played to its end: its log, its table of what occurred, and what broke."""

import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from kring.mail.models import Letter
from kring.school.calendars import calendar_for
from tests.simulate import carrying_on, in_a_step, leading, people_of_case, restoring, troubles  # noqa: F401 - each brings minds
from tests.simulate.clockwork import at
from tests.simulate.course import Act, Course, drawn
from tests.simulate.minds import MINDS, WEIGHTS
from tests.simulate.mortal import Died
from tests.simulate.play import SAID_NO, Broken, Play
from tests.simulate.school_life import turn_of_the_year
from tests.simulate.schools import PlayedSchool
from tests.simulate.sentences import Watch

WHEN_THERE_IS_NOTHING = (*(kind for kind, weight in WEIGHTS.items() if 8 <= weight <= 26), "goes on", "reports")
"""What is done in the place of an act for which there is nothing to do, so that hardly any moment is lost."""
TRIED = 3
AT_SCHOOL_ON_A_DAY_OFF = 0.1


@dataclass
class Run:
    """What came of a course. `broken` is the sentence that did not hold, `at` the number of the act after which;
    `error` is how Kring fell, where it did."""

    course: Course
    log: list[str]
    met: Counter[tuple[str, str]] = field(default_factory=Counter)
    asked: dict[str, int] = field(default_factory=dict)
    broken: str = ""
    at: int = -1
    error: str | None = None
    done: list[int] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """What broke, without about whom: a shorter course has to break in the same way."""
        parts = self.broken.split(":")
        return ":".join(parts[:2]) if self.error else parts[0]


def course_of(seed: int, weeks: int) -> Course:
    """What is played under this seed."""
    return drawn(seed, weeks, WEIGHTS)


def played(course: Course, schools: Sequence[PlayedSchool] = ()) -> Run:
    """Plays it on the database that is connected now: an empty one, or one with these two schools as they begin."""
    play = Play(course.seed, course.begins, schools)
    run = Run(course, play.log, play.met)
    with play.running():
        watch = Watch(play)
        try:
            watch.after_act()
            _goes_through(course, play, watch, run)
        except Broken as broken:
            run.broken = str(broken)
        except Exception as error:  # whatever it is: somebody met it, and a seed that fails is told
            run.broken = f"nothing goes wrong unforeseen: {type(error).__name__}: {error}"
            run.error = "".join(traceback.format_exception(error)[-12:])
        run.asked = watch.asked
        for kind in Letter.objects.order_by("id").values_list("kind", flat=True):
            play.count("letters", kind)
    return run


def _goes_through(course: Course, play: Play, watch: Watch, run: Run) -> None:
    week, year = -1, 0
    for act in course.acts:
        run.at = play.number = act.number
        play.go_to(act.moment)
        _carry_out(play, run, act)
        watch.after_act()
        days = (act.moment.date() - course.begins).days
        if days // 7 != week:
            week = days // 7
            turn_of_the_year(play)
            if week % 2 == 0:
                watch.now_and_then()
        if days // 365 != year:
            year = days // 365
            watch.everything()
    play.go_to(at(course.until, 18))
    watch.everything()


def _carry_out(play: Play, run: Run, act: Act) -> None:
    chance = Random(f"{play.seed}:{act.number}")
    play.begin_act(act)
    if not calendar_for(play.wilg.school).is_school_day(play.clock.today) and chance.random() > AT_SCHOOL_ON_A_DAY_OFF:
        return  # hardly anybody is there
    seldom = play.in_turn(WHEN_THERE_IS_NOTHING[:-2])[:TRIED]
    for kind in dict.fromkeys((act.kind, *seldom, *WHEN_THERE_IS_NOTHING[-2:])):
        told = _does(play, kind, chance)
        if told is not None:
            run.done.append(act.number)
            play.count("acts", kind)
            play.tell(f"{play.clock.now:%Y-%m-%d %H:%M} {act.number} {told}")
            return


def _does(play: Play, kind: str, chance: Random) -> str | None:
    try:
        return MINDS[kind](play, chance)
    except SAID_NO as no:
        play.count("said no", f"{kind}: {type(no).__name__}")
        return f"{kind}: no, {getattr(no, 'sentence', type(no).__name__)}"
    except Died:
        play.begin_anew()
        return f"{kind}: died"
