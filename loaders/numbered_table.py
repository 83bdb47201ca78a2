"""A table whose measures are numbered in their cells: find it, read it as printed, repair it, read each measure."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePath

from ..graph.model import (
    Assignment,
    Correction,
    Document,
    Finding,
    Heading,
    Ledger,
    Measure,
    Printed,
    Severity,
    Span,
)
from ..ontology.errors import InputError, Text
from .items import Item, numbering, printed_items, report, unit_cells
from .jurisdiction import PlaceOf, place_of_document
from .layouts.duties import Duty, DutyKind
from .layouts.structure import grids_of, paragraphs_of
from .left_over import Stretches, accounted
from .names import document_slug
from .repairs import Repair, repair
from .responsibility import read_assignments, split_phrases
from .table import Kind, Table, find_table
from .text import read_text, unique_keys
from .wording import blank_tags, joined

_ABOVE = Text("第{line}行在表头之上，未作为事项：{words}", "line {line} is above the header and is not read: {words}")
_UNUSED = Text("第{line}行的责任单位不属于任何事项：{words}", "the units on line {line} belong to no measure: {words}")
_WITHOUT_NUMBER = Text(
    "第{line}行的文字没有编号，未作为事项：{words}", "the text on line {line} has no number: {words}"
)


def read_numbered_table(document: Document, place_of: PlaceOf) -> Ledger:
    """Everything such a table says, with a span for every value.

    Raises InputError when the document holds no table with a responsibility column, or no measure.
    """
    table = find_table(document)
    printed, findings = printed_items(document, table)
    printed, unnumbered = _numbered_by_order(printed)
    if not printed:
        message = Text("表里没有一条事项", "the table holds no measure")
        raise InputError(document.name, table.header.line, message)
    items, repairs = repair(document, table, printed)
    keys = unique_keys([item.number for item in items])
    made: dict[int, list[Repair]] = defaultdict(list)
    for one in repairs:
        made[one.item].append(one)
    measures = tuple(
        _measure(document, table, keys[i], printed[i], item, made[i]) for i, item in enumerate(items) if item.number
    )
    title = table.title or PurePath(document.name).stem
    findings = (*findings, *unnumbered, *_left_over(document, table, items), *numbering([i for i in items if i.number]))
    kept = [item for item in items if item.number]
    placed = [(one, _duties(item)) for one, item in zip(measures, kept, strict=True)]
    where = Stretches(grids_of(document), paragraphs_of(document))
    labels = [cell.span for row in table.rows for kind in (Kind.SECTION, Kind.TASK) for cell in row.of(kind)]
    findings = accounted(document, where, title, placed, labels, findings)
    place = place_of_document(document, title, place_of)
    return Ledger(document, document_slug(document.name), title, place, measures, findings)


def _duties(item: Item) -> tuple[Duty, ...]:
    """What stands around a measure, as other layouts have it."""
    return (Duty(DutyKind.UNITS, item.units),) if item.units else ()


def _numbered_by_order(items: tuple[Item, ...]) -> tuple[tuple[Item, ...], tuple[Finding, ...]]:
    """A table that numbers no measure at all is numbered from 1 in reading order."""
    if not items or any(item.number for item in items):
        return items, ()
    text = Text(
        "各事项都没有编号，按次序编为1、2、3……", "no measure is numbered; they are numbered 1, 2, 3 ... in order"
    )
    finding = Finding("numbered-by-order", Severity.INFO, text, items[0].span)
    return tuple(replace(item, number=number) for number, item in enumerate(items, 1)), (finding,)


def _measure(
    document: Document, table: Table, key: str, printed: Item, item: Item, repairs: Sequence[Repair]
) -> Measure:
    assignments = _assignments(document, item.units)
    differs = printed.task != item.task or printed.units != item.units
    return Measure(
        **read_text(document, item.span),
        number=item.number,
        key=key,
        section=item.section,
        task=item.task,
        span=item.span,
        assignments=assignments,
        printed=Printed(_label(printed.task), _assignments(document, printed.units)) if differs else None,
        corrections=tuple(_correction(document, table, printed, item, repair) for repair in repairs),
    )


def _assignments(document: Document, units: Span | None) -> tuple[Assignment, ...]:
    if units is None:
        return ()
    found: dict[str, Assignment] = {}
    for phrase, offset in split_phrases(blank_tags(document.quote(units))):
        for assignment in read_assignments(phrase, units.start + offset):
            found.setdefault(assignment.unit, assignment)
    return tuple(found.values())


def _label(heading: Heading | None) -> str | None:
    return heading.label if heading else None


def _correction(document: Document, table: Table, printed: Item, item: Item, made: Repair) -> Correction:
    before, after = _values(document, table, printed, item, made.what)
    return Correction(made.rule, made.what, before, after, made.reason, made.confidence, made.span)


def _values(document: Document, table: Table, printed: Item, item: Item, what: str) -> tuple[str, str]:
    """The value of one aspect of a measure in print and after repair, as words."""
    if what == "task":
        return _label(printed.task) or "", _label(item.task) or ""
    if what == "units":
        return _words(document, printed.units), _words(document, item.units)
    if what == "number":
        return "", str(item.number)
    cells = [cell for cell in table.rows[item.row].cells if cell.kind in table.places]
    return ",".join(str(c.column + 1) for c in cells), ",".join(str(table.places[c.kind] + 1) for c in cells)


def _words(document: Document, span: Span | None) -> str:
    return joined(document.quote(span)) if span else ""


def _left_over(document: Document, table: Table, items: Iterable[Item]) -> list[Finding]:
    """Responsibility cells and unnumbered texts that belong to no measure after all repairs."""
    used = sorted(item.units.start for item in items if item.units)
    findings = [report(document, "above-header", row.span, _ABOVE) for row in table.stray]
    for row in table.rows:
        for cell in unit_cells(document, table, row):
            if bisect_left(used, cell.span.start) == bisect_left(used, cell.span.end):
                findings.append(report(document, "units-unused", cell.span, _UNUSED))
    for item in items:
        if not item.number:
            findings.append(report(document, "text-without-number", item.span, _WITHOUT_NUMBER))
    return findings
