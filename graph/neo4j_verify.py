"""Whether a Neo4j server holds a property graph: its content is hashed anew from what it answers, and compared."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from neo4j import Driver, Session

from .neo4j_names import Names, query
from .property_graph import NODES, EdgeType, Label
from .property_reader import HALF, Digest, PropertyGraph, content_of

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a database and a graph differ: a label or type, and what each has of it, the count first."""

    name: str
    here: Digest
    there: Digest


def verify(
    driver: Driver,
    graph: PropertyGraph,
    database: str | None,
    names: Names,
    progress: Progress = lambda _done, _of: None,
) -> list[Difference]:
    """Compare counts and content, label by label and type by type; empty when the database holds exactly this graph.

    The content of the server is hashed anew from what it answers, so a property that somebody changed there is seen.
    """
    found: list[Difference] = []
    kinds: list[Label | EdgeType] = [*first_labels(), *EdgeType]
    with driver.session(database=database) as session:
        for done, kind in enumerate(kinds):
            progress(done, len(kinds))
            there = _digest(_contents(session, kind, names))
            found.append(Difference(kind.value, graph.digest(kind), there))
    return [difference for difference in found if difference.here != difference.there]


def _contents(session: Session, kind: Label | EdgeType, names: Names) -> Iterator[int]:
    """The hashes of what the server answers."""
    if isinstance(kind, Label):
        text = f"MATCH (n:{names.of(kind)}) WHERE n.kind_ = $name RETURN n AS thing, labels(n) AS labels"
        return (node_content(row, names) for row in session.run(query(text), name=kind.value))
    text = f"MATCH (a)-[r:{names.of(kind)}]->(b) RETURN a.iri AS a, b.iri AS b, properties(r) AS p"
    return (edge_content(row) for row in session.run(query(text)))


def _plain(properties: dict[str, Any]) -> dict[str, Any]:
    """Properties as Python has them, without the two that the sync keeps for itself."""
    return {
        name: tuple(value) if isinstance(value, list) else value.to_native() if hasattr(value, "to_native") else value
        for name, value in properties.items()
        if not name.endswith("_")
    }


def node_content(row: Any, names: Names) -> int:
    """The hash of a node as the server answers it: `thing` and its `labels`."""
    kind = row["thing"]["kind_"]
    bare = {label.removeprefix(names.prefix) for label in row["labels"]} - {Label.THING, kind}
    labels = (Label(kind), *(label for label in Label if label in bare))  # labels that somebody added are theirs
    properties = _plain(dict(row["thing"]))
    return content_of((str(properties.pop("iri", "")),), labels, properties)


def edge_content(row: Any) -> int:
    """The hash of an edge as the server answers it: the names of its ends and its properties."""
    return content_of((str(row["a"]), str(row["b"]), row["p"].get("key_", "")), (), _plain(row["p"]))


def _digest(contents: Iterable[int]) -> Digest:
    count = low = high = 0
    for content in contents:
        count, low, high = count + 1, low + content % HALF, high + content // HALF
    return count, low, high


def first_labels() -> Iterator[Label]:
    """The label that each kind of node is known by."""
    return (kind.label for kind in NODES)
