"""Guessing slows the guesser and never the owner, counts over all processes, and tells nobody which accounts exist."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kring.mail.models import Letter
from kring.school.actions import second_step
from kring.school.codes import code_of, half_minute_of
from kring.school.models import StaffMember
from kring.trail.models import TrailLine
from kring.trail.verbs import Verb
from kring.web.models import AskedLink, Counter, KnownDevice
from kring.web.request import clock
from kring.web.way_in import counters, forgotten, guess
from kring.web.way_in.counters import NONE, Limit, key_of, take
from kring.web.way_in.guess import COOKIE, MOST_DEVICES
from tests.app import sets_up_an_app
from tests.cast import NOW, PASSWORD, Cast, sign_in

pytestmark = pytest.mark.urls("tests.web.bench")

SIGN_IN, FORGOTTEN = "/aanmelden/", "/wachtwoord/vergeten/"
NOBODY = "niemand@dewilg.example"
HOME, ELSEWHERE = "10.0.0.1", "192.0.2.7"


def enter(browser: Client, email: str, password: str = PASSWORD) -> HttpResponse:
    return browser.post(SIGN_IN, {"login": email, "password": password})  # type: ignore[return-value]


def from_(network: str) -> Client:
    return Client(REMOTE_ADDR=network)


def guesses(browser: Client, email: str, times: int) -> None:
    for number in range(times):
        enter(browser, email, f"mis {number}")


def address_of(staff: StaffMember) -> str:
    assert staff.account is not None
    return staff.account.email


def known_browser(cast: Cast, network: str = HOME) -> Client:
    """A browser in which Anouk came in before; she signed out since."""
    browser = from_(network)
    assert enter(browser, address_of(cast.anouk)).status_code == 302
    browser.post("/afmelden/")
    return browser


def waits(answer: HttpResponse) -> bool:
    return "Dat was te vaak mis." in answer.content.decode()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    def go(passed: timedelta) -> None:
        monkeypatch.setattr(clock, "now", lambda: NOW + passed)

    return go


def assert_waits_ever_longer(browser: Client, email: str, later: Callable[[timedelta], None]) -> None:
    """Each next wrong guess waits twice as long, up to a quarter of an hour."""
    passed = timedelta()
    for seconds in (5, 10, 20, 40, 80, 160, 320, 640, 900, 900):
        later(passed + timedelta(seconds=seconds - 1))
        assert waits(enter(browser, email)), seconds
        passed += timedelta(seconds=seconds)
        later(passed)
        assert not waits(enter(browser, email, "mis")), seconds


# The owner


def test_sixteen_wrong_passwords_elsewhere_and_the_owner_is_in_at_once(cast):
    hers = known_browser(cast)
    guesses(from_(ELSEWHERE), address_of(cast.anouk), 16)
    assert waits(enter(from_(ELSEWHERE), address_of(cast.anouk)))
    assert enter(hers, address_of(cast.anouk)).status_code == 302


def test_the_owner_is_in_at_once_when_the_guesser_sits_in_the_same_school(cast):
    hers = known_browser(cast, ELSEWHERE)
    for colleague in (cast.anouk, cast.bram, cast.carla, cast.hein):
        guesses(from_(ELSEWHERE), address_of(colleague), 30)
    assert enter(hers, address_of(cast.anouk)).status_code == 302


def test_on_a_new_device_the_owner_is_in_when_somebody_guesses_elsewhere(cast):
    guesses(from_(ELSEWHERE), address_of(cast.anouk), 50)
    assert enter(from_(HOME), address_of(cast.anouk)).status_code == 302


def test_guessing_at_one_account_keeps_nobody_else_waiting(cast):
    guesses(from_(ELSEWHERE), address_of(cast.anouk), 50)
    assert enter(from_(ELSEWHERE), address_of(cast.bram)).status_code == 302


def test_who_is_kept_waiting_and_chooses_a_new_password_by_mail_comes_in(cast, settings):
    settings.KRING_MAIL = True
    browser = from_(ELSEWHERE)
    guesses(browser, address_of(cast.anouk), 30)
    assert waits(enter(browser, address_of(cast.anouk)))
    browser.post(FORGOTTEN, {"email": address_of(cast.anouk)})
    forgotten.send_asked()
    link = next(word for word in (Letter.objects.get().text or "").split() if "/wachtwoord/nieuw/" in word)
    form = browser.get(link.partition("127.0.0.1")[2], follow=True)
    new = "paarse giraffen dansen"
    browser.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert enter(browser, address_of(cast.anouk), new).status_code == 302


# Codes


STEP = "/aanmelden/stap/"
SECRET = b"geheim van een app.."


@pytest.fixture
def app(cast: Cast) -> None:
    """Anouk has an app with this secret since yesterday."""
    assert cast.anouk.account is not None
    yesterday = NOW - timedelta(days=1)
    code = code_of(SECRET, half_minute_of(yesterday))
    second_step.add_app(account=cast.anouk.account, secret=SECRET, code=code, at=yesterday)


def shows() -> str:
    return code_of(SECRET, half_minute_of(clock.now()))


def guesses_codes(browser: Client, email: str, times: int) -> HttpResponse:
    """Who knows the password and has not the telephone: what is answered to the last guess."""
    for _guess in range(times):
        enter(browser, email)
        answer = browser.post(STEP, {"code": "000000"})
    return answer  # type: ignore[return-value]


def knows_her(cast: Cast, network: str = HOME) -> Client:
    """A browser in which Anouk came in yesterday, in both steps; she signed out since."""
    browser = from_(network)
    enter(browser, address_of(cast.anouk))
    assert browser.post(STEP, {"code": shows()}).status_code == 302
    browser.post("/afmelden/")
    return browser


@pytest.mark.both_steps
@pytest.mark.parametrize("network", [ELSEWHERE, HOME], ids=["elsewhere", "in-the-same-building"])
def test_thirty_codes_guessed_with_the_right_password_and_the_owner_is_in_at_once(cast, app, later, network):
    hers = knows_her(cast)
    later(timedelta(minutes=1))
    assert waits(guesses_codes(from_(network), address_of(cast.anouk), 30))
    assert enter(hers, address_of(cast.anouk))["Location"] == STEP
    assert hers.post(STEP, {"code": shows()})["Location"] == "/"


@pytest.mark.both_steps
def test_who_guesses_codes_elsewhere_keeps_the_owner_on_a_new_device_waiting_a_minute_at_most(cast, app, later):
    for network in range(4):
        guesses_codes(from_(f"198.51.100.{network}"), address_of(cast.anouk), 5)
    passed = timedelta()
    for seconds in (1, 2, 4, 8, 16, 32):
        passed += timedelta(seconds=seconds)
        later(passed)
        assert not waits(guesses_codes(from_(f"203.0.113.{seconds}"), address_of(cast.anouk), 1))
    hers = from_(HOME)
    later(passed + timedelta(seconds=59))
    assert waits(enter(hers, address_of(cast.anouk)))
    later(passed + timedelta(seconds=60))
    assert enter(hers, address_of(cast.anouk))["Location"] == STEP
    assert hers.post(STEP, {"code": shows()})["Location"] == "/"


@pytest.mark.both_steps
def test_a_right_password_between_wrong_codes_makes_the_guesser_wait_no_less(cast, app, later):
    browser = from_(ELSEWHERE)
    guesses(browser, address_of(cast.anouk), 3)
    for _guess in range(2):
        guesses_codes(from_(ELSEWHERE), address_of(cast.anouk), 1)
    assert waits(enter(from_(ELSEWHERE), address_of(cast.anouk)))
    later(guess.STRANGER.first)
    enter(browser, address_of(cast.anouk))
    guesses_codes(from_(ELSEWHERE), address_of(cast.anouk), 1)
    assert waits(browser.post(STEP, {"code": shows()}))  # type: ignore[arg-type]


def told_of_codes() -> list[str]:
    lines = TrailLine.objects.filter(verb=Verb.SECOND_STEP_GUESSED)
    letters = Letter.objects.filter(kind="codes_guessed")
    assert lines.count() == letters.count()
    return [letter.address for letter in letters]


@pytest.mark.both_steps
def test_after_ten_wrong_codes_on_unknown_devices_the_owner_hears_it_once_that_day(cast, app, later):
    for network in range(3):
        guesses_codes(from_(f"198.51.100.{network}"), address_of(cast.anouk), 3)
    assert told_of_codes() == []
    guesses_codes(from_(ELSEWHERE), address_of(cast.anouk), 3)
    assert told_of_codes() == [address_of(cast.anouk)]
    letter = Letter.objects.get(kind="codes_guessed")
    assert "/wachtwoord/vergeten/" in (letter.text or "")
    assert letter.subject == "Was jij dit? Tien verkeerde codes bij Kring"
    later(timedelta(hours=20))
    guesses_codes(from_(HOME), address_of(cast.anouk), 1)
    assert len(told_of_codes()) == 2, "the next day it goes on, and is said again"


@pytest.mark.both_steps
def test_the_owner_who_types_wrong_codes_in_her_own_browser_gets_no_letter(cast, app, later):
    hers = knows_her(cast)
    for minute in range(12):
        later(timedelta(minutes=20 * minute + 1))
        enter(hers, address_of(cast.anouk))
        assert hers.post(STEP, {"code": "000000"}).status_code == 422
    assert told_of_codes() == []


@pytest.mark.both_steps
def test_some_wrong_codes_on_new_devices_over_a_term_are_no_guessing(cast, app, later):
    for week in range(6):
        later(timedelta(weeks=week))
        guesses_codes(from_(HOME), address_of(cast.anouk), 3)
    assert told_of_codes() == []


@pytest.mark.both_steps
def test_wrong_codes_while_setting_up_the_first_app_keep_nobody_waiting(cast):
    browser = from_(HOME)
    enter(browser, address_of(cast.hein))
    for _mistake in range(12):
        answer = browser.post("/aanmelden/stap/app/", {"code": "000000"})
        assert "Deze code klopt niet." in answer.content.decode()
    assert not Counter.objects.filter(misses__gt=0).exists()
    assert sets_up_an_app(browser)[1].status_code in (302, 303)
    assert told_of_codes() == []


# The guesser


def test_each_wrong_guess_of_a_stranger_waits_longer_up_to_a_quarter_of_an_hour(cast, later):
    browser, email = from_(ELSEWHERE), address_of(cast.anouk)
    guesses(browser, email, 5)
    assert_waits_ever_longer(browser, email, later)


def test_what_waits_is_not_judged_and_makes_nobody_wait_longer(cast, later):
    browser, email = from_(ELSEWHERE), address_of(cast.anouk)
    guesses(browser, email, 5)
    for _ in range(20):
        assert waits(enter(browser, email))
    later(timedelta(seconds=5))
    assert enter(browser, email).status_code == 302


def test_who_reads_how_long_reads_it_in_minutes(cast, later):
    browser, email = from_(ELSEWHERE), address_of(cast.anouk)
    guesses(browser, email, 6)
    assert "Wacht een minuut" in enter(browser, email).content.decode()
    assert guess.sentence(timedelta(seconds=61)) == "Dat was te vaak mis. Wacht 2 minuten en probeer het dan nog eens."


def test_a_guesser_with_many_networks_waits_by_account(cast):
    email = address_of(cast.anouk)
    for network in range(4):
        guesses(from_(f"198.51.100.{network}"), email, 5)
    assert waits(enter(from_("198.51.100.200"), email))


def test_a_guesser_of_many_accounts_waits_by_network(cast):
    browser = from_(ELSEWHERE)
    for number in range(100):
        enter(browser, f"iemand{number}@dewilg.example", "mis")
    assert waits(enter(browser, address_of(cast.anouk)))
    assert enter(from_(HOME), address_of(cast.anouk)).status_code == 302


def test_one_who_guesses_at_a_device_that_is_known_waits_there(cast):
    hers = known_browser(cast)
    guesses(hers, address_of(cast.anouk), 8)
    assert waits(enter(hers, address_of(cast.anouk)))
    assert enter(from_(ELSEWHERE), address_of(cast.anouk)).status_code == 302


def test_who_mistypes_seven_times_on_her_own_device_is_in_at_once_with_the_right_one(cast):
    """With the eighth she waits five seconds: a stranger waits after five."""
    hers = known_browser(cast)
    for number in range(7):
        assert not waits(enter(hers, address_of(cast.anouk), f"mis {number}"))
    assert enter(hers, address_of(cast.anouk)).status_code == 302


def test_each_wrong_guess_at_a_known_device_waits_longer_up_to_a_quarter_of_an_hour(cast, later):
    hers, email = known_browser(cast), address_of(cast.anouk)
    guesses(hers, email, 8)
    assert_waits_ever_longer(hers, email, later)


def test_a_known_device_is_known_for_its_own_account_alone(cast):
    hers = known_browser(cast)
    guesses(from_(HOME), address_of(cast.bram), 5)
    assert waits(enter(hers, address_of(cast.bram)))


def test_guessing_beside_ones_own_account_resets_nothing(cast):
    """Whoever has an account comes in between two guesses, and is counted all the same."""
    browser = from_(ELSEWHERE)
    for number in range(5):
        enter(browser, address_of(cast.anouk), f"mis {number}")
        assert enter(browser, address_of(cast.bram)).status_code == 302
        browser.post("/afmelden/")
    assert waits(enter(browser, address_of(cast.anouk)))


def test_the_password_of_now_is_guessed_no_faster_on_a_page_that_stands_open(cast):
    browser = sign_in(Client(), cast.anouk)
    new = {"password1": "paarse giraffen dansen", "password2": "paarse giraffen dansen"}
    for number in range(5):
        browser.post("/wachtwoord/", {"oldpassword": f"mis {number}"} | new)
    assert waits(browser.post("/wachtwoord/", {"oldpassword": PASSWORD} | new))  # type: ignore[arg-type]


def test_a_misspelt_address_with_capitals_is_the_same_account(cast):
    guesses(from_(ELSEWHERE), f"  {address_of(cast.anouk).upper()} ", 5)
    assert waits(enter(from_(ELSEWHERE), address_of(cast.anouk)))


# What the device keeps


def test_of_a_known_device_only_a_digest_is_kept_and_its_cookie_is_of_nobody(cast):
    hers = known_browser(cast)
    cookie = hers.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    row = KnownDevice.objects.get()
    token = cookie.value.partition(":")[0]
    assert len(token) == 32
    assert token not in row.digest
    assert str(cast.anouk.account_id) not in cookie.value
    thief = from_(ELSEWHERE)
    guesses(thief, address_of(cast.anouk), 5)
    thief.cookies[COOKIE] = row.digest
    assert waits(enter(thief, address_of(cast.anouk)))


def test_a_new_password_makes_every_other_device_a_stranger(cast):
    theirs, hers = known_browser(cast), known_browser(cast)
    sign_in(hers, cast.anouk)
    new = "paarse giraffen dansen"
    hers.post("/wachtwoord/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    guesses(from_(HOME), address_of(cast.anouk), 5)
    assert waits(enter(theirs, address_of(cast.anouk), new))
    hers.post("/afmelden/")
    assert enter(hers, address_of(cast.anouk), new).status_code == 302


def test_an_account_has_so_many_devices_and_the_oldest_goes(cast, later):
    for number in range(MOST_DEVICES + 2):
        later(timedelta(minutes=number))
        known_browser(cast)
    kept = KnownDevice.objects.order_by("used_at").values_list("used_at", flat=True)
    assert list(kept) == [NOW + timedelta(minutes=number) for number in range(2, MOST_DEVICES + 2)]


# The counter itself

LIMIT = Limit("test", free=3, first=timedelta(seconds=10), longest=timedelta(minutes=1), forgives=timedelta(minutes=5))


def test_a_miss_is_forgiven_with_time(db):
    key = key_of(LIMIT, "a")
    assert [take(LIMIT, key, at=NOW).waits for _ in range(4)] == [NONE] * 3 + [timedelta(seconds=10)]
    after = NOW + timedelta(minutes=10)
    assert [take(LIMIT, key, at=after).waits for _ in range(3)] == [NONE] * 2 + [timedelta(seconds=10)]


def test_a_clock_that_was_ahead_keeps_nobody_waiting_for_days(db):
    key = key_of(LIMIT, "a")
    for _ in range(3):
        take(LIMIT, key, at=NOW + timedelta(days=40))
    assert take(LIMIT, key, at=NOW).waits == LIMIT.longest


def test_what_was_right_clears_no_wait_of_others(db):
    """Who knows the password sends it beside the codes, to have the wait of each taken away."""
    key = key_of(LIMIT, "a")
    mine, *_others = [take(LIMIT, key, at=NOW) for _ in range(3)]
    counters.give_back(mine, at=NOW)
    assert Counter.objects.get().misses == 2
    assert take(LIMIT, key, at=NOW).waits > NONE


def test_a_flood_of_invented_accounts_pushes_out_no_real_one(db, monkeypatch):
    monkeypatch.setattr(counters, "MOST", 40)
    monkeypatch.setattr(counters, "AT_ONCE", 5)
    for number, name in enumerate(("anouk", "bram", "carla")):
        for _ in range(number + 1):
            take(LIMIT, key_of(LIMIT, name), at=NOW, known=True)
    guessed = key_of(LIMIT, "guessed")
    for _ in range(3):
        take(LIMIT, guessed, at=NOW)
    for number in range(400):
        take(LIMIT, key_of(LIMIT, f"niemand {number}"), at=NOW + timedelta(seconds=number))
    assert Counter.objects.count() <= 40
    kept = dict(Counter.objects.values_list("key", "misses"))
    assert [kept[key_of(LIMIT, name)] for name in ("anouk", "bram", "carla")] == [1, 2, 3]
    assert kept[guessed] == 3, "the least guessed go first"
    assert key_of(LIMIT, "niemand 399") in kept
    assert key_of(LIMIT, "niemand 0") not in kept


def test_what_nobody_guesses_at_any_more_goes_after_a_week(db):
    take(LIMIT, key_of(LIMIT, "old"), at=NOW - timedelta(days=8))
    take(LIMIT, key_of(LIMIT, "new"), at=NOW)
    guess.sweep(at=NOW)
    assert list(Counter.objects.values_list("key", flat=True)) == [key_of(LIMIT, "new")]


@pytest.mark.django_db(transaction=True)
def test_a_hundred_at_once_are_counted_as_a_hundred():
    """No two processes read the same count: of all that come in at one moment, as many are judged as are free."""
    key = key_of(LIMIT, "a")
    judged: list[bool] = []
    together = threading.Barrier(8)

    def guesser() -> None:
        together.wait()
        try:
            judged.extend(take(LIMIT, key, at=NOW).waits == NONE for _ in range(5))
        finally:
            connection.close()

    threads = [threading.Thread(target=guesser) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(judged) == 40
    assert sum(judged) == LIMIT.free
    assert Counter.objects.get().misses == LIMIT.free


# Whether an account exists


def work(act: Callable[[str], HttpResponse], email: str) -> tuple[list[str], HttpResponse]:
    """The statements that this takes for this address, without what they are about."""
    with CaptureQueriesContext(connection) as seen:
        answer = act(email)
    return [one["sql"].split(" WHERE ")[0].split(" VALUES ")[0].split(" SET ")[0] for one in seen], answer


def test_asking_for_a_new_password_is_the_same_work_for_an_address_that_nobody_has(cast, settings):
    settings.KRING_MAIL = True
    from_(HOME).post(FORGOTTEN, {"email": "iemand@dewilg.example"})  # the first of its network makes a line for that
    AskedLink.objects.all().delete()
    worked = [
        work(lambda email: from_(HOME).post(FORGOTTEN, {"email": email}), email)  # type: ignore[arg-type,return-value]
        for email in (address_of(cast.anouk), NOBODY)
    ]
    assert worked[0][0] == worked[1][0]
    assert any("web_askedlink" in one for one in worked[0][0])
    assert [row.account_id for row in AskedLink.objects.order_by("pk")] == [cast.anouk.account_id, None]
    assert not Letter.objects.exists()
    forgotten.send_asked()
    assert [letter.to_staff for letter in Letter.objects.all()] == [cast.anouk]
    assert not AskedLink.objects.exists()


def test_a_wrong_password_is_the_same_work_for_an_account_that_nobody_has(cast, monkeypatch):
    hashed: list[str] = []
    real = hashers.MD5PasswordHasher.encode

    def counted(self: hashers.MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return real(self, password, salt)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counted)
    sizes, times = set(), []
    for email in (address_of(cast.anouk), "anoek@dewilg.example"):  # as long as hers
        hashed.clear()
        _statements, answer = work(lambda email: enter(from_(HOME), email, "mis"), email)
        times.append(len(hashed))
        sizes.add(len(answer.content))
    assert times == [1, 1]
    assert len(sizes) == 1


def test_who_has_to_wait_reads_the_same_of_an_account_that_nobody_has(cast):
    for email in (address_of(cast.anouk), NOBODY):
        guesses(from_(ELSEWHERE), email, 5)
        assert waits(enter(from_(ELSEWHERE), email))


def test_a_mailbox_is_not_filled_and_the_page_does_not_say_so(cast, settings, later):
    settings.KRING_MAIL = True
    for email in (address_of(cast.anouk), NOBODY):
        answers = [from_(HOME).post(FORGOTTEN, {"email": email}) for _ in range(6)]
        assert {answer.status_code for answer in answers} == {302}
    forgotten.send_asked()
    assert Letter.objects.count() == 3
    later(timedelta(minutes=21))
    from_(HOME).post(FORGOTTEN, {"email": address_of(cast.anouk)})
    forgotten.send_asked()
    assert Letter.objects.count() == 4


@pytest.mark.parametrize(("proxies", "counted"), [(0, "as one"), (1, "as one"), (1, "apart")])
def test_who_writes_another_network_into_a_header_is_counted_all_the_same(cast, settings, proxies, counted):
    """A header counts where there is a proxy, which writes the last address of it. What stands before that is typed."""
    settings.KRING_MAIL, settings.ALLAUTH_TRUSTED_PROXY_COUNT = True, proxies
    header = "198.51.100.{}" if proxies == 0 else ("198.51.100.{}, 192.0.2.9" if counted == "as one" else "192.0.2.{}")
    answers = [
        from_(ELSEWHERE).post(
            FORGOTTEN, {"email": f"{number}@dewilg.example"}, headers={"x-forwarded-for": header.format(number)}
        )
        for number in range(61)
    ]
    assert [one.status_code for one in answers[:60]] == [302] * 60
    assert answers[-1].status_code == (429 if counted == "as one" else 302)


def test_one_network_asks_only_so_often_and_others_go_on(cast, settings):
    settings.KRING_MAIL = True
    browser = from_(ELSEWHERE)
    answers = [browser.post(FORGOTTEN, {"email": f"{number}@dewilg.example"}) for number in range(61)]
    assert [answer.status_code for answer in answers] == [302] * 60 + [429]
    assert answers[-1]["Retry-After"] == "1"
    assert from_(HOME).post(FORGOTTEN, {"email": address_of(cast.anouk)}).status_code == 302
