"""The table inside a text: rows and cells with their spans, and what kind of thing each cell holds.

Columns are parted by tabs, rows by line ends, pages by empty lines. What a cell *is* is decided by its words,
not by its place, because on damaged pages the places lie.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from ..graph.model import Document, Span
from ..ontology.errors import InputError, Text
from .layouts.seams import without_seams
from .responsibility import is_responsibility, split_phrases
from .wording import blank_tags, joined

_SECTION = re.compile(r"\s*(?P<label>[一二三四五六七八九十百]+)\s*[、.．](?P<title>[^。；]{1,60})")
_TASK = re.compile(r"\s*[（(]\s*(?P<label>[一二三四五六七八九十百]+)\s*[）)](?P<title>[^。；]{1,60})")
_NUMBERED = re.compile(r"\s*\d{1,5}\s*[.．、](?!\d)")
_UNITS_HEADER = re.compile(
    r"(?:主要|市级|省级|县级|第一)?(?:责任|牵头|主责|承办|主办|落实|实施|配合|协办)(?:责任|负责)?(?:单位|部门|主体|处室)"
    r"(?:[（(/、及和与].{0,12})?"
)
_HEADER_WORDS = re.compile(
    r"(序号|项目|类别|重点任务|任务|事项|工作内容|具体措施|措施|主要内容|目标|完成时限|时限|备注|责任领导|责任人)"
)
#: The longest cell that can be the name of a column, with spaces and tags.
_HEADER_CELL = 40


class Kind(StrEnum):
    """What the words of a cell are."""

    BLANK = "blank"
    SECTION = "section"
    TASK = "task"
    MEASURES = "measures"
    UNITS = "units"
    WORDS = "words"  # a sentence without a number, or something not understood


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its column (from 0), kind and the span of its words without tags and outer spaces."""

    column: int
    kind: Kind
    span: Span


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `page` counts the blocks between empty lines."""

    line: int
    page: int
    span: Span
    columns: int
    cells: tuple[Cell, ...]

    def of(self, kind: Kind) -> tuple[Cell, ...]:
        """The cells of that kind, from left to right."""
        return tuple(cell for cell in self.cells if cell.kind is kind)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with the places its header gives to each kind of cell.

    `stray` are lines above the header that hold measures all the same.
    """

    title: str
    header: Row
    places: dict[Kind, int]
    rows: tuple[Row, ...]
    stray: tuple[Row, ...]


def find_table(document: Document) -> Table:
    """The first table whose header names a responsibility column.

    Raises InputError at the line of the best header candidate when there is none.
    """
    lines = _lines(document.text)
    header = find_header(document)
    if header:
        index = lines.index((header.line, header.span))
        above, below = lines[:index], lines[index + 1 :]
        stray = tuple(row for row in _rows(document, above) if _holds_more_than_a_title(row))
        return Table(_title(document, above), header, _places(document, header), tuple(_rows(document, below)), stray)
    candidate = next((line for line, span in lines if _is_other_header(document.quote(span))), 1)
    raise InputError(
        document.name,
        candidate,
        Text(
            "没有找到“责任单位”一列，无法识别为台账",
            "no responsibility column (责任单位): not a ledger this program reads",
        ),
    )


def find_header(document: Document) -> Row | None:
    """The first line that names a responsibility column."""
    found = ((line, span) for line, span in _lines(document.text) if _is_header(document.quote(span)))
    return next((_row(document, line, span, page=0) for line, span in found), None)


def _is_header(line: str) -> bool:
    """Whether one cell is the name of a responsibility column and none holds a measure.

    The whole cell must be the name: 各责任单位 in a row of the table is a unit, not a header.
    """
    cells = line.split("\t")
    return _names_a_column(cells, _UNITS_HEADER) and not any(_NUMBERED.match(blank_tags(cell)) for cell in cells)


def _is_other_header(line: str) -> bool:
    return _names_a_column(line.split("\t"), _HEADER_WORDS)


def _names_a_column(cells: list[str], names: re.Pattern[str]) -> bool:
    """Whether one of several cells is, as a whole, such a name."""
    return len(cells) > 1 and any(len(cell) <= _HEADER_CELL and names.fullmatch(joined(cell)) for cell in cells)


def _holds_more_than_a_title(row: Row) -> bool:
    """Whether a line above the header looks like a row of the table: a measure, or several cells with a long one."""
    return bool(row.of(Kind.MEASURES)) or (
        row.columns > 1 and any(cell.span.end - cell.span.start > _HEADER_CELL for cell in row.cells)
    )


def _lines(text: str) -> list[tuple[int, Span]]:
    """Line number and span of each line, without its end; in two where a header is joined to a row."""
    found, start = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        words = line.rstrip("\r")
        found += [(number, span) for span in without_seams(words, Span(start, start + len(words)))]
        start += len(line) + 1
    return found


def _rows(document: Document, lines: list[tuple[int, Span]]) -> list[Row]:
    """The rows of the table; a header printed again on a new page only ends the page."""
    rows, page, fresh = [], 0, True
    for number, span in lines:
        words = document.quote(span)
        if not words.strip() or _is_header(words):
            fresh = True
            continue
        page, fresh = page + fresh, False
        rows.append(_row(document, number, span, page))
    return rows


def _row(document: Document, line: int, span: Span, page: int) -> Row:
    cells, start = [], span.start
    parts = document.quote(span).split("\t")
    for column, part in enumerate(parts):
        cells.append(_cell(column, part, start))
        start += len(part) + 1
    return Row(line, page, span, len(parts), tuple(cells))


def _cell(column: int, part: str, start: int) -> Cell:
    plain = blank_tags(part)
    words = plain.strip()
    inner = start + len(plain) - len(plain.lstrip())
    return Cell(column, kind_of(words), Span(inner, inner + len(words)))


def kind_of(words: str) -> Kind:
    """What a cell is, by its words alone."""
    if not words:
        return Kind.BLANK
    if _NUMBERED.match(words):
        return Kind.MEASURES
    if _TASK.fullmatch(words):
        return Kind.TASK
    if _SECTION.fullmatch(words):
        return Kind.SECTION
    if all(is_responsibility(phrase) for phrase, _ in split_phrases(words)):
        return Kind.UNITS
    return Kind.WORDS


def heading_parts(words: str) -> tuple[str, str] | None:
    """Label and title of a section or task cell in standard spelling: 四, （二十一）; None when it is neither."""
    task = _TASK.fullmatch(words)
    if task:
        return f"（{task['label']}）", joined(task["title"])
    section = _SECTION.fullmatch(words)
    return (section["label"], joined(section["title"])) if section else None


def _title(document: Document, lines: list[tuple[int, Span]]) -> str:
    """The longest line above the header: the title stands there with 附件 and dates, which are short."""
    above = [joined(document.quote(span)) for _, span in lines[-30:]]
    return max((line for line in above if len(line) <= 80), key=len, default="")


def _places(document: Document, header: Row) -> dict[Kind, int]:
    """Columns by kind. 项目 spans the section and task columns, so the text stands right before the units."""
    names = [joined(document.quote(cell.span)) for cell in header.cells]
    units = next(i for i, name in enumerate(names) if _UNITS_HEADER.fullmatch(name))
    return {Kind.SECTION: units - 3, Kind.TASK: units - 2, Kind.MEASURES: units - 1, Kind.UNITS: units}
