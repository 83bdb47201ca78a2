"""Tables of a PDF page from its ruled lines: which squares between the lines have no wall between them is one cell."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .pdf_page import Line, Page

#: Lines nearer than this are one, ends nearer than this meet, in points.
_SAME = 3.0
_MEET = 4.0
_MAX_SQUARES = 6_000
_MAX_LINES = 1_500


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: its rows and columns in the table, half-open, and its sides on the page."""

    row: int
    column: int
    rows: int
    columns: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruled table: where its columns and rows part, and its cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    boxes: tuple[Box, ...]

    @property
    def top(self) -> float:
        """Its upper side."""
        return self.ys[0]

    @property
    def bottom(self) -> float:
        """Its lower side."""
        return self.ys[-1]

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]


def ruled_tables(page: Page) -> list[Ruled]:
    """The tables of a page, from top to bottom; a frame of one cell is none."""
    horizontal, vertical = _joined(page.horizontal), _joined(page.vertical)
    if len(horizontal) + len(vertical) > _MAX_LINES:
        return []
    tables = (_table(h, v) for h, v in _groups(horizontal, vertical))
    return sorted((t for t in tables if t and len(t.boxes) > 1 and len(t.xs) > 2), key=lambda t: t.top)


def _joined(lines: Iterable[Line]) -> list[Line]:
    """Lines of one course and touching ends made one."""
    courses: list[list[Line]] = []
    for line in sorted(lines):
        if courses and line.at - courses[-1][0].at <= _SAME:
            courses[-1].append(line)
        else:
            courses.append([line])
    found = []
    for course in courses:
        at = sum(line.at for line in course) / len(course)
        start, end = course[0].start, course[0].start
        for line in sorted(course, key=lambda line: line.start):
            if line.start > end + _MEET and end > start:
                found.append(Line(at, start, end))
                start = line.start
            elif end == start:
                start = line.start
            end = max(end, line.end)
        if end > start:
            found.append(Line(at, start, end))
    return found


def _groups(horizontal: Sequence[Line], vertical: Sequence[Line]) -> list[tuple[list[Line], list[Line]]]:
    """Lines that touch one another, directly or by others."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for i, h in enumerate(horizontal):
        for j, v in enumerate(vertical, len(horizontal)):
            if h.start - _MEET <= v.at <= h.end + _MEET and v.start - _MEET <= h.at <= v.end + _MEET:
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Line], list[Line]]] = {}
    for i, line in enumerate([*horizontal, *vertical]):
        group = groups.setdefault(root(i), ([], []))
        group[0 if i < len(horizontal) else 1].append(line)
    return [group for group in groups.values() if len(group[0]) > 1]


def _table(horizontal: Sequence[Line], vertical: Sequence[Line]) -> Ruled | None:
    ends = [end for line in horizontal for end in (line.start, line.end)]
    xs = _courses([*(line.at for line in vertical), min(ends), max(ends)])
    ys = _courses(line.at for line in horizontal)
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > _MAX_SQUARES:
        return None
    return Ruled(tuple(xs), tuple(ys), tuple(_boxes(xs, ys, horizontal, vertical)))


def _courses(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _MEET:
            found.append(value)
    return found


def _boxes(xs: Sequence[float], ys: Sequence[float], horizontal: Sequence[Line], vertical: Sequence[Line]) -> list[Box]:
    rows, columns = len(ys) - 1, len(xs) - 1
    walls = _walls(vertical, xs, ys)  # (x index, row): a wall on the left side of that square
    floors = _walls(horizontal, ys, xs)  # (y index, column): a wall on its upper side
    taken: set[tuple[int, int]] = set()
    found = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            right = column + 1
            while right < columns and (right, row) not in walls and (row, right) not in taken:
                right += 1
            bottom = row + 1
            while bottom < rows and all(
                (bottom, c) not in floors and (bottom, c) not in taken for c in range(column, right)
            ):
                bottom += 1
            taken |= {(r, c) for r in range(row, bottom) for c in range(column, right)}
            found.append(Box(row, column, bottom - row, right - column, xs[column], ys[row], xs[right], ys[bottom]))
    return found


def _walls(lines: Iterable[Line], courses: Sequence[float], across: Sequence[float]) -> set[tuple[int, int]]:
    """Which squares have a line on the side of that course: those that it covers by more than half."""
    found = set()
    for line in lines:
        at = min(range(len(courses)), key=lambda i: abs(courses[i] - line.at))
        first = max(0, bisect_right(across, line.start) - 1)
        for index in range(first, len(across) - 1):
            low, high = across[index], across[index + 1]
            if low > line.end:
                break
            if min(high, line.end) - max(low, line.start) > 0.5 * (high - low):
                found.add((at, index))
    return found
