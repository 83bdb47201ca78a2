"""RDF as the suites use it: files read with their own IRI as base, and comparison up to the names of blank nodes."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import PurePosixPath

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)

#: What a variable can be bound to.
Term = NamedNode | BlankNode | Literal | Triple

#: The formats of graphs by media type.
GRAPH_FORMATS: Mapping[str, RdfFormat] = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
    "text/plain": RdfFormat.N_TRIPLES,
}


class Namespace:
    """An IRI that the names of terms are added to.

    >>> Namespace("http://example.org/")["a"]
    <NamedNode value=http://example.org/a>
    """

    def __init__(self, iri: str) -> None:
        self.iri = iri

    def __getitem__(self, name: str) -> NamedNode:
        return NamedNode(self.iri + name)


RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")

_INTEGERS = (
    "integer nonPositiveInteger negativeInteger nonNegativeInteger positiveInteger long int short byte unsignedLong "
    "unsignedInt unsignedShort unsignedByte"
)
#: How to write a value of a datatype so that equal values are written alike.
_SPELLINGS: Mapping[str, Callable[[str], str]] = {
    **{name: lambda written: str(int(written)) for name in _INTEGERS.split()},
    "decimal": lambda written: str(Decimal(written).normalize() + 0),
    "float": lambda written: str(float(written) + 0.0),
    "double": lambda written: str(float(written) + 0.0),
    "boolean": lambda written: {"1": "true", "0": "false"}.get(written, written),
    **{name: lambda written: re.sub(r"[+-]00:00$", "Z", written) for name in ("dateTime", "date", "time")},
}


def quads(content: bytes, iri: str) -> Iterator[Quad]:
    """The statements of a file; its blank nodes get names that no other file has."""
    suffix = PurePosixPath(iri).suffix
    found = RdfFormat.from_extension(suffix.removeprefix("."))
    if found is None:
        raise ValueError(f"no RDF format is named {suffix}: {iri}")
    return parse(content, found, base_iri=iri, rename_blank_nodes=True)


def canonical(statements: Iterable[Quad]) -> frozenset[Quad]:
    """The statements with names of blank nodes that depend on nothing but what they say."""
    dataset = Dataset(statements)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return frozenset(dataset)


def in_one_spelling(term: Term) -> Term:
    """A term with its value written as every other of that value and datatype; ill-formed ones stay as they are."""
    if isinstance(term, Triple):
        return Triple(term.subject, term.predicate, in_one_spelling(term.object))
    if not isinstance(term, Literal) or not term.datatype.value.startswith(XSD.iri):
        return term
    spell = _SPELLINGS.get(term.datatype.value.removeprefix(XSD.iri))
    try:
        return Literal(spell(term.value), datatype=term.datatype) if spell else term
    except (ValueError, ArithmeticError):
        return term


class Graph:
    """Statements to look things up in, each node with its properties."""

    def __init__(self, statements: Iterable[Quad]) -> None:
        self.quads = tuple(statements)
        self._properties: dict[object, dict[NamedNode, list[Term]]] = {}
        for quad in self.quads:
            self._properties.setdefault(quad.subject, {}).setdefault(quad.predicate, []).append(quad.object)

    def values(self, node: Term, predicate: NamedNode) -> list[Term]:
        """The values of a property."""
        return self._properties.get(node, {}).get(predicate, [])

    def value(self, node: Term, predicate: NamedNode) -> Term | None:
        """The one value of a property, or None. Raises ValueError where there are several."""
        found = self.values(node, predicate)
        if len(found) > 1:
            raise ValueError(f"{node} has {len(found)} values of {predicate}")
        return found[0] if found else None

    def subjects(self, predicate: NamedNode, value: Term | None = None) -> list[Term]:
        """The nodes that have a property (with that value)."""
        return [
            node  # type: ignore[misc]
            for node, properties in self._properties.items()
            if (value in properties.get(predicate, []) if value is not None else predicate in properties)
        ]

    def members(self, head: Term | None) -> Iterator[Term]:
        """The members of a list."""
        while head is not None and head != RDF["nil"]:
            first = self.value(head, RDF["first"])
            if first is not None:
                yield first
            head = self.value(head, RDF["rest"])

    def list_of(self, node: Term, predicate: NamedNode) -> list[Term]:
        """The members of the list that is the value of a property; none where there is no such property."""
        return list(self.members(self.value(node, predicate)))


def text(term: Term | None) -> str:
    """The characters of an IRI or a literal."""
    if not isinstance(term, NamedNode | Literal):
        raise TypeError(f"an IRI or a literal is expected here, not {term}")
    return term.value
