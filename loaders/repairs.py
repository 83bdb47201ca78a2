"""Named repairs of damaged tables. Each is a general rule that acts only on evidence in the table itself.

    columns-missing     a page lacks its first column, so every cell stands one column to the left
    cells-shifted       the cells of one row stand further left than the header says
    cells-run-together  one responsibility cell holds several complete responsibility phrases
    rows-slipped        a row with responsibilities and no measure at the end of a page: its rows slipped apart
    labels-slipped      on such a page, a task label printed away from the measures it names
    label-low           a task label printed one row below the first measure it names
    number-restored     a text without a number where the numbering has exactly one gap before the next

A rule takes the items as read so far and returns them repaired, with a `Repair` for every item it changed.
A table without the evidence passes through unchanged.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ..graph.model import Confidence, Document, Heading, Span
from ..ontology.errors import Text
from .affinity import Affinity
from .alignment import align_labels, align_rows, paragraphs_are_cells
from .items import Item, unit_cells
from .responsibility import split_phrases
from .table import Cell, Kind, Row, Table


@dataclass(frozen=True, slots=True)
class Repair:
    """That a rule changed one item, and why. `span` is the evidence in the document."""

    rule: str
    what: str
    item: int
    reason: Text
    confidence: Confidence
    span: Span


@dataclass(frozen=True, slots=True)
class Page:
    """What a rule may look at."""

    document: Document
    table: Table
    affinity: Affinity

    def words(self, span: Span) -> str:
        """The words a span points at."""
        return self.document.quote(span)


Outcome = tuple[tuple[Item, ...], tuple[Repair, ...]]


def _by_row(items: Sequence[Item]) -> dict[int, list[int]]:
    rows: dict[int, list[int]] = {}
    for index, item in enumerate(items):
        rows.setdefault(item.row, []).append(index)
    return rows


Rule = Callable[[Page, tuple[Item, ...]], Outcome]


def repair(document: Document, table: Table, items: tuple[Item, ...]) -> Outcome:
    """Apply every rule in order."""
    page = Page(document, table, Affinity([document.quote(item.span) for item in items] or [""]))
    repairs: tuple[Repair, ...] = ()
    for rule in RULES:
        items, made = rule(page, items)
        repairs += made
    return items, repairs


def misplaced_columns(page: Page, items: tuple[Item, ...]) -> Outcome:
    """columns-missing and cells-shifted. The cells were found by their words; this says where they stood."""
    made: list[Repair] = []
    own = _by_row(items)
    for number, group in groupby(enumerate(page.table.rows), key=lambda entry: entry[1].page):
        rows = list(group)
        shifts = {_shift(page.table, row) for _, row in rows}
        whole_page = shifts == {-1} and all(row.columns < page.table.header.columns for _, row in rows)
        for row_index, row in rows:
            if _shift(page.table, row) != 0:
                made += [_column_repair(row, i, whole_page, number) for i in own.get(row_index, ())]
    return items, tuple(made)


def _shift(table: Table, row: Row) -> int | None:
    """By how many columns all cells of a row stand off their places; None when by different numbers."""
    known = [cell for cell in row.cells if cell.kind in table.places and table.places[cell.kind] >= 0]
    shifts = {cell.column - table.places[cell.kind] for cell in known}
    return shifts.pop() if len(shifts) == 1 else None if shifts else 0


def _column_repair(row: Row, index: int, whole_page: bool, number: int) -> Repair:
    where = "，".join(f"第{c.column + 1}列" for c in row.cells if c.kind is not Kind.BLANK)
    where_en = ", ".join(str(c.column + 1) for c in row.cells if c.kind is not Kind.BLANK)
    if whole_page:
        reason = Text(
            f"第{number}块各行都少“项目”一列，各格左移一列，项目沿用上页",
            f"every row of block {number} lacks the first column: cells stand one column left, the section carries over",
        )
        return Repair("columns-missing", "columns", index, reason, Confidence.CERTAIN, row.span)
    reason = Text(
        f"本行各格印在{where}，与表头不符，按内容归位",
        f"the cells of this row are printed in columns {where_en}, against the header; they are placed by content",
    )
    return Repair("cells-shifted", "columns", index, reason, Confidence.CERTAIN, row.span)


def cells_run_together(page: Page, items: tuple[Item, ...]) -> Outcome:
    """cells-run-together: give each complete phrase of one cell to its own measures, in order.

    The last cell of a merged column runs on, so all phrases but the last get one measure each.
    """
    found = list(items)
    made: list[Repair] = []
    rows = _by_row(items)
    for row_index, row in enumerate(page.table.rows):
        own = rows.get(row_index, [])
        phrases = [span for cell in unit_cells(page.document, page.table, row) for span in _phrases(page, cell)]
        if len(phrases) < 2 or len(own) < len(phrases):
            continue
        for place, index in enumerate(own):
            share = min(place, len(phrases) - 1)
            found[index] = replace(items[index], units=phrases[share])
            made.append(_run_together_repair(index, len(phrases), share, row))
    return tuple(found), tuple(made)


def _phrases(page: Page, cell: Cell) -> list[Span]:
    return [
        Span(cell.span.start + offset, cell.span.start + offset + len(words))
        for words, offset in split_phrases(page.words(cell.span))
    ]


def _run_together_repair(index: int, count: int, share: int, row: Row) -> Repair:
    reason = Text(
        f"一格里有{count}个完整的责任表述，以空格相连；依次分给本行各事项，此项取第{share + 1}个",
        f"one cell holds {count} complete responsibility phrases parted by a space; "
        f"given in order to the row's measures, this one takes number {share + 1}",
    )
    return Repair("cells-run-together", "units", index, reason, Confidence.LIKELY, row.span)


def rows_slipped(page: Page, items: tuple[Item, ...]) -> Outcome:
    """rows-slipped and labels-slipped: put measures back on the rows of their responsibilities, labels on theirs."""
    found = list(items)
    made: list[Repair] = []
    by_row = _by_row(items)
    for _, group in groupby(range(len(page.table.rows)), key=lambda i: page.table.rows[i].page):
        rows = list(group)
        own = [i for row in rows for i in by_row.get(row, ())]
        slots = [row for row in rows if unit_cells(page.document, page.table, page.table.rows[row])]
        orphan = next((row for row in slots if row not in by_row), None)
        placed = align_rows([items[i] for i in own], slots)
        if placed is None or orphan is None or _continues(page, orphan):
            continue
        for index, slot in zip(own, placed, strict=True):
            cell = unit_cells(page.document, page.table, page.table.rows[slot])[0]
            if cell.span != items[index].units:
                sure = Confidence.LIKELY if paragraphs_are_cells([items[i] for i in own]) else Confidence.POSSIBLE
                made.append(_slipped_repair(page, index, slot, orphan, sure))
            found[index] = replace(items[index], units=cell.span)
        made += _labels_slipped(page, found, own, placed, rows)
    return tuple(found), tuple(made)


def _continues(page: Page, orphan: int) -> bool:
    """Whether the cell only goes on with the list of the row above, which ends in a comma."""
    above = unit_cells(page.document, page.table, page.table.rows[orphan - 1]) if orphan else ()
    return bool(above) and page.words(above[0].span).endswith(("，", ",", "、", "；"))


def _slipped_repair(page: Page, index: int, slot: int, orphan: int, sure: Confidence) -> Repair:
    lines = page.table.rows[orphan].line, page.table.rows[slot].line
    reason = Text(
        f"第{lines[0]}行只有责任单位而没有事项，可见本块事项与责任单位错行；依次对位，此项的责任单位在第{lines[1]}行",
        f"line {lines[0]} has responsible units and no measure, so the measures and units of this block slipped apart; "
        f"aligned in order, the units of this one stand on line {lines[1]}",
    )
    return Repair("rows-slipped", "units", index, reason, sure, page.table.rows[orphan].span)


def _labels_slipped(
    page: Page, found: list[Item], own: Sequence[int], placed: Sequence[int], rows: Sequence[int]
) -> list[Repair]:
    """Task labels of a slipped page, set by what they say and no higher than they are printed."""
    labels = _labels(found, own, rows)
    slots = sorted(set(placed))
    groups = [[i for i, slot in zip(own, placed, strict=True) if slot == s] for s in slots]
    texts = [" ".join(page.words(found[i].span) for i in group) for group in groups]
    chosen = align_labels(
        [heading.title for _, heading in labels], [row for row, _ in labels], texts, slots, page.affinity
    )
    made = []
    for group, label in zip(groups, chosen or [], strict=False):
        heading = labels[label][1]
        for i in group:
            printed = found[i].task
            if printed is None or printed.label != heading.label:
                made.append(_label_repair(i, printed, heading))
            found[i] = replace(found[i], task=heading)
    return made


def _labels(found: Sequence[Item], own: Sequence[int], rows: Sequence[int]) -> list[tuple[int, Heading]]:
    """The different task labels of a page with the row of their first print, the carried one first."""
    labels: list[tuple[int, Heading]] = []
    for i in own:
        task = found[i].task
        if task and all(task.label != heading.label for _, heading in labels):
            labels.append((found[i].row if labels else rows[0], task))
    return labels


def _label_repair(index: int, printed: Heading | None, heading: Heading) -> Repair:
    was = printed.label if printed else "无"
    reason = Text(
        f"本块各行错位，标签{was}与此项不在一行；按标签用语和顺序，此项属{heading.label}{heading.title}",
        f"the rows of this block slipped and label {was} is off its row; "
        f"by wording and order this measure is of {heading.label}{heading.title}",
    )
    return Repair("labels-slipped", "task", index, reason, Confidence.LIKELY, heading.span)


def label_low(page: Page, items: tuple[Item, ...]) -> Outcome:
    """label-low: a row right above a label, without one of its own, that speaks of the label's subject alone.

    All of this must hold: the row shares no pair of characters with the title it was carried to; it shares with the
    title below a pair that stands nowhere else in the ledger but under that title; its responsibility cell is word
    for word that of a row under that title; and a row remains under the title above.
    """
    found = list(items)
    made: list[Repair] = []
    rows = _by_row(items)
    for row_index, row in enumerate(page.table.rows):
        own, here = rows.get(row_index - 1, []), rows.get(row_index, [])
        if not (own and here and row.of(Kind.TASK) and _same_page_without_label(page.table.rows[row_index - 1], row)):
            continue
        heading = items[here[0]].task
        if heading and _speaks_of(page, items, own, heading):
            for i in own:
                found[i] = replace(items[i], task=heading)
                made.append(_low_repair(i, row, heading))
    return tuple(found), tuple(made)


def _same_page_without_label(above: Row, row: Row) -> bool:
    return above.page == row.page and not above.of(Kind.TASK) and not above.of(Kind.SECTION)


def _speaks_of(page: Page, items: Sequence[Item], own: Sequence[int], heading: Heading) -> bool:
    """The four conditions of `label_low` for the measures `own` and the label below them."""
    carried = items[own[0]].task
    text = " ".join(page.words(items[i].span) for i in own)
    if carried is None or carried == heading or page.affinity.shared(carried.title, text):
        return False
    under = [i for i, item in enumerate(items) if item.task == heading]
    cells = {page.words(span) for i in under if (span := items[i].units)}
    if not all((span := items[i].units) and page.words(span) in cells for i in own):
        return False
    inside = {*own, *under}
    below = " ".join(page.words(items[i].span) for i in under)
    elsewhere = " ".join(page.words(item.span) for i, item in enumerate(items) if i not in inside)
    rare = page.affinity.rare(heading.title, text, most=len(inside))
    remains = any(item.task == carried for i, item in enumerate(items) if i not in own)
    return remains and any(pair in below and pair not in elsewhere for pair in rare)


def _low_repair(index: int, row: Row, heading: Heading) -> Repair:
    reason = Text(
        f"标签{heading.label}印在第{row.line}行，低了一行：上一行没有标签，用语只与“{heading.title}”相合，责任单位也相同",
        f"label {heading.label} on line {row.line} is one row low: the row above has no label, "
        f"its words fit only {heading.title}, and its responsible units are the same",
    )
    return Repair("label-low", "task", index, reason, Confidence.LIKELY, heading.span)


def number_restored(page: Page, items: tuple[Item, ...]) -> Outcome:
    """number-restored: give a text without a number the one number missing between its neighbours."""
    found = list(items)
    made: list[Repair] = []
    for index, item in enumerate(items):
        before = items[index - 1].number if index else 0
        after = items[index + 1].number if index + 1 < len(items) else None
        if item.number or (index and not before) or after != before + 2:
            continue
        found[index] = replace(item, number=before + 1)
        reason = Text(
            f"本格没有编号；前后编号为{before}和{after}，只缺{before + 1}",
            f"the cell has no number; its neighbours are {before} and {after}, only {before + 1} is missing",
        )
        evidence = page.table.rows[item.row].span
        made.append(Repair("number-restored", "number", index, reason, Confidence.LIKELY, evidence))
    return tuple(found), tuple(made)


#: In this order: cells are placed, numbers restored, cells parted, rows realigned, labels moved.
RULES: tuple[Rule, ...] = (misplaced_columns, number_restored, cells_run_together, rows_slipped, label_low)
