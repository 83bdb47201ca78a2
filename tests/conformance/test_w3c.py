"""The suites over HTTP against a running server of ours; what it does not reach is listed in exceptions.py."""

from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest

from tests.conformance import archive, manifests
from tests.conformance.cases import Case
from tests.conformance.exceptions import EXCEPTIONS
from tests.conformance.page import exceptions_section
from tests.conformance.runner import Runner
from tests.conformance.serving import serving
from tests.conformance.target import Client, Failed
from tests.corpus import shared_folder
from tests.generated_docs import DOCS


@cache
def _files() -> archive.Files:
    return archive.read(shared_folder())


def _cases() -> list[Case]:
    return manifests.cases(_files()) if (shared_folder() / archive.ARCHIVE).is_file() else []


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test for each case; without the suites, one that the fixture `shared` skips."""
    if "case" in metafunc.fixturenames:
        metafunc.parametrize(
            "case", _cases() or [None], ids=lambda case: case.id if case else "the-suites-are-not-here"
        )


@pytest.fixture(scope="module")
def runner(shared: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    """A runner whose server holds nothing but what cases load."""
    with serving(tmp_path_factory.mktemp("conformance")) as target, Client(target) as client:
        yield Runner(_files(), target, client)


def test_the_server_does_what_the_case_asks(case: Case, runner: Runner) -> None:
    reason = EXCEPTIONS.get(case.iri)
    try:
        runner.run(case)
    except Failed:
        if reason:
            pytest.xfail(reason)
        raise
    assert reason is None, "passes, and is listed as an exception"


def test_no_case_is_left_out(shared: object) -> None:
    suites = Counter(case.directory.partition("/")[0] for case in _cases())
    assert suites == {"sparql10": 482, "sparql11": 630 + 13 - 70 - 18 - 7 - 3, "sparql12": 269}


def test_the_page_gives_the_exceptions_with_their_reasons(shared: object) -> None:
    assert set(EXCEPTIONS) <= {case.iri for case in _cases()}
    page = (DOCS / "conformance.md").read_text(encoding="utf-8")
    assert page.endswith(exceptions_section(_cases(), EXCEPTIONS))
