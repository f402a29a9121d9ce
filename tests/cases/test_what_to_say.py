"""What is said to a guardian is about the own child: why, what was agreed, what comes next, and nobody else's name."""

from dataclasses import replace
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from django.utils import translation

from kring.cases import bodies
from kring.cases.actions import agreeing, opening, people
from kring.cases.actions.releasing import release_copy
from kring.cases.bodies import GoesOn, Kept
from kring.cases.calling import script_for
from kring.cases.models import Report
from kring.cases.what_to_say import Script, whole_sentences
from kring.demo.doing import DOES
from kring.protocol.terms import Kind, Role
from kring.school.models import Guardian, Guardianship, Pupil
from tests.cases.telling import Telling, tell
from tests.cast import TODAY, Cast


def bullying(cast: Cast) -> Telling:
    told = tell(cast).report(cast.sem, by=(cast.daan,), followers=(cast.lars,))
    return told.step_1().judged("bullying")


def said_to(case: Telling, guardian: Guardian) -> Script:
    file = case.file
    visit = file.progress.current
    assert visit is not None
    return script_for(file, Guardianship.objects.get(guardian=guardian), visit, case.today)


def test_the_first_call_says_why_by_the_part_of_the_own_child(cast: Cast) -> None:
    case = bullying(cast)
    assert said_to(case, cast.inge_bakker).why == (
        "Ik bel over iets wat vervelend is om te horen. Sem wordt op school gepest. We pakken het nu aan, en we gaan "
        "door tot het stopt."
    )
    assert said_to(case, cast.karin_visser).why == (
        "Ik bel over iets wat lastig is om te horen. Daan pest op school een andere leerling. We helpen Daan om "
        "daarmee te stoppen."
    )
    assert "Op school wordt een leerling gepest, en Lars pest mee." in said_to(case, cast.petra_de_wit).why


@pytest.mark.parametrize(
    ("outcome", "kept", "to_inge", "to_karin"),
    [
        ("yes", Kept.KEPT, "Ik heb goed nieuws: het gaat beter, en de afspraken helpen Sem.", "blijven Daan erbij"),
        ("no", Kept.NOT, "Het gaat nog niet goed genoeg. Dat vinden we naar voor Sem", "blijven Daan erbij helpen"),
    ],
)
def test_after_an_evaluation_it_says_how_it_went(
    cast: Cast, outcome: str, kept: Kept, to_inge: str, to_karin: str
) -> None:
    case = bullying(cast).step_3().until_due()
    case.talk("talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True)
    case.review(kept)
    case.decide(outcome)
    assert said_to(case, cast.inge_bakker).why.startswith(to_inge)
    assert to_karin in said_to(case, cast.karin_visser).why


def test_an_answer_against_what_the_child_says_is_told_as_no_good_news(cast: Cast) -> None:
    case = bullying(cast).step_3().until_due().hear(stopped=bodies.Stopped.SAME, feels=1)
    case.talk("talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True)
    case.review(Kept.NOT)
    case.decide("yes")
    for guardian in (cast.inge_bakker, cast.karin_visser):
        said = said_to(case, guardian)
        assert "nog niet goed genoeg" in said.why
        assert "goed nieuws" not in said.whole
        assert "hetzelfde" not in said.whole


def test_before_there_are_new_agreements_the_old_ones_are_called_what_holds_until_then(cast: Cast) -> None:
    case = bullying(cast).step_3().until_due()
    case.talk("talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True)
    case.review(Kept.NOT)
    case.decide("no")
    assert said_to(case, cast.inge_bakker).agreed == "We maken nieuwe afspraken. Tot die er zijn, geldt voor Sem dit:"
    DOES[Kind.AGREE](case, case.task("agreements"))
    assert said_to(case, cast.inge_bakker).agreed == "Voor Sem hebben we dit afgesproken:"


def test_who_was_never_told_before_gets_the_first_call_whatever_the_step(cast: Cast) -> None:
    case = bullying(cast).step_3().until_due()
    case.talk("talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True)
    case.review()
    case.decide("yes")
    assert said_to(case, cast.rob_visser).why.startswith("Ik bel over iets wat lastig is om te horen. Daan pest")


def test_each_hears_the_agreements_of_the_own_child_with_the_others_nameless(cast: Cast) -> None:
    case = bullying(cast)
    case.agree("Daan laat Sems tas met rust.", "Daan")
    case.agree("gaat naar de juf als het toch gebeurt", "Sem")
    case.agree("Juf Anouk staat elke pauze op het plein", "juf Anouk")
    to_sem, to_daan = said_to(case, cast.inge_bakker), said_to(case, cast.karin_visser)
    assert to_sem.agreed == "Voor Sem hebben we dit afgesproken:"
    assert to_sem.agreements == (
        "Een andere leerling laat Sems tas met rust.",
        "Sem: gaat naar de juf als het toch gebeurt.",
        "Juf Anouk staat elke pauze op het plein.",
    )
    assert to_daan.agreements == ("Daan laat andermans tas met rust.", "Juf Anouk staat elke pauze op het plein.")


def test_what_is_only_about_another_child_is_left_out_of_an_agreement_as_well(cast: Cast) -> None:
    case = bullying(cast)
    case.agree("Daan blijft op het voorplein. Sem praat elke week met de schoolarts. Daar huilt hij.", "Daan, Sem")
    assert said_to(case, cast.karin_visser).agreements == ("Daan, een andere leerling: Daan blijft op het voorplein.",)


def test_without_agreements_it_says_how_we_go_about_it(cast: Cast) -> None:
    script = said_to(bullying(cast), cast.inge_bakker)
    assert script.agreements == ()
    assert script.agreed.startswith("We praten met de leerlingen om wie het gaat")


def test_where_only_others_have_agreements_they_are_not_still_to_be_made(cast: Cast) -> None:
    case = bullying(cast)
    case.agree("Daan blijft op het voorplein.", "Daan")
    said = said_to(case, cast.petra_de_wit)
    assert said.agreements == ()
    assert said.agreed.startswith("Met de leerlingen om wie het gaat zijn afspraken gemaakt")


def test_what_no_longer_holds_is_not_said_and_what_is_phased_out_is_said_so(cast: Cast) -> None:
    case = bullying(cast)
    [stops] = case.agree("Sem blijft binnen in de pauze.", "Sem")
    [ends] = case.agree("Sem meldt zich elke dag bij de juf.", "Sem")
    case.step_3().until_due()
    case.talk("talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True)
    ways = {stops.pk: GoesOn.STOP, ends.pk: GoesOn.PHASE_OUT}
    verdicts = [
        bodies.Verdict(
            agreement=fact.pk, kept=Kept.KEPT, goes_on=ways.get(fact.pk, GoesOn.CONTINUE), from_on=case.today
        )
        for fact in case.file.of_kind("agreement")
    ]
    agreeing.review(act=case.act(), case_id=case.id, on=case.today, verdicts=verdicts)
    case.decide("yes")
    whole = said_to(case, cast.inge_bakker).whole
    assert "blijft binnen" not in whole
    assert "Sem meldt zich elke dag bij de juf. Dat bouwen we langzaam af." in whole


def test_more_than_three_agreements_are_given_on_paper(cast: Cast) -> None:
    case = bullying(cast)
    for number in range(5):
        case.agree(f"Sem doet iets aardigs, nummer {number}.", "Sem")
    script = said_to(case, cast.inge_bakker)
    assert len(script.agreements) == 3
    assert script.others == "Er zijn nog twee afspraken; die krijgt u van mij op papier."


def test_a_long_agreement_is_shortened_to_whole_sentences() -> None:
    long = "Sem speelt op het voorplein. " + "Hij kiest zelf met wie hij dat doet. " * 20
    short = whole_sentences(long)
    assert short.startswith("Sem speelt op het voorplein. Hij kiest")
    assert short.endswith("doet.")
    assert len(short) <= 200
    assert whole_sentences("woord " * 100).endswith("woord…")


def test_it_says_when_we_look_again_and_whom_to_ask_for(cast: Cast) -> None:
    case = bullying(cast)
    case.talk("ask_target", *case.keys(Role.TARGET))
    case.talk("joint_talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True)
    assert said_to(case, cast.inge_bakker).coming == (
        "Op maandag 30 november kijken we hoe het gaat. Daarna bel ik u weer. "
        "Heeft u eerder een vraag, bel dan gerust en vraag naar juf Anouk of Carla Jansen."
    )


def test_no_day_is_promised_that_moves_with_a_talk_still_to_be_held(cast: Cast) -> None:
    """The evaluation is a week after the talk: whoever names a day before that talk takes it back afterwards."""
    case = bullying(cast)
    case.talk("ask_target", *case.keys(Role.TARGET))
    before = said_to(case, cast.inge_bakker).coming
    assert before.startswith("Zodra de afspraken er zijn, hoort u van mij. Heeft u eerder een vraag")
    DOES[Kind.AGREE](case, case.task("agreements"))
    agreed = said_to(case, cast.inge_bakker).coming
    assert agreed.startswith("Zodra we met de leerlingen hebben gepraat, hoort u van mij.")
    assert "november" not in before + agreed
    case.talk("joint_talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True)
    assert "Op maandag 30 november kijken we hoe het gaat." in said_to(case, cast.inge_bakker).coming


def test_who_hears_it_is_asked_before_anything_is_explained(cast: Cast) -> None:
    case = bullying(cast).step_3()
    first = said_to(case, cast.inge_bakker)
    assert first.asks == "Hoe is het voor u om dit te horen? Wat merkt u thuis?"
    assert first.whole.index(first.why) < first.whole.index(first.asks) < first.whole.index(first.agreed)
    case.until_due()
    case.talk("talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True)
    case.review()
    case.decide("yes")
    assert said_to(case, cast.inge_bakker).asks == "Merkt u dat thuis ook?"


def test_nobody_is_sent_to_a_coordinator_who_is_kept_out_of_the_case(cast: Cast) -> None:
    case = bullying(cast)
    people.exclude(act=case.as_(cast.hein).act(), case_id=case.id, staff_id=cast.carla.pk)
    assert said_to(case, cast.inge_bakker).coming.endswith("bel dan gerust en vraag naar juf Anouk.")


def test_it_can_be_said_in_english(cast: Cast) -> None:
    case = bullying(cast)
    with translation.override("en"):
        script = said_to(case, cast.inge_bakker)
    assert "Ik wil" not in script.whole
    assert "Sem" in script.why


def test_a_released_copy_is_said_as_long_as_nothing_else_was_agreed(cast: Cast) -> None:
    case = bullying(cast).step_3()
    release_copy(
        act=case.act(token=uuid4()),
        case_id=case.id,
        involved_id=case.file.with_role(Role.TARGET)[0].pk,
        problem="Er speelde iets.",
        agreements=["De tas van Sem hangt voortaan bij de juf."],
        approach="",
    )
    assert said_to(case, cast.inge_bakker).agreements == ("De tas van Sem hangt voortaan bij de juf.",)
    assert said_to(case, cast.karin_visser).agreements == ("Daan laat de tas van een andere leerling met rust.",)
    case.agree("Sem gaat bij de juf staan.", "Sem")
    assert "Sem gaat bij de juf staan." in said_to(case, cast.inge_bakker).agreements


def test_names_of_the_whole_school_are_replaced_but_those_of_staff_are_said(cast: Cast) -> None:
    cast.jens.first_name = "Anouk"
    cast.jens.save()
    case = bullying(cast)
    case.agree(
        "Sem zit naast Noor en niet naast Anouk. Juf Anouk kijkt mee met Samira Haddad en mevrouw Mulder.", "Sem"
    )
    [line] = said_to(case, cast.inge_bakker).agreements
    assert line == (
        "Sem zit naast een andere leerling en niet naast een andere leerling. "
        "Juf Anouk kijkt mee met iemand en mevrouw een andere leerling."
    )


def test_a_name_with_marks_that_nobody_sees_is_replaced_as_well(cast: Cast) -> None:
    cast.daan.first_name = "Renée"
    cast.daan.save()
    case = bullying(cast)
    case.agree("Sem zit niet naast Rene\u0301e, La\u00adrs of L\u200bars.", "Sem")
    [line] = said_to(case, cast.inge_bakker).agreements
    assert line == "Sem zit niet naast een van drie andere leerlingen."


def test_a_word_that_only_stands_in_names_is_said_as_it_is(cast: Cast) -> None:
    Pupil.objects.create(school=cast.school, first_name="Iris", last_name="De Vries", group=cast.sem.group)
    case = tell(cast)
    told = case.report_of(cast.sem, by=(cast.daan,))
    told = replace(told, reported_by=Report.By.PUPIL, reporter="Een klasgenoot")
    case.opens(told)
    case.step_1().judged("bullying").step_3()
    case.agree("De juf let op. Een kind dat wil, mag meedoen.", "De hele groep")
    said = " ".join(said_to(case, cast.inge_bakker).agreements)
    assert "De juf let op. Een kind dat wil, mag meedoen" in said


def test_a_colleague_who_reported_is_not_named_and_neither_is_a_number(cast: Cast) -> None:
    case = tell(cast, cast.mo)
    case.opens(case.report_of(cast.sem, by=(cast.daan,)))
    case.as_(cast.anouk).step_1().judged("bullying")
    case.agree("Meester Mo belt 06 12 34 56 78 als Sem te laat is, en juf Wil ook.", "Meester Mo")
    whole = said_to(case, cast.inge_bakker).whole
    assert "Mo " not in whole
    assert "56" not in whole
    assert "juf Wil" in whole


def test_a_father_called_ben_is_not_named_to_the_other_family(cast: Cast) -> None:
    cast.tom_bakker.name = "Ben Bakker"
    cast.tom_bakker.save()
    case = bullying(cast)
    case.agree("Daan wacht bij het hek op Ben. Ik ben erbij.", "Daan")
    whole = said_to(case, cast.karin_visser).whole
    assert "Ben" not in whole
    assert "Ik ben erbij." in whole


@pytest.mark.slow
def test_in_a_hundred_scripts_stands_no_name_or_text_of_anybody_else(cast: Cast) -> None:
    """Markers in everybody's names, in every agreement, in each talk's words; read for every guardian."""
    random = Random(11)
    case = tell(cast)
    case.opens(
        opening.NewReport(
            story="Verhaalmerk van de melder.",
            reported_by=Report.By.GUARDIAN,
            reporter="Oma Meldermerk",
            reported_on=TODAY,
            people=(
                (cast.sem.pk, Role.TARGET),
                (cast.daan.pk, Role.INSTIGATOR),
                (cast.lars.pk, Role.FOLLOWER),
            ),
        )
    )
    case.step_1().judged("bullying")
    case.talk("ask_target", *case.keys(Role.TARGET), own_words="Kindmerk.", in_confidence="Geheimmerk.")
    pupils = {"Sem": cast.sem, "Daan": cast.daan, "Lars": cast.lars, "Noor": cast.noor}
    adults = (cast.inge_bakker, cast.tom_bakker, cast.karin_visser, cast.rob_visser, cast.petra_de_wit)
    read = 0
    for _round in range(20):
        names = {}
        for key, pupil in pupils.items():
            pupil.first_name, pupil.last_name = f"{key}{random.randrange(10**9)}", f"Fam{random.randrange(10**9)}"
            pupil.save()
            names[key] = (pupil.first_name, pupil.last_name)
        for adult in adults:
            adult.name = f"Ouder{random.randrange(10**9)} Fam{random.randrange(10**9)}"
            adult.save()
        sem, daan, lars, noor = (names[key][0] for key in pupils)
        case.agree(f"{sem} gaat naar de juf. {daan.upper()}s broer {random.choice(adults).name} komt mee.", sem)
        case.agree(f"{daan} laat {sem}s tas met rust, en {lars} {names['Lars'][1]} ook.", f"{daan}, {lars}")
        case.agree(f"Eigen{lars}: {lars} speelt met {noor} {names['Noor'][1]}. Oma Meldermerk weet ervan.", lars)
        file = case.file
        visit = file.progress.current
        assert visit is not None
        for guardianship in file.guardianships:
            whole = script_for(file, guardianship, visit, case.today).whole.casefold()
            own = guardianship.pupil
            for key, (first, last) in names.items():
                if pupils[key].pk != own.pk:
                    assert first.casefold() not in whole
                    assert last.casefold() not in whole
            for adult in adults:
                for part in adult.name.split():
                    assert part.casefold() not in whole
            for mark in ("meldermerk", "verhaalmerk", "kindmerk", "geheimmerk"):
                assert mark not in whole
            assert f"voor {own.first_name.casefold()} hebben we dit afgesproken" in whole
            read += 1
    assert read == 100


def test_it_is_read_in_seven_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    case = bullying(cast)
    case.step_3()
    file = case.file
    visit = file.progress.current
    assert visit is not None
    link = Guardianship.objects.get(guardian=cast.inge_bakker)
    with django_assert_num_queries(7):
        script_for(file, link, visit, case.today)
