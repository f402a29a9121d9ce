"""Looking for a name, and the order of names."""

from kring.names.letters import comparable, is_letter, spelled_out, words_in


def matches(asked: str, name: str) -> bool:
    """Whether every word of `asked` begins a word of the name, in any order; "oneil" begins O’Neil.

    A question without a letter in it, a lone hyphen, is about nobody.
    """
    both = zip(_typed(asked), _typed(spelled_out(asked)), strict=True)
    words = [(typed, spelled) for typed, spelled in both if typed]
    beginnings = _beginnings(name) + _beginnings(spelled_out(name))
    return bool(words) and all(any(beginning.startswith(word) for beginning in beginnings) for word in words)


def _typed(asked: str) -> list[str]:
    """What was typed between the spaces, each with nothing between its letters."""
    return ["".join(filter(is_letter, word)) for word in comparable(asked).split()]


def _beginnings(name: str) -> list[str]:
    """The name from each of its words on, with nothing between its letters."""
    words = words_in(name)
    return ["".join(words[place:]) for place in range(len(words))]


def sort_key(name: str) -> tuple[str, str]:
    """Where a name stands in a list: letters with accents beside their letter, capitals and apostrophes no matter.

    Names that are compared as the same stand in an order that is always the same.
    """
    return " ".join(words_in(comparable(name).replace("'", ""))), name
