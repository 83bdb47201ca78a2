"""A copy of a store is the store of one moment, and a damaged one is never put in force."""

from pathlib import Path

import pytest

from taizhang.graph.backup import backup, restore
from taizhang.graph.embedded import OxigraphStore, current_generation, writing
from taizhang.ontology.errors import StoreError
from tests.conftest import run
from tests.serving import TOKEN, serving


def test_a_backup_put_back_is_the_same_graph(store_path: Path, tmp_path: Path) -> None:
    size = backup(store_path, tmp_path / "copy")
    assert size > 100_000
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy"]
    restore(tmp_path / "copy", tmp_path / "new")
    assert OxigraphStore.open(tmp_path / "new").lines() == OxigraphStore.open(store_path).lines()


def test_a_running_server_goes_over_to_what_is_put_back(tmp_path: Path) -> None:
    with writing(tmp_path / "store") as target:
        target.update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 1 } }")
    with serving(tmp_path / "store", TOKEN=TOKEN) as served:
        backup(tmp_path / "store", tmp_path / "copy")
        served.write("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 2 } }")
        assert len(served.values("SELECT ?o { GRAPH <urn:g> { ?s ?p ?o } }")) == 2
        restore(tmp_path / "copy", tmp_path / "store")
        assert served.values("SELECT ?o { GRAPH <urn:g> { ?s ?p ?o } }") == ["1"]


@pytest.mark.parametrize("damage", ["changed", "missing", "more", "no sums"])
def test_a_damaged_backup_is_refused_and_the_store_stays(damage: str, store_path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    backup(store_path, copy)
    file = max((copy / "database").iterdir(), key=lambda path: path.stat().st_size)
    if damage == "changed":
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(data)
    elif damage == "missing":
        file.unlink()
    elif damage == "more":
        (copy / "database" / "more.sst").write_bytes(b"")
    else:
        (copy / "SHA256SUMS").unlink()
    restore_into = tmp_path / "store"
    with writing(restore_into):
        pass
    before = current_generation(restore_into)
    with pytest.raises(StoreError):
        restore(copy, restore_into)
    assert current_generation(restore_into) == before


def test_backup_and_restore_from_the_command_line(store_path: Path, tmp_path: Path) -> None:
    made = run("backup", str(tmp_path / "copy"), "--store", str(store_path))
    assert (made.code, "backed up to" in made.err) == (0, True)
    again = run("backup", str(tmp_path / "copy"), "--store", str(store_path))
    assert (again.code, "exists already" in again.err, again.err.count("\n")) == (2, True, 1)
    assert run("restore", str(tmp_path / "copy"), "--store", str(tmp_path / "new")).code == 0
    assert OxigraphStore.open(tmp_path / "new").lines() == OxigraphStore.open(store_path).lines()
    nothing = run("restore", str(tmp_path), "--store", str(tmp_path / "new"))
    assert (nothing.code, "is no backup" in nothing.err) == (2, True)
