"""The page of the load in a real browser."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browsing import DESK, PHONE, opened, violations


def test_a_number_opens_its_measures_and_back_closes_them(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/load?lang=zh") as page:
        page.get_by_role("button", name="市司法局 牵头 56").click()
        assert page.inner_text("#chosen") == "市司法局（牵头）：56 项"
        page.go_back()
        page.wait_for_selector("#chosen", state="detached")


def test_arrows_walk_the_matrix_and_enter_opens_a_cell(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/load?show=matrix&lang=zh") as page:
        page.locator(".matrix button[tabindex='0']").focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        assert page.inner_text("#chosen") == "市司法局与区县（市）政府共同承担：61 项"
        assert page.locator(".chosen tbody tr").count() == 50
        assert page.locator(".matrix [aria-pressed=true]").count() == 1


def test_the_flow_is_drawn_and_told_as_a_table(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/load?show=flow&lang=en") as page:
        page.wait_for_selector(".sankey canvas")
        page.get_by_role("button", name="市司法局 and 各开发区管委会: 55").click()
        assert page.inner_text("#chosen") == "市司法局 and 各开发区管委会 share 55 measures"


def test_a_day_makes_near_deadlines_count(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/load?on=2024-12-01&lang=zh") as page:
        page.wait_for_selector(".table tbody tr")
        assert "2024年12月1日" in page.inner_text("main")
        assert page.locator("tbody tr").first.locator("td").last.inner_text() != "69.6"


@pytest.mark.parametrize("show", ["matrix", "flow"])
@pytest.mark.parametrize("dark", [False, True])
def test_no_serious_violation(show: str, dark: bool, browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/load?show={show}&lang=zh", dark=dark) as page:
        page.wait_for_load_state("networkidle")
        assert violations(page) == []


def test_the_flow_is_saved_as_a_picture(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/load?show=flow&lang=zh") as page:
        page.wait_for_selector(".sankey canvas")
        for form, begins in (("SVG", b"<?xml"), ("PNG", b"\x89PNG")):
            with page.expect_download() as waiting:
                page.get_by_role("button", name=form, exact=True).click()
            content = Path(waiting.value.path()).read_bytes()
            assert content.startswith(begins)
            assert form == "PNG" or "市司法局" in content.decode()


def test_a_table_is_saved_as_csv(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/load?lang=zh") as page:
        with page.expect_download() as waiting:
            page.get_by_role("button", name="表格存为 CSV").first.click()
        rows = list(csv.reader(Path(waiting.value.path()).read_text(encoding="utf-8-sig").splitlines()))
        assert rows[0] == ["单位", "牵头", "负责", "配合", "合计", "加权"]
        assert ["市司法局", "56", "17", "", "73", "69.6"] in rows


def test_what_is_chosen_stands_beside_the_picture_or_is_brought_into_sight(browser: Browser, server: str) -> None:
    for size in (DESK, PHONE):
        with opened(browser, f"{server}/load?lang=zh", size=size) as page:
            page.get_by_role("button", name="市法院 配合 1").click()
            expect(page.locator("#chosen")).to_be_in_viewport()


def test_the_matrix_is_saved_as_a_picture(browser: Browser, server: str, tmp_path: Path) -> None:
    with opened(browser, f"{server}/load?show=matrix&lang=zh") as page:
        with page.expect_download() as waiting:
            page.get_by_role("button", name="SVG", exact=True).click()
        waiting.value.save_as(tmp_path / "matrix.svg")
        svg = (tmp_path / "matrix.svg").read_text(encoding="utf-8")
        for words in ("台账图谱 · 共担矩阵", "市司法局", ">61<", "单位两两共担的事项数", "数据版本", "来源"):
            assert words in svg
