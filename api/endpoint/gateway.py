"""The one way out: SERVICE and LOAD to addresses on the allow-list go through here, and nothing else does.

The engine follows any address and any redirect, so it is never given one: the guard exchanges an allowed address for
the address of this gateway, which asks in its place. It looks the address up in the list again, follows no redirect,
takes no proxy from the environment, and bounds the time and size of what comes back. Its path holds a secret that only
the worker processes know.
"""

import hmac
import secrets
from http import HTTPStatus
from urllib.parse import unquote_to_bytes

import httpx
from fastapi.concurrency import run_in_threadpool
from pyoxigraph import RdfFormat, parse, serialize

from ...ontology.errors import Text
from ...queries.remote import is_allowed
from ..problems import HTTPProblem
from ..settings import Settings
from .http import Receive, Scope, Send, header, read_body, respond
from .requests import media_type

PREFIX = "/-/gateway/"
_MOST = 64 * 1024 * 1024
_REFUSED = Text("地址不在允许之列", "the address is not on the allow-list")
_NO_ANSWER = Text("远端没有可用的回答", "the remote server gave no usable answer")


class Gateway:
    """The ASGI application behind the gateway's path."""

    def __init__(self, settings: Settings, port: int):
        self._settings = settings
        self._secret = secrets.token_urlsafe(24)
        host = "127.0.0.1" if settings.host in ("0.0.0.0", "::", "localhost") else settings.host  # noqa: S104 - compared
        self.address = f"http://{f'[{host}]' if ':' in host else host}:{port}{PREFIX}{self._secret}/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask an allowed address in the engine's place. Raises HTTPProblem."""
        secret, _, target = scope["raw_path"].decode("ascii", "replace").removeprefix(PREFIX).partition("/")
        if not hmac.compare_digest(secret.encode(), self._secret.encode()):
            raise HTTPProblem(HTTPStatus.NOT_FOUND, Text("没有这个页面", "there is no such page"))
        url = unquote_to_bytes(target).decode("utf-8", "replace")
        if not is_allowed(url, self._settings.allowed_addresses):
            raise HTTPProblem(HTTPStatus.FORBIDDEN, _REFUSED)
        body = b"" if scope["method"] == "GET" else await read_body(receive, self._settings.max_query_bytes)
        kind, content = await self._ask(scope, url, body)
        if scope["method"] == "GET":
            kind, content = await run_in_threadpool(_with_base, kind, content, url)
        await respond(send, HTTPStatus.OK, [(b"content-type", kind.encode("latin-1", "replace"))], content)

    async def _ask(self, scope: Scope, url: str, body: bytes) -> tuple[str, bytes]:
        """The media type and body of the remote answer."""
        passed = ("accept", "content-type")
        headers = {name: value for name in passed if (value := header(scope, name.encode()))}
        content = bytearray()
        try:
            async with (
                httpx.AsyncClient(follow_redirects=False, trust_env=False, timeout=self._settings.timeout) as client,
                client.stream(scope["method"], url, headers=headers, content=body) as answer,
            ):
                if answer.status_code != HTTPStatus.OK:
                    raise HTTPProblem(HTTPStatus.BAD_GATEWAY, _NO_ANSWER)
                async for piece in answer.aiter_bytes():
                    content += piece
                    if len(content) > _MOST:
                        raise HTTPProblem(HTTPStatus.BAD_GATEWAY, _NO_ANSWER)
                return answer.headers.get("content-type", ""), bytes(content)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise HTTPProblem(HTTPStatus.BAD_GATEWAY, _NO_ANSWER) from error


def _with_base(content_type: str, content: bytes, base: str) -> tuple[str, bytes]:
    """RDF that was loaded, with its relative IRIs resolved against where it came from: the engine sees our address."""
    form = RdfFormat.from_media_type(media_type(content_type)[0])
    if form is None:
        raise HTTPProblem(HTTPStatus.BAD_GATEWAY, _NO_ANSWER)
    try:
        triples = (quad.triple for quad in parse(content, format=form, base_iri=base))
        return "application/n-triples", serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    except (SyntaxError, ValueError) as error:
        raise HTTPProblem(HTTPStatus.BAD_GATEWAY, _NO_ANSWER) from error
