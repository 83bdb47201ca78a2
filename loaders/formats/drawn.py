"""Plain texts whose tables are drawn with signs (┌─┬│): the words of a cell, broken over lines, are put together again."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from ...graph.model import Document
from ..wording import is_unit_name
from .composer import LINE, Composer, Words

_DRAWN = re.compile(r"\s*[┌├│└┏┣┃┗╔╠║╚].*[┐┤│┘┓┫┃┛╗╣║╝]\s*")
_SIDES = re.compile("[┌┬┐├┼┤└┴┘│┏┳┓┣╋┫┗┻┛┃╔╦╗╠╬╣╚╩╝║]")
_RULE = re.compile(r"\s*[─━═\-]+\s*")
#: A line of a cell with this much room left, in columns of the screen, ended by itself.
_ROOM = 6


def read_drawn(name: str, text: str, sha256: str, encoding: str) -> Document | None:
    """The document of a text with drawn tables; None where it has none, or one whose lines do not fit together."""
    if not any(sign in text for sign in "│┃║"):
        return None
    composer, found = Composer(name), False
    for drawn, lines in groupby(text.splitlines(), key=lambda line: bool(_DRAWN.fullmatch(line))):
        if not drawn:
            for line in lines:
                composer.paragraph(line, "")
            continue
        table = _table(list(lines))
        if table is None:
            return None
        composer.table(*table)
        found = True
    return composer.document(sha256, encoding) if found else None


def _table(lines: Sequence[str]) -> tuple[int, int, list[Words]] | None:
    rows = [_SIDES.split(line.strip())[1:-1] for line in lines]
    width = max(map(len, rows))
    if width < 2 or any(len(row) != width for row in rows):
        return None
    ruled = [any(_RULE.fullmatch(part) for part in row) for row in rows]
    if not ruled[0] or not ruled[-1]:
        return None
    cells: list[Words] = []
    for column in range(width):
        cells += _column(column, [row[column] for row in rows], ruled)
    # Rules that follow one another, or that end the table, begin no row.
    begins = sorted({cell.row for cell in cells})
    place = {row: index for index, row in enumerate(begins)}
    ends = {cell: _after(begins, cell.row + cell.rows) for cell in cells}
    placed = [Words(place[c.row], c.column, c.text, max(1, ends[c] - place[c.row])) for c in cells]
    return len(begins), width, placed


def _after(begins: Sequence[int], row: int) -> int:
    """How many rows begin before a line."""
    return sum(begin < row for begin in begins)


def _column(column: int, parts: Sequence[str], ruled: Sequence[bool]) -> Iterator[Words]:
    """The cells of a column: each from one rule in it to the next; rows are counted in lines for now."""
    rules = [index for index, part in enumerate(parts) if ruled[index] and _RULE.fullmatch(part)]
    for first, last in pairwise(rules):
        if last > first + 1:
            yield Words(first, column, _joined(parts[first + 1 : last]), last - first)


def _joined(lines: Sequence[str]) -> str:
    """The lines of a cell as its words: breaks that only its width made are closed."""
    room = max((_width(line) for line in lines), default=0)
    text, last = "", ""
    for line in filter(None, (line.strip() for line in lines)):
        kept = text and (room - _width(last) >= _ROOM or (is_unit_name(last) and is_unit_name(line)))
        text, last = f"{text}{LINE if kept else ''}{line}", line
    return text


def _width(words: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in words)
