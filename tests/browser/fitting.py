"""Does a page fit a phone: nothing beside the window or cut off, also with letters twice as large; whatever is pressed
as large as a thumb; and the keyboard going down the page as the eye does (issue 10, section 5).
"""

from typing import Any

from playwright.sync_api import Page

THUMB = 44
"""Pixels, in either direction. Not of a link within a sentence (WCAG 2.5.8)."""

# What can be seen, as a line that says which element it is.
COMMON = """
  const root = document.documentElement;
  const seen = (one) => one.checkVisibility({ visibilityProperty: true })
    && !one.closest(".unseen, .skip, .first-button");
  const said = (one) => [one.parentElement, one]
    .map((part) => [part.localName, ...part.classList].join(".")).join(" > ")
    + ` ${one.textContent.trim().slice(0, 30)}`;
"""

# What stands beside the window. What scrolls by itself, such as a table, may be wider; what is cut off may not.
BESIDE = """() => {COMMON
  const scrolls = (one) => {
    for (let part = one.parentElement; part; part = part.parentElement)
      if (["auto", "scroll"].includes(getComputedStyle(part).overflowX)) return true;
    return false;
  };
  return [...document.body.querySelectorAll("*:not(svg *, option)")].filter((one) => {
    const { left, right, width } = one.getBoundingClientRect();
    return width && (right > root.clientWidth + 1 || left < -1) && seen(one) && !scrolls(one);
  }).map(said);
}""".replace("COMMON", COMMON)

# What is cut off, or comes out of the control that it stands in.
CUT = """() => {COMMON
  const hides = (one) => {
    const { overflowX, overflowY, clipPath, opacity } = getComputedStyle(one);
    return [overflowX, overflowY].some((way) => ["hidden", "clip"].includes(way))
      && clipPath === "none" && opacity !== "0";
  };
  const holds = (one) => one.matches("a.button, button, summary, .badge, .pick > span, .choice")
    && getComputedStyle(one).display !== "inline";
  return [...document.body.querySelectorAll("*:not(svg, svg *, option, select, input, textarea)")].filter((one) =>
    (one.scrollWidth > one.clientWidth + 2 || one.scrollHeight > one.clientHeight + 2)
      && seen(one) && (hides(one) || holds(one))).map(said);
}""".replace("COMMON", COMMON)

# What is smaller than a thumb: [what, how wide, how high].
SMALL = """() => {COMMON
  const sentence = (link) => link.localName === "a" && getComputedStyle(link).display === "inline"
    && [...link.parentElement.childNodes].some((one) => one !== link && one.textContent.trim().length > 1
      && !(one.nodeType === 1 && one.matches(".unseen, a, svg")));
  return controls().filter((one) => !sentence(one)).map((one) => [one, area(one)])
    .filter(([, { width, height }]) => width < THUMB - 0.5 || height < THUMB - 0.5)
    .map(([one, { width, height }]) => `${said(one)}: ${Math.round(width)} x ${Math.round(height)}`);

  function controls() {
    return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
      .filter((one) => seen(one) && !one.disabled);
  }
AREA
}""".replace("COMMON", COMMON).replace("THUMB", str(THUMB))

# Where the keyboard goes up, past what it has left.
UP = """() => {COMMON
  const stops = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter((one) => seen(one) && !one.disabled && one.tabIndex >= 0 && !one.closest(".nav"))
    .filter((one) => one.type !== "radio" || one.checked
      || ![...document.getElementsByName(one.name)].some((other) => other.checked));
  const up = [...document.querySelectorAll("[tabindex]")].filter((one) => one.tabIndex > 0).map(said);
  stops.reduce((before, one) => {
    if (before && area(one).bottom <= area(before).top + 1) up.push(`${said(before)} THEN ${said(one)}`);
    return one;
  }, null);
  return up;
AREA
}""".replace("COMMON", COMMON)

# What is pressed: of a tick its label, of a row that is a link as a whole that row.
AREA = """
  function area(one) {
    const label = one.matches("input[type=radio], input[type=checkbox]") && one.labels?.[0];
    const over = getComputedStyle(one, "::after");
    const whole = over.position === "absolute" && over.content !== "none" && one.offsetParent;
    return (label || whole || one).getBoundingClientRect();
  }
"""
SMALL, UP = (script.replace("AREA", AREA) for script in (SMALL, UP))


def faults_of(page: Page) -> list[str]:
    """What does not fit on this page of a phone, in sentences."""
    size = page.viewport_size
    assert size is not None
    found = [
        *_told("stands beside the window", page.evaluate(BESIDE)),
        *_told("is cut off", page.evaluate(CUT)),
        *_told("is smaller than a thumb", page.evaluate(SMALL)),
        *_told("is where the keyboard goes up", page.evaluate(UP)),
    ]
    page.evaluate("document.documentElement.style.fontSize = '212.5%'")
    found += _told("stands beside the window with letters twice as large", page.evaluate(BESIDE))
    found += _told("is cut off with letters twice as large", page.evaluate(CUT))
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size({"width": size["width"] // 2, "height": size["height"] // 2})
    found += _told("stands beside the window of a page twice as large", page.evaluate(BESIDE))
    page.set_viewport_size(size)
    return found


def _told(what: str, found: Any) -> list[str]:
    return [f"{one} {what}" for one in found[:5]]
