"""The store on disk: Oxigraph, embedded.

A store is a folder of *generations*, each a complete Oxigraph database that never changes once it is finished, and a
file CURRENT that names the one to read:

    CURRENT                 "3-9f2c61d0"
    generations/2-..., 3-...  databases; a number in order and a random part, so that no two stores share a version
    generations/3-....lease   held by every process that reads generation 3
    write.lock              held by the one writer

A write makes a checkpoint of the current generation (hard links, so it costs little), changes it, and then puts
the new name into CURRENT in one atomic step. So readers never wait, a crash at any moment leaves the old
generation in force, and nothing is ever half loaded. The generation before stays for readers that are about to open
it, and an older one as long as somebody holds its lease.
"""

import os
import re
import secrets
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from pyoxigraph import DefaultGraph, NamedNode, Quad, QuerySolutions, RdfFormat, Triple
from pyoxigraph import Store as Database

from ..ontology.errors import QueryError, StoreError, Text
from ..ontology.vocabulary import PREFIXES
from .dialect import standard
from .lease import Lease, is_held
from .store import APART, LOADS, Answer, Store, Writing, nquads, with_default

_UNKNOWN_FUNCTION = re.compile(r"custom function <([^>]*)> is not supported")


class OxigraphStore(Store):
    """One finished generation, open for reading."""

    def __init__(self, path: Path, generation: str):
        self.path = path
        self.folder = path / "generations" / generation
        self._generation = generation
        self._lease = Lease(_lease(path, generation))
        self._database = open_database(self.folder, read_only=True)

    @classmethod
    def open(cls, path: Path, generation: str | None = None) -> "OxigraphStore":
        """A generation of a store; the current one when none is named, or when that one was swept away meanwhile.

        Raises StoreError when there is none.
        """
        current = current_generation(path)
        if current is None:
            raise StoreError(
                Text(f"{path} 里没有图谱，请先运行 taizhang load", f"no graph in {path}: run taizhang load first")
            )
        try:
            return cls(path, generation or current)
        except StoreError:
            if current_generation(path) in (generation, current if generation is None else None):
                raise
            return cls.open(path)

    @property
    def version(self) -> str:
        """The name of the generation."""
        return self._generation

    def query(
        self, text: str, default: Sequence[str] = (), named: Sequence[str] = (), base: str | None = None
    ) -> Answer:
        """See `Store.query`."""
        chosen = bool(default or named)
        with _failures("查询无法执行", "the query cannot be run"):
            return self._evaluate(
                standard(text),
                base_iri=base,
                prefixes=PREFIXES,
                default_graph=[NamedNode(name) for name in default] if chosen else None,
                named_graphs=[NamedNode(name) for name in named] if chosen else None,
            )

    def _evaluate(self, text: str, **options: Any) -> Answer:
        """Ask the engine. A call of a function it does not have is an error of that expression (SPARQL 1.1, 17.6)."""
        unknown: dict[NamedNode, Callable[..., Any]] = {}
        while True:
            try:
                return self._database.query(text, custom_functions=unknown or None, **options)
            except RuntimeError as error:
                named = _UNKNOWN_FUNCTION.search(str(error))
                if named is None or NamedNode(named[1]) in unknown:
                    raise
                unknown[NamedNode(named[1])] = lambda *_: None

    def holds(self, subject: NamedNode | None, predicate: NamedNode | None, object_: NamedNode | None) -> bool:
        """Whether the default graph has such a triple; None stands for anything. One look into an index."""
        found = self._database.quads_for_pattern(subject, predicate, object_, DefaultGraph())
        return next(found, None) is not None

    def triples(self, graph: str | None) -> Iterator[Triple]:
        """See `Store.triples`."""
        return (quad.triple for quad in self._database.quads_for_pattern(None, None, None, _graph(graph)))

    def graphs(self) -> list[str]:
        """See `Store.graphs`."""
        return sorted(name.value for name in self._database.named_graphs() if isinstance(name, NamedNode))

    def lines(self) -> list[str]:
        """See `Store.lines`."""
        loads, quads = NamedNode(LOADS), self._database.quads_for_pattern(None, None, None, None)
        return sorted(f"{quad} ." for quad in quads if quad.graph_name != loads)


def current_generation(path: Path) -> str | None:
    """The name of the finished generation of a store folder, or None."""
    try:
        return (path / "CURRENT").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(Text(f"{path} 不是图谱文件夹", f"{path} is not a store folder")) from error


def generation_mark(path: Path) -> object:
    """What changes with the current generation, without reading it: the file CURRENT is a new one each time."""
    try:
        state = os.stat(f"{path}/CURRENT")  # noqa: PTH116 - a third of the time of Path.stat, and asked at each request
    except OSError:
        return None
    return state.st_ino, state.st_mtime_ns


#: Quads handed to the database in one piece: 200,000 take 300 MB, two million take 2 GB and are little faster.
_PIECE = 200_000
#: Pieces that are handed over at the same time, where there are as many processors.
_AT_ONCE = min(2, os.cpu_count() or 1)
#: Full pieces that may be added before files are merged, which takes 18 s for 5.6 million quads and halves the time of
#: queries on them.
_FEW = 2


class EmbeddedWriting(Writing):
    """The next generation while it is being written."""

    def __init__(self, database: Database):
        self._database = database
        self._pieces = 0

    def close(self) -> None:
        """Put everything on disk and let the database go.

        Held on to, it would go on tidying its files while readers open them. After much was added the files overlap,
        and a query would look into each of them: they are merged first.
        """
        if self._pieces > _FEW:
            self._database.optimize()
        self._database.flush()
        del self._database

    def graphs(self) -> set[str]:
        """See `Writing.graphs`."""
        return {name.value for name in self._database.named_graphs() if isinstance(name, NamedNode)}

    def rows(self, query: str) -> Iterator[tuple[str | None, ...]]:
        """See `Writing.rows`."""
        answer = self._database.query(query, prefixes=PREFIXES)
        if not isinstance(answer, QuerySolutions):
            raise TypeError(query)
        for solution in answer:
            yield tuple(_value(value) if value is not None else None for value in solution)

    def add(self, texts: Iterable[bytes]) -> None:
        """See `Writing.add`. The engine sorts a piece in one thread, so that several go in at once."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            going: deque[Future[None]] = deque()
            for piece, full in _pieces(texts):
                self._pieces += full
                if len(going) == _AT_ONCE:
                    going.popleft().result()
                going.append(pool.submit(self._load, piece))
            for one in going:
                one.result()

    def _load(self, piece: bytes) -> None:
        self._database.bulk_load(piece, format=RdfFormat.N_QUADS, lenient=True)

    def triples(self, graph: str) -> frozenset[Triple]:
        """See `Writing.triples`."""
        quads = self._database.quads_for_pattern(None, None, None, NamedNode(graph))
        return frozenset(quad.triple for quad in quads)

    def replace(self, graph: str, triples: Iterable[Triple]) -> bool:
        """See `Writing.replace`."""
        name, new, old = NamedNode(graph), frozenset(triples), self.triples(graph)
        if new == old:
            return False
        for triple in old - new:
            self._remove(triple, name)
        self.add(map(str.encode, nquads(graph, new - old)))
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

    def update(self, text: str, base: str | None = None) -> None:
        """See `Writing.update`."""
        with _failures("更新无法执行", "the update cannot be carried out"):
            self._database.update(standard(text), base_iri=base, prefixes=PREFIXES)

    def load(self, path: Path, form: RdfFormat, base: str, graph: str | None) -> None:
        """See `Writing.load`."""
        self._database.load(path=str(path), format=form, base_iri=base, to_graph=_graph(graph))
        if graph is not None:
            self._database.add_graph(NamedNode(graph))

    def clear(self, graph: str | None, *, drop: bool = False) -> None:
        """See `Writing.clear`."""
        if drop and graph is not None:
            self._database.remove_graph(NamedNode(graph))
        else:
            self._database.clear_graph(_graph(graph))


def _pieces(texts: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """N-Quads with those of the default graph, a piece at a time, and whether it is a full one."""
    piece: list[bytes] = []
    lines = 0
    for text in texts:
        said = with_default(text)
        piece += said
        lines += len(said) * text.count(b"\n")
        if lines >= _PIECE:
            yield b"".join(piece), True
            piece, lines = [], 0
    if piece:
        yield b"".join(piece), False


#: A literal whose spelling the engine may change: all typed ones but those that are written in one way only.
_SPELLED = re.compile(r'"\^\^<http://www\.w3\.org/2001/XMLSchema#(?!(?:integer|date|boolean|hexBinary)>)')


def as_stored(lines: Iterable[str]) -> Iterator[str]:
    """N-Quads lines as the engine gives them back: it keeps the values of decimals and durations, not their spelling."""
    spelled = []
    for line in lines:
        if _SPELLED.search(line):
            spelled.append(line)
        else:
            yield line
    if spelled:
        database = Database()
        database.bulk_load("".join(spelled).encode(), format=RdfFormat.N_QUADS, lenient=True)
        yield from (f"{quad} .\n" for quad in database)


@contextmanager
def _failures(zh: str, en: str) -> Iterator[None]:
    """What the engine raises, as a QueryError."""
    try:
        yield
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        said = str(error).removeprefix("error ")
        raise QueryError(Text(f"{zh}：{said}", f"{en}: {said}")) from error


def _graph(name: str | None) -> NamedNode | DefaultGraph:
    return DefaultGraph() if name is None else NamedNode(name)


def _value(term: object) -> str:
    return str(getattr(term, "value", term))


def _quad(triple: Triple, graph: NamedNode | DefaultGraph) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, graph)


@contextmanager
def writing(path: Path, patience: float = 0) -> Iterator[EmbeddedWriting]:
    """Write the next generation of a store; it takes effect when the block ends, or not at all.

    Raises StoreError when another process is still writing after `patience` seconds, or the folder cannot be written.
    """
    with replacing(path, patience) as folder:
        current = current_generation(path)
        if current:
            open_database(path / "generations" / current, read_only=True).backup(str(folder))
        target = EmbeddedWriting(open_database(folder, read_only=False))
        yield target
        target.close()


@contextmanager
def replacing(path: Path, patience: float = 0) -> Iterator[Path]:
    """The folder of the next generation, to be made in the block; it takes effect when the block ends, or not at all.

    Raises StoreError as `writing` does.
    """
    with _lock(path, patience):
        current = current_generation(path)
        _sweep(path, keep={current} if current else set())
        generation = f"{_number(current) + 1}-{secrets.token_hex(4)}"
        folder = path / "generations" / generation
        yield folder
        _switch(path, generation)
        _sweep(path, keep={generation, *({current} if current else ())})


def _number(generation: str | None) -> int:
    return int(generation.partition("-")[0]) if generation else 0


def _lease(path: Path, generation: str) -> Path:
    return path / "generations" / f"{generation}.lease"


@contextmanager
def _lock(path: Path, patience: float) -> Iterator[None]:
    try:
        (path / "generations").mkdir(parents=True, exist_ok=True)
        with FileLock(path / "write.lock", timeout=patience):
            yield
    except Timeout as error:
        raise StoreError(Text(f"另一个程序正在写入 {path}", f"another process is writing {path}")) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(Text(f"无法写入 {path}：{reason}", f"cannot write {path}: {reason}")) from error


def open_database(folder: Path, *, read_only: bool) -> Database:
    """The database of a generation. Raises StoreError."""
    try:
        return Database.read_only(str(folder)) if read_only else Database(str(folder))
    except (OSError, RuntimeError) as error:
        raise StoreError(Text(f"无法打开图谱 {folder}：{error}", f"cannot open the store {folder}: {error}")) from error


def _switch(path: Path, generation: str) -> None:
    """Name the new generation in one atomic, durable step."""
    fresh = path / "CURRENT.new"
    with fresh.open("w", encoding="ascii") as file:
        file.write(f"{generation}\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path / "CURRENT")
    _sync(path)


def _sync(folder: Path) -> None:
    """Make a rename last through a power failure; where folders cannot be opened (Windows) the system sees to it."""
    if os.name != "nt":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _sweep(path: Path, keep: set[str]) -> None:
    """Delete generations that nobody reads and nobody will open again."""
    names = {entry.name.removesuffix(".lease") for entry in (path / "generations").iterdir()}
    for name in names - keep:
        lease = _lease(path, name)
        if not is_held(lease):
            shutil.rmtree(path / "generations" / name, ignore_errors=True)
            with suppress(OSError):
                lease.unlink(missing_ok=True)
