"""The RDF form of a ledger: named graphs of statements, every statement with the words that prove it.

The model is drawn in docs/graph-model.md. Order does not matter here: the store keeps sets and exports are sorted.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from ..ontology.errors import Language, Text
from ..ontology.iris import Iris
from ..ontology.register import Register
from ..ontology.vocabulary import concept
from .mentioned import citation_triples
from .model import (
    Assignment,
    Citation,
    Correction,
    Deadline,
    DeadlineKind,
    Finding,
    Heading,
    Indicator,
    Ledger,
    Measure,
    Phrase,
    Printed,
    Role,
    Span,
)
from .terms import Value, evidence, node_of, source_document, statement, zh

_SHORTCUT = {Role.LEAD: "tz:leads", Role.PARTICIPANT: "tz:participatesIn", Role.RESPONSIBLE: "tz:responsibleFor"}
_PERIODS = {"Y": "YEARLY", "M": "MONTHLY", "W": "WEEKLY", "D": "DAILY"}


def ledger_graphs(ledger: Ledger, register: Register, iris: Iris | None = None) -> dict[str, tuple[str, ...]]:
    """The statements of a ledger, each once, by named graph: its reconciled reading, and the printed reading apart."""
    return _Writer(ledger, register, iris or Iris()).write()


def recurrence_rule(frequency: str) -> str | None:
    """The RRULE (RFC 5545, 3.3.10) of an ISO 8601 duration; None where none of its simple forms fits."""
    count, unit = frequency[1:-1], frequency[-1]
    if not count.isdigit() or unit not in _PERIODS:
        return None
    return f"FREQ={_PERIODS[unit]}" + (f";INTERVAL={count}" if count != "1" else "")


@dataclass(slots=True)
class _Writer:
    ledger: Ledger
    register: Register
    iris: Iris
    statements: dict[str, None] = field(default_factory=dict)
    printed: dict[str, None] = field(default_factory=dict)
    sections: dict[Heading, str] = field(default_factory=dict)
    tasks: dict[Heading, str] = field(default_factory=dict)

    def write(self) -> dict[str, tuple[str, ...]]:
        name = self.ledger.slug
        self._ledger()
        self._headings()
        for ordinal, measure in enumerate(self.ledger.measures, 1):
            self._measure(ordinal, measure)
        for index, finding in enumerate(self.ledger.findings, 1):
            self._finding(index, finding)
        return {
            self.iris.graph(f"document/{name}"): tuple(self.statements),
            self.iris.graph(f"printed/{name}"): tuple(self.printed),
        }

    # -- the document, its headings and its findings

    @property
    def _ledger_iri(self) -> str:
        return self.iris.ledger(self.ledger.slug)

    @property
    def _document_iri(self) -> str:
        return self.iris.document(self.ledger.slug)

    def _ledger(self) -> None:
        ledger, document = self.ledger, self.ledger.document
        self._say_all(source_document(self._document_iri, document))
        self._add(self._ledger_iri, "rdf:type", node_of("tz:Ledger"))
        self._add(self._ledger_iri, "dcterms:title", zh(ledger.title))
        self._add(self._ledger_iri, "rdfs:label", zh(ledger.title))
        self._add(self._ledger_iri, "prov:wasDerivedFrom", NamedNode(self._document_iri))
        self._add(self._ledger_iri, "tz:printedIn", NamedNode(self.iris.graph(f"printed/{ledger.slug}")))
        if ledger.place:
            self._add(self._ledger_iri, "tz:place", NamedNode(self.iris.place(ledger.place)))
            self._place(ledger.place)
        title = document.text.find(ledger.title)
        if ledger.title and title >= 0:
            self._evidence(self._ledger_iri, Span(title, title + len(ledger.title)))

    def _place(self, code: str) -> None:
        """A place of which the register knows only the name."""
        name = self.register.division(code)
        if name and not self.register.describes_place(code):
            self._add(self.iris.place(code), "rdf:type", node_of("tz:Place"))
            self._add(self.iris.place(code), "skos:prefLabel", zh(name))
            self._add(self.iris.place(code), "tz:divisionCode", code)

    def _headings(self) -> None:
        """Sections and tasks in the order of the document, a task under the section of its first measure."""
        for measure in self.ledger.measures:
            section, task = measure.section, measure.task
            if section and section not in self.sections:
                ordinal = len(self.sections) + 1
                self.sections[section] = self._heading("Section", ordinal, section, self._ledger_iri)
            if task and task not in self.tasks:
                parent = self.sections[section] if section else self._ledger_iri
                self.tasks[task] = self._heading("Task", len(self.tasks) + 1, task, parent)

    def _heading(self, kind: str, ordinal: int, heading: Heading, parent: str) -> str:
        node = f"{self._ledger_iri}/{kind.lower()}/{ordinal}"
        self._add(node, "rdf:type", node_of(f"tz:{kind}"))
        self._add(node, "tz:ordinal", ordinal)
        if heading.label:
            self._add(node, "tz:label", heading.label)
        self._add(node, "dcterms:title", zh(heading.title))
        self._add(node, "rdfs:label", zh(_joined_label(heading)))
        self._add(node, "dcterms:isPartOf", NamedNode(parent))
        self._evidence(node, heading.span)
        return node

    def _finding(self, index: int, finding: Finding) -> None:
        node = f"{self._ledger_iri}/finding/{index}"
        self._add(node, "rdf:type", node_of("tz:Finding"))
        self._add(self._ledger_iri, "tz:finding", NamedNode(node))
        self._add(node, "tz:code", finding.code)
        self._add(node, "tz:severity", NamedNode(concept("severity", finding.severity)))
        self._say(node, "rdfs:comment", finding.text)
        self._evidence(node, finding.span)

    # -- measures

    def _measure(self, ordinal: int, measure: Measure) -> None:
        node = self.iris.measure(self.ledger.slug, measure.key)
        self._add(node, "rdf:type", node_of("tz:Measure"))
        self._add(node, "tz:number", measure.number)
        self._add(node, "tz:ordinal", ordinal)
        self._add(node, "tz:text", measure.text)
        self._numbering(node, measure)
        self._add(node, "rdfs:label", zh(f"{measure.number}. {_short(measure.text)}"))
        self._add(node, "tz:modality", NamedNode(concept("modality", measure.modality)))
        self._add(node, "dcterms:isPartOf", NamedNode(self._parent(measure)))
        self._evidence(node, measure.span)
        for index, assignment in enumerate(measure.assignments, 1):
            self._assignment(node, index, assignment)
        for index, citation in enumerate(measure.citations, 1):
            self._citation(node, index, citation)
        for index, deadline in enumerate(measure.deadlines, 1):
            self._deadline(node, index, deadline)
        for index, indicator in enumerate(measure.indicators, 1):
            self._indicator(node, index, indicator)
        for index, clause in enumerate(measure.clauses, 1):
            child = self._child(node, "clause", index, "ModalClause", clause.span)
            self._add(child, "tz:modality", NamedNode(concept("modality", clause.modality)))
            self._add(child, "tz:text", self.ledger.document.quote(clause.span))
        phrases = {"bearer": (measure.bearer,) if measure.bearer else (), "mechanism": measure.mechanisms}
        self._phrases(node, {**phrases, "vagueTime": measure.vague_time})
        for index, correction in enumerate(measure.corrections, 1):
            self._correction(node, index, correction)
        if measure.printed:
            self._printed(node, measure.printed)

    def _numbering(self, node: str, measure: Measure) -> None:
        """What a number does not say by itself: how it is printed, which part of it, that none is printed."""
        if measure.label:
            self._add(node, "tz:label", measure.label)
        if measure.part:
            self._add(node, "tz:measurePart", measure.part)
        if not measure.numbered:
            self._add(node, "tz:numbered", False)
        if measure.open_ended:
            self._add(node, "tz:openEnded", True)

    def _parent(self, measure: Measure) -> str:
        if measure.task:
            return self.tasks[measure.task]
        return self.sections[measure.section] if measure.section else self._ledger_iri

    def _child(self, measure: str, name: str, index: int, kind: str, span: Span) -> str:
        """A node that hangs on a measure, with its evidence."""
        node = f"{measure}/{name.lower()}/{index}"
        self._add(node, "rdf:type", node_of(f"tz:{kind}"))
        if kind not in ("Assignment", "Citation"):
            self._add(measure, f"tz:{name}", NamedNode(node))
        self._add(node, "tz:measure", NamedNode(measure))
        self._add(node, "tz:ordinal", index)
        self._evidence(node, span)
        return node

    def _assignment(self, measure: str, index: int, assignment: Assignment) -> None:
        unit = self._unit(assignment.unit)
        node = self._child(measure, "assignment", index, "Assignment", assignment.span)
        self._add(node, "tz:unit", NamedNode(unit))
        self._add(node, "tz:printedUnit", assignment.unit)
        self._add(node, "tz:role", NamedNode(concept("role", assignment.role)))
        if assignment.implied:
            self._add(node, "tz:implied", True)
        self._add(unit, _SHORTCUT[assignment.role], NamedNode(measure))

    def _unit(self, name: str) -> str:
        """The unit of that name; one the register does not know is described here, by the words of the ledger.

        The units of a document whose place nobody knows are its own: 市司法局 in another may be that of another city.
        """
        name, place = self.register.seated(name, self.ledger.place)
        unit = self.register.unit(name, place or self.iris.without_place(self.ledger.slug))
        if not self.register.knows_unit(name, place):
            self._add(unit, "rdf:type", node_of("org:FormalOrganization"))
            self._add(unit, "skos:prefLabel", zh(name))
            if place:
                self._add(unit, "tz:place", NamedNode(self.iris.place(place)))
        return unit

    def _citation(self, measure: str, index: int, citation: Citation) -> None:
        """What the ledger says; which instrument is meant is decided in links.py, with the whole graph in view."""
        node = self._child(measure, "citation", index, "Citation", citation.span)
        self._say_all(citation_triples(node, measure, citation))

    def _deadline(self, measure: str, index: int, deadline: Deadline) -> None:
        node = self._child(measure, "deadline", index, "Deadline", deadline.span)
        self._add(node, "tz:deadlineKind", NamedNode(concept("deadline", deadline.kind)))
        self._add(node, "tz:text", self.ledger.document.quote(deadline.span))
        if deadline.date:
            self._add(node, "rdf:type", node_of("time:Instant"))
            self._add(node, "time:inXSDDate", deadline.date)
            self._add(node, "tz:latestDate", deadline.date)
        if deadline.frequency:
            self._add(node, "tz:frequency", Literal(deadline.frequency, datatype=node_of("xsd:duration")))
        if deadline.min_times is not None:
            self._add(node, "tz:minTimes", deadline.min_times)
        if deadline.kind is DeadlineKind.RECURRING and deadline.frequency:
            self._add(node, "rdf:type", node_of("schema:Schedule"))
            self._add(node, "schema:repeatFrequency", deadline.frequency)
            rule = recurrence_rule(deadline.frequency)
            if rule:
                self._add(node, "ical:rrule", rule)

    def _indicator(self, measure: str, index: int, indicator: Indicator) -> None:
        node = self._child(measure, "indicator", index, "Indicator", indicator.span)
        self._add(node, "tz:quantity", indicator.quantity)
        self._add(node, "tz:unitText", indicator.unit)
        self._add(node, "tz:comparator", NamedNode(concept("comparator", indicator.comparator.name.lower())))
        self._add(node, "tz:text", self.ledger.document.quote(indicator.span))
        if indicator.per:
            self._add(node, "tz:per", indicator.per)

    def _phrases(self, measure: str, phrases: dict[str, tuple[Phrase, ...]]) -> None:
        for name, found in phrases.items():
            for index, phrase in enumerate(found, 1):
                node = self._child(measure, name, index, name[0].upper() + name[1:], phrase.span)
                self._add(node, "tz:text", phrase.text)

    def _correction(self, measure: str, index: int, correction: Correction) -> None:
        node = self._child(measure, "correction", index, "Correction", correction.span)
        self._add(node, "tz:rule", correction.rule)
        self._add(node, "tz:what", correction.what)
        self._add(node, "tz:printedValue", correction.printed)
        self._add(node, "tz:reconciledValue", correction.reconciled)
        self._say(node, "tz:reason", correction.reason)
        self._add(node, "tz:confidence", NamedNode(concept("confidence", correction.confidence)))

    # -- the printed reading, in its own graph

    def _printed(self, measure: str, printed: Printed) -> None:
        node = f"{measure}/printed"
        self._add_printed(measure, "tz:printedReading", NamedNode(node))
        self._add_printed(node, "rdf:type", node_of("tz:PrintedReading"))
        if printed.task:
            self._add_printed(node, "tz:printedTask", printed.task)
        for index, assignment in enumerate(printed.assignments, 1):
            child = f"{node}/assignment/{index}"
            self._add_printed(node, "tz:printedAssignment", NamedNode(child))
            self._add_printed(child, "rdf:type", node_of("tz:PrintedAssignment"))
            self._add_printed(child, "tz:ordinal", index)
            self._add_printed(child, "tz:printedUnit", assignment.unit)
            self._add_printed(child, "tz:role", NamedNode(concept("role", assignment.role)))
            self.printed |= dict.fromkeys(evidence(child, self._document_iri, self.ledger.document, assignment.span))

    # -- small helpers

    def _add(self, subject: str, predicate: str, value: Value) -> None:
        self.statements[statement(subject, predicate, value)] = None

    def _add_printed(self, subject: str, predicate: str, value: Value) -> None:
        self.printed[statement(subject, predicate, value)] = None

    def _say(self, subject: str, predicate: str, text: Text) -> None:
        for language in Language:
            self._add(subject, predicate, Literal(text.say(language), language=language.value))

    def _evidence(self, node: str, span: Span) -> None:
        self._say_all(evidence(node, self._document_iri, self.ledger.document, span))

    def _say_all(self, statements: Iterable[str]) -> None:
        self.statements |= dict.fromkeys(statements)


def _joined_label(heading: Heading) -> str:
    """The label and title as one would cite them, such as 四、 （二十一） 3. before the title."""
    if not heading.label or not heading.title:
        return heading.title or heading.label
    if heading.label[-1].isdigit():
        return f"{heading.label}.{heading.title}"
    return f"{heading.label}{heading.title}" if heading.label.startswith("（") else f"{heading.label}、{heading.title}"


def _short(text: str) -> str:
    return text if len(text) <= 30 else text[:30] + "…"
