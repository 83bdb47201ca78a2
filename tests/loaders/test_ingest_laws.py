"""Folders of law texts into a store: what becomes of each file, and what a load that was ended half-way leaves."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from taizhang.graph.embedded import OxigraphStore, current_generation, writing
from taizhang.loaders import ingest
from taizhang.ontology.errors import InputError, StoreError
from tests import laws
from tests.conftest import run
from tests.laws import LAWS, LEDGER, LEDGER_NAME

Fates = list[tuple[str, str, str | None, int]]

NO_LEDGER = (
    "no responsibility column (责任单位): not a ledger this program reads; "
    "say whose each measure is, as （责任单位：…） behind it, or in a table with a column 责任单位"
)


def fates(results: list[ingest.Loaded]) -> Fates:
    """What became of each file, in the order reported: name, fate, kind, count."""
    return [(r.path.name, r.fate.value, r.kind.value if r.kind else None, r.count) for r in results]


def lines(store: Path) -> list[str]:
    return OxigraphStore.open(store).lines()


def some(*words: str) -> dict[str, str]:
    """The texts of the corpus whose file names begin with these words."""
    return {name: text for name, text in LAWS.items() if name.startswith(words)}


#: A code that is published in two files: one title, one day, different articles.
CODE = """# 水井法典

2020年5月28日 第十三届全国人民代表大会第三次会议通过

<!-- INFO END -->

{articles}
"""
PARTS = {
    "水井法典一.md": CODE.format(articles="第一条 为了保护水井，制定本法。\n\n第二条 水井属于国家所有。"),
    "水井法典二.md": CODE.format(articles="第三条 取水应当节约。\n\n第四条 本法自2021年1月1日起施行。"),
}
NOISE = "今天的天气很好。\n" * 20


# -- what becomes of each file


def test_a_folder_is_read_whole_and_what_is_no_text_is_left_out_with_the_reason(tmp_path: Path) -> None:
    folder = laws.write(tmp_path / "t", {**some("水井法"), **PARTS, LEDGER_NAME: LEDGER, "杂文.txt": NOISE})
    laws.write(folder / "sub", {"副本.md": LAWS["水井法(2010-03-01).md"]})
    laws.write(
        folder, {"notes.pdf": "no ledger", "notes.odt": "no document", ".hidden.md": LAWS["水井法(2010-03-01).md"]}
    )
    found = ingest.load([folder], tmp_path / "store")
    assert fates(found) == [
        ("notes.pdf", "skipped", None, 0),
        ("副本.md", "added", "law", 11),
        ("杂文.txt", "skipped", None, 0),
        ("水井台账.txt", "added", "ledger", 9),
        ("水井法(2010-03-01).md", "duplicate", "law", 0),
        ("水井法(2019-06-29).md", "added", "law", 11),
        ("水井法典一.md", "added", "law", 2),
        ("水井法典二.md", "added", "law", 2),
    ]
    assert {r.path.name: r.reason.en for r in found if r.reason} == {
        "notes.pdf": NO_LEDGER,
        "杂文.txt": NO_LEDGER,
        "水井法(2010-03-01).md": "is the same version as another file: 中华人民共和国水井法",
    }


def test_two_files_of_one_name_in_a_folder_are_told_of(tmp_path: Path) -> None:
    folder = laws.write(tmp_path / "t", some("水井管理条例"))
    laws.write(folder / "sub", some("水井管理条例(2005"))
    found = ingest.load([folder], tmp_path / "store")
    assert fates(found) == [
        ("水井管理条例(2005-05-20).md", "added", "law", 3),
        ("水井管理条例(2005-05-20).md", "duplicate", None, 0),
        ("水井管理条例(2015-08-01).md", "added", "law", 6),
    ]


def test_a_text_without_articles_is_no_part_of_its_copy(tmp_path: Path) -> None:
    notice = "# 水井通知\n\n2020年5月28日 水井总局公布\n\n<!-- INFO END -->\n\n各县：依照《中华人民共和国水井法》检查水井。\n"
    found = ingest.load([laws.write(tmp_path / "t", {"甲.md": notice, "乙.md": notice})], tmp_path / "store")
    assert sorted(fates(found)) == [("乙.md", "added", "law", 0), ("甲.md", "duplicate", "law", 0)]


@pytest.mark.parametrize("names", [tuple(PARTS), tuple(reversed(PARTS))])
def test_the_parts_of_a_code_may_come_one_after_another(names: tuple[str, str], tmp_path: Path) -> None:
    laws.load(tmp_path / "t", PARTS, tmp_path / "together")
    for name in names:
        assert fates(ingest.load([tmp_path / "t" / name], tmp_path / "apart")) == [(name, "added", "law", 2)]
    assert lines(tmp_path / "apart") == lines(tmp_path / "together")


@pytest.mark.parametrize("name", PARTS)
def test_a_part_of_a_code_can_be_edited(name: str, tmp_path: Path) -> None:
    edited = {**PARTS, name: PARTS[name].replace("。\n", "，另有规定的除外。\n")}
    laws.load(tmp_path / "t", PARTS, tmp_path / "store")
    laws.write(tmp_path / "t", edited)
    assert fates(ingest.load([tmp_path / "t" / name], tmp_path / "store")) == [(name, "replaced", "law", 2)]
    assert lines(tmp_path / "store") == laws.load(tmp_path / "u", edited, tmp_path / "fresh").lines()


def test_a_copy_that_comes_in_another_load_is_a_duplicate_too(tmp_path: Path) -> None:
    before = laws.load(tmp_path / "t", {**some("水井法"), **PARTS}, tmp_path / "store").lines()
    copies = laws.write(tmp_path / "u", {"甲.md": LAWS["水井法(2019-06-29).md"], "乙.md": PARTS["水井法典二.md"]})
    assert sorted(fates(ingest.load([copies], tmp_path / "store"))) == [
        ("乙.md", "duplicate", "law", 0),
        ("甲.md", "duplicate", "law", 0),
    ]
    assert lines(tmp_path / "store") == before


# -- all or nothing, once


@pytest.mark.parametrize("many", [False, True], ids=["few files", "many files"])
def test_a_named_file_that_cannot_be_read_stops_everything(many: bool, tmp_path: Path) -> None:
    store = tmp_path / "store"
    before = laws.load(tmp_path / "t", some("水井管理条例"), store).lines()
    generation = current_generation(store)
    folder = laws.write(tmp_path / "u", {**(LAWS if many else some("水井法")), "杂文.txt": NOISE})
    bad = folder / "杂文.txt"
    with pytest.raises(InputError) as caught:
        ingest.load([folder, bad], store)
    assert str(caught.value) == f"{bad}:1: {NO_LEDGER}"
    assert (lines(store), current_generation(store)) == (before, generation)
    assert fates(ingest.load([folder], store))[0] == ("杂文.txt", "skipped", None, 0)
    assert "law/shuijingfa/2019-06-29" in "".join(lines(store))


def test_what_is_loaded_is_loaded_once_unless_forced(tmp_path: Path) -> None:
    store, texts = tmp_path / "store", {**some("水井法", "河南省"), LEDGER_NAME: LEDGER}
    folder = laws.write(tmp_path / "t", texts)
    first = fates(ingest.load([folder], store))
    state = lines(store), current_generation(store)
    assert fates(ingest.load([folder], store)) == [(name, "unchanged", None, 0) for name, *_ in first]
    assert (lines(store), current_generation(store)) == state
    assert fates(ingest.load([folder], store, force=True)) == [(name, "replaced", *what) for name, _, *what in first]
    assert lines(store) == state[0]
    assert not (store / "readings").exists()


def test_many_files_on_all_processors_give_what_one_after_another_gives(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    together = lines(laws.corpus_store(tmp_path_factory.getbasetemp()))
    folder = laws.write(tmp_path / "t", {**LAWS, LEDGER_NAME: LEDGER})
    for path in sorted(folder.iterdir()):
        ingest.load([path], tmp_path / "store")
    assert lines(tmp_path / "store") == together


# -- a load that is killed


#: Enough texts for several processes, long enough that the load can be caught at its work.
MANY = {
    f"水井管理条例之{n}(2015-01-{n:02}).md": f"# 第{n}号水井管理条例\n\n2015年1月{n}日 国务院令第91{n:02}号公布\n\n<!-- INFO END -->\n\n"
    + "".join(
        f"第{i}条 第{i}号井依照《第{n % 10 + 1}号水井管理条例》第{i}条管理，并依照前条登记。\n\n" for i in range(1, 40)
    )
    for n in range(1, 11)
}  # fmt: skip


def readings(store: Path) -> int:
    """How many readings a load keeps in the store."""
    return len(list((store / "readings").glob("*.nq")))


def start(folder: Path, store: Path) -> subprocess.Popen[bytes]:
    """A load as a process of its own, with a group of its own for its workers."""
    command = [sys.executable, "-m", "taizhang.api", "load", str(folder), "--store", str(store)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def caught(folder: Path, base: Path, moment: Callable[[Path], bool]) -> tuple[subprocess.Popen[bytes], Path]:
    """A load that stands still at a moment of its work; tried again when it was too quick to be caught."""
    for number in count():
        store = base / f"store-{number}"
        process = start(folder, store)
        while process.poll() is None and not moment(store):
            time.sleep(0.002)
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGSTOP)
            _, status = os.waitpid(process.pid, os.WUNTRACED)
            if os.WIFSTOPPED(status) and current_generation(store) is None:
                return process, store
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    raise AssertionError


def writes(store: Path) -> bool:
    """Whether the next generation is being written."""
    return any((store / "generations").glob("*/*"))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the store of an undisturbed load holds."""
    base = tmp_path_factory.mktemp("undisturbed")
    return laws.load(base / "t", MANY, base / "store").lines()


@pytest.mark.parametrize(
    ("moment", "kept"),
    [
        pytest.param(lambda store: readings(store) >= 1, 1, id="after the first reading"),
        pytest.param(lambda store: readings(store) >= 5, 5, id="in the middle"),
        pytest.param(writes, 10, id="while writing"),
    ],
)
def test_a_load_that_was_killed_goes_on_where_it_stopped(
    moment: Callable[[Path], bool], kept: int, undisturbed: list[str], tmp_path: Path
) -> None:
    folder = laws.write(tmp_path / "t", MANY)
    process, store = caught(folder, tmp_path, moment)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert (current_generation(store), readings(store) >= kept) == (None, True)
    done = run("load", str(folder), "--store", str(store))
    assert (done.code, "Traceback" in done.err) == (0, False), done.err
    assert lines(store) == undisturbed
    assert not (store / "readings").exists()


def test_workers_end_with_the_load_that_started_them(tmp_path: Path) -> None:
    process, _ = caught(laws.write(tmp_path / "t", MANY), tmp_path, lambda store: readings(store) >= 1)
    os.kill(process.pid, signal.SIGKILL)  # the load alone
    process.wait()
    os.killpg(process.pid, signal.SIGCONT)
    assert _left_over(process.pid) == []


@pytest.mark.parametrize("age", [0.0, 0.1, 0.2, 0.4], ids=lambda age: f"{age} s old")
def test_a_worker_that_is_starting_ends_too_with_the_load_that_started_it(age: float, tmp_path: Path) -> None:
    folder = laws.write(tmp_path / "t", MANY)
    process = start(folder, tmp_path / "store")
    while len(_group(process.pid)) < 3 and process.poll() is None:  # the load, loky's tracker, a worker
        time.sleep(0.002)
    time.sleep(age)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert _left_over(process.pid) == []


def _left_over(leader: int) -> list[str]:
    """Which processes of a group are there a minute after; nothing as soon as all have ended."""
    end = time.monotonic() + 60
    while (alive := [str(stat) for stat in _group(leader) if _is_alive(stat)]) and time.monotonic() < end:
        time.sleep(0.05)
    return alive


def _group(leader: int) -> list[Path]:
    """The processes of a group that have not been reaped."""
    return [stat for stat in Path("/proc").glob("[0-9]*/stat") if _fields(stat)[2:3] == [str(leader)]]


def _fields(stat: Path) -> list[str]:
    """State, parent, group ... of a process; nothing when it has gone."""
    try:
        return stat.read_text().rpartition(") ")[2].split()
    except OSError:
        return []


def _is_alive(stat: Path) -> bool:
    return _fields(stat)[:1] not in (["Z"], [])


def test_what_was_read_before_is_not_read_again(tmp_path: Path) -> None:
    store, folder = tmp_path / "store", laws.write(tmp_path / "t", {**some("水井法"), "杂文.txt": NOISE})
    with pytest.raises(InputError):
        ingest.load([folder / name for name in (*some("水井法"), "杂文.txt")], store)
    assert readings(store) == 2
    for kept in (store / "readings").glob("*.nq"):
        kept.write_text(kept.read_text(encoding="utf-8").replace("保障群众用水安全", "（读过的）"), encoding="utf-8")
    ingest.load([folder], store)
    articles = [
        line for line in lines(store) if "/art/1> <https://w3id.org/taizhang/ns#text>" in line and "graph" in line
    ]
    assert ["（读过的）" in line for line in articles] == [True, True]


def test_another_program_or_another_text_reads_anew(tmp_path: Path) -> None:
    store, texts = tmp_path / "store", some("水井法")
    folder = laws.write(tmp_path / "t", {**texts, "杂文.txt": NOISE})
    with pytest.raises(InputError):
        ingest.load([folder / name for name in (*texts, "杂文.txt")], store)
    edited = {name: text.replace("保障群众用水安全", "节约用水") for name, text in texts.items()}
    laws.write(folder, edited)
    ingest.load([folder], store)
    assert lines(store) == laws.load(tmp_path / "u", edited, tmp_path / "fresh").lines()


# -- two at once


def test_of_two_loads_at_once_one_is_told_that_the_store_is_in_use(undisturbed: list[str], tmp_path: Path) -> None:
    process, store = caught(laws.write(tmp_path / "t", MANY), tmp_path, lambda store: readings(store) >= 1)
    second = run("load", str(laws.write(tmp_path / "u", some("水井法"))), "--store", str(store))
    os.killpg(process.pid, signal.SIGCONT)
    assert (second.code, second.err) == (2, f"another process is writing {store}\n")
    assert process.wait() == 0
    assert lines(store) == undisturbed


def test_a_load_beside_a_writer_changes_nothing(tmp_path: Path) -> None:
    store = tmp_path / "store"
    folder = laws.write(tmp_path / "t", some("水井法"))
    with writing(store), pytest.raises(StoreError, match="another process is writing"):
        ingest.load([folder], store)
    assert fates(ingest.load([folder], store))[0][1] == "added"


def test_a_store_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    folder = laws.write(tmp_path / "t", some("水井法"))
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = run("load", str(folder), "--store", str(tmp_path / "file" / "store"))
    assert (done.code, done.err.count("\n"), "Traceback" in done.err) == (2, 1, False), done.err
