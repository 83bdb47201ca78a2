"""A process that works for the server: it answers queries, or writes, one job at a time, over its own pipes.

A job is ended by ending the process: the engine has no other way to be stopped. So nothing of value lives here, and
what it reads is a finished generation of the store that nobody changes.

    python -m taizhang.api.endpoint.worker '{"store": ..., "rows": ..., "bytes": ..., "memory": ..., "offline": true}'
"""

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, cast

import orjson

from ...graph.store import Store, Triples
from ...graph.stores import Location, is_remote, open_store
from ...ontology.errors import Language, NotAcceptable, NothingFound, StoreError, TaizhangError, Text
from ...queries import answers, guard
from ..negotiation import choose
from .frames import FrameKind, Pipe, Writable, frame, read_frame
from .jobs import Explore, GraphRead, Impact, Job, Query, dump_error, load_job
from .sink import Sink
from .writer import write

if TYPE_CHECKING:
    from ...visualizations.explorer.state import Explorer
    from ..graph_holder import GraphHolder

_DAMAGED = Text("图谱无法读取", "the store cannot be read")
_NO_MEMORY = Text("查询需要的内存超过限制", "the query needs more memory than the limit allows")


@dataclass(frozen=True, slots=True)
class Terms:
    """What a worker is told when it starts. `memory` is in bytes, 0 for no limit; `offline` forbids it the network."""

    store: Location
    rows: int
    bytes: int
    memory: int
    offline: bool
    gateway: str | None = None
    allowed: tuple[str, ...] = ()


class Worker:
    """Answers jobs from one stream into another until the first one ends."""

    def __init__(self, terms: Terms, jobs: BinaryIO, out: Writable):
        self._terms = terms
        self._jobs = jobs
        self._out = out
        self._store: Store | None = None
        self._holder: GraphHolder | None = None
        self._explorer: Explorer | None = None

    def run(self) -> None:
        """Work until the server closes the pipe; the first frame says that we are ready."""
        self._out.write(frame(FrameKind.END, b"{}"))
        while received := read_frame(self._jobs):
            try:
                self._do(load_job(received[1]))
            except StoreError as error:
                # The message names folders of this machine: it is for the log, not for the client.
                print(error, file=sys.stderr, flush=True)  # noqa: T201 - the server reads this stream into its log
                self._out.write(frame(FrameKind.ERROR, dump_error(StoreError(_DAMAGED))))
            except TaizhangError as error:
                self._out.write(frame(FrameKind.ERROR, dump_error(error)))
            except MemoryError:
                self._out.write(frame(FrameKind.ERROR, dump_error(TaizhangError(_NO_MEMORY))))

    def _do(self, job: Job) -> None:
        if isinstance(job, Query):
            self._answer(job)
        elif isinstance(job, GraphRead):
            self._read(job)
        elif isinstance(job, Impact):
            self._impact(job)
        elif isinstance(job, Explore):
            self._explore(job)
        else:
            done = write(self._terms.store, job, self._guard())
            self._out.write(frame(FrameKind.HEAD, orjson.dumps(done)) + frame(FrameKind.END, b"{}"))

    def _answer(self, job: Query) -> None:
        asked = self._guard().query(job.text)
        answer = self._at(job.version).query(asked.text, job.default, job.named, base=job.base)
        sink = self._sink(job.accept, answers.formats_of(answer), steady=asked.steady)
        if isinstance(answer, Triples):
            answers.write_triples(answer, sink.media_type, _file(sink), sink.count)
        else:
            answers.write_results(answer, sink.media_type, _file(sink))
        sink.end()

    def _read(self, job: GraphRead) -> None:
        store = self._at(job.version)
        if job.graph is not None and job.graph not in store.graphs():
            raise NothingFound(Text(f"没有命名图 {job.graph}", f"there is no graph {job.graph}"))
        sink = self._sink(job.accept, answers.GRAPHS, steady=True)
        answers.write_triples(store.triples(job.graph), sink.media_type, _file(sink), sink.count)
        sink.end()

    def _impact(self, job: Impact) -> None:
        """Answer from an index in memory, which takes seconds to read on a large graph and is kept for the next."""
        # Only this kind of worker needs them, and they take long to import.
        from ...graph.impact_rules import ChangeKind  # noqa: PLC0415
        from ...visualizations.origin import origin_of  # noqa: PLC0415
        from ..changes import ask_impact  # noqa: PLC0415
        from ..graph_holder import GraphHolder  # noqa: PLC0415
        from ..impact_exports import Report, write  # noqa: PLC0415

        if self._holder is None:
            self._holder = GraphHolder(self._terms.store)
        index = self._holder.index()
        sink = Sink(self._out, Report(job.form).media_type, self._terms.rows, self._terms.bytes, steady=False)
        if job.instrument:
            kind = ChangeKind(job.change) if job.change else None
            found = ask_impact(index, job.instrument, kind, job.on, job.articles, job.old, job.new)
            origin = partial(origin_of, self._holder.store())
            sink.write(write(found, Report(job.form), Language(job.language), origin))
        sink.end()

    def _explore(self, job: Explore) -> None:
        """Answer from a network in memory, which takes some seconds to read on a large graph and is kept for the next."""
        # Only this kind of worker needs them, and NetworkX takes long to import.
        from ...visualizations.explorer.answers import answer  # noqa: PLC0415
        from ...visualizations.explorer.state import Explorer  # noqa: PLC0415
        from ..graph_holder import GraphHolder  # noqa: PLC0415

        if self._holder is None:
            self._holder = GraphHolder(self._terms.store)
        store = self._holder.store()
        if self._explorer is None or self._explorer.store is not store:
            folder = None if is_remote(self._terms.store) else Path(str(self._terms.store))
            self._explorer = Explorer(store, folder)
        if not job.question:
            _ = self._explorer.groups, self._explorer.loads(None)
            body, media_type = b"", "application/json"
        else:
            body, media_type = answer(self._explorer, job.question, job.values)
        sink = Sink(self._out, media_type, self._terms.rows, self._terms.bytes, steady=True)
        sink.write(body)
        sink.end()

    def _sink(self, accept: str | None, offered: Iterable[str], *, steady: bool) -> Sink:
        media_type = choose(accept, offered)
        if media_type is None:
            names = ", ".join(offered)
            raise NotAcceptable(Text(f"可用的格式：{names}", f"available media types: {names}"))
        return Sink(self._out, media_type, self._terms.rows, self._terms.bytes, steady=steady)

    def _guard(self) -> guard.Guard:
        return guard.Guard(self._terms.allowed, self._terms.gateway)

    def _at(self, version: str) -> Store:
        if self._store is None or self._store.version != version:
            self._store = None  # close the old generation before the next is opened
            self._store = open_store(self._terms.store, version)
        return self._store


def _file(sink: Sink) -> IO[bytes]:
    """The sink as the serializers' signature wants it; of a file they use write and flush alone."""
    return cast("IO[bytes]", sink)


# -- the process


def _go_offline() -> None:
    """Leave the network behind where the system lets us: a second wall behind the guard.

    A new network namespace (Linux, unshare(2)) has no interfaces at all. Elsewhere, and in containers that forbid it,
    the guard stands alone.
    """
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    new_user, new_net = 0x10000000, 0x40000000
    if libc.unshare(new_net) != 0:
        libc.unshare(new_user | new_net)


def _end_with(parent: int) -> None:
    """End this process when the server is gone, even in the middle of a query."""
    if sys.platform == "linux":
        die_with_parent = 1  # PR_SET_PDEATHSIG, prctl(2)
        ctypes.CDLL(None).prctl(die_with_parent, signal.SIGKILL)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _limit_memory(size: int) -> None:
    if size:
        with suppress(ImportError, ValueError, OSError):
            import resource  # noqa: PLC0415 - not on Windows

            resource.setrlimit(resource.RLIMIT_DATA, (size, size))


def main() -> None:
    """Start from the command line."""
    given = orjson.loads(sys.argv[1])
    parent = given.pop("parent")
    if is_remote(given["store"]):
        from ..settings import read_settings  # noqa: PLC0415 - what opens a server stands in the environment

        given["store"] = read_settings().store
    terms = Terms(**{**given, "allowed": tuple(given.get("allowed", ()))})
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the server decides when we end
    if terms.offline:
        _go_offline()
    _end_with(parent)
    _limit_memory(terms.memory)
    jobs = os.fdopen(os.dup(0), "rb")
    out = Pipe(os.dup(1))
    os.dup2(2, 1)  # a stray print goes to the log instead of into a frame
    Worker(terms, jobs, out).run()


if __name__ == "__main__":
    main()
