"""A server for the tests of this folder, started once, and the graphs they use."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from neo4j import Driver, GraphDatabase

from taizhang.graph.embedded import OxigraphStore
from taizhang.graph.neo4j_names import Names
from taizhang.graph.neo4j_sync import Sync
from taizhang.graph.networks import Network, whole_network
from taizhang.graph.property_reader import PropertyGraph, read_property_graph
from taizhang.loaders import ingest
from taizhang.queries.cypher import Server as Address
from tests import laws
from tests.neo4j_server import Server, require

#: A part of the real corpus, with what its texts cite there: what is about administration, and one text in three of the rest.
_FOLDERS = ("宪法", "宪法相关法", "行政法", "DLC/河南地方法规/地方性法规/河南")
_WORDS = ("行政", "立法", "宪法", "执法", "法规", "优化营商")


def part(corpus: Path) -> list[Path]:
    """Some two hundred law texts, the same each time."""
    texts = [path for folder in _FOLDERS for path in sorted((corpus / folder).rglob("[!_]*.md"))]
    return [path for index, path in enumerate(texts) if index % 3 == 0 or any(word in path.name for word in _WORDS)]


@pytest.fixture(scope="session")
def neo4j(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real Neo4j."""
    require()
    server = Server(tmp_path_factory.mktemp("neo4j")).start()
    yield server
    server.kill()  # its home is thrown away: no need to wait for its good order


@pytest.fixture
def driver(neo4j: Server) -> Iterator[Driver]:
    """A driver to a database that holds nothing."""
    with GraphDatabase.driver(neo4j.uri, auth=neo4j.auth, notifications_min_severity="OFF") as opened:
        clear(opened)
        yield opened


def clear(driver: Driver) -> None:
    """Take every node and edge away."""
    with driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()


def address(server: Server, prefix: str = "") -> Address:
    """The server as the program is told of it."""
    return Address(server.uri, *server.auth, names=Names(prefix))


@pytest.fixture(scope="session")
def wells(tmp_path_factory: pytest.TempPathFactory, ledger_path: Path) -> OxigraphStore:
    """The made-up corpus with its ledger, and the ledger of Zhengzhou."""
    base = tmp_path_factory.mktemp("both")
    laws.write(base / "wells", {**laws.LAWS, laws.LEDGER_NAME: laws.LEDGER})
    ingest.load([base / "wells", ledger_path], base / "store")
    return OxigraphStore.open(base / "store")


@pytest.fixture(scope="session")
def graph(wells: OxigraphStore) -> Iterator[PropertyGraph]:
    """That as a property graph."""
    with read_property_graph(wells) as found:
        yield found


@pytest.fixture(scope="session")
def network(graph: PropertyGraph) -> Network:
    """That as a network."""
    return whole_network(graph)


def synced(driver: Driver, graph: PropertyGraph, names: Names | None = None) -> Sync:
    """A sync that was run."""
    sync = Sync(driver, graph, names=names or Names())
    sync.run()
    return sync
