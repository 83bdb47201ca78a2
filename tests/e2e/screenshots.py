"""Takes the screenshots of docs/explorer.md: every page on a desk, on a phone, dark, and as it is printed.

    python -m tests.e2e.screenshots [FOLDER]

The day is fixed, so that only what changed in the program changes the pictures. They are stored with a palette of 64
colours, which takes a third of the room and shows no difference on pages.
"""

import io
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from taizhang.loaders import ingest
from tests.e2e.browsing import DESK, PHONE, launch
from tests.serving import serving

FOLDER = Path(__file__).parents[2] / "docs" / "explorer"
COLOURS = 64
DAY = "2024-11-20"
PRINTED_WIDTH = 794  # of an A4 sheet, in CSS pixels


@dataclass(frozen=True)
class Shot:
    """A view that is taken: its name, its address, what has to be seen before it is, and in which forms."""

    name: str
    address: str
    seen: str
    forms: frozenset[str] = field(default=frozenset({"desk", "phone", "dark", "print"}))


_EXTRA = frozenset({"desk"})
SHOTS = (
    Shot("overview", f"/?on={DAY}", ".units, .due li"),
    Shot("network", f"/network?on={DAY}", ".summary"),
    Shot("load", f"/load?on={DAY}", ".table tbody tr"),
    Shot("impact", f"/impact?instrument=law/xingzhengchufafa&change=amend&on={DAY}", ".compare"),
    Shot("time", f"/time?at={DAY}", ".line-picture"),
    Shot("ledger", "/ledger?measure=70", ".ledger-open mark"),
    Shot("queries", "/queries?ask=unit-load", ".table tbody tr"),
    Shot("network-paths", f"/network?on={DAY}&select=unit/410100/sifaju&to=reg/zhengzhou-order-192&hops=2", ".step", _EXTRA),
    Shot("load-matrix", f"/load?on={DAY}&show=matrix", ".matrix", _EXTRA),
    Shot("load-flow", f"/load?on={DAY}&show=flow", ".sankey canvas", _EXTRA),
    Shot("calendar", "/time?show=calendar&at=2024-12-10", ".calendar", _EXTRA),
    Shot("ledger-corrected", "/ledger?only=corrected&measure=21", ".corrections li", _EXTRA),
    Shot("console", "/queries?console=1&show=chart&sparql=SELECT%20%3Fname%20(COUNT(%3Fm)%20AS%20%3Fmeasures)%20WHERE%20%7B%20%3Fu%20tz%3Aleads%20%3Fm%20%3B%20skos%3AprefLabel%20%3Fname%20%7D%20GROUP%20BY%20%3Fname%20ORDER%20BY%20DESC(%3Fmeasures)", ".bar-chart", _EXTRA),
)  # fmt: skip


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as store, sync_playwright() as playwright:
        ingest.load(ingest.default_paths(), Path(store))
        browser = launch(playwright)
        with serving(Path(store)) as served:
            for name, picture in _taken(browser, served.address):
                _save(picture, folder / f"{name}.png")
        browser.close()


def _taken(browser: Browser, server: str) -> Iterator[tuple[str, Image.Image]]:
    for shot in SHOTS:
        for lang in ("zh", "en"):
            for form in sorted(shot.forms if lang == "zh" else shot.forms & {"desk"}):
                context = browser.new_context(
                    viewport=PHONE if form == "phone" else DESK, color_scheme="dark" if form == "dark" else "light"
                )
                page = context.new_page()
                page.goto(f"{server}{shot.address}{'&' if '?' in shot.address else '?'}lang={lang}")
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
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.name:32} {path.stat().st_size / 1000:6.0f} kB")


if __name__ == "__main__":
    main()
