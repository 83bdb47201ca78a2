"""A reading that is probably wrong says so, and what it leaves over it names: each at its place, in both languages."""

from pathlib import Path

import pytest

from taizhang.graph.model import Ledger
from taizhang.loaders import ingest
from taizhang.loaders.document import document_from_bytes
from taizhang.loaders.ledger import read_ledger
from tests.document_score import documents

HEADER = "序号\t重点任务\t工作内容\t责任单位\t完成时限\t备注"


def ledger_of(text: str) -> Ledger:
    return read_ledger(document_from_bytes("表.txt", text.encode()))


def table(*rows: str) -> Ledger:
    return ledger_of("\n".join(["白河县任务清单", "", HEADER, *rows]) + "\n")


def told(ledger: Ledger) -> list[tuple[str, str]]:
    """Each finding with the words it points at."""
    return [(one.code, ledger.document.quote(one.span)) for one in ledger.findings]


def texts(ledger: Ledger) -> list[str]:
    return [one.text for one in ledger.measures]


SOUND = "1\t城乡建设\t新建三座石桥。\t县交通局\t2026年6月\t"


# -- a row whose cells stand in other columns


def test_a_row_that_slipped_to_the_left_is_doubted_and_its_text_reported() -> None:
    found = table(SOUND, "2\t疏浚南门河的河道并加固两岸的堤坝。\t县水利局、县财政局\t2026年底\t\t")
    assert texts(found) == ["新建三座石桥。", "县水利局、县财政局"]
    assert told(found) == [
        ("text-left", "疏浚南门河的河道并加固两岸的堤坝。"),
        ("measure-is-units", "县水利局、县财政局"),
        ("unit-doubtful", "2026年底"),
    ]


def test_a_row_that_slipped_to_the_right_is_doubted_and_its_text_reported() -> None:
    found = table(SOUND, "2\t\t城乡建设\t疏浚南门河的河道，加固两岸的堤坝。\t县水利局\t2026年底")
    assert told(found) == [
        ("unit-doubtful", "疏浚南门河的河道"),
        ("unit-doubtful", "加固两岸的堤坝"),
        ("limit-not-understood", "县水利局"),
    ]


def test_nobody_beside_a_unit_is_no_measure_either() -> None:
    assert ("measure-is-units", "县水利局 无") in told(table(SOUND, "2\t\t县水利局 无\t县财政局\t\t"))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("县水利局牵头，县财政局配合", "measure-is-units"),
        ("2026年6月底前", "measure-is-time"),
        ("12", "measure-is-time"),
        ("同上", "measure-short"),
    ],
)
def test_a_measure_that_reads_as_something_else_is_doubted(words: str, code: str) -> None:
    assert (code, words) in told(table(SOUND, f"2\t\t{words}\t县水利局\t\t"))


@pytest.mark.parametrize(
    "words", ["成立县数据局。", "每半年开展一次评查。", "建设市民中心。", "设立县域医共体办公室。"]
)
def test_a_measure_that_only_resembles_units_or_times_is_not_doubted(words: str) -> None:
    assert told(table(SOUND, f"2\t\t{words}\t县水利局\t2026年底\t")) == []


def test_a_unit_that_says_what_is_to_be_done_is_doubted() -> None:
    found = table(SOUND, "2\t产业\t培育龙头企业五家。\t打造世界级人工智能产业集群\t\t")
    assert told(found) == [("unit-doubtful", "打造世界级人工智能产业集群")]


def test_the_standing_groups_that_begin_as_acts_do_are_units() -> None:
    assert told(table("1\t产业\t培育龙头企业五家。\t推进乡村振兴工作领导小组办公室\t\t")) == []


def test_a_heading_that_is_a_sentence_is_doubted() -> None:
    words = "疏浚南门河的河道，加固两岸的堤坝，并修复沿线湿地和步道八公里，年底前完工"
    assert ("heading-doubtful", words) in told(table(f"1\t{words}\t新建三座石桥。\t县交通局\t\t"))


def test_two_measures_of_the_same_words_are_reported_at_the_second() -> None:
    found = table(SOUND, "2\t\t新建三座石桥。\t县交通局\t\t")
    assert told(found) == [("text-repeated", "新建三座石桥。")]
    assert found.findings[0].span == found.measures[1].span


def test_numbers_that_are_repeated_or_left_out_between_headings_are_reported() -> None:
    found = table(SOUND, "3\t\t修缮古城墙。\t县文旅局\t\t", "2\t\t疏浚南门河的河道。\t县水利局\t\t")
    assert told(found) == [("number-missing", "修缮古城墙。"), ("number-order", "疏浚南门河的河道。")]
    found = table(SOUND, "2\t\t疏浚南门河的河道。\t县水利局\t\t", "5\t文旅\t修缮古城墙。\t县文旅局\t\t")
    assert [(one.code, one.text.en) for one in found.findings] == [("number-missing", "number 3、4 is missing")]


def test_far_more_left_over_than_read_is_said_at_the_first_measure() -> None:
    lines = [f"关于第{number}项工作的情况说明，内容较多，此处从略，详见各部门报送的总结材料。" for number in range(20)]
    found = ledger_of("\n".join(["白河县任务清单", "", HEADER, SOUND, "", *lines]))
    assert [one.span for one in found.findings if one.code == "mostly-left"] == [found.measures[0].span]


# -- what is left over


def test_a_column_that_is_not_read_is_reported_once() -> None:
    rows = [f"{n}\t\t新建石桥{n}座。\t县交通局\t\t已完成第{n}座石桥的勘察和设计工作。" for n in (1, 2, 3)]
    assert told(table(*rows)) == [("column-left", "备注")]


def test_paragraphs_beside_the_measures_are_reported_but_not_what_heads_the_page() -> None:
    found = ledger_of(
        "白河县人民政府关于印发《白河县桥梁工作方案》的通知\n各乡镇人民政府，县直各部门：\n"
        "现将《白河县桥梁工作方案》印发给你们，请认真贯彻落实。\n白河县桥梁工作方案\n"
        "为提升通行能力，制定本方案。\n1.修缮三座石桥并开放通行。（责任单位：县文旅局）\n"
    )
    assert told(found) == [("text-left", "为提升通行能力，制定本方案。")]


# -- a header that lost the line end before or after it


def test_a_header_joined_to_the_row_above_it_is_still_the_header() -> None:
    found = ledger_of(
        "一、甲\t（一）乙\t1. 修缮三座石桥。\t县文旅局项目\t\t重点任务\t责任单位\n"
        "\t（二）丙\t2. 疏浚南门河。\t县水利局\n\t（三）丁\t3. 新建两所学校。\t县教育局\n"
    )
    assert [(one.text, [a.unit for a in one.assignments]) for one in found.measures] == [
        ("疏浚南门河。", ["县水利局"]),
        ("新建两所学校。", ["县教育局"]),
    ]
    assert ("above-header", "一、甲\t（一）乙\t1. 修缮三座石桥。\t县文旅局") in told(found)


def test_a_header_joined_to_the_row_below_it_is_still_the_header() -> None:
    found = ledger_of(
        "项目\t\t重点任务\t责任单位一、甲\t（一）乙\t1. 修缮三座石桥。\t县文旅局\n\t（二）丙\t2. 疏浚南门河。\t县水利局\n"
    )
    assert [(one.text, [a.unit for a in one.assignments]) for one in found.measures] == [
        ("修缮三座石桥。", ["县文旅局"]),
        ("疏浚南门河。", ["县水利局"]),
    ]
    assert told(found) == []


# -- no false alarm


#: What is doubtful in the real ledgers, all of it true: Zhejiang's has no number 6.
TRUE = {("number-missing", "编号 6 缺失")}


def test_nothing_in_the_real_ledgers_is_doubted_without_reason(shared: Path) -> None:
    paths = [*ingest.default_paths(), *(path for path, _ in documents() if path.is_relative_to(shared))]
    assert len(paths) == 8
    for loaded in (read_ledger(document_from_bytes(path.name, path.read_bytes())) for path in paths):
        doubted = {(one.code, one.text.zh) for one in loaded.findings if one.code not in ("text-left", "no-units")}
        assert doubted - TRUE == set(), loaded.document.name
