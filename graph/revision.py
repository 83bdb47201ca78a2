"""What changed between two readings of one ledger: measures added, removed, reworded; units and deadlines moved.

Measures are paired by their text (graph/alignment.py), so that a new one in front, which renumbers all the others, is
one change and not a hundred.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .alignment import Change, Edit, Piece, Provision, align, word_diff
from .model import Deadline, DeadlineKind, Ledger, Measure, Role


class Revised(StrEnum):
    """In which way a measure changed; it can be several at once, but for the first two."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    UNITS = "units"
    DEADLINES = "deadlines"
    RENUMBERED = "renumbered"


@dataclass(frozen=True, slots=True)
class UnitMove:
    """What became of a unit in a measure: its role before and after, None where it had or has none."""

    unit: str
    before: Role | None
    after: Role | None


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit: what it means, and its words."""

    kind: DeadlineKind
    date: str | None
    frequency: str | None
    min_times: int | None
    words: str

    @property
    def meaning(self) -> tuple[object, ...]:
        """What makes it another limit; its words where they are all there is (2027年, of no year that is known)."""
        said = (self.kind, self.date, self.frequency, self.min_times)
        return said if self.date or self.frequency else (*said, self.words)


@dataclass(frozen=True, slots=True)
class MeasureRevision:
    """One measure before and after. `pieces` hold the words that differ, `before` and `after` the limits that do."""

    changes: tuple[Revised, ...]
    old: Measure | None
    new: Measure | None
    pieces: tuple[Piece, ...] = ()
    units: tuple[UnitMove, ...] = ()
    before: tuple[Limit, ...] = ()
    after: tuple[Limit, ...] = ()

    @property
    def measure(self) -> Measure:
        """The measure as it is now, or as it was where it is gone."""
        found = self.new or self.old
        assert found  # noqa: S101 - a pair has at least one side
        return found

    @property
    def label(self) -> str:
        """How the document counts it: 3, or 3 → 4 where that changed."""
        names = [printed_label(one) for one in (self.old, self.new) if one]
        return " → ".join(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class LedgerRevision:
    """Two readings of one ledger: their titles, and the measures that are not as they were, in the order of the new."""

    old_title: str
    new_title: str
    measures: tuple[MeasureRevision, ...]

    def count(self, change: Revised) -> int:
        """How many measures changed in one way."""
        return sum(change in one.changes for one in self.measures)

    @property
    def notable(self) -> tuple[MeasureRevision, ...]:
        """The measures that say something else; those that only have another number are left out."""
        return tuple(one for one in self.measures if one.changes != (Revised.RENUMBERED,))

    @property
    def unchanged(self) -> bool:
        """Whether both readings say the same."""
        return not self.measures and self.old_title == self.new_title


def printed_label(measure: Measure) -> str:
    """The number of a measure for people: as printed, with its part (（三）-2), else its key (3-2)."""
    return f"{measure.label}-{measure.part}" if measure.label and measure.part > 1 else measure.label or measure.key


def revision(old: Ledger, new: Ledger) -> LedgerRevision:
    """What changed from one reading to another."""
    found = align(_provisions(old), _provisions(new))
    sides = (
        (
            None if pair.old is None else old.measures[pair.old],
            None if pair.new is None else new.measures[pair.new],
            pair.change,
        )
        for pair in found
    )
    made = (_revised(old, new, before, after, change) for before, after, change in sides)
    return LedgerRevision(old.title, new.title, tuple(one for one in made if one.changes))


def _provisions(ledger: Ledger) -> list[Provision]:
    return [Provision(measure.key, measure.text) for measure in ledger.measures]


def _revised(
    old: Ledger, new: Ledger, before: Measure | None, after: Measure | None, change: Change
) -> MeasureRevision:
    if before is None or after is None:
        return MeasureRevision((Revised.ADDED if before is None else Revised.REMOVED,), before, after)
    units = unit_moves(before, after)
    gone, come = _limits_changed(_limits(old, before), _limits(new, after))
    reworded = change in (Change.EDITED, Change.MOVED_EDITED)
    ways = {
        Revised.REWORDED: reworded,
        Revised.UNITS: bool(units),
        Revised.DEADLINES: bool(gone or come),
        Revised.RENUMBERED: printed_label(before) != printed_label(after),
    }
    pieces = word_diff(before.text, after.text) if reworded else ()
    return MeasureRevision(tuple(way for way, is_so in ways.items() if is_so), before, after, pieces, units, gone, come)


def unit_moves(old: Measure, new: Measure) -> tuple[UnitMove, ...]:
    """The units that came, went, or have another role, in the order of the new measure, then of the old."""
    before, after = _roles(old), _roles(new)
    moves = (UnitMove(unit, before.get(unit), after.get(unit)) for unit in dict.fromkeys((*after, *before)))
    return tuple(move for move in moves if move.before is not move.after)


def _roles(measure: Measure) -> dict[str, Role]:
    """The role of each unit; the first where it is named twice."""
    found: dict[str, Role] = {}
    for assignment in measure.assignments:
        found.setdefault(assignment.unit, assignment.role)
    return found


def _limits(ledger: Ledger, measure: Measure) -> list[Limit]:
    return [_limit(ledger, deadline) for deadline in measure.deadlines]


def _limit(ledger: Ledger, deadline: Deadline) -> Limit:
    day = deadline.date.isoformat() if deadline.date else None
    words = "".join(ledger.document.quote(deadline.span).split())
    return Limit(deadline.kind, day, deadline.frequency, deadline.min_times, words)


def _limits_changed(old: Sequence[Limit], new: Sequence[Limit]) -> tuple[tuple[Limit, ...], tuple[Limit, ...]]:
    """The limits that are gone and those that came; one said in other words is the same."""
    return _without(old, new), _without(new, old)


def _without(limits: Iterable[Limit], others: Iterable[Limit]) -> tuple[Limit, ...]:
    known = {other.meaning for other in others}
    return tuple(limit for limit in limits if limit.meaning not in known)


def shortened(pieces: Sequence[Piece], around: int) -> tuple[Piece, ...]:
    """The pieces with what was kept cut down to a few characters beside each change."""
    last = len(pieces) - 1
    return tuple(
        _cut(piece, around if place else 0, around if place < last else 0) if piece.kind is Edit.KEEP else piece
        for place, piece in enumerate(pieces)
    )


def _cut(piece: Piece, head: int, tail: int) -> Piece:
    """A piece with its first and last characters only; nothing is cut where that would save too little to matter."""
    text = piece.text
    if len(text) <= head + tail + 4:
        return piece
    return Piece(piece.kind, text[:head] + "…" + (text[-tail:] if tail else ""))
