"""The page of a form that is only texts and days: it needs no template of its own, and its fields have the names of the
body."""

from collections.abc import Callable, Mapping
from typing import Any

from kring.web.forms import FormPage, KringForm, Page
from kring.web.forms.theirs import Reading
from kring.web.kinds.told import KindPage
from kring.web.request.requests import StaffRequest
from kring.web.road.place import Place

PAGE = "kring/duties/writing.html"


def written(
    form: type[KringForm],
    verb: Callable[..., Any],
    *,
    in_plan: bool = False,
    read: Reading | None = None,
    first_guess: Callable[[Place], Mapping[str, object]] = lambda place: {},
    template: str = PAGE,
) -> KindPage:
    """The page of a kind with such a form. `in_plan`: the page says that the team will read it in the plan.

    `read`: where the fields are not quite those of the body after all. `template`: where what belongs to a choice
    unfolds under it.
    """

    def page(request: StaffRequest, place: Place) -> Page:
        return place.completed(
            FormPage(
                form=form,
                verb=place.carried_out_by(verb),
                read=read,
                template=template,
                words={"in_plan": in_plan},
                initial=first_guess(place),
            )
        )

    return page
