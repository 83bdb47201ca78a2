"""The pool of worker processes: every query has a process of its own while it runs, and a limit to how long that is.

    short   until a query has used a tenth of a second of processor time; about as many run at once as there are processors
    long    after that; as many again run beside the short ones, the very long at low priority, so that a slow query
            never delays a fast one
    parked  long ones that wait for their turn: their processes rest, and what they have worked out is kept
    queue   what waits for a short place; bounded too: beyond it the server says 503 with Retry-After

A query that takes too long, or whose client has left, is ended by ending its process; another one starts in its place.
"""

import asyncio
import os
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from ...ontology.errors import Text
from .jobs import Job, dump_job
from .processes import DIED, WorkerProcess
from .tasks import LEFT, Busy, ClientLeft, Left, Reply, Task

#: Seconds of processor time after which a query is long.
LONG_AFTER = 0.1
#: Seconds of work after which a long query gives way to others on a busy processor.
_GIVES_WAY_AFTER = 1.0
_TICK = 0.05
#: Seconds a client may take nothing of an answer that waits for it; and when others wait for its process.
_STALL, _STALL_WHEN_FULL = 30.0, 2.0
#: RocksDB asks for pieces of some kilobytes again and again; glibc keeps them at hand only when told to (a sixth of the
#: time of a query), and large pages for what it has in memory save a twentieth. Other systems do not look at this.
_ALLOCATOR = {"GLIBC_TUNABLES": "glibc.malloc.tcache_max=65536:glibc.malloc.tcache_count=100:glibc.malloc.hugetlb=1"}
#: Seconds after which a job is ended whatever it waits for.
_LONGEST = 900.0

QUEUE_FULL = Text("正在等候的查询太多，请稍后再试", "too many queries are waiting: try again later")
TOO_MANY_LONG = Text("正在运行的长查询太多，请稍后再试", "too many long queries are running: try again later")
TOO_LONG = Text("查询超过 {seconds:g} 秒，已被终止", "the query took longer than {seconds:g} seconds and was ended")
STALLED = Text("客户端太久没有读取答案", "the client took nothing of the answer for too long")
CLOSING = Text("服务器正在关闭", "the server is shutting down")


@dataclass(frozen=True, slots=True)
class PoolSize:
    """How much may go on at once."""

    short: int
    long: int  # 0: no places of their own, a long job keeps its short place (the writer)
    queue: int
    parked: int = 0

    @property
    def processes(self) -> int:
        """How many there may be."""
        return self.short + self.long + self.parked


class Pool:
    """Runs jobs on worker processes. Use from one event loop; `start` before, `close` after."""

    def __init__(self, command: Sequence[str], size: PoolSize):
        self._command = list(command)
        self._size = size
        self._idle: list[WorkerProcess] = []
        self._starting = 0
        self._workers: set[WorkerProcess] = set()
        self._queue: deque[Task] = deque()
        self._running: set[Task] = set()
        self._ticker: asyncio.Task[None] | None = None
        self._spawning: asyncio.Future[None] | None = None
        self._closing = False
        self.ended_processes = 0

    # -- what the server uses

    async def start(self) -> None:
        """Start the first process; others come when they are needed."""
        self._starting += 1
        await self._spawn()
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
        task = Task(dump_job(job), seconds, left, asyncio.get_running_loop().create_future())
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
            "parked": sum(task.parked for task in self._running),
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
        enough = len(self._workers) >= self._size.processes
        if not self._idle and not self._starting and not enough and not self._closing:
            # One process is always ready before it is needed: starting takes longer than most queries.
            self._starting += 1
            self._spawning = asyncio.ensure_future(self._spawn())

    def _short(self) -> int:
        return sum(not (task.long or task.stalled) or not self._size.long for task in self._running)

    def _long(self) -> int:
        return sum(task.long and not task.parked and not task.stalled for task in self._running)

    def ready(self, worker: WorkerProcess) -> None:
        """A worker has started."""
        self._starting -= 1
        self._idle.append(worker)
        self._dispatch()

    def finished(self, worker: WorkerProcess, task: Task) -> None:
        """A worker is free again."""
        self._forget(task)
        self._wake()
        if worker.tired:
            worker.kill()
        else:
            self._idle.append(worker)
        self._dispatch()

    def ended(self, worker: WorkerProcess, task: Task | None) -> None:
        """A process is gone."""
        self._workers.discard(worker)
        self.ended_processes += 1
        if worker in self._idle:
            self._idle.remove(worker)
        if task:
            self._forget(task)
        if not worker.started:
            # It never got so far as to take a job, nor would the next one: whoever comes later may try again.
            self._starting -= 1
            for waiting in self._queue:
                waiting.fail(Busy(DIED))
            self._queue.clear()
            return
        self._wake()
        self._dispatch()

    def _forget(self, task: Task) -> None:
        self._running.discard(task)
        if task.watcher:
            task.watcher.cancel()

    def _drop(self, task: Task) -> None:
        if task in self._queue:
            self._queue.remove(task)
        elif task.worker:
            task.worker.kill(ClientLeft(LEFT))

    async def _spawn(self) -> None:
        _, worker = await asyncio.get_running_loop().subprocess_exec(
            lambda: WorkerProcess(self), *self._command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            stderr=None, env={**_ALLOCATOR, **os.environ},
        )  # fmt: skip
        self._workers.add(worker)

    # -- limits

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(_TICK)
            now = time.monotonic()
            for task in list(self._running):
                self._watch(task, now)

    def _watch(self, task: Task, now: float) -> None:
        """End what takes too long, make room beside what is long, lower the priority of what is very long."""
        worker, worked, stalled = task.worker, task.clock.worked(now), task.clock.waiting("client", now)
        if worker is None:
            return
        if stalled > (_STALL_WHEN_FULL if self._full() else _STALL) or now - task.clock.began > _LONGEST:
            task.end(ClientLeft(STALLED))
        elif worked > task.seconds:
            task.end(Busy(TOO_LONG.format(seconds=task.seconds), retry_after=int(task.seconds)))
        elif not task.long and worked > LONG_AFTER / 2:
            self._look(task, worker)
        elif worked > _GIVES_WAY_AFTER and task.long and self._size.long and not worker.tired:
            worker.give_way()

    def _full(self) -> bool:
        return bool(self._queue) and not self._idle and len(self._workers) >= self._size.processes

    def _look(self, task: Task, worker: WorkerProcess) -> None:
        """A job is long by the time its process has worked, not by the time it had to share a processor."""
        used = worker.processor()
        if task.processor is None:
            task.processor = used
        elif used - task.processor > LONG_AFTER / 2:
            self._becomes_long(task, worker)

    def _becomes_long(self, task: Task, worker: WorkerProcess) -> None:
        if task.left:
            # Not before: a short query is over sooner than the next process in place of its own could have started.
            task.watcher = asyncio.ensure_future(task.left())
            task.watcher.add_done_callback(lambda done: None if done.cancelled() else task.end(ClientLeft(LEFT)))
        if self._size.long and self._long() >= self._size.long:
            if sum(other.parked for other in self._running) >= self._size.parked:
                task.end(Busy(TOO_MANY_LONG))
                return
            task.parked = True
            task.clock.pause("turn")
            worker.rest()
        task.long = True
        self._dispatch()

    def _wake(self) -> None:
        """Let the long job that has waited longest go on when there is a place for it."""
        parked = sorted((task for task in self._running if task.parked), key=lambda task: task.clock.began)
        for task in parked[: max(0, self._size.long - self._long())]:
            task.parked = False
            task.clock.go_on("turn")
            if task.worker:
                task.worker.resume()
