"""The allow-list of addresses that queries may reach: each entry is a URL, and what is below it is allowed with it.

    https://query.example.org/sparql     that path, and /sparql/...; not /sparql2, not http, not another port
    http://10.0.0.5:3030/                everything on that host and port

Addresses are compared by their parts, never as text, so user names (http://allowed@evil), look-alike hosts
(allowed.evil.org), dot segments and percent signs in the path open nothing. An entry never matches another spelling of
its host: ::ffff:10.0.0.5, 0x0a000005 and 10.0.0.5 are three hosts.
"""

from collections.abc import Iterable
from urllib.parse import SplitResult, urlsplit

_PORTS = {"http": 80, "https": 443}


def is_allowed(address: str, allowed: Iterable[str]) -> bool:
    """Whether an address is, or lies below, an entry of the list. What cannot be read is not allowed."""
    target = _parts(address)
    return target is not None and any(_covers(entry, target) for entry in map(_parts, allowed) if entry)


def _parts(address: str) -> SplitResult | None:
    """A URL whose parts mean what they seem to; None for any other."""
    if not address.isascii() or any(character in address for character in "\\ \t\r\n"):
        return None
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname or "@" in parts.netloc:
        return None
    return parts if all(segment not in (".", "..") for segment in _segments(parts)) else None


def _segments(parts: SplitResult) -> list[str]:
    return parts.path.lower().replace("%2e", ".").replace("%2f", "/").replace("%5c", "/").split("/")


def _covers(entry: SplitResult, target: SplitResult) -> bool:
    """Whether the target has the entry's scheme, host and port, and its path or one below it."""
    here = (entry.scheme, entry.hostname, entry.port or _PORTS[entry.scheme])
    there = (target.scheme, target.hostname, target.port or _PORTS[target.scheme])
    path = entry.path.rstrip("/")
    return here == there and (target.path.rstrip("/") == path or target.path.startswith(f"{path}/"))
