"""Content negotiation (RFC 9110, 12.5): which media type or language a client wants most."""

from collections.abc import Iterable
from functools import lru_cache

from ..ontology.errors import Language

#: The media types of reports and pictures, by the ending of their files.
MEDIA_TYPES = {
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ttl": "text/turtle; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
}


def choose(accept: str | None, offered: Iterable[str]) -> str | None:
    """The offered media type the Accept header likes best, the first of equals; None when it likes none.

    The most specific range that fits a type gives its quality, so `text/*;q=0.1, text/csv` prefers CSV.
    """
    return _choose(accept or "*/*", tuple(offered))


@lru_cache(maxsize=512)
def _choose(accept: str, types: tuple[str, ...]) -> str | None:
    ranges = _ranges(accept)
    rated = [(_quality(kind, ranges), -place, kind) for place, kind in enumerate(types)]
    quality, _, best = max(rated, default=(0.0, 0, ""))
    return best if quality > 0 else None


def language(chosen: str | None, accept: str | None) -> Language:
    """The language of a page: the one asked for in the address, else by Accept-Language, else Chinese."""
    if chosen in ("zh", "en"):
        return Language(chosen)
    ranges = _ranges(accept or "")
    for name, _ in sorted(ranges.items(), key=lambda entry: -entry[1]):
        if name[:2] in ("zh", "en"):
            return Language(name[:2])
    return Language.ZH


def _ranges(header: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for part in header.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if name:
            weights = [_weight(p[2:]) for p in parameters if p.startswith("q=")]
            found[name] = weights[0] if weights else 1.0
    return found


def _weight(text: str) -> float:
    try:
        return min(1.0, max(0.0, float(text)))
    except ValueError:
        return 0.0


def _quality(kind: str, ranges: dict[str, float]) -> float:
    major = kind.split("/", maxsplit=1)[0]
    return next((ranges[name] for name in (kind, f"{major}/*", "*/*") if name in ranges), 0.0)
