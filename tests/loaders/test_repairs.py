"""Each repair rule on a small table made for it, its effect on the real ledger, and its silence on sound tables."""

from taizhang.graph.model import Confidence, Ledger
from taizhang.loaders.document import document_from_bytes
from taizhang.loaders.ledger import read_ledger

HEAD = "项目\t\t重点任务\t责任单位\n"


def ledger_of(rows: str) -> Ledger:
    return read_ledger(document_from_bytes("t.txt", (HEAD + rows).encode()))


def corrected(ledger: Ledger) -> dict[int, list[str]]:
    return {m.number: [c.rule for c in m.corrections] for m in ledger.measures if m.corrections}


def units(ledger: Ledger) -> dict[int, list[str]]:
    return {m.number: [a.unit for a in m.assignments] for m in ledger.measures}


def tasks(ledger: Ledger) -> dict[int, str]:
    return {m.number: m.task.label if m.task else "" for m in ledger.measures}


def test_the_damage_of_the_real_ledger_is_repaired_where_it_is_and_nowhere_else(ledger: Ledger) -> None:
    by_rule: dict[str, list[int]] = {}
    for number, rules in corrected(ledger).items():
        for rule in rules:
            by_rule.setdefault(rule, []).append(number)
    assert by_rule == {
        "cells-run-together": [23, 24, 25],
        "columns-missing": [*range(29, 38), *range(50, 61)],
        "cells-shifted": [47, 48, 49],
        "rows-slipped": [55, 56, 57, 59, 60],
        "labels-slipped": [54, 58, 59],
        "label-low": [98],
    }


def test_the_printed_reading_is_kept_beside_the_repaired_one(ledger: Ledger) -> None:
    measure = ledger.measures[59]
    assert measure.printed is not None
    assert (measure.printed.task, [a.unit for a in measure.printed.assignments]) == (
        "（十八）",
        ["市纪委监委", "市级各行政执法部门", "各开发区管委会", "区县（市）政府"],
    )
    assert [a.unit for a in measure.assignments] == [
        "市司法局", "市委政法委", "市纪委监委", "市检察院", "市法院", "市公安局", "市级各行政执法部门",
    ]  # fmt: skip
    assert {m.number for m in ledger.measures if m.printed} == {23, 24, 25, 54, 55, 56, 57, 58, 59, 60, 98}


def test_only_what_follows_from_the_page_alone_is_called_certain(ledger: Ledger) -> None:
    certain = {c.rule for m in ledger.measures for c in m.corrections if c.confidence is Confidence.CERTAIN}
    assert certain == {"columns-missing", "cells-shifted"}


def test_cells_run_together_are_given_out_in_order() -> None:
    found = ledger_of(
        "一、甲\t（一）乙\t1. 开展检查。 2. 通报结果。 3. 落实整改。\t市财政局，市公安局 市司法局牵头，市法院按职责分工负责\n"
    )
    assert units(found) == {1: ["市财政局", "市公安局"], 2: ["市司法局", "市法院"], 3: ["市司法局", "市法院"]}
    assert corrected(found) == {n: ["cells-run-together"] for n in (1, 2, 3)}


def test_a_space_inside_a_name_does_not_part_a_cell() -> None:
    found = ledger_of(
        "一、甲\t（一）乙\t1. 开展检查。 2. 通报结果。\t市司法局牵头，12345 政务服务便民热线办，市 财政局\n"
    )
    assert units(found)[2] == ["市司法局", "12345政务服务便民热线办", "市财政局"]
    assert corrected(found) == {}


def test_cells_shifted_left_are_placed_by_what_they_are() -> None:
    found = ledger_of("一、甲\t（一）乙\t1. 开展检查。\t市财政局\n2. 通报结果。\t\t市公安局\t\n")
    assert (units(found)[2], tasks(found)[2]) == (["市公安局"], "（一）")
    assert corrected(found) == {2: ["cells-shifted"]}


def test_a_page_without_its_first_column_carries_the_section_over() -> None:
    found = ledger_of(
        "一、甲\t（一）乙\t1. 开展检查。\t市财政局\n\n（二）丙\t2. 通报结果。\t市公安局\n\t3. 落实整改。\t市法院\n"
    )
    assert [m.section.label if m.section else None for m in found.measures] == ["一", "一", "一"]
    assert tasks(found) == {1: "（一）", 2: "（二）", 3: "（二）"}
    assert corrected(found) == {2: ["columns-missing"], 3: ["columns-missing"]}


def test_rows_that_slipped_up_are_put_back_on_their_responsibilities() -> None:
    found = ledger_of(
        "一、甲\t（一）规范委托执法\t<p>1. 制定委托规定。</p>\t市司法局\n"
        "\t（二）推进执法协作\t<p>2. 清理委托执法。</p> <p>3. 移送线索。 4. 统一标准，加强协作。</p>\t市财政局\n"
        "\t（三）行刑衔接\t<p>5. 做好行刑衔接工作。</p>\t市公安局\n"
        "\t\t\t市法院\n"
    )
    assert units(found) == {1: ["市司法局"], 2: ["市财政局"], 3: ["市公安局"], 4: ["市公安局"], 5: ["市法院"]}
    assert tasks(found) == {1: "（一）", 2: "（一）", 3: "（二）", 4: "（二）", 5: "（三）"}
    assert found.findings == ()


def test_without_paragraphs_the_same_repair_is_only_possible() -> None:
    found = ledger_of(
        "一、甲\t（一）乙\t1. 开展检查。\t市财政局\n\t\t2. 通报结果。 3. 落实整改。\t市公安局\n\t\t\t市法院\n"
    )
    assert units(found) == {1: ["市财政局"], 2: ["市公安局"], 3: ["市法院"]}
    assert [(m.number, c.confidence) for m in found.measures for c in m.corrections] == [(3, Confidence.POSSIBLE)]


def test_a_cell_that_goes_on_in_the_next_row_moves_nothing() -> None:
    found = ledger_of("一、甲\t（一）乙\t1. 开展检查。 2. 通报结果。\t市财政局，\n\t\t\t市法院\n")
    assert units(found) == {1: ["市财政局"], 2: ["市财政局"]}
    assert [f.code for f in found.findings] == ["units-unused"]


def test_responsibilities_in_the_middle_of_a_page_move_nothing() -> None:
    found = ledger_of(
        "一、甲\t（一）乙\t1. 开展检查。 2. 通报结果。\t市财政局\n\t\t\t市公安局\n\t\t3. 落实整改。\t市法院\n"
    )
    assert units(found) == {1: ["市财政局"], 2: ["市财政局"], 3: ["市法院"]}
    assert [f.code for f in found.findings] == ["units-unused"]


def test_a_label_one_row_low_is_moved_up_when_words_and_units_agree() -> None:
    found = ledger_of(
        "一、甲\t（一）强化权益保障\t1. 落实待遇政策，保障权益。\t市人社局\n"
        "\t\t2. 把经费纳入财政预算。\t市财政局牵头，市审计局配合\n"
        "\t（二）加大财政支持\t3. 加大财政投入。\t市财政局牵头，市审计局配合\n"
    )
    assert tasks(found) == {1: "（一）", 2: "（二）", 3: "（二）"}
    assert corrected(found) == {2: ["label-low"]}


def test_the_same_words_with_other_units_leave_the_label_where_it_is() -> None:
    found = ledger_of(
        "一、甲\t（一）强化权益保障\t1. 落实待遇政策，保障权益。\t市人社局\n"
        "\t\t2. 把经费纳入财政预算。\t市审计局\n"
        "\t（二）加大财政支持\t3. 加大财政投入。\t市财政局\n"
    )
    assert corrected(found) == {}


def test_a_text_without_its_number_gets_the_one_that_is_missing() -> None:
    found = ledger_of(
        "一、甲\t（一）乙\t1. 开展检查。\t市财政局\n\t\t通报有关情况。\t市公安局\n\t\t3. 落实整改。\t市法院\n"
    )
    assert [(m.number, m.text) for m in found.measures] == [(1, "开展检查。"), (2, "通报有关情况。"), (3, "落实整改。")]
    assert corrected(found) == {2: ["number-restored"]}


def test_a_text_without_a_number_is_reported_where_no_number_is_missing() -> None:
    found = ledger_of(
        "一、甲\t（一）乙\t1. 开展检查。\t市财政局\n\t\t通报有关情况。\t市公安局\n\t\t2. 落实整改。\t市法院\n"
    )
    assert [m.number for m in found.measures] == [1, 2]
    assert [(f.code, found.document.quote(f.span)) for f in found.findings] == [
        ("text-without-number", "通报有关情况。")
    ]


def test_a_sound_table_comes_out_untouched() -> None:
    rows = [
        "一、甲\t（一）加强检查\t1. 开展检查。 2. 通报检查。\t市财政局牵头，市审计局配合\n",
        "\t\t3. 整改问题。\t市审计局\n",
        "\t（二）公开信息\t4. 公开结果。\t市公安局，市法院\n",
        "\n二、丙\t（三）培训人员\t5. 开展培训。\t市人社局\n",
        "\t（三）培训人员\t6. 考核培训。\t市人社局\n",
    ]
    found = ledger_of("".join(rows))
    assert (corrected(found), [m.printed for m in found.measures], found.findings) == ({}, [None] * 6, ())


def test_responsibilities_no_rule_can_place_are_reported() -> None:
    found = ledger_of("一、甲\t（一）乙\t1. 开展检查。\t市财政局\n\n\t\t\t市公安局\n\n\t\t2. 落实整改。\t市法院\n")
    assert units(found) == {1: ["市财政局"], 2: ["市法院"]}
    assert [(f.code, found.document.quote(f.span)) for f in found.findings] == [("units-unused", "市公安局")]
