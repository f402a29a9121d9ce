"""Questions that must be answered only after a certain answer to another one, and that are shown right under it."""

from collections.abc import Mapping

from kring.web.forms import KringForm


class NeededForm(KringForm):
    """A form of which some fields are required only sometimes.

    They are declared as required, so that the page does not call them optional: where they are not asked, they are
    folded away.
    """

    def needed(self) -> Mapping[str, bool]:
        """Each such field with whether it must be filled in, as the form was sent."""
        raise NotImplementedError

    def sent(self, name: str) -> str:
        """What was sent in this field, not judged yet."""
        return str(self.data.get(self.add_prefix(name), ""))

    def full_clean(self) -> None:
        needed = self.needed() if self.is_bound else {}
        for name, is_needed in needed.items():
            self.fields[name].required = is_needed
        super().full_clean()
        for name in needed:
            self.fields[name].required = True
