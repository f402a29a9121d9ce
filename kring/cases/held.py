"""A case as one request holds it: its file, read once, and how the verb left it."""

from dataclasses import dataclass
from datetime import date

from kring.cases.case_file import CaseFile, read_case_file
from kring.cases.models import Case


@dataclass
class HeldCase:
    """`file` is how the case stood when the request came, `today` the day it came."""

    file: CaseFile
    today: date

    @property
    def case(self) -> Case:
        return self.file.case

    @property
    def now(self) -> CaseFile:
        """The file as the verb left it."""
        return read_case_file(self.case)
