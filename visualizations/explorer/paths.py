"""Why two things are linked: every path between them up to a length, each step with the words that ground it."""

from collections import deque
from itertools import pairwise
from typing import Any

from .evidence import quotes_of, register_pages
from .network import Tie, other
from .state import Explorer

#: Steps of a path at most, paths that are given, and how many places are looked at in search of them.
HOPS, PATHS, WORK = 6, 60, 300_000
#: Words of a tie that are given; the rest is counted.
_QUOTES = 3


def paths(explorer: Explorer, source: str, target: str, hops: int = 4, limit: int = 20) -> dict[str, Any]:
    """The simple paths between two things, the shortest first, directions not heeded.

    `complete` tells whether these are all of them. Hubs make many paths: the search is bounded, and says so. The two
    are among the `things` even where no path was found: a reader is told between what.
    """
    start, end = explorer.network.thing(source).id, explorer.network.thing(target).id
    found, complete = _walk(explorer, start, end, min(hops, HOPS), min(limit, PATHS))
    steps = {(tie.source, tie.target, tie.relation): tie for path in found for ties in path[1] for tie in ties}
    grounds = _grounds(explorer, list(steps.values()))
    named = [start, end, *(name for path in found for name in path[0])]
    things = {name: explorer.network.things[name] for name in named}
    return {
        "source": start,
        "target": end,
        "hops": hops,
        "complete": complete,
        "things": [{"id": one.id, "kind": one.kind, "name": one.name[:160]} for one in things.values()],
        "paths": [
            {
                "things": names,
                "steps": [
                    [
                        {
                            "source": tie.source,
                            "target": tie.target,
                            "relation": tie.relation,
                            **grounds[tie.source, tie.target, tie.relation],
                        }
                        for tie in ties
                    ]
                    for ties in between
                ],
            }
            for names, between in found
        ],
    }


_Path = tuple[list[str], list[list[Tie]]]


def _walk(explorer: Explorer, start: str, end: str, hops: int, limit: int) -> tuple[list[_Path], bool]:
    """Depth first for each length in turn, never where the end is out of reach."""
    network, far = explorer.network, _distances(explorer, end, hops)
    found: list[list[str]] = []
    work = 0
    for length in range(1, hops + 1):
        stack = [[start]]
        while stack:
            path = stack.pop()
            left = length - len(path) + 1
            if path[-1] == end:
                if left == 0:
                    if len(found) == limit:
                        return [_tied(explorer, names) for names in found], False
                    found.append(path)
                continue
            work += 1
            if work > WORK:
                return [_tied(explorer, names) for names in found], False
            near = [one for one in network.neighbours(path[-1]) if far.get(one, hops + 1) < left and one not in path]
            stack += [[*path, one] for one in reversed(near)]
    return [_tied(explorer, names) for names in found], True


def _distances(explorer: Explorer, end: str, most: int) -> dict[str, int]:
    found = {end: 0}
    waiting = deque([end])
    while waiting:
        name = waiting.popleft()
        if found[name] < most:
            for near in explorer.network.neighbours(name):
                if near not in found:
                    found[near] = found[name] + 1
                    waiting.append(near)
    return found


def _tied(explorer: Explorer, names: list[str]) -> _Path:
    between = [[tie for tie in explorer.network.around[one] if other(tie, one) == two] for one, two in pairwise(names)]
    return names, between


def _grounds(explorer: Explorer, ties: list[Tie]) -> dict[tuple[str, str, str], dict[str, Any]]:
    """The words, or the pages of the register, behind each tie; of what a thing is part of, its own words."""
    nodes = {(tie.source, tie.target, tie.relation): tie.evidence or [tie.source] for tie in ties}
    quotes = quotes_of(explorer, sorted({name for names in nodes.values() for name in names[:_QUOTES]}))
    pages = register_pages(explorer, [(tie.source, tie.target) for tie in ties if not tie.evidence])
    return {
        key: {
            "total": len(names),
            "quotes": [quote for name in names[:_QUOTES] for quote in quotes.get(name, ())],
            "pages": pages.get((key[0], key[1]), []),
        }
        for key, names in nodes.items()
    }
