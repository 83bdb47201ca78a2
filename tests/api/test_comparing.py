"""`taizhang compare` and `/api/compare`: every form in both languages, what they say of names, and their documentation."""

import io
import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook

from taizhang.api.comparing import EXAMPLE, ComparisonForm, compare_named, record, write
from taizhang.graph.carrying import Comparison
from taizhang.graph.embedded import OxigraphStore
from taizhang.ontology.errors import Language
from tests.api.test_http import assert_problem
from tests.conftest import run
from tests.serving import serving

PLAN = (
    "某省惠民工作台账",
    "有序开放医疗、交通领域公共数据，建设数据平台。",
    "实施农村危房改造，改善住房条件。",
    "扩大职业技能培训，培养数据标注人才。",
    "整治河道采砂，恢复水生态。",
)
CITY = (
    "某市惠民工作台账",
    "加强河道巡查，清理水面漂浮物。",
    "举办龙舟赛，弘扬传统节庆。",
    "完成农村危房改造年度任务。",
)


def written(folder: Path, name: str, title: str, *texts: str) -> str:
    """A ledger as a file."""
    path = folder / name
    rows = "".join(f"{n}. {text}\t市政府办公厅\n" for n, text in enumerate(texts, 1))
    path.write_text(f"{title}\n工作内容\t责任单位\n{rows}", encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The two ledgers, the city's first."""
    folder = tmp_path_factory.mktemp("compared")
    return written(folder, "city.txt", *CITY), written(folder, "plan.txt", *PLAN)


@pytest.fixture(scope="module")
def store(files: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of both."""
    folder = tmp_path_factory.mktemp("graph") / "store"
    assert run("load", *files, "--store", str(folder)).code == 0
    return folder


@pytest.fixture(scope="module")
def address(store: Path) -> Iterator[str]:
    """The address of the question on a server over the graph."""
    with serving(store) as served:
        yield f"{served.address}/api/compare"


@pytest.fixture(scope="module")
def found(store: Path) -> Comparison:
    return compare_named("city", "plan", lambda: OxigraphStore.open(store))


TABLE_EN = """\
How “某市惠民工作台账” carries out “某省惠民工作台账”
Of the plan's 4 measures: 1 likely taken up, 1 possibly, 2 by no one
Of the 3 measures here: 1 likely carry one out, 1 possibly, 1 none

Inferred from shared words, for a person to check: the same act in other words is missed, another act in the same words \
is taken for it. On labelled samples that the method was not tuned on, about seven in ten of the likely links were right \
and one in ten of the possible ones; about six in ten of those there are were found as likely.
Scores go from 0 to 1: the mean of how alike the two measures are with their headings, and how alike their two most \
similar sentences. Among 12 pairs 0.079 or more is likely, 0.039 or more possible (the more pairs, the higher the bounds).

== Likely links (1)

3 完成农村危房改造年度任务。
  0.288 → 2 实施农村危房改造，改善住房条件。
      here line=5: 完成[农村危房改造]年度任务
      plan line=4: 实施[农村危房改造]，改善住房条件
      shared words: 农村危房改造

== Possible links (1)

1 加强河道巡查，清理水面漂浮物。
  0.053 → 4 整治河道采砂，恢复水生态。
      here line=3: 加强[河道]巡查，清理水面漂浮物
      plan line=6: 整治[河道]采砂，恢复水生态
      shared words: 河道

== Of the plan, taken up by no one (2)

1 有序开放医疗、交通领域公共数据，建设数据平台。
3 扩大职业技能培训，培养数据标注人才。

== Of the plan, only possibly taken up (1)

4 整治河道采砂，恢复水生态。 [nearest: 1 (0.053)]

== Here, with no basis in the plan (1)

2 举办龙舟赛，弘扬传统节庆。

== Here, with only a possible basis in the plan (1)

1 加强河道巡查，清理水面漂浮物。 [nearest: 4 (0.053)]
"""


def test_the_table_says_who_carries_out_what_and_why(files: tuple[str, str]) -> None:
    done = run("compare", *files)
    assert (done.code, done.out, done.err) == (0, TABLE_EN, "")


def test_the_table_speaks_chinese(files: tuple[str, str]) -> None:
    lines = run("compare", *files, TAIZHANG_LANGUAGE="zh").out.splitlines()
    assert [line for line in lines if line.startswith(("《", "方案 4", "本级 3", "=="))] == [
        "《某市惠民工作台账》落实《某省惠民工作台账》的情况",
        "方案 4 项：1 项很可能有落实，1 项可能有，2 项未见",
        "本级 3 项：1 项很可能有依据，1 项可能有，1 项未见",
        "== 很可能的对应 (1)",
        "== 可能的对应 (1)",
        "== 方案中未见落实 (2)",
        "== 方案中只是可能有落实 (1)",
        "== 本级在方案中未见依据 (1)",
        "== 本级只是可能有依据 (1)",
    ]
    assert lines[lines.index("== 很可能的对应 (1)") :][2:7] == [
        "3 完成农村危房改造年度任务。",
        "  0.288 → 2 实施农村危房改造，改善住房条件。",
        "      本级 line=5：完成【农村危房改造】年度任务",
        "      方案 line=4：实施【农村危房改造】，改善住房条件",
        "      共有的字句：农村危房改造",
    ]


@pytest.mark.parametrize("form", ComparisonForm)
def test_every_form_is_the_same_from_the_command_line_and_the_server(
    form: ComparisonForm, address: str, store: Path, found: Comparison, tmp_path: Path
) -> None:
    target = tmp_path / "answer"
    done = run("compare", "city", "plan", "-f", form.value, "-o", str(target), "--store", str(store))
    assert (done.code, target.read_bytes()) == (0, write(found, form, Language.EN))
    for language in Language:
        asked = {"city": "city", "plan": "plan", "format": form.value, "lang": language.value}
        response = httpx.get(address, params=asked)
        assert (response.status_code, response.headers["content-type"]) == (200, form.media_type)
        assert response.content == write(found, form, language)


def test_files_and_the_graph_give_the_same_links(files: tuple[str, str], found: Comparison) -> None:
    read = json.loads(run("compare", *files, "-f", "json").out)
    assert read == json.loads(json.dumps(record(found)))


def test_every_quote_of_the_json_is_what_stands_there(found: Comparison) -> None:
    for link in record(found)["links"]:
        for passage in (link["sentences"], *link["shared"]):
            for side, ledger in (("city", found.city), ("plan", found.plan)):
                said = passage[side]
                assert ledger.document.text[said["start"] : said["end"]] == said["quote"]


def test_the_workbook_has_a_sheet_for_each_list(found: Comparison) -> None:
    book = load_workbook(io.BytesIO(write(found, ComparisonForm.XLSX, Language.EN)))
    assert {sheet.title: [list(row) for row in sheet.values] for sheet in book} == {
        "links": [
            ["grade", "score", "city_number", "city_text", "plan_number", "plan_text", "shared",
             "city_sentence", "city_place", "plan_sentence", "plan_place"],
            ["possible", 0.0526, "1", "加强河道巡查，清理水面漂浮物。", "4", "整治河道采砂，恢复水生态。", "河道",
             "加强河道巡查，清理水面漂浮物", "line=3", "整治河道采砂，恢复水生态", "line=6"],
            ["likely", 0.2884, "3", "完成农村危房改造年度任务。", "2", "实施农村危房改造，改善住房条件。", "农村危房改造",
             "完成农村危房改造年度任务", "line=5", "实施农村危房改造，改善住房条件", "line=4"],
        ],
        "untaken": [
            ["number", "text", "place", "best"],
            ["1", "有序开放医疗、交通领域公共数据，建设数据平台。", "line=3", None],
            ["3", "扩大职业技能培训，培养数据标注人才。", "line=5", None],
            ["4", "整治河道采砂，恢复水生态。", "line=6", "nearest: 1 (0.053)"],
        ],
        "without_basis": [
            ["number", "text", "place", "best"],
            ["1", "加强河道巡查，清理水面漂浮物。", "line=3", "nearest: 4 (0.053)"],
            ["2", "举办龙舟赛，弘扬传统节庆。", "line=4", None],
        ],
        "coverage": [
            ["side", "measures", "likely", "possible", "none"],
            ["plan", 4, 1, 1, 2],
            ["city", 3, 1, 1, 1],
        ],
    }  # fmt: skip


class _Marks(HTMLParser):
    """The texts of `mark` and the tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.marked: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the parser's
        self.tags.add(tag)
        self._inside = tag == "mark"

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "mark"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.marked.append(data)


def test_the_page_marks_the_words_of_both_and_runs_nothing(found: Comparison) -> None:
    page = _Marks()
    page.feed(write(found, ComparisonForm.HTML, Language.EN).decode())
    # The first is the key to the marks.
    assert page.marked == ["shared words", "农村危房改造", "农村危房改造", "河道", "河道"]
    assert page.tags.isdisjoint({"script", "link", "img", "iframe"})


def test_a_text_is_no_markup_in_a_report(tmp_path: Path) -> None:
    bad = written(
        tmp_path, "bad.txt", "<b>某市</b>惠民工作台账", "完成<script>农村危房改造|年度</script>任务。", CITY[1]
    )
    plan = written(tmp_path, "plan.txt", *PLAN)
    page = run("compare", bad, plan, "-f", "html").out
    assert ("<script" in page, "<b>" in page, "&lt;script&gt;" in page) == (False, False, True)
    (row,) = (
        line
        for line in run("compare", bad, plan, "-f", "md").out.splitlines()
        if line.startswith("| 0.") and "危房" in line
    )
    assert row.replace("\\|", "").count("|") == 5


def test_words_of_a_title_name_a_ledger(address: str, found: Comparison) -> None:
    answer = httpx.get(address, params={"city": "某市", "plan": "某省惠民"})
    assert answer.json() == json.loads(json.dumps(record(found)))


@pytest.mark.parametrize(
    ("parameters", "status", "said"),
    [
        (
            {"city": "某县", "plan": "plan"},
            404,
            "there is no file or ledger named 某县; in the graph there are: city, plan",
        ),
        ({"city": "惠民", "plan": "plan"}, 400, "惠民 may be any of city, plan"),
        ({"city": "city"}, 422, "plan: Field required"),
        ({"city": "", "plan": "plan"}, 422, "city: String should have at least 1 character"),
    ],
)
def test_names_that_name_nothing_are_problems(parameters: dict[str, str], status: int, said: str, address: str) -> None:
    answer = httpx.get(address, params=parameters, headers={"accept-language": "en"})
    assert assert_problem(answer, status) == said


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("某县", "plan"), 1, "there is no file or ledger named 某县; in the graph there are: city, plan"),
        (("惠民", "plan"), 2, "惠民 may be any of city, plan"),
    ],
)
def test_the_command_line_says_so_too(arguments: tuple[str, str], code: int, said: str, store: Path) -> None:
    done = run("compare", *arguments, "--store", str(store))
    assert (done.code, done.out, said in done.err) == (code, "", True)


def test_no_links_at_all_is_exit_code_1_with_the_report(tmp_path: Path) -> None:
    one, other = (written(tmp_path, *each) for each in (("a.txt", CITY[0], CITY[2]), ("b.txt", PLAN[0], PLAN[2])))
    done = run("compare", one, other)
    assert (done.code, "== Likely links (0)" in done.out) == (1, True)
    assert done.err.strip().endswith("no measure carries out any of the plan's")


def _shape(value: Any) -> Any:
    """What a value is made of, without what it says; lists by their first entry."""
    if isinstance(value, dict):
        return {key: _shape(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_shape(value[0])] if value else []
    return type(value).__name__


def test_the_documentation_shows_an_answer_of_the_right_shape(address: str, found: Comparison) -> None:
    operation = httpx.get(address.replace("/api/compare", "/openapi.json")).json()["paths"]["/api/compare"]["get"]
    content = operation["responses"]["200"]["content"]
    assert sorted(content) == sorted(form.media_type for form in ComparisonForm)
    assert sorted(operation["responses"]) == ["200", "400", "404", "422"]
    shown, answer = content["application/json"]["example"], record(found)
    assert shown == EXAMPLE
    assert _shape(shown) == _shape({**answer, "untaken": answer["untaken"][2:]})
