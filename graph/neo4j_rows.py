"""Nodes and edges as rows of values, and the maps of Cypher that read such a row: names would else travel with every row."""

from collections.abc import Iterator
from typing import Any

from .property_graph import Edge, EdgeKind, Label, Node, NodeKind, Property, Value

_WORDS = Property("words", "", many=True)

Row = list[Any]


def kind_columns(kind: NodeKind) -> tuple[Property, ...]:
    """What a node of a kind may say, beside what the sync keeps for itself."""
    return (*kind.properties, *((_WORDS,) if kind.evidence else ()))


def by_labels(nodes: list[Node], columns: tuple[Property, ...]) -> Iterator[tuple[tuple[Label, ...], list[Row]]]:
    """Rows by the labels they need, since labels cannot be parameters."""
    groups: dict[tuple[Label, ...], list[Row]] = {}
    for node in nodes:
        groups.setdefault(node.labels, []).append([node.iri, node.content, *_values(node.properties, columns)])
    yield from groups.items()


def node_map(columns: tuple[Property, ...]) -> str:
    """The properties of a node, from its row."""
    return _map(("iri: row[0]", "kind_: $kind", "content_: row[1]"), columns, 2)


def edge_row(edge: Edge, columns: tuple[Property, ...]) -> Row:
    """An edge to an end that the statement has already."""
    return [edge.start, edge.content, edge.key or None, *_values(edge.properties, columns)]


def edge_map(kind: EdgeKind) -> str:
    """The properties of an edge, from its row."""
    return _map(("content_: row[1]", "key_: row[2]"), kind.properties, 3)


def _map(kept: tuple[str, ...], columns: tuple[Property, ...], first: int) -> str:
    """What is missing is null, which Cypher does not keep."""
    said = (f"`{column.name}`: row[{at}]" for at, column in enumerate(columns, first))
    return f"{{{', '.join((*kept, *said))}}}"


def _values(properties: dict[str, Value], columns: tuple[Property, ...]) -> Iterator[Any]:
    for column in columns:
        value = properties.get(column.name)
        yield list(value) if isinstance(value, tuple) else value


def batches(rows: list[Any], size: int) -> Iterator[list[Any]]:
    """So many rows at a time."""
    return (rows[at : at + size] for at in range(0, len(rows), size))
