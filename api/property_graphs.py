"""What the command line does with the property graph: Neo4j, NetworkX and graph files."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import QuerySolutions

from ..graph import graph_files, neo4j_import, neo4j_sync, neo4j_verify
from ..graph.neo4j_names import Names
from ..graph.property_reader import PropertyGraph, read_property_graph
from ..graph.store import Store
from ..ontology.errors import Language, SettingsError
from ..queries import cypher
from ..queries.catalogue import Question
from . import messages
from .settings import Settings

#: A bar of progress: opened with a title, it gives the function that is told how much is done, of how much.
Bar = Callable[[str], AbstractContextManager[Callable[[int, int], None]]]


@dataclass(frozen=True, slots=True)
class Checked:
    """What `verify` compared and found."""

    nodes: int
    edges: int
    differences: list[neo4j_verify.Difference]


def server_of(settings: Settings) -> cypher.Server:
    """The Neo4j server of the settings. Raises SettingsError when there is none."""
    if settings.neo4j_uri is None or settings.neo4j_password is None:
        raise SettingsError(messages.NO_NEO4J)
    return cypher.Server(
        settings.neo4j_uri,
        settings.neo4j_user,
        settings.neo4j_password.get_secret_value(),
        settings.neo4j_database,
        Names(settings.neo4j_prefix),
    )


def sync(
    store: Store, server: cypher.Server, bar: Bar, language: Language, *, force: bool
) -> neo4j_sync.Written | None:
    """Bring a server up to date; None where it already is. Raises StoreError."""
    with cypher.connected(server) as driver:
        if not force and neo4j_sync.is_current(driver, server.database, server.names, store.version):
            return None
        with _mapped(store, bar, language) as graph, bar(messages.SYNCING.say(language)) as told:
            return neo4j_sync.Sync(driver, graph, server.database, server.names, told, doubting=force).run(
                store.version
            )


def verify(store: Store, server: cypher.Server, bar: Bar, language: Language) -> Checked:
    """Compare a server with the graph. Raises StoreError."""
    with cypher.connected(server) as driver, _mapped(store, bar, language) as graph:
        nodes, edges = sum(graph.node_counts().values()), sum(graph.edge_counts().values())
        with bar(messages.COMPARING.say(language)) as told:
            return Checked(nodes, edges, neo4j_verify.verify(driver, graph, server.database, server.names, told))


def export_admin(store: Store, folder: Path, prefix: str, bar: Bar, language: Language) -> list[Path]:
    """Write the files of neo4j-admin's import; the last one is that of its arguments. Raises OutputError."""
    names = Names(prefix)
    with _mapped(store, bar, language) as graph, bar(messages.EXPORTING.say(language)) as told:
        return neo4j_import.write_import(graph, folder, names, told)


@contextmanager
def _mapped(store: Store, bar: Bar, language: Language) -> Iterator[PropertyGraph]:
    """The property graph of a store; the bar of its reading is gone when the block begins."""
    with ExitStack() as stack:
        with bar(messages.MAPPING.say(language)) as step:
            graph = stack.enter_context(read_property_graph(store, step))
        yield graph


def ask_neo4j(asked: Question, values: Mapping[str, str], server: cypher.Server) -> QuerySolutions:
    """The answer of a Neo4j server to a question."""
    with cypher.connected(server) as driver:
        return cypher.ask(driver, server, asked, values)


def ask_networkx(asked: Question, values: Mapping[str, str], store: Store) -> QuerySolutions:
    """The answer to a question worked out in Python."""
    from ..graph.networks import whole_network  # noqa: PLC0415 - NetworkX takes a while to import
    from ..queries import networkx_twins  # noqa: PLC0415

    with read_property_graph(store) as graph:
        return networkx_twins.ask(whole_network(graph), asked, values)


def graphml(store: Store) -> bytes:
    """The whole graph as GraphML."""
    with read_property_graph(store) as graph:
        return graph_files.graphml(graph.nodes(), graph.edges())


def gexf(store: Store) -> bytes:
    """The whole graph as GEXF 1.3."""
    with read_property_graph(store) as graph:
        return graph_files.gexf(graph.nodes(), graph.edges())
