"""What a parent answered so far; it travels sealed from screen to screen, as at the child's door."""

import os

import msgspec

from kring.reports.told import Named, Subject, Teller, Told, Who
from kring.web.door.answers import NONCE_LENGTH
from kring.web.parent_door.wording import ADULT


class ParentAnswers(msgspec.Struct, frozen=True, omit_defaults=True):
    """All that was tapped and typed, as it was typed. The six words hang on `nonce`: the same form, the same code.

    `about` is `ADULT` or a `Who`; `is_head` "yes", "no" or nothing. `rows`: how many names can be filled in. `looks`:
    the parent was at the end already, and goes back there.
    """

    nonce: bytes
    screen: str = ""
    about: str = ""
    is_head: str = ""
    told: Told = Told()
    teller: Teller = Teller()
    rows: int = 1
    looks: bool = False

    @property
    def subject(self) -> Subject:
        """About whom it is for the school: it decides who reads it."""
        if self.about != ADULT:
            return Subject.CHILDREN
        return Subject.HEAD if self.is_head == "yes" else Subject.STAFF

    @property
    def own_child(self) -> tuple[Named, ...]:
        """The child whose parent this is, as far as it was named."""
        name, group = self.teller.child.strip(), self.teller.group.strip()
        return (Named(name, group),) if name else ()


def begun() -> ParentAnswers:
    """Nothing was answered yet."""
    return ParentAnswers(nonce=os.urandom(NONCE_LENGTH))


def with_told(answers: ParentAnswers, **told: object) -> ParentAnswers:
    """The answers with this told."""
    return msgspec.structs.replace(answers, told=msgspec.structs.replace(answers.told, **told))


def with_teller(answers: ParentAnswers, **teller: str) -> ParentAnswers:
    """The answers with this of who tells it."""
    return msgspec.structs.replace(answers, teller=msgspec.structs.replace(answers.teller, **teller))


def to_send(answers: ParentAnswers) -> ParentAnswers:
    """The answers as they are sent: without what belongs to a question that was not to be asked after all, and with the
    own child among those it is about."""
    if answers.about != ADULT:
        answers = with_told(msgspec.structs.replace(answers, is_head=""), adult="")
    told = answers.told
    bullied = tuple(one for one in told.bullied if one.name.strip())
    doing = tuple(one for one in told.doing if one.name.strip())
    if answers.about in (ADULT, Who.ME):
        bullied = answers.own_child
    elif answers.about == Who.I_DO_IT:
        doing = answers.own_child
    if answers.about == ADULT:
        doing = ()
    return with_told(answers, bullied=bullied, doing=doing)


def without(answers: ParentAnswers, field: str | None) -> ParentAnswers:
    """The answers without what was typed in this field."""
    if field in ("bullied", "doing"):
        return with_told(answers, **{field: ()})
    if field in Told.__struct_fields__:
        return with_told(answers, **{field: ""})
    return with_teller(answers, **{field: ""}) if field in Teller.__struct_fields__ else answers
