"""`taizhang neo4j` and `taizhang query --engine` as people run them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from neo4j import Driver, GraphDatabase

from taizhang.api import messages
from taizhang.graph.embedded import OxigraphStore
from taizhang.graph.property_reader import PropertyGraph
from taizhang.ontology.errors import Language
from tests.conftest import Ran, run
from tests.neo4j.conftest import clear, synced
from tests.neo4j_server import PASSWORD, Server


@pytest.fixture(scope="module")
def driver(neo4j: Server) -> Iterator[Driver]:
    with GraphDatabase.driver(neo4j.uri, auth=neo4j.auth, notifications_min_severity="OFF") as opened:
        clear(opened)
        yield opened


def asked(neo4j: Server, wells: OxigraphStore, *arguments: str, **more: str) -> Ran:
    settings = {"TAIZHANG_NEO4J_URI": neo4j.uri, "TAIZHANG_NEO4J_PASSWORD": PASSWORD, "TAIZHANG_STORE": str(wells.path)}
    return run(*arguments, **{**settings, **more})


def test_sync_says_what_it_wrote_and_verify_what_differs(
    neo4j: Server, wells: OxigraphStore, graph: PropertyGraph, driver: Driver
) -> None:
    nodes, edges = sum(graph.node_counts().values()), sum(graph.edge_counts().values())
    synced = f"{neo4j.uri}: {nodes + edges} created, 0 changed, 0 deleted, 0 unchanged\n"
    assert asked(neo4j, wells, "neo4j", "sync") == Ran(0, "", synced)
    current = asked(neo4j, wells, "neo4j", "sync", TAIZHANG_LANGUAGE="zh")
    assert current == Ran(0, "", f"{neo4j.uri}：已是最新，没有写入\n")
    same = f"{neo4j.uri}: {nodes} nodes and {edges} edges, all as in the graph\n"
    assert asked(neo4j, wells, "neo4j", "verify") == Ran(0, same, "")
    driver.execute_query("MATCH (m:Measure {number: 1})-[r:PART_OF]->() DELETE r")
    driver.execute_query("MATCH (m:Measure {number: 1}) SET m.text = '', m.content_ = 0")
    differs = asked(neo4j, wells, "neo4j", "verify")
    measures, parts = graph.node_counts()["Measure"], graph.edge_counts()["PART_OF"]  # type: ignore[index]
    assert (differs.code, differs.out.splitlines()) == (1, [
        f"Measure: {measures} in the graph, {measures} in Neo4j, contents differ",
        f"PART_OF: {parts} in the graph, {parts - 2} in Neo4j",
    ])  # fmt: skip
    assert asked(neo4j, wells, "neo4j", "sync").err.startswith(f"{neo4j.uri}: 2 created, 2 changed")
    driver.execute_query("MATCH (m:Measure {number: 1}) SET m.text = 'behind its hash'")
    assert asked(neo4j, wells, "neo4j", "sync").err == f"{neo4j.uri}: up to date, nothing was written\n"
    assert asked(neo4j, wells, "neo4j", "sync", "--force").err.startswith(f"{neo4j.uri}: 0 created, 2 changed")
    assert asked(neo4j, wells, "neo4j", "verify").code == 0


@pytest.mark.parametrize(
    ("name", "pair", "form"),
    [("unit-load", "name=司法", "table"), ("citation-chain", "measure=70", "json"), ("effects-of", "title=水井", "csv"),
     ("mechanisms", "name=没有", "table")],
)  # fmt: skip
def test_every_engine_prints_the_same(
    neo4j: Server, wells: OxigraphStore, graph: PropertyGraph, driver: Driver, name: str, pair: str, form: str
) -> None:
    synced(driver, graph)
    by_store, by_cypher, in_python = (
        asked(neo4j, wells, "query", name, "--format", form, "-p", pair, "--engine", engine)
        for engine in ("sparql", "cypher", "networkx")
    )
    assert by_cypher == by_store
    assert in_python == by_store


def test_export_admin_says_how_to_import(neo4j: Server, wells: OxigraphStore, tmp_path: Path) -> None:
    done = asked(neo4j, wells, "neo4j", "export-admin", str(tmp_path / "import"))
    files = sorted(path.name for path in (tmp_path / "import").iterdir())
    assert (done.code, done.out) == (0, "")
    assert done.err == messages.IMPORT_WRITTEN.format(
        count=len(files), arguments=tmp_path / "import" / "import.args"
    ).say(Language.EN) + "\n"  # fmt: skip
    blocked = tmp_path / "file"
    blocked.touch()
    refused = asked(neo4j, wells, "neo4j", "export-admin", str(blocked / "x"))
    assert (refused.code, refused.err.count("\n")) == (2, 1)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"TAIZHANG_NEO4J_URI": "bolt://127.0.0.1:1"}, "cannot use Neo4j at bolt://127.0.0.1:1: "),
        ({"TAIZHANG_NEO4J_URI": "http://127.0.0.1"}, "the address of a Neo4j begins bolt:// or neo4j://"),
        ({"TAIZHANG_NEO4J_PASSWORD": "wrong-but-long"}, "cannot use Neo4j at "),
        ({"TAIZHANG_NEO4J_DATABASE": "nowhere"}, "cannot use Neo4j"),
        ({"TAIZHANG_NEO4J_PREFIX": "a`b"}, "a prefix is letters, digits and underscores and begins with a letter, not 'a`b'"),
        ({"TAIZHANG_NEO4J_URI": ""}, "no Neo4j is set: set TAIZHANG_NEO4J_URI and TAIZHANG_NEO4J_PASSWORD"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_line(
    neo4j: Server, wells: OxigraphStore, more: dict[str, str], said: str
) -> None:
    for arguments in (("neo4j", "sync"), ("query", "unit-load", "--engine", "cypher")):
        done = asked(neo4j, wells, *arguments, **more)
        assert (done.code, done.out, done.err.count("\n")) == (2, "", 1), done.err
        assert done.err.startswith(said), done.err
        assert PASSWORD not in done.err
        assert "wrong-but-long" not in done.err


def test_other_engines_answer_only_what_has_a_twin(neo4j: Server, wells: OxigraphStore, tmp_path: Path) -> None:
    (tmp_path / "mine.rq").write_text("SELECT * { ?s ?p ?o } LIMIT 1")
    done = asked(neo4j, wells, "query", str(tmp_path / "mine.rq"), "--engine", "networkx")
    assert done.code == 2
    assert "a question of the catalogue only" in done.err
