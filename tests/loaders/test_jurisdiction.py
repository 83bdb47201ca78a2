"""Of which place a document is, and what follows for its units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.graph.quads import ledger_graphs
from taizhang.loaders.document import document_from_bytes
from taizhang.loaders.jurisdiction import place_of_document
from taizhang.loaders.ledger import read_ledger
from taizhang.loaders.reading import register

PLACE_OF = register().place_or_division
PLAN = "\n一、建设平台。建成投用一个平台。（责任单位：市司法局、财政部）\n二、开展培训。全年开展两次培训。（责任单位：市司法局）\n"


def place(text: str, title: str, name: str = "plan.txt") -> str | None:
    return place_of_document(document_from_bytes(name, f"台账\n{text}".encode()), title, PLACE_OF)


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        ("支持农业的若干措施\n湖北省农业农村厅\n2021年11月15日\n", "支持农业的若干措施", "420000"),
        ("支持农业的若干措施\n\u3000\u3000上海市人民政府办公厅 2025年7月23日\n", "支持农业的若干措施", "310000"),
        ("通知\n南充市人民政府\n二〇二五年六月二十九日\n", "通知", "511300"),
        ("国务院关于支持河南省的意见\n国务院\n2011年9月28日\n", "国务院关于支持河南省的意见", "100000"),
        ("", "国务院办公厅关于支持河南省的意见", "100000"),
        ("", "重庆市人民政府办公厅关于对口支援西藏自治区昌都市的意见", "500000"),
        ("", "郑州市工作台账", "410100"),
        ("会议在郑州市召开。\n2025年7月23日\n", "重点工作台账", None),
        ("附件：杭州市任务分解表\n2025年7月23日\n", "重点工作台账", None),
    ],
)
def test_who_signs_a_document_tells_its_place_before_who_issues_it_and_what_it_speaks_of(
    text: str, title: str, expected: str | None
) -> None:
    assert place(text, title) == expected


def test_where_no_words_tell_the_place_the_name_of_the_file_may() -> None:
    assert place("", "重点工作台账", "郑州市重点工作.xlsx") == "410100"
    assert place("", "重点工作台账", "重点工作.xlsx") is None


def units(title: str, name: str) -> list[str]:
    ledger = read_ledger(document_from_bytes(name, (title + PLAN).encode()), PLACE_OF)
    graphs = ledger_graphs(ledger, register())
    found = {line.split()[2] for lines in graphs.values() for line in lines if "ns#unit>" in line}
    return sorted(iri.removeprefix("<https://w3id.org/taizhang/id/unit/").removesuffix(">") for iri in found)


def test_units_of_two_documents_whose_places_are_unknown_are_never_taken_for_one() -> None:
    assert units("重点工作方案", "甲.txt") == ["100000/caizhengbu", "of/jia/shisifaju"]
    assert units("重点工作方案", "乙.txt") == ["100000/caizhengbu", "of/yi/shisifaju"]
    assert units("南充市重点工作方案", "丙.txt") == ["100000/caizhengbu", "511300/sifaju"]


@given(
    st.text(st.sampled_from("国务院省市县区郑州河南局厅年月日20二〇\n\u3000 关于"), max_size=60), st.text(max_size=20)
)
def test_any_words_have_a_place_or_none(text: str, title: str) -> None:
    assert place(text, title) in {None, "100000", "410000", "410100"} | {PLACE_OF(title)}
