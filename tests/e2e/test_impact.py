"""The page of impact in a real browser."""

import re

import httpx
from playwright.sync_api import Browser, expect

from tests.e2e.browsing import opened, violations


def test_an_instrument_is_chosen_by_words_and_its_ripple_shown(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/impact?lang=zh") as page:
        page.fill("input[type=search]", "证件管理")
        expect(page.locator(".instrument-list li")).to_have_count(1)
        page.locator(".instrument-list a").click()
        page.wait_for_selector(".ripple")
        after = "5 个对象依据、落实或提到它 → 0 个必须处理，5 个须核对，0 个留意，0 个不受影响"
        assert page.inner_text(".after") == after
        assert page.locator(".before-after tbody tr").all_inner_texts() == ["事项\t1\t\t1\t\t", "单位\t4\t\t4\t\t"]
        assert page.locator(".ripple .card").count() == 6
        assert (
            "《河南省行政执法证件管理办法》(省政府令第180号)"
            in page.get_by_role("table", name="受影响的对象").inner_text()
        )


def test_a_kind_is_filtered_out_and_named(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/impact?instrument=reg%2Fhenan-order-180&lang=en") as page:
        page.wait_for_selector(".impact-facets")
        page.get_by_label("units").uncheck()
        expect(page.get_by_role("table", name="What is affected").locator("tbody tr")).to_have_count(1)
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


def test_two_versions_stand_beside_each_other_with_the_words_that_differ(browser: Browser, law_server: str) -> None:
    with opened(browser, f"{law_server}/impact?lang=zh") as page:
        page.fill("input[type=search]", "水井法")
        page.get_by_role("link", name=re.compile("^中华人民共和国水井法")).click()
        page.get_by_label("原文本").select_option("2010-03-01")
        page.wait_for_url("**old=2010-03-01**")
        page.locator("summary", has_text="条文前后对照").click()
        rows = page.locator(".articles tbody tr")
        expect(rows).to_have_count(9)
        edited = rows.filter(has=page.locator("th", has_text="文字改变")).first
        expect(edited.locator("del").first).to_be_visible()
        expect(edited.locator("ins").first).to_be_visible()
        assert (
            rows.filter(has=page.locator("th", has_text="删除")).locator("td").first.inner_text().startswith("第四条")
        )
        assert violations(page) == []


def test_an_impact_is_played_forward_on_the_time_line(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/impact?instrument=reg%2Fhenan-order-180&on=2024-12-01&lang=zh") as page:
        page.get_by_role("link", name="在时间线上推演这一变动").click()
        page.wait_for_selector(".line-picture .change")
        assert "instrument=reg%2Fhenan-order-180" in page.url
        assert "from=2024-12-01" in page.url
