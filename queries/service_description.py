"""What a SPARQL endpoint says of itself (SPARQL 1.1 Service Description): languages, formats, features, its graphs.

Only what is true is said: no feature is claimed because most services have it.
"""

from collections.abc import Iterator

from pyoxigraph import NamedNode, Triple

from ..graph.store import Store
from .answers import GRAPHS, RESULTS
from .census import census_of
from .dataset_description import default_graph, named_graph
from .described import dataset_iri, formats, grouped, node, said, service_iri, void_address

#: Named graphs that are listed; the VoID description has them all.
LISTED = 200
#: Seconds to wait for the counts of a large graph: clients ask for this description before anything else.
_PATIENCE = 1.0
_SIMPLE = NamedNode("http://www.w3.org/ns/entailment/Simple")
_INPUT = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")


def service_description(store: Store, endpoint: str, *, writable: bool, federated: bool = False) -> list[Triple]:
    """The description of the endpoint at an address that ends in /sparql.

    `writable` is whether it takes updates from those who have the token, `federated` whether SERVICE may reach any
    address at all. Sizes of graphs are given when they are known in time. Raises QueryError, and ValueError when the
    endpoint is no address.
    """
    address = endpoint.removesuffix("/sparql")
    languages = ("sd:SPARQL11Query", "sd:SPARQL11Update") if writable else ("sd:SPARQL11Query",)
    service = said(
        service_iri(endpoint),
        ("rdf:type", node("sd:Service")),
        ("sd:endpoint", NamedNode(endpoint)),
        *(("sd:supportedLanguage", node(language)) for language in languages),
        *(("sd:resultFormat", form) for form in formats((*RESULTS, *GRAPHS))),
        *(("sd:inputFormat", form) for form in formats(_INPUT if writable else ())),
        *((("sd:feature", node("sd:BasicFederatedQuery")),) if federated else ()),
        ("sd:defaultEntailmentRegime", _SIMPLE),
        ("sd:defaultDataset", NamedNode(dataset_iri(address))),
        ("rdfs:seeAlso", NamedNode(void_address(address))),
    )
    return grouped([*service, *_dataset(store, address)])


def _dataset(store: Store, address: str) -> Iterator[Triple]:
    counted = census_of(store, patience=_PATIENCE)
    yield from default_graph(address, counted.triples if counted else None)
    for name in store.graphs()[:LISTED]:
        yield from named_graph(address, name, counted.graphs.get(name) if counted else None)
