"""Files to `Document`s."""

import hashlib
from dataclasses import replace
from pathlib import Path

from ..graph.model import Document
from ..ontology.errors import InputError, Text
from .encoding import decode
from .formats.sniff import Format, format_of

#: The largest file that is read; real ledgers have well under one megabyte.
MAX_BYTES = 100 * 1024 * 1024
NO_SUCH_FILE = Text("找不到这个文件", "no such file")


def document_from_bytes(name: str, data: bytes) -> Document:
    """The document in some bytes, whatever their format: a pure function of name and bytes.

    Raises InputError when they are of no format that is read, damaged, or beyond the bounds of a document.
    """
    if not data.strip():
        raise InputError(name, 0, Text("文件是空的", "the file is empty"))
    found = format_of(name, data)
    digest = hashlib.sha256(data).hexdigest()
    # Each reader is imported when it is needed: starting the program pays for none of them.
    if found is Format.PDF:
        from .formats.pdf import read_pdf  # noqa: PLC0415

        return read_pdf(name, data, digest)
    if found is Format.HTML:
        from .formats.web import read_page  # noqa: PLC0415

        return read_page(name, data, digest)
    if found is Format.ZIP:
        return _office(name, data, digest)
    if found is Format.OLE:
        return _old_office(name, data, digest)
    from .formats.drawn import read_drawn  # noqa: PLC0415

    text, encoding = decode(data, name)
    return read_drawn(name, text, digest, encoding) or Document(name=name, text=text, sha256=digest, encoding=encoding)


def _office(name: str, data: bytes, digest: str) -> Document:
    from .formats.archive import Archive  # noqa: PLC0415

    archive = Archive(name, data)
    if "word/document.xml" in archive:
        from .formats.word import read_word  # noqa: PLC0415

        return read_word(name, archive, digest)
    if "xl/workbook.xml" in archive:
        from .formats.sheets import read_sheets  # noqa: PLC0415

        return read_sheets(name, archive, digest)
    text = Text("不是 Word 或 Excel 文件", "a zip archive that is neither a Word nor an Excel file")
    raise InputError(name, 0, text)


def _old_office(name: str, data: bytes, digest: str) -> Document:
    from .formats.archive import Archive  # noqa: PLC0415
    from .formats.office import to_docx  # noqa: PLC0415
    from .formats.word import read_word  # noqa: PLC0415

    if "EncryptedPackage".encode("utf-16-le") in data:
        raise InputError(name, 0, Text("文件有密码", "the file is protected by a password"))
    if "Workbook".encode("utf-16-le") in data and "WordDocument".encode("utf-16-le") not in data:
        raise InputError(name, 0, Text("请把 .xls 另存为 .xlsx", "an old .xls workbook: save it as .xlsx"))
    return read_word(name, Archive(name, to_docx(name, data)), digest)


def sha256(path: Path) -> str | None:
    """The hash of the bytes of a file; None when it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def read_document(path: Path) -> Document:
    """Read one file. Raises InputError when it is missing, a folder, too large or of no format that is read."""
    return replace(document_from_bytes(str(path), bytes_of(path)), name=path.name)


def bytes_of(path: Path) -> bytes:
    """The bytes of a file. Raises InputError when it is missing, a folder or too large."""
    try:
        if path.stat().st_size > MAX_BYTES:
            size = MAX_BYTES // 2**20
            raise InputError(str(path), 0, Text(f"文件超过 {size} MB", f"the file is larger than {size} MB"))
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(str(path), 0, NO_SUCH_FILE) from error
    except IsADirectoryError as error:
        raise InputError(str(path), 0, Text("这是文件夹，不是文件", "this is a folder, not a file")) from error
    except (OSError, ValueError) as error:  # the second for a name with a null character
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise InputError(str(path), 0, Text(f"无法读取（{reason}）", f"cannot be read ({reason})")) from error
