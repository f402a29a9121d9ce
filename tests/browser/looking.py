"""A look at a page: is it right for everybody? By axe, for sideways scrolling, and for ids that stand on it twice.

Axe takes longer than everything else in a story, and most pages of a story are one page with other words on it. So axe
looks when something stands on the page that it has not seen at that place before: another element, class, role or
state, another order of headings, or something without words. `tests/browser/test_every_page.py` shows it every page.
"""

from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """async (tags) => {
  const found = await axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
  const where = (node) => `    ${node.html}\\n      ${node.failureSummary}`;
  return found.violations.map((one) => [`${one.id}: ${one.help}`, ...one.nodes.map(where)].join("\\n"));
}"""

# What stands where, without the words: each element with its parent, and the headings one after the other.
LOOK = """() => {
  const told = (element) => [...element.attributes]
    .filter(({ name }) => !["id", "for", "name", "href", "value", "title"].includes(name))
    .map(({ name, value }) => /^(class|role|type|open|aria-(?!label|describedby|controls|owns))/.test(name)
      ? `${name}=${value}` : name).sort().join(" ");
  const drawn = (element) => `${element.localName} ${told(element)}${element.textContent.trim() ? "" : " empty"}`;
  const seen = new Set();
  for (const element of document.body.querySelectorAll("*")) {
    seen.add(`${drawn(element)} in ${drawn(element.parentElement)}`);
  }
  const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((one) => one.localName);
  seen.add(headings.filter((one, place) => one !== headings[place - 1]).join(" "));
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  const root = document.documentElement;
  return {
    seen: [...seen],
    twice: ids.filter((one, place) => ids.indexOf(one) !== place),
    dark: matchMedia("(prefers-color-scheme: dark)").matches,
    wider: root.scrollWidth - root.clientWidth,
  };
}"""

_seen: dict[tuple[int, bool], set[str]] = {}


def look_at(page: Page, width: int) -> None:
    """Fails when something is not right on this page."""
    found = page.evaluate(LOOK)
    assert found["wider"] <= 0, f"{page.url} is {found['wider']} px wider than the window"
    assert not found["twice"], f"{page.url} has ids twice: {found['twice']}"
    before = _seen.setdefault((width, found["dark"]), set())
    if not before.issuperset(found["seen"]):
        _show_axe(page)
        before.update(found["seen"])


def _show_axe(page: Page) -> None:
    page.evaluate(AXE)
    found = page.evaluate(RUN_AXE, TAGS)
    assert not found, f"{page.url}\n" + "\n".join(found)
