"""What a reading leaves over: the last account of a document, so that no words are lost in silence.

Whatever a layout made of a document, each cell and paragraph is looked at once more. Words that are no measure, no
title, no duty of a measure, and that no finding speaks of are reported where they stand.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from ..graph.model import Document, Finding, Grid, GridCell, Measure, Paragraph, Severity, Span
from ..ontology.errors import Text
from .deadlines import read_limit
from .doubts import MISREAD, doubts, is_no_unit, mostly_left
from .layouts.columns import header_kinds
from .layouts.duties import CARRIES, Duty, DutyKind
from .layouts.units import listed_names
from .wording import beginning, blank_tags, is_unit_name, joined

#: So few characters are no measure: a number, the name of a column, words that introduce a list of units.
_FEW = 12
#: Nor are so few that end as a sentence.
_FEW_IN_A_SENTENCE = 5
#: A measure that is shorter may only name what the words beside it set out.
_NAME = 18
#: No name is longer that reads as no unit.
_LONG_NAME = 9
#: The longest title, and the longest line that says whom a letter is sent to.
_TITLE, _ADDRESS = 80, 120
#: Findings that speak of a whole column, at its name.
_OF_COLUMNS = ("column-left", "text-column-doubtful", "units-column-doubtful")
_WORD = re.compile(r"\w")
_SENDS = re.compile(r"印发给你们|予以印发|现(?:印发|下发|转发)")
_SIGNS = " \t\u3000\n\u2028。；;，,、）)〕"
_SENTENCE_END = re.compile("[。；;]")
_LEFT = Text("不属于任何事项的文字：{words}", "words that belong to no measure: {words}")
_COLUMN_LEFT = Text("这一列的文字不属于任何事项：{words}", "a column whose words belong to no measure: {words}")


@dataclass(frozen=True, slots=True)
class Stretches:
    """Where the words of a document stand: its tables, and the paragraphs outside them."""

    grids: Sequence[Grid]
    paragraphs: Sequence[Paragraph]


def accounted(
    document: Document,
    where: Stretches,
    title: str,
    placed: Sequence[tuple[Measure, Sequence[Duty]]],
    stated: Sequence[Span],
    findings: Sequence[Finding],
) -> tuple[Finding, ...]:
    """The findings of a reading with what is doubtful in it and what it leaves over, in reading order.

    `placed` are the measures with what stands around each, `stated` what the document says once for all.
    """
    measures = [measure for measure, _ in placed]
    found = [*findings, *doubts(document, measures, findings)]
    misread = {finding.span for finding in found if finding.code in MISREAD}
    taken = [*stated, *(finding.span for finding in found), *_taken(document, placed, misread)]
    first = min((measure.span.start for measure in measures), default=0)
    told = {finding.span for finding in found if finding.code in _OF_COLUMNS}
    found += left_over(document, where, title, taken, first, told)
    found += mostly_left(measures, found)
    return tuple(sorted(found, key=lambda finding: (finding.span, finding.code)))


def _taken(document: Document, placed: Sequence[tuple[Measure, Sequence[Duty]]], misread: Set[Span]) -> Iterator[Span]:
    """What measures are made of, but for what stands around a misread one, or reads wrong beside any of them.

    A heading is as sure as the first measure below it.
    """
    sure: dict[Span, bool] = {}
    for measure, duties in placed:
        yield measure.span
        reads = measure.span not in misread
        for heading in (measure.section, measure.task):
            if heading:
                sure.setdefault(heading.span, reads)
        for duty in duties:
            right = reads and _reads_right(document, duty, len(measure.text))
            sure[duty.span] = sure.get(duty.span, True) and right
    yield from (span for span, is_sure in sure.items() if is_sure)


def _reads_right(document: Document, duty: Duty, length: int) -> bool:
    """Whether words around a measure of some length are what they were taken for, as far as can be told."""
    words = document.quote(duty.span)
    if duty.kind in CARRIES:
        return _reads_as_units(words)
    if duty.kind is DutyKind.DEADLINE:
        limits = sum(one.span.end - one.span.start for one in read_limit(words, 0, None))
        return len(words) - limits <= max(_FEW, length)
    return length >= _NAME or len(words) <= max(2 * length, _FEW)


def _reads_as_units(words: str) -> bool:
    """Whether most of a list reads as units, and nothing in it as a sentence."""
    names = [name for name, _ in listed_names(words, 0)]
    others = [name for name in names if name[0] != "各" and not is_unit_name(name.replace("、", ""))]
    sentence = any(map(is_no_unit, names)) or any(len(name) > _LONG_NAME for name in others)
    return not sentence and 2 * sum(map(len, others)) <= sum(map(len, names))


def left_over(
    document: Document, where: Stretches, title: str, taken: Sequence[Span], first: int, told: Set[Span]
) -> Iterator[Finding]:
    """The words that stand in none of the spans taken; of a column that is left on the whole only its first cell.

    The first measure begins at `first`; what stands above may head the page. `told` are names of columns that findings
    speak of already.
    """
    account = _Account(document, taken)
    for paragraph in where.paragraphs:
        above = paragraph.span.start < first
        if not (above and _heads_the_page(joined(document.quote(paragraph.span)), title)):
            yield from (_finding(document, span) for span in account.left(paragraph.span))
    for grid in where.grids:
        yield from _of_grid(document, account, grid, title, told)


def _of_grid(document: Document, account: "_Account", grid: Grid, title: str, told: Set[Span]) -> Iterator[Finding]:
    columns: dict[int, list[GridCell]] = defaultdict(list)
    for cell in grid.cells:
        if cell.span.end > cell.span.start:
            columns[cell.column].append(cell)
    for cells in columns.values():
        if any(cell.span in told for cell in cells):
            continue
        left = [(cell, list(account.left(cell.span))) for cell in cells if not _names(document, cell, title)]
        found = [span for _, spans in left for span in spans]
        if len(found) > 2 and 2 * sum(bool(spans) for _, spans in left) > len(left):
            yield _finding(document, cells[0].span, "column-left", _COLUMN_LEFT)
        else:
            yield from (_finding(document, span) for span in found)


def _names(document: Document, cell: GridCell, title: str) -> bool:
    """Whether a cell is a title or names a column."""
    words = joined(document.quote(cell.span))
    return words == title or header_kinds([words])[0] is not None


def _heads_the_page(words: str, title: str) -> bool:
    """Whether a line above the first measure is the title, a longer form of it, or the letter that sends it."""
    if len(words) > _ADDRESS:
        return False
    if _SENTENCE_END.search(words):
        return bool(_SENDS.search(words)) and len(_SENTENCE_END.findall(words)) == 1
    titled = len(words) <= _TITLE and (title in words or words in title)
    return titled or words.endswith(("：", ":"))


def _finding(document: Document, span: Span, code: str = "text-left", text: Text = _LEFT) -> Finding:
    words = joined(document.quote(span))
    return Finding(code, Severity.INFO, text.format(words=beginning(words)), span)


class _Account:
    """What is taken of a text, and what is open."""

    def __init__(self, document: Document, taken: Iterable[Span]):
        self._document = document
        self._taken = list(_merged(taken))
        self._starts = [span.start for span in self._taken]

    def left(self, stretch: Span) -> Iterator[Span]:
        """The words of a stretch that are not taken, where they are more than a few."""
        for span in self._open(stretch):
            words = blank_tags(self._document.quote(span))
            ends = words.rstrip(" \u3000）)").endswith(("。", "；", ".", ";"))
            if len(_WORD.findall(words)) > (_FEW_IN_A_SENTENCE if ends else _FEW):
                lead = len(words) - len(words.lstrip(_SIGNS))
                yield Span(span.start + lead, span.start + len(words.rstrip()))

    def _open(self, stretch: Span) -> Iterator[Span]:
        start = stretch.start
        for index in range(max(0, bisect_right(self._starts, start) - 1), len(self._taken)):
            span = self._taken[index]
            if span.start >= stretch.end:
                break
            if span.start > start:
                yield Span(start, span.start)
            start = max(start, span.end)
        if start < stretch.end:
            yield Span(start, stretch.end)


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans in their order, those that touch or overlap as one."""
    last: Span | None = None
    for span in sorted(spans):
        if last is None or span.start > last.end:
            if last:
                yield last
            last = span
        else:
            last = Span(last.start, max(last.end, span.end))
    if last:
        yield last
