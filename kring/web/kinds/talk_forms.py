"""The forms of a talk: with one child, asking a child beforehand, and with both parties together or apart."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from msgspec import structs

from kring import words
from kring.cases import bodies
from kring.cases.models import Involved
from kring.cases.queries import felt_on
from kring.cases.typed import FactOf
from kring.cases.verdicts import answered_at
from kring.cases.wording import feeling_in_words
from kring.protocol.terms import BULLIED, Whom
from kring.reports.own_words import AtDoor
from kring.web.forms import (
    Choice,
    DayField,
    KringForm,
    LongText,
    Option,
    PeopleChoice,
    PersonChoice,
    SafetyField,
    ShortText,
    Tick,
    YesNo,
)
from kring.web.forms.texts import LONGEST_TEXT
from kring.web.kinds.beside import BesideForm
from kring.web.road.cards import ChipOne, Chips
from kring.web.road.place import Place

TOGETHER, APART = "together", "apart"
NOBODY_STOPPED = "nobody"
OF_TOGETHER = ("led_by", "leader_able", "beside_there", "together_because", "stopped_by")
"""The fields of a talk at one table."""


class TalkForm(KringForm):
    """What every talk asks. Each sort of talk below adds who it was with."""

    on = DayField(label=lazy("Wanneer was het gesprek?"), not_future=True, not_before_report=True, starts_today=True)
    said = LongText(
        label=lazy("Wat is er gezegd?"),
        hint=lazy("Kort en feitelijk. Een paar zinnen is genoeg."),
        missing=lazy("Schrijf op wat er gezegd is. Een paar zinnen is genoeg."),
    )
    own_words = LongText(
        label=lazy("In de eigen woorden van het kind"),
        hint=lazy("Zo letterlijk als je nog weet."),
        rows=3,
        required=False,
    )
    in_confidence = LongText(
        label=lazy("In vertrouwen verteld"),
        hint=lazy(
            "Komt nooit in het plan. Alleen de eigenaar, de vervanger, de {coordinator} en de directeur lezen het."
        ),
        rows=3,
        required=False,
    )
    also_present = ShortText(
        label=lazy("Wie was er nog meer bij?"), hint=lazy("Bijvoorbeeld een collega of een ouder."), required=False
    )

    def __init__(
        self,
        *args: Any,
        place: Place,
        children: Sequence[Involved],
        kept: str = "",
        at_door: Sequence[AtDoor] = (),
        **options: Any,
    ) -> None:
        """`kept` was told in confidence and stays as it is: who puts this talk right may not read it. `at_door` is what
        children of this talk wrote themselves, which a talk with one of them takes over."""
        super().__init__(*args, **options)
        self.at_door = at_door
        self.place = place
        self.children = children
        self.kept = kept
        if kept:
            del self.fields["in_confidence"]
        said = answered_at(place.file, place.visit) if place.duty and place.duty.own_verdict else set()
        felt = set(FactOf(place.fact, bodies.Talk).body.feelings) if place.fact else set()
        self.said_itself = said - felt
        """Who said how safe it feels on a screen of its own: that is not asked again."""
        self.felt_today = {} if place.fact else felt_on(place.file, self.today)
        """Who was asked today already: shown, with a way to change it. Three times a day is no question any more."""

    def safety_of(self, child: Involved) -> tuple[dict[str, str], bool]:
        """The words with which this child is asked how safe it feels, and whether it must be."""
        key = str(child.pk)
        name = {"name": self.place.file.name_of(child)}
        if key not in self.felt_today:
            return name, child.role in BULLIED
        return name, False

    def said_today(self, child: Involved) -> str:
        """`Sem zei vandaag al: gaat wel.`; "" of who was not asked today."""
        key = str(child.pk)
        if key not in self.felt_today:
            return ""
        says = {"name": self.place.file.name_of(child), "feels": feeling_in_words(self.felt_today[key])}
        return _("%(name)s zei vandaag al: %(feels)s.") % says

    @property
    def safety(self) -> list[tuple[Any, str]]:
        """The scale of each child that is asked, with what it said today, for the template."""
        if "feels" not in self.fields:
            return []
        return [(self["feels"], self.said_today(self.children[0]) if len(self.children) == 1 else "")]

    @property
    def safety_besides(self) -> list[tuple[Any, str]]:
        """The scales that stand folded together; a talk with one child has none."""
        return []

    def for_verb(self) -> dict[str, Any]:
        return dict(on=self.cleaned_data["on"], about=self.about(), talk=self.talk())

    def about(self) -> list[str]:
        """The keys of the children the talk was with."""
        raise NotImplementedError

    def talk(self) -> bodies.Talk:
        """What was filled in, as it is kept."""
        typed = self.cleaned_data
        return bodies.Talk(
            said=typed["said"],
            own_words=typed["own_words"],
            in_confidence=self.kept or typed["in_confidence"],
            also_present=typed["also_present"],
            feelings=self.feelings(),
        )

    def feelings(self) -> dict[str, int | None]:
        """Each child's own answer: 1 to 5, None when it would not say; no entry when it was not asked."""
        raise NotImplementedError


class SeparateTalkForm(TalkForm):
    """A talk with one child (S1a, S1b); in after-care with each child that was bullied."""

    with_whom = PersonChoice(label=lazy("Met wie sprak je?"), missing=lazy("Kies met welke leerling het was."))
    feels = SafetyField(hint=lazy("Vraag het aan het kind zelf, en kies zijn of haar eigen antwoord."))
    names_in_verb = {"about": "with_whom", "feelings": "feels"}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if len(self.children) == 1:
            del self.fields["with_whom"]
            name = self.place.file.name_of(self.children[0])
            self.fields["own_words"].label = _("In de eigen woorden van %(name)s") % {"name": name}
        else:
            self.choice("with_whom").offer(self.place.option(child) for child in self.children)
        if self.said_itself >= {str(child.pk) for child in self.children}:
            del self.fields["feels"]
        elif all(not self.safety_of(child)[1] for child in self.children):
            self.fields["feels"].required = False
        for one in self.at_door:
            label = _("Neem over wat %(name)s zelf schreef") % {"name": self._name_of(one)}
            self.fields[takes_over(one)] = Tick(label=label, required=False, initial=True)
        self.order_fields(
            ["with_whom", "on", "wants_together", "said", "own_words", "feels", "in_confidence", "also_present"]
        )

    @property
    def from_door(self) -> list[tuple[AtDoor, str, Any]]:
        """What each child wrote at the door, its name, and the tick that takes it over, for the template."""
        return [(one, self._name_of(one), self[takes_over(one)]) for one in self.at_door]

    def _name_of(self, one: AtDoor) -> str:
        return next(self.place.file.name_of(child) for child in self.children if child.pk == one.child)

    def clean(self) -> dict[str, Any]:
        """With what is taken over it is one text, that must fit wherever it is put right later."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if "own_words" in typed and len(self._own_words(typed["own_words"])) > LONGEST_TEXT:
            self.add_error("own_words", _("Samen met wat het kind zelf schreef is dit te lang. Kort je eigen stuk in."))
        return typed

    def talk(self) -> bodies.Talk:
        """Only the child's own words are taken over into the talk with that child."""
        kept = super().talk()
        return structs.replace(kept, own_words=self._own_words(kept.own_words))

    def _own_words(self, typed: str) -> str:
        (whom,) = self.about()
        written = [
            one.words for one in self.at_door if str(one.child) == whom and self.cleaned_data.get(takes_over(one))
        ]
        return "\n\n".join(filter(None, [*written, typed]))

    def about(self) -> list[str]:
        return [str(self.cleaned_data.get("with_whom") or self.children[0].pk)]

    def feelings(self) -> dict[str, int | None]:
        answer = self.cleaned_data.get("feels")
        return {} if answer is None else {self.about()[0]: answer or None}


class AskForm(BesideForm, SeparateTalkForm):
    """Asking the bullied child beforehand, alone: does it want to talk together, and who is to be there? (S3a)."""

    wants_together = YesNo(
        label=lazy("Wil het kind het gesprek samen?"),
        yes=lazy("Ja, samen"),
        no=lazy("Nee, liever apart"),
        missing=lazy("Vraag het kind of het samen wil, en kies ja of nee."),
    )
    names_in_verb = {**SeparateTalkForm.names_in_verb, "beside": "beside_who"}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.ask_beside(self.place)
        self.fields["said"].label = _("Wat wil het kind?")
        self.fields["said"].help_text = _("Zegt het kind ja? Dan mag dit leeg blijven.")
        if len(self.children) == 1:
            name = self.place.file.name_of(self.children[0])
            self.fields["wants_together"].label = _("Wil %(name)s het gesprek samen?") % {"name": name}
            self.fields["said"].label = _("Wat wil %(name)s?") % {"name": name}

    def needed(self) -> dict[str, bool]:
        return {**super().needed(), "said": self.sent("wants_together") != "ja"}

    def check_together(self) -> None:
        self.check_beside()

    def talk(self) -> bodies.Talk:
        return structs.replace(super().talk(), wants_together=self.cleaned_data["wants_together"], beside=self.beside())


class CompanyTalkForm(TalkForm):
    """A talk with both parties, together or apart (S3a, S4a, S5a), or with several children of one party."""

    together = Choice(
        label=lazy("Was het gesprek samen of apart?"),
        options=(
            Option(TOGETHER, lazy("Samen"), lazy("Beide partijen aan één tafel.")),
            Option(APART, lazy("Apart"), lazy("Schrijf dan elk gesprek apart op.")),
        ),
        missing=lazy("Kies of het gesprek samen of apart was."),
    )
    apart_because = LongText(
        label=lazy("Waarom apart?"),
        hint=lazy("Apart mag altijd."),
        rows=2,
        required=False,
    )
    led_by = ShortText(label=lazy("Wie leidde het gesprek?"), required=False)
    leader_able = YesNo(
        label=lazy("Voelde die zich daartoe in staat?"),
        hint=lazy("Zo niet, dan is apart beter."),
        widget=ChipOne(),
        required=False,
    )
    beside_there = YesNo(
        label=lazy("Was erbij wie het gepeste kind koos?"),
        hint=lazy("Wilde het kind niemand erbij? Kies dan ja."),
        widget=ChipOne(),
        required=False,
    )
    together_because = LongText(
        label=lazy("Waarom toch samen?"),
        hint=lazy("Zei een gepest kind geen ja? Dan leest een tweede dit, en zet die er een naam onder."),
        rows=2,
    )
    stopped_by = Choice(
        label=lazy("Stopte een gepest kind het gesprek?"),
        hint=lazy("Stoppen mag. Wat er gebeurde, schrijf je gewoon op."),
        options=(Option(NOBODY_STOPPED, lazy("Nee")),),
        widget=ChipOne(),
        required=False,
    )
    with_whom = PeopleChoice(
        label=lazy("Wie waren erbij?"), missing=lazy("Kies met welke leerling het was."), widget=Chips()
    )
    names_in_verb = {"about": "with_whom"}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        duty = self.place.duty
        self.both = duty is not None and duty.whom is Whom.EACH_OF_BOTH
        targets_by_key = [child for child in self.children if child.role in BULLIED]
        if self.both:
            self.choice("stopped_by").offer(
                [
                    Option(NOBODY_STOPPED, _("Nee")),
                    *(Option(child.pk, self.place.file.name_of(child)) for child in targets_by_key),
                ]
            )
        else:
            for unasked in ("together", "apart_because", *OF_TOGETHER):
                del self.fields[unasked]
        self.several("with_whom").offer(self.place.option(child) for child in self.children)
        targets = [self.place.file.name_of(child) for child in self.children if child.role in BULLIED]
        if len(targets) == 1:
            self.fields["own_words"].label = _("In de eigen woorden van %(name)s") % {"name": targets[0]}
        self.asked = [child for child in self.children if str(child.pk) not in self.said_itself]
        for child in self.asked:
            name, required = self.safety_of(child)
            self.fields[feels_of(child)] = SafetyField(
                label=_("%(name)s, hoe veilig voel je je?") % name,
                missing=_("Vraag %(name)s hoe veilig het voelt. Niet willen zeggen mag ook.") % name,
                required=required,
            )
        self.order_fields(
            ["together", *OF_TOGETHER, "apart_because", "with_whom", "on", "said", "own_words"]
            + [feels_of(child) for child in self.asked]
        )

    @property
    def safety(self) -> list[tuple[Any, str]]:
        return [(self[feels_of(child)], self.said_today(child)) for child in self.asked if self.safety_of(child)[1]]

    @property
    def safety_besides(self) -> list[tuple[Any, str]]:
        """The scales of those who need not be asked now, which stand folded: who said it today, or does not have to."""
        return [(self[feels_of(child)], self.said_today(child)) for child in self.asked if not self.safety_of(child)[1]]

    @property
    def more_of_together(self) -> bool:
        """Whether more was said of a talk at one table than what stands there at first, or something is not right."""
        asked = [self[name] for name in ("led_by", "leader_able", "beside_there", "stopped_by")]
        return any(field.errors for field in asked) or any(field.value() for field in asked[1:])

    @property
    def besides_in_words(self) -> str:
        """`Sem zei vandaag al: gaat wel. Hoe veilig voelt Daan zich?`"""
        said = [self.said_today(child) for child in self.asked]
        names = [
            self.place.file.name_of(child)
            for child, told in zip(self.asked, said, strict=True)
            if not told and not self.safety_of(child)[1]
        ]
        how = ngettext("Hoe veilig voelt %(names)s zich?", "Hoe veilig voelen %(names)s zich?", len(names)) % {
            "names": words.listed(names)
        }
        return " ".join([*filter(None, said), how if names else _("Is het nu anders?")])

    def needed(self) -> dict[str, bool]:
        sent: Any = self.data
        chosen = sent.getlist(self.add_prefix("with_whom"))
        # Whether a talk on that day needs the reason, the verb says; it is asked where it may be (talk.html).
        unasked = {"together_because": False} if "together_because" in self.fields else {}
        return {feels_of(child): str(child.pk) in chosen for child in self.asked if self.safety_of(child)[1]} | unasked

    def check_together(self) -> None:
        chosen = set(self.about())
        for child in self.children:
            if chosen and str(child.pk) not in chosen and self.cleaned_data.get(feels_of(child)):
                self.add_error(
                    feels_of(child),
                    _("Je koos niet dat %(name)s erbij was. Kies %(name)s hierboven, of kies hier: Wil ik niet zeggen.")
                    % {"name": self.place.file.name_of(child)},
                )

    def about(self) -> list[str]:
        return [str(pk) for pk in self.cleaned_data.get("with_whom") or ()]

    def feelings(self) -> dict[str, int | None]:
        chosen = self.about()
        answers = {str(child.pk): self.cleaned_data.get(feels_of(child)) for child in self.children}
        return {key: answer or None for key, answer in answers.items() if answer is not None and key in chosen}

    def talk(self) -> bodies.Talk:
        together = self.cleaned_data.get("together") == TOGETHER
        typed = self.cleaned_data
        if not together:
            return structs.replace(super().talk(), apart_because=typed.get("apart_because", ""))
        stopped = typed["stopped_by"]
        return structs.replace(
            super().talk(),
            together=True,
            led_by=typed["led_by"],
            leader_able=typed["leader_able"],
            beside_there=typed["beside_there"],
            together_because=typed["together_because"],
            stopped_by="" if stopped in (None, NOBODY_STOPPED) else stopped,
        )


def takes_over(one: AtDoor) -> str:
    """The name of the tick that takes over what this child wrote at the door."""
    return f"from_door_{one.child.hex}"


def feels_of(child: Involved) -> str:
    """The name of the field with this child's own feeling of safety."""
    return f"feels_{child.pk.hex}"
