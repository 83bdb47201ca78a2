"""Putting slipped rows back: order-preserving alignment, the cheapest over all possibilities (Viterbi, 1967)."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from .affinity import Affinity
from .items import Item

#: What it costs to move one paragraph by one row, and to go against how the paragraphs part the cells.
_MOVE, _AGAINST_PARAGRAPH = 1.0, 3.0
#: Of equally fitting starts of a label, the one nearest to its print: less than any difference in wording.
_NEARER = 1e-6
_IMPOSSIBLE = float("inf")
#: Pages with more possibilities than this are left as printed and reported.
MAX_STATES = 250_000


def cheapest(
    count: int, slots: int, place: Callable[[int, int], float], step: Callable[[int, int, int], float]
) -> list[int] | None:
    """Give each of `count` items a slot: never backwards, no slot left out, least cost. None when impossible.

    `place(item, slot)` is the cost of standing there, `step(item, before, slot)` that of coming from the slot of
    the item before.
    """
    if not 0 < slots <= count or count * slots > MAX_STATES:
        return None
    costs = [place(0, 0)] + [_IMPOSSIBLE] * (slots - 1)
    came_from: list[list[int]] = []
    for item in range(1, count):
        row, origins = [], []
        for slot in range(slots):
            options = [(costs[s] + step(item, s, slot), s) for s in (slot - 1, slot) if s >= 0]
            cost, origin = min(options)
            row.append(cost + place(item, slot))
            origins.append(origin)
        costs = row
        came_from.append(origins)
    if costs[-1] == _IMPOSSIBLE:
        return None
    chosen = [slots - 1]
    for origins in reversed(came_from):
        chosen.append(origins[chosen[-1]])
    return chosen[::-1]


def align_rows(items: Sequence[Item], slots: Sequence[int]) -> list[int] | None:
    """The row of responsibilities each measure belongs to: in order, every row used, least moved.

    `slots` are the rows with a responsibility cell. The rows without a measure must all stand below the last measure
    (measures slipped up and can only move down) or all above the first (the reverse); one in the middle tells
    nothing. Where the page wraps whole cells in paragraphs, a paragraph stays together and two paragraphs of a line
    are two cells. None when impossible.
    """
    rows = [item.row for item in items]
    orphans = sorted(set(slots) - set(rows))
    if not orphans or not items:
        return None
    down, up = orphans[0] > max(rows), orphans[-1] < min(rows)
    if not (down or up):
        return None
    whole_cells = paragraphs_are_cells(items)

    def place(index: int, slot: int) -> float:
        moved = slots[slot] - rows[index]
        if (down and moved < 0) or (up and moved > 0):
            return _IMPOSSIBLE
        if whole_cells and index and _same_paragraph(items[index - 1], items[index]):
            return 0.0
        return _MOVE * abs(moved)

    def step(index: int, before: int, slot: int) -> float:
        above, here = items[index - 1], items[index]
        if not whole_cells or above.row != here.row:
            return 0.0
        return _AGAINST_PARAGRAPH if (before == slot) != _same_paragraph(above, here) else 0.0

    chosen = cheapest(len(items), len(slots), place, step)
    return [slots[slot] for slot in chosen] if chosen else None


def paragraphs_are_cells(items: Sequence[Item]) -> bool:
    """Whether some paragraph holds several measures: then paragraphs stand for the cells of the original."""
    return any(_same_paragraph(above, here) for above, here in pairwise(items))


def _same_paragraph(above: Item, here: Item) -> bool:
    return above.block == here.block >= 0 and above.row == here.row


def align_labels(
    titles: Sequence[str], printed: Sequence[int], texts: Sequence[str], rows: Sequence[int], affinity: Affinity
) -> list[int] | None:
    """The label each group of measures belongs to: in order, none above its print, most words in common.

    `texts` and `rows` are those of the groups of measures, `printed` the rows where the labels stand. Of equal
    choices the one nearest to print is taken. None when impossible.
    """

    def place(group: int, label: int) -> float:
        if rows[group] < printed[label]:
            return _IMPOSSIBLE
        return -affinity.shared(titles[label], texts[group])

    def step(group: int, before: int, label: int) -> float:
        return _NEARER * abs(rows[group] - printed[label]) if before != label else 0.0

    return cheapest(len(texts), len(titles), place, step)
