"""The counts of a store: right, made once for each version, and never waited for by those who will not."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event, Thread

import pytest
from pyoxigraph import NamedNode, Triple

from taizhang.graph.embedded import OxigraphStore
from taizhang.graph.store import Answer, Store
from taizhang.ontology.errors import QueryError, Text
from taizhang.queries.census import Census, census, census_of
from tests.queries.small_stores import stored

TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def small(path: Path, *things: str) -> OxigraphStore:
    """A store whose graph http://g states that things are of the class http://c."""
    return stored(path, {"http://g": [Triple(NamedNode(thing), TYPE, NamedNode("http://c")) for thing in things]})


class Slow(Store):
    """A store that counts how often it is asked, and answers when it is let go."""

    def __init__(self, store: Store, version: str):
        self._store = store
        self._version = version
        self.begun, self.go = Event(), Event()
        self.asked = 0

    @property
    def version(self) -> str:
        return self._version

    def query(
        self, text: str, default: Sequence[str] = (), named: Sequence[str] = (), base: str | None = None
    ) -> Answer:
        self.asked += 1
        self.begun.set()
        assert self.go.wait(timeout=20)
        return self._store.query(text, default, named, base)

    def triples(self, graph: str | None) -> Iterator[Triple]:
        return self._store.triples(graph)

    def graphs(self) -> list[str]:
        return self._store.graphs()

    def lines(self) -> list[str]:
        return self._store.lines()


def test_everything_is_counted(tmp_path: Path) -> None:
    expected = Census(
        triples=2,
        entities=2,
        subjects=2,
        objects=1,
        classes={"http://c": 2},
        properties={TYPE.value: 2},
        graphs={"http://g": 2},
    )
    assert census(small(tmp_path, "http://a", "http://b")) == expected


def test_an_empty_store_has_nothing_in_it(tmp_path: Path) -> None:
    assert census(small(tmp_path)) == Census(0, 0, 0, 0, {}, {}, {})


def test_a_version_is_counted_once_however_many_ask(tmp_path: Path) -> None:
    slow = Slow(small(tmp_path, "http://a"), "once")
    found: list[Census | None] = []
    asking = [Thread(target=lambda: found.append(census_of(slow))) for _ in range(5)]
    for thread in asking:
        thread.start()
    assert census_of(slow, patience=0.05) is None
    slow.go.set()
    for thread in asking:
        thread.join()
    asked = slow.asked
    assert [one and one.triples for one in found] == [1] * 5
    assert census_of(slow, patience=0) == found[0]
    assert slow.asked == asked


def test_a_new_version_is_counted_anew(tmp_path: Path) -> None:
    first = census_of(small(tmp_path, "http://a"))
    second = census_of(small(tmp_path, "http://a", "http://b"))
    assert (first and first.triples, second and second.triples) == (1, 2)


def test_only_one_version_is_counted_at_a_time(tmp_path: Path) -> None:
    store = small(tmp_path, "http://a")
    before, after = Slow(store, "before"), Slow(store, "after")
    waiting = Thread(target=lambda: census_of(before))
    waiting.start()
    assert before.begun.wait(timeout=20)
    assert census_of(after, patience=5) is None
    assert after.asked == 0
    for one in (before, after):
        one.go.set()
    found = census_of(after)
    waiting.join()
    assert found
    assert found.triples == 1


def test_where_there_are_no_versions_it_is_counted_each_time(tmp_path: Path) -> None:
    slow = Slow(small(tmp_path, "http://a"), "")
    slow.go.set()
    census_of(slow)
    asked = slow.asked
    census_of(slow)
    assert slow.asked == 2 * asked


def test_a_count_that_failed_is_tried_again(tmp_path: Path) -> None:
    class Failing(Slow):
        def query(
            self, text: str, default: Sequence[str] = (), named: Sequence[str] = (), base: str | None = None
        ) -> Answer:
            if not self.go.is_set():
                raise QueryError(Text("不行", "no"))
            return super().query(text, default, named, base)

    failing = Failing(small(tmp_path, "http://a"), "failing")
    with pytest.raises(QueryError, match="no"):
        census_of(failing)
    failing.go.set()
    found = census_of(failing)
    assert found
    assert found.triples == 1
