"""The address of a SPARQL 1.1 server: where it is asked, where it is written, and what opens it."""

import re
from dataclasses import dataclass, field
from urllib.parse import SplitResult, quote, unquote, urlsplit, urlunsplit

from ..ontology.errors import SettingsError, Text

#: Where servers take updates, and N-Quads by POST, beside the path at which they take queries; the first that matches
#: counts. N-Quads are read several times faster than INSERT DATA by some; where there is no place for them (None), or
#: the server knows it not, updates do.
_DOORS: tuple[tuple[str, str, str | None], ...] = (
    (r"(.*/repositories/[^/]+)/?", r"\1/statements", r"\1/statements"),  # RDF4J, GraphDB
    (r"(.*/namespace/[^/]+/sparql)", r"\1", None),  # Blazegraph
    (r"(.*/[^/]+)/(?:sparql|query)", r"\1/update", r"\1/data"),  # Fuseki; Stardog, without the second
    (r"/query", "/update", "/store"),  # Oxigraph
    (r"(.*)", r"\1", None),  # taizhang, Virtuoso, QLever, Neptune: one address for everything
)


@dataclass(frozen=True, slots=True)
class RemoteAddress:
    """A server that holds a graph; `str` of it is the address for queries, and no text of it ever shows a secret."""

    query: str
    update: str
    upload: str | None
    token: str = field(default="", repr=False)
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @classmethod
    def read(cls, url: str, update: str | None = None, token: str = "") -> "RemoteAddress":
        """The address of a query endpoint, with the name and password it may hold; `update` where it is not as usual.

        Raises SettingsError for what is no address of HTTP.
        """
        parts, written = _parts(url), _parts(update) if update else None
        if written and "@" in written.netloc:
            text = Text("用户名和密码应写在 store 的地址里", "name and password belong into the address of the store")
            raise SettingsError(text)
        pattern, updates, uploads = next(door for door in _DOORS if re.fullmatch(door[0], parts.path))
        usual = _door(parts, pattern, updates)
        upload = _door(parts, pattern, uploads) if uploads and update in (None, usual) else None
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(_open(parts), update or usual, upload, token, user, password)

    def __str__(self) -> str:
        """The address for queries."""
        return self.query

    @property
    def host(self) -> str:
        """The name and port of the machine."""
        return urlsplit(self.query).netloc

    @property
    def secret(self) -> str:
        """The address with name and password; not for people's eyes."""
        if not self.user:
            return self.query
        parts = urlsplit(self.query)
        login = f"{quote(self.user, safe='')}:{quote(self.password, safe='')}"
        return urlunsplit(parts._replace(netloc=f"{login}@{parts.netloc}"))


def _parts(url: str) -> SplitResult:
    """A URL in its parts. Raises SettingsError, without repeating what may be a password."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and url.isprintable()
    except ValueError:
        good = False
    if not good or " " in url:
        raise SettingsError(
            Text("不是 SPARQL 服务的地址（http://…）", "not the address of a SPARQL server (http://...)")
        )
    return parts


def _open(parts: SplitResult) -> str:
    """The address without name and password."""
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment=""))


def _door(parts: SplitResult, pattern: str, path: str) -> str:
    return _open(parts._replace(path=re.sub(f"{pattern}$", path, parts.path, count=1), query=""))
