"""What the school's forms share: the page around a form."""

FORM = "kring/school/form.html"


def around(title: str, save: str, back_url: str, back: str, lead: str = "") -> dict[str, object]:
    """The words around one form: its title, the button, the page to go back to, and a sentence above the form."""
    return {"around": {"title": title, "save": save, "back_url": back_url, "back": back, "lead": lead}}
