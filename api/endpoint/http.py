"""The few lines of ASGI that the SPARQL endpoints share. They bypass the web framework because they are its hot path."""

from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import Any

from ...ontology.errors import Text
from ..problems import HTTPProblem

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]


#: Where the headers of a request are kept once they have been put in order.
_HEADERS = "taizhang.headers"


def header(scope: Scope, name: bytes) -> str | None:
    """The value of a request header; several lines are joined by commas."""
    found: dict[bytes, bytes] | None = scope.get(_HEADERS)
    if found is None:
        found = {}
        for key, value in scope["headers"]:
            found[key] = found[key] + b", " + value if key in found else value
        scope[_HEADERS] = found
    value = found.get(name)
    return None if value is None else value.decode("latin-1")


async def respond(send: Send, status: int, headers: Headers, body: bytes = b"", *, head: bool = False) -> None:
    """A whole response; `head` leaves the body out (HEAD)."""
    length = [] if status in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED) else [
        (b"content-length", b"%d" % len(body))
    ]  # fmt: skip
    await send({"type": "http.response.start", "status": int(status), "headers": [*headers, *length]})
    await send({"type": "http.response.body", "body": b"" if head else body})


async def read_body(receive: Receive, limit: int) -> bytes:
    """The body of a request. Raises HTTPProblem 413 beyond the limit, 400 when it breaks off."""
    data = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise HTTPProblem(HTTPStatus.BAD_REQUEST, Text("请求体没有传完", "the body broke off"))
        data += message.get("body", b"")
        if len(data) > limit:
            text = Text(f"请求体超过 {limit} 字节", f"the body is larger than {limit} bytes")
            raise HTTPProblem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, text)
        if not message.get("more_body", False):
            return bytes(data)


def left(receive: Receive) -> Callable[[], Awaitable[None]]:
    """Something to wait for: the client closes the connection."""

    async def gone() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    return gone


def address(scope: Scope) -> str:
    """The address under which the client knows this server, without the slash at the end."""
    host = header(scope, b"host") or "localhost"
    return f"{scope['scheme']}://{host}{scope.get('root_path', '')}"
