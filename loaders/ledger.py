"""A ledger from its document: which layout it has is seen from its words, never told."""

import re
from collections.abc import Sequence
from pathlib import PurePath

from ..graph.model import Document, Finding, Grid, Ledger
from ..ontology.errors import InputError, Text
from .doubts import numbering
from .jurisdiction import PlaceOf, place_of_document
from .layouts.columns import Column, header_kinds
from .layouts.conventions import read_conventions
from .layouts.duties import DutyKind
from .layouts.grids import read_grids
from .layouts.labels import label_of
from .layouts.measures import Maker
from .layouts.outline import read_outline
from .layouts.structure import Parts, parts_of
from .layouts.tree import title_of
from .left_over import Stretches, accounted
from .names import document_slug
from .numbered_table import read_numbered_table
from .table import find_header, find_table
from .traditional import as_printed, simplified
from .wording import joined

_NAMES_UNITS = re.compile(r"[（(〔\[【](?:责任|牵头|配合|主责|承办)(?:责任)?(?:单位|部门)\s*[：:]")
_DRAWING = re.compile("[┌├│┼]")
_DRAWN = Text(
    "表格是用线条符号画的，请另存为 Word 或 Excel 表格",
    "its table is drawn with signs: save it as a table of Word or Excel",
)
_NAME_COLUMN = Text(
    "请把写明由谁负责的一列命名为“责任单位”或“牵头单位”",
    "name the column that says who carries a row 责任单位 or 牵头单位",
)
_NAME_UNITS = Text(
    "请在每条事项后写明（责任单位：…），或列成有“责任单位”一列的表格",
    "say whose each measure is, as （责任单位：…） behind it, or in a table with a column 责任单位",
)


def read_ledger(document: Document, place_of: PlaceOf = lambda _: None) -> Ledger:
    """Everything a ledger says, with a span for every value.

    Raises InputError when the document names no responsible units, or holds no measure.
    """
    read = simplified(document)
    ledger = _read(read, place_of)
    return ledger if read is document else as_printed(ledger, document)


def _read(document: Document, place_of: PlaceOf) -> Ledger:
    if _is_numbered_table(document):
        return read_numbered_table(document, place_of)
    parts = parts_of(document)
    grids, paragraphs = parts.grids, parts.paragraphs
    table = read_grids(document, grids)
    running = read_outline(document, paragraphs, only_marked=bool(table.entries))
    if not table.entries and not running.entries:
        bare = read_grids(document, grids, bare=True)
        table = bare if len(bare.entries) > 1 else table  # one row may be anything
    entries = sorted((*table.entries, *running.entries), key=lambda entry: entry.span)
    if not entries:
        _refuse(document, grids)
        raise InputError(document.name, 1, Text("没有一条事项", "it holds no measure"))
    title = _title(document, parts) if table.entries and not running.entries else title_of(document, paragraphs)
    title = title or _title(document, parts) or PurePath(document.name).stem
    conventions = read_conventions(document)
    maker = Maker(document, conventions, title)
    measures = maker.measures(entries)
    findings: tuple[Finding, ...] = (*table.findings, *running.findings, *maker.findings, *numbering(measures))
    stated = (*(implied.names for implied in conventions.implied), *([conventions.span] if conventions.span else ()))
    placed = (*zip(measures, (tuple(entry.duties) for entry in entries), strict=True),)
    findings = accounted(document, Stretches(grids, paragraphs), title, placed, stated, findings)
    place = place_of_document(document, title, place_of)
    return Ledger(document, document_slug(document.name), title, place, measures, findings)


def _refuse(document: Document, grids: Sequence[Grid]) -> None:
    """Say why a document is no ledger, at which line a table was expected, and what would make it one."""
    what = _DRAWN if _DRAWING.search(document.text) else _NAME_COLUMN if grids else _NAME_UNITS
    try:
        find_table(document)
    except InputError as error:
        place = f"{error.file}:{error.line}: "
        zh, en = error.text.zh.removeprefix(place), error.text.en.removeprefix(place)
        raise InputError(error.file, error.line, Text(f"{zh}；{what.zh}", f"{en}; {what.en}")) from error


def names_units_throughout(document: Document) -> bool:
    """Whether a text names responsible units again and again, as plans do whose paragraphs are numbered 第一条."""
    return len(_NAMES_UNITS.findall(document.text)) > 1


def _is_numbered_table(document: Document) -> bool:
    """Whether it is a table whose last column names the units, with measures that carry their number in their text."""
    header = find_header(document)
    if header is None:
        return False
    kinds = header_kinds([joined(document.quote(cell.span)) for cell in header.cells])
    duties = [kind for kind in kinds if isinstance(kind, DutyKind)]
    return Column.NUMBER not in kinds and duties in ([DutyKind.UNITS], [DutyKind.LEAD]) and kinds[-1] == duties[0]


def _title(document: Document, parts: Parts) -> str:
    """The title of a table: the longest of the lines above it, or of the wide cells at its top."""
    paragraphs = [joined(document.quote(p.span)).lstrip("#") for p in parts.paragraphs[:12]]
    wide = [
        joined(document.quote(cell.span))
        for grid in parts.grids[:1]
        for cell in grid.cells
        if cell.row < 3 and cell.columns == grid.columns
    ]
    found = [words for words in (*paragraphs, *wide) if 4 < len(words) <= 80 and not words.endswith("。")]
    found = [words for words in found if not label_of(words)]
    return max(found, key=len, default="")
