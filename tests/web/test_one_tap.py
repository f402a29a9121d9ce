"""What is done by one tap, without anything to fill in: each has a way back, or asks once (kring.web.request.sure)."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.test import Client
from django.urls import reverse

import kring
from kring.cases.actions.opening import raise_concern
from kring.cases.models import Concern
from kring.web.models import Draft
from kring.web.request.sure import SURE
from tests.cases.telling import tell
from tests.cast import Cast, act_of, sign_in
from tests.web.browsing import fields_of, opened, text_of

TEMPLATES = Path(kring.__file__).parent / "web/templates"

ASKS = "asks once before"
"""The verb of this tap is reached only by the page that asks."""

BACK = {
    "account/choose_school.html choose_school": "the other school is chosen in the same way",
    "account/joining.html": "a no stays on that page, and can become a yes",
    "account/logout.html account_logout": "one signs in again",
    "account/no_school.html account_logout": "one signs in again",
    "account/sessions.html session_end line.id": "one signs in again on that device",
    "account/sessions.html sessions_end": "one signs in again on those devices",
    "base.html sign_out_url": "one signs in again; what was typed waits",
    "base.html language_url": "the other language stands beside it",
    "kring/agenda/agenda.html make_url": "the address can be stopped; a new one in place of an old one asks once",
    "kring/case/more_care.html one.url": "a no becomes a yes on the line in the file; a yes is let go when it comes",
    "kring/child/handed_back.html account_logout": "one signs in again",
    "kring/demo/roles.html demo_sign_in_as one.member.id": "one takes another role",
    "kring/demo/roles.html demo_again": ASKS,
    "kring/door/first.html asks_url": "nothing is kept before it is sent, and each question leads back",
    "kring/door/question.html asks_url": "each question leads back until it is sent",
    "kring/door/sent.html asks_url": "it only says that the words were written down, and closes the page",
    "kring/door/waits.html code_url": "it goes on where one was",
    "kring/duties/ask_child.html child_says here.case.pk child.pk": "the phone is handed back before anything is kept",
    "kring/forms/draft.html throw_draft_away": ASKS,
    "kring/forms/kept_for_writer.html choose_school": "the other school is chosen in the same way",
    "kring/parent_door/ask.html link_url": "a link that nobody uses ends by itself",
    "kring/parent_door/first.html asks_url": "nothing is kept before it is sent",
    "kring/parent_door/link.html": "who used up a link asks for another",
    "kring/parent_door/screen.html asks_url": "each screen leads back until it is sent",
    "kring/parent_door/sent.html asks_url": "it closes the page",
    "kring/parent_door/used.html": "a link that nobody uses ends by itself",
    "kring/parent_door/waits.html code_url": "it goes on where one was",
    "kring/incoming/one.html told_take_up incoming.pk": "what was told waits for an answer on that page as before",
    "kring/observations/one.html": "who saw something after all adds it on the same page",
    "kring/parts/demo.html demo.ahead_url": ASKS,
    "kring/parts/demo.html demo.again_url": ASKS,
    "kring/parts/practice.html practice.on_url": "a practice begins again",
    "kring/parts/practice.html practice.again_url": ASKS,
    "kring/parts/practice.html practice.stop_url": "what was done stays, and one goes on with it",
    "kring/parts/sure.html": "this is the page that asks",
    "kring/practice/practice.html practice": "one stops with it",
    "kring/report/concern_read.html": ASKS,
    "kring/report/which_case.html": "it is itself the question before a report is kept",
    "kring/school/person.html school_person_invite person.id": "a link that nobody uses ends by itself",
    "kring/school/restored.html restored_close": ASKS,
    "kring/school/restored.html restored_all": ASKS,
    "kring/school/restored.html line.url": "not sending asks once; sending is what was waited for",
    "kring/school/undelivered.html undelivered_all": "what did not arrive is tried again, nothing else",
    "kring/school/undelivered.html line.url": "that it is settled asks once; sending again is tried again",
    "kring/second_step/codes.html second_step_codes": "new codes can be made",
    "kring/second_step/own.html own_step_codes": ASKS,
    "kring/second_step/passkey.html passkey_url": "the browser asks, and a passkey can be taken away",
    "kring/second_step/stop.html second_step_stop": "one signs in again",
    "kring/today/row.html row.take_up_url": "a colleague who does it instead presses the same",
    "kring/today/row.html row.answer_url": "who saw something after all adds it",
    "kring/today/unsaved.html": ASKS,
}
"""Each form that is one tap, by its template and where it goes: what undoes it, or that it asks."""

FORM = re.compile(r'<form\b[^>]*method="post"[^>]*>.*?</form>', re.DOTALL)
TO_FILL_IN = re.compile(
    r'<input(?![^>]*type="hidden")|<textarea|<select|as_field_group|fields_of|\{% include fields|'
    r'\{% include "kring/(?:forms/(?:fields|field|summary)|duties/\w+_fields)|\{% block fields|\{\{ *(?:form|field)'
)
GOES = re.compile(r'action="\{[{%] *(?:url *)?(.*?) *[%}]\}"')


def one_tap_forms() -> Iterator[str]:
    for template in sorted(TEMPLATES.rglob("*.html")):
        for form in FORM.findall(template.read_text()):
            if not TO_FILL_IN.search(form):
                goes = GOES.search(form.partition(">")[0])
                yield f"{template.relative_to(TEMPLATES)} {goes[1].replace(chr(39), '') if goes else ''}".strip()


def test_every_form_that_is_one_tap_says_what_undoes_it() -> None:
    assert set(one_tap_forms()) == set(BACK)


def test_a_new_one_would_be_found() -> None:
    form = '<form method="post">{% csrf_token %}<button>Weg</button></form>'
    assert FORM.search(form)
    assert not TO_FILL_IN.search(form)


STORY = "Sem zei dat het in de kleedkamer begon."


def test_a_text_is_thrown_away_only_by_who_was_asked(cast: Cast, client: Client) -> None:
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    page = reverse("duty", args=[case.id, "talk_target"])
    anouk = sign_in(client, cast.anouk)
    form = opened(anouk, page) | {"said": [STORY]}
    anouk.post(reverse("keep_draft"), form)
    for url, sent in (
        (reverse("throw_draft_away"), {"token": form["token"][0]}),
        (reverse("unsaved"), {"draft": str(Draft.objects.get().pk)}),
    ):
        asked = anouk.post(url, sent)
        assert "Deze tekst weggooien?" in text_of(asked)
        assert Draft.objects.count() == 1
    anouk.post(reverse("unsaved"), sent | {SURE: "1"})
    assert not Draft.objects.exists()


def test_what_was_sent_goes_along_with_the_answer(cast: Cast, client: Client) -> None:
    """Also which button it was: the page that asks sends it all on."""
    hein = sign_in(client, cast.hein)
    case = tell(cast).report(cast.sem, by=(cast.daan,))
    page = reverse("duty", args=[case.id, "talk_target"])
    carla = sign_in(Client(), cast.carla)
    carla.post(reverse("keep_draft"), opened(carla, page) | {"said": [STORY]})
    asked = carla.post(reverse("unsaved"), {"draft": str(Draft.objects.get().pk), "how": ["a", "b"]})
    sent = fields_of(text_of(asked))
    assert (sent["how"], sent[SURE]) == (["a", "b"], ["1"])
    assert hein.post(reverse("unsaved"), sent).status_code == 404


def test_a_report_about_a_colleague_is_taken_up_by_who_was_asked(cast: Cast, client: Client) -> None:
    concern = raise_concern(act=act_of(cast.anouk), accused=None, story="Er werd geschreeuwd.")
    page = reverse("concern_page", args=[concern.pk])
    hein = sign_in(client, cast.hein)
    sent = opened(hein, page)
    assert "Pak jij deze melding op?" in text_of(hein.post(page, sent))
    assert Concern.objects.get().taken_up_by is None
    assert hein.post(page, sent | {SURE: ["1"]}).status_code == 303
    assert Concern.objects.get().taken_up_by == cast.hein
