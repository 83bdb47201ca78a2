"""The paragraphs and tables of a document: as its format keeps them, or as a plain text shows them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ...graph.model import Document, Grid, GridCell, Paragraph, Span
from .loose_tables import loose_tables
from .seams import without_seams

_RULE = re.compile(r"\s*\|?[\s:|-]*-[\s:|-]*\|?\s*")


@dataclass(frozen=True, slots=True)
class Parts:
    """The tables of a document, and the paragraphs outside them."""

    grids: tuple[Grid, ...]
    paragraphs: tuple[Paragraph, ...]


def parts_of(document: Document) -> Parts:
    """Tables and paragraphs, with the tables that stand among the paragraphs without lines."""
    grids, paragraphs = grids_of(document), paragraphs_of(document)
    loose = list(loose_tables(document, paragraphs))
    taken = {index for table in loose for index in range(table.first, table.stop)}
    whole = sorted((*grids, *(table.grid for table in loose)), key=lambda grid: min(cell.span for cell in grid.cells))
    return Parts(tuple(whole), tuple(p for index, p in enumerate(paragraphs) if index not in taken))


def paragraphs_of(document: Document) -> tuple[Paragraph, ...]:
    """The paragraphs that stand outside tables."""
    if document.blocks:
        return tuple(block for block in document.blocks if isinstance(block, Paragraph))
    lines = (span for span in _lines(document.text) if not _parts(document, span))
    return tuple(Paragraph(span) for line in lines if (span := _without_bar(document, line)).end > span.start)


def _without_bar(document: Document, line: Span) -> Span:
    """A line without the upright bar it ends with: what is left of the line between two cells."""
    words = document.quote(line)
    return Span(line.start, line.start + len(words.rstrip(" |｜"))) if words.endswith(("|", "｜")) else line


def grids_of(document: Document) -> tuple[Grid, ...]:
    """The tables: of a plain text, neighbouring lines whose cells are parted by tabs or upright bars."""
    if document.blocks:
        return tuple(block for block in document.blocks if isinstance(block, Grid))
    found = []
    for is_table, lines in groupby(_lines(document.text), key=lambda span: bool(_parts(document, span))):
        if is_table:
            rows = [_parts(document, span) for span in lines]
            found.append(_grid([row for row in rows if row != [None]]))
    return tuple(found)


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        end = start + len(line.rstrip("\r"))
        if line.strip():
            yield from without_seams(line.rstrip("\r"), Span(start, end))
        start += len(line) + 1


def _parts(document: Document, line: Span) -> list[Span | None]:
    """The cells of a line; [None] for the rule below a Markdown header; nothing for a line that is no row."""
    words = document.quote(line)
    if "\t" in words:
        return list(_cells(words, line.start, "\t"))
    if words.lstrip().startswith("|") and words.count("|") > 2:
        if _RULE.fullmatch(words):
            return [None]
        first = words.index("|") + 1
        last = words.rindex("|") if words.rstrip().endswith("|") else len(words)
        return list(_cells(words[first:last], line.start + first, "|"))
    if words.rstrip().endswith("|") and words.count(" | ") > 1:  # 1 | 新建公园 | 市住建局 |
        return list(_cells(words[: words.rindex("|")], line.start, "|"))
    return []


def _cells(words: str, start: int, sign: str) -> Iterator[Span]:
    for part in words.split(sign):
        lead = len(part) - len(part.lstrip())
        yield Span(start + lead, start + max(lead, len(part.rstrip())))
        start += len(part) + 1


def _grid(rows: Sequence[Sequence[Span | None]]) -> Grid:
    width = max((len(row) for row in rows), default=0)
    cells = (
        GridCell(index, column, 1, 1, span)
        for index, row in enumerate(rows)
        for column, span in enumerate(row)
        if span is not None
    )
    return Grid(len(rows), width, tuple(cells))
