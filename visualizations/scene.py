"""What a picture of the network of ledgers shows: sections, tasks, measures, units, instruments, deadlines and their ties."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from ..graph.graph_files import caption
from ..graph.namesakes import told_apart, unit_places
from ..graph.networks import Network, into, load, of_label, out, whole_network
from ..graph.property_graph import EdgeType, Label, Node
from ..graph.property_reader import PropertyGraph, read_property_graph
from ..graph.store import Store
from ..ontology.errors import NothingFound, Text
from ..ontology.iris import Iris


class Kind(StrEnum):
    """What a node of the picture is."""

    LEDGER = "ledger"
    SECTION = "section"
    TASK = "task"
    MEASURE = "measure"
    UNIT = "unit"
    INSTRUMENT = "instrument"
    DEADLINE = "deadline"


#: What is read for a picture; all else in a graph (articles above all) may be a hundred times as much.
LABELS = {
    Label.LEDGER: Kind.LEDGER,
    Label.SECTION: Kind.SECTION,
    Label.TASK: Kind.TASK,
    Label.MEASURE: Kind.MEASURE,
    Label.UNIT: Kind.UNIT,
    Label.UNIT_GROUP: Kind.UNIT,
    Label.REGULATION: Kind.INSTRUMENT,
    Label.DEADLINE: Kind.DEADLINE,
}
_CARRIES = (EdgeType.LEADS, EdgeType.PARTICIPATES_IN, EdgeType.RESPONSIBLE_FOR)
_CITES = (EdgeType.MENTIONS, EdgeType.IMPLEMENTS, EdgeType.WILL_ISSUE)
_BETWEEN_INSTRUMENTS = (EdgeType.BASED_ON, EdgeType.IMPLEMENTS, EdgeType.REPEALS, EdgeType.AMENDS, EdgeType.REPLACES)
TYPES = (*_CARRIES, *_CITES, *_BETWEEN_INSTRUMENTS, EdgeType.PART_OF, EdgeType.OF_MEASURE, EdgeType.HAS_MEMBER)


@dataclass(frozen=True, slots=True)
class SceneNode:
    """A node: `name` is what to call it, `text` all its words, `load` what a unit carries (0 for anything else)."""

    iri: str
    kind: Kind
    name: str
    text: str
    load: float = 0.0


@dataclass(frozen=True, slots=True)
class SceneEdge:
    """A tie between two nodes, known by their IRIs."""

    start: str
    end: str
    type: EdgeType


@dataclass(frozen=True, slots=True)
class Scene:
    """Nodes in the order of kind and IRI; `hidden` counts by kind what was left out because there is too much."""

    title: str
    nodes: tuple[SceneNode, ...]
    edges: tuple[SceneEdge, ...]
    hidden: dict[Kind, int]


def read_scene(store: Store, ledgers: Collection[str], most: int) -> Scene:
    """The scene of some ledgers (of all where none is named) with at most so many nodes. Raises NothingFound."""
    with read_property_graph(store, labels=LABELS, types=set(TYPES), words=False) as graph:
        found = scene(graph, {Iris().ledger(name) for name in ledgers}, most)
    units = {node.iri: node.name for node in found.nodes if node.kind is Kind.UNIT}
    names = told_apart(units, unit_places(store))
    return replace(found, nodes=tuple(replace(node, name=names.get(node.iri, node.name)) for node in found.nodes))


def scene(graph: PropertyGraph, ledgers: Collection[str], most: int) -> Scene:
    """The scene of the ledgers with these IRIs (of all where none is named). Raises NothingFound."""
    network = whole_network(graph)
    chosen = [found for found in of_label(network, Label.LEDGER) if not ledgers or found in ledgers]
    if not chosen:
        raise NothingFound(Text("图谱里没有这样的台账", "there is no such ledger in the graph"))
    about = _about(network, chosen)
    loads = {row.unit: row.weighted for row in load(network.subgraph(about))}
    found = sorted((_node(node, loads) for node in graph.nodes() if node.iri in about), key=_order)
    kept = _weightiest(network, found, most)
    names = {node.iri for node in kept}
    edges = (edge for edge in graph.edges() if edge.type in TYPES and {edge.start, edge.end} <= names)
    return Scene(
        "、".join(node.name for node in found if node.iri in chosen),
        tuple(kept),
        tuple(SceneEdge(edge.start, edge.end, edge.type) for edge in edges),
        dict(Counter(node.kind for node in found if node.iri not in names)),
    )


def _about(network: Network, ledgers: Collection[str]) -> set[str]:
    """Ledgers, their parts, who carries them, their deadlines and instruments, and what those instruments rest on."""
    parts, new = set(ledgers), list(ledgers)
    while new:
        new = [part for whole in new for part in into(network, whole, EdgeType.PART_OF) if part not in parts]
        parts |= set(new)
    carried = {near for part in parts for near in into(network, part, *_CARRIES, EdgeType.OF_MEASURE)}
    cited = {end for part in parts for end in out(network, part, *_CITES)}
    tied = {end for one in cited for end in out(network, one, *_BETWEEN_INSTRUMENTS)}
    tied |= {start for one in cited for start in into(network, one, EdgeType.REPEALS, EdgeType.REPLACES)}
    return {node for node in parts | carried | cited | tied if _kind(network.nodes[node]["labels"])}


def _kind(labels: Collection[Label]) -> Kind | None:
    return next((kind for label, kind in LABELS.items() if label in labels), None)


def _node(node: Node, loads: dict[str, float]) -> SceneNode:
    kind = _kind(node.labels)
    assert kind is not None  # noqa: S101 - `_about` keeps no other
    return SceneNode(node.iri, kind, _name(node, kind), _text(node), loads.get(node.iri, 0.0))


def _name(node: Node, kind: Kind) -> str:
    if kind is Kind.MEASURE and (number := node.properties.get("number")):
        return f"{number}. {str(node.properties.get('text', '')) or caption(node)}"
    return str(node.properties.get("name") or node.properties.get("title") or caption(node))


def _text(node: Node) -> str:
    """What a person reads about a node: its words, else its numbers and other names."""
    found = node.properties
    if text := found.get("text"):
        day = found.get("date")
        return f"{text}（{day.isoformat()}）" if isinstance(day, date) else str(text)
    more = [value for name in ("numbers", "otherNames") for value in _values(found.get(name))]
    return "；".join([str(found.get("title") or found.get("name") or ""), *more])


def _values(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple) else ()


def _order(node: SceneNode) -> tuple[int, str]:
    return _KINDS.index(node.kind), node.iri


_KINDS = list(Kind)
#: What is left out first where a picture would hold too much.
_DISPENSABLE = (Kind.DEADLINE, Kind.INSTRUMENT, Kind.MEASURE, Kind.TASK, Kind.SECTION, Kind.UNIT, Kind.LEDGER)


def _weightiest(network: Network, nodes: list[SceneNode], most: int) -> list[SceneNode]:
    """At most so many nodes, in their order: units and headings before measures, those with more ties before others."""
    if len(nodes) <= most:
        return nodes

    def weight(node: SceneNode) -> tuple[int, int]:
        return _DISPENSABLE.index(node.kind), network.degree(node.iri)

    names = {node.iri for node in sorted(nodes, key=weight, reverse=True)[:most]}
    return [node for node in nodes if node.iri in names]
