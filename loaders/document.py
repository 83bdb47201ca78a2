"""Files to `Document`s."""

import hashlib
from pathlib import Path

from ..graph.model import Document
from ..ontology.errors import InputError, Text
from .encoding import decode

#: The largest file that is read; real ledgers have well under one megabyte.
MAX_BYTES = 100 * 1024 * 1024


def document_from_bytes(name: str, data: bytes) -> Document:
    """Decode bytes. Raises InputError when they are not text."""
    text, encoding = decode(data, name)
    return Document(name=name, text=text, sha256=hashlib.sha256(data).hexdigest(), encoding=encoding)


def sha256(path: Path) -> str | None:
    """The hash of the bytes of a file; None when it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def read_document(path: Path) -> Document:
    """Read and decode one file. Raises InputError when it is missing, a folder, too large or not text."""
    try:
        if path.stat().st_size > MAX_BYTES:
            size = MAX_BYTES // 2**20
            raise InputError(str(path), 0, Text(f"文件超过 {size} MB", f"the file is larger than {size} MB"))
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(str(path), 0, Text("找不到这个文件", "no such file")) from error
    except IsADirectoryError as error:
        raise InputError(str(path), 0, Text("这是文件夹，不是文件", "this is a folder, not a file")) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(str(path), 0, Text(f"无法读取（{reason}）", f"cannot be read ({reason})")) from error
    document = document_from_bytes(str(path), data)
    return Document(name=path.name, text=document.text, sha256=document.sha256, encoding=document.encoding)
