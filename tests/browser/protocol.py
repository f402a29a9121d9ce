"""How a teacher carries out the protocol in Kring: from the case page to a form and back, one function per duty.

Each begins and ends on the case page. Only what a person sees is used: the words on buttons, labels and cards. A duty
is named by its title; those that stand here are of the stappenplan, and `any_protocol.py` names those of any other.
"""

from tests.browser.visitor import Visitor


def names_child(teacher: Visitor, question: str, name: str) -> None:
    """By a tap where the child is of the own group, else by its name."""
    with teacher.within(question):
        if teacher.offers(name.split()[0]):
            teacher.ticks_here(name.split()[0])
        else:
            teacher.finds(name)


def unfolds_who_does_it(teacher: Visitor) -> None:
    """It is one line until it is asked for: the class stands on the page once."""
    if not teacher.page.locator("#doing[open]").count():
        teacher.unfolds("Wie doet het?")


def fills_in_report(teacher: Visitor, target: str, *instigators: str, danger: str = "") -> None:
    """Takes down what was seen on the playground, and keeps it."""
    teacher.follows_menu("Melding")
    names_child(teacher, "Wie wordt er gepest?", target)
    if instigators:
        unfolds_who_does_it(teacher)
    for name in instigators:
        names_child(teacher, "Wie doet het?", name)
    teacher.fills("Wat is er gebeurd?", "Op het plein werd de tas van Sem weer verstopt. Niemand hielp zoeken.")
    if danger:
        teacher.unfolds("Is er nu gevaar?")
        teacher.ticks("Is er nu gevaar?", danger)
    teacher.presses("Melding bewaren")


def reports(teacher: Visitor, target: str, *instigators: str) -> None:
    """Takes down a report about children of the own group: its case opens at once."""
    fills_in_report(teacher, target, *instigators)
    teacher.reads("De zaak is geopend. Dit is stap 1.")


ON = "Bewaren en verder"


def signals_at_once(teacher: Visitor, child: str, *, others: int = 1) -> None:
    """From a report to the decision that it is bullying, from one page to the next; `others` bully `child`."""
    teacher.follows("Antwoorden")
    teacher.chooses(f"Is {child} veilig voor nu?", "Veilig voor nu")
    teacher.presses(ON)
    teacher.is_at("Praten met de leerling die gepest wordt")
    teacher.fills("Wat is er gezegd?", f"{child} durft niet naar buiten.")
    teacher.chooses("Hoe veilig voel je je?", "Een beetje veilig")
    teacher.presses(ON)
    for _other in range(others):
        teacher.is_at("Praten met de leerling die pest")
        teacher.fills("Wat is er gezegd?", "Het was een grapje.")
        teacher.presses(ON)
    teacher.is_at("Voorvallen opschrijven")
    teacher.presses(ON)
    teacher.is_at("De ernst en de vraag")
    teacher.chooses("Hoe ernstig is het?", "Ernstig")
    teacher.fills("Waarom schat je het zo in?", f"{child} durft niet meer alleen naar buiten.")
    answers_the_tests(teacher)
    teacher.chooses("Wat besluit je?", "Pesten")
    teacher.presses(ON)


def talks_and_agrees_at_once(teacher: Visitor, child: str, *others: str) -> None:
    """Step 3 as far as the agreement: together, with the problem on the same page."""
    teacher.is_at("Vooraf vragen wat de leerling wil")
    teacher.chooses(f"Wil {child} het gesprek samen?", "Ja")
    teacher.presses(ON)
    teacher.chooses("Was het gesprek samen of apart?", "Samen")
    teacher.fills("Wat is er gezegd?", "Ze luisterden naar elkaar.")
    teacher.fills("Het probleem in één alinea", f"{child} wordt in de pauze uitgelachen.")
    teacher.fills("Wat spreken jullie af?", f"Iedereen laat de tas van {child} met rust.")
    teacher.ticks("Wie houdt zich eraan?", *others)


def says_how_safe(teacher: Visitor, question: str, feels: str) -> None:
    """The answer of a child; where it gave one today that is shown, and the scale is folded away."""
    said = teacher.page.locator("details:not([open]) > summary").filter(has_text="zei vandaag al")
    while said.count():
        said.first.click()
    teacher.chooses(question, feels)


def talks(teacher: Visitor, duty: str, *, feels: str = "", said: str = "We spraken over de pauze.") -> None:
    """A talk with one child. Without `with_whom` there is one it can be."""
    teacher.does(duty)
    teacher.fills("Wat is er gezegd?", said)
    if feels:
        says_how_safe(teacher, "Hoe veilig voel je je?", feels)
    teacher.presses("Gesprek bewaren")


def tells_what_happened(teacher: Visitor, duty: str = "Voorvallen opschrijven") -> None:
    """An incident of last Friday."""
    teacher.does(duty)
    with teacher.within("Voorval"):
        teacher.fills("Op welke dag?", "2026-11-20")
        teacher.fills("Hoe laat?", "10:15")
        teacher.fills("Wat gebeurde er?", "Daan gooide de tas van Sem over het hek.")
        teacher.picks("Waar?", "Op het plein")
        teacher.ticks("Wie waren erbij betrokken?", "Sem", "Daan")
    teacher.presses("Voorval bewaren")


def estimates(teacher: Visitor, duty: str = "De ernst inschatten") -> None:
    teacher.does(duty)
    teacher.chooses("Hoe ernstig is het?", "Ernstig")
    teacher.fills("Waarom schat je het zo in?", "Sem durft niet meer alleen naar buiten.")
    teacher.presses("Inschatting bewaren")


def answers_safety(teacher: Visitor) -> None:
    """Says on top of the case that the bullied child is safe for now (van Kring)."""
    teacher.follows("Antwoorden")
    teacher.chooses("Is ", "Veilig voor nu")
    teacher.presses("Bewaren")


def signals(teacher: Visitor) -> None:
    """Step 1 as a whole, with one child on either side, and whether the bullied one is safe for now."""
    answers_safety(teacher)
    talks(teacher, "Praten met de leerling die gepest wordt", feels="Een beetje veilig")
    talks(teacher, "Praten met de leerling die pest")
    tells_what_happened(teacher)
    estimates(teacher)


def decides(teacher: Visitor, question: str, answer: str, *, reasons: str = "Zo zien we het nu allemaal.") -> None:
    """Answers the question of an evaluation."""
    teacher.does(question)
    teacher.chooses("Wat besluit je?", answer)
    teacher.fills("Waarom?", reasons)
    teacher.presses("Besluit bewaren")


def answers_the_tests(teacher: Visitor, *, bullying: bool = True) -> None:
    """One after the other: the next stands open once the one before it is answered. Who does it is known already."""
    teacher.chooses("Hoe vaak gebeurt het?", "Een aantal keren per week" if bullying else "Af en toe")
    unfolds_test(teacher, "Wat doet het met")
    teacher.ticks("Wat doet het met de leerling?", "Het doet pijn vanbinnen" if bullying else "Geen van beide")
    teacher.reads("(zo staat het in de zaak)")
    unfolds_test(teacher, "Kan de leerling")
    teacher.chooses("Kan de leerling", "Nee" if bullying else "Ja")


def unfolds_test(teacher: Visitor, question: str) -> None:
    """With a script it stands open by itself."""
    if not teacher.page.locator("details.test[open]").filter(has_text=question).count():
        teacher.unfolds(question)


def judges(teacher: Visitor, answer: str) -> None:
    """Teasing or bullying, by the tests of the definition."""
    bullying = answer == "Pesten"
    teacher.does("Is dit plagen of pesten?")
    answers_the_tests(teacher, bullying=bullying)
    teacher.chooses("Wat besluit je?", answer)
    teacher.fills("Waarom?", "We telden de voorvallen en spraken met beide kinderen.")
    teacher.presses("Besluit bewaren")


def agrees(teacher: Visitor, duty: str = "Afspraken maken", what: str = "Daan laat de tas van Sem met rust.") -> None:
    teacher.does(duty)
    with teacher.within("Afspraak"):
        teacher.fills("Wat spreken jullie af?", what)
        teacher.ticks("Wie houdt zich eraan?", "Daan")
    teacher.presses("Afspraak bewaren")


def asks_beforehand(
    teacher: Visitor, child: str, *, together: bool = True, duty: str = "Vooraf vragen wat de leerling wil"
) -> None:
    """The bullied child is asked first, and alone."""
    teacher.does(duty)
    teacher.chooses(f"Wil {child} het gesprek samen?", "Ja" if together else "Nee")
    teacher.fills(f"Wat wil {child}?", "Het moet gewoon ophouden. Juf Anouk moet erbij zijn.")
    says_how_safe(teacher, "Hoe veilig voel je je?", "Een beetje veilig")
    teacher.presses("Gesprek bewaren")


def talks_together(teacher: Visitor, duty: str, *targets: str, feels: str = "Gaat wel") -> None:
    """A talk with everybody who is proposed, at one table."""
    teacher.does(duty)
    teacher.chooses("Was het gesprek samen of apart?", "Samen")
    teacher.fills("Wat is er gezegd?", "Ze luisterden naar elkaar. Daan wist niet dat het zo erg was.")
    for child in targets:
        says_how_safe(teacher, f"{child}, hoe veilig voel je je?", feels)
    teacher.presses("Gesprek bewaren")


def hears(somebody: Visitor, child: str, *, feels: str = "Best veilig", stopped: str = "Ja, het is gestopt") -> None:
    """The phone goes to a bullied child, which says itself how it goes, and comes back."""
    number = somebody.page.locator("strong.number").inner_text()
    somebody.presses(f"Geef de telefoon aan {child}")
    for answer in ("Beginnen", "Nee, niet meer", stopped, feels, "Ja", "Klaar"):
        somebody.presses(answer)
    somebody.fills("Het getal van daarnet", number)
    somebody.presses("Verder")


def hears_first(teacher: Visitor, duty: str, *targets: str, feels: str = "Best veilig") -> None:
    """Before a talk is written up each bullied child is asked; then the page of the talk comes back, and is left."""
    teacher.does(duty)
    for child in targets:
        teacher.follows(f"Vraag het aan {child}")
        hears(teacher, child, feels=feels)
    teacher.follows("Terug zonder bewaren")


def formulates(teacher: Visitor, duty: str = "Het probleem opschrijven") -> None:
    teacher.does(duty)
    teacher.fills("Het probleem in één alinea", "Sem wordt in de pauze uitgelachen en zijn spullen verdwijnen.")
    teacher.presses("Bewaren")


def calls_guardians(teacher: Visitor, *guardians: str, duty: str = "Ouders informeren") -> None:
    """Each by phone; after the last one the case comes back by itself."""
    teacher.does(duty)
    for guardian in guardians:
        teacher.does(guardian)
        teacher.chooses("Heb je deze ouder gesproken?", "Ja, gesproken")
        if guardian == "Petra de Wit":  # nobody knows whether she has custody
            teacher.fills("Waarom informeerde je, terwijl het gezag niet bekend is?", "Lars woont bij haar.")
        teacher.chooses("Hoe?", "Gebeld")
        teacher.fills("Wat zei deze ouder?", "Fijn dat de school belt.")
        teacher.presses("Bewaren")


def issues_plan(teacher: Visitor, number: int, duty: str = "Het plan opnieuw delen met het team") -> None:
    """With what colleagues are asked to watch, where the step asks that."""
    teacher.does(duty)
    if teacher.is_asked("Waar letten collega’s op?"):
        teacher.fills("Waar letten collega’s op?", "Op het plein bij het fietsenhok, in de kleine pauze.")
    teacher.presses(f"Versie {number} naar het team")


def asks_colleagues(teacher: Visitor, duty: str = "Collega’s vragen om op te letten") -> None:
    teacher.does(duty)
    teacher.fills("Waar letten collega’s op?", "Op het plein bij het fietsenhok, in de kleine pauze.")
    teacher.presses("Bewaren")


BOTH_FAMILIES = ("Inge Bakker", "Tom Bakker", "Karin Visser")


def approaches(teacher: Visitor) -> None:
    """Step 3 as a whole: together at one table, with the families of Sem and Daan."""
    asks_beforehand(teacher, "Sem")
    talks_together(teacher, "Het gezamenlijke gesprek voeren", "Sem")
    formulates(teacher)
    agrees(teacher)
    calls_guardians(teacher, *BOTH_FAMILIES)
    issues_plan(teacher, 1, "Het plan delen met het team")


def reviews(teacher: Visitor, kept: str, duty: str = "Afspraken doornemen") -> None:
    """Every agreement that stands: kept or not, and it goes on as it is."""
    teacher.does(duty)
    for part in range(teacher.counts("Is het gelukt?")):
        teacher.chooses("Is het gelukt?", kept, nth=part)
        teacher.chooses("Hoe gaat deze afspraak verder?", "Gaat zo door", nth=part)
    teacher.presses("Bewaren")


def evaluates(teacher: Visitor, talk: str, question: str, answer: str, *, kept: str, feels: str) -> None:
    """The talk, the agreements and the answer of step 4 or 5."""
    hears_first(teacher, talk, "Sem", feels=feels)
    talks_together(teacher, talk)
    reviews(teacher, kept)
    decides(teacher, question, answer)


def evaluates_first(teacher: Visitor, answer: str, *, kept: str = "Nagekomen", feels: str = "Best veilig") -> None:
    """Step 4."""
    question = "Is het gelukt om de afspraken na te komen?"
    evaluates(teacher, "Praten met beide partijen", question, answer, kept=kept, feels=feels)


def evaluates_again(teacher: Visitor, answer: str, *, kept: str = "Nagekomen", feels: str = "Best veilig") -> None:
    """Step 5, in whatever round."""
    question = "Zijn de effecten positief?"
    evaluates(teacher, "Praten met de leerlingen", question, answer, kept=kept, feels=feels)


def tells_everybody(teacher: Visitor, version: int) -> None:
    """How every evaluation ends: the families and the team."""
    calls_guardians(teacher, *BOTH_FAMILIES)
    issues_plan(teacher, version)


def phases_out(teacher: Visitor, duty: str = "Voortzetten en afbouwen") -> None:
    teacher.does(duty)
    for part in range(teacher.counts("Hoe gaat deze afspraak verder?")):
        teacher.chooses("Hoe gaat deze afspraak verder?", "Afbouwen", nth=part)
        teacher.fills("Afbouwen vanaf", teacher.days.today, nth=part)
    teacher.presses("Bewaren")


def cares_afterwards(teacher: Visitor, answer: str = "Ja, het blijft goed") -> None:
    """One round of after-care."""
    hears_first(teacher, "Het nazorggesprek voeren", "Sem", feels="Heel veilig")
    talks(teacher, "Het nazorggesprek voeren")
    decides(teacher, "Blijft het goed gaan?", answer)


def closes(somebody: Visitor, reason: str, *, asking: str = "") -> None:
    """With `asking` this child is asked first."""
    somebody.follows("Zaak afsluiten")
    if asking:
        somebody.follows(f"Vraag het aan {asking}")
        hears(somebody, asking)
    somebody.fills("Waarom kan de zaak worden afgesloten?", reason)
    somebody.presses("Zaak afsluiten")


def analyses(teacher: Visitor, duty: str = "Opschrijven waardoor het misging") -> None:
    teacher.does(duty)
    teacher.fills("Waardoor ging het mis?", "De kleine pauze had geen toezicht.")
    teacher.presses("Bewaren")


def consults(teacher: Visitor, duty: str = "Overleggen met de Seo-coördinator") -> None:
    teacher.does(duty)
    teacher.fills("Met wie heb je overlegd?", "Carla Jansen")
    teacher.fills("Wat spreken jullie af voor de komende twee weken?", "Extra ogen op het plein.")
    teacher.presses("Bewaren")


def finds_another_way(teacher: Visitor, duty: str = "Een nieuwe aanpak kiezen") -> None:
    """A new approach."""
    teacher.does(duty)
    teacher.fills("Wat doen we nu anders?", "Een steungroep: vijf kinderen die op Sem letten.")
    teacher.ticks("Wat voor aanpak is het?", "Steungroep")
    teacher.presses("Bewaren")


def talks_apart(teacher: Visitor, duty: str, child: str, *others: str, feels: str = "") -> None:
    """A talk with one party, with a word on why it was not together, which nobody has to give."""
    teacher.does(duty)
    teacher.chooses("Was het gesprek samen of apart?", "Apart")
    teacher.fills("Waarom apart?", "Sem durft nog niet met Daan aan één tafel.")
    teacher.ticks("Wie waren erbij?", child)
    teacher.unticks("Wie waren erbij?", *others)
    teacher.fills("Wat is er gezegd?", "Alleen gesproken, rustig in de klas.")
    if feels:
        says_how_safe(teacher, f"{child}, hoe veilig voel je je?", feels)
    teacher.presses("Gesprek bewaren")


def addresses_class(teacher: Visitor, duty: str = "In de klas bespreken") -> None:
    teacher.does(duty)
    teacher.chooses("Welke methode of werkvorm gebruikte je?", "Kringgesprek")
    teacher.presses("Bewaren")


def does_something_else(teacher: Visitor, duty: str) -> None:
    """What has no form of its own: a day and a few words."""
    teacher.does(duty)
    teacher.fills("Wat is er gedaan?", "De bank naast de kring is van Sem.")
    teacher.presses("Bewaren")


def releases_for_parents(teacher: Visitor, child: str, *, agreement: str) -> None:
    """From the case: the copy of the plan for one family, read and released."""
    teacher.unfolds("En verder")
    teacher.follows("Voor ouders")
    teacher.follows(f"Ouderversie maken {child}")
    teacher.fills("Afspraken voor dit kind", agreement)
    teacher.presses("Vrijgeven")
    teacher.reads("Vrijgegeven. Je kunt de ouderversie nu afdrukken.")
