"""One file to what the graph will say of it.

`read` is a pure function of a name and bytes. Everything that reads many files calls it: this process, the pool of
processes here (`read_all`), and the machines of a Spark cluster (spark.py).
"""

import gc
import hashlib
import json
import os
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from threading import Thread

from pyoxigraph import RdfFormat, Triple, parse

from ..graph.alignment import bare
from ..graph.law import Law
from ..graph.law_quads import law_graph, version_iri
from ..graph.model import Document, Ledger
from ..graph.provenance import Source
from ..graph.quads import ledger_graphs
from ..graph.reading import read_ledger_of
from ..graph.store import nquads
from ..graph.version import VERSION
from ..ontology.errors import InputError, Text
from ..ontology.files import ALL, DIVISIONS, NATIONAL, REGULATIONS, UNITS, divisions, lines_of, load, text_of
from ..ontology.iris import Iris
from ..ontology.register import Register
from .document import bytes_of, document_from_bytes
from .law import is_law_text, read_law
from .ledger import names_units_throughout, read_ledger
from .names import Named

#: With fewer files than this, starting other processes takes longer than reading here.
_FEW = 8
#: How many files a process is given at once.
_CHUNK = 8
#: How many more objects there are when Python looks for rubbish; a document of ten pages makes about as many.
_SELDOM = 200_000


class Kind(StrEnum):
    """What a document is."""

    LEDGER = "ledger"
    LAW = "law"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file gave, or an `error` that says why there is nothing (at which `line`).

    `lines` is the file its N-Quads were written to; None for what could not be read, and before they are written.

    `thing` is the node that was read (a ledger or a version of a law) and `parts` the keys of its articles, or
    nothing for a ledger. `count` counts measures or articles, `corrections` the repairs. `says` is the digest of what a
    ledger says, whatever its format; empty for a law text.
    """

    path: Path
    slug: str
    sha256: str
    kind: Kind | None
    title: str
    thing: str
    parts: tuple[str, ...]
    count: int
    corrections: int
    lines: Path | None
    ledger: Ledger | None = None
    error: Text | None = None
    line: int = 0
    says: str = ""

    @property
    def source(self) -> Source:
        """What provenance says of it."""
        return Source(self.slug, self.sha256, self.thing, self.title)


@dataclass(frozen=True, slots=True)
class Record:
    """A reading with its statements: N-Quads lines of the named graphs of one document, each once."""

    reading: Reading
    lines: tuple[str, ...] = ()


@cache
def register() -> Register:
    """The register of the package; read once in a process."""
    return Register(load(UNITS), load(REGULATIONS), divisions(), lines_of(NATIONAL))


def read_document_as(document: Document) -> Ledger | Law:
    """The ledger or law text a document is. Raises InputError when it is neither."""
    if is_law_text(document) and not names_units_throughout(document):
        return read_law(document)
    return read_ledger(document, register().place_or_division)


def read_all(files: Sequence[Named], folder: Path) -> Iterator[Reading]:
    """Read files into `folder`, in their order, on every processor when there are many of them.

    A text that was read into the folder before, from the same bytes by the same program, is not read again. One that
    cannot be read is a reading with an error, whatever went wrong with it: the others are read all the same.
    """
    if len(files) < _FEW:
        return (read_one(file, folder) for file in files)
    return _in_parallel([files[start : start + _CHUNK] for start in range(0, len(files), _CHUNK)], folder)


def _in_parallel(chunks: list[Sequence[Named]], folder: Path) -> Iterator[Reading]:
    """Read on every processor. Where a worker dies, its file is found by reading those in question one by one."""
    # loky's workers, unlike multiprocessing's, do not import the script of the caller anew: this works from a notebook.
    from loky import ProcessPoolExecutor  # noqa: PLC0415 - only large loads pay for it
    from loky.process_executor import BrokenProcessPool  # noqa: PLC0415

    while chunks:
        workers = min(sum(map(len, chunks)), os.cpu_count() or 1)
        with ProcessPoolExecutor(workers, initializer=_end_with_parent, initargs=(os.getpid(),)) as pool:
            futures = deque(pool.submit(_read_some, chunk, folder) for chunk in chunks)
            try:
                while futures:
                    made = futures.popleft().result()
                    chunks = chunks[1:]
                    yield from made
            except BrokenProcessPool:
                pass
            finally:  # whoever asked may have seen enough
                for future in futures:
                    future.cancel()
        if chunks:
            yield from (_read_apart(file, folder) for file in chunks[0])
            chunks = chunks[1:]


def _read_some(files: Sequence[Named], folder: Path) -> list[Reading]:
    return [read_one(file, folder) for file in files]


def _read_apart(file: Named, folder: Path) -> Reading:
    """Read one file in a process of its own, which it may take down with it."""
    from loky import ProcessPoolExecutor  # noqa: PLC0415
    from loky.process_executor import BrokenProcessPool  # noqa: PLC0415

    with ProcessPoolExecutor(1, initializer=_end_with_parent, initargs=(os.getpid(),)) as pool:
        try:
            made: Reading = pool.submit(read_one, file, folder).result()
        except BrokenProcessPool:
            why = Text("读取它的进程意外结束", "the process that was reading it came to a sudden end")
            return unread(file, InputError(str(file.path), 0, why))
        return made


def _end_with_parent(parent: int) -> None:
    """End this worker soon after the load that started it was killed, which would otherwise leave it here for good.

    The load says its own number: asked for here, the parent of a worker whose load has gone already is somebody else.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def read(name: str, data: bytes) -> Record:
    """What bytes say under a name: the same on any process and any machine. What cannot be read is a reading too."""
    try:
        with few_collections():
            return _record(document_from_bytes(name, data))
    except InputError as error:
        return Record(unread(Named(Path(name), name), error))
    except Exception as error:  # a fault of ours, but no reason to lose a thousand other files
        why = Text("读取时出错：{what}", "reading it failed: {what}").format(what=repr(error))
        return Record(unread(Named(Path(name), name), InputError(name, 0, why)))


@contextmanager
def few_collections() -> Iterator[None]:
    """Let Python look for circular rubbish seldom: there is hardly any in what is read, and looking took a fifth of it."""
    before = gc.get_threshold()
    gc.set_threshold(_SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def unread(file: Named, error: InputError) -> Reading:
    """The reading of a file that cannot be read."""
    place = f"{error.file}:{error.line}: "
    said = Text(error.text.zh.removeprefix(place), error.text.en.removeprefix(place))
    return Reading(file.path, file.slug, "", None, "", "", (), 0, 0, None, error=said, line=error.line)


def read_one(file: Named, folder: Path) -> Reading:
    """Read one file; its N-Quads are written into the folder, unless a load that was interrupted left them there."""
    try:
        data = bytes_of(file.path)
    except InputError as error:
        return unread(file, error)
    kept = folder / f"{_fingerprint(file.name, data)}.nq"
    return _kept(file.path, kept) or _write(file.path, read(file.name, data), kept)


def _record(document: Document) -> Record:
    iris, found, path = Iris(), read_document_as(document), Path(document.name)
    if isinstance(found, Ledger):
        graphs = ledger_graphs(found, register(), iris)
        corrections = sum(len(measure.corrections) for measure in found.measures)
        made = Reading(path, found.slug, document.sha256, Kind.LEDGER, found.title, iris.ledger(found.slug), (),
                       len(found.measures), corrections, None, found, says=says(found))  # fmt: skip
        return Record(made, tuple(line for graph, triples in graphs.items() for line in nquads(graph, triples)))
    version = version_iri(found, register(), iris)
    keys = tuple(part.key for part in found.articles)
    made = Reading(path, found.slug, document.sha256, Kind.LAW, found.title, version, keys, len(keys), 0, None)
    return Record(
        made, tuple(dict.fromkeys(nquads(iris.graph(f"document/{found.slug}"), law_graph(found, register(), iris))))
    )


def says(ledger: Ledger) -> str:
    """The digest of what a ledger says, whatever the format and layout: title, place, measures, who carries them."""
    measures = ((bare(one.text), [(a.unit, a.role) for a in one.assignments]) for one in ledger.measures)
    content = json.dumps([bare(ledger.title), ledger.place, list(measures)], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def _write(path: Path, record: Record, kept: Path) -> Reading:
    """Write the statements of a document, whole or not at all; the first line says what they are."""
    made = replace(record.reading, path=path)
    if made.error:
        return made
    # Its own name: a worker that outlives a killed load for a moment may be writing the same reading.
    fresh = kept.with_suffix(f".{os.getpid()}")
    fresh.write_text(f"# {_header(made)}\n{''.join(record.lines)}", encoding="utf-8", newline="\n")
    fresh.replace(kept)
    return replace(made, lines=kept)


def _header(reading: Reading) -> str:
    names = (field.name for field in fields(reading))
    content = {name: getattr(reading, name) for name in names if name not in ("path", "lines", "ledger", "error")}
    return json.dumps(content, ensure_ascii=False)


def _kept(path: Path, kept: Path) -> Reading | None:
    """The reading a load that was interrupted left behind."""
    try:
        with kept.open(encoding="utf-8") as file:
            content = json.loads(file.readline()[2:])
    except FileNotFoundError:
        return None
    content |= {"kind": Kind(content["kind"]), "parts": tuple(content["parts"])}
    ledger = _ledger_in(kept, content["slug"]) if content["kind"] is Kind.LEDGER else None
    return Reading(path=path, lines=kept, ledger=ledger, **content)


def _ledger_in(kept: Path, name: str) -> Ledger:
    """The ledger that a file of N-Quads holds, with its findings, which the report of the load wants."""
    printed = Iris().graph(f"printed/{name}")
    sides: tuple[list[Triple], list[Triple]] = ([], [])
    for quad in parse(path=kept, format=RdfFormat.N_QUADS):
        sides[getattr(quad.graph_name, "value", "") == printed].append(quad.triple)
    return read_ledger_of(*sides, name)


def _fingerprint(name: str, data: bytes) -> str:
    """What a reading depends on: the bytes, the name, the program and its data."""
    return hashlib.sha256(f"{hashlib.sha256(data).hexdigest()} {name} {program()}".encode()).hexdigest()


@cache
def program() -> str:
    """The version of the program with the hash of its data."""
    texts = "".join(text_of(name) for name in (*ALL, DIVISIONS, NATIONAL))
    return f"{VERSION} {hashlib.sha256(texts.encode()).hexdigest()}"
