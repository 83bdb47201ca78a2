"""The address holds the whole view: what is changed in a page is undone by Back, kept by a reload, the same when mailed."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from taizhang.loaders import ingest
from tests.e2e.browsing import opened, violations
from tests.serving import serving

LANGUAGES = pytest.mark.parametrize("lang", ["zh", "en"])
SORTED = "th[aria-sort]"


def rows(page: Page) -> list[str]:
    """The first cells of the tables that are shown."""
    return page.locator("tbody tr th").all_inner_texts()


@LANGUAGES
def test_back_undoes_the_page_of_a_table_and_then_its_order(lang: str, browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/network?lang={lang}&as=table") as page:
        expect(page.locator("tbody tr")).to_have_count(50)
        answered = rows(page)
        page.locator("button.sort").first.click()
        expect(page.locator(SORTED)).to_have_attribute("aria-sort", "ascending")
        page.wait_for_url(re.compile(r"[?&]list=name(&|$)"))
        ordered = rows(page)
        assert ordered != answered
        page.locator(".pager button").last.click()
        page.wait_for_url(re.compile(r"[?&]list=name%2C2(&|$)"))
        second = rows(page)
        assert not set(second) & set(ordered)
        page.reload()
        expect(page.locator(".pager [role=status]")).to_contain_text("51")
        assert rows(page) == second
        with opened(browser, page.url) as other:
            expect(other.locator(".pager [role=status]")).to_contain_text("51")
            assert rows(other) == second
            assert violations(other) == []
        page.go_back()
        expect(page.locator(".pager button").first).to_be_disabled()
        assert rows(page) == ordered
        page.go_back()
        expect(page.locator(SORTED)).to_have_count(0)
        assert rows(page) == answered
        assert "list=" not in page.url


@LANGUAGES
def test_back_closes_branches_of_the_tree_one_by_one(lang: str, browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/network?lang={lang}&as=tree") as page:
        tree = page.locator("[role=treeitem]")
        expect(tree.first).to_be_visible()
        closed = tree.count()
        tree.first.focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator("[aria-expanded=true]")).to_have_count(1)
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        expect(page.locator("[aria-expanded=true]")).to_have_count(2)
        both = tree.all_inner_texts()
        page.reload()
        expect(page.locator("[aria-expanded=true]")).to_have_count(2)
        assert tree.all_inner_texts() == both
        with opened(browser, page.url) as other:
            expect(other.locator("[aria-expanded=true]")).to_have_count(2)
            assert other.locator("[role=treeitem]").all_inner_texts() == both
            assert violations(other) == []
        page.go_back()
        expect(page.locator("[aria-expanded=true]")).to_have_count(1)
        page.go_back()
        expect(page.locator("[aria-expanded=true]")).to_have_count(0)
        assert tree.count() == closed


def test_tables_of_one_page_have_an_order_each(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/?lang=zh&units=name&relied=-units") as page:
        expect(page.locator(SORTED)).to_have_count(2)
        assert [one.get_attribute("aria-sort") for one in page.locator(SORTED).all()] == ["ascending", "descending"]
        page.locator("table").first.locator("button.sort").first.press("Enter")
        page.wait_for_url(re.compile("units=-name"))
        assert [one.get_attribute("aria-sort") for one in page.locator(SORTED).all()] == ["descending", "descending"]


def test_an_order_that_is_none_and_a_page_after_the_last_are_taken_as_what_is_there(
    browser: Browser, server: str
) -> None:
    with opened(browser, f"{server}/network?lang=zh&as=table&list=-sun,999&open=moon&path=99&ties=none") as page:
        expect(page.locator(".pager button").last).to_be_disabled()
        expect(page.locator(SORTED)).to_have_count(0)


def test_what_is_opened_beside_a_table_is_in_the_address_too(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/queries?ask=unit-load&lang=zh") as page:
        page.locator("main details summary").click()
        page.wait_for_url(re.compile("written=1"))
        page.go_back()
        expect(page.locator("main details[open]")).to_have_count(0)
    with opened(browser, f"{server}/network?select=unit/410100/sifaju&lang=zh") as page:
        page.locator("button.relation").first.click()
        page.wait_for_url(re.compile("ties="))
        page.reload()
        expect(page.locator("button.relation[aria-expanded=true]")).to_have_count(1)
        expect(page.locator(".neighbours li").first).to_be_visible()
        page.go_back()
        expect(page.locator("button.relation[aria-expanded=true]")).to_have_count(0)


@LANGUAGES
def test_the_overview_leads_to_the_list_of_doubtful_places(lang: str, browser: Browser, tmp_path: Path) -> None:
    gap = tmp_path / "gap.txt"
    gap.write_text(
        "工作内容\t责任单位\n1. 检查全市的执法案卷。\t市财政局\n3. 通报检查的结果。\t市公安局\n", encoding="utf-8"
    )
    ingest.load([gap], tmp_path / "store")
    with serving(tmp_path / "store") as served, opened(browser, f"{served.address}/?lang={lang}") as page:
        doubtful = {"zh": "读不准、待核对之处", "en": "Places that could not be read with certainty"}[lang]
        page.locator(".quality a").and_(page.locator(f"[aria-label$='{doubtful}']")).click()
        page.wait_for_url(re.compile(r"/ledger\?.*findings=1"))
        expect(page.locator("details[open] li")).to_have_count(1)
        expect(page.locator("details[open] li")).to_contain_text("2")
        assert violations(page) == []
        page.go_back()
        expect(page.locator(".quality")).to_be_visible()
