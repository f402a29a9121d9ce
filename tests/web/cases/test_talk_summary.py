"""What a parent takes home of a talk: made of what was written up, read for names, printed (decision 098)."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases import bodies
from kring.cases.actions import informing, recording, releasing
from kring.cases.errors import NotAllowed, Refused
from kring.cases.models import Fact
from kring.school.models import Guardianship
from kring.trail.models import TrailLine
from tests.cases.telling import Telling, tell
from tests.cast import Cast, act_of, sign_in
from tests.paper.test_printing import text_of as paper
from tests.web.browsing import filled_in, opened
from tests.web.sending import send, text_of


@pytest.fixture
def case(cast: Cast) -> Telling:
    return tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")


def talked(case: Telling, reached: bodies.Reached = bodies.Reached.INFORMED) -> Fact:
    """The talk with Sem's mother, who speaks of Daan by name."""
    told = reached is bodies.Reached.INFORMED
    return informing.inform_guardian(
        act=case.as_(case.cast.anouk).act(),
        case_id=case.id,
        guardianship_id=Guardianship.objects.get(guardian=case.cast.inge_bakker).pk,
        on=case.today,
        informed=bodies.Informed(
            reached=reached,
            channel="phone" if told else "",
            said="Ze schrok ervan.",
            at_home="Sem is bang voor Daan." if told else "",
            proposed="Sem en Daan uit elkaar zetten." if told else "",
        ),
    )


def make(case: Telling, talk: Fact, text: str = "U vertelde dat het thuis rustiger is.") -> Fact:
    return releasing.summarise_talk(act=case.act(), case_id=case.id, fact_id=talk.pk, text=text)


def test_a_teacher_makes_reads_and_prints_it_the_same_day(client: Client, cast: Cast, case: Telling) -> None:
    talk = talked(case)
    sign_in(client, cast.anouk)
    url = reverse("talk_summary", args=[case.id, talk.pk])
    assert url in client.get(reverse("fact", args=[case.id, talk.pk])).content.decode()
    (begun,) = opened(client, url)["text"]
    assert begun.splitlines() == [
        "Op maandag 23 november 2026 spraken we elkaar over Sem.",
        "U vertelde: Ze schrok ervan.",
        "Thuis merkt u: Sem is bang voor een andere leerling.",
        "U stelde voor: Sem en een andere leerling uit elkaar zetten.",
    ]
    assert send(client, url, text=f"{begun} De school let op.").status_code == 303
    (kept,) = case.file.of(bodies.TalkSummary)
    assert kept.fact.about == talk.about
    printed = client.get(reverse("talk_summary_pdf", args=[case.id, kept.fact.pk]))
    assert "De school let op." in paper(bytes(printed.content))
    assert "Voor wie bij het gesprek was" in paper(bytes(printed.content))
    assert "Daan" not in paper(bytes(printed.content))
    assert "Sem" not in printed["Content-Disposition"]
    assert TrailLine.objects.filter(case_id=case.id, verb="summary.printed", by=cast.anouk).count() == 1
    shown = text_of(client.get(reverse("fact", args=[case.id, kept.fact.pk])))
    assert "De school let op." in shown
    assert "Afdrukken (PDF)" in shown


def test_a_name_of_somebody_else_is_shown_and_refused_with_what_was_typed(
    client: Client, cast: Cast, case: Telling
) -> None:
    url = reverse("talk_summary", args=[case.id, talked(case).pk])
    refused = send(sign_in(client, cast.anouk), url, text="Daan gaat ergens anders zitten.")
    assert refused.status_code == 422
    assert "niet mogen lezen: Daan" in text_of(refused)
    assert "Daan gaat ergens anders zitten." in refused.content.decode()
    empty = client.post(url, filled_in(opened(client, url), text=" "))
    assert "Schrijf op wat deze ouder meekrijgt." in text_of(empty)
    assert case.file.of(bodies.TalkSummary) == []


def test_the_other_parent_is_somebody_else_too(cast: Cast, case: Telling) -> None:
    with pytest.raises(Refused, match="Tom Bakker"):
        make(case, talked(case), "Tom Bakker dacht er anders over.")


def test_who_was_not_reached_takes_nothing_home_and_neither_does_another_kind_of_fact(
    client: Client, cast: Cast, case: Telling
) -> None:
    missed = talked(case, bodies.Reached.NOT_REACHED)
    sign_in(client, cast.anouk)
    assert "/samenvatting/" not in client.get(reverse("fact", args=[case.id, missed.pk])).content.decode()
    for fact in (missed, case.file.of_kind("incident")[0]):
        assert client.get(reverse("talk_summary", args=[case.id, fact.pk])).status_code == 404
        assert client.get(reverse("talk_summary_pdf", args=[case.id, fact.pk])).status_code == 404
        with pytest.raises(NotAllowed):
            make(case, fact)


def test_a_double_click_makes_one_and_who_takes_no_part_makes_none(cast: Cast, case: Telling) -> None:
    talk = talked(case)
    act = case.act(token=uuid4())
    for _click in range(2):
        releasing.summarise_talk(act=act, case_id=case.id, fact_id=talk.pk, text="Tot vrijdag.")
    assert len(case.file.of(bodies.TalkSummary)) == 1
    with pytest.raises(NotAllowed):
        releasing.summarise_talk(act=act_of(cast.mo), case_id=case.id, fact_id=talk.pk, text="Tot vrijdag.")


def test_who_works_in_english_gives_a_dutch_paper(client: Client, cast: Cast, case: Telling) -> None:
    talk = talked(case)
    sign_in(client, cast.anouk)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    url = reverse("talk_summary", args=[case.id, talk.pk])
    (begun,) = opened(client, url)["text"]
    assert str(begun).startswith("Op maandag 23 november 2026 spraken we elkaar over Sem.")
    printed = client.get(reverse("talk_summary_pdf", args=[case.id, make(case, talk).pk]))
    assert "Samenvatting van ons gesprek over Sem" in paper(bytes(printed.content))


def test_the_summary_of_a_talk_that_was_taken_back_is_not_given_any_more(
    client: Client, cast: Cast, case: Telling
) -> None:
    talk = talked(case)
    summary = make(case, talk)
    page, pdf = (reverse(name, args=[case.id, summary.pk]) for name in ("fact", "talk_summary_pdf"))
    sign_in(client, cast.anouk)
    assert pdf in client.get(page).content.decode()
    recording.withdraw(act=case.act(), case_id=case.id, fact_id=talk.pk, reason="Dit was de moeder van Lars.")
    assert pdf not in client.get(page).content.decode()
    assert "Geef dit niet meer mee." in text_of(client.get(page))
    assert client.get(pdf).status_code == 404


def test_neither_is_that_of_a_talk_that_turns_out_not_to_have_been(client: Client, cast: Cast, case: Telling) -> None:
    talk = talked(case)
    summary = make(case, talk)
    informing.inform_guardian(
        act=replace(case.act(), corrects=talk.pk, seen=talk.pk),
        case_id=case.id,
        guardianship_id=Guardianship.objects.get(guardian=cast.inge_bakker).pk,
        on=case.today,
        informed=bodies.Informed(reached=bodies.Reached.NOT_REACHED),
    )
    assert sign_in(client, cast.anouk).get(reverse("talk_summary_pdf", args=[case.id, summary.pk])).status_code == 404
