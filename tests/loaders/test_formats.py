"""Readers of office formats: what they give, and what hostile files cannot do."""

import time
import tracemalloc
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.graph.model import Document, Grid, Ledger
from taizhang.graph.record import measure_record
from taizhang.loaders.document import document_from_bytes
from taizhang.loaders.ledger import read_ledger
from taizhang.loaders.reading import read_document_as
from taizhang.ontology.errors import InputError
from tests.loaders.office_files import archive, docx, paragraph, pdf, ruled_pdf, table, xlsx

ROWS = [
    ["序号", "重点任务", "工作内容", "牵头单位", "配合单位", "完成时限"],
    ["1", "甲任务", "建成甲平台。", "市甲局", "市乙局、丙局", "2025年12月"],
    ["2", "^", "建成乙平台。", "市乙局", "无", "持续推进"],
]
READ = [
    (
        "甲任务",
        "建成甲平台。",
        [("市甲局", "lead"), ("市乙局", "participant"), ("丙局", "participant")],
        ["2025年12月"],
    ),
    ("甲任务", "建成乙平台。", [("市乙局", "lead")], []),
]


def reading(document: Document) -> list[tuple[str | None, str, list[tuple[str, str]], list[str]]]:
    ledger = read_ledger(document)
    records = [measure_record(ledger, measure) for measure in ledger.measures]
    return [
        (r["task_title"], r["text"], [(u["name"], u["role"]) for u in r["units"]], [d["raw"] for d in r["deadlines"]])
        for r in records
    ]


def test_a_word_table_with_merged_cells() -> None:
    document = document_from_bytes("a.docx", docx(paragraph("任务清单") + table(ROWS)))
    assert reading(document) == READ


def test_a_sheet_with_merged_cells_and_places_at_its_cells() -> None:
    rows = [["任务清单"], *[["" if value == "^" else value for value in row] for row in ROWS]]
    document = document_from_bytes("a.xlsx", xlsx(rows, ["A1:F1", "B3:B4"]))
    assert reading(document) == READ
    (grid,) = document.blocks
    assert isinstance(grid, Grid)
    assert {document.quote(c.span): document.place_of(c.span.start) for c in grid.cells if c.row == 3} == {
        "2": "cell=清单!A4", "建成乙平台。": "cell=清单!C4", "市乙局": "cell=清单!D4", "无": "cell=清单!E4", "持续推进": "cell=清单!F4",
    }  # fmt: skip


def test_a_web_page_in_gbk_without_its_scripts() -> None:
    page = "<html><head><meta charset=gb2312><script>市丁局</script></head><body><p>一、甲。<br>（责任单位：市甲局）</p></body></html>"
    document = document_from_bytes("a.html", page.encode("gbk"))
    assert (document.text, document.encoding) == ("一、甲。\n（责任单位：市甲局）\n", "gb18030")


def test_numbers_that_word_writes_by_itself() -> None:
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    numbering = (
        f"<w:numbering {w}><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='1'/>"
        "<w:numFmt w:val='chineseCounting'/><w:lvlText w:val='（%1）'/></w:lvl></w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>"
    )
    listed = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>"
    body = paragraph("甲", listed) + paragraph("乙", listed)
    assert document_from_bytes("a.docx", docx(body, word__numbering_xml=numbering)).text == "（一）甲\n（二）乙\n"


def test_a_law_in_a_word_file_is_a_law() -> None:
    lines = ["甲市乙条例", "第一条　为了规范，制定本条例。", "第二条　本条例自2024年1月1日起施行。"]
    found = read_document_as(document_from_bytes("a.docx", docx("".join(map(paragraph, lines)))))
    assert not isinstance(found, Ledger)
    assert [part.label for part in found.articles] == ["第一条", "第二条"]


def test_a_pdf_gives_its_pages() -> None:
    document = document_from_bytes("a.pdf", pdf(["first page", "second page"]))
    assert [(document.quote(b.span), document.place_of(b.span.start)) for b in document.blocks if not isinstance(b, Grid)] == [
        ("first page", "page=1"), ("second page", "page=2"),
    ]  # fmt: skip


HEAD = ["序号", "工作任务", "责任单位"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("修复古井五口，并建立\n健全制度。", "修复古井五口，并建立健全制度。"),
        ("修复古井五口，并建\n立、健全制度。", "修复古井五口，并建立、健全制度。"),  # 立、 had no room
        ("修复古井五口。\n清淤河道。", "修复古井五口。\u2028清淤河道。"),
        ("市住建局\n市财政局", "市住建局\u2028市财政局"),
        ("市城市建设管理委员会\n办公室", "市城市建设管理委员会办公室"),
        ("市城市建设管理服务\n中心市财政局", "市城市建设管理服务中心市财政局"),
    ],
)
def test_breaks_that_only_the_width_of_a_cell_made_are_closed(cell: str, expected: str) -> None:
    document = document_from_bytes("a.pdf", ruled_pdf([[["任务", "备注"], [cell, "无"]]], [10, 4]))
    assert document.text == f"任务\t备注\n{expected}\t无\n"


@pytest.mark.parametrize(
    ("last", "first", "rows"),
    [
        # by its missing number
        (["2", "修复古井五口，并建立", "市水利局"], ["", "健全制度。", ""], ["2\t修复古井五口，并建立健全制度。\t市水利局"]),
        # by its sentence, where rows have no numbers
        (["水利", "修复古井五口，并建立", "市水利局"], ["", "健全制度。", ""], ["水利\t修复古井五口，并建立健全制度。\t市水利局"]),
        # a group is not printed again, but the row is one of its own
        (["水利", "修复古井五口。", "市水利局"], ["", "清淤河道。", "市财政局"], ["水利\t修复古井五口。\t市水利局", "\t清淤河道。\t市财政局"]),
        (["水利", "修复古井五口", "市水利局"], ["", "清淤河道", "市财政局"], ["水利\t修复古井五口\t市水利局", "\t清淤河道\t市财政局"]),
    ],
)  # fmt: skip
def test_a_row_that_the_end_of_a_page_cut_is_one(last: list[str], first: list[str], rows: list[str]) -> None:
    before = ["1" if last[0].isdigit() else "城建", "新建公园三个。", "市住建局"]
    document = document_from_bytes("a.pdf", ruled_pdf([[HEAD, before, last], [HEAD, first]], [4, 10, 8]))
    assert document.text.splitlines()[2:] == rows


def test_three_formats_of_one_ledger_give_the_same_measures(shared: Path) -> None:
    found = []
    for ending in ("xlsx", "docx", "pdf"):
        path = shared / "samples" / f"zhejiang.{ending}"
        found.append(reading(document_from_bytes(path.name, path.read_bytes())))
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == 113


# -- hostile files

LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
BODY = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>'
BOMB = b"<w:t>" + b"0" * 80_000_000


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        (
            "laughs.docx",
            archive({"word/document.xml": LAUGHS + BODY}),
            "its XML declares a document type or entities; refused",
        ),
        (
            "outside.docx",
            archive({"word/document.xml": OUTSIDE + BODY}),
            "its XML declares a document type or entities; refused",
        ),
        ("bomb.docx", archive({"word/document.xml": BOMB}), "the archive is too large when unpacked"),
        ("rows.xlsx", xlsx([["甲"]] * 100_000), "a sheet has more than 20,000 rows or 200 columns"),
        ("pages.pdf", pdf(["x"] * 2_000), "the PDF has 2000 pages, more than 1000"),
        ("cut.docx", docx(paragraph("甲" * 500))[:60], "the file is truncated or damaged"),
        ("cut.pdf", pdf(["x"])[:40], "the PDF is truncated or damaged"),
        ("empty.docx", docx(""), "the file holds no words"),
        ("other.zip", archive({"a.txt": "甲"}), "a zip archive that is neither a Word nor an Excel file"),
        ("picture.pdf", b"\x89PNG\r\n\x1a\n", "a picture without text: run OCR on it first"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value and len(value) < 14 else "",
)
def test_a_hostile_file_is_a_clear_error_in_bounded_time_and_memory(name: str, data: bytes, message: str) -> None:
    tracemalloc.start()
    begin = time.process_time()
    with pytest.raises(InputError) as caught:
        document_from_bytes(name, data)
    used, peak = time.process_time() - begin, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert caught.value.text.en.split(": ", 1)[1] == message
    assert (used < 20, peak < 300_000_000) == (True, True)


def test_macros_and_embedded_objects_are_never_opened() -> None:
    body = paragraph("一、甲。（责任单位：市甲局）")
    data = docx(body, word__vbaProject_bin="not even a program", word__embeddings__a_xml="<broken")
    assert document_from_bytes("a.docm", data).text == "一、甲。（责任单位：市甲局）\n"


def test_a_wrong_ending_does_not_matter() -> None:
    assert document_from_bytes("a.pdf", docx(paragraph("甲"))).encoding == "docx"


SEEDS = [docx(table(ROWS)), xlsx([["甲", 1]]), pdf(["x y"]), b"<html><body><table><tr><td rowspan=9>a<td>b</table>"]


@given(st.sampled_from(SEEDS), st.data())
def test_a_damaged_file_is_read_or_refused_never_anything_else(seed: bytes, data: st.DataObject) -> None:
    spoiled = bytearray(seed)
    for _ in range(data.draw(st.integers(1, 6))):
        spoiled[data.draw(st.integers(0, len(spoiled) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(spoiled)))
    with suppress(InputError):
        document_from_bytes("a.bin", bytes(spoiled[:cut]))


@given(st.text(alphabet="一二（）1.、，。；：责任单位牵头市局甲乙\n\t|- 2025年月底前", max_size=200))
def test_any_text_is_a_ledger_or_an_input_error_and_every_span_lies_inside(text: str) -> None:
    document = Document("a.txt", text, "", "utf-8")
    try:
        ledger = read_ledger(document)
    except InputError:
        return
    for measure in ledger.measures:
        spans = [measure.span, *(a.span for a in measure.assignments), *(d.span for d in measure.deadlines)]
        assert all(0 <= span.start <= span.end <= len(text) for span in spans)
        assert measure.text
