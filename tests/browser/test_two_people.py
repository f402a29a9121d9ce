"""Two people for a role, in a browser: proposed, a yes, an invitation, the first sign-in, and who else reads of it."""

from kring.school.models import Role, StaffMember
from tests.browser.conftest import Comes
from tests.browser.post import Post
from tests.browser.visitor import PHONE
from tests.cast import ITSELF, PASSWORD, Cast
from tests.school import plain as actions

CHOSEN = "zes natte laarzen in de gang"


def test_a_new_head_comes_in_after_a_yes_and_the_other_head_reads_who_gave_it(
    comes: Comes, everybody: Cast, post: Post
) -> None:
    nel = actions.add_staff(
        act=ITSELF,
        school=everybody.school,
        name="Nel Blom",
        role=Role.HEAD,
        email="nel@dewilg.example",
        password=PASSWORD,
    )
    ada = comes()
    ada.opens("/school/medewerkers/nieuw/")
    ada.signs_in(everybody.ada)
    ada.fills("Naam", "Eva Maas")
    ada.fills("Hoe noemen de kinderen", "juf Eva")
    ada.chooses("Rol", "Directeur")
    ada.fills("E-mailadres", "eva@dewilg.example")
    ada.presses("Medewerker toevoegen")
    ada.reads("Eva Maas is voorgesteld. De rol geldt na een ja.")
    ada.follows("Naar de voorstellen")
    ada.reads("Komt erbij als Directeur.", "Wie ja kan zeggen: Hein Smit en Nel Blom.")
    ada.follows("Intrekken")
    ada.is_at("Dit voorstel intrekken?")

    post.brings("Er wacht een voorstel op een ja", to=[everybody.hein, nel, everybody.carla])
    hein = comes(PHONE)
    hein.opens("/vandaag/")
    hein.signs_in(everybody.hein)
    hein.reads("Een voorstel wacht op jouw ja of nee:")
    hein.follows("Eva Maas: Directeur")
    hein.reads("Deze persoon logt in met eva@dewilg.example.")
    hein.presses("Antwoord geven")
    hein.reads("Kies ja of nee.")
    hein.chooses("Wat is je antwoord?", "Ja")
    hein.presses("Antwoord geven")
    hein.reads("Je zei ja. Eva Maas heeft het nu.", "Er wacht niets")
    hein.opens("/school/spoor/")
    hein.reads("Ada Kok", "deed een voorstel voor Eva Maas: Directeur")

    made = StaffMember.objects.get(name="Eva Maas")
    (invitation,) = post.brings("Je kunt nu inloggen bij Kring", to=[made])
    eva = comes(PHONE)
    eva.opens(invitation.link)
    eva.fills("Wachtwoord", CHOSEN)
    eva.fills("Nog een keer hetzelfde wachtwoord", CHOSEN)
    eva.presses("Wachtwoord bewaren")
    eva.is_at("Goedemorgen")
    eva.reads("Je wachtwoord is bewaard.")

    other = comes()
    other.opens("/vandaag/")
    other.signs_in(nel)
    other.reads("Een collega kreeg een andere rol:", "(voorgesteld door Ada Kok, ja van Hein Smit)")
    other.follows("Eva Maas: Directeur")
    other.reads("Hein Smit zei ja")
