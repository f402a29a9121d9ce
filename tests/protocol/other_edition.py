"""An invented protocol, "Samen verder": other steps, keys, answers and words than the stappenplan, and another order.

Two duties of one kind in a step, no step that comes round, questions without tests, steps without a number in between.
Nothing of it is in Kring: it shows that a protocol is data only. `other_protocol` in tests/conftest.py registers it.
"""

from kring.protocol.terms import (
    Anchor,
    Condition,
    Duty,
    Ending,
    Kind,
    Outcome,
    Protocol,
    Reopening,
    Step,
    Term,
    Whom,
)

LISTEN = Step(
    key="horen",
    number=1,
    title="Luisteren",
    quotes=("Eerst luisteren we naar ieder kind.",),
    duties=(
        Duty("hear_hurt", Kind.TALK, "Luisteren naar wie het treft", whom=Whom.EACH_TARGET, several_at_once=True),
        Duty("hear_doer", Kind.TALK, "Luisteren naar wie het doet", whom=Whom.EACH_INSTIGATOR),
        Duty("noted", Kind.INCIDENTS, "Wat er gebeurde"),
        Duty("weight", Kind.SEVERITY, "Hoe zwaar het weegt", after=("noted",)),
        Duty("care_team", Kind.CONSULT, "Overleg met het zorgteam"),
        Duty("met_collega", Kind.CONSULT, "Overleg met een collega"),
        Duty("rust", Kind.EXTRA, "Een rustige plek kiezen", whom=Whom.EACH_TARGET),
    ),
    question="Wat heeft dit kind nodig?",
    outcomes=(
        Outcome(
            "small",
            "Een afspraak is genoeg",
            then="einde",
            duties=(Duty("given_word", Kind.AGREE, "Een belofte"),),
            word="een afspraak",
            ends_as=Ending.TEASING,
        ),
        Outcome("samen", "We gaan samen verder", then="tafel", word="samen verder"),
    ),
    terms=(Term(Anchor.REPORT, school_days=4, guideline=True),),
)

TABLE = Step(
    key="tafel",
    title="Aan tafel",
    quotes=(),
    duties=(
        Duty("wish", Kind.TALK, "Wat wil het kind?", whom=Whom.EACH_TARGET, asks_wish=True),
        Duty(
            "round_table",
            Kind.TALK,
            "Samen aan tafel",
            whom=Whom.EACH_OF_BOTH,
            after=("wish",),
            settles_date=True,
        ),
        Duty("in_short", Kind.PROBLEM, "Waar het om gaat"),
        Duty("deal", Kind.AGREE, "Wat we afspreken"),
        Duty("deal_at_home", Kind.AGREE, "Wat thuis wordt afgesproken"),
    ),
    closing=(
        Duty("call_home", Kind.INFORM_GUARDIANS, "Thuis bellen", whom=Whom.EACH_GUARDIAN),
        Duty("paper", Kind.ISSUE_PLAN, "Het papier rondsturen", after_all=True),
        Duty("eyes", Kind.OBSERVE, "Ogen op het plein", after=("paper",)),
    ),
    then="terugblik",
    terms=(Term(Anchor.ENTRY, school_days=3),),
    coming="Aan tafel: %(on_day)s.",
    slug="aan-tafel",
)

LOOK_BACK = Step(
    key="terugblik",
    number=2,
    title="Terugkijken",
    quotes=("Na tien dagen kijken we terug.",),
    duties=(
        Duty("hoe_nu", Kind.TALK, "Hoe gaat het nu?", whom=Whom.EACH_OF_BOTH, settles_date=True, own_verdict=True),
        Duty("deals_kept", Kind.REVIEW, "Wat er van kwam", after=("hoe_nu",)),
    ),
    question="Is het goed zo?",
    outcomes=(
        Outcome(
            "good",
            "Het is goed",
            then="einde",
            good=True,
            duties=(Duty("loslaten", Kind.PHASE_OUT, "Loslaten"),),
            word="goed",
        ),
        Outcome(
            "not_yet",
            "Nog niet",
            then="tafel",
            duties=(
                Duty("haper", Kind.ANALYSIS, "Waar het haperde"),
                Duty("other_way", Kind.NEW_APPROACH, "Een andere weg"),
                Duty("whole_group", Kind.ADDRESS_CLASS, "De hele groep", condition=Condition.SEVERAL_OF_ONE_GROUP),
            ),
        ),
    ),
    closing=(
        Duty("call_again", Kind.INFORM_GUARDIANS, "Thuis vertellen", whom=Whom.EACH_GUARDIAN),
        Duty("paper_again", Kind.ISSUE_PLAN, "Het papier opnieuw", after_all=True),
    ),
    terms=(Term(Anchor.TALK, school_days=10),),
)

DONE = Step(
    key="einde",
    title="Klaar",
    quotes=(),
    terms=(Term(Anchor.ENTRY, weeks=1, guideline=True),),
    ends_case=True,
    slug="klaar",
)

OTHER = Protocol(
    key="samen_verder",
    edition="2026-b",
    title="Samen verder",
    opening=("Wie iets ziet, zegt het.",),
    steps=(LISTEN, TABLE, LOOK_BACK, DONE),
    reopenings=(
        Reopening("horen", "Weer van voren af aan."),
        Reopening("tafel", "Meteen weer aan tafel.", after=("horen", "samen")),
    ),
)
