"""Content codings of answers (RFC 9110, 8.4): zstd and gzip, whole or in pieces."""

import zlib
from typing import Protocol

import zstandard

#: Bodies smaller than this gain nothing from being compressed.
WORTH_IT = 1024
_GZIP = 16 + zlib.MAX_WBITS


class Encoder(Protocol):
    """Compresses a stream."""

    def compress(self, data: bytes, /) -> bytes:
        """What is ready after this piece."""
        ...

    def flush(self) -> bytes:
        """The rest."""
        ...


def choose_encoding(accepted: str | None) -> str | None:
    """The coding for an Accept-Encoding header: zstd, else gzip, else none."""
    if not accepted:
        return None
    offered = {}
    for part in accepted.lower().split(","):
        name, _, parameter = part.partition(";")
        offered[name.strip()] = parameter.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return next((name for name in ("zstd", "gzip") if offered.get(name, offered.get("*", False))), None)


def encoder(coding: str) -> Encoder:
    """A compressor for a stream."""
    if coding == "zstd":
        return zstandard.ZstdCompressor(level=3).compressobj()
    return zlib.compressobj(level=5, wbits=_GZIP)


def encoded(body: bytes, coding: str) -> bytes:
    """A whole body, compressed."""
    made = encoder(coding)
    return made.compress(body) + made.flush()
