"""Which letter goes to whom at which moment: one table (rows S3g, S4e, S5f; decision 6).

A letter names no child and tells nothing of a case but its number: what it is about stands behind the sign-in. Only
where a school chose to send the plan along does a letter have a file (decision 6).
`docs/letters.md` is printed from this table; `kring/cases/letters.py` writes the letters into the outbox.
"""

from dataclasses import dataclass
from enum import StrEnum

from kring.protocol.terms import gettext_noop as _


class To(StrEnum):
    """Who gets a letter, in words; `WHO` in `recipients.py` picks them. Those excluded from a case never get one, and
    an owner who is ill or away no reminder of Kring's own while somebody stands in."""

    OWNER = "eigenaar van de zaak en vervanger"
    WHOSE_TURN = (
        "eigenaar en vervanger, is de eigenaar ziek of weg alleen de vervanger; moet de zaak worden afgesloten, dan ook"
        " Seo-coördinator en directeur"
    )
    NEW_OWNER = "nieuwe eigenaar"
    STAND_IN = "vervanger"
    CONCERNED = "de collega om wie het gaat"
    COORDINATORS = "Seo-coördinator"
    HEADS = "directeur"
    HEADS_BUT_ACCUSED = (
        "directeur, nooit de medewerker om wie het gaat; is er geen andere directeur, de Seo-coördinator"
    )
    LEADERS = "Seo-coördinator en directeur"
    OWNER_AND_LEADERS = "eigenaar van de zaak en vervanger, Seo-coördinator en directeur"
    TEAM = "Seo-coördinator, directeur en ieder teamlid"
    TEAM_WITHOUT_ANSWER = "ieder van het team die nog niets noteerde"
    NOT_READ = "ieder die het plan nog niet las"
    ADMINISTRATORS = "beheerder; is die er niet, de directeur"
    WHO_KEEPS_PUPILS = "directeur en beheerder"
    WHO_READS_TOLD = (
        "wie leest wat bij de deur verteld is: Seo-coördinator en directeur, en aan wie het is doorgegeven; gaat het"
        " over een medewerker, alleen de directeur; nooit over wie het gaat, en niet wie buiten een zaak met dit kind"
        " blijft"
    )
    COLLEAGUE = "de collega aan wie het is doorgegeven"
    WHO_PROPOSED = "wie het voorstelde"
    ACCOUNT = "wie met dit adres inlogt"
    FORMER_ADDRESS = "het adres waarmee iemand tot nu toe inlogde"


@dataclass(frozen=True)
class Kind:
    """One sort of letter. It is read outside Kring, so in Dutch; only `moment` is shown in Kring, and translated.

    Texts take values: %(who)s a colleague, %(step)s a step's title, %(day)s a day in words,
    %(when)s the same as it is said from today (Morgen, Maandag)."""

    key: str
    to: To
    moment: str
    subject: str
    text: tuple[str, ...]
    button: str
    page: str  # the name of the address that the button leads to
    urgent: bool = False
    with_file: str = ""  # what is said more when the school sends the plan along
    with_later: str = ""  # what is said more while it can be said why it comes later
    with_watch: str = ""  # what is said more when the plan asks to watch, until %(until)s
    even_to_sender: bool = False  # also to the one who did what the letter tells of

    @property
    def page_is_of_a_case(self) -> bool:
        """Whether the button leads to a page of the case, or to one that is the same for all."""
        return not self.of_account and self.page not in (
            "today",
            "cases",
            "undelivered",
            "unlisted",
            "clock",
            "proposals",
            "school",
            "school_people",
            "school_trail",
            "told",
        )

    @property
    def of_account(self) -> bool:
        """Whether it is about signing in, and so about no case at all."""
        return self.page.startswith("account_")


WITH_PLAN = (
    "Het plan zit als bijlage bij deze mail. Open het ook even in Kring: dan ziet de eigenaar van de zaak dat je het"
    " hebt gelezen."
)

WITH_WATCH = (
    "In het plan staat ook waar je op let, tot en met %(until)s. Zag je iets, of juist niets? Noteer het in Kring: dat"
    " kost tien tellen."
)

WITH_LATER = "Lukt dat niet? Zeg bij de zaak waarom het later wordt, en wanneer het wel komt."

LETTERS: tuple[Kind, ...] = (
    Kind(
        "plan_issued",
        To.TEAM,
        _("Het plan wordt voor het eerst met het team gedeeld."),
        "Er is een nieuw handelingsplan",
        (
            "Lees vandaag wat er is afgesproken, waar je op kunt letten en bij wie je moet zijn.",
            "%(who)s heeft een handelingsplan met je gedeeld.",
        ),
        "Lees het plan",
        "plan",
        with_file=WITH_PLAN,
        with_watch=WITH_WATCH,
    ),
    Kind(
        "plan_changed",
        To.TEAM,
        _("Er is een nieuwe versie van het plan."),
        "Een handelingsplan is veranderd",
        (
            "Lees wat er is veranderd: dat staat bovenaan.",
            "%(who)s heeft versie %(number)s van een handelingsplan met je gedeeld.",
        ),
        "Lees wat er is veranderd",
        "plan",
        with_file=WITH_PLAN,
        with_watch=WITH_WATCH,
    ),
    Kind(
        "plan_shut",
        To.OWNER_AND_LEADERS,
        _("Een kind staat ten onrechte in het plan. Het plan is dicht voor het team tot de nieuwe versie er is."),
        "Dringend: een plan klopt niet",
        (
            "Lees de nieuwe versie van het plan na, en deel die vandaag.",
            "%(who)s heeft een vergissing rechtgezet. Het plan dat het team kreeg, klopt daarom niet meer.",
            "Het is nu dicht voor het team.",
        ),
        "Lees de nieuwe versie na",
        "issue_plan",
        urgent=True,
    ),
    Kind(
        "plan_unread",
        To.NOT_READ,
        _("Twee schooldagen na het delen is het plan nog niet gelezen."),
        "Een handelingsplan wacht op je",
        ("Lees je vandaag een handelingsplan? Het kost een paar minuten.", "Je kreeg het op %(day)s."),
        "Lees het plan",
        "plan",
    ),
    Kind(
        "report_received",
        To.OWNER,
        _(
            "Er komt een melding binnen, door een ander dan de eigenaar. Is er gevaar gemeld, dan gaat die mail in "
            "plaats hiervan."
        ),
        "Er is een melding voor je",
        (
            "Begin met stap 1: een gesprek met elk kind apart.",
            "%(who)s heeft een melding van pestgedrag vastgelegd. Jij bent eigenaar van deze zaak.",
        ),
        "Bekijk de melding",
        "case",
    ),
    Kind(
        "case_opened",
        To.LEADERS,
        _("Er komt een zaak bij. Is er gevaar gemeld, dan gaat die mail in plaats hiervan."),
        "Er is een nieuwe zaak",
        (
            "Kijk even mee: weet je collega wat de eerste stap is?",
            "Er is een zaak bij gekomen. %(owner)s is de eigenaar.",
        ),
        "Bekijk de zaak",
        "case",
    ),
    Kind(
        "against_facts",
        To.LEADERS,
        _("Iemand kiest iets anders dan wat het kind zegt of wat er is vastgelegd, met de reden erbij."),
        "Lees even mee in een zaak",
        (
            "Lees wat het kind zelf zegt en wat de reden is. Praat erover met je collega als je twijfelt.",
            "%(who)s koos iets wat niet past bij wat er in het dossier staat. Dat mag, met de reden erbij.",
        ),
        "Bekijk de zaak",
        "case",
    ),
    Kind(
        "danger",
        To.OWNER_AND_LEADERS,
        _("Bij een melding of bij de ernst is gevaar aangekruist. Deze mail gaat voor."),
        "Dringend: er is gevaar gemeld",
        (
            "Open de zaak meteen. Daar staat wat er is gemeld en wie je belt.",
            "%(who)s heeft bij een zaak van %(owner)s aangegeven dat er nu gevaar is.",
            "Leg daar ook vast wat er is gedaan. Dan weten de anderen het ook.",
        ),
        "Open de zaak",
        "call_now",
        urgent=True,
        even_to_sender=True,
    ),
    Kind(
        "story_kept_back",
        To.LEADERS,
        _("Bij een melding mag de leerkracht niet lezen wat er is verteld."),
        "Een melding die alleen jij en de leiding lezen",
        (
            "Lees de melding vandaag, en beslis wat de leerkracht mag weten.",
            "%(who)s heeft een melding opgeschreven. De leerkracht mag niet lezen wat er is verteld.",
        ),
        "Lees de melding",
        "file",
    ),
    Kind(
        "story_passed_on",
        To.OWNER,
        _("{Coordinator} of directeur geeft door wat er bij een melding is verteld."),
        "Je mag lezen wat er is gemeld",
        ("%(who)s heeft aan je doorgegeven wat er bij een melding is verteld.",),
        "Lees de melding",
        "file",
    ),
    Kind(
        "kept_out",
        To.LEADERS,
        _("Een collega blijft buiten een zaak, net als bij een andere lopende zaak met een van de kinderen."),
        "Een collega is buiten een zaak gehouden",
        (
            "Een collega ziet niets van deze zaak, net als bij een andere zaak met een van deze kinderen.",
            "In Kring staat wie het is. Moet het anders? Dan hef je het daar op.",
        ),
        "Bekijk wie betrokken is",
        "people",
    ),
    Kind(
        "relative",
        To.LEADERS,
        _(
            "Een collega blijkt ouder of verzorger van een kind in een lopende zaak. Iemand beslist of die erbuiten"
            " blijft, voordat het plan uitgaat."
        ),
        "Een collega is familie van een kind in een zaak",
        (
            "Blijft een collega buiten een zaak? Beslis het voordat het plan naar het team gaat.",
            "Die collega is ouder of verzorger van een kind in de zaak.",
        ),
        "Bekijk wie het is",
        "case",
    ),
    Kind(
        "danger_waits",
        To.OWNER_AND_LEADERS,
        _("Iedere dag, ook zonder school, zolang niemand vastlegde wat er aan het gevaar is gedaan."),
        "Dringend: er staat nog gevaar open",
        (
            "Is er al gebeld? Leg dat vast. Zo niet: bel nu.",
            "Bij een zaak is gevaar gemeld. Nog niemand schreef op wat er is gedaan.",
        ),
        "Bekijk wie je belt",
        "call_now",
        urgent=True,
    ),
    Kind(
        "safety_unanswered",
        To.COORDINATORS,
        _("Een schooldag na de melding legde nog niemand vast of ieder gepest kind veilig is voor nu. Eén keer."),
        "Is het kind veilig? Dat staat er nog niet",
        (
            "Vraag je collega of ieder gepest kind veilig is voor nu, of kijk zelf. Vastleggen kost een minuut.",
            "In een zaak van %(who)s staat dat nog niet. Het moest op %(day)s.",
        ),
        "Vastleggen",
        "safe_for_now",
    ),
    Kind(
        "talk_to_endorse",
        To.LEADERS,
        _("Een gezamenlijk gesprek ging door terwijl een gepest kind dat niet wilde, of niet werd gevraagd."),
        "Wil je een gesprek nalezen?",
        (
            "Lees een gesprek na, en zet je naam eronder als je het ermee eens bent.",
            "%(who)s hield het met de kinderen samen, terwijl een kind dat niet wilde of niet werd gevraagd.",
            "Bij het gesprek staat waarom. Tot jouw naam eronder staat, telt het niet mee.",
        ),
        "Open de zaak",
        "case",
    ),
    Kind(
        "concern",
        To.HEADS_BUT_ACCUSED,
        _("Er is een melding over een medewerker. Nooit naar de medewerker om wie het gaat. Deze mail gaat voor."),
        "Dringend: er is een melding voor je",
        (
            "Lees vandaag nog een melding in Kring.",
            "%(who)s heeft die vastgelegd. Ze gaat buiten het stappenplan om.",
        ),
        "Lees de melding",
        "today",
        urgent=True,
    ),
    Kind(
        "observation_asked",
        To.TEAM,
        _("De leerkracht vraagt collega’s om op te letten."),
        "Let je met ons mee?",
        (
            "%(who)s vraagt je om tot en met %(day)s op te letten.",
            "Zag je iets, of juist niets? Antwoorden kost tien tellen.",
        ),
        "Noteer wat je zag",
        "observation",
    ),
    Kind(
        "observation_asked_again",
        To.TEAM_WITHOUT_ANSWER,
        _("Halverwege, aan wie nog niets noteerde."),
        "Heb je al iets gezien?",
        (
            "%(who)s vroeg je om tot en met %(day)s op te letten. Je antwoord is er nog niet.",
            "Ook ‘niets gezien’ helpt. Antwoorden kost tien tellen.",
        ),
        "Noteer wat je zag",
        "observation",
    ),
    Kind(
        "due_tomorrow",
        To.WHOSE_TURN,
        _("De schooldag voor een stap klaar moet zijn."),
        "%(when)s: %(step)s",
        ("De stap ‘%(step)s’ moet %(day)s klaar zijn. Kring zet voor je klaar wat er nog te doen is.",),
        "Naar de zaak",
        "case",
    ),
    Kind(
        "due_after_holiday",
        To.WHOSE_TURN,
        _("De laatste schooldag voor een vakantie, over wat er direct daarna moet gebeuren."),
        "Meteen na de vakantie: %(step)s",
        (
            "De stap ‘%(step)s’ moet %(day)s klaar zijn. Dat is direct na de vakantie.",
            "Kan het nog vandaag? Dan hoeft een kind niet zo lang te wachten.",
        ),
        "Naar de zaak",
        "case",
    ),
    Kind(
        "due_after_they_left",
        To.OWNER,
        _("Eén keer voor de zomer, als een kind uit de hoogste groep weg is voordat de volgende stap er is."),
        "Voor de zomer: %(step)s",
        (
            "De stap ‘%(step)s’ is pas %(day)s. Een kind in deze zaak gaat voor die tijd van school.",
            "Kies een dag voor de zomer. De laatste schooldag is %(last)s.",
        ),
        "Naar de zaak",
        "case",
    ),
    Kind(
        "due_today",
        To.WHOSE_TURN,
        _("De dag waarop een stap klaar moet zijn."),
        "Vandaag: %(step)s",
        ("Doe vandaag de stap ‘%(step)s’.", "Die moet vandaag klaar zijn."),
        "Naar de zaak",
        "case",
        with_later=WITH_LATER,
    ),
    Kind(
        "guideline_passed",
        To.WHOSE_TURN,
        _("Een richttermijn is voorbij."),
        "Nog open: %(step)s",
        ("Doe vandaag de stap ‘%(step)s’. Een kind wacht op je.", "De richttermijn was %(day)s."),
        "Naar de zaak",
        "case",
        with_later=WITH_LATER,
    ),
    Kind(
        "later",
        To.COORDINATORS,
        _("Iemand zegt waarom een stap later wordt dan het protocol vraagt, en wanneer die wel komt."),
        "Het wordt later: %(step)s",
        (
            "Lees waarom de stap ‘%(step)s’ nu niet lukt, en kijk of je kunt helpen.",
            "%(who)s schreef het op. Het wordt %(day)s. De termijn van het protocol blijft staan.",
        ),
        "Naar de zaak",
        "case",
    ),
    Kind(
        "late_for_coordinator",
        To.COORDINATORS,
        _("Een stap is één schooldag te laat."),
        "Te laat: %(step)s",
        (
            "Vraag %(who)s wat er nodig is om de stap ‘%(step)s’ vandaag te doen.",
            "Die had %(day)s klaar moeten zijn.",
        ),
        "Naar de zaak",
        "case",
    ),
    Kind(
        "late_for_head",
        To.HEADS,
        _("Een stap is twee schooldagen te laat."),
        "Twee schooldagen te laat: %(step)s",
        (
            "Zorg dat de stap ‘%(step)s’ vandaag gebeurt, in een zaak van %(who)s.",
            "Die had %(day)s klaar moeten zijn. De {coordinator} weet ervan.",
        ),
        "Naar de zaak",
        "case",
    ),
    Kind(
        "handed_over",
        To.NEW_OWNER,
        _("De zaak wordt overgedragen."),
        "Een zaak is nu van jou",
        (
            "%(who)s heeft een zaak aan je overgedragen. Vanaf nu ben jij de eigenaar.",
            "Bij de zaak vind je een overdrachtsblad: een half blad met wat openstaat en wat nu geldt.",
        ),
        "Naar de zaak",
        "case",
    ),
    Kind(
        "gave_over",
        To.CONCERNED,
        _("Iemand anders krijgt de zaak. Deze mail gaat naar wie tot nu toe de eigenaar was."),
        "Je zaak is overgedragen",
        (
            "%(who)s heeft een zaak van jou overgedragen. %(owner)s is nu de eigenaar.",
            "Je houdt toegang: je kunt alles lezen en vastleggen.",
        ),
        "Naar de zaak",
        "case",
    ),
    Kind(
        "stand_in",
        To.STAND_IN,
        _("Iemand wordt vervanger van de eigenaar van een zaak."),
        "Je vervangt de eigenaar van een zaak",
        ("%(owner)s is de eigenaar van een zaak, en jij vervangt.", "De zaak staat nu ook op jouw Vandaag."),
        "Naar de zaak",
        "case",
    ),
    Kind(
        "joined",
        To.CONCERNED,
        _(
            "Iemand krijgt toegang tot een zaak: als leerkracht van een van de kinderen, of van een collega. Voor "
            "iedere zaak één keer."
        ),
        "Je hebt toegang tot een zaak",
        (
            "Je kunt nu in een zaak lezen en schrijven. %(owner)s is de eigenaar.",
            "Je leest er waar het over gaat. Zie of hoor je iets? Schrijf het erbij.",
        ),
        "Naar de zaak",
        "case",
    ),
    Kind(
        "pupil_to_list",
        To.WHO_KEEPS_PUPILS,
        _("Een collega typt de naam van een kind dat niet in de lijst van leerlingen staat."),
        "Een leerling staat nog niet in de lijst",
        (
            "Zet je een kind in de lijst van leerlingen, of staat het er al in?",
            "%(who)s typte een naam die Kring nog niet kent.",
        ),
        "Kijk wie het is",
        "unlisted",
    ),
    Kind(
        "pupil_left",
        To.OWNER,
        _("Een kind uit een lopende zaak zit niet meer op school."),
        "Een kind uit je zaak zit niet meer op school",
        (
            "Leg vast aan wie het is doorgegeven. Wat met dit kind niet meer kan, vraagt Kring dan niet meer.",
            "Een kind uit een zaak van jou zit niet meer op school.",
        ),
        "Naar de zaak",
        "case",
    ),
    Kind(
        "digest",
        To.COORDINATORS,
        _(
            "De eerste schooldag van de week, als er zaken lopen. Alleen aantallen, geen namen. Van elk plan dat nog "
            "niet iedereen las: hoeveel collega’s nog, tot tien zaken."
        ),
        "De week in aantallen",
        (
            "Lopende zaken: %(running)s. Te laat: %(late)s. Deze week aan de beurt: %(due)s.",
            "Plannen die na twee schooldagen nog niet door iedereen zijn gelezen: %(unread)s.",
        ),
        "Naar de zaken",
        "cases",
    ),
    Kind(
        "refused_address",
        To.ADMINISTRATORS,
        _("Een mail wordt geweigerd; per adres hooguit één keer op een dag. Nooit naar het adres zelf."),
        "Een mailadres klopt misschien niet",
        (
            "De mail aan %(address)s is geweigerd. Misschien is het adres verkeerd, of is de mailbox vol.",
            "In Kring lees je waarom. Je kunt het adres verbeteren en de mail opnieuw sturen.",
        ),
        "Bekijk de geweigerde mail",
        "undelivered",
    ),
    Kind(
        "given_up_address",
        To.ADMINISTRATORS,
        _(
            "Een mail is na dagen proberen niet gelukt; per adres hooguit één keer op een dag. Nooit naar het adres"
            " zelf. Het staat ook op Vandaag en bij School."
        ),
        "Een mail is niet aangekomen",
        (
            "De mail aan %(address)s is na dagen proberen niet gelukt. Kring probeert het niet meer.",
            "Spreek je collega zelf aan. In Kring lees je wat er misging, en kun je de mail opnieuw sturen.",
        ),
        "Bekijk de mails die niet aankwamen",
        "undelivered",
    ),
    Kind(
        "clock_doubted",
        To.WHO_KEEPS_PUPILS,
        _("De klok van de server versprong meer dan twee dagen, of ging terug. Eén keer voor iedere sprong."),
        "Kring vraagt of de klok van de server klopt",
        (
            "Kijk in Kring welke dag en tijd er staat, en zeg of dat klopt.",
            "De klok van de server versprong, of de server stond een tijd uit. Kring weet niet of de datum klopt.",
            "Tot iemand zegt dat hij klopt, herinnert Kring niemand en ruimt Kring niets op. Gevaar meldt Kring wel.",
        ),
        "Kijk of de klok klopt",
        "clock",
        urgent=True,
    ),
    Kind(
        "role_proposed",
        To.LEADERS,
        _("Iemand stelt een rol voor waarmee een collega zaken ziet. De rol geldt pas na een ja."),
        "Er wacht een voorstel op een ja",
        (
            "%(who)s stelt voor dat %(person)s deze rol krijgt: %(role)s.",
            "De rol geldt pas als een tweede collega ja zegt. Wie dat mag, zie je in Kring.",
            "Wist je hier niet van? Vraag het aan %(who)s, en zeg alleen ja als je het zeker weet.",
        ),
        "Bekijk het voorstel",
        "proposals",
        urgent=True,
    ),
    Kind(
        "role_given",
        To.LEADERS,
        _("Een collega kreeg een andere rol."),
        "Een collega kreeg een andere rol",
        (
            "%(person)s heeft nu deze rol: %(role)s. %(who)s gaf die.",
            "Wist je hier niet van? Vraag het aan %(who)s.",
        ),
        "Bekijk het in Kring",
        "proposals",
        urgent=True,
    ),
    Kind(
        "address_proposed",
        To.LEADERS,
        _("Iemand stelt een ander adres voor, waarmee een collega inlogt die zaken ziet. Het geldt pas na een ja."),
        "Er wacht een voorstel op een ja",
        (
            "%(who)s stelt voor dat %(person)s met een ander e-mailadres inlogt.",
            "Dat geldt pas als een tweede collega ja zegt. Vraag het eerst even aan %(person)s zelf.",
        ),
        "Bekijk het voorstel",
        "proposals",
        urgent=True,
    ),
    Kind(
        "proposal_answered",
        To.WHO_PROPOSED,
        _("Een voorstel voor een rol of adres kreeg antwoord."),
        "Je voorstel kreeg antwoord",
        ("%(who)s heeft geantwoord op je voorstel over %(person)s.",),
        "Lees het antwoord",
        "proposals",
    ),
    Kind(
        "proposal_lapsed",
        To.WHO_PROPOSED,
        _("Een voorstel voor een rol of adres kreeg dertig dagen geen antwoord."),
        "Je voorstel is verlopen",
        (
            "Je voorstel over %(person)s kreeg dertig dagen geen antwoord. Het geldt niet meer.",
            "Is het nog nodig? Stel het dan opnieuw voor, en vraag een collega om te kijken.",
        ),
        "Bekijk het in Kring",
        "proposals",
    ),
    Kind(
        "backup_old",
        To.WHO_KEEPS_PUPILS,
        _("Er is al te lang geen reservekopie gemaakt die heel is. Eén keer, tot er weer een is."),
        "Kring heeft geen goede reservekopie meer",
        (
            "Vraag wie de server beheert om naar de reservekopie te kijken. Bij School zie je wanneer het goed is.",
            "De laatste goede reservekopie is van %(day)s. Gaat de server nu stuk, dan is alles van daarna weg.",
        ),
        "Naar School",
        "school",
    ),
    Kind(
        "trail_fault_known",
        To.HEADS,
        _("Wie de server beheert, schrijft op dat een fout in het spoor is uitgezocht."),
        "Een fout in het spoor van Kring is uitgezocht",
        (
            "Wie de server van Kring beheert, keek een fout in het spoor na.",
            "%(fault)s %(why)s",
            "School noemt deze fout niet meer. In het spoor van de school blijft ze te lezen.",
            "Wist je hier niet van? Vraag het vandaag na bij wie de server beheert.",
        ),
        "Lees het in het spoor",
        "school_trail",
    ),
    Kind(
        "password",
        To.ACCOUNT,
        _(
            "Iemand vraagt op de inlogpagina om een nieuw wachtwoord. Naar een adres waarmee niemand inlogt, gaat"
            " niets. De link wordt een dag na het versturen uit Kring gewist."
        ),
        "Kies een nieuw wachtwoord voor Kring",
        (
            "Jij (of iemand anders) vroeg om een nieuw wachtwoord voor Kring.",
            "De link werkt één keer, en drie dagen lang.",
            "Vroeg je dit niet? Dan hoef je niets te doen: je wachtwoord blijft zoals het is.",
        ),
        "Kies een nieuw wachtwoord",
        "account_reset_password",
        urgent=True,
    ),
    Kind(
        "invitation",
        To.ACCOUNT,
        _("Een beheerder of directeur nodigt iemand uit. De link wordt een dag na het versturen uit Kring gewist."),
        "Je kunt nu inloggen bij Kring",
        (
            "%(who)s heeft je toegevoegd aan Kring. Daarmee voert je school het anti-pestprotocol uit.",
            "Kies eerst je eigen wachtwoord. Daarna log je in met dit e-mailadres.",
            "De link werkt één keer, en drie dagen lang.",
        ),
        "Kies je wachtwoord",
        "account_reset_password",
        urgent=True,
    ),
    Kind(
        "joining",
        To.ACCOUNT,
        _("Een school wil iemand toevoegen die al met dit adres inlogt. Het geldt pas als die persoon zelf ja zegt."),
        "Hoor je ook bij een andere school in Kring?",
        (
            "%(who)s wil je toevoegen aan Kring, voor een school waar je nog niet bij hoort.",
            "Log in zoals je gewend bent. Daar zie je welke school het is, en zeg je ja of nee.",
            "Ken je deze school niet? Zeg dan nee, of doe niets. De school ziet niet wat je antwoordt.",
        ),
        "Bekijk de vraag",
        "account_login",
        urgent=True,
    ),
    Kind(
        "address_asked",
        To.FORMER_ADDRESS,
        _("Iemand stelt een ander adres voor, waarmee een collega inlogt die zaken ziet."),
        "Ga je met een ander adres inloggen bij Kring?",
        (
            "%(who)s stelt voor dat je voortaan met een ander e-mailadres inlogt bij Kring.",
            "Tot een tweede collega ja zegt, verandert er niets.",
            "Wist je hier niet van? Vraag het meteen aan %(ask)s.",
        ),
        "Naar Kring",
        "account_login",
        urgent=True,
        even_to_sender=True,
    ),
    Kind(
        "address_changed",
        To.FORMER_ADDRESS,
        _("Een beheerder of directeur verandert het e-mailadres waarmee iemand inlogt, of haalt het weg."),
        "Met dit adres log je niet meer in bij Kring",
        (
            "%(who)s heeft het e-mailadres veranderd waarmee je inlogt bij Kring.",
            "Met dit adres kom je niet meer binnen.",
            "Wist je hier niet van? Vraag het meteen aan %(ask)s.",
        ),
        "Naar Kring",
        "account_login",
        urgent=True,
        even_to_sender=True,
    ),
    Kind(
        "second_step_added",
        To.ACCOUNT,
        _("Iemand voegt voor de tweede stap van het inloggen een app of passkey toe."),
        "Je hebt een nieuwe tweede stap bij Kring",
        (
            "Bij je account is een app of passkey toegevoegd. Daarmee kun je voortaan inloggen bij Kring.",
            "Deed je dit niet zelf? Verander dan meteen je wachtwoord, en zeg het tegen %(ask)s.",
        ),
        "Naar Kring",
        "account_login",
        urgent=True,
    ),
    Kind(
        "second_step_removed",
        To.ACCOUNT,
        _("Iemand haalt een eigen app of passkey weg."),
        "Je hebt een tweede stap minder bij Kring",
        (
            "Bij je account is een app of passkey weggehaald. Daarmee kun je niet meer inloggen bij Kring.",
            "Deed je dit niet zelf? Verander dan meteen je wachtwoord, en zeg het tegen %(ask)s.",
        ),
        "Naar Kring",
        "account_login",
        urgent=True,
    ),
    Kind(
        "spare_codes_few",
        To.ACCOUNT,
        _("Iemand logt in met een reservecode, en heeft er daarna nog drie of minder."),
        "Je hebt bijna geen reservecodes meer voor Kring",
        (
            "Je meldde je aan met een reservecode. Je hebt er bijna geen meer.",
            "Maak nieuwe: dan kom je ook binnen als je je telefoon kwijt bent.",
            "Was jij dit niet? Verander dan meteen je wachtwoord, en zeg het tegen %(ask)s.",
        ),
        "Naar Kring",
        "account_login",
        urgent=True,
    ),
    Kind(
        "codes_guessed",
        To.ACCOUNT,
        _(
            "Iemand typt je wachtwoord goed en daarna tien keer een verkeerde code, op apparaten die Kring niet kent."
            " Hoogstens één keer per dag."
        ),
        "Was jij dit? Tien verkeerde codes bij Kring",
        (
            "Iemand typte jouw wachtwoord, en daarna tien keer een verkeerde code. Met die codes kwam niemand binnen.",
            "Was jij dit, op een nieuw apparaat? Dan hoef je niets te doen.",
            "Was jij dit niet? Kies nu een nieuw wachtwoord, en zeg het tegen %(ask)s.",
            "Gebruik je dit wachtwoord ergens anders ook? Verander het daar dan ook.",
        ),
        "Kies een nieuw wachtwoord",
        "account_reset_password",
        urgent=True,
    ),
    Kind(
        "let_back_in",
        To.ACCOUNT,
        _("Een beheerder of directeur laat een collega weer binnen, die de telefoon kwijt is."),
        "Je stelt je tweede stap opnieuw in bij Kring",
        (
            "%(who)s heeft je apps, passkeys en reservecodes weggehaald, zodat je weer binnen kunt.",
            "Log in met je wachtwoord. Daarna stel je een nieuwe tweede stap in.",
            "Vroeg je hier niet om? Zeg het meteen tegen %(ask)s.",
        ),
        "Inloggen",
        "account_login",
        urgent=True,
    ),
    Kind(
        "let_back_in_told",
        To.HEADS,
        _("Een beheerder of directeur laat een collega weer binnen, die de telefoon kwijt is."),
        "Een collega is weer binnengelaten in Kring",
        (
            "%(who)s heeft de tweede stap van %(person)s weggehaald. Zo komt iemand weer binnen die de telefoon kwijt"
            " is.",
            "Wist je hier niet van? Vraag het aan %(person)s.",
        ),
        "Bekijk de medewerkers",
        "school_people",
        urgent=True,
        even_to_sender=True,
    ),
    Kind(
        "told_something",
        To.WHO_READS_TOLD,
        _("Bij de deur van de school is iets verteld, of iets nieuws gezegd. Hoogstens vier keer per uur."),
        "Er is iets verteld aan de school",
        (
            "Lees wat er verteld is, en geef antwoord.",
            "Wie iets vertelt, leest wanneer de school antwoord geeft. Die dag staat in Kring.",
        ),
        "Lees wat er verteld is",
        "told",
    ),
    Kind(
        "told_danger",
        To.WHO_READS_TOLD,
        _("Wie iets vertelt bij de deur, is nu niet veilig. Ook in vakanties. Deze mail gaat voor."),
        "Dringend: iemand is nu niet veilig",
        (
            "Lees nu wat er verteld is. Er staat bij wie je belt.",
            "Zeg in Kring dat jij het oppakt. Dan weet ook wie het vertelde, dat er iemand is.",
        ),
        "Lees het nu",
        "told",
        urgent=True,
    ),
    Kind(
        "told_danger_waits",
        To.WHO_READS_TOLD,
        _("Niemand heeft nog gezegd dat het gevaar is opgepakt. Iedere dag, ook in vakanties. Deze mail gaat voor."),
        "Dringend: niemand heeft dit nog opgepakt",
        (
            "Iemand vertelde bij de deur dat het nu niet veilig is. Niemand heeft gezegd dat het is opgepakt.",
            "Lees het nu, en zeg wat je doet.",
        ),
        "Lees het nu",
        "told",
        urgent=True,
    ),
    Kind(
        "told_waits",
        To.WHO_READS_TOLD,
        _("Voor vandaag is antwoord beloofd aan wie iets vertelde."),
        "Vandaag geef je antwoord",
        ("Geef vandaag antwoord. Dat is beloofd aan wie het vertelde.",),
        "Geef antwoord",
        "told",
    ),
    Kind(
        "told_late",
        To.WHO_READS_TOLD,
        _("Het antwoord dat beloofd was, is er niet. Iedere schooldag, aan de directeur."),
        "Een antwoord dat beloofd was, is er nog niet",
        (
            "Zorg dat er vandaag iemand antwoord geeft.",
            "Wie iets vertelde bij de deur, wacht langer dan de school beloofde.",
        ),
        "Bekijk wat wacht",
        "told",
    ),
    Kind(
        "told_passed_on",
        To.COLLEAGUE,
        _("Wat bij de deur verteld is, wordt aan een collega doorgegeven."),
        "%(who)s heeft iets aan je doorgegeven",
        (
            "Lees het vandaag. Een kind of ouder heeft iets verteld over kinderen die jij kent.",
            "%(who)s gaat over het antwoord. Zeg het als je iets weet.",
        ),
        "Lees het",
        "told",
    ),
)

BY_KEY = {kind.key: kind for kind in LETTERS}
