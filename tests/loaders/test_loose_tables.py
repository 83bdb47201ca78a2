"""Tables that lost their lines on the way out of a page or a Word file: read as the table they were."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.graph.record import measure_record
from taizhang.loaders.document import document_from_bytes
from taizhang.loaders.ledger import read_ledger
from taizhang.ontology.errors import InputError

TITLE = "水井市2025年重点工作责任分解"


def said(text: str) -> list[tuple[Any, ...]]:
    """Of each measure its number, section, text, units with the first letter of their role, and time limits."""
    ledger = read_ledger(document_from_bytes("水井.txt", text.encode()))
    found = (measure_record(ledger, measure) for measure in ledger.measures)
    return [
        (
            one["n"],
            one["section_title"],
            one["text"],
            " ".join(f"{unit['name']}:{unit['role'][0]}" for unit in one["units"]),
            [limit["raw"] for limit in one["deadlines"]],
        )
        for one in found
    ]


CASES = {
    "cells one below another": (
        "序号\n\n主 要 工 作 任 务\n\n责任单位\n\n1\n\n新建公园三个。\n\n市住建局、市财政局\n\n2\n\n修复古井五口。\n\n市水利局\n",
        [(1, None, "新建公园三个。", "市住建局:r 市财政局:r", []), (2, None, "修复古井五口。", "市水利局:r", [])],
    ),
    "with a time limit, a cell of two paragraphs and an empty one": (
        "序号\n任务内容\n牵头单位\n配合单位\n完成时限\n"
        "1\n新建公园三个。\n其中城东一个。\n市住建局\n市财政局、市审计局\n2025年6月底\n"
        "2\n修复古井五口。\n市水利局\n2025年底\n",
        [
            (1, None, "新建公园三个。\n其中城东一个。", "市住建局:l 市财政局:p 市审计局:p", ["2025年6月底"]),
            (2, None, "修复古井五口。", "市水利局:l", ["2025年底"]),
        ],
    ),
    "in one line, with spaces inside a name of the header": (
        "序号 工 作 任 务 牵头负责部门\n1 新增就业8万人以上 市人社局\n2 修复古井五口 市水利局\n",
        [(1, None, "新增就业8万人以上", "市人社局:l", []), (2, None, "修复古井五口", "市水利局:l", [])],
    ),
    "without numbers": (
        "工作任务　责任单位　完成时限\n新建公园三个　市住建局　2025年6月底\n修复古井五口　市水利局、市财政局　2025年底\n",
        [
            (1, None, "新建公园三个", "市住建局:r", ["2025年6月底"]),
            (2, None, "修复古井五口", "市水利局:r 市财政局:r", ["2025年底"]),
        ],
    ),
    "with a bar behind each cell, the person in charge and the numbers of a longer table": (
        "序号 |\n目标与任务 |\n分 管 县领导 |\n牵头责任单位 |\n责任单位 |\n"
        "3 |\n新建公园三个。 |\n王 朗 |\n县住建局 |\n县财政局 |\n68 |\n修复古井五口。 |\n王 朗 |\n县水利局 |\n各镇 |\n",
        [
            (3, None, "新建公园三个。", "县住建局:l 县财政局:p", []),
            (68, None, "修复古井五口。", "县水利局:l 各镇:p", []),
        ],
    ),
    "in a line, with bars between its cells": (
        "发布单位 | 区政府 | 发文日期 | 2022-07-14 |\n序号 | 实事项目 | 责任单位 | 完成时限 |\n"
        "1 | 新建公园三个。 | 市住建局 | 2025年底 |\n2 | 修复古井五口。 | 市水利局 | 2025年底 |\n",
        [
            (1, None, "新建公园三个。", "市住建局:r", ["2025年底"]),
            (2, None, "修复古井五口。", "市水利局:r", ["2025年底"]),
        ],
    ),
    "in groups, the header again on a new page": (
        "序号\n工作任务\n责任单位\n一、城市建设\n1\n新建公园三个。\n市住建局\n"
        "二、水利\n序号\n工作任务\n责任单位\n2\n修复古井五口。\n市水利局\n3\n清淤河道十里。\n市水利局\n",
        [
            (1, "城市建设", "新建公园三个。", "市住建局:r", []),
            (2, "水利", "修复古井五口。", "市水利局:r", []),
            (3, "水利", "清淤河道十里。", "市水利局:r", []),
        ],
    ),
    "what comes after it is no part of it": (
        "序号\n工作任务\n责任单位\n1\n新建公园三个。\n市住建局\n2\n修复古井五口。\n市水利局\n请各单位于每月5日前把进展情况报市政府督查室。\n",
        [(1, None, "新建公园三个。", "市住建局:r", []), (2, None, "修复古井五口。", "市水利局:r", [])],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_a_table_without_lines_is_read_as_the_table_it_was(text: str, expected: list[tuple[Any, ...]]) -> None:
    assert said(f"{TITLE}\n{text}") == expected


def test_what_comes_after_the_table_is_reported() -> None:
    text, _ = CASES["what comes after it is no part of it"]
    ledger = read_ledger(document_from_bytes("水井.txt", f"{TITLE}\n{text}".encode()))
    assert [ledger.document.quote(one.span) for one in ledger.findings] == [
        "请各单位于每月5日前把进展情况报市政府督查室。"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "序号\n工作任务\n责任单位\n1\n新建公园三个。\n市住建局\n",  # one row may be anything
        "序号\n工作任务\n完成时限\n1\n新建公园三个。\n2025年底\n2\n修复古井五口。\n2025年底\n",  # nobody carries it
        "序号\n工作任务\n责任单位\n1\n新建公园三个。\n2\n修复古井五口。\n3\n清淤河道十里。\n",  # no row has units
    ],
)
def test_lines_that_may_be_no_table_are_none(text: str) -> None:
    with pytest.raises(InputError, match="not a ledger"):
        read_ledger(document_from_bytes("水井.txt", text.encode()))


@pytest.mark.parametrize(
    ("header", "role"),
    [("负责考核部门", "responsible"), ("牵头组织实施单位", "lead"), ("协助落实单位", "participant")],
)
def test_a_column_of_units_may_have_a_name_of_its_own(header: str, role: str) -> None:
    text = f"工作任务\t{header}\n新建公园三个\t市住建局\n修复古井五口\t市水利局\n"
    ledger = read_ledger(document_from_bytes("水井.txt", text.encode()))
    assert [[(a.unit, a.role) for a in measure.assignments] for measure in ledger.measures] == [
        [("市住建局", role)],
        [("市水利局", role)],
    ]


WORDS = st.sampled_from(
    ["新建公园三个", "修复古井五口，清淤河道", "推进“一网通办”", "开展安全检查", "完善制度，加强培训"]
)
UNITS = st.lists(st.sampled_from(["市住建局", "市水利局", "市财政局", "各县（市、区）政府"]), min_size=1, unique=True)
LIMITS = st.sampled_from(["2025年底", "2025年6月底", "2025年9月30日前"])
ROWS = st.lists(st.tuples(WORDS, UNITS.map("、".join), LIMITS), min_size=2, max_size=12)


def table(rows: Sequence[tuple[str, ...]], between: str, below: str) -> str:
    numbered = [("序号", "工作任务", "责任单位", "完成时限"), *((str(n), *row) for n, row in enumerate(rows, 1))]
    return f"{TITLE}\n" + "".join(between.join(row) + below for row in numbered)


@given(ROWS, st.sampled_from(["\n", "\n\n", " ", "  ", "\u3000"]))
def test_however_a_table_lost_its_lines_it_says_the_same(rows: list[tuple[str, ...]], between: str) -> None:
    assert said(table(rows, between, "\n")) == said(table(rows, "\t", "\n"))


@pytest.mark.parametrize(
    "text",
    [
        "序号\n工作任务\n责任单位\n" * 5_000,
        "序号\n工作任务\n责任单位\n1\n" * 5_000,
        "序号\n工作任务\n责任单位\n1\n" + "新建公园三个。\n" * 20_000,
        "序号 工作任务 责任单位\n1 " + "新建 " * 50_000 + "\n",
        "工作任务 责任单位\n" + "新建 市住建局 " * 50_000,
    ],
    ids=["headers alone", "rows without units", "a row without end", "a line without end", "a line of cells"],
)
def test_what_looks_like_a_table_without_end_is_left_soon(text: str) -> None:
    with pytest.raises(InputError, match="not a ledger"):  # within the time that a test has at all
        read_ledger(document_from_bytes("水井.txt", text.encode()))


DRAWN = """水井市2025年重点工作责任分解

┌──┬──────────┬────────┬──────┐
│序号│工作任务            │责任单位        │完成时限    │
├──┼──────────┼────────┼──────┤
│1   │新建公园三个，同时完│市住建局        │2025年6月底 │
│    │善周边道路。        │市财政局        │            │
├──┼──────────┤                ├──────┤
│2   │修复古井五口。      │                │2025年底    │
└──┴──────────┴────────┴──────┘
说明：按月报送进展。
"""


def test_a_drawn_table_is_read_with_cells_that_are_broken_over_lines_or_reach_over_rows() -> None:
    assert said(DRAWN) == [
        (1, None, "新建公园三个，同时完善周边道路。", "市住建局:r 市财政局:r", ["2025年6月底"]),
        (2, None, "修复古井五口。", "市住建局:r 市财政局:r", ["2025年底"]),
    ]


@given(st.text(alphabet="┌┬┐├┼┤└┴┘─│ 任务单位\n", max_size=120))
def test_any_drawing_is_read_or_refused(text: str) -> None:
    try:
        read_ledger(document_from_bytes("水井.txt", text.encode()))
    except InputError as error:
        assert str(error).startswith("水井.txt:")  # noqa: PT017 - either outcome is right
