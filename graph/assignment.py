"""The articles of two versions that were edited, paired all at once: each old one with its successor.

Apart from alignment.py, so that only a comparison pays for importing scipy.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array

#: Two articles this similar that prefer each other to all others show where their neighbours are to be found.
ANCHOR = 0.4
#: What is left of the similarity, less `STRAY`, must be more than this, or the article was removed and another added.
ENOUGH = 0.11
#: What straying far costs; half of it is due at `HALFWAY` places.
STRAY, HALFWAY = 0.3, 20

#: The number in a reference; renumbering shifts it in articles that mean the same as before.
_REFERENCE = re.compile("(?<=第)[〇○零一二两三四五六七八九十百千万亿0-9０-９]+(?=[编章节条款项])")

Matrix = NDArray[np.float64]


def successors(olds: Sequence[str], news: Sequence[str], known: Mapping[int, int]) -> dict[int, int]:
    """Old to new positions of the articles that were edited, given those that are identical."""
    rows = np.array([i for i in range(len(olds)) if i not in known], dtype=np.intp)
    columns = np.array(sorted(set(range(len(news))) - set(known.values())), dtype=np.intp)
    if not (rows.size and columns.size):
        return {}
    similarity = _similarities(olds, news)[np.ix_(rows, columns)]
    anchors = dict(known) | {int(rows[i]): int(columns[j]) for i, j in _mutual(similarity) if similarity[i, j] > ANCHOR}
    strayed = _strayed(rows, columns, anchors, (len(olds), len(news)))
    worth = np.maximum(similarity - STRAY * strayed / (strayed + HALFWAY) - ENOUGH, 0)
    chosen = zip(*linear_sum_assignment(worth, maximize=True), strict=True)
    return {int(rows[i]): int(columns[j]) for i, j in chosen if worth[i, j] > 0}


def _similarities(olds: Sequence[str], news: Sequence[str]) -> Matrix:
    """The cosine of every old and every new text over their pairs of characters, rare ones weighing more (TF-IDF)."""
    counts = [Counter(pairwise(_REFERENCE.sub("", text))) for text in (*olds, *news)]
    number: dict[tuple[str, str], int] = {}
    columns = np.array([number.setdefault(gram, len(number)) for each in counts for gram in each], dtype=np.intp)
    rows = np.repeat(np.arange(len(counts)), [len(each) for each in counts])
    often = np.array([times for each in counts for times in each.values()], dtype=np.float64)
    rare = np.log((1 + len(counts)) / np.bincount(columns, minlength=len(number)))
    weights = (1 + np.log(often)) * rare[columns]
    lengths = np.sqrt(np.bincount(rows, weights**2, minlength=len(counts)))
    vectors = csr_array((weights / lengths[rows], (rows, columns)), shape=(len(counts), len(number)))
    product: Matrix = (vectors[: len(olds)] @ vectors[len(olds) :].T).toarray()
    return product


def _mutual(similarity: Matrix) -> Iterator[tuple[int, int]]:
    """The pairs in which each is the other's most similar."""
    rows = similarity.argmax(axis=0)
    for i, j in enumerate(similarity.argmax(axis=1)):
        if rows[j] == i:
            yield i, int(j)


def _strayed(
    rows: NDArray[np.intp], columns: NDArray[np.intp], anchors: Mapping[int, int], ends: tuple[int, int]
) -> Matrix:
    """How many places each new article is from where an old one would be, had it stayed beside an anchor.

    The anchor before or the one after will do: a chapter may have moved away from the next, or grown.
    """
    before, after = np.array([(-1, -1), *sorted(anchors.items()), ends]).T
    last, following = np.searchsorted(before, rows) - 1, np.searchsorted(before, rows, side="right")
    expected = [after[each] + rows - before[each] for each in (last, following)]
    distances: Matrix = np.min([np.abs(columns - place[:, None]) for place in expected], axis=0).astype(np.float64)
    return distances
