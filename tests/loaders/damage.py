"""Ways in which documents come to harm, and the formats a harmed one is written in.

A document is a list of parts: a paragraph, or a table as rows of cells (`ABOVE` goes on with the cell above). A damage
is (what, where, how much): where as a fraction, so that it shrinks well.
"""

from collections.abc import Callable, Sequence
from html import escape
from itertools import pairwise

from taizhang.graph.model import Document, Grid, Ledger, Paragraph, Span
from taizhang.loaders.layouts.structure import grids_of, paragraphs_of
from taizhang.loaders.layouts.structure import parts_of as structure_of
from tests.loaders.office_files import docx, paragraph, table, xlsx

Table = list[list[str]]
Part = str | Table
Damage = tuple[str, float, int]

ABOVE = "^"
#: What stands between the rows or paragraphs of a page that was copied out of a file.
BETWEEN = ("第 3 页 共 9 页", "- 12 -", "附件1", "（续表）", "某市工作台账", "单位：万元", "2024年3月1日", "《")
_NARROW = str.maketrans("（），；：。、", "(),;:.,")
_WIDE = str.maketrans("(),;:.0123456789", "（），；：．０１２３４５６７８９")


def parts_of(document: Document) -> list[Part]:
    """The parts of a document in their order."""
    blocks: Sequence[Paragraph | Grid] = document.blocks or sorted(
        (*grids_of(document), *paragraphs_of(document)), key=_start
    )
    return [_rows(document, block) if isinstance(block, Grid) else document.quote(block.span) for block in blocks]


def _start(block: Paragraph | Grid) -> int:
    return min(cell.span.start for cell in block.cells) if isinstance(block, Grid) else block.span.start


def _rows(document: Document, grid: Grid) -> Table:
    rows = [[""] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row][cell.column] = document.quote(cell.span)
        for row in range(cell.row + 1, min(cell.row + cell.rows, grid.rows)):
            rows[row][cell.column] = ABOVE
    return rows


# -- damages of a table


def _drop_row(rows: Table, at: int, size: int) -> None:
    del rows[at]


def _swap_rows(rows: Table, at: int, size: int) -> None:
    other = (at + size) % len(rows)
    rows[at], rows[other] = rows[other], rows[at]


def _repeat_row(rows: Table, at: int, size: int) -> None:
    rows.insert((at + size) % len(rows), list(rows[at]))


def _join_rows(rows: Table, at: int, size: int) -> None:
    """Two rows become one, cell by cell."""
    if at + 1 < len(rows):
        rows[at : at + 2] = [[_joined(*cells) for cells in zip(rows[at], rows[at + 1], strict=False)]]


def _join_header(rows: Table, at: int, size: int) -> None:
    _join_rows(rows, 0, size)


def _repeat_header(rows: Table, at: int, size: int) -> None:
    rows.insert(at, list(rows[0]))


def _lose_header(rows: Table, at: int, size: int) -> None:
    del rows[0]


def _blank_name(rows: Table, at: int, size: int) -> None:
    rows[0][size % len(rows[0])] = ""


def _swap_columns(rows: Table, at: int, size: int) -> None:
    """Two columns change places; their names stay for some sizes."""
    for row in rows[size % 2 :]:
        one, other = size % len(row), (size // 2 + 1) % len(row)
        row[one], row[other] = row[other], row[one]


def _swap_cells(rows: Table, at: int, size: int) -> None:
    row = rows[at]
    one, other = size % len(row), (size // 2 + 1) % len(row)
    row[one], row[other] = row[other], row[one]


def _join_columns(rows: Table, at: int, size: int) -> None:
    for row in rows:
        column = size % max(1, len(row) - 1)
        row[column : column + 2] = [_joined(*row[column : column + 2])]


def _join_cells(rows: Table, at: int, size: int) -> None:
    row = rows[at]
    column = size % max(1, len(row) - 1)
    row[column : column + 2] = [_joined(*row[column : column + 2])]


def _split_cell_right(rows: Table, at: int, size: int) -> None:
    row = rows[at]
    column = size % len(row)
    middle = len(row[column]) // 2
    row[column : column + 1] = [row[column][:middle], row[column][middle:]]


def _split_cell_down(rows: Table, at: int, size: int) -> None:
    """A cell breaks off and goes on in a row of its own."""
    row = rows[at]
    column = size % len(row)
    middle = len(row[column]) // 2
    below = [""] * len(row)
    row[column], below[column] = row[column][:middle], row[column][middle:]
    rows.insert(at + 1, below)


def _drop_cell(rows: Table, at: int, size: int) -> None:
    if len(rows[at]) > 1:
        del rows[at][size % len(rows[at])]


def _blank_cell(rows: Table, at: int, size: int) -> None:
    rows[at][size % len(rows[at])] = ""


def _add_cell(rows: Table, at: int, size: int) -> None:
    rows[at].insert(size % (len(rows[at]) + 1), "")


def _drop_column(rows: Table, at: int, size: int) -> None:
    for row in rows:
        if len(row) > 1:
            del row[size % len(row)]


def _add_column(rows: Table, at: int, size: int) -> None:
    column = size % (len(rows[0]) + 1)
    for row in rows:
        row.insert(min(column, len(row)), "")


def _shift_rows(rows: Table, at: int, size: int) -> None:
    """From one row on, the cells stand a column to the left."""
    for row in rows[at : at + size]:
        row[:] = [*row[1:], ""]


def _slip_column(rows: Table, at: int, size: int) -> None:
    """From one row on, the cells of a column stand a row lower."""
    column = size % len(rows[0])
    if all(column < len(row) for row in rows):
        cells = [row[column] for row in rows]
        for row, cell in zip(rows, [*cells[:at], "", *cells[at:-1]], strict=True):
            row[column] = cell
        rows.append([*[""] * column, cells[-1]])


def _lose_numbers(rows: Table, at: int, size: int) -> None:
    for row in rows[at:]:
        row[:] = ["" if cell.strip().isdigit() else cell for cell in row]


def _carry_merged(rows: Table, at: int, size: int) -> None:
    """Merged cells are cells with the same words."""
    for above, row in pairwise(rows):
        row[:] = [
            above[i] if cell == ABOVE and i < len(above) and above[i] != ABOVE else cell for i, cell in enumerate(row)
        ]


def _row_between(rows: Table, at: int, size: int) -> None:
    words = BETWEEN[size % len(BETWEEN)]
    rows.insert(at, [words, *[""] * (len(rows[0]) - 1)])


def _empty_row(rows: Table, at: int, size: int) -> None:
    rows.insert(at, [""] * len(rows[0]))


def _joined(*cells: str) -> str:
    return "".join(cell for cell in cells if cell != ABOVE) or (ABOVE if ABOVE in cells else "")


OF_TABLES: dict[str, Callable[[Table, int, int], None]] = {
    action.__name__.strip("_").replace("_", " "): action
    for action in (
        _drop_row, _swap_rows, _repeat_row, _join_rows, _join_header, _repeat_header, _lose_header, _blank_name,
        _swap_columns, _swap_cells, _join_columns, _join_cells, _split_cell_right, _split_cell_down, _drop_cell,
        _blank_cell, _add_cell, _drop_column, _add_column, _shift_rows, _slip_column, _lose_numbers, _carry_merged,
        _row_between, _empty_row,
    )
}  # fmt: skip


# -- damages of the parts


def _drop_part(parts: list[Part], at: int, size: int) -> None:
    del parts[at]


def _swap_parts(parts: list[Part], at: int, size: int) -> None:
    other = (at + size) % len(parts)
    parts[at], parts[other] = parts[other], parts[at]


def _repeat_part(parts: list[Part], at: int, size: int) -> None:
    parts.insert((at + size) % len(parts), _copy(parts[at]))


def _join_parts(parts: list[Part], at: int, size: int) -> None:
    if at + 1 < len(parts):
        one, other = parts[at], parts[at + 1]
        if isinstance(one, str) and isinstance(other, str):
            parts[at : at + 2] = [one + other]
        elif isinstance(one, list) and isinstance(other, list):
            parts[at : at + 1] = []
            other[:0] = one
        elif isinstance(other, list) and isinstance(one, str):
            parts[at : at + 2] = [[[one, *[""] * (len(other[0]) - 1)], *other]]


def _split_part(parts: list[Part], at: int, size: int) -> None:
    part = parts[at]
    middle = max(1, len(part) * (size % 100) // 100)
    if isinstance(part, str) or middle < len(part):
        parts[at : at + 1] = [part[:middle], part[middle:]]


def _part_between(parts: list[Part], at: int, size: int) -> None:
    """The foot of a page stands between two parts, or within one."""
    part = parts[at]
    words = BETWEEN[size % len(BETWEEN)]
    if isinstance(part, list) and len(part) > 1:
        middle = size % len(part)
        parts[at : at + 1] = [part[:middle], words, part[middle:]] if middle else [words, part]
    else:
        parts.insert(at, words)


def _lose_sign(parts: list[Part], at: int, size: int) -> None:
    """One bracket, comma or full stop of a paragraph is gone."""
    part = parts[at]
    if isinstance(part, str):
        places = [index for index, char in enumerate(part) if char in "（），。；：、()"]
        if places:
            place = places[size % len(places)]
            parts[at] = part[:place] + part[place + 1 :]


def _lose_number(parts: list[Part], at: int, size: int) -> None:
    part = parts[at]
    if isinstance(part, str):
        parts[at] = part.lstrip("0123456789一二三四五六七八九十（）()、.．第条 ")


def _as_cells(parts: list[Part], at: int, size: int) -> None:
    """Paragraphs stand in the cells of a table."""
    rows = [[part] for part in parts[at : at + size] if isinstance(part, str)]
    if rows and len(rows) == len(parts[at : at + size]):
        parts[at : at + size] = [[["", *row] for row in rows]]


def _as_paragraphs(parts: list[Part], at: int, size: int) -> None:
    """A table lost its lines: its cells stand one below another, or each row in one line."""
    part = parts[at]
    if isinstance(part, list):
        rows = [[cell for cell in row if cell and cell != ABOVE] for row in part]
        parts[at : at + 1] = [" ".join(row) for row in rows] if size % 2 else [cell for row in rows for cell in row]


OF_PARTS: dict[str, Callable[[list[Part], int, int], None]] = {
    action.__name__.strip("_").replace("_", " "): action
    for action in (
        _drop_part, _swap_parts, _repeat_part, _join_parts, _split_part, _part_between, _lose_sign, _lose_number,
        _as_cells, _as_paragraphs,
    )
}  # fmt: skip
WHOLE = {"narrow": _NARROW, "wide": _WIDE}


def harmed(parts: Sequence[Part], damages: Sequence[Damage]) -> list[Part]:
    """The parts after some damages, one after another."""
    found = [_copy(part) for part in parts]
    for what, where, size in damages:
        found = [part for part in found if part]
        tables = [part for part in found if isinstance(part, list) and any(part)]
        if what in WHOLE:
            found = [_translated(part, WHOLE[what]) for part in found]
        elif what in OF_PARTS and found:
            OF_PARTS[what](found, int(where * len(found)), size)
        elif what in OF_TABLES and tables:
            rows = tables[size % len(tables)]
            rows[:] = [row or [""] for row in rows]
            OF_TABLES[what](rows, int(where * len(rows)), size)
    return [part for part in found if part]


def _copy(part: Part) -> Part:
    return part if isinstance(part, str) else [list(row) for row in part]


def _translated(part: Part, widths: dict[int, int]) -> Part:
    if isinstance(part, str):
        return part.translate(widths)
    return [[cell.translate(widths) for cell in row] for row in part]


# -- formats


def _as_text(parts: Sequence[Part], sign: str = "\t", end: str = "\n") -> str:
    lines: list[str] = []
    for part in parts:
        if isinstance(part, str):
            lines.append(part)
        else:
            lines += ["", *(sign.join("" if cell == ABOVE else cell for cell in row) for row in part), ""]
    return end.join(line.replace("\u2028", " ") for line in lines) + end


def _without_spaces(part: Part) -> Part:
    """A table whose cells hold no spaces: where spaces part cells, nothing tells one within a cell."""
    return part if isinstance(part, str) else [["".join(cell.split()) for cell in row] for row in part]


def _as_markdown(parts: Sequence[Part]) -> bytes:
    barred: list[Part] = []
    for part in parts:
        if isinstance(part, str):
            barred.append(part)
        else:
            rows = ["| " + " | ".join("" if cell == ABOVE else cell for cell in row) + " |" for row in part]
            barred += [rows[0], "|" + "---|" * len(part[0]), *rows[1:]]
    return _as_text(barred).encode()


def _as_page(parts: Sequence[Part]) -> bytes:
    body = "".join(f"<p>{escape(part)}</p>" if isinstance(part, str) else _html_table(part) for part in parts)
    return f"<html><head><meta charset='utf-8'></head><body>{body}</body></html>".encode()


def _html_table(rows: Table) -> str:
    lines = []
    for index, row in enumerate(rows):
        cells = []
        for column, cell in enumerate(row):
            if cell == ABOVE and index:
                continue
            height = 1
            while index + height < len(rows) and rows[index + height][column : column + 1] == [ABOVE]:
                height += 1
            cells.append(f"<td rowspan='{height}'>{escape(cell)}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(lines)}</table>"


def _as_word(parts: Sequence[Part]) -> bytes:
    return docx("".join(paragraph(part) if isinstance(part, str) else table(part) for part in parts))


def _as_workbook(parts: Sequence[Part]) -> bytes:
    rows: Table = []
    merged: list[str] = []
    for part in parts:
        for index, row in enumerate([[part]] if isinstance(part, str) else part):
            for column, cell in enumerate(row):
                below = part[index + 1 :] if isinstance(part, list) else []
                height = next((i for i, one in enumerate(below) if one[column : column + 1] != [ABOVE]), len(below))
                if cell != ABOVE and height:
                    letter = chr(ord("A") + column)
                    merged.append(f"{letter}{len(rows) + 1}:{letter}{len(rows) + 1 + height}")
            rows.append(["" if cell == ABOVE else cell for cell in row])
    return xlsx(rows, merged)


#: Formats by the name of a file in them.
FORMATS: dict[str, Callable[[Sequence[Part]], bytes]] = {
    "tabs.txt": lambda parts: _as_text(parts).encode(),
    "windows.txt": lambda parts: "\ufeff".encode() + _as_text(parts, end="\r\n").encode(),
    "wide.txt": lambda parts: _as_text(parts, end="\n").encode("utf-16"),
    "spaces.txt": lambda parts: _as_text([_without_spaces(part) for part in parts], sign="  ").encode("gb18030"),
    "bars.md": _as_markdown,
    "page.html": _as_page,
    "word.docx": _as_word,
    "book.xlsx": _as_workbook,
}


# -- what a reading says of a harmed document


#: What a reading says once of a whole column, at its first cell.
_OF_COLUMNS = ("column-left", "text-column-doubtful", "units-column-doubtful")


def told(ledger: Ledger) -> list[Span]:
    """All that is read as a measure, read out of words beside one, or reported; columns cell by cell."""
    measures = ledger.measures
    spans = [one.span for measure in measures for one in measure.deadlines]
    spans += [one.span for measure in measures for one in measure.indicators]
    spans += [measure.span for measure in measures]
    starts = {finding.span.start for finding in ledger.findings if finding.code in _OF_COLUMNS}
    for grid in structure_of(ledger.document).grids if starts else ():
        columns = {cell.column for cell in grid.cells if cell.span.start in starts and cell.span.end > cell.span.start}
        spans += [cell.span for cell in grid.cells if cell.column in columns]
    return [*spans, *(one.span for one in ledger.findings if one.code not in _OF_COLUMNS)]


def lost(ledger: Ledger, texts: Sequence[str]) -> list[str]:
    """The texts that stand in the document whole and of which neither the beginning nor half is told of anywhere.

    A text of few words may stand in a heading as well: one of its places is enough.
    """
    document = ledger.document
    is_told = bytearray(len(document.text) + 1)
    for span in told(ledger):
        is_told[span.start : span.end] = b"\1" * (span.end - span.start)

    beginnings = [quoted for measure in ledger.measures if len(quoted := document.quote(measure.span)) > 4]

    def kept(text: str) -> bool:
        at = document.text.find(text)
        # A measure whose cell was cut may stand whole in a heading alone: its beginning is read all the same.
        if at < 0 or any(map(text.startswith, beginnings)):
            return True
        while at >= 0 and not is_told[at] and 2 * sum(is_told[at : at + len(text)]) < len(text):
            at = document.text.find(text, at + 1)
        return at >= 0

    return [text for text in texts if not kept(text)]
