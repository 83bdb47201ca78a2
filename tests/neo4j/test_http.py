"""/api/cypher: reads what the graph has, in the shapes of the SPARQL side, and lets nobody write, wait or look around."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from neo4j import Driver, GraphDatabase

from taizhang.graph.embedded import OxigraphStore
from taizhang.graph.neo4j_names import Names
from taizhang.graph.neo4j_verify import verify
from taizhang.graph.property_reader import PropertyGraph
from taizhang.ontology.errors import RefusedQuery
from taizhang.queries import cypher
from tests.neo4j.conftest import address, clear, synced
from tests.neo4j_server import PASSWORD, Server
from tests.serving import Served, serving

SPARQL = """SELECT ?measure ?number ?text { ?measure a tz:Measure ; tz:number ?number ; tz:text ?text ;
  dcterms:isPartOf+ <https://w3id.org/taizhang/id/ledger/zhengzhou-2024> FILTER(?number < 4) } ORDER BY ?number"""
CYPHER = """MATCH (measure:Measure)-[:PART_OF*]->(:Ledger {iri: 'https://w3id.org/taizhang/id/ledger/zhengzhou-2024'})
  WHERE measure.number < $below RETURN measure, measure.number AS number, measure.text AS text ORDER BY number"""
#: What the server may take from a client, and what it may not do to others.
LIMITS = {"TIMEOUT": "20", "MAX_TIMEOUT": "20", "MAX_ROWS": "2000", "MAX_QUERY_BYTES": "20000", "WORKERS": "2"}
FOREVER = "UNWIND range(1, 1000000) AS x UNWIND range(1, 1000000) AS y RETURN count(*)"


def asked(served: Served, query: str, parameters: dict[str, Any] | None = None, **more: Any) -> httpx.Response:
    content = {"query": query, "parameters": parameters or {}}
    return httpx.post(f"{served.address}/api/cypher", json=content, timeout=60, **more)


@pytest.fixture(scope="module")
def driver(neo4j: Server) -> Iterator[Driver]:
    with GraphDatabase.driver(neo4j.uri, auth=neo4j.auth, notifications_min_severity="OFF") as opened:
        yield opened


@pytest.fixture(scope="module")
def served(neo4j: Server, wells: OxigraphStore, graph: PropertyGraph, driver: Driver) -> Iterator[Served]:
    """A server of both, the store and a Neo4j with the same graph; when all is asked, the graph is what it was."""
    clear(driver)
    synced(driver, graph)
    with serving(wells.path, NEO4J_URI=neo4j.uri, NEO4J_PASSWORD=PASSWORD, **LIMITS) as found:
        yield found
    assert verify(driver, graph, None, Names()) == []


@pytest.fixture
def untouched(served: Served, neo4j: Server, driver: Driver) -> Iterator[None]:
    """Whatever a test asks, the graph, the schema and the files of the server are the same afterwards."""
    before = state(driver), files(neo4j.home)
    yield
    assert (state(driver), files(neo4j.home)) == before


def state(driver: Driver) -> list[Any]:
    shown = (
        "MATCH (n) RETURN [count(n), count(n.iri), sum(size(labels(n))), sum(size(keys(n)))]",
        "MATCH ()-[r]->() RETURN count(r)",
        "SHOW INDEXES YIELD name",
        "SHOW CONSTRAINTS YIELD name",
        "SHOW USERS YIELD user",
        "SHOW DATABASES YIELD name",
    )
    return [record[0] for query in shown for record in driver.execute_query(query).records]


def files(home: Path) -> set[str]:
    """What lies beside the data and logs, which the server changes by itself."""
    return {str(path) for path in home.rglob("*") if path.relative_to(home).parts[0] not in ("data", "logs")}


@pytest.mark.parametrize(
    "media",
    ["application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"],
)
def test_an_answer_is_the_same_as_of_sparql_in_every_form(served: Served, media: str) -> None:
    found = asked(served, CYPHER, {"below": 4}, headers={"accept": media})
    assert found.status_code == 200
    assert found.headers["content-type"].partition(";")[0] == media
    assert found.text == served.ask(SPARQL, accept=media).text


def test_without_a_wish_the_answer_is_rows_as_of_the_rest_interface(served: Served) -> None:
    found = httpx.get(f"{served.address}/api/cypher", params={"query": CYPHER.replace("$below", "2")})
    (row,) = found.json()["rows"]
    assert found.json() == {"name": "cypher", "columns": ["measure", "number", "text"], "rows": [row]}
    assert (row["measure"], row["number"]) == ("https://w3id.org/taizhang/id/ledger/zhengzhou-2024/measure/1", 1)
    assert found.headers["content-security-policy"].startswith("default-src 'self'")
    assert found.headers["x-content-type-options"] == "nosniff"


def test_what_rdf_has_no_term_for_is_json(served: Served) -> None:
    found = asked(
        served, "RETURN [1, 'a', null] AS list, {a: date('2024-01-02')} AS map, 1.5 AS number, true AS yes, null AS no"
    )
    assert found.json()["rows"] == [
        {"list": '[1,"a",null]', "map": '{"a":"2024-01-02"}', "number": 1.5, "yes": "true", "no": None}
    ]
    found = asked(
        served, "MATCH (:Measure {number: 1})-[r:PART_OF]->(:Task) RETURN r{.x} AS map, type(r) AS type LIMIT 1"
    )
    assert found.json()["rows"] == [{"map": '{"x":null}', "type": "PART_OF"}]


WRITES = [
    "CREATE (:X)", "MERGE (:X {a: 1})", "MATCH (n) SET n.x = 1", "MATCH (n) SET n:X", "MATCH (n) REMOVE n.iri", "MATCH (n) DETACH DELETE n",
    "MATCH ()-[r]->() DELETE r", "MATCH (n) FOREACH (x IN [1] | SET n.a = x)", "UNWIND range(1, 5) AS x CALL (x) { CREATE (:X) } IN TRANSACTIONS",
    "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10 ROWS", "CALL { CREATE (:X) RETURN 1 AS one } RETURN one",
    "CREATE INDEX x FOR (n:X) ON (n.a)", "CREATE CONSTRAINT x FOR (n:X) REQUIRE n.a IS UNIQUE", "DROP CONSTRAINT thing_iri", "DROP INDEX words",
    "CALL db.createLabel('X')", "CALL db.createProperty('x')", "CREATE DATABASE x", "DROP DATABASE neo4j", "STOP DATABASE neo4j",
    "CREATE USER x SET PASSWORD '12345678'", "ALTER CURRENT USER SET PASSWORD FROM 'a' TO '12345678'", "CYPHER runtime=slotted CREATE (:X)",
    "CREATE(:X)//", "/* x */ CREATE (:X)", "\ufeffCREATE (:X)", "PROFILE CREATE (:X)", "EXPLAIN CREATE (:X)", "MATCH (n) RETURN n; CREATE (:X)",
    "RETURN 1 UNION CREATE (:X) RETURN 1",
]  # fmt: skip
LOOKS_AROUND = [
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line", "LOAD CSV FROM 'http://127.0.0.1:1/' AS line RETURN line",
    "CALL { LOAD CSV FROM 'file:///../conf/neo4j.conf' AS line RETURN line } RETURN line",
    "UNWIND ['file:///etc/passwd'] AS url LOAD CSV FROM url AS line FIELDTERMINATOR '\\t' RETURN count(*)",
    "CALL apoc.load.json('http://127.0.0.1:1/') YIELD value RETURN value", "CALL apoc.export.csv.all('x.csv', {})",
    "RETURN apoc.cypher.runFirstColumnSingle('CREATE (:X)', {})", "CALL apoc.cypher.doIt('CREATE (:X)', {})",
    "CALL dbms.listConfig()", "CALL dbms.queryJmx('*:*')", "CALL dbms.setConfigValue('db.logs.query.enabled', 'OFF')", "CALL dbms.killConnection('x')",
    "SHOW TRANSACTIONS", "TERMINATE TRANSACTIONS 'neo4j-transaction-1'", "SHOW USERS", "SHOW SETTINGS", "SHOW DATABASES", "SHOW CURRENT USER",
    "CALL db.checkpoint()", "CALL db.clearQueryCaches()", "CALL db.resampleOutdatedIndexes()", "CALL db.prepareForReplanning()", "CALL db.stats.collect('QUERIES')",
    "CALL tx.setMetaData({a: 1})", "USE system MATCH (n) RETURN n", "USE system SHOW USERS", "CALL genai.vector.encodeBatch(['x'], 'x', {})",
]  # fmt: skip


@pytest.mark.parametrize("query", [*WRITES, *LOOKS_AROUND])
def test_what_does_more_than_read_the_graph_is_refused(untouched: None, served: Served, query: str) -> None:
    found = asked(served, query)
    assert found.status_code in (400, 403), found.text
    assert found.headers["content-type"] == "application/problem+json"
    assert set(found.json()) == {"type", "title", "status", "detail"}


@pytest.mark.parametrize("query", WRITES[:12])
def test_it_is_the_database_that_refuses_to_write(neo4j: Server, query: str) -> None:
    """Even where nothing is looked at before."""
    with cypher.connected(address(neo4j)) as driver, pytest.raises(RefusedQuery):
        cypher.run(driver, address(neo4j), query)


@pytest.mark.parametrize(
    "query",
    ["CALL db.labels()", "CALL db.schema.visualization()", "CALL db.index.fulltext.queryNodes('words', '水井') YIELD node RETURN node.iri",
     "MATCH (n) WHERE n.text CONTAINS 'CREATE (:X) LOAD CSV' RETURN n", "CYPHER 5 MATCH (n:Unit) RETURN count(n) AS n",
     "MATCH (n:Unit) CALL (n) { RETURN n.name AS name } RETURN name"],
)  # fmt: skip
def test_reading_is_not_refused_whatever_words_occur(served: Served, query: str) -> None:
    assert asked(served, query).status_code == 200


def test_a_column_is_called_as_a_variable_can_be(served: Served) -> None:
    found = asked(
        served, "MATCH (n:Unit) RETURN count(*), count(n.name), 1, count(n) AS 单位, 2 AS `count(`, 3 AS `a b`"
    )
    assert found.json()["columns"] == ["count___", "count_n_name_", "1", "单位", "count_", "a_b"]
    assert asked(served, "RETURN 1 AS `a.b`, 2 AS a_b", headers={"accept": "text/csv"}).text == "a_b,a_b_2\r\n1,2\r\n"


def test_a_statement_ends_when_its_time_is_over_and_others_need_not_wait(served: Served) -> None:
    begun = time.monotonic()
    with ThreadPoolExecutor() as others:
        long = others.submit(asked, served, FOREVER, params={"timeout": 2})
        assert asked(served, "RETURN 1 AS one").json()["rows"] == [{"one": 1}]
        found = long.result()
    assert time.monotonic() - begun < 20
    assert (found.status_code, found.headers["retry-after"]) == (503, "2")
    assert found.json()["detail"] == "查询超过 2 秒，已被终止"
    assert asked(served, "RETURN 1", params={"timeout": -1}).status_code == 422
    assert asked(served, "RETURN 1", params={"timeout": "inf"}).status_code == 422


def test_an_answer_has_the_rows_and_bytes_it_may_have(served: Served) -> None:
    assert len(asked(served, "UNWIND range(1, 2000) AS x RETURN x").json()["rows"]) == 2000
    found = asked(served, "UNWIND range(1, 2001) AS x RETURN x", headers={"accept-language": "en"})
    assert (found.status_code, found.json()["detail"]) == (
        400,
        "the answer has more than 2000 rows: use LIMIT or narrow the query",
    )


@pytest.mark.parametrize(
    ("content", "status"),
    [(b'{"query": "RETURN"}', 400), (b'{"query": ""}', 400), (b"RETURN 1", 400), (b"", 400), (b"\xff", 400), (b"[" * 10_000, 400),
     (b'{"query": "RETURN $a AS a", "parameters": {"a": 99999999999999999999}}', 400), (b'{"query": "RETURN $a"}', 400),
     (b'{"query": "RETURN $a AS a", "parameters": {"a": "\\ud800"}}', 400), (b'{"query": "RETURN \'' + b"x" * 20_000 + b"'\"}", 413)],
)  # fmt: skip
def test_what_is_no_statement_is_a_problem_of_the_client(served: Served, content: bytes, status: int) -> None:
    found = httpx.post(f"{served.address}/api/cypher", content=content)
    assert (found.status_code, found.headers["content-type"]) == (status, "application/problem+json")


def test_a_value_never_becomes_part_of_the_statement(served: Served) -> None:
    for text in ("' OR true //", "`", "\\u0027", "}) MATCH (n) DETACH DELETE n //", "行\n\t𠮷" * 100):
        assert asked(served, "RETURN $text AS text", {"text": text}).json()["rows"] == [{"text": text}]


def test_a_form_that_nobody_offers_is_not_acceptable(served: Served) -> None:
    assert asked(served, "RETURN 1 AS one", headers={"accept": "image/png"}).status_code == 406


def test_without_neo4j_there_is_no_such_address_and_with_one_that_is_away_it_is_a_503(wells: OxigraphStore) -> None:
    with serving(wells.path) as plain:
        assert asked(plain, "RETURN 1 AS one").status_code == 404
        assert "/api/cypher" not in httpx.get(f"{plain.address}/openapi.json").json()["paths"]
    with serving(wells.path, NEO4J_URI="bolt://127.0.0.1:1", NEO4J_PASSWORD=PASSWORD) as away:
        found = asked(away, "RETURN 1 AS one")
        assert (found.status_code, found.json()["detail"]) == (503, "Neo4j 没有回答")
        assert httpx.get(f"{away.address}/api/queries/statistics").status_code == 200
        assert "/api/cypher" in httpx.get(f"{away.address}/openapi.json").json()["paths"]
