"""The page of the ledger in a real browser."""

from playwright.sync_api import Browser, expect

from tests.e2e.browsing import PHONE, opened, violations


def test_a_measure_opens_beside_its_source(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/ledger?lang=zh") as page:
        page.fill("input[type=search]", "192号")
        expect(page.locator(".ledger-table th[scope=row]")).to_have_count(1)
        page.get_by_role("link", name="第 70 项").click()
        page.wait_for_selector(".ledger-open mark")
        assert (
            "《郑州市行政执法投诉受理办法》（市政府令第192号）"
            in page.locator(".ledger-open mark").all_text_contents()[0]
        )
        assert page.evaluate("document.activeElement.id") == "open-measure"
        page.go_back()
        page.wait_for_selector(".ledger-open", state="detached")


def test_corrections_are_shown_printed_against_repaired_with_their_reasons(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/ledger?only=corrected&lang=zh") as page:
        page.wait_for_selector(".ledger-table")
        assert page.locator(".ledger-table th[scope=row]").count() == 27
        page.locator(".ledger-table th[scope=row] a").first.click()
        page.wait_for_selector(".corrections li")
        assert page.locator(".corrected-table tbody tr").count() >= 1
        assert len(page.inner_text(".corrections li")) > 8


def test_an_instrument_of_a_measure_leads_to_what_its_change_would_touch(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/ledger?measure=70&lang=zh") as page:
        page.get_by_role("link", name="它若变动").click()
        page.wait_for_url("**/impact?**find=**")
        page.get_by_role("link", name="市政府令第192号").click()
        page.wait_for_selector(".before-after")
        page.go_back()
        expect(page.get_by_role("searchbox")).to_have_value("郑州市行政执法投诉受理办法")


def test_no_serious_violation_with_a_measure_open(browser: Browser, server: str) -> None:
    for size, dark in ((None, False), (None, True), (PHONE, False)):
        with opened(browser, f"{server}/ledger?measure=21&lang=en", dark=dark, size=size) as page:
            page.wait_for_selector(".ledger-open .source")
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
