"""Kring on the home screen of a phone: what an installed Kring is called, looks like, and opens with (decision 157).

It is the same for everybody and names nobody, so it may be kept by a browser, and is asked for without a cookie.
"""

from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

KEPT_FOR = "public, max-age=86400"
TYPE = "application/manifest+json"
SIZES = (192, 512)
PAPER, GROUND = "#FBF8F3", "#FFFFFF"
"""Behind the mark while Kring opens, and the bar above its pages: as in `ground.css`, where it is light."""


@require_safe
def manifest(_request: HttpRequest) -> JsonResponse:
    """The web app manifest: Kring opens on the short report. In Dutch, for a browser asks it apart from any page."""
    with override("nl"):
        about = {
            "id": "/",
            "name": "Kring",
            "short_name": "Kring",
            "description": _("Pesten melden en aanpakken, stap voor stap."),
            "lang": "nl",
            "dir": "ltr",
            "scope": "/",
            "start_url": reverse("quick_report"),
            "display": "standalone",
            "background_color": PAPER,
            "theme_color": GROUND,
            "icons": [
                *(_icon(f"icon-{size}", size, "any") for size in SIZES),
                _icon(f"icon-whole-{SIZES[-1]}", SIZES[-1], "maskable"),
            ],
            "shortcuts": [
                {"name": _("Snel melden"), "url": reverse("quick_report")},
                {"name": _("Vandaag"), "url": reverse("today")},
            ],
        }
    return JsonResponse(about, content_type=TYPE, headers={"Cache-Control": KEPT_FOR})


def _icon(name: str, size: int, purpose: str) -> dict[str, str]:
    return {"src": static(f"kring/{name}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
