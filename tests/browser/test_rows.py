"""A row of a list is one link as a whole: wherever a thumb comes down on it, it leads to the same place."""

from tests.browser.visitor import PHONE, Visitor
from tests.cases.telling import tell
from tests.web.world import make_world

LOWEST = 56

# Of each row with a link: where its ends and its middle lead elsewhere, or that it is too low for a thumb. Beside the
# title of a row nothing else is pressed; a row without ways of its own is asked at half its height too.
NOT_WHOLE = """() => {
  const listed = "main :is(.rows > .row, .table.stacks tbody tr, .tasks > .task)";
  const rows = [...document.querySelectorAll(listed)]
    .map((row) => [row, row.querySelector(".row-title a, th a, .task-go")])
    .filter(([row, link]) => link && row.checkVisibility() && link.checkVisibility({ visibilityProperty: true }));
  const wrong = [];
  for (const [row, link] of rows) {
    row.scrollIntoView({ block: "center" });
    const { left, right, top, bottom, height } = row.getBoundingClientRect();
    const title = link.getBoundingClientRect();
    const ways = row.querySelectorAll("a[href], button, summary").length > 1;
    const heights = [(title.top + title.bottom) / 2, ...(ways ? [] : [(top + bottom) / 2])];
    const said = `${link.textContent.trim().replace(/\\s+/g, " ").slice(0, 40)} (${Math.round(height)} px)`;
    if (height < LOWEST) wrong.push(`${said} is too low`);
    for (const y of heights)
      for (const x of [left + 8, (left + right) / 2, right - 8])
        if (document.elementFromPoint(x, y)?.closest("a, button, summary") !== link)
          wrong.push(`${said} leads elsewhere at ${Math.round(x - left)}, ${Math.round(y - top)}`);
  }
  return { rows: rows.length, wrong };
}""".replace("LOWEST", str(LOWEST))

OF_THE_HEAD = ("today", "cases", "plans", "told", "school", "school_people", "school_group", "observations")


def test_wherever_a_row_is_tapped_it_leads_to_one_place(comes, everybody, settings):
    settings.KRING_MAIL = True
    world = make_world(everybody)
    begun = tell(everybody).report(everybody.lars, by=(everybody.noor,)).safe()
    head, teacher = comes(PHONE), comes(PHONE)
    head.signs_in(everybody.hein)
    teacher.signs_in(everybody.anouk)
    found = {f"{face} as the head": looked_at(head, world.url(face)) for face in OF_THE_HEAD}
    found |= {f"{face} as a teacher": looked_at(teacher, world.url(face)) for face in ("today", "cases", "plans")}
    found["a case that has just begun"] = looked_at(teacher, f"/zaken/{begun.id}/")
    wrong = [f"{page}: {fault}" for page, seen in found.items() for fault in seen["wrong"]]
    assert not wrong, "\n".join(wrong)
    assert not [page for page, seen in found.items() if not seen["rows"]], "no row, nothing measured"


def looked_at(visitor: Visitor, url: str) -> dict[str, list[str]]:
    visitor.page.goto(url)
    return dict(visitor.page.evaluate(NOT_WHOLE))
