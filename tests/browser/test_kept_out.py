"""A colleague who is kept out of a case reports the children again: the report counts, and nobody comes in by it."""

from datetime import date

from kring.cases.models import Case
from tests.browser import protocol
from tests.browser.post import leaders, team
from tests.browser.visitor import PHONE
from tests.cases.telling import Telling, tell


def test_who_is_kept_out_and_reports_again_comes_in_nowhere(comes, everybody, post):
    case = tell(everybody).report(everybody.sem, by=(everybody.daan,))
    carla, wil = comes(), comes(PHONE)
    carla.signs_in(everybody.carla)
    carla.opens(f"/zaken/{case.id}/mensen/")
    carla.follows("Collega uitsluiten")
    carla.chooses("Wie?", "Wil de Ruiter")
    carla.presses("Uitsluiten")
    carla.reads("Deze collega ziet niets meer van deze zaak.")
    post.brings("Er is een nieuwe zaak", to=leaders(everybody))

    # The aunt reports the same two as if nothing were: she is not told that there is a case, and reads her own words.
    wil.signs_in(everybody.wil)
    protocol.fills_in_report(wil, "Sem Bakker", "Daan Visser")
    wil.reads("Anouk Vermeer pakt dit op, en de Seo-coördinator kijkt mee.")
    wil.reads_nowhere(case.case.reference)
    post.brings("Er is een melding voor je", to=[everybody.anouk])
    post.brings("Er is een nieuwe zaak", to=leaders(everybody))
    told = post.brings("Een collega is buiten een zaak gehouden", to=leaders(everybody))
    post.brings_nothing_else()
    again = Telling(everybody, everybody.anouk, case_id=Case.objects.exclude(pk=case.id).get().pk)
    carla.follows_mail(next(mail for mail in told if "carla" in mail.to))
    carla.is_at("Mensen")
    carla.reads("Wil de Ruiter", f"buiten gehouden, omdat dat bij zaak {case.case.reference} ook zo is")

    # The plan goes to everybody but her; her lists are empty, and no address opens.
    again.step_1().judged("bullying").step_3()
    post.days_pass_until(date(2026, 11, 24))
    readers = [one for one in team(everybody, but=everybody.anouk) if one.pk != everybody.wil.pk]
    post.brings("Er is een nieuw handelingsplan", to=readers)
    assert post.to(everybody.wil) == []
    for item in ("Vandaag", "Zaken", "Plannen"):
        wil.follows_menu(item)
        wil.reads_nowhere("Daan", again.case.reference)
    for address in (f"/zaken/{again.id}/", f"/plannen/{again.id}/", f"/observatie/{again.id}/", f"/zaken/{case.id}/"):
        assert wil.page.request.get(address).status == 404
    wil.opens("/meldingen/")
    wil.follows("Gemeld op")
    wil.reads("Anouk Vermeer pakt dit op", "Niemand hielp zoeken.")
    wil.reads_nowhere("gesprek met een kind was")
