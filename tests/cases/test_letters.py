"""Which letter goes to whom at which moment (rows S3g, S4e, S5f), and that no letter names a child."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from kring.cases import bodies, letters
from kring.cases.actions import closing, issuing, opening, people, recording, school_changes, second_step
from kring.cases.actions.reminding import sweep, whose_time_it_is
from kring.cases.letter_kinds import LETTERS, Kind
from kring.cases.plan import newest_version
from kring.cases.recipients import Occasion
from kring.mail.models import Letter
from kring.school.models import Proposal, Role
from tests.cases.telling import Telling, tell
from tests.cast import ITSELF, NOW, TODAY, Cast, act_of


def to(kind: str, case: Telling | None = None) -> list[str]:
    """The first names of who gets this letter, in the order of the alphabet."""
    found = Letter.objects.filter(kind=kind, withdrawn_at=None).select_related("to_staff")
    if case:
        found = found.filter(about=case.id)
    return sorted(letter.to_staff.name.split()[0] for letter in found if letter.to_staff)


def in_step_3(cast: Cast) -> Telling:
    return tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")


def swept(cast: Cast, day: date) -> int:
    return sweep(school=cast.school, at=NOW + (day - TODAY), today=day)


def test_the_plan_goes_to_coordinator_head_and_each_team_member_but_its_maker(cast: Cast) -> None:
    case = in_step_3(cast).step_3()
    assert to("plan_issued", case) == ["Bram", "Carla", "Hein", "Mo", "Wil"]
    assert to("plan_changed") == []
    case.until_due().evaluate("yes")
    assert to("plan_changed", case) == ["Bram", "Carla", "Hein", "Mo", "Wil"]


def test_who_is_excluded_gets_no_letter_and_what_waited_is_withdrawn(cast: Cast) -> None:
    case = in_step_3(cast)
    people.exclude(act=case.as_(cast.carla).act(), case_id=case.id, staff_id=cast.wil.pk)
    case.as_(cast.anouk).step_3()
    assert "Wil" not in to("plan_issued", case)
    people.exclude(act=case.as_(cast.carla).act(), case_id=case.id, staff_id=cast.mo.pk)
    assert "Mo" not in to("plan_issued", case)
    assert Letter.objects.get(kind="plan_issued", to_staff=cast.mo).withdrawn_at is not None


def test_a_report_by_a_colleague_is_told_to_the_owner_and_ones_own_is_not(cast: Cast) -> None:
    assert to("report_received", tell(cast, cast.mo).report(cast.sem)) == ["Anouk"]
    assert to("report_received", tell(cast).report(cast.noor)) == []


def test_danger_goes_to_owner_coordinator_and_head_before_all_else(cast: Cast) -> None:
    case = tell(cast, cast.mo)
    told = replace(case.report_of(cast.sem), dangers=(bodies.Danger.SELF_HARM,))
    case.opens(told)
    assert to("danger", case) == ["Anouk", "Carla", "Hein"]
    assert to("case_opened", case) == []  # one letter is enough
    assert all(Letter.objects.filter(kind="danger").values_list("urgent", flat=True))


def test_danger_found_when_the_severity_is_estimated_is_told_as_well(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    case.incident()
    grave = bodies.Severity(level=bodies.Level.GRAVE, reasons="Hij wil niet meer leven.", danger=(bodies.Danger.HOME,))
    recording.estimate_severity(act=case.act(), case_id=case.id, severity=grave)
    assert to("danger", case) == ["Anouk", "Carla", "Hein"]


def test_a_new_case_is_told_to_coordinator_and_head(cast: Cast) -> None:
    assert to("case_opened", tell(cast).report(cast.sem)) == ["Carla", "Hein"]
    assert to("case_opened", tell(cast, cast.carla).report(cast.noor)) == ["Hein"]


@pytest.mark.parametrize(
    ("signs", "told"),
    [((bodies.Danger.STAFF,), []), ((bodies.Danger.VIOLENCE, bodies.Danger.STAFF), ["Anouk", "Carla"])],
    ids=["staff", "violence and staff"],
)
def test_that_staff_are_involved_is_told_to_no_leader_by_the_letter_about_danger(
    cast: Cast, signs: tuple[bodies.Danger, ...], told: list[str]
) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    people.exclude(act=case.as_(cast.carla).act(), case_id=case.id, staff_id=cast.hein.pk)
    case.as_(cast.anouk).incident()
    grave = bodies.Severity(level=bodies.Level.GRAVE, reasons="Er is meer aan de hand.", danger=signs)
    recording.estimate_severity(act=case.act(), case_id=case.id, severity=grave)
    assert to("danger", case) == told


def test_a_report_about_a_colleague_goes_to_the_head_and_never_to_the_accused(cast: Cast) -> None:
    case = tell(cast, cast.mo)
    opening.raise_concern(act=case.act(), story="Iemand schreeuwt.", accused=cast.carla.pk)
    opening.raise_concern(act=case.act(), story="Iemand schreeuwt.", accused=cast.hein.pk)
    assert to("concern") == ["Carla", "Hein"]
    assert all(letter.about is None for letter in Letter.objects.filter(kind="concern"))


def test_the_new_owner_hears_of_the_hand_over(cast: Cast) -> None:
    case = in_step_3(cast)
    people.hand_over(act=case.as_(cast.carla).act(), case_id=case.id, to=cast.bram.pk)
    assert to("handed_over", case) == ["Bram"]


def test_a_double_click_writes_each_letter_once(cast: Cast) -> None:
    case = in_step_3(cast).step_3()
    version = newest_version(case.case)
    assert version is not None
    for _again in range(2):
        letters.send(
            "plan_issued",
            Occasion(case=case.case, by=cast.anouk, version=version),
            at=NOW,
            once=version.pk,
            who="Anouk",
        )
    assert Letter.objects.filter(kind="plan_issued", to_staff=cast.mo).count() == 1


def test_the_day_before_and_the_day_itself_the_owner_is_reminded_and_once(cast: Cast) -> None:
    case = in_step_3(cast)
    swept(cast, TODAY)
    assert (to("due_tomorrow"), to("due_today")) == ([], [])
    swept(cast, date(2026, 11, 24))
    swept(cast, date(2026, 11, 24))
    assert to("due_tomorrow", case) == ["Anouk"]
    swept(cast, date(2026, 11, 25))
    assert to("due_today", case) == ["Anouk"]
    assert Letter.objects.get(kind="due_tomorrow").subject == "Morgen: Aanpak"


def test_on_friday_the_subject_says_monday(cast: Cast) -> None:
    case = in_step_3(cast).step_3()
    assert case.due_on() == date(2026, 11, 30)
    swept(cast, date(2026, 11, 27))
    assert Letter.objects.get(kind="due_tomorrow").subject == "Maandag: Eerste evaluatie"


def test_one_school_day_late_the_coordinator_two_the_head_each_once(cast: Cast) -> None:
    case = in_step_3(cast)
    swept(cast, date(2026, 11, 26))
    assert (to("late_for_coordinator", case), to("late_for_head")) == (["Carla"], [])
    for day in (27, 30):
        swept(cast, date(2026, 11, day))
    assert (to("late_for_coordinator", case), to("late_for_head", case)) == (["Carla"], ["Hein"])
    letter = Letter.objects.get(kind="late_for_head")
    assert letter.subject == "Twee schooldagen te laat: Aanpak"
    assert letter.text is not None
    assert "Die had woensdag 25 november klaar moeten zijn." in letter.text


def test_a_sweep_that_was_down_for_three_days_tells_both_and_in_the_weekend_nobody(cast: Cast) -> None:
    in_step_3(cast)
    assert swept(cast, date(2026, 11, 28)) == 0
    assert swept(cast, date(2026, 11, 30)) == 3
    assert (to("late_for_coordinator"), to("late_for_head"), to("digest")) == (["Carla"], ["Hein"], ["Carla"])


def test_a_guideline_that_passed_is_told_to_the_owner_and_not_called_late(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    swept(cast, date(2026, 12, 1))
    assert to("guideline_passed", case) == ["Anouk"]
    assert to("late_for_coordinator") == []


def test_before_the_holiday_a_word_on_what_is_due_right_after_it_and_nothing_in_it(cast: Cast) -> None:
    case = tell(cast).on(date(2026, 12, 17)).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    assert case.due_on() == date(2027, 1, 4)
    swept(cast, date(2026, 12, 18))
    assert to("due_after_holiday", case) == ["Anouk"]
    assert sum(swept(cast, date(2026, 12, 19) + timedelta(days=n)) for n in range(16)) == 0


def test_the_closing_decision_is_asked_of_coordinator_and_head(cast: Cast) -> None:
    case = in_step_3(cast).step_3().until_due().evaluate("yes").until_due().evaluate("positive")
    case.until_due().after_care().until_due().after_care()
    due = case.due_on()
    assert due is not None
    swept(cast, due)
    assert "Carla" in to("due_today", case)
    assert "Hein" in to("due_today", case)


def test_a_look_back_after_teasing_is_asked_on_its_day(cast: Cast) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("teasing")
    case.agree()
    closing.close_case(act=case.act(), case_id=case.id, reason="Afspraken gemaakt.", check_on=TODAY + timedelta(days=7))
    swept(cast, TODAY + timedelta(days=7))
    assert to("due_today", case) == ["Anouk"]
    assert Letter.objects.get(kind="due_today", about=case.id).subject == "Vandaag: Navraag"


def test_colleagues_are_asked_to_observe_twice_and_the_second_time_only_who_did_not_answer(cast: Cast) -> None:
    case = in_step_3(cast).asked_after_the_plan()
    assert to("observation_asked", case) == ["Bram", "Carla", "Hein", "Mo", "Wil"]
    recording.observe(
        act=case.as_(cast.mo).act(), case_id=case.id, observation=bodies.Observation(seen=False), on=TODAY
    )
    swept(cast, date(2026, 11, 24))
    assert to("observation_asked_again") == []
    swept(cast, date(2026, 11, 27))
    swept(cast, date(2026, 11, 30))
    assert to("observation_asked_again", case) == ["Bram", "Carla", "Hein", "Wil"]


def test_a_letter_is_in_dutch_whatever_its_writer_speaks(cast: Cast) -> None:
    case = in_step_3(cast)
    with override("en"):
        case.asked_after_the_plan()
        swept(cast, date(2026, 11, 27))
    for kind in ("observation_asked", "observation_asked_again", "due_tomorrow"):
        letter = Letter.objects.filter(kind=kind).first()
        assert letter is not None
        assert "maandag 30 november" in (letter.text or "")
    texts = [f"{letter.subject} {letter.text} {letter.html}" for letter in Letter.objects.all()]
    assert not any("November" in text or "Monday" in text for text in texts)


def test_a_letter_about_a_colleague_is_in_dutch_too_with_the_schools_own_word(cast: Cast) -> None:
    school = cast.school
    school.coordinator_word = "zorgcoördinator"
    school.save()
    with override("en"):
        school_changes.change_colleague(act=act_of(cast.ada), staff=cast.mo, role=Role.COORDINATOR)
        school_changes.say_yes(act=act_of(cast.hein), proposal=Proposal.objects.get(staff=cast.mo))
        second_step.let_back_in(act=ITSELF, staff=cast.mo)
    told = {letter.kind: letter.text or "" for letter in Letter.objects.order_by("id")}
    assert "deze rol krijgt: Zorgcoördinator." in told["role_proposed"]
    assert "heeft nu deze rol: Zorgcoördinator." in told["role_given"]
    assert "Ada Kok en Hein Smit" in told["let_back_in"]


def test_words_put_right_after_the_second_asking_ask_nobody_a_third_time(cast: Cast) -> None:
    case = in_step_3(cast).step_3()
    swept(cast, date(2026, 11, 27))
    asked = case.file.of_kind("observation_request")[-1]
    case.on(date(2026, 11, 27)).as_(cast.anouk)
    assert asked.until_on is not None
    recording.ask_observations(
        act=case.act(corrects=asked.pk), case_id=case.id, watch_for="De gang, en het plein.", until_on=asked.until_on
    )
    swept(cast, date(2026, 11, 30))
    assert to("observation_asked_again", case) == ["Bram", "Carla", "Hein", "Mo", "Wil"]


def test_who_has_not_read_the_plan_after_two_school_days_gets_a_gentle_word_once(cast: Cast) -> None:
    case = in_step_3(cast).step_3()
    version = newest_version(case.case)
    assert version is not None
    issuing.read_plan(act=case.as_(cast.mo).act(), version=version)
    swept(cast, date(2026, 11, 24))
    assert to("plan_unread") == []
    swept(cast, date(2026, 11, 25))
    swept(cast, date(2026, 11, 26))
    assert to("plan_unread", case) == ["Bram", "Carla", "Hein", "Wil"]


def test_of_a_plan_a_colleague_hears_once_and_who_does_nothing_twice_more_on_days_apart(cast: Cast) -> None:
    """The plan and what to watch for are one letter; then one word to read it, and one before the watching is over."""
    case = in_step_3(cast).step_3()
    version = newest_version(case.case)
    assert version is not None
    issuing.read_plan(act=case.as_(cast.mo).act(), version=version)
    recording.observe(act=case.act(), case_id=case.id, observation=bodies.Observation(seen=False), on=TODAY)
    heard: dict[str, list[tuple[int, str]]] = {"Mo": [], "Bram": []}
    for days in range(11):
        swept(cast, TODAY + timedelta(days=days))
        for name, letters_of in heard.items():
            had = {kind for _day, kind in letters_of}
            found = Letter.objects.filter(to_staff__name__startswith=name, about=case.id).exclude(kind__in=had)
            letters_of.extend((days, letter.kind) for letter in found)
    assert heard["Mo"] == [(0, "plan_issued")]
    assert heard["Bram"] == [(0, "plan_issued"), (2, "plan_unread"), (3, "observation_asked_again")]


def test_the_schools_hour_decides_when_the_sweep_comes_and_it_comes_once_a_day(cast: Cast) -> None:
    early, later = NOW.replace(hour=6), NOW.replace(hour=7)
    assert cast.school not in whose_time_it_is(early)
    assert cast.school in whose_time_it_is(later)
    swept(cast, TODAY)
    assert cast.school not in whose_time_it_is(later)


def test_no_letter_names_a_child_a_guardian_or_the_story(cast: Cast) -> None:
    case = in_step_3(cast)
    case.step_3()
    for day in (24, 25, 26, 27, 30):
        swept(cast, date(2026, 11, day))
    case.until_due().evaluate("no")
    names = ["Sem", "Daan", "Bakker", "Visser", "tas", "uitgelachen", "groep"]
    assert Letter.objects.count() > 20
    for letter in Letter.objects.all():
        whole = f"{letter.subject}\n{letter.text}\n{letter.html}"
        assert not [name for name in names if f" {name}" in whole], letter.subject


@pytest.mark.parametrize("kind", LETTERS, ids=[kind.key for kind in LETTERS])
def test_every_letter_has_subject_text_and_html_with_a_link_that_opens(cast: Cast, kind: Kind) -> None:
    case = tell(cast).report(cast.sem).case
    values: dict[str, Any] = {
        "who": "Anouk Vermeer",
        "owner": "Anouk Vermeer",
        "number": 2,
        "day": "vrijdag 27 november",
        "step": "Aanpak",
        "when": "Morgen",
        "last": "vrijdag 16 juli",
        "address": "mo@dewilg.example",
    }
    values |= {
        "running": 3,
        "late": 1,
        "due": 2,
        "unread": 1,
        "ask": "Hein Smit",
        "person": "Eva Maas",
        "role": "Leerkracht",
        "fault": "Regel 5 is weg.",
        "why": "",
    }
    subject, text, html = letters.compose(kind, school=cast.school, case=case, **values)
    assert subject
    assert "%(" not in subject + text + html
    arguments = [case.pk] if kind.page_is_of_a_case else []
    address = settings.KRING_URL + reverse(kind.page, args=arguments)
    assert f"{kind.button}:\n{address}\n" in text
    assert f'href="{address}"' in html
    assert "Basisschool De Wilg" in html
    assert text.count("\n\n\n") == 0
