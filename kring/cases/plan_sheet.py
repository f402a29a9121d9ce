"""The plan on paper: one version, or a released copy for parents, as a sheet in the words of the page."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kring import words
from kring.cases.parent_copy import CopyText
from kring.cases.plan import Plan
from kring.cases.plan_words import AgreementLine, Entry, PlanOnScreen, plan_on_screen
from kring.paper.sheet import Block, Box, Heading, Lines, Pairs, Sheet, Table, Text


def sheet_of(plan: Plan, *, school: str, printed: str, language: str, stale: str = "") -> Sheet:
    """One version of the plan as a sheet of paper, in the language that is active. `stale` is said on top of it."""
    screen = plan_on_screen(plan)
    return Sheet(
        kind=_("Handelingsplan"),
        title=screen.title,
        sub=screen.sub,
        foot=(
            school,
            _("zaak %(reference)s") % {"reference": plan.reference},
            _("versie %(number)s") % {"number": plan.number},
            printed,
        ),
        language=language[:2],
        page_words=_("pagina {page} van {pages}"),
        made_at=datetime.combine(plan.issued_on, time(12), UTC),
        blocks=(*([Text(stale)] if stale else []), *_blocks(screen)),
    )


def file_name_of(plan: Plan) -> str:
    """The name of the file: reference and number, no child."""
    return f"plan-{plan.reference}-{plan.number}.pdf"


def _blocks(screen: PlanOnScreen) -> list[Block]:
    blocks: list[Block] = []
    if screen.changes:
        blocks.append(Box(_("Wat is er veranderd?"), tuple(screen.changes)))
    if screen.coming:
        blocks.append(Text(screen.coming, strong=_("Wat komt er nu?")))
    blocks += [
        Heading(_("Betrokken")),
        Lines(
            (
                *(", ".join(filter(None, (child.name, child.role, child.group))) for child in screen.children),
                *(f"{expert.label}, {expert.text}" for expert in screen.experts),
            )
        ),
        Heading(_("Het probleem")),
        Text(screen.problem or _("Nog niet opgeschreven.")),
        Heading(_("Afspraken")),
        _agreements(screen.running) if screen.running else Text(_("Er lopen nu geen afspraken.")),
    ]
    if screen.promises:
        blocks += [Heading(_("Beloften van de school")), _agreements(screen.promises)]
    blocks += _entries(_("Nieuwe aanpak"), screen.approaches)
    if screen.watch_for:
        until = _("Tot en met %(until)s.") % {"until": screen.watch_until} if screen.watch_until else ""
        blocks += [Heading(_("Waar letten we op")), Text("\n\n".join(filter(None, (screen.watch_for, until))))]
    blocks += _entries(_("Aandacht in de klas"), screen.class_talks)
    blocks += _entries(_("Evaluaties"), screen.evaluations)
    if screen.informed:
        pairs = Pairs(tuple((pair.label, pair.text) for pair in screen.informed))
        blocks += [Heading(_("Ouders geïnformeerd")), pairs]
    if screen.ended:
        blocks += [Heading(_("Afspraken van eerder")), _agreements(screen.ended)]
    if screen.let_go:
        blocks += [Heading(_("Hoeft niet")), Lines(tuple(screen.let_go))]
    people = Pairs(tuple((pair.label, pair.text) for pair in screen.people))
    return [*blocks, Heading(_("Bij wie moet je zijn?")), people]


def _agreements(agreements: list[AgreementLine]) -> Table:
    """Without a column for how it went as long as that was never asked."""
    rows = [(one.what, "\n".join(one.about), "\n".join(one.kept)) for one in agreements]
    columns = 3 if any(one.kept for one in agreements) else 2
    return Table(
        head=(_("Wat"), _("Wie en wanneer"), _("Hoe ging het"))[:columns],
        rows=tuple(row[:columns] for row in rows),
        widths=(5, 4, 4)[:columns],
    )


def _entries(heading: str, entries: list[Entry]) -> list[Block]:
    blocks: list[Block] = [Heading(heading)] if entries else []
    for entry in entries:
        title = ", ".join(filter(None, (entry.title, entry.day)))
        blocks += [Heading(title, level=2), Text("\n\n".join(filter(None, (entry.text, entry.note))))]
    return blocks


def copy_sheet(copy: CopyText, *, school: str, phone: str = "") -> Sheet:
    """A released copy as a letter on paper, in the language that is active: the school first, then what it is about,
    then whom to call, at the number of the school. Parents read no word of the protocol's organisation in it."""
    blocks: list[Block] = [
        Text(_("Beste ouders en verzorgers van %(child)s,") % {"child": copy.child}),
        Text(_("Dit hoort bij ons gesprek. U leest hier wat er speelt, en wat we hebben afgesproken.")),
        Heading(_("Wat speelt er?")),
        Text(copy.problem),
    ]
    if copy.agreements:
        blocks += [Heading(_("Wat hebben we afgesproken?")), Lines(copy.agreements)]
    if copy.approach:
        blocks += [Heading(_("Hoe pakken we het aan?")), Text(copy.approach)]
    if copy.next_on:
        coming = _("%(on_day)s kijken we hoe het gaat. Daarna hoort u weer van ons.") % {
            "on_day": words.capital(words.vocabulary().on(words.full_day(copy.next_on)))
        }
        blocks += [Heading(_("Wat komt er nu?")), Text(coming)]
    whom = dict.fromkeys((copy.owner, *copy.coordinators))
    named = (" " + _("of") + " ").join(whom)
    call = (
        _("Bel gerust naar school, %(phone)s. Vraag dan naar %(whom)s.") % {"phone": phone, "whom": named}
        if phone
        else _("Bel gerust naar school. Vraag dan naar %(whom)s.") % {"whom": named}
    )
    end = "\n\n".join(
        (
            _("Ik begrijp dat u vragen kunt hebben.") + " " + call,
            _("Met vriendelijke groet,"),
            "\n".join(filter(None, (copy.released_by, school, phone))),
        )
    )
    return Sheet(
        kind=" · ".join(filter(None, (school, phone))),
        title=_("Voor de ouders van %(child)s") % {"child": copy.child},
        sub=words.full_day(copy.released_on),
        foot=(school, _("gegeven door %(who)s") % {"who": copy.released_by}),
        language=(get_language() or "nl")[:2],
        page_words=_("pagina {page} van {pages}"),
        made_at=datetime.combine(copy.released_on, time(12), UTC),
        blocks=(*blocks, Heading(_("Heeft u een vraag?")), Text(end)),
    )


def summary_sheet(text: str, *, children: Sequence[str], on: date, given_by: str, school: str) -> Sheet:
    """What a guardian takes home of a talk, as a sheet of paper, in the language that is active. It is for who was
    there, not for the other parent."""
    return Sheet(
        kind=_("Voor wie bij het gesprek was"),
        title=_("Samenvatting van ons gesprek over %(children)s") % {"children": words.listed(children)},
        sub=words.full_day(on),
        foot=(school, _("gegeven door %(who)s") % {"who": given_by}),
        language=(get_language() or "nl")[:2],
        page_words=_("pagina {page} van {pages}"),
        made_at=datetime.combine(on, time(12), UTC),
        blocks=(Text(text),),
    )
