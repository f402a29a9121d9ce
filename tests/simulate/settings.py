"""The settings of the tests with a database in memory, for `./dev simulate`: a run has one process and one thread."""

from tests.settings import *  # noqa: F403

DATABASES = {
    "default": DATABASES["default"] | {"ENGINE": DATABASES["default"]["ENGINE"], "NAME": ":memory:"}  # noqa: F405
}
LOGGING_CONFIG = None
