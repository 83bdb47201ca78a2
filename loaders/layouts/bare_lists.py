"""Lists of duties that name no units at all, as lists of 实事 often are."""

import re
from collections.abc import Sequence
from itertools import pairwise

from ...graph.model import Span
from .drafts import Drafts, Number, heading_of, number_of
from .tree import Piece

#: Titles of lists of duties that may name no units; and of texts that only tell of one.
_DUTIES = re.compile(
    r"实事|(?:重点|主要|目标)(?:工作)?任务|重点工作|工作要点|任务(?:清单|分解)|工作清单|(?:行动|实施|工作)(?:方案|计划)"
)
_TELLS = re.compile(r"情况|进展|解读|总结|报告|公示|通报|记者|办法|规定|考核|通知")
_ALONE = re.compile(r"\d{1,2}")
_GROUPS = ("part", "chapter", "section", "cn", "cn-bracket")
_TITLE_LENGTH = 40


def read_bare_list(drafts: Drafts, pieces: Sequence[Piece]) -> None:
    """The numbered duties of a list that names no units at all; nothing of other texts."""
    numbered = [(i, label.value) for i, piece in enumerate(pieces) if (label := piece.label) and label.style == "digit"]
    alone = [(index, int(piece.words)) for index, piece in enumerate(pieces) if _ALONE.fullmatch(piece.words)]
    if _is_list(pieces, numbered):
        for index, _ in numbered:
            above = next((one for one in reversed(pieces[:index]) if one.label and one.label.style in _GROUPS), None)
            _add(drafts, number_of(pieces[index]), pieces[index], above)
    elif _is_list(pieces, alone):
        for (index, value), (stop, _) in pairwise((*alone, (2 * alone[-1][0] - alone[-2][0], 0))):
            if index + 1 < min(stop, len(pieces)):  # the number, its title where it has one, the duty
                _add(drafts, (value, pieces[index].words), pieces[min(stop, len(pieces)) - 1])


def _add(drafts: Drafts, number: Number, piece: Piece, above: Piece | None = None) -> None:
    section = heading_of(above) if above else None
    drafts.add(number, (section, None), Span(piece.body, piece.span.end), ())


def _is_list(pieces: Sequence[Piece], numbered: Sequence[tuple[int, int]]) -> bool:
    """Whether numbers count from 1 to at least 3 below a line that speaks of duties and does not tell of them.

    They may begin again below each heading.
    """
    values = [value for _, value in numbered]
    if values[:3] != [1, 2, 3] or any(after not in (value + 1, 1) for value, after in pairwise(values)):
        return False
    above = [piece.words for piece in pieces[: numbered[0][0]]]
    speaks = [words for words in above if _DUTIES.search(words) and not _TELLS.search(words)]
    return any(len(words) <= _TITLE_LENGTH or words == above[-1] for words in speaks)
