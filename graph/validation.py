"""Whether a graph is sound (SHACL, with pySHACL) and how good its data are."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, QuerySolutions, Triple

from ..ontology.errors import Text
from ..ontology.files import SHAPES, VOCABULARY, text_of
from ..ontology.iris import Iris
from .links import LINKS
from .reading import ledger_names, read_ledger_from
from .store import Store, Triples

#: Of one document, chosen by the dataset of the query.
_CITATIONS = """
SELECT ?status (COUNT(?citation) AS ?n) WHERE { ?citation a tz:Citation ; tz:status/skos:notation ?status }
GROUP BY ?status ORDER BY ?status
"""


_TEXTS = "SELECT (COUNT(?v) AS ?n) (SUM(?c) AS ?m) WHERE { ?v a tz:Version ; tz:articleCount ?c }"
_PINPOINTS = """
SELECT (COUNT(?c) AS ?n) (COUNT(?a) AS ?m) WHERE { ?c a tz:Citation ; tz:part ?p ; tz:pinpointArticle ?l ; tz:status tz:status-resolved .
  OPTIONAL { ?c tz:citedArticle ?a } }"""
_STATUSES = """
SELECT ?name (COUNT(?c) AS ?n) WHERE { ?c a tz:Citation ; tz:part ?p ; tz:status/skos:notation ?name } GROUP BY ?name ORDER BY ?name"""
_REASONS = """
SELECT ?name (COUNT(?c) AS ?n) WHERE { ?c a tz:Citation ; tz:part ?p ; tz:status ?s ; tz:resolution/skos:notation ?name
  FILTER(?s != tz:status-resolved) } GROUP BY ?name ORDER BY ?name"""
#: Documents that are validated together.
_AT_ONCE = 40
_EVERYWHERE = tuple(Iris().graph(name) for name in ("ontology", "register", "provenance"))


@dataclass(frozen=True, slots=True)
class Violation:
    """One result of SHACL validation; `severity` is Violation, Warning or Info, `path` empty unless it is one property."""

    focus: str
    path: str
    severity: str
    message: str


@dataclass(frozen=True, slots=True)
class Quality:
    """Counts that tell how far the reading of one ledger can be trusted."""

    ledger: str
    measures: int
    statements: int
    corrected: int
    corrections: dict[str, int]
    without_units: int
    citations: dict[str, int]
    findings: tuple[tuple[int, str, Text], ...]


def shacl(store: Store, progress: Callable[[int, int], None] = lambda _done, _of: None) -> tuple[Violation, ...]:
    """Everything the shapes object to, in a fixed order. Empty when the graph conforms.

    Documents are validated some at a time, each with the register, the links and the kinds of what they point at, so
    that memory stays bounded; `progress` is told how many documents are done, of how many.
    """
    documents = [graph for graph in store.graphs() if graph.startswith(Iris().graph("document/"))]
    parts = [documents[at : at + _AT_ONCE] for at in range(0, len(documents), _AT_ONCE)] or [[]]
    links = _links_by_node(store)
    kinds = _kinds(store)
    found: set[Violation] = set()
    for number, part in enumerate(parts):
        found.update(_violations(_ntriples(store, part, links, kinds)))
        progress(min((number + 1) * _AT_ONCE, len(documents)), len(documents))
    return tuple(sorted(found, key=lambda v: (v.severity != "Violation", v.focus, v.path, v.message)))


def _violations(ntriples: str) -> list[Violation]:
    from pyshacl import validate  # noqa: PLC0415 - 0.4 s that only this command should pay
    from rdflib import SH, Graph, Literal, URIRef  # noqa: PLC0415

    shapes = Graph().parse(data=text_of(SHAPES), format="turtle")
    vocabulary = Graph().parse(data=text_of(VOCABULARY), format="turtle")
    data = Graph().parse(data=ntriples, format="nt")
    _, results, _ = validate(data, shacl_graph=shapes, ont_graph=vocabulary, advanced=False)
    assert isinstance(results, Graph)  # noqa: S101 - pySHACL also has a text form, not asked for
    found = []
    for result in results.subjects(SH.resultSeverity):
        path = results.value(result, SH.resultPath)  # a node without a name where it is not one property
        said = {m.language: str(m) for m in results.objects(result, SH.resultMessage) if isinstance(m, Literal)}
        found.append(
            Violation(
                focus=str(results.value(result, SH.focusNode)),
                path=str(path) if isinstance(path, URIRef) else "",
                severity=str(results.value(result, SH.resultSeverity)).rsplit("#", 1)[-1],
                message=said.get("en") or min(said.values(), default=""),
            )
        )
    return found


def _ntriples(
    store: Store, documents: Sequence[str], links: dict[str, list[Triple]], kinds: dict[str, list[Triple]]
) -> str:
    """Some documents with their printed readings, what the links say of their nodes, and the register."""
    names = [graph.removeprefix(Iris().graph("document/")) for graph in documents]
    graphs = [*documents, *(Iris().graph(f"printed/{name}") for name in names), *_EVERYWHERE]
    triples = {triple for graph in graphs for triple in store.triples(graph)}
    for triple in list(triples):
        triples.update(links.get(_node(triple.subject), ()))
    for triple in list(triples):
        triples.update(links.get(_node(triple.object), ()))
        triples.update(kinds.get(_node(triple.object), ()))
        triples.update(kinds.get(_node(triple.subject), ()))
    return "".join(f"{triple} .\n" for triple in triples)


def _links_by_node(store: Store) -> dict[str, list[Triple]]:
    found: dict[str, list[Triple]] = defaultdict(list)
    for triple in store.triples(Iris().graph(LINKS)):
        found[_node(triple.subject)].append(triple)
    return found


def _kinds(store: Store) -> dict[str, list[Triple]]:
    """What works, versions and articles are, for those that another document points at."""
    answer = store.query(
        "CONSTRUCT { ?thing a ?kind } WHERE { VALUES ?kind { eli:LegalResource tz:Version } ?thing a ?kind }"
    )
    found: dict[str, list[Triple]] = defaultdict(list)
    assert isinstance(answer, Triples)  # noqa: S101 - it is a CONSTRUCT
    for triple in answer:
        found[_node(triple.subject)].append(triple)
    return found


def _node(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""


@dataclass(frozen=True, slots=True)
class LawQuality:
    """Counts over the law texts of a graph. `citations` counts by status, `reasons` those without an instrument."""

    texts: int
    articles: int
    citations: dict[str, int]
    reasons: dict[str, int]
    pinpoints: int
    pinpoints_found: int


def law_quality(store: Store) -> LawQuality:
    """How far the law texts and their citations can be trusted."""
    ((texts, articles),) = _counts(store, _TEXTS)
    ((pinpoints, found),) = _counts(store, _PINPOINTS)
    return LawQuality(texts, articles, dict(_named(store, _STATUSES)), dict(_named(store, _REASONS)), pinpoints, found)


def _counts(store: Store, query: str) -> list[list[int]]:
    answer = store.query(query)
    assert isinstance(answer, QuerySolutions)  # noqa: S101 - it is a SELECT
    return [[int(getattr(value, "value", 0) or 0) for value in row] for row in answer]


def _named(store: Store, query: str) -> list[tuple[str, int]]:
    answer = store.query(query)
    assert isinstance(answer, QuerySolutions)  # noqa: S101 - it is a SELECT
    return [(row["name"].value, int(row["n"].value)) for row in answer]


def quality(store: Store) -> tuple[Quality, ...]:
    """The data quality of each ledger."""
    return tuple(_quality(store, name) for name in ledger_names(store))


def _quality(store: Store, name: str) -> Quality:
    ledger = read_ledger_from(store, name)
    rules = [correction.rule for measure in ledger.measures for correction in measure.corrections]
    answer = store.query(_CITATIONS, default=[Iris().graph(part) for part in (f"document/{name}", LINKS, "ontology")])
    assert isinstance(answer, QuerySolutions)  # noqa: S101 - it is a SELECT
    citations = {row["status"].value: int(row["n"].value) for row in answer}
    statements = sum(
        len(m.assignments) + len(m.citations) + len(m.deadlines) + len(m.indicators) + len(m.clauses)
        + len(m.vague_time) + len(m.mechanisms) + len(m.corrections) + (m.bearer is not None)
        for m in ledger.measures
    )  # fmt: skip
    return Quality(
        ledger=name,
        measures=len(ledger.measures),
        statements=statements,
        corrected=sum(bool(measure.corrections) for measure in ledger.measures),
        corrections={rule: rules.count(rule) for rule in sorted(set(rules))},
        without_units=sum(not measure.assignments for measure in ledger.measures),
        citations=citations,
        findings=tuple((ledger.document.line_of(f.span.start), f.severity.value, f.text) for f in ledger.findings),
    )
