"""What the forms share whose fields have the names of the body of their fact."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from msgspec import structs

from kring.cases.models import Fact
from kring.web.forms.page import FormPage, Page
from kring.web.road.place import Place

PAGE = "kring/duties/writing.html"
IN_PLAN = {"in_plan": True}


def values_of(fact: Fact) -> Mapping[str, object]:
    """The form's values of a fact whose form has the names of its body."""
    return {**structs.asdict(fact.body), "on": fact.on, "until_on": fact.until_on, "about": list(fact.about)}


def written(place: Place, page: FormPage[Any], *, continues: bool = True) -> Page:
    """A form whose fields have the names of the body of its fact."""
    return place.completed(replace(page, read=values_of), continues=continues)
