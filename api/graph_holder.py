"""The store a server answers from: reopened when a load has put a new generation in force."""

import gc
import time
from threading import Lock

from ..graph.impact_index import ImpactIndex, read_index
from ..graph.model import Ledger
from ..graph.reading import ledger_names, read_ledger_from
from ..graph.store import Store
from ..graph.stores import Location, current_version, is_remote, open_store
from ..ontology.errors import NothingFound, Text

#: Seconds for which what was read is taken to be true where nothing tells of writes: on a server whose graph this
#: program did not write, or is just writing. An index that took long to read is kept for this many times as long.
_LIFETIME = 5.0
_LIFETIMES_OF_INDEX = 20.0


class GraphHolder:
    """Gives every request the graph as it is now, and its ledgers read once each.

    On a server it sees the writes of this program, wherever they were made, and those of others after the next of ours.
    """

    def __init__(self, location: Location):
        self._location = location
        self._lock = Lock()
        self._open()
        self._index_lock = Lock()
        self._indexes: dict[Store, ImpactIndex] = {}
        self._reading_time = 0.0

    def _open(self) -> None:
        self._store = open_store(self._location)
        self._written = self._store.last_write()
        self._opened = time.monotonic()
        self._ledgers: dict[tuple[Store, str], Ledger] = {}

    def store(self) -> Store:
        """The graph in force now."""
        written = self._last_write()  # a server is asked before the lock is taken: others need not wait for it
        with self._lock:
            if written != self._written or (not written and self._is_old()):
                self._open()
            return self._store

    def _last_write(self) -> str:
        return self._store.last_write() if is_remote(self._location) else current_version(self._location) or ""

    def _is_old(self) -> bool:
        return time.monotonic() - self._opened > max(_LIFETIME, _LIFETIMES_OF_INDEX * self._reading_time)

    def index(self) -> ImpactIndex:
        """What impact is asked of, read once for each state of the graph."""
        store = self.store()
        with self._index_lock:  # reading an index takes seconds on a large graph: nothing else may wait for it
            if store not in self._indexes:
                begun = time.monotonic()
                self._indexes = {store: read_index(store, quotes=True)}
                self._reading_time = time.monotonic() - begun
                gc.collect()
                gc.freeze()  # millions of objects that stay: the collector would look through them again and again
            return self._indexes[store]

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
            # Keyed by the store: a request that began before a load must not fill the cache of the next one.
            key = (store, chosen)
            if key not in self._ledgers:
                self._ledgers[key] = read_ledger_from(store, chosen)
            return self._ledgers[key]
