"""What descriptions of the service itself are written in: the vocabularies of metadata, and triples in them."""

from collections.abc import Iterable
from functools import cache

from pyoxigraph import NamedNode, Triple

from ..graph.terms import Value, term
from ..ontology.vocabulary import PREFIXES

#: The prefixes of descriptions: everyone's, and those of the vocabularies that speak about data.
DESCRIPTION_PREFIXES = {
    **PREFIXES,
    "dcat": "http://www.w3.org/ns/dcat#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "formats": "http://www.w3.org/ns/formats/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "void": "http://rdfs.org/ns/void#",
}


@cache
def node(curie: str) -> NamedNode:
    """The term of a prefixed name such as `void:Dataset`. Raises KeyError for an unknown prefix."""
    prefix, _, local = curie.partition(":")
    return NamedNode(DESCRIPTION_PREFIXES[prefix] + local)


def said(subject: str, *rows: tuple[str, Value]) -> list[Triple]:
    """The triples of a subject from (predicate, value) rows. Raises ValueError when the subject is not an IRI."""
    about = NamedNode(subject)
    return [Triple(about, node(predicate), term(value)) for predicate, value in rows]


def short(value: str) -> str:
    """An IRI as a prefixed name where a prefix fits, else as it is."""
    for prefix, namespace in DESCRIPTION_PREFIXES.items():
        if value.startswith(namespace):
            return f"{prefix}:{value.removeprefix(namespace)}"
    return value


def void_address(address: str) -> str:
    """The document that describes the data behind a server."""
    return f"{address}/.well-known/void"


def dataset_iri(address: str) -> str:
    """The data behind a server."""
    return f"{void_address(address)}#dataset"


def service_iri(endpoint: str) -> str:
    """The SPARQL service at an endpoint."""
    return f"{endpoint}#service"


#: The names of formats (W3C, Unique URIs for File Formats) by media type.
_FORMATS = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/ld+json": "JSON-LD",
    "application/rdf+xml": "RDF_XML",
}


def format_iri(media_type: str) -> NamedNode:
    """The name of a format. Raises KeyError for a media type that has none."""
    return node(f"formats:{_FORMATS[media_type]}")


def formats(media_types: Iterable[str]) -> list[NamedNode]:
    """The names of those formats that have one."""
    return [format_iri(media_type) for media_type in media_types if media_type in _FORMATS]


def grouped(triples: Iterable[Triple]) -> list[Triple]:
    """The triples without repetition, those of a subject and a predicate together: Turtle then reads well."""
    subjects: dict[object, dict[object, dict[Triple, None]]] = {}
    for triple in triples:
        subjects.setdefault(triple.subject, {}).setdefault(triple.predicate, {})[triple] = None
    return [triple for predicates in subjects.values() for found in predicates.values() for triple in found]
