"""The answers of /api/explorer, for its documentation; visualizations/explorer makes them."""

from pydantic import BaseModel

from ..visualizations.explorer.network import Kind, Relation


class Thing(BaseModel):
    """Something in the network, where it is drawn, its community, its degree and its load."""

    id: str
    kind: Kind
    name: str
    x: float
    y: float
    group: int
    degree: int
    load: float


class Tie(BaseModel):
    """A relation between two things; the weight counts what says so."""

    source: str
    target: str
    relation: Relation
    weight: int


class Group(BaseModel):
    """A community: how many things it has, how many of them are drawn, of which kinds; 0 holds what is in none."""

    id: int
    name: str
    leader: str
    x: float
    y: float
    size: int
    drawn: int
    kinds: dict[str, int]


class Bundle(BaseModel):
    """Ties of a group that is not opened, counted; a group's end is written group:3."""

    source: str
    target: str
    weight: int


class Totals(BaseModel):
    """What the whole network holds."""

    things: int
    ties: int
    kinds: dict[str, int]
    relations: dict[str, int]


class Hidden(BaseModel):
    """What is not in this answer."""

    things: int
    ties: int


class Picture(BaseModel):
    """The network: all of it, a part with its groups, or the groups alone."""

    form: str
    things: list[Thing]
    ties: list[Tie]
    groups: list[Group]
    bundles: list[Bundle]
    totals: Totals
    hidden: Hidden


class Run(BaseModel):
    """Neighbouring characters under the same marks."""

    text: str
    kinds: list[str]


class Quote(BaseModel):
    """Words of a document with their place: line from 1, offsets in characters from 0."""

    document: str
    title: str
    article: str
    what: str = ""
    line: int | None
    start: int
    end: int
    runs: list[Run]


class Hit(BaseModel):
    """A thing that was found, and the line that matched, with the place of the match in it."""

    id: str
    kind: Kind
    name: str
    matched: str
    line: str
    start: int
    end: int


class Hits(BaseModel):
    """What was found."""

    total: int
    hits: list[Hit]


class RelationCount(BaseModel):
    """How many ties of a relation lead out or in, by the kind of what is there."""

    relation: Relation
    outward: bool
    kind: Kind
    count: int


class Said(BaseModel):
    """A property and its values."""

    key: str
    values: list[str]


class CorrectionInfo(BaseModel):
    """What was put right in a measure."""

    what: str
    printed: str
    reconciled: str
    reason: dict[str, str]
    confidence: str


class Details(Thing):
    """One thing with its properties, counts of ties, and source."""

    iri: str
    said: list[Said]
    relations: list[RelationCount]
    corrections: list[CorrectionInfo]
    sources: list[Quote]
    sources_total: int


class Neighbour(Thing):
    """A thing and how it is tied to the one asked about."""

    relation: Relation
    outward: bool


class Neighbours(BaseModel):
    """A page of neighbours."""

    total: int
    offset: int
    neighbours: list[Neighbour]


class GroundedTie(BaseModel):
    """A tie with the words, or the pages of the register, that ground it."""

    source: str
    target: str
    relation: Relation
    total: int
    quotes: list[Quote]
    pages: list[str]


class Between(BaseModel):
    """All ties between two things."""

    ties: list[GroundedTie]


class Named(BaseModel):
    """A thing and what it is called."""

    id: str
    kind: Kind
    name: str


class Path(BaseModel):
    """The things of a path, and between each two of them their ties."""

    things: list[str]
    steps: list[list[GroundedTie]]


class Paths(BaseModel):
    """Paths between two things, the shortest first; `complete` when these are all up to so many hops."""

    source: str
    target: str
    hops: int
    complete: bool
    things: list[Named]
    paths: list[Path]


class LedgerInfo(BaseModel):
    """A ledger."""

    name: str
    title: str
    measures: int
    findings: int


class Carrier(BaseModel):
    """A unit that carries a measure."""

    id: str
    name: str
    relation: Relation


class Due(BaseModel):
    """Something that is due."""

    id: str
    day: str
    days: int
    recurring: bool
    words: str
    measure: str
    name: str
    units: list[Carrier]


class UnitLoad(BaseModel):
    """What one unit carries."""

    id: str
    name: str
    lead: int
    participant: int
    responsible: int
    total: int
    weighted: float


class ReliedOn(BaseModel):
    """An instrument, the measures that hang on it and the units that carry them."""

    id: str
    name: str
    measures: int
    units: int


class Quality(BaseModel):
    """Something a reader should look at, how often, and the question of the catalogue that lists it."""

    what: str
    question: str
    count: int


class Overview(BaseModel):
    """The first page."""

    on: str
    kinds: dict[str, int]
    ties: int
    ledgers: list[LedgerInfo]
    texts: int
    due: list[Due]
    units: list[UnitLoad]
    relied_on: list[ReliedOn]
    quality: list[Quality]
