"""Teasing: from a report in the corridor to the closing, by the teacher alone (rows S0 to S2c)."""

from datetime import date

from kring.cases.models import Case
from tests.browser import protocol
from tests.browser.post import leaders
from tests.browser.visitor import PHONE


def test_teasing_ends_with_agreements_and_comes_back_when_it_is_reported_again(comes, everybody, post):
    anouk = comes()
    anouk.signs_in(everybody.anouk)
    anouk.is_at("Goede")
    protocol.reports(anouk, "Sem Bakker", "Daan Visser")
    anouk.is_at("Sem en Daan, groep 6")
    anouk.reads("Stap 1: signaleren", "gemeld op 23 november")

    post.brings("Er is een nieuwe zaak", to=leaders(everybody))

    # The talks wait until tomorrow, and the mail says when they must be done. Its button opens the case.
    post.brings_nothing_else()
    post.days_pass_until(date(2026, 11, 24))
    post.brings("Morgen: Signaleren", to=[everybody.anouk])
    anouk.follows_mail(post.to(everybody.anouk)[0])
    anouk.is_at("Sem en Daan, groep 6")

    protocol.signals(anouk)
    anouk.reads("Stap 1 afgerond. Nu de vraag: Is dit plagen of pesten?")

    protocol.judges(anouk, "Plagen")
    protocol.agrees(anouk, "Afspraken maken, zodat plagen geen pesten wordt", "Daan vraagt of hij mee mag doen.")
    anouk.reads("Alles is gedaan. Je kunt de zaak nu afsluiten.")

    protocol.closes(anouk, "Het waren losse voorvallen en ze spelen weer samen.")
    anouk.reads("De zaak is afgesloten.", "Hoe het afliep")
    assert Case.objects.get().ended_as == "teasing"

    # A later report about the same two shows what was agreed, before a second case is opened.
    again = comes(PHONE)
    again.signs_in(everybody.anouk)
    protocol.fills_in_report(again, "Sem Bakker", "Daan Visser")
    again.is_at("Er was eerder iets")
    again.reads("Dit was afgesproken", "Daan vraagt of hij mee mag doen.")
    again.presses("Open een nieuwe zaak")
    again.is_at("Sem en Daan, groep 6")
    assert Case.objects.count() == 2

    # Teasing has no plan for the team, and who reports for the own group needs no mail about it.
    post.brings("Er is een nieuwe zaak", to=leaders(everybody))
    post.brings_nothing_else()
