"""A failing course made short: acts are left out as long as the same sentence breaks without them (delta debugging)."""

from collections.abc import Callable

from tests.simulate.course import Course


def shrunk(course: Course, fails: Callable[[Course], bool], most: int = 120) -> tuple[Course, int]:
    """The shortest course that was found to fail in the same way, and how many were tried for it, at most `most`.

    First the later half of what is left is tried away, then quarters, and so on to single acts: what fails needs few.
    """
    tried, pieces = 0, 2
    while len(course.acts) > 1:
        numbers = [act.number for act in course.acts]
        size = max(1, len(numbers) // pieces)
        for begin in range(0, len(numbers), size):
            if tried >= most:
                return course, tried
            shorter = course.without(set(numbers[begin : begin + size]))
            tried += 1
            if shorter.acts and fails(shorter):
                course, pieces = shorter, max(pieces - 1, 2)
                break
        else:
            if size == 1:
                break
            pieces = min(pieces * 2, len(course.acts))
    return course, tried
