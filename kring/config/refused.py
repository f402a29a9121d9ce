"""How the commands of copies say what was refused: in a sentence, with the exit code that README.md names."""

from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import TimeoutExpired

from django.core.management.base import CommandError

from kring.backup.refusals import NotBelieved, Why


@contextmanager
def in_words() -> Iterator[None]:
    """A folder that cannot be written, a full disk and a program that never ends are told like everything else."""
    try:
        try:
            yield
        except (OSError, TimeoutExpired) as error:
            raise NotBelieved(Why.FAILED, f"({error})") from error
    except NotBelieved as refused:
        raise CommandError(str(refused), returncode=int(refused.why)) from refused
