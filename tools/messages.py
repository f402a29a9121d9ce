"""collects the Dutch sentences of the source for translation, and compiles the English ones

    ./dev messages

Every sentence that is marked in `kring/` gets an entry in kring/locale/en/LC_MESSAGES/django.po: translations stay,
what nobody says any more goes. Fill in what the last line names, and run it again: that compiles django.mo, which is
committed too. Both need nothing but Python, so that they work on any machine: Python code is read as a syntax tree
(xgettext does not look inside f-strings), templates by Django's own `templatize`.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "kring"
PO = SOURCE / "locale/en/LC_MESSAGES/django.po"
MO = PO.with_suffix(".mo")

# Which arguments of a marking hold the sentence, its plural and its context.
MARKINGS: dict[str, tuple[int, int | None, int | None]] = {
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop"), (0, None, None)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (0, 1, None)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (1, None, 0)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (1, 2, 0)),
}
IN_TEMPLATE = re.compile(r"(?<![\w.])(_|gettext|ngettext|pgettext|npgettext)\(")
A_STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
STRINGS = re.compile(rf"\s*({A_STRING})\s*([,)])", re.DOTALL)


@dataclass(frozen=True)
class Sentence:
    """A sentence as it is marked in the source."""

    text: str
    plural: str = ""
    context: str | None = None


class NotToBeFound(Exception):
    """A marking around something that is no plain sentence, so that no translator will ever see it."""


def sentences() -> dict[Sentence, set[str]]:
    """Every marked sentence of the source, with the files it stands in; in the order of the source."""
    found: dict[Sentence, set[str]] = {}
    for path in sorted(path for kind in ("*.py", "*.html", "*.txt") for path in SOURCE.rglob(kind)):
        place = path.relative_to(SOURCE)
        if "static" in place.parts or "migrations" in place.parts:
            continue
        text = path.read_text(encoding="utf-8")
        for sentence in in_python(text, str(place)) if path.suffix == ".py" else in_template(text, str(place)):
            found.setdefault(sentence, set()).add(str(place))
    return found


def in_python(source: str, place: str) -> Iterator[Sentence]:
    """The sentences in a module, by whatever name it calls the functions that mark them."""
    tree = ast.parse(source)
    names = dict.fromkeys(MARKINGS, "") | {name: name for name in MARKINGS}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names |= {alias.asname: alias.name for alias in node.names if alias.asname and alias.name in MARKINGS}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        called = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        if called in names:
            given = [part.value if isinstance(part, ast.Constant) else None for part in call.args]
            yield from _marked(names[called], given, f"{place}:{call.lineno}")


def in_template(source: str, place: str) -> Iterator[Sentence]:
    """The sentences in a template or a letter."""
    code = templatize(source, origin=place)
    for match in IN_TEMPLATE.finditer(code):
        given: list[object] = []
        end = match.end()
        while string := STRINGS.match(code, end):
            given.append(ast.literal_eval(string[1]))
            end = string.end()
        yield from _marked("gettext" if match[1] == "_" else match[1], given, place)


def _marked(marking: str, given: Sequence[object], place: str) -> Iterator[Sentence]:
    text_at, plural_at, context_at = MARKINGS[marking]
    parts = []
    for at in (text_at, plural_at, context_at):
        part = "" if at is None else given[at] if at < len(given) else None
        if not isinstance(part, str):
            return  # `gettext(duty.title)`: marked elsewhere, only spoken here
        parts.append(part)
    text, plural, context = parts
    if not text:
        raise NotToBeFound(f"{place}: an empty sentence is marked for translation")
    yield Sentence(text, plural, context if context_at is not None else None)


def catalogue(former: polib.POFile) -> polib.POFile:
    """The sentences of the source, with the translations that `former` has for them."""
    known: dict[tuple[str, str | None], polib.POEntry] = {
        (entry.msgid, entry.msgctxt): entry for entry in former if not entry.obsolete
    }
    made = polib.POFile(wrapwidth=118)
    made.metadata = {
        "Project-Id-Version": "Kring",
        "Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    found = sentences()
    plurals = {(sentence.text, sentence.context): sentence.plural for sentence in found if sentence.plural}
    for sentence, places in found.items():
        key = (sentence.text, sentence.context)
        plural = plurals.get(key, "")
        if made.find(sentence.text, msgctxt=sentence.context or False):
            continue  # the same words, once counted and once not: gettext keeps one entry for both
        entry = polib.POEntry(
            msgid=sentence.text,
            msgctxt=sentence.context,
            occurrences=[(place, "") for place in sorted(places)],
            flags=["python-format"] if re.search(r"%\(\w+\)", sentence.text) else [],
        )
        before = known.get(key)
        if before is not None:
            entry.tcomment = before.tcomment
        if plural:
            entry.msgid_plural = plural
            entry.msgstr_plural = {0: "", 1: ""}
            if before is not None and before.msgid_plural == plural:
                entry.msgstr_plural = before.msgstr_plural
        elif before is not None and not before.msgid_plural:
            entry.msgstr = before.msgstr
        made.append(entry)
    return made


def main() -> None:
    """Bring the catalogue up to date with the source and compile it; fails when a translation is missing."""
    if not settings.configured:
        settings.configure()  # templatize asks for nothing but the defaults
    former = polib.pofile(str(PO)) if PO.exists() else polib.POFile()
    made = catalogue(former)
    PO.parent.mkdir(parents=True, exist_ok=True)
    made.save(str(PO), newline="\n")
    made.save_as_mofile(str(MO))
    missing = made.untranslated_entries()
    print(f"{len(made)} sentences in {PO.relative_to(ROOT)}.")
    if missing:
        sys.exit(f"{len(missing)} of them have no English yet, from “{missing[0].msgid[:60]}” on.")


if __name__ == "__main__":
    main()
