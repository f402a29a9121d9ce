"""The second step in a browser: a passkey, an app, a spare code, and a colleague who lets somebody back in."""

import pytest

from kring.school.codes import code_of, half_minute_of
from kring.school.models import StaffMember
from tests.app import secret_on
from tests.browser.calendar import Calendar
from tests.browser.conftest import Comes
from tests.browser.visitor import PHONE, Visitor
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.both_steps


def gives_password(visitor: Visitor, staff: StaffMember) -> None:
    assert staff.account is not None
    visitor.fills("E-mailadres", staff.account.email)
    visitor.fills("Wachtwoord", PASSWORD)
    visitor.presses("Inloggen")


def has_a_device(visitor: Visitor) -> None:
    """A telephone or computer that can make passkeys, and whose owner puts a finger on it."""
    devices = visitor.page.context.new_cdp_session(visitor.page)
    devices.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**kind, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )


def signs_out(visitor: Visitor) -> None:
    visitor.opens("/afmelden/")
    visitor.presses("Uitloggen")
    visitor.opens("/aanmelden/")


def test_a_teacher_makes_a_passkey_at_the_first_sign_in_and_comes_in_with_it_after_that(
    comes: Comes, everybody: Cast
) -> None:
    anouk = comes(PHONE)
    has_a_device(anouk)
    anouk.opens("/zaken/")
    gives_password(anouk, everybody.anouk)
    anouk.is_at("Nog één slot op de deur")
    anouk.fills("Hoe noem je deze passkey?", "Mijn telefoon")
    anouk.presses("Passkey maken")
    anouk.is_at("Jouw reservecodes")
    anouk.presses("Ik heb ze bewaard")
    anouk.is_at("Zaken")
    signs_out(anouk)
    gives_password(anouk, everybody.anouk)
    anouk.is_at("Nog één stap")
    anouk.presses("Met je passkey")
    anouk.is_at("Goedemorgen")
    anouk.opens("/tweede-stap/")
    anouk.reads("Mijn telefoon", "Je hebt nog 8 reservecodes.")
    anouk.opens("/tweede-stap/passkey/")
    anouk.tries("Passkey maken")
    anouk.reads("Dit apparaat heeft al een passkey voor Kring.")


def test_with_an_app_without_script_and_let_back_in_when_the_telephone_is_gone(
    comes: Comes, everybody: Cast, days: Calendar
) -> None:
    mo = comes(PHONE, java_script=False)
    mo.opens("/vandaag/")
    gives_password(mo, everybody.mo)
    mo.is_at("Nog één slot op de deur")
    mo.follows("App instellen")
    secret = secret_on(mo.page.content())
    mo.fills("Code uit de app", "000 000")
    mo.presses("Klaar")
    mo.reads("Deze code klopt niet.")
    code = code_of(secret, half_minute_of(days.now()))
    mo.fills("Code uit de app", f"{code[:3]} {code[3:]}")
    mo.presses("Klaar")
    mo.is_at("Jouw reservecodes")
    spare = mo.typed("Jouw reservecodes").split()[0]
    mo.presses("Ik heb ze bewaard")
    mo.is_at("Goedemorgen")

    elsewhere = comes()
    elsewhere.opens("/vandaag/")
    gives_password(elsewhere, everybody.mo)
    elsewhere.fills("Code uit de app", code)
    elsewhere.presses("Ga verder")
    elsewhere.reads("is al gebruikt")
    elsewhere.unfolds("Heb je je telefoon niet bij je?")
    elsewhere.fills("Reservecode", spare)
    elsewhere.presses("Ga verder met deze code")
    elsewhere.is_at("Goedemorgen")
    elsewhere.reads("Je hebt nog 7 reservecodes.")

    ada = comes()
    ada.opens("/school/medewerkers/")
    gives_password(ada, everybody.ada)
    ada.follows("App instellen")
    ada.fills("Code uit de app", code_of(secret_on(ada.page.content()), half_minute_of(days.now())))
    ada.presses("Klaar")
    ada.presses("Ik heb ze bewaard")
    ada.opens(f"/school/medewerkers/{everybody.mo.pk}/")
    ada.follows("Weer binnenlaten")
    ada.is_at("Mo Yilmaz weer binnenlaten")
    ada.presses("Binnenlaten")
    ada.reads("Mo Yilmaz stelt de volgende keer bij het inloggen een nieuwe tweede stap in.")
    elsewhere.opens("/vandaag/")
    elsewhere.is_at("Inloggen")
