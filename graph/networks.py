"""Networks of the graph for NetworkX, and what researchers measure in them.

A *projection* keeps one kind of thing and the ties between them; a *measure* is a table with a row for each node. All
take the network of `whole_network` and change nothing. Whatever is drawn by chance has a seed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import TypeAlias

import networkx as nx

from .namesakes import told_apart
from .property_graph import EdgeType, Label
from .property_reader import PropertyGraph

#: A network as it was read, one that a projection made, and one whose ties have a direction.
Network: TypeAlias = "nx.MultiDiGraph[str]"
Tied: TypeAlias = "nx.Graph[str]"
Directed: TypeAlias = "nx.DiGraph[str]"
#: What a role adds to a weighted load: a lead answers for the whole measure, a participant for a part.
ROLE_WEIGHTS: Mapping[str, float] = {"lead": 1.0, "responsible": 0.8, "participant": 0.5}
#: Days within which a deadline counts as near, and what it adds at its day.
HORIZON, URGENCY = 90, 1.0
_ROLES = {EdgeType.LEADS: "lead", EdgeType.PARTICIPATES_IN: "participant", EdgeType.RESPONSIBLE_FOR: "responsible"}
_RESTS = (EdgeType.MENTIONS, EdgeType.IMPLEMENTS, EdgeType.BASED_ON)


def whole_network(graph: PropertyGraph, labels: Iterable[Label] = (), types: Iterable[EdgeType] = ()) -> Network:
    """The property graph as a directed multigraph; of some labels and types only, where some are named.

    A node has the attributes `labels` and its properties, an edge its type as key and its properties.
    """
    network: Network = nx.MultiDiGraph()
    for label in tuple(labels) or (None,):
        for node in graph.nodes(label):
            network.add_node(node.iri, labels=node.labels, **node.properties)
    for type_ in tuple(types) or tuple(EdgeType):
        for edge in graph.edges(type_):
            if edge.start in network and edge.end in network:
                network.add_edge(edge.start, edge.end, key=(type_, edge.key), **edge.properties)
    return network


def placed(network: Network, places: Mapping[str, str]) -> Network:
    """The same network with the place of each unit, by which `load` tells namesakes apart."""
    for unit, place in places.items():
        if unit in network:
            network.nodes[unit]["place_name"] = place
    return network


# -- reading a network


def of_label(network: Network, label: Label) -> list[str]:
    """The nodes with a label, in order."""
    return [node for node, labels in network.nodes(data="labels", default=()) if label in labels]


def out(network: Network, node: str, *types: EdgeType) -> list[str]:
    """Where edges of some types lead to from a node, once for each edge."""
    return [end for _, end, (type_, _) in network.out_edges(node, keys=True) if type_ in types]


def into(network: Network, node: str, *types: EdgeType) -> list[str]:
    """Where edges of some types come from to a node, once for each edge."""
    return [start for start, _, (type_, _) in network.in_edges(node, keys=True) if type_ in types]


def name_of(network: Network, node: str) -> str:
    """What to call a node."""
    data = network.nodes[node]
    return str(data.get("name") or data.get("title") or data.get("text") or node)


# -- projections


def carriers(network: Network) -> Tied:
    """The bipartite network of units and measures, each edge with its `role` (Breiger 1974, The Duality of Persons and Groups).

    A unit that carries a measure in two roles has the stronger one.
    """
    found: Tied = nx.Graph()
    for unit in of_label(network, Label.UNIT):
        for _, measure, (type_, _) in network.out_edges(unit, keys=True):
            role = _ROLES.get(type_)
            if role and (
                not found.has_edge(unit, measure) or ROLE_WEIGHTS[found[unit][measure]["role"]] < ROLE_WEIGHTS[role]
            ):
                found.add_node(unit, part="unit")
                found.add_node(measure, part="measure")
                found.add_edge(unit, measure, role=role)
    return found


def units_by_shared_measures(network: Network) -> Tied:
    """Units that carry the same measures; `weight` counts the measures they share (one-mode projection, Breiger 1974)."""
    both = carriers(network)
    shared: dict[tuple[str, str], int] = defaultdict(int)
    found: Tied = nx.Graph()
    for node in sorted(both):
        if both.nodes[node]["part"] == "unit":
            found.add_node(node)
        else:
            for pair in combinations(sorted(both[node]), 2):
                shared[pair] += 1
    for (one, other), weight in sorted(shared.items()):
        found.add_edge(one, other, weight=weight)
    return found


def regulations_by_citation(network: Network) -> Directed:
    """Instruments and which cites which, versions and articles counted with their work; `weight` counts the citations."""
    found: Directed = nx.DiGraph()
    found.add_nodes_from(sorted(of_label(network, Label.REGULATION)))
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for start, end, (type_, _) in network.edges(keys=True):
        if type_ is EdgeType.CITES and (work := work_of(network, start)) and work != end:
            counts[work, end] += 1
    for (start, end), weight in sorted(counts.items()):
        found.add_edge(start, end, weight=weight)
    return found


def measures_by_dependency(network: Network) -> Directed:
    """Measures and the instruments they rest on, however far that goes: an edge leads to what something rests on."""
    found: Directed = nx.DiGraph()
    waiting = sorted(of_label(network, Label.MEASURE))
    found.add_nodes_from(waiting)
    seen = set(waiting)
    while waiting:
        node = waiting.pop()
        for rest in sorted(set(_rests_on(network, node)) - {node}):
            found.add_edge(node, rest)
            if rest not in seen:
                seen.add(rest)
                waiting.append(rest)
    return found


def work_of(network: Network, node: str) -> str | None:
    """The instrument an article or version belongs to; an instrument is its own; None for anything else."""
    here = node
    for _ in range(3):
        above = out(network, here, EdgeType.VERSION_OF) or out(network, here, EdgeType.PART_OF)
        if not above:
            break
        here = above[0]
    return here if Label.REGULATION in network.nodes[here].get("labels", ()) else None


def _rests_on(network: Network, node: str) -> Iterator[str]:
    """The instruments a measure cites or implements; what an instrument is based on or implements, its texts' articles with it."""
    is_measure = Label.MEASURE in network.nodes[node].get("labels", ())
    types = _RESTS if is_measure else _RESTS[1:]
    sources = [node]
    if not is_measure:
        texts = into(network, node, EdgeType.VERSION_OF)
        sources += texts + [part for text in texts for part in into(network, text, EdgeType.PART_OF)]
    for source in sources:
        for end in out(network, source, *types):
            if work := work_of(network, end):
                yield work


# -- measures


@dataclass(frozen=True, slots=True)
class Load:
    """What one unit carries. All are numbers of measures, `weighted` is in measures led."""

    unit: str
    name: str
    lead: int
    participant: int
    responsible: int
    total: int
    weighted: float


def load(network: Network, on: date | None = None) -> list[Load]:
    """The load of each unit, plain and weighted by role and deadline; the most loaded first.

    `total` is the degree of the unit in `carriers` (Freeman 1979, Centrality in Social Networks). `weighted` sums
    ROLE_WEIGHTS over its measures, each multiplied by 1 + URGENCY * (1 - d / HORIZON) where a deadline of the measure is
    d days away from `on`, 0 <= d <= HORIZON, and the nearest counts; without `on` deadlines do not count. Unit: measures led.
    """
    both, found = carriers(network), []
    for unit in sorted(node for node in both if both.nodes[node]["part"] == "unit"):
        roles = [data["role"] for _, _, data in both.edges(unit, data=True)]
        weighted = sum(ROLE_WEIGHTS[both[unit][m]["role"]] * (1 + _urgency(network, m, on)) for m in sorted(both[unit]))
        lead, participant, responsible = (roles.count(role) for role in ("lead", "participant", "responsible"))
        name = name_of(network, unit)
        found.append(Load(unit, name, lead, participant, responsible, len(roles), round(weighted, 6)))
    places = {row.unit: str(place) for row in found if (place := network.nodes[row.unit].get("place_name"))}
    names = told_apart({row.unit: row.name for row in found}, places)
    told = (replace(row, name=names[row.unit]) for row in found)
    return sorted(told, key=lambda row: (-row.weighted, row.name, row.unit))


def _urgency(network: Network, measure: str, on: date | None) -> float:
    if on is None:
        return 0.0
    children = into(network, measure, EdgeType.OF_MEASURE)
    days = [(due - on).days for child in children if (due := network.nodes[child].get("date"))]
    near = [day for day in days if 0 <= day <= HORIZON]
    return URGENCY * (1 - min(near) / HORIZON) if near else 0.0


@dataclass(frozen=True, slots=True)
class Centrality:
    """Where a node stands in its network; each value is a share between 0 and 1."""

    node: str
    name: str
    degree: float
    betweenness: float
    closeness: float
    pagerank: float


def centralities(network: Network, projection: Tied) -> list[Centrality]:
    """Degree, betweenness and closeness (Freeman 1979; Brandes 2001 for the algorithm) and PageRank (Brin and Page 1998).

    Degree is divided by n - 1. Betweenness is the share of shortest paths through the node, unweighted. Closeness is
    that of Wasserman and Faust 1994 for networks in several pieces. PageRank follows weights, damping 0.85.
    """
    degree = nx.degree_centrality(projection)
    between, close = betweenness(projection), closeness(projection)
    rank = nx.pagerank(projection, weight="weight") if projection.number_of_nodes() else {}
    rows = [
        Centrality(node, name_of(network, node), *(round(held[node], 6) for held in (degree, between, close, rank)))
        for node in projection
    ]
    return sorted(rows, key=lambda row: (-row.betweenness, -row.degree, row.name, row.node))


#: Networks with more nodes than this are handed to rustworkx: the corpus has thousands of instruments, and what takes
#: NetworkX minutes there takes it seconds. The values are the same.
LARGE = 500


def betweenness(projection: Tied, large: int = LARGE) -> dict[str, float]:
    """The share of shortest paths that go through each node, unweighted (Freeman 1977; algorithm of Brandes 2001)."""
    if projection.number_of_nodes() <= large:
        found: dict[str, float] = nx.betweenness_centrality(projection)
        return found
    return _by_rustworkx(projection, "betweenness_centrality", normalized=True)


def closeness(projection: Tied, large: int = LARGE) -> dict[str, float]:
    """How near each node is to those that reach it (Freeman 1979), scaled for networks in several pieces.

    It is the inverse of the mean distance times the share of nodes that reach it (Wasserman and Faust 1994).
    """
    if projection.number_of_nodes() <= large:
        found: dict[str, float] = nx.closeness_centrality(projection)
        return found
    return _by_rustworkx(projection, "closeness_centrality", wf_improved=True)


def _by_rustworkx(projection: Tied, measure: str, **options: bool) -> dict[str, float]:
    import rustworkx  # noqa: PLC0415 - compiled, and only for large networks

    converted = rustworkx.networkx_converter(projection)
    values = getattr(rustworkx, measure)(converted, **options)
    return {node: values[index] for index, node in enumerate(projection)}


@dataclass(frozen=True, slots=True)
class Member:
    """A node, the group it belongs to (from 1, the largest first), and how well the network falls into groups."""

    node: str
    name: str
    group: int
    modularity: float


def communities(network: Network, projection: Tied, seed: int = 0) -> list[Member]:
    """Groups of nodes that are tied more among themselves than to others (Louvain, Blondel et al. 2008), by weight.

    `modularity` (Newman and Girvan 2004) is between -0.5 and 1; above 0.3 groups mean something. Directions do not count.
    """
    plain: Tied = nx.Graph(projection)
    if not plain:
        return []
    groups = nx.community.louvain_communities(plain, weight="weight", seed=seed)
    ordered = sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group))
    value = (
        round(nx.community.modularity(plain, map(set, ordered), weight="weight"), 6) if plain.number_of_edges() else 0.0
    )
    return [
        Member(node, name_of(network, node), index, value) for index, group in enumerate(ordered, 1) for node in group
    ]


@dataclass(frozen=True, slots=True)
class Broker:
    """How a node ties groups together.

    `groups` counts the groups among its neighbours, `participation` is 1 minus the sum of squared shares of its ties by
    group (0: all in one). `constraint` and `effective_size` are those of structural holes: low constraint and a large size
    mean contacts that do not know each other.
    """

    node: str
    name: str
    groups: int
    participation: float
    constraint: float | None
    effective_size: float | None


def brokers(network: Network, projection: Tied, seed: int = 0) -> list[Broker]:
    """Nodes between groups and beside structural holes, the widest first.

    The participation coefficient (Guimera and Amaral 2005) has no unit, constraint (Burt 1992) neither; effective size
    (Burt 1992) is in contacts. A node without ties has no constraint and no effective size.
    """
    plain: Tied = nx.Graph(projection)
    group_of = {member.node: member.group for member in communities(network, plain, seed)}
    constraint, size = nx.constraint(plain, weight="weight"), nx.effective_size(plain)
    rows = []
    for node in plain:
        ties: dict[int, float] = defaultdict(float)
        for neighbour, data in plain[node].items():
            ties[group_of[neighbour]] += data.get("weight", 1)
        total = sum(ties.values())
        share = 1 - sum((tie / total) ** 2 for tie in ties.values()) if total else 0.0
        holes = [_number(held.get(node)) for held in (constraint, size)]
        rows.append(Broker(node, name_of(network, node), len(ties), round(share, 6), *holes))
    return sorted(rows, key=lambda row: (-row.participation, -row.groups, row.name, row.node))


def _number(value: float | None) -> float | None:
    return None if value is None or value != value else round(value, 6)  # noqa: PLR0124 - not a number


@dataclass(frozen=True, slots=True)
class Critical:
    """How much hangs on an instrument: measures directly, measures in all, the share of all measures, and units."""

    regulation: str
    name: str
    direct: int
    measures: int
    share: float
    units: int


def critical_regulations(network: Network) -> list[Critical]:
    """Instruments by how much of the ledgers hangs on them: the measures from which `measures_by_dependency` leads there.

    `share` is of all measures, between 0 and 1; `units` counts the units that carry one of those measures. It is the
    reachability in a dependency graph (for software: Zimmermann and Nagappan 2008).
    """
    hanging, both = measures_by_dependency(network), carriers(network)
    measures = set(of_label(network, Label.MEASURE))
    rows = []
    for node in sorted(set(hanging) - measures):
        there = nx.ancestors(hanging, node) & measures
        direct = sum(measure in measures for measure in hanging.predecessors(node))
        units = {unit for measure in there if measure in both for unit in both[measure]}
        share = round(len(there) / len(measures), 6)
        rows.append(Critical(node, name_of(network, node), direct, len(there), share, len(units)))
    return sorted(rows, key=lambda row: (-row.measures, -row.direct, row.name, row.regulation))
