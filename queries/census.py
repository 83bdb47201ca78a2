"""How much is in a store: the counts that descriptions of it give.

A handful of queries, each one pass over the graph (5 s together on 2.8 million triples). They are counted once for
each version of the data, however many ask, and never two versions at once.
"""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Lock, Thread
from typing import TypeVar

from pyoxigraph import Literal, NamedNode, QuerySolutions

from ..graph.store import Store

T = TypeVar("T")

_TERMS = "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?ss) (COUNT(DISTINCT ?o) AS ?oo) WHERE { ?s ?p ?o }"
_PROPERTIES = "SELECT ?x (COUNT(*) AS ?n) WHERE { ?s ?x ?o } GROUP BY ?x"
_CLASSES = "SELECT ?x (COUNT(*) AS ?n) WHERE { ?s a ?x } GROUP BY ?x"
_GRAPHS = "SELECT ?x (COUNT(*) AS ?n) WHERE { GRAPH ?x { ?s ?p ?o } } GROUP BY ?x"
_ENTITIES = "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?c }"


@dataclass(frozen=True, slots=True)
class Census:
    """The counts of the default graph, and the triples of each named graph.

    `entities` are the things that have a class; `classes` and `properties` are by IRI, with how often each is used.
    """

    triples: int
    entities: int
    subjects: int
    objects: int
    classes: dict[str, int]
    properties: dict[str, int]
    graphs: dict[str, int]


def census(store: Store) -> Census:
    """Count a store. Raises QueryError."""
    # Two at a time: the engine counts outside Python's lock, and a small machine has two processors.
    beside = _later(lambda: (_numbers(store, _TERMS), _by_name(store, _PROPERTIES)))
    graphs, classes, (entities,) = _by_name(store, _GRAPHS), _by_name(store, _CLASSES), _numbers(store, _ENTITIES)
    (triples, subjects, objects), properties = beside.result()
    empty = dict.fromkeys(store.graphs(), 0)
    return Census(triples, entities, subjects, objects, classes, properties, {**empty, **graphs})


def census_of(store: Store, patience: float | None = None) -> Census | None:
    """The census of a store's version, counted when nobody has asked before; counted anew where there are no versions.

    With `patience`, None when it is not there after so many seconds; it then goes on being counted for those who ask
    later. Without, never None. Raises QueryError.
    """
    return _KEPT.of(store, patience)


class _Kept:
    """The newest census."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._version: str | None = None
        self._counted: Future[Census] = Future()
        self._counted.set_exception(LookupError())

    def of(self, store: Store, patience: float | None) -> Census | None:
        while (counted := self._begun(store)) is None:
            if patience is not None:
                return None
            self._counted.exception()  # waits for the other version to be counted
        try:
            return counted.result(timeout=patience)
        except TimeoutError:
            return None

    def _begun(self, store: Store) -> Future[Census] | None:
        """The count of a store's version, begun now if need be; None while another version is being counted."""
        with self._lock:
            done = self._counted.done()
            stale = done and (not store.version or self._counted.exception() is not None)
            if self._version == store.version and not stale:
                return self._counted
            if not done:
                return None
            self._version, self._counted = store.version, _later(lambda: census(store))
            return self._counted


_KEPT = _Kept()


def _later(work: Callable[[], T]) -> Future[T]:
    """The result of some work, done in a thread that nobody has to wait for when the program ends."""
    found: Future[T] = Future()

    def run() -> None:
        try:
            found.set_result(work())
        except BaseException as error:
            found.set_exception(error)

    Thread(target=run, daemon=True).start()
    return found


def _solutions(store: Store, query: str) -> QuerySolutions:
    answer = store.query(query)
    assert isinstance(answer, QuerySolutions)  # noqa: S101 - these are all SELECT queries
    return answer


def _numbers(store: Store, query: str) -> list[int]:
    (row,) = _solutions(store, query)
    return [_number(value) for value in row]


def _by_name(store: Store, query: str) -> dict[str, int]:
    """The counts of a query by IRI, in the order of the IRIs."""
    rows = (tuple(row) for row in _solutions(store, query))
    return dict(sorted((name.value, _number(count)) for name, count in rows if isinstance(name, NamedNode)))


def _number(value: object) -> int:
    assert isinstance(value, Literal)  # noqa: S101 - COUNT makes integers
    return int(value.value)
