"""Every act and every read that the trail knows: a closed list, each `subject.verb`."""

from enum import StrEnum, unique


@unique
class Verb(StrEnum):
    """What was done or seen. Adding one needs no migration; renaming one makes older lines unreadable, so don't."""

    SCHOOL_ADDED = "school.added"
    SCHOOL_CHANGED = "school.changed"
    SCHOOL_CLOCK_MOVED = "school.clock_moved"
    PRACTICE_EMPTIED = "practice.emptied"
    SCHOOL_RESTORED = "school.restored"
    RESTORATION_CLOSED = "restoration.closed"
    TRAIL_FAULT_KNOWN = "trail.fault_known"
    SCHOOL_TRAIL_READ = "school.trail_read"
    GROUP_ADDED = "group.added"
    GROUP_CHANGED = "group.changed"
    GROUP_TEACHER_ASSIGNED = "group.teacher_assigned"
    GROUP_TEACHER_UNASSIGNED = "group.teacher_unassigned"
    STAFF_ADDED = "staff.added"
    STAFF_CHANGED = "staff.changed"
    STAFF_INVITED = "staff.invited"
    STAFF_JOINED = "staff.joined"
    STAFF_DID_NOT_JOIN = "staff.did_not_join"
    PROPOSAL_MADE = "proposal.made"
    PROPOSAL_GIVEN = "proposal.given"
    PROPOSAL_REFUSED = "proposal.refused"
    PROPOSAL_WITHDRAWN = "proposal.withdrawn"
    PROPOSAL_LAPSED = "proposal.lapsed"
    PUPIL_ADDED = "pupil.added"
    PUPIL_CHANGED = "pupil.changed"
    PUPIL_READ = "pupil.read"
    PUPIL_TYPED = "pupil.typed"
    PUPIL_LISTED = "pupil.listed"
    PUPIL_RECOGNISED = "pupil.recognised"
    GUARDIAN_ADDED = "guardian.added"
    GUARDIAN_CHANGED = "guardian.changed"
    GUARDIAN_PHONE_ADDED = "guardian.phone_added"
    GUARDIAN_CUSTODY_SET = "guardian.custody_set"
    GUARDIAN_HELD_BACK = "guardian.held_back"
    GUARDIAN_ON_STAFF_SAID = "guardian.on_staff_said"
    CALENDAR_CONFIRMED = "calendar.confirmed"
    CALENDAR_CHANGED = "calendar.changed"
    NUMBERS_CHECKED = "numbers.checked"
    ON_CALL_CHANGED = "on_call.changed"
    PROTOCOL_VARIED = "protocol.varied"
    CLOCK_CONFIRMED = "clock.confirmed"
    KEY_REPLACED = "key.replaced"
    KEY_SHEET_MADE = "key.sheet_made"
    LETTER_SENT_AGAIN = "letter.sent_again"
    LETTER_SEEN_TO = "letter.seen_to"
    LETTER_LET_GO = "letter.let_go"
    LETTER_PUT_AWAY = "letter.put_away"

    CALENDAR_ADDRESS_MADE = "calendar_address.made"
    CALENDAR_ADDRESS_RENEWED = "calendar_address.renewed"
    CALENDAR_ADDRESS_STOPPED = "calendar_address.stopped"

    SESSION_SIGNED_IN = "session.signed_in"
    SESSION_SIGNED_OUT = "session.signed_out"

    SECOND_STEP_ADDED = "second_step.added"
    SECOND_STEP_REMOVED = "second_step.removed"
    SECOND_STEP_TAKEN_AWAY = "second_step.taken_away"
    SECOND_STEP_GUESSED = "second_step.guessed"
    SPARE_CODES_MADE = "spare_codes.made"
    SPARE_CODES_USED = "spare_codes.used"

    CASE_OPENED = "case.opened"
    CASE_JOINED = "case.joined"
    CASE_READ = "case.read"
    CASE_OVERSEEN = "case.overseen"
    CASE_SEEN_TO_RUN = "case.seen_to_run"
    REPORT_READ = "report.read"
    REPORT_PASSED_ON = "report.passed_on"
    CASE_SHOWN = "case.shown"
    CASE_CONFIDENTIAL_READ = "case.confidential_read"
    CASE_CONFIDENCE_READ = "case.confidence_read"
    CASE_OWNER_CHANGED = "case.owner_changed"
    CASE_STAND_IN_SET = "case.stand_in_set"
    CASE_CLOSED = "case.closed"
    CASE_REOPENED = "case.reopened"

    FACT_RECORDED = "fact.recorded"
    FACT_CORRECTED = "fact.corrected"
    PROMISE_TOLD = "promise.told"
    DUTY_WAIVED = "duty.waived"
    DUTY_TAKEN_UP = "duty.taken_up"
    STEP_FINISHED = "step.finished"
    PLAN_ISSUED = "plan.issued"
    PLAN_ATTACHED = "plan.attached"
    PLAN_READ = "plan.read"
    PLAN_PRINTED = "plan.printed"
    PARENT_COPY_RELEASED = "parent_copy.released"
    PARENT_COPY_PRINTED = "parent_copy.printed"
    SUMMARY_PRINTED = "summary.printed"

    PERSON_ADDED = "person.added"
    PERSON_LEFT = "person.left"
    PERSON_ROLE_CHANGED = "person.role_changed"
    PERSON_RECOGNISED = "person.recognised"
    STAFF_EXCLUDED = "staff.excluded"
    STAFF_KEPT_OUT = "staff.kept_out"
    STAFF_INCLUDED = "staff.included"
    ABSENCE_PLANNED = "absence.planned"
    ABSENCE_ENDED = "absence.ended"

    DOORS_CHANGED = "doors.changed"
    PORTRAIT_PUT = "portrait.put"
    PORTRAIT_TAKEN = "portrait.taken"
    TOLD_READ = "told.read"
    TOLD_ANSWERED = "told.answered"
    TOLD_PASSED_ON = "told.passed_on"
    TOLD_DANGER_TAKEN_UP = "told.danger_taken_up"
    TOLD_ABOUT_SAID = "told.about_said"
    TOLD_HELD = "told.held"
    TOLD_ENDED = "told.ended"
    TOLD_IN_CASE = "told.in_case"
    TOLD_REMOVED = "told.removed"
    TOLD_TO_COORDINATOR = "told.to_coordinator"

    CONCERN_RAISED = "concern.raised"
    CONCERN_READ = "concern.read"
    CONCERN_TAKEN_UP = "concern.taken_up"


ONLY_SEEN = frozenset(
    {
        Verb.SCHOOL_TRAIL_READ,
        Verb.PUPIL_READ,
        Verb.SESSION_SIGNED_IN,
        Verb.SESSION_SIGNED_OUT,
        Verb.CASE_READ,
        Verb.CASE_OVERSEEN,
        Verb.CASE_SEEN_TO_RUN,
        Verb.CASE_SHOWN,
        Verb.CASE_CONFIDENTIAL_READ,
        Verb.CASE_CONFIDENCE_READ,
        Verb.REPORT_READ,
        Verb.PLAN_READ,
        Verb.PLAN_PRINTED,
        Verb.PARENT_COPY_PRINTED,
        Verb.SUMMARY_PRINTED,
        Verb.TOLD_READ,
        Verb.CONCERN_READ,
    }
)
"""What changes nothing of a school or its cases. A verb that is not here is taken for a change."""


@unique
class WhyShown(StrEnum):
    """Why somebody with a shell opened a case of a real school (`./dev manage show_case`)."""

    FAULT = "fault"
    ASKED = "asked"


@unique
class WhyKnown(StrEnum):
    """What came of looking into a fault of the trail (decision 118). Never a text of somebody's own."""

    MENDED = "mended"
    BROKE = "broke"
    MEDDLED = "meddled"
    NOT_FOUND = "not_found"
