"""VoID and DCAT: what they say is what the store holds."""

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Triple, serialize
from rdflib import RDF, XSD, Graph, Literal, Namespace, URIRef

from taizhang.graph.embedded import OxigraphStore
from taizhang.graph.store import APART, LOADS, Store
from taizhang.loaders import ingest
from taizhang.queries.dataset_description import about_graph, describe
from taizhang.queries.described import DESCRIPTION_PREFIXES, grouped
from tests.queries.small_stores import stored

HERE = "https://policy.example"
DATASET = URIRef(f"{HERE}/.well-known/void#dataset")
VOID, DCAT, SD, DCTERMS, PROV, TZ = (
    Namespace(DESCRIPTION_PREFIXES[prefix]) for prefix in ("void", "dcat", "sd", "dcterms", "prov", "tz")
)


def described(store: Store, address: str = HERE) -> Graph:
    """The description as another library reads it."""
    written = serialize(describe(store, address), format=RdfFormat.TURTLE, prefixes=DESCRIPTION_PREFIXES)
    assert written
    return Graph().parse(data=written, format="turtle")


def rows(store: Store, query: str) -> dict[str, int]:
    """The answer to a query for names and numbers."""
    answer = store.query(query)
    assert isinstance(answer, QuerySolutions)
    return {str(row[0].value): int(row[1].value) for row in answer}


def number(store: Store, query: str) -> int:
    """The answer to a query for one number."""
    answer = store.query(query)
    assert isinstance(answer, QuerySolutions)
    (row,) = answer
    return int(row[0].value)


@pytest.fixture(scope="module")
def graph(store: OxigraphStore) -> Graph:
    """The description of the packaged ledger's store."""
    return described(store)


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("triples", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
        ("entities", "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c }"),
        ("classes", "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }"),
        ("properties", "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }"),
        ("distinctSubjects", "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"),
        ("distinctObjects", "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }"),
    ],
)
def test_each_count_is_what_sparql_counts(name: str, query: str, graph: Graph, store: OxigraphStore) -> None:
    assert list(graph.objects(DATASET, VOID[name])) == [Literal(number(store, query))]


def test_the_partitions_are_what_sparql_groups(graph: Graph, store: OxigraphStore) -> None:
    def partitions(link: URIRef, name: URIRef, count: URIRef) -> dict[str, int]:
        parts = list(graph.objects(DATASET, link))
        return {str(graph.value(part, name)): int(str(graph.value(part, count))) for part in parts}

    classes = rows(store, "SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c")
    properties = rows(store, "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p")
    assert partitions(VOID.classPartition, VOID["class"], VOID.entities) == classes
    assert partitions(VOID.propertyPartition, VOID.property, VOID.triples) == properties


def test_the_named_graphs_are_there_with_their_sizes(graph: Graph, store: OxigraphStore) -> None:
    found = {}
    for entry in graph.objects(DATASET, SD.namedGraph):
        node = graph.value(entry, SD.graph)
        found[str(graph.value(entry, SD.name))] = int(str(graph.value(node, VOID.triples)))
        apart = str(graph.value(entry, SD.name)).startswith(APART)
        assert ((DATASET, VOID.subset, node) in graph) is not apart
    assert found == rows(store, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")


def test_it_says_what_a_portal_wants_to_know(graph: Graph) -> None:
    assert {DCAT.Dataset, VOID.Dataset, SD.Dataset} == set(graph.objects(DATASET, RDF.type))
    for name in (DCTERMS.title, DCTERMS.description):
        texts = [text for text in graph.objects(DATASET, name) if isinstance(text, Literal)]
        assert {text.language for text in texts} == {"zh", "en"}
    for name in (DCTERMS.license, DCTERMS.language, VOID.dataDump, VOID.uriSpace, DCAT.landingPage):
        assert (DATASET, name, None) in graph
    assert (DATASET, VOID.sparqlEndpoint, URIRef(f"{HERE}/sparql")) in graph
    media = {str(graph.value(one, DCAT.mediaType)) for one in graph.objects(DATASET, DCAT.distribution)}
    kinds = ("text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml")
    assert media == {f"https://www.iana.org/assignments/media-types/{kind}" for kind in kinds}


def test_the_vocabularies_are_those_in_use(graph: Graph) -> None:
    used = {str(one) for one in graph.objects(DATASET, VOID.vocabulary)}
    assert {str(TZ), str(DCTERMS), "http://data.europa.eu/eli/ontology#"} <= used
    assert all(name.endswith(("#", "/")) for name in used)


def test_it_knows_when_and_from_what_the_data_were_read(graph: Graph, store: OxigraphStore) -> None:
    when = store.query(f"SELECT (MAX(?t) AS ?n) {{ GRAPH <{LOADS}> {{ ?x prov:endedAtTime ?t }} }}")
    assert isinstance(when, QuerySolutions)
    (latest,) = (row[0].value for row in when)
    assert list(graph.objects(DATASET, DCTERMS.modified)) == [Literal(latest, datatype=XSD.dateTime)]
    document = URIRef("https://w3id.org/taizhang/id/document/zhengzhou-2024")
    sources = set(graph.subjects(PROV.wasDerivedFrom, document))
    assert {str(graph.value(one, DCTERMS.title)) for one in sources} == {
        "郑州市提升行政执法质量三年行动工作台账",
        "印面读法：郑州市提升行政执法质量三年行动工作台账",
    }
    assert len(str(graph.value(document, TZ.sha256))) == 64


def test_a_load_changes_it(tmp_path: Path, ledger_path: Path) -> None:
    path = tmp_path / "store"
    ingest.load([ledger_path], path)
    before = described(OxigraphStore.open(path))
    more = tmp_path / "more.txt"
    more.write_text("小城2025年工作台账\n工作内容\t责任单位\n1. 开展检查。\t市财政局\n", encoding="utf-8")
    ingest.load([more], path)
    store = OxigraphStore.open(path)
    after = described(store)
    assert before.value(DATASET, VOID.triples) != after.value(DATASET, VOID.triples)
    assert int(str(after.value(DATASET, VOID.triples))) == number(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert len(list(after.objects(DATASET, SD.namedGraph))) > len(list(before.objects(DATASET, SD.namedGraph)))


def test_the_same_store_gives_the_same_triples_grouped_by_subject(store: OxigraphStore) -> None:
    found = describe(store, HERE)
    assert found == describe(store, HERE)
    assert len(set(found)) == len(found)
    subjects = [triple.subject for triple in found]
    assert subjects == [triple.subject for triple in grouped(found)]


def test_any_graph_name_makes_one_node_of_its_own(tmp_path: Path) -> None:
    names = ["http://x/图?a=1#b", "http://x/%E5%9B%BE?a=1#b", "urn:x:a", "https://w3id.org/taizhang/id/graph/a/b"]
    triple = Triple(NamedNode("http://a"), NamedNode("http://b"), NamedNode("http://c/1"))
    graph = described(stored(tmp_path, {name: [triple] for name in names}))
    entries = list(graph.objects(DATASET, SD.namedGraph))
    assert sorted(str(graph.value(entry, SD.name)) for entry in entries) == sorted(names)
    assert len({graph.value(entry, SD.graph) for entry in entries}) == len(names)


def test_an_address_that_is_none_is_refused(store: OxigraphStore) -> None:
    with pytest.raises(ValueError, match="IRI"):
        describe(store, 'http://evil"> <x')


def test_a_named_graph_says_how_it_can_be_had() -> None:
    name = "https://w3id.org/taizhang/id/graph/links"
    written = serialize(about_graph(HERE, name), format=RdfFormat.N_TRIPLES)
    graph = Graph().parse(data=written, format="nt")
    dump = f"{HERE}/graphs?graph=https%3A%2F%2Fw3id.org%2Ftaizhang%2Fid%2Fgraph%2Flinks"
    assert list(graph.objects(URIRef(name), VOID.dataDump)) == [URIRef(dump)]
