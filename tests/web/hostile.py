"""What somebody might type who means harm, or whose clipboard does: for forms, pages, letters and papers."""

import re
from html.parser import HTMLParser

HIT = "window.__hit=(window.__hit||0)+1"
"""What a string does where it is taken for more than text; tests/browser/test_hostile.py looks whether it ran."""

STRINGS = {
    "a script": f"<script>{HIT}</script>",
    "the end of a field, and a script": f"</textarea></title></option></script><script>{HIT}</script>",
    "the end of an attribute": f"\" autofocus onfocus='{HIT}' x='",
    "the other quote": f"' onpointerenter={HIT} '",
    "a picture that is none": f"<img src=x onerror={HIT}>",
    "a drawing": f"<svg><script>{HIT}</script><animate onbegin={HIT} attributeName=x dur=1s></svg>",
    "an address that is a script": f"javascript:{HIT}",
    "an address that is a page": f"data:text/html,<script>{HIT}</script>",
    "a page in the page": f"<iframe srcdoc='<script>{HIT}</script>'></iframe>",
    "a base": "<base href='https://elders.example/'><meta http-equiv=refresh content='0;https://elders.example/'>",
    "a style": "<style>*{display:none}</style><link rel=stylesheet href=https://elders.example/x.css>",
    "htmx": f"<div hx-get='/zaken/' hx-trigger=load hx-on:htmx:load='{HIT}'></div>",
    "a comment and a section": "<!-- ]]> --> <![CDATA[ x ]]>",
    "entities": "&lt;b&gt; &amp;amp; &#60;i&#62; &nbsp;",
    "Django's templates": "{{ settings.SECRET_KEY }}{% load static %}{{ 7|add:7 }}{% debug %}{# #}",
    "other templates": "${7*7} #{7*7} <%= 7*7 %> {{= 7*7 }} {7*7}",
    "a format": "%s %(name)s %n %x {0} {name} {0.__class__}",
    "typst": '#read("/etc/passwd") #import "/etc/passwd" #eval("1+1") $ sum $ *vet* _schuin_ \\ <kop> @bron // einde',
    "typst's ends": '") ] } #pagebreak() ```raw``` `x` \\u{41} ~ -- --- ... = Kop',
    "a formula": "=cmd|' /C calc'!A0",
    "other formulas": '+1+1 -1-1 @SUM(1+1) =HYPERLINK("https://elders.example")',
    "SQL": "'; DROP TABLE school_school; --",
    "more SQL": "\" OR 1=1 -- ' OR '1'='1' /* */ \\' %27",
    "a header": "naam\r\nBcc: iemand@elders.example\r\n\r\n<html>",
    "a line of a calendar": "naam\nEND:VEVENT\nBEGIN:VALARM\nATTACH:https://elders.example",
    "a path": "../../../etc/passwd %2e%2e%2f ..\\..\\ file:///etc/passwd",
    "from right to left": "\u202egnp.exe\u202c \u2066links\u2069 \u200fמשה",
    "what nobody sees": "Da\u200ban\u2060 \ufeffVis\u00adser\u180e",
    "null": "voor\x00na",
    "the terminal": "\x1b[31mrood\x07",
    "half a character": "half \ud83d teken",
    "a tower of marks": "Z" + "\u0301\u0316\u035c" * 60,
    "emoji": "👩‍👩‍👧‍👦 🏳️‍🌈 𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
    "other figures": "٢٠٢٦ ²³ Ⅷ ①",
    "a regular expression": "(a+)+$ [[:alpha:]] .* \\1 (?P<x>",
    "a megabyte": "Zin. " * 200_000,
}

ENDING = (
    f'<zw-hit data-zw onclick={HIT}>"\'</textarea><script>{HIT}</script>{{{{7|add:131313}}}}#read("/etc/passwd")=1+1'
)
"""What stands behind a word in every text of a school that means harm: each interpreter's own, in one line."""
SHORT = f"\"'><svg onload={HIT}>{{{{7|add:131313}}}}"
"""The same for a name: what fits in a short column is cut off where that ends."""


class Page(HTMLParser):
    """What a browser makes of a page: tells what could run or load something that Kring did not write."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.bad: list[str] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag in ("zw-hit", "iframe", "object", "embed", "base", "animate") or (
            tag == "script" and "src" not in given
        ):
            self.bad.append(f"<{tag}>")
        self.bad += [f"{tag} {name}" for name in given if name.startswith(("on", "hx-on", "data-zw", "srcdoc"))]
        self.bad += [
            f"{tag} {name}={given[name][:60]}"
            for name in ("href", "src", "action", "formaction")
            if re.match(r"\s*(javascript|data|vbscript):", given.get(name, ""), re.IGNORECASE)
        ]
        self.texts += given.values()

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def as_typed(text: str, word: str) -> bool:
    """Whether behind this word stands what belongs there, letter for letter, to its end or to its shortening."""
    behind = text.partition(word)[2].replace("\n", " ")
    return behind.startswith(ENDING) or ("…" in behind and ENDING.startswith(behind.partition("…")[0].rstrip()))


def carried_out(text: str) -> list[str]:
    """What shows that something in a text was carried out: the sum of the template, a line of the file."""
    return [sign for sign in ("131320", "root:") if sign in text]
