"""Runs one case against a server."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from urllib.parse import urljoin

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from tests.conformance import description, exchanges
from tests.conformance.archive import Files
from tests.conformance.cases import (
    Case,
    DescriptionCase,
    ExchangeCase,
    QueryCase,
    Source,
    Sources,
    SyntaxCase,
    UpdateCase,
)
from tests.conformance.rdf import Term, quads
from tests.conformance.results import Result, Solutions, Statements, difference, expected_result
from tests.conformance.target import Answer, Client, Failed, Target, result_of

_FROM = re.compile(rb"^\s*FROM\s+(?:NAMED\s+)?<([^>]*)>", re.IGNORECASE | re.MULTILINE)
#: The order of the whole answer: after the last group, which leaves out those of sub-selects.
_ORDER_BY = re.compile(rb"\bORDER\s+BY\b[^}]*\Z", re.IGNORECASE)
_EVERYTHING = b"SELECT ?g ?s ?p ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"


class Verdict(Enum):
    """How a case was passed. The suites do not say that 1.0E3 in a result may not be written 1000."""

    TO_THE_LETTER = "to the letter"
    BY_VALUE = "by value"


@dataclass(frozen=True)
class Outcome:
    """How a case ended: a verdict, or a complaint where it failed."""

    case: Case
    verdict: Verdict | None
    complaint: str = ""


def run_all(files: Files, target: Target, cases: Iterable[Case]) -> Iterator[Outcome]:
    """Run cases one after the other."""
    with Client(target) as client:
        runner = Runner(files, target, client)
        for case in cases:
            try:
                yield Outcome(case, runner.run(case))
            except Failed as failed:
                yield Outcome(case, None, str(failed))


class Runner:
    """Runs cases over one connection; what was loaded last stays until a case needs something else."""

    def __init__(self, files: Files, target: Target, client: Client) -> None:
        self._files = files
        self._target = target
        self._client = client
        self._loaded: Sources | None = None

    def run(self, case: Case) -> Verdict:
        """Run one case. Raises Failed."""
        match case:
            case QueryCase():
                return self._query(case)
            case UpdateCase():
                return self._update(case)
            case SyntaxCase():
                self._syntax(case)
            case ExchangeCase():
                self._load(case.data)
                self._loaded = case.data if exchanges.only_reads(case) else None
                exchanges.run(case, self._target, self._client)
            case DescriptionCase():
                description.run(case, self._target, self._client)
        return Verdict.TO_THE_LETTER

    def _query(self, case: QueryCase) -> Verdict:
        self._load((*case.data, *self._dataset_clause(case)))
        expected, media_type = expected_result(self._files[case.result], case.result)
        if isinstance(expected, Solutions) and _ORDER_BY.search(self._files[case.query]):
            expected = replace(expected, ordered=True)
        answer = self._ask(self._with_base(case.query), media_type)
        if not answer.good:
            raise Failed(str(answer))
        return _judged(expected, result_of(answer, case.query), lax=case.lax)

    def _update(self, case: UpdateCase) -> Verdict:
        self._load(case.before)
        self._loaded = None
        answer = self._change(self._with_base(case.request))
        if not answer.good:
            raise Failed(str(answer))
        expected = Statements(frozenset(quad for source in case.after for quad in self._quads(source)))
        return _judged(expected, self._everything(), lax=False)

    def _syntax(self, case: SyntaxCase) -> None:
        """Relative IRIs are left to the base that the service sets, since a text in front could hide an error."""
        self._load(())
        content = self._files[case.file]
        answer = self._change(content) if case.update else self._ask(content, "*/*")
        if case.update and not 400 <= answer.status < 500:
            self._loaded = None
        right = answer.good if case.accepted else 400 <= answer.status < 500
        if not right:
            raise Failed(f"{'refused' if case.accepted else 'not refused'}: {answer}")

    def _with_base(self, file: str) -> bytes:
        """A query or update with its own address as base, which it may still replace."""
        return f"BASE <{file}> ".encode() + self._files[file]

    def _dataset_clause(self, case: QueryCase) -> Sources:
        """The files of the suite that a query names as its dataset; a store is to have them as named graphs."""
        named = (urljoin(case.query, found.decode()) for found in _FROM.findall(self._files[case.query]))
        there = {source.graph for source in case.data}
        return tuple(Source(iri, iri) for iri in dict.fromkeys(named) if iri in self._files and iri not in there)

    def _quads(self, source: Source) -> list[Quad]:
        graph = DefaultGraph() if source.graph is None else NamedNode(source.graph)
        return [
            Quad(q.subject, q.predicate, q.object, graph if q.graph_name == DefaultGraph() else q.graph_name)
            for q in quads(self._files[source.file], source.file)
        ]

    def _load(self, sources: Sources) -> None:
        """Make the dataset of the server that of the sources, in one request. Graphs without statements exist too."""
        if sources == self._loaded:
            return
        self._loaded = None
        graphs: dict[str, list[Triple]] = {f"<{source.graph}>": [] for source in sources if source.graph}
        for source in sources:
            for quad in self._quads(source):
                graphs.setdefault("" if quad.graph_name == DefaultGraph() else str(quad.graph_name), []).append(
                    quad.triple
                )
        steps = ["DROP ALL"]
        steps += [f"CREATE SILENT GRAPH {name}" for name, triples in graphs.items() if not triples]
        data = " ".join(_group(name, triples) for name, triples in graphs.items() if triples)
        if data:
            steps.append(f"INSERT DATA {{ {data} }}")
        answer = self._change(" ; ".join(steps).encode())
        if not answer.good:
            raise Failed(f"the data cannot be loaded: {answer}")
        self._loaded = sources

    def _everything(self) -> Statements:
        """All that the server holds, in one answer so that its blank nodes have one name each."""
        answer = self._ask(_EVERYTHING, "application/sparql-results+json")
        found = result_of(answer, self._target.query)
        if not isinstance(found, Solutions):
            raise Failed(f"the dataset cannot be read: {answer}")
        return Statements(frozenset(_statement(dict(row)) for row in found.rows))

    def _ask(self, query: bytes, media_type: str) -> Answer:
        headers = {"content-type": "application/sparql-query", "accept": media_type}
        return self._client.send("POST", self._target.query, headers, query)

    def _change(self, update: bytes) -> Answer:
        return self._client.send("POST", self._target.update, {"content-type": "application/sparql-update"}, update)


def _statement(row: Mapping[str, Term]) -> Quad:
    """A statement that came as a row. Raises Failed where a term stands where it cannot."""
    subject, predicate, graph = row["s"], row["p"], row.get("g", DefaultGraph())
    if (
        isinstance(subject, Literal | Triple)
        or not isinstance(predicate, NamedNode)
        or not isinstance(graph, NamedNode | BlankNode | DefaultGraph)
    ):
        raise Failed(f"not a statement: {row}")
    return Quad(subject, predicate, row["o"], graph)


def _judged(expected: Result, found: Result, *, lax: bool) -> Verdict:
    """How well a result is the expected one. Raises Failed where it is another."""
    if difference(expected, found, by_value=False, lax=lax) is None:
        return Verdict.TO_THE_LETTER
    complaint = difference(expected, found, by_value=True, lax=lax)
    if complaint:
        raise Failed(complaint)
    return Verdict.BY_VALUE


def _group(name: str, triples: list[Triple]) -> str:
    """Statements as INSERT DATA has them: those of N-Triples, in a group for their graph."""
    lines = (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode()
    return f"GRAPH {name} {{ {lines} }}" if name else lines
