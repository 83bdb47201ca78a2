"""The remote store, on a real Apache Jena Fuseki and a real Oxigraph server: it answers as the store on disk does."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, RdfFormat, Triple

from taizhang.api.changes import ask_impact
from taizhang.api.graph_holder import GraphHolder
from taizhang.api.impact_exports import Report, write
from taizhang.graph import remote, stores, validation
from taizhang.graph.address import RemoteAddress
from taizhang.graph.client import Client, client
from taizhang.graph.embedded import OxigraphStore
from taizhang.graph.impact_index import read_index
from taizhang.graph.remote import RemoteStore, RemoteWriting
from taizhang.graph.store import LOADS, Store, Triples
from taizhang.loaders import ingest
from taizhang.loaders.ingest import Fate
from taizhang.ontology.errors import Language, QueryError, StoreError
from taizhang.queries import answers
from taizhang.queries.catalogue import catalogue, question
from tests import laws, servers
from tests.conftest import Ran, run
from tests.servers import Fuseki, Oxigraph, Server
from tests.serving import TOKEN, serving

GRAPH = "https://w3id.org/taizhang/id/graph/document/a"
OTHER = "https://w3id.org/taizhang/id/graph/document/b"


@contextmanager
def here_or_skipped(running: AbstractContextManager[Server]) -> Iterator[Server]:
    """A server; what needs it skips where it cannot be had, except in CI."""
    try:
        with running as server:
            yield server
    except servers.Missing as error:
        if os.environ.get("TAIZHANG_REQUIRE_SHARED"):
            pytest.fail(str(error))
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def fuseki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with here_or_skipped(servers.fuseki(tmp_path_factory.mktemp("fuseki"))) as server:
        yield server


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with here_or_skipped(servers.oxigraph(tmp_path_factory.mktemp("oxigraph"))) as server:
        yield server


@pytest.fixture(scope="session", params=["fuseki", "oxigraph"])
def server(request: pytest.FixtureRequest) -> Server:
    """Each of the servers."""
    found: Server = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where loads keep what they have read; not the person's own folder."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def own_cache(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))


@pytest.fixture
def address(server: Server) -> RemoteAddress:
    """An empty data set."""
    return RemoteAddress.read(server.fresh())


@pytest.fixture(scope="session")
def paths(tmp_path_factory: pytest.TempPathFactory, ledger_path: Path) -> list[Path]:
    """The ledger that comes with the program, and the made-up law texts with theirs."""
    folder = laws.write(tmp_path_factory.mktemp("texts"), {**laws.LAWS, laws.LEDGER_NAME: laws.LEDGER})
    return [ledger_path, folder]


@pytest.fixture(scope="session")
def here(tmp_path_factory: pytest.TempPathFactory, paths: list[Path]) -> OxigraphStore:
    """All of it on disk."""
    store = tmp_path_factory.mktemp("here") / "store"
    ingest.load(paths, store)
    return OxigraphStore.open(store)


@pytest.fixture(scope="session")
def loaded(server: Server, cache: Path, paths: list[Path]) -> RemoteAddress:
    """All of it on a server; only read."""
    address = RemoteAddress.read(server.fresh())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(cache))
        ingest.load(paths, address)
    return address


@pytest.fixture
def there(loaded: RemoteAddress) -> RemoteStore:
    return RemoteStore.open(loaded)


def lines(address: RemoteAddress) -> list[str]:
    return RemoteStore(address).lines()


def on_disk(folder: Path, texts: dict[str, str]) -> list[str]:
    """The graph of some texts as the store on disk has it."""
    return laws.load(folder / "texts", texts, folder / "store").lines()


# -- the same answers


def test_a_load_gives_the_graph_it_gives_on_disk(there: RemoteStore, here: OxigraphStore) -> None:
    assert there.lines() == here.lines()
    assert there.graphs() == here.graphs()


def test_every_question_has_the_answer_it_has_on_disk(there: RemoteStore, here: OxigraphStore) -> None:
    for name in catalogue():
        assert (name, rows(there, name)) == (name, rows(here, name))


def rows(store: Store, name: str) -> Counter[tuple[object, ...]]:
    """The answer to a question, in no order: where a query leaves it open, each engine has its own."""
    return Counter(tuple(row.values()) for row in answers.records(answers.ask(store, question(name), {})))


CHANGES: list[tuple[str, dict[str, str]]] = [
    ("水井法", {"old": "2010-03-01", "new": "2019-06-29"}),
    ("省政府令第180号", {}),
    ("水井管理条例", {"on": "2024-01-01"}),
]


@pytest.mark.parametrize(("instrument", "options"), CHANGES)
def test_impact_is_what_it_is_on_disk(
    there: RemoteStore, here: OxigraphStore, instrument: str, options: dict[str, str]
) -> None:
    found, known = (
        write(ask_impact(read_index(store, quotes=True), instrument, **options), Report.JSON, Language.ZH, laws.nowhere)  # type: ignore[arg-type]
        for store in (there, here)
    )
    assert found == known
    assert b'"affected"' in found


def test_a_check_reads_what_it_reads_on_disk(
    there: RemoteStore, here: OxigraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[list[str]] = []

    def check(text: str) -> list[validation.Violation]:
        checked.append(sorted(text.splitlines()))
        return []

    # pySHACL takes its time, and gives the same answer to the same graph: what it is given is compared.
    monkeypatch.setattr(validation, "_violations", check)
    for store in (there, here):
        assert validation.shacl(store) == ()
    assert checked[: len(checked) // 2] == checked[len(checked) // 2 :]
    assert validation.quality(there) == validation.quality(here)
    assert validation.law_quality(there) == validation.law_quality(here)


DATASETS: list[tuple[str, list[str], list[str]]] = [
    ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", [GRAPH], []),
    ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", [GRAPH, f"{GRAPH}/1"], []),
    ("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", [], [OTHER]),
    ("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", [GRAPH], [OTHER, f"{GRAPH}/1"]),
    ("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", [GRAPH], []),
    ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", [], [OTHER]),
]


def test_a_dataset_that_is_named_is_the_one_asked(address: RemoteAddress, tmp_path: Path) -> None:
    for location in (address, tmp_path):
        with stores.writing(location) as target:
            target.replace(GRAPH, triples("1", "2"))
            target.replace(OTHER, triples("2", "3", "4"))

    def counts(store: Store) -> list[str]:
        return [str(next(iter(select(store, *asked)))[0]) for asked in DATASETS]

    assert counts(RemoteStore(address)) == counts(stores.open_store(tmp_path))


def test_each_kind_of_query_has_its_kind_of_answer(there: RemoteStore, here: OxigraphStore) -> None:
    ledger = "<https://w3id.org/taizhang/id/ledger/shuijingtaizhang>"
    for store in (there, here):
        assert bool(store.query(f"ASK {{ {ledger} a tz:Ledger }}")) is True
        constructed = store.query(f"CONSTRUCT {{ ?s a tz:Found }} WHERE {{ BIND({ledger} AS ?s) }}")
        assert isinstance(constructed, Triples)
        assert [str(triple.subject) for triple in constructed] == [ledger]
        assert answers.write(store.query(f"DESCRIBE {ledger}"), "application/n-triples").startswith(ledger.encode())
        assert answers.write(store.query("SELECT (1 AS ?n) {}"), "text/csv").split() == [b"n", b"1"]
        based = store.query("SELECT (<here> AS ?n) {}", base="http://h/at/")
        assert answers.write(based, "text/csv").split() == [b"n", b"http://h/at/here"]
        with pytest.raises(QueryError, match="cannot"):
            store.query("SELECT oops")


# -- writing


def triples(*values: str) -> list[Triple]:
    return [Triple(NamedNode("urn:s"), NamedNode("urn:p"), Literal(value)) for value in values]


def select(store: Store, text: str, default: Sequence[str] = (), named: Sequence[str] = ()) -> QuerySolutions:
    answer = store.query(text, default, named)
    assert isinstance(answer, QuerySolutions)
    return answer


def values(address: RemoteAddress, graph: str | None = None) -> list[str]:
    return sorted(str(getattr(t.object, "value", "")) for t in RemoteStore(address).triples(graph))


def test_the_default_graph_is_the_set_of_what_the_named_graphs_state(address: RemoteAddress) -> None:
    with stores.writing(address) as target:
        assert target.replace(GRAPH, triples("1", "2"))
        target.replace(OTHER, triples("2", "3"))
        target.replace(LOADS, triples("when"))
        assert not target.replace(GRAPH, triples("2", "1"))
    assert values(address) == ["1", "2", "3"]
    with stores.writing(address) as target:
        target.replace(GRAPH, [])
    assert values(address) == ["2", "3"]
    assert RemoteStore(address).graphs() == [OTHER, LOADS]


ODD = [
    "back\\u0041slash",
    "\\",
    'a "quote"',
    "line\nbreak\r\ttab",
    "\x01\x7f\u200b\ufeff",
    "𠮷😀",
    "} GRAPH <x> {",
    "' # no",
]


@pytest.mark.parametrize("upload", [True, False])
def test_every_text_comes_back_as_it_went(address: RemoteAddress, upload: bool) -> None:
    if not upload:
        address = RemoteAddress(address.query, address.update, None)
    with stores.writing(address) as target:
        target.replace(GRAPH, triples(*ODD))
    assert values(address, GRAPH) == values(address) == sorted(ODD)
    with stores.writing(address) as target:
        target.replace(GRAPH, triples(*ODD[1:]))
    assert values(address, GRAPH) == values(address) == sorted(ODD[1:])


def test_a_load_by_updates_alone_gives_the_same_graph(address: RemoteAddress, tmp_path: Path) -> None:
    folder = laws.write(tmp_path / "texts", TEXTS)
    ingest.load([folder], RemoteAddress(address.query, address.update, None))
    assert lines(address) == on_disk(tmp_path / "disk", TEXTS)


def test_where_n_quads_are_not_taken_updates_are_sent(address: RemoteAddress, tmp_path: Path) -> None:
    folder = laws.write(tmp_path / "texts", TEXTS)
    ingest.load([folder], RemoteAddress(address.query, address.update, f"http://{address.host}/nothing/here"))
    assert lines(address) == on_disk(tmp_path / "disk", TEXTS)


def test_updates_and_files_change_just_the_graphs_they_name(address: RemoteAddress, tmp_path: Path) -> None:
    file = tmp_path / "some.ttl"
    file.write_text('<s> <p> _:b . _:b <p> "2" .', encoding="utf-8")
    with stores.writing(address) as target:
        target.update("INSERT DATA { GRAPH <g> { <s> tz:p <o> } }", base="http://h/")
        target.load(file, RdfFormat.TURTLE, "http://h/", "http://h/f")
        target.load(file, RdfFormat.TURTLE, "http://h/", None)
    store = RemoteStore(address)
    assert store.graphs() == ["http://h/f", "http://h/g", LOADS]
    joined = "ASK { GRAPH <http://h/f> { <http://h/s> <http://h/p> ?b . ?b <http://h/p> '2' } }"
    assert bool(store.query(joined))
    assert bool(store.query("ASK { GRAPH <http://h/g> { <http://h/s> tz:p <http://h/o> } }"))
    assert len(list(store.triples(None))) == 2
    with stores.writing(address) as target:
        target.clear(None)
        target.clear("http://h/g", drop=True)
        target.clear("http://h/f")
    assert not list(store.triples(None)) + list(store.triples("http://h/f"))
    assert "http://h/g" not in store.graphs()


def test_what_does_not_parse_changes_nothing(address: RemoteAddress, tmp_path: Path) -> None:
    file = tmp_path / "bad.ttl"
    file.write_text('<urn:s> <urn:p> "1" . oops', encoding="utf-8")
    with stores.writing(address) as target:
        target.replace(GRAPH, triples("1"))
    before = RemoteStore(address).last_write()
    with pytest.raises(QueryError, match="cannot"), stores.writing(address) as target:
        target.update("INSERT DATA { oops }")
    with pytest.raises(SyntaxError), stores.writing(address) as target:  # noqa: PT012 - as a PUT does it
        target.clear(GRAPH)
        target.load(file, RdfFormat.TURTLE, "http://h/", GRAPH)
    assert (values(address), values(address, GRAPH), before != "") == (["1"], ["1"], True)
    assert not stores.was_cut_off(address)


# -- loads


def test_a_store_without_a_graph_says_what_to_do(address: RemoteAddress) -> None:
    assert stores.current_version(address) is None
    with pytest.raises(StoreError, match=f"no graph in {address}: run taizhang load first"):
        stores.open_store(address)


def test_what_is_loaded_again_unchanged_is_not_written(address: RemoteAddress, paths: list[Path]) -> None:
    ingest.load(paths[1:], address)
    before, graph = RemoteStore(address).last_write(), lines(address)
    assert {one.fate for one in ingest.load(paths[1:], address)} == {Fate.UNCHANGED}
    assert (RemoteStore(address).last_write(), lines(address)) == (before, graph)


TEXTS = {name: laws.LAWS[name] for name in ("水井法(2010-03-01).md", "水井管理条例(2015-08-01).md")}
LATER = {
    "水井法(2010-03-01).md": laws.WELL_LAW_2010.replace("每年清淘一次", "每两年清淘一次"),
    "水井法(2019-06-29).md": laws.WELL_LAW_2019,
}


def test_a_changed_file_is_replaced_and_the_rest_stays(address: RemoteAddress, tmp_path: Path) -> None:
    folder = laws.write(tmp_path / "texts", TEXTS)
    ingest.load([folder], address)
    laws.write(folder, LATER)
    fates = {one.path.name: one.fate for one in ingest.load([folder], address)}
    assert fates == {
        "水井法(2010-03-01).md": Fate.REPLACED,
        "水井法(2019-06-29).md": Fate.ADDED,
        "水井管理条例(2015-08-01).md": Fate.UNCHANGED,
    }
    assert lines(address) == on_disk(tmp_path / "disk", {**TEXTS, **LATER})


class PowerCutError(Exception):
    """Not one of ours, so nothing is put right after it."""


def cut_after(patch: pytest.MonkeyPatch, requests: int) -> None:
    """Let only so many requests that write reach the server."""
    left = [requests]

    def counted(send: Callable[..., object]) -> Callable[..., object]:
        def sent(*arguments: object) -> object:
            if not left[0]:
                raise PowerCutError
            left[0] -= 1
            return send(*arguments)

        return sent

    for name in ("update", "upload"):
        patch.setattr(Client, name, counted(getattr(Client, name)))


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small requests, so that there are more places to be cut off at."""
    monkeypatch.setattr(remote, "_STATEMENTS", 100)
    monkeypatch.setattr(remote, "_REMOVALS", 20)


def cut_off(folder: Path, address: RemoteAddress, requests: int) -> bool:
    """Begin a load and cut it off after some requests; tells whether there was something left to cut off."""
    with pytest.MonkeyPatch.context() as patch:
        cut_after(patch, requests)
        try:
            ingest.load([folder], address)
        except PowerCutError:
            return True
    return False


def test_a_load_cut_off_at_any_request_is_completed_by_running_it_again(
    address: RemoteAddress, tmp_path: Path, small_pieces: None
) -> None:
    old, new = laws.write(tmp_path / "old", TEXTS), laws.write(tmp_path / "new", {**TEXTS, **LATER})
    after = on_disk(tmp_path / "after", {**TEXTS, **LATER})
    requests = 1
    while True:
        ingest.load([old], address)
        cut = cut_off(new, address, requests)
        ingest.load([new], address)
        assert (requests, lines(address)) == (requests, after)
        if not cut:
            break
        client(address).update("CLEAR ALL")
        requests += 2
    assert requests > 12


def test_a_load_cut_off_at_any_request_is_undone_by_loading_what_was_there(
    address: RemoteAddress, tmp_path: Path, small_pieces: None
) -> None:
    old, new = laws.write(tmp_path / "old", TEXTS), laws.write(tmp_path / "new", {**TEXTS, **LATER})
    before = on_disk(tmp_path / "before", TEXTS)
    ingest.load([old], address)
    requests = 1
    while cut_off(new, address, requests):
        if {"shuijingfa-2019-06-29"} & set(documents(address)):
            break  # it was as good as done: what it brought stays
        ingest.load([old], address)
        assert (requests, lines(address)) == (requests, before)
        requests += 1
    assert requests > 8


def documents(address: RemoteAddress) -> list[str]:
    """The documents that a load has finished with."""
    return list(ingest._known(address))


def test_a_first_load_that_was_cut_off_has_left_no_graph(
    address: RemoteAddress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = laws.write(tmp_path / "texts", TEXTS)
    with monkeypatch.context() as patch, pytest.raises(PowerCutError):  # noqa: PT012
        cut_after(patch, 4)
        ingest.load([folder], address)
    assert stores.current_version(address) is None
    assert stores.was_cut_off(address)
    ingest.load([folder], address)
    assert lines(address) == on_disk(tmp_path / "disk", TEXTS)


def test_a_load_that_is_killed_and_run_again_ends_as_if_it_had_not_been(
    address: RemoteAddress, tmp_path: Path, ledger_path: Path, here: OxigraphStore, store: OxigraphStore
) -> None:
    command = [sys.executable, "-m", "taizhang.api", "load", "--store", str(address), str(ledger_path)]
    chance = random.Random(20240612)  # noqa: S311 - moments to kill at, not secrets
    for _ in range(3):
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(1.0, 4.0))
        process.send_signal(signal.SIGKILL)
        process.wait()
    subprocess.run(command, check=True, capture_output=True)
    assert lines(address) == store.lines()


def test_while_another_machine_writes_a_load_is_turned_away(
    address: RemoteAddress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = laws.write(tmp_path / "texts", TEXTS)
    with pytest.raises(PowerCutError), remote.writing(address, tmp_path / "another machine") as target:  # noqa: PT012
        target.replace(GRAPH, triples("1"))
        with pytest.raises(StoreError, match="another process is writing"):
            ingest.load([folder], address)
        raise PowerCutError
    with pytest.raises(StoreError, match="another process is writing"):
        ingest.load([folder], address)
    monkeypatch.setattr(remote, "_SILENCE", -1.0)
    ingest.load([folder], address)
    assert lines(address) == on_disk(tmp_path / "disk", TEXTS)


def test_of_two_that_begin_at_once_one_writes(address: RemoteAddress, tmp_path: Path) -> None:
    both = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        both.append(RemoteWriting(address, tmp_path / name))
    both[0].replace(GRAPH, triples("1"))
    with pytest.raises(StoreError, match="another process is writing"):
        both[1].replace(GRAPH, triples("2"))
    both[0].finish()
    assert values(address) == ["1"]


# -- a server that shows all graphs as its default graph


def test_a_server_whose_default_graph_is_all_graphs_gives_the_same_answers(
    oxigraph: Oxigraph, here: OxigraphStore, paths: list[Path]
) -> None:
    address = RemoteAddress.read(oxigraph.fresh("--union-default-graph"))
    ingest.load(paths, address)
    store = RemoteStore.open(address)
    assert (store.lines(), store.graphs()) == (here.lines(), here.graphs())
    test_every_question_has_the_answer_it_has_on_disk(store, here)
    before = write(ask_impact(read_index(here), "水井法"), Report.JSON, Language.ZH, laws.nowhere)
    assert write(ask_impact(read_index(store), "水井法"), Report.JSON, Language.ZH, laws.nowhere) == before
    with stores.writing(address) as target:
        target.replace(f"{GRAPH}/1", triples("1", "2"))
        target.replace(f"{GRAPH}/2", triples("2"))
        target.replace(f"{GRAPH}/1", [])
    mine = "SELECT ?o { <urn:s> <urn:p> ?o }"
    assert [str(row[0]) for row in select(store, mine)] == ['"2"']


# -- what is kept of it


def test_a_holder_sees_a_load_and_keeps_what_it_has_read_until_then(
    address: RemoteAddress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "a.txt"
    source.write_text("工作内容\t责任单位\n1. 检查。\t市财政局\n", encoding="utf-8")
    ingest.load([source], address)
    holder = GraphHolder(address)
    first, index = holder.ledger(), holder.index()
    assert (holder.ledger(), holder.index()) == (first, index)
    assert holder.ledger() is first
    source.write_text("工作内容\t责任单位\n1. 通报。\t市财政局\n", encoding="utf-8")
    ingest.load([source], address)
    assert [m.text for m in holder.ledger().measures] == ["通报。"]
    assert holder.index() is not index


def test_a_holder_does_not_keep_for_long_what_nothing_tells_of(
    address: RemoteAddress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "a.txt"
    source.write_text("工作内容\t责任单位\n1. 检查。\t市财政局\n", encoding="utf-8")
    ingest.load([source], address)
    client(address).update(f"CLEAR SILENT GRAPH <{LOADS}>")
    holder = GraphHolder(address)
    store = holder.store()
    assert holder.store() is store
    monkeypatch.setattr("taizhang.api.graph_holder._LIFETIME", 0.0)
    assert holder.store() is not store


# -- the command line


def test_the_commands_work_on_a_server_as_on_disk(loaded: RemoteAddress, here: OxigraphStore, tmp_path: Path) -> None:
    for command in (
        ["query", "unit-load", "-f", "csv"],
        ["impact", "水井法", "--old", "2010-03-01", "--new", "2019-06-29", "-f", "md"],
        ["diff", "水井法@2010-03-01", "水井法@2019-06-29", "-f", "json"],
        ["export", "-f", "nq"],
        ["export", "-f", "ics"],
    ):
        far, near = (run(*command, "--store", str(store)) for store in (loaded, here.path))
        assert (far.code, sorted(far.out.splitlines())) == (0, sorted(near.out.splitlines()))


def one_line(ran: Ran) -> str:
    """What a command that failed said."""
    assert (ran.code, ran.out) == (2, "")
    (line,) = ran.err.splitlines()
    return line


def test_a_wrong_address_is_one_clear_line(address: RemoteAddress) -> None:
    port = servers.free_port()
    gone = run("query", "unit-load", "--store", f"http://anna:secret@127.0.0.1:{port}/ds/sparql")
    assert one_line(gone).startswith(f"cannot reach 127.0.0.1:{port}")
    elsewhere = run("query", "unit-load", "--store", f"http://anna:secret@{address.host}/nothing/here")
    assert "is no SPARQL endpoint" in one_line(elsewhere)
    empty = run("query", "unit-load", "--store", str(address))
    assert one_line(empty) == f"no graph in {address}: run taizhang load first"


def test_a_locked_server_opens_to_its_password_alone(fuseki: Fuseki, tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("工作内容\t责任单位\n1. 检查。\t市财政局\n", encoding="utf-8")
    address = fuseki.make("locked")
    for opened in (
        {},
        {"TAIZHANG_STORE_TOKEN": "wrong"},
        {"TAIZHANG_STORE": address.replace("://", "://keeper:wrong@")},
    ):
        refused = one_line(run("load", str(source), **{"TAIZHANG_STORE": address, **opened}))
        assert refused.startswith(f"{address} does not let us in (401 Unauthorized)")
    opener = RemoteAddress(address, "", None, user=servers.USER, password=servers.PASSWORD).secret
    done = run("load", str(source), "--store", opener)
    assert (done.code, servers.PASSWORD in done.err + done.out) == (0, False)
    assert done.err.splitlines()[-1] == f"the graph is in {address}"
    assert run("query", "unit-load", "--store", opener).code == 0


# -- the server of this program, over a server of another


def test_served_from_a_server_everything_works_as_from_disk(
    address: RemoteAddress, tmp_path: Path, own_cache: None
) -> None:
    folder = laws.write(tmp_path / "texts", {**TEXTS, laws.LEDGER_NAME: laws.LEDGER})
    ingest.load([folder], address)
    with serving(str(address), TOKEN=TOKEN, STORE_UPDATE=address.update) as served:

        def get(path: str) -> Any:
            answer = httpx.get(f"{served.address}{path}", timeout=60)
            assert answer.status_code == 200, answer.text
            return answer.json() if "json" in answer.headers["content-type"] else answer.text

        titles = "SELECT ?title { ?ledger a tz:Ledger ; dcterms:title ?title }"
        assert served.values(titles) == ["郑州市水井安全工作台账"]
        assert len(get("/api/measures")["measures"]) == 9
        assert get("/api/queries/unit-load")["rows"]
        assert get("/api/impact?instrument=" + quote("水井法"))["affected"]
        assert "水井" in get("/")
        assert "市司法局" in get("/measures/shuijingtaizhang/1")
        assert served.ask("SELECT oops").status_code == 400
        assert served.write("INSERT DATA { GRAPH <urn:g> { <urn:s> tz:p 1 } }").status_code == 204
        assert served.values("SELECT ?o { GRAPH <urn:g> { ?s tz:p ?o } }") == ["1"]
        again = laws.LEDGER.replace("郑州市水井安全工作台账", "郑州市水井工作台账")
        laws.write(folder, {laws.LEDGER_NAME: again})
        ingest.load([folder], address, force=True)
        assert served.values(titles) == ["郑州市水井工作台账"]
        assert [one["title"] for one in get("/api/ledgers")] == ["郑州市水井工作台账"]


def test_a_server_of_this_program_is_a_store_for_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = laws.write(tmp_path / "texts", TEXTS)
    ingest.load([folder], tmp_path / "near")
    with serving(tmp_path / "near", TOKEN=TOKEN) as served:
        laws.write(folder, LATER)
        url = f"{served.address}/sparql"
        with pytest.raises(StoreError, match="does not let us in"):
            ingest.load([folder], RemoteAddress.read(url, token="not the token it has"))  # noqa: S106
        address = RemoteAddress.read(url, token=TOKEN)
        ingest.load([folder], address)
        assert lines(address) == on_disk(tmp_path / "disk", {**TEXTS, **LATER})
