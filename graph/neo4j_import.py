"""A property graph as the CSV files of `neo4j-admin database import full`: the fastest first load of a large graph.

One file for each label and each type, its header in the first line, and `import.args` with everything the command needs:

    neo4j-admin database import full neo4j @import.args

What is imported is exactly what a sync would have written, so that a sync afterwards adds the constraints and writes
nothing else. Nodes are numbered in the order of the files, and edges name their ends by number: the import then need not
look names up. Labels and types that all rows of a file share stand in `import.args`, once. Rows that hold a value of
several lines have a file of their own, named as such, since all others are read in parallel (`--multiline-fields-format=v2`,
Neo4j 5.26 and later).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..ontology.errors import OutputError, Text
from .neo4j_names import Names
from .neo4j_rows import kind_columns
from .property_graph import EDGES, NODES, EdgeKind, Form, Label, NodeKind, Property, Value
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
    """A written file: the option it is given to the import by, and whether a value in it has several lines."""

    path: Path
    option: str  # with the labels or the type of all its rows
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
            columns = kind_columns(kind)
            head = [":ID", "iri:string", "kind_:string", "content_:long", *map(_column, columns)]
            option = f"nodes={names.prefix}{Label.THING}:{names.prefix}{kind.label}"
            rows = _node_rows(graph, kind, columns, names, numbers)
            yield from _write(folder / f"nodes-{kind.label}.csv", option, [*head, *_further_head(kind)], rows)
            progress(done := done + nodes[kind.label], total)
    for edge in EDGES:
        if edge.type in edges:
            head = [":START_ID", ":END_ID", "key_:string", "content_:long", *map(_column, edge.properties)]
            option = f"relationships={names.prefix}{edge.type}"
            yield from _write(folder / f"relationships-{edge.type}.csv", option, head, _edge_rows(graph, edge, numbers))
            progress(done := done + edges[edge.type], total)


def _further_head(kind: NodeKind) -> list[str]:
    """A column for the labels that some nodes of a kind have beside its own."""
    return [":LABEL"] if kind.also else []


def _node_rows(
    graph: PropertyGraph, kind: NodeKind, columns: Iterable[Property], names: Names, numbers: dict[str, int]
) -> Iterator[tuple[object, ...]]:
    for node in graph.nodes(kind.label):
        further = [_BETWEEN.join(f"{names.prefix}{label}" for label in node.labels[1:])] if kind.also else []
        number = numbers[node.iri] = len(numbers)
        yield (number, node.iri, kind.label.value, node.content, *_values(node.properties, columns), *further)


def _edge_rows(graph: PropertyGraph, kind: EdgeKind, numbers: dict[str, int]) -> Iterator[tuple[object, ...]]:
    for edge in graph.edges(kind.type):
        ends = (numbers[edge.start], numbers[edge.end])
        yield (*ends, edge.key or None, edge.content, *_values(edge.properties, kind.properties))


def _values(held: dict[str, Value], properties: Iterable[Property]) -> Iterator[object]:
    for found in properties:
        value = held.get(found.name)
        yield _BETWEEN.join(str(part) for part in value) if isinstance(value, tuple) else value


def _column(found: Property) -> str:
    return f"{found.name}:{_TYPES.get(found.form, 'string')}{'[]' if found.many else ''}"


def _write(path: Path, option: str, head: list[str], rows: Iterable[tuple[object, ...]]) -> Iterator[_File]:
    """CSV in which what is missing is empty and an empty text is quoted, as Neo4j tells them apart.

    Rows with a line break in a value go into a second file.
    """
    titles = ",".join(head) + "\n"
    lines = path.with_stem(f"{path.stem}-lines")
    with path.open("w", encoding="utf-8", newline="") as plain, lines.open("w", encoding="utf-8", newline="") as broken:
        for file in (plain, broken):
            file.write(titles)
        for row in rows:
            line = ",".join(map(_cell, row))
            (broken if "\n" in line or "\r" in line else plain).write(line + "\n")
        some = broken.tell() > len(titles.encode())
    yield _File(path, option, multiline=False)
    if some:
        yield _File(lines, option, multiline=True)
    else:
        lines.unlink()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    return str(value).lower() if isinstance(value, bool) else str(value)
