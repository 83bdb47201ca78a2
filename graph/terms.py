"""Python values to RDF terms, and the annotation that ties a node to its words."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache

from pyoxigraph import Literal, NamedNode, Triple

from ..ontology.vocabulary import iri
from .model import Document, Span

#: How many characters a text quote selector shows on either side of the quote.
CONTEXT = 24

Value = str | int | bool | Decimal | date | NamedNode | Literal


def evidence(node: str, document_iri: str, document: Document, span: Span) -> Iterator[Triple]:
    """An oa:Annotation that ties a node to its words (Web Annotation Data Model, 4.2.4 and 4.2.5).

    In a file that is more than text a fragment selector (4.2.1) says where they stand: page=3, cell=Sheet1!D5.
    """
    note, target = f"{node}/evidence", f"{node}/evidence/target"
    position, quote = f"{node}/evidence/position", f"{node}/evidence/quote"
    text = document.text
    rows: Iterable[tuple[str, str, Value]] = (
        (note, "rdf:type", node_of("oa:Annotation")),
        (note, "oa:hasBody", NamedNode(node)),
        (note, "oa:hasTarget", NamedNode(target)),
        (target, "rdf:type", node_of("oa:SpecificResource")),
        (target, "oa:hasSource", NamedNode(document_iri)),
        (target, "oa:hasSelector", NamedNode(position)),
        (target, "oa:hasSelector", NamedNode(quote)),
        (position, "rdf:type", node_of("oa:TextPositionSelector")),
        (position, "oa:start", span.start),
        (position, "oa:end", span.end),
        (quote, "rdf:type", node_of("oa:TextQuoteSelector")),
        (quote, "oa:exact", document.quote(span)),
        (quote, "oa:prefix", text[max(0, span.start - CONTEXT) : span.start]),
        (quote, "oa:suffix", text[span.end : span.end + CONTEXT]),
    )
    for subject, predicate, value in rows:
        yield triple(subject, predicate, value)
    fragment, place = document.place_of(span.start), f"{node}/evidence/place"
    if fragment:
        yield triple(target, "oa:hasSelector", NamedNode(place))
        yield triple(place, "rdf:type", node_of("oa:FragmentSelector"))
        yield triple(place, "rdf:value", fragment)


def source_document(node: str, document: Document) -> Iterator[Triple]:
    """The text a reading was made from, whole, with the hash of its bytes."""
    yield triple(node, "rdf:type", node_of("prov:Entity"))
    yield triple(node, "rdf:type", node_of("cnt:ContentAsText"))
    yield triple(node, "cnt:chars", document.text)
    yield triple(node, "tz:sha256", Literal(document.sha256, datatype=node_of("xsd:hexBinary")))
    yield triple(node, "tz:encoding", document.encoding)
    yield triple(node, "rdfs:label", document.name)


def triple(subject: str, predicate: str, value: Value) -> Triple:
    """A triple of a subject IRI, a prefixed predicate and a value."""
    return Triple(NamedNode(subject), node_of(predicate), term(value))


def term(value: Value) -> NamedNode | Literal:
    """The RDF term of a Python value; text becomes xsd:string."""
    if isinstance(value, NamedNode | Literal):
        return value
    if isinstance(value, date):
        return Literal(value.isoformat(), datatype=node_of("xsd:date"))
    if isinstance(value, Decimal):
        return Literal(f"{value.normalize():f}", datatype=node_of("xsd:decimal"))
    if isinstance(value, bool):
        return Literal("true" if value else "false", datatype=node_of("xsd:boolean"))
    if isinstance(value, int):
        return Literal(str(value), datatype=node_of("xsd:integer"))
    return Literal(value)


@cache
def node_of(curie: str) -> NamedNode:
    """The IRI of a prefixed name as a term."""
    return NamedNode(iri(curie))


def zh(text: str) -> Literal:
    """Chinese text."""
    return Literal(text, language="zh")
