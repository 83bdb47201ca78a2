"""HTTP/1.1 with what uvicorn does not have: limits on a request's head, answers in one piece, and answers at once."""

import asyncio
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Protocol, cast, runtime_checkable

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

#: Bytes of a request line and its headers together. Queries by GET may be long; longer ones go by POST.
HEAD_BYTES = 64 * 1024
#: Seconds a client may take to send them.
HEAD_SECONDS = 30.0
#: Bytes that are handed over without waiting for more.
_AT_ONCE = 64 * 1024


@runtime_checkable
class AnswersAtOnce(Protocol):
    """An application that knows the answers to some requests without any waiting."""

    def at_once(self, target: bytes, headers: Mapping[bytes, bytes], client: str) -> bytes | None:
        """The headers and the body of a response 200 to GET, or None to be asked as an ASGI application."""
        ...


class _TooLarge(Exception):
    """Raised inside the parser's callbacks to stop it."""


class _OnePiece:
    """A transport that sends at once what is written in one go; all else is as the transport has it.

    uvicorn writes the head and the body of an answer apart, and sending twice is a tenth of what a short answer costs.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop):
        self._transport, self._loop = transport, loop
        self._pieces: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> None:
        """Keep a piece until the event loop goes on, or until there is much of it."""
        if not self._pieces:
            self._loop.call_soon(self._flush)
        self._pieces.append(data)
        self._size += len(data)
        if self._size >= _AT_ONCE:
            self._flush()

    def close(self) -> None:
        """Close the connection when everything is sent."""
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        if self._pieces:
            self._transport.write(b"".join(self._pieces))
            self._pieces, self._size = [], 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class LimitedProtocol(HttpToolsProtocol):
    """One connection."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head = 0
        self._status = HTTPStatus.BAD_REQUEST
        self._since: float | None = None  # when the head began that has not arrived in full
        self._timer: asyncio.TimerHandle | None = None
        self._known = self.config.app if isinstance(self.config.app, AnswersAtOnce) else None
        self._answered = False  # the request that is being read has its answer already

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(cast(asyncio.Transport, _OnePiece(transport, self.loop)))
        self._since = self.loop.time()
        self._timer = self.loop.call_at(self._since + HEAD_SECONDS, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._timer:
            self._timer.cancel()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._head, self._answered = 0, False
        if self._since is None:
            self._since = self.loop.time()

    def on_url(self, url: bytes) -> None:
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._count(len(name) + len(value))
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._since = None
        self._answered = self._answer_at_once()
        if not self._answered:
            # Answering an earlier request of the same piece of data has set the clock of an idle connection.
            self._unset_keepalive_if_required()
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        if not self._answered:
            super().on_body(body)

    def on_message_complete(self) -> None:
        if not self._answered:
            super().on_message_complete()

    def _answer_at_once(self) -> bool:
        """Answer a GET without a body, one that closes or changes nothing, when nothing before it is still to be sent."""
        parser, headers = self.parser, dict(self.headers)
        if self._known is None or parser.get_method() != b"GET" or not parser.should_keep_alive():
            return False
        if parser.get_http_version() != "1.1" or len(headers) < len(self.headers) or self.flow.write_paused:
            return False
        if self.pipeline or (self.cycle is not None and not self.cycle.response_complete):
            return False
        answer = self._known.at_once(self.url, headers, self.client[0] if self.client else "")
        if answer is None:
            return False
        date = b"".join([b"%s: %s\r\n" % pair for pair in self.server_state.default_headers])
        self.transport.write(STATUS_LINE[HTTPStatus.OK] + date + answer)
        self.on_response_complete()
        return True

    def _count(self, size: int) -> None:
        self._head += size
        if self._head > HEAD_BYTES:
            self._status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
            raise _TooLarge

    def _look(self) -> None:
        """End the connection when a head is late. One timer a connection: one a request would cost more than it says."""
        now = self.loop.time()
        if self._since is not None and now - self._since >= HEAD_SECONDS:
            if not self.transport.is_closing():
                self._status = HTTPStatus.REQUEST_TIMEOUT
                self.send_400_response("the request took too long to arrive")
            return
        self._timer = self.loop.call_at((self._since or now) + HEAD_SECONDS, self._look)

    def send_400_response(self, msg: str) -> None:
        """Say what was wrong with a request that never reached the application, in the shape of a problem."""
        status = self._status
        said = {"type": "about:blank", "title": status.phrase, "status": int(status), "detail": msg}
        body = json.dumps(said).encode()
        head = (
            f"HTTP/1.1 {int(status)} {status.phrase}\r\ncontent-type: application/problem+json\r\n"
            f"content-length: {len(body)}\r\nconnection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self.transport.close()
