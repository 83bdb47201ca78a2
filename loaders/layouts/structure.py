"""The paragraphs and tables of a document: as its format keeps them, or as a plain text shows them."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from ...graph.model import Document, Grid, GridCell, Paragraph, Span

_RULE = re.compile(r"\s*\|?[\s:|-]*-[\s:|-]*\|?\s*")


def paragraphs_of(document: Document) -> tuple[Paragraph, ...]:
    """The paragraphs that stand outside tables."""
    if document.blocks:
        return tuple(block for block in document.blocks if isinstance(block, Paragraph))
    return tuple(Paragraph(span) for span in _lines(document.text) if not _parts(document, span))


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
            yield Span(start, end)
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
