"""Web pages: headings, paragraphs and tables with their spans; scripts, styles and menus left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ...graph.model import Document
from ...ontology.errors import InputError, Text
from ..encoding import decode
from .composer import LINE, Composer, Words

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_IGNORED = {
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "select",
    "button",
    "form",
    "iframe",
    "object",
    "nav",
    "head",
}
_BLOCKS = {
    "p", "div", "li", "ul", "ol", "dl", "dd", "dt", "section", "article", "main", "header", "footer", "aside", "center",
    "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "table", "body", "html", "fieldset", "figure", "address",
    "hr", "caption", "thead", "tbody", "tfoot", "tr", "td", "th",
}  # fmt: skip
_HEADING = re.compile(r"h([1-6])")
_MAX_SPAN = 1_000
_MAX_DEPTH = 200


def read_page(name: str, data: bytes, sha256: str) -> Document:
    """The document of an HTML file. Raises InputError when it has no words or is nested beyond reason."""
    text, encoding = _decoded(name, data)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "ignore"), parser)
    except etree.XMLSyntaxError as error:
        raise InputError(name, 0, Text("网页无法解析", "the page cannot be parsed")) from error
    if root is None:
        raise InputError(name, 0, Text("文件里没有文字", "the file holds no words"))
    reader = _Reader(Composer(name))
    body = root.find("body")
    reader.walk(body if body is not None else root, 0)
    reader.flush()
    return reader.composer.document(sha256, encoding)


def _decoded(name: str, data: bytes) -> tuple[str, str]:
    """The page as text: by the encoding it declares when that fits, else as any text."""
    declared = _CHARSET.search(data[:4096])
    label = declared[1].decode("ascii").lower() if declared else ""
    if label in ("gb2312", "gbk", "gb18030"):
        try:
            return data.decode("gb18030"), "gb18030"
        except UnicodeDecodeError:
            pass
    return decode(data, name)


@dataclass(slots=True)
class _Reader:
    composer: Composer
    paragraphs: int = 0
    tables: int = 0
    _line: list[str] = field(default_factory=list)
    _level: int = 0

    def walk(self, node: etree._Element, depth: int) -> None:
        """Collect the words below a node; each block ends the paragraph before it and its own."""
        if depth > _MAX_DEPTH:
            raise InputError(self.composer.name, 0, Text("网页嵌套过深", "the page is nested too deeply"))
        self._words(node.text)
        for child in node:
            tag = child.tag
            if not isinstance(tag, str) or tag in _IGNORED or _hidden(child):
                pass
            elif tag == "table" and _is_data(child):
                self.flush()
                self._table(child, depth)
            elif tag == "br":
                self.flush()
            elif tag in _BLOCKS:
                self.flush()
                heading = _HEADING.fullmatch(tag)
                self._level = int(heading[1]) if heading else self._level
                self.walk(child, depth + 1)
                self.flush()
            else:
                self.walk(child, depth + 1)
            self._words(child.tail)

    def flush(self) -> None:
        """End the paragraph."""
        words = "".join(self._line)
        if words.strip():
            self.paragraphs += 1
            self.composer.paragraph(words, f"paragraph={self.paragraphs}", self._level)
        self._line.clear()
        self._level = 0

    def _words(self, text: str | None) -> None:
        if text:
            self._line.append(re.sub(r"\s+", " ", text))

    def _table(self, table: etree._Element, depth: int) -> None:
        self.tables += 1
        cells: list[Words] = []
        taken: set[tuple[int, int]] = set()
        rows = list(_rows(table))
        width = 0
        for index, row in enumerate(rows):
            column = 0
            for node in row:
                if node.tag not in ("td", "th"):
                    continue
                while (index, column) in taken:
                    column += 1
                height = min(_span(node, "rowspan"), len(rows) - index)
                across = _span(node, "colspan")
                taken |= {(index + i, column + j) for i in range(height) for j in range(across)}
                if len(taken) > 1_000_000:
                    raise InputError(self.composer.name, 0, Text("表格过大", "a table is too large"))
                place = f"table={self.tables}&row={index + 1}&column={column + 1}"
                cells.append(Words(index, column, LINE.join(_lines(node, depth)), height, across, place))
                column += across
                width = max(width, column)
        self.composer.table(len(rows), width, cells)


def _is_data(table: etree._Element) -> bool:
    """Whether a table holds cells of data and not the layout of the page: no other table inside, several columns."""
    if next((node for node in table.iter("table") if node is not table), None) is not None:
        return False
    return any(sum(child.tag in ("td", "th") for child in row) > 1 for row in _rows(table))


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for node in table:
        if node.tag == "tr":
            yield node
        elif node.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in node if row.tag == "tr")


def _lines(node: etree._Element, depth: int) -> list[str]:
    """The lines of a cell: its paragraphs, and what <br> parts."""
    lines = [""]

    def walk(parent: etree._Element, level: int) -> None:
        if level > _MAX_DEPTH:
            return
        lines[-1] += re.sub(r"\s+", " ", parent.text or "")
        for child in parent:
            tag = child.tag
            if isinstance(tag, str) and tag not in _IGNORED and not _hidden(child):
                if tag == "br" or tag in _BLOCKS:
                    lines.append("")
                walk(child, level + 1)
                if tag in _BLOCKS:
                    lines.append("")
            lines[-1] += re.sub(r"\s+", " ", child.tail or "")

    walk(node, depth)
    return [line for line in lines if line.strip()]


def _hidden(node: etree._Element) -> bool:
    return "display:none" in node.get("style", "").replace(" ", "").lower()


def _span(node: etree._Element, name: str) -> int:
    value = node.get(name, "1").strip()
    return min(max(1, int(value)), _MAX_SPAN) if value.isdigit() and len(value) < 6 else 1
