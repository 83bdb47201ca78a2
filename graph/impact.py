"""What a changed, repealed or new instrument touches: texts, measures, units and deadlines, by which path and why.

The walk starts at the changed work (or at the articles that change) and follows citations against their direction.
Direct citations are judged by `impact_rules.DIRECT`, what lies further by `impact_rules.ONWARD`. Nothing here is
random and everything is sorted, so the same change asked twice gives the same answer.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from ..ontology.errors import NothingFound, Text
from .alignment import Change
from .drift import Fate
from .impact_index import Cited, ImpactIndex, Page, Quote
from .impact_rules import OUT_OF_FORCE, OWN_TEXT, RANK, ChangeKind, Class, Pinpoint, direct, onward, stronger
from .links import version_of
from .model import Relation

#: How many citations the walk follows one after another.
MAX_DISTANCE = 4


class NodeKind(StrEnum):
    """What can be affected."""

    ARTICLE = "article"
    INSTRUMENT = "instrument"
    MEASURE = "measure"
    UNIT = "unit"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class ChangeAsked:
    """The question: which instrument, how it changes, when, which articles (as printed), between which versions.

    Without `on` the newest texts count; with it, the texts in force that day.
    """

    work: str
    kind: ChangeKind
    on: date | None = None
    articles: tuple[str, ...] = ()
    old: str | None = None
    new: str | None = None


@dataclass(frozen=True, slots=True)
class PathStep:
    """One edge of a path: who refers to what, how, and the words (or the page the register names) that prove it."""

    source: str
    source_label: str
    relation: str
    target: str
    target_label: str
    quote: Quote | None
    page: Page | None = None


@dataclass(frozen=True, slots=True)
class Affected:
    """One affected thing; the path leads from it to the changed instrument."""

    node: str
    kind: NodeKind
    label: str
    distance: int
    answer: Class
    because: Text
    path: tuple[PathStep, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A measure that no citation ties to the instrument but whose words are about its subject."""

    node: str
    label: str
    terms: tuple[str, ...]
    text: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """What becomes of one article between the two versions."""

    old: str | None
    new: str | None
    change: Change


@dataclass(frozen=True, slots=True)
class Impact:
    """The answer. `affected` is sorted by class, distance, kind and IRI."""

    asked: ChangeAsked
    title: str
    number: str | None
    articles: tuple[ArticleChange, ...]
    affected: tuple[Affected, ...]
    candidates: tuple[Candidate, ...]

    def of(self, kind: NodeKind) -> tuple[Affected, ...]:
        """The affected things of one kind."""
        return tuple(item for item in self.affected if item.kind is kind)


@dataclass(frozen=True, slots=True)
class _Hit:
    """A citing thing on the walk: its class so far, why, and the citation that leads back."""

    node: str
    distance: int
    answer: Class
    because: Text
    citation: Cited
    toward: "_Hit | None"


def impact(index: ImpactIndex, asked: ChangeAsked) -> Impact:
    """What the change touches. Raises NothingFound for a version or an article the graph does not have."""
    return _Walk(index, asked).answer()


@dataclass(slots=True)
class _Walk:
    index: ImpactIndex
    asked: ChangeAsked
    #: what becomes of the old articles, by node and by label
    fates: dict[str, Fate] = field(default_factory=dict)
    by_label: dict[str, Fate] = field(default_factory=dict)
    #: the strongest hit on each node
    hits: dict[str, _Hit] = field(default_factory=dict)

    def answer(self) -> Impact:
        index, asked = self.index, self.asked
        self._check()
        if asked.old and asked.new:
            self.fates = index.fates(asked.old, asked.new)
            labels = _labels(index, asked.old)
            self.by_label = {labels[node]: fate for node, fate in self.fates.items()}
        frontier = sorted(self._direct(), key=lambda hit: (hit.distance, hit.citation.node))
        for distance in range(2, MAX_DISTANCE + 2):
            kept = [hit for hit in frontier if self._keep(hit)]
            frontier = [] if distance > MAX_DISTANCE else list(self._onward(kept, distance))
        affected = self._affected()
        numbers = index.numbers.get(asked.work, [])
        return Impact(
            asked,
            index.title(asked.work),
            min(numbers, key=lambda number: (len(number), number), default=None),
            tuple(self._article_changes()),
            affected,
            self._candidates(affected) if asked.kind is ChangeKind.NEW else (),
        )

    def _check(self) -> None:
        for version in (self.asked.old, self.asked.new):
            if version and version not in self.index.work_of:
                raise NothingFound(Text(f"图谱里没有文本 {version}", f"the graph has no version {version}"))

    # -- the walk

    def _direct(self) -> Iterator[_Hit]:
        for cited in self.index.citations.get(self.asked.work, []):
            if self._own(cited) and cited.relation is not Relation.BASED_ON:
                continue
            pinpoint = self._pinpoint(cited)
            rule = direct(self.asked.kind, cited.relation, pinpoint)
            yield self._in_force(_Hit(cited.citing, 1, rule.answer, rule.because, cited, None))
        yield from self._own_articles()
        if self.asked.kind is ChangeKind.NEW:
            yield from self._replaced()

    def _replaced(self) -> Iterator[_Hit]:
        """What rests on the instruments that the new one repeals: for them it is a replacement."""
        for repealed in self.index.repeals.get(self.asked.work, []):
            if repealed.work == self.asked.work:
                continue
            because = Text("由新文件废止", "repealed by the new instrument")
            source = _Hit(repealed.work, 1, Class.MUST_ACT, because, repealed, None)
            yield source
            for cited in self.index.citations.get(repealed.work, []):
                if self._own(cited):
                    continue
                known = Pinpoint.UNKNOWN if cited.article else Pinpoint.NONE
                rule = direct(ChangeKind.REPLACE, cited.relation, known)
                yield self._in_force(_Hit(cited.citing, 2, rule.answer, rule.because, cited, source))

    def _own(self, cited: Cited) -> bool:
        """Whether the text cites itself: a predecessor of its title, the decision that amended it."""
        return self.index.work_citing(cited.citing) == self.asked.work

    def _own_articles(self) -> Iterator[_Hit]:
        """Articles of the changed text that refer to a changed one."""
        version = self.asked.old or self._newest()
        if not version or self.asked.kind is not ChangeKind.AMEND:
            return
        changed = self._changed(version)
        for cited in self.index.references(version) if changed else ():
            if cited.work in changed and cited.citing not in changed:
                yield _Hit(cited.citing, 1, Class.REVIEW, OWN_TEXT, cited, None)

    def _newest(self) -> str | None:
        spans = self.index.versions.get(self.asked.work)
        return spans[-1].iri if spans else None

    def _changed(self, version: str) -> set[str]:
        """The nodes of the articles that change."""
        if self.fates:
            return {node for node, fate in self.fates.items() if fate.change not in (Change.SAME, Change.MOVED)}
        if not self.asked.articles:
            return set()
        return {article.iri for article in self.index.articles(version) if article.label in self.asked.articles}

    def _pinpoint(self, cited: Cited) -> Pinpoint:
        if cited.article is None:
            return Pinpoint.NONE
        if self.fates:
            fate = self.by_label.get(cited.article)
            return _STATES[fate.change] if fate else Pinpoint.UNKNOWN
        if self.asked.articles:
            return Pinpoint.EDITED if cited.article in self.asked.articles else Pinpoint.SAME
        return Pinpoint.UNKNOWN

    def _in_force(self, hit: _Hit) -> _Hit:
        """A text that is not in force any more has nothing to adjust."""
        version = version_of(hit.node)
        if hit.answer is Class.NOT_AFFECTED or hit.node in self.index.measures:
            return hit
        if self.index.in_force(version, self.asked.on):
            return hit
        return replace(hit, answer=Class.NOT_AFFECTED, because=OUT_OF_FORCE)

    def _keep(self, hit: _Hit) -> bool:
        """Remember the strongest hit on a node (of equals the nearest, then the first); tell whether this is it."""
        known = self.hits.get(hit.node)
        if known and stronger(known.answer, hit.answer) is known.answer:
            return False
        self.hits[hit.node] = hit
        return True

    def _onward(self, hits: Iterable[_Hit], distance: int) -> Iterator[_Hit]:
        """Who cites the works of what was just hit."""
        strongest: dict[str, _Hit] = {}
        for hit in hits:
            work = self.index.work_citing(hit.node)
            if work is None or work == self.asked.work or hit.answer is Class.NOT_AFFECTED:
                continue
            known = strongest.get(work)
            if known is None or stronger(known.answer, hit.answer) is not known.answer:
                strongest[work] = hit
        for work, hit in sorted(strongest.items()):
            for cited in self.index.citations.get(work, []):
                step = onward(hit.answer, cited.relation)
                if step and self.index.work_citing(cited.citing) not in (work, self.asked.work):
                    yield self._in_force(_Hit(cited.citing, distance, step.answer, step.because, cited, hit))

    # -- the answer

    def _affected(self) -> tuple[Affected, ...]:
        quotes = self.index.quotes(self._proofs())
        found = self._with_instruments([self._thing(hit, quotes) for hit in self.hits.values()])
        measures = {item.node: item for item in found if item.kind is NodeKind.MEASURE}
        found += self._units(measures, quotes)
        found += self._deadlines(measures, quotes)
        kinds = list(NodeKind)
        return tuple(
            sorted(found, key=lambda item: (RANK[item.answer], item.distance, kinds.index(item.kind), item.node))
        )

    def _proofs(self) -> Iterator[str]:
        """The nodes whose words the answer quotes."""
        for hit in self.hits.values():
            step: _Hit | None = hit
            while step:
                yield step.citation.node
                step = step.toward
            for carried in self.index.carried.get(hit.node, []):
                yield carried.node
            for due in self.index.deadlines.get(hit.node, []):
                yield due.node

    def _thing(self, hit: _Hit, quotes: dict[str, Quote]) -> Affected:
        measure = hit.node in self.index.measures
        kind = NodeKind.MEASURE if measure else NodeKind.ARTICLE if "/art/" in hit.node else NodeKind.INSTRUMENT
        path = tuple(self._path(hit, quotes))
        label = self._name(hit.node, hit.citation.part if hit.node == hit.citation.citing else "")
        return Affected(hit.node, kind, label, hit.distance, hit.answer, hit.because, path)

    def _path(self, hit: _Hit, quotes: dict[str, Quote]) -> Iterator[PathStep]:
        step: _Hit | None = hit
        while step:
            cited = step.citation
            target = cited.work
            label = self._name(target, cited.article or "")
            source = self._name(cited.citing, cited.part)
            proof, page = quotes.get(cited.node), self.index.pages.get(cited.node)
            yield PathStep(cited.citing, source, cited.relation.value, target, label, proof, page)
            step = step.toward

    def _name(self, node: str, part: str = "") -> str:
        """What to call a measure, a work, a version, or an article (`part` is its label)."""
        index = self.index
        if node in index.measures:
            measure = index.measures[node]
            return f"{index.ledgers.get(measure.ledger, '')}第{measure.number}项"
        return self.index.name(version_of(node)) + ("" if part in ("info", "preamble") else part)

    def _with_instruments(self, found: list[Affected]) -> list[Affected]:
        """What was found, and the instrument of each affected article as strongly as the strongest of its articles."""
        best: dict[str, Affected] = {}
        for item in sorted(
            found, key=lambda item: (RANK[item.answer], item.distance, item.kind is NodeKind.ARTICLE, item.node)
        ):
            version = version_of(item.node)
            if item.kind is NodeKind.INSTRUMENT:
                best.setdefault(item.node, item)
            elif item.kind is NodeKind.ARTICLE and self.index.work_of.get(version) != self.asked.work:
                made = replace(item, node=version, kind=NodeKind.INSTRUMENT, label=self._name(version))
                best.setdefault(version, made)
        return [*(item for item in found if item.kind is not NodeKind.INSTRUMENT), *best.values()]

    def _units(self, measures: dict[str, Affected], quotes: dict[str, Quote]) -> list[Affected]:
        """The units that carry affected measures: each by its most affected measure, of equals by the nearest."""
        best: dict[str, Affected] = {}
        for node, measure in sorted(measures.items()):
            for carried in self.index.carried.get(node, []):
                step = PathStep(
                    carried.unit, self.index.units.get(carried.unit, ""), carried.role, node, measure.label,
                    quotes.get(carried.node),
                )  # fmt: skip
                unit = Affected(
                    carried.unit, NodeKind.UNIT, step.source_label, measure.distance + 1, measure.answer,
                    measure.because, (step, *measure.path),
                )  # fmt: skip
                known = best.get(carried.unit)
                rank = RANK[unit.answer], unit.distance
                if known is None or rank < (RANK[known.answer], known.distance):
                    best[carried.unit] = unit
        return list(best.values())

    def _deadlines(self, measures: dict[str, Affected], quotes: dict[str, Quote]) -> list[Affected]:
        found = []
        for node, measure in sorted(measures.items()):
            for due in self.index.deadlines.get(node, []):
                when = due.latest.isoformat() if due.latest else due.frequency or ""
                step = PathStep(due.node, due.text, "deadline", node, measure.label, quotes.get(due.node))
                label = f"{due.text}（{when}）" if when else due.text
                found.append(
                    Affected(
                        due.node,
                        NodeKind.DEADLINE,
                        label,
                        measure.distance + 1,
                        measure.answer,
                        measure.because,
                        (step, *measure.path),
                    )
                )
        return found

    def _article_changes(self) -> Iterator[ArticleChange]:
        """What the two versions show, or the articles that were named."""
        if not self.fates or not self.asked.old or not self.asked.new:
            yield from (ArticleChange(label, None, Change.EDITED) for label in self.asked.articles)
            return
        labels = _labels(self.index, self.asked.old)
        kept = {fate.now.iri for fate in self.fates.values() if fate.now}
        for node, label in labels.items():
            fate = self.fates[node]
            yield ArticleChange(label, fate.now.label if fate.now else None, fate.change)
        for article in self.index.articles(self.asked.new):
            if article.iri not in kept:
                yield ArticleChange(None, article.label, Change.ADDED)

    def _candidates(self, affected: Iterable[Affected]) -> tuple[Candidate, ...]:
        known = {item.node for item in affected}
        return candidates(self.index, self.asked.work, known)


_STATES = {
    Change.SAME: Pinpoint.SAME,
    Change.MOVED: Pinpoint.MOVED,
    Change.EDITED: Pinpoint.EDITED,
    Change.MOVED_EDITED: Pinpoint.EDITED,
    Change.REMOVED: Pinpoint.REMOVED,
}


def _labels(index: ImpactIndex, version: str) -> dict[str, str]:
    return {article.iri: article.label for article in index.articles(version)}


# -- candidates by subject

_NOT_SUBJECT = re.compile(
    r"^(?:中华人民共和国)?(?:[\u4e00-\u9fff]{2,7}?(?:省|自治区|市|县))?(?:人民政府|国务院)?(?:办公厅)?(?:关于)?(?:印发|进一步|加强|规范|推进|提升|实施|制定|修改|公布)*|"
    r"(?:管理|工作|实施)*(?:暂行|试行)?(?:条例|办法|规定|规则|细则|决定|意见|通知|方案|法|纲要|计划|解释)(?:[（(].*[）)])?(?:的通知)?$"
)
_DEFINED = re.compile(r"所称(?:的)?([\u4e00-\u9fff]{2,12})[，,]?(?:是指|包括)")
#: Subject terms are at least this long; shorter words are everywhere.
_SHORTEST = 4
#: A term that this share of all measures holds says nothing.
_COMMON = 0.25


def subject_terms(index: ImpactIndex, work: str) -> tuple[str, ...]:
    """What an instrument is about: the core of its title, its parts of four characters and more, the terms it defines.

    The longest first: a measure that holds a longer one is nearer to the subject.
    """
    terms: set[str] = set()
    for title in index.titles.get(work, []):
        core = _NOT_SUBJECT.sub("", re.sub(r"[《》〈〉\s]", "", title))
        terms |= _pieces(core)
    spans = index.versions.get(work)
    for article in index.articles(spans[-1].iri) if spans else ():
        terms |= {term for term in _DEFINED.findall(article.text) if len(term) >= _SHORTEST}
    return tuple(sorted(terms, key=lambda term: (-len(term), term)))


def _pieces(core: str) -> set[str]:
    """The stretches of at least four characters that begin and end between words.

    Chinese words in titles have two characters as a rule, so ends are taken at even distances from an end of the core.
    """
    length = len(core)
    cuts = {*range(0, length + 1, 2), *range(length, -1, -2)}
    return {core[i:j] for i in cuts for j in cuts if j - i >= _SHORTEST and (i % 2 == j % 2)}


def candidates(index: ImpactIndex, work: str, known: set[str]) -> tuple[Candidate, ...]:
    """Measures about the subject of an instrument, the nearest first; those already affected are left out."""
    terms = subject_terms(index, work)
    holding = {term: {node for node, measure in index.measures.items() if term in measure.text} for term in terms}
    telling = [term for term in terms if 0 < len(holding[term]) <= max(1, _COMMON * len(index.measures))]
    found = []
    for node, measure in index.measures.items():
        held = [term for term in telling if node in holding[term]]
        longest = tuple(term for term in held if not any(term != other and term in other for other in held))
        if longest and node not in known:
            units = tuple(index.units.get(carried.unit, "") for carried in index.carried.get(node, []))
            label = f"{index.ledgers.get(measure.ledger, '')}第{measure.number}项"
            found.append(Candidate(node, label, longest, measure.text, units))
    return tuple(
        sorted(found, key=lambda c: (-max(map(len, c.terms)), -len(c.terms), index.measures[c.node].number, c.node))
    )
