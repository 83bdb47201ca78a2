"""The property graph: one mapping of the RDF graph to labelled nodes and typed edges with properties.

Neo4j, NetworkX, GEXF, GraphML and the explorer all use this table, so a question has the same answer in each.

- Every node has the label `Thing` and the property `iri`, by which it is known; most have a label of their own kind.
- A statement that is a node in RDF (a citation, an assignment, an effect) is a node here too, since it has several ends.
  The shortcuts for easy questions are edges: `LEADS`, `CITES {article, relation}`, `BASED_ON`.
- Codes (role, status, kind) are their notations; texts in two languages have a property each; what may have several
  values is always a list. `words` are the words that prove a node.
- Numbers with decimals become floats: fifteen digits are kept.

Left out: where evidence begins and ends and what stands around it, the text of whole documents, the vocabulary but
for its classes, provenance and the printed reading. `read_property_graph` carries the mapping out.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

#: The value of a property.
Scalar = str | int | float | bool | date
Value = Scalar | tuple[Scalar, ...]


class Label(StrEnum):
    """What a node is. A name that taizhang.ttl has as a class means that class."""

    THING = "Thing"
    CLASS = "Class"
    PLACE = "Place"
    UNIT = "Unit"
    UNIT_GROUP = "UnitGroup"
    LEDGER = "Ledger"
    SECTION = "Section"
    TASK = "Task"
    MEASURE = "Measure"
    ASSIGNMENT = "Assignment"
    DEADLINE = "Deadline"
    INDICATOR = "Indicator"
    MODAL_CLAUSE = "ModalClause"
    BEARER = "Bearer"
    VAGUE_TIME = "VagueTime"
    MECHANISM = "Mechanism"
    CORRECTION = "Correction"
    FINDING = "Finding"
    REGULATION = "Regulation"
    MENTIONED = "MentionedInstrument"
    PLANNED = "PlannedInstrument"
    VERSION = "Version"
    DIVISION = "Division"
    ARTICLE = "Article"
    ANNEX = "Annex"
    EVENT = "Event"
    CITATION = "Citation"
    REFERENCE = "Reference"
    CANDIDATE = "Candidate"
    EFFECT = "Effect"
    AMENDMENT = "Amendment"
    FACT = "Fact"
    DOCUMENT = "Document"


class EdgeType(StrEnum):
    """How two nodes hang together."""

    PART_OF = "PART_OF"
    UNDER = "UNDER"
    LOCATED_IN = "LOCATED_IN"
    HAS_MEMBER = "HAS_MEMBER"
    LEADS = "LEADS"
    PARTICIPATES_IN = "PARTICIPATES_IN"
    RESPONSIBLE_FOR = "RESPONSIBLE_FOR"
    OF_MEASURE = "OF_MEASURE"
    CARRIED_BY = "CARRIED_BY"
    HAS_FINDING = "HAS_FINDING"
    VERSION_OF = "VERSION_OF"
    NEXT_VERSION = "NEXT_VERSION"
    BECOMES = "BECOMES"
    CITES = "CITES"
    MENTIONS = "MENTIONS"
    BASED_ON = "BASED_ON"
    IMPLEMENTS = "IMPLEMENTS"
    WILL_ISSUE = "WILL_ISSUE"
    REPEALS = "REPEALS"
    AMENDS = "AMENDS"
    REPLACES = "REPLACES"
    REFERS_TO = "REFERS_TO"
    MADE_IN = "MADE_IN"
    CITED = "CITED"
    CITED_VERSION = "CITED_VERSION"
    CITED_ARTICLE = "CITED_ARTICLE"
    CURRENT_ARTICLE = "CURRENT_ARTICLE"
    AT_EVENT = "AT_EVENT"
    HAS_CANDIDATE = "HAS_CANDIDATE"
    PROPOSES = "PROPOSES"
    EFFECT_FROM = "EFFECT_FROM"
    EFFECT_TO = "EFFECT_TO"
    EFFECT_OF = "EFFECT_OF"
    SAYS_OF = "SAYS_OF"
    STATES = "STATES"
    DERIVED_FROM = "DERIVED_FROM"


class Form(StrEnum):
    """How the RDF value of a property is read."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    BOOLEAN = "boolean"
    CODE = "code"  # a concept: its notation
    ADDRESS = "address"  # an IRI outside the graph, as text
    LOCAL = "local"  # an IRI of a vocabulary: the part after its last / or #


@dataclass(frozen=True, slots=True)
class Property:
    """A property of nodes: `path` is a SPARQL property path from the node, empty for the node itself.

    `language` keeps texts in one language, `many` makes a sorted list of all values; of several values of a property
    that is no list the first in order is kept.
    """

    name: str
    path: str
    form: Form = Form.TEXT
    many: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class NodeKind:
    """Nodes of one kind: their first label, the SPARQL pattern of `?node`, and further labels by the RDF class they need."""

    label: Label
    pattern: str
    properties: tuple[Property, ...]
    also: tuple[tuple[Label, str], ...] = ()
    evidence: bool = False


@dataclass(frozen=True, slots=True)
class EdgeKind:
    """Edges of one type from `?start` to `?end`; `key` names the property that tells parallel edges apart.

    `between` says what may stand at either end; it draws the diagram and is held by a test.
    """

    type: EdgeType
    pattern: str
    between: tuple[tuple[tuple[Label, ...], tuple[Label, ...]], ...]
    properties: tuple[Property, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A labelled node. `content` is a hash of labels and properties: equal nodes have equal hashes."""

    iri: str
    labels: tuple[Label, ...]
    properties: dict[str, Value]
    content: int

    @property
    def label(self) -> Label:
        """What it is, first of all."""
        return self.labels[0]


@dataclass(frozen=True, slots=True)
class Edge:
    """A typed edge between two nodes, known by type, ends and key (empty where there is one such edge at most)."""

    type: EdgeType
    start: str
    end: str
    key: str
    properties: dict[str, Value]
    content: int


def _text(*names: str) -> tuple[Property, ...]:
    """Text properties of our own vocabulary that are called the same in RDF."""
    return tuple(Property(name, f"tz:{name}") for name in names)


_NUMBER = Property("number", "tz:number", Form.INTEGER)
_ORDINAL = Property("ordinal", "tz:ordinal", Form.INTEGER)
_NAME = Property("name", "skos:prefLabel", language="zh")
_OTHER_NAMES = Property("otherNames", "skos:altLabel", many=True)
_GRADE = Property("grade", "tz:grade", Form.CODE)
_TITLES = (Property("title", "eli:title"), Property("titles", "eli:title", many=True))
_HEADING = (*_text("label"), Property("title", "dcterms:title"), Property("name", "rdfs:label"), _ORDINAL)
_PHRASE = (*_text("text"), _ORDINAL)
_UNIT = (_NAME, _OTHER_NAMES, _GRADE)
_PINPOINT = (
    Property("article", "tz:pinpointArticle"),
    Property("paragraph", "tz:pinpointParagraph", Form.INTEGER),
    Property("item", "tz:pinpointItem", Form.INTEGER),
)
_PLACE_IN_TEXT = (_ORDINAL, Property("start", "tz:start", Form.INTEGER), Property("end", "tz:end", Form.INTEGER))
_SUBDIVISION = "?node a eli:LegalResourceSubdivision"

NODES: tuple[NodeKind, ...] = (
    NodeKind(
        Label.CLASS, "?node a owl:Class",
        (
            Property("name", "", Form.LOCAL),
            Property("labelZh", "rdfs:label", language="zh"),
            Property("labelEn", "rdfs:label", language="en"),
        ),
    ),
    NodeKind(
        Label.PLACE, "?node a tz:Place",
        (_NAME, _OTHER_NAMES, _GRADE, Property("code", "tz:divisionCode")),
    ),
    NodeKind(Label.UNIT, "?node a org:FormalOrganization", _UNIT),
    NodeKind(Label.UNIT_GROUP, "?node a tz:UnitGroup", _UNIT, also=((Label.UNIT, ""),)),
    NodeKind(
        Label.LEDGER, "?node a tz:Ledger", (Property("title", "dcterms:title"), Property("name", "rdfs:label")), evidence=True
    ),
    NodeKind(Label.SECTION, "?node a tz:Section", _HEADING, evidence=True),
    NodeKind(Label.TASK, "?node a tz:Task", _HEADING, evidence=True),
    NodeKind(
        Label.MEASURE, "?node a tz:Measure",
        (_NUMBER, _ORDINAL, *_text("text", "label"), Property("name", "rdfs:label"),
            Property("modality", "tz:modality", Form.CODE), Property("measurePart", "tz:measurePart", Form.INTEGER),
            Property("numbered", "tz:numbered", Form.BOOLEAN), Property("openEnded", "tz:openEnded", Form.BOOLEAN),
        ),
        evidence=True,
    ),
    NodeKind(
        Label.ASSIGNMENT, "?node a tz:Assignment",
        (Property("role", "tz:role", Form.CODE), *_text("printedUnit"), _ORDINAL, Property("implied", "tz:implied", Form.BOOLEAN)),
        evidence=True,
    ),
    NodeKind(
        Label.DEADLINE, "?node a tz:Deadline",
        (
            Property("kind", "tz:deadlineKind", Form.CODE), Property("date", "tz:latestDate", Form.DATE),
            *_text("frequency"), Property("minTimes", "tz:minTimes", Form.INTEGER),
            Property("rrule", "ical:rrule"), *_PHRASE,
        ),
        evidence=True,
    ),
    NodeKind(
        Label.INDICATOR, "?node a tz:Indicator",
        (
            Property("quantity", "tz:quantity", Form.DECIMAL), Property("unit", "tz:unitText"),
            Property("comparator", "tz:comparator", Form.CODE), *_text("per"), *_PHRASE,
        ),
        evidence=True,
    ),
    NodeKind(
        Label.MODAL_CLAUSE, "?node a tz:ModalClause",
        (Property("modality", "tz:modality", Form.CODE), *_PHRASE), evidence=True,
    ),
    NodeKind(Label.BEARER, "?node a tz:Bearer", _PHRASE, evidence=True),
    NodeKind(Label.VAGUE_TIME, "?node a tz:VagueTime", _PHRASE, evidence=True),
    NodeKind(Label.MECHANISM, "?node a tz:Mechanism", _PHRASE, evidence=True),
    NodeKind(
        Label.CORRECTION, "?node a tz:Correction",
        (
            *_text("rule", "what", "printedValue", "reconciledValue"), _ORDINAL,
            Property("reasonZh", "tz:reason", language="zh"), Property("reasonEn", "tz:reason", language="en"),
            Property("confidence", "tz:confidence", Form.CODE),
        ),
        evidence=True,
    ),
    NodeKind(
        Label.FINDING, "?node a tz:Finding",
        (
            *_text("code"), Property("severity", "tz:severity", Form.CODE),
            Property("textZh", "rdfs:comment", language="zh"), Property("textEn", "rdfs:comment", language="en"),
        ),
        evidence=True,
    ),
    NodeKind(
        Label.REGULATION, "?node a eli:LegalResource . FILTER NOT EXISTS { ?node a tz:Version }",
        (
            *_TITLES, Property("numbers", "eli:id_local", many=True), _OTHER_NAMES,
            Property("publishers", "dcterms:publisher", many=True),
            Property("level", "eli:type_document", Form.CODE),
            Property("endedOn", "eli:date_no_longer_in_force", Form.DATE),
            Property("made", "eli:version_date", Form.DATE),
            Property("inForceFrom", "tz:inForceFrom", Form.DATE), Property("inForceUntil", "tz:inForceUntil", Form.DATE),
            Property("articleCounts", "tz:articleCount", Form.INTEGER, many=True),
        ),
        also=((Label.MENTIONED, "tz:MentionedInstrument"), (Label.PLANNED, "tz:PlannedInstrument")),
    ),
    NodeKind(
        Label.VERSION, "?node a tz:Version",
        (
            *_TITLES, Property("names", "rdfs:label", many=True), Property("numbers", "eli:id_local", many=True),
            Property("level", "eli:type_document", Form.CODE), *_text("issuer"),
            Property("made", "eli:version_date", Form.DATE),
            Property("inForceFrom", "tz:inForceFrom", Form.DATE), Property("inForceUntil", "tz:inForceUntil", Form.DATE),
            Property("articleCounts", "tz:articleCount", Form.INTEGER, many=True),
        ),
    ),
    NodeKind(
        Label.DIVISION,
        "VALUES ?kind { tz:subdivision-part tz:subdivision-chapter tz:subdivision-section } ?node eli:type_subdivision ?kind",
        (Property("kind", "eli:type_subdivision", Form.CODE), Property("title", "eli:title"), *_PLACE_IN_TEXT),
    ),
    NodeKind(
        Label.ARTICLE,
        f"{_SUBDIVISION} OPTIONAL {{ ?node eli:type_subdivision ?kind }} FILTER(!BOUND(?kind) || ?kind = tz:subdivision-article)",
        (
            Property("label", "eli:number"), *_text("text"), *_PLACE_IN_TEXT,
            Property("change", "tz:articleChange", Form.CODE),
        ),
    ),
    NodeKind(
        Label.ANNEX, "?node eli:type_subdivision tz:subdivision-annex",
        (Property("label", "eli:number"), *_text("text"), *_PLACE_IN_TEXT),
    ),
    NodeKind(
        Label.EVENT, "?node a tz:Event",
        (
            Property("kind", "tz:eventKind", Form.CODE), Property("date", "tz:date", Form.DATE), *_text("by"),
            Property("numbers", "eli:id_local", many=True),
        ),
        evidence=True,
    ),
    NodeKind(
        Label.CITATION, "?node a tz:Citation",
        (
            Property("relation", "tz:relation", Form.CODE), *_text("printedTitle", "fullTitle", "printedNumber", "part"),
            *_PINPOINT, Property("status", "tz:status", Form.CODE), Property("resolution", "tz:resolution", Form.CODE),
            Property("drift", "tz:pinpointDrift", Form.CODE),
        ),
        evidence=True,
    ),
    NodeKind(Label.REFERENCE, "?node a tz:Reference", _PINPOINT, evidence=True),
    NodeKind(
        Label.CANDIDATE, "?node a tz:Candidate",
        (_ORDINAL, Property("score", "tz:score", Form.DECIMAL)),
    ),
    NodeKind(
        Label.EFFECT, "?node a tz:Effect",
        (
            Property("type", "tz:effectType", Form.CODE), Property("date", "tz:effectDate", Form.DATE),
            Property("article", "tz:pinpointArticle"), *_text("newArticle", "printedTitle"),
            Property("action", "tz:action", Form.CODE),
        ),
        also=((Label.AMENDMENT, "tz:Amendment"),), evidence=True,
    ),
    NodeKind(
        Label.FACT, "?node a owl:Axiom",
        (
            Property("property", "owl:annotatedProperty", Form.LOCAL),
            Property("pages", "dcterms:source", Form.ADDRESS, many=True), _GRADE,
        ),
    ),
    NodeKind(
        Label.DOCUMENT, "?node a cnt:ContentAsText",
        (Property("name", "rdfs:label"), *_text("sha256", "encoding")),
    ),
)  # fmt: skip

_INSTRUMENT = (Label.REGULATION, Label.VERSION)
_PROVISION = (Label.ARTICLE, Label.ANNEX)
_CITING = (Label.MEASURE, *_PROVISION, Label.VERSION)
_STATED = (*_CITING, Label.REGULATION)
_CITABLE = (*_INSTRUMENT, Label.ARTICLE)
_CHILDREN = (
    Label.ASSIGNMENT, Label.DEADLINE, Label.INDICATOR, Label.MODAL_CLAUSE, Label.BEARER, Label.VAGUE_TIME, Label.MECHANISM,
    Label.CORRECTION, Label.CITATION,
)  # fmt: skip


def _plain(type_: EdgeType, predicate: str, starts: tuple[Label, ...], ends: tuple[Label, ...]) -> EdgeKind:
    """Edges that are one triple in RDF."""
    return EdgeKind(type_, f"?start {predicate} ?end", ((starts, ends),))


EDGES: tuple[EdgeKind, ...] = (
    EdgeKind(
        EdgeType.PART_OF, "?start dcterms:isPartOf|eli:is_part_of ?end",
        (
            ((Label.MEASURE, Label.TASK), (Label.TASK, Label.SECTION, Label.LEDGER)),
            ((Label.SECTION,), (Label.SECTION, Label.LEDGER)),
            ((Label.EVENT, Label.DIVISION, *_PROVISION), _INSTRUMENT),
            ((Label.PLACE,), (Label.PLACE,)),
        ),
    ),
    _plain(EdgeType.UNDER, "tz:division", _PROVISION, (Label.DIVISION,)),
    _plain(EdgeType.LOCATED_IN, "tz:place", (Label.UNIT, Label.UNIT_GROUP, Label.LEDGER, *_INSTRUMENT), (Label.PLACE,)),
    _plain(EdgeType.HAS_MEMBER, "tz:member", (Label.UNIT_GROUP,), (Label.UNIT, Label.UNIT_GROUP)),
    _plain(EdgeType.LEADS, "tz:leads", (Label.UNIT, Label.UNIT_GROUP), (Label.MEASURE,)),
    _plain(EdgeType.PARTICIPATES_IN, "tz:participatesIn", (Label.UNIT, Label.UNIT_GROUP), (Label.MEASURE,)),
    _plain(EdgeType.RESPONSIBLE_FOR, "tz:responsibleFor", (Label.UNIT, Label.UNIT_GROUP), (Label.MEASURE,)),
    _plain(EdgeType.OF_MEASURE, "tz:measure", _CHILDREN, (Label.MEASURE,)),
    _plain(EdgeType.CARRIED_BY, "tz:unit", (Label.ASSIGNMENT,), (Label.UNIT, Label.UNIT_GROUP)),
    _plain(EdgeType.HAS_FINDING, "tz:finding", (Label.LEDGER,), (Label.FINDING,)),
    _plain(EdgeType.VERSION_OF, "eli:is_member_of", _INSTRUMENT, (Label.REGULATION,)),
    _plain(EdgeType.NEXT_VERSION, "tz:nextVersion", _INSTRUMENT, _INSTRUMENT),
    _plain(EdgeType.BECOMES, "tz:becomes", (Label.ARTICLE,), (Label.ARTICLE,)),
    EdgeKind(
        EdgeType.CITES,
        "?edge a tz:Citation ; tz:citing ?start ; tz:cited ?end", ((_CITING, (Label.REGULATION,)),),
        (
            Property("citation", "", Form.ADDRESS), Property("relation", "tz:relation", Form.CODE), *_PINPOINT,
            Property("status", "tz:status", Form.CODE),
        ),
        key="citation",
    ),
    _plain(EdgeType.MENTIONS, "eli:cites", _STATED, _CITABLE),
    _plain(EdgeType.BASED_ON, "eli:based_on", _STATED, _CITABLE),
    _plain(EdgeType.IMPLEMENTS, "eli:ensures_implementation_of", _STATED, _CITABLE),
    _plain(EdgeType.WILL_ISSUE, "tz:willIssue", (Label.MEASURE,), _CITABLE),
    _plain(EdgeType.REPEALS, "eli:repeals", _STATED, _CITABLE),
    _plain(EdgeType.AMENDS, "eli:amends", _STATED, _CITABLE),
    _plain(EdgeType.REPLACES, "dcterms:replaces", _INSTRUMENT, _INSTRUMENT),
    _plain(EdgeType.REFERS_TO, "eli:refers_to", (*_PROVISION, Label.VERSION), (Label.ARTICLE,)),
    _plain(EdgeType.MADE_IN, "tz:citing", (Label.CITATION, Label.REFERENCE), _CITING),
    _plain(EdgeType.CITED, "tz:cited", (Label.CITATION,), (Label.REGULATION,)),
    _plain(EdgeType.CITED_VERSION, "tz:citedVersion", (Label.CITATION,), _INSTRUMENT),
    _plain(EdgeType.CITED_ARTICLE, "tz:citedArticle", (Label.CITATION, Label.REFERENCE), (Label.ARTICLE,)),
    _plain(EdgeType.CURRENT_ARTICLE, "tz:currentArticle", (Label.CITATION,), (Label.ARTICLE,)),
    _plain(EdgeType.AT_EVENT, "tz:event", (Label.CITATION,), (Label.EVENT,)),
    _plain(EdgeType.HAS_CANDIDATE, "tz:candidate", (Label.CITATION,), (Label.CANDIDATE,)),
    _plain(EdgeType.PROPOSES, "tz:instrument", (Label.CANDIDATE,), (Label.REGULATION,)),
    _plain(EdgeType.EFFECT_FROM, "tz:effectFrom", (Label.EFFECT,), _CITABLE),
    _plain(EdgeType.EFFECT_TO, "tz:effectTo", (Label.EFFECT,), _CITABLE),
    _plain(EdgeType.EFFECT_OF, "tz:effectOf", (Label.EFFECT,), (Label.CITATION,)),
    _plain(
        EdgeType.SAYS_OF, "owl:annotatedSource", (Label.FACT,), (*_CITABLE, Label.EFFECT),
    ),
    _plain(EdgeType.STATES, "owl:annotatedTarget", (Label.FACT,), (*_CITABLE, Label.PLACE)),
    _plain(EdgeType.DERIVED_FROM, "prov:wasDerivedFrom", (Label.LEDGER, Label.VERSION), (Label.DOCUMENT,)),
)  # fmt: skip

#: The form of each property by its name: a name means one thing on every node and edge.
FORMS: dict[str, Property] = {
    **{found.name: found for kind in NODES for found in kind.properties},
    **{found.name: found for kind in EDGES for found in kind.properties},
    "words": Property("words", "", many=True),
}
