"""The page of impact in a real browser."""

import httpx
from playwright.sync_api import Browser, expect

from tests.e2e.browsing import opened, violations


def test_an_instrument_is_chosen_by_words_and_its_ripple_shown(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/impact?lang=zh") as page:
        page.fill("input[type=search]", "证件管理")
        expect(page.locator(".instrument-list li")).to_have_count(1)
        page.locator(".instrument-list a").click()
        page.wait_for_selector(".ripple")
        assert "1 个必须处理" not in page.inner_text(".after")
        assert page.inner_text(".after p") == "0 个必须处理，5 个须核对，0 个留意，0 个不受影响"
        assert page.locator(".ripple .card").count() == 6
        assert "《河南省行政执法证件管理办法》(省政府令第180号)" in page.inner_text(".table")


def test_a_kind_is_filtered_out_and_named(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/impact?instrument=reg%2Fhenan-order-180&lang=en") as page:
        page.wait_for_selector(".facets")
        page.get_by_label("units").uncheck()
        expect(page.locator(".table tbody tr")).to_have_count(1)
        assert "4 filtered out" in page.inner_text("main")
        assert "hide=unit" in page.url


def test_an_article_that_is_not_there_is_said(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/impact?instrument=law%2Fnowhere&lang=zh") as page:
        page.wait_for_selector("[role=alert]")
        assert len(page.inner_text("[role=alert] p")) > 4


def test_the_reports_are_there_to_download(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/impact?instrument=reg%2Fhenan-order-180&lang=zh") as page:
        page.wait_for_selector(".reports a")
        links = {link.inner_text().lower(): link.get_attribute("href") for link in page.locator(".reports a").all()}
    types = {
        name: httpx.get(f"{server}{address}").headers["content-type"].split(";")[0] for name, address in links.items()
    }
    assert types == {
        "html": "text/html", "md": "text/markdown", "json": "application/json", "ttl": "text/turtle", "svg": "image/svg+xml",
        "png": "image/png", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }  # fmt: skip


def test_no_serious_violation(browser: Browser, server: str) -> None:
    for dark in (False, True):
        with opened(browser, f"{server}/impact?instrument=law%2Fxingzhengchufafa&lang=zh", dark=dark) as page:
            page.wait_for_selector(".ripple")
            assert violations(page) == []
