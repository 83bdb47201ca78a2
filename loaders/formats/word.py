"""Word files (.docx): the words of document.xml with Word's own numbering; nothing else in the file is opened.

Macros, embedded objects and linked pictures are never looked at. Deleted text of tracked changes is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ...graph.model import Document
from ...ontology.errors import InputError, Text
from .archive import Archive
from .composer import LINE, Composer, Words
from .word_numbers import Numbers, W, below, read_numbers

_DOCUMENT = "word/document.xml"
_SKIPPED = {
    f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}rPr", f"{W}pPr",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}  # fmt: skip
#: Tables inside cells inside tables: more than this is not a document.
_MAX_DEPTH = 20
_MAX_COLUMNS = 200


def read_word(name: str, archive: Archive, sha256: str) -> Document:
    """The document in a .docx archive. Raises InputError when it is damaged or has no words."""
    body = archive.xml(_DOCUMENT).find(f"{W}body")
    if body is None:
        raise InputError(name, 0, Text("不是 Word 文档", "not a Word document"))
    styles = archive.xml("word/styles.xml") if "word/styles.xml" in archive else None
    numbering = archive.xml("word/numbering.xml") if "word/numbering.xml" in archive else None
    reader = _Reader(Composer(name), read_numbers(numbering, styles), _outline_levels(styles))
    for node in _blocks(body):
        reader.block(node)
    return reader.composer.document(sha256, "docx")


@dataclass(slots=True)
class _Reader:
    composer: Composer
    numbers: Numbers
    levels: dict[str, int]
    paragraphs: int = 0
    tables: int = 0
    _pending: list[str] = field(default_factory=list)

    def block(self, node: etree._Element) -> None:
        if node.tag == f"{W}p":
            self.paragraphs += 1
            self.composer.paragraph(self._words(node), f"paragraph={self.paragraphs}", self._level(node))
        elif node.tag == f"{W}tbl":
            self.tables += 1
            self._table(node)

    def _words(self, paragraph: etree._Element) -> str:
        return self.numbers.label(below(paragraph, f"{W}pPr")) + "".join(_text(paragraph))

    def _level(self, paragraph: etree._Element) -> int:
        properties = below(paragraph, f"{W}pPr")
        style, own = below(properties, f"{W}pStyle"), below(properties, f"{W}outlineLvl")
        if own is not None and (own.get(f"{W}val") or "9") in "012345678":
            return int(own.get(f"{W}val") or "0") + 1
        return self.levels.get(style.get(f"{W}val", ""), 0) if style is not None else 0

    def _table(self, table: etree._Element) -> None:
        rows = [list(self._row(row)) for row in _inside(table, f"{W}tr")]
        width = max((cell.column + cell.columns for row in rows for cell, _ in row), default=0)
        if width > _MAX_COLUMNS:
            text = Text(f"表格超过 {_MAX_COLUMNS} 列", f"a table has more than {_MAX_COLUMNS} columns")
            raise InputError(self.composer.name, 0, text)
        above: dict[int, tuple[int, int]] = {}  # by column: the row where the merged cell begins, its place in `cells`
        cells: list[Words] = []
        for index, row in enumerate(rows):
            for cell, goes_on in row:
                started = above.get(cell.column)
                if goes_on and started is not None:
                    first = cells[started[1]]
                    cells[started[1]] = Words(first.row, first.column, first.text, index - first.row + 1,
                                              first.columns, first.place)  # fmt: skip
                    continue
                above[cell.column] = (index, len(cells))
                place = f"table={self.tables}&row={index + 1}&column={cell.column + 1}"
                cells.append(Words(index, cell.column, cell.text, 1, cell.columns, place))
        self.composer.table(len(rows), width, cells)

    def _row(self, row: etree._Element) -> Iterator[tuple[Words, bool]]:
        """The cells of a row, each with whether it goes on with the cell above."""
        column = _value(below(below(row, f"{W}trPr"), f"{W}gridBefore"), 0)
        for node in _inside(row, f"{W}tc"):
            properties = below(node, f"{W}tcPr")
            width = max(1, _value(below(properties, f"{W}gridSpan"), 1))
            merge = below(properties, f"{W}vMerge")
            goes_on = merge is not None and merge.get(f"{W}val", "continue") == "continue"
            yield Words(0, column, LINE.join(self._cell(node, 0)), columns=width), goes_on
            column += width

    def _cell(self, cell: etree._Element, depth: int) -> Iterator[str]:
        """The paragraphs of a cell; those of a table inside it too."""
        if depth > _MAX_DEPTH:
            raise InputError(self.composer.name, 0, Text("表格嵌套过深", "tables are nested too deeply"))
        for node in _blocks(cell):
            if node.tag == f"{W}p":
                yield self._words(node)
            else:
                for row in _inside(node, f"{W}tr"):
                    for inner in _inside(row, f"{W}tc"):
                        yield from self._cell(inner, depth + 1)


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables right below a node, through content controls."""
    for node in parent:
        if node.tag in (f"{W}p", f"{W}tbl"):
            yield node
        elif node.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"):
            yield from _blocks(node)


def _inside(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Rows or cells right below a node, through content controls."""
    for node in parent:
        if node.tag == tag:
            yield node
        elif node.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"):
            yield from _inside(node, tag)


def _text(node: etree._Element) -> Iterator[str]:
    for child in node:
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag == f"{W}br":
            yield LINE if child.get(f"{W}type") in (None, "textWrapping") else ""
        elif child.tag in (f"{W}tab", f"{W}ptab"):
            yield " "
        elif child.tag == f"{W}noBreakHyphen":
            yield "-"
        elif len(child):
            yield from _text(child)


def _outline_levels(styles: etree._Element | None) -> dict[str, int]:
    """The heading level of each paragraph style that has one."""
    found: dict[str, int] = {}
    for style in styles.findall(f"{W}style") if styles is not None else ():
        level = below(below(style, f"{W}pPr"), f"{W}outlineLvl")
        if level is not None:
            found[style.get(f"{W}styleId", "")] = _value(level, 9) + 1
    return {name: level for name, level in found.items() if level <= 9}


def _value(node: etree._Element | None, default: int) -> int:
    text = node.get(f"{W}val") if node is not None else None
    return int(text) if text and text.isdigit() and len(text) < 5 else default
