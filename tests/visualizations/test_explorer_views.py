"""What the server works out for the pages of load, time, ledger and queries."""

from datetime import date

import httpx
import pytest
from pyoxigraph import QuerySolutions

from taizhang.graph.embedded import OxigraphStore
from taizhang.graph.model import Ledger
from taizhang.graph.networks import load
from taizhang.ontology.errors import Language
from taizhang.ontology.iris import Iris
from taizhang.queries.catalogue import catalogue
from taizhang.visualizations.explorer import document, instruments, times
from taizhang.visualizations.explorer.load import load_view, read_network
from taizhang.visualizations.explorer.terms import Term, TermKind, terms


def test_the_load_of_the_page_is_that_of_the_network(store: OxigraphStore) -> None:
    network = read_network(store)
    found = load_view(network, "", date(2024, 12, 1))
    assert list(found.units) == load(network, date(2024, 12, 1))
    assert len(found.measures) == 100
    assert [one.key for one in found.measures[:3]] == ["1", "2", "3"]
    roles = [role for measure in found.measures for role in measure.roles.values()]
    assert (roles.count("lead"), len(roles)) == (69, sum(unit.total for unit in found.units))


def test_a_ledger_that_is_not_there_carries_nothing(store: OxigraphStore) -> None:
    found = load_view(read_network(store), "nowhere", None)
    assert (found.units, found.measures) == ((), ())


@pytest.mark.parametrize(
    ("frequency", "days"),
    [
        ("P1Y", ["2024-12-31", "2025-12-31"]),
        ("P6M", ["2024-06-30", "2024-12-31", "2025-06-30", "2025-12-31"]),
        ("P2Y", ["2025-12-31"]),
    ],
)
def test_recurring_duties_fall_on_the_ends_of_their_periods(frequency: str, days: list[str]) -> None:
    assert [day.isoformat() for day in times.ends_of_periods(frequency, 2024, 2025)] == days


def test_weeks_and_months_have_all_their_ends() -> None:
    counts = {name: len(times.ends_of_periods(name, 2024, 2024)) for name in ("P1M", "P3M", "P1W", "P1D")}
    assert counts == {"P1M": 12, "P3M": 4, "P1W": 52, "P1D": 366}


def test_every_dated_deadline_of_the_ledger_is_due_once(ledger: Ledger) -> None:
    dues = list(times.dues(ledger, 2024, 2024))
    dated = [d for m in ledger.measures for d in m.deadlines if d.date]
    assert len([due for due in dues if not due.frequency]) == len(dated)
    assert all(due.words in ledger.document.text for due in dues)


def test_terms_have_both_names_and_those_of_other_vocabularies_are_there(store: OxigraphStore) -> None:
    found = terms(store.triples(Iris().graph("ontology")), catalogue().values())
    by_name = {term.name: term for term in found}
    assert by_name["tz:leads"] == Term("tz:leads", TermKind.PROPERTY, by_name["tz:leads"].zh, by_name["tz:leads"].en)
    assert "牵头" in by_name["tz:leads"].zh
    assert "eli:title" in by_name
    assert [term.name for term in found] == sorted(by_name)


def test_an_instrument_is_found_by_every_word_and_quotes_do_no_harm(store: OxigraphStore) -> None:
    def found(words: str) -> list[str]:
        answer = store.query(instruments.search_query(words))
        assert isinstance(answer, QuerySolutions)
        return [one.title for one in instruments.instruments(answer)]

    assert found("证件 180号") == ["河南省行政执法证件管理办法"]
    assert found('"} DROP ALL #\\') == []
    assert len(found("")) == instruments.MOST


def test_the_document_holds_every_measure_and_correction(ledger: Ledger) -> None:
    found = document.document_view(ledger, Language.EN)
    assert [one["key"] for one in found.measures] == [one.key for one in ledger.measures]
    assert sum(len(one["corrections"]) for one in found.measures) == sum(len(m.corrections) for m in ledger.measures)
    source = document.source_view(ledger, ledger.measures[69])
    assert [one["kind"] for one in source] == ["section", "task", "measure", "units"]
    assert "".join(run["text"] for run in source[2]["runs"]) == ledger.measures[69].text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("load?ledger=nowhere", 404),
        ("load?on=soon", 400),
        ("ledgers/nowhere", 404),
        ("ledgers/zhengzhou-2024/999/source", 404),
        ("versions?instrument=%3E%20%7B%7D", 422),
        ("pictures/load.gif", 422),
        ("times", 200),
        ("terms", 200),
    ],
)
def test_what_is_asked_wrongly_is_said_and_versions_are_told(path: str, status: int, server: str) -> None:
    answer = httpx.get(f"{server}/api/explorer/{path}")
    assert answer.status_code == status
    if status == 200:
        assert answer.headers["x-data-version"]
    else:
        assert answer.json()["detail"]
