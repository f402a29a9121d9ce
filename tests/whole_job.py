"""A job of the worker done to its end, where no other job waits for its turn."""

from collections.abc import Iterator
from datetime import datetime

from kring.config.jobs import Task


def done_whole(task: Task, at: datetime) -> None:
    """Runs this task of a job until there is nothing more to do at this moment."""
    more: object = True
    while more is True:
        more = task(at)
    if isinstance(more, Iterator):
        for _school in more:
            pass
