"""Memory that is free goes back to the system."""

from __future__ import annotations

import ctypes
import mmap
import sys
from tempfile import TemporaryFile
from typing import Any

# Numbers of glibc's malloc.h.
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
LARGE_BYTES = 128 * 1024
ARENAS = 2


def as_mapped_file(table: Any) -> Any:
    """An array as a file without a name that every copy of this process maps: what nobody reads of it takes no memory.

    The array itself where the disk has no room.
    """
    import numpy as np
    from django.conf import settings

    try:
        with TemporaryFile(dir=settings.DATA) as stream:
            stream.write(np.ascontiguousarray(table).data)
            stream.flush()
            mapped = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    except OSError:
        return table
    return np.frombuffer(mapped, table.dtype).reshape(table.shape)


def give_back() -> None:
    """Let glibc map large blocks by themselves for good, so that what a large file took is gone with its request.

    Left alone, it takes the size of the largest block that was ever freed as the bound, and keeps what is smaller in as
    many heaps as there are threads. Copies of this process inherit it; nothing happens where there is no glibc.
    """
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return
    for number, value in (
        (M_MMAP_THRESHOLD, LARGE_BYTES),
        (M_TRIM_THRESHOLD, LARGE_BYTES),
        (M_ARENA_MAX, ARENAS),
    ):
        mallopt(number, value)
