"""A folder of documents on an Apache Spark cluster: partitioned N-Quads and the quality report.

The machines of the cluster read, with the function that every load reads with. What needs all documents at once is
small and is done on the driver: which documents are taken, the links between them (worked out from the statements that
concern links, a small part), the register and the provenance. Then every line goes through one shuffle by its hash, in
which a statement that several documents make becomes one line of the default graph.

Each step is a pure function of the files, so what a lost machine had done is done again by another. Files and output
are opened by their paths: the folders must be the same on every machine (NFS, a parallel file system).
"""

import os
import re
import shutil
import socket
import sys
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import uuid4

from pyoxigraph import Triple

from ..graph.embedded import EmbeddedWriting, as_stored, open_database
from ..graph.links import LINKS, concerns_links, link_triples
from ..graph.provenance import reading
from ..graph.store import nquads, with_default
from ..graph.version import VERSION
from ..ontology.errors import InputError, OutputError, SettingsError, Text
from ..ontology.files import REGULATIONS, UNITS, VOCABULARY, aliases, load_all
from ..ontology.iris import Iris
from .document import NO_SUCH_FILE, bytes_of
from .ingest import Loaded, accepted, distinct, found_in, in_order, loaded_as
from .names import Named
from .quality import Checked, Quality, checked
from .reading import Reading, Record, program, read, register, unread

if TYPE_CHECKING:
    from pyspark import RDD, SparkContext

#: The file of the quality report, beside the parts.
REPORT = "quality.json"
#: About as many lines as one part holds: some 100 MB.
_PART = 500_000
#: Files that are read by one task, where there are many.
_TASK = 16
#: Seconds in which a master must answer.
_PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Written:
    """What became of the files, what the report says of them, and what was written: lines, in so many parts."""

    results: list[Loaded]
    quality: Quality
    lines: int
    parts: int


@dataclass(frozen=True, slots=True)
class _Read:
    """One file as a machine of the cluster gives it. The ledger stays there; its report, a small thing, travels."""

    index: int
    record: Record
    checked: Checked


@dataclass(frozen=True, slots=True)
class _Summary:
    """What the driver needs to know of a file."""

    index: int
    reading: Reading
    checked: Checked
    lines: int


def load_with_spark(paths: Sequence[Path], master: str, folder: Path, *, force: bool = False) -> Written:
    """Read the files (of a folder: every document below it) on a cluster, and write their whole graph into a folder.

    The lines of all its parts are those that `export` writes after `load` into a new store. The folder is there when
    all of it is, or not at all; one that is there is replaced with `force`. Raises InputError as `load` does,
    SettingsError without pyspark, and OutputError when the cluster or the folder cannot be used.
    """
    ontology, target = load_all(), folder.resolve()
    _refuse_to_replace(target, force)
    named = {path.resolve() for path in paths if not path.is_dir()}
    for path in sorted(named):
        bytes_of(path)  # reaching a cluster takes a while: a misspelt name is told at once
    files, results = distinct(found_in(paths), {})
    with _cluster(master) as context, _fresh(target) as fresh:
        records = _records(context, files)
        summaries = _summaries(records, named)
        chosen, left_out = accepted([one.reading for one in summaries], {}, None, named=named, force=force)
        taken = {made.path for made in chosen}
        kept = frozenset(one.index for one in summaries if one.reading.path in taken)
        lines = records.filter(partial(_is_among, kept=kept)).flatMap(_lines_of)
        ours = _our_lines(ontology, chosen, lines.filter(concerns_links).toLocalIterator())
        size = 2 * (sum(one.lines for one in summaries if one.index in kept) + len(ours))
        parts = max(context.defaultParallelism, size // _PART)
        count = _write(lines.union(context.parallelize(ours, parts)), parts, fresh)
        results = in_order([*results, *left_out, *(loaded_as(made, ()) for made in chosen)], paths)
        quality = _quality(results, {one.reading.path: one.checked for one in summaries if one.reading.path in taken})
        (fresh / REPORT).write_text(quality.json(), encoding="utf-8")
    return Written(results, quality, count, parts)


# -- the cluster


@contextmanager
def _cluster(master: str) -> Iterator["SparkContext"]:
    """A connection to a cluster, for one load."""
    try:
        from pyspark import SparkConf, SparkContext  # noqa: PLC0415 - an extra
    except ImportError as error:
        text = Text("请先安装 pip install taizhang[spark]", "install it first: pip install taizhang[spark]")
        raise SettingsError(text) from error
    _refuse_unreachable(master)
    # The machines run what the driver runs, unless PYSPARK_PYTHON says where their Python is.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    conf = SparkConf().setMaster(master).setAppName("taizhang")
    for name, value in _defaults(master).items():
        conf.setIfMissing(name, value)
    with _failures(master):
        context = SparkContext(conf=conf)
    try:
        context.setLogLevel("ERROR")  # losing a machine is told by Spark in hundreds of lines of warnings
        with _failures(master):
            yield context
    finally:
        context.stop()


#: The forms of an address that Spark knows (its documentation, "Submitting Applications"): a pod, a queue, this machine.
_MASTER = re.compile(r"local(\[[\w*]+(,\d+)?\])?|local-cluster\[\d+,\d+,\d+\]|yarn|k8s://.+")


def _refuse_unreachable(master: str) -> None:
    """Raise OutputError for what is no address, or where nobody answers: Spark itself takes a minute to say so."""
    hosts = _standalone(master)
    if not hosts and not _MASTER.fullmatch(master):
        forms = "spark://HOST:PORT, local[2], yarn or k8s://…"
        raise OutputError(Text(f"{master} 不是 Spark 的地址：{forms}", f"{master} is no Spark master: {forms}"))
    silent = [reason for reason in map(_silence, hosts) if reason]
    if hosts and len(silent) == len(hosts):
        said = ", ".join(dict.fromkeys(silent))
        raise OutputError(Text(f"{master} 处没有 Spark：{said}", f"no Spark master answers at {master}: {said}"))


def _silence(host: tuple[str, int]) -> str | None:
    """Why nobody answers at a port; None where somebody does."""
    try:
        socket.create_connection(host, timeout=_PATIENCE).close()
    except OSError as error:
        return error.strerror or str(error)
    return None


def _standalone(master: str) -> list[tuple[str, int]]:
    """The hosts and ports of spark://HOST:PORT,HOST:PORT; nothing for any other address."""
    if not master.startswith("spark://"):
        return []
    pairs = (host.rpartition(":") for host in master.removeprefix("spark://").split(","))
    found = [(host.strip("[]"), int(port)) for host, _, port in pairs if host and port.isdecimal()]
    return found if len(found) == master.count(",") + 1 else []


def _defaults(master: str) -> dict[str, str]:
    """What Spark is told unless its own configuration says otherwise: no page of its own, nothing beyond loopback."""
    found = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.rdd.compress": "true"}
    if master.startswith("local") or urlsplit(master).hostname in ("127.0.0.1", "localhost", "::1"):
        found |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    return found


@contextmanager
def _failures(master: str) -> Iterator[None]:
    """What Spark raises, as an OutputError of one line."""
    from py4j.protocol import Py4JError  # noqa: PLC0415 - an extra
    from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra

    try:
        yield
    except (Py4JError, PySparkException) as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        # The fault of a task is the last line of its Python traceback, in the middle of that of Java.
        told = [line for line in lines if line.startswith(("RuntimeError: ", "OSError: ", "FileNotFoundError: "))]
        reason = (told or lines[1:] or lines or [type(error).__name__])[0]
        raise OutputError(Text(f"Spark（{master}）未能完成：{reason}", f"Spark ({master}) failed: {reason}")) from error


# -- on the machines of the cluster


def _read(numbered: tuple[int, str, str], expected: str) -> _Read:
    if program() != expected:
        raise RuntimeError(f"this machine has another taizhang ({program()}) than the driver ({expected})")
    index, file = numbered[0], Named(Path(numbered[1]), numbered[2])
    try:
        found = read(file.name, bytes_of(file.path))
    except InputError as error:
        found = Record(unread(file, error))
    made = replace(found.reading, path=file.path)
    lines = tuple(as_stored(found.lines))
    return _Read(index, Record(replace(made, ledger=None), lines), checked(loaded_as(made, ())))


def _summary(one: _Read) -> _Summary:
    return _Summary(one.index, one.record.reading, one.checked, len(one.record.lines))


def _is_among(one: _Read, kept: frozenset[int]) -> bool:
    return one.index in kept


def _lines_of(one: _Read) -> tuple[str, ...]:
    return one.record.lines


def _keyed(line: str) -> list[tuple[str, None]]:
    return [(each.decode(), None) for each in with_default(line.encode())]


def _hash(line: str) -> int:
    return zlib.crc32(line.encode())  # that of Python differs between processes


def _write_part(index: int, lines: Iterable[tuple[str, None]], folder: str) -> Iterator[int]:
    """Write a part, sorted, each line once; whole or not at all, and the same however often it is tried."""
    count, fresh = 0, Path(folder) / f".{index}-{uuid4().hex}"
    with fresh.open("w", encoding="utf-8", newline="\n") as file:
        for line, _ in groupby(lines, key=itemgetter(0)):
            file.write(line)
            count += 1
    fresh.replace(Path(folder) / f"part-{index:05}.nq")
    yield count


# -- on the driver


def _records(context: "SparkContext", files: Sequence[Named]) -> "RDD[_Read]":
    """The files, read once: what a machine has read stays on its disk until the end, or is lost with it."""
    from pyspark import StorageLevel  # noqa: PLC0415 - an extra

    tasks = max(1, min(len(files), max(2 * context.defaultParallelism, len(files) // _TASK)))
    numbered = [(index, str(file.path), file.name) for index, file in enumerate(files)]
    found = context.parallelize(numbered, tasks).map(partial(_read, expected=program()))
    return found.persist(StorageLevel.DISK_ONLY)


def _summaries(records: "RDD[_Read]", named: set[Path]) -> list[_Summary]:
    """What was read, in the order of the files. Raises InputError for a named file that was not."""
    found: list[_Summary] = records.map(_summary).collect()
    for one in found:
        made = one.reading
        if made.error == NO_SUCH_FILE and made.path.exists():
            text = Text("集群的机器上没有这个文件：文件夹须在每台机器的同一路径", "not on the machines of the cluster: "
                        "the folder must have the same path on each of them")  # fmt: skip
            raise InputError(str(made.path), 0, text)
        if made.error and made.path in named:
            raise InputError(str(made.path), made.line, made.error)
    return sorted(found, key=lambda one: one.index)


def _our_lines(
    ontology: dict[str, tuple[Triple, ...]], readings: Sequence[Reading], concerned: Iterable[str]
) -> list[str]:
    """The lines of the graphs that no single document gives: ontology, register, provenance, links."""
    iris = Iris()
    graphs = {
        "ontology": ontology[VOCABULARY],
        "register": (*ontology[UNITS], *ontology[REGULATIONS]),
        "provenance": tuple(t for made in readings for t in reading(made.source, VERSION, iris)),
    }
    fixed = list(as_stored(line for name, triples in graphs.items() for line in nquads(iris.graph(name), triples)))
    with tempfile.TemporaryDirectory() as folder:
        scratch = EmbeddedWriting(open_database(Path(folder), read_only=False))
        scratch.add(map(str.encode, chain(fixed, concerned)))
        links = link_triples(scratch, register(), aliases(), iris)
        return [*fixed, *as_stored(nquads(iris.graph(LINKS), links))]


def _write(lines: "RDD[str]", parts: int, folder: Path) -> int:
    """Write every line, and its like in the default graph, once; tells how many."""
    shuffled = lines.flatMap(_keyed).repartitionAndSortWithinPartitions(parts, _hash)
    count: int = shuffled.mapPartitionsWithIndex(partial(_write_part, folder=str(folder))).sum()
    found = sum(1 for _ in folder.glob("part-*.nq"))
    if found != parts:
        text = Text(
            f"{folder} 须在集群每台机器的同一路径", f"{folder} must have the same path on each machine of the cluster"
        )
        raise OutputError(text)
    for left in folder.glob(".*"):  # by tries that were cut off
        left.unlink()
    return count


def _quality(results: Iterable[Loaded], read_there: dict[Path, Checked]) -> Quality:
    """The report of all files, in their order."""
    return Quality(tuple(read_there.get(result.path) or checked(result) for result in results))


def _refuse_to_replace(folder: Path, force: bool) -> None:
    """Raise OutputError where the folder holds something that is not ours to replace, or that nobody asked to."""
    try:
        names = [path.name for path in folder.iterdir()]
    except FileNotFoundError:
        return
    except OSError as error:
        raise _unusable(folder, error) from error
    if not names or (force and all(name == REPORT or name.startswith("part-") for name in names)):
        return
    raise OutputError(Text(f"{folder} 不是空的：请换一个文件夹", f"{folder} is not empty: choose another folder")
                      if not force or REPORT not in names else
                      Text(f"{folder} 里还有别的文件，不能替换", f"{folder} holds other files too and is not replaced"))  # fmt: skip


@contextmanager
def _fresh(folder: Path) -> Iterator[Path]:
    """A folder beside, that takes the place of the folder when the block ends, or goes."""
    fresh = folder.with_name(f"{folder.name}.partial")
    try:
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        yield fresh
        if folder.exists():
            shutil.rmtree(folder)
        fresh.rename(folder)
    except OSError as error:
        raise _unusable(folder, error) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _unusable(folder: Path, error: OSError) -> OutputError:
    reason = error.strerror or str(error)
    return OutputError(Text(f"无法写入 {folder}：{reason}", f"cannot write {folder}: {reason}"))
