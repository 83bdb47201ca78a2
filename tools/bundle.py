"""One file to carry to machines without internet: taizhang and all it needs, as wheels, with a page that says the command.

    make bundle                             for machines like this one
    make bundle PLATFORM=windows PY=3.13    for others

The packages are those of constraints.txt. uv works out which of them a platform needs: pip would go by the markers of the
machine it runs on (its issue 4304). Before the file is written, the same is worked out again from the folder alone.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
#: For each platform its name in uv, and the tags of wheels it runs, for pip.
_MANYLINUX = ("manylinux_2_28", "manylinux_2_27", "manylinux_2_26", "manylinux_2_24", "manylinux_2_17", "manylinux2014")
PLATFORMS = {
    "windows": ("windows", ("win_amd64",)),
    "linux": ("x86_64-manylinux_2_28", tuple(f"{tag}_x86_64" for tag in _MANYLINUX)),
    "linux-arm": ("aarch64-manylinux_2_28", tuple(f"{tag}_aarch64" for tag in _MANYLINUX)),
    "macos": ("aarch64-apple-darwin", ("macosx_14_0_arm64", "macosx_11_0_universal2", "macosx_11_0_arm64")),
}

_INSTALL = """\
taizhang {version}, {platform}, Python {python}

无需联网的安装
  1. 本机须有 Python {python}（命令行里 python --version 可查看；Windows 上可写 py -{python}）。
  2. 在本文件所在的文件夹里运行一条命令：

         python -m pip install --no-index --find-links wheels taizhang

  3. 打开网页：taizhang serve      读入自己的文件夹：taizhang load 文件夹      所有命令：taizhang --help

Installing without internet
  1. The machine needs Python {python} (python --version tells; on Windows py -{python} chooses it).
  2. One command, in the folder of this file:

         python -m pip install --no-index --find-links wheels taizhang

  3. The pages: taizhang serve      your own folder: taizhang load FOLDER      every command: taizhang --help
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--platform", choices=PLATFORMS, default=this_platform(), help="default: %(default)s")
    options.add_argument("--python", default=f"{sys.version_info.major}.{sys.version_info.minor}", metavar="3.X",
                         help="its Python; default: %(default)s")  # fmt: skip
    options.add_argument("--wheel", type=Path, metavar="FILE", required=True, help="taizhang itself, from make wheel")
    options.add_argument("-o", "--output", type=Path, default=ROOT / "dist", metavar="DIR", help="default: dist")
    asked = options.parse_args()
    try:
        print(bundle(asked.wheel, asked.platform, asked.python, asked.output))
    except subprocess.CalledProcessError as failure:
        raise SystemExit(f"{failure.cmd[2]} could not do its part, see above") from None


def this_platform() -> str:
    """The one of PLATFORMS that this machine is."""
    systems = {"Windows": "windows", "Darwin": "macos"}
    arm = "-arm" if platform.machine() in ("aarch64", "arm64") else ""
    return systems.get(platform.system(), f"linux{arm}")


def bundle(wheel: Path, target: str, python: str, output: Path) -> Path:
    """Write the file into `output`; tells where. Raises CalledProcessError when a package is not to be had."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / f"taizhang-{version}-{target}-python{python}"
        wheels = folder / "wheels"
        wheels.mkdir(parents=True)
        shutil.copy(wheel, wheels)
        _download(target, python, wheels)
        _install_page(folder, version, target, python)
        return _pack(folder, output)


def _download(target: str, python: str, wheels: Path) -> None:
    _, tags = PLATFORMS[target]
    needed = wheels.parent / "needed.txt"
    here = ("--find-links", str(wheels))
    needed.write_text(_resolved(target, python, *here, "-c", str(ROOT / "constraints.txt")), encoding="utf-8")
    _run("pip", "-q", "download", "--no-deps", "--only-binary", ":all:", "--python-version", python, *here,
         *(word for tag in tags for word in ("--platform", tag)), "-d", str(wheels), "-r", str(needed))  # fmt: skip
    if _resolved(target, python, "--no-index", *here) != needed.read_text(encoding="utf-8"):
        raise SystemExit("the folder alone does not give what was asked for")
    needed.unlink()


def _resolved(target: str, python: str, *options: str) -> str:
    """What taizhang needs there, each package with its version."""
    uv, _ = PLATFORMS[target]
    return _run("uv", "pip", "compile", "-q", "-", "--no-header", "--no-annotate", "--only-binary", ":all:",
                "--python-platform", uv, "--python-version", python, *options, said="taizhang\n")  # fmt: skip


def _run(module: str, *arguments: str, said: str = "") -> str:
    """A module of this Python. What it says on standard error is shown."""
    command = [sys.executable, "-m", module, *arguments]
    environment = {**os.environ, "MACOSX_DEPLOYMENT_TARGET": "14.0"}  # the oldest for which numpy still has wheels
    return subprocess.run(command, input=said, stdout=subprocess.PIPE, check=True, text=True, env=environment).stdout


def _install_page(folder: Path, version: str, target: str, python: str) -> None:
    page = _INSTALL.format(version=version, platform=target, python=python)
    # With a mark and the ends of lines of Windows: its editor took a page without them for GBK until a few years ago.
    (folder / "INSTALL.txt").write_text(page, encoding="utf-8-sig", newline="\r\n")


def _pack(folder: Path, output: Path) -> Path:
    packed = output / f"{folder.name}.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:  # wheels are packed already
        for path in sorted(folder.rglob("*.*")):
            archive.write(path, path.relative_to(folder.parent))
    return packed


if __name__ == "__main__":
    main()
