"""Units of one name in two cities are told apart by the city, and only they."""

from pathlib import Path

import pytest

from taizhang.api.pictures import PictureFormat, load_of
from taizhang.graph.namesakes import told_apart
from taizhang.graph.store import Store
from taizhang.graph.stores import open_store
from taizhang.loaders import ingest
from taizhang.ontology.errors import Language
from taizhang.visualizations.explorer.load import load_view, read_network
from taizhang.visualizations.explorer.network import read_network as read_things
from taizhang.visualizations.scene import Kind, read_scene


@pytest.fixture(scope="module")
def two_cities(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("cities")
    for name, city, unit in (("nb", "宁波市", "市财政局"), ("sz", "苏州市", "市教育局")):
        (folder / f"{name}.txt").write_text(
            f"{city}2025年工作台账\n工作内容\t责任单位\n1. 建设平台。\t市科技局\n2. 检查制度。\t{unit}\n",
            encoding="utf-8",
        )
    ingest.load([folder / "nb.txt", folder / "sz.txt"], folder / "store")
    return open_store(folder / "store")


APART = {"市科技局（宁波）", "市科技局（苏州）", "市财政局", "市教育局"}


def test_only_units_with_namesakes_are_named_by_their_place() -> None:
    names = {"a": "市科技局", "b": "市科技局", "c": "市财政局", "d": "市科技局"}
    assert told_apart(names, {"a": "宁波", "b": "苏州", "c": "宁波"}) == {
        "a": "市科技局（宁波）",
        "b": "市科技局（苏州）",
        "c": "市财政局",
        "d": "市科技局",
    }


def test_of_one_ledger_no_unit_needs_its_place(two_cities: Store) -> None:
    assert {row.name for row in load_view(read_network(two_cities), "nb", None).units} == {"市科技局", "市财政局"}


def test_network_load_pictures_and_one_file_page_tell_them_apart_alike(two_cities: Store) -> None:
    assert {row.name for row in load_view(read_network(two_cities), "", None).units} == APART
    things = read_things(two_cities)
    assert {"市科技局（宁波）", "市科技局（苏州）"} <= {one.name for one in things.things.values()}
    assert "市科技局" not in {one.name for one in things.things.values()}
    assert {node.name for node in read_scene(two_cities, [], 500).nodes if node.kind is Kind.UNIT} == APART
    svg = load_of(two_cities, None, None, Language.ZH).written(PictureFormat.SVG).decode()
    assert all(name in svg for name in APART)


def test_units_whose_place_nobody_knows_are_told_apart_by_their_ledgers(tmp_path: Path) -> None:
    for name, title in (("one", "重点工作台账"), ("two", "2025年度深化改革重点任务分解落实台账")):
        text = f"{title}\n工作内容\t责任单位\n1. 建设平台。\t市科技局\n"
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest.load([tmp_path / "one.txt", tmp_path / "two.txt"], tmp_path / "store")
    names = {row.name for row in load_view(read_network(open_store(tmp_path / "store")), "", None).units}
    assert names == {"市科技局（重点工作台账）", "市科技局（2025年度深化改革重点任…）"}
