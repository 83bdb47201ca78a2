"""The page of one thing of the graph: what is said of it, what points at it, and the words that prove it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ..ontology.errors import Language
from ..ontology.vocabulary import BASE, NS, iri
from ..queries.answers import Term
from ..queries.resource import Incoming, Nameless, Resource, natural
from .linked import Link, address_of, name_of, path_of, short
from .pages import render

#: The RDF formats of a page by the suffix of its address.
SUFFIXES = {
    ".ttl": "text/turtle",
    ".jsonld": "application/ld+json",
    ".nt": "application/n-triples",
    ".rdf": "application/rdf+xml",
}
FORMAT_NAMES = {".ttl": "Turtle", ".jsonld": "JSON-LD", ".nt": "N-Triples", ".rdf": "RDF/XML"}

#: Values of one property on the page; the RDF has more.
_VALUES = 200
#: Characters of a text on the page, and of one that is open from the start.
_TEXT, _OPEN = 20_000, 400
_MEASURE = re.compile(rf"{re.escape(BASE)}id/ledger/(?P<ledger>[^/#]+)/measure/(?P<key>[^/#]+)")
_TYPE = iri("rdf:type")
#: What points here by these has a section of its own, or only repeats another statement.
_SHOWN_ELSEWHERE = (iri("oa:hasBody"), iri("owl:annotatedSource"), iri("owl:annotatedTarget"))
#: Types of literals that need not be told.
_PLAIN_TYPES = tuple(iri(f"xsd:{name}") for name in ("string", "integer", "decimal", "date", "boolean"))


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a property: a link, or a text with its language or type. `cut` is how much of it is left out."""

    link: Link | None = None
    text: str = ""
    language: str = ""
    datatype: str = ""
    cut: int = 0
    inner: tuple["Row", ...] = ()

    @property
    def is_long(self) -> bool:
        """Whether it is folded at first."""
        return len(self.text) > _OPEN


@dataclass(frozen=True, slots=True)
class Row:
    """A property and its values. `more` is how many values are not shown."""

    name: Link
    values: tuple[Value, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Fact:
    """The source of one statement. `anchor` is the fragment of its own IRI, where that belongs to this page."""

    anchor: str
    subject: Link | None
    name: Link
    value: Value
    rows: tuple[Row, ...]


def resource_page(found: Resource, language: Language) -> str:
    """The page of a thing."""
    reader = _Reader(found, language)
    kinds = [triple.object for triple in found.outgoing if _is_kind(triple)]
    return render(
        "resource.html",
        language,
        here=path_of(found.iri),
        iri=found.iri,
        title=reader.title(),
        kinds=[reader.link(kind.value) for kind in kinds if isinstance(kind, NamedNode)],
        rows=reader.rows(triple for triple in found.outgoing if not _is_kind(triple)),
        incoming=[reader.incoming(one) for one in found.incoming if one.predicate.value not in _SHOWN_ELSEWHERE],
        quotes=[(reader.link(quote.source), quote) for quote in found.quotes],
        facts=reader.facts(),
        found=found,
        formats=FORMAT_NAMES,
        media_types=SUFFIXES,
        measure=_measure(found.iri),
    )


def _is_kind(triple: Triple) -> bool:
    return triple.predicate.value == _TYPE and isinstance(triple.object, NamedNode)


def _measure(name: str) -> str:
    """The address of the page that shows a measure beside its source; empty for anything else."""
    match = _MEASURE.fullmatch(name)
    return f"/measures/{match['ledger']}/{match['key']}" if match else ""


class _Reader:
    """Turns terms into what a page shows, in one language."""

    def __init__(self, found: Resource, language: Language):
        self._found = found
        self._language = language
        self._beside: dict[Term, list[Triple]] = {}
        for triple in found.beside:
            self._beside.setdefault(triple.subject, []).append(triple)

    def title(self) -> str:
        """What the thing is called; without a name what it is and what it was read from."""
        return self.link(self._found.iri).text

    def link(self, name: str) -> Link:
        """A thing as a link with its name."""
        address = address_of(name, self._language)
        outside = bool(address) and not path_of(name)
        text = name_of(name, self._found.names, self._language)
        if text:
            return Link(text, address, name, "", outside)
        known = self._found.nameless.get(name)
        described = self._described(known) if known else ""
        hint = short(name) if described and known and not known.number else ""
        return Link(described or short(name), address, name, hint, outside, described=bool(described))

    def property(self, name: str) -> Link:
        """A property with its name, and how a query spells it."""
        link = self.link(name)
        return replace(link, hint=short(name)) if link.text != short(name) else link

    def _described(self, known: Nameless) -> str:
        """A thing without a name: the article and its law, or its kind and the words it was read from."""
        whole = name_of(known.whole, self._found.names, self._language) if known.whole else ""
        if known.number:
            return f"{whole} {known.number}".strip()
        kinds = sorted(known.kinds, key=lambda kind: not kind.startswith(NS))
        kind = next(filter(None, (name_of(kind, self._found.names, self._language) for kind in kinds)), "")
        words = f"“{known.words}”" if known.words else ""
        return " ".join(filter(None, (kind, words)))

    def value(self, term: Term, depth: int = 0) -> Value:
        """A term as the value of a property; a blank node with what is said of it."""
        if isinstance(term, NamedNode):
            return Value(link=self.link(term.value))
        if isinstance(term, Literal):
            return Value(
                text=term.value[:_TEXT],
                language=term.language or "",
                datatype="" if term.language or term.datatype.value in _PLAIN_TYPES else short(term.datatype.value),
                cut=max(0, len(term.value) - _TEXT),
            )
        inner = self.rows(self._beside.get(term, ()), depth + 1) if isinstance(term, BlankNode) and depth < 2 else ()
        return Value(text=str(term), inner=tuple(inner))

    def rows(self, triples: Iterable[Triple], depth: int = 0) -> list[Row]:
        """Statements by property: those with few values first, each group in the order of the names."""
        found: dict[str, list[Term]] = {}
        for triple in triples:
            found.setdefault(triple.predicate.value, []).append(triple.object)
        rows = [
            Row(
                self.property(name),
                tuple(sorted((self.value(term, depth) for term in terms[:_VALUES]), key=_order)),
                max(0, len(terms) - _VALUES),
            )
            for name, terms in found.items()
        ]
        return sorted(rows, key=lambda row: (len(row.values) > 5, short(row.name.iri)))

    def incoming(self, found: Incoming) -> Row:
        """The things that point here by one property, by name."""
        values = sorted((self.value(subject) for subject in found.subjects), key=_order)
        return Row(self.property(found.predicate.value), tuple(values), found.total - len(values))

    def facts(self) -> list[Fact]:
        """The sources of single statements, in the order of their numbers."""
        facts = [fact for subject, said in self._beside.items() if (fact := self._fact(subject, said))]
        return sorted(facts, key=lambda fact: (fact.subject is not None, len(fact.anchor), fact.anchor))

    def _fact(self, node: Term, said: list[Triple]) -> Fact | None:
        values = {triple.predicate.value: triple.object for triple in said}
        subject, name, value = (values.get(iri(f"owl:annotated{part}")) for part in ("Source", "Property", "Target"))
        if not isinstance(subject, NamedNode) or not isinstance(name, NamedNode) or value is None:
            return None
        others = (t for t in said if not t.predicate.value.startswith(iri("owl:annotated")) and not _is_kind(t))
        about, _, anchor = node.value.partition("#") if isinstance(node, NamedNode) else ("", "", "")
        return Fact(
            anchor if about == self._found.iri else "",
            self.link(subject.value) if subject.value != self._found.iri else None,
            self.link(name.value),
            self.value(value),
            tuple(self.rows(others)),
        )


def _order(value: Value) -> tuple[bool, list[int | str], str]:
    """By name, where the thing has one of its own, else by address; numbers in either count as numbers."""
    link = value.link
    if link is None:
        return False, natural(value.text), ""
    return link.described, natural(link.iri if link.described else link.text), link.iri
