"""Folders of ledgers and laws in every format: all is read that can be, once, and a second load says what changed."""

import json
import os
import signal
import time
from pathlib import Path
from threading import Thread

import psutil
import pytest

from taizhang.graph.embedded import OxigraphStore
from taizhang.graph.reading import ledger_names, read_ledger_from
from taizhang.loaders import ingest
from taizhang.loaders.ingest import Fate, Loaded
from taizhang.loaders.names import Named, named_apart
from taizhang.loaders.quality import quality_of
from taizhang.loaders.reading import Kind, read_one
from taizhang.ontology.errors import InputError, Language
from taizhang.visualizations import quality_report
from tests.api.test_impact_cli import Page
from tests.conftest import run
from tests.laws import LAWS
from tests.loaders.office_files import archive, docx, paragraph, pdf, table, xlsx
from tests.loaders.test_ingest_laws import MANY, lines

Rows = list[list[str]]

HEAD = ["序号", "工作内容", "牵头单位", "配合单位", "完成时限"]


def rows(place: str) -> Rows:
    """A ledger of two measures."""
    return [
        HEAD,
        ["1", f"{place}开展执法检查，形成报告。", "市财政局", "市审计局", "2024年6月底"],
        ["2", f"{place}通报典型案例，公开结果。", "市公安局", "市司法局", "2024年12月底"],
    ]


def as_docx(place: str) -> bytes:
    return docx(paragraph(f"{place}重点工作台账") + table(rows(place)))


def as_xlsx(place: str) -> bytes:
    return xlsx([[f"{place}重点工作台账", "", "", "", ""], *rows(place)], ["A1:E1"])


def as_html(place: str) -> bytes:
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows(place))
    return f"<html><body><h1>{place}重点工作台账</h1><table>{cells}</table></body></html>".encode()


def as_text(place: str) -> bytes:
    """The form of the plain text: (measure, units, limit), numbered in the text."""
    body = "".join(f"{r[0]}. {r[1]}\t{r[2]}牵头，{r[3]}配合\t{r[4]}\n" for r in rows(place)[1:])
    return f"{place}重点工作台账\n工作内容\t责任单位\t完成时限\n{body}".encode()


def as_markdown(place: str) -> bytes:
    body = "".join(f"{r[0]}. {r[1]}（{r[2]}牵头，{r[3]}配合；完成时限：{r[4]}）\n\n" for r in rows(place)[1:])
    return f"# {place}重点工作方案\n\n{body}".encode()


LAW = "水井法(2010-03-01).md"
#: A folder as it comes: five formats, a law, and files that cannot be read, each for another reason.
GOOD = {
    "甲市.docx": as_docx("甲市"),
    "乙市.xlsx": as_xlsx("乙市"),
    "丙市.html": as_html("丙市"),
    "丁市.txt": as_text("丁市"),
    "戊市.md": as_markdown("戊市"),
    LAW: LAWS[LAW].encode(),
}
BAD = {
    "空.txt": b"",
    "截断.docx": as_docx("己市")[:300],
    "不是表.xlsx": archive({"a.txt": "nothing"}),
    "没有字.pdf": pdf(["", ""]),
    "假冒.pdf": b"%PDF-1.7 nothing more",
    "杂文.txt": "今天的天气很好。\n".encode() * 20,
    "噪声.html": bytes(range(256)) * 8,
}


def write(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def fates(found: list[Loaded]) -> dict[str, tuple[str, str | None, int]]:
    return {one.path.name: (one.fate.value, one.kind.value if one.kind else None, one.count) for one in found}


ALL_READ = {name: ("added", "law", 11) if name == LAW else ("added", "ledger", 2) for name in GOOD}
NONE_READ = dict.fromkeys(BAD, ("skipped", None, 0))


# -- everything that can be read


def test_bad_files_of_every_kind_stop_nothing_and_are_named_with_a_reason(tmp_path: Path) -> None:
    found = ingest.load([write(tmp_path / "t", GOOD | BAD)], tmp_path / "s")
    assert fates(found) == ALL_READ | NONE_READ
    assert [one.path.name for one in found if (one.reason is None) == (one.path.name in BAD)] == []


def test_a_folder_read_on_all_processors_gives_what_one_after_another_gives(tmp_path: Path) -> None:
    folder = write(tmp_path / "t", GOOD)
    for path in sorted(folder.iterdir()):
        ingest.load([path], tmp_path / "apart")
    ingest.load([write(tmp_path / "u", GOOD | BAD)], tmp_path / "together")
    assert lines(tmp_path / "together") == lines(tmp_path / "apart")


def test_a_worker_that_dies_takes_no_other_file_with_it(tmp_path: Path) -> None:
    texts = {name: text.encode() for name, text in MANY.items()}
    folder = write(tmp_path / "t", texts | {f"{n}市.txt": as_text(f"{n}市") for n in "甲乙丙丁戊己庚辛壬癸"})
    killed: list[int] = []
    done = False

    def kill_one() -> None:
        while not (killed or done):
            kept = list((tmp_path / "s" / "readings").glob("*.nq"))
            # Not loky's tracker of resources, which is a child too, and the last of them once the ids begin anew.
            workers = [each for each in psutil.Process().children() if "popen_loky" in " ".join(each.cmdline())]
            if kept and len(workers) > 1:
                os.kill(workers[-1].pid, signal.SIGKILL)
                killed.append(workers[-1].pid)
            time.sleep(0.002)

    thread = Thread(target=kill_one)
    thread.start()
    found = ingest.load([folder], tmp_path / "s")
    done = True
    thread.join()
    assert {one.fate for one in found} == {Fate.ADDED}
    ingest.load([folder], tmp_path / "undisturbed")
    assert lines(tmp_path / "s") == lines(tmp_path / "undisturbed")


def test_an_unexpected_fault_is_the_reason_of_its_file_alone(tmp_path: Path) -> None:
    # A name that is no name: opening it is a ValueError, which no reader expects.
    made = read_one(Named(tmp_path / "a\0b.txt", "a\0b.txt"), tmp_path)
    assert (made.kind, made.error and "ValueError" in made.error.en) == (None, True)


def test_a_name_that_is_taken_leaves_out_the_file_found_and_refuses_the_file_named(tmp_path: Path) -> None:
    ingest.load([write(tmp_path / "t", {"台账.txt": as_text("甲市")})], tmp_path / "s")
    folder = write(tmp_path / "u", {"台账.txt": as_text("乙市"), "丙市.txt": as_text("丙市")})
    found = ingest.load([folder], tmp_path / "s")
    assert fates(found) == {"丙市.txt": ("added", "ledger", 2), "台账.txt": ("skipped", "ledger", 0)}
    assert [one.reason.en for one in found if one.reason] == [
        "the graph holds another document of this name, 甲市重点工作台账: rename the file, or replace it with --force"
    ]
    with pytest.raises(InputError, match="holds another document of this name"):
        ingest.load([folder / "台账.txt"], tmp_path / "s")
    assert ledger_names(OxigraphStore.open(tmp_path / "s")) == ["bingshi", "taizhang"]


# -- once


def test_one_ledger_in_several_files_and_formats_is_loaded_once(tmp_path: Path) -> None:
    folder = write(tmp_path / "t", {"a.docx": as_docx("甲市"), "b.xlsx": as_xlsx("甲市"), "c/d.docx": as_docx("甲市"), "e.docx": as_docx("乙市")})  # fmt: skip
    found = ingest.load([folder], tmp_path / "s")
    assert fates(found) == {
        "a.docx": ("added", "ledger", 2),
        "b.xlsx": ("duplicate", "ledger", 0),
        "d.docx": ("duplicate", "ledger", 0),
        "e.docx": ("added", "ledger", 2),
    }
    assert [one.reason.en for one in found if one.reason] == [
        "is the same ledger as another file: 甲市重点工作台账"
    ] * 2


def test_a_copy_that_comes_in_another_load_is_a_duplicate_too(tmp_path: Path) -> None:
    ingest.load([write(tmp_path / "t", {"a.docx": as_docx("甲市")})], tmp_path / "s")
    before = lines(tmp_path / "s")
    found = ingest.load([write(tmp_path / "u", {"b.html": as_html("甲市")})], tmp_path / "s")
    assert (fates(found), lines(tmp_path / "s")) == ({"b.html": ("duplicate", "ledger", 0)}, before)


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    folder = write(tmp_path / "t", {"甲局/附件1.txt": as_text("甲市"), "乙局/附件1.txt": as_text("乙市")})
    store = tmp_path / "s"
    assert [one.fate.value for one in ingest.load([folder], store)] == ["added", "added"]
    assert ledger_names(OxigraphStore.open(store)) == ["jiaju-fujian1", "yiju-fujian1"]
    assert [one.fate.value for one in ingest.load([folder], store)] == ["unchanged", "unchanged"]
    assert [one.fate.value for one in ingest.load([folder / "甲局"], store)] == ["unchanged"]
    write(folder, {"甲局/附件1.txt": as_text("甲市").replace("形成".encode(), "写成".encode())})
    assert [one.fate.value for one in ingest.load([folder / "甲局"], store)] == ["replaced"]
    assert ledger_names(OxigraphStore.open(store)) == ["jiaju-fujian1", "yiju-fujian1"]


def test_a_file_keeps_its_name_when_another_of_that_name_comes(tmp_path: Path) -> None:
    folder, store = write(tmp_path / "t", {"乙局/附件1.txt": as_text("乙市")}), tmp_path / "s"
    ingest.load([folder], store)
    write(folder, {"甲局/附件1.txt": as_text("甲市")})
    assert sorted(one.fate.value for one in ingest.load([folder], store)) == ["added", "unchanged"]
    assert ledger_names(OxigraphStore.open(store)) == ["fujian1", "jiaju-fujian1"]


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["甲/附件1.docx", "乙/附件1.docx"], ["甲/附件1.docx", "乙/附件1.docx"]),
        (["甲/一/附件1.docx", "乙/一/附件1.docx"], ["甲/一/附件1.docx", "乙/一/附件1.docx"]),
        (["甲/方案.docx", "甲/方案.pdf"], ["docx/方案.docx", "pdf/方案.pdf"]),
        (["甲/方案.docx", "甲/方案.pdf", "乙/方案.pdf"], ["甲/docx/方案.docx", "甲/pdf/方案.pdf", "乙/方案.pdf"]),
        (["甲/附件.docx", "甲/复件.docx"], ["1/附件.docx", "2/复件.docx"]),  # they sound alike
        (["甲/方案.docx", "乙/办法.docx"], ["方案.docx", "办法.docx"]),
    ],
)
def test_names_that_tell_files_apart(paths: list[str], names: list[str], tmp_path: Path) -> None:
    files = [tmp_path / path for path in paths]
    write(tmp_path, {path: path.encode() for path in paths})
    named, copies = named_apart(files, {})
    assert ([one.path for one in named], [one.name for one in named], copies) == (files, names, [])
    assert len({one.slug for one in named}) == len(files)


def test_a_copy_of_the_same_name_is_told_of(tmp_path: Path) -> None:
    folder = write(tmp_path / "t", {"甲局/附件1.txt": as_text("甲市"), "乙局/附件1.txt": as_text("甲市")})
    found = ingest.load([folder], tmp_path / "s")
    assert [(one.path.parent.name, one.fate.value) for one in found] == [("乙局", "added"), ("甲局", "duplicate")]
    assert ledger_names(OxigraphStore.open(tmp_path / "s")) == ["fujian1"]


# -- resumed


def test_what_a_load_that_was_ended_has_read_is_not_read_again_ledgers_neither(tmp_path: Path) -> None:
    folder = write(tmp_path / "t", GOOD)
    (tmp_path / "r").mkdir()
    made = {path.name: read_one(Named(path, path.name), tmp_path / "r") for path in folder.iterdir()}
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "r").iterdir()}
    again = {path.name: read_one(Named(path, path.name), tmp_path / "r") for path in folder.iterdir()}
    assert again == made
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "r").iterdir()} == times
    assert sorted(one.kind or "" for one in again.values()) == [Kind.LAW, *[Kind.LEDGER] * 5]


# -- changed


def changed(place: str) -> bytes:
    """The ledger with a measure in front, one reworded, one of another lead, and a later limit."""
    head, first, second = rows(place)
    return docx(
        paragraph(f"{place}重点工作台账")
        + table(
            [
                head,
                ["1", "建立权责清单。", "市委编办", "", "2024年底"],
                ["2", first[1].replace("执法检查", "专项执法检查"), "市财政局", "市审计局", "2024年9月底"],
                ["3", second[1], "市司法局", "市公安局", second[4]],
            ]
        )
    )


@pytest.fixture(scope="module")
def reloaded(tmp_path_factory: pytest.TempPathFactory) -> list[Loaded]:
    """The second load of a folder in which one file has changed."""
    base = tmp_path_factory.mktemp("reloaded")
    write(base / "t", {"甲市.docx": as_docx("甲市"), "乙市.xlsx": as_xlsx("乙市")})
    ingest.load([base / "t"], base / "s")
    write(base / "t", {"甲市.docx": changed("甲市")})
    found = ingest.load([base / "t"], base / "s")
    fresh = write(base / "u", {"甲市.docx": changed("甲市"), "乙市.xlsx": as_xlsx("乙市")})
    ingest.load([fresh], base / "fresh")
    assert lines(base / "s") == lines(base / "fresh")
    assert [m.number for m in read_ledger_from(OxigraphStore.open(base / "s"), "jiashi").measures] == [1, 2, 3]
    return found


ZH = """质量报告：2 份文件，3 条事项；已修复 0，存疑 0，未归入事项 0，未载入 0 份

乙市.xlsx：0 条，责任 0 处，无责任单位 0 条

甲市.docx：3 条，责任 5 处，无责任单位 0 条
  甲市.docx 与上次相比：新增 1；文字改变 1；责任单位变动 1；期限变动 1；编号改变 2
    第 1 项（新增）
      建立权责清单。
    第 1 → 2 项（文字改变、期限变动、编号改变）
      甲市开展{+专项+}执法检查，形成报告。
      期限：2024年6月底 (2024-06-30) → 2024年9月底 (2024-09-30)
    第 2 → 3 项（责任单位变动、编号改变）
      市司法局：配合 → 牵头
      市公安局：牵头 → 配合
"""
EN = """  甲市.docx against the last load: added 1; reworded 1; units moved 1; deadlines changed 1; renumbered 2
    measure 1 (added)
      建立权责清单。
    measure 1 → 2 (reworded, deadlines changed, renumbered)
      甲市开展{+专项+}执法检查，形成报告。
      deadline: 2024年6月底 (2024-06-30) → 2024年9月底 (2024-09-30)
    measure 2 → 3 (units moved, renumbered)
      市司法局: takes part → leads
      市公安局: leads → takes part
"""


def test_the_report_says_what_changed_in_both_languages(reloaded: list[Loaded]) -> None:
    quality = quality_of(reloaded)
    assert quality_report.text(quality, Language.ZH) == ZH
    assert quality_report.text(quality, Language.EN).endswith(EN)


def test_the_report_as_json_holds_every_change(reloaded: list[Loaded]) -> None:
    documents = json.loads(quality_of(reloaded).json())["documents"]
    assert documents[0]["revision"] is None
    revision = documents[1]["revision"]
    assert revision["counts"] == {"added": 1, "removed": 0, "reworded": 1, "units": 1, "deadlines": 1, "renumbered": 2}
    assert revision["measures"][1] == {
        "changes": ["reworded", "deadlines", "renumbered"],
        "old": {"key": "1", "label": "1", "text": "甲市开展执法检查，形成报告。"},
        "new": {"key": "2", "label": "2", "text": "甲市开展专项执法检查，形成报告。"},
        "words": [["keep", "甲市开展"], ["insert", "专项"], ["keep", "执法检查，形成报告。"]],
        "units": [],
        "deadlines": {
            "old": [{"kind": "by", "date": "2024-06-30", "frequency": None, "min_times": None, "raw": "2024年6月底"}],
            "new": [{"kind": "by", "date": "2024-09-30", "frequency": None, "min_times": None, "raw": "2024年9月底"}],
        },
    }
    assert revision["measures"][2]["units"] == [
        {"name": "市司法局", "old": "participant", "new": "lead"},
        {"name": "市公安局", "old": "lead", "new": "participant"},
    ]


def test_the_report_as_a_page_marks_the_words_that_changed(reloaded: list[Loaded]) -> None:
    page = quality_report.html(quality_of(reloaded), Language.ZH)
    assert "甲市开展<ins>专项</ins>执法检查，形成报告。" in page
    words = "".join(Page(page).words)
    assert [
        said for said in ("第 2 → 3 项（责任单位变动、编号改变）", "市公安局：牵头 → 配合") if said not in words
    ] == []


def test_the_terminal_says_what_changed(tmp_path: Path) -> None:
    write(tmp_path, {"甲市.docx": as_docx("甲市")})
    run("load", str(tmp_path / "甲市.docx"), "--store", str(tmp_path / "s"))
    write(tmp_path, {"甲市.docx": changed("甲市")})
    said = run("load", str(tmp_path / "甲市.docx"), "--store", str(tmp_path / "s")).err
    assert "".join(f"{line[2:]}\n" for line in EN.splitlines()) in said
    again = run("load", str(tmp_path / "甲市.docx"), "--store", str(tmp_path / "s"), "--force").err
    assert "against the last load" not in again
