"""The pages: complete in both languages, safe with any text, and nothing from elsewhere."""

import re
from html import unescape
from pathlib import Path

import httpx
import pytest

from taizhang.graph.model import Ledger, Span
from taizhang.loaders.document import document_from_bytes
from taizhang.loaders.ledger import read_ledger
from taizhang.ontology.errors import Language
from taizhang.queries.catalogue import catalogue
from taizhang.visualizations import pages
from taizhang.visualizations.marks import Mark, Run, excerpts, runs
from taizhang.visualizations.strings import STRINGS
from tests.score import Record

TAG = re.compile(r"<[^>]+>")


def words(html: str) -> str:
    """What a reader sees."""
    return unescape(TAG.sub("", html))


def test_the_overview_shows_counts_load_and_every_measure_beside_its_source(server: str, labels: list[Record]) -> None:
    page = httpx.get(f"{server}/", params={"lang": "zh"}).text
    seen = words(page)
    assert page.count('<article class="card"') == 100
    assert [measure["n"] for measure in labels if measure["text"] not in seen] == []
    assert re.search(r"市司法局</a></th>.*?<td>56</td><td></td><td>17</td><td><b>73</b></td>", page, re.DOTALL)
    assert '<mark class="k-citation ' in page
    assert '<mark class="k-deadline ' in page


@pytest.mark.parametrize(("lang", "heading"), [("zh", "各单位负荷"), ("en", "Load of each unit")])
def test_the_page_speaks_both_languages(lang: str, heading: str, server: str) -> None:
    assert heading in httpx.get(f"{server}/", params={"lang": lang}).text
    assert heading in httpx.get(f"{server}/", headers={"accept-language": lang}).text


def test_every_string_is_there_in_both_languages_and_used() -> None:
    templates = "".join(path.read_text(encoding="utf-8") for path in _templates())
    assert [key for key, text in STRINGS.items() if not (text.zh and text.en)] == []
    used = set(re.findall(r"say\('([\w-]+)'", templates))
    assert used - set(STRINGS) == set()


def _templates() -> list[Path]:
    return sorted((Path(pages.__file__).parent / "templates").glob("*.html"))


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({"q": "省政府令第180号"}, ["15"]),
        ({"q": "双书同达"}, ["30"]),
        ({"unit": "市大数据局"}, ["86", "87", "88"]),
        ({"q": "互联网+监管", "unit": "市大数据局"}, ["88"]),
        ({"q": "70."}, ["70"]),
        ({"q": "没有这样的词"}, []),
    ],
)
def test_search_finds_measures(query: dict[str, str], numbers: list[str], server: str) -> None:
    page = httpx.get(f"{server}/", params={**query, "lang": "zh"}).text
    assert re.findall(r'<article class="card" id="measure-([\d-]+)"', page) == numbers


def test_every_link_of_the_page_leads_somewhere_here(server: str) -> None:
    page = httpx.get(f"{server}/", params={"lang": "zh", "q": "70."}).text
    links = {unescape(link) for link in re.findall(r'(?:href|src|action)="([^"]+)"', page)}
    for link in links:
        assert link.startswith(("/", "#")), link
        if link.startswith("/"):
            assert httpx.get(server + link.split("#")[0], follow_redirects=True).status_code == 200, link


def test_questions_are_forms_whose_answers_lead_to_the_measures(server: str) -> None:
    page = httpx.get(f"{server}/queries/deadlines-due", params={"until": "2024-12-31", "ui": "zh"}).text
    assert re.findall(r'href="(/measures/[^"]+)"', page) == [
        f"/measures/zhengzhou-2024/{n}?lang=zh" for n in (20, 24, 43, 45, 54)
    ]
    assert 'name="until" value="2024-12-31" type="date"' in page
    assert "没有结果" in httpx.get(f"{server}/queries/deadlines-due", params={"from": "2025-01-01", "ui": "zh"}).text
    evil = httpx.get(f"{server}/queries/unit-load", params={"name": "<script>alert(1)</script>"}).text
    assert "<script" not in evil
    assert httpx.get(f"{server}/queries/nope").status_code == 404
    assert httpx.get(f"{server}/queries/unit-load", params={"nope": "1"}).status_code == 400


def test_pages_allow_nothing_from_elsewhere(server: str) -> None:
    response = httpx.get(f"{server}/")
    policy = response.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert re.findall(r"(?:src|href|action)=\"https?:", response.text) == []
    assert "<script" not in response.text
    assert " style=" not in response.text


def test_a_measure_has_its_own_page_with_its_correction(server: str) -> None:
    seen = words(httpx.get(f"{server}/measures/zhengzhou-2024/60", params={"lang": "en"}).text)
    assert "line 45 · characters 6143–6192" in seen
    assert "slipped apart; aligned in order" in seen
    assert httpx.get(f"{server}/measures/zhengzhou-2024/999").status_code == 404


def test_text_from_a_document_is_shown_as_text() -> None:
    evil = "<img src=x onerror=alert(1)></script><script>alert(2)</script>\u202e" + "长" * 10_000
    text = f"{evil[:60]}台账\n工作内容\t责任单位\n1. 检查{evil}“{evil[:18]}”制度。\t市{evil[:30]}局，市财政局\n"
    ledger = read_ledger(document_from_bytes("evil.txt", text.encode()))
    for language in Language:
        page = pages.overview(ledger, ["evil", evil], pages.Search(words=evil[:20]), language)
        page += pages.overview(ledger, ["evil"], pages.Search(), language)
        page += pages.measure_page(ledger, ledger.measures[0], language)
        assert "<img" not in page
        assert "<script" not in page
        assert "<img src=x onerror=alert(1)>" in words(page) + unescape(page)


def test_overlapping_marks_are_cut_into_runs() -> None:
    document = document_from_bytes("d.txt", "零一二三四五".encode())
    found = runs(document, Span(1, 6), [Mark("a", Span(0, 4)), Mark("b", Span(2, 3)), Mark("c", Span(5, 9))])
    assert found == (Run("一", ("a",)), Run("二", ("a", "b")), Run("三", ("a",)), Run("四", ()), Run("五", ("c",)))


def test_the_excerpts_of_a_measure_add_up_to_its_source(ledger: Ledger) -> None:
    for measure in ledger.measures:
        for excerpt in excerpts(ledger, measure):
            assert "".join(run.text for run in excerpt.runs) == ledger.document.quote(excerpt.span)


def test_long_ledgers_are_paged() -> None:
    rows = "".join(f"{n}. 开展第{n}项检查。\t市财政局\n" for n in range(1, 251))
    ledger = read_ledger(document_from_bytes("long.txt", f"工作内容\t责任单位\n{rows}".encode()))
    third = pages.overview(ledger, ["long"], pages.Search(page=3), Language.EN)
    assert (third.count('<article class="card"'), "page 3 of 3" in words(third)) == (50, True)
