"""What the graph says of one thing: its statements, those that point at it, its evidence, what everything is called.

Each query is bounded, so that a thing that half the graph points at is described as fast as any other.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Triple

from ..graph.store import Store
from ..ontology.vocabulary import iri
from .answers import Term

#: Statements of a thing, or of its satellites, that are given at most.
OUTGOING = 10_000
#: Statements by one property that point at a thing and are given, and out of how many they are the first; of the
#: others only the number is known.
INCOMING = 100
_FIRST_OF = 2_000
#: Pointing statements that are counted at most.
COUNTED = 100_000
#: Things whose names are looked up at most, and how many in one query.
NAMED = 3_000
_PIECE = 500

_DIGITS = re.compile(r"([0-9]{1,18})")

#: The properties that hold what a thing is called, the best first.
NAMES = tuple(iri(curie) for curie in ("skos:prefLabel", "rdfs:label", "dcterms:title", "eli:title"))

#: What selectors say of a quote.
_SELECTED = ("exact", "start", "end")
#: How many characters are shown on either side of a quote.
_CONTEXT = 24
#: What stands around a quote in the whole text of its document, as SPARQL.
SURROUNDINGS = f"""BIND(IF(?start < {_CONTEXT}, ?start, {_CONTEXT}) AS ?far)
  BIND(SUBSTR(?text, ?start - ?far + 1, ?far) AS ?before) BIND(SUBSTR(?text, ?end + 1, {_CONTEXT}) AS ?after)"""


@dataclass(frozen=True, slots=True)
class Incoming:
    """The statements by one property that point at a thing: some of them, and how many there are."""

    predicate: NamedNode
    subjects: tuple[NamedNode | BlankNode, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a document that prove something, with their surroundings and their place."""

    source: str
    exact: str
    before: str
    after: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Nameless:
    """What is known instead of a name: classes, the number of an article and of what, the words it was read from."""

    kinds: tuple[str, ...] = ()
    number: str = ""
    whole: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Resource:
    """A thing that the graph says something of.

    `beside` are the statements of its satellites: evidence, sources of single statements, nodes named by a fragment of
    its IRI, blank nodes. `names` and `nameless` are of everything mentioned, by IRI. `apart` is whether it is known
    only to named graphs outside the default graph, `counted` whether what points at it was counted to the end.
    """

    iri: str
    outgoing: tuple[Triple, ...]
    incoming: tuple[Incoming, ...]
    beside: tuple[Triple, ...]
    quotes: tuple[Quote, ...] = ()
    names: dict[str, tuple[Triple, ...]] = field(default_factory=dict)
    nameless: dict[str, Nameless] = field(default_factory=dict)
    apart: bool = False
    counted: bool = True

    def triples(self) -> Iterator[Triple]:
        """All of it as RDF: its statements, those that point at it as far as they are given, satellites and names."""
        yield from self.outgoing
        about = NamedNode(self.iri)
        for found in self.incoming:
            yield from (Triple(subject, found.predicate, about) for subject in found.subjects)
        yield from self.beside
        for names in self.names.values():
            yield from names


def read_resource(store: Store, name: str) -> Resource | None:
    """What a store says of an IRI; None when it says nothing. Raises ValueError when it is no IRI, and QueryError."""
    about = NamedNode(name)
    reader = _Reader(store)
    found = reader.read(about)
    if found is None and (apart := reader.graphs_that_mention(about)):
        return _Reader(store, apart).read(about)
    return found


def is_mentioned(store: Store, name: str) -> bool:
    """Whether the default graph says anything of an IRI. Raises ValueError when it is no IRI, and QueryError."""
    about = NamedNode(name)
    return bool(store.query(f"ASK {{ {{ {about} ?p ?o }} UNION {{ ?s ?p {about} }} }}"))


def is_graph(store: Store, name: str) -> bool:
    """Whether there is a named graph of that name. Raises ValueError when it is no IRI, and QueryError."""
    return bool(store.query(f"ASK {{ GRAPH {NamedNode(name)} {{ ?s ?p ?o }} }}"))


class _Reader:
    """Reads things from the default graph, or from the union of some named graphs."""

    def __init__(self, store: Store, graphs: Sequence[str] = ()):
        self._store = store
        self._graphs = graphs

    def read(self, about: NamedNode) -> Resource | None:
        """See `read_resource`."""
        outgoing = self._outgoing(about)
        totals = self._totals(about)
        incoming = self._incoming(about, totals)
        beside = self._beside(about, blank=any(isinstance(triple.object, BlankNode) for triple in outgoing))
        if not (outgoing or incoming or beside):
            return None
        mentioned = _mentioned(about, [*outgoing, *beside], incoming)
        names = self._names(mentioned)
        nameless = self._nameless([thing for thing in mentioned if thing.value not in names])
        later = {NamedNode(name) for known in nameless.values() for name in (*known.kinds, known.whole) if name}
        return Resource(
            about.value,
            tuple(outgoing),
            tuple(incoming),
            tuple(beside),
            tuple(self._in_context(_quotes(about, beside))),
            {**names, **self._names(later - mentioned.keys())},
            nameless,
            apart=bool(self._graphs),
            counted=sum(totals.values()) <= COUNTED,
        )

    def graphs_that_mention(self, about: NamedNode) -> list[str]:
        """Named graphs that say anything of a thing."""
        places = f"{{ GRAPH ?g {{ {about} ?p ?o }} }} UNION {{ GRAPH ?g {{ ?s ?p {about} }} }}"
        rows = self._rows(f"SELECT DISTINCT ?g WHERE {{ {places} }} LIMIT {INCOMING}")
        return sorted(name.value for (name,) in rows if isinstance(name, NamedNode) and _is_sound(name))

    def _outgoing(self, about: NamedNode) -> list[Triple]:
        rows = self._rows(f"SELECT ?p ?o WHERE {{ {about} ?p ?o }} LIMIT {OUTGOING}")
        return sorted((_triple(about, predicate, value) for predicate, value in rows), key=str)

    def _totals(self, about: NamedNode) -> dict[NamedNode, int]:
        """How many statements point at it, by property."""
        some = f"SELECT ?p WHERE {{ ?s ?p {about} }} LIMIT {COUNTED + 1}"
        rows = self._rows(f"SELECT ?p (COUNT(*) AS ?n) WHERE {{ {{ {some} }} }} GROUP BY ?p")
        return {
            name: int(count.value)
            for name, count in rows
            if isinstance(name, NamedNode) and isinstance(count, Literal) and _is_sound(name)
        }

    def _incoming(self, about: NamedNode, totals: dict[NamedNode, int]) -> list[Incoming]:
        found: dict[NamedNode, list[NamedNode | BlankNode]] = {name: [] for name in totals}
        pieces = (
            f"{{ SELECT ?s ?p WHERE {{ ?s {name} {about} BIND({name} AS ?p) }} LIMIT {_FIRST_OF} }}" for name in found
        )
        if found:
            for subject, name in self._rows(f"SELECT ?s ?p WHERE {{ {' UNION '.join(pieces)} }}"):
                if isinstance(subject, NamedNode | BlankNode) and isinstance(name, NamedNode):
                    found[name].append(subject)
        ordered = sorted(found.items(), key=lambda entry: entry[0].value)
        return [
            Incoming(name, tuple(sorted(subjects, key=lambda one: natural(one.value))[:INCOMING]), totals[name])
            for name, subjects in ordered
        ]

    def _beside(self, about: NamedNode, *, blank: bool) -> list[Triple]:
        """The statements of the satellites."""
        below = Literal(f"{about.value}#")
        part = f"{{ SELECT ?part WHERE {{ ?part ?points {about} }} LIMIT {COUNTED} }}"
        places = [
            f"{{ ?s owl:annotatedSource {about} }}",
            f"{{ ?s oa:hasBody {about} }}",
            f"{{ ?note oa:hasBody {about} ; oa:hasTarget ?s }}",
            f"{{ ?note oa:hasBody {about} ; oa:hasTarget ?target . ?target oa:hasSelector ?s }}",
            f"{{ {part} ?s owl:annotatedSource ?part FILTER(STRSTARTS(STR(?s), {below})) }}",
            f"{{ {{ SELECT ?s WHERE {{ ?s ?points {about} }} LIMIT {COUNTED} }} FILTER(STRSTARTS(STR(?s), {below})) }}",
            f"{{ {about} ?points ?s FILTER(STRSTARTS(STR(?s), {below})) }}",
        ]
        if blank:
            places.append(f"{{ {about} ?points ?s FILTER(isBlank(?s)) }}")
        chosen = f"SELECT DISTINCT ?s WHERE {{ {' UNION '.join(places)} }}"
        rows = self._rows(f"SELECT ?s ?p ?o WHERE {{ {{ {chosen} }} ?s ?p ?o }} LIMIT {OUTGOING}")
        return sorted((_triple(*row) for row in rows if row[0] != about), key=str)

    def _names(self, things: Iterable[NamedNode]) -> dict[str, tuple[Triple, ...]]:
        """What things are called; said in the default graph even of what is used in other graphs."""
        found: dict[str, list[Triple]] = {}
        reader = _Reader(self._store)
        for piece in _pieces(things):
            for name in NAMES:
                # One property at a time: the engine looks each thing up, whatever else is said of it.
                query = f"SELECT ?x ?name WHERE {{ VALUES ?x {{ {piece} }} ?x <{name}> ?name }} LIMIT {4 * _PIECE}"
                for thing, value in reader._rows(query):
                    if isinstance(thing, NamedNode) and isinstance(value, Literal):
                        found.setdefault(thing.value, []).append(Triple(thing, NamedNode(name), value))
        return {thing: tuple(triples) for thing, triples in found.items()}

    def _in_context(self, quotes: list[Quote]) -> list[Quote]:
        """Quotes with what stands around them, which the whole text of their document tells; it is in the default graph."""
        sound = [
            one for one in quotes if one.start.isdecimal() and one.end.isdecimal() and _is_sound(_node(one.source))
        ]
        if not sound:
            return quotes
        places = " ".join(f"(<{one.source}> {one.start} {one.end})" for one in sound)
        query = (
            f"SELECT ?document ?start ?end ?before ?after WHERE {{ VALUES (?document ?start ?end) {{ {places} }}"
            f" ?document cnt:chars ?text {SURROUNDINGS} }}"
        )
        rows = [tuple(map(_value, row)) for row in _Reader(self._store)._rows(query)]
        around = {row[:3]: row[3:] for row in rows}
        return [
            replace(one, before=before, after=after)
            for one in quotes
            for before, after in [around.get((one.source, one.start, one.end), ("", ""))]
        ]

    def _nameless(self, things: Iterable[NamedNode]) -> dict[str, Nameless]:
        found: dict[str, list[set[str]]] = {}
        patterns = (
            "?x a ?value",
            "?x eli:number ?value",
            "?x eli:is_part_of ?value",
            "?note oa:hasBody ?x ; oa:hasTarget ?target . ?target oa:hasSelector ?quote . ?quote oa:exact ?value",
        )
        for piece in _pieces(things):
            for place, pattern in enumerate(patterns):
                query = f"SELECT ?x ?value WHERE {{ VALUES ?x {{ {piece} }} {pattern} }} LIMIT {4 * _PIECE}"
                for thing, value in self._rows(query):
                    found.setdefault(_value(thing), [set() for _ in patterns])[place].add(_value(value))
        return {
            thing: Nameless(
                tuple(sorted(kinds)), min(numbers, default=""), min(wholes, default=""), min(words, default="")
            )
            for thing, (kinds, numbers, wholes, words) in found.items()
        }

    def _rows(self, query: str) -> Iterator[tuple[Term | None, ...]]:
        answer = self._store.query(query, default=self._graphs)
        assert isinstance(answer, QuerySolutions)  # noqa: S101 - these are all SELECT queries
        for row in answer:
            yield tuple(row)


def _quotes(about: NamedNode, beside: Iterable[Triple]) -> list[Quote]:
    """The words in the annotations among the satellites, in the order of the text."""
    said: dict[tuple[str, str], list[Term]] = {}
    notes = []
    for triple in beside:
        said.setdefault((_value(triple.subject), triple.predicate.value), []).append(triple.object)
        if triple.predicate.value == iri("oa:hasBody") and triple.object == about:
            notes.append(_value(triple.subject))

    def values(nodes: Iterable[str], curie: str) -> list[str]:
        return [_value(term) for node in nodes for term in said.get((node, iri(curie)), ())]

    found = []
    for target in values(notes, "oa:hasTarget"):
        selectors = values([target], "oa:hasSelector")
        words = [next(iter(values(selectors, f"oa:{part}")), "") for part in _SELECTED]
        if words[0]:
            exact, start, end = words
            found.append(Quote(next(iter(values([target], "oa:hasSource")), ""), exact, "", "", start, end))
    return sorted(found, key=lambda quote: (quote.source, natural(quote.start), quote.exact))


def natural(text: str) -> list[int | str]:
    """What texts are sorted by so that 2 comes before 10: pieces of text and the numbers between them."""
    return [int(piece) if piece.isdecimal() else piece for piece in _DIGITS.split(text)]


def _triple(subject: Term | None, predicate: Term | None, value: Term | None) -> Triple:
    assert isinstance(subject, NamedNode | BlankNode | Triple)  # noqa: S101 - the engine keeps to the RDF model
    assert isinstance(predicate, NamedNode)  # noqa: S101
    assert value is not None  # noqa: S101
    return Triple(subject, predicate, value)


def _value(term: Term | None) -> str:
    return str(getattr(term, "value", term)) if term is not None else ""


def _node(iri_: str) -> NamedNode | None:
    try:
        return NamedNode(iri_)
    except ValueError:
        return None


def _is_sound(term: Term | None) -> bool:
    """Whether a term may be written into a query: data that came in leniently can hold IRIs that are none."""
    if not isinstance(term, NamedNode):
        return False
    try:
        NamedNode(term.value)
    except ValueError:
        return False
    return True


def _mentioned(about: NamedNode, said: Iterable[Triple], incoming: Iterable[Incoming]) -> dict[NamedNode, None]:
    """Everything mentioned that can have a name, the thing itself first."""
    terms = [about]
    for triple in said:
        terms += [triple.predicate, triple.object] if isinstance(triple.object, NamedNode) else [triple.predicate]
    for found in incoming:
        terms += [found.predicate, *(subject for subject in found.subjects if isinstance(subject, NamedNode))]
    return dict.fromkeys(term for term in dict.fromkeys(terms) if _is_sound(term))


def _pieces(things: Iterable[NamedNode]) -> Iterator[str]:
    """Things as they are written in a VALUES block, some hundred at a time."""
    sound = [str(thing) for thing in things if _is_sound(thing)][:NAMED]
    for start in range(0, len(sound), _PIECE):
        yield " ".join(sound[start : start + _PIECE])
