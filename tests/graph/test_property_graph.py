"""The mapping to a property graph: complete, the same each time, and nothing loose."""

import io
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest

from taizhang.graph import graph_files
from taizhang.graph.embedded import OxigraphStore
from taizhang.graph.property_graph import EDGES, FORMS, NODES, EdgeKind, EdgeType, Label, Node, NodeKind
from taizhang.graph.property_reader import PropertyGraph, read_property_graph
from taizhang.ontology.vocabulary import BASE, PREFIXES
from tests import laws

KINDS: tuple[NodeKind | EdgeKind, ...] = (*NODES, *EDGES)
#: Predicates of the default graph that have no place in the mapping, with the reason.
LEFT_OUT = {
    "the class is the label": {"rdf:type"},
    "evidence is the words alone": {
        "oa:hasBody", "oa:hasTarget", "oa:hasSource", "oa:hasSelector", "oa:start", "oa:end",
        "rdf:value",
    },
    "another name for what is there": {
        "time:inXSDDate", "schema:repeatFrequency", "rdfs:label", "tz:bearer", "tz:clause", "tz:correction", "tz:deadline",
        "tz:indicator", "tz:mechanism", "tz:vagueTime", "prov:wasQuotedFrom", "eli:date_document", "eli:date_publication",
        "eli:first_date_entry_in_force",
    },
    "the whole text": {"cnt:chars"},
    "the printed reading and provenance stay in RDF": {
        "tz:printedIn", "prov:generated", "prov:used", "prov:wasAssociatedWith", "dcterms:hasPart", "prov:wasGeneratedBy",
    },
    "notes of the register": {"skos:scopeNote"},
}  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> OxigraphStore:
    return OxigraphStore.open(laws.corpus_store(tmp_path_factory.getbasetemp()))


@pytest.fixture(scope="module")
def graph(store: OxigraphStore) -> Iterator[PropertyGraph]:
    with read_property_graph(store) as found:
        yield found


def curie(iri: str) -> str:
    return next((f"{p}:{iri.removeprefix(space)}" for p, space in PREFIXES.items() if iri.startswith(space)), iri)


def test_every_predicate_is_mapped_or_left_out_for_a_reason(store: OxigraphStore) -> None:
    vocabulary = "?s a ?kind FILTER(STRSTARTS(STR(?kind), STR(owl:)) && ?kind != owl:Axiom) "
    query = f"""SELECT DISTINCT ?p WHERE {{ ?s ?p ?o FILTER NOT EXISTS {{ {vocabulary} }}
      FILTER NOT EXISTS {{ ?s a ?scheme VALUES ?scheme {{ skos:Concept skos:ConceptScheme prov:SoftwareAgent }} }} }}"""
    used = {curie(row[0].value) for row in store.query(query)}  # type: ignore[union-attr]
    text = " ".join([*(kind.pattern for kind in KINDS), *(found.path for kind in KINDS for found in kind.properties)])
    mapped = {predicate for predicate in used if predicate in text.replace("|", " ").split()}
    mapped.add("oa:exact")  # the words of what has evidence
    left_out = {name for names in LEFT_OUT.values() for name in names}
    assert used - mapped - left_out == set()


def test_a_property_means_one_thing_on_every_node_and_edge() -> None:
    for kind in KINDS:
        for found in kind.properties:
            known = FORMS[found.name]
            assert known.many == found.many, found.name
            assert (known.form == found.form) or {known.form, found.form} == {"text", "local"}, found.name


def test_every_label_and_type_has_one_row_in_the_table() -> None:
    labels = [kind.label for kind in NODES] + [label for kind in NODES for label, _ in kind.also]
    assert set(labels) == set(Label) - {Label.THING}
    assert sorted(kind.type for kind in EDGES) == sorted(EdgeType)


def test_edges_begin_and_end_where_the_table_says(graph: PropertyGraph) -> None:
    label = {node.iri: node.label for node in graph.nodes()}
    for kind in EDGES:
        for edge in graph.edges(kind.type):
            ends = (label[edge.start], label[edge.end])
            assert any(ends[0] in starts and ends[1] in stops for starts, stops in kind.between), edge


def test_a_citation_is_a_node_with_its_words_and_an_edge_with_its_place(graph: PropertyGraph) -> None:
    citing, citation = f"{laws.REGULATION}/2015-08-01/art/3", f"{laws.REGULATION}/2015-08-01/art/3/citation/1"
    (node,) = [node for node in graph.nodes(Label.CITATION) if node.iri == citation]
    assert node.labels == (Label.CITATION,)
    assert node.properties == {
        "article": "第五条", "drift": "moved", "part": "第三条", "printedTitle": "中华人民共和国水井法", "relation": "cites",
        "resolution": "title", "status": "resolved", "words": ("《中华人民共和国水井法》第五条",),
    }  # fmt: skip
    (edge,) = [edge for edge in graph.edges(EdgeType.CITES) if edge.start == citing]
    assert (edge.end, edge.key) == (laws.WELL_LAW, citation)
    assert edge.properties == {
        "article": "第五条", "citation": citation, "relation": "cites", "status": "resolved",
    }  # fmt: skip


def test_the_same_graph_gives_the_same_nodes_and_edges_in_order(store: OxigraphStore, graph: PropertyGraph) -> None:
    with read_property_graph(store) as again:
        assert list(again.nodes()) == list(graph.nodes())
        assert list(again.edges()) == list(graph.edges())
        names = [node.iri for node in again.nodes()]
        assert names == sorted(set(names))
        assert graph_files.graphml(again.nodes(), again.edges()) == graph_files.graphml(graph.nodes(), graph.edges())


def test_graph_files_are_read_by_other_programs(graph: PropertyGraph) -> None:
    nodes, edges = sum(graph.node_counts().values()), sum(graph.edge_counts().values())
    written = graph_files.graphml(graph.nodes(), graph.edges())
    read = nx.read_graphml(io.BytesIO(written), force_multigraph=True)
    assert (read.number_of_nodes(), read.number_of_edges()) == (nodes, edges)
    measure = f"{laws.WELL_LEDGER}/measure/6"
    assert read.nodes[measure]["text"] == "组织公用水井巡查，及时加盖。"
    assert read.nodes[measure]["number"] == 6
    root = ElementTree.fromstring(graph_files.gexf(graph.nodes(), graph.edges()))  # noqa: S314 - our own bytes
    space = "{http://gexf.net/1.3}"
    assert len(root.findall(f".//{space}node")) == nodes
    ends = {node.get("id") for node in root.iter(f"{space}node")}
    found = list(root.iter(f"{space}edge"))
    assert len(found) == edges
    assert all(edge.get("source") in ends and edge.get("target") in ends for edge in found)


def test_what_xml_cannot_hold_is_left_out_of_graph_files(tmp_path: Path) -> None:
    node = Node(f"{BASE}id/unit/x", (Label.UNIT,), {"name": "a\x00\x0b<b>&\"'\ud7ff\ufffe"}, 0)
    read = nx.read_graphml(io.BytesIO(graph_files.graphml([node], [])))
    assert read.nodes[node.iri]["name"] == "a<b>&\"'\ud7ff"
