"""Documents into a store: read them all, then write them in one step that takes effect whole or not at all.

What is read is kept in a folder beside the store until the write is done, so a load that was ended half-way goes on
where it stopped when it is run again.
"""

import shutil
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from importlib.resources import as_file, files
from itertools import chain
from pathlib import Path

from filelock import FileLock, Timeout
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Triple, parse

from ..graph.law import Law
from ..graph.links import LINKS, link_triples
from ..graph.model import Ledger
from ..graph.provenance import activity, agent, loaded, reading
from ..graph.reading import read_ledger_from
from ..graph.revision import LedgerRevision, revision
from ..graph.store import Writing, by_graph
from ..graph.stores import Location, current_version, open_store, scratch, was_cut_off, writing
from ..graph.version import VERSION
from ..ontology.errors import InputError, NothingFound, StoreError, Text
from ..ontology.files import REGULATIONS, UNITS, VOCABULARY, aliases, load_all
from ..ontology.iris import Iris
from ..ontology.vocabulary import iri
from .document import read_document, sha256
from .names import Named, named_apart
from .reading import Kind, Reading, few_collections, read_all, read_document_as, register, says

#: The data set that comes with the program.
DEFAULT_LEDGER = "zhengzhou-2024.txt"
#: What a folder is searched for.
SUFFIXES = (".txt", ".md", ".docx", ".docm", ".xlsx", ".xlsm", ".html", ".htm", ".pdf", ".doc", ".wps")

Progress = Callable[[Path], None]


class Fate(StrEnum):
    """What became of one file."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"  # another file of this load or of the graph is the same text
    SKIPPED = "skipped"  # found in a folder, neither a ledger nor a law text


@dataclass(frozen=True, slots=True)
class Loaded:
    """One file of a load. `ledger` is None unless a ledger was read now; `reason` says why a file was left out.

    `revision` says what changed where the ledger took the place of an earlier reading of its file.
    """

    path: Path
    slug: str
    fate: Fate
    kind: Kind | None = None
    count: int = 0
    corrections: int = 0
    ledger: Ledger | None = None
    reason: Text | None = None
    revision: LedgerRevision | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A document as the store has it: the bytes it was, the program that read it, its title, what was read from it."""

    sha256: str
    agent: str
    title: str
    thing: str


def default_paths() -> list[Path]:
    """The packaged ledger of Zhengzhou."""
    with as_file(files(__package__) / "data" / DEFAULT_LEDGER) as path:
        return [path]


def found_in(paths: Sequence[Path]) -> list[Path]:
    """The files, and of each folder every document below it in a fixed order."""
    return list(dict.fromkeys(chain.from_iterable(_below(path) for path in paths)))


def _below(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path.resolve()]
    files_ = (file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and file.name[0] not in "._")
    return sorted(file.resolve() for file in files_ if file.is_file())


def load(
    paths: Sequence[Path], store: Location, *, force: bool = False, progress: Progress = lambda _: None
) -> list[Loaded]:
    """Read the files (of a folder: every document below it) and put them into the store.

    Files whose bytes this version of the program already read are passed over unless `force`. Raises InputError for
    the first *named* file that cannot be read, or that would silently replace a document of another title (the store
    is then as it was), and StoreError when the store is in use. A file found in a folder that is neither a ledger nor
    a law text, or that is such a replacement, is left out and reported, whatever is wrong with it.
    """
    ontology = load_all()
    named = {path.resolve() for path in paths if not path.is_dir()}
    with _alone(store) as folder, few_collections():
        known = _known(store)
        files_, results = distinct(found_in(paths), {name: held.sha256 for name, held in known.items()})
        fresh, unchanged = _split(files_, known, force)
        results += unchanged
        readings = []
        for made in read_all(fresh, folder):
            progress(made.path)
            if made.error and made.path in named:
                raise InputError(str(made.path), made.line, made.error)
            readings.append(made)
        chosen, left_out = accepted(readings, known, store, named=named, force=force)
        revisions = _revisions(chosen, known, store)
        if chosen or current_version(store) is None or was_cut_off(store):
            _write(store, ontology, chosen, known)
        shutil.rmtree(folder, ignore_errors=True)
    loaded_now = (loaded_as(made, known, revisions.get(made.slug)) for made in chosen)
    return in_order([*results, *left_out, *loaded_now], paths)


@contextmanager
def _alone(store: Location) -> Iterator[Path]:
    """The folder of readings, for this load alone: two loads at once would take each other's readings away."""
    folder = scratch(store) / "readings"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder.parent / "load.lock", timeout=0)
        lock.acquire()
    except Timeout as error:
        raise StoreError(Text(f"另一个程序正在写入 {store}", f"another process is writing {store}")) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(Text(f"无法写入 {store}：{reason}", f"cannot write {store}: {reason}")) from error
    try:
        yield folder
    finally:
        lock.release()


def extract(paths: Iterable[Path], progress: Progress = lambda _: None) -> Iterator[Ledger | Law]:
    """Read files without a store, one after another."""
    load_all()
    for path in paths:
        progress(path)
        yield read_document_as(read_document(path))


# -- which files


def distinct(paths: Sequence[Path], known: Mapping[str, str]) -> tuple[list[Named], list[Loaded]]:
    """The files with their names in the graph, and those left out because they are copies of another of their name.

    `known` are the names the graph has, each with the hash of the bytes it was read from.
    """
    files_, copies = named_apart(paths, known)
    left = []
    for copy in copies:
        same = Text(f"与 {copy.other} 重名且相同", f"has the same name as {copy.other}, and the same bytes")
        left.append(Loaded(copy.path, copy.slug, Fate.DUPLICATE, reason=same))
    return files_, left


def _split(named: Sequence[Named], known: dict[str, Held], force: bool) -> tuple[list[Named], list[Loaded]]:
    """Files to read, and files the store already has as they are."""
    fresh: list[Named] = []
    unchanged: list[Loaded] = []
    for file in named:
        held = known.get(file.slug)
        if held and not force and held.agent == agent(VERSION, Iris()) and sha256(file.path) == held.sha256:
            unchanged.append(Loaded(file.path, file.slug, Fate.UNCHANGED))
        else:
            fresh.append(file)
    return fresh, unchanged


def accepted(
    readings: Sequence[Reading], known: dict[str, Held], store: Location | None, *, named: Set[Path], force: bool
) -> tuple[list[Reading], list[Loaded]]:
    """The readings to write, and those left out: unreadable, under the name of another, or a second copy.

    `known` is what the store holds; without a store, nothing.
    """
    chosen: list[Reading] = []
    left: list[Loaded] = []
    again = {made.slug for made in readings if not made.error}
    copies = _Copies(store, {name: held for name, held in known.items() if name not in again})
    # A document the graph has already comes before a new one of the same version.
    for made in sorted(readings, key=lambda made: made.slug not in known):
        if made.error:
            left.append(Loaded(made.path, made.slug, Fate.SKIPPED, reason=made.error))
        elif another := _another(made, None if force else known.get(made.slug)):
            if made.path in named:
                raise InputError(str(made.path), 0, another)
            left.append(Loaded(made.path, made.slug, Fate.SKIPPED, made.kind, reason=another))
        elif same := copies.of(made):
            left.append(Loaded(made.path, made.slug, Fate.DUPLICATE, made.kind, reason=same))
        else:
            chosen.append(made)
    return chosen, left


class _Copies:
    """Tells the second copy of a text from the first, among what is read now and what the graph keeps.

    Files of one version of a law that share no article are the parts of one long text and belong together.
    """

    def __init__(self, store: Location | None, kept: dict[str, Held]):
        self._store, self._kept = store, kept
        self._articles: dict[str, set[str]] = {}
        self._ledgers: dict[str, set[str]] = {}

    def of(self, made: Reading) -> Text | None:
        """Why a reading is a copy; None for the first of its text."""
        return self._of_ledger(made) if made.kind is Kind.LEDGER else self._of_law(made)

    def _of_law(self, made: Reading) -> Text | None:
        if made.thing not in self._articles:
            others = {name for name, held in self._kept.items() if held.thing == made.thing}
            self._articles[made.thing] = _articles(self._store, made.thing, others) if self._store else set()
        own = set(made.parts) or {""}
        if self._articles[made.thing] & own:
            return Text(
                f"与图谱里的另一份文件是同一文本：{made.title}",
                f"is the same version as another file: {made.title}",
            )
        self._articles[made.thing] |= own
        return None

    def _of_ledger(self, made: Reading) -> Text | None:
        if made.title not in self._ledgers:
            names = [name for name, held in self._kept.items() if held.title == made.title]
            held = (_ledger_held(self._store, name) for name in names if self._store)
            self._ledgers[made.title] = {says(ledger) for ledger in held if ledger}
        if made.says in self._ledgers[made.title]:
            return Text(f"与另一份文件是同一台账：{made.title}", f"is the same ledger as another file: {made.title}")
        self._ledgers[made.title].add(made.says)
        return None


def _ledger_held(store: Location, name: str) -> Ledger | None:
    """The ledger of a document of the graph; None where it is a law text."""
    try:
        return read_ledger_from(open_store(store), name)
    except NothingFound:
        return None


def _revisions(accepted: Sequence[Reading], known: dict[str, Held], store: Location) -> dict[str, LedgerRevision]:
    """What changed in each ledger that takes the place of an earlier reading, by its name."""
    pairs = ((_ledger_held(store, made.slug), made.ledger) for made in accepted if made.slug in known)
    return {new.slug: revision(old, new) for old, new in pairs if old and new}


def _articles(store: Location, version: str, names: set[str]) -> set[str]:
    """The keys of the articles that some documents of the graph give a version; "" for a document without any."""
    if not names:
        return set()
    query = f"SELECT ?article ?document WHERE {{ ?article eli:is_part_of <{version}> ; prov:wasQuotedFrom ?document }}"
    answer = open_store(store).query(query)
    assert isinstance(answer, QuerySolutions)  # noqa: S101 - it is a SELECT
    found: dict[str, set[str]] = {Iris().document(name): set() for name in names}
    for article, document in answer:
        if isinstance(article, NamedNode) and isinstance(document, NamedNode) and document.value in found:
            found[document.value].add(article.value.removeprefix(f"{version}/art/"))
    return {key for keys in found.values() for key in keys or {""}}


def _another(made: Reading, held: Held | None) -> Text | None:
    """Why a reading would silently replace another document; None where it does not."""
    if held is None or held.title == made.title:
        return None
    return Text(
        f"图谱里已有同名的另一份文档《{held.title}》：请把文件改名，或用 --force 替换",
        f"the graph holds another document of this name, {held.title}: rename the file, or replace it with --force",
    )


def in_order(results: Iterable[Loaded], paths: Sequence[Path]) -> list[Loaded]:
    """What became of the files, in the order in which they were found."""
    order = {path: position for position, path in enumerate(found_in(paths))}
    return sorted(results, key=lambda result: order[result.path])


def loaded_as(made: Reading, known: Container[str], changed: LedgerRevision | None = None) -> Loaded:
    """What became of a file that is written, beside the documents the graph had."""
    fate = Fate.REPLACED if made.slug in known else Fate.ADDED
    return Loaded(made.path, made.slug, fate, made.kind, made.count, made.corrections, made.ledger, revision=changed)


#: What provenance says of the reading of a document.
_HELD = {iri(name) for name in ("prov:used", "prov:wasAssociatedWith", "prov:generated", "rdfs:label")}


def _named(node: str, iris: Iris) -> str | None:
    """The name of the document that a node of the provenance graph is, or is the reading of."""
    prefix = iris.document("")
    return node.removeprefix(prefix).removesuffix("/reading") if node.startswith(prefix) else None


def _known(store: Location) -> dict[str, Held]:
    """Every document in the store, by its name in the graph; one that a load did not finish with is not among them."""
    if current_version(store) is None:
        return {}
    iris = Iris()
    found: dict[str, dict[str, str]] = {}
    for t in open_store(store).triples(iris.graph("provenance")):
        if isinstance(t.subject, NamedNode):
            found.setdefault(t.subject.value, {})[t.predicate.value] = getattr(t.object, "value", "")
    return {
        name: Held(
            found[iris.document(name)][iri("tz:sha256")],
            act[iri("prov:wasAssociatedWith")],
            act[iri("rdfs:label")],
            act[iri("prov:generated")],
        )
        for node, act in found.items()
        if (name := _named(node, iris))
        and act.keys() >= _HELD
        and iri("tz:sha256") in found.get(iris.document(name), ())
    }


# -- writing


def _write(
    store: Location, ontology: dict[str, tuple[Triple, ...]], readings: Sequence[Reading], known: dict[str, Held]
) -> None:
    """Write what was read.

    On a server a write can be cut off anywhere. So that a document is taken to be there only when all of it is, its
    provenance is taken away before it changes and comes back as the last of all.
    """
    iris = Iris()
    with writing(store) as target:
        whole = known.keys() - {made.slug for made in readings}
        _forget(target, whole, iris)
        if target.cut_off:
            _clear_away(target, known.keys(), iris)
        target.replace(iris.graph("ontology"), ontology[VOCABULARY])
        target.replace(iris.graph("register"), {*ontology[UNITS], *ontology[REGULATIONS]})
        target.add(text for made in readings if made.slug not in known for text in by_graph(_statements(made)))
        for made in readings:
            if made.slug in known:
                _replace(target, made, iris)
        target.replace(iris.graph(LINKS), link_triples(target, register(), aliases(), iris))
        _log(target, readings, iris)


def _statements(made: Reading) -> bytes:
    """The N-Quads of a reading; the first line of its file says what they are."""
    assert made.lines  # noqa: S101 - a reading without lines has an error and is not written
    with made.lines.open("rb") as file:
        file.readline()
        return file.read()


def _replace(target: Writing, made: Reading, iris: Iris) -> None:
    """Exchange the graphs of a document that was in the store before."""
    graphs: dict[str, list[Triple]] = {iris.graph(f"document/{made.slug}"): [], iris.graph(f"printed/{made.slug}"): []}
    for quad in parse(_statements(made), format=RdfFormat.N_QUADS):
        graphs[getattr(quad.graph_name, "value", "")].append(quad.triple)
    for graph, triples in graphs.items():
        target.replace(graph, triples)


def _forget(target: Writing, whole: Set[str], iris: Iris) -> None:
    """Take away the provenance of all documents but those that stay as they are."""
    graph = iris.graph("provenance")
    told = ((triple, _named(getattr(triple.subject, "value", ""), iris)) for triple in target.triples(graph))
    target.replace(graph, (triple for triple, name in told if name is None or name in whole))


def _clear_away(target: Writing, whole: Set[str], iris: Iris) -> None:
    """Take away what a load that was cut off has left of documents it did not finish with."""
    finished = {iris.graph(f"{part}/{name}") for part in ("document", "printed") for name in whole}
    for graph in sorted(target.graphs() - finished):
        if graph.startswith((iris.graph("document/"), iris.graph("printed/"))):
            target.replace(graph, ())


def _log(target: Writing, readings: Sequence[Reading], iris: Iris) -> None:
    """Who read what, and when."""
    now = datetime.now(UTC)
    about = {node for made in readings for node in (iris.document(made.slug), activity(made.slug, iris))}
    fresh = {
        "provenance": [t for made in readings for t in reading(made.source, VERSION, iris)],
        "loads": [loaded(made.source, iris, now) for made in readings],
    }
    for name, triples in fresh.items():
        graph = iris.graph(name)
        kept = {t for t in target.triples(graph) if getattr(t.subject, "value", "") not in about}
        target.replace(graph, {*kept, *triples})
