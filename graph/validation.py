"""Whether a graph is sound (SHACL, with pySHACL) and how good its data are."""

from dataclasses import dataclass

from pyoxigraph import QuerySolutions

from ..ontology.errors import Text
from ..ontology.files import SHAPES, VOCABULARY, text_of
from ..ontology.iris import Iris
from .links import LINKS
from .reading import ledger_names, read_ledger_from
from .store import OxigraphStore

#: Of one document, chosen by the dataset of the query.
_CITATIONS = """
SELECT ?status (COUNT(?citation) AS ?n) WHERE { ?citation a tz:Citation ; tz:status/skos:notation ?status }
GROUP BY ?status ORDER BY ?status
"""


@dataclass(frozen=True, slots=True)
class Violation:
    """One result of SHACL validation; `severity` is Violation, Warning or Info."""

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


def shacl(store: OxigraphStore) -> tuple[Violation, ...]:
    """Everything the shapes object to, in a fixed order. Empty when the graph conforms."""
    from pyshacl import validate  # noqa: PLC0415 - 0.4 s that only this command should pay
    from rdflib import SH, Graph, Literal  # noqa: PLC0415

    shapes = Graph().parse(data=text_of(SHAPES), format="turtle")
    vocabulary = Graph().parse(data=text_of(VOCABULARY), format="turtle")
    data = Graph().parse(data=_ntriples(store), format="nt")
    _, results, _ = validate(data, shacl_graph=shapes, ont_graph=vocabulary, advanced=False)
    assert isinstance(results, Graph)  # noqa: S101 - pySHACL also has a text form, not asked for
    found = []
    for result in results.subjects(SH.resultSeverity):
        said = {m.language: str(m) for m in results.objects(result, SH.resultMessage) if isinstance(m, Literal)}
        found.append(
            Violation(
                focus=str(results.value(result, SH.focusNode)),
                path=str(results.value(result, SH.resultPath) or ""),
                severity=str(results.value(result, SH.resultSeverity)).rsplit("#", 1)[-1],
                message=said.get("en") or min(said.values(), default=""),
            )
        )
    return tuple(sorted(found, key=lambda v: (v.severity != "Violation", v.focus, v.path, v.message)))


def _ntriples(store: OxigraphStore) -> str:
    """The default graph and the printed readings, which have evidence to show too."""
    printed = [graph for graph in store.graphs() if graph.startswith(Iris().graph("printed/"))]
    triples = [*store.default_triples(), *(triple for graph in printed for triple in store.triples(graph))]
    return "".join(f"{triple} .\n" for triple in triples)


def quality(store: OxigraphStore) -> tuple[Quality, ...]:
    """The data quality of each ledger."""
    return tuple(_quality(store, name) for name in ledger_names(store))


def _quality(store: OxigraphStore, name: str) -> Quality:
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
