"""A missing telephone number, added by who has to call (decision 077)."""

from uuid import UUID

from kring.cases.access import Need, cases_with_standing, require
from kring.cases.errors import NotAllowed
from kring.cases.one_call import to_call
from kring.school import actions
from kring.school.act import Act
from kring.school.models import Guardianship


def add_phone(*, act: Act, case_id: UUID, guardianship_id: UUID, phone: str) -> Guardianship:
    """Add the number of a guardian who is to be told in this case and of whom none is known.

    NotAllowed for who does not work at the case, and for a guardian of nobody in it. Nothing of the case changes, so it
    is not locked: the school's data come before it (decision 043).
    """
    case = cases_with_standing(act.by).filter(pk=case_id).first()
    if case is None:
        raise NotAllowed(case_id)
    require(act.by, Need.WRITE, case)
    link = to_call(case, guardianship_id)
    if link is None:
        raise NotAllowed(guardianship_id)
    return actions.add_missing_phone(act=act, guardianship=link, phone=phone, case_id=case_id)
