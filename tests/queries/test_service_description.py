"""The service description: RDF, with its endpoint, and only what the vocabulary and the truth allow."""

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, serialize
from rdflib import RDF, Graph, Literal, Namespace, URIRef

from taizhang.graph.embedded import OxigraphStore
from taizhang.queries import service_description as module
from taizhang.queries.described import DESCRIPTION_PREFIXES
from taizhang.queries.service_description import service_description
from tests.queries.small_stores import stored

ENDPOINT = "https://policy.example/sparql"
SD, VOID, FORMATS = (Namespace(DESCRIPTION_PREFIXES[prefix]) for prefix in ("sd", "void", "formats"))

#: The classes and properties of the vocabulary (SPARQL 1.1 Service Description, 3), with domain and range.
SCHEMA = {
    SD.endpoint: (SD.Service, None),
    SD.feature: (SD.Service, SD.Feature),
    SD.defaultEntailmentRegime: (SD.Service, None),
    SD.supportedLanguage: (SD.Service, SD.Language),
    SD.defaultDataset: (SD.Service, SD.Dataset),
    SD.resultFormat: (SD.Service, None),
    SD.inputFormat: (SD.Service, None),
    SD.defaultGraph: (SD.Dataset, SD.Graph),
    SD.namedGraph: (SD.Dataset, SD.NamedGraph),
    SD.name: (SD.NamedGraph, None),
    SD.graph: (SD.NamedGraph, SD.Graph),
}
CLASSES = {SD.Service, SD.Dataset, SD.Graph, SD.NamedGraph}
INDIVIDUALS = {
    SD.Language: {SD.SPARQL10Query, SD.SPARQL11Query, SD.SPARQL11Update},
    SD.Feature: {
        SD.DereferencesURIs,
        SD.UnionDefaultGraph,
        SD.RequiresDataset,
        SD.EmptyGraphs,
        SD.BasicFederatedQuery,
    },
}


def described(store: OxigraphStore, *, writable: bool = True, federated: bool = False) -> Graph:
    """The description as another library reads it."""
    triples = service_description(store, ENDPOINT, writable=writable, federated=federated)
    return Graph().parse(data=serialize(triples, format=RdfFormat.TURTLE), format="turtle")


@pytest.mark.parametrize("federated", [True, False])
def test_it_conforms_to_the_vocabulary(store: OxigraphStore, *, federated: bool) -> None:
    graph = described(store, federated=federated)
    (service,) = graph.subjects(RDF.type, SD.Service)
    assert list(graph.objects(service, SD.endpoint)) == [URIRef(ENDPOINT)]
    assert len(list(graph.objects(service, SD.defaultDataset))) == 1
    for subject, name, value in graph:
        if name == RDF.type:
            assert value in CLASSES or not str(value).startswith(SD)
        elif str(name).startswith(SD):
            domain, reach = SCHEMA[URIRef(str(name))]
            assert (subject, RDF.type, domain) in graph
            assert reach is None or value in INDIVIDUALS.get(reach, ()) or (value, RDF.type, reach) in graph
    for entry in graph.subjects(RDF.type, SD.NamedGraph):
        assert len(list(graph.objects(entry, SD.name))) == 1


def test_it_claims_what_is_true(store: OxigraphStore) -> None:
    def said(name: URIRef, *, writable: bool, federated: bool) -> set[str]:
        graph = described(store, writable=writable, federated=federated)
        return {str(one).rsplit("#", 1)[-1].rsplit("/", 1)[-1] for one in graph.objects(None, name)}

    assert said(SD.supportedLanguage, writable=False, federated=False) == {"SPARQL11Query"}
    assert said(SD.supportedLanguage, writable=True, federated=False) == {"SPARQL11Query", "SPARQL11Update"}
    assert said(SD.feature, writable=True, federated=False) == set()
    assert said(SD.feature, writable=True, federated=True) == {"BasicFederatedQuery"}
    assert said(SD.inputFormat, writable=False, federated=False) == set()
    assert said(SD.inputFormat, writable=True, federated=False) >= {"Turtle", "N-Triples", "RDF_XML", "JSON-LD"}
    results = {f"SPARQL_Results_{form}" for form in ("JSON", "XML", "CSV", "TSV")}
    assert said(SD.resultFormat, writable=False, federated=False) == results | {
        "Turtle",
        "N-Triples",
        "RDF_XML",
        "JSON-LD",
    }
    assert said(SD.defaultEntailmentRegime, writable=False, federated=False) == {"Simple"}


def test_the_dataset_is_that_of_void_with_the_sizes_of_its_graphs(store: OxigraphStore) -> None:
    graph = described(store)
    dataset = URIRef("https://policy.example/.well-known/void#dataset")
    assert graph.value(URIRef(f"{ENDPOINT}#service"), SD.defaultDataset) == dataset
    default = graph.value(dataset, SD.defaultGraph)
    assert graph.value(default, VOID.triples) == Literal(sum(1 for _ in store.triples(None)))
    names = {
        str(graph.value(entry, SD.name)): graph.value(graph.value(entry, SD.graph), VOID.triples)
        for entry in graph.objects(dataset, SD.namedGraph)
    }
    assert names == {name: Literal(sum(1 for _ in store.triples(name))) for name in store.graphs()}


def test_it_lists_a_bounded_number_of_graphs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LISTED", 3)
    triple = Triple(NamedNode("http://a"), NamedNode("http://b"), NamedNode("http://c/1"))
    graph = described(stored(tmp_path, {f"http://g/{number}": [triple] for number in range(5)}))
    assert sorted(map(str, graph.objects(None, SD.name))) == ["http://g/0", "http://g/1", "http://g/2"]


def test_it_does_not_wait_for_the_counts_of_a_large_graph(
    store: OxigraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(store: OxigraphStore, patience: float) -> None:
        assert patience < 5

    monkeypatch.setattr(module, "census_of", late)
    graph = described(store)
    assert list(graph.objects(None, VOID.triples)) == []
    assert sorted(map(str, graph.objects(None, SD.name))) == store.graphs()
