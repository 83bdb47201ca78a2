"""The store a server answers from: reopened when a load has put a new generation in force."""

import gc
from threading import Lock

from ..graph.impact_index import ImpactIndex, read_index
from ..graph.model import Ledger
from ..graph.reading import ledger_names, read_ledger_from
from ..graph.store import Store
from ..graph.stores import Location, current_version, open_store
from ..ontology.errors import NothingFound, Text


class GraphHolder:
    """Gives every request the current generation, and its ledgers read once each."""

    def __init__(self, path: Location):
        self._path = path
        self._lock = Lock()
        self._store = open_store(path)
        self._ledgers: dict[tuple[str, str], Ledger] = {}
        self._index_lock = Lock()
        self._indexes: dict[str, ImpactIndex] = {}

    def store(self) -> Store:
        """The generation in force now."""
        with self._lock:
            if current_version(self._path) != self._store.version:
                self._store = open_store(self._path)
                self._ledgers = {}
            return self._store

    def index(self) -> ImpactIndex:
        """What impact is asked of, read once for each generation."""
        store = self.store()
        with self._index_lock:  # reading an index takes seconds on a large graph: nothing else may wait for it
            if store.version not in self._indexes:
                self._indexes = {store.version: read_index(store, quotes=True)}
                gc.collect()
                gc.freeze()  # millions of objects that stay: the collector would look through them again and again
            return self._indexes[store.version]

    def names(self) -> list[str]:
        """The ledgers in the graph."""
        return ledger_names(self.store())

    def ledger(self, name: str | None = None) -> Ledger:
        """A ledger by name; the first when none is named. Raises NothingFound."""
        store = self.store()
        chosen = name or next(iter(ledger_names(store)), None)
        if chosen is None:
            raise NothingFound(Text("图谱里没有台账", "there is no ledger in the graph"))
        with self._lock:
            # Keyed by generation: a request that began before a load must not fill the cache of the next one.
            key = (store.version, chosen)
            if key not in self._ledgers:
                self._ledgers[key] = read_ledger_from(store, chosen)
            return self._ledgers[key]
