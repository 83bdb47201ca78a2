"""Leases: a file that many processes hold at once, and that is let go when a process ends, however it ends."""

import os
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: an open database cannot be deleted there, which is lease enough
    fcntl = None  # type: ignore[assignment]


class Lease:
    """Held until the object is gone. Where the folder is read-only nothing can be swept away, and nothing is held."""

    def __init__(self, path: Path):
        self._descriptor: int | None = None
        try:
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError:
            return
        if fcntl:
            fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def __del__(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)


def is_held(path: Path) -> bool:
    """Whether any process holds the lease."""
    if fcntl is None or not path.exists():
        return False
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    else:
        return False
    finally:
        os.close(descriptor)
