"""Networks and their measures, against values worked out by hand on the made-up corpus and on textbook networks."""

from collections.abc import Callable
from datetime import date

import networkx as nx
import pytest

from taizhang.graph import networks
from taizhang.graph.embedded import OxigraphStore
from taizhang.graph.networks import Load, Network
from taizhang.graph.property_reader import read_property_graph
from tests import laws

UNITS = f"{laws.PLANNED.partition('law/')[0]}unit/410100/"


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Network:
    with read_property_graph(OxigraphStore.open(laws.corpus_store(tmp_path_factory.getbasetemp()))) as graph:
        return networks.whole_network(graph)


def test_load_counts_measures_by_role_and_weighs_them(network: Network) -> None:
    # 1: 司法 leads, 公安 takes part; 2: 财政; 3: 司法, 财政; 4: 司法; 5, 7, 9: 公安; 6: 财政 leads, 公安 takes part; 8: 财政
    assert networks.load(network) == [
        Load(f"{UNITS}gonganju", "市公安局", 0, 2, 3, 5, 3.4),
        Load(f"{UNITS}caizhengju", "市财政局", 1, 0, 3, 4, 3.4),
        Load(f"{UNITS}sifaju", "市司法局", 1, 0, 2, 3, 2.6),
    ]


def test_a_near_deadline_weighs_more(network: Network) -> None:
    # measure 2 is due on 2024-12-31: 30 days before, 0.8 becomes 0.8 * (1 + (1 - 30 / 90))
    weighted = {row.name: row.weighted for row in networks.load(network, date(2024, 12, 1))}
    assert weighted == {"市公安局": 3.4, "市财政局": round(3.4 + 0.8 * (1 - 30 / 90), 6), "市司法局": 2.6}
    assert networks.load(network, date(2025, 1, 1)) == networks.load(network)


def test_units_are_tied_by_the_measures_they_share(network: Network) -> None:
    found = networks.units_by_shared_measures(network)
    ties = {(a.rpartition("/")[2], b.rpartition("/")[2], data["weight"]) for a, b, data in found.edges(data=True)}
    assert ties == {("gonganju", "sifaju", 1), ("caizhengju", "sifaju", 1), ("caizhengju", "gonganju", 1)}


def test_instruments_are_tied_by_citation(network: Network) -> None:
    found = networks.regulations_by_citation(network)
    assert found[laws.PROVINCE_RULES][laws.WELL_LAW]["weight"] == 3
    assert found[laws.REGULATION][laws.WELL_LAW]["weight"] == 3
    assert not found.has_edge(laws.WELL_LAW, laws.REGULATION)


def test_a_law_is_critical_for_what_hangs_on_it_through_others(network: Network) -> None:
    found = {row.regulation: (row.direct, row.measures, row.units) for row in networks.critical_regulations(network)}
    assert found[laws.REGULATION] == (1, 2, 2)  # measure 1, and 5 through the inspection rules
    assert found[laws.WELL_LAW] == (3, 5, 3)  # 2, 3, 7; 1 through the regulation; 5 through inspection and regulation
    assert found[laws.INSPECTION] == (1, 1, 1)  # measure 5


def test_textbook_values() -> None:
    path: networks.Tied = nx.path_graph(["a", "b", "c"])
    empty: Network = nx.MultiDiGraph()
    empty.add_nodes_from(path)
    rows = {row.node: row for row in networks.centralities(empty, path)}
    assert (rows["b"].degree, rows["b"].betweenness, rows["b"].closeness) == (1.0, 1.0, 1.0)
    assert (rows["a"].degree, rows["a"].betweenness, rows["a"].closeness) == (0.5, 0.0, round(2 / 3, 6))
    two: networks.Tied = nx.Graph([("a", "b"), ("b", "c"), ("a", "c"), ("x", "y"), ("y", "z"), ("x", "z"), ("c", "x")])
    empty.add_nodes_from(two)
    groups = {member.node: member.group for member in networks.communities(empty, two, seed=1)}
    assert groups == {"a": 1, "b": 1, "c": 1, "x": 2, "y": 2, "z": 2}
    assert [row.node for row in networks.brokers(empty, two, seed=1)[:2]] == ["c", "x"]
    assert networks.communities(empty, nx.Graph()) == []


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("measure", [networks.betweenness, networks.closeness])
def test_large_networks_have_the_same_values(
    measure: Callable[[networks.Tied, int], dict[str, float]], directed: bool
) -> None:
    found = nx.gnp_random_graph(120, 0.02, seed=3, directed=directed)
    named = nx.relabel_nodes(found, {n: f"n{n}" for n in found})
    assert measure(named, 10) == pytest.approx(measure(named, 1000), abs=1e-12)
