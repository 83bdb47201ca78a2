"""Office files are zip archives of XML: opened with bounds, so that no file costs more than it may."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from lxml import etree

from ...ontology.errors import InputError, Text

#: The most bytes one part of an archive may have when unpacked, and all that are read together.
MAX_PART = 64 * 1024 * 1024
MAX_TOTAL = 128 * 1024 * 1024
_MAX_MEMBERS = 10_000
_DAMAGED = Text("文件不完整或已损坏", "the file is truncated or damaged")
_TOO_LARGE = Text("压缩包展开后过大", "the archive is too large when unpacked")
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class Archive:
    """The parts of an office file. Nothing is ever unpacked to disk, and no part is read past the bounds."""

    def __init__(self, name: str, data: bytes):
        self.name = name
        self._left = MAX_TOTAL
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
            raise self._error(_DAMAGED) from error
        if len(self._zip.namelist()) > _MAX_MEMBERS:
            raise self._error(_TOO_LARGE)

    def __contains__(self, part: str) -> bool:
        return part in self._zip.NameToInfo

    def names(self) -> list[str]:
        """The names of the parts."""
        return self._zip.namelist()

    def bytes_of(self, part: str) -> bytes:
        """A part, whole. Raises InputError when it is missing, damaged or larger than the bounds."""
        try:
            info = self._zip.getinfo(part)
            if info.file_size > min(MAX_PART, self._left):
                raise self._error(_TOO_LARGE)
            with self._zip.open(info) as file:
                data = file.read(min(MAX_PART, self._left) + 1)
        except KeyError as error:
            missing = Text(f"文件里缺少 {part}", f"the file lacks its part {part}")
            raise self._error(missing) from error
        except RuntimeError as error:  # zipfile's word for "needs a password"
            raise self._error(Text("文件有密码", "the file is protected by a password")) from error
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError) as error:
            raise self._error(_DAMAGED) from error
        self._left -= len(data)
        if self._left < 0 or len(data) > MAX_PART:
            raise self._error(_TOO_LARGE)
        return data

    def xml(self, part: str) -> etree._Element:
        """A part as XML. Raises InputError for XML that is broken, or that declares entities."""
        return parse(self.name, self.bytes_of(part))

    @contextmanager
    def stream(self, part: str) -> Iterator[IO[bytes]]:
        """A part to be read piece by piece, within the bounds."""
        yield io.BytesIO(refuse_declarations(self.name, self.bytes_of(part)))

    def _error(self, text: Text) -> InputError:
        return InputError(self.name, 0, text)


def parse(name: str, data: bytes) -> etree._Element:
    """XML without entities, network or unbounded depth. Raises InputError for anything else."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(refuse_declarations(name, data), parser)
    except etree.XMLSyntaxError as error:
        raise InputError(name, 0, _DAMAGED) from error


def refuse_declarations(name: str, data: bytes) -> bytes:
    """The bytes as they are. Raises InputError where they declare a document type: office files never do."""
    plain = data.replace(b"\0", b"") if b"\0" in data[:200] else data  # UTF-16
    if _DECLARATION.search(plain[:100_000]):
        text = Text("XML 中声明了实体，拒绝读取", "its XML declares a document type or entities; refused")
        raise InputError(name, 0, text)
    return data
