"""/api/explorer and the pages over real HTTP: versions, tags, caching, errors."""

import re

import httpx
import pytest

from taizhang.api.explorer_pages import page_names
from tests.api.test_http import assert_problem


def test_answers_are_tagged_with_the_version_of_the_data(server: str) -> None:
    first = httpx.get(f"{server}/api/explorer/network", timeout=120)
    version = httpx.get(f"{server}/readyz").json()["version"]
    assert (first.status_code, first.headers["x-data-version"]) == (200, version)
    again = httpx.get(f"{server}/api/explorer/network", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = httpx.get(f"{server}/api/explorer/network", params={"on": "2024-12-01"}, timeout=60)
    assert other.headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("thing?id=unit/nowhere", 404),
        ("overview?on=soon", 400),
        ("paths?source=a&target=b&hops=99", 422),
        ("search?q=" + "x" * 300, 422),
        ("thing", 422),
        ("network?group=18446744073709551616", 422),
        ("network?group=-1", 422),
        ("neighbours?id=a&offset=18446744073709551616", 422),
        ("ledgers/%20", 404),
        ("ledgers/a%1b/1/source", 404),
        ("load?ledger=%20", 404),
        ("times?ledger=%20", 404),
        ("calendar.ics?ledger=%20", 404),
        ("download?format=exe", 422),
    ],
)
def test_what_is_refused(path: str, status: int, server: str) -> None:
    assert_problem(httpx.get(f"{server}/api/explorer/{path}", timeout=60), status)


def test_files_have_names(server: str) -> None:
    found = httpx.get(f"{server}/api/explorer/download", params={"format": "gexf"}, timeout=60)
    assert found.headers["content-type"] == "application/gexf+xml"
    assert found.headers["content-disposition"] == 'attachment; filename="taizhang-network.gexf"'


def test_every_page_is_the_one_document_and_its_assets_stay(server: str) -> None:
    pages = {httpx.get(f"{server}/{'' if name == 'overview' else name}").text for name in page_names()}
    (page,) = pages
    assert "<script>" not in page
    assert " style=" not in page
    assert re.findall(r"(?:src|href)=\"https?:", page) == []
    (script,) = re.findall(r'src="(/assets/[^"]+)"', page)
    plain = httpx.get(f"{server}{script}", headers={"accept-encoding": "identity"})
    small = httpx.get(f"{server}{script}", headers={"accept-encoding": "gzip"})
    assert plain.content == small.content
    assert small.headers["content-encoding"] == "gzip"
    assert small.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert small.headers["content-type"].startswith("text/javascript")
    assert httpx.get(f"{server}/").headers["cache-control"] == "no-cache"


def test_a_page_says_at_once_which_files_it_begins_with(server: str) -> None:
    links = httpx.get(f"{server}/network").headers["link"]
    named = dict(re.findall(r"<([^>]+)>; rel=(\w+)", links))
    kinds = {re.sub(r"-.{8}\.", ".", path): rel for path, rel in named.items()}
    assert kinds == {"/assets/network.js": "modulepreload", "/assets/network.css": "preload"}
    assert {httpx.get(f"{server}{path}").status_code for path in named} == {200}


@pytest.mark.parametrize("path", ["/nothing", "/assets/nothing.js", "/assets/..%2f..%2fpages.json", "/overview"])
def test_what_is_not_there(path: str, server: str) -> None:
    assert httpx.get(f"{server}{path}").status_code == 404


def test_the_api_is_described(server: str) -> None:
    paths = httpx.get(f"{server}/openapi.json").json()["paths"]
    for name in ("overview", "network", "search", "thing", "neighbours", "between", "paths"):
        answer = paths[f"/api/explorer/{name}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        assert answer["$ref"].startswith("#/components/schemas/")
