"""The page of the vocabulary: every class, property and code with its names and meaning in both languages."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from ..ontology.errors import Language, Text
from ..ontology.vocabulary import NS, iri
from .foreign_terms import FOREIGN_TERMS
from .linked import Link, address_of, path_of, short
from .pages import render
from .resource_page import FORMAT_NAMES, SUFFIXES

_KINDS = {
    "classes": "owl:Class",
    "object_properties": "owl:ObjectProperty",
    "datatype_properties": "owl:DatatypeProperty",
    "schemes": "skos:ConceptScheme",
}
_NAMES = ("rdfs:label", "skos:prefLabel", "dcterms:title")
_COMMENTS = ("rdfs:comment", "skos:scopeNote", "skos:definition", "dcterms:description")
#: What a term says of others, and what others say of it, by the string that names it on the page.
_LINKS = {
    "subclass_of": "rdfs:subClassOf",
    "subproperty_of": "rdfs:subPropertyOf",
    "domain": "rdfs:domain",
    "range": "rdfs:range",
    "inverse_of": "owl:inverseOf",
}
_BACK = {
    "subclasses": "rdfs:subClassOf",
    "domain_of": "rdfs:domain",
    "range_of": "rdfs:range",
    "concepts": "skos:inScheme",
}


@dataclass(frozen=True, slots=True)
class TermEntry:
    """A term of the vocabulary. `links` lead to other terms, by the key of the words that introduce them."""

    anchor: str
    iri: str
    name: Text
    comment: Text
    links: tuple[tuple[str, tuple[Link, ...]], ...]
    codes: tuple["TermEntry", ...] = ()


def vocabulary_page(triples: Iterable[Triple], language: Language) -> str:
    """The page of a vocabulary given as RDF."""
    reader = _Reader(triples, language)
    parts = [(part, reader.entries(iri(kind))) for part, kind in _KINDS.items()]
    return render(
        "vocabulary.html",
        language,
        here="/ns",
        namespace=NS,
        about=reader.entry(NS.removesuffix("#")),
        parts=[(part, entries) for part, entries in parts if entries],
        formats=FORMAT_NAMES,
        media_types=SUFFIXES,
    )


class _Reader:
    """A vocabulary, looked up both ways."""

    def __init__(self, triples: Iterable[Triple], language: Language):
        self._language = language
        self._said: dict[tuple[str, str], list[Literal | NamedNode]] = {}
        self._back: dict[tuple[str, str], list[str]] = {}
        for triple in sorted(triples, key=str):
            name, value = triple.predicate.value, triple.object
            if not isinstance(triple.subject, NamedNode) or not isinstance(value, NamedNode | Literal):
                continue
            self._said.setdefault((triple.subject.value, name), []).append(value)
            if isinstance(value, NamedNode):
                self._back.setdefault((value.value, name), []).append(triple.subject.value)

    def entries(self, kind: str) -> list[TermEntry]:
        """The terms of a kind."""
        return [self.entry(name) for name in self._back.get((kind, iri("rdf:type")), ())]

    def entry(self, name: str) -> TermEntry:
        """One term, with what it points at and what points at it."""
        forth = (
            (key, [value.value for value in self._said.get((name, iri(curie)), ())]) for key, curie in _LINKS.items()
        )
        back = ((key, self._back.get((name, iri(curie)), [])) for key, curie in _BACK.items() if key != "concepts")
        links = tuple((key, tuple(map(self._link, names))) for key, names in (*forth, *back) if names)
        codes = self._back.get((name, iri(_BACK["concepts"])), ())
        return TermEntry(
            name.removeprefix(NS) if name.startswith(NS) else "",
            name,
            self._text(name, _NAMES) or Text(short(name), short(name)),
            self._text(name, _COMMENTS) or Text("", ""),
            links,
            tuple(self.entry(code) for code in codes if code != name),
        )

    def _link(self, name: str) -> Link:
        known = self._text(name, _NAMES) or FOREIGN_TERMS.get(name)
        address = address_of(name, self._language)
        hint = short(name)
        return Link(
            known.say(self._language) if known else hint, address, name, hint if known else "", not path_of(name)
        )

    def _text(self, name: str, curies: Iterable[str]) -> Text | None:
        """A text in both languages; where one is missing, the other stands in."""
        found: dict[str, str] = {}
        for curie in curies:
            for value in self._said.get((name, iri(curie)), ()):
                if isinstance(value, Literal):
                    found.setdefault(value.language or "", value.value)
        any_ = next(iter(found.values()), "")
        return Text(found.get("zh", any_), found.get("en", any_)) if found else None
