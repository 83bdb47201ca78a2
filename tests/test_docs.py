"""The documentation says what is true now."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import httpx
import pytest

from taizhang.queries.catalogue import catalogue
from tests.conftest import run
from tests.generated_docs import OF_REFERENCE_DATA, PAGES

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", PAGES)
def test_generated_pages_are_current(name: str, request: pytest.FixtureRequest) -> None:
    if PAGES[name] in OF_REFERENCE_DATA:
        request.getfixturevalue("shared")
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == PAGES[name](), "run `make docs`"


def test_the_example_of_the_readme_prints_what_it_shows(store_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = readme.split("$ taizhang query stale-basis\n")[1].split("```")[0].split()
    printed = run("query", "stale-basis", "--store", str(store_path)).out.split()
    assert printed == shown


def test_the_python_of_the_readme_runs(server: str) -> None:
    code = (ROOT / "README.md").read_text(encoding="utf-8").split("```python\n")[1].split("```")[0]
    done = subprocess.run(
        [sys.executable, "-c", code.replace("http://127.0.0.1:8000", server)],
        capture_output=True,
        check=True,
        timeout=60,
    )
    answer = httpx.get(f"{server}/api/queries/unit-load", params={"name": "司法"}).json()
    assert answer["rows"]
    assert done.stdout.decode() == "".join(
        f"{row['name']} {row['lead']} {row['responsible']}\n" for row in answer["rows"]
    )


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_every_query_and_file_the_readme_names_exists(name: str) -> None:
    readme = (ROOT / name).read_text(encoding="utf-8")
    named = set(re.findall(r"taizhang query ([a-z][\w-]+)", readme)) | set(re.findall(r"/api/queries/([\w-]+)", readme))
    assert named - set(catalogue()) == set()
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)]+)\)", readme) if not link.startswith("http")]
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_pictures_of_the_explorer_are_those_its_page_shows() -> None:
    shown = set(re.findall(r"\]\((explorer/[^)]+)\)", (ROOT / "docs" / "explorer.md").read_text(encoding="utf-8")))
    there = {f"explorer/{path.name}" for path in (ROOT / "docs" / "explorer").iterdir()}
    assert shown == there, "run `make screenshots`"


def test_the_changelog_knows_the_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_promise_of_the_threat_model_has_its_test() -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")))
    found = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^(?:async )?def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert len(named) > 20
    assert named - found == set()
