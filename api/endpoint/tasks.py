"""A job on its way through the pool, and the answer as its client sees it."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import orjson

from ...ontology.errors import TaizhangError, Text
from ..problems import HTTPProblem
from .frames import FrameKind

if TYPE_CHECKING:
    from .processes import WorkerProcess

#: Bytes of an answer that wait for a slow client before its worker is made to wait too.
AHEAD = 1024 * 1024

LEFT = Text("客户端已断开", "the client has left")
Left = Callable[[], Awaitable[None]]


class Busy(HTTPProblem):
    """The server has too much to do: try again later."""

    def __init__(self, text: Text, retry_after: int = 5):
        super().__init__(HTTPStatus.SERVICE_UNAVAILABLE, text, {"Retry-After": str(max(1, retry_after))})


class ClientLeft(TaizhangError):
    """The client closed the connection before the answer was complete."""


class Clock:
    """Counts the seconds of work of a job: not those in which it waits for a slow client or for its turn."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self._waited = 0.0
        self._since: dict[str, float] = {}

    def pause(self, why: str) -> None:
        """From now on it waits."""
        self._since.setdefault(why, time.monotonic())

    def go_on(self, why: str) -> None:
        """It waits no longer for that."""
        since = self._since.pop(why, None)
        if since is not None and not self._since:
            self._waited += time.monotonic() - since

    def waiting(self, why: str, now: float) -> float:
        """Seconds it has been waiting for that."""
        return now - self._since.get(why, now)

    def worked(self, now: float) -> float:
        """Seconds of work so far."""
        return now - self.began - self._waited - (now - min(self._since.values()) if self._since else 0.0)


@dataclass(slots=True)
class Reply:
    """An answer as it comes out of a worker. `head` is what the worker said first; `body` is there when all of it is."""

    head: dict[str, Any]
    body: bytes | None
    _task: "Task"

    async def chunks(self) -> AsyncIterator[bytes]:
        """The answer in pieces. Raises TaizhangError where it breaks off."""
        if self.body is not None:
            yield self.body
            return
        async for piece in self._task.pieces():
            yield piece

    def abandon(self) -> None:
        """End the work on an answer nobody takes any more."""
        self._task.end(ClientLeft(LEFT))


@dataclass(eq=False, slots=True)
class Task:
    """A job on its way through the pool."""

    payload: bytes
    seconds: float
    left: Left | None
    begun: asyncio.Future[Reply]
    worker: "WorkerProcess | None" = None
    clock: Clock = field(default_factory=Clock)
    head: dict[str, Any] | None = None
    waiting: deque[bytes] = field(default_factory=deque)
    size: int = 0
    complete: bool = False
    error: TaizhangError | None = None
    news: asyncio.Event | None = None
    long: bool = False
    parked: bool = False
    stalled: bool = False
    processor: float | None = None  # seconds its process had used when it was first looked at
    watcher: asyncio.Future[None] | None = None

    def end(self, error: TaizhangError) -> None:
        """Give the job up: its process is ended, its client told."""
        if self.worker is not None and not self.complete:
            self.worker.kill(error)
        else:
            self.fail(error)

    def fail(self, error: TaizhangError) -> None:
        """Tell whoever waits."""
        if self.complete or self.error:
            return
        self.error = error
        if not self.begun.done():
            self.begun.set_exception(error)
        if self.news:
            self.news.set()

    def take(self, kind: FrameKind, payload: bytes, last: bool) -> None:
        """A frame from the worker; `last` when no more have arrived for now."""
        if kind is FrameKind.HEAD:
            self.head = orjson.loads(payload)
        elif kind is FrameKind.DATA:
            self.waiting.append(payload)
            self.size += len(payload)
        elif kind is FrameKind.END:
            self.complete = True
        if self.begun.done():
            if self.news:
                self.news.set()
        elif self.head is not None and (self.complete or last):
            body = b"".join(self.waiting) if self.complete else None
            self.news = None if self.complete else asyncio.Event()
            self.begun.set_result(Reply(self.head, body, self))

    async def pieces(self) -> AsyncIterator[bytes]:
        """What comes in, as it comes in."""
        assert self.news  # noqa: S101 - made when the reply began incomplete
        while True:
            while self.waiting:
                piece = self.waiting.popleft()
                self.size -= len(piece)
                if self.worker and self.size < AHEAD:
                    self.worker.go_on()
                yield piece
            if self.error:
                raise self.error
            if self.complete:
                return
            self.news.clear()
            await self.news.wait()
