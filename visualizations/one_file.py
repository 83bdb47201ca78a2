"""The network of ledgers as one page to mail: pyvis makes the drawing, everything around it is ours.

pyvis by itself is not fit for that: its page loads scripts from elsewhere, runs HTML that stands in titles, prints the
heading twice and is written in the encoding of the machine. So its data and the vis-network it carries are set into a
page of our own: texts are text nodes, data are JSON in a script that is not run, and a content security policy that
knows the hash of the only two scripts forbids everything else, requests above all.
"""

import base64
import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ..graph.property_graph import EdgeType
from ..ontology.errors import Language
from .network_words import KINDS, TIES, WORDS
from .origin import Origin
from .pages import render
from .scene import Kind, Scene, SceneNode

#: As many nodes as vis-network draws at a usable rate on a PC without a GPU.
MOST_NODES = 1500


@dataclass(frozen=True, slots=True)
class Look:
    """How nodes of a kind are drawn: the shape tells the kind without the colour. `sign` is the shape as a character."""

    colour: str
    shape: str
    sign: str
    size: int
    font: int


#: Okabe and Ito's colours, which people with colour-blindness tell apart.
LOOKS: Mapping[Kind, Look] = {
    Kind.LEDGER: Look("#4d4d4d", "star", "★", 26, 22),
    Kind.SECTION: Look("#cc79a7", "hexagon", "⬢", 18, 20),
    Kind.TASK: Look("#e69f00", "triangleDown", "▼", 12, 14),
    Kind.MEASURE: Look("#56b4e9", "square", "■", 8, 11),
    Kind.UNIT: Look("#0072b2", "dot", "●", 12, 22),
    Kind.INSTRUMENT: Look("#d55e00", "diamond", "◆", 13, 15),
    Kind.DEADLINE: Look("#009e73", "triangle", "▲", 9, 13),
}
_EDGE_COLOURS = {
    EdgeType.LEADS: "#0072b2",
    EdgeType.PARTICIPATES_IN: "#9ec9e2",
    EdgeType.RESPONSIBLE_FOR: "#5aa1cf",
    EdgeType.PART_OF: "#d9d2c4",
}
_OTHER_EDGES = "#d98a5a"
_LABEL_LENGTH = 16


def page(scene: Scene, positions: Mapping[str, tuple[float, float]], origin: Origin, language: Language) -> bytes:
    """The page in UTF-8; `positions` are in pixels around the middle."""
    drawn = json.dumps(_drawing(scene, positions, language), ensure_ascii=False, separators=(",", ":"))
    return render(
        "one_file.html",
        language,
        scene=scene,
        origin=origin,
        rows=_rows(scene, language),
        ties=_ties(scene, language),
        kinds=[(kind, look, KINDS[kind].say(language), _count(scene, kind)) for kind, look in _present(scene)],
        hidden=[(KINDS[kind].say(language), count) for kind, count in scene.hidden.items()],
        words=lambda name, **values: WORDS[name].format(**values).say(language),
        data=_in_a_script(drawn),
        scripts=[_library(), _own("one_file.js")],
        style=_own("one_file.css"),
        policy=_policy(),
    ).encode()


def _drawing(scene: Scene, positions: Mapping[str, tuple[float, float]], language: Language) -> dict[str, Any]:
    """What vis-network draws, as pyvis puts it together."""
    from pyvis.network import Network  # noqa: PLC0415 - brings IPython, which takes seconds to import

    network = Network(directed=True, cdn_resources="in_line")
    numbers = {node.iri: number for number, node in enumerate(scene.nodes)}
    for node in scene.nodes:
        x, y = positions[node.iri]
        look = LOOKS[node.kind]
        network.add_node(
            numbers[node.iri], shape=look.shape, color=look.colour, size=_size(node), x=round(x), y=round(y),
            label=_label(node), title=node.text, name=node.name, font={"size": look.font}, kind=node.kind.value, physics=False,
        )  # fmt: skip
    for edge in scene.edges:
        colour = _EDGE_COLOURS.get(edge.type, _OTHER_EDGES)
        network.add_edge(numbers[edge.start], numbers[edge.end], color=colour, type=edge.type.value)
    nodes, edges, *_ = network.get_network_data()
    ties = {type_.value: text.say(language) for type_, text in TIES.items()}
    words = {name: WORDS[name].say(language) for name in ("found", "neighbours", "none", "choose", "shown")}
    return {"nodes": nodes, "edges": edges, "ties": ties, "words": words}


def _size(node: SceneNode) -> int:
    """A unit's area grows with what it carries."""
    return LOOKS[node.kind].size + round(4 * math.sqrt(node.load))


def _label(node: SceneNode) -> str:
    """What stands in the drawing: of a measure its number, of a long name the beginning."""
    name = node.name.partition(". ")[0] if node.kind is Kind.MEASURE else node.name
    return name if len(name) <= _LABEL_LENGTH else f"{name[:_LABEL_LENGTH]}…"


def _present(scene: Scene) -> list[tuple[Kind, Look]]:
    kinds = {node.kind for node in scene.nodes}
    return [(kind, look) for kind, look in LOOKS.items() if kind in kinds]


def _count(scene: Scene, kind: Kind) -> int:
    return sum(node.kind is kind for node in scene.nodes)


def _rows(scene: Scene, language: Language) -> list[tuple[str, str, str, float]]:
    return [(KINDS[node.kind].say(language), node.name, node.text, node.load) for node in scene.nodes]


def _ties(scene: Scene, language: Language) -> list[tuple[str, str, str]]:
    names = {node.iri: _label(node) if node.kind is Kind.MEASURE else node.name for node in scene.nodes}
    return [(names[edge.start], TIES[edge.type].say(language), names[edge.end]) for edge in scene.edges]


# -- scripts and what they may do


def _in_a_script(text: str) -> str:
    """JSON that cannot end the script it stands in."""
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


@cache
def _library() -> str:
    """The vis-network that pyvis carries."""
    return files("pyvis").joinpath("templates/lib/vis-9.1.2/vis-network.min.js").read_text(encoding="utf-8")


@cache
def _own(name: str) -> str:
    return files(__package__).joinpath("static", name).read_text(encoding="utf-8")


@cache
def _policy() -> str:
    """Nothing but our two scripts and our style runs, and nothing is loaded."""
    scripts = " ".join(_hash(script) for script in (_library(), _own("one_file.js")))
    return (
        f"default-src 'none'; script-src {scripts}; style-src {_hash(_own('one_file.css'))}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
