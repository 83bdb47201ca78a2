"""What holds for every page: both languages, both themes, narrow and wide, no serious violation, nothing from elsewhere."""

import httpx
import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from taizhang.api.explorer_pages import page_names
from tests.e2e.browsing import DESK, PHONE, opened, violations

PATHS = ["/" if name == "overview" else f"/{name}" for name in page_names()]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("lang", "size", "dark"),
    [("zh", DESK, False), ("en", DESK, False), ("zh", DESK, True), ("en", PHONE, False)],
    ids=["zh", "en", "zh-dark", "en-phone"],
)
def test_no_serious_violation(
    path: str, lang: str, size: ViewportSize, dark: bool, browser: Browser, server: str
) -> None:
    with opened(browser, f"{server}{path}?lang={lang}", size=size, dark=dark) as page:
        page.wait_for_selector("h1")
        page.wait_for_load_state("networkidle")
        assert page.get_attribute("html", "lang") == {"zh": "zh-CN", "en": "en"}[lang]
        assert violations(page) == []
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, "the page scrolls sideways"


@pytest.mark.parametrize(("lang", "words"), [("zh", "没有这个页面"), ("en", "There is no such page")])
def test_an_address_where_nothing_is_leads_on(lang: str, words: str, browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/netwrok?lang={lang}") as page:
        expect(page.locator("h1")).to_have_text(words)
        assert violations(page) == []
        page.locator("main a[href^='/network']").click()
        page.wait_for_selector(".summary")
    assert httpx.get(f"{server}/netwrok", headers={"accept": "text/html"}).status_code == 404
    assert httpx.get(f"{server}/netwrok").headers["content-type"] == "application/problem+json"
