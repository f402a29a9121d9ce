"""The school's verbs by themselves, for tests of the verbs and for schools in which no case runs yet.

A page may not call those that move cases: ruff keeps them for `kring/cases/actions/school_changes.py`.
"""

from kring.school.actions import *  # noqa: F403 - all of them, whatever they are
