"""A ledger from its document: which layout it has is seen from its words, never told."""

import re
from collections.abc import Callable
from pathlib import PurePath

from ..graph.model import Document, Finding, Ledger
from ..ontology.errors import InputError, Text
from .doubts import numbering
from .layouts.columns import Column, header_kinds
from .layouts.conventions import read_conventions
from .layouts.duties import DutyKind
from .layouts.grids import read_grids
from .layouts.measures import Maker
from .layouts.outline import read_outline, title_of
from .layouts.structure import Parts, parts_of
from .left_over import Stretches, accounted
from .names import document_slug
from .numbered_table import read_numbered_table
from .table import find_header, find_table
from .traditional import as_printed, simplified
from .wording import joined

_NAMES_UNITS = re.compile(r"[（(〔\[【](?:责任|牵头|配合|主责|承办)(?:责任)?(?:单位|部门)\s*[：:]")
#: Finds the place a title speaks of: its division code, or None.
PlaceOf = Callable[[str], str | None]


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
    entries = sorted((*table.entries, *running.entries), key=lambda entry: entry.span)
    if not entries:
        find_table(document)  # says at which line a table was expected
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
    return Ledger(document, document_slug(document.name), title, place_of(title), measures, findings)


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
    return max(found, key=len, default="")
