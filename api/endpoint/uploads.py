"""Bodies of graph writes: kept in files, so that a large upload takes no memory, and cut into parts when multipart."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header

from ...ontology.errors import Text
from ..problems import HTTPProblem
from .http import Receive

#: Parts that one multipart body may have.
_PARTS = 1000
_BAD = Text("multipart 请求体无法解析", "the multipart body does not parse")


@dataclass(frozen=True, slots=True)
class Upload:
    """One piece of RDF as it was sent: its bytes in a file, and its Content-Type header."""

    path: Path
    content_type: str | None


@contextmanager
def upload_folder() -> Iterator[Path]:
    """A folder for the files of one request."""
    with TemporaryDirectory(prefix="taizhang-upload-") as name:
        yield Path(name)


async def save(receive: Receive, path: Path, limit: int) -> None:
    """Write the body of a request to a file. Raises HTTPProblem 413 beyond the limit, 400 when it breaks off."""
    size = 0
    with path.open("wb") as file:
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise HTTPProblem(HTTPStatus.BAD_REQUEST, Text("请求体没有传完", "the body broke off"))
            piece = message.get("body", b"")
            size += len(piece)
            if size > limit:
                text = Text(f"请求体超过 {limit} 字节", f"the body is larger than {limit} bytes")
                raise HTTPProblem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, text)
            file.write(piece)
            if not message.get("more_body", False):
                return


def parts(body: Path, content_type: str) -> list[Upload]:
    """The parts of a multipart body, each in a file beside it. Raises HTTPProblem 400."""
    boundary = parse_options_header(content_type.encode("latin-1"))[1].get(b"boundary")
    if not boundary:
        raise HTTPProblem(HTTPStatus.BAD_REQUEST, _BAD)
    with ExitStack() as stack:
        splitter = _Splitter(body.parent, stack)
        try:
            parser = MultipartParser(boundary, splitter.callbacks)  # type: ignore[arg-type]
            with body.open("rb") as file:
                while piece := file.read(1024 * 1024):
                    parser.write(piece)
            parser.finalize()
        except FormParserError as error:
            raise HTTPProblem(HTTPStatus.BAD_REQUEST, _BAD) from error
    return [Upload(path, kind) for path, kind in splitter.found]


class _Splitter:
    """Writes each part to a file as the parser finds it."""

    def __init__(self, folder: Path, stack: ExitStack):
        self._folder = folder
        self._stack = stack
        self._file: BinaryIO | None = None
        self._name, self._value = b"", b""
        self._headers: dict[bytes, bytes] = {}
        self.found: list[tuple[Path, str | None]] = []
        self.callbacks = {
            "on_part_begin": self._begin,
            "on_header_field": self._field,
            "on_header_value": self._add_value,
            "on_header_end": self._header,
            "on_headers_finished": self._open,
            "on_part_data": self._data,
        }

    def _begin(self) -> None:
        self._headers = {}

    def _field(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _add_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header(self) -> None:
        self._headers[self._name.lower()] = self._value
        self._name, self._value = b"", b""

    def _open(self) -> None:
        if len(self.found) >= _PARTS:
            raise HTTPProblem(HTTPStatus.BAD_REQUEST, _BAD)
        path = self._folder / f"part-{len(self.found)}"
        kind = self._headers.get(b"content-type")
        self._file = self._stack.enter_context(path.open("wb"))
        self.found.append((path, kind.decode("latin-1") if kind else None))

    def _data(self, data: bytes, start: int, end: int) -> None:
        assert self._file  # noqa: S101 - opened when the headers were finished
        self._file.write(data[start:end])
