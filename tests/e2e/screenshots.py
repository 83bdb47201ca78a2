"""Takes the screenshots of docs/explorer.md: every page on a desk, on a phone, dark, and as it is printed.

    make screenshots

The days are fixed, so that only what changed in the program changes the pictures. Pages of laws with several texts are
of the made-up corpus of tests/laws.py. Pictures have a palette of
their most frequent colours, which takes a third of the room and leaves grounds and hues as they are.
"""

import io
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from taizhang.loaders import ingest
from tests import laws
from tests.e2e.browsing import DESK, PHONE, launch
from tests.serving import serving

FOLDER = Path(__file__).parents[2] / "docs" / "explorer"
COLOURS = 160
DAY = "2024-11-20"
PRINTED_WIDTH = 794  # of an A4 sheet, in CSS pixels


@dataclass(frozen=True)
class Shot:
    """A view that is taken: its name, its address, what has to be seen before it is, and in which forms."""

    name: str
    address: str
    seen: str
    forms: frozenset[str] = field(default=frozenset({"desk", "phone", "dark", "print"}))
    #: Of the made-up laws instead of the ledger that comes with the program.
    laws: bool = False
    #: What is clicked before.
    click: str = ""


_EXTRA = frozenset({"desk"})
SHOTS = (
    Shot("overview", f"/?on={DAY}", ".units, .due li"),
    Shot("network", f"/network?on={DAY}", ".summary"),
    Shot("load", f"/load?on={DAY}", ".table tbody tr"),
    Shot("impact", f"/impact?instrument=reg/henan-order-180&change=repeal&on={DAY}", ".before-after"),
    Shot("time", f"/time?at={DAY}", ".line-picture"),
    Shot("ledger", "/ledger?measure=70", ".ledger-open mark"),
    Shot("queries", "/queries?ask=unit-load", ".table tbody tr"),
    Shot("network-paths", f"/network?on={DAY}&select=unit/410100/sifaju&to=reg/zhengzhou-order-192&hops=2", ".step", _EXTRA),
    Shot("load-matrix", f"/load?on={DAY}&show=matrix", ".matrix", _EXTRA),
    Shot("load-flow", f"/load?on={DAY}&show=flow", ".sankey canvas", _EXTRA),
    Shot("impact-versions", "/impact?instrument=law/shuijingfa&old=2010-03-01&new=2019-06-29", ".articles ins", _EXTRA, laws=True, click="main details summary"),
    Shot("time-change", "/time?at=2026-03-15&instrument=law/shuijingfa&change=amend&from=2026-01-01", ".line-picture .change", _EXTRA, laws=True),
    Shot("network-table", f"/network?on={DAY}&as=table&hide=measure&colour=community", ".table tbody tr", _EXTRA),
    Shot("calendar", "/time?show=calendar&at=2024-12-10", ".calendar", _EXTRA),
    Shot("ledger-corrected", "/ledger?only=corrected&measure=23", ".corrections li", _EXTRA),
    Shot("console", "/queries?console=1&show=chart&sparql=SELECT%20%3Fname%20(COUNT(%3Fm)%20AS%20%3Fmeasures)%20WHERE%20%7B%20%3Fu%20tz%3Aleads%20%3Fm%20%3B%20skos%3AprefLabel%20%3Fname%20%7D%20GROUP%20BY%20%3Fname%20ORDER%20BY%20DESC(%3Fmeasures)", ".bar-chart", _EXTRA),
)  # fmt: skip


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        ingest.load(ingest.default_paths(), Path(made) / "ledger")
        browser = launch(playwright)
        with serving(Path(made) / "ledger") as ledger, serving(laws.corpus_store(Path(made))) as wells:
            for name, picture in _taken(browser, ledger.address, wells.address):
                _save(picture, folder / f"{name}.png")
        browser.close()


def _taken(browser: Browser, ledger: str, wells: str) -> Iterator[tuple[str, Image.Image]]:
    for shot in SHOTS:
        for lang in ("zh", "en"):
            forms = shot.forms if lang == "zh" else _EXTRA if shot.forms > _EXTRA else frozenset()
            for form in sorted(forms):
                context = browser.new_context(
                    viewport=PHONE if form == "phone" else DESK,
                    color_scheme="dark" if form == "dark" else "light",
                    locale={"zh": "zh-CN", "en": "en-GB"}[lang],
                )
                page = context.new_page()
                server = wells if shot.laws else ledger
                page.goto(f"{server}{shot.address}{'&' if '?' in shot.address else '?'}lang={lang}")
                if shot.click:
                    page.locator(shot.click).first.click()
                page.wait_for_selector(shot.seen)
                page.wait_for_load_state("networkidle")
                name = shot.name if (form, lang) == ("desk", "zh") else f"{shot.name}-{form if lang == 'zh' else lang}"
                yield name, _printed(page) if form == "print" else _picture(page.screenshot())
                context.close()


def _picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def _printed(page: Page) -> Image.Image:
    """The first sheet, as a printer would have it."""
    with pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True, print_background=True)) as sheets:
        first = sheets[0]
        drawn: Image.Image = first.render(scale=PRINTED_WIDTH / first.get_width()).to_pil()
        return drawn.convert("RGB")


def _save(picture: Image.Image, path: Path) -> None:
    colours, counts = np.unique(np.asarray(picture).reshape(-1, 3), axis=0, return_counts=True)
    frequent = colours[np.argsort(-counts, kind="stable")[:COLOURS]]
    palette = Image.new("P", (1, 1))
    palette.putpalette(frequent.ravel().tolist())
    picture.quantize(palette=palette, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.name:32} {path.stat().st_size / 1000:6.0f} kB")


if __name__ == "__main__":
    main()
