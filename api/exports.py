"""The graph as files: RDF in three forms, measures as CSV and XLSX, deadlines as a calendar."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event, vRecur
from openpyxl import Workbook
from pyoxigraph import RdfFormat, serialize

from ..graph.law import Law
from ..graph.law_record import COLUMNS as CITATIONS
from ..graph.law_record import citation_rows, law_record
from ..graph.model import Deadline, DeadlineKind, Ledger, Measure
from ..graph.quads import recurrence_rule
from ..graph.record import Record, measure_record
from ..graph.store import Store
from ..ontology.errors import OutputError, Text
from ..ontology.iris import Iris
from ..ontology.vocabulary import PREFIXES

#: Columns of the CSV and XLSX tables: one row per measure.
COLUMNS = (
    "ledger n section section_title task task_title text lead participant responsible regulations deadlines indicators "
    "modality bearer vague_time mechanisms corrected correction_reason file start end"
).split()


def nquads(store: Store) -> bytes:
    """The whole dataset as sorted N-Quads: byte-identical whenever the graph is the same."""
    return ("\n".join(store.lines()) + "\n").encode()


def turtle(store: Store) -> bytes:
    """The default graph as Turtle, sorted, with prefixes."""
    triples = sorted(store.triples(None), key=str)
    return serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES) or b""


def jsonld(store: Store) -> bytes:
    """The default graph as JSON-LD, sorted, with a context of prefixes."""
    triples = sorted(store.triples(None), key=str)
    return serialize(triples, format=RdfFormat.JSON_LD, prefixes=PREFIXES) or b""


def jsonl(found: Iterable[Ledger | Law]) -> bytes:
    """One JSON object a line: one for each measure of a ledger, one for each law text."""
    records = (record for document in found for record in _records(document))
    return "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records).encode()


def _records(document: Ledger | Law) -> Iterable[Record]:
    if isinstance(document, Law):
        return [law_record(document)]
    return (measure_record(document, measure) for measure in document.measures)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its name: measures, or the citations of law texts."""

    name: str
    columns: Sequence[str]
    rows: list[list[Any]]


def sheets(found: Iterable[Ledger | Law]) -> list[Sheet]:
    """The tables of documents: measures if there is a ledger among them, citations if there is a law text.

    Several values in a cell are parted by a full-width semicolon.
    """
    documents = list(found)
    ledgers = [document for document in documents if isinstance(document, Ledger)]
    laws = [document for document in documents if isinstance(document, Law)]
    tables = []
    if ledgers or not laws:
        rows = [_row(ledger, measure_record(ledger, measure)) for ledger in ledgers for measure in ledger.measures]
        tables.append(Sheet("measures", COLUMNS, rows))
    if laws:
        tables.append(Sheet("citations", CITATIONS, [row for law in laws for row in citation_rows(law)]))
    return tables


def csv_table(found: Iterable[Ledger | Law]) -> bytes:
    """The one table of documents of one kind as CSV (RFC 4180), in UTF-8 with the mark spreadsheet programs need.

    Raises OutputError for ledgers and law texts together.
    """
    tables = sheets(found)
    if len(tables) > 1:
        raise OutputError(
            Text(
                "CSV 只装一种表：请把台账和法规分开，或用 xlsx",
                "a CSV holds one table: part ledgers from laws, or use xlsx",
            )
        )
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(tables[0].columns)
    writer.writerows(tables[0].rows)
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def xlsx_table(found: Iterable[Ledger | Law]) -> bytes:
    """The tables of documents as a workbook, one sheet a table."""
    return workbook(sheets(found))


def workbook(tables: Iterable[Sheet]) -> bytes:
    """A workbook. Texts are written as texts, so one that begins with = is never a formula."""
    book = Workbook()
    assert book.active is not None  # noqa: S101 - a new workbook has a sheet
    book.remove(book.active)
    for table in tables:
        sheet = book.create_sheet(table.name)
        for line, row in enumerate([table.columns, *table.rows], 1):
            for column, value in enumerate(row, 1):
                cell = sheet.cell(line, column, value)
                if isinstance(value, str):
                    cell.data_type = "s"
        sheet.freeze_panes = "A2"
    buffer = io.BytesIO()
    book.save(buffer)
    return _timeless(buffer)


#: The time of writing in a workbook: left out, so that the same tables give the same bytes.
_WRITTEN_AT = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def _timeless(book: io.BytesIO) -> bytes:
    """The workbook without the times of its writing."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = _WRITTEN_AT.sub(rb"\g<1>1980-01-01T00:00:00Z", old.read(name))
            new.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def calendar(ledgers: Iterable[Ledger]) -> bytes:
    """Dated and recurring deadlines as iCalendar (RFC 5545): all-day events on the last day in time.

    A recurring duty falls on the last day of each period, from the first period of the earliest year the ledger
    names (or of this year when it names none).
    """
    found = Calendar()
    found.add("prodid", "-//taizhang//policy ledgers//ZH")
    found.add("version", "2.0")
    found.add("x-wr-calname", "政策台账期限")
    for ledger in ledgers:
        year = first_year(ledger)
        for measure in ledger.measures:
            for index, deadline in enumerate(measure.deadlines, 1):
                event = _event(ledger, measure, index, deadline, year)
                if event:
                    found.add_component(event)
    return bytes(found.to_ical())


def first_year(ledger: Ledger) -> int:
    """The earliest year among the dates of a ledger; this year when it has none."""
    years = [d.date.year for measure in ledger.measures for d in measure.deadlines if d.date]
    return min(years, default=datetime.now(UTC).year)


def _event(ledger: Ledger, measure: Measure, index: int, deadline: Deadline, year: int) -> Event | None:
    day = deadline.date
    rule = None
    if deadline.kind is DeadlineKind.RECURRING and deadline.frequency:
        rule = recurrence_rule(deadline.frequency)
        day = _end_of_first_period(deadline.frequency, year)
    if day is None:
        return None
    node = f"{Iris().measure(ledger.slug, measure.key)}/deadline/{index}"
    event = Event()
    event.add("uid", node)
    # A fixed stamp: the same graph gives the same file.
    event.add("dtstamp", datetime(year, 1, 1, tzinfo=UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    if rule:
        event.add("rrule", _month_ends(rule))
    event.add("summary", f"{measure.number}. {measure.text[:40]}")
    event.add("description", _description(ledger, measure, deadline))
    event.add("url", node)
    event.add("categories", [deadline.kind.value])
    return event


def _month_ends(rule: str) -> vRecur:
    """Periods of months end on the last day of a month, whatever its length."""
    found: vRecur = vRecur.from_ical(f"{rule};BYMONTHDAY=-1" if "MONTHLY" in rule else rule)
    return found


def _end_of_first_period(frequency: str, year: int) -> date:
    count = int(frequency[1:-1]) if frequency[1:-1].isdigit() else 1
    start = date(year, 1, 1)
    if frequency.endswith("Y"):
        return date(year + count - 1, 12, 31)
    if frequency.endswith("M"):
        months = count
        return date(year + (months // 12), months % 12 + 1, 1) - timedelta(days=1)
    return start + timedelta(days=count * (7 if frequency.endswith("W") else 1) - 1)


def _description(ledger: Ledger, measure: Measure, deadline: Deadline) -> str:
    units = "、".join(f"{a.unit}（{_ROLE[a.role.value]}）" for a in measure.assignments)
    words = ledger.document.quote(deadline.span)
    return f"{measure.text}\n期限原文：{words}\n责任单位：{units}\n来源：{ledger.title}，第{measure.number}项"


_ROLE = {"lead": "牵头", "participant": "配合", "responsible": "负责"}


def _row(ledger: Ledger, record: Record) -> list[str | int]:
    correction = record["correction"] or {}
    by_role = {role: [u["name"] for u in record["units"] if u["role"] == role] for role in _ROLE}
    values: dict[str, object] = {
        **record,
        "ledger": ledger.slug,
        **by_role,
        "regulations": [_regulation(r) for r in record["regulations"]],
        "deadlines": [_deadline(d) for d in record["deadlines"]],
        "indicators": [f"{i['comparator']}{i['quantity']}{i['unit']}（{i['raw']}）" for i in record["indicators"]],
        "corrected": correction.get("confidence", ""),
        "correction_reason": correction.get("reason", ""),
        **record["source"],
    }
    return [_flat(values[column]) for column in COLUMNS]


def _regulation(found: Record) -> str:
    number = f"（{found['number']}）" if found["number"] else ""
    return f"{found['relation']}：《{found['title']}》{number}"


def _deadline(found: Record) -> str:
    times = f"≥{found['min_times']}" if found["min_times"] else ""
    return f"{found['kind']} {found['date'] or found['frequency']}{times}（{found['raw']}）"


def _flat(value: object) -> str | int:
    if isinstance(value, int):
        return value
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "；".join(str(part) for part in value)
    return "" if value is None else str(value)
