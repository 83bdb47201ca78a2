"""How the server and its worker processes talk over pipes: frames of one kind letter, a length and a payload."""

import os
import struct
from enum import IntEnum
from typing import Protocol

_HEAD = struct.Struct(">BI")


class FrameKind(IntEnum):
    """What a frame is."""

    JOB = 1  # to the worker: JSON
    HEAD = 2  # the answer begins: JSON with media type
    DATA = 3  # bytes of the answer
    END = 4  # the answer is complete: JSON
    ERROR = 5  # there is no answer, or no more of it: JSON


class Readable(Protocol):
    """A stream of bytes that blocks."""

    def read(self, size: int, /) -> bytes | None:
        """Up to `size` bytes, none at the end."""
        ...


class Writable(Protocol):
    """Where whole pieces of bytes can be put."""

    def write(self, data: bytes, /) -> int:
        """Put all of it."""
        ...


class Pipe:
    """A file descriptor that writes all it is given, without a buffer."""

    def __init__(self, descriptor: int):
        self._descriptor = descriptor

    def write(self, data: bytes) -> int:
        """Block until all of it is written."""
        left = memoryview(data)
        while left:
            left = left[os.write(self._descriptor, left) :]
        return len(data)


def frame(kind: FrameKind, payload: bytes) -> bytes:
    """One frame."""
    return _HEAD.pack(kind, len(payload)) + payload


def read_frame(stream: Readable) -> tuple[FrameKind, bytes] | None:
    """The next frame of a blocking stream; None when the other side has closed it."""
    head = _exactly(stream, _HEAD.size)
    if head is None:
        return None
    kind, size = _HEAD.unpack(head)
    payload = _exactly(stream, size)
    return None if payload is None else (FrameKind(kind), payload)


def _exactly(stream: Readable, size: int) -> bytes | None:
    pieces: list[bytes] = []
    while size:
        piece = stream.read(size)
        if not piece:
            return None
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


class FrameReader:
    """Cuts frames out of bytes that arrive in pieces of any size."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[tuple[FrameKind, bytes]]:
        """The frames that are complete with this piece."""
        self._buffer += data
        found = []
        start, end = 0, len(self._buffer)
        while end - start >= _HEAD.size:
            kind, size = _HEAD.unpack_from(self._buffer, start)
            stop = start + _HEAD.size + size
            if stop > end:
                break
            found.append((FrameKind(kind), bytes(self._buffer[start + _HEAD.size : stop])))
            start = stop
        del self._buffer[:start]
        return found
