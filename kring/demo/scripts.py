"""What happened in the demo's cases. All of it is invented."""

from dataclasses import dataclass

from kring.cases.bodies import Level
from kring.cases.models import Report
from kring.demo.words import Words


@dataclass(frozen=True, kw_only=True)
class Script(Words):
    """One case: who is in it, by first name, how it was reported, and what is said in it."""

    story: str
    targets: tuple[str, ...]
    instigators: tuple[str, ...] = ()
    followers: tuple[str, ...] = ()
    reported_by: Report.By = Report.By.COLLEAGUE
    reporter: str = ""
    # Several times a week, by a group, to one who cannot defend itself.
    answers: tuple[int, ...] = (0, 0, 1, 0)


SEM = Script(
    story=(
        "Sem komt al een paar weken verdrietig thuis. Op het plein wordt hij uitgelachen om zijn bril, en zijn tas "
        "ligt elke keer ergens anders. Hij durft er zelf niets over te zeggen."
    ),
    targets=("Sem",),
    instigators=("Daan",),
    followers=("Lars",),
    reported_by=Report.By.GUARDIAN,
    reporter="Moeder van Sem",
    target_says="Als ik mijn bril afzet lachen ze niet, maar dan zie ik niks.",
    target_told="Sem vertelt dat het elke pauze gebeurt. Hij blijft daarom liever binnen.",
    instigator_told="Daan zegt dat het een grapje was. Hij wist niet dat Sem er thuis om huilt.",
    incidents=(
        (9, "verbal", "playground", "Op het plein riepen ze ‘brilsmurf’ en lachten ze hem uit."),
        (8, "things", "corridor", "De tas van Sem lag in de prullenbak."),
        (8, "excluding", "gym", "Niemand koos Sem bij het partijen maken."),
        (7, "verbal", "playground", "Ze deden zijn manier van praten na."),
        (6, "things", "classroom", "Zijn etui was leeg. De stiften lagen onder de kast."),
        (5, "physical", "corridor", "Sem werd in de gang tegen de kapstok geduwd."),
        (5, "verbal", "online", "In de groepsapp stond een foto van Sem met een lelijk onderschrift."),
        (4, "excluding", "playground", "Hij mocht niet meevoetballen: ‘we zijn al vol’."),
        (3, "things", "corridor", "Zijn jas lag nat in de wasbak."),
        (2, "verbal", "classroom", "Ze zuchtten hardop toen Sem een beurt kreeg."),
        (1, "physical", "playground", "Daan pakte zijn bril af en gaf hem door."),
        (0, "excluding", "playground", "Het groepje liep weg toen hij erbij kwam staan."),
    ),
    problem=(
        "Sem wordt sinds een paar weken bijna elke dag uitgelachen, buitengesloten en lastiggevallen door Daan. Lars "
        "doet mee. Sem durft niet meer naar het plein."
    ),
    agreements=(
        ("Daan en Lars laten Sem en zijn spullen met rust.", "Daan en Lars"),
        ("Sem gaat naar juf Anouk of de pleinwacht als het toch gebeurt.", "Sem"),
    ),
    watch_for="Let op het plein en in de gang op Sem, Daan en Lars.",
)

NOOR = Script(
    story="Noor staat al weken alleen in de pauze. Isa bepaalt wie er met haar mag spelen.",
    targets=("Noor",),
    instigators=("Isa",),
    reported_by=Report.By.PUPIL,
    reporter="Een klasgenoot",
    target_says="Als Isa kijkt gaat iedereen weg.",
    target_told="Noor vertelt zacht, maar wel alles. Ze wil vooral dat ze weer mag meedoen.",
    instigator_told="Isa vindt dat Noor haar nadoet. Ze schrok toen ze hoorde hoe Noor zich voelt.",
    incidents=(
        (6, "excluding", "playground", "Isa zei: wie met Noor speelt, hoort er niet meer bij."),
        (4, "verbal", "classroom", "Er ging een briefje rond over de kleren van Noor."),
        (2, "excluding", "playground", "Noor stond de hele pauze alleen bij het hek."),
        (1, "excluding", "gym", "Niemand wilde met Noor in een groepje."),
    ),
    problem=(
        "Noor wordt al weken buitengesloten. Isa bepaalt wie er met Noor mag spelen, en de anderen durven niet anders."
    ),
    agreements=(
        ("Isa zegt niet meer met wie de anderen mogen spelen.", "Isa"),
        ("In de pauze mag wie wil meedoen met het spel van die dag.", "De hele groep"),
        ("Noor vertelt elke vrijdag aan juf Anouk hoe de week was.", "Noor en juf Anouk"),
    ),
    watch_for="Doet Noor mee in de pauze? En wie zoekt haar op?",
)

JENS = Script(
    story="Tygo pakt steeds het broodje van Jens af. Jens zegt dat hij geen honger heeft, maar hij eet al dagen niet.",
    targets=("Jens",),
    instigators=("Tygo",),
    target_says="Ik geef het zelf wel, anders wordt hij boos.",
    target_told="Jens wil er eerst niets over zeggen. Later vertelt hij dat het al sinds de herfst zo gaat.",
    watch=("Meester Dirk", "lunch"),
)

YARA = Script(
    story="Fenna maakt filmpjes van Yara en deelt die in de groepsapp.",
    targets=("Yara",),
    instigators=("Fenna",),
    reported_by=Report.By.GUARDIAN,
    reporter="Vader van Yara",
    target_says="Ik durf mijn telefoon niet meer open te doen.",
    incidents=(
        (5, "online", "online", "Een filmpje waarop Yara struikelt ging rond in de groepsapp."),
        (3, "online", "online", "Onder het filmpje stonden nare reacties."),
        (1, "verbal", "classroom", "In de klas werd het filmpje nagespeeld."),
    ),
    problem="Fenna deelt filmpjes van Yara om haar uit te lachen. Yara voelt zich nergens meer veilig, ook thuis niet.",
    agreements=(
        ("Fenna haalt alle filmpjes weg en maakt er geen meer.", "Fenna"),
        ("Telefoons blijven in de tas tot na schooltijd.", "De hele groep"),
    ),
    watch_for="Zie je telefoons op het plein, of kinderen die over een filmpje lachen?",
)

MILAN = Script(
    story="Kai duwt Milan elke dag van het klimrek. Milan heeft nu twee blauwe plekken.",
    targets=("Milan",),
    instigators=("Kai",),
    target_says="Hij zegt dat het rek van hem is.",
    incidents=(
        (4, "physical", "playground", "Kai duwde Milan van het klimrek."),
        (3, "physical", "playground", "Milan werd aan zijn jas van het rek getrokken."),
        (1, "threats", "corridor", "Kai zei: morgen weer."),
    ),
    severity="Er zijn blauwe plekken en het gebeurt bijna elke dag.",
)

LIEKE = Script(
    story="Roos en Vera praten niet meer met Lieke en zuchten als zij iets zegt. Het hele groepje kijkt weg.",
    targets=("Lieke",),
    instigators=("Roos",),
    followers=("Vera",),
    target_says="Ik ben net lucht.",
    incidents=(
        (7, "excluding", "classroom", "Lieke was de enige zonder uitnodiging voor het feestje."),
        (4, "verbal", "corridor", "Roos en Vera fluisterden en keken naar Lieke."),
        (2, "excluding", "classroom", "Bij het groepswerk wilde niemand bij Lieke."),
    ),
    problem="Roos en Vera sluiten Lieke al lange tijd buiten. De rest van de groep kijkt weg.",
    agreements=(
        ("Roos en Vera groeten Lieke en laten haar meepraten.", "Roos en Vera"),
        ("Meester Ruben maakt de groepjes.", "Meester Ruben"),
    ),
    class_method="Rollenspel over kijken en helpen",
    watch_for="Hoe gaat het in de gang en bij de fietsen na school?",
)

ADAM = Script(
    story="Thijs en Luuk wachten Adam op bij de fietsen en noemen hem bij een scheldnaam.",
    targets=("Adam",),
    instigators=("Thijs", "Luuk"),
    target_says="Ik fiets nu om.",
    incidents=(
        (6, "threats", "way", "Ze blokkeerden het pad met hun fietsen."),
        (3, "verbal", "way", "Ze riepen een scheldnaam over zijn afkomst."),
    ),
    problem="Adam wordt na school opgewacht en uitgescholden door Thijs en Luuk.",
    agreements=(
        ("Thijs en Luuk gaan tien minuten later naar huis.", "Thijs en Luuk"),
        ("Meester Dirk staat om drie uur bij de fietsen.", "Meester Dirk"),
    ),
    class_method="Les over vooroordelen",
)

ZOE = Script(
    story="Boaz verstopt elke dag de knuffel van Zoë en de andere kinderen lachen dan.",
    targets=("Zoë",),
    instigators=("Boaz",),
    target_says="Knuf is ook bang nu.",
    incidents=(
        (5, "things", "classroom", "De knuffel van Zoë lag boven op de kast."),
        (2, "things", "corridor", "De knuffel was weg tot het eind van de dag."),
    ),
    problem="Boaz pakt elke dag iets van Zoë af en laat de anderen daarom lachen.",
    agreements=(
        ("Boaz blijft van de spullen van Zoë af.", "Boaz"),
        ("Zoë en Boaz vertellen het in de kring als het goed ging.", "Zoë en Boaz"),
    ),
    level=Level.LIGHT,
)

EVI_AND_SAAR = Script(
    story="Saar trekt soms aan de staart van Evi en roept een gek rijmpje.",
    targets=("Evi",),
    instigators=("Saar",),
    target_says="Soms is het wel grappig, soms niet.",
    target_told="Evi vertelt dat ze ook vaak samen spelen. Ze wil dat het trekken stopt.",
    incidents=((4, "physical", "playground", "Saar trok aan de staart van Evi."),),
    severity="Het zijn losse voorvallen tussen twee kinderen die ook samen spelen.",
    level=Level.LIGHT,
    why="Het gebeurt af en toe en het gaat gelijk op. We maken afspraken, zodat het geen pesten wordt.",
    answers=(3, 0, 0, 1),
    agreements=(
        ("Als Evi stop zegt, houdt Saar meteen op.", "Saar"),
        ("Evi zegt het tegen juf Joke als stop niet helpt.", "Evi"),
    ),
)

EVI_AGAIN = Script(
    story="Evi kwam huilend binnen: Saar had weer aan haar haar getrokken en nu riepen er meer kinderen het rijmpje.",
    targets=("Evi",),
    instigators=("Saar",),
    reported_by=Report.By.GUARDIAN,
    reporter="Oma van Evi",
)

MATS = Script(
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

LUUK = Script(
    story="Thijs maakt Luuk elke dag belachelijk om zijn schoenen, en het wordt erger.",
    targets=("Luuk",),
    instigators=("Thijs",),
    reported_by=Report.By.PUPIL,
    reporter="Luuk zelf",
)
