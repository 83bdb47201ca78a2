"""Which article 条 of an old version of a law became which article of the new one, and what changed in its words.

Articles whose texts are the same are paired first, wherever they stand. The others compete all at once: each pair is
worth the rare character pairs that both texts share, less the way it strays from its neighbours, and the assignment
with the greatest sum wins. The plain similarity of two strings (rapidfuzz `ratio`) got 13 of the 137 labels in
tests/gold/alignment.jsonl wrong where this gets 4, since any two provisions of one law share its stock phrases.

Words are compared with rapidfuzz and the result is made readable by the semantic cleanup of diff-match-patch, which
drops accidental matches of single characters. Numbers and references count as one character (第二十六条 becomes 第二十七条,
not 六 becomes 七). A segmentation into words by jieba read little better, and its last release is of 2020.
"""

import re
import unicodedata
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from diff_match_patch import diff_match_patch
from rapidfuzz.distance import Indel

_NUMERAL = "[〇○零一二两三四五六七八九十百千万亿0-9０-９]"
#: What a reader takes in at once: a number with its unit, a Latin word, else one character.
_TOKEN = re.compile(
    f"(?:第|百分之)?{_NUMERAL}+(?:[.．]{_NUMERAL}+)?(?:条之{_NUMERAL}+|[编章节条款项年月日个倍元])?|[A-Za-z]+|.",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Provision:
    """One article: its label as printed (第三十四条) and its text without the label."""

    label: str
    text: str


class Change(StrEnum):
    """What became of an article. Texts are the same when they differ in spaces, punctuation and width only."""

    SAME = "same"
    MOVED = "moved"  # the same text under another number
    EDITED = "edited"  # another text under the same number
    MOVED_EDITED = "moved_edited"
    ADDED = "added"
    REMOVED = "removed"


#: By whether the text is the same and whether the number is.
_CHANGES = {
    (True, True): Change.SAME,
    (True, False): Change.MOVED,
    (False, True): Change.EDITED,
    (False, False): Change.MOVED_EDITED,
}


@dataclass(frozen=True, slots=True)
class Pair:
    """An article of the old text and its successor, as positions from 0 in the two sequences.

    `similarity` is the share of characters kept, from 0 (one of the two is missing) to 1 (the same text).
    """

    change: Change
    old: int | None
    new: int | None
    similarity: float


class Edit(StrEnum):
    """What becomes of a piece of text."""

    KEEP = "keep"
    INSERT = "insert"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that is kept, inserted or deleted as a whole."""

    kind: Edit
    text: str


def align(old: Sequence[Provision], new: Sequence[Provision]) -> tuple[Pair, ...]:
    """Each article of both versions in exactly one pair, in the order of the new text.

    A removed article follows the one it followed in the old text. Of several articles that were merged, or that one was
    split into, the most similar is the pair and the others are removed or added.
    """
    olds, news = [bare(each.text) for each in old], [bare(each.text) for each in new]
    found = _identical(olds, news)
    # scipy takes longer to import than most commands take to run.
    from .assignment import successors  # noqa: PLC0415

    found |= successors(olds, news, found)
    pairs = []
    for i, j in _in_order(len(old), len(new), found):
        if i is None or j is None:
            pairs.append(Pair(Change.ADDED if i is None else Change.REMOVED, i, j, 0.0))
        else:
            change = _CHANGES[olds[i] == news[j], old[i].label == new[j].label]
            pairs.append(Pair(change, i, j, Indel.normalized_similarity(olds[i], news[j])))
    return tuple(pairs)


def word_diff(old: str, new: str) -> tuple[Piece, ...]:
    """The changes that make the new text of the old one; what is deleted comes before what is inserted in its place."""
    sides = [_TOKEN.findall(text) for text in (old, new)]
    code = _code(token for tokens in sides for token in tokens)
    word = {char: token for token, char in code.items()}
    before, after = ("".join(code[token] for token in tokens) for tokens in sides)
    pieces = list(_edits(before, after))
    tidy = diff_match_patch()
    tidy.diff_cleanupSemantic(pieces)
    tidy.diff_cleanupMerge(pieces)
    kinds = {tidy.DIFF_EQUAL: Edit.KEEP, tidy.DIFF_INSERT: Edit.INSERT, tidy.DIFF_DELETE: Edit.DELETE}
    return tuple(Piece(kinds[kind], "".join(word[char] for char in text)) for kind, text in pieces if text)


def bare(text: str) -> str:
    """The text without what does not count: spaces, punctuation, the width of characters."""
    return "".join(filter(_counts, unicodedata.normalize("NFKC", text)))


@cache
def _counts(char: str) -> bool:
    """Whether a character says something: 百分之 is also printed %, which Unicode calls punctuation."""
    return char in "%‰" or unicodedata.category(char)[0] not in "PZC"


def _identical(olds: Sequence[str], news: Sequence[str]) -> dict[int, int]:
    """Old to new positions of equal texts; the first of several is paired with the first."""
    places: dict[str, deque[int]] = defaultdict(deque)
    for j, text in enumerate(news):
        places[text].append(j)
    return {i: places[text].popleft() for i, text in enumerate(olds) if places[text]}


def _in_order(old: int, new: int, found: Mapping[int, int]) -> Iterator[tuple[int | None, int | None]]:
    """The pairs as they are read; what was removed comes behind the last article before it that was kept."""
    origin = {j: i for i, j in found.items()}
    removed: dict[int, list[int]] = defaultdict(list)
    kept = -1
    for i in range(old):
        kept = found.get(i, kept)
        if i not in found:
            removed[kept].append(i)
    for j in range(-1, new):
        if j >= 0:
            yield origin.get(j), j
        for i in removed[j]:
            yield i, None


def _code(tokens: Iterable[str]) -> dict[str, str]:
    """One character for each token: itself, or an ideograph that occurs in neither text."""
    distinct = dict.fromkeys(tokens)
    spare = (chr(point) for point in range(0x20000, 0x110000) if chr(point) not in distinct)
    return {token: token if len(token) == 1 else next(spare) for token in distinct}


def _edits(before: str, after: str) -> Iterator[tuple[int, str]]:
    """The shortest edit, in the form diff-match-patch works on."""
    for step in Indel.opcodes(before, after):
        if step.tag == "equal":
            yield diff_match_patch.DIFF_EQUAL, before[step.src_start : step.src_end]
        if step.tag in {"delete", "replace"}:
            yield diff_match_patch.DIFF_DELETE, before[step.src_start : step.src_end]
        if step.tag in {"insert", "replace"}:
            yield diff_match_patch.DIFF_INSERT, after[step.dest_start : step.dest_end]
