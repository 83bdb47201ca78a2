"""`/api/impact` of a real server, over real HTTP."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from taizhang.api.changes import ask_impact
from taizhang.api.impact_exports import Report, record, write
from taizhang.graph.embedded import OxigraphStore
from taizhang.graph.impact_index import ImpactIndex, read_index
from taizhang.graph.impact_rules import ChangeKind
from taizhang.ontology.errors import Language
from taizhang.ontology.vocabulary import BASE
from taizhang.visualizations.origin import origin_of
from tests import laws
from tests.api.test_http import assert_problem
from tests.conftest import run
from tests.laws import INTERPRETATION, PROVINCE_RULES

MEDIA_TYPES = {
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ttl": "text/turtle; charset=utf-8",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return laws.corpus_store(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="module")
def index(store: Path) -> ImpactIndex:
    return read_index(OxigraphStore.open(store))


@contextmanager
def serving(store: Path) -> Iterator[str]:
    """The address of the question on a server over a store."""
    process = subprocess.Popen(
        [sys.executable, "-m", "taizhang.api", "serve", "--store", str(store), "--port", "0"],
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "TAIZHANG_LANGUAGE": "en"},
    )
    assert process.stderr is not None
    said = process.stderr.readline()
    address = re.search(r"http://\S+?(?=/ )", said)
    assert address, said
    try:
        yield f"{address[0]}/api/impact"
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stderr.close()


@pytest.fixture(scope="module")
def wells(store: Path) -> Iterator[str]:
    """A server over the made-up corpus."""
    with serving(store) as address:
        yield address


@pytest.mark.parametrize("form", Report)
@pytest.mark.parametrize("language", Language)
def test_every_form_arrives_as_it_is_written_with_its_media_type(
    form: Report, language: Language, wells: str, index: ImpactIndex, store: Path
) -> None:
    asked = {"instrument": "水井法", "old": "2010-03-01", "format": form.value, "lang": language.value}
    first, second = httpx.get(wells, params=asked), httpx.get(wells, params=asked)
    assert (first.status_code, first.headers["content-type"]) == (200, MEDIA_TYPES[form])
    found = ask_impact(index, "水井法", old="2010-03-01")
    expected = write(found, form, language, lambda: origin_of(OxigraphStore.open(store)))
    assert first.content == second.content == expected


def test_the_forms_of_the_documentation_are_the_forms_there_are(wells: str) -> None:
    openapi = httpx.get(wells.replace("/api/impact", "/openapi.json")).json()
    documented = openapi["paths"]["/api/impact"]["get"]["responses"]["200"]["content"]
    assert sorted(documented) == sorted(MEDIA_TYPES.values())


@pytest.mark.parametrize(
    ("parameters", "arguments"),
    [
        pytest.param({"instrument": "水井法"}, ("水井法",), id="a repeal"),
        pytest.param({"instrument": "水井法", "on": "2012-01-01"}, ("水井法", "--on", "2012-01-01"), id="on a day"),
        pytest.param(
            {"instrument": "国务院令第9001号", "article": ["5", "第二条"], "change": "amend"},
            ("国务院令第9001号", "-a", "5", "-a", "第二条", "-c", "amend"), id="articles",
        ),
        pytest.param({"instrument": PROVINCE_RULES, "change": "new"}, (PROVINCE_RULES, "-c", "new"), id="a new one"),
    ],
)  # fmt: skip
def test_the_command_line_and_the_server_give_the_same_json(
    parameters: dict[str, str | list[str]], arguments: tuple[str, ...], wells: str, store: Path
) -> None:
    done = run("impact", *arguments, "-f", "json", "--store", str(store))
    assert (done.code, json.loads(done.out)) == (0, httpx.get(wells, params=parameters).json())


def test_json_is_what_a_client_gets_that_asks_for_nothing_else(wells: str, index: ImpactIndex) -> None:
    response = httpx.get(wells, params={"instrument": "水井法"})
    assert response.headers["content-type"] == "application/json"
    assert response.json() == json.loads(json.dumps(record(ask_impact(index, "水井法", ChangeKind.REPEAL))))


def test_nothing_affected_is_an_answer(wells: str) -> None:
    answer = httpx.get(wells, params={"instrument": INTERPRETATION})
    assert (answer.status_code, answer.json()["affected"], answer.json()["candidates"]) == (200, [], [])


@pytest.mark.parametrize(
    ("parameters", "status", "english", "chinese"),
    [
        ({"instrument": "电梯法"}, 404, "the graph has no instrument 电梯法", "图谱里没有“电梯法”"),
        (
            {"instrument": "青河省"}, 404, "青河省 may be any of 2: 青河省实施《中华人民共和国水井法》办法；青河省水井管理规定",
            "“青河省”可指 2 件：青河省实施《中华人民共和国水井法》办法；青河省水井管理规定",
        ),
        ({"instrument": "水井法", "article": "99"}, 404, "中华人民共和国水井法 has no article 第九十九条", "《中华人民共和国水井法》没有第九十九条"),
        ({"instrument": "水井法", "old": "2019-06-29"}, 404, "the graph has no two versions of 中华人民共和国水井法 to compare", "图谱里没有《中华人民共和国水井法》的两个文本可比"),
        ({"instrument": "水井法", "on": "soon"}, 400, "a day is written 2026-02-01, not soon", "日期应写作 2026-02-01，不能是 soon"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_a_problem_in_the_clients_language(
    parameters: dict[str, str], status: int, english: str, chinese: str, wells: str
) -> None:
    for language, said in (("en", english), ("zh", chinese)):
        assert (
            assert_problem(httpx.get(wells, params=parameters, headers={"accept-language": language}), status) == said
        )
        assert assert_problem(httpx.get(wells, params={**parameters, "lang": language}), status) == said


@pytest.mark.parametrize(
    "parameters",
    [{}, {"instrument": "水井法", "change": "vanish"}, {"instrument": "水井法", "format": "pdf"}, {"instrument": "水井法", "lang": "fr"}],
)  # fmt: skip
def test_a_question_of_no_known_form_is_a_problem_too(parameters: dict[str, str], wells: str) -> None:
    assert_problem(httpx.get(wells, params=parameters), 422)


def test_a_page_may_load_nothing(wells: str) -> None:
    response = httpx.get(wells, params={"instrument": "水井法", "format": "html"})
    assert response.headers["content-security-policy"].startswith("default-src 'none'; style-src 'unsafe-inline'")


def test_paths_through_the_register_name_the_page_and_its_grade(server: str) -> None:
    answer = httpx.get(f"{server}/api/impact", params={"instrument": "行政处罚法"}).json()
    (measure,) = (one for one in answer["affected"] if one["iri"].endswith("zhengzhou-2024/measure/15"))
    assert (measure["class"], measure["distance"]) == ("watch", 2)
    assert [(step["relation"], step["to"]["iri"].removeprefix(f"{BASE}id/"), step["page"]) for step in measure["path"]] == [
        ("cites", "reg/henan-order-180", None),
        ("based_on", "law/xingzhengchufafa", {"address": "https://henan.gov.cn/2017/07-03/237103.html", "grade": "O"}),
    ]  # fmt: skip


def test_a_load_is_seen_by_the_next_question(tmp_path: Path) -> None:
    store = tmp_path / "store"
    texts = {name: text for name, text in laws.LAWS.items() if name.startswith("水井法")}
    laws.load(tmp_path / "t", texts, store)
    with serving(store) as address:
        before = httpx.get(address, params={"instrument": "水井法"}).json()
        laws.load(tmp_path / "t", {laws.LEDGER_NAME: laws.LEDGER}, store)
        after = httpx.get(address, params={"instrument": "水井法"}).json()
    assert (before["affected"], [one["label"] for one in after["affected"] if one["kind"] == "measure"]) == (
        [], [f"郑州市水井安全工作台账第{number}项" for number in (2, 3, 7)],
    )  # fmt: skip
