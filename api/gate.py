"""The outermost layer: every request passes here, whatever answers it.

It gives each request an id, turns away hosts that are not ours, adds the security headers and those of CORS, counts,
logs, and gives every failure the one shape of a problem. Plain ASGI, since it is on the hot path.

A plain question that needs no work is answered here without ASGI (`at_once`): the messages, tasks and events that carry
an answer through it cost several times what finding the answer does.
"""

import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from itertools import count

from starlette.requests import Request

from ..ontology.errors import TaizhangError, Text
from . import problems
from .endpoint.gateway import PREFIX as GATEWAY
from .endpoint.graph_store import PATH as GRAPHS
from .endpoint.http import App, Headers, Message, Receive, Scope, Send, header, respond
from .endpoint.sparql import SparqlEndpoint
from .endpoint.streaming import BrokenAnswer
from .explorer_pages import page_names
from .logs import ACCESS, LOG
from .metrics import Metrics
from .problems import HTTPProblem
from .security import DOCS_POLICY, POLICY, host_name, hosts
from .settings import Settings

_ROUTES = (
    "sparql",
    "graphs",
    "api",
    "assets",
    "id",
    "ns",
    "queries",
    "measures",
    "static",
    "docs",
    "redoc",
    ".well-known",
    "metrics",
    "healthz",
    "readyz",
)
_KNOWN_METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "QUERY", "PATCH")
_HOST = Text(
    "此服务器不以该主机名应答（见 TAIZHANG_HOSTS）",
    "this server does not answer to that host name (see TAIZHANG_HOSTS)",
)
_EXPOSED = b"ETag, Location, Retry-After, X-Request-Id"
_ALLOWED_HEADERS = b"Accept, Authorization, Content-Type, If-None-Match"
_ALLOWED_METHODS = b"GET, HEAD, POST, PUT, DELETE, QUERY, OPTIONS"
_PAGES, _DOCS = ((b"content-security-policy", policy.encode()) for policy in (POLICY, DOCS_POLICY))
_COMMON: Headers = [(b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"same-origin")]
#: Headers of a request that is answered at once: those that clients send with any question. One with others (an origin, a
#: condition, what a proxy says of the client) goes the usual way, which knows what they mean.
_PLAIN = frozenset(
    [
        b"accept",
        b"accept-encoding",
        b"accept-language",
        b"cache-control",
        b"connection",
        b"host",
        b"pragma",
        b"user-agent",
    ]
)
#: Bytes of an answer that is handed over in one piece.
_SHORT = 64 * 1024


def _lines(headers: Headers) -> bytes:
    """Headers as they stand in a response."""
    return b"".join([b"%s: %s\r\n" % pair for pair in headers])


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode("latin-1")


class Gate:
    """The ASGI application of the whole server: the endpoints that are plain ASGI, and the web framework for the rest."""

    def __init__(
        self,
        framework: App,
        endpoints: dict[str, App],
        gateway: App | None,
        settings: Settings,
        metrics: Metrics,
        close: Callable[[], Awaitable[None]],
    ):
        self._framework = framework
        self._endpoints = endpoints
        self._gateway = gateway
        self.close = close
        self._metrics = metrics
        self._hosts = hosts(settings)
        self._origins = frozenset(settings.cors_origins)
        self._pages = frozenset(["", *page_names()])
        self._run, self._count = secrets.token_hex(4), count(1)
        self._security = _lines([_PAGES, *_COMMON])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._framework(scope, receive, send)
            return
        begun = time.perf_counter()
        request_id = self._id()
        extra = self._headers(scope, request_id)
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                own = any(name == b"content-security-policy" for name, _ in message["headers"])
                message["headers"] = [*message["headers"], *(extra[1:] if own else extra)]
            await send(message)

        try:
            await self._answer(scope, receive, sending)
        except BrokenAnswer as error:
            LOG.warning("answer broken off", extra={"fields": {"request": request_id, "reason": error.text.en}})
            raise
        except Exception as error:
            if status:
                raise
            await self._fail(scope, receive, sending, error, request_id)
        finally:
            client = (scope.get("client") or ("",))[0]
            self._record(scope["method"], scope["path"], client, status, time.perf_counter() - begun, request_id)

    def at_once(self, target: bytes, headers: Mapping[bytes, bytes], client: str) -> bytes | None:
        """What follows the status line of the answer to a GET, where there is no work in it; None: ask in the usual way.

        The answer is the same there, and so is what is checked, counted and logged.
        """
        begun = time.perf_counter()
        path, _, query = target.partition(b"?")
        endpoint = self._endpoints.get(path.decode("latin-1"))
        if not isinstance(endpoint, SparqlEndpoint) or b"#" in query or not headers.keys() <= _PLAIN:
            return None
        if self._hosts is not None and host_name(_text(headers.get(b"host")) or "") not in self._hosts:
            return None
        try:
            entry = endpoint.at_once(query, _text(headers.get(b"accept")), _text(headers.get(b"accept-encoding")))
        except Exception:  # it comes again in the usual way, which knows what to say of it
            return None
        if entry is None or len(entry.body) > _SHORT:
            return None
        request_id = self._id()
        head = b"%scontent-length: %d\r\n%sx-request-id: %s\r\n\r\n" % (
            _lines(entry.headers), len(entry.body), self._security, request_id.encode(),
        )  # fmt: skip
        self._record("GET", path.decode(), client, HTTPStatus.OK, time.perf_counter() - begun, request_id)
        return head + entry.body

    def _id(self) -> str:
        return f"{self._run}-{next(self._count):x}"

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        if self._gateway and path.startswith(GATEWAY):
            await self._gateway(scope, receive, send)
            return
        if self._hosts is not None and host_name(header(scope, b"host") or "") not in self._hosts:
            raise HTTPProblem(HTTPStatus.MISDIRECTED_REQUEST, _HOST)
        if scope["method"] == "OPTIONS" and header(scope, b"access-control-request-method"):
            await respond(send, HTTPStatus.NO_CONTENT, [])
            return
        endpoint = self._endpoints.get(path) or (
            self._endpoints.get(f"{GRAPHS}/") if path.startswith(f"{GRAPHS}/") else None
        )
        await (endpoint or self._framework)(scope, receive, send)

    async def _fail(self, scope: Scope, receive: Receive, send: Send, error: Exception, request_id: str) -> None:
        if not isinstance(error, TaizhangError):
            LOG.error("request failed", exc_info=error, extra={"fields": {"request": request_id}})
        response = problems.answer(Request(scope, receive), error)
        await response(scope, receive, send)

    def _headers(self, scope: Scope, request_id: str) -> Headers:
        """What every response carries, the policy first: a report brings its own."""
        policy = _DOCS if scope["path"].startswith(("/docs", "/redoc")) else _PAGES
        found = [policy, *_COMMON, (b"x-request-id", request_id.encode())]
        if self._origins and (origin := header(scope, b"origin")):
            found.append((b"vary", b"Origin"))
            if "*" in self._origins or origin in self._origins:
                # Never with credentials: the token travels in a header that scripts set themselves.
                found += [
                    (b"access-control-allow-origin", b"*" if "*" in self._origins else origin.encode("latin-1")),
                    (b"access-control-expose-headers", _EXPOSED),
                ]
                if scope["method"] == "OPTIONS":
                    found += [
                        (b"access-control-allow-methods", _ALLOWED_METHODS),
                        (b"access-control-allow-headers", _ALLOWED_HEADERS),
                        (b"access-control-max-age", b"600"),
                    ]
        return found

    def _record(self, method: str, path: str, client: str, status: int, seconds: float, request_id: str) -> None:
        first = path.split("/", 2)[1]
        route = first if first in _ROUTES else ("page" if first in self._pages else "other")
        method = method if method in _KNOWN_METHODS else "other"
        self._metrics.count(route, method, status, seconds)
        if ACCESS.isEnabledFor(logging.INFO):
            fields = {
                "request": request_id, "method": method, "path": path[:200], "status": int(status),
                "ms": round(seconds * 1000, 1), "client": client,
            }  # fmt: skip
            ACCESS.info("request", extra={"fields": fields})
