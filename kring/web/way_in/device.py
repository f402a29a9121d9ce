"""What kind of device asks: browser and system by their names, and nothing else that would tell devices apart."""

import re

from django.http import HttpRequest
from django.utils.translation import gettext as _

BROWSERS = (
    (r"\bEdgA?(?:iOS)?/", "Edge"),
    (r"\bOPR/|\bOPT/", "Opera"),
    (r"\bSamsungBrowser/", "Samsung Internet"),
    (r"\bVivaldi/", "Vivaldi"),
    (r"\bFirefox/|\bFxiOS/", "Firefox"),
    (r"\bChrome/|\bCriOS/|\bChromium/", "Chrome"),
    (r"\bVersion/.*\bSafari/", "Safari"),
)
SYSTEMS = (
    (r"\biPhone\b", "iPhone"),
    (r"\biPad\b", "iPad"),
    (r"\bAndroid\b", "Android"),
    (r"\bCrOS\b", "ChromeOS"),
    (r"\bWindows\b", "Windows"),
    (r"\bMac OS X\b|\bMacintosh\b", "macOS"),
    (r"\bLinux\b", "Linux"),
)
"""The first that fits: many browsers also call themselves by the name of another, and that one stands below."""
HAND_HELD = frozenset({"iPhone", "iPad", "Android"})


def device_of(request: HttpRequest) -> tuple[str, str]:
    """Browser and system, each "" when it is none that is known here."""
    said = request.headers.get("User-Agent", "")
    return _first(BROWSERS, said), _first(SYSTEMS, said)


def _first(known: tuple[tuple[str, str], ...], said: str) -> str:
    return next((name for pattern, name in known if re.search(pattern, said)), "")


def in_words(browser: str, system: str) -> str:
    """`Firefox op Windows`, for a person to know it by."""
    if browser and system:
        return _("%(browser)s op %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Een onbekend apparaat")
