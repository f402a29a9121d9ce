"""What a colleague saw, or that nothing was seen; its form stands on the page of those who are asked."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases import bodies
from kring.cases.wording import PLACES
from kring.web.kinds.told import FactLine, Look, Told, by_kind
from kring.web.kinds.withdrawing import Withdrawing

KIND = Told(
    bodies.Observation,
    title=lazy("Wat een collega zag"),
    titled=by_kind,
    line=lambda file, one: words.shortened(one.body.what) if one.body.seen else _("niets gezien"),
    fields=lambda file, one, today: [
        FactLine(_("Gezien"), one.body.what if one.body.seen else _("Niets gezien")),
        FactLine(_("Waar"), str(PLACES.get(one.body.place, one.body.place))),
    ],
    look=Look.PLAIN,
    told_apart=False,
    correct=None,
    withdraw=Withdrawing(),
)
