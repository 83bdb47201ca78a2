"""The page of time in a real browser."""

from pathlib import Path

import httpx
from playwright.sync_api import Browser, expect

from tests.e2e.browsing import opened, violations


def test_a_day_of_the_calendar_opens_what_is_due(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/time?show=calendar&at=2024-12-01&lang=zh") as page:
        page.get_by_role("button", name="2024-12-31").click()
        expect(page.locator(".table tbody tr")).to_have_count(11)
        assert "2024年12月31日：11 项" in page.inner_text("main")
        page.get_by_role("button", name="下一月").click()
        assert page.inner_text("#month") == "2025年1月"


def test_time_is_played_forward_and_stopped(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/time?at=2024-11-15&lang=en") as page:
        page.get_by_role("button", name="Play forward").click()
        page.wait_for_url("**at=2025-01-15**")
        page.get_by_role("button", name="Pause").click()
        assert "On 15 Jan" in page.inner_text("main [role=status]")


def test_the_calendar_file_is_the_one_of_the_command_line(server: str) -> None:
    found = httpx.get(f"{server}/api/explorer/calendar.ics")
    assert found.headers["content-type"] == "text/calendar; charset=utf-8"
    assert found.text.count("BEGIN:VEVENT") == 11


def test_the_calendar_file_holds_what_the_page_is_narrowed_to(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/time?at=2024-11-20&lang=zh") as page:
        page.locator(".time-controls select").first.select_option("市委编办")
        page.get_by_label("只看一次性的期限").check()
        expect(page.locator(".table tbody tr")).to_have_count(1)
        with page.expect_download() as waiting:
            page.get_by_role("link", name="下载日历").click()
        written = Path(waiting.value.path()).read_text(encoding="utf-8")
        assert written.count("BEGIN:VEVENT") == 1
        assert "DTSTART;VALUE=DATE:20241231" in written


def test_the_keyboard_opens_a_day_of_the_line(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/time?at=2024-11-20&lang=zh") as page:
        page.get_by_role("button", name="2024年12月31日：11 项").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".table tbody tr")).to_have_count(11)


def test_no_serious_violation(browser: Browser, server: str) -> None:
    for show, dark in (("line", False), ("calendar", False), ("line", True), ("calendar", True)):
        with opened(browser, f"{server}/time?show={show}&at=2024-12-01&lang=zh", dark=dark) as page:
            page.wait_for_selector(".line-picture, .calendar")
            assert violations(page) == []


def test_a_change_is_played_forward_and_marks_what_it_touches(browser: Browser, law_server: str) -> None:
    with opened(browser, f"{law_server}/time?at=2026-01-15&lang=zh") as page:
        page.wait_for_selector(".line-picture .version")
        page.get_by_label("若有变动").select_option(label="中华人民共和国水井法")
        page.get_by_label("变动之日").fill("2026-03-01")
        status = page.locator("[role=status]", has_text="水井法")
        expect(status).to_contain_text("还没有到")
        page.get_by_role("button", name="逐月推进").click()
        expect(status).to_contain_text("波及")
        page.get_by_role("button", name="停").click()
        expect(page.get_by_role("columnheader", name="受变动影响")).to_be_visible()
        assert violations(page) == []


def test_the_time_line_is_saved_as_a_picture(browser: Browser, server: str, tmp_path: Path) -> None:
    with opened(browser, f"{server}/time?at=2024-11-20&lang=zh") as page:
        with page.expect_download() as waiting:
            page.get_by_role("button", name="SVG").click()
        waiting.value.save_as(tmp_path / "time.svg")
        svg = (tmp_path / "time.svg").read_text(encoding="utf-8")
        for words in ("台账图谱 · 时间", "90 天内", "数据版本", "来源", "2024年11月20日"):
            assert words in svg
        assert "class=" not in svg
