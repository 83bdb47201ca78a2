"""The store on another machine: any SPARQL 1.1 server.

A server has no transaction that spans requests, so a write takes effect piece by piece, in an order that makes it safe
to be cut off anywhere: each piece can be sent again, the default graph gains a triple before and loses it before the
named graph does, and what tells a load that a document is there (provenance) is written last (loaders/ingest.py).

A *mark* in the log of loads says how things stand: one literal, new after each write, and another while one is under
way, with the time of its last sign of life. So a second writer is turned away, also one on another machine, and a
write that was cut off is known as such: at once where it was made, elsewhere after some minutes of silence.

On most servers the default graph is a graph like the others; on some (RDF4J, GraphDB, Virtuoso, or where so configured)
it shows all graphs at once. There the triples of our default graph are kept in a named one, `WORLD`, and every query is
sent with the dataset it means.
"""

import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path

from filelock import FileLock, Timeout
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Triple, parse

from ..ontology.errors import QueryError, StoreError, Text
from ..ontology.vocabulary import BASE, iri
from .address import RemoteAddress
from .client import Client, client, with_prologue
from .store import APART, LOADS, Answer, Store, Triples, Writing, nquads
from .tokens import Kind, tokens

Term = NamedNode | BlankNode | Literal | Triple

#: The default graph on a server whose own one shows all graphs.
WORLD = f"{BASE}id/graph/world"

_MARK, _ALIVE = f"<{LOADS}> <{iri('dcterms:identifier')}>", f"<{LOADS}> <{iri('dcterms:modified')}>"
_UNDER_WAY = "writing "
#: Seconds without a sign of life after which a write is taken to be dead, and seconds between two signs.
_SILENCE, _BEAT = 600.0, 60.0
_STATE = f"""
SELECT ?mark ?alive (NOW() AS ?now) WHERE {{ GRAPH <{LOADS}> {{ {_MARK} ?mark OPTIONAL {{ {_ALIVE} ?alive }} }} }}"""
#: Each exchanges the mark only if it is as expected, so that of two writers one comes first.
_BEGIN = f"""
DELETE {{ GRAPH <{LOADS}> {{ {_MARK} ?mark . {_ALIVE} ?alive }} }}
INSERT {{ GRAPH <{LOADS}> {{ {_MARK} NEW . {_ALIVE} ?now }} }}
WHERE {{ OPTIONAL {{ GRAPH <{LOADS}> {{ {_MARK} ?mark }} }} OPTIONAL {{ GRAPH <{LOADS}> {{ {_ALIVE} ?alive }} }}
  FILTER(COALESCE(?mark, "") = OLD) BIND(NOW() AS ?now) }}"""
_SIGN = f"""
DELETE {{ GRAPH <{LOADS}> {{ {_ALIVE} ?alive }} }} INSERT {{ GRAPH <{LOADS}> {{ {_ALIVE} ?now }} }}
WHERE {{ GRAPH <{LOADS}> {{ {_MARK} OLD . {_ALIVE} ?alive }} BIND(NOW() AS ?now) }}"""
_END = f"""
DELETE {{ GRAPH <{LOADS}> {{ {_MARK} OLD . {_ALIVE} ?alive }} }} INSERT {{ GRAPH <{LOADS}> {{ {_MARK} NEW }} }}
WHERE {{ GRAPH <{LOADS}> {{ {_MARK} OLD . {_ALIVE} ?alive }} }}"""
_SEES_ALL = f"ASK {{ {_MARK} ?mark }}"
_SOMETHING_READ = f"ASK {{ GRAPH <{BASE}id/graph/provenance> {{ ?reading <{iri('prov:used')}> ?document }} }}"
_GRAPHS = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph {} }"
_GRAPHS_WITH_TRIPLES = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?s ?p ?o } }"
_QUADS = "SELECT ?s ?p ?o ?graph WHERE { GRAPH ?graph { ?s ?p ?o } }"
#: The file in which a machine keeps the mark of its own write.
_OWN_MARK = "write.mark"
#: Statements and characters of one request to write: large enough to be quick, small enough for any server's limits.
_STATEMENTS = 10_000
_CHARACTERS = 4_000_000
#: Triples that are taken away by one request: the server looks each up in all graphs.
_REMOVALS = 2_000


class RemoteStore(Store):
    """A graph on a server, open for reading."""

    def __init__(self, address: RemoteAddress):
        self._client = client(address)
        #: The named graph that stands for the default graph; None where the server has one of its own.
        self.world = WORLD if self._client.ask(_SEES_ALL) else None

    @classmethod
    def open(cls, address: RemoteAddress) -> "RemoteStore":
        """The graph of a server. Raises StoreError when there is none or the server does not answer."""
        if not holds_graph(address):
            raise StoreError(
                Text(f"{address} 里没有图谱，请先运行 taizhang load", f"no graph in {address}: run taizhang load first")
            )
        return cls(address)

    @property
    def version(self) -> str:
        """Always empty: others may write to a server without telling."""
        return ""

    def last_write(self) -> str:
        """The mark of the last write; see `Store.last_write`. Writes of other programs leave none."""
        return _state(self._client).complete

    def query(
        self, text: str, default: Sequence[str] = (), named: Sequence[str] = (), base: str | None = None
    ) -> Answer:
        """See `Store.query`. Raises StoreError too."""
        if self.world and not default and not named:
            default, named = self._dataset(text)
        return self._client.query(text, default, named, base)

    def _dataset(self, text: str) -> tuple[Sequence[str], Sequence[str]]:
        """The dataset a query means on a server that would show it everything; none where it names its own."""
        found = list(tokens(text))
        if any(token.word == "FROM" for token in found):
            return (), ()
        after = [found[at + 1] for at, token in enumerate(found[:-1]) if token.word == "GRAPH"]
        if all(token.kind is Kind.IRI for token in after):
            return [WORLD], sorted({token.text[1:-1] for token in after})
        return [WORLD], self.graphs()

    def triples(self, graph: str | None) -> Iterator[Triple]:
        """See `Store.triples`."""
        return _triples(self._client, self.world if graph is None else graph)

    def graphs(self) -> list[str]:
        """See `Store.graphs`."""
        return sorted(_graphs(self._client))

    def lines(self) -> list[str]:
        """See `Store.lines`."""
        found = [f"{triple} ." for triple in self.triples(None)]
        for s, p, o, graph in self._client.select(_QUADS):
            if graph.value not in (LOADS, WORLD):
                found.append(f"{Quad(s, p, o, graph)} .")
        return sorted(found)


@dataclass(frozen=True, slots=True)
class _State:
    """The mark, empty where this program has written nothing, and the seconds since the last sign of life."""

    mark: str = ""
    silence: float = 0

    @property
    def under_way(self) -> bool:
        """Whether a write has begun and not ended."""
        return self.mark.startswith(_UNDER_WAY)

    @property
    def complete(self) -> str:
        """The mark of a write that has ended, else empty."""
        return "" if self.under_way else self.mark

    def is_dead(self, own: str) -> bool:
        """Whether a write was cut off; `own` is the mark that this machine made last, and its writer is not running."""
        return self.under_way and (self.mark == own or self.silence > _SILENCE)


def _state(server: Client) -> _State:
    found = list(server.select(_STATE))
    if not found:
        return _State()
    mark, alive, now = found[0]
    return _State(_value(mark), (_moment(now) - _moment(alive)).total_seconds() if alive else _SILENCE)


def _moment(term: object) -> datetime:
    found = datetime.fromisoformat(_value(term))
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def holds_graph(address: RemoteAddress) -> bool:
    """Whether a server holds a graph of this program. Raises StoreError when it does not answer.

    A first load that was cut off has left none: what it wrote is completed by the next.
    """
    server = client(address)
    return bool(_state(server).complete) or server.ask(_SOMETHING_READ)


def was_cut_off(address: RemoteAddress, folder: Path) -> bool:
    """Whether the last write to a server was cut off. `folder` is where this machine's writes leave their marks."""
    return _state(client(address)).is_dead(_own_mark(folder))


def _triples(server: Client, graph: str | None) -> Iterator[Triple]:
    pattern = "{ ?s ?p ?o }" if graph is None else f"{{ GRAPH {NamedNode(graph)} {{ ?s ?p ?o }} }}"
    answer = server.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {pattern}")
    assert isinstance(answer, Triples)  # noqa: S101 - it is a CONSTRUCT
    return iter(answer)


def _graphs(server: Client) -> set[str]:
    # Some servers do not answer the first, the quick one.
    found = list(server.select(_GRAPHS)) or list(server.select(_GRAPHS_WITH_TRIPLES))
    return {_value(graph) for (graph,) in found if isinstance(graph, NamedNode)} - {WORLD}


def _value(term: object) -> str:
    return str(getattr(term, "value", term))


# -- writing


class RemoteWriting(Writing):
    """A server's graph while it is being written."""

    def __init__(self, address: RemoteAddress, folder: Path):
        """`folder` is where this machine's writes leave their marks. Raises StoreError when another one is writing."""
        self._client = client(address)
        self._store = RemoteStore(address)
        self._upload = address.upload
        self._folder = folder
        self._before = _state(self._client)
        if self._before.under_way and not self._before.is_dead(_own_mark(folder)):
            raise _busy(address)
        self.cut_off = self._before.under_way
        self._mark = ""
        self._sign = 0.0
        self._changed = False
        self._to_clear: list[tuple[str | None, bool]] = []

    @property
    def _world(self) -> str | None:
        return self._store.world

    # what is there

    def graphs(self) -> set[str]:
        """See `Writing.graphs`."""
        self._clear()
        return _graphs(self._client)

    def rows(self, query: str) -> Iterator[tuple[str | None, ...]]:
        """See `Writing.rows`."""
        self._clear()
        answer = self._store.query(query)
        if not isinstance(answer, QuerySolutions):
            raise TypeError(query)
        for solution in answer:
            yield tuple(_value(value) if value is not None else None for value in solution)

    def triples(self, graph: str) -> frozenset[Triple]:
        """See `Writing.triples`."""
        self._clear()
        found = _triples(self._client, graph)
        # The mark is ours alone: whoever writes the log of loads does not see it.
        return frozenset(found if graph != LOADS else (t for t in found if t.subject != NamedNode(LOADS)))

    # changes

    def add(self, texts: Iterable[bytes]) -> None:
        """See `Writing.add`. A graph that is there all the same is what a load that was cut off has left: it is replaced."""
        there = self.graphs()
        left: dict[str, list[str]] = {}

        def new() -> Iterator[str]:
            for line in chain.from_iterable(map(_lines, texts)):
                graph = _parted(line)[1]
                if graph in there:
                    left.setdefault(graph, []).append(line)
                else:
                    yield line

        self._insert(new())
        for graph, again in left.items():
            self.replace(graph, (quad.triple for quad in parse("".join(again), format=RdfFormat.N_QUADS)))

    def replace(self, graph: str, triples: Iterable[Triple]) -> bool:
        """See `Writing.replace`."""
        new, old = frozenset(triples), self.triples(graph)
        if new == old:
            return False
        for piece in _pieces(old - new, _REMOVALS):
            self._remove(piece, graph)
        self._insert(nquads(graph, new - old))
        if not new:
            self._change(f"DROP SILENT GRAPH {NamedNode(graph)}")
        return True

    def update(self, text: str, base: str | None = None) -> None:
        """See `Writing.update`."""
        self._change(with_prologue(text, base))

    def load(self, path: Path, form: RdfFormat, base: str, graph: str | None) -> None:
        """See `Writing.load`. It is one request, since a blank node is the same in one request only."""

        def read() -> Iterator[Triple]:
            for quad in parse(path=str(path), format=form, base_iri=base):
                if not isinstance(quad.graph_name, DefaultGraph):
                    raise ValueError("named graphs in a file for one graph")  # noqa: TRY004 - of the file, not of a type
                yield quad.triple

        for _ in read():  # the whole file is looked at first, so that nothing of a bad one is sent
            pass
        self._begin()
        self._clear()
        if graph is not None:
            self._change(f"CREATE SILENT GRAPH {NamedNode(graph)}")
        target = graph or self._world
        where = f" {NamedNode(target)}" if target else ""
        if not (self._upload and self._sent(_packed(f"{triple}{where} .\n" for triple in read()))):
            opened, closed = (f"GRAPH{where} {{", "}") if target else ("", "")
            body = (f"{triple} .\n" for triple in read())
            self._client.update(_packed(chain([f"INSERT DATA {{ {opened}\n"], body, [f"{closed} }}"])))
        self._changed = True

    def clear(self, graph: str | None, *, drop: bool = False) -> None:
        """See `Writing.clear`. It is done before the next thing, so not when that is a file that does not parse."""
        self._to_clear.append((graph, drop))

    def _clear(self) -> None:
        """Do what `clear` was asked for."""
        while self._to_clear:
            self._begin()
            graph, drop = self._to_clear.pop(0)
            target = graph or self._world
            what = f"GRAPH {NamedNode(target)}" if target else "DEFAULT"
            self._client.update(f"{'DROP' if drop and graph is not None else 'CLEAR'} SILENT {what}")
            self._changed = True

    # marks

    def _begin(self) -> None:
        """Set the mark before the first change, a sign of life later on. Raises StoreError when another one writes."""
        if self._mark:
            if time.monotonic() - self._sign > _BEAT:
                self._put(_SIGN, self._mark)
            return
        self._mark = f"{_UNDER_WAY}{secrets.token_hex(8)}"
        (self._folder / _OWN_MARK).write_text(self._mark, encoding="ascii")
        self._put(_BEGIN, self._before.mark, self._mark)
        if _state(self._client).mark != self._mark:
            raise _busy(self._client.address)
        self._store = RemoteStore(self._client.address)  # only now can be seen what kind of default graph this is

    def finish(self) -> None:
        """Put a new mark: everything was written."""
        self._clear()
        if self._mark:
            self._put(_END, self._mark, secrets.token_hex(8))
            (self._folder / _OWN_MARK).unlink(missing_ok=True)

    def give_up(self) -> None:
        """Put a new mark where there was one and the first request was refused: the graph is as good as it was."""
        self._to_clear.clear()
        if self._before.complete and not self._changed:
            self.finish()

    def _put(self, update: str, old: str, new: str = "") -> None:
        self._client.update(update.replace("NEW", str(Literal(new))).replace("OLD", str(Literal(old))))
        self._sign = time.monotonic()

    # requests

    def _change(self, update: str) -> None:
        self._begin()
        self._clear()
        self._client.update(update)
        self._changed = True

    def _insert(self, lines: Iterable[str]) -> None:
        for piece in _sized(lines):
            self._begin()
            self._clear()
            if not (self._upload and self._sent([self._quads(piece).encode()])):
                self._client.update(self._insert_data(piece))
            self._changed = True

    def _sent(self, body: Iterable[bytes]) -> bool:
        """Send N-Quads; where the server takes none, none are sent from then on."""
        assert self._upload  # noqa: S101 - the callers have looked
        if not self._client.upload(self._upload, body):
            self._upload = None
        return self._upload is not None

    def _quads(self, lines: Iterable[str]) -> str:
        """Lines of named graphs with those of the default graph before them."""
        end = f" <{self._world}> .\n" if self._world else " .\n"
        return "".join(
            f"{triple}{end}{line}" if _is_of_the_world(graph) else line for line, triple, graph in _split(lines)
        )

    def _insert_data(self, lines: Iterable[str]) -> str:
        named: dict[str, list[str]] = {}
        world: list[str] = []
        for _, triple, graph in _split(lines):
            named.setdefault(graph, []).append(f"{triple} .\n")
            if _is_of_the_world(graph):
                world.append(f"{triple} .\n")
        if self._world:
            named = {self._world: world, **named}
        graphs = "".join(f"GRAPH <{graph}> {{\n{''.join(found)}}}\n" for graph, found in named.items() if found)
        return f"INSERT DATA {{\n{'' if self._world else ''.join(world)}{graphs}}}"

    def _remove(self, triples: Sequence[Triple], graph: str) -> None:
        """Take triples out of a graph, and out of the default graph unless another graph states them too."""
        delete = f"DELETE DATA {{ GRAPH {NamedNode(graph)} {{ {' '.join(f'{triple} .' for triple in triples)} }} }}"
        if _is_of_the_world(graph):
            rows = " ".join(f"({t.subject} {t.predicate} {t.object})" for t in triples)
            apart = " && ".join(f'!STRSTARTS(STR(?other), "{name}")' for name in (*APART, WORLD))
            world = f"GRAPH <{self._world}> {{ ?s ?p ?o }}" if self._world else "?s ?p ?o"
            delete = (
                f"DELETE {{ {world} }} WHERE {{ VALUES (?s ?p ?o) {{ {rows} }} {world} FILTER NOT EXISTS {{ "
                f"GRAPH ?other {{ ?s ?p ?o }} FILTER(?other != {NamedNode(graph)} && {apart}) }} }} ;\n{delete}"
            )
        self._change(delete)


def _is_of_the_world(graph: str) -> bool:
    return not graph.startswith(APART)


def _parted(line: str) -> tuple[str, str]:
    """A line of N-Quads as its triple and the name of its graph."""
    at = line.rindex(" <")
    return line[:at], line[at + 2 : line.rindex(">")]


def _lines(text: bytes) -> list[str]:
    """The lines of N-Quads; other characters that end a line may stand in a literal."""
    return [f"{line}\n" for line in text.decode().split("\n") if line]


def _split(lines: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    for line in lines:
        yield line, *_parted(line)


def _pieces(triples: Iterable[Triple], size: int) -> Iterator[list[Triple]]:
    """Triples some at a time, in a fixed order."""
    left = iter(sorted(triples, key=str))
    while piece := list(islice(left, size)):
        yield piece


def _sized(lines: Iterable[str]) -> Iterator[list[str]]:
    """Lines some at a time."""
    piece: list[str] = []
    characters = 0
    for line in lines:
        piece.append(line)
        characters += len(line)
        if len(piece) >= _STATEMENTS or characters >= _CHARACTERS:
            yield piece
            piece, characters = [], 0
    if piece:
        yield piece


def _packed(texts: Iterable[str]) -> Iterator[bytes]:
    """Texts as a body that is sent in pieces of some size."""
    return ("".join(piece).encode() for piece in _sized(texts))


@contextmanager
def writing(address: RemoteAddress, folder: Path, patience: float = 0) -> Iterator[RemoteWriting]:
    """Write to a server; what is written takes effect at once.

    `folder` is where the writers of this machine see each other. Raises StoreError when one of them is still writing
    after `patience` seconds, or one on another machine is.
    """
    with _lock(address, folder, patience):
        target = RemoteWriting(address, folder)
        try:
            yield target
        except QueryError:
            target.give_up()
            raise
        target.finish()


@contextmanager
def _lock(address: RemoteAddress, folder: Path, patience: float) -> Iterator[None]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "write.lock", timeout=patience)
        lock.acquire()
    except Timeout as error:
        raise _busy(address) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(Text(f"无法写入 {folder}：{reason}", f"cannot write {folder}: {reason}")) from error
    try:
        yield
    finally:
        lock.release()


def _own_mark(folder: Path) -> str:
    """The mark of the last write of this machine, if it did not end."""
    try:
        return (folder / _OWN_MARK).read_text(encoding="ascii")
    except OSError:
        return ""


def _busy(address: RemoteAddress) -> StoreError:
    return StoreError(
        Text(
            f"另一个程序正在写入 {address}，或几分钟前写到一半被中断",
            f"another process is writing {address}, or was cut off a few minutes ago",
        )
    )
