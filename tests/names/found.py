"""What is found of some names in a text, as it stands there: for tests that look at nothing else of a mention."""

from collections.abc import Iterable

from kring.names.finding import Sought


def names_in(text: str, names: Iterable[str], *, as_written: bool = False) -> list[str]:
    """Which of these names stand in the text as words of their own."""
    return sorted({one.written for one in Sought(names, as_written=as_written).in_text(text)})
