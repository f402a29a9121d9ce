"""What people say and write in an invented case, for whatever a protocol asks of them."""

from collections.abc import Callable
from dataclasses import dataclass

from kring.cases.bodies import Kept, Level, OwnVerdict, Stopped
from kring.protocol.terms import Duty, Whom, total


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of one case on one day; `replace` gives those of another day.

    `answers` are given to the tests of the definition, each by its place on the page; without them the tests point to
    whatever is decided. So many of the agreements, the first ones, end when they are `phased_out`; with None all do.
    """

    target_says: str = "Ik wil gewoon dat het stopt."
    target_told: str = "We spraken rustig over wat er de laatste weken gebeurt."
    instigator_told: str = "Het begon als grapje, zegt de leerling, en toen deed iedereen mee."
    wish: str = "“Ik wil het wel samen, als de juf of meester erbij blijft.”"
    together: str = "Iedereen kreeg de tijd om te vertellen. Er kwamen excuses."
    feels: int | None = None  # of the bullied children, in each talk with them
    stopped: Stopped | None = None  # what they say of it themselves; without it what goes with how they feel

    # School days before the report (None: today), sort, place, what.
    incidents: tuple[tuple[int | None, str, str, str], ...] = ()
    watch: tuple[str, ...] = ()  # who watches, and the places: the bullied children are not safe yet
    severity: str = "Het gebeurt vaak en het kind gaat er met buikpijn om naar school."
    level: Level = Level.SERIOUS
    why: str = "Het gebeurt meerdere keren per week, steeds door dezelfde leerlingen, en het kind kan er niet tegenop."
    answers: tuple[int, ...] = ()
    although: str = "Het kind had vandaag een slechte dag. We kijken er binnen een week weer naar."

    problem: str = ""
    agreements: tuple[tuple[str, str], ...] = ()  # what, who
    class_method: str = "Kringgesprek"
    class_said: str = (
        "Iedereen moet zich veilig voelen op school. Als je vertelt dat er gepest wordt, is dat geen klikken. "
        "We spraken af dat je altijd naar de juf of meester mag komen, ook als je het alleen maar ziet."
    )
    watch_for: str = "Let in de pauze en op de gang op hoe de kinderen met elkaar omgaan."

    guardian_said: str = "Schrok ervan, en is blij dat we het meteen oppakken."
    at_home: str = "Vertelt thuis weinig over school, en slaapt onrustig."
    told_without_custody_known: str = ""  # why that was right; without it such a guardian is not told, and why not:
    not_told: str = "We zoeken eerst uit of deze ouder gezag heeft."

    kept: Kept = Kept.KEPT
    phased_out: int | None = 1
    analysis: str = "In de klas houdt iedereen zich eraan, in de pauze is er te weinig toezicht."
    advice: str = "Blijf elke week kort met beide kinderen praten, en vraag de pleinwacht om mee te kijken."
    adviser: str = "Carla Jansen"
    approach: str = "Een steungroep om het kind heen, met elke week een kort gesprek."
    sorts: tuple[str, ...] = ("support_group",)
    expert: str = ""
    organisation: str = ""
    shared: str = "Wat er speelt, zonder namen. De ouders weten ervan."
    extra: str = "Het is gedaan."

    @property
    def own_verdict(self) -> OwnVerdict:
        """What a bullied child says of it itself."""
        going = Stopped.STOPPED if self.feels is None or self.feels > 3 else Stopped.LESS
        return OwnVerdict(stopped=self.stopped or going, feels=self.feels, helped=True)

    def in_talk(self, duty: Duty) -> tuple[str, str]:
        """What was said in a talk, and the child's own words, by whom the talk is with."""
        if duty.asks_wish:
            return self.wish, ""
        return SAID[duty.whom](self)


SAID: dict[Whom, Callable[[Words], tuple[str, str]]] = total(
    {
        Whom.ONCE: lambda words: (words.together, ""),
        Whom.EACH_TARGET: lambda words: (words.target_told, words.target_says),
        Whom.EACH_INSTIGATOR: lambda words: (words.instigator_told, ""),
        Whom.EACH_OF_BOTH: lambda words: (words.together, ""),
        Whom.EACH_GUARDIAN: lambda words: (words.guardian_said, ""),
    },
    Whom,
)
"""What was said in a talk with each of these, and in the child's own words."""
