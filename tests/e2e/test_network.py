"""The network page as people use it: with a mouse, with the keyboard alone, by its address."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from lxml import etree
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browsing import DESK, PHONE, opened

UNIT = "unit/410100/sifaju"


def summary(page: Page) -> str:
    return page.locator(".summary").inner_text()


def test_filters_count_name_what_they_remove_and_back_undoes(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/network?lang=zh") as page:
        expect(page.locator(".summary")).to_have_text("显示 233 / 233 个节点，555 条联系。")
        page.get_by_label(re.compile("^法规文件")).uncheck()
        expect(page.locator(".summary")).to_contain_text("没有显示：法规文件 46 个。")
        assert "hide=regulation" in page.url
        page.get_by_label(re.compile("^牵头")).uncheck()
        expect(page.locator(".summary")).to_contain_text("牵头 69 条")
        page.go_back()
        page.go_back()
        expect(page.locator(".summary")).to_have_text("显示 233 / 233 个节点，555 条联系。")


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("sfj", "市司法局"),
        ("sifaju", "市司法局"),
        ("192", "70. 严格按照"),
        ("70", "70. 严格按照"),
        ("过错责任", "94. 严格执行"),
    ],
)
def test_search_takes_words_pinyin_and_numbers(words: str, first: str, browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/network?lang=zh") as page:
        field = page.get_by_role("combobox", name="查找")
        field.fill(words)
        expect(page.locator(".hits [role=option]").first).to_contain_text(first)
        field.press("Enter")
        expect(page.locator(".panel-name")).to_contain_text(first)


def test_a_measure_shows_its_source_with_marks(browser: Browser, server: str) -> None:
    address = f"{server}/network?lang=zh&select=ledger/zhengzhou-2024/measure/70"
    with opened(browser, address) as page:
        expect(page.locator(".panel-name")).to_contain_text("70. 严格按照《郑州市行政执法投诉受理办法》")
        assert page.locator(".panel mark.m-citation").all_inner_texts() == [
            "《郑州市行政执法投诉受理办法》（市政府令第192号）"
        ]
        expect(page.locator(".panel figcaption").nth(2)).to_contain_text("字符")
        page.get_by_role("button", name=re.compile("落实 法规文件")).click()
        page.get_by_role("button", name="《郑州市行政执法投诉受理办法》").click()
        expect(page.locator(".panel-name")).to_have_text("《郑州市行政执法投诉受理办法》")


def test_why_two_things_are_linked(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/network?lang=zh&select={UNIT}&to=reg/zhengzhou-order-192&hops=2") as page:
        expect(page.locator(".paths > li")).to_have_count(1)
        step = page.locator(".step").first
        expect(step).to_contain_text("市司法局 牵头 70. 严格按照")
        assert step.locator("mark").all_inner_texts() == ["市司法局"]


def test_where_nothing_links_two_things_both_are_named(browser: Browser, server: str) -> None:
    with opened(
        browser, f"{server}/network?select=unit/410100/sifaju&to=reg/zhengzhou-order-192&hops=1&lang=zh"
    ) as page:
        expect(page.locator(".path-ends")).to_have_text("市司法局 → 《郑州市行政执法投诉受理办法》")
        expect(page.locator(".why")).to_contain_text("1 步以内没有路径")


def test_the_keyboard_alone_reaches_everything(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/network?lang=zh") as page:
        expect(page.locator(".summary")).to_contain_text("233")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.locator(".canvas").focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_selector(".panel-name")
        first = page.locator(".panel-name").inner_text()
        live = page.locator("[aria-live=polite]")
        expect(live).to_contain_text("已选")
        page.keyboard.press("ArrowLeft")
        expect(page.locator(".panel-name")).not_to_have_text(first)
        page.keyboard.press("Enter")
        expect(page.locator(".summary")).not_to_contain_text("233 / 233")
        page.keyboard.press("Escape")
        expect(page.locator(".panel")).to_have_count(0)
        # the tree: one stop of Tab, arrows walk and open, Enter chooses
        page.get_by_role("button", name="树").press("Enter")
        row = page.get_by_role("treeitem").first
        row.focus()
        page.keyboard.press("ArrowRight")
        expect(row).to_have_attribute("aria-expanded", "true")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.locator(".panel-name")).to_be_visible()
        # the table sorts by keyboard
        page.get_by_role("button", name="表").press("Enter")
        page.get_by_role("button", name="负荷").press("Enter")
        expect(page.locator("tbody tr").first).to_contain_text("市司法局")


def camera(address: str) -> tuple[float, float, float]:
    """Where a picture is looked at from, and how near, by its address."""
    x, y, zoom = (float(part) for part in parse_qs(urlsplit(address).query)["at"][0].split(","))
    return x, y, zoom


def on_screen(page: Page, server: str, thing: str) -> tuple[float, float]:
    """Where a thing stands on the screen, by what the address says of the camera."""
    at_x, at_y, zoom = camera(page.url)
    things = httpx.get(f"{server}/api/explorer/network", timeout=60).json()["things"]
    found = next(one for one in things if one["id"] == thing)
    box = page.locator(".canvas").bounding_box()
    assert box
    return (
        box["x"] + box["width"] / 2 + (found["x"] - at_x) * zoom,
        box["y"] + box["height"] / 2 + (found["y"] - at_y) * zoom,
    )


def test_a_mouse_points_chooses_moves_and_comes_nearer(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/network?lang=zh&at=0,0,0.8") as page:
        expect(page.locator(".summary")).to_contain_text("233")
        x, y = on_screen(page, server, UNIT)
        page.mouse.move(x, y)
        expect(page.locator(".canvas-tip")).to_contain_text("市司法局")
        page.mouse.down()
        page.mouse.move(x + 60, y + 40, steps=4)
        page.mouse.move(x + 160, y + 80, steps=4)
        expect(page.locator(".canvas-tip")).to_be_hidden()
        page.mouse.up()
        page.wait_for_url(lambda address: camera(address) == (-200, -100, 0.8))
        assert page.locator(".panel").count() == 0  # what is dragged is not chosen
        # the wheel: nearer, and what is under the pointer stays there
        x, y = on_screen(page, server, UNIT)
        page.mouse.move(x, y)
        page.mouse.wheel(0, -200)
        page.wait_for_url(lambda address: camera(address)[2] > 1)
        assert on_screen(page, server, UNIT) == pytest.approx((x, y), abs=3)
        page.mouse.click(x, y)
        expect(page.locator(".panel-name")).to_have_text("市司法局")
        page.locator(".canvas").click(position={"x": 12, "y": 12})
        expect(page.locator(".panel")).to_have_count(0)


def test_two_fingers_come_nearer_and_one_taps(browser: Browser, server: str) -> None:
    address = f"{server}/network?lang=zh&as=picture&at=0,0,0.5"
    with opened(browser, address, size=PHONE, has_touch=True, is_mobile=True) as page:
        expect(page.locator(".summary")).to_contain_text("233")
        page.locator(".canvas").scroll_into_view_if_needed()
        hand = page.context.new_cdp_session(page)
        x, y = on_screen(page, server, UNIT)

        def touch(what: str, *fingers: tuple[float, float]) -> None:
            points = [{"x": at_x, "y": at_y, "id": n} for n, (at_x, at_y) in enumerate(fingers)]
            hand.send("Input.dispatchTouchEvent", {"type": what, "touchPoints": points})

        touch("touchStart", (x - 30, y))
        touch("touchStart", (x - 30, y), (x + 30, y))
        for step in (10, 20, 30):
            touch("touchMove", (x - 30 - step, y), (x + 30 + step, y))
        touch("touchEnd")
        page.wait_for_url(lambda address: camera(address)[2] == pytest.approx(1, abs=0.1))
        assert page.locator(".panel").count() == 0
        assert on_screen(page, server, UNIT) == pytest.approx((x, y), abs=3)
        page.touchscreen.tap(x, y)
        expect(page.locator(".panel-name")).to_have_text("市司法局")


def test_an_address_is_the_whole_view(browser: Browser, server: str) -> None:
    query = f"lang=en&select={UNIT}&hide=deadline&hide=section&near=1&colour=community&size=degree&as=table"
    with opened(browser, f"{server}/network?{query}") as page:
        expect(page.locator(".panel-name")).to_have_text("市司法局")
        expect(page.locator(".table tbody tr")).not_to_have_count(0)
        shown = summary(page)
        page.wait_for_url(re.compile(r"[?&]v="))
        again = page.url
    with opened(browser, again) as page:
        expect(page.locator(".summary")).to_have_text(shown)
        assert page.locator(".notice").count() == 0
    with opened(browser, re.sub(r"([?&]v=)[^&]+", r"\1older", again)) as page:
        expect(page.locator(".notice")).to_contain_text("older")
        page.locator(".notice button").click()
        expect(page.locator(".notice")).to_have_count(0)


def test_lists_come_first_on_a_phone(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/network?lang=zh", size=PHONE) as page:
        expect(page.get_by_role("tree")).to_be_visible()
        assert page.locator("canvas").count() == 0


def test_pictures_have_title_legend_day_and_source(browser: Browser, server: str, tmp_path: Path) -> None:
    with opened(browser, f"{server}/network?lang=zh", size=DESK) as page:
        expect(page.locator(".summary")).to_contain_text("233")
        with page.expect_download() as waiting:
            page.get_by_role("button", name="SVG").click()
        waiting.value.save_as(tmp_path / "n.svg")
        svg = (tmp_path / "n.svg").read_text(encoding="utf-8")
        for words in ("台账图谱 · 关系网络", "法规文件 46", "数据版本", "年", "市司法局"):
            assert words in svg
        with page.expect_download() as waiting:
            page.get_by_role("button", name="PNG").click()
        waiting.value.save_as(tmp_path / "n.png")
        assert (tmp_path / "n.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
        with page.expect_download() as waiting:
            page.get_by_role("link", name="GEXF").click()
        waiting.value.save_as(tmp_path / "n.gexf")
        assert b"http://gexf.net/1.3" in (tmp_path / "n.gexf").read_bytes()


def test_printed_it_is_a_picture_and_a_table(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/network?lang=zh") as page:
        expect(page.locator(".summary")).to_contain_text("233")
        page.emulate_media(media="print")
        expect(page.locator(".print-sheet svg")).to_be_visible()
        expect(page.locator(".print-sheet tbody tr")).to_have_count(233)
        assert page.locator(".print-sheet th").all_inner_texts() == ["种类", "名称", "负荷", "联系"]


def test_the_legend_of_communities_filters_and_files_hold_what_is_left(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/network?lang=zh&colour=community") as page:
        first = page.locator(".communities button").first
        first.click()
        expect(first).to_have_attribute("aria-pressed", "true")
        expect(page.locator(".summary")).not_to_contain_text("233 / 233")
        shown = int(re.findall(r"显示 (\d+)", summary(page))[0])
        address = page.get_by_role("link", name="GraphML").get_attribute("href")
        assert address
        assert "only=" in address
        assert httpx.get(f"{server}{address}", timeout=60).text.count("<node ") == shown


def test_filters_leave_everything_where_it_was(browser: Browser, server: str) -> None:
    with opened(browser, f"{server}/network?lang=zh") as page:
        expect(page.locator(".summary")).to_contain_text("233")

        def places() -> dict[str, list[float]]:
            with page.expect_download() as waiting:
                page.get_by_role("button", name="SVG").click()
            svg = etree.parse(waiting.value.path())
            return {
                str(one.findtext("{*}title")): [float(n) for n in re.findall(r"-?[\d.]+", str(one.get("transform")))]
                for one in svg.iterfind(".//{*}g[{*}title]")
            }

        before = places()
        page.get_by_label(re.compile("^单位群")).uncheck()
        expect(page.locator(".summary")).to_contain_text("单位群 5")
        after = places()
        assert len(after) == len(before) - 5
        assert after.items() <= before.items()
