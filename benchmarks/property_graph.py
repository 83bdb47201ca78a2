"""The whole corpus as a property graph in a real Neo4j, against `LOAD CSV ... MERGE` of the same rows. Part of `make bench`.

sync        nodes and edges a second into an empty database, its full-text index filled: at least 0.8 times LOAD CSV
second      the same again, every hash compared: under a tenth of the first; and by the mark of the store's version
import      nodes and edges a second by neo4j-admin: at least 5 times LOAD CSV. On both sides the files are there and Java
            has started (neo4j-admin says itself what it took); then the same with the start of Java, and with the
            writing of the files on both sides
questions   every question of the catalogue by SPARQL, Cypher and in Python on the whole corpus: equal, with its seconds

To run it alone, over a store that is there: `python -m benchmarks.property_graph STORE`. Without Java and Maven it is left
out with a word.
"""

import csv
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from neo4j import Driver, GraphDatabase
from tests.neo4j_server import Server, missing_tools

from taizhang.graph import networks
from taizhang.graph.embedded import OxigraphStore
from taizhang.graph.neo4j_import import write_import
from taizhang.graph.neo4j_names import Names
from taizhang.graph.neo4j_sync import Sync, Written, is_current
from taizhang.graph.neo4j_verify import verify
from taizhang.graph.property_graph import EdgeType, Label, Value
from taizhang.graph.property_reader import PropertyGraph, read_property_graph
from taizhang.queries import answers, cypher, networkx_twins
from taizhang.queries.catalogue import catalogue

Given = TypeVar("Given")
#: How many times the import files are imported.
IMPORTS = 5
_NODES = """LOAD CSV WITH HEADERS FROM $url AS row CALL (row) {
  MERGE (n:Thing {iri: row.iri}) SET n:%s, n += row } IN TRANSACTIONS OF 5000 ROWS"""
_EDGES = """LOAD CSV WITH HEADERS FROM $url AS row CALL (row) {
  MATCH (a:Thing {iri: row.start_}) MATCH (b:Thing {iri: row.end_}) MERGE (a)-[r:%s {key_: row.key_}]->(b) SET r += row
} IN TRANSACTIONS OF 5000 ROWS"""


def timed(work: Callable[[], Given]) -> tuple[float, Given]:
    """Wall-clock seconds of something, and what it gave."""
    begin = time.perf_counter()
    found = work()
    return time.perf_counter() - begin, found


@contextmanager
def fresh(home: Path) -> Iterator[tuple[Server, Driver]]:
    """A server as the distribution runs it, and a driver."""
    server = Server(home, quick=False).start()
    try:
        with GraphDatabase.driver(server.uri, auth=server.auth, notifications_min_severity="OFF") as driver:
            yield server, driver
    finally:
        server.kill()


def bench_property_graph(store_path: Path, folder: Path) -> None:
    """Everything, over one store."""
    if reason := missing_tools():
        print(f"Neo4j is left out: {reason}")
        return
    store = OxigraphStore.open(store_path)
    begin = time.perf_counter()
    with read_property_graph(store) as graph:
        rows = sum(graph.node_counts().values()) + sum(graph.edge_counts().values())
        print(f"RDF to {rows} nodes and edges   {time.perf_counter() - begin:.1f} s", flush=True)
        with fresh(folder / "synced") as (server, driver):
            first = bench_sync(driver, graph, rows, store.version)
            bench_questions(driver, cypher.Server(server.uri, *server.auth), store, graph)
        floor = bench_load_csv(folder / "merged", graph, rows)
        imported = bench_import(folder / "imported", graph, rows)
    print(f"sync at {floor.loading / first:.2f} times the rate of LOAD CSV (at least 0.8)")
    print(
        f"import at {floor.loading / imported.loading:.2f} times the rate of LOAD CSV (at least 5); "
        f"{floor.loading / imported.command:.2f} with the start of Java, "
        f"{(floor.writing + floor.loading) / (imported.writing + imported.command):.2f} with the writing of the files too"
    )


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds: to write files, to load them, and for the command that loads them, with the start of its program."""

    writing: float
    loading: float
    command: float


def bench_sync(driver: Driver, graph: PropertyGraph, rows: int, version: str) -> float:
    """The first sync, the second, and the one that finds the mark; seconds of the first."""
    first, written = timed(lambda: Sync(driver, graph).run(version))
    assert written == Written(created=rows)
    print(f"first sync      {first:.1f} s, {rows / first:,.0f} rows a second", flush=True)
    second, written = timed(lambda: Sync(driver, graph).run(version))
    assert written == Written(unchanged=rows)
    print(f"second sync     {second:.1f} s   ratio {second / first:.3f} (under 0.1)", flush=True)
    marked, current = timed(lambda: is_current(driver, None, Names(), version))
    assert current
    print(f"by the mark     {marked:.2f} s   ratio {marked / first:.4f}", flush=True)
    checked, differences = timed(lambda: verify(driver, graph, None, Names()))
    assert differences == []
    print(f"verify          {checked:.1f} s", flush=True)
    return first


def bench_load_csv(home: Path, graph: PropertyGraph, rows: int) -> Spent:
    """The same rows by LOAD CSV and MERGE, with the constraint alone, on a server that runs."""
    with fresh(home) as (_, driver):
        driver.execute_query("CREATE CONSTRAINT FOR (n:Thing) REQUIRE n.iri IS UNIQUE")
        driver.execute_query("CALL db.awaitIndexes()")
        writing, files = timed(lambda: [*_node_files(home / "import", graph), *_edge_files(home / "import", graph)])

        def load() -> None:
            with driver.session() as session:
                for path, text in files:
                    session.run(text, url=path.as_uri()).consume()

        seconds, _ = timed(load)
        count = driver.execute_query("MATCH (n:Thing) RETURN count(n)").records[0][0]
        count += driver.execute_query("MATCH ()-[r]->() RETURN count(r)").records[0][0]
        assert count == rows
    print(
        f"LOAD CSV        {writing:.1f} s to write, {seconds:.1f} s to load, {rows / seconds:,.0f} rows a second",
        flush=True,
    )
    return Spent(writing, seconds, seconds)


def bench_import(home: Path, graph: PropertyGraph, rows: int) -> Spent:
    """Files written and imported. An import is short beside the load it is measured against: the median of several."""
    server = Server(home, quick=False)
    server.prepare()
    writing, (*_, arguments) = timed(lambda: write_import(graph, home / "files", Names()))
    runs = [timed(lambda: server.admin("database", "import", "full", "neo4j", f"@{arguments}")) for _ in range(IMPORTS)]
    command = statistics.median(seconds for seconds, _ in runs)
    each = [_said_seconds(said) for _, said in runs]
    importing = statistics.median(each)
    print(
        f"import          {writing:.1f} s to write, {importing:.1f} s to import (median of {IMPORTS}, "
        f"{min(each):.1f} to {max(each):.1f}; {command:.1f} s with the start of Java), {rows / importing:,.0f} rows a second",
        flush=True,
    )
    return Spent(writing, importing, command)


def _said_seconds(said: str) -> float:
    """What neo4j-admin says it took: `IMPORT DONE in 1m 2s 155ms.`"""
    found = re.search(r"IMPORT DONE in (?:(\d+)m )?(?:(\d+)s )?(?:(\d+)ms)?", said)
    assert found, said
    minutes, seconds, milliseconds = (int(part or 0) for part in found.groups())
    return minutes * 60 + seconds + milliseconds / 1000


def bench_questions(driver: Driver, server: cypher.Server, store: OxigraphStore, graph: PropertyGraph) -> None:
    """Every question with its defaults in three engines."""
    seconds, network = timed(lambda: networks.whole_network(graph))
    print(f"network         {seconds:.1f} s")
    for asked in catalogue().values():
        by_sparql, expected = timed(lambda asked=asked: answers.table(answers.ask(store, asked, {})))  # type: ignore[misc]
        by_cypher, found = timed(lambda asked=asked: answers.table(cypher.ask(driver, server, asked, {})))  # type: ignore[misc]
        in_python, again = timed(lambda asked=asked: answers.table(networkx_twins.ask(network, asked, {})))  # type: ignore[misc]
        said = "equal" if expected == found == again else "DIFFERENT"
        print(
            f"{asked.name:<22} {len(expected.rows):>7} rows {said}   "
            f"SPARQL {by_sparql:.2f} s, Cypher {by_cypher:.2f} s, Python {in_python:.2f} s",
            flush=True,
        )
    tied, found_ties = timed(lambda: networks.regulations_by_citation(network))
    central, _ = timed(lambda: networks.centralities(network, found_ties))
    critical, _ = timed(lambda: networks.critical_regulations(network))
    print(f"instruments by citation {tied:.1f} s, their centralities {central:.1f} s, critical ones {critical:.1f} s")


def _node_files(folder: Path, graph: PropertyGraph) -> Iterator[tuple[Path, str]]:
    for label in Label:
        if label in graph.node_counts():
            rows = ({"iri": node.iri, "content_": node.content, **node.properties} for node in graph.nodes(label))
            yield _written(folder / f"{label}.csv", list(rows)), _NODES % label


def _edge_files(folder: Path, graph: PropertyGraph) -> Iterator[tuple[Path, str]]:
    for type_ in EdgeType:
        if type_ in graph.edge_counts():
            rows = (
                {"start_": e.start, "end_": e.end, "key_": e.key or "-", "content_": e.content, **e.properties}
                for e in graph.edges(type_)
            )
            yield _written(folder / f"{type_}.csv", list(rows)), _EDGES % type_


def _written(path: Path, rows: list[dict[str, Value]]) -> Path:
    names = sorted({name for row in rows for name in row})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        for row in rows:
            writer.writerow({name: "；".join(map(str, v)) if isinstance(v, tuple) else v for name, v in row.items()})
    return path


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        bench_property_graph(Path(sys.argv[1]), Path(name))
