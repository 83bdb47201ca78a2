"""A question has one answer, whichever engine is asked: SPARQL, Cypher and Python agree, rows and order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from neo4j import Driver, GraphDatabase

from taizhang.graph.embedded import OxigraphStore
from taizhang.graph.neo4j_names import Names
from taizhang.graph.networks import Network, whole_network
from taizhang.graph.property_reader import PropertyGraph, read_property_graph
from taizhang.loaders import ingest
from taizhang.queries import answers, cypher, networkx_twins
from taizhang.queries.catalogue import catalogue, question
from tests.neo4j.conftest import address, clear, part, synced
from tests.neo4j_server import Server

#: Values that make questions say something else than their defaults do.
VALUES: Mapping[str, list[dict[str, str]]] = {
    "as-of": [{"on": "2016-10-01", "title": "水井"}, {"on": "2024-06-01"}],
    "citation-chain": [{"measure": str(number)} for number in (1, 3, 15, 19)],
    "corrections": [{"lang": "en"}, {"lang": "fr"}],
    "deadlines-due": [{"from": "2024-12-01", "until": "2024-12-30"}],
    "effects-of": [{"title": "水井"}, {"title": "法"}],
    "measures-without-lead": [{"min": "3"}],
    "mechanisms": [{"name": "制度"}],
    "most-cited": [{"least": "2"}, {"title": "法"}],
    "pinpoint-drift": [{"drift": "removed"}, {"title": "水井"}],
    "regulation-dependents": [{"regulation": "水井"}, {"regulation": "号"}],
    "repealed-but-cited": [{"on": "2016-12-01"}, {"title": "水井"}],
    "shared-load": [{"min": "80"}],
    "stale-basis": [{"on": "2016-05-31"}],
    "stale-basis-laws": [{"on": "2015-01-01"}],
    "statistics": [{"lang": "en"}],
    "unit-load": [{"name": "司法"}],
    "unit-profile": [{"unit": "郑州市大数据管理局"}, {"unit": "没有"}],
    "unresolved-citations": [{"title": "水井"}],
    "version-history": [{"title": "水井法"}, {"title": "法"}],
}
CASES = [(name, values) for name in catalogue() for values in ({}, *VALUES.get(name, []))]


@dataclass(frozen=True)
class Engines:
    """One graph in three engines."""

    store: OxigraphStore
    driver: Driver
    server: cypher.Server
    network: Network

    def compare(self, name: str, values: Mapping[str, str]) -> None:
        asked = question(name)
        expected = answers.table(answers.ask(self.store, asked, values))
        assert answers.table(cypher.ask(self.driver, self.server, asked, values)) == expected
        assert answers.table(networkx_twins.ask(self.network, asked, values)) == expected


@pytest.fixture(scope="module")
def small(neo4j: Server, wells: OxigraphStore, graph: PropertyGraph, network: Network) -> Iterator[Engines]:
    """The made-up corpus and the ledgers, under a prefix."""
    server = address(neo4j, "w_")
    with GraphDatabase.driver(neo4j.uri, auth=neo4j.auth, notifications_min_severity="OFF") as driver:
        clear(driver)
        synced(driver, graph, Names("w_"))
        yield Engines(wells, driver, server, network)


@pytest.mark.parametrize(("name", "values"), CASES)
def test_the_engines_agree_on_the_ledgers_and_the_made_up_corpus(
    small: Engines, name: str, values: dict[str, str]
) -> None:
    small.compare(name, values)


@pytest.fixture(scope="module")
def large(
    neo4j: Server, corpus: Path, ledger_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engines]:
    """A part of the real corpus, with the ledger."""
    path = tmp_path_factory.mktemp("part") / "store"
    ingest.load([*part(corpus), ledger_path], path)
    store = OxigraphStore.open(path)
    with (
        read_property_graph(store) as graph,
        GraphDatabase.driver(neo4j.uri, auth=neo4j.auth, notifications_min_severity="OFF") as driver,
    ):
        clear(driver)
        synced(driver, graph)
        yield Engines(store, driver, address(neo4j), whole_network(graph))


@pytest.mark.parametrize("name", catalogue())
def test_the_engines_agree_on_real_law_texts(large: Engines, name: str) -> None:
    for values in ({}, *VALUES.get(name, [])):
        large.compare(name, values)


def test_every_twin_has_the_columns_of_its_question(small: Engines) -> None:
    for asked in catalogue().values():
        found = cypher.ask(small.driver, small.server, asked, {})
        expected = answers.ask(small.store, asked, {})
        assert [v.value for v in found.variables] == [v.value for v in expected.variables], asked.name


def test_a_value_is_never_part_of_the_statement(small: Engines) -> None:
    for text in ("' OR true //", '"', "`", "\\", "}) MATCH (n) DETACH DELETE n //", "$_prefix"):
        assert answers.table(cypher.ask(small.driver, small.server, question("unit-load"), {"name": text})).rows == ()
