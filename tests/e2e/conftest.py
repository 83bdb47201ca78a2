"""One browser for all tests here, and a server of a small made-up corpus of laws with several texts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import laws
from tests.e2e.browsing import launch
from tests.serving import serving


@pytest.fixture(scope="package")  # a browser takes a part of a processor even when nobody looks
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = launch(playwright)
        yield found
        found.close()


@pytest.fixture(scope="session")
def law_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of tests/laws.py: laws that amend and repeal each other, and a ledger that cites them."""
    with serving(laws.corpus_store(tmp_path_factory.mktemp("laws"))) as served:
        yield served.address
