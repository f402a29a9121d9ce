"""The duties that are met by writing: problem, class, observation, consultation, analysis, new approach, extra."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kring.cases import bodies
from kring.cases.actions import people, recording
from kring.cases.bodies import Kept
from kring.cases.held import HeldCase
from kring.cases.traits import Body
from kring.protocol.choices import ExtraDuty, Variation
from kring.protocol.terms import Role, Whom
from kring.web.kinds.class_attention import ready
from kring.web.road.place import Place
from tests.cases.telling import Telling, tell
from tests.cast import Cast, sign_in
from tests.web.browsing import early, fields_of, filled_in, it_is_now, messages_after, opened, send, text_of

pytestmark = pytest.mark.usefixtures("ticking")


@pytest.fixture
def anouk(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.anouk)


@pytest.fixture
def case(cast: Cast) -> Telling:
    """Step 3, with three children of group 6 who take part in the bullying."""
    told = early(tell(cast).on(date(2026, 11, 20)).report(cast.sem, by=(cast.daan,), followers=(cast.lars, cast.jens)))
    return told.step_1().judged("bullying")


@pytest.fixture
def after_a_no(case: Telling, monkeypatch: pytest.MonkeyPatch) -> Telling:
    """Step 4: the agreements were not kept."""
    case.step_3().until_due()
    case.talk("talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True, feeling=3)
    case.review(Kept.NOT)
    case.decide("no")
    it_is_now(monkeypatch, case.today)
    return case


@pytest.fixture
def new_round(after_a_no: Telling, monkeypatch: pytest.MonkeyPatch) -> Telling:
    """Step 5: the effects are not positive."""
    case = after_a_no
    case.do_the_rest().until_due()
    case.talk("talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True, feeling=3)
    case.review(Kept.NOT)
    case.decide("negative")
    it_is_now(monkeypatch, case.today)
    return case


def page(case: Telling, duty: str) -> str:
    return reverse("duty", args=[case.id, duty])


def newest(case: Telling, kind: str) -> Body:
    return case.file.of_kind(kind)[-1].body


def test_the_problem_is_one_text_that_stands_in_the_plan(anouk, case):
    assert "Dit staat straks in het handelingsplan." in text_of(anouk.get(page(case, "problem")))
    send(anouk, page(case, "problem"), text="Sem wordt elke pauze uitgelachen.")
    assert newest(case, "problem") == bodies.Problem(text="Sem wordt elke pauze uitgelachen.")
    assert opened(anouk, page(case, "problem"))["text"] == ["Sem wordt elke pauze uitgelachen."]
    send(anouk, page(case, "problem"), text="Sem wordt elke pauze geduwd.")
    assert len(case.file.of_kind("problem")) == 1


SORTS = {"sorts": ["support_group"]}
CLASS = {
    "on": "2026-11-23",
    "method": "Kringgesprek",
    "sentences": ["0", "1", "2"],
    "said": "We lazen een prentenboek.",
}


def test_the_class_hears_the_three_sentences_of_the_protocol(anouk, case):
    assert send(anouk, page(case, "class_attention"), **CLASS).status_code == 303
    assert newest(case, "class_attention") == bodies.ClassAttention(
        method="Kringgesprek",
        said=(
            "Alle kinderen moeten zich veilig voelen op school.\n"
            "Het melden van pesten is geen klikken.\n"
            "Niemand hoeft bang te zijn om iets te melden.\n"
            "We lazen een prentenboek."
        ),
    )
    form = opened(anouk, page(case, "class_attention"))
    assert form["sentences"] == ["0", "1", "2"]
    assert form["said"] == ["We lazen een prentenboek."]


def test_the_class_takes_two_taps_the_sentences_stand_ticked_and_the_method_is_one_of_those_offered(anouk, case):
    form = opened(anouk, page(case, "class_attention"))
    assert form["sentences"] == ["0", "1", "2"]
    answer = anouk.post(page(case, "class_attention"), filled_in(form, method="Kanjertraining"))
    assert answer.status_code == 303
    assert [one.body.method for one in case.file.of(bodies.ClassAttention)] == ["Kanjertraining"]


def test_a_method_that_is_not_in_the_list_is_typed_and_comes_back_so(anouk, case):
    typed = CLASS | {"method": "other", "other": "Leefstijl, les 3"}
    answer = send(anouk, page(case, "class_attention"), **typed | {"method": ""})
    assert text_of(answer).count("Kies welke methode of werkvorm je gebruikte.") == 2
    send(anouk, page(case, "class_attention"), **typed)
    assert [one.body.method for one in case.file.of(bodies.ClassAttention)] == ["Leefstijl, les 3"]
    form = opened(anouk, page(case, "class_attention"))
    assert (form["method"], form["other"]) == (["other"], ["Leefstijl, les 3"])


def test_a_later_round_begins_with_the_method_of_the_last_time(anouk, new_round):
    last = new_round.file.of(bodies.ClassAttention)[-1].body
    place = Place(HeldCase(new_round.file, new_round.today), new_round.file.progress.last)
    assert ready(place) == {"sentences": [0, 1, 2], "method": last.method}


def test_no_childs_name_is_told_to_the_class(anouk, case):
    for field in ("said", "other"):
        typed = {"method": "other", "other": "Kring", field: "Een gesprek over Sem."}
        answer = send(anouk, page(case, "class_attention"), **CLASS | typed)
        assert answer.status_code == 422
        assert text_of(answer).count("Hier staat de naam van een leerling: Sem.") == 2
        assert f'id="id_{field}_error"' in text_of(answer)


def test_nothing_said_to_the_class_is_no_class_attention(anouk, case):
    answer = send(anouk, page(case, "class_attention"), **CLASS | {"sentences": None, "said": ""})
    assert answer.status_code == 422
    assert text_of(answer).count("Kies wat de klas heeft gehoord, of schrijf het hier op.") == 2


def test_colleagues_watch_until_the_first_evaluation(anouk, case):
    for key in case.keys(Role.TARGET):
        case.talk("ask_target", key, feeling=2)
    case.talk("joint_talk", *case.keys(Role.TARGET, Role.INSTIGATOR), together=True, feeling=3)
    recording.formulate_problem(act=case.act(), case_id=case.id, text="Sem wordt uitgelachen.")
    case.agree()
    case.address_class()
    case.inform_everybody().issue_plan()
    assert opened(anouk, page(case, "observe"))["until_on"] == ["2026-11-30"]
    answer = send(anouk, page(case, "observe"), watch_for="Let op het plein, bij de schommels.")
    assert messages_after(anouk, answer) == ["Stap 3 afgerond. De eerste evaluatie is maandag 30 november."]
    [fact] = case.file.of_kind("observation_request")
    assert fact.until_on == date(2026, 11, 30)


def test_a_step_that_ends_says_which_comes_and_when(anouk, case, monkeypatch):
    case.step_3()
    assert case.step == "first_evaluation"
    fact = case.file.of_kind("observation_request")[-1]
    answer = send(anouk, reverse("correct", args=[case.id, fact.pk]), watch_for="Let ook op de gang.")
    assert messages_after(anouk, answer) == ["Bewaard. De vorige versie blijft te lezen."]


def test_the_consultation_names_the_coordinator_to_begin_with(anouk, after_a_no):
    assert opened(anouk, page(after_a_no, "consult"))["with_whom"] == ["Carla Jansen"]
    assert send(anouk, page(after_a_no, "consult"), advice="Extra ogen op het plein.").status_code == 303
    assert newest(after_a_no, "consultation") == bodies.Consultation(
        advice="Extra ogen op het plein.", with_whom="Carla Jansen", in_plan=True
    )


def test_the_consultation_does_not_begin_with_who_is_kept_out_of_the_case(anouk, after_a_no, cast):
    people.exclude(act=after_a_no.as_(cast.hein).act(), case_id=after_a_no.id, staff_id=cast.carla.pk)
    assert opened(anouk, page(after_a_no, "consult"))["with_whom"] == [""]


def test_the_analysis_says_what_went_wrong(anouk, after_a_no):
    answer = send(anouk, page(after_a_no, "analysis"), text="Er was geen toezicht in de pauze.")
    assert messages_after(anouk, answer) == ["Bewaard. Nu nog: Overleggen met de Seo-coördinator."]
    assert newest(after_a_no, "analysis") == bodies.Analysis(text="Er was geen toezicht in de pauze.")


def test_a_new_approach_is_what_is_done_in_another_way_and_of_what_sort(anouk, new_round):
    assert (
        send(anouk, page(new_round, "new_approach"), text="Een steungroep.", sorts=["support_group"]).status_code == 303
    )
    assert newest(new_round, "new_approach") == bodies.NewApproach(text="Een steungroep.", sorts=("support_group",))


def test_a_new_approach_is_chosen_with_the_last_round_beside_it(anouk, new_round):
    beside = text_of(anouk.get(page(new_round, "new_approach")))
    beside = beside[beside.index("De vorige ronde") :]
    for said in ("Het probleem, sinds", "Niet nagekomen", "Zijn de effecten positief?", "Nee, nog niet"):
        assert said in beside, said
    assert beside.index(new_round.words.problem) < beside.index(new_round.words.analysis)


def test_a_new_approach_of_no_sort_is_asked_again_and_keeps_its_text(anouk, new_round):
    answer = send(anouk, page(new_round, "new_approach"), text="Daan speelt bij groep 8.")
    assert answer.status_code == 422
    assert "Kies minstens één soort aanpak." in text_of(answer)
    assert "Daan speelt bij groep 8." in text_of(answer)


def test_what_sort_of_approach_it_is_stands_in_the_dossier(anouk, new_round):
    send(anouk, page(new_round, "new_approach"), text="Daan speelt bij groep 8.", sorts=["limit", "repair"])
    [fact] = new_round.file.of_kind("new_approach")
    assert "Grens stellen en Herstel" in text_of(anouk.get(reverse("fact", args=[new_round.id, fact.pk])))


@pytest.mark.parametrize(
    ("stage", "duty", "good", "field", "typed", "sentence"),
    [
        ("case", "problem", {}, "text", " ", "Schrijf het probleem op."),
        ("case", "problem", {}, "text", "x" * 10_001, "Er passen er 10.000"),
        ("case", "problem", {}, "text", "nul\x00", "onzichtbaar teken"),
        ("case", "class_attention", CLASS | {"method": "other"}, "other", "", "Schrijf op welke methode of werkvorm"),
        ("case", "class_attention", CLASS, "on", "2026-11-24", "Deze dag moet nog komen."),
        ("case", "class_attention", CLASS, "on", "2026-11-19", "Deze dag ligt vóór de melding."),
        ("case", "observe", {"until_on": "2026-11-30"}, "watch_for", "", "Schrijf op waar collega’s op letten."),
        ("case", "observe", {"watch_for": "Het plein."}, "until_on", "2026-11-22", "Deze dag is al geweest."),
        ("after_a_no", "analysis", {}, "text", "", "Schrijf op waardoor het misging."),
        ("after_a_no", "consult", {"advice": "Extra ogen."}, "with_whom", "", "Met wie heb je overlegd?"),
        ("after_a_no", "consult", {}, "advice", "", "Schrijf op wat jullie afspraken."),
        ("after_a_no", "consult", {"advice": "Extra ogen."}, "on", "2026-12-25", "Deze dag moet nog komen."),
        ("new_round", "new_approach", SORTS, "text", "", "Schrijf op wat jullie nu anders doen."),
    ],
)
def test_what_cannot_be_right_is_told(anouk, request, stage, duty, good, field, typed, sentence):
    case = request.getfixturevalue(stage)
    answer = send(anouk, page(case, duty), **good | {field: typed})
    assert answer.status_code == 422
    assert text_of(answer).count(sentence) >= 2
    assert f'href="#id_{field}"' in text_of(answer)
    assert f'id="id_{field}_error"' in text_of(answer)


def test_two_people_writing_the_problem_both_see_both_texts(anouk, case, cast):
    carla = sign_in(Client(), cast.carla)
    mine, theirs = opened(anouk, page(case, "problem")), opened(carla, page(case, "problem"))
    carla.post(page(case, "problem"), filled_in(theirs, text="Carla schreef dit."))
    answer = anouk.post(page(case, "problem"), filled_in(mine, text="Ik schreef dat."))
    assert answer.status_code == 409
    assert "Carla schreef dit." in text_of(answer)
    assert "Ik schreef dat." in text_of(answer)
    anouk.post(page(case, "problem"), fields_of(text_of(answer)))
    [now] = case.file.of_kind("problem")
    assert now.body == bodies.Problem(text="Ik schreef dat.")
    assert case.file.former(now)[0].by == cast.carla


def test_a_double_click_writes_once(anouk, case):
    form = filled_in(opened(anouk, page(case, "problem")), text="Sem wordt uitgelachen.")
    assert [anouk.post(page(case, "problem"), form).status_code for _ in range(2)] == [303, 303]
    assert len(case.file.of_kind("problem")) == 1


@pytest.mark.parametrize("kind", ["problem", "class_attention", "observation_request", "severity"])
def test_what_was_written_can_be_put_right_later(anouk, case, kind):
    case.step_3()
    fact = case.file.of_kind(kind)[-1]
    url = reverse("correct", args=[case.id, fact.pk])
    assert "Je verbetert wat Anouk Vermeer vastlegde" in text_of(anouk.get(url))
    assert send(anouk, url).status_code == 303
    assert case.file.of_kind(kind)[-1].replaces_id == fact.pk


@pytest.fixture
def buddies(cast: Cast) -> Telling:
    """Two bullied children, in a school that chooses a buddy for each."""
    duty = ExtraDuty("extra_1", "signal", "Maatje gekozen", whom=Whom.EACH_TARGET)
    cast.school.variation = Variation(duties=(duty,)).to_dict()
    cast.school.save()
    cast.anouk.school.refresh_from_db()
    return early(tell(cast).report(cast.sem, cast.noor, by=(cast.daan,)))


@pytest.mark.parametrize("order", [("sem", "noor"), ("noor", "sem")])
def test_the_schools_own_duty_is_done_child_by_child(anouk, cast, buddies, order):
    first, second = (buddies.key(getattr(cast, name)) for name in order)
    assert send(anouk, page(buddies, "extra_1"), about=[first], note="Jens is maatje.").status_code == 303
    shown = anouk.get(page(buddies, "extra_1"))
    assert "Al vastgelegd" in text_of(shown)
    form = fields_of(text_of(shown))
    assert form["about"] == [second]
    assert form.get("note", [""]) == [""]
    answer = send(anouk, page(buddies, "extra_1"), note="Mila is maatje.")
    assert answer.status_code == 303
    assert buddies.task("extra_1").settled
    assert [extra.body.note for extra in buddies.file.of(bodies.Extra)] == ["Jens is maatje.", "Mila is maatje."]


def test_a_child_that_was_done_is_put_right_where_it_was_written(anouk, cast, buddies):
    send(anouk, page(buddies, "extra_1"), about=[buddies.key(cast.sem)], note="Jens is maatje.")
    [fact] = buddies.file.of_kind("extra")
    url = reverse("correct", args=[buddies.id, fact.pk])
    assert opened(anouk, url)["about"] == [buddies.key(cast.sem)]
    assert send(anouk, url, note="Mila is maatje.").status_code == 303
    assert buddies.task("extra_1").missing == (buddies.key(cast.noor),)


def test_what_was_written_about_one_child_is_not_shown_as_a_conflict_about_another(anouk, cast, buddies):
    mine = opened(anouk, page(buddies, "extra_1"))
    carla = sign_in(Client(), cast.carla)
    send(carla, page(buddies, "extra_1"), about=[buddies.key(cast.sem)], note="Jens is maatje.")
    typed = filled_in(mine, about=[buddies.key(cast.noor)], note="Mila is maatje.")
    assert anouk.post(page(buddies, "extra_1"), typed).status_code == 303
    assert buddies.task("extra_1").settled


@pytest.mark.parametrize("mine", ["sem", "noor"])
def test_a_text_that_comes_too_late_is_shown_beside_what_was_written_about_the_same_child(anouk, cast, buddies, mine):
    form = opened(anouk, page(buddies, "extra_1"))
    buddies.as_(cast.carla)
    for pupil, note in ((cast.sem, "Voor Sem is er Jens."), (cast.noor, "Voor Noor is er Mila.")):
        recording.do_extra(
            act=buddies.act(),
            case_id=buddies.id,
            duty="extra_1",
            on=buddies.today,
            about=[buddies.key(pupil)],
            note=note,
        )
    buddies.step_1()
    assert buddies.step == "analyse"
    child = buddies.key(getattr(cast, mine))
    answer = anouk.post(page(buddies, "extra_1"), filled_in(form, about=[child], note="Van mij."))
    assert answer.status_code == 409
    assert anouk.post(page(buddies, "extra_1"), fields_of(text_of(answer))).status_code == 303
    standing = {extra.fact.about[0]: extra.body.note for extra in buddies.file.of(bodies.Extra)}
    assert standing.pop(child) == "Van mij."
    assert [note.split()[1] for note in standing.values()] == ["Noor" if mine == "sem" else "Sem"]


def test_the_schools_own_duty_is_done_with_each_child(anouk, cast, buddies):
    case = buddies
    assert set(opened(anouk, page(case, "extra_1"))["about"]) == {case.key(cast.sem), case.key(cast.noor)}
    answer = send(anouk, page(case, "extra_1"), about=None, note="Jens is maatje.")
    assert answer.status_code == 422
    assert text_of(answer).count("Kies met welke leerling het was.") == 2
    both = [case.key(cast.sem), case.key(cast.noor)]
    assert send(anouk, page(case, "extra_1"), about=both, note="Jens is maatje.").status_code == 303
    current = case.progress.current
    assert current
    task = current.task("extra_1")
    assert task
    assert task.settled


def test_a_note_on_home_is_put_right_by_coordinator_and_head_only(anouk, case, cast):
    fact = recording.note_home(act=case.as_(cast.carla).act(), case_id=case.id, text="Vader is ziek.")
    url = reverse("correct", args=[case.id, fact.pk])
    assert anouk.get(url).status_code == 404
    carla = sign_in(Client(), cast.carla)
    assert send(carla, url, text="Vader is weer beter.").status_code == 303
    assert newest(case, "home_note") == bodies.HomeNote(text="Vader is weer beter.")


@pytest.mark.parametrize("name", ["mo", "wil", "ada"])
def test_who_does_not_take_part_finds_no_page(client, case, cast, name):
    browser = sign_in(client, getattr(cast, name))
    for duty in ("problem", "class_attention", "observe"):
        assert browser.get(page(case, duty)).status_code == 404
        assert browser.post(page(case, duty), {"text": "Toch."}).status_code == 404
