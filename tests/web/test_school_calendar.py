"""The school's calendar: proposed, confirmed, own days; and the cases that move along with it."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases.actions import school_changes
from kring.cases.agenda import agenda_of
from kring.cases.case_file import read_case_file
from kring.cases.models import Case
from kring.school.models import ClosedDay, ConfirmedYear
from kring.trail.models import TrailLine
from kring.web.agenda.calendar_file import agenda_file
from kring.web.request import clock
from tests.cases.telling import tell
from tests.cast import NOW, Cast, act_of, sign_in
from tests.web.sending import send, text_of

CALENDAR = "/school/kalender/"


@pytest.fixture
def carla(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.carla)


def confirm_page(year: str) -> str:
    return reverse("school_calendar_confirm", args=[year])


def proposed(client: Client, year: str, **other: str) -> dict[str, str]:
    """The form as the page offers it, with other answers where given as `<name of the holiday>_<field>`."""
    form = client.get(confirm_page(year)).context["form"]
    fields = {"closures-count": str(len(form.rows["closures"]))}
    for row in form.rows["closures"]:
        name = row.offer.name.lower()
        fields[f"{row.prefix}-name"] = row.offer.name
        for field in row.fields:
            value = other.get(f"{name}_{field}", row.initial.get(field) or "")
            if field == "is_closed":
                fields |= {f"{row.prefix}-{field}": "on"} if value else {}
            else:
                fields[f"{row.prefix}-{field}"] = str(value)
    return fields


def copies_are_right() -> bool:
    cases = Case.objects.select_related("school", "owner")
    return all(case.next_due_on == read_case_file(case).progress.next_due_on for case in cases)


def test_a_confirmed_year_is_told_in_words(carla, cast):
    said = text_of(carla.get(CALENDAR))
    assert "2026-2027 is bevestigd op maandag 23 november 2026." in said
    assert "Kerstvakantie Schoolvakantie Zaterdag 19 december tot en met zondag 3 januari" in said
    assert "Herfstvakantie Schoolvakantie geweest" in said


def test_the_head_is_told_which_year_still_waits(client, cast):
    ConfirmedYear.objects.filter(school=cast.school, school_year="2026-2027").delete()
    for one in (cast.hein, cast.carla, cast.ada):
        said = text_of(sign_in(client, one).get(reverse("school")))
        assert "De kalender nakijken De vakanties van regio Midden staan klaar." in said
    assert "kalender nakijken" not in text_of(sign_in(client, cast.anouk).get(reverse("school")))


def test_holidays_that_are_not_sure_are_said_to_be_and_have_to_be_filled_in(carla, cast):
    page = carla.get(confirm_page("2029-2030"))
    said = text_of(page)
    assert "Voorjaarsvakantie nog niet zeker" in said
    assert "Kring weet deze data nog niet." in said
    assert "Waarschijnlijk zaterdag 27 april tot en met zondag 5 mei." in said
    assert "Goede Vrijdag school beslist" in said
    answer = send(carla, confirm_page("2029-2030"), **proposed(carla, "2029-2030"))
    assert answer.status_code == 422
    assert "Meivakantie: vul in wanneer dit begint, of haal het vinkje weg." in text_of(answer)
    assert not ConfirmedYear.objects.filter(school=cast.school, school_year="2029-2030").exists()


def test_a_year_is_confirmed_with_what_the_school_filled_in(carla, cast):
    filled = proposed(
        carla,
        "2029-2030",
        voorjaarsvakantie_first_day="2030-02-23",
        voorjaarsvakantie_last_day="2030-03-03",
        meivakantie_first_day="2030-04-27",
        meivakantie_last_day="2030-05-05",
        zomervakantie_is_closed="",
    )
    answer = send(carla, confirm_page("2029-2030"), **filled)
    assert answer["Location"] == f"{CALENDAR}?jaar=2029-2030"
    names = {
        closed.name: (closed.first_day, closed.last_day)
        for closed in ClosedDay.objects.filter(school=cast.school, first_day__gte=date(2029, 8, 1))
    }
    assert names["Voorjaarsvakantie"] == (date(2030, 2, 23), date(2030, 3, 3))
    assert "Zomervakantie" not in names
    assert "Goede Vrijdag" not in names
    assert ConfirmedYear.objects.get(school=cast.school, school_year="2029-2030").confirmed_by == cast.carla
    line = TrailLine.objects.get(verb="calendar.confirmed")
    assert (line.by, line.detail["school_year"], line.detail["closures"]) == (cast.carla, "2029-2030", len(names))


def test_confirming_again_begins_with_what_was_confirmed(carla, cast):
    carla.get(confirm_page("2026-2027"))
    before = set(ClosedDay.objects.filter(school=cast.school).values_list("name", "first_day", "last_day"))
    assert send(carla, confirm_page("2026-2027"), **proposed(carla, "2026-2027")).status_code == 303
    assert set(ClosedDay.objects.filter(school=cast.school).values_list("name", "first_day", "last_day")) == before


def test_after_the_region_changed_the_page_can_begin_with_the_new_regions_proposal(carla, cast):
    cast.school.region = "zuid"
    cast.school.save()
    before = ClosedDay.objects.get(school=cast.school, name="Herfstvakantie", first_day__year=2027)
    url = confirm_page("2027-2028")
    shown = [row.offer.first_day for row in carla.get(url).context["form"].rows["closures"]]
    assert before.first_day in shown
    page = carla.get(f"{url}?voorstel=1")
    autumn = next(row.offer for row in page.context["form"].rows["closures"] if row.offer.name == "Herfstvakantie")
    assert autumn.first_day == date(2027, 10, 23)
    assert autumn.first_day != before.first_day


def test_when_the_proposal_changed_meanwhile_no_date_ends_up_at_another_holiday(carla, cast):
    ConfirmedYear.objects.filter(school=cast.school, school_year="2028-2029").delete()
    filled = proposed(carla, "2028-2029")
    token = carla.get(confirm_page("2028-2029")).context["desk"].token.signed()
    kept = {key: value for key, value in filled.items() if not key.startswith("closures-0-")}
    answer = carla.post(confirm_page("2028-2029"), kept | {"token": token, "seen": ""})
    assert answer.status_code == 422
    assert "De vakanties zijn intussen veranderd." in text_of(answer)
    shuffled = {
        key.replace("closures-0-", "closures-x-").replace("closures-1-", "closures-0-").replace("-x-", "-1-"): value
        for key, value in filled.items()
    }
    assert carla.post(confirm_page("2028-2029"), shuffled | {"token": token, "seen": ""}).status_code == 303
    for row in carla.get(confirm_page("2028-2029")).context["form"].rows["closures"]:
        index = row.prefix.split("-")[1]
        assert filled[f"closures-{index}-name"] == row.offer.name
        assert filled[f"closures-{index}-first_day"] == str(row.offer.first_day)


def test_holidays_that_were_shown_for_another_region_are_looked_at_again(carla, cast):
    shown = proposed(carla, "2028-2029") | {"region": "noord"}
    answer = send(carla, confirm_page("2028-2029"), **shown)
    assert answer.status_code == 422
    assert "De vakanties zijn intussen veranderd." in text_of(answer)
    assert 'name="region" value="midden"' in answer.content.decode()


def test_a_date_that_rests_on_a_proposal_says_so_until_the_year_is_confirmed(client, cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").case
    sign_in(client, cast.anouk)
    pages = [reverse("case", args=[case.pk]), reverse("plan_step", args=[case.pk])]
    sentence = "De kalender van 2026-2027 is nog niet bevestigd: Kring telt met de feestdagen en het voorstel"
    assert [sentence in text_of(client.get(page)) for page in pages] == [False, False]
    assert not any(day.rests_on_proposal for day in agenda_of(cast.anouk, NOW.date()).days)
    school_changes.change_school(act=act_of(cast.hein), school=cast.school, region="noord")
    assert [sentence in text_of(client.get(page)) for page in pages] == [True, True]
    cast.anouk.school.refresh_from_db()
    days = agenda_of(cast.anouk, NOW.date()).days
    assert [day.rests_on_proposal for day in days] == [True]
    assert "deze dag kan nog verschuiven" in agenda_file(agenda_of(cast.anouk, NOW.date())).decode().replace(
        "\r\n ", ""
    )


def test_a_year_of_which_no_holidays_are_shipped_is_confirmed_with_its_public_holidays(carla, cast, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW.replace(year=2031))
    sign_in(carla, cast.carla)
    assert "Kring kent de vakanties van dit schooljaar nog niet." in text_of(carla.get(confirm_page("2031-2032")))
    assert send(carla, confirm_page("2031-2032"), **proposed(carla, "2031-2032")).status_code == 303
    kept = ClosedDay.objects.filter(school=cast.school, first_day__gte=date(2031, 8, 1))
    assert set(kept.values_list("source", flat=True)) == {"public"}
    assert ConfirmedYear.objects.filter(school=cast.school, school_year="2031-2032").exists()


def test_a_holiday_outside_its_year_or_ending_before_it_begins_is_told_at_its_own_field(carla, cast):
    wrong = proposed(carla, "2026-2027", kerstvakantie_first_day="2030-12-19", kerstvakantie_last_day="2030-12-30")
    answer = send(carla, confirm_page("2026-2027"), **wrong)
    assert answer.status_code == 422
    assert text_of(answer).count("Deze dagen vallen buiten het schooljaar 2026-2027.") == 2, "summary and field"
    wrong = proposed(carla, "2026-2027", kerstvakantie_first_day="2027-01-03", kerstvakantie_last_day="2026-12-19")
    said = text_of(send(carla, confirm_page("2026-2027"), **wrong))
    assert "De laatste dag is eerder dan de eerste dag." in said


def test_a_year_that_kring_knows_nothing_of_cannot_be_confirmed(carla, cast):
    for year in ("1999-2000", "2026-2028", "onzin"):
        assert carla.get(confirm_page(year)).status_code == 404


def test_an_own_day_moves_the_cases_and_taking_it_away_moves_them_back(carla, cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    assert case.case.next_due_on == date(2026, 11, 25)
    send(carla, reverse("school_closed_day_add"), name="Studiedag", first_day="2026-11-25", last_day="")
    assert case.case.next_due_on == date(2026, 11, 26)
    assert copies_are_right()
    said = text_of(carla.get(CALENDAR))
    assert "Studiedag Eigen vrije dag Woensdag 25 november Weghalen" in said
    day = ClosedDay.objects.get(name="Studiedag")
    url = reverse("school_closed_day_remove", args=[day.id])
    assert "Studiedag weghalen?" in text_of(carla.get(url))
    send(carla, url)
    assert case.case.next_due_on == date(2026, 11, 25)
    assert copies_are_right()
    assert [line.verb for line in TrailLine.objects.filter(verb__startswith="calendar.")] == ["calendar.changed"] * 2


def test_a_holiday_that_is_unticked_moves_the_cases_in_the_same_breath(carla, cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying").step_3()
    filled = proposed(carla, "2026-2027")
    row = next(
        row
        for row in carla.get(confirm_page("2026-2027")).context["form"].rows["closures"]
        if "Kerst" in row.offer.name
    )
    filled[f"{row.prefix}-first_day"] = "2026-11-28"
    send(carla, confirm_page("2026-2027"), **filled)
    assert case.case.next_due_on == date(2027, 1, 4)
    assert copies_are_right()


def test_what_cannot_be_a_closed_day_is_told_beside_the_field(carla, cast):
    url = reverse("school_closed_day_add")
    said = text_of(send(carla, url, name="", first_day="2026-11-31", last_day="2026-11-20"))
    assert "Vul in waarom er dan geen school is, bijvoorbeeld studiedag." in said
    assert "31-11-2026 bestaat niet." in said
    said = text_of(send(carla, url, name="Dicht", first_day="2026-11-30", last_day="2026-11-20"))
    assert "De laatste dag is eerder dan de eerste dag." in said
    said = text_of(send(carla, url, name="Dicht", first_day="2026-11-30", last_day="2027-11-20"))
    assert "Dit is langer dan 70 dagen." in said


def test_a_holiday_is_not_taken_away_as_if_it_were_an_own_day(carla, cast):
    holiday = ClosedDay.objects.filter(school=cast.school, source="holiday")[0]
    assert carla.get(reverse("school_closed_day_remove", args=[holiday.id])).status_code == 404


def test_the_region_and_the_numbers_of_the_school_are_kept(carla, cast):
    good = {
        "name": "De Wilg",
        "brin": "00wg",
        "region": "zuid",
        "coordinator_word": "intern begeleider",
        "phone_head": "0341 11 22 33",
        "reminder_hour": "8",
        "attach_plan": "ja",
        "protocol": cast.school.protocol,  # asked where there is more than one
        "phone_coordinator": "",
        "phone_board": "",
        "phone": "",
    }
    answer = send(carla, reverse("school_settings"), **good)
    assert answer["Location"] == CALENDAR
    assert (
        "De vakanties van de oude regio tellen vanaf vandaag niet meer mee. Bevestig nu die van de nieuwe."
        in text_of(carla.get(CALENDAR))
    )
    cast.school.refresh_from_db()
    assert (cast.school.name, cast.school.brin, cast.school.region) == ("De Wilg", "00WG", "zuid")
    assert cast.school.phone_head == "0341 11 22 33"
    assert cast.school.reminder_hour == 8
    assert cast.school.attach_plan is True
    assert TrailLine.objects.get(verb="school.changed").at == NOW


def test_what_the_plan_in_every_mailbox_means_stands_beside_the_choice(carla, cast):
    page = text_of(carla.get(reverse("school_settings")))
    assert "Een mail met het plan als bijlage Dan staan namen en afspraken" in page
    assert "Kring kan een bijlage niet terughalen of verwijderen" in page
    cast.school.refresh_from_db()
    assert cast.school.attach_plan is False


def test_the_school_chooses_from_what_hour_it_is_reminded_and_only_when_people_are_up(carla, cast):
    page = carla.get(reverse("school_settings")).content.decode()
    assert '<option value="7" selected' in page
    assert "7.00 uur" in page
    assert '<option value="3"' not in page
    good = {"name": "De Wilg", "brin": "", "region": "midden"}
    answer = send(carla, reverse("school_settings"), **good, reminder_hour="3")
    assert answer.status_code == 422
    cast.school.refresh_from_db()
    assert cast.school.reminder_hour == 7


def test_a_free_day_each_week_is_one_line_and_ends_with_the_school_year(carla, cast):
    add = reverse("school_closed_day_add")
    send(carla, add, name="Vrijdag vrij", weekly="weekly", first_day="2026-11-27", last_day="")
    [rule] = ClosedDay.objects.filter(source="own")
    assert (rule.weekday, rule.last_day) == (4, date(2027, 7, 31))
    said = text_of(carla.get(CALENDAR))
    assert "Vrijdag vrij Eigen vrije dag Elke vrijdag, van vrijdag 27 november tot en met zaterdag 31 juli" in said
    url = reverse("school_closed_day_remove", args=[rule.id])
    assert "elke vrijdag" in text_of(carla.get(url)).lower()
    send(carla, url)
    assert not ClosedDay.objects.filter(source="own").exists()


def test_a_camp_is_of_its_groups_and_says_so(carla, cast):
    case = tell(cast).report(cast.sem, by=(cast.daan,)).step_1().judged("bullying")
    add = reverse("school_closed_day_add")
    send(carla, add, name="Kamp", first_day="2026-11-25", last_day="2026-11-27", groups=[str(cast.group6.pk)])
    assert case.case.next_due_on == date(2026, 11, 30)
    assert copies_are_right()
    assert "Kamp Eigen vrije dag groep 6 Woensdag 25 november" in text_of(carla.get(CALENDAR))


def test_a_rule_that_begins_in_a_weekend_or_for_a_group_of_elsewhere_is_told_beside_the_field(carla, cast):
    add = reverse("school_closed_day_add")
    said = text_of(send(carla, add, name="Vrij", weekly="weekly", first_day="2026-11-28", last_day=""))
    assert "Dit is een weekend. Kies een dag waarop het voor het eerst zo is." in said
    answer = send(carla, add, name="Kamp", first_day="2026-11-25", last_day="", groups=[str(cast.linde.group.pk)])
    assert answer.status_code == 422
    assert not ClosedDay.objects.filter(source="own").exists()
