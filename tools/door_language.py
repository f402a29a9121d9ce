"""writes what parents meet at their door into a catalogue for one more language, and compiles it

    ./dev door_language uk

Every sentence gets an entry in kring/locale/CODE/LC_MESSAGES/django.po: translations stay. Fill in what the last line
names, and run it again. Names of days and months stand in kring/words.py. Nobody is shown the language before a person
who speaks it read all of it, and stands with the day in kring/reports/languages.py (decision 152).
"""

from __future__ import annotations

import re
import sys

import polib
from django.conf import settings

from tools.messages import ROOT, SOURCE, Sentence, sentences

PLACES = (
    "web/parent_door/",
    "web/templates/kring/parent_door/",
    "web/templates/kring/door/page.html",
    "web/templates/kring/door/given_back.html",
    "web/door/page.py",
    "cases/outside_letters.py",
    "reports/told.py",
    "reports/actions/telling.py",
    "reports/actions/coming_back.py",
)
"""Where the sentences stand that a parent can meet, and the mails to outside."""


def door_sentences() -> list[Sentence]:
    """Every sentence that a parent can meet, in the order of the source."""
    return [one for one, places in sentences().items() if any(place.startswith(PLACES) for place in places)]


def missing_in(catalogue: polib.POFile) -> list[str]:
    """The sentences of the parents' doors that have no translation here."""
    entries: dict[tuple[str, str | None], polib.POEntry] = {
        (entry.msgid, entry.msgctxt): entry for entry in catalogue if not entry.obsolete and not entry.fuzzy
    }
    found = [(one, entries.get((one.text, one.context))) for one in door_sentences()]
    return [one.text for one, entry in found if entry is None or not entry.translated()]


def brought_up_to_date(former: polib.POFile, code: str) -> polib.POFile:
    """The sentences of the doors, with the translations that `former` has for them."""
    known: dict[tuple[str, str | None], polib.POEntry] = {
        (entry.msgid, entry.msgctxt): entry for entry in former if not entry.obsolete
    }
    made = polib.POFile(wrapwidth=118)
    made.metadata = former.metadata or {
        "Project-Id-Version": "Kring",
        "Language": code,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for one in door_sentences():
        entry = known.get((one.text, one.context)) or polib.POEntry(msgid=one.text, msgctxt=one.context)
        entry.flags = ["python-format"] if re.search(r"%\(\w+\)", one.text) else []
        if one.plural and not entry.msgid_plural:
            entry.msgid_plural, entry.msgstr_plural = one.plural, {0: "", 1: ""}
        if not made.find(one.text, msgctxt=one.context or False):
            made.append(entry)
    return made


def main() -> None:
    """Bring one catalogue up to date and compile it; fails when a translation is missing."""
    if len(sys.argv) != 2 or not re.fullmatch(r"[a-z]{2,3}", sys.argv[1]) or sys.argv[1] in ("nl", "en"):
        sys.exit("Say which language, by its code of two or three letters; Dutch and English have their own tool.")
    if not settings.configured:
        settings.configure()
    po = SOURCE / "locale" / sys.argv[1] / "LC_MESSAGES/django.po"
    made = brought_up_to_date(polib.pofile(str(po)) if po.exists() else polib.POFile(), sys.argv[1])
    po.parent.mkdir(parents=True, exist_ok=True)
    made.save(str(po), newline="\n")
    made.save_as_mofile(str(po.with_suffix(".mo")))
    missing = missing_in(made)
    print(f"{len(made)} sentences in {po.relative_to(ROOT)}.")
    if missing:
        sys.exit(f"{len(missing)} of them are not translated yet, from “{missing[0][:60]}” on.")


if __name__ == "__main__":
    main()
