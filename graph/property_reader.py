"""Carries the mapping of property_graph.py out: from a store into a scratch database, sorted and without loose ends.

The scratch is an SQLite file in the temporary folder. It keeps memory small whatever the size of the graph, gives nodes
and edges in the order of their names (so the same graph gives the same bytes on any store), and leaves out edges whose
ends are no nodes of the mapping.
"""

import json
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from hashlib import blake2b
from pathlib import Path
from typing import Any

import orjson
from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Triple

from .property_graph import (
    EDGES,
    FORMS,
    NODES,
    Edge,
    EdgeKind,
    EdgeType,
    Form,
    Label,
    Node,
    NodeKind,
    Property,
    Scalar,
    Value,
)
from .store import Store

#: Changes when the mapping does: what was written under another number is written again.
MAPPING_VERSION = 1
Progress = Callable[[int, int], None]
#: How many things, and the sums of the lower and the upper halves of their hashes, which no database finds too large.
Digest = tuple[int, int, int]
HALF = 1 << 31
_DATES = frozenset(name for name, found in FORMS.items() if found.form is Form.DATE)
Term = NamedNode | BlankNode | Literal | Triple | None
_Row = tuple[Term, ...]

_TABLES = """
CREATE TABLE nodes (iri TEXT PRIMARY KEY, label TEXT, labels TEXT, properties TEXT, content INTEGER) WITHOUT ROWID;
CREATE INDEX by_label ON nodes (label, iri, content);
CREATE TABLE edges (type TEXT, start TEXT, end TEXT, key TEXT, properties TEXT, content INTEGER,
  PRIMARY KEY (type, start, end, key)) WITHOUT ROWID;
"""
_NODE = """INSERT INTO nodes VALUES (?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET properties = excluded.properties, content = excluded.content
  WHERE excluded.properties < properties"""
_EDGE = """INSERT INTO edges VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET properties = excluded.properties, content = excluded.content
  WHERE excluded.properties < properties"""
_NODE_COUNTS = "SELECT label, COUNT(*) FROM nodes GROUP BY label ORDER BY label"
_EDGE_COUNTS = "SELECT type, COUNT(*) FROM edges GROUP BY type ORDER BY type"
_WORDS = """SELECT ?node ?words WHERE { ?quote oa:exact ?words . ?target oa:hasSelector ?quote .
  ?note oa:hasTarget ?target ; oa:hasBody ?node }"""


class PropertyGraph:
    """A graph as nodes and edges; made by `read_property_graph`, gone when its block ends."""

    def __init__(self, scratch: sqlite3.Connection):
        self._scratch = scratch
        self._nodes = {Label(label): count for label, count in scratch.execute(_NODE_COUNTS)}
        self._edges = {EdgeType(type_): count for type_, count in scratch.execute(_EDGE_COUNTS)}

    def nodes(self, label: Label | None = None) -> Iterator[Node]:
        """The nodes in the order of their names; of one label (the first of a node) or all."""
        where = "WHERE label = ?" if label else ""
        query = f"SELECT iri, labels, properties, content FROM nodes {where} ORDER BY iri"  # noqa: S608 - no value in it
        read: dict[str, tuple[Label, ...]] = {}
        for iri, labels, properties, content in self._scratch.execute(query, (label,) if label else ()):
            named = read.get(labels) or read.setdefault(labels, tuple(Label(name) for name in labels.split()))
            yield Node(iri, named, _decoded(properties), content)

    def edges(self, type_: EdgeType | None = None) -> Iterator[Edge]:
        """The edges in the order of type, start, end and key; of one type or all."""
        for found in (type_,) if type_ else EdgeType:
            query = "SELECT start, end, key, properties, content FROM edges WHERE type = ? ORDER BY start, end, key"
            for start, end, key, properties, content in self._scratch.execute(query, (found,)):
                yield Edge(found, start, end, key, _decoded(properties), content)

    def digest(self, kind: Label | EdgeType) -> Digest:
        """What the nodes of one kind, or the edges of one type, are and say, in three numbers."""
        table, column = ("nodes", "label") if isinstance(kind, Label) else ("edges", "type")
        query = f"SELECT COUNT(*), COALESCE(SUM(content % {HALF}), 0), COALESCE(SUM(content / {HALF}), 0) FROM {table} WHERE {column} = ?"  # noqa: S608
        count, low, high = self._scratch.execute(query, (kind,)).fetchone()
        return count, low, high

    def node_counts(self) -> dict[Label, int]:
        """How many nodes each kind has; kinds without any are left out."""
        return dict(self._nodes)

    def edge_counts(self) -> dict[EdgeType, int]:
        """How many edges each type has; types without any are left out."""
        return dict(self._edges)


@contextmanager
def read_property_graph(
    store: Store,
    progress: Progress = lambda _done, _of: None,
    labels: Collection[Label] = tuple(Label),
    types: Collection[EdgeType] = tuple(EdgeType),
    *,
    words: bool = True,
) -> Iterator[PropertyGraph]:
    """The graph of a store as a property graph; of some labels and types only, where some are named.

    `progress` is told how many of the kinds are read; without `words` no node has the words that prove it, which is
    quicker. Raises StoreError and QueryError.
    """
    with tempfile.TemporaryDirectory(prefix="taizhang-") as folder:
        scratch = sqlite3.connect(Path(folder) / "graph.sqlite", check_same_thread=False)
        try:
            scratch.executescript(
                f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; {_TABLES}"
            )
            _fill(scratch, _Reader(store, words=words), progress, labels, types)
            yield PropertyGraph(scratch)
        finally:
            scratch.close()


def _fill(
    scratch: sqlite3.Connection,
    reader: "_Reader",
    progress: Progress,
    labels: Collection[Label],
    types: Collection[EdgeType],
) -> None:
    kinds, edges = [kind for kind in NODES if kind.label in labels], [kind for kind in EDGES if kind.type in types]
    steps = len(kinds) + len(edges)
    for done, kind in enumerate(kinds):
        progress(done, steps)
        scratch.executemany(_NODE, reader.nodes(kind))
    for done, edge in enumerate(edges, len(kinds)):
        progress(done, steps)
        scratch.executemany(_EDGE, reader.edges(edge))
    scratch.execute(
        "DELETE FROM edges WHERE NOT EXISTS (SELECT 1 FROM nodes WHERE iri = start) OR NOT EXISTS (SELECT 1 FROM nodes WHERE iri = end)"
    )
    scratch.commit()
    progress(steps, steps)


class _Reader:
    """Asks a store for nodes and edges, kind by kind."""

    def __init__(self, store: Store, *, words: bool):
        self._store = store
        self._notations = {_iri(c): _lexical(n) for c, n in self._rows("SELECT ?c ?n WHERE { ?c skos:notation ?n }")}
        self._words = self._lists(_WORDS, Property("words", "")) if words else {}

    def nodes(self, kind: NodeKind) -> Iterator[tuple[str, str, str, str, int]]:
        """Rows for the table of nodes."""
        single, lists = self._parts(kind.properties, f"{{ {kind.pattern} }}")
        further = [(label, self._of_class(class_)) for label, class_ in kind.also]
        for row in self._rows(_select("?node", kind.pattern, single)):
            name = _iri(row[0])
            properties = self._properties(single, row[1:], lists, name)
            if kind.evidence and name in self._words:
                properties["words"] = self._words[name]
            labels = (kind.label, *(label for label, members in further if members is None or name in members))
            yield (name, kind.label, " ".join(labels), *_encoded((name,), labels, properties))

    def edges(self, kind: EdgeKind) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Rows for the table of edges."""
        subject = "?edge" if kind.properties else ""
        for row in self._rows(_select(f"?start ?end {subject}", kind.pattern, kind.properties, subject or "?start")):
            start, end, *rest = row
            if isinstance(start, NamedNode) and isinstance(end, NamedNode):
                properties = self._properties(kind.properties, rest[1:], {}, _iri(rest[0]) if rest else "")
                key = str(properties[kind.key]) if kind.key else ""
                names = (start.value, end.value, key)
                yield (kind.type, *names, *_encoded(names, (), properties))

    def _parts(
        self, properties: Iterable[Property], pattern: str
    ) -> tuple[list[Property], dict[str, dict[str, tuple[Scalar, ...]]]]:
        """The properties with one value, and the values of the others by name and node."""
        single = [found for found in properties if not found.many]
        many = [found for found in properties if found.many]
        return single, {
            found.name: self._lists(f"SELECT ?node ?value WHERE {{ {pattern} ?node {found.path} ?value }}", found)
            for found in many
        }

    def _lists(self, query: str, found: Property) -> dict[str, tuple[Scalar, ...]]:
        values: dict[str, set[Scalar]] = defaultdict(set)
        for node, value in self._rows(query):
            if node is not None and value is not None:
                values[_iri(node)].add(self._value(found, value))
        return {node: tuple(sorted(held)) for node, held in values.items()}

    def _of_class(self, class_: str) -> set[str] | None:
        """The members of a class; None where every node of the kind is meant."""
        return {_iri(row[0]) for row in self._rows(f"SELECT ?node WHERE {{ ?node a {class_} }}")} if class_ else None

    def _properties(
        self,
        single: Iterable[Property],
        values: Iterable[Term],
        lists: dict[str, dict[str, tuple[Scalar, ...]]],
        name: str,
    ) -> dict[str, Value]:
        properties: dict[str, Value] = {}
        for found, value in zip(single, values, strict=True):
            if not found.path:
                properties[found.name] = _local(name) if found.form is Form.LOCAL else name
            elif value is not None:
                properties[found.name] = self._value(found, value)
        for listed, by_node in lists.items():
            if name in by_node:
                properties[listed] = by_node[name]
        return properties

    def _value(self, found: Property, term: Term) -> Scalar:  # noqa: PLR0911 - a line for each form
        text = _lexical(term)
        match found.form:
            case Form.INTEGER:
                return int(text)
            case Form.DECIMAL:
                return float(Decimal(text))
            case Form.BOOLEAN:
                return text == "true"
            case Form.DATE:
                return date.fromisoformat(text)
            case Form.CODE:
                return self._notations.get(text) or _local(text)
            case Form.LOCAL:
                return _local(text)
            case Form.TEXT | Form.ADDRESS:
                return text

    def _rows(self, query: str) -> Iterator[_Row]:
        answer = self._store.query(query)
        assert isinstance(answer, QuerySolutions)  # noqa: S101 - the queries of this module are SELECTs
        for solution in answer:
            yield tuple(solution)


def _select(variables: str, pattern: str, properties: Iterable[Property], subject: str = "?node") -> str:
    """A row for every node with its properties; those that are lists come by queries of their own."""
    columns, optional = [], []
    for index, found in enumerate(properties):
        columns.append(f"?v{index}")
        if found.path:
            language = f' FILTER(LANG(?v{index}) = "{found.language}")' if found.language else ""
            optional.append(f"OPTIONAL {{ {subject} {found.path} ?v{index}{language} }}")
    return f"SELECT {variables} {' '.join(columns)} WHERE {{ {pattern} {' '.join(optional)} }}"


def _iri(term: Term) -> str:
    """The name of a node; blank nodes, which a store may rename, are not part of the mapping."""
    return term.value if isinstance(term, NamedNode) else ""


def _lexical(term: Term) -> str:
    return term.value if isinstance(term, NamedNode | Literal | BlankNode) else str(term)


def _local(iri: str) -> str:
    return iri.rpartition("#")[2] if "#" in iri else iri.rpartition("/")[2]


def _encoded(names: tuple[str, ...], labels: tuple[Label, ...], properties: dict[str, Value]) -> tuple[str, int]:
    """Properties as JSON in a fixed order, and the hash of what a node or edge is and says: 63 bits, as databases have them."""
    text = json.dumps(properties, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    digest = blake2b("\n".join((*names, " ".join(labels), text)).encode(), digest_size=8).digest()
    return text, int.from_bytes(digest, "big") >> 1


def content_of(names: tuple[str, ...], labels: tuple[Label, ...], properties: dict[str, Value]) -> int:
    """The hash of a node (by its IRI) or edge (by start, end and key)."""
    return _encoded(names, labels, properties)[1]


def _decoded(text: str) -> dict[str, Value]:
    held: dict[str, Any] = orjson.loads(text)
    for name, value in held.items():
        if isinstance(value, list):
            held[name] = tuple(value)
        elif name in _DATES:
            held[name] = date.fromisoformat(value)
    return held
