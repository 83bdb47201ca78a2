"""Layouts: the same each time, nothing on top of anything else, groups apart."""

import networkx as nx
import numpy as np

from taizhang.visualizations.layouts import ROOM, grouped, lay_out


def test_nothing_covers_anything_and_everything_is_the_same_again() -> None:
    graph = nx.barabasi_albert_graph(120, 2, seed=1)
    edges = [(a, b, 1.0) for a, b in sorted(graph.edges)]
    places = lay_out(125, edges, [0] * 125)
    assert np.array_equal(places, lay_out(125, edges, [0] * 125))
    apart = np.sqrt(((places[:, None] - places[None]) ** 2).sum(axis=2)) + np.eye(125) * 1e6
    assert apart.min() > ROOM * 0.6
    assert (places[120:, 1] > places[:120, 1].max()).all(), "what has no ties stands below"


def test_groups_of_a_large_network_stand_apart() -> None:
    graph = nx.planted_partition_graph(4, 60, 0.2, 0.002, seed=2)
    edges = [(a, b, 1.0) for a, b in sorted(graph.edges)]
    groups = [node // 60 for node in range(240)]
    places = grouped(240, edges, groups)
    centres = np.array([places[np.array(groups) == number].mean(axis=0) for number in range(4)])
    own = [float(np.sqrt(((places[np.array(groups) == n] - centres[n]) ** 2).sum(axis=1)).max()) for n in range(4)]
    for one in range(4):
        for two in range(one):
            assert np.linalg.norm(centres[one] - centres[two]) > 0.8 * (own[one] + own[two])


def test_small_cases() -> None:
    assert lay_out(0, [], []).shape == (0, 2)
    assert lay_out(1, [], [0]).shape == (1, 2)
    assert lay_out(2, [(0, 1, 1.0)], [0, 0]).shape == (2, 2)
