"""What `taizhang analyse` shows: the measures of networks.py as tables, JSON and CSV, or as the network they are of."""

import csv
import io
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, astuple, dataclass, fields
from datetime import date
from typing import Any

import networkx as nx

from ..graph import networks
from ..graph.networks import Network, Tied
from ..graph.property_reader import read_property_graph
from ..graph.store import Store
from ..ontology.errors import BadParameter, Text
from ..queries.answers import Table

Projection = Callable[[Network], Tied]
#: The rows of a measure: frozen dataclasses of networks.py, whose first field is the node.
Measure = Callable[[Network, Tied, date | None, int], list[Any]]


@dataclass(frozen=True, slots=True)
class Measured:
    """The rows of a measure and the network they are of."""

    rows: Sequence[Any]
    projection: Tied


def measured(store: Store, what: str, on: str | None, seed: int) -> Measured:
    """A measure: load, units, regulations, communities, brokers or critical. Raises BadParameter for a day that is none."""
    day = _day(on)
    with read_property_graph(store) as graph:
        network = networks.whole_network(graph)
    project, measure = _MEASURES[what]
    projection = project(network)
    rows = measure(network, projection, day, seed)
    for node in projection:
        projection.nodes[node]["name"] = networks.name_of(network, node)
    return Measured(rows, projection)


def table(found: Measured) -> Table:
    """Rows for people; what a name says is not repeated as an IRI."""
    if not found.rows:
        return Table((), ())
    columns = tuple(column.name for column in fields(found.rows[0])[1:])
    return Table(columns, tuple(tuple(_shown(getattr(row, column)) for column in columns) for row in found.rows))


def as_json(found: Measured) -> bytes:
    """Rows as a JSON list of objects."""
    return f"{json.dumps([asdict(row) for row in found.rows], ensure_ascii=False, indent=1)}\n".encode()


def as_csv(found: Measured) -> bytes:
    """Rows as CSV (RFC 4180) with a header, in UTF-8."""
    buffer = io.StringIO(newline="")
    if found.rows:
        writer = csv.DictWriter(buffer, [column.name for column in fields(found.rows[0])])
        writer.writeheader()
        writer.writerows(asdict(row) for row in found.rows)
    return buffer.getvalue().encode()


def as_graphml(found: Measured) -> bytes:
    """The network as GraphML, each node with what was measured of it."""
    return "\n".join([*nx.generate_graphml(_with_measures(found)), ""]).encode()


def as_gexf(found: Measured) -> bytes:
    """The same as GEXF, without the day it was written, so that the same graph gives the same bytes."""
    written = "\n".join([*nx.generate_gexf(_with_measures(found)), ""])
    return re.sub(r"\s*<meta\b.*?</meta>", "", written, flags=re.DOTALL).encode()


def _with_measures(found: Measured) -> Tied:
    network = found.projection.copy()
    for row in found.rows:
        values = zip(fields(row), astuple(row), strict=True)
        network.nodes[astuple(row)[0]].update({column.name: value for column, value in values if value is not None})
    for _, data in network.nodes(data=True):
        data["label"] = data["name"]
    return network


_SHARED = networks.units_by_shared_measures
_MEASURES: dict[str, tuple[Projection, Measure]] = {
    "load": (networks.carriers, lambda network, _, on, __: networks.load(network, on)),
    "units": (_SHARED, lambda network, tied, _, __: networks.centralities(network, tied)),
    "regulations": (
        networks.regulations_by_citation,
        lambda network, tied, _, __: networks.centralities(network, tied),
    ),
    "communities": (_SHARED, lambda network, tied, _, seed: networks.communities(network, tied, seed)),
    "brokers": (_SHARED, lambda network, tied, _, seed: networks.brokers(network, tied, seed)),
    "critical": (networks.measures_by_dependency, lambda network, _, __, ___: networks.critical_regulations(network)),
}


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadParameter(Text(f"{text} 不是日期", f"{text} is no day")) from error


def _shown(value: object) -> str | None:
    return None if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)
