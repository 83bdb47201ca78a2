"""/sparql: SPARQL 1.1 Query and Update over HTTP, plain ASGI because it is the hot path.

An answer comes from the cache, or from a reader process; it is streamed when it is large. Its ETag names the question
and the version of the data, so a client that has it already is told so without any work.
"""

import hashlib
from http import HTTPStatus

from ...ontology.errors import Text
from ..graph_holder import GraphHolder
from ..problems import HTTPProblem
from ..security import require_token
from ..settings import Settings
from .cache import Cache, Entry
from .description import describe
from .encoding import WORTH_IT, choose_encoding, encoded
from .http import Headers, Receive, Scope, Send, address, header, left, read_body, respond
from .jobs import Query, Update
from .requests import Operation, operation
from .service import Service
from .streaming import stream

METHODS = ("GET", "HEAD", "POST", "QUERY", "OPTIONS")
_TEXT = b"; charset=utf-8"


class SparqlEndpoint:
    """The ASGI application behind /sparql."""

    def __init__(self, service: Service, settings: Settings, cache: Cache, graph: GraphHolder):
        self._service = service
        self._settings = settings
        self._cache = cache
        self._graph = graph

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request. Raises TaizhangError before the response has begun, BrokenAnswer after."""
        method = scope["method"]
        if method == "OPTIONS":
            await respond(send, HTTPStatus.NO_CONTENT, [(b"allow", ", ".join(METHODS).encode())])
            return
        if method not in METHODS:
            raise HTTPProblem(HTTPStatus.METHOD_NOT_ALLOWED, Text("方法不可用", f"{method} is not allowed here"))
        body = b"" if method in ("GET", "HEAD") else await read_body(receive, self._settings.max_query_bytes)
        asked = operation(method, scope["query_string"], header(scope, b"content-type"), body)
        if asked.query is not None:
            await self._query(asked, scope, receive, send)
        elif asked.update is not None:
            await self._update(asked, scope, send)
        else:
            await describe(self._graph, self._settings, scope, send)

    # -- queries

    async def _query(self, asked: Operation, scope: Scope, receive: Receive, send: Send) -> None:
        assert asked.query is not None  # noqa: S101 - the caller has looked
        head = scope["method"] == "HEAD"
        version = self._service.version()
        accept, coding = header(scope, b"accept"), choose_encoding(header(scope, b"accept-encoding"))
        key = (version, asked.query, tuple(asked.default), tuple(asked.named), accept, coding)
        tag = b'"%s"' % hashlib.sha256(repr(key).encode()).hexdigest()[:32].encode() if version else b""
        if tag and _matches(header(scope, b"if-none-match"), tag):
            await respond(send, HTTPStatus.NOT_MODIFIED, [(b"etag", tag), (b"vary", b"Accept, Accept-Encoding")])
            return
        if version and (entry := self._cache.get(key)):
            await respond(send, HTTPStatus.OK, entry.headers, entry.body, head=head)
            return
        job = Query(asked.query, version, accept, asked.default, asked.named, f"{address(scope)}/sparql")
        if found := self._service.lookups.answer(job):
            await respond(send, HTTPStatus.OK, _headers(found[0], tag), found[1], head=head)
            return
        reply = await self._service.read(job, asked.seconds, left(receive))
        steady = bool(version and reply.head["steady"])
        headers = _headers(reply.head["media_type"], tag if steady else b"")
        if reply.body is None:
            room = self._cache.largest if steady else 0
            sent = await stream(send, reply, headers, head=head, coding=coding, room=room)
            if sent is not None and steady:
                extra = [(b"content-encoding", coding.encode())] if coding else []
                self._cache.put(key, Entry([*headers, *extra], sent))
            return
        content = reply.body
        if coding and len(content) >= WORTH_IT:
            content = encoded(content, coding)
            headers.append((b"content-encoding", coding.encode()))
        if steady:
            self._cache.put(key, Entry(headers, content))
        await respond(send, HTTPStatus.OK, headers, content, head=head)

    # -- updates

    async def _update(self, asked: Operation, scope: Scope, send: Send) -> None:
        assert asked.update is not None  # noqa: S101 - the caller has looked
        require_token(header(scope, b"authorization"), self._settings)
        job = Update(asked.update, asked.default, asked.named, f"{address(scope)}/sparql")
        await self._service.write(job, asked.seconds)
        await respond(send, HTTPStatus.NO_CONTENT, [])


def _headers(media_type: str, tag: bytes) -> Headers:
    kind = media_type.encode() + (_TEXT if media_type.startswith("text/") else b"")
    headers = [(b"content-type", kind), (b"vary", b"Accept, Accept-Encoding"), (b"cache-control", b"no-cache")]
    return [*headers, (b"etag", tag)] if tag else headers


def _matches(asked: str | None, tag: bytes) -> bool:
    """Whether If-None-Match names the tag (RFC 9110, 13.1.2; weak comparison)."""
    if asked is None:
        return False
    return tag.decode() in (name.strip().removeprefix("W/") for name in asked.split(","))
