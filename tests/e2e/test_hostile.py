"""Text from documents is data: a ledger that tries to be code is shown as the text it is."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph
import pytest
from lxml import etree
from playwright.sync_api import Browser, ViewportSize, expect
from pyoxigraph import RdfFormat

from taizhang.loaders import ingest
from tests.e2e.browsing import DESK, PHONE, opened
from tests.serving import TOKEN, serving

EVIL = "<img src=x onerror=alert(1)>"
SCRIPT = "</script><script>alert(2)</script>"
LONG = "长" * 10_000
LATIN = "w" * 10_000
VIEWS = (
    "/", "/network?as=picture", "/network?as=tree", "/network?as=table", "/load", "/load?show=matrix", "/load?show=flow",
    "/impact", "/impact?instrument=reg/henan-order-180", "/time", "/time?show=calendar&at=2030-12-01", "/ledger",
    "/ledger?measure=1", "/ledger?measure=2", "/queries?ask=unit-load", "/queries?ask=unit-load&show=chart",
    "/queries?ask=unit-profile",
)  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    ledger = folder / "hostile.txt"
    # Readers take tags out of what they read; the source beside it keeps them, and updates may write anything.
    ledger.write_text(
        f"某市工作台账\n工作内容\t责任单位\n1. 检查{EVIL}{SCRIPT}\u202e倒着\u202c制度。\t市财政局\n"
        f"2. 落实{LONG}制度，2030年12月31日前完成。\t市财政局\n"
        f"3. 推进{LATIN}平台建设。\t市财政局\n",
        encoding="utf-8",
    )
    ingest.load([ledger], Path(folder / "store"))
    with serving(folder / "store", TOKEN=TOKEN) as served:
        text = json.dumps(f"{EVIL}{SCRIPT}\u202e倒着\u202c市财政局", ensure_ascii=False)
        measure = json.dumps(f"检查{EVIL}{SCRIPT}\u202e倒着\u202c制度。", ensure_ascii=False)
        written = served.write(
            f"DELETE {{ ?u skos:prefLabel ?n . ?m tz:text ?t }} INSERT {{ ?u skos:prefLabel {text}@zh . ?m tz:text {measure} }}"
            " WHERE { ?u a org:FormalOrganization ; skos:prefLabel ?n . ?m a tz:Measure ; tz:number 1 ; tz:text ?t }"
        )
        assert written.status_code == 204, written.text
        yield served.address


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_hostile_text_is_text_on_every_page(size: ViewportSize, browser: Browser, hostile: str) -> None:
    with opened(browser, hostile, size=size) as page:
        for view in VIEWS:
            page.goto(f"{hostile}{view}")
            page.wait_for_selector("h1")
            page.wait_for_load_state("networkidle")
            assert page.locator("img, [onerror]").count() == 0, view
            assert page.locator("[role=alert]").count() == 0, view
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"a long word breaks {view}"
        page.goto(f"{hostile}/ledger?measure=1")
        expect(page.locator(".ledger-open .source").first).to_contain_text(EVIL)


@pytest.mark.parametrize("form", ["csv", "gexf", "graphml", "ttl"])
def test_hostile_text_is_text_in_files_of_the_network(form: str, hostile: str) -> None:
    found = httpx.get(f"{hostile}/api/explorer/download", params={"format": form}, timeout=60)
    assert found.status_code == 200
    if form in ("gexf", "graphml"):
        root = etree.fromstring(found.content)
        assert not [one for one in root.iter() if etree.QName(one).localname in ("img", "script")]
        assert EVIL in "".join(map(str, root.itertext())) + "".join(
            str(value) for one in root.iter() for value in one.attrib.values()
        )
    elif form == "csv":
        assert any(EVIL in cell for row in csv.reader(io.StringIO(found.text)) for cell in row)
    else:
        assert any(EVIL in str(triple.object) for triple in pyoxigraph.parse(found.content, format=RdfFormat.TURTLE))


def test_a_hostile_measure_in_the_panel_and_in_a_picture(browser: Browser, hostile: str, tmp_path: Path) -> None:
    address = f"{hostile}/network?lang=en&as=picture&select=ledger/hostile/measure/1"
    with opened(browser, address) as page:
        expect(page.locator(".panel-name")).to_contain_text(EVIL)
        expect(page.locator(".panel blockquote").first).to_contain_text(EVIL)
        with page.expect_download() as waiting:
            page.get_by_role("button", name="SVG").click()
        waiting.value.save_as(tmp_path / "n.svg")
        svg = (tmp_path / "n.svg").read_text(encoding="utf-8")
        assert "<img" not in svg
        assert "<script" not in svg
        assert "\u202e" not in svg
    with opened(browser, address.replace("measure/1", "measure/2")) as page:
        expect(page.locator(".panel-name")).to_contain_text(LONG)
