"""The page of the network to mail: complete in itself, and every text in it a text."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from taizhang.graph.embedded import OxigraphStore
from taizhang.graph.property_graph import EdgeType
from taizhang.ontology.errors import Language, NothingFound
from taizhang.visualizations import one_file
from taizhang.visualizations.origin import Origin, origin_of
from taizhang.visualizations.scene import Kind, Scene, SceneEdge, SceneNode, read_scene
from tests.conftest import run
from tests.e2e.browsing import opened, violations
from tests.visualizations.texts import HOSTILE, TEXTS

ORIGIN = Origin(("台账.txt",), 0, "2026-11-23", "0.1.0")


def of_texts(texts: list[str]) -> Scene:
    """A unit that leads one measure for each text; every name and text is one of them."""
    unit = SceneNode("u", Kind.UNIT, texts[0], texts[0], 2.0)
    measures = [SceneNode(f"m{n}", Kind.MEASURE, f"{n}. {text}", text) for n, text in enumerate(texts)]
    instruments = [SceneNode(f"i{n}", Kind.INSTRUMENT, text, text) for n, text in enumerate(texts)]
    edges = [SceneEdge("u", node.iri, EdgeType.LEADS) for node in measures]
    return Scene(texts[0], (unit, *measures, *instruments), tuple(edges), {})


def page_of(scene: Scene, language: Language = Language.ZH) -> str:
    spots = {node.iri: (float(n % 20) * 90, float(n // 20) * 90) for n, node in enumerate(scene.nodes)}
    return one_file.page(scene, spots, ORIGIN, language).decode("utf-8")


class Parsed(HTMLParser):
    """The elements of a page with their attributes, and the content of its scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: dict[str, list[str]] = {}
        self.scripts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(value or "")

    def handle_data(self, data: str) -> None:
        if self.lasttag == "script" and data.strip():
            self.scripts.append(data)


@pytest.fixture(scope="module")
def ledger_page(tmp_path_factory: pytest.TempPathFactory, store_path: Path) -> Path:
    """The page of the ledger as the command line writes it."""
    path = tmp_path_factory.mktemp("page") / "network.html"
    done = run("export", "-f", "html", "-o", str(path), "--store", str(store_path), TAIZHANG_LANGUAGE="zh")
    assert (done.code, done.err) == (0, f"已写入 {path}\n")
    return path


def test_the_page_of_the_ledger_is_under_a_megabyte_and_the_same_each_time(
    ledger_page: Path, store_path: Path, tmp_path: Path
) -> None:
    content = ledger_page.read_bytes()
    again = tmp_path / "again.html"
    done = run("export", "-f", "html", "-o", str(again), "--store", str(store_path), TAIZHANG_LANGUAGE="zh")
    assert done.code == 0
    assert len(content) < 1_000_000
    assert again.read_bytes() == content


def test_the_scene_of_the_ledger_holds_its_parts_and_what_they_rest_on(store: OxigraphStore) -> None:
    scene = read_scene(store, ["zhengzhou-2024"], 1500)
    counts = {kind.value: sum(node.kind is kind for node in scene.nodes) for kind in Kind}
    assert counts == {
        "ledger": 1, "section": 6, "task": 29, "measure": 100, "unit": 21, "instrument": 14, "deadline": 11,
    }  # fmt: skip
    assert scene.hidden == {}
    assert scene.title == "郑州市提升行政执法质量三年行动工作台账"
    loads = {node.name: node.load for node in scene.nodes if node.kind is Kind.UNIT}
    assert loads["市司法局"] == 69.6


def test_a_scene_that_is_too_large_keeps_units_and_says_what_it_hides(store: OxigraphStore) -> None:
    scene = read_scene(store, (), 60)
    assert len(scene.nodes) == 60
    assert scene.hidden == {Kind.MEASURE: 97, Kind.INSTRUMENT: 14, Kind.DEADLINE: 11}
    words = page_of(scene)
    assert "略去了：" in words
    assert "事项 97" in words


def test_an_unknown_ledger_is_said_to_be_unknown(store: OxigraphStore) -> None:
    with pytest.raises(NothingFound, match="no such ledger"):
        read_scene(store, ["nowhere"], 1500)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("texts", [list(HOSTILE), ["甲"]])
def test_texts_add_no_element_and_no_attribute(language: Language, texts: list[str]) -> None:
    """The page of hostile texts has the elements of a page of harmless ones."""
    harmless = Parsed(page_of(of_texts(["甲"] * len(texts)), language))
    found = Parsed(page_of(of_texts(texts), language))
    # A cell repeats a text only where it is not the name, so the counts of texts must agree as well.
    assert found.elements == harmless.elements
    assert set(found.attributes) == set(harmless.attributes)
    assert [name for name in found.attributes if name.startswith("on")] == []


@given(st.lists(TEXTS, min_size=1, max_size=4))
@hypothesis_settings(max_examples=60)
def test_whatever_the_texts_are_the_data_are_those_texts_and_the_page_holds_no_more_elements(texts: list[str]) -> None:
    scene = of_texts(texts)
    found = Parsed(page_of(scene))
    assert found.elements.count("script") == 3
    assert found.elements.count("bdi") == Parsed(page_of(of_texts(["甲"] * len(texts)))).elements.count("bdi")
    data = json.loads(found.scripts[0])
    assert [node["name"] for node in data["nodes"]] == [node.name for node in scene.nodes]
    assert [node["title"] for node in data["nodes"]] == [node.text for node in scene.nodes]


def test_the_page_has_one_heading_and_names_no_address_to_load_from(ledger_page: Path) -> None:
    text = ledger_page.read_text(encoding="utf-8")
    found = Parsed(text)
    assert found.elements.count("h1") == 1
    assert [name for name in ("src", "href", "srcset", "action") if name in found.attributes] == []
    assert re.findall(r"url\(|@import", text.partition("<style>")[2].partition("</style>")[0]) == []


def test_the_page_is_utf8_where_the_machine_is_not(store_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "网络.html"
    done = run(
        "export", "-f", "html", "-o", str(path), "--store", str(store_path),
        LC_ALL="zh_CN.GBK", PYTHONUTF8="0", PYTHONIOENCODING="gbk",
    )  # fmt: skip
    assert done.code == 0
    assert "市司法局" in path.read_bytes().decode("utf-8")


def test_the_origin_names_the_files_and_the_day_of_the_last_load(store: OxigraphStore) -> None:
    found = origin_of(store)
    assert found == Origin(("zhengzhou-2024.txt",), 0, found.day)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", found.day)


# -- in a browser


def test_the_page_asks_for_nothing_and_draws(ledger_page: Path, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page, asked, complaints = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(ledger_page.as_uri())
    page.wait_for_selector("html[data-drawn]")
    page.mouse.move(600, 400)
    page.mouse.wheel(0, -400)
    page.fill("#words", "市司法局")
    page.locator("#matches button").first.click()
    page.wait_for_timeout(500)
    context.close()
    assert asked == [ledger_page.as_uri()]
    assert complaints == []


def coloured(page: Page) -> int:
    """How many pixels of the drawing are not empty."""
    found: int = page.evaluate(
        """() => { const c = document.querySelector('#network canvas');
        const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
        let n = 0; for (let i = 3; i < d.length; i += 4) if (d[i]) n += 1; return n; }"""
    )
    return found


def test_the_drawing_stands_still_with_the_places_it_was_given(ledger_page: Path, browser: Browser) -> None:
    with opened(browser, ledger_page.as_uri()) as page:
        page.wait_for_selector("html[data-drawn]")
        first = coloured(page)
        page.wait_for_timeout(700)
        assert first > 5000
        assert coloured(page) == first


def test_search_legend_and_panel_answer_to_the_keyboard(ledger_page: Path, browser: Browser) -> None:
    with opened(browser, ledger_page.as_uri()) as page:
        page.wait_for_selector("html[data-drawn]")
        page.focus("#words")
        page.keyboard.type("192号")
        assert page.inner_text("#said") == "找到 2 个"
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert "192号" in page.inner_text("#details")
        assert page.locator("#details li").count() > 0
        page.focus('#legend input[value="measure"]')
        page.keyboard.press("Space")
        assert page.inner_text("#said").startswith("找到")
        page.locator("#search button").click()
        assert page.locator("#legend input:checked").count() == 7


def test_hostile_texts_are_shown_as_text(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "hostile.html"
    path.write_text(page_of(of_texts(list(HOSTILE))), encoding="utf-8")
    with opened(browser, path.as_uri()) as page:
        page.wait_for_selector("html[data-drawn]")
        title = page.title()
        page.fill("#words", "onerror")
        page.locator("#matches button").first.click()
        assert HOSTILE[0] in page.inner_text("#details")
        box = page.locator("#network").bounding_box()
        assert box
        for x in range(0, int(box["width"]), 80):  # over nodes, so that their titles show
            page.mouse.move(box["x"] + x, box["y"] + box["height"] / 2)
            page.wait_for_timeout(30)
        page.wait_for_timeout(400)
        shown = page.locator("tbody th bdi").all_text_contents()
        assert page.title() == title != "gone"
        assert page.locator("img, svg, iframe").count() == 0
        assert shown == [HOSTILE[0], *(f"{n}. {text}" for n, text in enumerate(HOSTILE)), *HOSTILE]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_titles_over_nodes_are_text(browser: Browser, tmp_path: Path) -> None:
    """vis-network's popups take a string for text; pyvis's own template would run it as HTML once one holds `href`."""
    scene = Scene("甲", (SceneNode("u", Kind.LEDGER, "x", f"{HOSTILE[0]} href", 9.0),), (), {})
    path = tmp_path / "one.html"
    path.write_text(page_of(scene), encoding="utf-8")
    with opened(browser, path.as_uri()) as page:
        page.wait_for_selector("html[data-drawn]")
        box = page.locator("#network").bounding_box()
        assert box
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_selector(".vis-tooltip", state="visible")
        assert page.inner_text(".vis-tooltip") == f"{HOSTILE[0]} href"


def test_without_scripts_the_tables_say_the_same(ledger_page: Path, browser: Browser) -> None:
    """Mail programs show pages with scripts off."""
    with opened(browser, ledger_page.as_uri(), java_script_enabled=False) as page:
        assert "请看下面的表" in page.inner_text("body")
        assert page.locator("#view").is_hidden()
        assert page.locator("tbody").first.locator("tr").count() == 182


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_serious(ledger_page: Path, browser: Browser, dark: bool, tmp_path: Path) -> None:
    # The policy of the page lets no script of a stranger run, axe's neither: it is taken out for the check.
    bare = tmp_path / "bare.html"
    bare.write_text(re.sub(r"<meta http-equiv[^>]*>", "", ledger_page.read_text(encoding="utf-8")), encoding="utf-8")
    with opened(browser, bare.as_uri(), dark=dark) as page:
        page.wait_for_selector("html[data-drawn]")
        assert violations(page) == []


def test_the_policy_stops_a_script_that_got_in(ledger_page: Path, browser: Browser, tmp_path: Path) -> None:
    forged = tmp_path / "forged.html"
    text = ledger_page.read_text(encoding="utf-8")
    forged.write_text(text.replace("<h1>", "<h1><script>document.title = 'gone'</script>"), encoding="utf-8")
    context = browser.new_context()
    page = context.new_page()
    page.goto(forged.as_uri())
    title = page.title()
    context.close()
    assert title.endswith("关系图")
