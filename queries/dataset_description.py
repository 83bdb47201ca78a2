"""The description of the data as a whole, for machines that look for data: VoID, DCAT and the names of the graphs.

`#dataset` is what a query without GRAPH sees; its counts are those of the default graph. Each named graph has a node
of its own, which is a void:subset where the default graph holds its triples too. Everything has an IRI, so that the
same data give the same triples.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, QuerySolutions, Triple

from ..graph.provenance import agent
from ..graph.store import APART, LOADS, Store
from ..graph.terms import Value, zh
from ..graph.version import VERSION
from ..ontology.errors import Language, Text
from ..ontology.iris import Iris
from ..ontology.vocabulary import BASE
from .answers import GRAPHS
from .census import Census, census_of
from .described import dataset_iri, format_iri, grouped, node, said, service_iri, short, void_address

_TITLE = Text("台账图谱", "taizhang knowledge graph")
_ABOUT = Text(
    "政策工作台账与法规文本的知识图谱：谁承担什么，什么依据什么；每一条都能点回原文。",
    "Knowledge graph over policy ledgers and law texts: who carries what, what rests on what, each at its source.",
)
_KEYWORDS = (
    Text("政策台账", "policy ledgers"),
    Text("法规引用", "legal citations"),
    Text("责任单位", "responsible units"),
)
_LICENSE = NamedNode("https://www.apache.org/licenses/LICENSE-2.0")
_MEDIA = "https://www.iana.org/assignments/media-types/"

_GRAPHS_OF_OURS = {
    "ontology": Text("词汇", "vocabulary"),
    "register": Text("登记：地方、单位、法规文件", "register of places, units and instruments"),
    "links": Text("连接：引用指向、效力变动、有效期间", "links: what citations point at, effects, time in force"),
    "provenance": Text("来历：哪个版本的程序读了哪些字节", "provenance: which program version read which bytes"),
    "loads": Text("载入时间", "times of loading"),
}
_PRINTED = Text("印面读法：{title}", "printed reading: {title}")

_SOURCES = f"""
SELECT ?document ?title ?program ?sha256 ?when WHERE {{
  ?reading prov:used ?document ; rdfs:label ?title .
  OPTIONAL {{ ?reading prov:wasAssociatedWith ?program }}
  OPTIONAL {{ ?document tz:sha256 ?sha256 }}
  OPTIONAL {{ GRAPH <{LOADS}> {{ ?reading prov:endedAtTime ?when }} }}
}}"""


@dataclass(frozen=True, slots=True)
class _Source:
    """A document that was read: by which program, and when, where anybody wrote that down."""

    document: NamedNode
    title: str
    program: NamedNode | None
    sha256: Literal | None
    when: Literal | None


def describe(store: Store, address: str) -> list[Triple]:
    """The VoID and DCAT description of a store behind a server at an address (no slash at its end).

    Depends on the two alone. Raises QueryError, and ValueError when the address is no address.
    """
    counted = census_of(store)
    assert counted is not None  # noqa: S101 - without patience it is always there
    sources = _sources(store)
    return grouped(_triples(address, counted, sources))


def _triples(address: str, counted: Census, sources: dict[str, _Source]) -> Iterator[Triple]:
    yield from _document(address)
    yield from _dataset(address, counted, sources.values())
    yield from _counts(address, counted)
    yield from _distributions(address)
    yield from _service(address)
    for name, triples in counted.graphs.items():
        yield from _graph(address, name, triples, sources)


def graph_node(address: str, name: str) -> str:
    """The node of a named graph in the description: its name is made part of the address."""
    return f"{void_address(address)}#graph-{_fragment(name)}"


def in_both(text: Text) -> tuple[Literal, Literal]:
    """A text in Chinese and in English."""
    return zh(text.zh), Literal(text.en, language=Language.EN.value)


def _fragment(name: str) -> str:
    """The readable, reversible name of an IRI after a #."""
    return quote(short(name.removeprefix(f"{BASE}id/graph/")), safe="/:")


def _document(address: str) -> Iterable[Triple]:
    return said(
        void_address(address),
        ("rdf:type", node("void:DatasetDescription")),
        ("foaf:primaryTopic", NamedNode(dataset_iri(address))),
        ("dcterms:creator", NamedNode(agent(VERSION, Iris()))),
    )


def _dataset(address: str, counted: Census, sources: Iterable[_Source]) -> Iterator[Triple]:
    dataset, endpoint = dataset_iri(address), f"{address}/sparql"
    yield from said(
        dataset,
        ("rdf:type", node("void:Dataset")),
        ("rdf:type", node("dcat:Dataset")),
        *_both("dcterms:title", _TITLE),
        *_both("dcterms:description", _ABOUT),
        *(row for keyword in _KEYWORDS for row in _both("dcat:keyword", keyword)),
        ("dcterms:license", _LICENSE),
        ("dcterms:language", NamedNode("http://id.loc.gov/vocabulary/iso639-1/zh")),
        ("foaf:homepage", NamedNode(f"{address}/")),
        ("dcat:landingPage", NamedNode(f"{address}/")),
        ("void:sparqlEndpoint", NamedNode(endpoint)),
        ("void:dataDump", NamedNode(f"{address}/graphs?default")),
        ("void:uriSpace", f"{BASE}id/"),
        *(("void:feature", format_iri(media_type)) for media_type in GRAPHS),
    )
    yield from said(dataset, *(("void:vocabulary", NamedNode(name)) for name in _vocabularies(counted)))
    moments = sorted(source.when.value for source in sources if source.when)
    if moments:
        yield from said(dataset, ("dcterms:modified", Literal(moments[-1], datatype=node("xsd:dateTime"))))


def _vocabularies(counted: Census) -> list[str]:
    """The namespaces of the classes and properties in use."""
    used = (name for name in (*counted.classes, *counted.properties) if not name.startswith(f"{BASE}id/"))
    return sorted({name[: max(name.rfind("#"), name.rfind("/")) + 1] for name in used} - {""})


def _counts(address: str, counted: Census) -> Iterator[Triple]:
    """The statistics of the default graph, on the dataset and on the graph itself."""
    dataset = dataset_iri(address)
    yield from said(
        dataset,
        ("void:triples", counted.triples),
        ("void:entities", counted.entities),
        ("void:classes", len(counted.classes)),
        ("void:properties", len(counted.properties)),
        ("void:distinctSubjects", counted.subjects),
        ("void:distinctObjects", counted.objects),
    )
    yield from default_graph(address, counted.triples)
    for name, entities in counted.classes.items():
        part = f"{void_address(address)}#class-{_fragment(name)}"
        yield from said(dataset, ("void:classPartition", NamedNode(part)))
        yield from said(part, ("void:class", NamedNode(name)), ("void:entities", entities))
    for name, triples in counted.properties.items():
        part = f"{void_address(address)}#property-{_fragment(name)}"
        yield from said(dataset, ("void:propertyPartition", NamedNode(part)))
        yield from said(part, ("void:property", NamedNode(name)), ("void:triples", triples))


def _distributions(address: str) -> Iterator[Triple]:
    """The default graph as a file, in the format the client accepts."""
    for media_type in GRAPHS:
        distribution = f"{void_address(address)}#distribution-{_fragment(media_type)}"
        yield from said(dataset_iri(address), ("dcat:distribution", NamedNode(distribution)))
        yield from said(
            distribution,
            ("rdf:type", node("dcat:Distribution")),
            ("dcterms:title", f"{_TITLE.en} ({media_type})"),
            ("dcterms:license", _LICENSE),
            ("dcat:mediaType", NamedNode(f"{_MEDIA}{media_type}")),
            ("dcat:accessURL", NamedNode(f"{address}/graphs?default")),
            ("dcat:accessService", NamedNode(service_iri(f"{address}/sparql"))),
        )


def _service(address: str) -> Iterable[Triple]:
    endpoint = f"{address}/sparql"
    return said(
        service_iri(endpoint),
        ("rdf:type", node("sd:Service")),
        ("rdf:type", node("dcat:DataService")),
        *_both("dcterms:title", Text("SPARQL 服务", "SPARQL service")),
        ("sd:endpoint", NamedNode(endpoint)),
        ("dcat:endpointURL", NamedNode(endpoint)),
        ("dcat:endpointDescription", NamedNode(endpoint)),
        ("dcat:servesDataset", NamedNode(dataset_iri(address))),
    )


def about_graph(address: str, name: str) -> list[Triple]:
    """What there is to say of a named graph as a thing of its own: what it is, and where it can be had."""
    return said(
        name,
        ("rdf:type", node("void:Dataset")),
        *_titles(name),
        ("void:dataDump", NamedNode(dump_address(address, name))),
        ("dcterms:isPartOf", NamedNode(dataset_iri(address))),
    )


def _titles(name: str) -> list[tuple[str, Value]]:
    """What one of our own graphs is called; nothing for those of documents and of others."""
    kind = name.removeprefix(f"{BASE}id/graph/")
    return _both("dcterms:title", _GRAPHS_OF_OURS[kind]) if kind in _GRAPHS_OF_OURS else []


def _graph(address: str, name: str, triples: int, sources: dict[str, _Source]) -> Iterator[Triple]:
    """A named graph: its name, its size, where it can be had, the document it was read from."""
    dataset, here = dataset_iri(address), graph_node(address, name)
    yield from named_graph(address, name, triples)
    if not name.startswith(APART):
        yield from said(dataset, ("void:subset", NamedNode(here)))
    yield from said(here, ("rdf:type", node("void:Dataset")), ("void:dataDump", NamedNode(dump_address(address, name))))
    kind, _, slug = name.removeprefix(f"{BASE}id/graph/").partition("/")
    source = sources.get(Iris().document(slug)) if slug and kind in ("document", "printed") else None
    if source:
        title = source.title if kind == "document" else _PRINTED.format(title=source.title).zh
        yield from said(here, ("dcterms:title", zh(title)), *_provenance(source))
        yield from _hash(source)
    else:
        yield from said(here, *_titles(name))


def named_graph(address: str, name: str, triples: int | None) -> Iterator[Triple]:
    """A named graph of the dataset in the words of the service description; `triples` is None where not counted."""
    entry, here = f"{void_address(address)}#named-graph-{_fragment(name)}", graph_node(address, name)
    yield from said(dataset_iri(address), ("sd:namedGraph", NamedNode(entry)))
    yield from said(
        entry, ("rdf:type", node("sd:NamedGraph")), ("sd:name", NamedNode(name)), ("sd:graph", NamedNode(here))
    )
    yield from said(here, ("rdf:type", node("sd:Graph")))
    if triples is not None:
        yield from said(here, ("void:triples", triples))


def default_graph(address: str, triples: int | None) -> Iterator[Triple]:
    """The default graph of the dataset in the words of the service description."""
    here = f"{void_address(address)}#default-graph"
    yield from said(dataset_iri(address), ("rdf:type", node("sd:Dataset")), ("sd:defaultGraph", NamedNode(here)))
    yield from said(here, ("rdf:type", node("sd:Graph")))
    if triples is not None:
        yield from said(here, ("void:triples", triples))


def dump_address(address: str, graph: str) -> str:
    """Where a named graph can be had whole (Graph Store Protocol)."""
    return f"{address}/graphs?graph={quote(graph, safe='')}"


def _provenance(source: _Source) -> Iterator[tuple[str, Value]]:
    """Where the graph of a document comes from."""
    yield "prov:wasDerivedFrom", source.document
    if source.program:
        yield "prov:wasAttributedTo", source.program
    if source.when:
        yield "prov:generatedAtTime", source.when


def _hash(source: _Source) -> list[Triple]:
    return said(source.document.value, ("tz:sha256", source.sha256)) if source.sha256 else []


def _both(predicate: str, text: Text) -> list[tuple[str, Value]]:
    return [(predicate, literal) for literal in in_both(text)]


def _sources(store: Store) -> dict[str, _Source]:
    """The documents that were read, by IRI; of several readings of one, the newest."""
    answer = store.query(_SOURCES)
    assert isinstance(answer, QuerySolutions)  # noqa: S101 - it is a SELECT query
    found = [
        _Source(document, title.value, _iri(program), _literal(sha256), _literal(when))
        for document, title, program, sha256, when in answer
        if isinstance(document, NamedNode) and isinstance(title, Literal)
    ]
    found.sort(key=lambda source: (source.when.value if source.when else "", str(source.program)))
    return {source.document.value: source for source in found}


def _iri(term: object) -> NamedNode | None:
    return term if isinstance(term, NamedNode) else None


def _literal(term: object) -> Literal | None:
    return term if isinstance(term, Literal) else None
