"""A colleague who is family of a child is not kept out, on purpose: a small form of the case (decision 085)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from kring import words
from kring.cases import bodies
from kring.cases.case_file import CaseFile
from kring.cases.relatives import Relative
from kring.web.kinds.told import Look, Told, by_kind, texts


def relative_in_words(one: Relative, file: CaseFile) -> str:
    """Of whom a colleague is the guardian, or may be."""
    who = {"name": one.staff.name, "children": words.listed(file.name_of(child) for child in one.children)}
    if one.is_said:
        return _("%(name)s is ook ouder of verzorger van %(children)s.") % who
    return _("%(name)s heeft dezelfde naam, hetzelfde nummer of adres als een ouder van %(children)s.") % who


KIND = Told(
    bodies.RelativeStays,
    title=lazy("Familie, en bewust niet buiten de zaak"),
    titled=by_kind,
    line=lambda file, one: words.shortened(f"{one.body.name}: {one.body.because}"),
    fields=texts(bodies.RelativeStays, name=lazy("Wie"), because=lazy("Waarom niet")),
    look=Look.CALM,
    told_apart=False,
    correct=None,
)
