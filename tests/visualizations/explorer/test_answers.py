"""What the explorer answers about the ledger that comes with the program."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from lxml import etree

from taizhang.graph import networks
from taizhang.graph.embedded import OxigraphStore
from taizhang.graph.property_graph import EdgeType
from taizhang.graph.property_reader import read_property_graph
from taizhang.ontology.errors import BadParameter, NothingFound
from taizhang.visualizations.explorer import picture as pictures
from taizhang.visualizations.explorer.answers import answer
from taizhang.visualizations.explorer.network import EDGE_TYPES, Relation, iri_of
from taizhang.visualizations.explorer.overview import period_end
from taizhang.visualizations.explorer.state import Explorer

UNIT, MEASURE = "unit/410100/sifaju", "ledger/zhengzhou-2024/measure/70"
WHOLE: dict[str, Any] = {"group": [], "around": [], "depth": 1, "whole": False, "on": ""}
UNFILTERED: dict[str, Any] = {"hide": [], "only": "", "words": "", "select": "", "near": 0}


@pytest.fixture(scope="module")
def explorer(store: OxigraphStore) -> Explorer:
    return Explorer(store)


def ask(explorer: Explorer, question: str, **values: Any) -> Any:
    return json.loads(answer(explorer, question, values)[0])


def test_the_network_of_the_ledger(explorer: Explorer) -> None:
    found = ask(explorer, "network", **WHOLE)
    assert found["totals"] == {
        "things": 233,
        "ties": 555,
        "kinds": {
            "deadline": 11, "group": 5, "measure": 100, "planned": 3, "regulation": 46, "section": 6, "task": 29, "unit": 33,
        },
        "relations": {
            "amends": 6, "based_on": 19, "cites": 4, "due": 11, "has_member": 16, "implements": 11, "leads": 69,
            "part_of": 129, "participates_in": 193, "repeals": 1, "replaces": 1, "responsible_for": 92, "will_issue": 3,
        },
    }  # fmt: skip
    assert (found["form"], found["hidden"], found["bundles"]) == ("whole", {"things": 0, "ties": 0}, [])
    assert (len(found["things"]), len(found["ties"])) == (233, 555)
    (unit,) = [thing for thing in found["things"] if thing["id"] == UNIT]
    assert (unit["kind"], unit["name"], unit["degree"], unit["load"]) == ("unit", "市司法局", 73, 69.6)


def test_ties_are_those_of_the_property_graph(explorer: Explorer, store: OxigraphStore) -> None:
    with read_property_graph(store) as graph:
        edges = {(edge.type, edge.start, edge.end) for edge in graph.edges()}
        units = networks.load(networks.whole_network(graph))
    same = (
        Relation.LEADS,
        Relation.PARTICIPATES_IN,
        Relation.RESPONSIBLE_FOR,
        Relation.HAS_MEMBER,
        Relation.WILL_ISSUE,
    )
    for relation in same:
        mine = {(iri_of(t.source), iri_of(t.target)) for t in explorer.network.ties if t.relation is relation}
        assert mine == {(start, end) for type_, start, end in edges if type_ is EDGE_TYPES[relation]}, relation
    due = {(iri_of(t.target), iri_of(t.source)) for t in explorer.network.ties if t.relation is Relation.DUE}
    assert due <= {(start, end) for type_, start, end in edges if type_ is EdgeType.OF_MEASURE}
    assert {row.unit: row.weighted for row in units} == {
        iri_of(row.unit): row.weighted for row in networks.load(explorer.network.measured)
    }


def test_the_same_graph_has_the_same_picture(explorer: Explorer, store: OxigraphStore, tmp_path: Path) -> None:
    kept = Explorer(store, tmp_path)
    assert kept.places == explorer.places
    (file,) = (tmp_path / "layouts").iterdir()
    assert file.name.startswith(store.version)
    assert Explorer(store, tmp_path).places == explorer.places
    spots = Counter(explorer.places.values())
    assert max(spots.values()) == 1


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("sfj", ["市司法局"]),
        ("SFJ", ["市司法局"]),
        ("sifaju", ["市司法局"]),
        ("司法局", ["市司法局"]),
        ("第192号", ["70. 严格按照《郑州市行政执法投诉受理办法》（市政府令第192号），进一步做好行政执法投诉工作。", "《郑州市行政执法投诉受理办法》"]),
        ("第一百九十二号", ["70. 严格按照《郑州市行政执法投诉受理办法》（市政府令第192号），进一步做好行政执法投诉工作。", "《郑州市行政执法投诉受理办法》"]),
        ("92号", []),
        ("国办发[2022]27号 裁量", ["《国务院办公厅关于进一步规范行政裁量权", "19. 各级行政执法部门要严格贯彻落实"]),
        ("没有这样的词", []),
        ("", []),
    ],
)  # fmt: skip
def test_search(words: str, expected: list[str], explorer: Explorer) -> None:
    hits = ask(explorer, "search", q=words, limit=5)["hits"]
    assert [hit["name"].startswith(name) for hit, name in zip(hits, expected, strict=False)] == [True] * len(expected)
    if not expected:
        assert hits == []


def test_a_hit_says_where_it_matched(explorer: Explorer) -> None:
    first = ask(explorer, "search", q="第一百九十二号", limit=5)["hits"][0]
    assert first["line"][first["start"] : first["end"]] == "第192号"


def test_counts_first_then_pages_of_neighbours(explorer: Explorer) -> None:
    found = ask(explorer, "thing", id=UNIT, on="")
    assert found["relations"] == [
        {"relation": "leads", "outward": True, "kind": "measure", "count": 56},
        {"relation": "responsible_for", "outward": True, "kind": "measure", "count": 17},
    ]
    page = ask(explorer, "neighbours", id=UNIT, relation="leads", outward=True, offset=50, limit=25)
    assert (page["total"], page["offset"], len(page["neighbours"])) == (56, 50, 6)


def test_a_measure_with_its_source(explorer: Explorer) -> None:
    found = ask(explorer, "thing", id=iri_of(MEASURE), on="")
    (text,) = [quote for quote in found["sources"] if quote["what"] == "measure"]
    assert (text["line"], text["start"], text["end"]) == (53, 6877, 6922)
    assert "".join(run["text"] for run in text["runs"]).endswith("进一步做好行政执法投诉工作。")
    marked = [run["text"] for run in text["runs"] if "citation" in run["kinds"]]
    assert marked == ["《郑州市行政执法投诉受理办法》（市政府令第192号）"]


def test_why_two_things_are_linked(explorer: Explorer) -> None:
    found = ask(explorer, "paths", source=UNIT, target="reg/zhengzhou-order-192", hops=2, limit=20)
    assert (found["complete"], [path["things"] for path in found["paths"]]) == (
        True,
        [[UNIT, MEASURE, "reg/zhengzhou-order-192"]],
    )
    leads, implements = (step[0] for step in found["paths"][0]["steps"])
    words = [
        ["".join(run["text"] for run in quote["runs"] if run["kinds"]) for quote in step["quotes"]]
        for step in (leads, implements)
    ]
    assert words == [["市司法局"], ["《郑州市行政执法投诉受理办法》（市政府令第192号）"]]
    assert {quote["line"] for step in (leads, implements) for quote in step["quotes"]} == {53}
    none = ask(explorer, "paths", source=UNIT, target="reg/zhengzhou-order-192", hops=1, limit=20)
    assert (none["complete"], none["paths"]) == (True, [])
    many = ask(explorer, "paths", source=UNIT, target="reg/henan-order-180", hops=6, limit=5)
    assert (many["complete"], len(many["paths"])) == (False, 5)


def test_what_the_register_knows_names_its_page(explorer: Explorer) -> None:
    (tie,) = ask(explorer, "between", source="reg/zhengzhou-order-192", target="reg/guofa-2008-17")["ties"]
    assert tie["relation"] == "based_on"
    assert tie["pages"]
    assert tie["pages"][0].startswith("http")


def test_the_overview_of_a_day(explorer: Explorer) -> None:
    found = ask(explorer, "overview", on="2024-11-01")
    assert found["ledgers"] == [
        {"name": "zhengzhou-2024", "title": "郑州市提升行政执法质量三年行动工作台账", "measures": 100, "findings": 0}
    ]
    assert [(one["day"], one["recurring"]) for one in found["due"]].count(("2024-12-31", False)) == 5
    assert found["units"][0]["name"] == "市司法局"
    assert {one["what"]: one["count"] for one in found["quality"]}["planned"] == 3
    with pytest.raises(BadParameter):
        ask(explorer, "overview", on="soon")


@pytest.mark.parametrize(
    ("frequency", "day", "end"),
    [
        ("P1Y", date(2026, 11, 23), date(2026, 12, 31)),
        ("P6M", date(2026, 6, 30), date(2026, 6, 30)),
        ("P6M", date(2026, 7, 1), date(2026, 12, 31)),
        ("P3M", date(2024, 2, 1), date(2024, 3, 31)),
        ("P1M", date(2024, 2, 1), date(2024, 2, 29)),
        ("P1W", date(2026, 11, 23), date(2026, 11, 29)),
        ("P1D", date(2026, 11, 23), date(2026, 11, 23)),
        ("P2Y", date(2026, 11, 23), None),
    ],
)
def test_periods_end(frequency: str, day: date, end: date | None) -> None:
    assert period_end(frequency, day) == end


def test_files(explorer: Explorer) -> None:
    values = {**WHOLE, **UNFILTERED, "hide": ["unit", "group"]}
    csv = answer(explorer, "download", {**values, "format": "csv"})[0].decode("utf-8-sig").splitlines()
    assert csv[0] == "source,source_kind,source_name,relation,target,target_kind,target_name,evidence"
    assert len(csv) == 1 + 129 + 11 + 11 + 4 + 3 + 19 + 6 + 1 + 1
    graphml = nx.parse_graphml(answer(explorer, "download", {**values, "format": "graphml"})[0].decode())
    assert graphml.number_of_nodes() == 233 - 38
    gexf = etree.fromstring(answer(explorer, "download", {**values, "format": "gexf"})[0])
    assert len(gexf.findall(".//{*}node")) == 233 - 38
    turtle = answer(explorer, "download", {**values, "format": "ttl"})[0].decode()
    assert "郑州市行政执法投诉受理办法" in turtle


@pytest.mark.parametrize(
    ("filters", "things"),
    [
        ({"words": "司法局 牵头"}, 0),
        ({"words": "市司法局"}, 1),
        ({"select": "unit/410100/caizhengju", "near": 1}, 4),
        ({"select": iri_of("unit/410100/caizhengju"), "near": 1, "hide": ["measure"]}, 1),
        ({"only": "1"}, None),
    ],
)
def test_files_hold_what_the_filters_of_the_page_leave(
    filters: dict[str, Any], things: int | None, explorer: Explorer
) -> None:
    values = {**WHOLE, **UNFILTERED, **filters, "format": "graphml"}
    found = nx.parse_graphml(answer(explorer, "download", values)[0].decode())
    if things is None:
        drawn = ask(explorer, "network", **WHOLE)["things"]
        things = sum(str(one["group"]) == filters["only"] for one in drawn)
    assert found.number_of_nodes() == things


def test_unknown_things_are_named(explorer: Explorer) -> None:
    with pytest.raises(NothingFound, match="no unit/nowhere"):
        ask(explorer, "thing", id="unit/nowhere", on="")


def test_a_large_graph_opens_as_its_groups(store: OxigraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "WHOLE", 100)
    explorer = Explorer(store)
    found = ask(explorer, "network", **WHOLE)
    assert (found["form"], found["things"], found["hidden"]) == ("summary", [], {"things": 233, "ties": 555})
    assert sum(group["size"] for group in found["groups"]) == 233
    first = found["groups"][1]
    opened = ask(explorer, "network", **{**WHOLE, "group": [first["id"]]})
    assert (opened["form"], len(opened["things"])) == ("part", first["size"])
    assert opened["hidden"]["things"] == 233 - first["size"]
    assert {bundle["source"][:6] for bundle in opened["bundles"]} | {"group:"} >= {"group:"}
    near = ask(explorer, "network", **{**WHOLE, "around": [MEASURE]})
    assert {thing["id"] for thing in near["things"]} == {MEASURE, *explorer.network.neighbours(MEASURE)}
