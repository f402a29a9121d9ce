"""The demo's cases, in every state relative to the day the visitor comes in."""

from datetime import date, time

from kring.cases.bodies import Kept
from kring.cases.models import Report
from kring.demo import scripts
from kring.demo.days import Days
from kring.demo.people import DemoSchool
from kring.demo.telling import Script, Told


def make_cases(demo: DemoSchool, days: Days) -> None:
    """Tell all cases, the oldest first, so that their numbers follow the year."""
    for tell in (
        closed,
        to_be_closed,
        teasing_with_agreements,
        phasing_out,
        second_round,
        step_3_too_late,
        first_evaluation_today,
        awaiting_first_evaluation,
        decided_yesterday,
        in_step_1,
        teasing_reported_again,
        just_reported,
    ):
        tell(demo, days)


def _begin(demo: DemoSchool, days: Days, script: Script, by: str, reported_on: date) -> Told:
    return Told(demo, script, demo.staff[by]).report(reported_on)


def _judged(told: Told, days: Days, outcome: str, feels: int = 2) -> Told:
    """Steps 1 and 2, on the day the case is told to stand on."""
    told.talk_with_target(feels).talk_with_instigators()
    reported_on = told.case.reported_on
    told.incidents([days.before(reported_on, ago) for ago, _sort, _place, _what in told.script.incidents])
    return told.severity().judge(outcome)


def _approached(demo: DemoSchool, days: Days, script: Script, by: str, approach_on: date) -> Told:
    """A case of bullying up to and including step 3, taken on this day."""
    reported_on, judged_on = days.before(approach_on, 3), days.before(approach_on, 1)
    told = _begin(demo, days, script, by, reported_on)
    _judged(told.on(judged_on), days, "bullying")
    return told.on(approach_on).approach(2, until_on=days.calendar.weeks_after(approach_on, 1))


def _evaluated(demo: DemoSchool, days: Days, script: Script, by: str, second_on: date) -> Told:
    """A case of bullying up to the second evaluation, which is for this day."""
    first_on = days.weeks_back(2, before=second_on)
    told = _approached(demo, days, script, by, days.weeks_back(1, before=first_on))
    return told.on(first_on).went_well(3, "yes").on(second_on)


def _stopped(demo: DemoSchool, days: Days, script: Script, by: str, positive_on: date) -> Told:
    """A case of bullying in which the second evaluation was positive on this day."""
    return _evaluated(demo, days, script, by, positive_on).went_well(4, "positive")


def closed(demo: DemoSchool, days: Days) -> None:
    """Bullying that stopped, with after-care, closed by the coordinator."""
    told = _stopped(demo, days, scripts.ZOE, "Sanne", days.weeks_back(24))
    told.on(days.weeks_back(18)).after_care(4).on(days.weeks_back(10)).after_care(5)
    told.on(days.weeks_back(9)).close(
        demo.staff["Carla"],
        "Al maanden geen voorvallen, en Boaz en Zoë spelen samen.",
        "Boaz is nu de vriend van Knuf.",
    )


def to_be_closed(demo: DemoSchool, days: Days) -> None:
    """After-care is done; coordinator or head must decide."""
    told = _stopped(demo, days, scripts.ADAM, "Lies", days.weeks_back(16))
    told.on(days.weeks_back(10)).after_care(4).on(days.back(2)).after_care(5)


def teasing_with_agreements(demo: DemoSchool, days: Days) -> None:
    """Teasing, closed with its agreements by the teacher."""
    told = _begin(demo, days, scripts.EVI_AND_SAAR, "Joke", days.weeks_back(7))
    _judged(told.on(days.weeks_back(7)), days, "teasing", feels=4).agree()
    told.close(demo.staff["Joke"], "Met afspraken waar Evi en Saar allebei achter staan.")


def phasing_out(demo: DemoSchool, days: Days) -> None:
    """The effects were positive; the first after-care talk is still to come."""
    _stopped(demo, days, scripts.YARA, "Bram", days.weeks_back(3))


def second_round(demo: DemoSchool, days: Days) -> None:
    """The second evaluation was not positive, and the new approach runs."""
    told = _evaluated(demo, days, scripts.LIEKE, "Ruben", days.lately(6, within=12))
    told.evaluation_talk(2, "Lieke zegt dat het in de klas beter gaat, maar bij de fietsen niet.")
    told.review(Kept.PARTLY).decide("negative", "In de klas gaat het beter, na school is er niets veranderd.")
    told.new_approach(
        "Een steungroep van zes kinderen om Lieke heen, met elke week een kort gesprek. Roos en Vera doen daarin mee.",
        "Marit Hoek",
        "Samenwerkingsverband",
    )
    told.agree(("De steungroep komt elke maandag bij elkaar met meester Ruben.", "De steungroep")).inform().issue()
    told.on(max(told.day, days.back(3))).observed(demo.staff["Mo"], "Vera liep met Lieke mee naar de gymzaal.")


def step_3_too_late(demo: DemoSchool, days: Days) -> None:
    """Decided three school days ago; the joint talk should have been yesterday, and is planned for tomorrow."""
    told = _begin(demo, days, scripts.SEM, "Anouk", days.back(5))
    told.on(days.back(4)).talk_with_target(1).talk_with_instigators()
    told.incidents([days.before(days.back(5), ago) for ago, _sort, _place, _what in scripts.SEM.incidents])
    told.on(days.back(3)).severity().judge("bullying")
    told.on(days.back(2)).ask_target(2, "Sem wil het gesprek samen, met juf Anouk erbij.")
    told.on(days.back(1)).plan_joint_talk(days.calendar.after(days.today, 1), time(13, 15))


def first_evaluation_today(demo: DemoSchool, days: Days) -> None:
    """Step 3 was taken a week ago; colleagues saw things in the week."""
    told = _approached(demo, days, scripts.NOOR, "Anouk", days.with_evaluation_today() or days.lately(3, within=6))
    told.on(max(told.day, days.back(3))).observed(demo.staff["Mo"], "Noor deed mee met tikkertje.")
    told.on(max(told.day, days.back(2))).observed(demo.staff["Greet"]).observed(
        demo.staff["Bram"], "Isa liep weg toen Noor kwam."
    )


def awaiting_first_evaluation(demo: DemoSchool, days: Days) -> None:
    """Several children took part, the class was addressed; the evaluation is still to come, colleagues are asked."""
    script = Script(
        story="Een groepje laat Mats nooit meedoen en zingt een liedje over hem.",
        targets=("Mats",),
        instigators=("Olaf",),
        followers=("Roos",),
        target_says="Ik ken het liedje al uit mijn hoofd.",
        incidents=((3, "verbal", "playground", "Het groepje zong het liedje over Mats."),),
        problem="Olaf en Roos maken Mats belachelijk met een liedje, en de groep zingt mee.",
        agreements=(("Het liedje wordt niet meer gezongen.", "De hele groep"),),
        watch_for="Hoor je het liedje nog, en wie zingt het?",
    )
    _approached(demo, days, script, "Ruben", days.lately(2, within=6))


def decided_yesterday(demo: DemoSchool, days: Days) -> None:
    """Yesterday it was judged to be bullying; step 3 is due tomorrow."""
    told = _begin(demo, days, scripts.MILAN, "Tim", days.back(3))
    _judged(told.on(days.back(1)), days, "bullying", feels=1)


def in_step_1(demo: DemoSchool, days: Days) -> None:
    """One talk is done, the other comes."""
    _begin(demo, days, scripts.JENS, "Greet", days.back(1)).on(days.today).talk_with_target(2)


def teasing_reported_again(demo: DemoSchool, days: Days) -> None:
    """A later report about the children of a case of teasing; its agreements come back on the page."""
    _begin(demo, days, scripts.EVI_AGAIN, "Joke", days.today)


def just_reported(demo: DemoSchool, days: Days) -> None:
    """Reported this morning, nobody was spoken to yet."""
    script = Script(
        story="Thijs maakt Luuk elke dag belachelijk om zijn schoenen, en het wordt erger.",
        targets=("Luuk",),
        instigators=("Thijs",),
        reported_by=Report.By.PUPIL,
        reporter="Luuk zelf",
    )
    _begin(demo, days, script, "Dirk", days.today)
