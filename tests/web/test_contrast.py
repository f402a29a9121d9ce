"""Every pair of colours that meets on a page can be read, by day and by night: calculated from the stylesheet."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parent.parent.parent / "kring/web/static/kring"

GROUNDS = ("paper", "card", "sunken")
TEXT = (
    *((text, ground) for text in ("ink", "soft", "go-deep", "late", "late-deep", "warn", "info") for ground in GROUNDS),
    ("on-go", "go"),
    ("on-go", "go-hover"),
    ("go-deep", "go-soft"),
    ("go-deep", "go-faint"),
    ("ink", "go-soft"),
    ("ink", "go-faint"),
    ("soft", "go-soft"),
    ("soft", "go-faint"),
    ("warn", "warn-soft"),
    ("warn-deep", "warn-soft"),
    ("late", "late-soft"),
    ("late-deep", "late-soft"),
    ("info", "info-soft"),
    ("info-deep", "info-soft"),
    ("calm", "calm-soft"),
    ("soft", "calm-soft"),
    ("ink", "calm-soft"),
    ("lilac", "lilac-soft"),
    ("sand", "sand-soft"),
    ("ink", "child"),
    ("soft", "child"),
    ("paper", "ink"),
    ("on-night", "night"),
    ("sun", "night"),
)
"""Words on a ground: 4.5 to 1."""

SHAPES = (
    *((edge, ground) for edge in ("edge", "go", "late", "focus") for ground in GROUNDS),
    ("go", "go-soft"),
    ("go", "go-faint"),
    ("edge", "go-soft"),
    ("edge", "go-faint"),
    ("edge", "child"),
    ("late", "late-soft"),
    ("go", "calm-soft"),
    ("focus", "sun"),
)
"""Borders of controls, marks and lines that carry meaning: 3 to 1. By night the white ring needs no sun to be seen."""


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+):\s*(#[0-9A-Fa-f]{6});", block))


def modes() -> dict[str, dict[str, str]]:
    css = (STATIC / "ground.css").read_text(encoding="utf-8")
    layer = css[css.index("@layer tokens {") : css.index("@layer elements {")]
    day, night = layer.split("@media (prefers-color-scheme: dark)")
    return {"light": tokens(day), "dark": tokens(day) | tokens(night)}


def luminance(colour: str) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def too_faint(mode: str, pairs: tuple[tuple[str, str], ...], least: float) -> dict[str, float]:
    colours = modes()[mode]
    found = {f"{front} on {ground}": contrast(colours[front], colours[ground]) for front, ground in pairs}
    return {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < least}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_words_can_be_read_on_their_ground(mode: str) -> None:
    assert too_faint(mode, TEXT, 4.5) == {}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_borders_of_controls_can_be_seen(mode: str) -> None:
    pairs = tuple(pair for pair in SHAPES if mode == "light" or pair != ("focus", "sun"))
    assert too_faint(mode, pairs, 3.0) == {}


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert round(contrast("#000000", "#FFFFFF"), 2) == 21.0


def test_the_night_has_a_colour_of_its_own_for_all_but_the_sun() -> None:
    light, dark = modes()["light"], modes()["dark"]
    assert {name for name in light if light[name] == dark[name]} == {"sun"}


def test_every_colour_a_stylesheet_uses_is_a_token_that_exists() -> None:
    """A colour written outright would miss the dark mode. Paper (print.css), alone.css and the doors have their own."""
    own = {"alone.css", "door.css", "print.css"}
    styles = {file.name: file.read_text(encoding="utf-8") for file in STATIC.glob("*.css") if file.name not in own}
    outright = {name: re.findall(r"#[0-9A-Fa-f]{3,8}\b(?=[;,\s])", css) for name, css in styles.items()}
    assert {name: colours for name, colours in outright.items() if colours} == {"ground.css": outright["ground.css"]}
    named = {name for css in styles.values() for name in re.findall(r"--([a-z-]+):", css)}
    used = {name for css in styles.values() for name in re.findall(r"var\(--([a-z-]+)\)", css)}
    assert used - named == set()
