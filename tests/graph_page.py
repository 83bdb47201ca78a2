"""The part of docs/graph-model.md that shows the property graph: a diagram and two tables, made from the mapping itself."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import product
from pathlib import Path

from taizhang.graph.property_graph import EDGES, NODES, EdgeKind, Form, Label, NodeKind, Property

PAGE = Path(__file__).parents[1] / "docs" / "graph-model.md"
BEGIN, END = "<!-- Made by `make docs` from graph/property_graph.py. -->\n", "<!-- End of what is made. -->\n"
#: Labels that stand in one box of the diagram, because their edges are alike; the tables keep them apart.
BOXES: dict[str, tuple[Label, ...]] = {
    "Unit": (Label.UNIT, Label.UNIT_GROUP),
    "Instrument": (Label.REGULATION, Label.VERSION),
    "Provision": (Label.ARTICLE, Label.ANNEX),
    "Detail": (
        Label.DEADLINE, Label.INDICATOR, Label.MODAL_CLAUSE, Label.BEARER, Label.VAGUE_TIME, Label.MECHANISM,
        Label.CORRECTION,
    ),
}  # fmt: skip
_TYPES = {
    Form.INTEGER: "integer",
    Form.DECIMAL: "float",
    Form.DATE: "date",
    Form.BOOLEAN: "boolean",
}


def page() -> str:
    """The page with its made part made anew."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    return f"{before}{BEGIN}\n{_diagram()}\n{_nodes()}\n{_edges()}\n{END}{rest.split(END)[1]}"


def _diagram() -> str:
    between: dict[tuple[str, str], list[str]] = defaultdict(list)
    for kind in EDGES:
        for pair in dict.fromkeys(
            pair for starts, ends in kind.between for pair in product(_boxes(starts), _boxes(ends))
        ):
            between[pair].append(kind.type)
    boxes = [f'  {box}["{"<br>".join(labels)}"]' for box, labels in BOXES.items()]
    ties = [f"  {start} -->|{'<br>'.join(types)}| {end}" for (start, end), types in between.items()]
    return "\n".join(["```mermaid", "graph LR", *boxes, *ties, "```", ""])


def _boxes(labels: Iterable[Label]) -> list[str]:
    """The boxes of some labels, each once."""
    found = (next((box for box, inside in BOXES.items() if label in inside), label.value) for label in labels)
    return list(dict.fromkeys(found))


def _nodes() -> str:
    lines = ["| label | with it | properties beside `iri` |", "|---|---|---|"]
    for kind in NODES:
        further = ", ".join(f"`{label}`" for label, _ in kind.also)
        lines.append(f"| `{kind.label}` | {further} | {_properties(kind)}{', words[]' if kind.evidence else ''} |")
    return "\n".join([*lines, ""])


def _edges() -> str:
    lines = ["| type | from | to | properties |", "|---|---|---|---|"]
    lines += [
        f"| `{kind.type}` | {', '.join(starts)} | {', '.join(ends)} | {_properties(kind)} |"
        for kind in EDGES
        for starts, ends in kind.between
    ]
    return "\n".join([*lines, ""])


def _properties(kind: NodeKind | EdgeKind) -> str:
    return ", ".join(_named(found) for found in kind.properties)


def _named(found: Property) -> str:
    """A property with its type, where that is no text."""
    of_type = f": {_TYPES[found.form]}" if found.form in _TYPES else ""
    return f"{found.name}{of_type}{'[]' if found.many else ''}"
