"""Cypher on a Neo4j server: read access only, with the answers SPARQL would give.

An answer is turned into SPARQL 1.1 results, so everything that shows, writes or compares answers knows one shape. A node
of the mapping becomes its IRI, a date an xsd:date, a number with decimals an xsd:decimal; lists and maps become JSON.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from neo4j import READ_ACCESS, Driver, GraphDatabase, Query, Record
from neo4j.exceptions import DriverError, Neo4jError
from neo4j.graph import Node, Path, Relationship
from pyoxigraph import QuerySolutions

from ..graph.neo4j_names import Names
from ..ontology.errors import QueryError, RefusedQuery, StoreError, Text, TookTooLong, TooLarge
from .catalogue import Question
from .rows import TOO_LARGE, Iri, Json, solutions, variables

_ADDRESS = re.compile(r"(bolt|neo4j)(\+s|\+ssc)?://")
_NO_ADDRESS = Text(
    "Neo4j 的地址以 bolt:// 或 neo4j:// 开头（加密为 +s 或 +ssc）",
    "the address of a Neo4j begins bolt:// or neo4j:// (with TLS bolt+s:// or neo4j+s://)",
)
_WRITES = "Neo.ClientError.Statement.AccessMode"
_ONLY_READS = Text("这里只能读图谱", "only statements that read the graph are answered here")
#: Procedures that only read the graph of the database. All others are refused: they may run the server, open files or addresses.
_HARMLESS_PROCEDURES = frozenset(
    "db.index.fulltext.queryNodes db.index.fulltext.queryRelationships db.labels db.propertyKeys db.relationshipTypes "
    "db.schema.nodeTypeProperties db.schema.relTypeProperties db.schema.visualization".split()
)
_NO_DATABASE = "Neo.ClientError.Database."
_TIMEOUTS = (
    "Neo.ClientError.Transaction.TransactionTimedOut",
    "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration",
)


@dataclass(frozen=True, slots=True)
class Server:
    """A Neo4j database: `uri` is bolt:// or neo4j:// (a cluster), with +s or +ssc for TLS."""

    uri: str
    user: str
    password: str
    database: str | None = None
    names: Names = field(default_factory=Names)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a query may take, in seconds, and how many rows and bytes its answer may have; None for no limit."""

    seconds: float | None = None
    rows: int | None = None
    bytes: int | None = None


def driver(server: Server) -> Driver:
    """A driver for a server, which nobody has spoken to yet. Raises StoreError for an address that is none."""
    if not _ADDRESS.match(server.uri):
        raise StoreError(_NO_ADDRESS)
    try:
        return GraphDatabase.driver(
            server.uri, auth=(server.user, server.password), notifications_min_severity="OFF", connection_timeout=10
        )
    except (DriverError, ValueError) as error:
        raise _unusable(server, error) from error


@contextmanager
def connected(server: Server) -> Iterator[Driver]:
    """A driver that was heard to answer. Raises StoreError when nobody answers there or the password is wrong."""
    with driver(server) as opened:
        try:
            opened.verify_connectivity()
            yield opened
        except (DriverError, Neo4jError) as error:
            raise _unusable(server, error) from error


def _unusable(server: Server, error: Exception) -> StoreError:
    return StoreError(Text(f"无法使用 Neo4j {server.uri}：{error}", f"cannot use Neo4j at {server.uri}: {error}"))


def ask(driver: Driver, server: Server, asked: Question, values: Mapping[str, str]) -> QuerySolutions:
    """The answer of a Neo4j server to a question of the catalogue. Raises BadParameter and QueryError."""
    parameters = {**asked.plain(values), "_prefix": server.names.prefix}
    return run(driver, server, server.names.within(asked.cypher), parameters)


def run(
    driver: Driver,
    server: Server,
    cypher: str,
    parameters: Mapping[str, object] | None = None,
    limits: Limits | None = None,
) -> QuerySolutions:
    """The answer to a statement of this program, in read access mode.

    Raises RefusedQuery where it writes, TooLarge for too many rows, TookTooLong, QueryError for all else that is wrong.
    """
    found = limits or Limits()
    query = Query(cypher, timeout=found.seconds)
    with _translated(), driver.session(database=server.database, default_access_mode=READ_ACCESS) as session:
        result = session.run(query, dict(parameters or {}))
        return solutions(variables(result.keys()), _limited(result, found.rows), found.bytes)


def run_foreign(
    driver: Driver, server: Server, cypher: str, parameters: Mapping[str, object], limits: Limits
) -> QuerySolutions:
    """The answer to a statement from outside. Raises what `run` does.

    That it writes nothing the database sees to (read access mode). What reads can still leave this machine (LOAD CSV) or
    run the server (procedures of dbms, administration): the server's own plan of the statement tells, before it is run.
    """
    query = Query(f"EXPLAIN {cypher}", timeout=limits.seconds)
    with _translated(), driver.session(database=server.database, default_access_mode=READ_ACCESS) as session:
        summary = session.run(query, dict(parameters)).consume()
    # The schema part "s" and administration have no plan of reads; writes have types of their own.
    if summary.query_type != "r" or not all(map(_harmless, _operators(summary.plan))):
        raise RefusedQuery(_ONLY_READS)
    return run(driver, server, cypher, parameters, limits)


def _operators(plan: Any) -> Iterator[dict[str, Any]]:
    if plan:
        yield plan
        for child in plan.get("children", ()):
            yield from _operators(child)


def _harmless(operator: dict[str, Any]) -> bool:
    kind = str(operator["operatorType"]).partition("@")[0]
    if kind == "ProcedureCall":
        return str(operator["args"]["Details"]).partition("(")[0] in _HARMLESS_PROCEDURES
    return kind != "LoadCSV" and not kind.startswith(("Show", "Terminate", "Administration"))


def _limited(result: Iterable[Record], most: int | None) -> Iterator[Sequence[Any]]:
    for count, record in enumerate(result, 1):
        if most is not None and count > most:
            raise TooLarge(TOO_LARGE.format(most=most, unit_zh="行", unit="rows"))
        yield [_value(value) for value in record.values()]


@contextmanager
def _translated() -> Iterator[None]:
    """The errors of the driver as errors of this program."""
    try:
        yield
    except Neo4jError as error:
        if error.code == _WRITES:
            raise RefusedQuery(_ONLY_READS) from error
        if error.code in _TIMEOUTS:
            raise TookTooLong(Text("查询超时", "the query took too long and was ended")) from error
        if (error.code or "").startswith(_NO_DATABASE):
            raise StoreError(Text(f"无法使用 Neo4j：{error.message}", f"cannot use Neo4j: {error.message}")) from error
        raise QueryError(Text(f"查询有误：{error.message}", f"the query cannot be run: {error.message}")) from error
    except OverflowError as error:
        raise QueryError(
            Text("参数中的整数超出 64 位", "a whole number among the parameters has more than 64 bits")
        ) from error
    except DriverError as error:
        raise StoreError(Text(f"Neo4j 没有回答：{error}", f"Neo4j does not answer: {error}")) from error


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
            return {"type": value.type, "properties": _plain(dict(value))}
        case Node():
            return {"labels": sorted(value.labels), "properties": _plain(dict(value))}
        case Path():
            return {
                "nodes": [_plain(node) for node in value.nodes],
                "relationships": [_plain(r) for r in value.relationships],
            }
        case dict():
            return {str(name): _plain(held) for name, held in value.items()}
        case list() | tuple():
            return [_plain(held) for held in value]
        case _:
            return value if isinstance(value, bool | int | float | str) or value is None else str(value)
