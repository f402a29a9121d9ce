"""A form whose text goes to the guardians of one child: it shows the lines in which somebody else is still named."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy

from kring.cases.parent_copy import NamesOfOthers, look_through
from kring.names.finding import lines_with
from kring.web.forms import KringForm, ShortText


@dataclass(frozen=True)
class Marked:
    """A line that is to be rewritten: where it stands, and in pieces, each with whether it is a name."""

    label: str
    target: str
    pieces: list[tuple[str, bool]]


def no_names_field() -> ShortText:
    """The words that a person looked at and that are no name, for the end of such a form."""
    return ShortText(
        label=gettext_lazy("Woorden die geen naam zijn"),
        hint=gettext_lazy("Bijvoorbeeld ‘Roos’, als het om de bloem gaat. Met een komma ertussen."),
        required=False,
    )


class FormWithoutNames(KringForm):
    """Has a field `no_names`, and says of which fields each line is looked at."""

    looked_at: ClassVar[tuple[str, ...]]

    def __init__(self, *args: Any, others: NamesOfOthers, **options: Any) -> None:
        super().__init__(*args, **options)
        self.others = others

    def for_verb(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return typed | {"no_names": words_of(typed["no_names"])}

    def marked(self) -> list[Marked]:
        """The lines in which a name of somebody else stands, as the form shows them now."""
        waved = words_of(str(self["no_names"].value() or ""))
        lines = []
        for field in self.looked_at:
            found = look_through(str(self[field].value() or ""), self.others, waved)
            label, target = str(self.fields[field].label), self[field].auto_id
            lines += [Marked(label, target, line) for line in lines_with(found.text, (*found.certain, *found.doubtful))]
        return lines


def words_of(typed: str) -> list[str]:
    """What stands between the commas."""
    return [word.strip() for word in typed.split(",") if word.strip()]
