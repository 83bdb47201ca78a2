"""Cypher on a Neo4j server: read access only, with the answers SPARQL would give.

An answer is turned into SPARQL 1.1 results, so everything that shows, writes or compares answers knows one shape. A node
of the mapping becomes its IRI, a date an xsd:date, a number with decimals an xsd:decimal; lists and maps become JSON.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, LiteralString, cast

from neo4j import READ_ACCESS, Driver, GraphDatabase, Query, Record
from neo4j.exceptions import ClientError, DriverError, Neo4jError
from neo4j.graph import Node, Path, Relationship
from pyoxigraph import QuerySolutions

from ..graph.neo4j_sync import Names
from ..ontology.errors import QueryError, RefusedQuery, StoreError, Text, TooLarge
from .catalogue import Question
from .rows import Iri, Json, solutions

_WRITES = "Neo.ClientError.Statement.AccessMode"
_TIMEOUTS = ("Neo.ClientError.Transaction.TransactionTimedOut", "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration")


@dataclass(frozen=True, slots=True)
class Server:
    """A Neo4j database: `uri` is bolt:// or neo4j:// (a cluster), with +s or +ssc for TLS."""

    uri: str
    user: str
    password: str
    database: str | None = None
    names: Names = Names()


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a query may take, in seconds, and how many rows it may have; None for no limit."""

    seconds: float | None = None
    rows: int | None = None


@contextmanager
def connected(server: Server) -> Iterator[Driver]:
    """A driver that was heard to answer. Raises StoreError when nobody answers there or the password is wrong."""
    try:
        with GraphDatabase.driver(server.uri, auth=(server.user, server.password), notifications_min_severity="OFF") as driver:
            driver.verify_connectivity()
            yield driver
    except (DriverError, Neo4jError, ValueError) as error:
        raise StoreError(Text(f"无法使用 Neo4j {server.uri}：{error}", f"cannot use Neo4j at {server.uri}: {error}")) from error


def ask(driver: Driver, server: Server, asked: Question, values: Mapping[str, str]) -> QuerySolutions:
    """The answer of a Neo4j server to a question of the catalogue. Raises BadParameter and QueryError."""
    parameters = {**asked.plain(values), "_prefix": server.names.prefix}
    return run(driver, server, server.names.within(asked.cypher), parameters)


def run(
    driver: Driver, server: Server, cypher: str, parameters: Mapping[str, object] | None = None, limits: Limits | None = None
) -> QuerySolutions:
    """The answer to any Cypher that only reads. The database itself refuses one that writes.

    Raises RefusedQuery for that, TooLarge for too many rows, QueryError for all else that is wrong with the query.
    """
    found = limits or Limits()
    query = Query(cast("LiteralString", cypher), timeout=found.seconds)
    try:
        with driver.session(database=server.database, default_access_mode=READ_ACCESS) as session:
            result = session.run(query, dict(parameters or {}))
            return solutions(result.keys(), _limited(result, found.rows))
    except ClientError as error:
        raise _refused(error) from error
    except Neo4jError as error:
        raise QueryError(Text(f"查询无法执行：{error.message}", f"the query cannot be run: {error.message}")) from error


def _limited(result: Iterable[Record], most: int | None) -> Iterator[Sequence[Any]]:
    for count, record in enumerate(result, 1):
        if most is not None and count > most:
            raise TooLarge(Text(f"结果超过 {most} 行", f"the answer has more than {most} rows"))
        yield [_value(value) for value in record.values()]


def _refused(error: ClientError) -> QueryError:
    if error.code == _WRITES:
        return RefusedQuery(Text("这里只能读，不能写", "this endpoint reads; a statement that writes is refused"))
    if error.code in _TIMEOUTS:
        return QueryError(Text("查询超时", "the query took too long and was ended"))
    return QueryError(Text(f"查询有误：{error.message}", f"the query is wrong: {error.message}"))


def _value(value: Any) -> Any:
    """A value as `solutions` takes it: a node of the mapping is its IRI, whatever else a graph has is JSON."""
    match value:
        case Node() if value.get("iri"):
            return Iri(value["iri"])
        case Node() | Relationship() | Path() | dict() | list():
            return Json(_plain(value))
        case _ if hasattr(value, "to_native"):
            return value.to_native()
        case _:
            return value


def _plain(value: Any) -> Any:
    """Nodes, relationships, paths, lists and maps as JSON has them."""
    match value:
        case Relationship():
            ends = [node.get("iri") if node else None for node in value.nodes]
            return {"type": value.type, "start": ends[0], "end": ends[1], "properties": _plain(dict(value))}
        case Node():
            return {"labels": sorted(value.labels), "properties": _plain(dict(value))}
        case Path():
            return {"nodes": [_plain(node) for node in value.nodes], "relationships": [_plain(r) for r in value.relationships]}
        case dict():
            return {str(name): _plain(held) for name, held in value.items()}
        case list() | tuple():
            return [_plain(held) for held in value]
        case _:
            return value if isinstance(value, bool | int | float | str) or value is None else str(value)
