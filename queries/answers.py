"""Answers of the store in the standard formats, by media type."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    serialize,
)

from ..graph.store import Answer, Store, Triples
from ..ontology.errors import QueryError, Text
from ..ontology.vocabulary import BASE, PREFIXES
from .catalogue import Question

#: Media types of SELECT and ASK answers (SPARQL 1.1 Results), best first; ASK has no CSV or TSV.
RESULTS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "application/xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
BOOLEANS = {media: form for media, form in RESULTS.items() if "+" in media or media.startswith("application/")}
#: Media types of CONSTRUCT and DESCRIBE answers, best first.
GRAPHS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
}

Term = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True, slots=True)
class Table:
    """A SELECT answer for people: column names and rows of short texts (None where unbound)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]


def ask(store: Store, asked: Question, values: Mapping[str, str]) -> QuerySolutions:
    """The answer of a store to a question of the catalogue. Raises BadParameter and QueryError."""
    answer = store.query(asked.bind(values))
    assert isinstance(answer, QuerySolutions)  # noqa: S101 - the catalogue's tests hold that each is a SELECT
    return answer


def formats_of(answer: Answer) -> Iterable[str]:
    """The media types an answer can be written in, best first."""
    if isinstance(answer, QuerySolutions):
        return RESULTS
    return BOOLEANS if isinstance(answer, QueryBoolean) else GRAPHS


def write(answer: Answer, media_type: str) -> bytes:
    """A whole answer in one of `formats_of` it."""
    output = BytesIO()
    if isinstance(answer, Triples):
        write_triples(answer, media_type, output)
    else:
        write_results(answer, media_type, output)
    return output.getvalue()


def write_results(answer: QuerySolutions | QueryBoolean, media_type: str, output: IO[bytes]) -> None:
    """A SELECT or ASK answer in one of `formats_of` it, row after row."""
    with _evaluating():
        answer.serialize(output, format=RESULTS[media_type])


def write_triples(
    answer: Iterable[Triple], media_type: str, output: IO[bytes], count: Callable[[int], None] = lambda _: None
) -> None:
    """A CONSTRUCT or DESCRIBE answer, or a graph, in one of `formats_of` it, triple after triple; `count` hears of each."""

    def counted() -> Iterator[Triple]:
        for triple in answer:
            count(1)
            yield triple

    with _evaluating():
        serialize(counted(), output, format=GRAPHS[media_type], prefixes=PREFIXES)


@contextmanager
def _evaluating() -> Iterator[None]:
    """Rows are worked out while they are written: what the engine raises then is a failure of the query."""
    try:
        yield
    except (OSError, RuntimeError, SyntaxError, ValueError) as error:  # SyntaxError: what another server sent
        raise QueryError(Text(f"查询无法执行：{error}", f"the query cannot be run: {error}")) from error


def table(answer: QuerySolutions) -> Table:
    """A SELECT answer with prefixed names instead of long IRIs."""
    columns = tuple(variable.value for variable in answer.variables)
    return Table(columns, tuple(tuple(_short(value) for value in solution) for solution in _solutions(answer)))


def records(answer: QuerySolutions) -> list[dict[str, str | int | float | None]]:
    """A SELECT answer as plain JSON objects: IRIs and texts as strings, numbers as numbers."""
    names = [variable.value for variable in answer.variables]
    return [dict(zip(names, (_plain(value) for value in solution), strict=True)) for solution in _solutions(answer)]


def _solutions(answer: QuerySolutions) -> Iterator[tuple[Term | None, ...]]:
    for solution in answer:
        yield tuple(solution)


def _short(term: Term | None) -> str | None:
    if isinstance(term, NamedNode):
        for prefix, namespace in (*PREFIXES.items(), ("id", f"{BASE}id/")):
            if term.value.startswith(namespace):
                return f"{prefix}:{term.value.removeprefix(namespace)}"
        return term.value
    return None if term is None else term.value if isinstance(term, Literal | BlankNode) else str(term)


def _plain(term: Term | None) -> str | int | float | None:
    if isinstance(term, Literal):
        kind = term.datatype.value.rsplit("#", 1)[-1]
        if kind == "integer":
            return int(term.value)
        return float(term.value) if kind in ("decimal", "double") else term.value
    return None if term is None else term.value if not isinstance(term, Triple) else str(term)
