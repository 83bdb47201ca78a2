"""The SPARQL 1.1 Protocol from the client's side: queries and updates as text, answers as they stream in.

Every failure is one of two: StoreError when the server cannot be reached, is not to be entered or answers nonsense,
QueryError when it says that the text is wrong. No message ever holds a password or a token.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from http import HTTPStatus
from typing import IO, TYPE_CHECKING
from urllib.parse import urlencode

import httpx
import orjson
from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from ..ontology.errors import QueryError, StoreError, Text
from ..ontology.vocabulary import PREFIXES
from .address import RemoteAddress
from .store import Answer, TripleStream
from .tokens import Kind, tokens
from .version import VERSION

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

#: Seconds to connect, and seconds without a byte: some questions take a server minutes to begin to answer.
_TIMES = httpx.Timeout(600, connect=10)
_ANSWERS = (
    "application/sparql-results+json, application/n-triples, application/sparql-results+xml;q=0.8, text/turtle;q=0.8"
)
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_NQUADS = "application/n-quads"
#: What a server says to an address at which it takes no N-Quads.
_NO_UPLOAD = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.NOT_ACCEPTABLE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.NOT_IMPLEMENTED,
)
#: Characters of a server's own message that are passed on.
_SHOWN = 300
#: Bytes of an answer that are read ahead.
_BUFFER = 64 * 1024
#: What a complete answer ends with; one that breaks off in the middle does not.
_ENDS = {"json": b"}", "xml": b">", "n-triples": b"."}


class Client:
    """One server. Connections are kept and shared by threads."""

    def __init__(self, address: RemoteAddress):
        self.address = address
        login = (address.user, address.password) if address.user and not address.token else None
        headers = {"User-Agent": f"taizhang/{VERSION}"}
        if address.token:
            headers["Authorization"] = f"Bearer {address.token}"
        # No redirects: what opens this server is not for another.
        self._http = httpx.Client(auth=login, headers=headers, timeout=_TIMES, follow_redirects=False)

    def query(
        self, text: str, default: Sequence[str] = (), named: Sequence[str] = (), base: str | None = None
    ) -> Answer:
        """The answer to a query, as it comes in. Raises QueryError and StoreError."""
        dataset = [("default-graph-uri", graph) for graph in default] + [("named-graph-uri", graph) for graph in named]
        url = _with(self.address.query, dataset)
        return self._read(self._send(url, with_prologue(text, base).encode(), _QUERY))

    def select(self, text: str) -> QuerySolutions:
        """The answer to a SELECT query."""
        answer = self.query(text)
        if not isinstance(answer, QuerySolutions):
            raise self._nonsense()
        return answer

    def ask(self, text: str) -> bool:
        """The answer to an ASK query."""
        return bool(self.query(text))

    def update(self, content: str | Iterable[bytes]) -> None:
        """Carry out an update, complete with its prefixes. Raises QueryError and StoreError."""
        body = content.encode() if isinstance(content, str) else content
        self._finish(self._send(self.address.update, body, _UPDATE))

    def upload(self, url: str, nquads: bytes | Iterable[bytes]) -> bool:
        """Add N-Quads; False when the server takes none at this address. Raises StoreError."""
        response = self._send(url, nquads, _NQUADS, passed=_NO_UPLOAD)
        self._finish(response)
        return response.is_success

    def _finish(self, response: httpx.Response) -> None:
        """Read a response to its end, so that the connection can be used again."""
        with self._failures(), closing(response):
            response.read()

    # -- sending

    def _send(
        self, url: str, body: bytes | Iterable[bytes], media_type: str, passed: Sequence[int] = ()
    ) -> httpx.Response:
        """A response that has begun; its status is good, or one of `passed`."""
        with self._failures():
            headers = {"Content-Type": media_type, "Accept": _ANSWERS if media_type == _QUERY else "*/*"}
            response = self._http.send(
                self._http.build_request("POST", url, content=body, headers=headers), stream=True
            )
            if response.is_success or response.status_code in passed:
                return response
            with closing(response):
                said = _message(response)
        raise self._refusal(response, url, said)

    @contextmanager
    def _failures(self) -> Iterator[None]:
        """Errors of the connection as ours."""
        host = self.address.host
        try:
            yield
        except httpx.ConnectTimeout as error:
            raise StoreError(Text(f"{host} 没有应答", f"{host} does not answer")) from error
        except httpx.TimeoutException as error:
            raise StoreError(Text(f"{host} 太久没有应答", f"{host} took too long to answer")) from error
        except httpx.ConnectError as error:
            raise StoreError(Text(f"无法连接 {host}：{error}", f"cannot reach {host}: {error}")) from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise StoreError(
                Text(f"与 {host} 的连接中断：{error}", f"the connection to {host} broke: {error}")
            ) from error

    def _refusal(self, response: httpx.Response, url: str, said: str) -> StoreError | QueryError:
        """What a status of 300 and more means."""
        status = response.status_code
        phrase = f"{status} {response.reason_phrase}".strip()
        said = said or phrase
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            return StoreError(
                Text(
                    f"{url} 拒绝访问（{phrase}）：请检查 TAIZHANG_STORE_TOKEN 或地址里的密码",
                    f"{url} does not let us in ({phrase}): see TAIZHANG_STORE_TOKEN, or the password in its address",
                )
            )
        if response.is_redirect:
            there = re.sub("//[^/@]*@", "//", response.headers.get("location", ""))[:_SHOWN]
            return StoreError(Text(f"{url} 已移到 {there}", f"{url} has moved to {there}"))
        if status in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.GONE):
            hint = "" if url != self.address.update else "；更新的地址可用 TAIZHANG_STORE_UPDATE 给出"
            hint_en = "" if url != self.address.update else "; TAIZHANG_STORE_UPDATE names the one for updates"
            return StoreError(
                Text(f"{url} 不是 SPARQL 端点（{phrase}）{hint}", f"{url} is no SPARQL endpoint ({phrase}){hint_en}")
            )
        if response.is_client_error:
            return QueryError(
                Text(f"{self.address.host} 不能执行：{said}", f"{self.address.host} cannot run it: {said}")
            )
        return StoreError(Text(f"{self.address.host} 出错：{said}", f"{self.address.host} failed: {said}"))

    # -- reading

    def _read(self, response: httpx.Response) -> Answer:
        """An answer by its media type."""
        media_type = response.headers.get("content-type", "").partition(";")[0].strip()
        form = QueryResultsFormat.from_media_type(media_type)
        graph = RdfFormat.from_media_type(media_type)
        end = next((end for name, end in _ENDS.items() if media_type.endswith(name)), b"")
        body = io.BufferedReader(_Body(self, response, end), _BUFFER)
        if form is not None:
            try:
                answer = parse_query_results(body, format=form)
            except (SyntaxError, ValueError) as error:
                raise self._nonsense() from error
            if isinstance(answer, QueryBoolean):
                body.read()  # to the end, so that the connection can be used again
                body.close()
            return answer
        if graph is not None and not graph.supports_datasets:
            return TripleStream(self._triples(body, graph))
        body.close()
        raise self._nonsense(media_type)

    def _triples(self, body: IO[bytes], form: RdfFormat) -> Iterator[Triple]:
        with body:
            try:
                yield from (quad.triple for quad in parse(body, format=form, base_iri=self.address.query, lenient=True))
            except (SyntaxError, ValueError) as error:
                raise self._nonsense() from error

    def _nonsense(self, media_type: str = "") -> StoreError:
        kind = f" ({media_type})" if media_type else ""
        return StoreError(
            Text(
                f"{self.address} 的应答不是 SPARQL 结果{kind}",
                f"what {self.address} answers is no SPARQL result{kind}",
            )
        )

    def pieces(self, response: httpx.Response) -> Iterator[bytes]:
        """The body of a response. Raises StoreError when it breaks off."""
        with self._failures():
            yield from response.iter_bytes()

    def broken(self) -> StoreError:
        """The error for an answer that ends too early."""
        host = self.address.host
        return StoreError(Text(f"{host} 的应答没有传完", f"the answer of {host} breaks off"))


@cache
def client(address: RemoteAddress) -> Client:
    """The one client of a server in this process."""
    return Client(address)


class _Body(io.RawIOBase):
    """The body of a response as a file, for parsers that read as they go; it is closed at its end."""

    def __init__(self, owner: Client, response: httpx.Response, end: bytes):
        self._owner = owner
        self._response = response
        self._pieces = owner.pieces(response)
        self._piece = memoryview(b"")
        self._end = end
        self._last = end

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Fill some of a buffer. Raises StoreError when the answer breaks off."""
        while not self._piece:
            piece = next(self._pieces, None)
            if piece is None:
                self._response.close()
                if self._last != self._end:
                    raise self._owner.broken()
                return 0
            self._last = piece.rstrip()[-1:] or self._last
            self._piece = memoryview(piece)
        target = memoryview(buffer).cast("B")
        size = min(len(target), len(self._piece))
        target[:size] = self._piece[:size]
        self._piece = self._piece[size:]
        return size

    def close(self) -> None:
        """Let the connection go."""
        if not self.closed:
            self._response.close()
        super().close()


def with_prologue(text: str, base: str | None = None) -> str:
    """A query or update with the base, and the prefixes that it uses and does not declare itself, in front.

    They stand on its first line, so that the line numbers in a server's messages stay right. Raises QueryError when
    the base is none.
    """
    needed: dict[str, None] = {}
    declared: set[str] = set()
    before = ""
    for token in tokens(text):
        if token.kind is Kind.PREFIXED:
            prefix = token.text.partition(":")[0]
            if before == "PREFIX":
                declared.add(prefix)
            elif prefix in PREFIXES and prefix not in declared:
                needed[prefix] = None
        before = token.word
    return _base(base) + "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}> " for prefix in needed) + text


def _base(base: str | None) -> str:
    try:
        return f"BASE {NamedNode(base)} " if base else ""
    except ValueError as error:
        raise QueryError(Text(f"不是 IRI：{base}", f"not an IRI: {base}")) from error


def _with(url: str, parameters: Sequence[tuple[str, str]]) -> str:
    if not parameters:
        return url
    return f"{url}{'&' if '?' in url else '?'}{urlencode(parameters)}"


def _message(response: httpx.Response) -> str:
    """What a server says went wrong, in one short line; nothing where it says it in HTML."""
    kind = response.headers.get("content-type", "").partition(";")[0].strip()
    text = b"".join(_first(response.iter_bytes(), 20_000)).decode("utf-8", "replace")
    if kind == "application/problem+json":
        try:
            text = str(orjson.loads(text)["detail"])
        except (ValueError, KeyError, TypeError):
            text = ""
    if kind.endswith(("html", "xml")) or text.lstrip().startswith("<"):
        text = ""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def _first(pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    for piece in pieces:
        yield piece
        size -= len(piece)
        if size <= 0:
            return
