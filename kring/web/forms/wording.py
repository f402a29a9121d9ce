"""The type of a text that may be translated only when it is shown."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words
else:
    Words = object

__all__ = ["Words"]
