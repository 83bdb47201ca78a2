"""Excel files (.xlsx): every sheet a table, each cell at its address; formulas show the value they had when saved.

Sheets are read as a stream and refused past a bound of rows, so that a sheet of a million rows costs no more than a
small one. Macros, links and pictures are never looked at.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from lxml import etree

from ...graph.model import Document
from ...ontology.errors import InputError, Text
from .archive import Archive
from .composer import Composer, Words

_M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WORKBOOK = "xl/workbook.xml"
#: The most rows and columns of a sheet that hold words; ledgers have some hundreds of rows.
MAX_ROWS = 20_000
MAX_COLUMNS = 200
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
#: Number formats that show a date (ECMA-376, 18.8.30), and how a format of one's own says so.
_DATE_FORMATS = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}
_DATE_CODE = re.compile(r"(?<![A-Za-z\"])[yY]{2,4}|[dD]{1,2}(?![A-Za-z])")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a day without a time zone


@dataclass(frozen=True, slots=True)
class _Formats:
    """What each cell style makes of a number: a whole date, a month, or nothing."""

    dates: dict[int, str]

    def shown(self, number: str, style: int) -> str:
        form = self.dates.get(style)
        try:
            value = float(number)
        except ValueError:
            return number
        if form and 1 <= value < 2_958_466:
            day = _EPOCH + timedelta(days=value)
            return f"{day.year}年{day.month}月" + ("" if form == "month" else f"{day.day}日")
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else number


def read_sheets(name: str, archive: Archive, sha256: str) -> Document:
    """The document in an .xlsx archive. Raises InputError when it is damaged, too large or has no words."""
    composer = Composer(name)
    strings = _strings(archive)
    formats = _formats(archive)
    for title, part in _parts(archive):
        _sheet(composer, archive, part, title, strings, formats)
    return composer.document(sha256, "xlsx")


def _parts(archive: Archive) -> Iterator[tuple[str, str]]:
    """The title and part of each sheet, in the order of the workbook."""
    links = "xl/_rels/workbook.xml.rels"
    targets = {node.get("Id"): node.get("Target", "") for node in archive.xml(links)} if links in archive else {}
    for index, sheet in enumerate(archive.xml(_WORKBOOK).iter(f"{_M}sheet"), 1):
        target = targets.get(sheet.get(f"{_R}id")) or f"worksheets/sheet{index}.xml"
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if part in archive and "chartsheets" not in part:
            yield sheet.get("name", ""), part


def _strings(archive: Archive) -> list[str]:
    part = "xl/sharedStrings.xml"
    if part not in archive:
        return []
    return [_rich(node) for node in archive.xml(part).iter(f"{_M}si")]


def _rich(node: etree._Element) -> str:
    """The words of a string; readings aid (rPh) left out."""
    runs = [child for child in node.iter(f"{_M}t") if not _in_phonetic(child)]
    return "".join(run.text or "" for run in runs)


def _in_phonetic(node: etree._Element) -> bool:
    parent = node.getparent()
    return parent is not None and parent.tag == f"{_M}rPh"


def _formats(archive: Archive) -> _Formats:
    part = "xl/styles.xml"
    if part not in archive:
        return _Formats({})
    styles = archive.xml(part)
    own = {node.get("numFmtId", ""): node.get("formatCode", "") for node in styles.iter(f"{_M}numFmt")}
    used = styles.find(f"{_M}cellXfs")
    found = (_date_form(node.get("numFmtId", "0"), own) for node in (used if used is not None else ()))
    return _Formats({index: form for index, form in enumerate(found) if form})


def _date_form(number: str, own: dict[str, str]) -> str | None:
    code = _QUOTED.sub("", own.get(number, ""))
    if code:
        shows = _DATE_CODE.findall(code)
        return None if not shows else "date" if any(part[0] in "dD" for part in shows) else "month"
    if number in ("17", "57"):
        return "month"
    return "date" if number.isdigit() and int(number) in _DATE_FORMATS else None


def _sheet(composer: Composer, archive: Archive, part: str, title: str, strings: list[str], formats: _Formats) -> None:
    texts: dict[tuple[int, int], str] = {}
    merged: list[tuple[int, int, int, int]] = []
    try:
        with archive.stream(part) as file:
            for _, node in etree.iterparse(
                file, tag=(f"{_M}row", f"{_M}mergeCell"), no_network=True, resolve_entities=False
            ):
                if node.tag == f"{_M}mergeCell":
                    merged += _range(node.get("ref", ""))
                else:
                    _row(composer.name, node, texts, strings, formats)
                    node.clear()
    except etree.XMLSyntaxError as error:
        raise InputError(composer.name, 0, Text("工作表已损坏", "a sheet is truncated or damaged")) from error
    _compose(composer, title, texts, merged)


def _row(
    name: str, node: etree._Element, texts: dict[tuple[int, int], str], strings: list[str], formats: _Formats
) -> None:
    number = node.get("r", "")
    row = int(number) - 1 if number.isdigit() and len(number) < 9 else 1 + max((row for row, _ in texts), default=-1)
    next_column = 0
    for cell in node.iter(f"{_M}c"):
        address = _ADDRESS.fullmatch(cell.get("r", ""))
        column = _column(address[1]) if address else next_column
        next_column = column + 1
        words = _cell(cell, strings, formats)
        if not words.strip():
            continue
        if column >= MAX_COLUMNS or row >= MAX_ROWS:
            most = f"{MAX_ROWS:,}"
            text = Text(
                f"工作表超过 {most} 行或 {MAX_COLUMNS} 列",
                f"a sheet has more than {most} rows or {MAX_COLUMNS} columns",
            )
            raise InputError(name, row + 1, text)
        texts[row, column] = words


def _cell(cell: etree._Element, strings: list[str], formats: _Formats) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _rich(cell)
    found = cell.find(f"{_M}v")
    value = found.text or "" if found is not None else ""
    if kind == "s":
        return strings[int(value)] if value.isdigit() and int(value) < len(strings) else ""
    if kind == "n" and value:
        style = cell.get("s", "0")
        return formats.shown(value, int(style) if style.isdigit() else 0)
    return "" if kind == "e" else value


def _compose(
    composer: Composer, title: str, texts: dict[tuple[int, int], str], merged: list[tuple[int, int, int, int]]
) -> None:
    """The used part of a sheet as a table; rows without words only part it from the next table."""
    if not texts:
        return
    spans = {(top, left): (bottom, right) for top, left, bottom, right in merged if (top, left) in texts}
    covered = {row: 0 for row, _ in texts}
    for top, left in spans:
        for row in range(top, min(spans[top, left][0], top + MAX_ROWS) + 1):
            covered[row] = left
    rows = sorted(covered)
    index = {row: position for position, row in enumerate(rows)}
    width = 1 + max((*(column for _, column in texts), *(right for _, right in spans.values())))
    cells = []
    for (row, column), words in sorted(texts.items()):
        bottom, right = spans.get((row, column), (row, column))
        height = sum(1 for other in range(row, min(bottom, row + MAX_ROWS) + 1) if other in index)
        place = f"cell={title}!{_letters(column)}{row + 1}"
        cells.append(Words(index[row], column, words, height, min(right, MAX_COLUMNS) - column + 1, place))
    composer.table(len(rows), min(width, MAX_COLUMNS + 1), cells)


def _range(reference: str) -> Iterator[tuple[int, int, int, int]]:
    ends = [_ADDRESS.fullmatch(part) for part in reference.replace("$", "").split(":")]
    if len(ends) == 2 and ends[0] and ends[1]:
        yield int(ends[0][2]) - 1, _column(ends[0][1]), int(ends[1][2]) - 1, _column(ends[1][1])


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _letters(column: int) -> str:
    """The letters of a column.

    >>> [_letters(n) for n in (0, 25, 26, 701)]
    ['A', 'Z', 'AA', 'ZZ']
    """
    letters, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters
