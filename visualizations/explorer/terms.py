"""What the SPARQL console offers while someone types: the prefixes and terms of the graph, from this machine alone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from pyoxigraph import Literal, NamedNode, Triple

from ...ontology.vocabulary import PREFIXES, iri
from ...queries.catalogue import Question


class TermKind(StrEnum):
    """What a term is."""

    CLASS = "class"
    PROPERTY = "property"
    CONCEPT = "concept"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Term:
    """A prefixed name with what it is called; names of other vocabularies may have no label."""

    name: str
    kind: TermKind
    zh: str = ""
    en: str = ""


_KINDS = {
    iri("owl:Class"): TermKind.CLASS,
    iri("owl:ObjectProperty"): TermKind.PROPERTY,
    iri("owl:DatatypeProperty"): TermKind.PROPERTY,
    iri("skos:Concept"): TermKind.CONCEPT,
}
_LABELS = (iri("rdfs:label"), iri("skos:prefLabel"))
_NAME = re.compile(rf"\b(?:{'|'.join(PREFIXES)}):[A-Za-z][\w-]*")


def terms(vocabulary: Iterable[Triple], questions: Iterable[Question]) -> list[Term]:
    """The terms that the vocabulary defines, and those of other vocabularies that questions use, by name."""
    kinds: dict[str, TermKind] = {}
    labels: dict[tuple[str, str], str] = {}
    for triple in vocabulary:
        if not isinstance(triple.subject, NamedNode):
            continue
        name = _short(triple.subject.value)
        if triple.predicate.value == iri("rdf:type") and isinstance(triple.object, NamedNode):
            kind = _KINDS.get(triple.object.value)
            if name and kind:
                kinds[name] = kind
        if name and triple.predicate.value in _LABELS and isinstance(triple.object, Literal):
            labels[name, triple.object.language or ""] = triple.object.value
    used = {name for asked in questions for name in _NAME.findall(asked.sparql)}
    return [
        Term(name, kinds.get(name, TermKind.OTHER), labels.get((name, "zh"), ""), labels.get((name, "en"), ""))
        for name in sorted(used | set(kinds))
    ]


def _short(name: str) -> str:
    """The prefixed name of an IRI; empty where it has none."""
    for prefix, start in PREFIXES.items():
        if name.startswith(start) and re.fullmatch(r"[A-Za-z][\w-]*", name[len(start) :]):
            return f"{prefix}:{name[len(start) :]}"
    return ""
