"""The Stappenplan Anti-Pestprotocol, step by step, in the order of the document.

Each quotation is the protocol's own sentence. A new step or arrow is a new edition, never a change to this one.
"""

from dataclasses import replace

from kring.protocol.terms import (
    Anchor,
    Condition,
    Definition,
    Duty,
    Ending,
    Kind,
    OfKring,
    Outcome,
    Protocol,
    Reopening,
    Step,
    Term,
    Test,
    Whom,
)
from kring.protocol.terms import gettext_noop as _

DEFINITION = Definition(
    row="S2a",
    introduced=_("Een definitie van pesten op school luidt als volgt:"),
    text=_(
        "Pesten is het systematisch uitoefenen van psychische en/of fysieke mishandeling door een leerling of een groep "
        "leerlingen van één of meer klasgenoten, die niet (meer) in staat zijn zichzelf te verdedigen."
    ),
    difference=_(
        "Bij plagen is sprake van incidenten. Pesten echter gebeurt systematisch: een aantal keren per week, een keer per "
        "week of regelmatig."
    ),
    tests=(
        Test(
            "systematic",
            _("Hoe vaak gebeurt het?"),
            (
                ("several_a_week", _("Een aantal keren per week"), True),
                ("weekly", _("Een keer per week"), True),
                ("regularly", _("Regelmatig"), True),
                ("incidental", _("Af en toe: losse voorvallen"), False),
            ),
        ),
        Test(
            "harm",
            _("Wat doet het met de leerling?"),
            (
                ("psychological", _("Het doet pijn vanbinnen (psychisch)"), True),
                ("physical", _("Het doet pijn aan het lijf (fysiek)"), True),
                ("none", _("Geen van beide"), False),
            ),
            several=True,
        ),
        Test(
            "by_whom",
            _("Wie doet het bij één of meer klasgenoten?"),
            (
                ("one", _("Eén leerling"), True),
                ("group", _("Een groep leerlingen"), True),
                # Who does it need not be known for it to be bullying, nor does that make it so.
                ("unknown", _("Nog niet duidelijk"), None),
                ("nobody_here", _("Geen leerling van deze school"), False),
            ),
            hint=_("Klasgenoten zijn hier alle kinderen van de school."),
            by_one_or_more=("one", "group"),
        ),
        Test(
            "defenceless",
            _("Kan de leerling zich (nog) verdedigen?"),
            (
                ("cannot", _("Nee, niet of niet meer"), True),
                ("can", _("Ja, het gaat gelijk op"), False),
                ("unclear", _("Nog niet duidelijk"), None),
            ),
        ),
    ),
)

# ── Stap 1 ──────────────────────────────────────────────────────────────────────────────────────────────────────────

SIGNAL = Step(
    key="signal",
    number=1,
    title=_("Signaleren"),
    heading=_("Stap 1: signaleren"),
    quotes=(
        _(
            "De leerkracht heeft een afzonderlijk gesprek met de leerling die pest (de pester) en de leerling die gepest "
            "wordt (de gepeste)."
        ),
        _(
            "Aan de hand van zo concreet mogelijke voorvallen uit het recente verleden wordt een analyse gemaakt en de "
            "ernst van de situatie ingeschat."
        ),
    ),
    duties=(
        Duty(
            "talk_target",
            Kind.TALK,
            _("Praten met de leerling die gepest wordt"),
            "S1b",
            _("Alleen met deze leerling. Bewaar de eigen woorden van het kind."),
            whom=Whom.EACH_TARGET,
        ),
        Duty(
            "talk_instigator",
            Kind.TALK,
            _("Praten met de leerling die pest"),
            "S1a",
            _("Alleen met deze leerling, los van het andere gesprek."),
            whom=Whom.EACH_INSTIGATOR,
        ),
        Duty(
            "incidents",
            Kind.INCIDENTS,
            _("Voorvallen opschrijven"),
            "S1c",
            _("Zo concreet mogelijk: wanneer, waar, wat gebeurde er en wie zag het?"),
        ),
        Duty(
            "severity",
            Kind.SEVERITY,
            _("De ernst inschatten"),
            "S1d",
            _("Hoe erg is het, en is er nu gevaar?"),
            after=("incidents",),
        ),
    ),
    then="analyse",
    terms=(Term(Anchor.REPORT, school_days=2, guideline=True),),
    remarks=(
        ("S1b", _("Het gesprek met de gepeste leerling staat voorop. Het protocol noemt geen volgorde.")),
        ("S1c", _("De analyse die het protocol noemt, zijn hier de voorvallen en de ernst samen.")),
    ),
)

# ── Stap 2 ──────────────────────────────────────────────────────────────────────────────────────────────────────────

ANALYSE = Step(
    key="analyse",
    number=2,
    title=_("Analyseren"),
    heading=_("Stap 2: analyseren"),
    quotes=(
        _("Met deze definitie is het verschil tussen pesten en plagen duidelijk aangegeven."),
        DEFINITION.difference,
    ),
    question=_("Is dit plagen of pesten?"),
    question_row="S2b",
    question_how=_(
        "Naast de vraag staat hoe vaak er per week iets gebeurde. Jij beslist en schrijft op waarom. "
        "Afwijken van wat de antwoorden aangeven mag, en wordt vastgelegd."
    ),
    tests=DEFINITION,
    outcomes=(
        Outcome(
            "teasing",
            _("Plagen"),
            then="close",
            duties=(
                Duty(
                    "agreements",
                    Kind.AGREE,
                    _("Afspraken maken, zodat plagen geen pesten wordt"),
                    "S2c",
                    _("Wat spreken jullie af, wie doet wat en tot wanneer?"),
                ),
            ),
            row="S2c",
            heading=_("PLAGEN"),
            how=_(
                "Met de afspraken wordt de zaak afgesloten. Bij een latere melding over deze leerlingen zie je ze "
                "terug."
            ),
            word=_("plagen"),
            ends_as=Ending.TEASING,
            quote=_(
                "Indien hier sprake is van plagen, dan maakt de leerkracht afspraken met de betrokken leerlingen om te voorkomen dat plagen pesten wordt."
            ),
        ),
        Outcome(
            "bullying",
            _("Pesten"),
            then="approach",
            row="S2d",
            heading=_("PESTEN"),
            how=_("De stappen gaan open op volgorde. De uiterste dag wordt geteld in schooldagen."),
            word=_("pesten"),
            suggested=True,
            quote=_(
                "Indien hier sprake is van Pesten, dan moeten onderstaande stappen 3 t/m 5 doorlopen worden. Stap 3 dient binnen twee dagen genomen zijn."
            ),
        ),
    ),
    terms=(Term(Anchor.REPORT, school_days=3, guideline=True),),
)

# ── Stap 3 ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def inform_guardians(row: str, hint: str, quote: str) -> Duty:
    """The duty to inform the guardians, as it returns in steps 3, 4 and 5."""
    return Duty(
        "inform_guardians", Kind.INFORM_GUARDIANS, _("Ouders informeren"), row, hint, Whom.EACH_GUARDIAN, quote=quote
    )


def issue_plan(row: str, title: str, hint: str, quote: str) -> Duty:
    """The duty to issue the plan to coordinator, head and team, as it returns in steps 3, 4 and 5."""
    return Duty("issue_plan", Kind.ISSUE_PLAN, title, row, hint, after_all=True, quote=quote)


JOINT_TALK_SENTENCE = _("De leerkracht heeft een gezamenlijk gesprek met de pester en de gepeste.")

TOGETHER_IF = _(
    "Samen aan tafel kan als allebei de kinderen het willen en ieder eerst alleen is gesproken. Ook is er iemand bij "
    "die het gepeste kind koos. Wie het leidt, voelt zich daartoe in staat. Ontbreekt er iets, dan is het voorstel: "
    "apart. Daar is geen reden voor nodig."
)
AGAINST_A_NO = _(
    "Zei een gepest kind geen ja en praat je toch samen? Dat vraagt in iedere stap een reden en een tweede naam. Die "
    "is van de {coordinator} of de directeur. Tot dan telt het gesprek niet mee. Een gepest kind mag een gesprek "
    "stoppen."
)

CLASS_AGAIN = Duty(
    "class_attention",
    Kind.ADDRESS_CLASS,
    _("Nog eens in de klas bespreken"),
    hint=_("Hoe is het nu in de groep? Praat er nog eens over met iedereen, zonder namen."),
    condition=Condition.SEVERAL_OF_ONE_GROUP,
    of_kring=True,
    optional=True,
)

APPROACH = Step(
    key="approach",
    number=3,
    title=_("Aanpak"),
    heading=_("Stap 3: aanpak anti-pesten"),
    quotes=(
        JOINT_TALK_SENTENCE,
        _("Het probleem wordt duidelijk en helder geformuleerd."),
        _(
            "In overleg met beide partijen worden concrete afspraken gemaakt om pestgedrag tegen te gaan/ te stoppen. Dit "
            "alles wordt ingevuld op het anti-pest handelingsplan."
        ),
    ),
    duties=(
        Duty(
            "ask_target",
            Kind.TALK,
            _("Vooraf vragen wat de leerling wil"),
            hint=_("Wil de leerling het gesprek samen, en wie moet erbij zijn? Vraag het alleen aan dit kind."),
            of_kring=True,
            whom=Whom.EACH_TARGET,
            asks_wish=True,
        ),
        Duty(
            "joint_talk",
            Kind.TALK,
            _("Het gezamenlijke gesprek voeren"),
            "S3a",
            _("Samen of apart. Samen alleen als allebei dat willen. Apart mag altijd."),
            whom=Whom.EACH_OF_BOTH,
            after=("ask_target",),
            settles_date=True,
            sentence=JOINT_TALK_SENTENCE,
        ),
        Duty(
            "problem",
            Kind.PROBLEM,
            _("Het probleem opschrijven"),
            "S3b",
            _("Eén alinea die iedereen begrijpt."),
        ),
        Duty(
            "agreements",
            Kind.AGREE,
            _("Afspraken maken"),
            "S3c",
            _("Wat, wie, vanaf wanneer, tot wanneer. In overleg met beide partijen."),
        ),
        Duty(
            "class_attention",
            Kind.ADDRESS_CLASS,
            _("In de klas bespreken"),
            "S3e",
            _("Alle kinderen moeten zich veilig voelen. Het melden van pesten is geen klikken."),
            condition=Condition.SEVERAL_OF_ONE_GROUP,
            quote=_(
                "Als er meerdere kinderen uit de groep betrokken zijn bij het pestgedrag zal de leerkracht klassikaal aandacht schenken aan het probleem, waarbij gebruik gemaakt kan worden van beschikbare methoden. Er zal benadrukt worden dat alle kinderen zich veilig moeten voelen op school. Het melden van pesten is geen klikken. Angst om zaken te melden zal moeten worden weggenomen."
            ),
        ),
    ),
    closing=(
        inform_guardians(
            "S3f",
            _("Bel of spreek af: het pestgedrag en de aanpak."),
            _(
                "De leerkracht informeert de ouders (bellen of persoonlijke afspraak maken) en brengt hen op de hoogte van het pestgedrag en aanpak."
            ),
        ),
        issue_plan(
            "S3g",
            _("Het plan delen met het team"),
            _("{Coordinator}, directeur en het hele team krijgen het handelingsplan."),
            _(
                "De leerkracht informeert de Seo-coördinator, directie en team van het pestgedrag en aanpak. Het Anti-Pest handelingsplan is schoolbreed en wordt gemaild aan het hele team."
            ),
        ),
        Duty(
            "observe",
            Kind.OBSERVE,
            _("Collega’s vragen om op te letten"),
            "S3h",
            _(
                "Kijk zelf nauwkeurig, en vraag het collega’s tot de eerste evaluatie: wat zien zij op het plein en in "
                "de gang?"
            ),
            after=("issue_plan",),
            quote=_(
                "Na één week vindt eerste evaluatie plaats. De betrokken leerkracht(en) observeren nauwkeurig en vragen na bij collega’s."
            ),
        ),
    ),
    then="first_evaluation",
    terms=(Term(Anchor.DECISION, school_days=2),),
    coming=_("Stap 3, de aanpak, moet klaar zijn %(on_day)s."),
    remarks=(
        ("S2d", _("Waar het protocol “binnen twee dagen” zegt, telt Kring schooldagen.")),
        ("S3a", TOGETHER_IF),
        ("S3a", AGAINST_A_NO),
        ("S3d", _("Wat je in deze stap vastlegt, komt vanzelf in het handelingsplan.")),
    ),
)

# ── Stap 4 ──────────────────────────────────────────────────────────────────────────────────────────────────────────

PROGRESS_TO_GUARDIANS = _(
    "De leerkracht informeert de ouders (bellen of persoonlijke afspraak maken) en brengt hen op de hoogte van de vorderingen en verdere afspraken."
)
PROGRESS_TO_TEAM = _(
    "De leerkracht informeert de Seo-coördinator, directie en team over de vorderingen en verdere afspraken. Het anti-pest HP is schoolbreed en wordt opnieuw gemaild aan het hele team."
)

TWO_WEEKS_AHEAD = _(
    "Er wordt een plan opgesteld voor de komende twee weken i.s.m. de leerkracht overlegt met Seo-coördinator."
)

EVALUATION_TALK = _("Hoe gaat het, en hoe veilig voelt ieder kind zich? Samen of apart: jij schat in wat het beste is.")
REVIEW_HINT = _("Per afspraak: nagekomen, deels of niet. En hoe gaat de afspraak verder?")

EVALUATION_SENTENCE = _(
    "Gesprek met pester en gepeste (de leerkracht kan zelf inschatten wat het beste is: gezamenlijk of "
    "afzonderlijk). De evaluatie wordt direct ingevuld op het anti-pest HP."
)

FIRST_EVALUATION = Step(
    key="first_evaluation",
    number=4,
    title=_("Eerste evaluatie"),
    heading=_("Stap 4: eerste evaluatie aanpak"),
    quotes=(EVALUATION_SENTENCE,),
    duties=(
        Duty(
            "talk",
            Kind.TALK,
            _("Praten met beide partijen"),
            "S4a",
            EVALUATION_TALK,
            whom=Whom.EACH_OF_BOTH,
            settles_date=True,
            own_verdict=True,
            sentence=EVALUATION_SENTENCE,
        ),
        Duty(
            "review",
            Kind.REVIEW,
            _("Afspraken doornemen"),
            hint=REVIEW_HINT,
            of_kring=True,
            after=("talk",),
        ),
    ),
    question=_("Is het gelukt om de afspraken na te komen?"),
    question_row="S4b",
    outcomes=(
        Outcome(
            "yes",
            _("Ja"),
            then="second_evaluation",
            good=True,
            row="S4b",
            heading=_("JA"),
            word=_("nagekomen"),
            quote=_(
                "Is het gelukt om de afspraken na te komen? Zo ja: dan de afspraken handhaven/bijstellen en een volgend gesprek over twee weken."
            ),
        ),
        Outcome(
            "no",
            _("Nee"),
            then="second_evaluation",
            duties=(
                Duty(
                    "analysis",
                    Kind.ANALYSIS,
                    _("Opschrijven waardoor het misging"),
                    "S4c",
                    _("Een korte analyse voor het plan."),
                    quote=_("Zo nee: analyse opstellen, waardoor het mis is gegaan."),
                ),
                Duty(
                    "consult",
                    Kind.CONSULT,
                    _("Overleggen met de {coordinator}"),
                    "S4c",
                    _("Wat spreken jullie af voor de komende twee weken?"),
                    quote=TWO_WEEKS_AHEAD,
                ),
                Duty(
                    "agreements",
                    Kind.AGREE,
                    _("Een plan maken voor de komende twee weken"),
                    "S4c",
                    _("Nieuwe of andere afspraken: wat, wie, vanaf wanneer, tot wanneer."),
                    quote=TWO_WEEKS_AHEAD,
                ),
            ),
            row="S4c",
            heading=_("NEE"),
            word=_("niet nagekomen"),
        ),
    ),
    closing=(
        inform_guardians("S4d", _("Bel of spreek af: de vorderingen en de verdere afspraken."), PROGRESS_TO_GUARDIANS),
        issue_plan(
            "S4e",
            _("Het plan opnieuw delen met het team"),
            _("Met bovenaan wat er veranderd is."),
            PROGRESS_TO_TEAM,
        ),
    ),
    terms=(Term(Anchor.TALK, weeks=1),),
    coming=_("De eerste evaluatie is %(day)s."),
)

# ── Stap 5 ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def new_approach() -> tuple[Duty, ...]:
    """What is due when the effects are not positive: a new approach, laid down as agreements (S5c, S5d)."""
    return (
        Duty(
            "new_approach",
            Kind.NEW_APPROACH,
            _("Een nieuwe aanpak kiezen"),
            "S5c",
            _("Wat gaan jullie anders doen, en welke deskundigheid schakel je daarbij in?"),
            quote=_(
                "Zo niet: nieuwe aanpak opstellen, waarbij eventueel ook overige deskundigheid ingeschakeld kan worden."
            ),
        ),
        Duty(
            "agreements",
            Kind.AGREE,
            _("Acties en afspraken vastleggen"),
            "S5d",
            _("Alle concrete acties en afspraken komen in het plan."),
            quote=_("Alle concrete acties en afspraken worden door de leerkracht vastgelegd in een plan."),
        ),
    )


SECOND_EVALUATION = Step(
    key="second_evaluation",
    number=5,
    title=_("Tweede evaluatie"),
    heading=_("Stap 5: tweede evaluatie"),
    quotes=(_("Na twee weken is er opnieuw een gesprek tussen leerkracht en leerlingen."),),
    duties=(
        Duty(
            "talk",
            Kind.TALK,
            _("Praten met de leerlingen"),
            "S5a",
            EVALUATION_TALK,
            whom=Whom.EACH_OF_BOTH,
            settles_date=True,
            own_verdict=True,
            sentence=_("Na twee weken is er opnieuw een gesprek tussen leerkracht en leerlingen."),
        ),
        Duty(
            "review",
            Kind.REVIEW,
            _("Afspraken doornemen"),
            hint=REVIEW_HINT,
            of_kring=True,
            after=("talk",),
        ),
        CLASS_AGAIN,
    ),
    question=_("Zijn de effecten positief?"),
    question_row="S5b",
    outcomes=(
        Outcome(
            "positive",
            _("Ja, de effecten zijn positief"),
            then="after_care",
            good=True,
            duties=(
                Duty(
                    "phase_out",
                    Kind.PHASE_OUT,
                    _("Voortzetten en afbouwen"),
                    "S5b",
                    _("Welke afspraken gaan door, en welke bouw je wanneer af? Ook dat staat in het plan."),
                ),
            ),
            row="S5b",
            heading=_("JA"),
            word=_("positief"),
            quote=_("Zijn de effecten positief: dan aanpak voortzetten en indien mogelijk afbouwen."),
        ),
        Outcome(
            "negative",
            _("Nee, nog niet"),
            then="second_evaluation",
            duties=new_approach(),
            row="S5c",
            heading=_("NEE"),
            word=_("nog niet"),
        ),
    ),
    closing=(
        inform_guardians("S5e", _("Bel of spreek af: de vorderingen en de verdere afspraken."), PROGRESS_TO_GUARDIANS),
        issue_plan(
            "S5f",
            _("Het plan opnieuw delen met het team"),
            _("Met bovenaan wat er veranderd is."),
            PROGRESS_TO_TEAM,
        ),
    ),
    terms=(Term(Anchor.TALK, weeks=2),),
    coming=_("De tweede evaluatie is %(day)s."),
    remarks=(("", _("Zijn de effecten niet positief, dan komt deze stap na twee weken terug.")),),
)

# ── Where the document ends and the care does not (decisions 4 and 5) ─────────────────────────────────────────────────

AFTER_CARE = Step(
    key="after_care",
    title=_("Nazorg"),
    quotes=(),
    of_kring=True,
    duties=(
        Duty(
            "talk",
            Kind.TALK,
            _("Het nazorggesprek voeren"),
            hint=_("Gaat het nog steeds goed? Vraag het in elk geval aan het gepeste kind."),
            whom=Whom.EACH_TARGET,
            settles_date=True,
            several_at_once=True,
            own_verdict=True,
        ),
        CLASS_AGAIN,
    ),
    question=_("Blijft het goed gaan?"),
    outcomes=(
        Outcome("well", _("Ja, het blijft goed"), then="close", good=True, word=_("gaat goed")),
        Outcome(
            "not_well",
            _("Nee, het is terug"),
            then="second_evaluation",
            word=_("het is terug"),
            duties=(
                # As the second answer of step 5, of which the document says it all.
                *(replace(duty, row="", quote="") for duty in new_approach()),
                inform_guardians("", _("Bel of spreek af: wat er speelt en de nieuwe aanpak."), ""),
                issue_plan("", _("Het plan opnieuw delen met het team"), _("Met bovenaan wat er veranderd is."), ""),
            ),
        ),
    ),
    terms=(
        Term(Anchor.ENTRY, weeks=6, guideline=True),
        Term(Anchor.ENTRY, months=3, guideline=True),
    ),
    repeats_per_term=True,
    coming=_("Het nazorggesprek is %(day)s."),
    remarks=(("", _("Na een positieve tweede evaluatie blijven jullie volgen of het goed gaat.")),),
    slug="nazorg",
)

CLOSE = Step(
    key="close",
    title=_("Afsluiten"),
    quotes=(),
    of_kring=True,
    terms=(Term(Anchor.ENTRY, school_days=5, guideline=True),),
    ends_case=True,
    remarks=(
        (
            "",
            _(
                "Een mens sluit de zaak af, met een reden en met wat het gepeste kind er zelf van vindt. Een "
                "afgesloten zaak kan weer open."
            ),
        ),
    ),
    slug="afsluiten",
)

STAPPENPLAN = Protocol(
    key="stappenplan",
    edition="1",
    title=_("Stappenplan Anti-Pestprotocol"),
    opening=(
        _(
            "Op het moment dat een leerling, een ouder of een collega melding maakt van pestgedrag worden de volgende "
            "stappen ondernomen."
        ),
        _("Deze stappen zijn erop gericht om het pestgedrag zo snel mogelijk te stoppen."),
    ),
    opening_row="S0",
    steps=(
        SIGNAL,
        ANALYSE,
        APPROACH,
        FIRST_EVALUATION,
        SECOND_EVALUATION,
        AFTER_CARE,
        CLOSE,
    ),
    reopenings=(
        Reopening("signal", _("Opnieuw gesprekken en voorvallen: er is iets nieuws gebeurd.")),
        Reopening(
            "approach",
            _("Het pesten is terug: meteen weer een gesprek en afspraken."),
            after=("analyse", "bullying"),
        ),
    ),
    safe_for_now=OfKring(
        title=_("Is ieder gepest kind veilig voor nu?"),
        how=_(
            "Je legt per kind vast of het voor nu veilig is. Zo niet: wie er oplet, waar en tot en met welke dag. Loopt "
            "dat af, dan vraagt Kring het weer, tot het plan er is. Een stap wacht hier niet op."
        ),
        term=Term(Anchor.REPORT, school_days=1),
    ),
)
