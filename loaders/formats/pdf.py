"""PDF files with text: lines joined to paragraphs, ruled tables read across pages. A scanned one is named as such."""

import time
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium

from ...graph.model import Document
from ...ontology.errors import InputError, Text
from .composer import Composer, Words
from .pdf_page import Char, Page, TooMuch, read_page
from .pdf_tables import Box, Ruled, ruled_tables
from .pdf_text import TextLine, breaks_off, cell_text, joined, lines_of, paragraphs, without_page_numbers

#: The most pages that are read, and how long they may take together, in seconds.
MAX_PAGES = 1_000
MAX_SECONDS = 120.0
#: With fewer characters a page than this, and a picture on most pages, a file is scanned.
_SCANNED = 8


@dataclass(slots=True)
class _Cell:
    """A cell that may go on over the end of a page."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    page: int
    breaks_off: bool


@dataclass(slots=True)
class _Table:
    """A table as it grows page by page; `xs` are the sides of its columns on the page read last."""

    xs: tuple[float, ...]
    rows: int
    cells: list[_Cell] = field(default_factory=list)


def read_pdf(name: str, data: bytes, sha256: str) -> Document:
    """The document of a PDF. Raises InputError when it is damaged, locked, scanned, or beyond the bounds."""
    pdfium.FPDF_InitLibrary()
    opened = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not opened:
        raise InputError(name, 0, _why(pdfium.FPDF_GetLastError()))
    try:
        composer = Composer(name)
        _Reader(composer).read(_pages(name, opened))
        return composer.document(sha256, "pdf")
    finally:
        pdfium.FPDF_CloseDocument(opened)


def _why(code: int) -> Text:
    if code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        return Text("PDF 有密码", "the PDF is protected by a password")
    return Text("PDF 不完整或已损坏", "the PDF is truncated or damaged")


def _pages(name: str, opened: object) -> Iterator[Page]:
    count = pdfium.FPDF_GetPageCount(opened)
    if count > MAX_PAGES:
        text = Text(f"PDF 有 {count} 页，超过 {MAX_PAGES} 页", f"the PDF has {count} pages, more than {MAX_PAGES}")
        raise InputError(name, 0, text)
    until, chars, pictures = time.monotonic() + MAX_SECONDS, 0, 0
    for index in range(count):
        if time.monotonic() > until:
            raise InputError(name, 0, Text("PDF 读取时间过长", "the PDF takes too long to read"))
        try:
            page = read_page(opened, index)
        except TooMuch as error:
            text = Text(f"第{index + 1}页内容过多", f"page {index + 1} holds more than a page can")
            raise InputError(name, 0, text) from error
        except ValueError as error:
            raise InputError(name, 0, Text(f"第{index + 1}页已损坏", f"page {index + 1} is damaged")) from error
        chars, pictures = chars + len(page.chars), pictures + bool(page.pictures)
        yield page
    if chars < _SCANNED * max(count, 1) and pictures * 2 >= count:
        text = Text("这是扫描的 PDF，没有文字：请先做文字识别", "a scanned PDF without text: run OCR on it first")
        raise InputError(name, 0, text)


class _Reader:
    """Reads page after page; running text and tables are held until it is sure that they do not go on."""

    def __init__(self, composer: Composer):
        self._composer = composer
        self._lines: list[TextLine] = []
        self._table: _Table | None = None
        self._tables = 0

    def read(self, pages: Iterator[Page]) -> None:
        for page in pages:
            tables = ruled_tables(page)
            outside, inside = _sorted(page, tables)
            lines = without_page_numbers(lines_of(page.number, outside), page.height)
            for table, chars in zip(tables, inside, strict=True):
                above = [line for line in lines if line.bottom <= table.top + line.size / 2]
                lines = lines[len(above) :]
                self._text(above)
                self._ruled(page, table, chars)
            self._text(lines)
        self._end_table()
        self._end_text()

    def _text(self, lines: Sequence[TextLine]) -> None:
        if lines:
            self._end_table()
            self._lines += lines

    def _end_text(self) -> None:
        for piece in paragraphs(self._lines):
            self._composer.paragraph(piece.text, f"page={piece.page}")
        self._lines = []

    def _end_table(self) -> None:
        table = self._table
        if table:
            cells = (Words(c.row, c.column, c.text, c.rows, c.columns, f"page={c.page}") for c in table.cells)
            self._composer.table(table.rows, len(table.xs) - 1, cells)
        self._table = None

    def _ruled(self, page: Page, table: Ruled, chars: Sequence[Sequence[Char]]) -> None:
        self._end_text()
        cells = [_cell(page.number, box, inside) for box, inside in zip(table.boxes, chars, strict=True)]
        open_table = self._table
        if open_table is None or not _same_columns(open_table.xs, table.xs):
            self._end_table()
            self._table = _Table(table.xs, len(table.ys) - 1, cells)
            return
        _continue(open_table, cells, len(table.ys) - 1)


def _same_columns(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) and all(abs(a - b) < 8 for a, b in zip(one, other, strict=True))


def _continue(table: _Table, cells: list[_Cell], rows: int) -> None:
    """Add the rows of a table on a new page: a header printed again is passed over, a row cut in two is joined."""
    head = _row_text(table.cells, 0)
    skip = 1 if head and _row_text(cells, 0) == head else 0
    body = [cell for cell in cells if cell.row >= skip]
    cut = _is_cut(table, body, skip)
    if cut:
        last = {cell.column: cell for cell in table.cells if cell.row <= table.rows - 1 < cell.row + cell.rows}
        for cell in body:
            if cell.row == skip and cell.column in last:
                last[cell.column].text = joined([last[cell.column].text, cell.text])
        body = [cell for cell in body if cell.row > skip]
        skip += 1
    for cell in body:
        cell.row += table.rows - skip
    table.cells += body
    table.rows += rows - skip


def _is_cut(table: _Table, body: Sequence[_Cell], row: int) -> bool:
    """Whether the first row on a page is the rest of the last one: by its missing number, else by its sentences."""
    numbers = [cell for cell in table.cells if cell.column == 0 and cell.row]
    first = {cell.column: cell for cell in body if cell.row == row}
    if not any(cell.text for cell in first.values()):
        return False
    if len(numbers) > 1 and all(cell.text.strip().isdigit() for cell in numbers):
        return 0 in first and not first[0].text and first[0].rows == 1
    return all(cell.rows == 1 for cell in first.values()) and _goes_on(table, first)


def _goes_on(table: _Table, first: dict[int, _Cell]) -> bool:
    """Whether all words of a row go on with sentences that the last row breaks off, and cells of that are empty in it."""
    last = {cell.column: cell for cell in table.cells if cell.row + cell.rows == table.rows}
    if last.keys() != first.keys():
        return False
    on = all(last[column].breaks_off for column, cell in first.items() if cell.text)
    return on and any(last[column].text for column, cell in first.items() if not cell.text)


def _row_text(cells: Sequence[_Cell], row: int) -> tuple[str, ...]:
    return tuple(cell.text for cell in cells if cell.row == row)


def _cell(page: int, box: Box, chars: Sequence[Char]) -> _Cell:
    lines = lines_of(page, chars)
    text, off = cell_text(lines, box.left, box.right), breaks_off(lines, box.left, box.right)
    return _Cell(box.row, box.column, box.rows, box.columns, text, page, off)


def _sorted(page: Page, tables: Sequence[Ruled]) -> tuple[list[Char], list[list[list[Char]]]]:
    """The characters outside any table, and those of each box of each table."""
    outside: list[Char] = []
    inside: list[list[list[Char]]] = [[[] for _ in table.boxes] for table in tables]
    squares = [_squares(table) for table in tables]
    for char in page.chars:
        for index, table in enumerate(tables):
            if table.holds(char.centre, char.middle):
                box = squares[index][_course(table.ys, char.middle)][_course(table.xs, char.centre)]
                inside[index][box].append(char)
                break
        else:
            outside.append(char)
    return outside, inside


def _squares(table: Ruled) -> list[list[int]]:
    """Which box each square belongs to."""
    grid = [[0] * (len(table.xs) - 1) for _ in range(len(table.ys) - 1)]
    for number, box in enumerate(table.boxes):
        for row in range(box.row, box.row + box.rows):
            for column in range(box.column, box.column + box.columns):
                grid[row][column] = number
    return grid


def _course(sides: Sequence[float], value: float) -> int:
    return bisect_right(sides, value, 1, len(sides) - 1) - 1
