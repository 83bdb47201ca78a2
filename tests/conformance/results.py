"""Answers to queries in all their formats, and when two of them are the same."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import PurePosixPath

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    parse,
    parse_query_results,
)

from tests.conformance.rdf import (
    GRAPH_FORMATS,
    RDF,
    RS,
    Graph,
    Namespace,
    Term,
    canonical,
    in_one_spelling,
    quads,
    text,
)

#: The formats of solutions and booleans by media type.
RESULT_FORMATS: Mapping[str, QueryResultsFormat] = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
CSV = "text/csv"
#: What to ask for, so that the answer comes in the format the expected result is written in.
_ASKED = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".tsv": "text/tab-separated-values",
    ".csv": CSV,
}
_VAR = Namespace("urn:variable:")
_MULTIPLICITY, _POSITION = NamedNode("urn:multiplicity"), NamedNode("urn:position")

Row = frozenset[tuple[str, Term]]


@dataclass(frozen=True)
class Solutions:
    """The rows of a SELECT; `ordered` where their order counts."""

    variables: frozenset[str]
    rows: tuple[Row, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Statements:
    """The graph of a CONSTRUCT or DESCRIBE, or a whole dataset."""

    quads: frozenset[Quad]


Result = Solutions | Statements | bool


def expected_result(content: bytes, iri: str) -> tuple[Result, str]:
    """The result that a file of a suite holds, and the media type to ask the server for."""
    suffix = PurePosixPath(iri).suffix
    if suffix in _ASKED:
        return read(content, _ASKED[suffix], iri), _ASKED[suffix]
    statements = list(quads(content, iri))
    graph = Graph(statements)
    for node in graph.subjects(RDF["type"], RS["ResultSet"]):
        return _from_vocabulary(graph, node), "application/sparql-results+json"
    return Statements(frozenset(statements)), "application/n-triples" if suffix == ".nt" else "text/turtle"


def read(content: bytes, media_type: str, base: str) -> Result:
    """A result in the format of a media type. Raises ValueError where it is not well-formed, or the type unknown."""
    if media_type == CSV:
        return _from_csv(content)
    try:
        if media_type in RESULT_FORMATS:
            return _from_oxigraph(parse_query_results(content, RESULT_FORMATS[media_type]))
        if media_type in GRAPH_FORMATS:
            return Statements(frozenset(parse(content, GRAPH_FORMATS[media_type], base_iri=base)))
    except SyntaxError as error:
        raise ValueError(f"the {media_type} is not well-formed: {error}") from error
    raise ValueError(f"neither results nor RDF: {media_type}")


def difference(expected: Result, found: Result, *, by_value: bool, lax: bool = False) -> str | None:
    """What is not as expected, in words, or None.

    By value: with numbers, booleans and UTC written in one way, so that 1.0E3 is 1000; `lax`: without the duplicates.
    """
    if by_value:
        expected, found = _in_one_spelling(expected), _in_one_spelling(found)
    match expected, found:
        case bool(), bool():
            return None if expected is found else f"expected {expected}, got {found}"
        case Statements(), Statements():
            wanted, got = (canonical(one.quads) for one in (expected, found))
            return None if wanted == got else _listed(wanted, got)
        case Solutions(), Solutions():
            if expected.variables != found.variables:
                return f"expected variables {sorted(expected.variables)}, got {sorted(found.variables)}"
            wanted, got = (canonical(_encoded(one, ordered=expected.ordered, lax=lax)) for one in (expected, found))
            if wanted != got:
                return _listed(wanted, got)
            return _too_many(expected, found) if lax else None
        case _:
            return f"expected {type(expected).__name__}, got {type(found).__name__}"


def _in_one_spelling(result: Result) -> Result:
    match result:
        case Solutions():
            rows = tuple(frozenset((name, in_one_spelling(term)) for name, term in row) for row in result.rows)
            return Solutions(result.variables, rows, result.ordered)
        case Statements():
            return Statements(
                frozenset(Quad(q.subject, q.predicate, in_one_spelling(q.object), q.graph_name) for q in result.quads)
            )
        case _:
            return result


def _encoded(solutions: Solutions, *, ordered: bool, lax: bool) -> list[Quad]:
    """The rows as RDF, each a node with the variables as properties, so that blank nodes compare as in graphs."""
    rows: Iterable[tuple[Row, int]]
    if ordered:
        rows, kind = [(row, position) for position, row in enumerate(solutions.rows)], _POSITION
    else:
        rows, kind = Counter(solutions.rows).items(), _MULTIPLICITY
    statements = []
    for row, number in rows:
        node = BlankNode()
        statements += [Quad(node, _VAR[name], term) for name, term in row]
        statements.append(Quad(node, kind, Literal(1 if lax else number)))
    return statements


def _too_many(expected: Solutions, found: Solutions) -> str | None:
    """The complaint that rows come more often than they should."""
    extra = Counter(found.rows) - Counter(expected.rows)
    return f"{extra.total()} rows too many" if extra else None


def _listed(wanted: frozenset[Quad], got: frozenset[Quad]) -> str:
    """What is missing and what is too much, shortened."""
    parts = []
    for word, statements in (("missing", wanted - got), ("unexpected", got - wanted)):
        lines = sorted(" ".join(str(term) for term in (q.predicate, q.object)) for q in statements)
        parts.append(f"{word}: {'; '.join(lines[:6])}{' ...' if len(lines) > 6 else ''}")
    return ", ".join(parts)


def _from_oxigraph(found: QueryBoolean | QuerySolutions | QueryTriples) -> Result:
    if isinstance(found, QueryBoolean):
        return bool(found)
    if not isinstance(found, QuerySolutions):
        raise TypeError("results are a boolean or solutions")
    names = [variable.value for variable in found.variables]
    rows = tuple(
        frozenset((name, term) for name, term in zip(names, solution, strict=True) if term is not None)
        for solution in found
    )
    return Solutions(frozenset(names), rows)


def _from_csv(content: bytes) -> Solutions:
    """CSV keeps neither the kinds nor the datatypes of terms, so all but blank nodes are taken as characters."""
    header, *lines = csv.reader(content.decode().splitlines())
    rows = tuple(frozenset((name, _csv_term(cell)) for name, cell in zip(header, line, strict=True)) for line in lines)
    return Solutions(frozenset(header), rows)


def _csv_term(cell: str) -> Term:
    """A cell; numbers by their value, since the format has them without quotes in any of their forms."""
    if cell.startswith("_:"):
        return BlankNode(cell.removeprefix("_:"))
    try:
        return Literal(str(Decimal(cell).normalize()))
    except InvalidOperation:
        return Literal(cell)


def _from_vocabulary(graph: Graph, node: Term) -> Result:
    """A result written in RDF with the result-set vocabulary; an index makes its order count."""
    boolean = graph.value(node, RS["boolean"])
    if boolean is not None:
        return text(boolean) == "true"
    solutions = graph.values(node, RS["solution"])
    ordered = bool(solutions) and all(graph.values(solution, RS["index"]) for solution in solutions)
    if ordered:
        solutions = sorted(solutions, key=lambda solution: int(text(graph.value(solution, RS["index"]))))
    rows = tuple(
        frozenset(
            (text(graph.value(binding, RS["variable"])), value)
            for binding in graph.values(solution, RS["binding"])
            if (value := graph.value(binding, RS["value"])) is not None
        )
        for solution in solutions
    )
    return Solutions(frozenset(text(name) for name in graph.values(node, RS["resultVariable"])), rows, ordered)
