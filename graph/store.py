"""Where the graph is kept: one small interface. Adapters: embedded.py (Oxigraph on disk), remote.py (any SPARQL server).

The default graph holds, as a set, every triple of the named graphs that speak of the world; the graphs that do not
(the printed readings, the log of loads) are found by GRAPH alone. It is stored rather than computed, because a
union computed at query time repeats triples that stand in two graphs and exists in few other servers.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, RdfFormat, Triple

from ..ontology.vocabulary import BASE


class TripleStream(Iterator[Triple]):
    """The triples another server answers with; used like QueryTriples, which pyoxigraph alone can make."""

    def __init__(self, triples: Iterator[Triple]):
        self._triples = triples

    def __next__(self) -> Triple:
        return next(self._triples)


#: The answer to a CONSTRUCT or DESCRIBE.
Triples = QueryTriples | TripleStream
Answer = QuerySolutions | QueryBoolean | Triples

#: Named graphs under these IRIs stay out of the default graph.
LOADS = f"{BASE}id/graph/loads"
APART = (f"{BASE}id/graph/printed/", LOADS)


class Store(ABC):
    """What the rest of the program asks of a store."""

    @property
    @abstractmethod
    def version(self) -> str:
        """Changes with every write; empty where the store cannot tell."""

    def last_write(self) -> str:
        """Changes with every write by this program, even where `version` cannot; empty where that is not known.

        May take a round trip to a server, and raise StoreError.
        """
        return self.version

    @abstractmethod
    def query(
        self, text: str, default: Sequence[str] = (), named: Sequence[str] = (), base: str | None = None
    ) -> Answer:
        """The answer to a SPARQL 1.1 query; `default` and `named` choose its dataset as in the SPARQL Protocol, 2.1.4.

        `base` is what relative IRIs are resolved against. Raises QueryError when it does not parse or cannot be
        evaluated.
        """

    @abstractmethod
    def triples(self, graph: str | None) -> Iterator[Triple]:
        """The triples of a named graph; None is the default graph."""

    @abstractmethod
    def graphs(self) -> list[str]:
        """The names of the named graphs, sorted."""

    @abstractmethod
    def lines(self) -> list[str]:
        """The whole dataset but the log of loads as sorted N-Quads lines: the same graph gives the same bytes."""


class Writing(ABC):
    """A store while it is being written; see `writing` in stores.py."""

    #: Whether the write before this one was cut off and has left something half done, as can be on a server.
    cut_off = False

    @abstractmethod
    def graphs(self) -> set[str]:
        """The names of the named graphs."""

    @abstractmethod
    def rows(self, query: str) -> Iterator[tuple[str | None, ...]]:
        """The answer to a SELECT query over what is written so far, each value as an IRI or a lexical form."""

    @abstractmethod
    def add(self, texts: Iterable[bytes]) -> None:
        """Add N-Quads of named graphs that are not in the store yet, and their triples to the default graph.

        Each text is whole lines of one graph, as they stand in a file: there are too many to make strings of them.
        They are taken at their word: they come from `nquads`.
        """

    @abstractmethod
    def triples(self, graph: str) -> frozenset[Triple]:
        """What a named graph holds now."""

    @abstractmethod
    def replace(self, graph: str, triples: Iterable[Triple]) -> bool:
        """Make a named graph hold exactly these triples; tells whether that changed anything.

        The default graph follows: it gains what is new and loses what no other graph states.
        """

    @abstractmethod
    def update(self, text: str, base: str | None = None) -> None:
        """Carry out a SPARQL 1.1 update, on just the graphs that it names. Raises QueryError."""

    @abstractmethod
    def load(self, path: Path, form: RdfFormat, base: str, graph: str | None) -> None:
        """Add the triples of a file to a graph. Raises SyntaxError or ValueError when it does not parse."""

    @abstractmethod
    def clear(self, graph: str | None, *, drop: bool = False) -> None:
        """Empty a graph, or take it away."""


def nquads(graph: str, triples: Iterable[Triple | str]) -> Iterator[str]:
    """The N-Quads lines of the triples of a named graph, or of statements as N-Triples writes them."""
    return (f"{triple} <{graph}> .\n" for triple in triples)


_APART = tuple(f"<{name}".encode() for name in APART)


def with_default(text: bytes) -> tuple[bytes, ...]:
    """Whole lines of one named graph, and those by which the default graph says the same where it does."""
    at = text.rindex(b" <")
    # A line ends nowhere else: in a literal a line feed is escaped.
    return (text,) if text.startswith(_APART, at + 1) else (text, text.replace(text[at:], b" .\n"))


def by_graph(text: bytes) -> Iterator[bytes]:
    """N-Quads in which the lines of each graph stand together, graph by graph, the last one first."""
    while text:
        first = text.index(text[text.rindex(b" <") :])
        start = text.rfind(b"\n", 0, first) + 1
        yield text[start:]
        text = text[:start]
