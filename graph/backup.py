"""Copies of a store: taken while it is read and written, checked when they are put back.

A generation never changes, so a copy of its files is a copy of one moment. A backup is a folder: the files of the
generation in `database/`, and SHA256SUMS, in the form that `sha256sum -c` reads, over all of them.
"""

import hashlib
import shutil
from pathlib import Path

from ..ontology.errors import StoreError, Text
from .embedded import OxigraphStore, open_database, replacing

_SUMS = "SHA256SUMS"
_DATABASE = "database"


def backup(store: Path, target: Path) -> int:
    """Copy the current generation of a store to a new folder, which has its name once it is complete. Returns bytes.

    Raises StoreError when there is no store, the target exists, or it cannot be written.
    """
    if target.exists():
        raise StoreError(Text(f"{target} 已经存在", f"{target} exists already"))
    opened = OxigraphStore.open(store)  # holds the lease: the generation stays while it is copied
    part = target.with_name(f"{target.name}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(opened.folder, part / _DATABASE, ignore=shutil.ignore_patterns("LOCK", "LOG*"))
        sums = _sums(part / _DATABASE)
        lines = (f"{digest}  {_DATABASE}/{name}\n" for name, digest in sorted(sums.items()))
        (part / _SUMS).write_text("".join(lines), encoding="utf-8")
        part.rename(target)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise StoreError(
            Text(f"无法写入 {target}：{error.strerror}", f"cannot write {target}: {error.strerror}")
        ) from error
    return sum(file.stat().st_size for file in target.rglob("*") if file.is_file())


def restore(source: Path, store: Path) -> None:
    """Make a backup the current generation of a store; servers that read the store go over to it.

    Raises StoreError when the backup is not complete and undamaged, or the store is being written; then it stays as
    it was.
    """
    try:
        lines = [line.split(maxsplit=1) for line in (source / _SUMS).read_text(encoding="utf-8").splitlines()]
        said = {name: digest for digest, name in lines}
    except (OSError, ValueError) as error:
        raise StoreError(Text(f"{source} 不是备份", f"{source} is no backup")) from error
    found = {f"{_DATABASE}/{name}": digest for name, digest in _sums(source / _DATABASE).items()}
    if said != found:
        name = min(set(said.items()) ^ set(found.items()))[0]
        raise StoreError(Text(f"备份已损坏：{name}", f"the backup is damaged: {name}"))
    with replacing(store) as folder:
        shutil.copytree(source / _DATABASE, folder)
        open_database(folder, read_only=True)


def _sums(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file of a folder, by its path in it."""
    found = {}
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        with file.open("rb") as opened:
            found[file.relative_to(folder).as_posix()] = hashlib.file_digest(opened, "sha256").hexdigest()
    return found
