"""Tables that lost their lines, as text copied out of a page or a Word file has them.

Their cells stand one below another, or in one line with nothing but spaces between.

    序号 / 主要任务 / 责任单位 / 1 / 新建公园三个。 / 市住建局      each in a line of its own
    序号 工作任务 牵头单位                                            and below: 1 新增就业8万人 市人社局

Such a table is taken for one only where its header names who is responsible, and where most rows have a text and units.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from ...graph.model import Document, Grid, GridCell, Paragraph, Span
from ..wording import joined
from .columns import DATE, Column, Kind, header_kinds, header_score
from .duties import CARRIES, DutyKind
from .labels import label_of
from .units import is_unit_list

#: A header cell is no longer than this, a table no wider.
_LONGEST, _WIDEST = 14, 9
#: A row has no more pieces than this, and after so many headers without a table no more are tried: time stays linear.
_MOST, _TRIES = 60, 10
_NUMBER = re.compile(r"(\d{1,3})[.．、]?")
_PEOPLE = re.compile(r"[\u4e00-\u9fff]{2,4}(?:[、，,]?[\u4e00-\u9fff]{2,4})?")
_WORD = re.compile(r"\S+")
#: Styles of numbers that group rows: 一、 above them, （一） below that.
_GROUPS = ("part", "chapter", "section", "cn", "cn-bracket")


@dataclass(frozen=True, slots=True)
class LooseTable:
    """A table and the paragraphs it was made of, from `first` up to `stop`."""

    first: int
    stop: int
    grid: Grid


@dataclass(frozen=True, slots=True)
class _Head:
    """A header: its cells, what their columns are, the paragraph after it, and whether rows stand in one line each."""

    cells: tuple[Span, ...]
    kinds: tuple[Kind, ...]
    stop: int
    in_a_line: bool

    @property
    def numbered(self) -> bool:
        return self.kinds[0] is Column.NUMBER


@dataclass(slots=True)
class _Row:
    """The pieces of a row in reading order, or the one of a line that groups rows."""

    pieces: list[Span] = field(default_factory=list)
    groups: bool = False


def loose_tables(document: Document, paragraphs: Sequence[Paragraph]) -> Iterator[LooseTable]:
    """The tables among paragraphs, from first to last."""
    lines = [paragraph.span for paragraph in paragraphs]
    index = tries = 0
    while index < len(lines) and tries < _TRIES:
        head = _head_in_a_line(document, lines, index) or _head_in_lines(document, lines, index)
        table = _table_below(document, lines, index, head) if head else None
        if table:
            yield table
        index = table.stop if table else index + 1
        tries += head is not None and table is None


def _table_below(document: Document, lines: Sequence[Span], first: int, head: _Head) -> LooseTable | None:
    rows, stop = _Rows(document, lines, head).read()
    placed = [[None, row.pieces[0]] if row.groups else _placed(document, head, row.pieces) for row in rows]
    sound = [cells for row, cells in zip(rows, placed, strict=True) if not row.groups and _is_sound(head, cells)]
    if len(sound) < 2 or 3 * len(sound) < 2 * sum(not row.groups for row in rows):
        return None
    return LooseTable(first, stop, _grid(head, rows, placed))


# -- headers


def _head_in_lines(document: Document, lines: Sequence[Span], first: int) -> _Head | None:
    """A header whose cells stand one below another, at least three."""
    cells: list[Span] = []
    for line in lines[first : first + _WIDEST]:
        words = joined(document.quote(line))
        if len(words) > _LONGEST or header_kinds([words])[0] is None:
            break
        cells.append(line)
    return _head(document, cells, first + len(cells), in_a_line=False) if len(cells) > 2 else None


def _head_in_a_line(document: Document, lines: Sequence[Span], first: int) -> _Head | None:
    """A header in one line, parted by spaces, which may also stand inside a name: 工 作 任 务."""
    line = lines[first]
    words = document.quote(line)
    if len(words) > 6 * _LONGEST or not words.split()[1:]:
        return None
    cells = _names_in(document, _words_of(document, line))
    return _head(document, cells, first + 1, in_a_line=True) if len(cells) > 1 else None


def _words_of(document: Document, line: Span) -> list[Span]:
    """The words of a line, as spaces part them."""
    found = _WORD.finditer(document.quote(line))
    return [Span(line.start + word.start(), line.start + word.end()) for word in found]


def _names_in(document: Document, words: Sequence[Span]) -> list[Span]:
    """The fewest names of columns that some words make up together; nothing where they do not.

    A word of several characters that is a name is no part of a longer one.
    """
    whole = [word.end - word.start > 1 and header_kinds([document.quote(word)])[0] is not None for word in words]

    @cache
    def from_(index: int) -> tuple[Span, ...] | None:
        if index == len(words):
            return ()
        found: list[tuple[Span, ...]] = []
        for stop in range(index + 1, len(words) + 1):
            span = Span(words[index].start, words[stop - 1].end)
            name = joined(document.quote(span))
            if len(name) > _LONGEST or (stop - index > 1 and any(whole[index:stop])):
                break
            rest = from_(stop) if header_kinds([name])[0] else None
            if rest is not None:
                found.append((span, *rest))
        return min(found, key=len, default=None)

    return list(from_(0) or ())


def _head(document: Document, cells: Sequence[Span], stop: int, *, in_a_line: bool) -> _Head | None:
    names = [joined(document.quote(cell)) for cell in cells]
    kinds = tuple(kind for kind in header_kinds(names) if kind)
    return _Head(tuple(cells), kinds, stop, in_a_line) if header_score(names) > 1 else None


# -- rows


class _Rows:
    """Reads the rows below a header."""

    def __init__(self, document: Document, lines: Sequence[Span], head: _Head):
        self._document, self._lines, self._head = document, lines, head
        self._rows: list[_Row] = []
        self._last = 0

    def read(self) -> tuple[list[_Row], int]:
        """The rows, and the first paragraph that is none of them."""
        index = self._head.stop
        while index < len(self._lines):
            taken = self._header_again(index) or self._begins(index) or self._groups(index) or self._goes_on(index)
            if not taken:
                break
            index += taken
        if self._rows and self._rows[-1].groups:  # the heading of what comes after the table
            self._rows.pop()
            index -= 1
        return self._rows, index

    def _header_again(self, index: int) -> int:
        count = 1 if self._head.in_a_line else len(self._head.cells)
        names = [joined(self._document.quote(line)) for line in self._lines[index : index + count]]
        said = [joined(self._document.quote(cell)) for cell in self._head.cells]
        again = names == (["".join(said)] if self._head.in_a_line else said)
        return count if again else 0

    def _begins(self, index: int) -> int:
        """A row begins with the next number; without numbers each line, or each run of lines, is a row."""
        line = self._lines[index]
        pieces = self._pieces(line)
        if not self._head.numbered:
            width = 1 if self._head.in_a_line else len(self._head.cells)
            pieces = [piece for one in self._lines[index : index + width] for piece in self._pieces(one)]
            if not 1 < len(pieces) < _MOST or not _is_sound(self._head, _placed(self._document, self._head, pieces)):
                return 0
            self._rows.append(_Row(pieces))
            return width
        number = _NUMBER.fullmatch(self._document.quote(pieces[0]))
        if not number or len(pieces) > _MOST or not self._may_begin(int(number[1])):
            return 0
        if self._head.in_a_line and len(pieces) == 1:
            return 0
        self._last = int(number[1])
        self._rows.append(_Row(pieces))
        return 1

    def _may_begin(self, number: int) -> bool:
        """Whether a row may have a number: the next, 1, or a higher one where rows end with units or time limits.

        An office lists those rows of a longer table that are its own: 3, 68, 69.
        """
        if number in (self._last + 1, 1):
            return True
        ends = self._head.kinds[-1] in (*CARRIES, DutyKind.DEADLINE)
        return ends and number > self._last and (not self._rows or self._rows[-1].groups or self._whole())

    def _groups(self, index: int) -> int:
        """A line such as 二、产业发展 between rows."""
        line = self._lines[index]
        words = self._document.quote(line).strip()
        label = label_of(words)
        if not label or label.style not in _GROUPS or "。" in words or len(words) > 60:
            return 0
        if self._rows and not self._rows[-1].groups and not self._whole():
            return 0
        self._rows.append(_Row([line], groups=True))
        return 1

    def _goes_on(self, index: int) -> int:
        """A line that belongs to the row before it, as long as that has not got its units."""
        if not self._head.numbered or not self._rows or self._rows[-1].groups:
            return 0
        pieces = self._pieces(self._lines[index])
        if len(self._rows[-1].pieces) + len(pieces) > _MOST:
            return 0
        if self._whole() and not self._fits_after(pieces):
            return 0
        self._rows[-1].pieces += pieces
        return 1

    def _whole(self) -> bool:
        return _is_sound(self._head, _placed(self._document, self._head, self._rows[-1].pieces))

    def _fits_after(self, pieces: Sequence[Span]) -> bool:
        """Whether pieces go into columns that come after those filled: a time limit after the units."""
        cells = _placed(self._document, self._head, [*self._rows[-1].pieces, *pieces])
        filled = _placed(self._document, self._head, self._rows[-1].pieces)
        last = max(column for column, cell in enumerate(filled) if cell)
        kinds = [kind for column, kind in enumerate(self._head.kinds) if column > last and cells[column]]
        said = [_likes(self._document, self._head.kinds[c], cells[c]) for c in range(last + 1, len(cells)) if cells[c]]
        return bool(kinds) and cells[: last + 1] == filled[: last + 1] and all(like > 0 for like in said)

    def _pieces(self, line: Span) -> list[Span]:
        return _words_of(self._document, line) if self._head.in_a_line else [line]


# -- pieces to columns


def _placed(document: Document, head: _Head, pieces: Sequence[Span]) -> list[Span | None]:
    """The cell of each column: the pieces in their order, each in a column, where their words fit best."""
    best: dict[int, tuple[float, tuple[int, ...]]] = {-1: (0.0, ())}
    for position, piece in enumerate(pieces):
        likes = [_likes(document, kind, piece) for kind in head.kinds]
        after: dict[int, tuple[float, tuple[int, ...]]] = {}
        for last, (worth, path) in best.items():
            for column in _columns_for(head, position, last):
                # The next column is the likeliest; a second piece in one, or an empty one, is less so.
                gain = worth + likes[column] - (0.3 if column == last else 0.05 * (column - last - 1))
                if column not in after or gain > after[column][0]:
                    after[column] = (gain, (*path, column))
        best = after
    _, path = max(best.values(), default=(0.0, ()))
    found: list[Span | None] = [None] * len(head.kinds)
    for piece, column in zip(pieces, path, strict=False):
        cell = found[column]
        found[column] = Span(cell.start if cell else piece.start, piece.end)
    return found


def _columns_for(head: _Head, position: int, last: int) -> range:
    """The columns a piece may stand in, the one before it standing in `last`; a number stands alone in its own."""
    if not head.numbered:
        return range(max(last, 0), len(head.kinds))
    return range(1) if position == 0 else range(max(last, 1), len(head.kinds))


def _likes(document: Document, kind: Kind, cell: Span | None) -> float:
    """How much some words look like those of a column."""
    words = joined(document.quote(cell)) if cell else ""
    if kind in CARRIES:
        return 2.0 if is_unit_list(words) else -2.0
    if kind is DutyKind.DEADLINE:
        return 2.0 if DATE.search(words) and len(words) < 24 else -1.0
    if kind is DutyKind.PERSON:
        return 1.5 if _PEOPLE.fullmatch(words) else 0.0
    if kind is Column.NUMBER:
        return 2.0 if _NUMBER.fullmatch(words) else -4.0
    if kind is Column.TEXT:
        return 0.5 + min(len(words), 40) / 40
    return 0.4 if kind in (Column.HEADING, DutyKind.TARGET) else 0.0


def _is_sound(head: _Head, cells: Sequence[Span | None]) -> bool:
    """Whether a row has all that a row needs."""
    carried = any(cell for kind, cell in zip(head.kinds, cells, strict=True) if kind in CARRIES)
    texts = [cell for kind, cell in zip(head.kinds, cells, strict=True) if kind in (Column.TEXT, DutyKind.TARGET)]
    return carried and (any(texts) or not texts)


def _grid(head: _Head, rows: Sequence[_Row], placed: Sequence[Sequence[Span | None]]) -> Grid:
    width = len(head.cells)
    cells = [GridCell(0, column, 1, 1, span) for column, span in enumerate(head.cells)]
    for index, (row, found) in enumerate(zip(rows, placed, strict=True), 1):
        if row.groups:
            cells.append(GridCell(index, 0, 1, width, row.pieces[0]))
        else:
            cells += [GridCell(index, column, 1, 1, span) for column, span in enumerate(found) if span]
    return Grid(len(rows) + 1, width, tuple(cells))
