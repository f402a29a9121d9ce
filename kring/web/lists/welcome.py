"""Two sentences for a new colleague on Vandaag: what Kring asks, and what to do. They go away by themselves."""

from django.utils.translation import gettext as _

from kring.school.first_time import is_here_first
from kring.school.models import StaffMember
from kring.school.rights import Right, may
from kring.web.request.seats import practises
from kring.web.way_in.sight import in_demo


def welcome_to(staff: StaffMember) -> list[str]:
    """The sentences for this person; none from the second time on, nor where somebody looks around or practises."""
    if in_demo(staff) or practises(staff) or not is_here_first(staff):
        return []
    report = _("Zie of hoor je dat een kind gepest wordt, tik dan op Melding.")
    if may(staff, Right.COORDINATE) or may(staff, Right.ANSWER):
        return [_("Bij Zaken zie je hoe het met elke zaak gaat. Hier staat wat jij vandaag moet doen."), report]
    if may(staff, Right.OWN):
        return [_("Hier staat elke dag wat Kring van jou vraagt. Staat er niets, dan hoef je niets te doen."), report]
    return [_("Hier staat waar je op mag letten. Wat je ziet, schrijf je in tien tellen op."), report]
