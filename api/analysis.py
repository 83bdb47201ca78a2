"""What `taizhang analyse` shows: the measures of networks.py as tables, JSON and CSV."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from ..graph import networks
from ..graph.networks import Network
from ..graph.property_reader import read_property_graph
from ..graph.store import Store
from ..ontology.errors import BadParameter, Text
from ..queries.answers import Table


def measured(store: Store, what: str, on: str | None, seed: int) -> list[Any]:
    """The rows of a measure (load, units, regulations, communities, brokers, critical): frozen dataclasses of networks.py. Raises BadParameter for a day that is none."""
    with read_property_graph(store) as graph:
        network = networks.whole_network(graph)
    return _MEASURES[what](network, _day(on), seed)


def table(rows: Sequence[Any]) -> Table:
    """Rows for people; what a name says is not repeated as an IRI."""
    if not rows:
        return Table((), ())
    columns = tuple(found.name for found in fields(rows[0]) if found.name not in ("node", "unit", "regulation"))
    return Table(columns, tuple(tuple(_shown(getattr(row, column)) for column in columns) for row in rows))


def as_json(rows: Sequence[Any]) -> bytes:
    """Rows as a JSON list of objects."""
    return f"{json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1)}\n".encode()


def as_csv(rows: Sequence[Any]) -> bytes:
    """Rows as CSV (RFC 4180) with a header, in UTF-8."""
    buffer = io.StringIO(newline="")
    if rows:
        writer = csv.DictWriter(buffer, [found.name for found in fields(rows[0])])
        writer.writeheader()
        writer.writerows(asdict(row) for row in rows)
    return buffer.getvalue().encode()


_MEASURES: dict[str, Callable[[Network, date | None, int], list[Any]]] = {
    "load": lambda network, on, _: networks.load(network, on),
    "units": lambda network, _, __: networks.centralities(network, networks.units_by_shared_measures(network)),
    "regulations": lambda network, _, __: networks.centralities(network, networks.regulations_by_citation(network)),
    "communities": lambda network, _, seed: networks.communities(
        network, networks.units_by_shared_measures(network), seed
    ),
    "brokers": lambda network, _, seed: networks.brokers(network, networks.units_by_shared_measures(network), seed),
    "critical": lambda network, _, __: networks.critical_regulations(network),
}


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadParameter(Text(f"{text} 不是日期", f"{text} is no day")) from error


def _shown(value: object) -> str | None:
    return None if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)
