"""/sparql: SPARQL 1.1 Query and Update over HTTP, plain ASGI because it is the hot path.

An answer comes from the cache, from one look into an index, or from a reader process; it is streamed when it is large. Its
ETag names the question and the version of the data, so a client that has it already is told so without any work.
"""

import hashlib
from http import HTTPStatus
from typing import NamedTuple

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
_VARIES: Headers = [(b"vary", b"Accept, Accept-Encoding"), (b"cache-control", b"no-cache")]


class _Question(NamedTuple):
    """What decides an answer, and so the key under which it is kept. Without a version nothing is kept."""

    version: str
    text: str
    default: tuple[str, ...]
    named: tuple[str, ...]
    accept: str | None
    coding: str | None

    def tag(self) -> bytes:
        """The ETag of the answer; empty where the version of the data is not known."""
        return b'"%s"' % hashlib.sha256(repr(tuple(self)).encode()).hexdigest()[:32].encode() if self.version else b""


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

    def at_once(self, query_string: bytes, accept: str | None, encodings: str | None) -> Entry | None:
        """The answer to a query by GET that needs no work: a kept one, or one look into an index.

        None where it does, and for everything that is not such a query. Raises TaizhangError, as the usual way would.
        """
        asked = operation("GET", query_string, None, b"")
        if asked.query is None:
            return None
        question = self._question(asked, accept, encodings)
        if question.version and (entry := self._cache.find(question)):
            return entry
        if entry := self._looked_up(question, question.tag()):
            self._cache.misses += 1
        return entry

    def _question(self, asked: Operation, accept: str | None, encodings: str | None) -> _Question:
        assert asked.query is not None  # noqa: S101 - the callers have looked
        version, coding = self._service.version(), choose_encoding(encodings)
        return _Question(version, asked.query, tuple(asked.default), tuple(asked.named), accept, coding)

    def _looked_up(self, question: _Question, tag: bytes) -> Entry | None:
        if question.default or question.named:
            return None
        found = self._service.lookups.answer(question.text, question.version, question.accept)
        return Entry(_headers(found[0], tag), found[1]) if found else None

    async def _query(self, asked: Operation, scope: Scope, receive: Receive, send: Send) -> None:
        head = scope["method"] == "HEAD"
        question = self._question(asked, header(scope, b"accept"), header(scope, b"accept-encoding"))
        version, coding, tag = question.version, question.coding, question.tag()
        if tag and _matches(header(scope, b"if-none-match"), tag):
            await respond(send, HTTPStatus.NOT_MODIFIED, [(b"etag", tag), (b"vary", b"Accept, Accept-Encoding")])
            return
        if (entry := self._cache.get(question) if version else None) or (entry := self._looked_up(question, tag)):
            await respond(send, HTTPStatus.OK, entry.headers, entry.body, head=head)
            return
        job = Query(
            question.text, version, question.accept, asked.default, asked.named, base=f"{address(scope)}/sparql"
        )
        reply = await self._service.read(job, asked.seconds, left(receive))
        steady = bool(version and reply.head["steady"])
        headers = _headers(reply.head["media_type"], tag if steady else b"")
        if reply.body is None:
            room = self._cache.largest if steady else 0
            sent = await stream(send, reply, headers, head=head, coding=coding, room=room)
            if sent is not None and steady:
                extra = [(b"content-encoding", coding.encode())] if coding else []
                self._cache.put(question, Entry([*headers, *extra], sent))
            return
        content = reply.body
        if coding and len(content) >= WORTH_IT:
            content = encoded(content, coding)
            headers.append((b"content-encoding", coding.encode()))
        if steady:
            self._cache.put(question, Entry(headers, content))
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
    headers = [(b"content-type", kind), *_VARIES]
    return [*headers, (b"etag", tag)] if tag else headers


def _matches(asked: str | None, tag: bytes) -> bool:
    """Whether If-None-Match names the tag (RFC 9110, 13.1.2; weak comparison)."""
    if asked is None:
        return False
    return tag.decode() in (name.strip().removeprefix("W/") for name in asked.split(","))
