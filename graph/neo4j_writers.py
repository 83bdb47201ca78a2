"""Batches of writes to a Neo4j server, some at a time."""

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any, Self

from neo4j import Driver, ManagedTransaction, Session

from .neo4j_names import query

#: Transactions written at the same time: the server gives each one processor, and while one is made durable another works.
_WRITERS = 2


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with the rows it unwinds, and its other parameters."""

    text: str
    rows: list[Any]
    parameters: dict[str, Any] = field(default_factory=dict)


class Writers:
    """Write batch after batch, some at a time, while their caller makes the next one ready: nobody waits for long.

    Each batch is a transaction, which the driver repeats where that is safe, also when two were in one another's way. A
    failure is raised by the next `write` or at the end of the block.
    """

    def __init__(self, driver: Driver, database: str | None, told: Callable[[int], None] = lambda _rows: None):
        self._driver, self._database, self._told = driver, database, told
        self._sessions: SimpleQueue[Session] = SimpleQueue()
        self._closing = ExitStack()
        self._threads = ThreadPoolExecutor(_WRITERS, "neo4j-sync")
        self._running: set[Future[int]] = set()

    def write(self, size: int, *statements: Statement) -> None:
        """Run statements over their rows in one transaction; those without rows are left out. Waits for a free writer."""
        self._wait(_WRITERS - 1)
        if needed := [statement for statement in statements if statement.rows]:
            self._running.add(self._threads.submit(self._run, size, needed))

    def _run(self, size: int, statements: list[Statement]) -> int:
        def work(transaction: ManagedTransaction) -> None:
            for statement in statements:
                transaction.run(query(statement.text), statement.parameters, rows=statement.rows).consume()

        session = self._sessions.get()
        try:
            session.execute_write(work)
        finally:
            self._sessions.put(session)
        return size

    def _wait(self, left: int) -> None:
        """Until no more than so many batches are on their way."""
        while len(self._running) > left:
            done, self._running = wait(self._running, return_when=FIRST_COMPLETED)
            for batch in done:
                self._told(batch.result())

    def __enter__(self) -> Self:
        for _ in range(_WRITERS):
            self._sessions.put(self._closing.enter_context(self._driver.session(database=self._database)))
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        with self._closing, self._threads:
            if kind is None:
                self._wait(0)
