"""From the store back to plain values: the same `Ledger` that was written.

REST, pages and exports read the graph through here, so what they show is what the graph holds.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Triple

from ..ontology.errors import NothingFound, Text
from ..ontology.iris import Iris
from ..ontology.vocabulary import NS, concept, iri
from .model import (
    Assignment,
    Citation,
    Clause,
    Comparator,
    Confidence,
    Correction,
    Deadline,
    DeadlineKind,
    Document,
    Finding,
    Heading,
    Indicator,
    Ledger,
    Measure,
    Modality,
    Phrase,
    Pinpoint,
    Place,
    Printed,
    Relation,
    Role,
    Severity,
    Span,
)
from .store import Store

Object = NamedNode | BlankNode | Literal | Triple


def ledger_names(store: Store, iris: Iris | None = None) -> list[str]:
    """The slugs of the ledgers in a store, sorted."""
    prefix = (iris or Iris()).ledger("")
    answer = store.query("SELECT DISTINCT ?ledger WHERE { ?ledger a tz:Ledger }")
    found = (_value(row[0]) for row in answer) if isinstance(answer, QuerySolutions) else ()
    return sorted(name.removeprefix(prefix) for name in found)


def read_ledger_from(store: Store, name: str, iris: Iris | None = None) -> Ledger:
    """The ledger of that slug. Raises NothingFound when the store has none."""
    names = iris or Iris()
    try:
        NamedNode(names.ledger(name))
    except ValueError as error:  # it cannot stand in an IRI, so nothing has that name
        raise _no_ledger(name) from error
    document, printed = (store.triples(names.graph(f"{part}/{name}")) for part in ("document", "printed"))
    return read_ledger_of(document, printed, name, names)


def _no_ledger(name: str) -> NothingFound:
    return NothingFound(Text(f"没有名为 {name} 的台账", f"there is no ledger named {name}"))


def read_ledger_of(triples: Iterable[Triple], printed: Iterable[Triple], name: str, iris: Iris | None = None) -> Ledger:
    """The ledger that the triples of its two graphs describe. Raises NothingFound when they describe none."""
    names, nodes = iris or Iris(), _Nodes(triples)
    if not nodes.has(names.ledger(name)):
        raise _no_ledger(name)
    return _Reader(nodes, _Nodes(printed), names.ledger(name), names.document(name)).ledger(name)


class _Nodes:
    """Triples by subject and predicate."""

    def __init__(self, triples: Iterable[Triple]):
        self._by_subject: dict[str, dict[str, list[Object]]] = defaultdict(lambda: defaultdict(list))
        self._by_measure: dict[tuple[str, str], list[str]] = defaultdict(list)
        for triple in triples:
            self._by_subject[_value(triple.subject)][triple.predicate.value].append(triple.object)
        for subject, properties in self._by_subject.items():
            for measure in properties.get(iri("tz:measure"), ()):
                for kind in properties.get(iri("rdf:type"), ()):
                    self._by_measure[_value(measure), _value(kind)].append(subject)

    def has(self, subject: str) -> bool:
        return subject in self._by_subject

    def all(self, subject: str, curie: str) -> list[Object]:
        return self._by_subject[subject].get(iri(curie), []) if self.has(subject) else []

    def text(self, subject: str, curie: str) -> str | None:
        found = self.all(subject, curie)
        return _value(found[0]) if found else None

    def need(self, subject: str, curie: str) -> str:
        return _value(self.all(subject, curie)[0])

    def number(self, subject: str, curie: str) -> int | None:
        found = self.text(subject, curie)
        return int(found) if found is not None else None

    def both(self, subject: str, curie: str) -> Text:
        said = {value.language: value.value for value in self.all(subject, curie) if isinstance(value, Literal)}
        return Text(said.get("zh") or "", said.get("en") or "")

    def code(self, subject: str, curie: str, scheme: str) -> str:
        return self.need(subject, curie).removeprefix(concept(scheme, ""))

    def span(self, subject: str) -> Span:
        position = f"{subject}/evidence/position"
        return Span(int(self.need(position, "oa:start")), int(self.need(position, "oa:end")))

    def places(self, document: str) -> tuple[Place, ...]:
        """Where pieces of evidence stand in their file."""
        prefix = f"{document}/place/"
        subjects = [subject for subject in self._by_subject if subject.startswith(prefix)]
        return tuple(sorted(Place(int(one.removeprefix(prefix)), self.need(one, "rdf:value")) for one in subjects))

    def of_kind(self, kind: str) -> list[str]:
        found = [s for s in list(self._by_subject) if any(_value(t) == NS + kind for t in self.all(s, "rdf:type"))]
        return sorted(found, key=lambda s: (self.number(s, "tz:ordinal") or 0, s))

    def children(self, measure: str, kind: str) -> list[str]:
        found = self._by_measure.get((measure, NS + kind), [])
        return sorted(found, key=lambda s: self.number(s, "tz:ordinal") or 0)

    def phrases(self, measure: str, kind: str) -> tuple[Phrase, ...]:
        return tuple(Phrase(self.need(n, "tz:text"), self.span(n)) for n in self.children(measure, kind))


class _Reader:
    def __init__(self, nodes: _Nodes, printed: _Nodes, ledger: str, document: str):
        self._nodes, self._printed_nodes = nodes, printed
        self._ledger, self._document = ledger, document

    def ledger(self, name: str) -> Ledger:
        nodes = self._nodes
        document = Document(
            nodes.need(self._document, "rdfs:label"),
            nodes.need(self._document, "cnt:chars"),
            nodes.need(self._document, "tz:sha256"),
            nodes.need(self._document, "tz:encoding"),
            places=nodes.places(self._document),
        )
        place = nodes.text(self._ledger, "tz:place")
        findings = [_value(node) for node in nodes.all(self._ledger, "tz:finding")]
        return Ledger(
            document,
            name,
            nodes.need(self._ledger, "dcterms:title"),
            place.rsplit("/", 1)[-1] if place else None,
            tuple(self._measure(node) for node in nodes.of_kind("Measure")),
            tuple(self._finding(node) for node in sorted(findings, key=lambda n: int(n.rsplit("/", 1)[-1]))),
        )

    def _finding(self, node: str) -> Finding:
        nodes = self._nodes
        severity = Severity(nodes.code(node, "tz:severity", "severity"))
        return Finding(nodes.need(node, "tz:code"), severity, nodes.both(node, "rdfs:comment"), nodes.span(node))

    def _measure(self, node: str) -> Measure:
        nodes = self._nodes
        bearers = nodes.phrases(node, "Bearer")
        return Measure(
            number=int(nodes.need(node, "tz:number")),
            key=node.rsplit("/", 1)[-1],
            section=self._heading(node, "section"),
            task=self._heading(node, "task"),
            text=nodes.need(node, "tz:text"),
            span=nodes.span(node),
            assignments=tuple(self._assignment(n) for n in nodes.children(node, "Assignment")),
            citations=tuple(self._citation(n) for n in nodes.children(node, "Citation")),
            deadlines=tuple(self._deadline(n) for n in nodes.children(node, "Deadline")),
            indicators=tuple(self._indicator(n) for n in nodes.children(node, "Indicator")),
            modality=Modality(nodes.code(node, "tz:modality", "modality")),
            clauses=tuple(self._clause(n) for n in nodes.children(node, "ModalClause")),
            bearer=bearers[0] if bearers else None,
            vague_time=nodes.phrases(node, "VagueTime"),
            mechanisms=nodes.phrases(node, "Mechanism"),
            printed=self._printed(node),
            corrections=tuple(self._correction(n) for n in nodes.children(node, "Correction")),
            label=nodes.text(node, "tz:label"),
            part=nodes.number(node, "tz:measurePart") or 0,
            numbered=nodes.text(node, "tz:numbered") != "false",
            open_ended=nodes.text(node, "tz:openEnded") == "true",
        )

    def _heading(self, measure: str, kind: str) -> Heading | None:
        """The section or task above a measure: one or two steps up."""
        parent = self._nodes.need(measure, "dcterms:isPartOf")
        above = [parent, self._nodes.text(parent, "dcterms:isPartOf") or ""]
        node = next((n for n in above if n.startswith(f"{self._ledger}/{kind}/")), None)
        if node is None:
            return None
        title = self._nodes.need(node, "dcterms:title")
        return Heading(self._nodes.text(node, "tz:label") or "", title, self._nodes.span(node))

    def _assignment(self, node: str) -> Assignment:
        unit = self._nodes.need(node, "tz:printedUnit")
        role = Role(self._nodes.code(node, "tz:role", "role"))
        return Assignment(unit, role, self._nodes.span(node), self._nodes.text(node, "tz:implied") == "true")

    def _citation(self, node: str) -> Citation:
        nodes = self._nodes
        relation = Relation(nodes.code(node, "tz:relation", "relation"))
        title, number = nodes.text(node, "tz:printedTitle") or "", nodes.text(node, "tz:printedNumber")
        return Citation(
            title, number, relation, nodes.span(node), self._pinpoint(node), nodes.text(node, "tz:fullTitle")
        )

    def _pinpoint(self, node: str) -> Pinpoint | None:
        nodes = self._nodes
        found = Pinpoint(
            nodes.text(node, "tz:pinpointArticle"),
            nodes.number(node, "tz:pinpointParagraph"),
            nodes.number(node, "tz:pinpointItem"),
        )
        return found if found != Pinpoint(None) else None

    def _deadline(self, node: str) -> Deadline:
        nodes = self._nodes
        last = nodes.text(node, "tz:latestDate")
        return Deadline(
            DeadlineKind(nodes.code(node, "tz:deadlineKind", "deadline")),
            date.fromisoformat(last) if last else None,
            nodes.text(node, "tz:frequency"),
            nodes.number(node, "tz:minTimes"),
            nodes.span(node),
        )

    def _indicator(self, node: str) -> Indicator:
        nodes = self._nodes
        comparator = Comparator[nodes.code(node, "tz:comparator", "comparator").upper()]
        quantity = Decimal(nodes.need(node, "tz:quantity"))
        return Indicator(
            quantity, nodes.need(node, "tz:unitText"), comparator, nodes.text(node, "tz:per"), nodes.span(node)
        )

    def _clause(self, node: str) -> Clause:
        return Clause(Modality(self._nodes.code(node, "tz:modality", "modality")), self._nodes.span(node))

    def _correction(self, node: str) -> Correction:
        nodes = self._nodes
        return Correction(
            rule=nodes.need(node, "tz:rule"),
            what=nodes.need(node, "tz:what"),
            printed=nodes.need(node, "tz:printedValue"),
            reconciled=nodes.need(node, "tz:reconciledValue"),
            reason=nodes.both(node, "tz:reason"),
            confidence=Confidence(nodes.code(node, "tz:confidence", "confidence")),
            span=nodes.span(node),
        )

    def _printed(self, measure: str) -> Printed | None:
        printed, node = self._printed_nodes, f"{measure}/printed"
        if not printed.has(node):
            return None
        children = sorted((_value(n) for n in printed.all(node, "tz:printedAssignment")), key=_last_number)
        assignments = (
            Assignment(printed.need(n, "tz:printedUnit"), Role(printed.code(n, "tz:role", "role")), printed.span(n))
            for n in children
        )
        return Printed(printed.text(node, "tz:printedTask"), tuple(assignments))


def _last_number(node: str) -> int:
    return int(node.rsplit("/", 1)[-1])


def _value(term: Object) -> str:
    return term.value if not isinstance(term, Triple) else str(term)
