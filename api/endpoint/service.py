"""The service behind the HTTP layer: readers, the one writer, and which version of the data is in force."""

import asyncio
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from http import HTTPStatus
from typing import Any

import orjson
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results

from ...graph.stores import current_version, is_remote, version_mark
from ...ontology.errors import TaizhangError, Text
from ..problems import HTTPProblem
from ..settings import Settings
from .jobs import Explore, GraphWrite, Impact, Job, Query, Update
from .lookups import Lookups
from .pool import Pool, PoolSize
from .tasks import Left, Reply

#: Seconds after which a server reads what impact needs; not at once, because the first page should not wait for it.
_WARM_AFTER = 1.0
#: Seconds the network of the explorer may take to be read and laid out.
_PREPARING = 800.0
_JSON = "application/sparql-results+json"
_NO_GRAPH = Text("图谱不见了", "the store is gone")


class Service:
    """One store, answered from by a pool of readers and changed by one writer at a time."""

    def __init__(self, settings: Settings, gateway: str | None = None):
        self._settings = settings
        self.store = settings.store
        # One more than processors: while an answer is on its way through this process, its worker has nothing to do.
        short = settings.workers or (os.cpu_count() or 2) + 1
        size = PoolSize(short, settings.long_queries or short, settings.queue, settings.parked)
        terms = self._terms(gateway)
        command = [sys.executable, "-m", "taizhang.api.endpoint.worker"]
        reading = {**terms, "memory": settings.query_memory}
        self.readers = Pool([*command, orjson.dumps(reading).decode()], size)
        # Its index of citations takes memory and seconds to read: one process has it, and no other waits for it.
        self.analysts = Pool([*command, orjson.dumps({**terms, "memory": 0}).decode()], PoolSize(1, 0, settings.queue))
        # The same for the network of the explorer, but bounded in memory and time: what is asked of it comes from outside.
        self.explorers = Pool([*command, orjson.dumps(reading).decode()], PoolSize(1, 0, settings.queue))
        self.writers = Pool([*command, orjson.dumps({**terms, "memory": 0}).decode()], PoolSize(1, 0, settings.queue))
        self.lookups = Lookups(self.store)
        self._one_writer, self._one_analyst, self._one_explorer = asyncio.Lock(), asyncio.Lock(), asyncio.Lock()
        self._prepared: tuple[str, list[int]] = ("", [])
        self._warming: asyncio.Task[None] | None = None
        self._mark: object = None
        self._version = ""

    def _terms(self, gateway: str | None) -> dict[str, Any]:
        allowed = list(self._settings.allowed_addresses)
        return {
            "store": str(self.store),
            "rows": self._settings.max_rows,
            "bytes": self._settings.max_answer_bytes,
            "offline": not allowed and not is_remote(self.store),
            "allowed": allowed,
            "gateway": gateway,
            "parent": os.getpid(),
        }

    async def start(self) -> None:
        """Start the processes."""
        await self.readers.start()
        self._warming = asyncio.create_task(self._warm())

    async def _warm(self) -> None:
        """Read what the explorer and impact need, so that even the first page and the first change are quick."""
        with suppress(TaizhangError):
            await self.explore(Explore(self.version()))
        await asyncio.sleep(_WARM_AFTER)
        with suppress(TaizhangError):
            await self.impact(Impact())

    async def close(self) -> None:
        """Let what runs come to its end for a few seconds, then end it."""
        if self._warming:
            self._warming.cancel()
        pools = (self.readers, self.writers, self.analysts, self.explorers)
        await asyncio.gather(*(pool.close(self._settings.grace) for pool in pools))

    def version(self) -> str:
        """The version of the data in force now; empty where the store cannot tell. Raises HTTPProblem."""
        mark = version_mark(self.store)
        if mark is None or mark != self._mark:
            version = current_version(self.store)
            if version is None:
                raise HTTPProblem(HTTPStatus.SERVICE_UNAVAILABLE, _NO_GRAPH)
            self._mark, self._version = mark, version
        return self._version

    def seconds(self, asked: float | None) -> float:
        """The time limit of a query: the client's, up to the cap, else the default."""
        return min(asked or self._settings.timeout, self._settings.max_timeout)

    async def read(self, job: Job, seconds: float | None = None, left: Left | None = None) -> Reply:
        """Have a reader do a job."""
        return await self.readers.run(job, self.seconds(seconds), left)

    async def write(self, job: Update | GraphWrite, seconds: float | None = None) -> dict[str, Any]:
        """Have the writer do a job; it is on disk when this returns. Returns what the writer says of it."""
        async with self._one_writer:
            if not self.writers.pids:
                await self.writers.start()
            reply = await self.writers.run(job, min(seconds or self._settings.max_timeout, self._settings.max_timeout))
        return reply.head

    async def impact(self, job: Impact) -> Reply:
        """Have the analyst answer a question about a change."""
        async with self._one_analyst:
            if not self.analysts.pids:
                await self.analysts.start()
            return await self.analysts.run(job, self._settings.max_timeout)

    async def explore(self, job: Explore) -> Reply:
        """Have the explorer's worker answer a question."""
        async with self._one_explorer:
            if not self.explorers.pids:
                await self.explorers.start()
            # What is worked out once for a version of the data, or for a new process, is our own doing and has time of
            # its own: ending it half-way would only begin it again.
            ready = job.version, self.explorers.pids
            if ready != self._prepared:
                await self.explorers.run(Explore(job.version), _PREPARING)
                self._prepared = job.version, self.explorers.pids
        return await self.explorers.run(job, self._settings.max_timeout)

    async def ask(self, sparql: str, default: Sequence[str] = ()) -> QuerySolutions:
        """The answer to a SELECT query of our own, under the same limits as everyone's."""
        reply = await self.read(Query(sparql, self.version(), _JSON, list(default)))
        body = b"".join([piece async for piece in reply.chunks()])
        answer = parse_query_results(body, format=QueryResultsFormat.JSON)
        assert not isinstance(answer, QueryBoolean)  # noqa: S101 - only SELECT queries are asked here
        return answer
