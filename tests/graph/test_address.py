"""Addresses of SPARQL servers: where each kind is written, and no text that shows a secret."""

import pytest

from taizhang.api.settings import read_settings, store_environment
from taizhang.graph.address import RemoteAddress
from taizhang.ontology.errors import SettingsError

DOORS = [
    ("http://h:8000/sparql", "http://h:8000/sparql", None),  # taizhang, Virtuoso, QLever, Neptune
    ("http://h:3030/ds/sparql", "http://h:3030/ds/update", "http://h:3030/ds/data"),  # Fuseki
    ("http://h:3030/ds/query", "http://h:3030/ds/update", "http://h:3030/ds/data"),
    ("http://h:7878/query", "http://h:7878/update", "http://h:7878/store"),  # Oxigraph
    ("http://h:7200/repositories/r", *["http://h:7200/repositories/r/statements"] * 2),  # GraphDB
    ("http://h/rdf4j-server/repositories/r", *["http://h/rdf4j-server/repositories/r/statements"] * 2),
    ("http://h/blazegraph/namespace/kb/sparql", "http://h/blazegraph/namespace/kb/sparql", None),
    ("https://[::1]/", "https://[::1]/", None),
    ("https://h/sparql?x=1", "https://h/sparql", None),
]


@pytest.mark.parametrize(("query", "update", "upload"), DOORS)
def test_the_address_for_updates_follows_from_the_one_for_queries(query: str, update: str, upload: str | None) -> None:
    assert RemoteAddress.read(query) == RemoteAddress(query, update, upload)


def test_an_address_for_updates_that_is_given_counts() -> None:
    given = RemoteAddress.read("http://h/ds/sparql", "http://h/other")
    assert given == RemoteAddress("http://h/ds/sparql", "http://h/other", None)
    usual = RemoteAddress.read("http://h/ds/sparql", "http://h/ds/update")
    assert usual.upload == "http://h/ds/data"


def test_no_text_of_an_address_shows_what_opens_it() -> None:
    address = RemoteAddress.read("https://anna:s%40cret@h/ds/sparql#there", token="the token")  # noqa: S106
    assert (address.user, address.password, address.token) == ("anna", "s@cret", "the token")
    shown = [str(address), repr(address), address.update, address.host, f"{address}", str(address.upload)]
    assert not any(secret in text for text in shown for secret in ("anna", "s@cret", "s%40cret", "the token"))
    assert address.secret == "https://anna:s%40cret@h/ds/sparql"


@pytest.mark.parametrize("url", ["ftp://h/x", "http://", "http://h:99999/", "http://a b/", "http://u:hidden@", "h"])
def test_what_is_no_address_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(SettingsError) as refused:
        RemoteAddress.read(url)
    assert "hidden" not in str(refused.value)


def test_a_password_in_the_address_for_updates_is_refused() -> None:
    with pytest.raises(SettingsError, match="into the address of the store"):
        RemoteAddress.read("http://h/ds/sparql", "http://anna:secret@h/ds/update")


def test_the_settings_put_an_address_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAIZHANG_STORE_TOKEN", "the token")
    monkeypatch.setenv("TAIZHANG_STORE_UPDATE", "http://h/write")
    settings = read_settings(store="http://anna:secret@h/read")
    assert settings.store == RemoteAddress("http://h/read", "http://h/write", None, "the token", "anna", "secret")
    assert not any(secret in str(settings) for secret in ("the token", "secret@"))


def test_a_process_that_is_started_reads_the_same_store(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read_settings(store="http://anna:s%40cret@h/ds/sparql", store_token="the token")  # noqa: S106
    for name, value in store_environment(settings).items():
        monkeypatch.setenv(name, value)
    assert read_settings().store == settings.store
