"""The property graph in a real Neo4j: written whole, written once, kept up to date, whatever happens meanwhile."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from neo4j import Driver, GraphDatabase
from pyoxigraph import Literal, NamedNode, Triple

from taizhang.graph.embedded import OxigraphStore
from taizhang.graph.neo4j_import import write_import
from taizhang.graph.neo4j_names import Names
from taizhang.graph.neo4j_sync import Sync, Written, is_current
from taizhang.graph.neo4j_verify import verify
from taizhang.graph.property_graph import Label
from taizhang.graph.property_reader import PropertyGraph, read_property_graph
from taizhang.graph.stores import writing
from taizhang.loaders import ingest
from taizhang.ontology.errors import StoreError
from taizhang.ontology.vocabulary import BASE, iri
from tests import laws
from tests.neo4j.conftest import clear, synced
from tests.neo4j_server import Server


def total(graph: PropertyGraph) -> int:
    return sum(graph.node_counts().values()) + sum(graph.edge_counts().values())


#: So few rows a transaction that two are under way nearly all the time, as in a large graph.
FEW = 40


def test_the_first_sync_writes_everything_and_the_second_nothing(driver: Driver, graph: PropertyGraph) -> None:
    assert Sync(driver, graph).run("1") == Written(created=total(graph))
    assert is_current(driver, None, Names(), "1")
    assert not is_current(driver, None, Names(), "2")
    assert verify(driver, graph, None, Names()) == []
    assert Sync(driver, graph).run("1") == Written(unchanged=total(graph))
    assert not is_current(driver, None, Names(), "")


def test_two_transactions_at_a_time_write_everything_and_exchange_everything(
    driver: Driver, graph: PropertyGraph
) -> None:
    assert Sync(driver, graph, batch=FEW).run() == Written(created=total(graph))
    assert verify(driver, graph, None, Names()) == []
    driver.execute_query("MATCH (n:Thing) SET n.content_ = 0, n.mine = 1")
    driver.execute_query("MATCH (:Thing)-[r]->() SET r.content_ = 0, r.mine = 1")
    assert Sync(driver, graph, batch=FEW).run() == Written(changed=total(graph))
    assert verify(driver, graph, None, Names()) == []


def test_the_address_of_a_cluster_and_the_name_of_a_database_work(neo4j: Server, graph: PropertyGraph) -> None:
    with GraphDatabase.driver(
        neo4j.uri.replace("bolt://", "neo4j://"), auth=neo4j.auth, notifications_min_severity="OFF"
    ) as driver:
        clear(driver)
        Sync(driver, graph, "neo4j").run()
        assert verify(driver, graph, "neo4j", Names()) == []


def test_a_change_on_the_server_is_seen_and_put_right(driver: Driver, graph: PropertyGraph) -> None:
    synced(driver, graph)
    driver.execute_query("MATCH (m:Measure {number: 1}) SET m.text = 'x', m.content_ = 1")
    driver.execute_query("MATCH (m:Measure {number: 2}) DETACH DELETE m")
    driver.execute_query("MATCH (:Unit)-[r:LEADS]->(:Measure {number: 3}) DELETE r")
    driver.execute_query("MATCH (a:Ledger), (b:Place) WITH a, b LIMIT 1 CREATE (a)-[:LEADS]->(b)")
    driver.execute_query("CREATE (:Thing:Measure {iri: 'https://example.org/x', kind_: 'Measure', content_: 0})")
    assert {found.name for found in verify(driver, graph, None, Names())} >= {"Measure", "LEADS", "OF_MEASURE"}
    written = Sync(driver, graph).run()
    assert (written.changed, written.deleted) == (2, 2)
    assert verify(driver, graph, None, Names()) == []


def test_what_was_changed_behind_its_hash_is_seen_by_verify_and_put_right_on_demand(
    driver: Driver, graph: PropertyGraph
) -> None:
    synced(driver, graph)
    driver.execute_query("MATCH (m:Measure {number: 1}) SET m.text = m.text + ' '")
    driver.execute_query("MATCH (m:Measure {number: 2})-[r:PART_OF]->() SET r.mine = point({x: 1, y: 2}), m:Mine")
    assert [(found.name, found.here[0] - found.there[0]) for found in verify(driver, graph, None, Names())] == [
        ("Measure", 0), ("PART_OF", 0),
    ]  # fmt: skip
    assert Sync(driver, graph).run() == Written(unchanged=total(graph))
    written = Sync(driver, graph, doubting=True).run()
    assert (written.created, written.deleted, written.unchanged) == (0, 0, total(graph) - written.changed)
    assert verify(driver, graph, None, Names()) == []


def test_what_a_document_loses_is_taken_away_and_the_rest_stays(driver: Driver, tmp_path: Path) -> None:
    folder, store = laws.write(tmp_path / "wells", laws.LAWS), tmp_path / "store"
    ingest.load([folder], store)
    with read_property_graph(OxigraphStore.open(store)) as before:
        synced(driver, before)
        count = total(before)
    name = "河南省水井检查办法(2018-02-10).md"
    text = laws.LAWS[name].replace("第三条 检查的档案，按照《水井档案管理办法》（水井总局令第3号）保存。\n\n", "")
    (folder / name).write_text(text, encoding="utf-8")
    ingest.load([folder / name], store)
    with read_property_graph(OxigraphStore.open(store)) as after:
        written = Sync(driver, after).run()
        assert verify(driver, after, None, Names()) == []
        assert written.deleted > 0
        assert written.unchanged > count * 0.8
        assert written.created + written.changed + written.unchanged == total(after)


def test_two_graphs_share_a_database_by_a_prefix(driver: Driver, graph: PropertyGraph, store: OxigraphStore) -> None:
    with read_property_graph(store) as other:
        synced(driver, other, Names("zz_"))
        synced(driver, graph)
        assert verify(driver, other, None, Names("zz_")) == []
        assert verify(driver, graph, None, Names()) == []


@pytest.mark.parametrize("prefix", ["1", "a`b", "a b", "汉", "a" * 40])
def test_a_prefix_that_is_no_name_is_refused(prefix: str) -> None:
    with pytest.raises(StoreError):
        Names(prefix)


ODD = (
    "引号\"双'单“全”", "`反引号` )-[:X]->( {a: 1} // $x", "行一\n行二\r\n\t尾", "长" * 10_000, "𠮷😀" * 5_000,
    "\\u0041 \\ \\\\", "'; MATCH (n) DETACH DELETE n //", " ", "é\u0301",
)  # fmt: skip


def add_odd_units(store: Path) -> None:
    kind, name, triples = NamedNode(iri("rdf:type")), NamedNode(iri("skos:prefLabel")), []
    for index, text in enumerate(ODD):
        unit = NamedNode(f"{BASE}id/unit/odd/{index}")
        triples.append(Triple(unit, kind, NamedNode(iri("org:FormalOrganization"))))
        triples.append(Triple(unit, name, Literal(text, language="zh")))
    with writing(store) as target:
        target.replace(f"{BASE}id/graph/document/odd", triples)


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PropertyGraph]:
    """Units with names that break what pastes them."""
    tmp_path = tmp_path_factory.mktemp("odd")
    ingest.load(ingest.default_paths(), tmp_path / "store")
    add_odd_units(tmp_path / "store")
    with read_property_graph(OxigraphStore.open(tmp_path / "store")) as found:
        yield found


def names_there(driver: Driver, names: Names) -> list[str]:
    text = names.within("MATCH (n:Unit) WHERE n.iri CONTAINS '/unit/odd/' RETURN n.name ORDER BY n.iri")
    found = driver.execute_query(text)
    return [record[0] for record in found.records]


def test_names_arrive_unchanged_whatever_is_in_them(driver: Driver, odd: PropertyGraph) -> None:
    synced(driver, odd)
    assert names_there(driver, Names()) == list(ODD)
    assert verify(driver, odd, None, Names()) == []


#: A unit as the property test draws it: its names, whether it is a group, which of the five are its members.
Drawn = tuple[str, frozenset[str], bool, frozenset[int]]
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
UNITS = st.lists(
    st.tuples(WORDS, st.frozensets(WORDS, max_size=3), st.booleans(), st.frozensets(st.integers(0, 4), max_size=3)),
    max_size=5,
)


def drawn_triples(units: list[Drawn]) -> Iterator[Triple]:
    kind, name, other_name, member = (
        NamedNode(iri(n)) for n in ("rdf:type", "skos:prefLabel", "skos:altLabel", "tz:member")
    )
    nodes = [NamedNode(f"{BASE}id/unit/drawn/{index}") for index in range(5)]
    for node, (called, others, is_group, members) in zip(nodes, units, strict=False):
        yield Triple(node, kind, NamedNode(iri("tz:UnitGroup" if is_group else "org:FormalOrganization")))
        yield Triple(node, name, Literal(called, language="zh"))
        yield from (Triple(node, other_name, Literal(other, language="zh")) for other in others)
        yield from (Triple(node, member, nodes[index]) for index in members)


@pytest.fixture(scope="module")
def drawn_into(tmp_path_factory: pytest.TempPathFactory, neo4j: Server) -> Iterator[tuple[Path, Driver]]:
    """A store of little more than the register, and a driver; what one example leaves is where the next begins."""
    store = tmp_path_factory.mktemp("drawn") / "store"
    with GraphDatabase.driver(neo4j.uri, auth=neo4j.auth, notifications_min_severity="OFF") as opened:
        clear(opened)
        with writing(store) as target:
            target.replace(f"{BASE}id/graph/document/drawn", [])
        yield store, opened


@settings(max_examples=12)
@given(UNITS)
def test_whatever_the_graph_was_and_is_a_sync_makes_them_equal_and_the_next_writes_nothing(
    drawn_into: tuple[Path, Driver], units: list[Drawn]
) -> None:
    store, driver = drawn_into
    with writing(store) as target:
        target.replace(f"{BASE}id/graph/document/drawn", drawn_triples(units))
    with read_property_graph(OxigraphStore.open(store)) as found:
        Sync(driver, found).run()
        assert verify(driver, found, None, Names()) == []
        assert Sync(driver, found).run() == Written(unchanged=total(found))
        assert found.node_counts().get(Label.UNIT, 0) + found.node_counts().get(Label.UNIT_GROUP, 0) == len(units)


@pytest.mark.parametrize("prefix", ["", "zz_"])
def test_import_files_hold_what_a_sync_would_have_written(
    odd: PropertyGraph, tmp_path: Path, neo4j: Server, prefix: str
) -> None:
    server, names = Server(tmp_path / "imported"), Names(prefix)
    *files, arguments = write_import(odd, tmp_path / "files", names)
    lines = [file.name for file in files if file.stem.endswith("-lines")]
    assert (len(files) - len(lines), lines) == (
        len(odd.node_counts()) + len(odd.edge_counts()),
        ["nodes-Unit-lines.csv"],
    )
    server.admin("database", "import", "full", "neo4j", f"@{arguments}")
    server.start()
    try:
        with GraphDatabase.driver(server.uri, auth=server.auth, notifications_min_severity="OFF") as driver:
            assert verify(driver, odd, None, names) == []
            assert Sync(driver, odd, names=names).run("1") == Written(unchanged=total(odd))
            assert names_there(driver, names) == list(ODD)
    finally:
        server.kill()


class Wire:
    """A loopback address that passes bytes on to a server until it is cut."""

    def __init__(self, port: int):
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._pairs: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                one, _ = self._listener.accept()
                other = socket.create_connection(("127.0.0.1", self._target))
                self._pairs += [one, other]
                for source, target in ((one, other), (other, one)):
                    threading.Thread(target=self._pass, args=(source, target), daemon=True).start()

    @staticmethod
    def _pass(source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_RDWR)

    def cut(self) -> None:
        """Break every connection that is open now."""
        pairs, self._pairs = self._pairs, []
        for end in pairs:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def close(self) -> None:
        self._listener.close()
        self.cut()


@contextmanager
def wire(server: Server) -> Iterator[Wire]:
    found = Wire(server.port)
    try:
        yield found
    finally:
        found.close()


def test_a_sync_goes_on_after_its_connection_was_cut(neo4j: Server, driver: Driver, graph: PropertyGraph) -> None:
    with (
        wire(neo4j) as line,
        GraphDatabase.driver(
            f"bolt://127.0.0.1:{line.port}", auth=neo4j.auth, notifications_min_severity="OFF"
        ) as shaky,
    ):
        cuts = iter((total(graph) // 4, total(graph) // 2, total(graph) * 3 // 4))
        waiting = [next(cuts)]

        def cut(done: int, _: int) -> None:
            if waiting and done >= waiting[0]:
                waiting[:] = [following for following in (next(cuts, None),) if following]
                line.cut()

        Sync(shaky, graph, progress=cut, patience=30).run()
    assert waiting == []
    assert verify(driver, graph, None, Names()) == []


def test_after_the_server_was_killed_in_the_middle_the_next_run_completes(
    graph: PropertyGraph, tmp_path: Path, neo4j: Server
) -> None:
    server = Server(tmp_path / "killed").start()
    try:
        with GraphDatabase.driver(server.uri, auth=server.auth, notifications_min_severity="OFF") as driver:

            def kill(done: int, of: int) -> None:
                if server.process and done > of // 2:
                    server.kill()

            with pytest.raises(StoreError, match="run it again to go on"):
                Sync(driver, graph, progress=kill, patience=0).run("1")
        server.start()
        with GraphDatabase.driver(server.uri, auth=server.auth, notifications_min_severity="OFF") as driver:
            assert not is_current(driver, None, Names(), "1")
            written = Sync(driver, graph).run("1")
            assert 0 < written.created < total(graph)
            assert written.created + written.unchanged == total(graph)
            assert verify(driver, graph, None, Names()) == []
    finally:
        server.kill()
