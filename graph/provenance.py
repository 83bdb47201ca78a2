"""Which program version read which bytes: triples of the provenance graph (PROV-O), the same on every rebuild.

*When* it happened is not: it goes to the graph of loads, which exports leave out.
"""

from datetime import UTC, datetime

from pyoxigraph import Literal, NamedNode, Triple

from ..ontology.iris import Iris
from .model import Ledger
from .terms import node_of, triple, zh


def agent(version: str, iris: Iris) -> str:
    """The IRI of a version of this program."""
    return f"{iris.base}agent/taizhang-{version}"


def reading(ledger: Ledger, version: str, iris: Iris) -> tuple[Triple, ...]:
    """That this version of taizhang read this document into the ledger."""
    activity = f"{iris.ledger(ledger.slug)}/reading"
    program = agent(version, iris)
    document = iris.document(ledger.slug)
    return (
        triple(activity, "rdf:type", node_of("prov:Activity")),
        triple(activity, "prov:used", NamedNode(document)),
        triple(activity, "prov:wasAssociatedWith", NamedNode(program)),
        triple(iris.ledger(ledger.slug), "prov:wasGeneratedBy", NamedNode(activity)),
        triple(iris.ledger(ledger.slug), "rdfs:label", zh(ledger.title)),
        triple(program, "rdf:type", node_of("prov:SoftwareAgent")),
        triple(program, "rdfs:label", f"taizhang {version}"),
        triple(document, "tz:sha256", Literal(ledger.document.sha256, datatype=node_of("xsd:hexBinary"))),
    )


def loaded(ledger: Ledger, iris: Iris, when: datetime | None = None) -> Triple:
    """When the reading took place."""
    moment = (when or datetime.now(UTC)).replace(microsecond=0).isoformat().replace("+00:00", "Z")
    activity = f"{iris.ledger(ledger.slug)}/reading"
    return triple(activity, "prov:endedAtTime", Literal(moment, datatype=node_of("xsd:dateTime")))
