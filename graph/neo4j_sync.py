"""A property graph to a Neo4j server, and nothing twice: only what differs from what the server holds is written.

A sync goes label by label, then type by type. Of each it asks the server for the count and the sums of the content hashes;
where they are not those of the graph it reads what the server has (names and hashes), and then creates, changes and
deletes in batches, each a transaction of its own that the driver repeats where that is safe. There
is no journal: what the server holds *is* the state, so a sync that was cut off anywhere is simply continued by the next
one. When everything is written, the node `SyncState` says of which version of the store; as long as the store has that
version, the next sync only looks at the counts.

Values are always parameters. Labels and types stand in the text of the statements, which is safe because they come from
the enums of property_graph.py; a prefix, which a person chooses, is held to letters, digits and underscores.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any, LiteralString, Self

from neo4j import Driver, ManagedTransaction, Session
from neo4j.exceptions import ServiceUnavailable, SessionExpired

from ..ontology.errors import StoreError, Text
from .property_graph import NODES, Edge, EdgeType, Label, Node
from .property_reader import HALF, MAPPING_VERSION, Digest, PropertyGraph, content_of

#: Rows a transaction writes: large enough that its commit costs little, small enough for a heap of 1 GB.
BATCH = 5_000
_PREFIX = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,30}|")
_STATE = "SyncState"
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


@dataclass(frozen=True, slots=True)
class Names:
    """Labels and types as a database has them: with a prefix, where one database holds several graphs."""

    prefix: str = ""

    def __post_init__(self) -> None:
        if not _PREFIX.fullmatch(self.prefix):
            raise StoreError(
                Text(
                    f"前缀 {self.prefix} 只能用字母、数字和下划线，以字母开头",
                    f"a prefix is letters, digits and underscores and begins with a letter, not {self.prefix!r}",
                )
            )

    def of(self, name: Label | EdgeType | str) -> str:
        """A label or type, ready for the text of a statement."""
        return f"`{self.prefix}{name}`"

    def within(self, cypher: str) -> str:
        """A statement of this program with every label and type in it prefixed."""
        if not self.prefix:
            return cypher
        known = "|".join(sorted({*Label, *EdgeType, _STATE}, key=len, reverse=True))
        return re.sub(rf"(?<=[:|!])({known})\b", lambda found: f"{self.prefix}{found[1]}", cypher)


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


Progress = Callable[[int, int], None]
_Row = dict[str, Any]


def is_current(driver: Driver, database: str | None, names: Names, store_version: str) -> bool:
    """Whether the server says it holds this version of the store, and its counts are those of that sync."""
    if not store_version:
        return False
    with driver.session(database=database) as session:
        state = session.run(
            _query(f"MATCH (s:{names.of(_STATE)}) RETURN s.version, s.mapping, s.nodes, s.edges")
        ).single()
        if state is None or (state[0], state[1]) != (store_version, MAPPING_VERSION):
            return False
        nodes = _count(session, f"MATCH (n:{names.of(Label.THING)}) RETURN count(n)")
        return (nodes, _edge_count(session, names)) == (state[2], state[3])


class _Behind:
    """Writes batch after batch while its caller makes the next one ready: neither the server nor Python waits for long.

    Each batch is a transaction, which the driver repeats where that is safe. A failure is raised by the next `write` or
    at the end of the block.
    """

    def __init__(self, session: Session, told: Callable[[int], None] = lambda _rows: None):
        self._session, self._told = session, told
        self._writer = ThreadPoolExecutor(1, "neo4j-sync")
        self._last: Future[int] | None = None

    def write(self, size: int, *statements: tuple[str, list[Any]]) -> None:
        """Run statements over their rows in one transaction; those without rows are left out. Waits for the last batch."""
        self._wait()
        needed = [(_query(text), rows) for text, rows in statements if rows]
        if needed:
            self._last = self._writer.submit(self._run, size, needed)

    def _run(self, size: int, statements: list[tuple[LiteralString, list[Any]]]) -> int:
        def work(transaction: ManagedTransaction) -> None:
            for text, rows in statements:
                transaction.run(text, rows=rows).consume()

        self._session.execute_write(work)
        return size

    def _wait(self) -> None:
        last, self._last = self._last, None
        if last:
            self._told(last.result())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        # The session is its caller's again after this, whatever happened.
        self._writer.shutdown()
        if kind is None:
            self._wait()


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
    written: Written = field(default_factory=Written)
    _size: int = 0
    _done: int = 0
    _empty: bool = False

    def run(self, store_version: str = "") -> Written:
        """Make the database hold exactly this graph. Raises StoreError when the server stays away, Neo4jError otherwise."""
        self._size = sum(self.graph.node_counts().values()) + sum(self.graph.edge_counts().values())
        steps: list[Callable[[Session], Written]] = [self._prepare]
        steps += [lambda session, label=label: self._nodes(session, label) for label in _first_labels()]  # type: ignore[misc]
        steps.append(self._index_words)
        steps += [lambda session, type_=type_: self._edges(session, type_) for type_ in EdgeType]  # type: ignore[misc]
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
                self._done = before
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

    # -- what need not be looked at

    def _same(self, session: Session, kind: Label | EdgeType) -> bool:
        """Whether the server has just these nodes or edges, by numbers that it works out itself: nothing travels."""
        if self.doubting:
            return False
        found = (
            f"(x:{self.names.of(kind)}) WHERE x.kind_ = $kind"
            if isinstance(kind, Label)
            else f"()-[x:{self.names.of(kind)}]->()"
        )
        text = (
            f"MATCH {found} WITH x, toIntegerOrNull(x.content_) AS content "
            "RETURN count(x), sum(content % $half), sum(content / $half)"
        )
        record = session.run(_query(text), kind=kind.value, half=HALF).single(strict=True)
        return tuple(record.values()) == self.graph.digest(kind)

    def _unchanged(self, kind: Label | EdgeType) -> Written:
        count, *_ = self.graph.digest(kind)
        self._told(count)
        return Written(unchanged=count)

    # -- constraints and indexes

    def _prepare(self, session: Session) -> Written:
        names = self.names
        thing = names.of(Label.THING)
        session.run(
            _query(f"CREATE CONSTRAINT {names.of('thing_iri')} IF NOT EXISTS FOR (n:{thing}) REQUIRE n.iri IS UNIQUE")
        ).consume()
        for label, name in _RANGE_INDEXES:
            index = names.of(f"{label}_{name}".lower())
            text = f"CREATE INDEX {index} IF NOT EXISTS FOR (n:{names.of(label)}) ON (n.{name})"
            session.run(_query(text)).consume()
        session.run(_WAIT).consume()
        self._empty = _count(session, f"MATCH (n:{thing}) RETURN count(n)") == 0
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
        session.run(_query(text)).consume()
        return Written()

    # -- nodes

    def _nodes(self, session: Session, label: Label) -> Written:
        """Bring the nodes of one kind up to date; those that are gone are taken away by `_sweep`, after the edges."""
        if self._same(session, label):
            return self._unchanged(label)
        held = self._held_nodes(session, label)
        fresh, changed, found = [], [], Written()
        with _Behind(session, self._told) as behind:
            for node in self.graph.nodes(label):
                content = held.get(node.iri)
                if content is None:
                    fresh.append(node)
                elif content != node.content:
                    changed.append(node)
                else:
                    found.unchanged += 1
                if len(fresh) >= BATCH:
                    found.created += self._create_nodes(behind, fresh)
                    fresh = []
            found.created += self._create_nodes(behind, fresh)
            found.changed += self._change_nodes(behind, changed)
        self._told(found.unchanged)
        return found

    def _held_nodes(self, session: Session, label: Label) -> dict[str, int]:
        """Nodes of one kind by name, each with its hash: the one it carries, or where all is doubted one made anew."""
        what = "n AS thing, labels(n) AS labels" if self.doubting else "n.content_ AS content"
        text = f"MATCH (n:{self.names.of(label)}) WHERE n.kind_ = $label RETURN n.iri AS iri, {what}"
        rows = session.run(_query(text), label=label.value)
        return {row["iri"]: _node_content(row, self.names) if self.doubting else row["content"] for row in rows}

    def _create_nodes(self, behind: "_Behind", nodes: list[Node]) -> int:
        """Nodes the server lacks under this kind; those it has as another kind are exchanged."""
        for labels, rows in _by_labels(nodes):
            spelled = ":".join(self.names.of(label) for label in (Label.THING, *labels))
            away = f"UNWIND $rows AS row MATCH (n:{self.names.of(Label.THING)} {{iri: row.iri}}) DETACH DELETE n"
            create = f"UNWIND $rows AS row CREATE (n:{spelled}) SET n = row"
            behind.write(len(rows), *([] if self._empty else [(away, rows)]), (create, rows))
        return len(nodes)

    def _change_nodes(self, behind: "_Behind", nodes: list[Node]) -> int:
        thing = self.names.of(Label.THING)
        every = ":".join(self.names.of(label) for label in Label if label is not Label.THING)
        for labels, all_rows in _by_labels(nodes):
            spelled = ":".join(self.names.of(label) for label in labels)
            text = (
                f"UNWIND $rows AS row MATCH (n:{thing} {{iri: row.iri}}) REMOVE n:{every} SET n:{spelled} SET n = row"
            )
            for rows in _batches(all_rows):
                behind.write(len(rows), (text, rows))
        return len(nodes)

    # -- edges

    def _edges(self, session: Session, type_: EdgeType) -> Written:
        if self._same(session, type_):
            return self._unchanged(type_)
        held = self._held_edges(session, type_)
        fresh, gone, found = [], [], Written()
        with _Behind(session, self._told) as behind:
            for edge in self.graph.edges(type_):
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
                if len(fresh) >= BATCH:
                    self._write_edges(behind, type_, fresh, gone)
                    fresh, gone = [], []
            self._write_edges(behind, type_, fresh, gone)
            for rows in _batches([known[0] for known in held.values()]):
                self._write_edges(behind, type_, [], rows)
        found.deleted = len(held)
        self._told(found.unchanged)
        return found

    def _held_edges(self, session: Session, type_: EdgeType) -> dict[tuple[str, str, str], tuple[str, int]]:
        """Edges of one type by ends and key, each with how to find it and its hash."""
        what = "properties(r) AS p" if self.doubting else "r.content_ AS content"
        text = (
            f"MATCH (x:{self.names.of(Label.THING)})-[r:{self.names.of(type_)}]->(y) "
            f"RETURN x.iri AS a, y.iri AS b, r.key_ AS key, elementId(r) AS id, {what}"
        )
        return {
            (row["a"], row["b"], row["key"] or ""): (row["id"], _edge_content(row) if self.doubting else row["content"])
            for row in session.run(_query(text))
        }

    def _write_edges(self, behind: "_Behind", type_: EdgeType, edges: list[Edge], gone: list[str]) -> None:
        """Edges anew, and in the same transaction those away that they replace."""
        thing, spelled = self.names.of(Label.THING), self.names.of(type_)
        away = f"UNWIND $rows AS id MATCH ()-[r:{spelled}]->() WHERE elementId(r) = id DELETE r"
        create = (
            f"UNWIND $rows AS row MATCH (a:{thing} {{iri: row.a}}) MATCH (b:{thing} {{iri: row.b}}) "
            f"CREATE (a)-[r:{spelled}]->(b) SET r = row.p"
        )
        rows = [{"a": edge.start, "b": edge.end, "p": _edge_row(edge)} for edge in edges]
        behind.write(len(rows), (away, gone), (create, rows))

    # -- the end

    def _sweep(self, session: Session) -> Written:
        """Take away the nodes that the graph has no more, with their edges."""
        found = Written()
        for label in _first_labels():
            if self._same(session, label):
                continue
            held = self._held_nodes(session, label)
            for node in self.graph.nodes(label):
                held.pop(node.iri, None)
            text = f"UNWIND $rows AS iri MATCH (n:{self.names.of(Label.THING)} {{iri: iri}}) DETACH DELETE n"
            with _Behind(session) as behind:
                for rows in _batches(list(held)):
                    behind.write(0, (text, rows))
            found.deleted += len(held)
        return found

    def _finish(self, session: Session, store_version: str) -> Written:
        session.run(_WAIT).consume()
        text = f"MERGE (s:{self.names.of(_STATE)}) SET s = $state"
        state = {
            "version": store_version, "mapping": MAPPING_VERSION,
            "nodes": sum(self.graph.node_counts().values()), "edges": sum(self.graph.edge_counts().values()),
        }  # fmt: skip
        if store_version and not is_current(self.driver, self.database, self.names, store_version):
            session.execute_write(lambda transaction: transaction.run(_query(text), state=state).consume())
        return Written()


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
    kinds: list[Label | EdgeType] = [*_first_labels(), *EdgeType]
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
        return (_node_content(row, names) for row in session.run(_query(text), name=kind.value))
    text = f"MATCH (a)-[r:{names.of(kind)}]->(b) RETURN a.iri AS a, b.iri AS b, properties(r) AS p"
    return (_edge_content(row) for row in session.run(_query(text)))


def plain(properties: dict[str, Any]) -> dict[str, Any]:
    """Properties as Python has them, without the two that the sync keeps for itself."""
    return {
        name: tuple(value) if isinstance(value, list) else value.to_native() if hasattr(value, "to_native") else value
        for name, value in properties.items()
        if not name.endswith("_")
    }


def _node_content(row: Any, names: Names) -> int:
    kind = row["thing"]["kind_"]
    bare = {label.removeprefix(names.prefix) for label in row["labels"]} - {Label.THING, kind}
    labels = (Label(kind), *(label for label in Label if label in bare))  # labels that somebody added are theirs
    properties = plain(dict(row["thing"]))
    return content_of((str(properties.pop("iri", "")),), labels, properties)


def _edge_content(row: Any) -> int:
    return content_of((str(row["a"]), str(row["b"]), row["p"].get("key_", "")), (), plain(row["p"]))


def _digest(contents: Iterable[int]) -> Digest:
    count = low = high = 0
    for content in contents:
        count, low, high = count + 1, low + content % HALF, high + content // HALF
    return count, low, high


def _first_labels() -> Iterator[Label]:
    return (kind.label for kind in NODES)


def _by_labels(nodes: list[Node]) -> Iterator[tuple[tuple[Label, ...], list[_Row]]]:
    """Rows by the labels they need, since labels cannot be parameters."""
    groups: dict[tuple[Label, ...], list[_Row]] = {}
    for node in nodes:
        row = {**_lists(node.properties), "iri": node.iri, "kind_": node.label.value, "content_": node.content}
        groups.setdefault(node.labels, []).append(row)
    yield from groups.items()


def _edge_row(edge: Edge) -> _Row:
    kept = {**_lists(edge.properties), "content_": edge.content}
    return {**kept, "key_": edge.key} if edge.key else kept


def _lists(properties: dict[str, Any]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in properties.items()}


def _batches(rows: list[Any]) -> Iterator[list[Any]]:
    return (rows[at : at + BATCH] for at in range(0, len(rows), BATCH))


def _count(session: Session, text: str) -> int:
    record = session.run(_query(text)).single()
    return int(record[0]) if record else 0


def _edge_count(session: Session, names: Names) -> int:
    return sum(_count(session, f"MATCH ()-[r:{names.of(type_)}]->() RETURN count(r)") for type_ in EdgeType)


def _query(text: str) -> LiteralString:
    """A statement of this module: its labels and types come from `Names`, its values are parameters."""
    return text


def _sum(one: Written, other: Written) -> Written:
    return replace(
        one, created=one.created + other.created, changed=one.changed + other.changed,
        deleted=one.deleted + other.deleted, unchanged=one.unchanged + other.unchanged,
    )  # fmt: skip
