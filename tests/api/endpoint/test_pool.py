"""The pool with real processes: what happens when queries are too many, too long, too large, or kill their process."""

import asyncio
import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import httpx
import orjson
import psutil
import pytest

from taizhang.api.endpoint.jobs import Query
from taizhang.api.endpoint.pool import Pool, PoolSize
from taizhang.api.endpoint.tasks import Busy, ClientLeft
from taizhang.graph.embedded import current_generation
from taizhang.ontology.errors import QueryError, RefusedQuery, TaizhangError
from tests.serving import serving

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HUNGRY = "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?g))) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def run(
    store: Path, size: PoolSize, use: Callable[[Pool, Callable[[str], Query]], Awaitable[None]], memory: int = 0
) -> None:
    """Start a pool over a store, use it, and see that every process is gone afterwards."""
    terms = {
        "store": str(store), "rows": 1000, "bytes": 10_000_000, "memory": memory, "offline": True, "allowed": [],
        "gateway": None, "parent": os.getpid(),
    }  # fmt: skip
    command = [sys.executable, "-m", "taizhang.api.endpoint.worker", orjson.dumps(terms).decode()]
    version = current_generation(store) or ""

    async def whole() -> list[int]:
        pool = Pool(command, size)
        await pool.start()
        try:
            await use(pool, lambda text: Query(text, version))
        finally:
            pids = pool.pids
            await pool.close()
        return pids

    for pid in asyncio.run(whole()):
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


async def whole(pool: Pool, job: Query) -> bytes:
    return b"".join([piece async for piece in (await pool.run(job, 10)).chunks()])


def test_answers_and_errors_come_back_as_they_are(store_path: Path) -> None:
    async def use(pool: Pool, query: Callable[[str], Query]) -> None:
        reply = await pool.run(query("ASK {}"), 10)
        assert (reply.head["media_type"], reply.body) == (
            "application/sparql-results+json",
            b'{"head":{},"boolean":true}',
        )
        for text, kind in (("oops", QueryError), ("ASK { SERVICE <urn:x> {} }", RefusedQuery)):
            with pytest.raises(kind):
                await pool.run(query(text), 10)
        for accept, text in (
            ("text/csv", "SELECT ?x {{ ?a ?b ?c BIND(1 AS ?x) }} LIMIT {}"),
            ("text/tab-separated-values", "SELECT ?x {{ ?a ?b ?c BIND(1 AS ?x) }} LIMIT {}"),
            ("application/sparql-results+json", "SELECT ?x {{ ?a ?b ?c BIND(true AS ?x) }} LIMIT {}"),
            ("application/n-triples", "CONSTRUCT {{ ?a ?b ?c }} {{ ?a ?b ?c }} LIMIT {}"),
        ):
            await whole(pool, replace(query(text.format(1000)), accept=accept))
            with pytest.raises(QueryError, match="more than 1000 rows"):
                await whole(pool, replace(query(text.format(1001)), accept=accept))

    run(store_path, PoolSize(1, 1, 10), use)


def test_what_waits_too_long_in_the_queue_is_told_to_come_again(store_path: Path) -> None:
    async def use(pool: Pool, query: Callable[[str], Query]) -> None:
        jobs = [asyncio.create_task(pool.run(query("ASK {}"), 10)) for _ in range(10)]
        ended = await asyncio.gather(*jobs, return_exceptions=True)
        busy = [answer for answer in ended if isinstance(answer, Busy)]
        assert 0 < len(busy) < 10
        assert all(answer.headers["Retry-After"] for answer in busy)

    run(store_path, PoolSize(1, 1, 3), use)


def test_long_queries_have_a_bounded_number_of_places(store_path: Path) -> None:
    async def use(pool: Pool, query: Callable[[str], Query]) -> None:
        jobs = [asyncio.create_task(pool.run(query(ENDLESS), 6)) for _ in range(5)]
        until = time.monotonic() + 20
        while sum(job.done() for job in jobs) < 3 and time.monotonic() < until:
            await asyncio.sleep(0.05)
            assert pool.figures["long"] <= 2
        assert pool.figures["long"] == 2
        began = time.monotonic()
        await pool.run(query("ASK {}"), 10)
        assert time.monotonic() - began < 1
        ended = await asyncio.gather(*jobs, return_exceptions=True)
        assert [type(answer) for answer in ended] == [Busy] * 5
        assert sorted("too many" in str(answer) for answer in ended) == [False, False, True, True, True]

    run(store_path, PoolSize(1, 2, 10), use)


def test_long_queries_beyond_their_places_rest_and_have_their_turn(store_path: Path) -> None:
    slow = "SELECT (COUNT(*) AS ?n) {{ SELECT * {{ ?a ?b ?c . ?d ?e ?f }} LIMIT {} }} # {}"

    async def use(pool: Pool, query: Callable[[str], Query]) -> None:
        # Long on any machine: rows are doubled until one query alone works for a second.
        rows, seconds = 500_000, 0.0
        while seconds < 1:
            rows *= 2
            began = time.monotonic()
            await pool.run(query(slow.format(rows, "alone")), 60)
            seconds = time.monotonic() - began
        jobs = [asyncio.create_task(pool.run(query(slow.format(rows, number)), 60)) for number in range(3)]
        most = 0
        while not all(job.done() for job in jobs):
            await asyncio.sleep(0.02)
            most = max(most, pool.figures["parked"])
            assert pool.figures["long"] - pool.figures["parked"] <= 1
        assert {(await job).body for job in jobs} == {(await jobs[0]).body}
        assert most > 0

    run(store_path, PoolSize(1, 1, 10, 8), use)


def test_a_query_without_memory_ends_alone(store_path: Path) -> None:
    async def use(pool: Pool, query: Callable[[str], Query]) -> None:
        with pytest.raises(TaizhangError, match="memory"):
            await pool.run(query(HUNGRY), 60)
        assert (await pool.run(query("ASK {}"), 10)).body

    run(store_path, PoolSize(1, 1, 10), use, memory=400_000_000)


def test_a_process_that_dies_takes_only_its_query_with_it(store_path: Path) -> None:
    async def use(pool: Pool, query: Callable[[str], Query]) -> None:
        job = asyncio.create_task(pool.run(query(ENDLESS), 30))
        await asyncio.sleep(0.5)
        killed = pool.pids
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        with pytest.raises(TaizhangError):
            await job
        while pool.figures["ended"] < len(killed):  # a spare one was killed too, and is heard of a little later
            await asyncio.sleep(0.01)
        assert (await pool.run(query("ASK {}"), 10)).body

    run(store_path, PoolSize(1, 1, 10), use)


def test_processes_that_cannot_start_are_said_and_not_started_for_ever(tmp_path: Path) -> None:
    async def use() -> None:
        pool = Pool([sys.executable, "-c", "raise SystemExit(3)"], PoolSize(1, 1, 10))
        await pool.start()
        with pytest.raises(Busy):
            await pool.run(Query("ASK {}", ""), 10)
        await asyncio.sleep(1)
        assert pool.figures["ended"] <= 3
        await pool.close()

    asyncio.run(use())


def test_a_client_that_leaves_frees_the_place(store_path: Path) -> None:
    async def use(pool: Pool, query: Callable[[str], Query]) -> None:
        async def left() -> None:
            await asyncio.sleep(0.3)

        began = time.monotonic()
        with pytest.raises(ClientLeft):
            await pool.run(query(ENDLESS), 30, left)
        assert time.monotonic() - began < 5
        assert pool.figures["running"] == 0

    run(store_path, PoolSize(1, 1, 10), use)


def test_workers_end_with_the_server(store_path: Path) -> None:
    """kill -9 of the server: its workers, busy with an endless query, do not live on."""
    with serving(store_path) as served:
        threading.Thread(target=lambda: _ignore(lambda: served.ask(ENDLESS)), daemon=True).start()
        time.sleep(1)
        workers = served.processes()
        assert workers
        served.kill()
        _, alive = psutil.wait_procs(workers, timeout=5)
        assert alive == []


def _ignore(call: Callable[[], object]) -> None:
    with contextlib.suppress(httpx.HTTPError):
        call()
