"""Memory that is not used any more goes back, and what every process has alike is shared."""

import subprocess
import sys

import pytest

from tools.trial.running import HOME, Processes

ASKS = """
import ctypes, sys
from kring.config.memory import give_back
if sys.argv[1] == "given back":
    give_back()
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p]
LARGE = 20 << 20
pages = lambda: int(open("/proc/self/statm").read().split()[1]) * 4096
before = pages()
for _time in range(3):  # as often as a code is hashed: of the first, glibc learns to keep the next
    piece = libc.malloc(LARGE)
    ctypes.memset(piece, 1, LARGE)
    above = libc.malloc(100)  # something small that stays
    libc.free(piece)
print((pages() - before) >> 20)
"""

PAGES = """
import gc, sys
import kring.config.wsgi
print(gc.get_freeze_count() > 100_000, "kring.web.case.overview" in sys.modules)
"""


@pytest.mark.slow
def test_what_the_server_has_read_before_it_forks_is_shared(tmp_path):
    """Every page among it: by the first that is asked, each process would read them for itself."""
    kring = Processes(tmp_path)
    kring.make()
    said = subprocess.run(
        [sys.executable, "-c", PAGES], cwd=HOME, env=kring.environment, capture_output=True, text=True, check=True
    ).stdout
    assert said.split() == ["True", "True"]


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux")
@pytest.mark.parametrize(("how", "kept"), [("given back", range(3)), ("as it is", range(15, 30))])
def test_a_large_piece_goes_back_as_soon_as_it_is_free(how, kept):
    said = subprocess.run([sys.executable, "-c", ASKS, how], capture_output=True, text=True, check=True).stdout
    assert int(said) in kept, "megabytes that stayed"
