"""What is said of a case in words that need its file: a step by its key."""

from kring.cases.case_file import CaseFile
from kring.cases.wording import Form, step_in_words


def step_told(file: CaseFile, step: str, round: int = 1, form: Form = Form.TOLD) -> str:
    """A step of this case, by its key: `Stap 5: tweede evaluatie, ronde 2`."""
    return step_in_words(file.protocol.step(step), round, form)
