"""Under which name the graph knows each file: its own, with what tells it apart where several files have one name.

附件1.docx and 附件1.docx of two folders become 甲局/附件1.docx and 乙局/附件1.docx, 方案.docx and 方案.pdf of one folder
docx/方案.docx and pdf/方案.pdf.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path, PurePosixPath

from ..ontology.iris import slug
from .document import sha256


@dataclass(frozen=True, slots=True)
class Named:
    """A file, and the name the graph knows it by."""

    path: Path
    name: str

    @property
    def slug(self) -> str:
        """The name in IRIs."""
        return document_slug(self.name)


@dataclass(frozen=True, slots=True)
class Copy:
    """A file that has the name and the bytes of another."""

    path: Path
    slug: str
    other: Path


def document_slug(name: str) -> str:
    """The name of a document in IRIs: that of its file without the ending, with the folders that the name has.

    >>> document_slug("甲局/附件1.docx")
    'jiaju-fujian1'
    """
    path = PurePosixPath(name)
    return slug("/".join((*path.parts[:-1], path.stem)))


def named_apart(paths: Sequence[Path], known: Mapping[str, str]) -> tuple[list[Named], list[Copy]]:
    """Each file with a name that no other has, in their order; and the files that are copies of one of the same name.

    `known` are the names that the graph has in IRIs, each with the hash of the bytes: a file keeps the name it has there.
    """
    groups: dict[str, list[Path]] = {}
    for path in paths:
        groups.setdefault(document_slug(path.name), []).append(path)
    named: dict[Path, Named] = {}
    copies: list[Copy] = []
    for name, group in groups.items():
        different, same = _without_copies(name, group)
        copies += same
        named |= {path: Named(path, given) for path, given in _names(name, different, known).items()}
    return [named[path] for path in paths if path in named], copies


def _without_copies(name: str, group: Sequence[Path]) -> tuple[dict[str, Path], list[Copy]]:
    """The different files of one name by the hashes of their bytes (a lone one is not read for it), and the copies."""
    if len(group) == 1:
        return {"": group[0]}, []
    first: dict[str, Path] = {}
    copies = []
    for path in group:
        # What cannot be read is no copy; why it cannot be read is told when it is tried.
        other = first.setdefault(sha256(path) or str(path), path)
        if other is not path:
            copies.append(Copy(path, name, other))
    return first, copies


def _names(name: str, different: Mapping[str, Path], known: Mapping[str, str]) -> dict[Path, str]:
    group = list(different.values())
    if len(group) == 1:
        (path,) = group
        with_folder = f"{path.parent.name}/{path.name}"
        return {path: with_folder if name not in known and document_slug(with_folder) in known else path.name}
    held = different.get(known[name]) if name in known else None
    found = _apart([path for path in group if path is not held], least=1 if held or len(_folders(group)) > 1 else 0)
    return found if held is None else {held: held.name, **found}


def _apart(group: Sequence[Path], least: int) -> dict[Path, str]:
    """Names with as few folders as tell the files apart, `least` or more; those of one folder have their endings too."""
    beside = _folders(group)
    for depth in range(least, max(len(path.parts) for path in group)):
        names = {path: _with_folders(path, depth, beside[path.parent] > 1) for path in group}
        if len({document_slug(given) for given in names.values()}) == len(names):
            return names
    numbers = count(1)  # names that sound alike: 附件 and 复件
    return {path: f"{next(numbers)}/{path.name}" for path in group}


def _folders(group: Sequence[Path]) -> Counter[Path]:
    return Counter(path.parent for path in group)


def _with_folders(path: Path, depth: int, ending: bool) -> str:
    folders = path.parts[:-1]
    return "/".join((*folders[len(folders) - depth :], *([path.suffix[1:]] if ending else []), path.name)).lstrip("/")
