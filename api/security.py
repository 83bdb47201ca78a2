"""Who may do what: the token for writes, the origins of CORS, the hosts we answer to, the headers of every response."""

import hmac
from http import HTTPStatus

from ..ontology.errors import Text
from .problems import HTTPProblem
from .settings import Settings

#: Everything a page may load comes from this server. The API documentation needs its own inline script.
POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
DOCS_POLICY = f"{POLICY}; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'"

_READ_ONLY = Text(
    "此服务器只读：没有设置 TAIZHANG_TOKEN", "this server only reads: no TAIZHANG_TOKEN was set when it was started"
)
_TOKEN = Text("写入需要令牌：Authorization: Bearer …", "writing needs the token: Authorization: Bearer ...")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Unauthorized(HTTPProblem):
    """The token is missing or wrong; the response names the scheme (RFC 6750, 3)."""

    def __init__(self) -> None:
        super().__init__(HTTPStatus.UNAUTHORIZED, _TOKEN, {"WWW-Authenticate": "Bearer"})


def require_token(authorization: str | None, settings: Settings) -> None:
    """Let a write pass. Raises HTTPProblem 403 where the server has no token, 401 where it is not the client's."""
    if settings.token is None:
        raise HTTPProblem(HTTPStatus.FORBIDDEN, _READ_ONLY)
    scheme, _, given = (authorization or "").partition(" ")
    expected = settings.token.get_secret_value().encode()
    # Compared in constant time, so that the time of an answer tells nothing of how much was right.
    right = hmac.compare_digest(given.strip().encode("utf-8", "surrogatepass"), expected)
    if scheme.lower() != "bearer" or not right:
        raise Unauthorized


def hosts(settings: Settings) -> frozenset[str] | None:
    """The host names this server answers to; None for any.

    A server on loopback answers to loopback names alone: otherwise a page from outside could reach it by pointing a
    name of its own at 127.0.0.1 (DNS rebinding).
    """
    if settings.hosts:
        return frozenset(name.lower() for name in settings.hosts)
    return frozenset(_LOOPBACK) if settings.host in _LOOPBACK else None


def host_name(header: str) -> str:
    """The name in a Host header, without its port and brackets."""
    name = header.rpartition(":")[0] if header.rpartition(":")[2].isdigit() else header
    return name.strip("[]").lower()
