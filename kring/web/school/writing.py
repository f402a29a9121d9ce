"""What the school's forms share: the page around a form."""

from dataclasses import dataclass

FORM = "kring/school/form.html"


@dataclass(frozen=True, slots=True)
class Around:
    """The words around one form: its title, a sentence above it, the button, and the page to go back to."""

    title: str
    save: str
    back_url: str
    back: str
    lead: str = ""
