"""Loading on a Spark cluster gives what loading here gives, whatever happens to its machines."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from taizhang.graph.embedded import EmbeddedWriting, OxigraphStore, as_stored, open_database
from taizhang.graph.links import LINKS, concerns_links, link_triples
from taizhang.graph.store import nquads
from taizhang.loaders import ingest
from taizhang.loaders.quality import quality_of
from taizhang.loaders.reading import read, register
from taizhang.ontology.files import aliases
from taizhang.ontology.iris import Iris
from tests.conftest import Ran, run
from tests.loaders.office_files import docx, paragraph, pdf, table, xlsx
from tests.servers import Missing, free_port
from tests.spark_cluster import Cluster, spark_cluster

PLAN = """郑州市{name}工作方案
一、主要任务
1.贯彻落实《中华人民共和国行政处罚法》第{number}条，完成{name}建设，每24个月评估一次。（责任单位：市司法局、市{name}局；完成时限：2025年12月底前）
2.按照《甲市乙条例》第二条开展检查，覆盖率达到95.50%。（牵头单位：市司法局，配合单位：市财政局）
"""
LAW = """甲市乙条例
（{day}甲市人民代表大会常务委员会通过）
第一条　为了规范{name}，根据《中华人民共和国行政处罚法》，制定本条例。
第二条　{name}应当公开。
第三条　本条例自{day}起施行。
"""
ROWS = [
    ["序号", "重点任务", "工作内容", "责任单位", "完成时限"],
    ["1", "甲任务", "建成甲平台。", "市司法局", "2025年12月"],
]


def documents(folder: Path) -> Path:
    """A folder with plans, versions of a law one of which is there twice, other formats, and files that cannot be read."""
    folder.mkdir()
    for number, name in enumerate("教育 交通 卫生 文化 水务 住建".split(), 1):
        (folder / f"{name}.txt").write_text(PLAN.format(name=name, number=number), encoding="utf-8")
    for name, day, about in (
        ("旧", "2010年1月1日", "检查"),
        ("新", "2020年1月1日", "监督检查"),
        ("新二", "2020年1月1日", "监督检查"),
    ):
        (folder / f"{name}.md").write_text(LAW.format(day=day, name=about), encoding="utf-8")
    (folder / "表.docx").write_bytes(docx(paragraph("任务清单") + table(ROWS)))
    (folder / "表.xlsx").write_bytes(xlsx([["任务清单"], *ROWS]))  # shares its name with the one before
    (folder / "清单.xlsx").write_bytes(xlsx([["任务清单"], *ROWS]))
    (folder / "英文.pdf").write_bytes(pdf(["no ledger"]))
    (folder / "残.pdf").write_bytes(pdf(["x"])[:40])
    (folder / "空.txt").write_bytes(b"")
    return folder


@dataclass(frozen=True)
class Here:
    """A folder of documents, and what a load on this machine made of it."""

    folder: Path
    lines: list[str]
    report: object


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Here:
    made = tmp_path_factory.mktemp("here")
    folder = documents(made / "documents")
    results = ingest.load([folder], made / "store")
    fates = {result.fate for result in results}
    assert fates == {ingest.Fate.ADDED, ingest.Fate.DUPLICATE, ingest.Fate.SKIPPED}
    return Here(folder, OxigraphStore.open(made / "store").lines(), json.loads(quality_of(results).json()))


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    try:
        with spark_cluster(tmp_path_factory.mktemp("spark")) as running:
            yield running
    except Missing as missing:
        if os.environ.get("TAIZHANG_REQUIRE_SPARK"):
            pytest.fail(str(missing))
        pytest.skip(str(missing))


def written(folder: Path) -> tuple[list[str], object]:
    """The lines of all parts, sorted, and the report."""
    parts = sorted(folder.glob("part-*.nq"))
    names = [*(part.name for part in parts), "quality.json"]
    assert sorted(path.name for path in folder.iterdir()) == sorted(names)
    # Split at line feeds alone: other characters that end a line may stand in a literal.
    lines = [line for part in parts for line in part.read_text(encoding="utf-8").split("\n") if line]
    return sorted(lines), json.loads((folder / "quality.json").read_text(encoding="utf-8"))


def test_a_reading_is_a_function_of_name_and_bytes_alone(here: Here) -> None:
    for path in here.folder.iterdir():
        assert read(path.name, path.read_bytes()) == read(path.name, path.read_bytes())


def test_links_need_only_the_statements_that_concern_them(here: Here, tmp_path: Path) -> None:
    iris = Iris()
    links = iris.graph(LINKS)
    named = [f"{line}\n" for line in here.lines if line.endswith("> .") and "/id/graph/" in line.rpartition(" <")[2]]
    concerned = [line for line in named if concerns_links(line) and f"<{links}>" not in line]
    scratch = EmbeddedWriting(open_database(tmp_path, read_only=False))
    scratch.add(map(str.encode, concerned))
    found = as_stored(nquads(links, link_triples(scratch, register(), aliases(), iris)))
    assert set(found) == {line for line in named if f"<{links}>" in line}
    assert len(concerned) < len(named) / 2


def test_a_folder_on_a_cluster_gives_the_bytes_and_the_report_of_a_load_here(
    here: Here, cluster: Cluster, tmp_path: Path
) -> None:
    done = on_spark(cluster, here.folder, tmp_path / "out")
    assert done.code == 0, done.err
    assert written(tmp_path / "out") == (here.lines, here.report)
    again = on_spark(cluster, here.folder, tmp_path / "out")
    assert (again.code, again.err.splitlines()[-1]) == (2, f"{tmp_path / 'out'} is not empty: choose another folder")


def on_spark(cluster: Cluster, folder: Path, output: Path) -> Ran:
    return run("load", str(folder), "--spark", cluster.master, "-o", str(output), **cluster.environment)


def test_a_cluster_that_is_not_there_is_an_error_in_one_line(here: Here, tmp_path: Path) -> None:
    nobody = f"spark://127.0.0.1:{free_port()}"
    for master, told in (
        ("nonsense", "nonsense is no Spark master: spark://HOST:PORT, local[2], yarn or k8s://…"),
        ("spark://127.0.0.1", "spark://127.0.0.1 is no Spark master: spark://HOST:PORT, local[2], yarn or k8s://…"),
        (nobody, f"no Spark master answers at {nobody}: Connection refused"),
    ):
        done = run("load", str(here.folder), "--spark", master, "-o", str(tmp_path / "out"))
        assert (done.code, done.err) == (2, f"{told}\n")
        assert not (tmp_path / "out").exists()


def test_a_worker_that_is_killed_in_the_middle_loses_nothing(here: Here, cluster: Cluster, tmp_path: Path) -> None:
    output, lost = tmp_path / "out", cluster.workers[1]
    before = cluster.blocks(lost)
    command = [
        sys.executable,
        "-m",
        "taizhang.api",
        "load",
        str(here.folder),
        "--spark",
        cluster.master,
        "-o",
        str(output),
    ]
    environment = {**os.environ, **cluster.environment}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as load:
        while load.poll() is None and not cluster.blocks(lost) - before:
            time.sleep(0.01)
        assert load.poll() is None, "the load was over before its worker was killed"
        cluster.kill(lost)  # with the files it has read, which are on its disk alone
        told = load.communicate()[1]
    assert load.returncode == 0, told
    assert written(output) == (here.lines, here.report)
    assert len(cluster.events("SparkListenerExecutorAdded")) == 2
    assert len(cluster.events("SparkListenerExecutorRemoved")) == 1
