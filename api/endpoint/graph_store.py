"""/graphs: the SPARQL 1.1 Graph Store HTTP Protocol; graphs are named by ?graph=, by ?default, or by the address itself."""

from http import HTTPStatus
from pathlib import Path
from uuid import uuid4

from fastapi.concurrency import run_in_threadpool
from pyoxigraph import NamedNode

from ...ontology.errors import Text
from ..problems import HTTPProblem
from ..security import require_token
from ..settings import Settings
from .http import Headers, Receive, Scope, Send, address, header, left, respond
from .jobs import GraphRead, GraphWrite, Part
from .requests import media_type, pairs
from .service import Service
from .streaming import stream
from .uploads import Upload, parts, save, upload_folder
from .writer import GRAPH_TYPES

METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS")
PATH = "/graphs"
_MULTIPART = "multipart/form-data"
_MEDIA = Text(f"可写入的格式：{', '.join(GRAPH_TYPES)}", f"media types that can be written: {', '.join(GRAPH_TYPES)}")
_WHICH = Text(
    "请用 ?default、?graph=IRI 或图谱自己的地址指明一个图", "name one graph: ?default, ?graph=IRI, or its own address"
)


class GraphStoreEndpoint:
    """The ASGI application behind /graphs and what is below it."""

    def __init__(self, service: Service, settings: Settings):
        self._service = service
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request. Raises TaizhangError before the response has begun, BrokenAnswer after."""
        method = scope["method"]
        if method == "OPTIONS":
            await respond(send, HTTPStatus.NO_CONTENT, [(b"allow", ", ".join(METHODS).encode())])
        elif method in ("GET", "HEAD"):
            await self._read(_graph(scope), scope, receive, send)
        elif method in ("PUT", "POST", "DELETE"):
            require_token(header(scope, b"authorization"), self._settings)
            await self._write(method, scope, receive, send)
        else:
            raise HTTPProblem(HTTPStatus.METHOD_NOT_ALLOWED, Text("方法不可用", f"{method} is not allowed here"))

    async def _read(self, graph: str | None, scope: Scope, receive: Receive, send: Send) -> None:
        job = GraphRead(graph, self._service.version(), header(scope, b"accept"))
        reply = await self._service.read(job, None, left(receive))
        kind = reply.head["media_type"]
        text = b"; charset=utf-8" if kind.startswith("text/") else b""
        headers = [(b"content-type", kind.encode() + text), (b"vary", b"Accept")]
        await stream(send, reply, headers, head=scope["method"] == "HEAD")

    async def _write(self, method: str, scope: Scope, receive: Receive, send: Send) -> None:
        creates = method == "POST" and not scope["query_string"] and scope["path"].rstrip("/") == PATH
        graph = f"{address(scope)}{PATH}/{uuid4()}" if creates else _graph(scope)
        if method == "DELETE":
            await self._service.write(GraphWrite(graph, delete=True))
            await respond(send, HTTPStatus.NO_CONTENT, [])
            return
        with upload_folder() as folder:
            content_type = header(scope, b"content-type")
            sent = await self._sent(content_type, receive, folder)
            base = graph or f"{address(scope)}{PATH}"
            made = GraphWrite(graph, [_part(upload, base) for upload in sent], replace=method == "PUT")
            done = await self._service.write(made)
        location: Headers = [(b"location", graph.encode())] if creates and graph else []
        status = HTTPStatus.CREATED if done["created"] else HTTPStatus.NO_CONTENT
        await respond(send, status, location)

    async def _sent(self, content_type: str | None, receive: Receive, folder: Path) -> list[Upload]:
        kind, _ = media_type(content_type)
        if kind not in (*GRAPH_TYPES, _MULTIPART):
            raise HTTPProblem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, _MEDIA)
        body = folder / "body"
        await save(receive, body, self._settings.max_upload_bytes)
        if kind == _MULTIPART:
            return await run_in_threadpool(parts, body, content_type or "")
        return [Upload(body, content_type)]


def _graph(scope: Scope) -> str | None:
    """The graph a request names; None is the default graph. Raises HTTPProblem 400 when it names none or two."""
    given = pairs(scope["query_string"])
    named = [value for name, value in given if name == "graph"]
    default = [name for name, _ in given if name == "default"]
    below = scope["path"].removeprefix(PATH).strip("/")
    if len(named) + len(default) + bool(below) != 1:
        raise HTTPProblem(HTTPStatus.BAD_REQUEST, _WHICH)
    if default:
        return None
    # The address itself names the graph as the client wrote it, percent signs and all.
    name = named[0] if named else f"{address(scope)}{scope['raw_path'].decode('ascii', 'replace')}"
    try:
        return NamedNode(name).value
    except ValueError as error:
        raise HTTPProblem(HTTPStatus.BAD_REQUEST, Text(f"不是 IRI：{name}", f"not an IRI: {name}")) from error


def _part(upload: Upload, base: str) -> Part:
    kind, charset = media_type(upload.content_type)
    if kind not in GRAPH_TYPES or charset not in ("utf-8", "utf8"):
        raise HTTPProblem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, _MEDIA)
    return Part(str(upload.path), kind, base)
