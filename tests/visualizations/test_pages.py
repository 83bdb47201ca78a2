"""The pages: complete in both languages, safe with any text, and nothing from elsewhere."""

import re
from html import unescape
from pathlib import Path

import httpx

from taizhang.graph.model import Ledger, Span
from taizhang.loaders.document import document_from_bytes
from taizhang.loaders.ledger import read_ledger
from taizhang.ontology.errors import Language
from taizhang.visualizations import pages
from taizhang.visualizations.marks import Mark, Run, excerpts, runs
from taizhang.visualizations.strings import STRINGS

TAG = re.compile(r"<[^>]+>")


def words(html: str) -> str:
    """What a reader sees."""
    return unescape(TAG.sub("", html))


def test_every_string_is_there_in_both_languages_and_used() -> None:
    templates = "".join(path.read_text(encoding="utf-8") for path in _templates())
    assert [key for key, text in STRINGS.items() if not (text.zh and text.en)] == []
    used = set(re.findall(r"say\('([\w-]+)'", templates))
    assert used - set(STRINGS) == set()


def _templates() -> list[Path]:
    return sorted((Path(pages.__file__).parent / "templates").glob("*.html"))


def test_every_link_of_a_measure_leads_somewhere_here(server: str) -> None:
    page = httpx.get(f"{server}/measures/zhengzhou-2024/70", params={"lang": "zh"}).text
    links = {unescape(link) for link in re.findall(r'(?:href|src|action)="([^"]+)"', page)}
    for link in links:
        assert link.startswith(("/", "#")), link
        if link.startswith("/"):
            assert httpx.get(server + link.split("#")[0], follow_redirects=True, timeout=60).status_code == 200, link


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
    response = httpx.get(f"{server}/measures/zhengzhou-2024/70")
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
        page = pages.measure_page(ledger, ledger.measures[0], language)
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
