"""Where the nodes of a network picture stand: seeded, so that the same graph gives the same picture."""

from collections.abc import Mapping

import networkx as nx

from .scene import Scene

#: Pixels from the middle to the edge of a picture of a hundred nodes.
_REACH = 700


def positions(scene: Scene, seed: int = 0) -> Mapping[str, tuple[float, float]]:
    """Positions in pixels around the middle."""
    drawn: nx.Graph[str] = nx.Graph()
    drawn.add_nodes_from(node.iri for node in scene.nodes)
    drawn.add_edges_from((edge.start, edge.end) for edge in scene.edges)
    reach = _REACH * (len(drawn) / 100) ** 0.5
    placed = nx.spring_layout(drawn, seed=seed, k=2.2 / max(len(drawn), 1) ** 0.5, iterations=120, scale=reach)
    return {node: (float(x), float(y)) for node, (x, y) in placed.items()}
