"""`taizhang impact` and `taizhang diff` as processes: every format, every exit code, both languages."""

import io
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import rdflib
from openpyxl import load_workbook
from pyoxigraph import NamedNode

from taizhang.api.changes import ask_impact, compare_files_or_versions
from taizhang.api.impact_exports import Report, diff_json, record, write
from taizhang.graph.embedded import OxigraphStore
from taizhang.graph.impact import Impact
from taizhang.graph.impact_index import ImpactIndex, read_index
from taizhang.graph.impact_rules import ChangeKind
from taizhang.ontology.errors import Language
from taizhang.ontology.files import VOCABULARY, load
from taizhang.ontology.vocabulary import BASE, NS
from taizhang.visualizations import diff_report
from taizhang.visualizations.origin import Origin, origin_of
from tests import laws
from tests.conftest import run
from tests.laws import INTERPRETATION, LAWS, PROVINCE_RULES, WELL_LAW

TWO_VERSIONS = ("impact", "水井法", "--old", "2010-03-01", "--new", "2019-06-29")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(laws.corpus_store(tmp_path_factory.getbasetemp()))


@pytest.fixture(scope="module")
def index(store: str) -> ImpactIndex:
    return read_index(OxigraphStore.open(Path(store)))


@pytest.fixture(scope="module")
def origin(store: str) -> Callable[[], Origin]:
    opened = OxigraphStore.open(Path(store))
    return lambda: origin_of(opened)


@pytest.fixture(scope="module")
def answers(index: ImpactIndex) -> tuple[Impact, ...]:
    """One answer with articles that change, and one with candidates."""
    return (
        ask_impact(index, "水井法", old="2010-03-01", new="2019-06-29", on="2026-02-01"),
        ask_impact(index, "水井法", ChangeKind.NEW),
    )


# -- the forms of an answer


@pytest.mark.parametrize("form", Report)
def test_every_process_writes_the_same_bytes(
    form: Report, store: str, index: ImpactIndex, origin: Callable[[], Origin], tmp_path: Path
) -> None:
    expected = write(ask_impact(index, "水井法", old="2010-03-01"), form, Language.EN, origin)
    target = tmp_path / f"answer.{form}"
    done = run(*TWO_VERSIONS, "-f", form, "-o", str(target), "--store", store, PYTHONHASHSEED="1")
    assert (done.code, done.out, done.err) == (0, "", f"written to {target}\n")
    assert target.read_bytes() == expected


@pytest.mark.parametrize("form", Report)
@pytest.mark.parametrize("language", Language)
def test_an_answer_is_written_the_same_twice(
    form: Report, language: Language, answers: tuple[Impact, ...], origin: Callable[[], Origin]
) -> None:
    first, second = ([write(found, form, language, origin) for found in answers] for _ in range(2))
    assert first == second


def test_the_table_shows_counts_and_paths_in_the_persons_language(store: str) -> None:
    english = run("impact", "水井总局令第3号", "--store", store)
    chinese = run("impact", "水井总局令第3号", "--store", store, TAIZHANG_LANGUAGE="zh")
    article = "河南省水井检查办法第四条 cites 水井档案管理办法第七条：“《水井档案管理办法》第七条”"
    measure = "郑州市水井安全工作台账第5项 implements 河南省水井检查办法：“省政府令第9077号”"
    falls, rests = (
        "the article it cites falls away with the instrument",
        "what it rests on or carries out has to be dealt with",
    )
    mentions = "an instrument it mentions is repealed: check whether the passage still works"
    assert [re.split(r" {2,}", line.strip()) for line in english.out.splitlines()] == [
        ["Impact: 水井档案管理办法 · repeal（水井总局令第3号）"],
        ["must act: articles 1, instruments 1"],
        ["review: articles 1, measures 1, units 1"],
        ["class", "kind", "what", "because", "path and words"],
        ["must act", "articles", "河南省水井检查办法第四条", falls, article],
        ["must act", "instruments", "河南省水井检查办法", falls, article],
        ["review", "articles", "河南省水井检查办法第三条", mentions,
         "河南省水井检查办法第三条 cites 水井档案管理办法：“《水井档案管理办法》（水井总局令第3号）”"],
        ["review", "measures", "郑州市水井安全工作台账第5项", rests, measure],
        [article],
        ["review", "units", "市公安局", rests, "市公安局 is responsible for 郑州市水井安全工作台账第5项：“市公安局”"],
        [measure],
        [article],
    ]  # fmt: skip
    assert [line.split() for line in chinese.out.splitlines()[:5]] == [
        ["变动影响：水井档案管理办法", "·", "废止（水井总局令第3号）"],
        ["必须处理:", "条文", "1,", "文件", "1"],
        ["须核对:", "条文", "1,", "事项", "1,", "单位", "1"],
        ["程度", "类别", "对象", "理由", "路径与原文"],
        ["必须处理", "条文", "河南省水井检查办法第四条", "所引条文随文件废止而不复存在",
         "河南省水井检查办法第四条", "提到", "水井档案管理办法第七条：“《水井档案管理办法》第七条”"],
    ]  # fmt: skip


def test_json_is_the_whole_answer(answers: tuple[Impact, ...]) -> None:
    for found in answers:
        content: dict[str, Any] = json.loads(write(found, Report.JSON, Language.EN, laws.nowhere))
        assert content == json.loads(json.dumps(record(found)))
        assert [(one["iri"], one["class"], one["distance"]) for one in content["affected"]] == [
            (item.node, item.answer.value, item.distance) for item in found.affected
        ]
    changed, new = (json.loads(write(found, Report.JSON, Language.ZH, laws.nowhere)) for found in answers)
    assert {key: value for key, value in changed.items() if key not in ("affected", "articles")} == {
        "instrument": {"iri": WELL_LAW, "title": "中华人民共和国水井法", "number": None},
        "change": "amend",
        "on": "2026-02-01",
        "old": f"{WELL_LAW}/2010-03-01",
        "new": f"{WELL_LAW}/2019-06-29",
        "candidates": [],
    }
    assert changed["articles"][3] == {"old": "第四条", "new": None, "change": "removed"}
    assert changed["affected"][0] == {
        "iri": f"{PROVINCE_RULES}/2016-09-30/art/4",
        "kind": "article",
        "label": "青河省实施《中华人民共和国水井法》办法第四条",
        "distance": 1,
        "class": "must_act",
        "because": "所引条文已删除",
        "because_en": "the article it cites is gone",
        "path": [
            {
                "from": {
                    "iri": f"{PROVINCE_RULES}/2016-09-30/art/4",
                    "label": "青河省实施《中华人民共和国水井法》办法第四条",
                },
                "relation": "cites",
                "to": {"iri": WELL_LAW, "label": "中华人民共和国水井法第四条"},
                "quote": {
                    "words": "《中华人民共和国水井法》第四条",
                    "document": f"{BASE}id/document/qingheshengshishi-shuijingfa-banfa-2016-09-30",
                    "start": LAWS["青河省实施《水井法》办法(2016-09-30).md"].index("《中华人民共和国水井法》第四条"),
                    "end": LAWS["青河省实施《水井法》办法(2016-09-30).md"].index("《中华人民共和国水井法》第四条") + 15,
                },
                "page": None,
            }
        ],
    }
    assert [(one["label"], one["terms"]) for one in new["candidates"]] == [
        ("郑州市水井安全工作台账第6项", ["公用水井"])
    ]


def test_the_workbook_has_a_sheet_for_each_kind_with_every_row(answers: tuple[Impact, ...]) -> None:
    for found in answers:
        book = load_workbook(io.BytesIO(write(found, Report.XLSX, Language.EN, laws.nowhere)))
        assert book.sheetnames == ["article", "instrument", "measure", "unit", "deadline", "candidates", "changes"]
        rows = {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}
        for kind in book.sheetnames[:5]:
            head, *others = rows[kind]
            assert head == ["class", "what", "iri", "distance", "because", "path", "words", "where"]
            assert [row[:5] for row in others] == [
                [item.answer.value, item.label, item.node, item.distance, item.because.en]
                for item in found.affected
                if item.kind.value == kind
            ]
        assert rows["candidates"][1:] == [
            [c.label, c.node, "、".join(c.terms), "、".join(c.units), c.text] for c in found.candidates
        ]
        assert rows["changes"][1:] == [[c.old, c.new, c.change.value] for c in found.articles]


def test_turtle_uses_only_terms_that_are_defined_and_says_what_the_answer_says(answers: tuple[Impact, ...]) -> None:
    defined = {triple.subject.value for triple in load(VOCABULARY) if isinstance(triple.subject, NamedNode)}
    tz = rdflib.Namespace(NS)
    for found in answers:
        graph = rdflib.Graph().parse(data=write(found, Report.TTL, Language.EN, laws.nowhere), format="turtle")
        used = {str(term) for triple in graph for term in triple if str(term).startswith(NS)}
        assert used - defined == set()
        (asked,) = graph.subjects(rdflib.RDF.type, tz.Impact)
        assert graph.value(asked, tz.impactOf) == rdflib.URIRef(found.asked.work)
        assert graph.value(asked, tz.change) == tz[f"change-{found.asked.kind}"]
        assert sorted(
            (
                str(graph.value(node, tz.thing)),
                str(graph.value(node, tz.impactClass)),
                int(str(graph.value(node, tz.distance))),
            )
            for node in graph.objects(asked, tz.affects)
        ) == sorted((item.node, f"{NS}impact-{item.answer}", item.distance) for item in found.affected)
        assert {
            (str(graph.value(node, tz.stepFrom)), str(graph.value(node, tz.stepTo)), str(graph.value(node, tz.text)))
            for node in graph.subjects(rdflib.RDF.type, tz.PathStep)
        } == {
            (step.source, step.target, step.quote.words) for item in found.affected for step in item.path if step.quote
        }
        assert {
            (str(graph.value(node, tz.thing)), *(str(term) for term in graph.objects(node, tz.subjectTerm)))
            for node in graph.objects(asked, tz.candidateMeasure)
        } == {(candidate.node, *candidate.terms) for candidate in found.candidates}


# -- the page


class Page(HTMLParser):
    """The tags, attributes and words of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.words.append(data)


TAGS = set(
    "html head meta title style body main h1 h2 p ul ol li strong small table thead tbody tr th td mark blockquote".split()
)


def assert_self_contained(page: str) -> None:
    """No script, nothing that is fetched from anywhere."""
    found = Page(page)
    assert found.tags - TAGS - {"section", "ins", "del"} == set()
    assert found.attributes - {"lang", "charset", "name", "content", "scope", "class", "data-label"} == set()
    assert re.search(r"url\(|@import|javascript:", page) is None


def test_the_page_needs_nothing_else_and_says_what_the_answer_says(answers: tuple[Impact, ...]) -> None:
    for found in answers:
        page = write(found, Report.HTML, Language.EN, laws.nowhere).decode()
        assert_self_contained(page)
        words = Page(page).words
        shown = [item for item in found.affected if item.answer.value != "not_affected"]
        assert {item.label for item in shown} <= set(words)
        assert {step.quote.words for item in shown for step in item.path if step.quote} <= set(words)
        assert {candidate.text for candidate in found.candidates} <= set(words)


#: A law whose title, and a measure whose quote, would be markup where nobody escapes them.
SHARP = """水井<&"'|*_`管理规定"""
SHARP_TEXTS = {
    "甲.md": f"# {SHARP}\n\n2015年8月1日 国务院公布\n\n<!-- INFO END -->\n\n第一条 为了管理，制定本规定。\n\n第二条 不得填井。\n",
    "台账.txt": "水井台账\n\n工作内容\t责任单位\n"
    f"1. 落实《<b>{SHARP}</b>》第二条，<script>alert(1)</script>2024年底前完成。\t市<i>财政局\n",
}  # fmt: skip


def test_words_that_look_like_markup_are_words(tmp_path: Path) -> None:
    store = laws.load(tmp_path / "t", SHARP_TEXTS, tmp_path / "s")
    found = ask_impact(read_index(store), SHARP)
    (measure,) = (item for item in found.affected if item.kind.value == "measure")
    quote = measure.path[0].quote
    assert (found.title, quote.words if quote else "") == (SHARP, f"《<b>{SHARP}</b>》第二条")
    for language in Language:
        page = write(found, Report.HTML, language, laws.nowhere).decode()
        assert_self_contained(page)
        words = Page(page).words
        assert f"《<b>{SHARP}</b>》第二条" in words
        assert any(SHARP in text for text in words)
    graph = rdflib.Graph().parse(data=write(found, Report.TTL, Language.ZH, laws.nowhere), format="turtle")
    assert rdflib.Literal(f"《<b>{SHARP}</b>》第二条") in set(graph.objects(None, rdflib.URIRef(f"{NS}text")))


# -- how it ends


@pytest.mark.parametrize(
    ("arguments", "language", "code", "message"),
    [
        ((INTERPRETATION,), "en", 1, "最高人民法院关于审理水井纠纷案件适用法律的解释: nothing in the graph is affected"),
        ((INTERPRETATION,), "zh", 1, "最高人民法院关于审理水井纠纷案件适用法律的解释：图谱里没有受影响的对象"),
        (("电梯法",), "en", 1, "the graph has no instrument 电梯法"),
        (("电梯法",), "zh", 1, "图谱里没有“电梯法”"),
        (("青河省",), "en", 1, "青河省 may be any of 2: 青河省实施《中华人民共和国水井法》办法；青河省水井管理规定"),
        (("水井法", "-a", "99"), "en", 1, "中华人民共和国水井法 has no article 第九十九条"),
        (("水井法", "-a", "99"), "zh", 1, "《中华人民共和国水井法》没有第九十九条"),
        (("水井法", "--old", "1999-01-01"), "en", 1, "中华人民共和国水井法 has no version 1999-01-01; there are: 2010-03-01、2019-06-29"),
        (("水井法", "--on", "soon"), "en", 2, "a day is written 2026-02-01, not soon"),
        (("水井法", "--on", "2026-02-30"), "zh", 2, "日期应写作 2026-02-01，不能是 2026-02-30"),
    ],
)  # fmt: skip
def test_how_a_question_about_a_change_ends(
    arguments: tuple[str, ...], language: str, code: int, message: str, store: str
) -> None:
    done = run("impact", *arguments, "--store", store, TAIZHANG_LANGUAGE=language)
    assert (done.code, done.err) == (code, f"{message}\n")


def test_an_unknown_kind_of_change_is_wrong_usage(store: str) -> None:
    done = run("impact", "水井法", "-c", "vanish", "--store", store)
    assert (done.code, "Traceback" in done.err, "'vanish' is not one of" in done.err) == (2, False, True), done.err


def test_nothing_affected_is_written_all_the_same(store: str) -> None:
    done = run("impact", INTERPRETATION, "-f", "json", "--store", store)
    assert (done.code, json.loads(done.out)["affected"]) == (1, [])


# -- diff


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The two versions of the law as files outside any store."""
    folder = laws.write(tmp_path_factory.mktemp("files"), LAWS)
    return str(folder / "水井法(2010-03-01).md"), str(folder / "水井法(2019-06-29).md")


DIFF = """中华人民共和国水井法（2010-03-01） → 中华人民共和国水井法（2019-06-29）
same 3 · moved 4 · edited 1 · moved and edited 2 · added 1 · removed 1
第三条 (edited)
  开凿水井，应当在开工前[-十日-]{+三十日+}向县级人民政府水行政主管部门[-备案-]{+申请许可+}。
第四条 (removed)
第五条 → 第四条 (moved)
第六条 → 第五条 (moved)
第七条 → 第六条 (moved and edited)
  水质检测每[-半年-]{+季度+}进行一次，结果由检测机构向社会公布。
第八条 → 第七条 (moved and edited)
  违反本法[-第五条-]{+第四条+}规定的，责令恢复原状，处[-一千元-]{+五千元+}以下罚款。
第九条 → 第八条 (moved)
第十条 → 第九条 (moved)
第十条 (added)
"""


def test_files_and_versions_in_the_graph_compare_alike(store: str, files: tuple[str, str]) -> None:
    sides = {
        "two versions": ("水井法@2010-03-01", "水井法@2019-06-29"),
        "a version and a file": (f"{WELL_LAW}/2010-03-01", files[1]),
        "a version and the newest": ("law/shuijingfa@2010-03-01", "水井法"),
    }
    for name, (old, new) in sides.items():
        done = run("diff", old, new, "--store", store)
        assert (name, done.code, done.out, done.err) == (name, 0, DIFF, "")


def test_files_are_compared_without_a_store(files: tuple[str, str], tmp_path: Path) -> None:
    done = run("diff", *files, "--store", str(tmp_path / "none"), TAIZHANG_LANGUAGE="zh")
    assert (done.code, done.out.splitlines()[1]) == (
        0,
        "未变 3 · 条号改变 4 · 文字改变 1 · 条号和文字都改变 2 · 新增 1 · 删除 1",
    )
    assert not (tmp_path / "none").exists()


def test_a_comparison_in_every_format(files: tuple[str, str]) -> None:
    forms: dict[str, str] = {}
    compared = compare_files_or_versions(*files, lambda: pytest.fail("no store is wanted"))
    expected = {
        "json": diff_json(compared).decode(),
        "md": diff_report.markdown(compared, Language.EN),
        "html": diff_report.html(compared, Language.EN),
    }
    for form in expected:
        done = run("diff", *files, "-f", form, PYTHONHASHSEED="1")
        assert (done.code, done.err) == (0, "")
        forms[form] = done.out
    assert forms == expected
    content = json.loads(forms["json"])
    assert content["counts"] == {"same": 3, "moved": 4, "edited": 1, "moved_edited": 2, "added": 1, "removed": 1}
    assert content["articles"][2] == {
        "change": "edited",
        "old": "第三条",
        "new": "第三条",
        "similarity": content["articles"][2]["similarity"],
        "words": [
            ["keep", "开凿水井，应当在开工前"], ["delete", "十日"], ["insert", "三十日"],
            ["keep", "向县级人民政府水行政主管部门"], ["delete", "备案"], ["insert", "申请许可"], ["keep", "。"],
        ],
    }  # fmt: skip
    assert forms["md"].startswith("# 中华人民共和国水井法（2010-03-01） → 中华人民共和国水井法（2019-06-29）\n")
    assert_self_contained(forms["html"])


@pytest.mark.parametrize(
    ("old", "new", "code", "message"),
    [
        ("水井法@1999-01-01", "水井法", 1, "中华人民共和国水井法 has no version 1999-01-01; there are: 2010-03-01、2019-06-29"),
        ("电梯法", "水井法", 1, "the graph has no instrument 电梯法"),
        ("水井档案管理办法", "水井法", 1, "the graph has no articles of 水井档案管理办法"),
        ("很长的标题" * 60, "水井法", 1, f"the graph has no instrument {'很长的标题' * 60}"),
    ],
)  # fmt: skip
def test_how_a_comparison_ends(old: str, new: str, code: int, message: str, store: str) -> None:
    done = run("diff", old, new, "--store", store)
    assert (done.code, done.out, done.err) == (code, "", f"{message}\n")


def test_a_file_without_articles_cannot_be_compared(files: tuple[str, str], tmp_path: Path) -> None:
    (tmp_path / "杂文.txt").write_text("今天的天气很好。\n" * 20, encoding="utf-8")
    done = run("diff", str(tmp_path / "杂文.txt"), files[0])
    assert (done.code, done.out, done.err) == (1, "", f"there are no articles in {tmp_path / '杂文.txt'}\n")


def test_help_shows_both_commands_in_the_persons_language() -> None:
    assert "查看一件法规废止、修改、被取代或新出台会影响哪些事项" in run("impact", "--help", TAIZHANG_LANGUAGE="zh").out
    assert "Compare two versions of a law article by article" in run("diff", "--help").out
