"""Who carries what, as the page of the load shows it: units with their numbers, measures with their units and roles."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from ...graph.namesakes import unit_places
from ...graph.networks import (
    HORIZON,
    ROLE_WEIGHTS,
    Load,
    Network,
    carriers,
    into,
    load,
    of_label,
    placed,
    whole_network,
)
from ...graph.property_graph import EdgeType, Label
from ...graph.property_reader import read_property_graph
from ...graph.store import Store

_LABELS = (Label.LEDGER, Label.MEASURE, Label.UNIT, Label.UNIT_GROUP, Label.DEADLINE)
_TYPES = (EdgeType.LEADS, EdgeType.PARTICIPATES_IN, EdgeType.RESPONSIBLE_FOR, EdgeType.OF_MEASURE)


@dataclass(frozen=True, slots=True)
class Carried:
    """A measure with who carries it in which role (by IRI); `dates` are the days it has to be done by."""

    iri: str
    ledger: str
    key: str
    text: str
    roles: dict[str, str]
    dates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger by name and title."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class LoadView:
    """Everything the page needs: the matrix, the flows and the lists are worked out of it."""

    ledgers: tuple[Ledger, ...]
    units: tuple[Load, ...]
    measures: tuple[Carried, ...]
    weights: dict[str, float]
    horizon: int


def read_network(store: Store) -> Network:
    """The part of the graph that load is worked out from."""
    with read_property_graph(store, labels=_LABELS, types=_TYPES, words=False) as graph:
        return placed(whole_network(graph), unit_places(store))


def load_view(network: Network, ledger: str, on: date | None) -> LoadView:
    """The load in one ledger, or in all where none is named; deadlines count from a day."""
    titles = {_slug(node): network.nodes[node] for node in of_label(network, Label.LEDGER)}
    chosen = {node for node in of_label(network, Label.MEASURE) if not ledger or _ledger_of(node) == ledger}
    others = {node for node, labels in network.nodes(data="labels") if Label.MEASURE not in labels}
    part = network.subgraph(chosen | others)
    both = carriers(part)
    return LoadView(
        tuple(
            Ledger(name, str(data.get("title") or data.get("name") or name)) for name, data in sorted(titles.items())
        ),
        tuple(load(part, on)),
        tuple(_carried(part, both.adj.get(node, {}), node) for node in _in_order(network, chosen)),
        dict(ROLE_WEIGHTS),
        HORIZON,
    )


def _in_order(network: Network, measures: Collection[str]) -> list[str]:
    return sorted(measures, key=lambda node: (_ledger_of(node), network.nodes[node].get("ordinal", 0), node))


def _carried(network: Network, units: Mapping[str, Mapping[str, str]], node: str) -> Carried:
    data = network.nodes[node]
    roles = {unit: str(tie["role"]) for unit, tie in sorted(units.items())}
    days = (network.nodes[child].get("date") for child in into(network, node, EdgeType.OF_MEASURE))
    dates = tuple(sorted(day.isoformat() for day in days if isinstance(day, date)))
    return Carried(node, _ledger_of(node), node.rpartition("/")[2], str(data.get("text") or ""), roles, dates)


def _ledger_of(measure: str) -> str:
    """The name of a measure's ledger: .../id/ledger/NAME/measure/KEY."""
    return measure.partition("/ledger/")[2].partition("/")[0]


def _slug(ledger: str) -> str:
    return ledger.rpartition("/")[2]
