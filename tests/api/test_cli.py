"""The command line as a process: what it prints, and how it ends."""

import csv
import io
import json
import os
import re
from pathlib import Path

import pytest
import typer.main
from openpyxl import load_workbook

from taizhang.api import cli, messages
from taizhang.graph.embedded import OxigraphStore
from tests.conftest import run
from tests.score import Record, scores


def test_extract_prints_one_object_a_measure_in_the_designed_form(ledger_path: Path, labels: list[Record]) -> None:
    done = run("extract", str(ledger_path))
    records = [json.loads(line) for line in done.out.splitlines()]
    assert (done.code, done.err) == (0, "")
    assert {score.field: score.f1 for score in scores(records, labels) if score.f1 < score.floor} == {}
    assert list(records[69]) == [
        "n", "section", "section_title", "task", "task_title", "text", "units", "printed", "correction", "regulations",
        "deadlines", "indicators", "modality", "bearer", "vague_time", "mechanisms", "source", "spans",
        "unnumbered", "label", "part", "units_implied", "open_ended",
    ]  # fmt: skip
    assert records[69] == {
        "n": 70,
        "section": "四",
        "section_title": "加快构建行政执法协调监督工作体系",
        "task": "（二十一）",
        "task_title": "完善行政执法监督制度",
        "text": "严格按照《郑州市行政执法投诉受理办法》（市政府令第192号），进一步做好行政执法投诉工作。",
        "units": [
            {"name": "市司法局", "role": "lead"},
            {"name": "各开发区管委会", "role": "participant"},
            {"name": "区县（市）政府", "role": "participant"},
            {"name": "市级各行政执法部门", "role": "participant"},
        ],
        "printed": None,
        "correction": None,
        "regulations": [{"title": "郑州市行政执法投诉受理办法", "number": "市政府令第192号", "relation": "implements"}],
        "deadlines": [],
        "indicators": [],
        "modality": "obligation",
        "bearer": None,
        "vague_time": [],
        "mechanisms": [],
        "source": {"file": "zhengzhou-2024.txt", "start": 6877, "end": 6922},
        "spans": records[69]["spans"],
        "unnumbered": False,
        "label": None,
        "part": None,
        "units_implied": [],
        "open_ended": False,
    }


def test_extract_as_csv_and_xlsx_holds_the_same_rows(ledger_path: Path, tmp_path: Path) -> None:
    table = list(csv.reader(io.StringIO(run("extract", str(ledger_path), "-f", "csv").out.lstrip("\ufeff"))))
    target = tmp_path / "out.xlsx"
    assert run("extract", str(ledger_path), "-f", "xlsx", "-o", str(target)).code == 0
    sheet = load_workbook(target).active
    assert sheet is not None
    cells = [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    assert cells == table
    assert (len(table), table[60][table[0].index("lead")]) == (101, "市司法局；市委政法委")


def test_a_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    source, target = tmp_path / "f.txt", tmp_path / "f.xlsx"
    source.write_text('工作内容\t责任单位\n1. =HYPERLINK("http://x")。\t市财政局\n', encoding="utf-8")
    assert run("extract", str(source), "-f", "xlsx", "-o", str(target)).code == 0
    sheet = load_workbook(target).active
    assert sheet is not None
    found = [
        (cell.data_type, cell.value) for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=")
    ]
    assert found == [("s", '=HYPERLINK("http://x")。')]


def test_load_says_what_it_did_and_does_it_once(ledger_path: Path, tmp_path: Path) -> None:
    store = str(tmp_path / "s")
    first, second = run("load", str(ledger_path), "--store", store), run("load", str(ledger_path), "--store", store)
    assert (first.code, first.err.splitlines()[0]) == (0, "loaded zhengzhou-2024.txt: 100 measures, 35 corrections")
    assert (second.code, second.err.splitlines()[0]) == (0, "unchanged zhengzhou-2024.txt")


def test_a_changed_file_replaces_its_statements(tmp_path: Path) -> None:
    source, store = tmp_path / "a.txt", str(tmp_path / "s")
    source.write_text("工作内容\t责任单位\n1. 开展检查。\t市财政局\n2. 通报。\t市公安局\n", encoding="utf-8")
    run("load", str(source), "--store", store)
    source.write_text("工作内容\t责任单位\n1. 开展检查。\t市法院\n", encoding="utf-8")
    assert run("load", str(source), "--store", store).err.startswith("replaced a.txt: 1 measures")
    units = run("query", "unit-load", "-f", "csv", "--store", store).out
    assert ("市法院" in units, "市财政局" in units, "市公安局" in units) == (True, False, False)


def test_another_document_of_the_same_name_replaces_nothing_unasked(tmp_path: Path) -> None:
    store = str(tmp_path / "s")
    for folder, title in (("a", "甲市工作台账"), ("b", "乙市工作台账")):
        (tmp_path / folder).mkdir()
        text = f"{title}\n工作内容\t责任单位\n1. 检查。\t市财政局\n"
        (tmp_path / folder / "台账.txt").write_text(text, encoding="utf-8")
    run("load", str(tmp_path / "a" / "台账.txt"), "--store", store)
    before = OxigraphStore.open(Path(store)).lines()
    other = ("load", str(tmp_path / "b" / "台账.txt"), "--store", store)
    refused = run(*other)
    assert (refused.code, "holds another document of this name, 甲市工作台账" in refused.err) == (2, True)
    assert OxigraphStore.open(Path(store)).lines() == before
    assert run(*other, "--force").err.startswith("replaced 台账.txt")


@pytest.fixture
def bad_files(tmp_path: Path) -> dict[str, Path]:
    """Every kind of input that cannot be read."""
    contents = {
        "empty.txt": b"",
        "binary.txt": bytes(range(256)) * 8,
        "header.txt": "题目\n\n项目\t重点任务\t完成时限\n一、甲\t1. 做事。\t2024年底\n".encode(),
        "prose.txt": "没有表格的文字。\n".encode() * 20,
        "noise.txt": os.urandom(50 * 2**20),
        "words.txt": ("台账任务牵头，。好的我们去检查" * 40 + "\n").encode() * (50 * 2**20 // 1801),
        "headers.txt": "工作内容\t责任单位\n".encode() * 50_000,
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return {name: tmp_path / name for name in [*contents, "missing.txt"]}


def test_bad_input_is_one_line_with_file_and_line_and_changes_nothing(
    bad_files: dict[str, Path], ledger_path: Path, tmp_path: Path
) -> None:
    store = tmp_path / "s"
    assert run("load", str(ledger_path), "--store", str(store)).code == 0
    before = OxigraphStore.open(store).lines()
    for name, path in bad_files.items():
        for command in (("load", str(ledger_path), str(path), "--store", str(store)), ("extract", str(path))):
            done = run(*command)
            assert (done.code, done.out) == (2, ""), name
            assert re.fullmatch(rf"\S*{re.escape(name)}:\d+: [^\n]+\n", done.err), done.err
    assert OxigraphStore.open(store).lines() == before


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_other_encodings_of_the_ledger_read_the_same(
    encoding: str, ledger_text: str, labels: list[Record], tmp_path: Path
) -> None:
    path = tmp_path / "other.txt"
    path.write_bytes(ledger_text.encode(encoding))
    records = [json.loads(line) for line in run("extract", str(path)).out.splitlines()]
    assert {score.field for score in scores(records, labels) if score.f1 < 1} == set()


def test_findings_are_told_with_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "gap.txt"
    path.write_text(
        "工作内容\t责任单位\n1. 检查全市的执法案卷。\t市财政局\n3. 通报检查的结果。\t市公安局\n", encoding="utf-8"
    )
    done = run("extract", str(path))
    assert (done.code, done.err) == (0, "gap.txt:3: number 2 is missing\n")


def test_two_files_of_one_name_are_told_apart_by_their_folders(ledger_path: Path, tmp_path: Path) -> None:
    other = tmp_path / "甲局" / "zhengzhou-2024.txt"
    other.parent.mkdir()
    other.write_text("工作内容\t责任单位\n1. 检查。\t市财政局\n", encoding="utf-8")
    done = run("load", str(ledger_path), str(other), "--store", str(tmp_path / "s"))
    assert (done.code, "Traceback" in done.err) == (0, False), done.err
    names = run("query", "-", "--store", str(tmp_path / "s"), stdin="SELECT ?l { ?l a tz:Ledger } ORDER BY ?l").out
    assert [line.strip() for line in names.splitlines() if "ledger/" in line] == [
        "id:ledger/data-zhengzhou-2024",
        "id:ledger/jiaju-zhengzhou-2024",
    ]


def test_query_answers_in_every_format(store_path: Path) -> None:
    ask = ("query", "stale-basis", "--store", str(store_path), "-f")
    assert json.loads(run(*ask, "json").out)[0]["basisTitle"] == "河南省行政机关执法条例"
    assert next(csv.DictReader(io.StringIO(run(*ask, "csv").out)))["date"] == "2016-06-01"
    assert "郑州市行政执法投诉受理办法" in run(*ask, "table").out
    construct = run(
        "query", "-", "-f", "ttl", "--store", str(store_path), stdin="CONSTRUCT WHERE { ?s tz:willIssue ?o }"
    )
    assert (construct.code, construct.out.count("tz:willIssue")) == (0, 3)


def test_queries_come_from_files_too(store_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("SELECT (COUNT(*) AS ?n) WHERE { ?m a tz:Measure }", encoding="utf-8")
    assert json.loads(run("query", str(path), "-f", "json", "--store", str(store_path)).out) == [{"n": 100}]


@pytest.mark.parametrize(
    ("arguments", "stdin", "code", "message"),
    [
        (("query", "deadlines-due", "-p", "from=2025-01-01"), "", 1, "no results"),
        (("query", "nope"), "", 2, "no query named nope"),
        (("query", "unit-load", "-p", "name"), "", 2, "key=value"),
        (("query", "unit-load", "-p", "nope=1"), "", 2, "no parameter nope (there are: name)"),
        (("query", "deadlines-due", "-p", "from=soon"), "", 2, "takes a value of type date"),
        (("query", "-"), "SELECT oops", 2, "the query cannot be run"),
        (("query", "-"), "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 2, "SERVICE is not allowed"),
        (("query", "unit-load", "-f", "ttl"), "", 2, "cannot be written as ttl"),
        (("query",), "", 2, "give a query name"),
        (("export", "-f", "csv", "--ledger", "nope"), "", 1, "there is no ledger named nope"),
        (("nonsense",), "", 2, "No such command"),
        (("query", "tests"), "", 2, "tests:0: this is a folder"),
        (("query", "-"), "", 2, "-:0: the file is empty"),
        (("export", "-o", "no/such/folder/x.ttl"), "", 2, "cannot write no/such/folder/x.ttl"),
        (("serve", "--port", "99999"), "", 2, "setting port cannot be 99999"),
        (("load", "pyproject.toml", "--store", "pyproject.toml"), "", 2, "pyproject.toml"),
    ],
)
def test_exit_codes_and_messages(
    arguments: tuple[str, ...], stdin: str, code: int, message: str, store_path: Path
) -> None:
    done = run(*arguments, stdin=stdin, TAIZHANG_STORE=str(store_path))
    assert (done.code, message in " ".join(done.err.replace("│", " ").split())) == (code, True), done.err
    assert "Traceback" not in done.err


def test_list_shows_every_question_in_the_persons_language(store_path: Path) -> None:
    assert "stale-basis             Stale basis" in run("query", "--list").out
    assert "stale-basis             依据已废止" in run("query", "--list", TAIZHANG_LANGUAGE="zh").out


def test_validate_passes_and_reports(store_path: Path) -> None:
    done = run("validate", "--store", str(store_path))
    assert (done.code, done.out.splitlines()[0]) == (0, "SHACL: conforms")
    report = json.loads(run("validate", "--store", str(store_path), "-f", "json").out)
    assert (report["shacl"], report["quality"][0]["corrected"]) == ([], 27)


def test_the_first_use_builds_the_graph_of_the_packaged_ledger(tmp_path: Path) -> None:
    done = run("query", "statistics", "-f", "json", TAIZHANG_STORE=str(tmp_path / "new"))
    assert (done.code, {"class": "https://w3id.org/taizhang/ns#Measure", "label": "事项", "count": 100} in json.loads(done.out)) == (0, True)  # fmt: skip


def test_help_speaks_the_persons_language() -> None:
    assert "把文档或整个文件夹读入图谱" in run("load", "--help", TAIZHANG_LANGUAGE="zh").out
    assert "Read documents, or folders of them" in run("load", "--help").out


@pytest.mark.parametrize(
    ("environment", "chinese"),
    [
        ({"LANG": "zh_CN.UTF-8"}, True),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, False),
        ({"LANG": "C.UTF-8"}, False),
        ({"LANG": "en_US.UTF-8", "TAIZHANG_LANGUAGE": "zh"}, True),
    ],
)
def test_the_locale_decides_the_language_unless_the_setting_does(environment: dict[str, str], chinese: bool) -> None:
    clean = {"LANGUAGE": "", "LC_ALL": "", "LC_MESSAGES": "", "TAIZHANG_LANGUAGE": ""}
    assert ("命令" in run("--help", **{**clean, **environment}).out) is chinese


def test_a_bad_setting_is_one_line(store_path: Path) -> None:
    done = run("query", "--list", TAIZHANG_PORT="abc")
    assert (done.code, done.err.startswith("setting port cannot be abc"), done.err.count("\n")) == (2, True, 1)


def test_every_help_text_has_its_chinese() -> None:
    command = typer.main.get_command(cli.app)
    said = {command.help}
    for child in command.commands.values():  # type: ignore[attr-defined]
        said.add(child.help)
        said |= {parameter.help for parameter in child.params}
    assert {text for text in said if text} - set(messages.HELP_ZH) == set()
