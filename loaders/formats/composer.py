"""Builds a Document piece by piece: one text, with the paragraphs, tables and places beside it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ...graph.model import Document, Grid, GridCell, Paragraph, Place, Span
from ...ontology.errors import InputError, Text

#: Parts the lines of one cell or paragraph: a break in print that ends neither.
LINE = "\u2028"
#: The longest text that is read: a plan of a thousand pages has about a million characters.
MAX_CHARACTERS = 20_000_000
#: The most cells a document may have; a ledger of 2,000 measures has about 20,000.
MAX_CELLS = 400_000

_BREAK = re.compile(r"[ \t\xa0]*(?:\r\n|[\n\r\v\f\x85\u2029])[ \t\xa0]*|\u2028")
_BLANKS = re.compile(r"[\t\xa0 ]+")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff\ufffe\uffff\u200b-\u200d\u2060\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Words:
    """A cell before it has a place in the text: where it begins, what it covers, its words and its place."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    place: str = ""


def clean(text: str) -> str:
    """The words of a paragraph or cell on one line: breaks are LINE, blanks one space, control characters gone."""
    lines = (_BLANKS.sub(" ", part).strip() for part in _CONTROL.sub("", _BREAK.sub(LINE, text)).split(LINE))
    return LINE.join(line for line in lines if line)


@dataclass(slots=True)
class Composer:
    """Collects what a reader finds, in reading order."""

    name: str
    _parts: list[str] = field(default_factory=list)
    _blocks: list[Paragraph | Grid] = field(default_factory=list)
    _places: list[Place] = field(default_factory=list)
    _length: int = 0
    _cells: int = 0

    def paragraph(self, text: str, place: str, level: int = 0) -> None:
        """Add a paragraph or heading; one without words is passed over."""
        words = clean(text)
        if not words:
            return
        self._blocks.append(Paragraph(self._write(words, place), level))
        self._write_raw("\n")

    def table(self, rows: int, columns: int, cells: Iterable[Words]) -> None:
        """Add a table. In the text each row is a line and a cell covered by another is empty."""
        found = {(cell.row, cell.column): cell for cell in cells}
        if not any(cell.text.strip() for cell in found.values()):
            return
        self._count(rows * columns)
        grid: list[GridCell] = []
        for row in range(rows):
            for column in range(columns):
                if column:
                    self._write_raw("\t")
                cell = found.get((row, column))
                if cell:
                    span = self._write(clean(cell.text), cell.place)
                    grid.append(GridCell(row, column, cell.rows, cell.columns, span))
            self._write_raw("\n")
        self._blocks.append(Grid(rows, columns, tuple(grid)))

    def document(self, sha256: str, encoding: str) -> Document:
        """The finished document. Raises InputError when nothing was found."""
        text = "".join(self._parts)
        if not text.strip():
            raise InputError(self.name, 0, Text("文件里没有文字", "the file holds no words"))
        return Document(self.name, text, sha256, encoding, tuple(self._blocks), tuple(self._places))

    def _write(self, words: str, place: str) -> Span:
        start = self._length
        if place:
            self._places.append(Place(start, place))
        self._write_raw(words)
        return Span(start, self._length)

    def _write_raw(self, text: str) -> None:
        self._length += len(text)
        if self._length > MAX_CHARACTERS:
            raise InputError(self.name, 0, Text("文件里的文字过多", "the file holds too much text"))
        self._parts.append(text)

    def _count(self, cells: int) -> None:
        self._cells += cells
        if self._cells > MAX_CELLS:
            most = f"{MAX_CELLS:,}"
            raise InputError(self.name, 0, Text(f"表格超过 {most} 格", f"the tables have more than {most} cells"))
