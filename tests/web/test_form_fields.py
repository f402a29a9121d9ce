"""The fields of the kit one by one: what each gives, refuses, and shows."""

import re
from datetime import date, time
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

import pytest

from kring.web.forms import (
    Choice,
    DayField,
    EmailLine,
    KringForm,
    LongText,
    Option,
    PeopleChoice,
    PersonChoice,
    Row,
    Rows,
    Several,
    ShortText,
    Tick,
    TimeField,
    YesNo,
    by_field,
)
from tests.cast import TODAY


class Level(StrEnum):
    LIGHT = "light"
    GRAVE = "grave"


def form_with(field: Any, sent: dict[str, Any] | None = None, **options: Any) -> Any:
    """A form of this one field, `x`."""
    kind = type("OneField", (KringForm,), {"x": field})
    if sent is None:
        return kind(None, today=TODAY, **options)
    from django.http import QueryDict

    data = QueryDict(mutable=True)
    for name, value in sent.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return kind(data, today=TODAY, **options)


def result(field: Any, sent: Any) -> Any:
    form = form_with(field, {} if sent is None else {"x": sent})
    assert form.is_valid(), form.errors
    return form.cleaned_data["x"]


def sentence(field: Any, sent: Any) -> str:
    form = form_with(field, {} if sent is None else {"x": sent})
    assert not form.is_valid()
    (only,) = form.errors["x"]
    return str(only)


LEVELS = [Option("light", "Licht", hint="Het kind durft alles nog."), Option("grave", "Zeer ernstig")]


def test_a_choice_becomes_what_the_verb_wants():
    assert result(Choice(label="Hoe erg?", options=LEVELS, coerce=Level), "grave") is Level.GRAVE
    assert result(Choice(label="Hoe erg?", options=LEVELS, coerce=Level, required=False), "") is None
    assert sentence(Choice(label="Hoe erg?", options=LEVELS, missing="Kies hoe erg het is."), None) == (
        "Kies hoe erg het is."
    )


def test_a_choice_shows_its_hints_as_descriptions():
    page = str(form_with(Choice(label="Hoe erg?", options=LEVELS)))
    assert '<small id="id_x_0_hint">Het kind durft alles nog.</small>' in page
    assert 'aria-describedby="id_x_0_hint"' in page
    assert page.count('type="radio"') == 2


def test_options_may_be_offered_per_request_and_stay_with_that_request():
    kind = type("Pick", (KringForm,), {"x": Choice(label="Wie?")})
    one: Any = kind({"x": "b"}, today=TODAY)
    one.choice("x").offer([Option("b", "Bram", hint="meester")])
    other: Any = kind({"x": "b"}, today=TODAY)
    assert one.is_valid()
    assert not other.is_valid()
    assert "meester" not in str(other)


def test_several_gives_a_list_and_none_of_them_may_be_allowed():
    places = [Option("plein", "Op het plein"), Option("gang", "Op de gang"), Option("online", "Online")]
    assert result(Several(label="Waar?", options=places), ["plein", "online"]) == ["plein", "online"]
    assert result(Several(label="Waar?", options=places, required=False), None) == []
    assert sentence(Several(label="Waar?", options=places), None) == "Kies er minstens één."
    assert "keuzes is er niet" in sentence(Several(label="Waar?", options=places), ["plein", "thuis"])


def test_groups_of_options_are_named():
    options = [Option("a", "Sem", group="Groep 6"), Option("b", "Yara", group="Groep 5")]
    page = str(form_with(Several(label="Wie?", options=options)))
    assert page.index("Groep 6") < page.index("Sem") < page.index("Groep 5") < page.index("Yara")


@pytest.mark.parametrize(("sent", "given"), [("ja", True), ("nee", False)])
def test_yes_is_true_and_no_is_false(sent, given):
    assert result(YesNo(label="Vaker?"), sent) is given


def test_yes_or_no_may_stay_open_or_not():
    assert result(YesNo(label="Vaker?", required=False), "") is None
    assert sentence(YesNo(label="Vaker?"), None) == "Kies ja of nee."


def test_what_was_answered_before_stands_ticked():
    page = str(form_with(YesNo(label="Vaker?"), initial={"x": False}))
    assert page.index("checked") > page.index('value="nee"')


def test_a_tick_gives_true_or_false_and_can_be_needed():
    assert result(Tick(label="Gelezen"), "on") is True
    assert result(Tick(label="Gelezen"), None) is False
    assert "vinkje" in sentence(Tick(label="Gelezen", required=True), None)
    shown = str(form_with(Tick(label="Gelezen")))
    assert shown.count("Gelezen") == 1
    assert re.search(
        r'<label class="choice" for="id_x"><input type="checkbox" [^>]*><span>Gelezen</span></label>', shown
    )


def test_one_person_of_a_few_is_chosen_from_cards_and_of_many_from_a_list():
    few = [Option(uuid4(), f"Kind {n}") for n in range(8)]
    many = [*few, Option(uuid4(), "Kind 9")]
    assert 'type="radio"' in str(form_with(PersonChoice(label="Wie?", options=few)))
    page = str(form_with(PersonChoice(label="Wie?", options=many)))
    assert "<select" in page
    assert "Kies een naam" in page
    assert '<label class="label" for="id_x">' in page
    for options in (few, many):
        chosen = result(PersonChoice(label="Wie?", options=options), str(options[3].value))
        assert chosen == options[3].value
        assert isinstance(chosen, UUID)
        assert sentence(PersonChoice(label="Wie?", options=options), "") == "Kies wie het is."


@pytest.mark.parametrize("sent", ["geen-id", "3b2fe03b-de41-416b-8455-0f8fb901e9f2", "' OR 1=1 --"])
def test_a_person_who_was_not_offered_cannot_be_chosen(sent):
    assert "Deze keuze is er niet" in sentence(PersonChoice(label="Wie?", options=[Option(uuid4(), "Sem")]), sent)
    assert "deze keuzes" in sentence(PeopleChoice(label="Wie?", options=[Option(uuid4(), "Sem")]), [sent])


def test_people_are_a_list_of_ids():
    sem, daan = Option(uuid4(), "Sem"), Option(uuid4(), "Daan")
    assert result(PeopleChoice(label="Wie?", options=[sem, daan]), [str(daan.value)]) == [daan.value]


@pytest.mark.parametrize(("typed", "given"), [("14:30", time(14, 30)), ("9.05", time(9, 5)), ("", None)])
def test_a_time_may_be_typed_the_dutch_way(typed, given):
    assert result(TimeField(label="Hoe laat?", required=False), typed) == given


@pytest.mark.parametrize("typed", ["24:00", "9u", "12.60", "half tien"])
def test_a_time_that_is_none_is_told_how_and_stays(typed):
    assert sentence(TimeField(label="Hoe laat?"), typed) == "Schrijf de tijd zo: 14.30."
    assert f'value="{typed}"' in str(form_with(TimeField(label="Hoe laat?"), {"x": typed}))


def test_an_address_is_lower_cased_and_a_wrong_one_is_told():
    assert result(EmailLine(label="E-mail"), " Anouk@DeWilg.example ") == "anouk@dewilg.example"
    assert "naam@school.nl" in sentence(EmailLine(label="E-mail"), "anouk")


def test_a_day_has_bounds_with_a_sentence_of_their_own():
    def bounded(sent: str) -> Any:
        form = form_with(DayField(label="Wanneer?"), {"x": sent})
        form.day("x").not_before(date(2026, 11, 16), "Dat is voor de melding.")
        form.day("x").not_after(date(2026, 11, 27))
        return form

    assert bounded("2026-11-16").is_valid()
    assert bounded("2026-11-15").errors["x"] == ["Dat is voor de melding."]
    assert bounded("2026-11-28").errors["x"] == ["Kies vrijdag 27 november 2026 of een dag ervoor."]


def test_a_line_is_one_line_and_can_be_shorter():
    assert result(ShortText(label="Waar?"), "op het\nplein") == "op het plein"
    assert "Er passen er 5" in sentence(ShortText(label="Waar?", limit=5), "op het plein")


def test_lone_surrogates_are_refused():
    assert "onzichtbaar teken" in sentence(LongText(label="Wat?"), "half \ud83d teken")


class LineRow(Row):
    what = ShortText(label="Wat?", missing="Schrijf op wat.")
    from_on = DayField(label="Vanaf", required=False)


class LinesForm(KringForm):
    lines = Rows(LineRow, title="Regel", at_least=1, missing="Schrijf minstens één regel op.", at_most=3)


def test_rows_that_exist_are_shown_filled_in_with_a_blank_one_after_them():
    page = str(LinesForm(None, today=TODAY, initial={"lines": [{"what": "Samen spelen"}]}))
    assert 'value="Samen spelen"' in page
    assert 'name="lines-1-what"' in page
    assert "Regel 2" in page


def test_a_row_that_existed_cannot_be_emptied_in_silence():
    form = LinesForm(
        {"lines-count": "1", "lines-0-what": ""}, today=TODAY, initial={"lines": [{"what": "Samen spelen"}]}
    )
    assert not form.is_valid()
    assert [problem.sentence for problem in form.problems()] == ["Schrijf op wat."]


def test_too_few_rows_are_told_once():
    form = LinesForm({"lines-count": "2"}, today=TODAY)
    assert not form.is_valid()
    assert [problem.sentence for problem in form.problems()] == ["Schrijf minstens één regel op."]


def test_when_all_rows_are_there_no_more_are_offered():
    page = str(LinesForm({"lines-count": "3"}, today=TODAY))
    assert "lines-more" not in page


def test_a_row_with_only_what_it_began_with_is_blank():
    class Prepared(KringForm):
        lines = Rows(LineRow)

    form = Prepared({"lines-count": "1", "lines-0-what": "", "lines-0-from_on": ""}, today=TODAY)
    assert form.is_valid()
    assert form.cleaned_data["lines"] == []


@pytest.mark.parametrize("typed", ["\u200b", "\ufeff \u2060", "\u202e" * 5, "\n\u00a0\t"])
def test_text_that_nobody_can_see_is_no_text(typed):
    assert sentence(LongText(label="Wat zag je?", missing="Schrijf op wat je zag."), typed) == "Schrijf op wat je zag."
    assert result(ShortText(label="Plaats", required=False), typed) == ""
    assert result(LongText(label="Wat zag je?"), "👩\u200d👧 zei: \u200fשלום") == "👩\u200d👧 zei: \u200fשלום"


def test_what_is_chosen_twice_counts_once():
    field = Several(label="Wat zag je?", options=[Option("slaan", "Slaan"), Option("duwen", "Duwen")])
    assert result(field, ["duwen", "slaan", "duwen"]) == ["duwen", "slaan"]


# ── What the verb gets ──────────────────────────────────────────────────────────────────────────────────────────────


class Chosen(KringForm):
    staff = Choice(label="Wie?")
    reason = ShortText(label="Waarom?", required=False)
    names_in_verb = {"staff_id": "staff", "to": "staff"}


def chosen() -> Chosen:
    form = Chosen({"staff": "mo"}, today=TODAY, offers={"staff": [Option("mo", "Mo")]})
    assert form.is_valid(), form.errors
    return form


def test_a_verb_gets_each_field_by_its_name_or_by_the_first_name_that_it_has_for_it() -> None:
    given: dict[str, Any] = {}
    by_field(lambda **arguments: given.update(arguments), case_id="x")(chosen(), "act")  # type: ignore[arg-type]  # it is handed on as it is
    assert given == {"act": "act", "case_id": "x", "staff_id": "mo", "reason": ""}


@pytest.mark.parametrize("name", ["staff", "staff_id", "to"])
def test_what_the_verb_refuses_by_any_of_its_names_stands_at_the_field(name: str) -> None:
    form = chosen()
    form.refuse(name, "Kies een ander.")
    assert form.errors["staff"] == ["Kies een ander."]


def test_only_what_the_page_offers_can_be_chosen() -> None:
    assert Chosen({"staff": "mo"}, today=TODAY, offers={"staff": [Option("bram", "Bram")]}).errors["staff"]
    with pytest.raises(TypeError, match="reason"):
        Chosen(None, today=TODAY, offers={"reason": []})


def test_a_form_that_puts_right_what_stands_has_its_row_and_no_button_for_more() -> None:
    class Line(Row):
        text = ShortText(label="Wat?")

    class Lines(KringForm):
        lines = Rows(Line)

    began = {"lines": [{"text": "Samen op het plein."}]}
    assert [len(Lines(None, today=TODAY, initial=began, puts_right=right)["lines"]) for right in (False, True)] == [
        2,
        1,
    ]
    assert Lines(None, today=TODAY, initial=began, puts_right=True)["lines"].is_full
    sent = {"lines-count": "2", "lines-0-text": "Samen.", "lines-1-text": "En nog een."}
    right = Lines(sent, today=TODAY, initial=began, puts_right=True)
    assert right.is_valid()
    assert right.cleaned_data["lines"] == [{"text": "Samen."}]
