"""Agreements (rows S2c, S3c, S4c, S5d), talking them over (S4b, S5b) and phasing out (S5b)."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases import bodies
from kring.cases.actions import recording
from kring.cases.agreements import AgreementState, StandingAgreement, standing_agreements
from kring.cases.bodies import GoesOn, Kept
from kring.cases.models import Fact
from kring.protocol.terms import Role
from tests.cases.telling import Telling, tell
from tests.cast import Cast, sign_in
from tests.web.browsing import early, fields_of, filled_in, it_is_now, messages_after, opened, send, text_of

pytestmark = pytest.mark.usefixtures("ticking")


@pytest.fixture
def anouk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.anouk)


@pytest.fixture
def case(cast: Cast) -> Telling:
    told = early(tell(cast).on(date(2026, 11, 20)).report(cast.sem, by=(cast.daan,)))
    return told.step_1().judged("bullying")


def page(case: Telling, duty: str) -> str:
    return reverse("duty", args=[case.id, duty])


def row(number: int = 0, **values: object) -> dict[str, object]:
    return {f"agreements-{number}-{name}": value for name, value in values.items()}


GOOD = row(what="Daan laat de tas van Sem met rust.", who="Daan", from_on="2026-11-23", until_on="2026-12-04")


def test_an_agreement_says_what_who_from_when_and_until_when(anouk, case):
    answer = send(anouk, page(case, "agreements"), **GOOD)
    assert messages_after(anouk, answer) == ["Bewaard. Nu nog: Vooraf vragen wat de leerling wil."]
    [fact] = case.file.of_kind("agreement")
    assert fact.duty == "agreements"
    assert fact.body == bodies.Agreement(
        what="Daan laat de tas van Sem met rust.",
        who="Daan",
        from_on=date(2026, 11, 23),
        until_on=date(2026, 12, 4),
    )


def test_a_new_agreement_begins_today_and_needs_no_end(anouk, case):
    assert opened(anouk, page(case, "agreements"))["agreements-0-from_on"] == ["2026-11-23"]
    assert send(anouk, page(case, "agreements"), **GOOD | row(until_on="")).status_code == 303


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("what", "", "Schrijf op wat jullie afspreken."),
        ("from_on", "", "Vul in vanaf welke dag de afspraak geldt."),
        ("from_on", "2026-11-19", "Deze dag ligt vóór de melding."),
        ("until_on", "2026-11-22", "De laatste dag ligt vóór de eerste."),
        ("who", "x" * 201, "Er passen er 200"),
    ],
)
def test_what_cannot_be_right_is_told_at_the_agreement(anouk, case, field, typed, sentence):
    answer = send(anouk, page(case, "agreements"), **GOOD | row(**{field: typed}))
    assert answer.status_code == 422
    assert text_of(answer).count(sentence) == 2
    assert f'href="#id_agreements-0-{field}"' in text_of(answer)
    assert not case.file.of_kind("agreement")


def test_no_agreement_at_all_is_told(anouk, case):
    answer = send(anouk, page(case, "agreements"))
    assert answer.status_code == 422
    assert "Schrijf minstens één afspraak op." in text_of(answer)


def test_several_agreements_in_one_go_and_a_double_click_makes_them_once(anouk, case):
    first = anouk.post(
        page(case, "agreements"), filled_in(opened(anouk, page(case, "agreements")), **GOOD) | {"agreements-more": "1"}
    )
    form = filled_in(fields_of(text_of(first)), **row(1, what="Sem vertelt het meteen.", who="Sem"))
    assert [anouk.post(page(case, "agreements"), form).status_code for _ in range(2)] == [303, 303]
    assert len(case.file.of_kind("agreement")) == 2


def test_agreements_can_be_made_between_two_duties(anouk, case, monkeypatch):
    case.step_3()
    url = reverse("agree", args=[case.id])
    assert "1 lopende afspraak" in text_of(anouk.get(url))
    assert send(anouk, url, **GOOD).status_code == 303
    assert case.file.of_kind("agreement")[-1].duty == ""


def test_an_agreement_is_put_right(anouk, case):
    send(anouk, page(case, "agreements"), **GOOD)
    [first] = case.file.of_kind("agreement")
    url = reverse("correct", args=[case.id, first.pk])
    form = opened(anouk, url)
    assert form["agreements-0-until_on"] == ["2026-12-04"]
    assert anouk.post(url, filled_in(form, **row(who="Daan en Lars"))).status_code == 303
    [now] = case.file.of_kind("agreement")
    assert isinstance(now.body, bodies.Agreement)
    assert now.body.who == "Daan en Lars"


# Talking them over


@pytest.fixture
def step_4(case: Telling, monkeypatch: pytest.MonkeyPatch) -> Telling:
    """The first evaluation: two agreements run, the talk is held."""
    case.step_3()
    case.agree("Sem vertelt het meteen aan juf Anouk.", "Sem")
    case.until_due()
    case.talk("talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True, feeling=4)
    it_is_now(monkeypatch, case.today)
    return case


def agreements(case: Telling) -> list[StandingAgreement]:
    return standing_agreements(case.file)


def about(one: StandingAgreement, **answers: object) -> dict[str, object]:
    return {f"{question}_{one.first.hex}": answer for question, answer in answers.items()}


def the_review(case: Telling) -> tuple[Fact, bodies.Review]:
    fact = case.file.of_kind("review")[-1]
    assert isinstance(fact.body, bodies.Review)
    return fact, fact.body


def test_each_agreement_is_kept_or_not_and_goes_on_in_its_own_way(anouk, step_4):
    first, second = agreements(step_4)
    answer = send(
        anouk,
        page(step_4, "review"),
        **about(first, kept="kept", goes_on="phase_out", from_on="2026-12-07", note="Ging vanzelf."),
        **about(second, kept="partly", goes_on="adjust", what="Sem vertelt het elke vrijdag.", who="Sem"),
    )
    assert messages_after(anouk, answer) == ["Bewaard. Nu de vraag: Is het gelukt om de afspraken na te komen?"]
    states = {one.agreement.what: one.state for one in agreements(step_4)}
    assert states == {
        "Daan laat de tas van Sem met rust.": AgreementState.PHASING_OUT,
        "Sem vertelt het meteen aan juf Anouk.": AgreementState.ADJUSTED,
        "Sem vertelt het elke vrijdag.": AgreementState.RUNNING,
    }
    _fact, review = the_review(step_4)
    assert [(verdict.kept, verdict.goes_on) for verdict in review.verdicts] == [
        (Kept.KEPT, GoesOn.PHASE_OUT),
        (Kept.PARTLY, GoesOn.ADJUST),
    ]
    assert review.verdicts[0].note == "Ging vanzelf."


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"kept": None}, "kept", "Kies of deze afspraak is nagekomen."),
        ({"goes_on": None}, "goes_on", "Kies hoe deze afspraak verdergaat."),
        ({"goes_on": "adjust", "what": " "}, "what", "Schrijf op hoe de afspraak nu luidt."),
        ({"goes_on": "adjust", "who": "", "kept_by": []}, "kept_by", "Kies wie zich aan deze afspraak houdt, of"),
        ({"goes_on": "phase_out"}, "from_on", "Vul in vanaf welke dag je de afspraak afbouwt."),
        ({"goes_on": "phase_out", "from_on": "ooit"}, "from_on", "Schrijf de datum zo: 23-11-2026."),
    ],
)
def test_every_agreement_gets_a_whole_answer(anouk, step_4, typed, field, sentence):
    first, second = agreements(step_4)
    good = about(first, kept="kept", goes_on="continue") | about(second, kept="kept", goes_on="continue")
    answer = send(anouk, page(step_4, "review"), **good | about(first, **typed))
    assert answer.status_code == 422
    assert text_of(answer).count(sentence) == 2
    assert f'href="#id_{field}_{first.fact.pk.hex}' in text_of(answer)
    assert not step_4.file.of_kind("review")


def test_the_day_of_the_review_is_in_the_case(anouk, step_4):
    both = [about(one, kept="kept", goes_on="continue") for one in agreements(step_4)]
    for day, sentence in (("2026-12-03", "Deze dag moet nog komen."), ("2026-11-19", "Deze dag ligt vóór de melding.")):
        answer = send(anouk, page(step_4, "review"), **both[0] | both[1], on=day)
        assert answer.status_code == 422
        assert text_of(answer).count(sentence) == 2


def test_an_agreement_made_in_the_meantime_is_asked_about_as_well(anouk, step_4):
    form = opened(anouk, page(step_4, "review"))
    both = [about(one, kept="kept", goes_on="continue") for one in agreements(step_4)]
    step_4.agree("Juf Anouk loopt mee naar buiten.", "juf Anouk")
    answer = anouk.post(page(step_4, "review"), filled_in(form, **both[0] | both[1]))
    assert answer.status_code == 422
    assert "Juf Anouk loopt mee naar buiten." in text_of(answer)
    assert "Kies of deze afspraak is nagekomen." in text_of(answer)


def test_what_is_typed_about_an_agreement_that_a_colleague_puts_right_meanwhile_stays(anouk, step_4):
    form = opened(anouk, page(step_4, "review"))
    first, second = agreements(step_4)
    answers = about(first, kept="kept", goes_on="continue", note="Ging vanzelf.")
    put_right = reverse("correct", args=[step_4.id, first.fact.pk])
    assert send(anouk, put_right, **row(who="Daan en Lars")).status_code == 303

    answer = anouk.post(page(step_4, "review"), filled_in(form, **answers, **about(second, kept="kept", goes_on=None)))

    assert answer.status_code == 422, "the second has no answer yet"
    assert "Ging vanzelf." in text_of(answer)
    again = filled_in(fields_of(text_of(answer)), **about(second, goes_on="continue"))
    assert anouk.post(page(step_4, "review"), again).status_code == 303
    _fact, review = the_review(step_4)
    assert [verdict.note for verdict in review.verdicts] == ["Ging vanzelf.", ""]
    assert {verdict.agreement for verdict in review.verdicts} == {one.fact.pk for one in agreements(step_4)}


def test_what_is_typed_about_an_agreement_that_a_colleague_takes_back_meanwhile_is_told(anouk, step_4):
    form = opened(anouk, page(step_4, "review"))
    first, second = agreements(step_4)
    typed = about(first, kept="not", goes_on="continue", note="Hij deed het elke dag.")
    typed |= about(second, kept="kept", goes_on="continue")
    recording.withdraw(act=step_4.act(), case_id=step_4.id, fact_id=first.fact.pk, reason="Vergissing.")

    answer = anouk.post(page(step_4, "review"), filled_in(form, **typed))

    assert answer.status_code == 422
    assert "Hij deed het elke dag." in text_of(answer), "it has nowhere else to stand"
    assert not step_4.file.of_kind("review")
    assert anouk.post(page(step_4, "review"), fields_of(text_of(answer))).status_code == 303, "who has read it may"


def test_a_review_done_again_changes_the_adjusted_agreement_and_doubles_nothing(anouk, step_4):
    first, second = agreements(step_4)
    good = about(first, kept="kept", goes_on="continue")
    adjusted = about(second, kept="partly", goes_on="adjust", what="Sem vertelt het elke vrijdag.", who="Sem")
    send(anouk, page(step_4, "review"), **good, **adjusted)
    form = opened(anouk, page(step_4, "review"))
    assert form[f"what_{second.fact.pk.hex}"] == ["Sem vertelt het elke vrijdag."]
    assert (
        anouk.post(
            page(step_4, "review"), filled_in(form, **about(second, what="Sem vertelt het elke dag."))
        ).status_code
        == 303
    )
    assert [one.agreement.what for one in agreements(step_4) if one.counts] == [
        "Daan laat de tas van Sem met rust.",
        "Sem vertelt het elke dag.",
    ]
    assert send(anouk, page(step_4, "review"), **about(second, goes_on="continue")).status_code == 303
    assert [one.agreement.what for one in agreements(step_4) if one.counts] == [
        "Daan laat de tas van Sem met rust.",
        "Sem vertelt het meteen aan juf Anouk.",
    ]


def test_a_review_is_put_right_after_its_step(anouk, step_4, monkeypatch):
    step_4.review(Kept.KEPT)
    step_4.decide("yes").do_the_rest()
    assert step_4.step == "second_evaluation"
    fact, _review = the_review(step_4)
    url = reverse("correct", args=[step_4.id, fact.pk])
    first = agreements(step_4)[0]
    assert send(anouk, url, **about(first, kept="partly")).status_code == 303
    assert the_review(step_4)[1].verdicts[0].kept is Kept.PARTLY


def test_without_agreements_the_review_can_still_be_done(anouk, step_4):
    for one in agreements(step_4):
        recording.withdraw(act=step_4.act(), case_id=step_4.id, fact_id=one.fact.pk, reason="Vergissing.")
    assert "Er loopt nu geen afspraak." in text_of(anouk.get(page(step_4, "review")))
    assert send(anouk, page(step_4, "review")).status_code == 303


def test_two_people_reviewing_both_see_that(anouk, step_4, cast):
    carla = sign_in(Client(), cast.carla)
    mine, theirs = opened(anouk, page(step_4, "review")), opened(carla, page(step_4, "review"))
    first, second = agreements(step_4)
    kept = about(first, kept="kept", goes_on="continue") | about(second, kept="kept", goes_on="continue")
    not_kept = about(first, kept="not", goes_on="stop") | about(second, kept="not", goes_on="stop")
    assert carla.post(page(step_4, "review"), filled_in(theirs, **kept)).status_code == 303
    answer = anouk.post(page(step_4, "review"), filled_in(mine, **not_kept))
    assert answer.status_code == 409
    assert "Is het gelukt? (Daan laat de tas van Sem met rust.)" in text_of(answer)
    assert "Nagekomen" in text_of(answer)
    assert anouk.post(page(step_4, "review"), fields_of(text_of(answer))).status_code == 303


# Phasing out


@pytest.fixture
def positive(step_4: Telling, monkeypatch: pytest.MonkeyPatch) -> Telling:
    """The second evaluation was positive: what goes on, what is phased out?"""
    step_4.review(Kept.KEPT)
    step_4.decide("yes").do_the_rest().until_due()
    step_4.talk("talk", *step_4.keys(Role.TARGET, Role.INSTIGATOR), together=True, feeling=5)
    step_4.review(Kept.KEPT)
    step_4.decide("positive")
    it_is_now(monkeypatch, step_4.today)
    return step_4


def test_phasing_out_says_of_every_agreement_when(anouk, positive):
    first, second = agreements(positive)
    answer = send(
        anouk,
        page(positive, "phase_out"),
        **about(first, goes_on="phase_out", from_on="2027-01-11"),
        **about(second, goes_on="continue"),
        note="Na de vakantie losser.",
    )
    assert messages_after(anouk, answer) == ["Bewaard. Nu nog: Ouders informeren."]
    fact = positive.file.of_kind("phase_out")[-1]
    assert isinstance(fact.body, bodies.PhaseOut)
    assert fact.body.note == "Na de vakantie losser."
    assert [one.since for one in agreements(positive)] == [date(2027, 1, 11), None]


def test_phasing_out_needs_a_day_and_cannot_adjust(anouk, positive):
    first, second = agreements(positive)
    answer = send(
        anouk, page(positive, "phase_out"), **about(first, goes_on="phase_out"), **about(second, goes_on="adjust")
    )
    assert answer.status_code == 422
    assert text_of(answer).count("Vul in vanaf welke dag je de afspraak afbouwt.") == 2
    assert text_of(answer).count("Deze keuze is er niet (meer).") == 2


@pytest.mark.parametrize("name", ["mo", "wil", "ada"])
def test_who_does_not_take_part_finds_no_page(client, case, cast, name):
    browser = sign_in(client, getattr(cast, name))
    assert browser.get(reverse("agree", args=[case.id])).status_code == 404
    assert browser.post(reverse("agree", args=[case.id]), GOOD).status_code == 404


def test_another_school_finds_no_page(client, case, cast):
    assert sign_in(client, cast.linde.head).get(reverse("agree", args=[case.id])).status_code == 404


def test_a_closed_case_makes_no_agreements(anouk, cast):
    case = early(tell(cast).report(cast.sem, by=(cast.daan,))).step_1().judged("teasing")
    case.agree()
    case.close()
    assert "Deze zaak is afgesloten" in text_of(anouk.get(reverse("agree", args=[case.id])))


def test_agreements_typed_while_the_step_was_finished_are_added(anouk, cast):
    case = early(tell(cast).report(cast.sem, by=(cast.daan,))).step_1().judged("teasing")
    url = page(case, "agreements")
    form = filled_in(opened(anouk, url), **GOOD)
    case.agree("Daan vraagt het eerst.")
    assert case.step == "close"
    answer = anouk.post(url, form)
    assert messages_after(anouk, answer) == ["Bewaard."]
    assert [one.agreement.what for one in agreements(case)] == [
        "Daan vraagt het eerst.",
        "Daan laat de tas van Sem met rust.",
    ]


def test_who_keeps_it_is_called_optional_only_where_the_other_field_may_stay_empty(anouk, case):
    said = text_of(anouk.get(page(case, "agreements")))
    legend, line = (
        re.search(rf"{label}(.*?)</l", said) for label in ("Wie houdt zich eraan\\?", "Ook iemand anders\\?")
    )
    assert legend
    assert line
    assert ("niet verplicht" in legend[1], "niet verplicht" in line[1]) == (False, True)
    answer = send(anouk, page(case, "agreements"), **row(what="Daan laat de tas van Sem met rust."))
    assert "Kies wie zich aan deze afspraak houdt, of schrijf het op." in text_of(answer)
