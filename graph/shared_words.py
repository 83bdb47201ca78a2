"""What a text says besides the words of every plan, and the words that two texts share."""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

#: What measures of every field are made of; it says how, and not what.
_EVERYWHERE = re.compile(
    "支持|鼓励|推动|推进|加快|加强|强化|促进|开展|建设|提供|完善|健全|建立|优化|探索|深化|实施|打造|给予|积极|进一步|有序|"
    "依托|引导|组织|落实|提升|加大|构建|形成|制定|服务|最高|不超过|万元|按照|规定|符合条件的?|具有|相关|重点|领域|各类|通过|"
    "以上|[的和等与及或对在为将到并以向就]"
)
_WORDS = re.compile(r"\w+")
_SENTENCES = re.compile("[^。；;]+")
#: What is shorter says too little; the heading of a paragraph says what it is about (加强知识产权保护).
_SENTENCE_LENGTH = 8
#: A stretch this short with more of a word on either side in both texts may be no word at all: 合培 in 融合培训, 联合培育.
_SURE = 2
_DIGITS = "0123456789"
#: So much of a measure is searched for shared words, for stretches so long, at so many places of each pair of characters.
_SEARCHED, _LONGEST, _TRIED = 5000, 40, 16
#: How many stretches are shown of two measures, the rarest ones.
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a text by its place in it."""

    at: int
    text: str

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.at + len(self.text)


@dataclass(frozen=True, slots=True)
class Common:
    """The same words in two texts, and where they begin in each."""

    words: str
    here: int
    there: int


def pairs(text: str) -> Iterator[str]:
    """The pairs of neighbouring characters of a text that say what it is about."""
    for run in runs(text):
        yield from (run.text[at : at + 2] for at in range(len(run.text) - 1))


def runs(text: str) -> Iterator[Stretch]:
    """The stretches of a text between punctuation and the words of every plan, folded to one width and case."""
    bare = _EVERYWHERE.sub(lambda found: " " * len(found[0]), "".join(map(_folded, text)))
    return (Stretch(found.start(), found[0]) for found in _WORDS.finditer(bare))


def _folded(char: str) -> str:
    """A character without its width and case; what would become several stays."""
    folded = unicodedata.normalize("NFKC", char).lower()
    return folded if len(folded) == 1 else char


def sentences(text: str) -> list[Stretch]:
    """The sentences of a text that say something; the whole of it where none does."""
    found = [Stretch(one.start(), one[0]) for one in _SENTENCES.finditer(text) if len(one[0]) >= _SENTENCE_LENGTH]
    return found or [Stretch(0, text)]


class Rarity:
    """How often pairs of characters stand in some texts."""

    def __init__(self, texts: Iterable[str]):
        counted = [set(pairs(text)) for text in texts]
        self._often = Counter(pair for each in counted for pair in each)
        self._all = len(counted)

    def of(self, words: str) -> float:
        """What a stretch of words is worth as evidence."""
        return sum(math.log((1 + self._all) / max(self._often[pair], 1)) for pair in _pairs_in(words))

    def word_ends(self, words: str) -> tuple[int, int]:
        """Where the word in a stretch begins and ends, were its ends cut through a word beside it: 数据 in 数据产.

        A pair half as often as the one next to it is no longer of that word.
        """
        often = [self._often[pair] for pair in _pairs_in(words)]
        begin, end = 0, len(often)
        while end - begin > 1 and 2 * often[end - 1] <= often[end - 2]:
            end -= 1
        while end - begin > 1 and 2 * often[begin] <= often[begin + 1]:
            begin += 1
        return begin, end + 1


def _pairs_in(words: str) -> Iterator[str]:
    return (words[at : at + 2] for at in range(len(words) - 1))


class Searched:
    """A text as it is searched: folded, without the words of every plan, with the places of each pair of characters."""

    def __init__(self, text: str):
        self.bare = "".join(map(_folded, text[:_SEARCHED]))
        self._inside: set[int] = set()
        self._places: dict[str, list[int]] = defaultdict(list)
        for run in runs(text[:_SEARCHED]):
            self._inside.update(range(run.at, run.end))
            for at in range(len(run.text) - 1):
                self._places[run.text[at : at + 2]].append(run.at + at)

    def pairs(self) -> Iterator[tuple[int, str]]:
        """Every pair of characters with its place, in the order of the text."""
        return iter(sorted((at, pair) for pair, places in self._places.items() for at in places))

    def places(self, pair: str) -> list[int]:
        """Where a pair stands, the first ones."""
        return self._places[pair][:_TRIED] if pair in self._places else []

    def parts(self, at: int) -> bool:
        """Whether no word goes over this place: the words of every plan and punctuation part words."""
        return at not in self._inside or at - 1 not in self._inside

    def splits_number(self, at: int) -> bool:
        """Whether there are digits on both sides of this place."""
        return 0 < at < len(self.bare) and self.bare[at - 1 : at + 1].isdecimal()

    def shared_from(self, at: int, other: "Searched", there: int) -> int:
        """How many characters from two places on are the same, up to where a word ends."""
        for length in range(_LONGEST):
            here, far = at + length, there + length
            if here not in self._inside or far not in other._inside or self.bare[here] != other.bare[far]:
                return length
        return _LONGEST


def telling(here: Searched, there: Searched, rarity: Rarity) -> list[Common]:
    """The few stretches of words that stand in both texts and say the most, in the order of the first text."""
    found: list[Common] = []
    for one in _longest(here, there):
        cut = _whole_words(one, here, there, rarity)
        if cut and not any(cut.words in other.words for other in found):
            found.append(cut)
    rarest = sorted(found, key=lambda common: (-rarity.of(common.words), common.there))[:_SHOWN]
    return sorted(rarest, key=lambda common: (common.here, common.there))


def _longest(here: Searched, there: Searched) -> list[Common]:
    """The longest stretches of the second text that stand in the first, none over another, longer ones first."""
    taken: set[int] = set()
    found = []
    for one in sorted(_matches(here, there), key=lambda common: -len(common.words)):
        stretch = range(one.there, one.there + len(one.words))
        if taken.isdisjoint(stretch):
            taken.update(stretch)
            found.append(one)
    return found


def _matches(here: Searched, there: Searched) -> Iterator[Common]:
    """For every place of the second text the longest stretch from there on that stands in the first."""
    for at, pair in there.pairs():
        lengths = [(there.shared_from(at, here, place), -place) for place in here.places(pair)]
        if lengths:
            length, place = max(lengths)
            yield Common(there.bare[at : at + length], -place, at)


def _whole_words(common: Common, here: Searched, there: Searched, rarity: Rarity) -> Common | None:
    """A stretch without what is left of words that were cut through; None where it may be no word at all."""
    common = _whole_numbers(common, here, there)
    length = len(common.words)
    opens = here.parts(common.here) or there.parts(common.there)
    closes = here.parts(common.here + length) or there.parts(common.there + length)
    if length <= 1 or common.words.isdigit() or not (opens or closes or length > _SURE):
        return None
    begin, end = rarity.word_ends(common.words)
    begin, end = 0 if opens else begin, length if closes else end
    return Common(common.words[begin:end], common.here + begin, common.there + begin)


def _whole_numbers(common: Common, here: Searched, there: Searched) -> Common:
    """A stretch without pieces of numbers at its ends: 名 of 00名 in 100名 and 300名."""
    words, begin = common.words, 0
    if here.splits_number(common.here) or there.splits_number(common.there):
        begin = len(words) - len(words.lstrip(_DIGITS))
    end = len(words)
    if here.splits_number(common.here + end) or there.splits_number(common.there + end):
        end = len(words.rstrip(_DIGITS))
    return Common(words[begin:end], common.here + begin, common.there + begin)
