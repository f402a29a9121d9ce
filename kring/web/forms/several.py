"""Several forms on one page and in one save: a form whose parts are the forms of other pages (decision 127).

    page = several(
        {"talk": talk_page, "problem": problem_page},
        titles={"talk": _("Gezamenlijk gesprek"), "problem": _("Het probleem")},
        case_id=case.pk, template="kring/duties/at_once.html", to=…, said=…,
    )

and in the template `{% for part in form.shown %}<h2>{{ part.title }}</h2>{% fields_of part %}{% endfor %}`.

Each part is judged, refused and shown as on the page of its own, with its own names behind the name of the part
(`talk-said`). Saving carries out their verbs in one transaction, in this order, by `kring.cases.actions.at_once`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from kring.cases.actions.at_once import at_once
from kring.school.act import Act
from kring.web.forms.form import FormProblem, KringForm
from kring.web.forms.page import FormPage


@dataclass(frozen=True)
class ShownPart:
    """One part for the template: its form, and the template of its fields with what that needs."""

    name: str
    title: str
    form: KringForm
    fields: str
    words: Mapping[str, object]

    @property
    def is_one_question(self) -> bool:
        """Whether the label of its one field says what its title would say."""
        return len(self.form.fields) == 1


class SeveralForms(KringForm):
    """The forms of several pages as one. What it says of itself, it says of all of them, in their order."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        pages: Mapping[str, FormPage[Any]],
        titles: Mapping[str, str],
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.pages = pages
        self.titles = titles
        self.parts: dict[str, KringForm] = {
            name: page.form(
                data,
                prefix=name,
                today=self.today,
                reported_on=self.case_reported_on,
                initial=dict(page.initial),
                offers=page.offers,
                **page.arguments,
            )
            for name, page in pages.items()
        }

    @property
    def shown(self) -> list[ShownPart]:
        """The parts, for the template."""
        return [
            ShownPart(name, self.titles[name], part, self.pages[name].fields, self.pages[name].words)
            for name, part in self.parts.items()
        ]

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound:
            for name, part in self.parts.items():
                if not part.is_valid():
                    self._is_wrong_in(name)

    def _is_wrong_in(self, name: str) -> None:
        # The sentences stand in the part itself; this makes the form as a whole know.
        self._errors[name] = self.error_class()

    def shown_as_typed(self) -> None:
        super().shown_as_typed()
        for part in self.parts.values():
            part.shown_as_typed()

    def was_filled_in(self) -> bool:
        return any(part.was_filled_in() for part in self.parts.values())

    def comes_back(self) -> bool:
        return any(part.comes_back() for part in self.parts.values())

    @property
    def has_rows(self) -> bool:
        return any(part.has_rows for part in self.parts.values())

    def refuse(self, field: str | None, sentence: str) -> None:
        """Shows what the verb of the part at work refused, in that part."""
        if self.at_work in self.parts:
            self.parts[self.at_work].refuse(field, sentence)
            self._is_wrong_in(self.at_work)
        else:
            super().refuse(field, sentence)

    def problems(self) -> Iterator[FormProblem]:
        for sentence in self.non_field_errors():
            yield FormProblem(str(sentence), "")
        for part in self.parts.values():
            yield from part.problems()


def several(
    pages: Mapping[str, FormPage[Any]],
    *,
    case_id: UUID,
    titles: Mapping[str, str],
    template: str,
    form: type[SeveralForms] = SeveralForms,
    arguments: Mapping[str, object] | None = None,
    words: Mapping[str, object] | None = None,
    to: str | Callable[[Any], str] = "",
    said: str | Callable[[Any], str] = "",
) -> FormPage[SeveralForms]:
    """One page of these, in this order. What their verbs gave goes to `to` and `said`, by the name of the part.

    None of them may put right what stands: that is done on a page of its own.
    """
    if any(page.corrects for page in pages.values()):
        raise TypeError("what is put right has a page of its own")
    return FormPage(
        form=form,
        verb=partial(_carry_out, case_id=case_id),
        template=template,
        to=to,
        said=said,
        words=words or {},
        arguments={"pages": pages, "titles": titles, **(arguments or {})},
        parts=pages,
    )


def _carry_out(form: SeveralForms, act: Act, *, case_id: UUID) -> dict[str, Any]:
    """The verbs of all parts in one; what one of them refuses or finds changed is shown in that part."""

    def part(name: str, act: Act) -> Any:
        form.at_work = name
        return form.pages[name].verb(form.parts[name], act)

    parts = {name: partial(part, name) for name in form.parts}
    return at_once(act=act, case_id=case_id, parts=parts, seen=form.had_seen)
