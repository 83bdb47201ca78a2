"""A property graph as the CSV files of `neo4j-admin database import full`: the fastest first load of a large graph.

One file for each label and each type, its header in the first line, and `import.args` with everything the command needs:

    neo4j-admin database import full neo4j @import.args

What is imported is exactly what a sync would have written, so that a sync afterwards adds the constraints and writes
nothing else. Nodes are numbered in the order of the files, and edges name their ends by number: the import then need not
look names up. Only files that hold a value of several lines are named as such, since all others are read in parallel
(`--multiline-fields-format=v2`, Neo4j 5.26 and later).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..ontology.errors import OutputError, Text
from .neo4j_sync import Names
from .property_graph import EDGES, NODES, EdgeKind, Form, Label, Property, Value
from .property_reader import PropertyGraph

#: Parts the values of a list; no text of a law or ledger has it.
_BETWEEN = "\x1f"
_TYPES = {Form.INTEGER: "long", Form.DECIMAL: "double", Form.DATE: "date", Form.BOOLEAN: "boolean"}
_OPTIONS = ("--array-delimiter=U+001F", "--id-type=actual", "--overwrite-destination=true")
Progress = Callable[[int, int], None]


def write_import(
    graph: PropertyGraph, folder: Path, names: Names, progress: Progress = lambda _done, _of: None
) -> list[Path]:
    """Write the files and `import.args`; gives their paths. Raises OutputError when the folder cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = list(_files(graph, folder.resolve(), names, progress))
        arguments = folder.resolve() / "import.args"
        arguments.write_text("".join(f'"{option}"\n' for option in _options(written)), encoding="utf-8")
    except OSError as error:
        raise OutputError(
            Text(f"无法写入 {folder}（{error.strerror}）", f"cannot write {folder} ({error.strerror})")
        ) from error
    return [*(file.path for file in written), arguments]


@dataclass(frozen=True, slots=True)
class _File:
    """A written file: what it is given to the import as, and whether a value in it has several lines."""

    path: Path
    option: str
    multiline: bool


def _options(written: list[_File]) -> Iterator[str]:
    yield from _OPTIONS
    if multiline := ",".join(str(file.path) for file in written if file.multiline):
        yield "--multiline-fields-format=v2"
        yield f"--multiline-fields={multiline}"
    for file in written:
        yield f"--{file.option}={file.path}"


def _files(graph: PropertyGraph, folder: Path, names: Names, progress: Progress) -> Iterator[_File]:
    nodes, edges = graph.node_counts(), graph.edge_counts()
    total, done = sum(nodes.values()) + sum(edges.values()), 0
    numbers: dict[str, int] = {}
    for kind in NODES:
        if kind.label in nodes:
            properties = (*kind.properties, *((_WORDS,) if kind.evidence else ()))
            head = [":ID", "iri:string", ":LABEL", "kind_:string", "content_:long", *map(_column, properties)]
            rows = _node_rows(graph, kind.label, properties, names, numbers)
            yield _write(folder / f"nodes-{kind.label}.csv", "nodes", head, rows)
            progress(done := done + nodes[kind.label], total)
    for edge in EDGES:
        if edge.type in edges:
            head = [":START_ID", ":END_ID", ":TYPE", "key_:string", "content_:long", *map(_column, edge.properties)]
            rows = _edge_rows(graph, edge, names, numbers)
            yield _write(folder / f"relationships-{edge.type}.csv", "relationships", head, rows)
            progress(done := done + edges[edge.type], total)


_WORDS = Property("words", "", many=True)


def _node_rows(
    graph: PropertyGraph, label: Label, properties: Iterable[Property], names: Names, numbers: dict[str, int]
) -> Iterator[tuple[object, ...]]:
    for node in graph.nodes(label):
        labels = _BETWEEN.join(f"{names.prefix}{name}" for name in (Label.THING, *node.labels))
        number = numbers[node.iri] = len(numbers)
        yield (number, node.iri, labels, label.value, node.content, *_values(node.properties, properties))


def _edge_rows(
    graph: PropertyGraph, kind: EdgeKind, names: Names, numbers: dict[str, int]
) -> Iterator[tuple[object, ...]]:
    spelled = f"{names.prefix}{kind.type}"
    for edge in graph.edges(kind.type):
        ends = (numbers[edge.start], numbers[edge.end])
        yield (*ends, spelled, edge.key or None, edge.content, *_values(edge.properties, kind.properties))


def _values(held: dict[str, Value], properties: Iterable[Property]) -> Iterator[object]:
    for found in properties:
        value = held.get(found.name)
        yield _BETWEEN.join(str(part) for part in value) if isinstance(value, tuple) else value


def _column(found: Property) -> str:
    return f"{found.name}:{_TYPES.get(found.form, 'string')}{'[]' if found.many else ''}"


def _write(path: Path, option: str, head: list[str], rows: Iterable[tuple[object, ...]]) -> _File:
    """CSV in which what is missing is empty and an empty text is quoted, as Neo4j tells them apart."""
    multiline = False
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(head) + "\n")
        for row in rows:
            line = ",".join(map(_cell, row))
            multiline = multiline or "\n" in line or "\r" in line
            file.write(line + "\n")
    return _File(path, option, multiline)


def _cell(value: object) -> str:
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
