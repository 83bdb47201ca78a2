"""The answer on its way out of a worker: held back until it is sure to begin well, counted, sent in frames."""

import orjson

from ...ontology.errors import TooLarge
from ...queries.rows import TOO_LARGE
from .frames import FrameKind, Writable, frame

#: Bytes gathered before anything is sent, and in each frame after that. An answer that fails before it has this size
#: is an error with a status of its own; one that fails later ends in a broken connection, never in a well-formed lie.
FRAME_BYTES = 64 * 1024

#: What stands once for each row in the results formats, and how many of it there are beyond one for each row. None of
#: these byte sequences can stand inside a value: quotes and angle brackets are escaped there. (In CSV a quoted value may
#: hold line breaks, which then count as rows.)
_ROW_MARKS = {
    "application/sparql-results+json": (b'}},{"', -1),  # between rows
    "application/json": (b'}},{"', -1),
    "application/sparql-results+xml": (b"<result>", 0),
    "application/xml": (b"<result>", 0),
    "text/csv": (b"\n", 1),  # the names of the columns have a line too
    "text/tab-separated-values": (b"\n", 1),
}


class Sink:
    """A file that serializers write an answer into. Raises TooLarge from `write`."""

    def __init__(self, out: Writable, media_type: str, rows: int, size: int, *, steady: bool):
        self.media_type = media_type
        self._out = out
        self._head = frame(FrameKind.HEAD, orjson.dumps({"media_type": media_type, "steady": steady}))
        self._mark, beyond = _ROW_MARKS.get(media_type, (b"", 0))
        self._rows_left, self._bytes_left = rows + beyond, size
        self._limits = rows, size
        self._tail = b""
        self._held = bytearray()
        self._begun = False

    def write(self, data: bytes) -> int:
        """Take a piece of the answer."""
        self._bytes_left -= len(data)
        if self._bytes_left < 0:
            raise TooLarge(TOO_LARGE.format(most=self._limits[1], unit="bytes", unit_zh="字节"))
        if self._mark:
            joined = self._tail + data
            self.count(joined.count(self._mark))
            self._tail = joined[max(0, len(joined) - len(self._mark) + 1) :] if len(self._mark) > 1 else b""
        self._held += data
        if len(self._held) >= FRAME_BYTES:
            self._send()
        return len(data)

    def count(self, rows: int) -> None:
        """Count rows or triples."""
        self._rows_left -= rows
        if self._rows_left < 0:
            raise TooLarge(TOO_LARGE.format(most=self._limits[0], unit="rows", unit_zh="行"))

    def flush(self) -> None:
        """Serializers call this; frames are sent when they are full."""

    def end(self) -> None:
        """Send what is left, and that it is all."""
        self._send(frame(FrameKind.END, b"{}"))

    def _send(self, end: bytes = b"") -> None:
        head = b"" if self._begun else self._head
        data = frame(FrameKind.DATA, bytes(self._held)) if self._held else b""
        self._begun = True
        self._held.clear()
        self._out.write(head + data + end)
