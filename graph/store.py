"""Where the graph is kept: one small interface, and Oxigraph on disk behind it.

A store on disk is a folder of *generations*, each a complete Oxigraph database that never changes once it is
finished, and a file CURRENT that names the one to read:

    CURRENT                 "3"
    generations/2, 3        databases; 2 stays for readers that opened it before
    write.lock              held by the one writer

A write makes a checkpoint of the current generation (hard links, so it costs little), changes it, and then puts
the new name into CURRENT in one atomic step. So readers never wait, a crash at any moment leaves the old
generation in force, and nothing is ever half loaded.

The default graph holds, as a set, every triple of the named graphs that speak of the world; the graphs that do not
(the printed readings, the log of loads) are found by GRAPH alone. It is stored rather than computed, because a
union computed at query time repeats triples that stand in two graphs and exists in few other servers.
"""

import os
import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
)
from pyoxigraph import Store as Database

from ..ontology.errors import QueryError, StoreError, Text
from ..ontology.vocabulary import BASE, PREFIXES

Answer = QuerySolutions | QueryBoolean | QueryTriples

#: Named graphs under these IRIs stay out of the default graph.
LOADS = f"{BASE}id/graph/loads"
APART = (f"{BASE}id/graph/printed/", LOADS)


class Store(ABC):
    """What the rest of the program asks of a store."""

    @property
    @abstractmethod
    def version(self) -> str:
        """Changes with every write."""

    @abstractmethod
    def query(self, text: str, default: Sequence[str] = (), named: Sequence[str] = ()) -> Answer:
        """The answer to a SPARQL 1.1 query; `default` and `named` choose its dataset as in the SPARQL Protocol, 2.1.4.

        Raises QueryError when it does not parse or cannot be evaluated.
        """

    @abstractmethod
    def triples(self, graph: str) -> Iterator[Triple]:
        """The triples of a named graph."""

    @abstractmethod
    def graphs(self) -> list[str]:
        """The names of the named graphs, sorted."""


class OxigraphStore(Store):
    """One finished generation, open for reading."""

    def __init__(self, path: Path, generation: str):
        self.path = path
        self._generation = generation
        self._database = _open(path / "generations" / generation, read_only=True)

    @classmethod
    def open(cls, path: Path) -> "OxigraphStore":
        """The current generation of a store. Raises StoreError when there is none."""
        generation = current_generation(path)
        if generation is None:
            raise StoreError(
                Text(f"{path} 里没有图谱，请先运行 taizhang load", f"no graph in {path}: run taizhang load first")
            )
        return cls(path, generation)

    @property
    def version(self) -> str:
        """The number of the generation."""
        return self._generation

    def query(self, text: str, default: Sequence[str] = (), named: Sequence[str] = ()) -> Answer:
        """See `Store.query`."""
        chosen = bool(default or named)
        try:
            return self._database.query(
                text,
                prefixes=PREFIXES,
                default_graph=[NamedNode(name) for name in default] if chosen else None,
                named_graphs=[NamedNode(name) for name in named] if chosen else None,
            )
        except (SyntaxError, ValueError, OSError) as error:
            raise QueryError(Text(f"查询无法执行：{error}", f"the query cannot be run: {error}")) from error

    def triples(self, graph: str) -> Iterator[Triple]:
        """See `Store.triples`."""
        return (quad.triple for quad in self._database.quads_for_pattern(None, None, None, NamedNode(graph)))

    def graphs(self) -> list[str]:
        """See `Store.graphs`."""
        return sorted(name.value for name in self._database.named_graphs() if isinstance(name, NamedNode))

    def lines(self) -> list[str]:
        """The whole dataset but the log of loads as sorted N-Quads lines: the same graph gives the same bytes."""
        loads, quads = NamedNode(LOADS), self._database.quads_for_pattern(None, None, None, None)
        return sorted(f"{quad} ." for quad in quads if quad.graph_name != loads)

    def default_triples(self) -> Iterator[Triple]:
        """The triples of the default graph."""
        return (quad.triple for quad in self._database.quads_for_pattern(None, None, None, DefaultGraph()))


def current_generation(path: Path) -> str | None:
    """The name of the finished generation of a store folder, or None."""
    try:
        return (path / "CURRENT").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(Text(f"{path} 不是图谱文件夹", f"{path} is not a store folder")) from error


#: Quads handed to the database in one piece: 200,000 take 300 MB, two million take 2 GB and are little faster.
_PIECE = 200_000


class Writing:
    """The next generation while it is being written."""

    def __init__(self, database: Database):
        self._database = database

    def graphs(self) -> set[str]:
        """The names of the named graphs."""
        return {name.value for name in self._database.named_graphs() if isinstance(name, NamedNode)}

    def rows(self, query: str) -> Iterator[tuple[str | None, ...]]:
        """The answer to a SELECT query over what is written so far, each value as an IRI or a lexical form."""
        answer = self._database.query(query, prefixes=PREFIXES)
        if not isinstance(answer, QuerySolutions):
            raise TypeError(query)
        for solution in answer:
            yield tuple(_value(value) if value is not None else None for value in solution)

    def add(self, lines: Iterable[str]) -> None:
        """Add N-Quads lines of named graphs that are not in the store yet.

        The lines are taken at their word: they come from `nquads`.
        """
        apart = tuple(f"<{name}" for name in APART)
        piece: list[str] = []
        for line in lines:
            statement, graph = line[: (at := line.rindex(" <"))], line[at + 1 :]
            piece.append(line)
            if not graph.startswith(apart):
                piece.append(f"{statement} .\n")
            if len(piece) >= _PIECE:
                self._load(piece)
                piece = []
        self._load(piece)

    def _load(self, lines: list[str]) -> None:
        if lines:
            self._database.bulk_load("".join(lines).encode(), format=RdfFormat.N_QUADS, lenient=True)

    def triples(self, graph: str) -> frozenset[Triple]:
        """What a named graph holds now."""
        quads = self._database.quads_for_pattern(None, None, None, NamedNode(graph))
        return frozenset(quad.triple for quad in quads)

    def replace(self, graph: str, triples: Iterable[Triple]) -> bool:
        """Make a named graph hold exactly these triples; tells whether that changed anything."""
        name, new, old = NamedNode(graph), frozenset(triples), self.triples(graph)
        if new == old:
            return False
        for triple in old - new:
            self._remove(triple, name)
        self.add(nquads(graph, new - old))
        if not new:
            self._database.remove_graph(name)
        return True

    def _remove(self, triple: Triple, name: NamedNode) -> None:
        """Take a triple out of its graph, and out of the default graph unless another graph states it too."""
        self._database.remove(_quad(triple, name))
        others = self._database.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
        stated = (quad.graph_name for quad in others)
        if not any(isinstance(graph, NamedNode) and not graph.value.startswith(APART) for graph in stated):
            self._database.remove(_quad(triple, DefaultGraph()))


def nquads(graph: str, triples: Iterable[Triple]) -> Iterator[str]:
    """The N-Quads lines of the triples of a named graph."""
    return (f"{triple} <{graph}> .\n" for triple in triples)


def _value(term: object) -> str:
    return str(getattr(term, "value", term))


def _quad(triple: Triple, graph: NamedNode | DefaultGraph) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, graph)


@contextmanager
def writing(path: Path) -> Iterator[Writing]:
    """Write the next generation of a store; it takes effect when the block ends, or not at all.

    Raises StoreError when another process is writing or the folder cannot be written.
    """
    with _lock(path):
        current = current_generation(path)
        _sweep(path, keep={current} if current else set())
        generation = str(int(current or 0) + 1)
        folder = path / "generations" / generation
        if current:
            _open(path / "generations" / current, read_only=True).backup(str(folder))
        database = _open(folder, read_only=False)
        yield Writing(database)
        database.flush()
        del database
        _switch(path, generation)
        _sweep(path, keep={generation, *({current} if current else ())})


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    try:
        (path / "generations").mkdir(parents=True, exist_ok=True)
        with FileLock(path / "write.lock", timeout=0):
            yield
    except Timeout as error:
        raise StoreError(Text(f"另一个程序正在写入 {path}", f"another process is writing {path}")) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(Text(f"无法写入 {path}：{reason}", f"cannot write {path}: {reason}")) from error


def _open(folder: Path, *, read_only: bool) -> Database:
    try:
        return Database.read_only(str(folder)) if read_only else Database(str(folder))
    except OSError as error:
        raise StoreError(Text(f"无法打开图谱 {folder}：{error}", f"cannot open the store {folder}: {error}")) from error


def _switch(path: Path, generation: str) -> None:
    """Name the new generation in one atomic, durable step."""
    fresh = path / "CURRENT.new"
    with fresh.open("w", encoding="ascii") as file:
        file.write(f"{generation}\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path / "CURRENT")


def _sweep(path: Path, keep: set[str]) -> None:
    """Delete generations nobody will open again; one that a system still holds stays for the next time."""
    for folder in (path / "generations").iterdir():
        if folder.name not in keep:
            shutil.rmtree(folder, ignore_errors=True)
