"""How much alike the measures of two ledgers are, in numbers.

Apart from carrying.py, so that only a comparison pays for importing scipy.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from .shared_words import pairs

#: How many measures of the first ledger are compared at once: it bounds memory.
_BLOCK = 64

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Compared:
    """A measure as it is compared: the whole of it with its heading, and its sentences (at least one)."""

    whole: str
    sentences: Sequence[str]


@dataclass(frozen=True, slots=True)
class Alike:
    """Two measures by their places, and how much alike they are (0 to 1)."""

    row: int
    column: int
    score: float


def alike(rows: Sequence[Compared], columns: Sequence[Compared], least: float, most: int) -> Iterator[Alike]:
    """The pairs that are worth `least` or more, row by row, the most alike first, `most` of a row.

    A pair is worth the mean of two cosines: of the two wholes, and of the two sentences that are most alike.
    """
    if not rows or not columns:
        return
    ours, theirs = _vectors([each.whole for each in rows], [each.whole for each in columns])
    our_parts, their_parts = _vectors(_flat(rows), _flat(columns))
    starts, ends = _starts(rows), _starts(columns)
    for first in range(0, len(rows), _BLOCK):
        block = range(first, min(first + _BLOCK, len(rows)))
        parts = _products(our_parts[starts[first] : starts[block.stop]], their_parts)
        cuts = starts[first : block.stop + 1] - starts[first]
        best = np.maximum.reduceat(np.maximum.reduceat(parts, cuts[:-1], axis=0), ends[:-1], axis=1)
        worth = np.round((_products(ours[first : block.stop], theirs) + best) / 2, 4)
        for at, row in enumerate(block):
            yield from (Alike(row, column, float(worth[at, column])) for column in _strongest(worth[at], least)[:most])


def _flat(measures: Sequence[Compared]) -> list[str]:
    return [sentence for each in measures for sentence in each.sentences]


def _starts(measures: Sequence[Compared]) -> NDArray[np.intp]:
    """Where the sentences of each measure begin among those of all, and where the last ends."""
    return np.cumsum([0, *(len(each.sentences) for each in measures)], dtype=np.intp)


def _strongest(worth: Matrix, least: float) -> list[int]:
    """The columns that are worth enough, the strongest first; of equals the first."""
    found: list[int] = np.flatnonzero(worth >= least).tolist()
    return sorted(found, key=lambda column: (-worth[column], column))


def _products(lefts: csr_array, rights: csr_array) -> Matrix:
    product: Matrix = (lefts @ rights.T).toarray()
    return product


def _vectors(lefts: Sequence[str], rights: Sequence[str]) -> tuple[csr_array, csr_array]:
    """Every text as a vector of length 1 over its pairs of characters, weighted by TF-IDF over both sides."""
    counts = [Counter(pairs(text)) for text in (*lefts, *rights)]
    number: dict[str, int] = {}
    columns = np.array([number.setdefault(pair, len(number)) for each in counts for pair in each], dtype=np.intp)
    rows = np.repeat(np.arange(len(counts)), [len(each) for each in counts])
    often = np.array([times for each in counts for times in each.values()], dtype=np.float64)
    rare = np.log((1 + len(counts)) / np.bincount(columns, minlength=len(number)))
    weights = (1 + np.log(often)) * rare[columns]
    lengths = np.sqrt(np.bincount(rows, weights**2, minlength=len(counts)))
    vectors = csr_array((weights / lengths[rows], (rows, columns)), shape=(len(counts), max(len(number), 1)))
    return vectors[: len(lefts)], vectors[len(lefts) :]
