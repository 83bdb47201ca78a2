"""What is drawn of the network: all of it where that can be read, else its groups, and of these what somebody opened."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .network import Thing
from .state import OTHERS, Explorer

#: A network of more things than this opens as its groups.
WHOLE = 1_500
#: Things that are drawn at most, whatever is opened.
MOST = 6_000
#: Characters of a name in a picture; all of it stands in the side panel.
_NAME = 160


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody wants to see: groups that are opened, things and their surroundings, or everything."""

    groups: Sequence[int] = ()
    things: Sequence[str] = ()
    depth: int = 0
    whole: bool = False
    on: date | None = None


def picture(explorer: Explorer, shown: Shown) -> dict[str, Any]:
    """Things, ties, and the groups; what is not drawn is counted."""
    network = explorer.network
    is_whole = shown.whole or len(network.things) <= WHOLE
    names = set(list(network.things)[:MOST]) if is_whole else _chosen(explorer, shown)
    ties = [tie for tie in network.ties if tie.source in names and tie.target in names]
    loads = explorer.loads(shown.on)
    return {
        "form": "whole" if is_whole else "part" if names else "summary",
        "things": [thing(explorer, network.things[name], loads) for name in network.things if name in names],
        "ties": [
            {"source": tie.source, "target": tie.target, "relation": tie.relation, "weight": max(1, len(tie.evidence))}
            for tie in ties
        ],
        "groups": _groups(explorer, names),
        "bundles": [] if is_whole else _bundles(explorer, names),
        "totals": {
            "things": len(network.things),
            "ties": len(network.ties),
            "kinds": dict(sorted(Counter(one.kind.value for one in network.things.values()).items())),
            "relations": dict(sorted(Counter(tie.relation.value for tie in network.ties).items())),
        },
        "hidden": {"things": len(network.things) - len(names), "ties": len(network.ties) - len(ties)},
    }


def thing(explorer: Explorer, found: Thing, loads: dict[str, float]) -> dict[str, Any]:
    """A thing as it is drawn."""
    x, y = explorer.places[found.id]
    return {
        "id": found.id,
        "kind": found.kind,
        "name": found.name if len(found.name) <= _NAME else f"{found.name[:_NAME]}…",
        "x": x,
        "y": y,
        "group": explorer.communities[found.id],
        "degree": explorer.degrees[found.id],
        "load": loads[found.id],
    }


def _chosen(explorer: Explorer, shown: Shown) -> set[str]:
    """The members of opened groups, and things with what is at most so many steps away, up to a bound."""
    found: dict[str, None] = {}
    for number in shown.groups:
        if group := explorer.groups.get(number):
            found.update(dict.fromkeys(group.members))
    for name in shown.things:
        found.update(dict.fromkeys(surroundings(explorer, [explorer.network.thing(name).id], shown.depth)))
    return set(list(found)[:MOST])


def surroundings(explorer: Explorer, names: Iterable[str], depth: int) -> list[str]:
    """Things and what is at most so many steps away from them."""
    found = dict.fromkeys(names)
    edge = list(found)
    for _ in range(depth):
        edge = [near for name in edge for near in explorer.network.neighbours(name) if near not in found]
        found.update(dict.fromkeys(edge))
        if len(found) > MOST:
            break
    return list(found)


def _groups(explorer: Explorer, drawn: set[str]) -> list[dict[str, Any]]:
    return [
        {
            "id": group.number,
            "name": "" if group.number == OTHERS else explorer.name(group.leader)[:_NAME],
            "leader": group.leader,
            "x": group.x,
            "y": group.y,
            "size": len(group.members),
            "drawn": sum(name in drawn for name in group.members),
            "kinds": dict(sorted(Counter(explorer.network.things[name].kind.value for name in group.members).items())),
        }
        for group in explorer.groups.values()
    ]


def _bundles(explorer: Explorer, drawn: set[str]) -> list[dict[str, Any]]:
    """The ties of groups that are not opened, to one another and to what is drawn, counted."""

    def end(name: str) -> str:
        return name if name in drawn else f"group:{explorer.communities[name]}"

    counts: dict[tuple[str, str], int] = defaultdict(int)
    for tie in explorer.network.ties:
        one, two = sorted((end(tie.source), end(tie.target)))
        if one != two and (one.startswith("group:") or two.startswith("group:")):
            counts[one, two] += 1
    return [{"source": one, "target": two, "weight": count} for (one, two), count in sorted(counts.items())]
