"""What impact needs of a graph, read once and kept: who cites what with which words, who carries which measure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from pyoxigraph import QuerySolutions

from ..ontology.errors import NothingFound, Text
from ..ontology.vocabulary import BASE, NS
from .alignment import Change
from .drift import Article, Fate, fates
from .links import version_of
from .model import Relation
from .store import Store
from .works import key, spelled

_CITATIONS = """
SELECT ?node ?citing ?relation ?cited ?label ?part WHERE {
  ?node a tz:Citation ; tz:citing ?citing ; tz:relation ?relation ; tz:cited ?cited .
  OPTIONAL { ?node tz:pinpointArticle ?label } OPTIONAL { ?node tz:part ?part } }"""
_REFERENCES = """
SELECT ?node ?citing ?cited ?label ?part WHERE { ?citing eli:is_part_of <VERSION> ; eli:number ?part .
  ?node tz:citing ?citing ; a tz:Reference ; tz:citedArticle ?cited . ?cited eli:number ?label }"""
#: The words of some nodes; an annotation's own parts are found by their names, which is faster than by its links.
_QUOTES = """
SELECT ?node ?words ?document ?start ?end WHERE { VALUES (?node ?target ?position) { NODES }
  ?target oa:hasSource ?document ; oa:hasSelector ?quote . ?quote oa:exact ?words .
  ?position oa:start ?start ; oa:end ?end }"""
_EVERY_QUOTE = "SELECT ?target ?words WHERE { ?quote oa:exact ?words . ?target oa:hasSelector ?quote }"
_EVERY_START = "SELECT ?position ?start WHERE { ?position oa:start ?start }"
_EVERY_END = "SELECT ?position ?end WHERE { ?position oa:end ?end }"
_EVERY_SOURCE = "SELECT ?target ?document WHERE { ?target oa:hasSource ?document }"
#: What the register knows of instruments whose texts are not here, with the page that says so.
_REGISTER = """
SELECT ?fact ?from ?relation ?to ?source ?grade WHERE { GRAPH <REGISTER> {
  VALUES (?link ?relation) { (eli:based_on "based_on") (eli:cites "cites") (eli:repeals "repeals") (eli:amends "amends")
    (eli:ensures_implementation_of "implements") }
  ?fact owl:annotatedProperty ?link ; owl:annotatedSource ?from ; owl:annotatedTarget ?to ; dcterms:source ?source .
  ?fact tz:grade ?graded } ?graded skos:notation ?grade }"""
_WORKS = "SELECT ?work ?title WHERE { ?work a eli:LegalResource . { ?work eli:title ?title } UNION { ?work skos:altLabel ?title } }"
_NUMBERS = """
SELECT ?node ?number WHERE { ?part eli:id_local ?number . OPTIONAL { ?part dcterms:isPartOf ?whole }
  BIND(COALESCE(?whole, ?part) AS ?node) }"""
_LABELS = "SELECT ?article ?label WHERE { GRAPH <REGISTER> { ?article eli:number ?label } }"
_VERSIONS = """
SELECT ?version ?work ?from ?until WHERE { ?version eli:is_member_of ?work .
  OPTIONAL { ?version tz:inForceFrom ?from } OPTIONAL { ?version tz:inForceUntil ?until } }"""
_ENDED = "SELECT ?work ?day WHERE { ?work eli:date_no_longer_in_force ?day }"
_MEASURES = "SELECT ?measure ?number ?text WHERE { ?measure a tz:Measure ; tz:number ?number ; tz:text ?text }"
_LEDGERS = "SELECT ?ledger ?title WHERE { ?ledger a tz:Ledger ; dcterms:title ?title }"
_ASSIGNMENTS = """
SELECT ?measure ?unit ?role ?node WHERE {
  ?node a tz:Assignment ; tz:measure ?measure ; tz:unit ?unit ; tz:role/skos:notation ?role }"""
_UNITS = """
SELECT ?unit ?name WHERE { VALUES ?kind { org:FormalOrganization tz:UnitGroup } ?unit a ?kind ; skos:prefLabel ?name }"""
_DEADLINES = """
SELECT ?measure ?node ?latest ?frequency ?text WHERE { ?node a tz:Deadline ; tz:measure ?measure ; tz:text ?text .
  OPTIONAL { ?node tz:latestDate ?latest } OPTIONAL { ?node tz:frequency ?frequency } }"""
_FATES = """
SELECT ?article ?change ?became WHERE { ?article eli:is_part_of <OLD> ; tz:articleChange ?change .
  OPTIONAL { ?article tz:becomes ?became } }"""
_ARTICLES = """
SELECT ?article ?label ?ordinal ?text WHERE { ?article eli:is_part_of <VERSION> ; eli:number ?label ; tz:ordinal ?ordinal ; tz:text ?text }"""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words in a source document: `document` is its IRI, `start` and `end` are code points."""

    words: str
    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """Where the register has a statement from: the address, and the grade of the source (O, N, M, X, L)."""

    address: str
    grade: str


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation: who cites (a measure, an article or a version), how, which work and article, and where it stands.

    `part` is the label of the citing article, info, preamble or 附件N; empty for a measure.
    """

    node: str
    citing: str
    relation: Relation
    work: str
    article: str | None
    part: str


@dataclass(frozen=True, slots=True)
class Carried:
    """A unit carries a measure in a role."""

    unit: str
    role: str
    node: str


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline of a measure."""

    node: str
    latest: date | None
    frequency: str | None
    text: str


@dataclass(frozen=True, slots=True)
class VersionSpan:
    """From when to when a version is in force, as far as it is known."""

    iri: str
    starts: date | None
    ends: date | None


@dataclass(frozen=True, slots=True)
class MeasureText:
    """A measure with its number and words."""

    iri: str
    number: int
    text: str
    ledger: str


@dataclass(slots=True)
class ImpactIndex:
    """The graph as impact sees it. Read it with `read_index`; it does not change afterwards."""

    store: Store
    titles: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    numbers: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    versions: dict[str, list[VersionSpan]] = field(default_factory=lambda: defaultdict(list))
    work_of: dict[str, str] = field(default_factory=dict)
    ended: dict[str, date] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    shared_titles: set[str] | None = None
    #: articles of the register -> their labels
    labels: dict[str, str] = field(default_factory=dict)
    citations: dict[str, list[Cited]] = field(default_factory=lambda: defaultdict(list))
    #: work -> what its texts repeal
    repeals: dict[str, list[Cited]] = field(default_factory=lambda: defaultdict(list))
    #: statements of the register -> the page they are from
    pages: dict[str, Page] = field(default_factory=dict)
    #: every quote by the node it proves, when it was read beforehand
    read_quotes: dict[str, Quote] = field(default_factory=dict)
    measures: dict[str, MeasureText] = field(default_factory=dict)
    ledgers: dict[str, str] = field(default_factory=dict)
    carried: dict[str, list[Carried]] = field(default_factory=lambda: defaultdict(list))
    units: dict[str, str] = field(default_factory=dict)
    deadlines: dict[str, list[Due]] = field(default_factory=lambda: defaultdict(list))

    def work_citing(self, citing: str) -> str | None:
        """The work whose text makes a citation; None for a measure."""
        version = version_of(citing)
        return self.work_of.get(version) or (version if version in self.titles else None)

    def in_force(self, version: str, day: date | None) -> bool:
        """Whether a version (or a work without one) is in force on a day.

        Without a day: whether it is the newest version of a work that was not repealed.
        """
        work = self.work_of.get(version, version)
        spans = self.versions.get(work, [])
        span = next((span for span in spans if span.iri == version), None)
        if span is None:
            ended = self.ended.get(work)
            return ended is None or (day is not None and day <= ended)
        if day is None:
            return span is spans[-1] and work not in self.ended
        return (span.starts is None or span.starts <= day) and (span.ends is None or day <= span.ends)

    def title(self, node: str) -> str:
        """The name of a work, a version or a measure's ledger."""
        work = self.work_of.get(node, node)
        return self.titles[work][0] if self.titles.get(work) else node.removeprefix(f"{BASE}id/")

    def name(self, node: str) -> str:
        """The title of a work or version; with its number where another instrument has the same title."""
        if node not in self.names:
            self.names[node] = self._name(node)
        return self.names[node]

    def _name(self, node: str) -> str:
        work, title = self.work_of.get(node, node), self.title(node)
        if self.shared_titles is None:
            counts = Counter(key(titles[0]) for titles in self.titles.values() if titles)
            self.shared_titles = {plain for plain, count in counts.items() if count > 1}
        number = min(self.numbers.get(work, []), key=lambda number: (len(number), number), default="")
        return f"{title}（{number}）" if number and key(title) in self.shared_titles else title

    def articles(self, version: str) -> tuple[Article, ...]:
        """The articles of a version with their texts, in order."""
        return _articles(self.store, version)

    def fates(self, old: str, new: str) -> dict[str, Fate]:
        """What became of each article of one version in another."""
        return _fates(self.store, old, new)

    def references(self, version: str) -> list[Cited]:
        """Where the articles of a version refer to each other. `work` is the article referred to."""
        return _references(self.store, version)

    def quotes(self, nodes: Iterable[str]) -> dict[str, Quote]:
        """The words that prove each of these nodes."""
        if self.read_quotes:
            return {node: self.read_quotes[node] for node in nodes if node in self.read_quotes}
        wanted = " ".join(
            f"(<{node}> <{node}/evidence/target> <{node}/evidence/position>)" for node in sorted(set(nodes))
        )
        rows = _rows(self.store, _QUOTES.replace("NODES", wanted)) if wanted else []
        return {node: Quote(words, document, int(start), int(end)) for node, words, document, start, end in rows}

    def find_work(self, name: str) -> str:
        """The instrument of an IRI, a number, or a title (or the one title that has these words in it).

        Raises NothingFound when there is none or there are several; the message lists them.
        """
        found = self._exactly(name) or self._containing(name)
        if len(found) == 1:
            return found[0]
        if not found:
            raise NothingFound(Text(f"图谱里没有“{name}”", f"the graph has no instrument {name}"))
        several = "；".join(
            f"{self.title(work)} {' '.join(self.numbers.get(work, [])[:1])}".strip() for work in found[:10]
        )
        raise NothingFound(
            Text(f"“{name}”可指 {len(found)} 件：{several}", f"{name} may be any of {len(found)}: {several}")
        )

    def _exactly(self, name: str) -> list[str]:
        plain = name.strip().strip("<>")
        iri = (
            plain if plain.startswith("http") else f"{BASE}{plain}" if plain.startswith("id/") else f"{BASE}id/{plain}"
        )
        if iri in self.titles:
            return [iri]
        if iri in self.work_of:
            return [self.work_of[iri]]
        number = spelled(plain)
        by_number = sorted(work for work, numbers in self.numbers.items() if number in numbers and work in self.titles)
        wanted = key(plain)
        by_title = sorted(work for work, titles in self.titles.items() if any(key(title) == wanted for title in titles))
        return by_number or by_title

    def _containing(self, name: str) -> list[str]:
        wanted = key(name)
        if not wanted:
            return []
        return sorted(work for work, titles in self.titles.items() if any(wanted in key(title) for title in titles))


def read_index(store: Store, *, quotes: bool = False) -> ImpactIndex:
    """Read the index from a store; with `quotes` every quote too, which a server wants and one question does not."""
    index = ImpactIndex(store)
    versions = _rows(store, _VERSIONS)
    for version, work, starts, ends in versions:
        index.work_of[version] = work
        if not any(span.iri == version for span in index.versions[work]):
            index.versions[work].append(VersionSpan(version, _day(starts), _day(ends)))
    for spans in index.versions.values():
        spans.sort(key=lambda span: (span.starts or date.min, span.iri))
    for work, title in _rows(store, _WORKS):
        if work not in index.work_of and title not in index.titles[work]:
            index.titles[work].append(title)
    for node, number in _rows(store, _NUMBERS):
        index.numbers[index.work_of.get(node, node)].append(number)
    index.labels = dict(_pairs(store, _LABELS.replace("REGISTER", f"{BASE}id/graph/register")))
    index.ended = {work: day for work, text in _rows(store, _ENDED) if (day := _day(text))}
    _read_citations(index)
    _read_register(index)
    _read_measures(index)
    if quotes:
        _read_quotes(index)
    return index


def _read_citations(index: ImpactIndex) -> None:
    for node, citing, relation, cited, label, part in _rows(index.store, _CITATIONS):
        meant = Relation(relation.removeprefix(f"{NS}relation-"))
        _add(index, Cited(node, citing, meant, cited, label or None, part))


def _add(index: ImpactIndex, cited: Cited) -> None:
    index.citations[cited.work].append(cited)
    if cited.relation is Relation.REPEALS and not cited.article and (work := index.work_citing(cited.citing)):
        index.repeals[work].append(cited)


def _read_register(index: ImpactIndex) -> None:
    """The links of the register; what the texts themselves say is in the citations already."""
    stated = {(cited.citing, cited.work) for found in index.citations.values() for cited in found}
    for fact, source, relation, target, page, grade in _rows(
        index.store, _REGISTER.replace("REGISTER", f"{BASE}id/graph/register")
    ):
        index.pages[fact] = Page(page, grade)
        cited_work, article = target.partition("/art/")[0], target.partition("/art/")[2]
        cited_work = index.work_of.get(cited_work, cited_work)
        if relation == "amends" or (source, cited_work) in stated:
            continue
        part = index.labels.get(source, "")
        label = index.labels.get(target) if article else None
        _add(index, Cited(fact, source, Relation(relation), cited_work, label, part))


def _read_quotes(index: ImpactIndex) -> None:
    """Every quote; an annotation's own parts are found by their names."""
    starts = dict(_pairs(index.store, _EVERY_START))
    ends = dict(_pairs(index.store, _EVERY_END))
    sources = dict(_pairs(index.store, _EVERY_SOURCE))
    for target, words in _pairs(index.store, _EVERY_QUOTE):
        note = target.removesuffix("/target")
        span = int(starts[f"{note}/position"]), int(ends[f"{note}/position"])
        index.read_quotes[note.removesuffix("/evidence")] = Quote(words, sources[target], *span)


def _read_measures(index: ImpactIndex) -> None:
    store = index.store
    for measure, number, text in _rows(store, _MEASURES):
        index.measures[measure] = MeasureText(measure, int(number), text, measure.partition("/measure/")[0])
    index.ledgers = dict(_pairs(store, _LEDGERS))
    index.units = dict(_pairs(store, _UNITS))
    for measure, unit, role, node in _rows(store, _ASSIGNMENTS):
        index.carried[measure].append(Carried(unit, role, node))
    for measure, node, latest, frequency, text in _rows(store, _DEADLINES):
        index.deadlines[measure].append(Due(node, _day(latest), frequency or None, text))


def _pairs(store: Store, query: str) -> list[tuple[str, str]]:
    return [(first, second) for first, second in _rows(store, query)]


@lru_cache(maxsize=64)
def _articles(store: Store, version: str) -> tuple[Article, ...]:
    rows = _rows(store, _ARTICLES.replace("VERSION", version))
    return tuple(
        sorted((Article(a, label, text, int(n)) for a, label, n, text in rows), key=lambda a: (a.ordinal, a.iri))
    )


@lru_cache(maxsize=64)
def _references(store: Store, version: str) -> list[Cited]:
    rows = _rows(store, _REFERENCES.replace("VERSION", version))
    return [Cited(node, citing, Relation.CITES, cited, label, part) for node, citing, cited, label, part in rows]


@lru_cache(maxsize=64)
def _fates(store: Store, old: str, new: str) -> dict[str, Fate]:
    """As the load worked them out where one version follows the other, else worked out now."""
    after = {article.iri: article for article in _articles(store, new)}
    known = _rows(store, _FATES.replace("OLD", old))
    if known and all(not became or became in after for _, _, became in known):
        made = {node: Fate(Change(change.removeprefix(f"{NS}drift-")), after.get(now)) for node, change, now in known}
        return {article.iri: made[article.iri] for article in _articles(store, old) if article.iri in made}
    return fates(_articles(store, old), after.values())


def _rows(store: Store, query: str) -> list[tuple[str, ...]]:
    """The rows of a SELECT query as plain strings, sorted; unbound values are empty."""
    answer = store.query(query)
    assert isinstance(answer, QuerySolutions)  # noqa: S101 - every query here is a SELECT
    return sorted(_strings(answer))


def _strings(answer: QuerySolutions) -> Iterator[tuple[str, ...]]:
    for row in answer:
        yield tuple(str(getattr(value, "value", "")) if value is not None else "" for value in row)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
