"""Opening a page and sending its form, as a browser does: with the token that the page gave."""

import re
from html import unescape
from typing import Any

from django.test import Client


def text_of(response: Any) -> str:
    """What the page says, with line breaks and entities as a reader sees them; of a photo what its bytes give."""
    without_tags = re.sub(r"<[^>]+>", " ", response.content.decode(errors="replace"))
    return re.sub(r"\s+", " ", unescape(without_tags))


def shown_by(response: Any) -> str:
    """The page without what waits in a template until a script shows it."""
    return re.sub("<template.*?</template>", " ", response.content.decode(), flags=re.DOTALL)


def hidden(response: Any, name: str) -> str:
    """The value of the first hidden field of that name."""
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    assert found, f"no {name} on the page"
    return unescape(found[1])


def all_hidden(response: Any) -> dict[str, list[str]]:
    """Every hidden field of the page, as the next press of a button sends it."""
    fields: dict[str, list[str]] = {}
    for tag in re.findall(r'<input type="hidden"[^>]*>', response.content.decode()):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and name[1] != "csrfmiddlewaretoken":
            fields.setdefault(name[1], []).append(unescape(value[1]) if value else "")
    return fields


def send(browser: Client, url: str, **fields: Any) -> Any:
    """Opens the page and sends these fields with its token."""
    page = browser.get(url)
    return browser.post(url, {"token": hidden(page, "token"), "seen": hidden(page, "seen")} | fields)
