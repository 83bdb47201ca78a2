"""Which measures of one ledger carry out which of another: a city's of its province's plan, by the words they share.

A pair is worth the mean of two likenesses: of the two measures with the headings they stand under, and of the two
sentences that are most alike, since one measure of a city often takes up several of a plan. Likeness is the cosine over
pairs of characters, rare ones weighing more (TF-IDF over both ledgers); the verbs and nouns that every plan is made of
(支持, 推进, 完善) count for nothing. The more pairs there are, the more alike two must be. Nothing is random and nothing
is learnt.

How it does against labels, and what was tried, is told in docs/carrying.md.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from ..ontology.errors import Text, TooLarge
from .model import Ledger, Measure, Span
from .shared_words import Common, Rarity, Searched, Stretch, sentences, telling

#: What a link must be worth, were there one pair: likely, or possible, for a person to decide. Set on labels.
_LIKELY, _POSSIBLE = 0.01, -0.03
#: How much more it must be worth, the more pairs there are to be alike by chance; few count as a hundred.
_BY_CHANCE, _FEW = 0.015, 100
#: More pairs than this would keep a processor busy for a minute.
_MOST_PAIRS = 2_000_000
#: No measure carries out more than this; what is past it is the same phrase over and over.
_MOST_LINKS = 20


class Grade(StrEnum):
    """How far a link can be relied on."""

    LIKELY = "likely"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Bounds:
    """From which score on a link is likely, and from which possible."""

    likely: float
    possible: float

    def grade(self, score: float) -> Grade:
        """The grade of a link."""
        return Grade.LIKELY if score >= self.likely else Grade.POSSIBLE


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the city's document and one of the plan's."""

    city: Span
    plan: Span


@dataclass(frozen=True, slots=True)
class Shared(Passage):
    """Words that stand in both measures, without differences of width and case."""

    words: str


@dataclass(frozen=True, slots=True)
class Link:
    """That a measure of the city carries out one of the plan: how much alike they are, and what shows it.

    `shared` holds the rarest words of both measures, `passage` the sentence of each that holds most of them.
    """

    city: Measure
    plan: Measure
    score: float
    grade: Grade
    passage: Passage
    shared: tuple[Shared, ...]


#: A measure without a likely link, with the best of its possible ones.
Open = tuple[Measure, Link | None]


@dataclass(frozen=True)
class Comparison:
    """Two ledgers and the links between their measures, in the order of the city's, the strongest first."""

    city: Ledger
    plan: Ledger
    bounds: Bounds
    links: tuple[Link, ...]

    def of(self, grade: Grade) -> tuple[Link, ...]:
        """The links of one grade."""
        return tuple(link for link in self.links if link.grade is grade)

    @cached_property
    def untaken(self) -> tuple[Open, ...]:
        """The measures of the plan that no one is likely to carry out."""
        return _open(self.plan, {link.plan.key: link for link in _weakest_first(self.links)})

    @cached_property
    def without_basis(self) -> tuple[Open, ...]:
        """The measures of the city that are not likely to carry out any of the plan's."""
        return _open(self.city, {link.city.key: link for link in _weakest_first(self.links)})


def _weakest_first(links: Iterable[Link]) -> list[Link]:
    return sorted(links, key=lambda link: link.score)


def _open(ledger: Ledger, best: dict[str, Link]) -> tuple[Open, ...]:
    found = ((measure, best.get(measure.key)) for measure in ledger.measures)
    return tuple((measure, link) for measure, link in found if not link or link.grade is not Grade.LIKELY)


def bounds_of(comparisons: int) -> Bounds:
    """The bounds where so many pairs are compared."""
    more = _BY_CHANCE * math.log(max(comparisons, _FEW))
    return Bounds(round(_LIKELY + more, 4), round(_POSSIBLE + more, 4))


def compare_ledgers(city: Ledger, plan: Ledger) -> Comparison:
    """The links from the measures of a city's ledger to those of a plan. Raises TooLarge."""
    comparisons = len(city.measures) * len(plan.measures)
    if comparisons > _MOST_PAIRS:
        raise TooLarge(_TOO_MANY.format(city=len(city.measures), plan=len(plan.measures), most=f"{_MOST_PAIRS:,}"))
    # scipy takes longer to import than most commands take to run.
    from .likeness import Compared, alike  # noqa: PLC0415

    bounds = bounds_of(comparisons)
    rarity = Rarity(measure.text for ledger in (city, plan) for measure in ledger.measures)
    ours, theirs = ([_Side(ledger, measure) for measure in ledger.measures] for ledger in (city, plan))
    rows, columns = (
        [Compared(side.whole, [each.text for each in side.sentences]) for side in them] for them in (ours, theirs)
    )
    links = (
        _link(ours[pair.row], theirs[pair.column], pair.score, bounds, rarity)
        for pair in alike(rows, columns, bounds.possible, _MOST_LINKS)
    )
    return Comparison(city, plan, bounds, tuple(links))


_TOO_MANY = Text(
    "{city} 项与 {plan} 项逐一比对超过上限（{most} 对）",
    "{city} measures against {plan} are more than the {most} pairs that are compared at once",
)


class _Side:
    """A measure as it is compared, with the places of its characters in its document."""

    def __init__(self, ledger: Ledger, measure: Measure):
        heading = measure.task or measure.section
        self.measure = measure
        self.whole = f"{heading.title}\n{measure.text}" if heading else measure.text
        self.sentences = sentences(measure.text)
        self._ledger = ledger

    def sentence_at(self, place: int) -> Stretch:
        """The sentence that holds a character of the measure; the whole of it where none does (a heading)."""
        found = (one for one in self.sentences if one.at <= place < one.end)
        return next(found, Stretch(0, self.measure.text))

    @cached_property
    def searched(self) -> Searched:
        """The text as it is searched for shared words."""
        return Searched(self.measure.text)

    @cached_property
    def _places(self) -> list[int]:
        """Where each character stands: the document may break a measure over lines and cells."""
        span, at, found = self.measure.span, self.measure.span.start, []
        for char in self.measure.text:
            place = self._ledger.document.text.find(char, at, span.end)
            at = place + 1 if place >= 0 else at
            found.append(place)
        return found

    def span(self, stretch: Stretch) -> Span:
        """The stretch of the document that holds some characters; the whole measure where a repair put them there."""
        places = self._places[stretch.at : stretch.end]
        # Between the characters of one word there is at most a line break with its spaces.
        if -1 in places or places[-1] - places[0] > 2 * len(places) + 8:
            return self.measure.span
        return Span(places[0], places[-1] + 1)


def _link(city: _Side, plan: _Side, score: float, bounds: Bounds, rarity: Rarity) -> Link:
    words = telling(city.searched, plan.searched, rarity)
    here, there = _sentences_with(words, city, plan, rarity)
    return Link(
        city.measure,
        plan.measure,
        score,
        bounds.grade(score),
        Passage(city.span(here), plan.span(there)),
        tuple(
            Shared(city.span(Stretch(one.here, one.words)), plan.span(Stretch(one.there, one.words)), one.words)
            for one in words
        ),
    )


def _sentences_with(words: Sequence[Common], city: _Side, plan: _Side, rarity: Rarity) -> tuple[Stretch, Stretch]:
    """The sentence of each measure that together hold the most of the shared words; the first ones of several."""
    held: dict[tuple[Stretch, Stretch], float] = defaultdict(float)
    for one in words:
        held[city.sentence_at(one.here), plan.sentence_at(one.there)] += rarity.of(one.words)
    return max(held, key=lambda both: held[both]) if held else (city.sentences[0], plan.sentences[0])
