"""The measures of a table where they stand in print, before any repair: carried labels, split cells, printed units."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..graph.model import Document, Finding, Heading, Severity, Span
from ..ontology.errors import Text
from .table import Cell, Kind, Row, Table, heading_parts
from .wording import blank_tags, without_tags

#: A measure's number at the start of a cell or paragraph, or after the end of a sentence.
_NUMBER = re.compile(
    r"(?:(?P<start>^\s*|<p[^<>]*>\s*)|(?P<after>(?<=[。；！？>])\s*|[ \u3000]+))(?P<n>\d{1,5})\s*[.．、](?!\d)\s*"
)
_PARAGRAPH = re.compile(r"<p[^<>]*>", re.IGNORECASE)
#: How far an unmarked number inside a cell may be ahead of the one before it and still begin a measure.
_NEAR = 3
_NOT_PLACED = Text("第{line}行有一格无法归位：{words}", "line {line} has a cell that could not be placed: {words}")


@dataclass(frozen=True, slots=True)
class Item:
    """One measure's text, and the labels and responsibility words that go with it.

    `number` is 0 where none is printed; `row` indexes `Table.rows`; `block` tells the <p> paragraphs of a cell apart
    (-1 outside any).
    """

    number: int
    span: Span
    row: int
    block: int
    section: Heading | None
    task: Heading | None
    units: Span | None


def printed_items(document: Document, table: Table) -> tuple[tuple[Item, ...], tuple[Finding, ...]]:
    """Every measure with the labels and units a reader carries to it, and what could not be placed."""
    items: list[Item] = []
    findings: list[Finding] = []
    section: Heading | None = None
    task: Heading | None = None
    units: Span | None = None
    last = 0
    for index, row in enumerate(table.rows):
        new_section, new_task = _heading(document, row, Kind.SECTION), _heading(document, row, Kind.TASK)
        section, task = new_section or section, new_task or (None if new_section else task)
        cells, bare = unit_cells(document, table, row), _bare_text(table, row)
        numbered = row.of(Kind.MEASURES)
        if (numbered or bare) and not cells and units:
            findings.append(_units_carried(document, row, units))
        units = cells[0].span if cells else units
        items += [Item(0, cell.span, index, -1, section, task, units) for cell in bare]
        for cell in numbered:
            for number, span, block in _split(document, cell, last):
                items.append(Item(number, span, index, block, section, task, units))
                last = number
        left = [cell for cell in row.of(Kind.WORDS) if cell not in (*cells, *bare)]
        findings += [report(document, "not-placed", cell.span, _NOT_PLACED, most=40) for cell in left]
    return tuple(items), tuple(findings)


def unit_cells(document: Document, table: Table, row: Row) -> tuple[Cell, ...]:
    """The responsibility cells of a row: by their words, or failing that by their place, if they are no sentence."""
    return row.of(Kind.UNITS) or tuple(
        cell
        for cell in row.of(Kind.WORDS)
        if cell.column == table.places[Kind.UNITS] and "。" not in document.quote(cell.span)
    )


def _bare_text(table: Table, row: Row) -> tuple[Cell, ...]:
    """In a row without a numbered text, the words in the measures' column."""
    if row.of(Kind.MEASURES):
        return ()
    return tuple(cell for cell in row.of(Kind.WORDS) if cell.column == table.places[Kind.MEASURES])


def _heading(document: Document, row: Row, kind: Kind) -> Heading | None:
    for cell in row.of(kind):
        parts = heading_parts(document.quote(cell.span))
        if parts:
            return Heading(*parts, cell.span)
    return None


def _split(document: Document, cell: Cell, last: int) -> list[tuple[int, Span, int]]:
    """Number, text span and paragraph of each measure in a cell.

    A number at the start of a cell or paragraph always begins a measure; one inside it only when it follows the
    one before within a few steps, so that "1. " in running text does not cut a measure in two.
    """
    begin = _outer_start(document, cell)
    raw = document.text[begin : cell.span.end]
    starts: list[tuple[int, int, int]] = []
    for match in _NUMBER.finditer(raw):
        number = int(match["n"])
        previous = starts[-1][0] if starts else last
        if match["start"] is not None or not starts or 0 < number - previous <= _NEAR:
            starts.append((number, match.start(), match.end()))
    found = []
    for (number, _, first), (_, end, _) in pairwise([*starts, (0, len(raw), len(raw))]):
        span = _trimmed(document, Span(begin + first, begin + end))
        found.append((number, span, _block(raw, begin, first)))
    return found


def _outer_start(document: Document, cell: Cell) -> int:
    """Where the cell begins with its tags, which tell paragraphs apart."""
    before = max(document.text.rfind("\t", 0, cell.span.start), document.text.rfind("\n", 0, cell.span.start))
    return before + 1


def _block(raw: str, begin: int, first: int) -> int:
    opened = [match.start() for match in _PARAGRAPH.finditer(raw, 0, first)]
    return begin + opened[-1] if opened else -1


def _trimmed(document: Document, span: Span) -> Span:
    plain = blank_tags(document.quote(span))
    start = span.start + len(plain) - len(plain.lstrip())
    return Span(start, max(start, span.start + len(plain.rstrip())))


def _units_carried(document: Document, row: Row, units: Span) -> Finding:
    words = document.quote(units)
    text = Text(
        f"第{row.line}行没有责任单位，沿用上一格“{words}”",
        f"line {row.line} has no responsible units; the cell above is carried down: {words}",
    )
    return Finding("units-carried", Severity.INFO, text, row.span)


def report(document: Document, code: str, span: Span, text: Text, most: int = 60) -> Finding:
    """A warning about a place in a document; `text` is filled with its line and at most so many of its characters."""
    words = without_tags(document.quote(span))
    short = words if len(words) <= most else words[:most] + "…"
    return Finding(code, Severity.WARNING, text.format(line=document.line_of(span.start), words=short), span)


def numbering(items: Sequence[Item]) -> tuple[Finding, ...]:
    """Gaps, repetitions and steps back in the numbering of the measures."""
    found = []
    for last, item in zip([0, *(item.number for item in items)], items, strict=False):
        if item.number > last + 1:
            gap = f"{last + 1}" if item.number == last + 2 else f"{last + 1}-{item.number - 1}"
            text = Text(f"编号 {gap} 缺失", f"number {gap} is missing")
            found.append(Finding("number-missing", Severity.WARNING, text, item.span))
        elif item.number <= last:
            text = Text(f"编号 {item.number} 重复或倒退", f"number {item.number} is repeated or steps back")
            found.append(Finding("number-order", Severity.WARNING, text, item.span))
    return tuple(found)
