"""Which measures of one ledger carry out which of another: a city's of its province's plan, by the words they share.

Each pair is worth the mean of two likenesses: of the two whole measures with the heading they stand under, and of the
plan's measure with the sentence of the city's that is most like it, since one measure of a city often takes up several
of a plan. Likeness is the cosine over pairs of characters, rare ones weighing more (TF-IDF over both ledgers); the verbs
and nouns that every plan is made of (支持, 推进, 完善) count for nothing. Nothing is random and nothing is learnt.

How it does against labels, and what was tried, is told in docs/decisions.md.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from .model import Ledger, Measure, Span

#: From here on a link is likely, or possible: for a person to decide. Set on the labels of one pair of documents.
LIKELY, POSSIBLE = 0.125, 0.08
#: How many stretches of shared words are shown of a link, the rarest ones.
_SHOWN = 5

#: What measures of every field are made of; it says how, and not what.
_EVERYWHERE = re.compile(
    "支持|鼓励|推动|推进|加快|加强|强化|促进|开展|建设|提供|完善|健全|建立|优化|探索|深化|实施|打造|给予|积极|进一步|有序|"
    "依托|引导|组织|落实|提升|加大|构建|形成|制定|服务|最高|不超过|万元|按照|规定|符合条件的?|具有|相关|重点|领域|各类|通过|"
    "以上|[的和等与及或对在为将到并以向就]"
)
_WORDS = re.compile(r"\w+")
_SENTENCE = re.compile("[。；;]")
#: A shorter sentence is a heading of its paragraph.
_SENTENCE_LENGTH = 8

Matrix = NDArray[np.float64]


class Grade(StrEnum):
    """How far a link can be relied on."""

    LIKELY = "likely"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Shared:
    """Words that stand in both measures: where in the city's document, and where in the plan's."""

    words: str
    city: Span
    plan: Span


@dataclass(frozen=True, slots=True)
class Link:
    """That a measure of the city carries out one of the plan: how much alike they are, and the words that show it."""

    city: Measure
    plan: Measure
    score: float
    grade: Grade
    shared: tuple[Shared, ...]


@dataclass(frozen=True)
class Comparison:
    """Two ledgers and the links between their measures, in the order of the city's, the strongest first."""

    city: Ledger
    plan: Ledger
    links: tuple[Link, ...]

    def of(self, grade: Grade) -> tuple[Link, ...]:
        """The links of one grade."""
        return tuple(link for link in self.links if link.grade is grade)

    @cached_property
    def untaken(self) -> tuple[tuple[Measure, Grade | None], ...]:
        """The measures of the plan that no one is likely to carry out, with what else there is for each."""
        return _open(self.plan, {link.plan.key: link.grade for link in _weakest_first(self.links)})

    @cached_property
    def without_basis(self) -> tuple[tuple[Measure, Grade | None], ...]:
        """The measures of the city that are not likely to carry out any of the plan's, with what else there is."""
        return _open(self.city, {link.city.key: link.grade for link in _weakest_first(self.links)})


def _weakest_first(links: Iterable[Link]) -> list[Link]:
    return sorted(links, key=lambda link: link.score)


def _open(ledger: Ledger, grades: dict[str, Grade]) -> tuple[tuple[Measure, Grade | None], ...]:
    found = ((measure, grades.get(measure.key)) for measure in ledger.measures)
    return tuple((measure, grade) for measure, grade in found if grade is not Grade.LIKELY)


def compare_ledgers(city: Ledger, plan: Ledger) -> Comparison:
    """The links from the measures of a city's ledger to those of a plan."""
    worth = scores(city, plan)
    rows, columns = np.nonzero(worth >= POSSIBLE)
    order = sorted(zip(rows.tolist(), columns.tolist(), strict=True), key=lambda at: (at[0], -worth[at], at[1]))
    weights = _Weights((*city.measures, *plan.measures))
    links = (_link(city, plan, city.measures[i], plan.measures[j], float(worth[i, j]), weights) for i, j in order)
    return Comparison(city, plan, tuple(links))


def scores(city: Ledger, plan: Ledger) -> Matrix:
    """How much each measure of the city (rows) is like each of the plan (columns), from 0 to 1; rounded."""
    asked = [_with_heading(measure) for measure in plan.measures]
    whole = _cosines([_with_heading(measure) for measure in city.measures], asked)
    sentences = [_sentences(measure.text) for measure in city.measures]
    single = _cosines([sentence for each in sentences for sentence in each], asked)
    firsts = np.cumsum([0, *(len(each) for each in sentences)])[:-1]
    best = np.maximum.reduceat(single, firsts, axis=0)
    rounded: Matrix = np.round((whole + best) / 2, 4)
    return rounded


def _with_heading(measure: Measure) -> str:
    heading = measure.task or measure.section
    return f"{heading.title}\n{measure.text}" if heading else measure.text


def _sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE.split(text) if len(part) >= _SENTENCE_LENGTH] or [text]


def _cosines(lefts: Sequence[str], rights: Sequence[str]) -> Matrix:
    """The cosine of every left and every right text over their pairs of characters, weighted by TF-IDF."""
    counts = [Counter(_pairs(text)) for text in (*lefts, *rights)]
    number: dict[str, int] = {}
    columns = np.array([number.setdefault(gram, len(number)) for each in counts for gram in each], dtype=np.intp)
    rows = np.repeat(np.arange(len(counts)), [len(each) for each in counts])
    often = np.array([times for each in counts for times in each.values()], dtype=np.float64)
    rare = np.log((1 + len(counts)) / np.bincount(columns, minlength=len(number)))
    weights = (1 + np.log(often)) * rare[columns]
    lengths = np.sqrt(np.bincount(rows, weights**2, minlength=len(counts)))
    vectors = csr_array((weights / lengths[rows], (rows, columns)), shape=(len(counts), max(len(number), 1)))
    product: Matrix = (vectors[: len(lefts)] @ vectors[len(lefts) :].T).toarray()
    return product


def _pairs(text: str) -> Iterator[str]:
    for _, run in _runs(text):
        yield from (run[at : at + 2] for at in range(len(run) - 1))


def _runs(text: str) -> Iterator[tuple[int, str]]:
    """The stretches of a text that say what it is about, with where they begin."""
    bare = _EVERYWHERE.sub(lambda found: " " * len(found[0]), "".join(map(_folded, text)))
    return ((found.start(), found[0]) for found in _WORDS.finditer(bare))


def _folded(char: str) -> str:
    """A character without its width and case; what would become several stays."""
    folded = unicodedata.normalize("NFKC", char).lower()
    return folded if len(folded) == 1 else char


# -- the words that show a link


class _Weights:
    """How rare the words of two ledgers are."""

    def __init__(self, measures: Sequence[Measure]):
        self._often = Counter(pair for measure in measures for pair in set(_pairs(measure.text)))
        self._all = len(measures)

    def of(self, words: str) -> float:
        """What a stretch of words is worth as evidence."""
        pairs = (words[at : at + 2] for at in range(len(words) - 1))
        return sum(float(np.log((1 + self._all) / max(self._often[pair], 1))) for pair in pairs)


def _link(city: Ledger, plan: Ledger, one: Measure, asked: Measure, score: float, weights: _Weights) -> Link:
    common = sorted(_telling(_common(one.text, asked.text)), key=lambda at: (-weights.of(at[2]), at[1]))[:_SHOWN]
    here, there = _Offsets(city, one), _Offsets(plan, asked)
    shared = (
        Shared(words, here.span(at, len(words)), there.span(place, len(words)))
        for at, place, words in sorted(common, key=lambda at: at[1])
    )
    return Link(one, asked, score, Grade.LIKELY if score >= LIKELY else Grade.POSSIBLE, tuple(shared))


def _common(text: str, asked: str) -> list[tuple[int, int, str]]:
    """The longest stretches of the second text that stand in the first too: where in each, and the words, once each."""
    runs = list(_runs(text))
    found: dict[str, tuple[int, int, str]] = {}
    for start, run in _runs(asked):
        at = 0
        while at < len(run) - 1:
            place, length = _longest(run[at:], runs)
            if length > 1:
                words = run[at : at + length]
                found.setdefault(words, (place, start + at, words))
            at += max(length, 1)
    return list(found.values())


def _telling(common: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Without pieces of numbers, and without what a longer stretch says too."""
    return [
        at
        for at in common
        if not at[2].isdigit() and not any(at[2] in other[2] and at[2] != other[2] for other in common)
    ]


def _longest(words: str, runs: Iterable[tuple[int, str]]) -> tuple[int, int]:
    """Where the longest beginning of some words stands in the runs, and how long it is."""
    best = (0, 0)
    for start, run in runs:
        while best[1] < len(words) and (at := run.find(words[: best[1] + 1])) >= 0:
            best = (start + at, best[1] + 1)
    return best


class _Offsets:
    """Where the characters of a measure stand in its document: there they may be broken over lines and cells."""

    def __init__(self, ledger: Ledger, measure: Measure):
        self._span = measure.span
        self._places: list[int] = []
        text, at = ledger.document.text, measure.span.start
        for char in measure.text:
            found = text.find(char, at, measure.span.end)
            if found >= 0:
                at = found + 1
            self._places.append(found)

    def span(self, at: int, length: int) -> Span:
        """The stretch of the document that holds some characters; the whole measure where a repair put them there."""
        places = self._places[at : at + length]
        # Between the characters of one word there is at most a line break with its spaces.
        if -1 in places or places[-1] - places[0] > 2 * length + 8:
            return self._span
        return Span(places[0], places[-1] + 1)
