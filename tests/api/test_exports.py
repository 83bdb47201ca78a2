"""What `taizhang export` writes, read by other programs."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
import rdflib
from icalendar import Calendar, Component, vRecur

from taizhang.api.exports import calendar, csv_table, jsonld, nquads, turtle
from taizhang.graph.embedded import OxigraphStore
from taizhang.graph.model import Ledger
from tests.conftest import run


def test_nquads_are_sorted_and_rdflib_reads_the_same_number(store: OxigraphStore) -> None:
    lines = nquads(store).decode().splitlines()
    assert lines == sorted(lines)
    parsed = rdflib.Dataset()
    parsed.parse(data="\n".join(lines), format="nquads")
    assert len(list(parsed.quads())) == len(lines) > 25_000


@pytest.mark.parametrize(("writer", "form"), [(turtle, "turtle"), (jsonld, "json-ld")])
def test_rdflib_reads_the_same_triples_back(writer, form: str, store: OxigraphStore) -> None:  # type: ignore[no-untyped-def]
    parsed = rdflib.Graph().parse(data=writer(store).decode(), format=form)
    expected = rdflib.Graph().parse(data="".join(f"{t} .\n" for t in store.triples(None)), format="nt")
    assert set(parsed) == set(expected)


def test_exports_are_the_same_bytes_each_time(store: OxigraphStore, ledger: Ledger) -> None:
    for writer in (nquads, turtle, jsonld):
        assert writer(store) == writer(store)
    assert calendar([ledger]) == calendar([ledger])


def test_csv_opens_in_a_spreadsheet_with_one_row_a_measure(ledger: Ledger) -> None:
    data = csv_table([ledger])
    assert data.startswith(b"\xef\xbb\xbf")
    found = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [row["n"] for row in found] == [str(n) for n in range(1, 101)]
    assert found[18]["regulations"].startswith("implements：《国务院办公厅关于")
    assert found[97]["correction_reason"].startswith("标签（二十九）印在第77行")


def test_the_calendar_holds_every_dated_and_recurring_deadline(ledger: Ledger) -> None:
    data = calendar([ledger])
    events = [
        (
            str(event["summary"]).split(".", maxsplit=1)[0],
            event.decoded("dtstart"),
            _rule(event),
        )
        for event in Calendar.from_ical(data).walk("VEVENT")
    ]
    end = date(2024, 12, 31)
    assert events == [
        ("5", end, "FREQ=YEARLY"),
        ("20", end, None),
        ("24", end, None),
        ("43", end, None),
        ("45", end, None),
        ("54", end, None),
        ("73", end, "FREQ=YEARLY"),
        ("74", end, "FREQ=YEARLY"),
        ("74", end, "FREQ=YEARLY"),
        ("75", date(2024, 6, 30), "FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=-1"),
        ("75", end, "FREQ=YEARLY"),
    ]
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    uids = [str(event["uid"]) for event in Calendar.from_ical(data).walk("VEVENT")]
    assert len(set(uids)) == len(uids)


def _rule(event: Component) -> str | None:
    return vRecur(event["rrule"]).to_ical().decode() if "rrule" in event else None  # type: ignore[no-untyped-call]


def test_every_format_is_written_by_the_command(store_path: Path, tmp_path: Path) -> None:
    for form in ("ttl", "nq", "jsonld", "csv", "ics"):
        target = tmp_path / f"out.{form}"
        assert run("export", "-f", form, "--store", str(store_path), "-o", str(target)).code == 0
        assert target.stat().st_size > 2000
