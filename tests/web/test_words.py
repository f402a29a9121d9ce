"""One word for one thing, on every screen and in every mail, in Dutch and in English (decision 140)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path

import allauth
import django
import polib
import pytest
from django.conf import settings

from kring.cases import letter_kinds
from kring.cases.plan_words import FORMER_TITLES
from kring.protocol.editions import PROTOCOLS
from tools import messages

CATALOGUE = polib.pofile(str(messages.PO))

QUOTED = ("quote", "quotes", "sentence", "heading", "text", "difference", "opening", "question")
"""What of a protocol is the document's own: its words are never ours to choose."""


def quoted(part: object, inside: bool = False) -> Iterator[str]:
    """Every sentence of an edition that is the document's own."""
    if isinstance(part, str):
        if inside:
            yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from quoted(one, inside)
    elif is_dataclass(part):
        for field in fields(part):
            yield from quoted(getattr(part, field.name), inside or field.name in QUOTED)


DOCUMENT = {text for editions in PROTOCOLS.values() for one in editions for text in quoted(one)} | set(FORMER_TITLES)


def of_our_own() -> Iterator[tuple[str, str]]:
    """Each Dutch text that Kring itself chose the words of, with its English; of a mail there is no English."""
    for entry in CATALOGUE:
        if entry.msgid not in DOCUMENT:
            yield entry.msgid, entry.msgstr or entry.msgstr_plural.get(0, "")
            if entry.msgid_plural:
                yield entry.msgid_plural, entry.msgstr_plural[1]
    for kind in letter_kinds.LETTERS:
        for text in (kind.subject, *kind.text, kind.button, kind.with_file, kind.with_watch):
            yield text, ""


OWN = list(of_our_own())
LONGEST = 20
NOUNS = {"afspraken", "voorvallen", "ouders", "leerlingen", "weken", "partijen", "acties", "een", "van", "aan"}
"""Words in titles of duties that end as a verb does and are none."""


@dataclass(frozen=True)
class Word:
    """What is not said, what is said for it, and the texts in which it means something else."""

    never: str
    say: str
    but: str = "(?!)"


DUTCH = {
    "signing in": Word(
        r"\b(je|zich|u)\b.*\b(aan|af)meld|\bmeldt? (je|zich|u) (aan|af)\b|\b[Aa]angemeld\b|\bafgemeld\b",
        "inloggen, uitloggen",
    ),
    "mail": Word(r"\b[Bb]rie(f|ven)\b", "mail", "(op|of|Een) brief"),  # what a parent wrote, on paper
    "post": Word(r"\b[Pp]ost\b", "mail", "^(Post|Post tonen|Nog geen post)$"),  # the demo's page
    "plan": Word(r"[Aa]nti-[Pp]est [Hh]andelingsplan", "handelingsplan"),
    "people": Word(r"[Ww]ie doen mee", "Betrokken"),
    "role": Word(r"het pesten doet|[Dd]oet het pesten|meedoe[tn] met pesten|ook zelf mee", "pest, pest mee"),
    "in the case": Word(
        r"\b([Dd]oet|[Dd]oen|[Dd]eed|[Dd]eden) (eerder |nu |niet meer |niet |al )?mee\b|[Mm]eedoen",
        "zit in de zaak; toegang geven",
    ),
    "not needed": Word(
        r"[Ll]oslaten|losgelaten|[Ll]aat (het|dit|dat) los|\bvervallen\b|[Nn]iet nodig gevonden", "hoeft niet"
    ),
    "by choice": Word(r"met opzet", "bewust niet", "deed het met opzet"),  # who broke the trail
    "closing": Word(r"\b[Gg]esloten\b|zaak (toch )?dicht", "afsluiten, afgesloten", "account is gesloten"),
    "head": Word(r"\b[Dd]irectie\b", "directeur"),
    "kept": Word(r"opgeslagen|[Oo]pslaan", "bewaren"),
    "printed": Word(r"\b[Gg]eprint\b|\b[Pp]rinten\b", "afdrukken"),
    "decision": Word(r"[Bb]eslissing", "besluit"),
    "gone": Word(r"(is|gaat) van school\b", "zit niet meer op school"),
    "rude": Word(r"[Zz]oek het uit", "uitzoeken"),
    "never said": Word(r"\b[Dd]aders?\b|\b[Ss]lachtoffers?\b", "de leerling die pest, die gepest wordt"),
    "a button’s name": Word(r"[Kk]ies (\w+ ){0,3}[A-Z][a-z]+( [a-z]+)?\.(?!\w)", "Kies ‘Bewaren’."),
    "of the office": Word(
        r"\b(middels|teneinde|inzake|conform|desbetreffend|ten behoeve|alsmede|indien|reeds|tevens|gelieve|hetgeen"
        r"|omtrent|jegens|derhalve|aldus|dien(t|en) te)\b",
        "a word that is said aloud",
    ),
    "straight mark": Word(r"\w'\w|\w's\b", "a curved mark: collega’s"),
}
ENGLISH = {
    "custody": Word(r"\b[Cc]ustody\b", "parental responsibility"),
    "coordinator": Word(r"SEL coordinator", "coordinator"),
    "by choice": Word(r"on purpose|[Dd]eliberately", "by choice", "did it on purpose"),
    "not needed": Word(r"\blet go\b|\blet it go\b", "not needed"),
    "straight mark": Word(r"\w'\w", "a curved mark"),
    "parents’ copy": Word(r"arents’ version", "parents’ copy"),
    "guideline": Word(r"target date", "guideline date"),
    "e-mail": Word(r"(?<![Ee]-)(?<!\()\b[Mm]ails?\b(?! server)", "e-mail"),
    "who runs the server": Word(r"(keeps|looks after) the server", "whoever runs the server"),
    "a child": Word(r"\bchild\b[^.:]*\bits(elf)?\b|how safe it\b", "they, themselves"),
    "literally staat": Word(
        r"\b[Hh]ere stands\b|\bstands? (on top|on the p|only|here|there|below|still)\b|\b[Ii]t stands\b",
        "it is, you find, it says",
    ),
    "signing in": Word(r"^Sign-in$", "Sign in: a button is what one does"),
}
TERMS = {
    "zaak": (r"\bza(ak|ken)\b", r"\bcases?\b"),
    "melding": (r"\bmelding(en)?\b", r"\breport|\bnotice\b"),  # what stands on a page is a notice
    "eigenaar": (r"\beigenaar", r"\bowner"),
    "vervanger": (r"\bvervang", r"\bst(an|oo)ds? in\b|stand-in|replace"),
    "dossier": (r"\bdossiers?\b", r"\bfiles?\b"),
    "spoor": (r"\bspoor\b", r"\btrail\b"),
    "stap": (r"\bstap(pen)?\b", r"\bsteps?\b"),
    "besluit": (r"\bbesluit", r"\bdeci"),
    "voorval": (r"\bvoorval", r"\bincident"),
    "richttermijn": (r"\brichttermijn", r"\bguideline"),
    "belofte": (r"\bbelofte", r"\bpromise"),
    "handelingsplan": (r"\bhandelingsplan", r"\bplan"),
    "ouderversie": (r"\bouderversie", r"\bparents’ cop(y|ies)\b"),
    "leerling": (r"\bleerling(en)?\b", r"\bpupils?\b"),
    "directeur": (r"\bdirecteur", r"\bhead"),
    "beheerder": (r"\bbeheerder", r"\badministrator"),
    "reservecode": (r"\breservecode", r"\bspare code"),
}
"""A term of docs/glossary.md, as Dutch texts have it and as English ones must."""

TO_PARENTS = (
    "cases/what_to_say.py",
    "cases/plan_sheet.py",
    "cases/outside_letters.py",
    "web/templates/kring/duties/inform.html",
    "web/parent_door/",
    "web/templates/kring/parent_door/",
)
"""Where Kring speaks to parents, or gives a colleague the words to say to them: there it says u."""


def offences(word: Word, texts: Iterable[str]) -> list[str]:
    return [text for text in texts if re.search(word.never, text) and not re.search(word.but, text)]


@pytest.mark.parametrize("thing", DUTCH)
def test_one_word_for_one_thing(thing: str) -> None:
    word = DUTCH[thing]
    assert not offences(word, (dutch for dutch, _english in OWN)), f"say: {word.say}"


@pytest.mark.parametrize("thing", ENGLISH)
def test_one_english_word_for_one_thing(thing: str) -> None:
    word = ENGLISH[thing]
    assert not offences(word, (english for _dutch, english in OWN)), f"say: {word.say}"


@pytest.mark.parametrize("term", TERMS)
def test_a_term_is_said_in_english_as_the_glossary_says(term: str) -> None:
    dutch, english = TERMS[term]
    said = [(text, translated) for text, translated in OWN if translated and re.search(dutch, text, re.IGNORECASE)]
    assert said
    assert not [pair for pair in said if not re.search(english, pair[1], re.IGNORECASE)]


def test_each_of_those_terms_stands_in_the_glossary() -> None:
    glossary = (Path(__file__).parents[2] / "docs/glossary.md").read_text().lower()
    assert not [term for term in TERMS if not re.search(rf"^\|[^|]*{term}", glossary, re.MULTILINE)]


@pytest.mark.parametrize(
    ("thing", "said"),
    [
        ("mail", "Deze brief gaat voor."),
        ("closing", "Kan de zaak dicht?"),
        ("closing", "De zaak is gesloten."),
        ("in the case", "Deze leerling doet niet meer mee."),
        ("decision", "De beslissing staat vast."),
        ("straight mark", "Vraag het collega's."),
    ],
)
def test_another_word_would_be_found(thing: str, said: str) -> None:
    assert offences(DUTCH[thing], [said]) == [said]


def test_colleagues_are_spoken_to_as_je() -> None:
    for entry in CATALOGUE:
        to_parents = any(place.startswith(TO_PARENTS) for place, _line in entry.occurrences)
        if not to_parents and entry.msgid not in DOCUMENT:
            assert not re.search(r"\b(u|uw|Uw)\b", f"{entry.msgid} {entry.msgid_plural}"), entry.msgid


def test_no_sentence_of_our_own_is_longer_than_can_be_said_aloud() -> None:
    sentences = {part for dutch, _english in OWN for part in re.split(r"(?<=[.!?:])\s+", dutch)}
    assert len(sentences) > 3_000
    assert not [sentence for sentence in sentences if len(sentence.split()) > LONGEST]


def has_verb(title: str) -> bool:
    """Whether something is done in it, as far as its first comma."""
    return any(word.endswith(("en", "an")) and word.lower() not in NOUNS for word in title.partition(",")[0].split())


def test_a_duty_is_named_by_what_is_done() -> None:
    """`Vandaag: het gezamenlijke gesprek voeren.` A noun or a question does not fit there."""
    titles = {
        duty.title
        for editions in PROTOCOLS.values()
        for edition in editions
        for step in edition.steps
        for duty in step.every_duty()
    }
    assert titles
    assert not [title for title in titles if not has_verb(title)]


def test_a_title_that_is_a_noun_would_be_found() -> None:
    for title in ("Afspraken", "Voorvallen", "Waardoor is het misgegaan?", "Gezamenlijk gesprek"):
        assert not has_verb(title)


LIBRARIES = (
    Path(django.__file__).parent / "conf/locale/nl/LC_MESSAGES/django.po",
    Path(django.__file__).parent / "contrib/auth/locale/nl/LC_MESSAGES/django.po",
    Path(allauth.__file__).parent / "locale/nl/LC_MESSAGES/django.po",
)
NEVER_SHOWN = {
    "Your old password was entered incorrectly": "the form of allauth asks it, with a sentence of Kring's own",
    "Designates whether this user should be treated as active": "of Django's admin, which Kring has not",
    "Your password": "kring/school/passwords.py says what is wrong with a password",
    "ManagementForm data is missing": "Kring has no formsets",
    "You are seeing this message because": "kring/web/templates/403_csrf.html stands in its place",
    "If you have configured your browser": "the same page",
    "If you are using the <meta": "the same page",
    "You are seeing this page because": "Django's page for a new project",
}
"""What Django says to "u", each with why nobody reads it in Kring. What allauth says is "je" already."""


def test_what_others_wrote_for_us_says_je_too() -> None:
    formal = [
        entry.msgid
        for path in LIBRARIES
        for entry in polib.pofile(str(path))
        if re.search(r"\b(?<!a\.)(u|uw|U|Uw)\b", f"{entry.msgstr} {' '.join(entry.msgstr_plural.values())}")
    ]
    assert formal
    assert not [text for text in formal if not text.startswith(tuple(NEVER_SHOWN))]
    for beginning in NEVER_SHOWN:
        assert any(text.startswith(beginning) for text in formal), f"nobody says this any more: {beginning}"


def test_a_password_is_judged_in_our_own_words() -> None:
    names = [one["NAME"] for one in settings.AUTH_PASSWORD_VALIDATORS]
    assert names
    assert all(name.startswith("kring.school.passwords.") for name in names)
