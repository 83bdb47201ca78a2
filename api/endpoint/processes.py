"""A worker process, seen from the server: given jobs by a pipe, heard by another, ended, put to rest."""

import asyncio
import os
import sys
from contextlib import suppress
from http import HTTPStatus
from typing import Any, Protocol, cast

import psutil

from ...ontology.errors import TaizhangError, Text
from ..problems import HTTPProblem
from .frames import FrameKind, FrameReader, frame
from .jobs import load_error
from .tasks import AHEAD, Clock, Task

DIED = Text(
    "查询超过了内存限制，或其进程意外结束", "the query exceeded its memory limit, or its process ended unexpectedly"
)


class Owner(Protocol):
    """Whoever is to hear of a process."""

    def ready(self, worker: "WorkerProcess") -> None:
        """It has started and can be given its first job."""

    def finished(self, worker: "WorkerProcess", task: Task) -> None:
        """It is free again."""

    def ended(self, worker: "WorkerProcess", task: Task | None) -> None:
        """It is gone."""


class WorkerProcess(asyncio.SubprocessProtocol):
    """One process, seen from the server."""

    def __init__(self, owner: Owner):
        self._owner = owner
        self._frames = FrameReader()
        self._transport: asyncio.SubprocessTransport | None = None
        self._seen: psutil.Process | None = None  # kept, since making one reads several files
        self._jobs: Any = None
        self._answers: Any = None
        self._verdict: TaizhangError | None = None
        self.started = False
        self.task: Task | None = None
        self.tired = False
        self.gone = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The process has started."""
        made = cast(asyncio.SubprocessTransport, transport)  # uvloop's is none by inheritance
        self._transport = made
        self._jobs = made.get_pipe_transport(0)
        self._answers = made.get_pipe_transport(1)

    @property
    def pid(self) -> int:
        """The process."""
        assert self._transport  # noqa: S101 - used after connection_made
        return self._transport.get_pid()

    def give(self, task: Task) -> None:
        """Start a job."""
        self.task, task.worker = task, self
        task.clock = Clock()
        self._jobs.write(frame(FrameKind.JOB, task.payload))

    def pipe_data_received(self, fd: int, data: bytes) -> None:  # noqa: ARG002 - standard output alone is a pipe
        """A piece of what it says."""
        if not self.started:
            self.started = True
            data = data[len(frame(FrameKind.END, b"{}")) :]
            self._owner.ready(self)
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
        elif task.size > AHEAD and not task.stalled:
            task.stalled = True
            task.clock.pause("client")
            self._answers.pause_reading()

    def go_on(self) -> None:
        """The client has caught up."""
        if self.task and self.task.stalled:
            self.task.stalled = False
            self.task.clock.go_on("client")
            self._answers.resume_reading()

    def processor(self) -> float:
        """Seconds of processor time it has used."""
        with suppress(psutil.Error):
            if self._seen is None:
                self._seen = psutil.Process(self.pid)
            used = self._seen.cpu_times()
            return float(used.user + used.system)
        return 0.0

    def rest(self) -> None:
        """Stop working until `resume`; nothing is lost."""
        with suppress(psutil.Error):
            psutil.Process(self.pid).suspend()

    def resume(self) -> None:
        """Work again."""
        with suppress(psutil.Error):
            psutil.Process(self.pid).resume()

    def give_way(self) -> None:
        """Work at low priority, for good: the way back is closed to most users, so it ends with its job."""
        self.tired = True
        if sys.platform != "win32":
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self.pid, 10)

    def _done(self) -> None:
        task, self.task = self.task, None
        if task:
            task.worker = None
            self._owner.finished(self, task)

    def kill(self, verdict: TaizhangError | None = None) -> None:
        """End the process; whoever waits for its answer is told the verdict."""
        self._verdict = verdict
        self.tired = True
        task, self.task = self.task, None
        if task:
            task.worker = None
            task.fail(verdict or TaizhangError(DIED))
            self._owner.finished(self, task)
        if self._transport:
            with suppress(ProcessLookupError):
                self._transport.kill()

    def process_exited(self) -> None:
        """The process is gone, by our hand or its own."""
        task, self.task = self.task, None
        if task:
            task.worker = None
            task.fail(self._verdict or HTTPProblem(HTTPStatus.SERVICE_UNAVAILABLE, DIED))
        self._owner.ended(self, task)
        if self._transport:
            self._transport.close()
        if not self.gone.done():
            self.gone.set_result(None)
