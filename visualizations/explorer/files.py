"""The network, or what is shown of it, as files for other programs."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from pyoxigraph import NamedNode, QueryTriples, RdfFormat, serialize

from ...graph import graph_files
from ...graph.property_graph import Edge, EdgeType, Label, Node
from ...ontology.vocabulary import PREFIXES
from .network import EDGE_TYPES, Kind, Relation, Thing, Tie, id_of, iri_of
from .picture import Shown, picture
from .state import Explorer


class GraphFile(StrEnum):
    """Forms of files."""

    CSV = "csv"
    GEXF = "gexf"
    GRAPHML = "graphml"
    TURTLE = "ttl"

    @property
    def media_type(self) -> str:
        """Its media type."""
        return _TYPES[self]


_TYPES = {
    GraphFile.CSV: "text/csv; charset=utf-8",
    GraphFile.GEXF: "application/gexf+xml",
    GraphFile.GRAPHML: "application/graphml+xml",
    GraphFile.TURTLE: "text/turtle; charset=utf-8",
}
_LABELS = {
    Kind.UNIT: Label.UNIT, Kind.GROUP: Label.UNIT_GROUP, Kind.MEASURE: Label.MEASURE, Kind.TASK: Label.TASK,
    Kind.SECTION: Label.SECTION, Kind.REGULATION: Label.REGULATION, Kind.PLANNED: Label.PLANNED, Kind.DEADLINE: Label.DEADLINE,
}  # fmt: skip
#: Things described in one query.
_PIECE = 200


@dataclass(frozen=True, slots=True)
class Filters:
    """What is left out of what is shown, as the page filters (pages/network/model.ts)."""

    #: Kinds and relations to leave out.
    hide: frozenset[str] = frozenset()
    #: The only community; empty for all.
    only: str = ""
    #: Words that every name must have.
    words: str = ""
    #: The thing whose surroundings alone are wanted, so many steps wide; 0 steps for everything.
    select: str = ""
    near: int = 0


def graph_file(explorer: Explorer, shown: Shown, filters: Filters, form: GraphFile) -> bytes:
    """What is shown, without what is filtered out."""
    drawn = {one["id"]: one for one in picture(explorer, shown)["things"]}
    ties = [
        tie for tie in explorer.network.ties
        if tie.source in drawn and tie.target in drawn and tie.relation not in filters.hide
    ]  # fmt: skip
    near = _surroundings(ties, id_of(filters.select), filters.near) if filters.select and filters.near else drawn.keys()
    words = filters.words.lower().split()
    things = [
        explorer.network.things[name] for name, one in drawn.items()
        if name in near and one["kind"] not in filters.hide and filters.only in ("", str(one["group"]))
        and all(word in one["name"].lower() for word in words)
    ]  # fmt: skip
    names = {thing.id for thing in things}
    ties = [tie for tie in ties if tie.source in names and tie.target in names]
    writers: dict[GraphFile, Callable[[Explorer, list[Thing], list[Tie]], bytes]] = {
        GraphFile.CSV: _csv,
        GraphFile.GEXF: lambda _, nodes, edges: graph_files.gexf(map(_node, nodes), map(_edge, edges)),
        GraphFile.GRAPHML: lambda _, nodes, edges: graph_files.graphml(map(_node, nodes), map(_edge, edges)),
        GraphFile.TURTLE: _turtle,
    }
    return writers[form](explorer, things, ties)


def _surroundings(ties: list[Tie], start: str, steps: int) -> set[str]:
    """What is at most so many steps from a thing, itself with it."""
    found = {start}
    for _ in range(steps):
        found |= {
            end for tie in ties if not found.isdisjoint((tie.source, tie.target)) for end in (tie.source, tie.target)
        }
    return found


def _csv(explorer: Explorer, _: list[Thing], ties: list[Tie]) -> bytes:
    """A row for each tie, in UTF-8 with the mark that spreadsheet programs need."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(
        ["source", "source_kind", "source_name", "relation", "target", "target_kind", "target_name", "evidence"]
    )
    for tie in ties:
        one, two = explorer.network.things[tie.source], explorer.network.things[tie.target]
        row = [
            one.iri,
            one.kind,
            one.name,
            tie.relation,
            two.iri,
            two.kind,
            two.name,
            " ".join(map(iri_of, tie.evidence)),
        ]
        writer.writerow([_as_text(str(cell)) for cell in row])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def _as_text(cell: str) -> str:
    """A cell that spreadsheet programs would take for a formula begins with an apostrophe (OWASP, CSV Injection)."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _node(thing: Thing) -> Node:
    return Node(thing.iri, (_LABELS[thing.kind],), {**thing.properties, "name": thing.name}, 0)


def _edge(tie: Tie) -> Edge:
    type_ = EdgeType.OF_MEASURE if tie.relation is Relation.DUE else EDGE_TYPES[tie.relation]
    ends = (tie.target, tie.source) if tie.relation is Relation.DUE else (tie.source, tie.target)
    return Edge(type_, iri_of(ends[0]), iri_of(ends[1]), "", {}, 0)


def _turtle(explorer: Explorer, things: list[Thing], _: list[Tie]) -> bytes:
    """Every statement about the things, as the graph has it."""
    triples = set()
    for at in range(0, len(things), _PIECE):
        names = " ".join(str(NamedNode(thing.iri)) for thing in things[at : at + _PIECE])
        answer = explorer.store.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ VALUES ?s {{ {names} }} ?s ?p ?o }}")
        assert isinstance(answer, QueryTriples)  # noqa: S101 - it is a CONSTRUCT
        triples |= set(answer)
    return serialize(sorted(triples, key=str), format=RdfFormat.TURTLE, prefixes=PREFIXES) or b""
