"""The graph as files: RDF in three forms, measures as CSV and XLSX, deadlines as a calendar."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, vRecur
from openpyxl import Workbook
from pyoxigraph import RdfFormat, serialize

from ..graph.model import Deadline, DeadlineKind, Ledger, Measure
from ..graph.quads import recurrence_rule
from ..graph.record import Record, measure_record
from ..graph.store import OxigraphStore
from ..ontology.iris import Iris
from ..ontology.vocabulary import PREFIXES

#: Columns of the CSV and XLSX tables: one row per measure.
COLUMNS = (
    "ledger n section section_title task task_title text lead participant responsible regulations deadlines indicators "
    "modality bearer vague_time mechanisms corrected correction_reason file start end"
).split()


def nquads(store: OxigraphStore) -> bytes:
    """The whole dataset as sorted N-Quads: byte-identical whenever the graph is the same."""
    return ("\n".join(store.lines()) + "\n").encode()


def turtle(store: OxigraphStore) -> bytes:
    """The default graph as Turtle, sorted, with prefixes."""
    triples = sorted(store.default_triples(), key=str)
    return serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES) or b""


def jsonld(store: OxigraphStore) -> bytes:
    """The default graph as JSON-LD, sorted, with a context of prefixes."""
    triples = sorted(store.default_triples(), key=str)
    return serialize(triples, format=RdfFormat.JSON_LD, prefixes=PREFIXES) or b""


def jsonl(ledgers: Iterable[Ledger]) -> bytes:
    """One JSON object a line, one line a measure."""
    records = (measure_record(ledger, measure) for ledger in ledgers for measure in ledger.measures)
    return "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records).encode()


def rows(ledgers: Iterable[Ledger]) -> list[list[str | int]]:
    """One row of `COLUMNS` per measure; several values in a cell are parted by a full-width semicolon."""
    return [_row(ledger, measure_record(ledger, measure)) for ledger in ledgers for measure in ledger.measures]


def csv_table(ledgers: Iterable[Ledger]) -> bytes:
    """The measures as CSV (RFC 4180) in UTF-8 with a byte-order mark, which spreadsheet programs need for Chinese."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    writer.writerows(rows(ledgers))
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def xlsx_table(ledgers: Iterable[Ledger]) -> bytes:
    """The measures as a workbook. Texts are written as texts, so one that begins with = is never a formula."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has a sheet
    sheet.title = "measures"
    table: list[Sequence[str | int]] = [COLUMNS, *rows(ledgers)]
    for line, row in enumerate(table, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(line, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
    sheet.freeze_panes = "A2"
    buffer = io.BytesIO()
    book.save(buffer)
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
