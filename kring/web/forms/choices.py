"""Fields to choose with: cards that can be tapped, one or several, and lists of people."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from kring.cases.wording import FEELINGS
from kring.web.forms.asked import Asked
from kring.web.forms.wording import Words

MANY_PEOPLE = 8
"""From here on one person is chosen in the browser's own list instead of from cards."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: what is sent, what is read, and optionally a line of explanation and a group."""

    value: object
    label: Words
    hint: Words = ""
    group: Words = ""


class _Cards:
    """Radio buttons or checkboxes as cards, with a hint under each where there is one."""

    hints: dict[str, Words]

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **options: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, label, *args, **options)  # type: ignore[misc]
        option["hint"] = self.hints.get(str(value), "")
        if option["hint"]:
            option["attrs"]["aria-describedby"] = f"{option['attrs'].get('id', name)}_hint"
        return option


class RadioCards(_Cards, forms.RadioSelect):
    template_name = "kring/forms/widgets/cards.html"


class ScaleCards(RadioCards):
    """Five faces with five words, and the way out: a face alone says nothing to those who cannot see it."""

    template_name = "kring/forms/widgets/scale.html"

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **options: Any) -> dict[str, Any]:
        option = super().create_option(name, value, label, *args, **options)
        option["face"] = f"face-{value}"
        return option


class CheckboxCards(_Cards, forms.CheckboxSelectMultiple):
    template_name = "kring/forms/widgets/cards.html"


class SelectList(forms.Select):
    template_name = "kring/forms/widgets/select.html"


class _Offering(Asked):
    """A field whose options can be given when it is declared or, per request, with `offer`.

    `coerce` turns what was sent into what the verb wants (an enum, say).
    """

    choices: Any
    widget: Any

    def __init__(self, *, options: Iterable[Option] = (), coerce: Callable[[str], Any] = str, **more: Any) -> None:
        super().__init__(coerce=coerce, **more)
        self.offer(options)

    def offer(self, options: Iterable[Option]) -> None:
        """Sets what can be chosen; options with a `group` must stand together."""
        self.choices = self._as_choices(options)

    def offer_when_shown(self, options: Callable[[], Iterable[Option]]) -> None:
        """The same, for options that are dear to know: they are made when the field is shown, or when something was
        sent that only they can tell to be right."""
        self.widget.hints = {}
        self.choices = cache(lambda: self._as_choices(options()))

    def _as_choices(self, options: Iterable[Option]) -> tuple[Any, ...]:
        offered = tuple(options)
        self.widget.hints = {str(option.value): option.hint for option in offered}
        return tuple(_grouped(offered))


def _grouped(options: tuple[Option, ...]) -> Iterator[tuple[Any, Any]]:
    groups: dict[Words, list[tuple[str, Words]]] = {}
    for option in options:
        if not option.group:
            yield str(option.value), option.label
            continue
        if option.group not in groups:
            groups[option.group] = []
            yield option.group, groups[option.group]
        groups[option.group].append((str(option.value), option.label))


class Choice(_Offering, forms.TypedChoiceField):
    """One of a few, as cards. Nothing chosen in a field that is not required gives None."""

    widget = RadioCards
    default_error_messages = {
        "required": _("Maak hier een keuze."),
        "invalid_choice": _("Deze keuze is er niet (meer). Kies opnieuw."),
    }

    def __init__(self, **more: Any) -> None:
        super().__init__(empty_value=None, **more)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """By what is sent for it: what it begins with was coerced before, and cannot be once more."""
        return str("" if initial is None else initial) != str("" if data is None else data)


class ListChoice(Choice):
    """One of many, in the browser's own list, which begins with nothing chosen: in a row that stays blank, it does.

    `nothing` is what that first line says.
    """

    def __init__(self, *, nothing: Words = _("Kies"), **more: Any) -> None:
        self.nothing = nothing
        super().__init__(**({"widget": SelectList} | more))

    def _as_choices(self, options: Iterable[Option]) -> tuple[Any, ...]:
        return ("", self.nothing), *super()._as_choices(options)


class Several(_Offering, forms.TypedMultipleChoiceField):
    """Any number of a few, as cards with a tick. Gives a list."""

    widget = CheckboxCards
    default_error_messages = {
        "required": _("Kies er minstens één."),
        "invalid_choice": _("Een van deze keuzes is er niet (meer). Kies opnieuw."),
    }

    def to_python(self, value: Any) -> list[str]:
        """Each choice once, however often it was sent."""
        return list(dict.fromkeys(super().to_python(value)))


class YesNo(Choice):
    """A question that is answered with yes or no: True or False, None when it may stay open."""

    default_error_messages = {"required": _("Kies ja of nee.")}

    def __init__(
        self,
        *,
        yes: Words = _("Ja"),
        no: Words = _("Nee"),
        yes_hint: Words = "",
        no_hint: Words = "",
        no_first: bool = False,
        **more: Any,
    ) -> None:
        both = Option("ja", yes, yes_hint), Option("nee", no, no_hint)
        super().__init__(options=both[::-1] if no_first else both, coerce=_is_yes, **more)

    def prepare_value(self, value: Any) -> Any:
        return {True: "ja", False: "nee"}.get(value, value) if isinstance(value, bool) else value


def _is_yes(value: str | bool) -> bool:
    return value == "ja"


class Tick(Asked, forms.BooleanField):
    """One box to tick. Required means: it has to be ticked."""

    widget = forms.CheckboxInput
    default_error_messages = {"required": _("Zet hier een vinkje om verder te gaan.")}

    def __init__(self, *, required: bool = False, **more: Any) -> None:
        super().__init__(required=required, **more)
        self.widget.template_name = "kring/forms/widgets/tick.html"


SAFETY = tuple(Option(value, label) for value, label in FEELINGS.items())
WILL_NOT_SAY = Option(0, _("Wil ik niet zeggen"))


class SafetyField(Choice):
    """The child's own feeling of safety: 1 to 5, or 0 when the child would rather not say (None: not asked)."""

    default_error_messages = {
        "required": _("Vraag het kind hoe veilig het zich voelt. Niet willen zeggen mag ook."),
    }

    def __init__(self, *, label: Words = _("Hoe veilig voel je je?"), **more: Any) -> None:
        super().__init__(label=label, options=(*SAFETY, WILL_NOT_SAY), coerce=int, widget=ScaleCards, **more)


class PersonChoice(Choice):
    """One person of those offered, by id. Gives a UUID.

    With many people it becomes the browser's own list, in which typing a letter jumps to the name.
    """

    default_error_messages = {"required": _("Kies wie het is.")}

    def __init__(self, **more: Any) -> None:
        super().__init__(coerce=UUID, **more)

    def offer(self, options: Iterable[Option]) -> None:
        offered = tuple(options)
        if len(offered) > MANY_PEOPLE:
            self._become_a_list()
        super().offer(offered)
        if len(offered) > MANY_PEOPLE:
            self.choices = (("", _("Kies een naam")), *self.choices)

    def _become_a_list(self) -> None:
        replacement: Any = SelectList()
        replacement.attrs = self.widget.attrs
        replacement.is_required = self.widget.is_required
        self.widget = replacement


class PeopleChoice(Several):
    """Any number of the people offered, by id. Gives a list of UUIDs."""

    default_error_messages = {"required": _("Kies minstens één naam.")}

    def __init__(self, **more: Any) -> None:
        super().__init__(coerce=UUID, **more)
