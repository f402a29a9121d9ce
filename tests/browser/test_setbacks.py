"""When it does not work yet: a no at step 4, and a no at step 5 with a new round (rows S4c to S4e, S5c to S5f)."""

from datetime import date

from kring.school.models import School
from tests.browser import protocol
from tests.browser.post import team
from tests.cases.telling import tell
from tests.paper.test_printing import text_of


def test_a_no_at_step_4_asks_for_an_analysis_the_coordinator_and_a_new_plan(comes, everybody, post):
    case = tell(everybody).report(everybody.sem, by=(everybody.daan,)).step_1().judged("bullying").step_3()
    post.days_pass_until(date(2026, 11, 30))
    (today,) = post.brings("Vandaag: Eerste evaluatie", to=[everybody.anouk])
    anouk, carla = comes(), comes()
    anouk.follows_mail(today, signing_in=everybody.anouk)
    protocol.evaluates_first(anouk, "Nee", kept="Niet nagekomen", feels="Niet veilig")
    anouk.reads(
        "Opschrijven waardoor het misging",
        "Overleggen met de Seo-coördinator",
        "Een plan maken voor de komende twee weken",
    )

    protocol.analyses(anouk)
    protocol.consults(anouk)
    protocol.agrees(anouk, "Een plan maken voor de komende twee weken", "Daan speelt tot de kerst op het voorplein.")
    protocol.tells_everybody(anouk, 2)
    anouk.reads("Stap 4 afgerond. De tweede evaluatie is maandag 14 december.")

    # The whole team reads what changed since the last version, on screen and on top of the paper.
    post.brings("Een handelingsplan is veranderd", to=team(everybody, but=everybody.anouk))
    changed = post.to(everybody.carla)[0]
    assert "versie 2" in changed.text
    carla.follows_mail(changed, signing_in=everybody.carla)
    carla.reads("Wat is er veranderd?", "De kleine pauze had geen toezicht.")
    carla.reads("Daan speelt tot de kerst op het voorplein.")
    paper = carla.prints("Afdrukken (PDF)")
    for words in ("Versie 2", case.case.reference, "na te komen? Nee", "afgedrukt door Carla Jansen op"):
        assert words in paper
    assert paper.index("Wat is er veranderd?") < paper.index("Het probleem")


def test_a_no_at_step_5_brings_a_new_approach_and_comes_round_until_it_is_good(comes, everybody, days, post):
    # This school sends the plan along.
    School.objects.filter(pk=everybody.school.pk).update(attach_plan=True)
    case = tell(everybody).report(everybody.sem, by=(everybody.daan,)).step_1().judged("bullying").step_3()
    case.until_due().evaluate("yes")
    days.go_to(date(2026, 12, 14))
    (today,) = post.brings("Vandaag: Tweede evaluatie", to=[everybody.anouk])
    anouk = comes()
    anouk.follows_mail(today, signing_in=everybody.anouk)
    protocol.evaluates_again(anouk, "Nee", kept="Deels nagekomen", feels="Een beetje veilig")
    protocol.finds_another_way(anouk)
    protocol.agrees(anouk, "Acties en afspraken vastleggen", "Een steungroep van vijf kinderen om Sem heen.")
    protocol.tells_everybody(anouk, 3)

    # The file in the mail is made for who gets it.
    colleagues = team(everybody, but=everybody.anouk)
    # The second version went out in the week before, this one now.
    post.brings("Een handelingsplan is veranderd", to=[*colleagues, *colleagues])
    mail = post.to(everybody.mo)[0]
    ((name, file),) = mail.attachments.items()
    assert name == f"plan-{case.case.reference}-3.pdf"
    for words in ("Versie 3", "gemaild aan Mo Yilmaz op", "Een steungroep van vijf kinderen om Sem heen."):
        assert words in text_of(file)

    # Two weeks later school is closed for Christmas: the page says so, and offers a day before; so does a mail.
    anouk.reads("vakantie")
    post.days_pass_until(date(2026, 12, 18))
    (before,) = post.brings("Meteen na de vakantie: Tweede evaluatie", to=[everybody.anouk])
    anouk.follows_mail(before)
    days.go_to(date(2027, 1, 4))
    anouk.opens(f"/zaken/{case.id}/")
    anouk.reads("ronde 2")
    protocol.evaluates_again(anouk, "Ja", feels="Heel veilig")
    protocol.phases_out(anouk)
    protocol.tells_everybody(anouk, 4)
    assert case.step == "after_care"
    post.brings("Een handelingsplan is veranderd", to=colleagues)
