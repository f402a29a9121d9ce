"""What changed between two versions of the plan, for who has read the former one (rows S4e, S5f)."""

from kring.cases.plan import Plan, PlanChange, What


def changes_between(former: Plan, new: Plan) -> tuple[PlanChange, ...]:
    """What changed since the former version, most telling first."""
    known = {(evaluation.step, evaluation.round): evaluation for evaluation in former.evaluations}
    changes = [
        PlanChange(What.EVALUATION, f"{evaluation.title}: {evaluation.answer}", evaluation.on)
        for evaluation in new.evaluations
        if known.get((evaluation.step, evaluation.round)) != evaluation
    ]
    if former.problem != new.problem:
        changes.append(PlanChange(What.PROBLEM))
    changes += [
        PlanChange(What.APPROACH, approach.text, approach.on)
        for approach in new.approaches
        if approach not in former.approaches
    ]
    changes += _changed_agreements(former, new)
    changes += [
        PlanChange(What.CLASS, talk.method, talk.on) for talk in new.class_talks if talk not in former.class_talks
    ]
    if new.watch_for and former.watch_for != new.watch_for:
        changes.append(PlanChange(What.WATCH, new.watch_for))
    before = {(child.first_name, child.group): child.role for child in former.children}
    now = {(child.first_name, child.group): child.role for child in new.children}
    changes += [PlanChange(What.CHILD_NEW, name) for name, group in now if (name, group) not in before]
    changes += [PlanChange(What.CHILD_LEFT, name) for name, group in before if (name, group) not in now]
    changes += [
        PlanChange(What.CHILD_ROLE, key[0]) for key, role in now.items() if key in before and before[key] != role
    ]
    if former.owner != new.owner:
        changes.append(PlanChange(What.OWNER, new.owner))
    changes += [
        PlanChange(What.LET_GO, waiver.duty_title, waiver.on) for waiver in new.let_go if waiver not in former.let_go
    ]
    if (former.next_title, former.next_on) != (new.next_title, new.next_on) and new.next_on:
        changes.append(PlanChange(What.NEXT, new.next_title, new.next_on))
    return tuple(changes)


def _changed_agreements(former: Plan, new: Plan) -> list[PlanChange]:
    before = {agreement.key: agreement for agreement in former.agreements}
    ended = {
        "stopped": What.AGREEMENT_STOPPED,
        "adjusted": What.AGREEMENT_STOPPED,
        "phasing_out": What.AGREEMENT_PHASED_OUT,
    }
    changes = []
    for agreement in new.agreements:
        old = before.get(agreement.key)
        if old is None:
            if agreement.state == "running":
                changes.append(PlanChange(What.AGREEMENT_NEW, agreement.what, agreement.from_on))
        elif old.state != agreement.state and agreement.state in ended:
            changes.append(PlanChange(ended[agreement.state], agreement.what, agreement.since))
        elif (old.what, old.who, old.from_on, old.until_on) != (
            agreement.what,
            agreement.who,
            agreement.from_on,
            agreement.until_on,
        ):
            changes.append(PlanChange(What.AGREEMENT_CHANGED, agreement.what))
    return changes
