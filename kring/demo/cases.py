"""The demo's cases, in every state relative to the day the visitor comes in."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time

from kring.cases.bodies import Kept, Stopped
from kring.demo import scripts
from kring.demo.days import Days
from kring.demo.doing import Answer
from kring.demo.people import DemoSchool
from kring.demo.scripts import Script
from kring.demo.story import Closing, Moment, Planned, Story, tell
from kring.demo.words import Words


def make_cases(demo: DemoSchool, days: Days) -> None:
    """Tell all cases, the oldest first, so that their numbers follow the year."""
    for story in stories(days):
        tell(demo, story)


def stories(days: Days) -> Iterator[Story]:
    """What happened in each case on which day."""
    yield closed(days)
    yield to_be_closed(days)
    yield teasing_with_agreements(days)
    yield phasing_out(days)
    yield second_round(days)
    yield step_3_too_late(days)
    yield first_evaluation_today(days)
    yield awaiting_first_evaluation(days)
    yield decided_yesterday(days)
    yield in_step_1(days)
    yield teasing_reported_again(days)


# What many of them have in common


def _judged(script: Script, on: date, feels: int = 2, answer: Answer = Answer.BULLYING) -> Moment:
    """Everybody was heard, and it was judged what this is."""
    return Moment(on, replace(script, feels=feels), answer=answer)


def _approached(script: Script, by: str, days: Days, approach_on: date, *later: Moment) -> Story:
    """A case of bullying in which everything was agreed and told on one day."""
    judged = _judged(script, days.before(approach_on, 1))
    approached = Moment(approach_on, replace(script, feels=2))
    return Story(script, by, days.before(approach_on, 3), (judged, approached, *later))


def _evaluated(script: Script, by: str, days: Days, second_on: date, *later: Moment) -> Story:
    """A case of bullying that went well until the second evaluation, which is for this day."""
    first_on = days.weeks_back(2, before=second_on)
    approach_on = days.weeks_back(1, before=first_on)
    return _approached(script, by, days, approach_on, _went_well(script, first_on, 3), *later)


def _stopped(script: Script, by: str, days: Days, positive_on: date, *later: Moment) -> Story:
    """A case of bullying in which the second evaluation was good too, on this day."""
    return _evaluated(script, by, days, positive_on, _went_well(script, positive_on, 4), *later)


def _went_well(script: Script, on: date, feels: int) -> Moment:
    """A whole evaluation with a good answer."""
    words = replace(
        script,
        feels=feels,
        stopped=Stopped.STOPPED,
        together="Het gaat beter. Ze spelen soms samen, en anders laten ze elkaar met rust.",
        why="De afspraken zijn nagekomen en het kind lacht weer in de klas.",
    )
    return Moment(on, words, answer=Answer.GOOD)


def _still_quiet(script: Script, on: date, feels: int) -> Moment:
    """A talk of after-care, with the bullied child alone."""
    words = replace(
        script,
        feels=feels,
        target_told="Het is rustig gebleven, ook in de pauzes.",
        target_says="",
        why="Geen nieuwe voorvallen, en het kind zegt zelf dat het goed is.",
    )
    return Moment(on, words, answer=Answer.GOOD)


def _seen(on: date, script: Words, *seen: tuple[str, str]) -> Moment:
    """Colleagues note what they saw; nothing is done."""
    return Moment(on, script, duties=0, seen=seen)


# The cases


def closed(days: Days) -> Story:
    """Bullying that stopped, with after-care, closed by the coordinator."""
    end = Closing("Carla", "Al maanden geen voorvallen, en Boaz en Zoë spelen samen.")
    return _stopped(
        scripts.ZOE,
        "Sanne",
        days,
        days.weeks_back(24),
        _still_quiet(scripts.ZOE, days.weeks_back(18), 4),
        _still_quiet(scripts.ZOE, days.weeks_back(10), 5),
        Moment(days.weeks_back(9), scripts.ZOE, closing=end),
    )


def to_be_closed(days: Days) -> Story:
    """After-care is done; coordinator or head must decide."""
    return _stopped(
        scripts.ADAM,
        "Lies",
        days,
        days.weeks_back(16),
        _still_quiet(scripts.ADAM, days.weeks_back(10), 4),
        _still_quiet(scripts.ADAM, days.back(2), 5),
    )


def teasing_with_agreements(days: Days) -> Story:
    """Teasing, closed with its agreements by the teacher."""
    script, on = scripts.EVI_AND_SAAR, days.weeks_back(7)
    end = Closing("Joke", "Met afspraken waar Evi en Saar allebei achter staan.")
    return Story(script, "Joke", on, (replace(_judged(script, on, 4, Answer.TEASING), closing=end),))


def phasing_out(days: Days) -> Story:
    """The effects were positive; the first after-care talk is still to come."""
    return _stopped(scripts.YARA, "Bram", days, days.weeks_back(3))


def second_round(days: Days) -> Story:
    """The second evaluation was not positive, and the new approach runs."""
    second_on = days.lately(6, within=12)
    words = replace(
        scripts.LIEKE,
        feels=2,
        together="Lieke zegt dat het in de klas beter gaat, maar bij de fietsen niet.",
        kept=Kept.PARTLY,
        why="In de klas gaat het beter, na school is er niets veranderd.",
        approach="Een steungroep van zes kinderen om Lieke heen, met elke week een kort gesprek. "
        "Roos en Vera doen daarin mee.",
        expert="Marit Hoek",
        organisation="Samenwerkingsverband",
        agreements=(("De steungroep komt elke maandag bij elkaar met meester Ruben.", "De steungroep"),),
    )
    return _evaluated(
        scripts.LIEKE,
        "Ruben",
        days,
        second_on,
        Moment(second_on, words, answer=Answer.NOT_GOOD),
        _seen(max(second_on, days.back(3)), words, ("Mo", "Vera liep met Lieke mee naar de gymzaal.")),
    )


def step_3_too_late(days: Days) -> Story:
    """Decided three school days ago; the joint talk should have been yesterday, and is planned for tomorrow."""
    planned = Planned(days.calendar.after(days.today, 1), time(13, 15), "Het kamertje naast de gymzaal")
    asked = replace(scripts.SEM, feels=2, wish="“Ik wil het wel samen, maar dan moet juf Anouk erbij blijven.”")
    return Story(
        scripts.SEM,
        "Anouk",
        days.back(5),
        (
            Moment(days.back(4), replace(scripts.SEM, feels=1), duties=3),
            Moment(days.back(3), scripts.SEM, answer=Answer.BULLYING),
            Moment(days.back(2), asked, duties=1),
            Moment(days.back(1), asked, duties=0, planned=planned),
        ),
    )


def first_evaluation_today(days: Days) -> Story:
    """Step 3 was taken a week ago; colleagues saw things in the week."""
    approach_on = days.with_evaluation_today() or days.lately(3, within=6)
    return _approached(
        scripts.NOOR,
        "Anouk",
        days,
        approach_on,
        _seen(max(approach_on, days.back(3)), scripts.NOOR, ("Mo", "Noor deed mee met tikkertje.")),
        _seen(
            max(approach_on, days.back(2)),
            scripts.NOOR,
            ("Greet", ""),
            ("Bram", "Isa liep weg toen Noor kwam."),
        ),
    )


def awaiting_first_evaluation(days: Days) -> Story:
    """Several children took part, the class was addressed; the evaluation is still to come, colleagues are asked."""
    return _approached(scripts.MATS, "Ruben", days, days.lately(2, within=6))


def decided_yesterday(days: Days) -> Story:
    """Yesterday it was judged to be bullying; step 3 is due tomorrow."""
    return Story(scripts.MILAN, "Tim", days.back(3), (_judged(scripts.MILAN, days.back(1), 1),))


def in_step_1(days: Days) -> Story:
    """One talk is done, the other comes."""
    return Story(scripts.JENS, "Greet", days.back(1), (Moment(days.today, replace(scripts.JENS, feels=2), duties=1),))


def teasing_reported_again(days: Days) -> Story:
    """A later report about the children of a case of teasing; its agreements come back on the page."""
    return Story(scripts.EVI_AGAIN, "Joke", days.today)
