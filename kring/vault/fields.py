"""A text column that is sealed in the database and plain on the instance.

A model with such a column has a UUID primary key, `school_id`, and a property `key_scope`: the id of the case that the
row belongs to, or else of its school. The value is bound to school, table, row and column, so it cannot be moved.

- Set a `str`, save, read a `str`. It is sealed while saving, and opened when the attribute is first read.
- A value that does not open raises `SealBroken` or `KeyMissing`; it never becomes an empty text.
- `.values()` and `.values_list()` give `Ciphertext`; read instances to get text.
- Queries can only ask `isnull`. `update()` and `bulk_update()` refuse text: they do not know the row. Save instances.
- A new sealed column on a table that has rows must be `null=True`: a migration cannot seal a default.
"""

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

from django.core import checks
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from kring.vault.keys import cipher_of
from kring.vault.seal import SealBroken, open_seal, seal

__all__ = ["Ciphertext", "SealBroken", "SealedTextField", "SealedTextOrNone"]

# Only the type stubs know that a field is generic: text goes in, text comes out.
if TYPE_CHECKING:
    _TextField = models.Field[str, str]
else:
    _TextField = models.Field


class Sealable(Protocol):
    """What a row must tell so that its texts can be sealed."""

    pk: Any
    school_id: Any

    @property
    def key_scope(self) -> uuid.UUID: ...


class Ciphertext:
    """A sealed value as it stands in the database. It shows nothing; read the attribute of an instance instead."""

    __slots__ = ("sealed",)

    def __init__(self, sealed: bytes) -> None:
        self.sealed = sealed

    def __repr__(self) -> str:
        return "<Ciphertext>"

    def __str__(self) -> NoReturn:
        raise TypeError("A sealed value is not text: read it from an instance of its model.")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ciphertext) and other.sealed == self.sealed

    def __hash__(self) -> int:
        return hash(self.sealed)


class SealedAttribute(DeferredAttribute):
    """The attribute on the instance: opens the value at the first read and keeps the text from then on."""

    field: "SealedTextField"

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if isinstance(value, Ciphertext):
            value = self.field.open(value, instance)
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        # A setter makes the descriptor come before the instance's `__dict__`, so that `__get__` is asked at each read.
        instance.__dict__[self.field.attname] = value


class SealedTextField(_TextField):
    """Text of any length, sealed in the database. See the module for what it can and cannot do."""

    description = "Sealed text"
    descriptor_class = SealedAttribute

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        for option in ("unique", "db_index", "primary_key", "choices"):
            if kwargs.get(option):
                raise TypeError(f"A sealed column cannot have {option}: the database sees only ciphertext.")
        super().__init__(*args, **kwargs)

    def get_internal_type(self) -> str:
        return "BinaryField"

    # Between instance and database

    def pre_save(self, model_instance: Any, add: bool) -> Ciphertext | None:
        """The value sealed for this row. A value that was never opened is proved to belong to this row, then kept."""
        value = model_instance.__dict__.get(self.attname)
        if isinstance(value, Ciphertext):
            self.open(value, model_instance)
            return value
        if value is None:
            return None
        if not isinstance(value, str):
            raise TypeError(f"{self} holds text, not {type(value).__name__}")
        cipher = cipher_of(model_instance.key_scope)
        return Ciphertext(seal(cipher, value.encode(), bound_to=self.place_of(model_instance)))

    def open(self, value: Ciphertext, instance: Sealable) -> str:
        """The text of a sealed value of this row."""
        return open_seal(cipher_of(instance.key_scope), value.sealed, bound_to=self.place_of(instance)).decode()

    def place_of(self, instance: Sealable) -> str:
        """The place that a value is bound to."""
        school_id, pk = _as_uuid(instance.school_id), _as_uuid(instance.pk)
        return f"{school_id}|{self.model._meta.db_table}|{pk}|{self.column}"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None:
            return None
        if not isinstance(value, Ciphertext):
            raise TypeError(f"{self} is sealed row by row: save instances instead of update() or bulk_update()")
        return connection.Database.Binary(value.sealed)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Ciphertext | None:
        return None if value is None else Ciphertext(bytes(value))

    # What a sealed column cannot do

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def get_transform(self, lookup_name: str) -> None:
        return None

    def value_to_string(self, obj: Any) -> NoReturn:
        raise TypeError(f"{self} is sealed: it does not leave the database in the clear")

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        return [*super().check(**kwargs), *self._check_model()]

    def _check_model(self) -> Sequence[checks.CheckMessage]:
        wanting = []
        if not isinstance(self.model._meta.pk, models.UUIDField) or not self.model._meta.pk.has_default():
            wanting.append("a UUID primary key with a default")
        wanting += [name for name in ("school_id", "key_scope") if not hasattr(self.model, name)]
        if not wanting:
            return []
        return [
            checks.Error(
                f"A model with a sealed column needs {', '.join(wanting)}.",
                hint="See kring/vault/fields.py.",
                obj=self,
                id="vault.E002",
            )
        ]


# The same field, for a column that is `null=True`: the type stubs then know that there may be no text.
if TYPE_CHECKING:

    class SealedTextOrNone(models.Field[str | None, str | None]):
        pass

else:
    SealedTextOrNone = SealedTextField


def _as_uuid(value: Any) -> uuid.UUID:
    return value if isinstance(value, uuid.UUID) else uuid.UUID(str(value))
