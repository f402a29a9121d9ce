"""How memory that is not used any more goes back to the system: a small server keeps room for the others.

By itself glibc learns from a large piece that was freed, and keeps the next of that size for later, in each of eight
arenas for every core. The hash of a child's code is such a piece, of some megabytes, and so is a plan on paper.
"""

import ctypes
import gc

TRIM_THRESHOLD, MMAP_THRESHOLD, ARENA_MAX = -1, -3, -8
"""As `mallopt` numbers them, in <malloc.h>."""
LARGE = 128 * 1024
ARENAS = 2


def give_back() -> None:
    """From now on a piece of more than 128 kB goes back as soon as it is free, and threads share two arenas.

    For the beginning of a process, before its threads; those that it forks do the same. Another library than glibc has
    no such settings: then nothing is set.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return
    for setting, value in ((MMAP_THRESHOLD, LARGE), (TRIM_THRESHOLD, LARGE), (ARENA_MAX, ARENAS)):
        mallopt(setting, value)


def keep_shared() -> None:
    """What is there by now stays, and is looked through no more: processes that are forked from here share it."""
    gc.collect()
    gc.freeze()
