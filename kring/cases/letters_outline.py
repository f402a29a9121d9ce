"""The table of letters as a page to read: docs/letters.md.

python -m kring.cases.letters_outline > docs/letters.md
"""

import sys
from collections.abc import Iterator

from kring.cases.letter_kinds import LETTERS, Kind
from kring.cases.outside_letters import OUTSIDE
from kring.protocol.called import called

EXAMPLE = {
    "who": "(naam van een collega)",
    "person": "(naam van een collega)",
    "day": "(dag)",
    "last": "(dag)",
    "when": "Morgen (of maandag)",
    "step": "(naam van de stap)",
    "number": "(nummer)",
    "address": "(mailadres)",
    "fault": "(wat er niet klopt)",
    "why": "(wat eruit kwam)",
    "running": "(aantal)",
    "late": "(aantal)",
    "due": "(aantal)",
    "unread": "(aantal)",
    "ask": "(namen van collega’s)",
    "owner": "(naam van de eigenaar)",
    "until": "(dag)",
    "role": "(rol)",
}
"""What stands in place of the values of a real letter."""


def markdown(kinds: tuple[Kind, ...] = LETTERS) -> str:
    """The whole page."""
    return called("\n".join(_lines(kinds)))


def _lines(kinds: tuple[Kind, ...]) -> Iterator[str]:
    yield "# Mails"
    yield ""
    yield (
        "*Afgedrukt uit de gegevens met `python -m kring.cases.letters_outline`. Wijzig dit bestand niet met de hand:"
        " een test houdt het gelijk aan `kring/cases/letter_kinds.py`.*"
    )
    yield ""
    yield (
        "Elke mail gaat naar één persoon. Er staat geen naam van een kind in: de mail verwijst naar een"
        " pagina achter het inloggen. Alleen als de school ervoor kiest, gaat het plan als bijlage mee. Wie van een"
        " zaak is uitgesloten, krijgt er geen mail over, en niemand krijgt een mail met een knop naar een pagina die"
        " voor die persoon dicht is. Wie iets zelf deed, krijgt daarvan geen bericht, behalve waar dat erbij staat."
    )
    yield ""
    yield "| mail | wanneer | naar wie |"
    yield "|---|---|---|"
    for kind in kinds:
        yield f"| {kind.subject % EXAMPLE} | {kind.moment} | {_to(kind)} |"
    for kind in kinds:
        yield ""
        yield f"## {kind.subject % EXAMPLE}"
        yield ""
        yield f"Naar: {_to(kind)}. {kind.moment}"
        for paragraph in kind.text:
            yield ""
            yield f"> {paragraph % EXAMPLE}"
        if kind.with_later:
            yield ""
            yield f"Loopt de zaak nog, dan ook: {kind.with_later}"
        if kind.with_watch:
            yield ""
            yield f"Vraagt het plan om op te letten, dan ook: {kind.with_watch % EXAMPLE}"
        if kind.with_file:
            yield ""
            yield f"Stuurt de school het plan mee als bijlage, dan ook: {kind.with_file}"
        yield ""
        yield f"Knop: **{kind.button}**"
    yield ""
    yield from _outside()


def _outside() -> Iterator[str]:
    """What goes to who is not of the school."""
    yield "# Mails naar buiten"
    yield ""
    yield (
        "Deze mails gaan naar iemand die niet in Kring inlogt. Er staat niets in van wat verteld is, alleen een link"
        " (beslissing 152). Het adres staat versleuteld in Kring."
    )
    for kind in OUTSIDE:
        yield ""
        yield f"### {kind.subject}"
        yield ""
        yield f"Naar: {kind.to}. {kind.moment}"
        for paragraph in kind.text:
            yield ""
            yield f"> {paragraph}"
        yield ""
        yield f"Knop: **{kind.button}**"
    yield ""


def _to(kind: Kind) -> str:
    return f"{kind.to}, ook aan wie het zelf deed" if kind.even_to_sender else str(kind.to)


if __name__ == "__main__":
    sys.stdout.write(markdown())
