"""Documents into a store: read them all, then write them in one step that takes effect whole or not at all."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from importlib.resources import as_file, files
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from ..graph.model import Ledger
from ..graph.provenance import agent, loaded, reading
from ..graph.quads import ledger_graphs
from ..graph.reading import ledger_names
from ..graph.store import OxigraphStore, Writing, current_generation, writing
from ..graph.version import VERSION
from ..ontology.errors import InputError, Text
from ..ontology.files import REGULATIONS, UNITS, VOCABULARY, load_all
from ..ontology.iris import Iris, slug
from ..ontology.register import Register
from ..ontology.vocabulary import iri
from .document import read_document
from .ledger import read_ledger

#: The data set that comes with the program.
DEFAULT_LEDGER = "zhengzhou-2024.txt"

Progress = Callable[[Path], None]


class Fate(StrEnum):
    """What became of one file."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Loaded:
    """One file of a load. `ledger` is None when the store already held this reading of it."""

    path: Path
    slug: str
    fate: Fate
    ledger: Ledger | None


@dataclass(frozen=True, slots=True)
class Held:
    """A document as the store has it: the bytes it was, the program that read it, its title."""

    sha256: str
    agent: str
    title: str


def default_paths() -> list[Path]:
    """The packaged ledger of Zhengzhou."""
    with as_file(files(__package__) / "data" / DEFAULT_LEDGER) as path:
        return [path]


def load(
    paths: Sequence[Path], store: Path, *, force: bool = False, progress: Progress = lambda _: None
) -> list[Loaded]:
    """Read the files and put them into the store.

    Files whose bytes this version of the program already read are passed over unless `force`. Raises InputError
    for the first file that cannot be read, or that would silently replace a document of another title (the store is
    then as it was), and StoreError when the store is in use.
    """
    ontology = load_all()
    register = Register(ontology[UNITS], ontology[REGULATIONS])
    known = _known(store)
    results = [_read(path, register, known, force, progress) for path in _distinct(paths)]
    changed = [(result, ledger) for result in results if (ledger := result.ledger)]
    if changed or current_generation(store) is None:
        with writing(store) as target:
            _write_base(target, ontology)
            for _, ledger in changed:
                _write_ledger(target, ledger, register)
    return results


def extract(paths: Iterable[Path], progress: Progress = lambda _: None) -> Iterable[Ledger]:
    """Read files without a store, one after another."""
    ontology = load_all()
    register = Register(ontology[UNITS], ontology[REGULATIONS])
    for path in paths:
        progress(path)
        yield read_ledger(read_document(path), register.place_of)


def _distinct(paths: Sequence[Path]) -> list[Path]:
    """The files once each; two different files that would share one name in the graph are an error."""
    by_slug: dict[str, Path] = {}
    for path in dict.fromkeys(path.resolve() for path in paths):
        name = slug(path.stem)
        if name in by_slug:
            text = Text(f"与 {by_slug[name]} 重名，请改名", f"has the same name as {by_slug[name]}: rename one of them")
            raise InputError(str(path), 0, text)
        by_slug[name] = path
    return list(by_slug.values())


def _known(store: Path) -> dict[str, Held]:
    """Every document in the store, by its name in the graph."""
    if current_generation(store) is None:
        return {}
    iris = Iris()
    opened = OxigraphStore.open(store)
    found = {(t.subject, t.predicate.value): t.object for t in opened.triples(iris.graph("provenance"))}

    def value(subject: str, predicate: str) -> str:
        return getattr(found.get((NamedNode(subject), iri(predicate))), "value", "")

    return {
        name: Held(
            value(iris.document(name), "tz:sha256"),
            value(f"{iris.ledger(name)}/reading", "prov:wasAssociatedWith"),
            value(iris.ledger(name), "rdfs:label"),
        )
        for name in ledger_names(opened)
    }


def _read(path: Path, register: Register, known: dict[str, Held], force: bool, progress: Progress) -> Loaded:
    progress(path)
    document = read_document(path)
    name = slug(path.stem)
    held = known.get(name)
    if held and not force and (held.sha256, held.agent) == (document.sha256, agent(VERSION, Iris())):
        return Loaded(path, name, Fate.UNCHANGED, None)
    ledger = read_ledger(document, register.place_of)
    if held and not force and held.title != ledger.title:
        text = Text(
            f"图谱里已有同名的另一份文档《{held.title}》：请把文件改名，或用 --force 替换",
            f"the graph holds another document of this name, {held.title}: rename the file, or replace it with --force",
        )
        raise InputError(str(path), 0, text)
    return Loaded(path, name, Fate.REPLACED if held else Fate.ADDED, ledger)


def _write_base(target: Writing, ontology: dict[str, tuple[Triple, ...]]) -> None:
    iris = Iris()
    target.replace(iris.graph("ontology"), ontology[VOCABULARY])
    target.replace(iris.graph("register"), {*ontology[UNITS], *ontology[REGULATIONS]})


def _write_ledger(target: Writing, ledger: Ledger, register: Register) -> None:
    iris = Iris()
    for graph, triples in ledger_graphs(ledger, register, iris).items():
        target.replace(graph, triples)
    activity = f"{iris.ledger(ledger.slug)}/reading"
    for graph, fresh in (
        (iris.graph("provenance"), reading(ledger, VERSION, iris)),
        (iris.graph("loads"), (loaded(ledger, iris, datetime.now(UTC)),)),
    ):
        about = {activity, iris.document(ledger.slug), iris.ledger(ledger.slug)}
        kept = {t for t in target.triples(graph) if getattr(t.subject, "value", "") not in about}
        target.replace(graph, {*kept, *fresh})
