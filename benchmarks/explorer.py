"""How fast the network is painted and moved, beside vis-network (what pyvis draws with) on the same graph and machine.

    python benchmarks/explorer.py [--things 5000]

Runs the real server and Debian's Chromium without a GPU. Each figure is the median of three runs: milliseconds from
the start of the navigation until the network is painted, frames a second while the picture is dragged in circles. pyvis
0.3.2 ships vis-network 9.1.2; it is drawn at the same places, without physics, from the file that pyvis writes, when it is
installed. Painted is the second frame after either library says that it has drawn: the first to have the network on
the screen for certain. The page notes it by itself, since asking from outside takes its own time.
"""

import argparse
import gzip
import json
import random
import re
import statistics
import sys
import tempfile
import time
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, Page, Route, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.e2e.browsing import DESK, launch
from tests.serving import serving

from taizhang.api import explorer_pages
from taizhang.loaders import ingest

RUNS = 3
#: Seconds in which a server that was just started gets its spare worker ready; a reader's page is not loaded beside that.
REST = 5
#: What either page runs before its own code. `painted` is called when the network has been drawn.
_NOTE = """
const painted = () => requestAnimationFrame(() => requestAnimationFrame(() => { window.__painted ??= performance.now(); }));
"""
_OURS = f"""{_NOTE}
new PerformanceObserver((list) => {{ if (list.getEntriesByName('taizhang:network-drawn').length) painted(); }})
  .observe({{ type: 'mark' }});
"""
_VIS = f"""{_NOTE}
new MutationObserver((_, watch) => {{
  if (!window.network) return;
  watch.disconnect();
  window.network.once('afterDrawing', painted);
}}).observe(document, {{ childList: true, subtree: true }});
"""
#: Counts frames while the mouse drags the picture, for two seconds.
_COUNT = """() => new Promise((done) => {
  let frames = 0; const begun = performance.now();
  const tick = () => { frames += 1; const t = performance.now() - begun;
    if (t < 2000) requestAnimationFrame(tick); else done(frames * 1000 / t); };
  requestAnimationFrame(tick);
})"""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--things", type=int, default=5000, help="size of the large graph")
    asked = parser.parse_args()
    _print_sizes()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright)
        store = Path(folder) / "store"
        ingest.load(ingest.default_paths(), store)
        with serving(store) as served:
            found = httpx.get(f"{served.address}/api/explorer/network", timeout=300).json()
            time.sleep(REST)
            _report("ledger", browser, f"{served.address}/network?as=picture", 1000)
            _compare(browser, Path(folder), "ledger", found)
            large = _large(found, asked.things)
            _report(f"{asked.things} things, all of them", browser, f"{served.address}/network?as=picture", 3000, large)
            summary = {**large, "form": "summary", "things": [], "ties": []}
            _report(
                f"{asked.things} things, as summary", browser, f"{served.address}/network?as=picture", 3000, summary
            )
            _compare(browser, Path(folder), f"{asked.things} things", large)
        browser.close()


def _print_sizes() -> None:
    folder = Path(explorer_pages._FOLDER) / "assets"
    for path in sorted(folder.glob("*.js")):
        name = re.sub(r"-.{8}\.js$", "", path.name)
        print(f"{name:12} {len(gzip.compress(path.read_bytes(), 9)) / 1000:8.1f} kB gzipped")


def _large(found: dict[str, Any], count: int) -> dict[str, Any]:
    """A made-up graph of the shape of the ledger's: the same answer, as if there were so many things."""
    chance = random.Random(1)  # noqa: S311
    kinds = [thing["kind"] for thing in found["things"]]
    things = [
        {
            "id": f"made/{n}", "kind": chance.choice(kinds), "name": f"第{n}项 行政执法事项", "degree": 4, "load": 1.0,
            "group": n % 40 + 1, "x": chance.gauss(0, 3000), "y": chance.gauss(0, 2000),
        }
        for n in range(count)
    ]  # fmt: skip
    ties = [
        {"source": f"made/{n}", "target": f"made/{chance.randrange(n)}", "relation": "cites", "weight": 1}
        for n in range(1, count)
        for _ in range(2)
    ]
    groups = [
        {"id": g, "name": f"群组 {g}", "leader": f"made/{g}", "x": chance.gauss(0, 3000), "y": chance.gauss(0, 2000),
         "size": count // 40, "drawn": 0, "kinds": {}}
        for g in range(1, 41)
    ]  # fmt: skip
    bundles = [
        {"source": f"group:{a}", "target": f"group:{b}", "weight": chance.randrange(1, 300)}
        for a in range(1, 41)
        for b in range(1, a)
        if chance.random() < 0.3
    ]
    totals = {"things": count, "ties": len(ties), "kinds": {}, "relations": {}}
    return {"form": "whole", "things": things, "ties": ties, "groups": groups, "bundles": bundles, "totals": totals,
            "hidden": {"things": count, "ties": len(ties)}}  # fmt: skip


def _report(name: str, browser: Browser, address: str, limit: int, instead: dict[str, Any] | None = None) -> None:
    runs = []
    for _ in range(RUNS):
        context = browser.new_context(viewport=DESK)
        context.add_init_script(_OURS)
        page = context.new_page()
        if instead is not None:
            answered = partial(_fulfil, json.dumps(instead))
            page.route("**/api/explorer/network*", answered)
        page.goto(address)
        painted = _painted(page)
        drawn = page.evaluate("performance.getEntriesByName('taizhang:network-drawn')[0].startTime")
        runs.append((drawn, painted, _fps(page, ".canvas")))
        context.close()
    drawn, painted, fps = (statistics.median(column) for column in zip(*runs, strict=True))
    print(f"explorer, {name:26} drawn {drawn:6.0f} ms  painted {painted:6.0f} ms (limit {limit})  {fps:5.1f} fps")


def _fulfil(body: str, route: Route) -> None:
    route.fulfill(body=body, content_type="application/json")


def _painted(page: Page) -> float:
    """Playwright's own way to wait for a condition needs eval, which the policy of the pages forbids."""
    until = time.monotonic() + 120
    found: float | None = None
    while found is None:
        assert time.monotonic() < until, "nothing was drawn"
        time.sleep(0.1)
        found = page.evaluate("window.__painted ?? null")
    return found


def _fps(page: Page, selector: str) -> float:
    """Frames a second while a hand drags the picture in circles."""
    box = page.locator(selector).first.bounding_box()
    assert box
    x, y = box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.1
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(f"window.__fps = ({_COUNT})(); undefined")
    for step in range(60):
        page.mouse.move(x - 4 * (step % 30), y + 3 * (step % 20))
    found: float = page.evaluate("window.__fps")
    page.mouse.up()
    return found


def _compare(browser: Browser, folder: Path, name: str, found: dict[str, Any]) -> None:
    if find_spec("pyvis") is None:
        print(f"vis-network, {name}: pyvis is not installed (pip install pyvis)")
        return
    from pyvis.network import Network  # noqa: PLC0415

    made = Network(height="900px", width="100%", cdn_resources="in_line", directed=False)
    made.toggle_physics(False)
    for thing in found["things"]:
        made.add_node(thing["id"], label=thing["name"][:14], x=thing["x"], y=thing["y"], physics=False)
    for tie in found["ties"]:
        made.add_edge(tie["source"], tie["target"])
    path = folder / "pyvis.html"
    path.write_text(made.generate_html(notebook=False), encoding="utf-8")
    runs = []
    for _ in range(RUNS):
        context = browser.new_context(viewport=DESK, offline=True)
        context.add_init_script(_VIS)
        page = context.new_page()
        page.goto(path.as_uri(), timeout=120_000)
        runs.append((_painted(page), _fps(page, "canvas")))
        context.close()
    painted, fps = (statistics.median(column) for column in zip(*runs, strict=True))
    print(f"vis-network, {name:23} {'':16}  painted {painted:6.0f} ms {'':14}{fps:5.1f} fps")


if __name__ == "__main__":
    main()
