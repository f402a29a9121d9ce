"""asks Lighthouse what it thinks of the sign-in page, both doors, Vandaag, a case and a plan of a demo school

    ./dev lighthouse              all of them
    ./dev lighthouse kind ouder   the first screens of the doors of children and of parents

Needs Chromium and npm, which has Lighthouse for the time that it takes. A page behind the door is no page for a search
engine: there SEO is not asked.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tools.screenshots import CHROMIUM, FLAGS, at, case_of, plan_of, stays
from tools.trial import installation, served

LIGHTHOUSE = "lighthouse@12.8.2"
MARKS = {"performance": "speed", "accessibility": "access", "best-practices": "practice", "seo": "search"}
PAGES = (
    ("sign in", "", stays, tuple(MARKS)),
    ("kind", "", at("/vertel/de-wilg/"), tuple(MARKS)),
    ("ouder", "", at("/vertel/de-wilg/ouder/"), tuple(MARKS)),
    ("Vandaag", "Anouk Vermeer", stays, tuple(MARKS)[:3]),
    ("Zaak", "Anouk Vermeer", case_of("Sem"), tuple(MARKS)[:3]),
    ("Plan", "Dirk Vos", plan_of("Lieke"), tuple(MARKS)[:3]),
)


def main() -> int:
    """Prints a row of marks for each page, and what costs a point. Fails when a mark is below 100."""
    below = 0
    wanted = [one for one in PAGES if one[0] in sys.argv[1:] or not sys.argv[1:]]
    with installation():
        from django.core.management import call_command

        call_command("demo_school", verbosity=0)
        with served() as address, sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for name, who, go, asked in wanted:
                context = chromium.new_context(base_url=address, locale="nl-NL")
                page = context.new_page()
                page.goto("/aanmelden/")
                if who:
                    page.get_by_role("button", name=f"Kies {who}").click()
                    page.wait_for_load_state("networkidle")
                go(page)
                page.wait_for_load_state("networkidle")
                told = asks(page, asked, Path(folder))
                context.close()
                marks = {mark: round(100 * told["categories"][mark]["score"]) for mark in asked}
                print(f"{name:8}", *(f"{MARKS[mark]} {points:3}" for mark, points in marks.items()), sep="  ")
                for mark in (mark for mark, points in marks.items() if points < 100):
                    below += 1
                    for audit in told["categories"][mark]["auditRefs"]:
                        found = told["audits"][audit["id"]]
                        if audit["weight"] and found["score"] is not None and found["score"] < 1:
                            print(f"          {found['title']} {found.get('displayValue', '')}".rstrip())
            chromium.close()
    return int(below > 0)


def asks(page: Page, categories: tuple[str, ...], folder: Path) -> dict[str, dict[str, dict]]:  # type: ignore[type-arg]
    """What Lighthouse says of the page that stands here, which it opens anew with the same cookies, as on a phone."""
    headers = folder / "headers.json"
    headers.write_text(
        json.dumps(
            {
                "Cookie": "; ".join(f"{cookie.get('name')}={cookie.get('value')}" for cookie in page.context.cookies()),
                "Accept-Language": "nl",
            }
        )
    )
    command = ["npx", "--yes", LIGHTHOUSE, page.url, "--quiet", "--output=json", f"--extra-headers={headers}"]
    command += [f"--only-categories={','.join(categories)}", f"--chrome-flags=--headless=new {' '.join(FLAGS)}"]
    said = subprocess.run(command, env=os.environ | {"CHROME_PATH": CHROMIUM}, capture_output=True, check=False)
    if said.returncode:
        raise SystemExit(said.stderr.decode())
    told: dict[str, dict[str, dict]] = json.loads(said.stdout)  # type: ignore[type-arg]
    return told


if __name__ == "__main__":
    sys.exit(main())
