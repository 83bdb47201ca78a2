"""The network, or what is shown of it, as files for other programs."""

import csv
import io
from collections.abc import Callable
from enum import StrEnum

from pyoxigraph import NamedNode, QueryTriples, RdfFormat, serialize

from ...graph import graph_files
from ...graph.property_graph import Edge, EdgeType, Label, Node
from ...ontology.vocabulary import PREFIXES
from .network import EDGE_TYPES, Kind, Relation, Thing, Tie, iri_of
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


def graph_file(explorer: Explorer, shown: Shown, hidden: set[str], form: GraphFile) -> bytes:
    """What is shown, without the kinds and relations that are hidden."""
    found = picture(explorer, shown)
    things = [explorer.network.things[one["id"]] for one in found["things"] if one["kind"] not in hidden]
    names = {thing.id for thing in things}
    ties = [
        tie for tie in explorer.network.ties
        if tie.source in names and tie.target in names and tie.relation not in hidden
    ]  # fmt: skip
    writers: dict[GraphFile, Callable[[Explorer, list[Thing], list[Tie]], bytes]] = {
        GraphFile.CSV: _csv,
        GraphFile.GEXF: lambda _, nodes, edges: graph_files.gexf(map(_node, nodes), map(_edge, edges)),
        GraphFile.GRAPHML: lambda _, nodes, edges: graph_files.graphml(map(_node, nodes), map(_edge, edges)),
        GraphFile.TURTLE: _turtle,
    }
    return writers[form](explorer, things, ties)


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
