"""Which program version read which bytes: triples of the provenance graph (PROV-O), the same on every rebuild.

*When* it happened is not: it goes to the graph of loads, which exports leave out.
"""

from dataclasses import dataclass
from datetime import datetime

from pyoxigraph import Literal, NamedNode, Triple

from ..ontology.iris import Iris
from .terms import node_of, triple, zh


@dataclass(frozen=True, slots=True)
class Source:
    """A document and what was read from it: `thing` is the IRI of the ledger or of the version of a law."""

    slug: str
    sha256: str
    thing: str
    title: str


def agent(version: str, iris: Iris) -> str:
    """The IRI of a version of this program."""
    return f"{iris.base}agent/taizhang-{version}"


def activity(slug: str, iris: Iris) -> str:
    """The IRI of the reading of a document."""
    return f"{iris.document(slug)}/reading"


def reading(source: Source, version: str, iris: Iris) -> tuple[Triple, ...]:
    """That this version of taizhang read this document into that thing."""
    act, program, document = activity(source.slug, iris), agent(version, iris), iris.document(source.slug)
    return (
        triple(act, "rdf:type", node_of("prov:Activity")),
        triple(act, "rdfs:label", zh(source.title)),
        triple(act, "prov:used", NamedNode(document)),
        triple(act, "prov:generated", NamedNode(source.thing)),
        triple(act, "prov:wasAssociatedWith", NamedNode(program)),
        triple(program, "rdf:type", node_of("prov:SoftwareAgent")),
        triple(program, "rdfs:label", f"taizhang {version}"),
        triple(document, "tz:sha256", Literal(source.sha256, datatype=node_of("xsd:hexBinary"))),
    )


def loaded(source: Source, iris: Iris, when: datetime) -> Triple:
    """When the reading took place."""
    moment = when.replace(microsecond=0).isoformat().replace("+00:00", "Z")
    return triple(activity(source.slug, iris), "prov:endedAtTime", Literal(moment, datatype=node_of("xsd:dateTime")))
