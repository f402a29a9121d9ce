"""The table at the end of a run: which kinds occurred, and which of those that there are did not."""

from collections import Counter
from collections.abc import Mapping

from kring.cases import bodies
from kring.cases.letter_kinds import LETTERS
from kring.protocol.editions import PROTOCOLS
from kring.protocol.stappenplan import STAPPENPLAN
from tests.simulate.mortal import POINTS

NO_SECOND_STEP = "nobody in a run has a second step of signing in: tests/web/test_second_step.py does"
SELDOM: dict[tuple[str, str], str] = {
    ("facts", "extra"): "a duty of the school's own, and no school of a run added one",
    ("facts", "more_care"): "proposed in after-care before a holiday or the summer, of a case that was long or of many",
    (
        "facts",
        "put_right",
    ): "a guardian was told what turned out not to be so, and then hears it: two acts after a call",
    ("letters", "observation_asked"): "the plan asks the team to watch, and nobody asks for it once more",
    ("letters", "given_up_address"): "mail that is away for five days, with a letter that waits for a colleague",
    ("letters", "kept_out"): "a second case about a child while a colleague is kept out of the first",
    ("letters", "proposal_lapsed"): "after thirty days, and a course of CI has two weeks",
    ("letters", "backup_old"): "the copies of a run are in its memory",
    ("letters", "trail_fault_known"): "nobody writes in the database of a run behind its back",
    ("letters", "second_step_added"): NO_SECOND_STEP,
    ("letters", "second_step_removed"): NO_SECOND_STEP,
    ("letters", "spare_codes_few"): NO_SECOND_STEP,
    ("letters", "codes_guessed"): NO_SECOND_STEP,
    ("letters", "let_back_in"): NO_SECOND_STEP,
    ("letters", "let_back_in_told"): NO_SECOND_STEP,
    ("deaths", "worker: children go to their new group"): "once a year, on the first of August",
}
"""What the seeds of CI together need not reach, with the reason."""

Met = Mapping[tuple[str, str], int]


def all_kinds() -> dict[str, list[str]]:
    """Every kind that there is, by what it is a kind of."""
    steps = PROTOCOLS[STAPPENPLAN.key][-1].steps
    return {
        "facts": [bodies.tag_of(body) for body in bodies.BODIES],
        "letters": [kind.key for kind in LETTERS],
        "steps": [step.key for step in steps],
        "answers": [f"decision: {outcome.key}" for step in steps for outcome in step.outcomes],
        "deaths": [f"{whose}: {name}" for whose, name in POINTS],
    }


def missing(met: Met) -> list[tuple[str, str]]:
    """What did not occur and should have."""
    return [
        (what, which)
        for what, kinds in all_kinds().items()
        for which in dict.fromkeys(kinds)
        if not met.get((what, which)) and (what, which) not in SELDOM
    ]


def table(met: Counter[tuple[str, str]]) -> str:
    """So many of each kind, and what did not occur."""
    lines = []
    for what, kinds in all_kinds().items():
        found = [which for which in dict.fromkeys(kinds) if met[what, which]]
        lines.append(f"{what}: {len(found)} of {len(set(kinds))} kinds")
        lines += [f"    {met[what, which]:>6}  {which}" for which in found]
        lines += [f"         -  {which}" for which in dict.fromkeys(kinds) if which not in found]
    for what in ("troubles", "acts", "said no"):
        lines.append(f"{what}:")
        lines += [f"    {count:>6}  {which}" for (one, which), count in sorted(met.items()) if one == what]
    return "\n".join(lines)
