"""What citations point at: work, version, article, and the changes that repeals and amendments make.

These statements depend on every text in the graph, so they live in a graph of their own that is worked out anew
after each load: a text that arrives later resolves what was waiting for it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import groupby, pairwise, zip_longest
from typing import Protocol

from pyoxigraph import NamedNode, Triple

from ..ontology.iris import Iris
from ..ontology.register import Register
from ..ontology.vocabulary import NS, concept
from .drift import Article, Fate, fates
from .model import Relation
from .terms import node_of, triple, zh
from .works import Found, Version, Work, Works, jurisdiction, key, with_ends

#: The named graph of links.
LINKS = "links"

_SHORTCUT = {
    Relation.CITES: "eli:cites",
    Relation.IMPLEMENTS: "eli:ensures_implementation_of",
    Relation.WILL_ISSUE: "tz:willIssue",
    Relation.BASED_ON: "eli:based_on",
    Relation.REPEALS: "eli:repeals",
}


class Statements(Protocol):
    """What links are worked out from."""

    def rows(self, query: str) -> Iterator[tuple[str | None, ...]]:
        """The answer to a SELECT query, each value as an IRI or a lexical form."""


@dataclass(slots=True)
class Mentioned:
    """A citation as the graph holds it."""

    node: str
    citing: str
    relation: Relation
    title: str
    full_title: str
    number: str | None
    article: str | None
    event: str
    measure: bool


@dataclass(frozen=True, slots=True)
class Amended:
    """An instruction of an amending text as the graph holds it."""

    node: str
    version: str
    title: str


@dataclass(slots=True)
class Texts:
    """Everything links need to know, read from the graph once."""

    works: Works
    citations: list[Mentioned]
    #: version -> work
    work_of: dict[str, str]
    #: measure -> place
    place_of: dict[str, str]
    #: event -> its day
    dates: dict[str, date]
    amendments: list["Amended"]
    #: version, or work of the register -> article label -> article; filled for what is cited by article
    articles: dict[str, dict[str, str]] = field(default_factory=dict)


def link_triples(statements: Statements, register: Register, aliases: dict[str, str], iris: Iris) -> Iterator[Triple]:
    """Every triple of the graph of links."""
    return _Linker(_read(statements, register, aliases, iris), statements, register, iris).write()


@lru_cache(maxsize=200_000)
def version_of(citing: str) -> str:
    """The version whose article or annex (or which itself) makes a citation."""
    return citing.partition("/art/")[0].partition("/annex-")[0]


# -- reading the graph: the queries leave out what the links themselves say of instruments

_CITATIONS = """
SELECT ?node ?citing ?relation ?title ?full ?number ?article ?event WHERE {
  ?node a tz:Citation ; tz:citing ?citing ; tz:relation ?relation .
  OPTIONAL { ?node tz:printedTitle ?title } OPTIONAL { ?node tz:fullTitle ?full }
  OPTIONAL { ?node tz:printedNumber ?number } OPTIONAL { ?node tz:pinpointArticle ?article }
  OPTIONAL { ?node tz:event ?event } }"""
_TITLES = """
SELECT ?node ?title WHERE { GRAPH ?graph { ?node a eli:LegalResource . { ?node eli:title ?title } UNION
  { ?node skos:altLabel ?title } } FILTER(?graph != <LINKS>) }"""
_NUMBERS = """
SELECT ?node ?number WHERE { GRAPH ?graph { ?part eli:id_local ?number . OPTIONAL { ?part dcterms:isPartOf ?whole } }
  FILTER(?graph != <LINKS>) BIND(COALESCE(?whole, ?part) AS ?node) }"""
_VERSIONS = """
SELECT ?version ?work ?made ?starts WHERE { ?version eli:is_member_of ?work .
  OPTIONAL { ?version eli:version_date ?made } OPTIONAL { ?version eli:first_date_entry_in_force ?starts } }"""
_ARTICLES = "SELECT ?article ?label ?whole WHERE { VALUES ?whole { WHOLES } ?article eli:is_part_of ?whole ; eli:number ?label }"
_TEXTS = """
SELECT ?whole ?article ?label ?ordinal ?text WHERE { VALUES ?whole { WHOLES }
  ?article eli:is_part_of ?whole ; eli:number ?label ; tz:ordinal ?ordinal ; tz:text ?text }"""
_PLACES = "SELECT ?node ?place WHERE { ?node a ?kind ; tz:place ?place VALUES ?kind { tz:Ledger eli:LegalResource } }"
_MEASURES = "SELECT ?measure WHERE { ?measure a tz:Measure }"
_AMENDMENTS = (
    "SELECT ?node ?version ?title WHERE { ?node a tz:Amendment ; tz:effectFrom ?version ; tz:printedTitle ?title }"
)
_DAYS = "SELECT ?event ?day WHERE { ?event a tz:Event ; tz:date ?day }"

_QUERIES = (_CITATIONS, _TITLES, _NUMBERS, _VERSIONS, _ARTICLES, _TEXTS, _PLACES, _MEASURES, _AMENDMENTS, _DAYS)
#: The predicates and kinds that the queries name.
_NAMED = frozenset(str(node_of(curie)) for curie in re.findall(r"\b[a-z]+:[A-Za-z_]+", " ".join(_QUERIES)))
_A = str(node_of("rdf:type"))


def concerns_links(line: str) -> bool:
    """Whether the links depend on an N-Quads line.

    Most lines are evidence, which they never look at; so links can be worked out from a small part of a large graph.
    """
    _, predicate, rest = line.split(" ", 2)
    return rest[: rest.index(" ")] in _NAMED if predicate == _A else predicate in _NAMED


def _read(statements: Statements, register: Register, aliases: dict[str, str], iris: Iris) -> Texts:
    def rows(query: str) -> list[tuple[str, ...]]:
        return _rows(statements, query.replace("<LINKS>", f"<{iris.graph(LINKS)}>"))

    places = {node: place.rpartition("/")[2] for node, place in rows(_PLACES)}
    measures = {measure: places.get(measure.partition("/measure/")[0], "") for (measure,) in rows(_MEASURES)}
    versions = rows(_VERSIONS)
    work_of = {version: work for version, work, _, _ in versions}
    works = _works(rows(_TITLES), rows(_NUMBERS), versions, places)
    citations = [_mentioned(row, measures) for row in rows(_CITATIONS)]
    dates = {event: day for event, text in rows(_DAYS) if (day := _day(text))}
    amendments = [Amended(*row) for row in rows(_AMENDMENTS)]
    return Texts(Works(works, register, aliases, iris), citations, work_of, measures, dates, amendments)


def _rows(statements: Statements, query: str) -> list[tuple[str, ...]]:
    """Rows in a fixed order, unbound values empty."""
    return sorted(tuple(value or "" for value in row) for row in statements.rows(query))


def _mentioned(row: tuple[str, ...], measures: dict[str, str]) -> Mentioned:
    node, citing, relation, title, full, number, article, event = row
    meant = Relation(relation.removeprefix(f"{NS}relation-"))
    return Mentioned(node, citing, meant, title, full, number or None, article or None, event, citing in measures)


def _works(
    titles: list[tuple[str, ...]],
    numbers: list[tuple[str, ...]],
    versions: list[tuple[str, ...]],
    places: dict[str, str],
) -> list[Work]:
    """The works of the register and of the law texts, each with its versions."""
    work_of = {version: work for version, work, _, _ in versions}
    works: dict[str, Work] = {}
    for node, title in titles:
        name = work_of.get(node, node)
        titled = works.setdefault(name, Work(name, place=places.get(name)))
        titled.named = titled.named or name == node
        if title not in titled.titles:
            titled.titles.append(title)
    for titled in works.values():
        if not titled.named:  # rows come by version from the oldest on: the newest spells the title best
            titled.titles.reverse()
    for node, number in numbers:
        known = works.get(work_of.get(node, node))
        if known and number not in known.numbers:
            known.numbers.append(number)
    for version, rows in groupby(versions, key=lambda row: row[0]):
        # A text gives one entry into force; the register may know another: the later one belongs to this wording.
        dated = [(work, _day(made), _day(starts)) for _, work, made, starts in rows]
        work, made, _ = dated[0]
        made = made or _day(version.rpartition("/")[2])
        starts = max((day for day in (made, *(starts for _, _, starts in dated)) if day), default=None)
        if work in works:
            works[work].versions.append(Version(version, made, starts))
    return list(works.values())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


# -- writing the links


@dataclass(slots=True)
class _Linker:
    texts: Texts
    statements: Statements
    register: Register
    iris: Iris
    #: title key -> IRI minted from the number that some text prints beside that title
    numbered: dict[str, str] = field(default_factory=dict)
    mentioned: dict[str, Mentioned] = field(default_factory=dict)
    #: instrument that is only mentioned -> the number that some text prints
    printed_numbers: dict[str, str] = field(default_factory=dict)
    #: instrument -> first day on which it is no longer in force
    ended: dict[str, date] = field(default_factory=dict)

    def write(self) -> Iterator[Triple]:
        found = [(citation, self._find(citation)) for citation in self.texts.citations]
        self._number_the_unknown(found)
        self._repeals(found)
        for work in self.texts.works.by_iri.values():
            with_ends(work)
        self._read_articles(found)
        for citation, result in found:
            yield from self._link(citation, result)
        yield from self._amendments()
        yield from self._changes()
        yield from self._drift(found)
        for node, citation in sorted(self.mentioned.items()):
            yield from self._mentioned(node, citation)
        for node, day in sorted(self.ended.items()):
            if self._lives_on(node):
                continue
            yield triple(node, "eli:date_no_longer_in_force", day - timedelta(days=1))
        for work in self.texts.works.by_iri.values():
            yield from _succession(work)

    # what a citation means

    def _find(self, citation: Mentioned) -> Found:
        work = self._citing_work(citation)
        title = work.titles[0] if work and work.titles else ""
        return self.texts.works.find(
            citation.full_title or citation.title, citation.number, self._place(citation), title
        )

    def _version(self, citation: Mentioned) -> str | None:
        """The version that makes a citation; None for a measure."""
        return None if citation.measure else version_of(citation.citing)

    def _citing_work(self, citation: Mentioned) -> Work | None:
        version = self._version(citation)
        return self.texts.works.by_iri.get(self.texts.work_of.get(version, "")) if version else None

    def _citing_version(self, citation: Mentioned) -> Version | None:
        work, iri_ = self._citing_work(citation), self._version(citation)
        return next((version for version in work.versions if version.iri == iri_), None) if work else None

    def _place(self, citation: Mentioned) -> str | None:
        if citation.measure:
            return self.texts.place_of.get(citation.citing) or None
        work = self._citing_work(citation)
        return work.place if work else None

    def _number_the_unknown(self, found: list[tuple[Mentioned, Found]]) -> None:
        """A title that only one number is ever printed beside is one instrument, with the number or without."""
        numbers: dict[str, set[str]] = defaultdict(set)
        for citation, result in found:
            if result.iri is None and citation.number and citation.title:
                numbers[key(citation.full_title or citation.title)].add(self._mint(citation))
        self.numbered = {title: next(iter(iris)) for title, iris in numbers.items() if len(iris) == 1}

    def _mint(self, citation: Mentioned) -> str:
        where = jurisdiction(self.register, citation.number, self._place(citation)) if citation.number else None
        return self.iris.regulation(citation.full_title or citation.title, citation.number, where)

    def _target(self, citation: Mentioned, result: Found) -> str:
        """The instrument a citation points at: the one found, else one described by the mention alone."""
        if result.iri:
            return result.iri
        works, node = self.texts.works.by_iri, self.numbered.get(key(citation.full_title or citation.title))
        node = node or self._mint(citation)
        if node in works:  # an order number that two titles share
            node = self.iris.law(citation.full_title or citation.title or citation.number or "")
        if node in works:  # one of several texts that may be meant
            node = f"{node}-mentioned"
        if citation.number:
            self.printed_numbers.setdefault(node, citation.number)
        best = self.mentioned.setdefault(node, citation)
        if len(citation.full_title or citation.title) > len(best.full_title or best.title):
            self.mentioned[node] = citation
        return node

    # when texts end

    def _repeals(self, found: list[tuple[Mentioned, Found]]) -> None:
        """A text that says that another falls away ends it; one of its own title it merely replaces."""
        for citation, result in found:
            if citation.relation is not Relation.REPEALS or citation.article or not result.iri:
                continue
            work, version = self.texts.works.by_iri[result.iri], self._citing_version(citation)
            if version and version.starts and self.texts.work_of.get(version.iri) != work.iri:
                work.repealed = min(work.repealed or version.starts, version.starts)
                self.ended[work.iri] = work.repealed

    def _lives_on(self, node: str) -> bool:
        """Whether a text of the same title was made after the repeal."""
        work = self.texts.works.by_iri.get(node)
        return bool(work and work.versions and work.versions[-1].ends is None)

    # triples

    def _read_articles(self, found: list[tuple[Mentioned, Found]]) -> None:
        """The articles of the versions, and works, that some citation names an article of."""
        wanted = set()
        for citation, result in found:
            if citation.article and result.iri:
                version = self._cited_version(citation, result.iri)
                wanted |= {result.iri, version.iri} if version else {result.iri}
        query = _ARTICLES.replace("WHOLES", " ".join(f"<{whole}>" for whole in sorted(wanted)))
        for article, label, whole in _rows(self.statements, query):
            self.texts.articles.setdefault(whole, {}).setdefault(label, article)

    def _cited_version(self, citation: Mentioned, target: str) -> Version | None:
        """The version in force when the citing text was made."""
        work, citing = self.texts.works.by_iri.get(target), self._citing_version(citation)
        return work.version_on(citing.made if citing else None) if work else None

    def _link(self, citation: Mentioned, result: Found) -> Iterator[Triple]:
        node, target = citation.node, self._target(citation, result)
        yield triple(node, "tz:cited", NamedNode(target))
        yield triple(node, "tz:status", NamedNode(concept("status", result.status)))
        yield triple(node, "tz:resolution", NamedNode(concept("resolution", result.resolution)))
        yield from self._shortcut(citation, target)
        for rank, candidate in enumerate(result.candidates, 1):
            child = f"{node}/candidate/{rank}"
            yield triple(node, "tz:candidate", NamedNode(child))
            yield triple(child, "rdf:type", node_of("tz:Candidate"))
            yield triple(child, "tz:ordinal", rank)
            yield triple(child, "tz:instrument", NamedNode(candidate.iri))
            yield triple(child, "tz:score", Decimal(str(candidate.score)))
        yield from self._pinpoint(citation, target)
        yield from self._effect(citation, target)

    def _shortcut(self, citation: Mentioned, target: str) -> Iterator[Triple]:
        """One edge for easy queries. A repeal of a predecessor of the same title, or of one article, repeals no work."""
        version = self._version(citation)
        own = self.texts.work_of.get(version) if version else None
        if citation.relation is Relation.AMENDED_BY:
            yield triple(target, "eli:amends", NamedNode(own or citation.citing))
        elif citation.relation is not Relation.REPEALS or not (citation.article or target == own):
            yield triple(citation.citing, _SHORTCUT[citation.relation], NamedNode(target))

    def _pinpoint(self, citation: Mentioned, target: str) -> Iterator[Triple]:
        """The version in force when the citing text was made, and the article it has under that number."""
        version = self._cited_version(citation, target)
        if version:
            yield triple(citation.node, "tz:citedVersion", NamedNode(version.iri))
        if not citation.article:
            return
        article = self.texts.articles.get(version.iri if version else "", {}).get(citation.article)
        article = article or self.texts.articles.get(target, {}).get(citation.article)
        if article:
            yield triple(citation.node, "tz:citedArticle", NamedNode(article))
            if citation.relation in _SHORTCUT:
                yield triple(citation.citing, _SHORTCUT[citation.relation], NamedNode(article))

    def _amendments(self) -> Iterator[Triple]:
        """Which work the instructions of amending texts change, and from which day."""
        works = self.texts.works
        for amended in self.texts.amendments:
            citing = works.by_iri.get(self.texts.work_of.get(amended.version, ""))
            result = works.find(amended.title, None, citing.place if citing else None)
            target = result.iri or self.iris.law(amended.title)
            yield triple(amended.node, "tz:effectTo", NamedNode(target))
            made = next((v for v in citing.versions if v.iri == amended.version), None) if citing else None
            if made and made.starts:
                yield triple(amended.node, "tz:effectDate", made.starts)
            if citing:
                yield triple(amended.version, "eli:amends", NamedNode(target))

    def _changes(self) -> Iterator[Triple]:
        """What each article of a version becomes in the version that follows."""
        for work in self.texts.works.by_iri.values():
            if len(work.versions) < 2:
                continue
            texts = self._texts({version.iri for version in work.versions})
            for version, following in pairwise(work.versions):
                if texts.get(version.iri) and texts.get(following.iri):
                    for node, fate in fates(texts[version.iri], texts[following.iri]).items():
                        yield triple(node, "tz:articleChange", NamedNode(concept("drift", fate.change)))
                        if fate.now:
                            yield triple(node, "tz:becomes", NamedNode(fate.now.iri))

    def _drift(self, found: list[tuple[Mentioned, Found]]) -> Iterator[Triple]:
        """What each cited article of a version that is no longer the newest has become in the newest."""
        moved: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        for citation, result in found:
            version = self._cited_version(citation, result.iri or "")
            newest = self.texts.works.by_iri[result.iri].versions[-1] if version and result.iri else None
            article = self.texts.articles.get(version.iri, {}).get(citation.article or "") if version else None
            if version and newest and article and newest.iri != version.iri:
                moved[version.iri, newest.iri].append((citation.node, article))
        texts = self._texts({version for pair in moved for version in pair})
        for (old, new), cited in sorted(moved.items()):
            if texts.get(old) and texts.get(new):
                became = fates(texts[old], texts[new])
                for node, article in cited:
                    yield from _drifted(node, became[article])

    def _texts(self, versions: set[str]) -> dict[str, list[Article]]:
        """The articles with their texts of some versions."""
        found: dict[str, list[Article]] = defaultdict(list)
        query = _TEXTS.replace("WHOLES", " ".join(f"<{version}>" for version in sorted(versions)))
        for whole, article, label, ordinal, text in _rows(self.statements, query):
            found[whole].append(Article(article, label, text, int(ordinal)))
        return found

    def _effect(self, citation: Mentioned, target: str) -> Iterator[Triple]:
        """The change a repeal or an amendment makes: from, to, kind, article, date, and the words that state it."""
        citing = self._citing_version(citation)
        if citing is None or citation.relation not in (Relation.REPEALS, Relation.AMENDED_BY):
            return
        node = f"{citation.node}/effect"
        own_work = self.texts.work_of.get(citing.iri)
        if citation.relation is Relation.REPEALS:
            kind = "replacement" if target == own_work else "repeal"
            source, changed, day = citing.iri, target, citing.starts
        else:
            kind, source, changed = "amendment", target, own_work or citing.iri
            day = self.texts.dates.get(citation.event)
        yield triple(node, "rdf:type", node_of("tz:Effect"))
        yield triple(node, "tz:effectFrom", NamedNode(source))
        yield triple(node, "tz:effectTo", NamedNode(changed))
        yield triple(node, "tz:effectType", NamedNode(concept("effect", kind)))
        yield triple(node, "tz:effectOf", NamedNode(citation.node))
        if citation.article:
            yield triple(node, "tz:pinpointArticle", citation.article)
        elif kind == "repeal" and day:
            self.ended[target] = min(day, self.ended.get(target, day))
        if day:
            yield triple(node, "tz:effectDate", day)

    def _mentioned(self, node: str, citation: Mentioned) -> Iterator[Triple]:
        """An instrument no text and no register describes is described by what is said of it."""
        title, number = citation.full_title or citation.title, self.printed_numbers.get(node)
        yield triple(node, "rdf:type", node_of("eli:LegalResource"))
        planned = citation.relation is Relation.WILL_ISSUE
        yield triple(node, "rdf:type", node_of("tz:PlannedInstrument" if planned else "tz:MentionedInstrument"))
        yield triple(node, "eli:title", zh(title or number or ""))
        yield triple(node, "rdfs:label", zh(title or number or ""))
        if number:
            yield triple(node, "eli:id_local", number)


def _drifted(node: str, fate: Fate) -> Iterator[Triple]:
    yield triple(node, "tz:pinpointDrift", NamedNode(concept("drift", fate.change)))
    if fate.now:
        yield triple(node, "tz:currentArticle", NamedNode(fate.now.iri))


def _succession(work: Work) -> Iterator[Triple]:
    """What to call the work, from when to when each version is in force, and which follows which."""
    if work.titles and not work.named:
        yield triple(work.iri, "eli:title", zh(work.titles[0]))
        yield triple(work.iri, "rdfs:label", zh(work.titles[0]))
    for version, following in zip_longest(work.versions, work.versions[1:]):
        if version.starts:
            yield triple(version.iri, "tz:inForceFrom", version.starts)
        if version.ends:
            yield triple(version.iri, "tz:inForceUntil", version.ends)
        if following:
            yield triple(version.iri, "tz:nextVersion", NamedNode(following.iri))
