"""Python values to RDF terms, and the annotation that ties a node to its words."""

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from pyoxigraph import Literal, NamedNode, Triple

from ..ontology.vocabulary import iri
from .model import Document, Span

#: What a literal cannot hold as it is, or not at all.
_ESCAPED = re.compile(r'[\x00-\x1f"\\\x7f\ud800-\udfff\ufffe\uffff]')

Value = str | int | bool | Decimal | date | NamedNode | Literal


def evidence(node: str, document_iri: str, document: Document, span: Span) -> Iterator[str]:
    """An oa:Annotation that ties a node to its words (Web Annotation Data Model, 4.2.4 and 4.2.5), as statements.

    In a file that is more than text a fragment selector (4.2.1) says where they stand: page=3, cell=Sheet1!D5. What
    many annotations of a document point at is one node: the same words, the same place. What stands around the words
    is not said again, as the document holds its whole text.
    """
    # More than half of a graph are these: written out in full they take a tenth of the time.
    note, target, position = f"<{node}/evidence>", f"<{node}/evidence/target>", f"<{node}/evidence/position>"
    words = document.quote(span)
    quote = f"<{document_iri}/quote/{_digest(words)}>"
    yield f"{note} {named('rdf:type')} {named('oa:Annotation')}"
    yield f"{note} {named('oa:hasBody')} {_subject(node)}"
    yield f"{note} {named('oa:hasTarget')} {target}"
    yield f"{target} {named('oa:hasSource')} {_subject(document_iri)}"
    yield f"{target} {named('oa:hasSelector')} {position}"
    yield f"{target} {named('oa:hasSelector')} {quote}"
    yield f"{position} {named('rdf:type')} {named('oa:TextPositionSelector')}"
    yield f'{position} {named("oa:start")} "{span.start}"^^{named("xsd:integer")}'
    yield f'{position} {named("oa:end")} "{span.end}"^^{named("xsd:integer")}'
    yield f"{quote} {named('rdf:type')} {named('oa:TextQuoteSelector')}"
    yield f"{quote} {named('oa:exact')} {written(words)}"
    if place := document.place_at(span.start):
        selector = f"<{document_iri}/place/{place.start}>"
        yield f"{target} {named('oa:hasSelector')} {selector}"
        yield f"{selector} {named('rdf:type')} {named('oa:FragmentSelector')}"
        yield f"{selector} {named('rdf:value')} {written(place.fragment)}"


@lru_cache(maxsize=4096)
def _digest(words: str) -> str:
    """The name of some words among those of a document."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def source_document(node: str, document: Document) -> Iterator[str]:
    """The text a reading was made from, whole, with the hash of its bytes, as statements."""
    yield statement(node, "rdf:type", node_of("prov:Entity"))
    yield statement(node, "rdf:type", node_of("cnt:ContentAsText"))
    yield statement(node, "cnt:chars", document.text)
    yield statement(node, "tz:sha256", Literal(document.sha256, datatype=node_of("xsd:hexBinary")))
    yield statement(node, "tz:encoding", document.encoding)
    yield statement(node, "rdfs:label", document.name)


def statement(subject: str, predicate: str, value: Value) -> str:
    """A triple as N-Triples writes it, without the full stop.

    What documents say is written this way from the start: as terms that are printed afterwards it would take three
    times as long.
    """
    return f"{_subject(subject)} {named(predicate)} {written(value)}"


def written(value: Value) -> str:
    """A value as N-Triples writes it: just what the engine would print."""
    if isinstance(value, str):
        return str(Literal(value)) if _ESCAPED.search(value) else f'"{value}"'
    if type(value) is int:
        return f'"{value}"^^{named("xsd:integer")}'
    return str(term(value))


@lru_cache(maxsize=4096)
def _subject(node: str) -> str:
    """An IRI in brackets. Raises ValueError when it is none."""
    return str(NamedNode(node))


@cache
def named(curie: str) -> str:
    """The IRI of a prefixed name in brackets."""
    return str(node_of(curie))


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
