"""A property graph to a Neo4j server, and nothing twice: only what differs from what the server holds is written.

A sync goes label by label, then type by type. It asks the server for the count and the sums of the content hashes of each;
where they are not those of the graph it reads what the server has (names and hashes), if it has any, and then creates,
changes and deletes in batches, two at a time, each a transaction of its own that the driver repeats where that is safe. There
is no journal: what the server holds *is* the state, so a sync that was cut off anywhere is simply continued by the next
one. When everything is written, the node `SyncState` says of which version of the store; as long as the store has that
version, the next sync only looks at the counts.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import LiteralString

from neo4j import Driver, Session
from neo4j.exceptions import ServiceUnavailable, SessionExpired

from ..ontology.errors import StoreError, Text
from .neo4j_names import STATE, Names, query
from .neo4j_rows import Row, batches, by_labels, edge_map, edge_row, kind_columns, node_map
from .neo4j_verify import Progress, edge_content, first_labels, node_content
from .neo4j_writers import Statement, Writers
from .property_graph import EDGES, NODES, Edge, EdgeKind, EdgeType, Label, Node, NodeKind
from .property_reader import HALF, MAPPING_VERSION, Digest, PropertyGraph

_NOTHING: Digest = (0, 0, 0)
_LOST = (ServiceUnavailable, SessionExpired)
#: What people look for by words, beside `iri`: a full-text index over pairs of characters, which takes values of any length
#: (range and text indexes refuse more than 8 or 32 thousand bytes) and is filled behind the sync.
_WORDS_OF = (Label.UNIT, Label.REGULATION, Label.VERSION, Label.MEASURE, Label.ARTICLE, Label.CITATION)
_WORDS_IN = ("name", "title", "text", "printedTitle")
_WORDS_OPTIONS = "{indexConfig: {`fulltext.analyzer`: 'cjk', `fulltext.eventually_consistent`: true}}"
#: Until every index is filled, five minutes at most.
_WAIT: LiteralString = "CALL db.awaitIndexes(300)"
_RANGE_INDEXES = (
    (Label.MEASURE, "number"), (Label.CITATION, "status"), (Label.EFFECT, "type"), (Label.DEADLINE, "date"),
)  # fmt: skip


@dataclass(slots=True)
class Written:
    """What a sync did, of nodes and edges together."""

    created: int = 0
    changed: int = 0
    deleted: int = 0
    unchanged: int = 0

    @property
    def total(self) -> int:
        """How many writes that was."""
        return self.created + self.changed + self.deleted


def is_current(driver: Driver, database: str | None, names: Names, store_version: str) -> bool:
    """Whether the server says it holds this version of the store, and its counts are those of that sync."""
    if not store_version:
        return False
    with driver.session(database=database) as session:
        state = session.run(
            query(f"MATCH (s:{names.of(STATE)}) RETURN s.version, s.mapping, s.nodes, s.edges")
        ).single()
        if state is None or (state[0], state[1]) != (store_version, MAPPING_VERSION):
            return False
        nodes = _count(session, f"MATCH (n:{names.of(Label.THING)}) RETURN count(n)")
        return (nodes, _edge_count(session, names)) == (state[2], state[3])


@dataclass(slots=True)
class Sync:
    """One sync of a graph with a database; `run` may be called again after a failure and goes on."""

    driver: Driver
    graph: PropertyGraph
    database: str | None = None
    names: Names = field(default_factory=Names)
    progress: Progress = lambda _done, _of: None
    #: Whether hashes are made anew from what the server has, so that what somebody changed behind them is put right.
    doubting: bool = False
    #: Seconds a server that went away is waited for.
    patience: float = 60
    #: Rows a transaction writes: large enough that its commit costs little, small enough for a heap of 1 GB.
    batch: int = 5_000
    written: Written = field(default_factory=Written)
    _size: int = 0
    _done: int = 0
    #: What the server said it holds of each kind; forgotten when the connection was lost.
    _there: dict[str, Digest] = field(default_factory=dict)
    #: Whether the server held no node at all when this sync began, and was there ever since.
    _empty: bool = False

    def run(self, store_version: str = "") -> Written:
        """Make the database hold exactly this graph. Raises StoreError when the server stays away, Neo4jError otherwise."""
        self._size = sum(self.graph.node_counts().values()) + sum(self.graph.edge_counts().values())
        steps: list[Callable[[Session], Written]] = [self._prepare]
        steps += [lambda session, kind=kind: self._nodes(session, kind) for kind in NODES]  # type: ignore[misc]
        steps.append(self._index_words)
        steps += [lambda session, kind=kind: self._edges(session, kind) for kind in EDGES]  # type: ignore[misc]
        steps.append(self._sweep)
        for step in steps:
            self._patiently(step)
        self._patiently(lambda session: self._finish(session, store_version))
        return self.written

    def _patiently(self, step: Callable[[Session], Written]) -> None:
        """Do a step, and again from its start when the connection was lost: what is already there is not written again."""
        deadline: float | None = None
        before = self._done
        while True:
            try:
                with self.driver.session(database=self.database) as session:
                    found = step(session)
                self.written = _sum(self.written, found)
            except _LOST as error:
                self._done, self._empty = before, False
                self._there.clear()
                deadline = deadline or time.monotonic() + self.patience
                if time.monotonic() > deadline:
                    raise StoreError(
                        Text(
                            f"与 Neo4j 的连接中断：{error}；重新运行即可继续",
                            f"the connection to Neo4j was lost: {error}; run it again to go on",
                        )
                    ) from error
                time.sleep(0.5)
            else:
                return

    def _told(self, rows: int) -> None:
        self._done += rows
        self.progress(self._done, self._size)

    def _writers(self) -> Writers:
        return Writers(self.driver, self.database, self._told)

    # -- what need not be looked at

    def _look(self, session: Session, kinds: type[Label | EdgeType]) -> None:
        """Ask what the server has of every label, or of every type, in numbers that it works out itself: little travels."""
        labels = kinds is Label
        # Named one by one, the types would be found from every node: four times the work of a look at every edge.
        found = f"(x:{self.names.of(Label.THING)})" if labels else "()-[x]->() WHERE type(x) IN $types"
        kind = "CASE WHEN ($prefix + x.kind_) IN labels(x) THEN x.kind_ END" if labels else "type(x)"
        text = (
            f"MATCH {found} WITH {kind} AS kind, toIntegerOrNull(x.content_) AS content "
            "RETURN kind, count(*), sum(content % $half), sum(content / $half)"
        )
        prefix = self.names.prefix
        types = [f"{prefix}{type_}" for type_ in EdgeType]
        digests = {
            str(name or "") if labels else name.removeprefix(prefix): tuple(digest)
            for name, *digest in session.run(query(text), half=HALF, prefix=prefix, types=types)
        }
        self._there.update(dict.fromkeys(kinds, _NOTHING) | digests)

    def _same(self, session: Session, kind: Label | EdgeType) -> bool:
        """Whether the server has just these nodes or edges."""
        if kind not in self._there:
            self._look(session, type(kind))
        return not self.doubting and self._there[kind] == self.graph.digest(kind)

    def _unchanged(self, kind: Label | EdgeType) -> Written:
        count, *_ = self.graph.digest(kind)
        self._told(count)
        return Written(unchanged=count)

    # -- constraints and indexes

    def _prepare(self, session: Session) -> Written:
        names = self.names
        thing = names.of(Label.THING)
        session.run(
            query(f"CREATE CONSTRAINT {names.of('thing_iri')} IF NOT EXISTS FOR (n:{thing}) REQUIRE n.iri IS UNIQUE")
        ).consume()
        for label, name in _RANGE_INDEXES:
            index = names.of(f"{label}_{name}".lower())
            text = f"CREATE INDEX {index} IF NOT EXISTS FOR (n:{names.of(label)}) ON (n.{name})"
            session.run(query(text)).consume()
        session.run(_WAIT).consume()
        self._there.clear()
        self._look(session, Label)
        self._empty = all(digest == _NOTHING for digest in self._there.values())
        return Written()

    def _index_words(self, session: Session) -> Written:
        """Ask for the full-text index, once there are nodes: one pass over them costs less than following every write.

        The server fills it while the edges are written; `_finish` waits for it.
        """
        labels = "|".join(map(self.names.of, _WORDS_OF))
        fields = ", ".join(f"n.{name}" for name in _WORDS_IN)
        text = (
            f"CREATE FULLTEXT INDEX {self.names.of('words')} IF NOT EXISTS FOR (n:{labels}) ON EACH [{fields}] "
            f"OPTIONS {_WORDS_OPTIONS}"
        )
        session.run(query(text)).consume()
        return Written()

    # -- nodes

    def _nodes(self, session: Session, kind: NodeKind) -> Written:
        """Bring the nodes of one kind up to date; those that are gone are taken away by `_sweep`, after the edges."""
        if self._same(session, kind.label):
            return self._unchanged(kind.label)
        held = self._held_nodes(session, kind.label)
        fresh, changed, found = [], [], Written()
        with self._writers() as writers:
            for node in self.graph.nodes(kind.label):
                content = held.get(node.iri)
                if content is None:
                    fresh.append(node)
                elif content != node.content:
                    changed.append(node)
                else:
                    found.unchanged += 1
                if len(fresh) >= self.batch:
                    found.created += self._create_nodes(writers, kind, fresh)
                    fresh = []
            found.created += self._create_nodes(writers, kind, fresh)
            found.changed += self._change_nodes(writers, kind, changed)
        self._told(found.unchanged)
        return found

    def _held_nodes(self, session: Session, label: Label) -> dict[str, int]:
        """Nodes of one kind by name, each with its hash: the one it carries, or where all is doubted one made anew."""
        if self._there[label] == _NOTHING:
            return {}
        what = "n AS thing, labels(n) AS labels" if self.doubting else "n.content_ AS content"
        text = f"MATCH (n:{self.names.of(label)}) WHERE n.kind_ = $label RETURN n.iri AS iri, {what}"
        rows = session.run(query(text), label=label.value)
        return {row["iri"]: node_content(row, self.names) if self.doubting else row["content"] for row in rows}

    def _create_nodes(self, writers: Writers, kind: NodeKind, nodes: list[Node]) -> int:
        """Nodes the server lacks under this kind; those it has as another kind are exchanged."""
        columns = kind_columns(kind)
        for labels, rows in by_labels(nodes, columns):
            spelled = ":".join(self.names.of(label) for label in (Label.THING, *labels))
            away = f"UNWIND $rows AS row MATCH (n:{self.names.of(Label.THING)} {{iri: row[0]}}) DETACH DELETE n"
            create = f"UNWIND $rows AS row CREATE (n:{spelled} {node_map(columns)})"
            writers.write(
                len(rows),
                Statement(away, [] if self._empty else rows),
                Statement(create, rows, {"kind": kind.label.value}),
            )
        return len(nodes)

    def _change_nodes(self, writers: Writers, kind: NodeKind, nodes: list[Node]) -> int:
        thing, columns = self.names.of(Label.THING), kind_columns(kind)
        every = ":".join(self.names.of(label) for label in Label if label is not Label.THING)
        for labels, all_rows in by_labels(nodes, columns):
            spelled = ":".join(self.names.of(label) for label in labels)
            text = (
                f"UNWIND $rows AS row MATCH (n:{thing} {{iri: row[0]}}) REMOVE n:{every} "
                f"SET n:{spelled} SET n = {node_map(columns)}"
            )
            for rows in batches(all_rows, self.batch):
                writers.write(len(rows), Statement(text, rows, {"kind": kind.label.value}))
        return len(nodes)

    # -- edges

    def _edges(self, session: Session, kind: EdgeKind) -> Written:
        if self._same(session, kind.type):
            return self._unchanged(kind.type)
        held = self._held_edges(session, kind.type)
        fresh, gone, found = [], [], Written()
        with self._writers() as writers:
            for edge in self.graph.edges(kind.type):
                known = held.pop((edge.start, edge.end, edge.key), None)
                if known is not None and known[1] == edge.content:
                    found.unchanged += 1
                    continue
                if known is not None:
                    gone.append(known[0])
                    found.changed += 1
                else:
                    found.created += 1
                fresh.append(edge)
                if len(fresh) >= self.batch:
                    self._write_edges(writers, kind, fresh, gone)
                    fresh, gone = [], []
            self._write_edges(writers, kind, fresh, gone)
            for rows in batches([known[0] for known in held.values()], self.batch):
                self._write_edges(writers, kind, [], rows)
        found.deleted = len(held)
        self._told(found.unchanged)
        return found

    def _held_edges(self, session: Session, type_: EdgeType) -> dict[tuple[str, str, str], tuple[str, int]]:
        """Edges of one type by ends and key, each with how to find it and its hash."""
        if self._there[type_] == _NOTHING:
            return {}
        what = "properties(r) AS p" if self.doubting else "r.content_ AS content"
        text = (
            f"MATCH (x:{self.names.of(Label.THING)})-[r:{self.names.of(type_)}]->(y) "
            f"RETURN x.iri AS a, y.iri AS b, r.key_ AS key, elementId(r) AS id, {what}"
        )
        return {
            (row["a"], row["b"], row["key"] or ""): (row["id"], edge_content(row) if self.doubting else row["content"])
            for row in session.run(query(text))
        }

    def _write_edges(self, writers: Writers, kind: EdgeKind, edges: list[Edge], gone: list[str]) -> None:
        """Edges anew, and in the same transaction those away that they replace. An end that many share is looked up once."""
        thing, spelled = self.names.of(Label.THING), self.names.of(kind.type)
        away = f"UNWIND $rows AS id MATCH ()-[r:{spelled}]->() WHERE elementId(r) = id DELETE r"
        create = (
            f"UNWIND $rows AS group MATCH (b:{thing} {{iri: group[0]}}) "
            f"UNWIND group[1] AS row MATCH (a:{thing} {{iri: row[0]}}) "
            f"CREATE (a)-[:{spelled} {edge_map(kind)}]->(b)"
        )
        groups: dict[str, list[Row]] = {}
        for edge in edges:
            groups.setdefault(edge.end, []).append(edge_row(edge, kind.properties))
        writers.write(len(edges), Statement(away, gone), Statement(create, list(groups.items())))

    # -- the end

    def _sweep(self, session: Session) -> Written:
        """Take away the nodes that the graph has no more, with their edges; a database that was empty has none."""
        found = Written()
        if self._empty:
            return found
        self._look(session, Label)
        for label in first_labels():
            if self._same(session, label):
                continue
            held = self._held_nodes(session, label)
            for node in self.graph.nodes(label):
                held.pop(node.iri, None)
            text = f"UNWIND $rows AS iri MATCH (n:{self.names.of(Label.THING)} {{iri: iri}}) DETACH DELETE n"
            with self._writers() as writers:
                for rows in batches(list(held), self.batch):
                    writers.write(0, Statement(text, rows))
            found.deleted += len(held)
        return found

    def _finish(self, session: Session, store_version: str) -> Written:
        session.run(_WAIT).consume()
        text = f"MERGE (s:{self.names.of(STATE)}) SET s = $state"
        state = {
            "version": store_version, "mapping": MAPPING_VERSION,
            "nodes": sum(self.graph.node_counts().values()), "edges": sum(self.graph.edge_counts().values()),
        }  # fmt: skip
        if store_version and not is_current(self.driver, self.database, self.names, store_version):
            session.execute_write(lambda transaction: transaction.run(query(text), state=state).consume())
        return Written()


def _count(session: Session, text: str) -> int:
    record = session.run(query(text)).single()
    return int(record[0]) if record else 0


def _edge_count(session: Session, names: Names) -> int:
    return _count(session, f"MATCH ()-[r:{'|'.join(map(names.of, EdgeType))}]->() RETURN count(r)")


def _sum(one: Written, other: Written) -> Written:
    return replace(
        one, created=one.created + other.created, changed=one.changed + other.changed,
        deleted=one.deleted + other.deleted, unchanged=one.unchanged + other.unchanged,
    )  # fmt: skip
