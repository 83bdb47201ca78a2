"""The browser of the tests of whole pages, for those of single files too."""

from tests.e2e.conftest import browser

__all__ = ["browser"]
