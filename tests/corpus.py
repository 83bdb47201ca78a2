"""The corpus of law texts: unpacked once to a cache folder outside the repository, for tests, scores and docs."""

import os
import tarfile
import tempfile
from pathlib import Path

#: The archive, below the folder of reference data.
ARCHIVE = "corpus/laws.tar.xz"


def shared_folder() -> Path:
    """Where the reference data are, or would be."""
    return Path(os.environ.get("TAIZHANG_SHARED", Path(__file__).parents[1] / ".." / "shared")).resolve()


def unpacked(shared: Path) -> Path:
    """The folder of the unpacked corpus; another process may be unpacking at the same time."""
    archive = shared / ARCHIVE
    status = archive.stat()
    folder = Path(tempfile.gettempdir()) / f"taizhang-corpus-{status.st_size}-{int(status.st_mtime)}"
    if not folder.is_dir():
        with tempfile.TemporaryDirectory(dir=folder.parent) as fresh:
            with tarfile.open(archive) as opened:
                opened.extractall(Path(fresh) / "corpus", filter="data")
            try:
                (Path(fresh) / "corpus").rename(folder)
            except OSError:
                if not folder.is_dir():
                    raise
    return folder
