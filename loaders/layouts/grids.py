"""Ledgers that are tables: the header is found by its names, each row is a measure, merged cells hold for all their rows."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from ...graph.model import Document, Finding, Grid, GridCell, Heading, Severity, Span
from ...ontology.errors import Text
from ..wording import beginning, blank_tags, joined, numeral, without_tags
from .columns import Column, Columns, Doubt, bare_score, columns_of, doubts, header_kinds, header_score
from .duties import CARRIES, Duty, DutyKind
from .entries import Entry, Layout
from .labels import NO_DECIMAL, label_of
from .units import is_unit_list

#: How far down a header is looked for: titles, dates and a line about the document may stand above it.
_DEEP = 12
#: A cell above or in the header with more words than this is no title.
_TITLE = 40
#: The longest heading of a group of rows.
_LONGEST = 100
_NOTE = re.compile(r"\s*(?:注|备注|说明|填表说明|填报单位|联系人|制表)\s*[：:]?")
_NUMBERED = re.compile(
    r"(?:(?P<start>^\s*)|(?P<after>(?<=[。；！？;])\s*|\u2028\s*))(?P<label>(?P<n>\d{1,3})\s*[.．、]"
    + NO_DECIMAL
    + r"|[（(](?P<b>\d{1,2})[）)])\s*"
)
_ANY_NUMBER = re.compile(rf"(?:^|(?<=[。；！？;\s]))\s*(?:\d{{1,3}}\s*[.．、]{NO_DECIMAL}|[（(]\d{{1,2}}[）)]|[①-⑳])")
_POINT = re.compile(r"(?:^|(?<=[\u2028\n。；]))\s*[△▲●◆○■◇□]\s*")
#: A unit in brackets behind the name of what is counted in it.
_BEHIND = re.compile(r"[（(](?:单位[：:])?(?P<unit>[^（）()、，。：:\d]{1,8})[）)]$")
_ABOVE = Text("表头之上的内容未作为事项：{words}", "above the header, not read as a measure: {words}")
_NOT_READ = Text("这一行没有事项内容：{words}", "a row without the text of a measure: {words}")
_NO_UNITS = Text("事项没有责任单位：{words}", "a measure without responsible units: {words}")
_DOUBTS = {
    Doubt.TEXT: Text(
        "另有一列比事项一列长得多，事项可能在此：{words}",
        "a column far longer than that of the measures, which may stand here: {words}",
    ),
    Doubt.UNITS: Text(
        "责任单位一列多数不像单位名称：{words}", "a column of units of which most read as no unit: {words}"
    ),
}
_SHARED = Text("目标对应多条事项，未能归属：{words}", "a target beside several measures, left unassigned: {words}")
_COLUMN_LEFT = Text("这一列未读取：{words}", "a column that was not read: {words}")
_TABLE_LEFT = Text("表格没有责任单位一列，未读取：{words}", "a table without a column of units, not read: {words}")


@dataclass(frozen=True, slots=True)
class _Head:
    """Where the header stands and what the columns hold."""

    rows: range
    names: tuple[str, ...]


def read_grids(document: Document, grids: Sequence[Grid], *, bare: bool = False) -> Layout:
    """The measures of all tables whose header names units; a table without header goes on with the one before it.

    With `bare` also of tables of tasks that name no units: they are read where a document holds nothing else.
    """
    reader = _Reader(document, bare)
    for grid in grids:
        reader.grid(grid)
    return Layout(tuple(reader.entries), tuple(reader.findings))


@dataclass(slots=True)
class _Reader:
    document: Document
    bare: bool
    entries: list[Entry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    section: Heading | None = None
    task: Heading | None = None
    parts: Heading | None = None  # a numbered row that heads unnumbered ones, and the section around it
    outer: Heading | None = None
    last: tuple[Columns, int] | None = None
    number: int = 0
    head: int = 0  # the last row of the header

    def grid(self, grid: Grid) -> None:
        table = _Table(self.document, grid)
        head = _find_head(table, bare_score if self.bare else header_score)
        if head is None and (self.last is None or self.last[1] != grid.columns):
            self._report("table-left", _TABLE_LEFT, [cell.span for cell in grid.cells if table.words(cell)])
            return
        first = head.rows.stop if head else 0
        self.head = first - 1
        body = range(first, grid.rows)
        names = head.names if head else ()
        columns = columns_of(names, [table.texts(row) for row in body]) if head else self.last[0] if self.last else None
        if columns is None:
            self._report("table-left", _TABLE_LEFT, [cell.span for cell in grid.cells if table.words(cell)])
            return
        self.last = (columns, grid.columns)
        if head:
            self._above(table, head)
            self._doubts(table, columns, head)
        self._body(table, columns, body, names)

    def _above(self, table: "_Table", head: _Head) -> None:
        """Rows above the header, and words joined to it: short ones are titles, long ones are reported."""
        for cell in table.grid.cells:
            if cell.row in head.rows and len(table.words(cell)) > _TITLE:
                self._report("above-header", _ABOVE, [cell.span])
        for row in range(head.rows.start):
            cells = table.starting(row)
            if len(cells) > 1 and any(len(table.words(cell)) > _TITLE for cell in cells):
                self._report("above-header", _ABOVE, [cell.span for cell in cells])

    def _doubts(self, table: "_Table", columns: Columns, head: _Head) -> None:
        """Columns that may have been taken for what they are not, reported at their names."""
        rows = [table.texts(row) for row in range(head.rows.stop, table.grid.rows)]
        for doubt, column in doubts(columns, rows):
            cell = table.at(head.rows.stop - 1, column)
            if cell:
                self._report(f"{doubt}-column-doubtful", _DOUBTS[doubt], [cell.span])
        doubted = {column for _, column in doubts(columns, rows)}
        for column in columns.unread():
            cell = table.at(head.rows.stop - 1, column)
            filled = any(column < len(row) and row[column] for row in rows)
            if cell and table.words(cell) and filled and column not in doubted:
                self._report("column-left", _COLUMN_LEFT, [cell.span], Severity.INFO)

    def _body(self, table: "_Table", columns: Columns, body: range, names: Sequence[str]) -> None:
        rows = [row for row in body if any(table.words(cell) for cell in table.starting(row)) or table.covered(row)]
        rows = [row for row in rows if not self._is_header_again(table, row, names)]
        self.section = self.task = self.parts = None
        texts = [table.words(cell) for row in rows if (cell := self._measure_cell(table, columns, row))]
        # 抓好财税工作 over cells of △ points, which are the measures
        pointed = columns.number is None and any(_POINT.match(words) for words in texts)
        # A row without a cell for the measure stands by itself: what the row before it is says nothing of it.
        for _, group in groupby(rows, key=lambda row: self._measure_cell(table, columns, row) or row):
            together = list(group)
            key = self._measure_cell(table, columns, together[0])
            if self._is_banner(table, columns, together[0]):
                self._banner(table, columns, together[0])
                continue
            self._headings(table, columns, together[0])
            if key and self._heads_parts(table, columns, together[-1]):
                self.outer, self.parts = self.section, _heading(table.words(key), key.span)
                continue
            if key and pointed and not _POINT.match(table.words(key)):
                self.section, self.task = _heading(table.words(key), key.span), None
            elif key is None or not table.words(key):
                self._without_text(table, columns, together)
            else:
                self._measures(table, columns, together, key)

    def _is_header_again(self, table: "_Table", row: int, names: Sequence[str]) -> bool:
        return bool(names) and table.texts(row) == list(names)

    def _measure_cell(self, table: "_Table", columns: Columns, row: int) -> GridCell | None:
        return table.at(row, columns.text)

    # -- rows that group

    def _is_banner(self, table: "_Table", columns: Columns, row: int) -> bool:
        """A row of one cell over the table's width, or with words in one cell alone, groups the rows below it."""
        cells = [cell for cell in table.starting(row) if table.words(cell)]
        if len(cells) == 1 and cells[0].columns > max(1, table.grid.columns // 2) and not table.covered(row):
            return True
        if len(cells) == 1 and not table.covered(row) and cells[0].column < columns.text:
            words = table.words(cells[0])
            return bool(label_of(words)) and not words.strip().isdigit() and len(words) < 60
        text = table.at(row, columns.text)
        if len(cells) > 1 and cells[0].column == columns.number and not (text and table.words(text)):
            label = label_of(table.words(cells[0])) or label_of(f"{table.words(cells[0])}、")
            if (
                label
                and label.style == "cn"
                and cells[1].column <= columns.text
                and not any(self._duties(table, columns, [row]))
            ):
                return True  # 一、 | a group of duties | its points
        if len(cells) == 2 and not table.covered(row) and cells[0].column == columns.number:
            heading = label_of(f"{table.words(cells[0])}、")
            wide = cells[1].columns > max(1, table.grid.columns // 2)
            return heading is not None and (wide or (heading.style == "cn" and cells[1].column <= columns.text))
        return False

    def _banner(self, table: "_Table", columns: Columns, row: int) -> None:
        cells = [cell for cell in table.starting(row) if table.words(cell)]
        if cells[0].column == columns.number:  # what stands after the heading are points or sums
            cells = cells[:2]
        words = "、".join(table.words(cell).rstrip("、") for cell in cells)
        if _NOTE.match(words):
            return
        if len(words) > _LONGEST:  # no heading: words that lost their columns
            self._report("row-without-text", _NOT_READ, [cell.span for cell in cells])
            return
        span = Span(cells[0].span.start, cells[-1].span.end)
        heading = _heading(words, span)
        self.parts = None
        label = label_of(words)
        if label and label.style in ("cn-bracket", "digit", "digit-bracket") and self.section:
            self.task = heading
        else:
            self.section, self.task = heading, None

    def _headings(self, table: "_Table", columns: Columns, row: int) -> None:
        cells = [table.at(row, column) for column in columns.headings]
        found = [_heading(table.words(cell), cell.span) if cell and table.words(cell) else None for cell in cells]
        if self.parts and label_of(table.words(cell) if (cell := table.at(row, columns.text)) else ""):
            self.section, self.task, self.parts = self.outer, None, None
        if self.parts:
            self.section, self.task = next(filter(None, found), self.section), self.parts
        elif len(found) == 1:
            self.task = found[0] or self.task
        elif found:
            new_section = found[0] and (self.section is None or found[0].span != self.section.span)
            self.section = found[0] or self.section
            self.task = found[1] or (None if new_section else self.task)

    def _heads_parts(self, table: "_Table", columns: Columns, row: int) -> bool:
        """Whether a numbered row without units heads the rows below, which have units and no numbers."""
        cells = [table.at(one, columns.text) for one in (row, row + 1)]
        words = [table.words(cell) if cell else "" for cell in cells]
        if not label_of(words[0]) or not words[1] or label_of(words[1]) or cells[0] == cells[1]:
            return False
        return not any(self._duties(table, columns, [row])) and any(self._duties(table, columns, [row + 1]))

    # -- measures

    def _measures(self, table: "_Table", columns: Columns, rows: Sequence[int], cell: GridCell) -> None:
        duties = tuple(self._duties(table, columns, rows))
        number = table.at(rows[0], columns.number) if columns.number is not None else None
        printed = table.words(number) if number else ""
        pieces = list(_pieces(self.document, cell)) if columns.number is None else []
        if len(pieces) > 1 or (pieces and pieces[0][0]):
            if len(pieces) > 1:
                duties = self._without_targets(duties)
            for value, printed, span in pieces:
                self._add(value, printed, span, duties)
            return
        points = list(_points(self.document, cell)) if columns.number is None else []
        for span in points:
            self._add(0, "", span, self._without_targets(duties) if len(points) > 1 else duties)
        if points:
            return
        label = label_of(table.words(cell)) if columns.number is None or _opens_alone(table.words(cell)) else None
        if self.parts and not printed:
            printed = self.parts.label
        value = _number(printed) or (label.value if label else 0)
        span = Span(cell.span.start + label.end, cell.span.end) if label else cell.span
        self._add(value, printed or (label.text if label else ""), span, duties)

    def _without_targets(self, duties: tuple[Duty, ...]) -> tuple[Duty, ...]:
        """A target beside several measures of one cell: whose it is cannot be told, so it is reported."""
        targets = [duty for duty in duties if duty.kind is DutyKind.TARGET]
        for duty in targets:
            self._report("target-shared", _SHARED, [duty.span])
        return tuple(duty for duty in duties if duty not in targets)

    def _add(self, value: int, label: str, span: Span, duties: tuple[Duty, ...]) -> None:
        number = value or self.number + 1
        duties = (*duties, *self._unit_above(duties))
        last = self.entries[-1] if self.entries else None
        part = 0
        if value and last and last.number == value and last.numbered and last.task == self.task and label == last.label:
            part = max(last.part, 1) + 1
            if not last.part:
                self.entries[-1] = _with_part(last, 1)
        self.number = number
        entry = Entry(number, label, part, bool(value), self.section, self.task, span, duties)
        self.entries.append(entry)
        if not any(duty.kind in CARRIES for duty in duties):
            self._report("no-units", _NO_UNITS, [span], Severity.INFO)

    def _unit_above(self, duties: tuple[Duty, ...]) -> Iterator[Duty]:
        """In a table without a column of units, those that a row above names for all below it: 市司法局（5项）."""
        if self.section is None or not self.bare or any(duty.kind in CARRIES for duty in duties):
            return
        name = re.search(r"[^（()）、．.\s]+", self.section.title)
        if name and is_unit_list(name[0]):
            start = self.document.text.find(name[0], self.section.span.start, self.section.span.end)
            if start >= 0:
                yield Duty(DutyKind.UNITS, Span(start, start + len(name[0])))

    def _duties(self, table: "_Table", columns: Columns, rows: Sequence[int]) -> Iterator[Duty]:
        for column, kind in enumerate(columns.kinds):
            if not isinstance(kind, DutyKind) or kind in (DutyKind.PERSON, DutyKind.REMARK):
                continue
            seen: set[GridCell] = set()
            for row in rows:
                cell = table.at(row, column)
                if cell and cell not in seen and table.words(cell):
                    seen.add(cell)
                    counted = self._counted_in(table, columns, row, column) if kind is DutyKind.TARGET else None
                    yield Duty(kind, cell.span, counted)

    def _counted_in(self, table: "_Table", columns: Columns, row: int, target: int) -> Span | None:
        """What the number in a column of targets is counted in: in a column of its own, or behind a name: 产值（亿元）."""
        for column, kind in enumerate(columns.kinds):
            cell = table.at(row, column) if kind is Column.COUNTED_IN else None
            if cell and table.words(cell):
                return cell.span
        for cell in (table.at(row, columns.text), table.at(self.head, target)):
            behind = _BEHIND.search(table.words(cell)) if cell else None
            if cell and behind:
                start = self.document.text.index(behind["unit"], cell.span.start)
                return Span(start, start + len(behind["unit"]))
        return None

    def _without_text(self, table: "_Table", columns: Columns, rows: Sequence[int]) -> None:
        """A row whose measure is only in its last heading is a measure by that heading; any other is reported."""
        for row in rows:
            heading = next((table.at(row, c) for c in reversed(columns.headings) if table.starts(row, c)), None)
            duties = tuple(self._duties(table, columns, [row]))
            if heading and duties and table.words(heading):
                self.task = None
                number = table.at(row, columns.number) if columns.number is not None else None
                printed = table.words(number) if number else ""
                self._add(_number(printed), printed, heading.span, duties)
                continue
            spans = [cell.span for cell in table.starting(row) if table.words(cell)]
            if spans and not _NOTE.match(self.document.quote(spans[0])):
                self._report("row-without-text", _NOT_READ, spans)

    def _report(self, code: str, text: Text, spans: Sequence[Span], severity: Severity = Severity.WARNING) -> None:
        if not spans:
            return
        span = Span(spans[0].start, spans[-1].end)
        words = joined(without_tags(self.document.quote(span)))
        self.findings.append(Finding(code, severity, text.format(words=beginning(words)), span))


class _Table:
    """A grid that can be asked for the cell at a place."""

    def __init__(self, document: Document, grid: Grid):
        self.grid = grid
        self._document = document
        self._at: dict[tuple[int, int], GridCell] = {}
        self._starting: dict[int, list[GridCell]] = {}
        for cell in grid.cells:
            self._starting.setdefault(cell.row, []).append(cell)
            for row in range(cell.row, min(cell.row + cell.rows, grid.rows)):
                for column in range(cell.column, min(cell.column + cell.columns, grid.columns)):
                    self._at[row, column] = cell

    def at(self, row: int, column: int) -> GridCell | None:
        return self._at.get((row, column))

    def starting(self, row: int) -> list[GridCell]:
        return self._starting.get(row, [])

    def starts(self, row: int, column: int) -> bool:
        cell = self.at(row, column)
        return cell is not None and cell.row == row and bool(self.words(cell))

    def covered(self, row: int) -> bool:
        """Whether a cell with words reaches into the row from above."""
        return any(
            cell.row < row and self.words(cell)
            for column in range(self.grid.columns)
            if (cell := self.at(row, column)) is not None
        )

    def words(self, cell: GridCell) -> str:
        return blank_tags(self._document.quote(cell.span)).strip()

    def texts(self, row: int) -> list[str]:
        """The words of each column of a row; of a merged cell in its first column only."""
        found = []
        for column in range(self.grid.columns):
            cell = self.at(row, column)
            found.append(self.words(cell) if cell and cell.column == column else "")
        return found


def _find_head(table: _Table, score_of: Callable[[Sequence[str]], int]) -> _Head | None:
    """The best header row among the first; one whose names go on in the row below takes that too."""
    best, score = None, 0
    for row in range(min(_DEEP, table.grid.rows)):
        found = score_of(table.texts(row))
        if found > score:
            best, score = row, found
    if best is None:
        return _two_row_head(table)
    names = table.texts(best)
    deep = [cell for cell in table.starting(best) if cell.rows > 1 and table.words(cell)]
    wide = [cell for cell in table.starting(best) if cell.columns > 1 and table.words(cell)]
    if deep and wide and best + 1 < table.grid.rows:
        return _Head(range(best, best + 2), tuple(_merged_names(table, best, wide)))
    return _Head(range(best, best + 1), tuple(names))


def _two_row_head(table: _Table) -> _Head | None:
    """A header whose names of units stand in its second row: 责任分工 over 牵头单位 and 配合单位."""
    for row in range(min(_DEEP, table.grid.rows - 1)):
        wide = [cell for cell in table.starting(row) if cell.columns > 1 and table.words(cell)]
        if not wide:
            continue
        names = _merged_names(table, row, wide)
        if header_score(names) > 1:
            return _Head(range(row, row + 2), tuple(names))
    return None


def _merged_names(table: _Table, row: int, wide: Sequence[GridCell]) -> list[str]:
    names = []
    for column in range(table.grid.columns):
        upper, lower = table.at(row, column), table.at(row + 1, column)
        below = table.words(lower) if lower and lower.row == row + 1 else ""
        above = table.words(upper) if upper else ""
        known = header_kinds([below])[0] is not None
        names.append(below if below and (known or upper in wide) else above)
    return names


def _heading(words: str, span: Span) -> Heading:
    label = label_of(words)
    if label is None:
        return Heading("", joined(words), span)
    return Heading(joined(label.text), joined(words[label.end :]), span)


def _number(printed: str) -> int:
    label = label_of(f"{printed.strip()}、") if printed else None
    plain = re.fullmatch(r"\s*(\d{1,4})(?:\.0)?\s*[.．、]?\s*", printed)
    if plain:
        return int(plain[1])
    return label.value if label else numeral(printed.strip()) or 0


def _pieces(document: Document, cell: GridCell) -> Iterator[tuple[int, str, Span]]:
    """The numbered measures of one cell, where it holds several."""
    words = blank_tags(document.quote(cell.span))
    marks = [mark for mark in _NUMBERED.finditer(words) if mark["n"]]
    if not marks or marks[0].start() > 0 or not _in_order([int(mark["n"]) for mark in marks]):
        return
    for index, mark in enumerate(marks):
        end = marks[index + 1].start() if index + 1 < len(marks) else len(words)
        text = words[mark.end() : end]
        start = cell.span.start + mark.end() + len(text) - len(text.lstrip())
        yield int(mark["n"]), mark["label"], Span(start, start + len(text.strip()))


def _opens_alone(words: str) -> bool:
    """Whether words begin with a number of their own, and no further one stands in them: （1）兑现资金。."""
    return len(_ANY_NUMBER.findall(words)) == 1 and bool(_ANY_NUMBER.match(words))


def _points(document: Document, cell: GridCell) -> Iterator[Span]:
    """The measures of a cell that parts them by signs: △新建公园。△修复古井。."""
    words = blank_tags(document.quote(cell.span))
    marks = list(_POINT.finditer(words))
    if not marks or words[: marks[0].start()].strip():
        return
    for mark, end in zip(marks, [*(mark.start() for mark in marks[1:]), len(words)], strict=True):
        text = words[mark.end() : end]
        start = cell.span.start + mark.end() + len(text) - len(text.lstrip())
        if text.strip():
            yield Span(start, start + len(text.strip()))


def _in_order(numbers: Sequence[int]) -> bool:
    return all(b == a + 1 for a, b in pairwise(numbers))


def _with_part(entry: Entry, part: int) -> Entry:
    return Entry(entry.number, entry.label, part, entry.numbered, entry.section, entry.task, entry.span, entry.duties)
