"""The pool of worker processes: every query has a process of its own while it runs, and a limit to how long that is.

    short   the first tenth of a second of a query; as many run at once as there are processors
    long    what takes longer; a bounded number beside the short ones, at low priority, so that a slow query never
            delays a fast one
    queue   what waits for a short slot; bounded too: beyond it the server says 503 with Retry-After

A query that takes too long, or whose client has left, is ended by ending its process; another one starts in its place.
"""

import asyncio
import os
import sys
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, cast

import orjson

from ...ontology.errors import TaizhangError, Text
from ..problems import HTTPProblem
from .frames import FrameKind, FrameReader, frame
from .jobs import Job, dump_job, load_error

#: Seconds after which a query is long.
LONG_AFTER = 0.1
#: Seconds after which a long query gives way to others on a busy processor.
_GIVES_WAY_AFTER = 1.0
_TICK = 0.05
#: Bytes of an answer that wait for a slow client before its worker is made to wait too.
_AHEAD = 1024 * 1024
#: Seconds a client may take nothing of an answer that waits for it.
_STALL = 30.0

Left = Callable[[], Awaitable[None]]


class Busy(HTTPProblem):
    """The server has too much to do: try again later."""

    def __init__(self, text: Text, retry_after: int = 5):
        super().__init__(HTTPStatus.SERVICE_UNAVAILABLE, text, {"Retry-After": str(max(1, retry_after))})


class ClientLeft(TaizhangError):
    """The client closed the connection before the answer was complete."""


QUEUE_FULL = Text("正在等候的查询太多，请稍后再试", "too many queries are waiting: try again later")
TOO_MANY_LONG = Text("正在运行的长查询太多，请稍后再试", "too many long queries are running: try again later")
TOO_LONG = Text("查询超过 {seconds:g} 秒，已被终止", "the query took longer than {seconds:g} seconds and was ended")
STALLED = Text("客户端太久没有读取答案", "the client took nothing of the answer for too long")
DIED = Text(
    "查询超过了内存限制，或其进程意外结束", "the query exceeded its memory limit, or its process ended unexpectedly"
)
CLOSING = Text("服务器正在关闭", "the server is shutting down")
LEFT = Text("客户端已断开", "the client has left")


@dataclass(slots=True)
class Reply:
    """An answer as it comes out of a worker. `head` is what the worker said first; `body` is there when all of it is."""

    head: dict[str, Any]
    body: bytes | None
    _task: "_Task"

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
class _Task:
    """A job on its way through the pool."""

    payload: bytes
    seconds: float
    left: Left | None
    begun: asyncio.Future[Reply]
    worker: "_Worker | None" = None
    started: float = 0.0
    head: dict[str, Any] | None = None
    waiting: deque[bytes] = field(default_factory=deque)
    size: int = 0
    complete: bool = False
    error: TaizhangError | None = None
    news: asyncio.Event | None = None
    long: bool = False
    stalled: float | None = None
    idle: float = 0.0
    watcher: asyncio.Future[None] | None = None

    def running(self, now: float) -> float:
        """Seconds of work; those in which the worker waits for a slow client do not count."""
        waited = self.idle + (now - self.stalled if self.stalled is not None else 0.0)
        return now - self.started - waited

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
                if self.worker and self.size < _AHEAD:
                    self.worker.go_on()
                yield piece
            if self.error:
                raise self.error
            if self.complete:
                return
            self.news.clear()
            await self.news.wait()


class _Worker(asyncio.SubprocessProtocol):
    """One process, seen from the server."""

    def __init__(self, pool: "Pool"):
        self._pool = pool
        self._frames = FrameReader()
        self._transport: asyncio.SubprocessTransport | None = None
        self._jobs: Any = None
        self._answers: Any = None
        self._paused = False
        self._verdict: TaizhangError | None = None
        self.task: _Task | None = None
        self.tired = False
        self.gone = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        made = cast(asyncio.SubprocessTransport, transport)  # uvloop's is none by inheritance
        self._transport = made
        self._jobs = made.get_pipe_transport(0)
        self._answers = made.get_pipe_transport(1)

    @property
    def pid(self) -> int:
        """The process."""
        assert self._transport  # noqa: S101 - used after connection_made
        return self._transport.get_pid()

    def give(self, task: _Task) -> None:
        """Start a job."""
        self.task, task.worker = task, self
        task.started = time.monotonic()
        self._jobs.write(frame(FrameKind.JOB, task.payload))

    def pipe_data_received(self, fd: int, data: bytes) -> None:  # noqa: ARG002 - standard output alone is a pipe
        task = self.task
        if task is None:
            return
        frames = self._frames.feed(data)
        for at, (kind, payload) in enumerate(frames, 1):
            if kind is FrameKind.ERROR:
                task.fail(load_error(payload))
                self._done()
                return
            task.take(kind, payload, at == len(frames))
        if task.complete:
            self._done()
        elif task.size > _AHEAD and not self._paused:
            self._paused, task.stalled = True, time.monotonic()
            self._answers.pause_reading()

    def go_on(self) -> None:
        """The client has caught up."""
        if self._paused and self.task and self.task.stalled is not None:
            self.task.idle += time.monotonic() - self.task.stalled
            self._paused, self.task.stalled = False, None
            self._answers.resume_reading()

    def _done(self) -> None:
        task, self.task = self.task, None
        if task:
            task.worker = None
            self._pool.finished(self, task)

    def kill(self, verdict: TaizhangError | None = None) -> None:
        """End the process; whoever waits for its answer is told the verdict."""
        self._verdict = verdict
        self.tired = True
        task, self.task = self.task, None
        if task:
            task.worker = None
            task.fail(verdict or TaizhangError(DIED))
            self._pool.finished(self, task)
        if self._transport:
            with suppress(ProcessLookupError):
                self._transport.kill()

    def process_exited(self) -> None:
        task, self.task = self.task, None
        if task:
            task.worker = None
            task.fail(self._verdict or HTTPProblem(HTTPStatus.SERVICE_UNAVAILABLE, DIED))
        self._pool.ended(self, task)
        if self._transport:
            self._transport.close()
        if not self.gone.done():
            self.gone.set_result(None)


@dataclass(frozen=True, slots=True)
class PoolSize:
    """How much may go on at once."""

    short: int
    long: int  # 0: no lane of their own, a long job keeps its short place (the writer)
    queue: int


class Pool:
    """Runs jobs on worker processes. Use from one event loop; `start` before, `close` after."""

    def __init__(self, command: Sequence[str], size: PoolSize):
        self._command = list(command)
        self._size = size
        self._idle: list[_Worker] = []
        self._starting = 0
        self._workers: set[_Worker] = set()
        self._queue: deque[_Task] = deque()
        self._running: set[_Task] = set()
        self._ticker: asyncio.Task[None] | None = None
        self._spawning: asyncio.Future[None] | None = None
        self._closing = False
        self.ended_processes = 0

    # -- what the server uses

    async def start(self) -> None:
        """Start the first process; others come when they are needed."""
        await self._spawn()
        if not self._workers:
            raise TaizhangError(DIED)
        self._ticker = asyncio.create_task(self._tick())

    async def run(self, job: Job, seconds: float, left: Left | None = None) -> Reply:
        """Do a job; returns when its answer begins well.

        `left` resolves when the client has gone; it is only waited for when a job becomes long. Raises Busy, and what
        the worker raised.
        """
        if self._closing:
            raise Busy(CLOSING)
        if len(self._queue) >= self._size.queue:
            raise Busy(QUEUE_FULL)
        task = _Task(dump_job(job), seconds, left, asyncio.get_running_loop().create_future())
        self._queue.append(task)
        self._dispatch()
        try:
            return await task.begun
        except asyncio.CancelledError:
            self._drop(task)
            raise

    async def close(self, grace: float = 0.0) -> None:
        """Let running jobs end within the grace, then end every process."""
        self._closing = True
        for task in list(self._queue):
            task.fail(Busy(CLOSING))
        self._queue.clear()
        until = time.monotonic() + grace
        while self._running and time.monotonic() < until:
            await asyncio.sleep(_TICK)
        if self._ticker:
            self._ticker.cancel()
        gone = [worker.gone for worker in self._workers]
        for worker in list(self._workers):
            worker.kill(Busy(CLOSING))
        if gone:
            await asyncio.wait(gone, timeout=5)

    @property
    def figures(self) -> dict[str, int]:
        """How much is going on."""
        return {
            "processes": len(self._workers),
            "idle": len(self._idle),
            "running": len(self._running),
            "long": sum(task.long for task in self._running),
            "queued": len(self._queue),
            "ended": self.ended_processes,
        }

    @property
    def pids(self) -> list[int]:
        """The processes."""
        return [worker.pid for worker in self._workers]

    # -- scheduling

    def _dispatch(self) -> None:
        while self._queue and self._idle and self._short() < self._size.short:
            task = self._queue.popleft()
            if task.begun.done():
                continue
            self._running.add(task)
            self._idle.pop().give(task)
        enough = len(self._workers) + self._starting >= self._size.short + self._size.long
        if not self._idle and not self._starting and not enough and not self._closing:
            # One process is always ready before it is needed: starting takes longer than most queries.
            self._starting += 1
            self._spawning = asyncio.ensure_future(self._spawn_more())

    def _short(self) -> int:
        return sum(not task.long or not self._size.long for task in self._running)

    def finished(self, worker: _Worker, task: _Task) -> None:
        """A worker is free again."""
        self._forget(task)
        if worker.tired:
            worker.kill()
        else:
            self._idle.append(worker)
        self._dispatch()

    def ended(self, worker: _Worker, task: _Task | None) -> None:
        """A process is gone."""
        self._workers.discard(worker)
        self.ended_processes += 1
        if worker in self._idle:
            self._idle.remove(worker)
        if task:
            self._forget(task)
        self._dispatch()

    def _forget(self, task: _Task) -> None:
        self._running.discard(task)
        if task.watcher:
            task.watcher.cancel()

    def _drop(self, task: _Task) -> None:
        if task in self._queue:
            self._queue.remove(task)
        elif task.worker:
            task.worker.kill(ClientLeft(LEFT))

    async def _spawn_more(self) -> None:
        try:
            await self._spawn()
        finally:
            self._starting -= 1
        self._dispatch()

    async def _spawn(self) -> None:
        _, worker = await asyncio.get_running_loop().subprocess_exec(
            lambda: _Worker(self), *self._command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            stderr=None,
        )  # fmt: skip
        self._workers.add(worker)
        self._idle.append(worker)

    # -- limits

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(_TICK)
            now = time.monotonic()
            for task in list(self._running):
                self._watch(task, now)

    def _watch(self, task: _Task, now: float) -> None:
        """End what takes too long, make room beside what is long, lower the priority of what is very long."""
        spent = task.running(now)
        if task.stalled is not None and now - task.stalled > _STALL:
            task.end(ClientLeft(STALLED))
        elif spent > task.seconds:
            task.end(Busy(TOO_LONG.format(seconds=task.seconds), retry_after=int(task.seconds)))
        elif now - task.started > LONG_AFTER and not task.long:
            self._becomes_long(task)
        elif spent > _GIVES_WAY_AFTER and task.worker and not task.worker.tired:
            # The way back to normal priority is closed to most users: the process ends with its query.
            task.worker.tired = True
            _give_way(task.worker.pid)

    def _becomes_long(self, task: _Task) -> None:
        if self._size.long and sum(other.long for other in self._running) >= self._size.long:
            task.end(Busy(TOO_MANY_LONG))
            return
        task.long = True
        if task.left:
            task.watcher = asyncio.ensure_future(task.left())
            task.watcher.add_done_callback(lambda done: None if done.cancelled() else task.end(ClientLeft(LEFT)))
        self._dispatch()


def _give_way(pid: int) -> None:
    if sys.platform != "win32":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, pid, 10)
