"""The network that the explorer draws: things people speak of, and the ties between them.

It is the property graph (graph/property_graph.py) as a reader means it: a citation made in an article ties the two
instruments, an assignment ties a unit to its measure. What proves a tie (assignments, citations) is kept by name, so
that the words can be shown.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from pyoxigraph import QuerySolutions

from ...graph.namesakes import told_apart, unit_places
from ...graph.networks import Network
from ...graph.property_graph import EdgeType, Label, Node, Value
from ...graph.property_reader import read_property_graph
from ...graph.store import Store
from ...ontology.errors import NothingFound, Text
from ...ontology.vocabulary import BASE

_ID = f"{BASE}id/"


class Kind(StrEnum):
    """What a thing is to a reader."""

    UNIT = "unit"
    GROUP = "group"
    MEASURE = "measure"
    TASK = "task"
    SECTION = "section"
    REGULATION = "regulation"
    PLANNED = "planned"
    DEADLINE = "deadline"


class Relation(StrEnum):
    """How two things are tied, read from the source of the tie."""

    LEADS = "leads"
    RESPONSIBLE_FOR = "responsible_for"
    PARTICIPATES_IN = "participates_in"
    HAS_MEMBER = "has_member"
    PART_OF = "part_of"
    DUE = "due"
    IMPLEMENTS = "implements"
    CITES = "cites"
    WILL_ISSUE = "will_issue"
    BASED_ON = "based_on"
    AMENDS = "amends"
    REPEALS = "repeals"
    REPLACES = "replaces"


_LABELS = {
    Label.UNIT: Kind.UNIT,
    Label.UNIT_GROUP: Kind.GROUP,
    Label.MEASURE: Kind.MEASURE,
    Label.TASK: Kind.TASK,
    Label.SECTION: Kind.SECTION,
    Label.REGULATION: Kind.REGULATION,
    Label.DEADLINE: Kind.DEADLINE,
}
_ROLES = {
    "lead": Relation.LEADS,
    "responsible": Relation.RESPONSIBLE_FOR,
    "participant": Relation.PARTICIPATES_IN,
}
_SHORTCUTS = {
    "eli:based_on": Relation.BASED_ON,
    "eli:ensures_implementation_of": Relation.IMPLEMENTS,
    "eli:cites": Relation.CITES,
    "eli:amends": Relation.AMENDS,
    "eli:repeals": Relation.REPEALS,
    "dcterms:replaces": Relation.REPLACES,
}
#: What each relation is in the property graph, for the measures of graph/networks.py.
EDGE_TYPES = {
    Relation.LEADS: EdgeType.LEADS,
    Relation.RESPONSIBLE_FOR: EdgeType.RESPONSIBLE_FOR,
    Relation.PARTICIPATES_IN: EdgeType.PARTICIPATES_IN,
    Relation.HAS_MEMBER: EdgeType.HAS_MEMBER,
    Relation.PART_OF: EdgeType.PART_OF,
    Relation.IMPLEMENTS: EdgeType.IMPLEMENTS,
    Relation.CITES: EdgeType.MENTIONS,
    Relation.WILL_ISSUE: EdgeType.WILL_ISSUE,
    Relation.BASED_ON: EdgeType.BASED_ON,
    Relation.AMENDS: EdgeType.AMENDS,
    Relation.REPEALS: EdgeType.REPEALS,
    Relation.REPLACES: EdgeType.REPLACES,
}


@dataclass(frozen=True, slots=True)
class Thing:
    """Something in the network. `id` is its IRI without what all of ours begin with."""

    id: str
    kind: Kind
    name: str
    properties: dict[str, Value]

    @property
    def iri(self) -> str:
        """Its full name."""
        return iri_of(self.id)


@dataclass(slots=True)
class Tie:
    """That a relation holds from one thing to another; `evidence` are the assignments or citations that say so."""

    source: str
    target: str
    relation: Relation
    evidence: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ExplorerNetwork:
    """Things by id and the ties between them, both in a fixed order."""

    things: dict[str, Thing]
    ties: list[Tie]

    @cached_property
    def around(self) -> dict[str, list[Tie]]:
        """The ties of each thing, in either direction."""
        found: dict[str, list[Tie]] = {name: [] for name in self.things}
        for tie in self.ties:
            found[tie.source].append(tie)
            if tie.target != tie.source:
                found[tie.target].append(tie)
        return found

    def thing(self, name: str) -> Thing:
        """The thing of that id, or of that IRI. Raises NothingFound."""
        found = self.things.get(id_of(name))
        if found is None:
            raise NothingFound(Text(f"网络里没有 {name[:200]}", f"there is no {name[:200]} in the network"))
        return found

    def neighbours(self, name: str) -> list[str]:
        """What a thing is tied to, each once, in order."""
        return sorted({other(tie, name) for tie in self.around[name]} - {name})

    @cached_property
    def measured(self) -> Network:
        """The same as graph/networks.py takes it."""
        import networkx as nx  # noqa: PLC0415 - takes a while to import

        labels = {kind: label for label, kind in _LABELS.items()} | {Kind.PLANNED: Label.REGULATION}
        found: Network = nx.MultiDiGraph()
        for thing in self.things.values():
            own = (labels[thing.kind], Label.UNIT) if thing.kind is Kind.GROUP else (labels[thing.kind],)
            found.add_node(thing.id, **{**thing.properties, "name": thing.name, "labels": own})
        for tie in self.ties:
            if tie.relation is Relation.DUE:
                found.add_edge(tie.target, tie.source, key=(EdgeType.OF_MEASURE, ""))
            else:
                found.add_edge(tie.source, tie.target, key=(EDGE_TYPES[tie.relation], ""))
        return found


def id_of(iri: str) -> str:
    """An IRI of ours without its common beginning."""
    return iri.removeprefix(_ID)


def iri_of(name: str) -> str:
    """The IRI of an id."""
    return name if ":" in name.split("/", 1)[0] else f"{_ID}{name}"


def other(tie: Tie, name: str) -> str:
    """The other end of a tie."""
    return tie.source if tie.target == name else tie.target


def read_network(store: Store) -> ExplorerNetwork:
    """The network of a store. Raises StoreError and QueryError."""
    with read_property_graph(store, labels=tuple(_LABELS), types=()) as graph:
        found = [_thing(node, _LABELS[node.label]) for label in _LABELS for node in graph.nodes(label)]
    units = {thing.iri: thing.name for thing in found if thing.kind in (Kind.UNIT, Kind.GROUP)}
    names = told_apart(units, unit_places(store))
    things = {thing.id: replace(thing, name=names.get(thing.iri, thing.name)) for thing in found}
    ties: dict[tuple[str, str, Relation], Tie] = {}
    for source, target, relation, evidence in _ties(store, things):
        if source in things and target in things and source != target:
            tie = ties.setdefault((source, target, relation), Tie(source, target, relation))
            if evidence:
                tie.evidence.append(evidence)
    for tie in ties.values():
        tie.evidence.sort()
    return ExplorerNetwork(things, [ties[key] for key in sorted(ties)])


def _thing(node: Node, kind: Kind) -> Thing:
    if kind is Kind.REGULATION and Label.PLANNED in node.labels:
        kind = Kind.PLANNED
    return Thing(id_of(node.iri), kind, _name(node, kind), node.properties)


def _name(node: Node, kind: Kind) -> str:
    """What people call it: a measure by its number and words, a task by its number and title."""
    said = node.properties
    words = str(said.get("name") or said.get("title") or said.get("text") or "")
    if kind is Kind.MEASURE:
        return f"{said.get('number', '')}. {said.get('text', '')}"
    if kind in (Kind.TASK, Kind.SECTION) and "title" in said:
        return f"{said.get('label', '')} {said['title']}".strip()
    if kind is Kind.DEADLINE:
        return " ".join(str(said[part]) for part in ("date", "text") if part in said)
    if kind in (Kind.REGULATION, Kind.PLANNED):
        return (
            f"《{said['title']}》" if "title" in said else ("；".join(_texts(said.get("numbers"))) or id_of(node.iri))
        )
    return words or id_of(node.iri)


def _texts(value: Value | None) -> Iterable[str]:
    return [str(one) for one in value] if isinstance(value, tuple) else [] if value is None else [str(value)]


def _ties(store: Store, things: dict[str, Thing]) -> Iterator[tuple[str, str, Relation, str]]:
    """Every tie with what proves it; ends that are no things are left to the caller."""
    notations = _pairs(store, "SELECT ?c ?n { ?c skos:notation ?n }")
    assigned = "SELECT ?u ?m ?role ?a { ?a a tz:Assignment ; tz:unit ?u ; tz:measure ?m ; tz:role ?role }"
    for unit, measure, role, assignment in _rows(store, assigned):
        yield unit, measure, _ROLES[notations[role]], assignment
    parts = "SELECT ?s ?e { VALUES ?kind { tz:Measure tz:Task tz:Section } ?s a ?kind ; dcterms:isPartOf ?e }"
    for part, whole in _rows(store, parts):
        yield part, whole, Relation.PART_OF, ""
    for group, unit in _rows(store, "SELECT ?s ?e { ?s tz:member ?e }"):
        yield group, unit, Relation.HAS_MEMBER, ""
    for measure, deadline in _rows(store, "SELECT ?m ?d { ?d a tz:Deadline ; tz:measure ?m }"):
        yield measure, deadline, Relation.DUE, deadline
    yield from _citations(store, things, notations)


def _citations(
    store: Store, things: dict[str, Thing], notations: dict[str, str]
) -> Iterator[tuple[str, str, Relation, str]]:
    """Ties between what cites and what is cited; texts and articles count as their instruments."""
    version_of = _pairs(store, "SELECT ?v ?r { ?v eli:is_member_of ?r }")
    # All of them, since engines join these two patterns the slow way round.
    within = _pairs(store, "SELECT ?s ?v { ?s eli:is_part_of ?v }")
    seen: dict[tuple[str, str], set[Relation]] = defaultdict(set)

    def work(name: str) -> str:
        whole = within.get(name, name)
        return version_of.get(whole, whole)

    cited = "SELECT ?c ?s ?e ?r { ?c tz:relation ?r ; tz:cited ?e ; tz:citing ?s }"
    for citation, citing, target, relation in _rows(store, cited):
        code, here = notations.get(relation, ""), work(citing)
        if code == "amended_by":
            seen[target, here].add(Relation.AMENDS)
            yield target, here, Relation.AMENDS, citation
        elif code in {found.value for found in Relation}:
            seen[here, target].add(Relation(code))
            yield here, target, Relation(code), citation
    # What the register knows has no citation; its pages are looked up when somebody asks.
    for predicate, shortcut in _SHORTCUTS.items():
        for start, end in _rows(store, f"SELECT ?s ?e {{ ?s {predicate} ?e }}"):
            source, target = (start, end) if start in things else (work(start), end)
            if shortcut not in seen[source, target]:
                yield source, target, shortcut, ""


def _pairs(store: Store, query: str) -> dict[str, str]:
    """The answer to a SELECT query of two columns; of several rows with one key the last in order counts."""
    return {row[0]: row[1] for row in sorted(_rows(store, query))}


def _rows(store: Store, query: str) -> Iterator[tuple[str, ...]]:
    """The answer to a SELECT query, each IRI of ours as an id."""
    answer = store.query(query)
    assert isinstance(answer, QuerySolutions)  # noqa: S101 - the queries of this module are SELECTs
    for solution in answer:
        yield tuple("" if term is None else id_of(getattr(term, "value", str(term))) for term in solution)
