"""Where the nodes of a network picture stand: the layout of the explorer, for a scene."""

from collections.abc import Mapping

import networkx as nx

from .layouts import lay_out
from .scene import Scene

#: vis-network draws its labels below the nodes: they need room that the explorer's do not.
_APART = 1.4


def positions(scene: Scene, seed: int = 0) -> Mapping[str, tuple[float, float]]:
    """Positions in pixels around the middle; the same scene gives the same picture."""
    places = {node.iri: place for place, node in enumerate(scene.nodes)}
    ties = [(places[edge.start], places[edge.end], 1.0) for edge in scene.edges]
    drawn: nx.Graph[int] = nx.Graph()
    drawn.add_nodes_from(range(len(places)))
    drawn.add_edges_from((a, b) for a, b, _ in ties)
    group_of = [0] * len(places)
    for number, group in enumerate(nx.community.louvain_communities(drawn, seed=seed)):
        for place in group:
            group_of[place] = number
    points = lay_out(len(places), ties, group_of, seed)
    return {iri: (float(points[place, 0]) * _APART, float(points[place, 1]) * _APART) for iri, place in places.items()}
