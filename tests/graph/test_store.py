"""The store on disk: whole or not at all, whatever happens."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from taizhang.graph.embedded import OxigraphStore, current_generation, writing
from taizhang.ontology.errors import QueryError, StoreError

GRAPH = "https://w3id.org/taizhang/id/graph/document/a"
OTHER = "https://w3id.org/taizhang/id/graph/document/b"
LOADS = "https://w3id.org/taizhang/id/graph/loads"


def triples(*values: str) -> list[Triple]:
    return [Triple(NamedNode("urn:s"), NamedNode("urn:p"), Literal(value)) for value in values]


def default(path: Path) -> list[str]:
    return sorted(str(getattr(t.object, "value", "")) for t in OxigraphStore.open(path).triples(None))


def test_a_write_takes_effect_when_its_block_ends(tmp_path: Path) -> None:
    with writing(tmp_path) as target:
        target.replace(GRAPH, triples("1", "2"))
        assert current_generation(tmp_path) is None
    assert default(tmp_path) == ["1", "2"]


def test_a_write_that_fails_leaves_everything_as_it_was(tmp_path: Path) -> None:
    with writing(tmp_path) as target:
        target.replace(GRAPH, triples("1"))
    before = OxigraphStore.open(tmp_path).lines()
    with pytest.raises(RuntimeError, match="power cut"), writing(tmp_path) as target:  # noqa: PT012
        target.replace(GRAPH, triples("2"))
        raise RuntimeError("power cut")
    assert OxigraphStore.open(tmp_path).lines() == before


def test_a_reader_keeps_what_it_opened_while_others_write(tmp_path: Path) -> None:
    with writing(tmp_path) as target:
        target.replace(GRAPH, triples("1"))
    reader = OxigraphStore.open(tmp_path)
    for value in ("2", "3", "4"):
        with writing(tmp_path) as target:
            target.replace(GRAPH, triples(value))
    assert [str(t.object) for t in reader.triples(None)] == ['"1"']
    assert default(tmp_path) == ["4"]


def test_the_default_graph_is_the_set_of_what_the_named_graphs_state(tmp_path: Path) -> None:
    with writing(tmp_path) as target:
        target.replace(GRAPH, triples("1", "2"))
        target.replace(OTHER, triples("2", "3"))
        target.replace(LOADS, triples("when"))
    assert default(tmp_path) == ["1", "2", "3"]
    with writing(tmp_path) as target:
        target.replace(GRAPH, [])
    assert default(tmp_path) == ["2", "3"]
    assert OxigraphStore.open(tmp_path).graphs() == [OTHER, LOADS]


def test_replacing_a_graph_by_itself_changes_nothing(tmp_path: Path) -> None:
    with writing(tmp_path) as target:
        assert target.replace(GRAPH, triples("1"))
        assert not target.replace(GRAPH, triples("1"))


def test_a_second_writer_is_turned_away(tmp_path: Path) -> None:
    with writing(tmp_path), pytest.raises(StoreError, match="another process is writing"), writing(tmp_path):
        pass


def test_a_folder_without_a_graph_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="run taizhang load first"):
        OxigraphStore.open(tmp_path)


def test_a_query_that_does_not_parse_is_a_query_error(tmp_path: Path) -> None:
    with writing(tmp_path) as target:
        target.replace(GRAPH, triples("1"))
    with pytest.raises(QueryError, match="cannot be run"):
        OxigraphStore.open(tmp_path).query("SELECT oops")


def test_a_load_killed_at_any_moment_leaves_the_old_graph_or_the_new(tmp_path: Path, ledger_path: Path) -> None:
    store = tmp_path / "store"
    other = tmp_path / "other.txt"
    other.write_text("工作内容\t责任单位\n1. 开展检查。\t市财政局\n", encoding="utf-8")
    command = [sys.executable, "-m", "taizhang.api", "load", "--store", str(store)]
    subprocess.run([*command, str(other)], check=True, capture_output=True)
    before = OxigraphStore.open(store).lines()
    whole = tmp_path / "whole"
    subprocess.run([*command[:-1], str(whole), str(other), str(ledger_path)], check=True, capture_output=True)
    after = OxigraphStore.open(whole).lines()
    chance = random.Random(20240612)  # noqa: S311 - moments to kill at, not secrets
    for _ in range(8):
        process = subprocess.Popen([*command, str(ledger_path)], stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.2, 1.6))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert OxigraphStore.open(store).lines() in (before, after)
    subprocess.run([*command, str(ledger_path)], check=True, capture_output=True)
    assert OxigraphStore.open(store).lines() == after
