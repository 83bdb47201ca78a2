"""What a first view costs."""

import gzip
import re
from pathlib import Path

from taizhang.api import explorer_pages

ASSETS = Path(explorer_pages._FOLDER)
LIMIT = 250_000


def _loaded_at_once(name: str, seen: set[str]) -> set[str]:
    """A script and what it imports without being asked to."""
    if name not in seen:
        seen.add(name)
        code = (ASSETS / "assets" / name).read_text(encoding="utf-8")
        for other in re.findall(r"""(?:from|import)\s*["']\./([\w.-]+\.js)["']""", code):
            _loaded_at_once(other, seen)
    return seen


def test_the_javascript_of_a_first_view_is_small() -> None:
    first = re.findall(r'src="/assets/([\w.-]+\.js)"', (ASSETS / "index.html").read_text(encoding="utf-8"))
    assert first
    for page in explorer_pages.page_names():
        (own,) = [path.name for path in (ASSETS / "assets").glob(f"{page}-*.js")]
        names: set[str] = set()
        for name in (*first, own):
            _loaded_at_once(name, names)
        size = sum(len(gzip.compress((ASSETS / "assets" / name).read_bytes(), 9)) for name in names)
        assert size <= LIMIT, f"{page}: {size} bytes gzipped in {sorted(names)}"
