import pytest

from taizhang.graph.model import Document, Ledger
from taizhang.loaders.document import document_from_bytes
from taizhang.loaders.ledger import read_ledger
from taizhang.ontology.errors import InputError
from tests.score import Record, read, scores


def document(text: str, name: str = "台账.txt") -> Document:
    return document_from_bytes(name, text.encode())


def test_the_whole_ledger_is_read_as_a_careful_reader_reads_it(labels: list[Record]) -> None:
    below = {score.field: score.f1 for score in scores(read(), labels) if score.f1 < score.floor}
    assert below == {}


def test_the_packaged_ledger_is_the_reference_text(shared, ledger_text: str) -> None:  # type: ignore[no-untyped-def]
    assert ledger_text == (shared / "ledger" / "zhengzhou-2024.txt").read_text(encoding="utf-8")


def test_nothing_in_the_ledger_is_left_over(ledger: Ledger) -> None:
    assert ledger.findings == ()


def test_every_text_is_the_words_of_its_span(ledger: Ledger) -> None:
    assert [m.text for m in ledger.measures] == [ledger.document.quote(m.span) for m in ledger.measures]


def test_every_value_points_at_its_words(ledger: Ledger) -> None:
    quote = ledger.document.quote
    for measure in ledger.measures:
        for assignment in measure.assignments:
            assert "".join(quote(assignment.span).split()).replace("(", "（").replace(")", "）") == assignment.unit
        for citation in measure.citations:
            assert quote(citation.span).startswith(f"《{citation.title}》")
        for phrase in (*measure.vague_time, *measure.mechanisms, *([measure.bearer] if measure.bearer else [])):
            assert quote(phrase.span) == phrase.text


def test_the_title_and_the_place_are_known(ledger: Ledger) -> None:
    assert (ledger.title, ledger.place, ledger.slug) == (
        "郑州市提升行政执法质量三年行动工作台账",
        "410100",
        "zhengzhou-2024",
    )


def test_a_table_without_section_and_task_columns_is_read() -> None:
    found = read_ledger(
        document("责任清单\n\n工作内容\t责任单位\n1. 开展检查。\t市财政局\n2. 通报结果。\t市公安局牵头，市法院配合\n")
    )
    assert [
        (m.number, m.section, m.task, m.text, [(a.unit, a.role.value) for a in m.assignments]) for m in found.measures
    ] == [
        (1, None, None, "开展检查。", [("市财政局", "responsible")]),
        (2, None, None, "通报结果。", [("市公安局", "lead"), ("市法院", "participant")]),
    ]
    assert found.findings == ()


def test_measures_that_nobody_numbered_are_numbered_in_order_and_that_is_said() -> None:
    found = read_ledger(document("工作内容\t责任单位\n开展检查，及时通报。\t市财政局\n研究问题。\t市公安局\n"))
    assert [(m.number, m.text) for m in found.measures] == [(1, "开展检查，及时通报。"), (2, "研究问题。")]
    assert [finding.code for finding in found.findings] == ["numbered-by-order"]


def test_a_header_printed_again_on_each_page_is_no_row() -> None:
    found = read_ledger(
        document("工作内容\t责任单位\n1. 开展检查。\t市财政局\n\n工作内容\t责任单位\n2. 研究问题。\t市公安局\n")
    )
    assert [m.number for m in found.measures] == [1, 2]
    assert found.findings == ()


def test_a_unit_called_like_a_column_is_a_unit() -> None:
    found = read_ledger(document("工作内容\t责任单位\n1. 开展检查。\t各责任单位\n2. 研究问题。\t责任单位\n"))
    assert [[a.unit for a in m.assignments] for m in found.measures] == [["各责任单位"], ["责任单位"]]


@pytest.mark.parametrize(
    "name", ["责任单位", "责 任 单 位", "牵头单位", "责任部门", "责任单位（部门）", "牵头责任单位", "责任单位及责任人"]
)
def test_the_usual_names_of_the_responsibility_column_are_known(name: str) -> None:
    assert len(read_ledger(document(f"工作内容\t{name}\n1. 开展检查。\t市财政局\n")).measures) == 1


def test_measures_above_the_header_are_reported() -> None:
    found = read_ledger(document("1. 开展检查。\t市法院\n工作内容\t责任单位\n2. 研究问题。\t市公安局\n"))
    assert [m.number for m in found.measures] == [2]
    assert "above-header" in [f.code for f in found.findings]


def test_a_row_of_the_table_above_the_header_is_reported_even_if_its_number_is_damaged() -> None:
    row = "p>1. " + "开展检查，通报情况，研究问题，提出办法。" * 3 + "\t市法院\n"
    found = read_ledger(document(f"{row}工作内容\t责任单位\n2. 研究问题。\t市公安局\n"))
    assert [f.code for f in found.findings if f.span.start == 0] == ["above-header"]


def test_a_number_printed_twice_keeps_both_measures_apart() -> None:
    found = read_ledger(document("工作内容\t责任单位\n1. 开展检查。\t市财政局\n1. 研究问题。\t市公安局\n"))
    assert [(m.key, m.text) for m in found.measures] == [("1", "开展检查。"), ("1-2", "研究问题。")]
    assert [(f.code, f.text.en) for f in found.findings] == [("number-order", "number 1 is repeated or steps back")]


def test_a_missing_number_is_reported() -> None:
    found = read_ledger(document("工作内容\t责任单位\n1. 开展检查。\t市财政局\n4. 研究问题。\t市公安局\n"))
    assert [f.text.zh for f in found.findings] == ["编号 2-3 缺失"]


def test_a_blank_responsibility_cell_carries_the_one_above_and_that_is_said() -> None:
    found = read_ledger(document("工作内容\t责任单位\n1. 开展检查。\t市财政局\n2. 研究问题。\t\n"))
    assert [[a.unit for a in m.assignments] for m in found.measures] == [["市财政局"], ["市财政局"]]
    assert [f.code for f in found.findings] == ["units-carried"]


def test_a_list_inside_a_measure_does_not_cut_it() -> None:
    found = read_ledger(
        document("工作内容\t责任单位\n7. 做到：1. 快；2. 准。今年增长1.5倍。\t市财政局\n8. 研究。\t市公安局\n")
    )
    assert [(m.number, m.text) for m in found.measures] == [(7, "做到：1. 快；2. 准。今年增长1.5倍。"), (8, "研究。")]


NO_LEDGER = "no responsibility column (责任单位): not a ledger this program reads"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "只有文字，没有表。\n",
            f"台账.txt:1: {NO_LEDGER}; say whose each measure is, as （责任单位：…） behind it, or in a table with a column 责任单位",
        ),
        (
            "题目\n\n项目\t重点任务\t完成时限\n一、甲\t1. 做事。\t2024年底\n",
            f"台账.txt:3: {NO_LEDGER}; name the column that says who carries a row 责任单位 or 牵头单位",
        ),
        (
            "┌──┐\n│任务│单位│\n└──┘\n",
            f"台账.txt:1: {NO_LEDGER}; its table is drawn with signs: save it as a table of Word or Excel",
        ),
        ("题目\n工作内容\t责任单位\n\n", "台账.txt:2: the table holds no measure"),
    ],
)
def test_a_document_that_is_no_ledger_is_refused_with_file_and_line_and_what_to_do(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read_ledger(document(text))
    assert str(caught.value) == message
