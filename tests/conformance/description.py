"""The tests of the service description, of which the suite has only the names."""

from collections.abc import Mapping

from pyoxigraph import BlankNode, Literal, NamedNode

from tests.conformance.cases import DescriptionCase
from tests.conformance.rdf import GRAPH_FORMATS, RDF, Graph, Namespace, Term
from tests.conformance.results import Statements
from tests.conformance.target import Client, Failed, Target, result_of

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")

#: The properties of the vocabulary: the class of what has them, and the class of their values (None: a plain resource).
_PROPERTIES: Mapping[str, tuple[str, str | None]] = {
    "endpoint": ("Service", None),
    "feature": ("Service", "Feature"),
    "defaultEntailmentRegime": ("Service", "EntailmentRegime"),
    "defaultSupportedEntailmentProfile": ("Service", "EntailmentProfile"),
    "entailmentRegime": ("NamedGraph", "EntailmentRegime"),
    "supportedEntailmentProfile": ("NamedGraph", "EntailmentProfile"),
    "extensionFunction": ("Service", "Function"),
    "extensionAggregate": ("Service", "Aggregate"),
    "languageExtension": ("Service", "Feature"),
    "supportedLanguage": ("Service", "Language"),
    "propertyFeature": ("Service", "Feature"),
    "defaultDataset": ("Service", "Dataset"),
    "availableGraphs": ("Service", "GraphCollection"),
    "resultFormat": ("Service", None),
    "inputFormat": ("Service", None),
    "defaultGraph": ("Dataset", "Graph"),
    "namedGraph": ("GraphCollection", "NamedGraph"),
    "name": ("NamedGraph", None),
    "graph": ("NamedGraph", "Graph"),
}
_CLASSES = {
    "Service", "Feature", "Language", "Function", "Aggregate", "EntailmentRegime", "EntailmentProfile",
    "GraphCollection", "Dataset", "Graph", "NamedGraph",
}  # fmt: skip
#: Classes below others.
_SUBCLASSES = {"Dataset": "GraphCollection"}
_INSTANCES: Mapping[str, str] = {
    "SPARQL10Query": "Language",
    "SPARQL11Query": "Language",
    "SPARQL11Update": "Language",
    "DereferencesURIs": "Feature",
    "UnionDefaultGraph": "Feature",
    "RequiresDataset": "Feature",
    "EmptyGraphs": "Feature",
    "BasicFederatedQuery": "Feature",
}
#: What a description without these says nothing about the service.
_REQUIRED = ("supportedLanguage", "resultFormat")
_SERIALIZATIONS = ("text/turtle", "application/rdf+xml", "application/n-triples")


def run(case: DescriptionCase, target: Target, client: Client) -> None:
    """Run the test of that name. Raises Failed."""
    tests = {
        "returns-rdf": _returns_rdf,
        "has-endpoint-triple": _has_endpoint_triple,
        "conforms-to-schema": _conforms_to_schema,
    }
    tests[case.iri.partition("#")[2]](target, client)


def _description(target: Target, client: Client, accept: str = "text/turtle") -> Graph:
    answer = client.send("GET", target.query, {"accept": accept})
    if not answer.good:
        raise Failed(f"GET with Accept: {accept}: {answer}")
    if answer.media_type not in GRAPH_FORMATS or accept not in ("*/*", answer.media_type):
        raise Failed(f"GET with Accept: {accept}: {answer}")
    found = result_of(answer, target.query)
    if not isinstance(found, Statements) or not found.quads:
        raise Failed(f"GET with Accept: {accept}: no statements in {answer}")
    return Graph(found.quads)


def _returns_rdf(target: Target, client: Client) -> None:
    """GET on the endpoint, without a preference and with one, is answered in RDF."""
    for accept in ("*/*", *_SERIALIZATIONS):
        _description(target, client, accept)


def _has_endpoint_triple(target: Target, client: Client) -> None:
    """Some service has this address as its endpoint."""
    graph = _description(target, client)
    if not graph.subjects(SD["endpoint"], NamedNode(target.query)):
        others = [str(value) for node in graph.subjects(SD["endpoint"]) for value in graph.values(node, SD["endpoint"])]
        raise Failed(f"no sd:endpoint <{target.query}> but {others}")


def _conforms_to_schema(target: Target, client: Client) -> None:
    """Terms exist, and what stands at either end of a property is of the class that its domain and range name."""
    graph = _description(target, client)
    services = graph.subjects(RDF["type"], SD["Service"])
    if not services:
        raise Failed("there is no sd:Service")
    complaints = [
        f"the service has no sd:{name}"
        for service in services
        for name in _REQUIRED
        if not graph.values(service, SD[name])
    ]
    for quad in graph.quads:
        complaints += _complaints(graph, quad.subject, quad.predicate, quad.object)
    if complaints:
        raise Failed("; ".join(complaints))


def _complaints(graph: Graph, subject: Term, predicate: NamedNode, value: Term) -> list[str]:
    """What is wrong with one statement."""
    if predicate == RDF["type"] and isinstance(value, NamedNode) and value.value.startswith(SD.iri):
        name = value.value.removeprefix(SD.iri)
        return [] if name in _CLASSES else [f"there is no class sd:{name}"]
    if not predicate.value.startswith(SD.iri):
        return []
    name = predicate.value.removeprefix(SD.iri)
    if name not in _PROPERTIES:
        return [f"there is no property sd:{name}"]
    domain, value_class = _PROPERTIES[name]
    found = []
    if not _may_be(graph, subject, domain):
        found.append(f"sd:{name} is of a sd:{domain}, not of {subject}")
    if isinstance(value, Literal):
        found.append(f"the value of sd:{name} is a literal, {value}")
    elif value_class is None and name != "endpoint" and isinstance(value, BlankNode):
        found.append(f"the value of sd:{name} is a blank node")
    elif value_class is not None and not _may_be(graph, value, value_class):
        found.append(f"the value of sd:{name} is a sd:{value_class}, not {value}")
    return found


def _may_be(graph: Graph, node: Term, wanted: str) -> bool:
    """Whether a node is of a class, as far as its types in the description and in the vocabulary say."""
    types = {kind.value for kind in graph.values(node, RDF["type"]) if isinstance(kind, NamedNode)}
    names = {iri.removeprefix(SD.iri) for iri in types if iri.startswith(SD.iri)}
    if isinstance(node, NamedNode) and node.value.startswith(SD.iri):
        names |= {_INSTANCES.get(node.value.removeprefix(SD.iri), "unknown")}
    names |= {_SUBCLASSES[name] for name in names if name in _SUBCLASSES}
    return not names or wanted in names
