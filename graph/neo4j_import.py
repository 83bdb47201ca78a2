"""A property graph as the CSV files of `neo4j-admin database import full`: the fastest first load of a large graph.

One file for each label and each type, its header in the first line, and `import.args` with everything the command needs:

    neo4j-admin database import full neo4j @import.args

What is imported is exactly what a sync would have written, so that a sync afterwards adds the constraints and writes
nothing else.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ..ontology.errors import OutputError, Text
from .neo4j_sync import Names
from .property_graph import EDGES, NODES, Form, Label, Property, Value
from .property_reader import PropertyGraph

#: Parts the values of a list; no text of a law or ledger has it.
_BETWEEN = "\x1f"
_TYPES = {Form.INTEGER: "long", Form.DECIMAL: "double", Form.DATE: "date", Form.BOOLEAN: "boolean"}
_OPTIONS = ("--array-delimiter=U+001F", "--multiline-fields=true", "--id-type=string", "--overwrite-destination=true")
Progress = Callable[[int, int], None]


def write_import(
    graph: PropertyGraph, folder: Path, names: Names, progress: Progress = lambda _done, _of: None
) -> list[Path]:
    """Write the files and `import.args`; gives their paths. Raises OutputError when the folder cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = list(_files(graph, folder.resolve(), names, progress))
        arguments = folder.resolve() / "import.args"
        options = [
            *_OPTIONS,
            *(f"--{'nodes' if path.name.startswith('nodes-') else 'relationships'}={path}" for path in written),
        ]
        arguments.write_text("".join(f'"{option}"\n' for option in options), encoding="utf-8")
    except OSError as error:
        raise OutputError(
            Text(f"无法写入 {folder}（{error.strerror}）", f"cannot write {folder} ({error.strerror})")
        ) from error
    return [*written, arguments]


def _files(graph: PropertyGraph, folder: Path, names: Names, progress: Progress) -> Iterator[Path]:
    nodes, edges = graph.node_counts(), graph.edge_counts()
    total, done = sum(nodes.values()) + sum(edges.values()), 0
    for kind in NODES:
        if kind.label in nodes:
            path = folder / f"nodes-{kind.label}.csv"
            properties = (*kind.properties, *((_WORDS,) if kind.evidence else ()))
            head = ["iri:ID", ":LABEL", "kind_:string", "content_:long", *(_column(found) for found in properties)]
            _write(path, head, _node_rows(graph, kind.label, properties, names))
            progress(done := done + nodes[kind.label], total)
            yield path
    for edge in EDGES:
        if edge.type in edges:
            path = folder / f"relationships-{edge.type}.csv"
            head = [
                ":START_ID",
                ":END_ID",
                ":TYPE",
                "key_:string",
                "content_:long",
                *(_column(p) for p in edge.properties),
            ]
            spelled = f"{names.prefix}{edge.type}"
            rows = (
                (
                    found.start,
                    found.end,
                    spelled,
                    found.key or None,
                    found.content,
                    *_values(found.properties, edge.properties),
                )
                for found in graph.edges(edge.type)
            )
            _write(path, head, rows)
            progress(done := done + edges[edge.type], total)
            yield path


_WORDS = Property("words", "", many=True)


def _node_rows(
    graph: PropertyGraph, label: Label, properties: Iterable[Property], names: Names
) -> Iterator[tuple[object, ...]]:
    for node in graph.nodes(label):
        labels = _BETWEEN.join(f"{names.prefix}{name}" for name in (Label.THING, *node.labels))
        yield (node.iri, labels, label.value, node.content, *_values(node.properties, properties))


def _values(held: dict[str, Value], properties: Iterable[Property]) -> Iterator[object]:
    for found in properties:
        value = held.get(found.name)
        yield _BETWEEN.join(str(part) for part in value) if isinstance(value, tuple) else value


def _column(found: Property) -> str:
    return f"{found.name}:{_TYPES.get(found.form, 'string')}{'[]' if found.many else ''}"


def _write(path: Path, head: list[str], rows: Iterable[tuple[object, ...]]) -> None:
    """CSV in which what is missing is empty and an empty text is quoted, as Neo4j tells them apart."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(head) + "\n")
        file.writelines(",".join(_cell(value) for value in row) + "\n" for row in rows)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return '"' + value.replace('"', '""') + '"' if isinstance(value, str) else str(value)
