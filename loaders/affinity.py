"""How much two wordings have in common, counted in pairs of characters and weighted by how rare each pair is.

Character bigrams need no segmenter and are the usual unit of Chinese text retrieval (Nie & Ren, "Chinese
information retrieval: using characters or words?", Information Processing & Management 35, 1999); the weight is the
inverse document frequency of Spärck Jones (Journal of Documentation 28, 1972) over the measures of one ledger.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence

_HAN = re.compile(r"[\u4e00-\u9fff]+")


def bigrams(text: str) -> frozenset[str]:
    """The pairs of neighbouring Chinese characters in a text."""
    return frozenset(run[i : i + 2] for run in _HAN.findall(text) for i in range(len(run) - 1))


class Affinity:
    """Weights learnt from the texts of one ledger."""

    def __init__(self, texts: Sequence[str]):
        self._count = len(texts)
        self._frequency = Counter(pair for text in texts for pair in bigrams(text))

    def weight(self, pair: str) -> float:
        """Inverse document frequency: 0 for a pair in every text, about log(n) for one in a single text."""
        return math.log(self._count / self._frequency[pair]) if self._frequency[pair] else 0.0

    def shared(self, title: str, text: str) -> float:
        """Summed weight of the pairs in both."""
        return sum(self.weight(pair) for pair in sorted(bigrams(title) & bigrams(text)))

    def rare(self, title: str, text: str, most: int) -> frozenset[str]:
        """The pairs in both that stand in at most `most` texts of the ledger."""
        return frozenset(pair for pair in bigrams(title) & bigrams(text) if self._frequency[pair] <= most)
