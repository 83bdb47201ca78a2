"""Characters of a page to lines, and lines to paragraphs: the breaks that only the width of the page made are closed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from statistics import median

from ..wording import is_unit_name
from .composer import LINE
from .pdf_page import Char

#: A gap wider than this part of the size of the type stands for a space between Latin words.
_GAP = 0.22
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…·]")
_PAGE_NUMBER = re.compile(r"[-—–\s·]*(?:第\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?(?:\s*页)?(?:\s*共\s*\d{1,4}\s*页)?[-—–\s·]*")
_STARTS = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,3}[.．、](?!\d)|[（(]\d{1,2}[）)]|第[一二三四五六七八九十百]{1,4}[章节条]|[①-⑳])"
)

#: What a break never parts: signs that open, a word of Latin letters or digits or one character, signs that close.
_UNPARTED = re.compile(r"[（(〔【“‘《〈]*(?:[A-Za-z0-9.%％+\-/]+|.)[，。、；：！？）)〕】”’》〉%％]*")
#: The space between the side of a cell and its words, in points, where lines are centred and do not show it: Word's own.
_PADDING = 6.0
#: So much more than the beginning of the next line, in sizes of the type, has room only at the end of a paragraph.
_SURE = 1.5
#: A line is full where less is left: a character and the sign that clings to it may have had no room.
_FULL = 2.6
_ENDS = "。；;！？"

_BY_LINE, _BY_LEFT = attrgetter("middle", "left"), attrgetter("left")


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of print with its box and the size of its type."""

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph put together again, with the page it begins on."""

    page: int
    text: str
    top: float


def lines_of(page: int, chars: Sequence[Char]) -> list[TextLine]:
    """The lines of print among some characters, from top to bottom."""
    rows: list[list[Char]] = []
    middle = 0.0
    for char in sorted(chars, key=_BY_LINE):
        if rows and char.middle - middle <= 0.5 * max(char.size, 1.0):
            rows[-1].append(char)
        else:
            rows.append([char])
        last = rows[-1][-3:]
        middle = sum([char.middle for char in last]) / len(last)
    found = []
    for row in rows:
        text = _line_text(row)
        seen = [char for char in row if not char.text.isspace()]
        if seen:
            found.append(
                TextLine(page, text, min(c.left for c in seen), min(c.top for c in seen), max(c.right for c in seen),
                         max(c.bottom for c in seen), median(c.size for c in seen))
            )  # fmt: skip
    return found


def _line_text(row: Iterable[Char]) -> str:
    """The characters of a line from left to right; a gap between Latin words is a space."""
    parts: list[str] = []
    last: Char | None = None
    for char in sorted(row, key=_BY_LEFT):
        if last and char.text == last.text and abs(char.left - last.left) < 0.3 and abs(char.top - last.top) < 0.3:
            continue  # printed twice to look bold
        if last and char.left - last.right > _GAP * max(char.size, 1.0) and _latin(last.text) and _latin(char.text):
            parts.append(" ")
        parts.append(char.text)
        last = char
    return "".join(parts)


def _latin(text: str) -> bool:
    return not _CJK.match(text) and not text.isspace()


def joined(lines: Iterable[str]) -> str:
    """Lines of one paragraph or cell as one: a space only where two Latin words met at the end of a line.

    >>> joined(["推动“GPU浙", "江造”，Open", "Source"])
    '推动“GPU浙江造”，Open Source'
    """
    text, spaced = "", False
    for line in lines:
        words = line.strip()
        if not words:
            continue
        if text and (spaced or line[:1].isspace() or (_is_letter(text[-1]) and _is_letter(words[0]))):
            text += " "
        text, spaced = text + words, line[-1:].isspace()
    return text


def cell_text(lines: Sequence[TextLine], left: float, right: float) -> str:
    """The words of a cell between its two sides: breaks that only its width made are closed, the others kept.

    A line ends by itself where the beginning of the next would still have gone into it, whether lines are set left or centred.
    """
    if not lines:
        return ""
    inner = _inner(lines, left, right)
    groups = [[lines[0].text]]
    for above, line in pairwise(lines):
        # In characters: the size of the type is the height of its boxes, which differs from font to font.
        spare = (inner - (above.right - above.left)) / _advance(above) - _least(line)
        if spare > _SURE or (spare >= 0 and _are_names(above.text, line.text)):
            groups.append([line.text])
        else:
            groups[-1].append(line.text)
    return LINE.join(joined(group) for group in groups)


def breaks_off(lines: Sequence[TextLine], left: float, right: float) -> bool:
    """Whether the words of a cell end in the middle of a sentence, as at the end of a page: after a full line or several."""
    if not lines or lines[-1].text.rstrip()[-1:] in _ENDS:
        return False
    last = lines[-1]
    return len(lines) > 2 or _inner(lines, left, right) - (last.right - last.left) < _FULL * _advance(last)


def _inner(lines: Sequence[TextLine], left: float, right: float) -> float:
    """The width that the words of a cell may take."""
    padding = min(_PADDING, max(0.0, min(line.left for line in lines) - left))
    return right - left - 2 * padding


def _are_names(*lines: str) -> bool:
    """Whether each of some lines is the name of a unit, as in a list of one a line."""
    return all(len(line.strip()) > 1 and is_unit_name(line.strip()) for line in lines)


def _least(line: TextLine) -> float:
    """How many characters at its beginning cannot be parted: one with the signs that cling to it, or a Latin word."""
    match = _UNPARTED.match(line.text.strip())
    return _characters(match[0]) if match else 0.0


def _advance(line: TextLine) -> float:
    """The width of a character of a line."""
    return (line.right - line.left) / max(_characters(line.text.strip()), 1.0)


def _characters(words: str) -> float:
    """The width of some words in Chinese characters; a Latin letter or digit takes about half of one."""
    return sum(1.0 if _CJK.match(char) else 0.55 for char in words)


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def without_page_numbers(lines: Sequence[TextLine], height: float) -> list[TextLine]:
    """The lines of a page but for its number, which stands alone in the upper or lower eighth."""
    edge = height / 8
    return [
        line
        for line in lines
        if not (_PAGE_NUMBER.fullmatch(line.text.strip()) and (line.bottom < edge or line.top > height - edge))
    ]


def paragraphs(lines: Sequence[TextLine]) -> list[Piece]:
    """Lines of running text, of one page or several, as paragraphs."""
    if not lines:
        return []
    size = median(line.size for line in lines)
    body = [line for line in lines if abs(line.size - size) <= 0.2 * size] or list(lines)
    left, right = _edge([line.left for line in body], low=True), _edge([line.right for line in body], low=False)
    groups: list[list[TextLine]] = []
    for line in lines:
        if groups and _goes_on(groups[-1], line, left, right):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [Piece(group[0].page, joined(line.text for line in group), group[0].top) for group in groups]


def _edge(values: Sequence[float], *, low: bool) -> float:
    """The margin most lines keep to: a lone line beyond it does not move it."""
    ordered = sorted(values, reverse=not low)
    return ordered[len(ordered) // 20]


def _goes_on(group: Sequence[TextLine], line: TextLine, left: float, right: float) -> bool:
    """Whether a line goes on with the paragraph above it."""
    last = group[-1]
    if abs(line.size - last.size) > 0.15 * max(line.size, last.size):
        return False
    if line.page == last.page and line.top - last.bottom > 1.6 * line.size:
        return False
    if all(_centred(one, left, right) for one in (*group, line)):
        return line.page == last.page and not _STARTS.match(line.text.strip())
    if line.left > left + 1.2 * line.size:
        return False
    if _STARTS.match(line.text.strip()) and last.right < right - 1.5 * last.size:
        return False
    # A line that is short by any measure says nothing about the margin: a page of one line ends its paragraph.
    return last.right >= right - _FULL * last.size and last.right - last.left > 12 * last.size


def _centred(line: TextLine, left: float, right: float) -> bool:
    inset, outset = line.left - left, right - line.right
    return abs(inset - outset) < 1.2 * line.size and min(inset, outset) > 0.8 * line.size
