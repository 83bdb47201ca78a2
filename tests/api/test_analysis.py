"""`taizhang analyse` as people run it; the measures themselves are tested beside networks.py."""

import csv
import io
import json
from pathlib import Path

import networkx as nx
import pytest

from taizhang.api import analysis
from taizhang.graph.embedded import OxigraphStore
from tests import laws
from tests.conftest import run


@pytest.fixture(scope="module")
def wells(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(laws.corpus_store(tmp_path_factory.getbasetemp()))


def test_the_load_of_units_is_a_table(wells: str) -> None:
    done = run("analyse", "load", "--store", wells)
    assert done.code == 0
    assert [line.split() for line in done.out.splitlines()] == [
        ["name", "lead", "participant", "responsible", "total", "weighted"],
        ["市公安局", "0", "2", "3", "5", "3.400"],
        ["市财政局", "1", "0", "3", "4", "3.400"],
        ["市司法局", "1", "0", "2", "3", "2.600"],
    ]


def test_json_and_csv_have_the_names_of_the_graph_too(wells: str) -> None:
    rows = json.loads(run("analyse", "critical", "--store", wells, "-f", "json").out)
    assert rows[0] == {
        "regulation": laws.WELL_LAW, "name": "中华人民共和国水井法", "direct": 3, "measures": 5, "share": round(5 / 9, 6), "units": 3,
    }  # fmt: skip
    written = list(csv.DictReader(io.StringIO(run("analyse", "critical", "--store", wells, "-f", "csv").out)))
    assert [row["regulation"] for row in written] == [row["regulation"] for row in rows]


@pytest.mark.parametrize("what", ["load", "units", "regulations", "communities", "brokers", "critical"])
def test_every_measure_is_written_with_its_network_and_the_same_each_time(wells: str, what: str) -> None:
    store = OxigraphStore.open(Path(wells))
    one, again = (analysis.measured(store, what, None, seed=0) for _ in range(2))
    rows = json.loads(analysis.as_json(one))
    for write, read in ((analysis.as_graphml, nx.read_graphml), (analysis.as_gexf, nx.read_gexf)):
        found = read(io.BytesIO(write(one)))
        for row in rows:
            node, *values = row.items()
            assert {name: found.nodes[node[1]].get(name) for name, _ in values} == dict(values)
        assert write(again) == write(one)


def test_a_network_goes_to_a_file(wells: str, tmp_path: Path) -> None:
    path = tmp_path / "units.gexf"
    assert run("analyse", "units", "--store", wells, "-f", "gexf", "-o", str(path)).code == 0
    assert nx.read_gexf(path).number_of_nodes() == 3


def test_a_day_that_is_none_is_refused_and_an_empty_graph_has_nothing_to_measure(wells: str, tmp_path: Path) -> None:
    assert run("analyse", "load", "--store", wells, "--on", "2024-13-01").err == "2024-13-01 is no day\n"
    (tmp_path / "a.md").write_text(laws.WELL_LAW_2010, encoding="utf-8")
    run("load", str(tmp_path / "a.md"), "--store", str(tmp_path / "store"))
    assert run("analyse", "load", "--store", str(tmp_path / "store")).code == 1
