"""Scores of whole documents against labels: real ledgers of ../shared/samples, and made-up ones of this folder.

Measures are compared by their text, units with roles, time limits by their words, indicators by quantity, unit and
comparator. What a label calls optional is neither asked for nor wrong.
"""

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from taizhang.graph.model import Ledger
from taizhang.graph.record import measure_record
from taizhang.loaders import ingest
from tests.corpus import shared_folder

Record = dict[str, Any]

MADE_UP = Path(__file__).parent / "gold" / "plans"
FLOORS = {"measures": 0.97, "units": 0.97, "deadlines": 0.97, "indicators": 0.9, "implied": 0.97}


@dataclass(frozen=True)
class DocumentScore:
    """Counts for one field of one document."""

    document: str
    field: str
    right: int
    found: int
    expected: int

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 when nothing was there to find and nothing was found."""
        return 2 * self.right / (self.found + self.expected) if self.found + self.expected else 1.0


@dataclass(frozen=True)
class Compared:
    """What was found and what was expected in one field, each with the text of its measure."""

    found: Counter[tuple[str, ...]]
    expected: Counter[tuple[str, ...]]

    def missed(self) -> list[tuple[str, ...]]:
        """What was expected and not found."""
        return sorted((self.expected - self.found).elements())

    def wrong(self) -> list[tuple[str, ...]]:
        """What was found and not expected."""
        return sorted((self.found - self.expected).elements())


def documents() -> Iterator[tuple[Path, Path]]:
    """Each document with its labels."""
    for folder in (shared_folder() / "samples", MADE_UP):
        for gold in sorted(folder.glob("*.gold.jsonl")) if folder.is_dir() else ():
            name = gold.name.removesuffix(".gold.jsonl")
            yield from ((path, gold) for path in sorted(folder.glob(f"{name}.*")) if path != gold)


@cache
def read(path: Path) -> tuple[Record, ...]:
    """What the loader reads."""
    (ledger,) = ingest.extract([path])
    assert isinstance(ledger, Ledger)
    return tuple(measure_record(ledger, measure) for measure in ledger.measures)


def labels(path: Path) -> list[Record]:
    """The labels of a document."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def compare(found: Iterable[Record], expected: Iterable[Record]) -> dict[str, Compared]:
    """Every field that is labelled, over all measures."""
    found, expected = list(found), list(expected)
    by_start = {plain(label["text"])[:24]: label for label in expected}
    results = {"measures": Compared(_texts(found), _texts(expected))}
    results["units"] = Compared(_units(found, "units"), _units(expected, "units"))
    if any("units_implied" in label for label in expected):
        results["implied"] = Compared(_units(found, "units_implied"), _units(expected, "units_implied"))
    results["deadlines"] = _deadlines(found, by_start)
    if any("indicators" in label for label in expected):
        results["indicators"] = _indicators(found, by_start)
    return results


def scores() -> list[DocumentScore]:
    """One score a field and document."""
    return [
        DocumentScore(path.name, field, (both.found & both.expected).total(), both.found.total(), both.expected.total())
        for path, gold in documents()
        for field, both in compare(read(path), labels(gold)).items()
    ]


def plain(value: object) -> str:
    """Text without differences of width and spaces."""
    return "".join(unicodedata.normalize("NFKC", str(value)).split())


def _key(record: Record) -> str:
    return plain(record["text"])[:24]


def _texts(records: Iterable[Record]) -> Counter[tuple[str, ...]]:
    return Counter((plain(record["text"]),) for record in records)


def _units(records: Iterable[Record], field: str) -> Counter[tuple[str, ...]]:
    return Counter((_key(r), plain(unit["name"]), unit["role"]) for r in records for unit in r.get(field, ()))


def _deadlines(found: Iterable[Record], expected: dict[str, Record]) -> Compared:
    """By their words; words such as 持续推进, which set no date, are looked for among the vague ones."""
    got: Counter[tuple[str, ...]] = Counter()
    want: Counter[tuple[str, ...]] = Counter()
    for key, label in expected.items():
        for words in [label["deadline_raw"]] if "deadline_raw" in label else label.get("deadlines", ()):
            want[key, _limit(words)] += 1
    for record in found:
        key = _key(record)
        label = expected.get(key, {})
        optional = {_limit(words) for words in label.get("deadlines_optional", ())}
        vague = {words for other, words in want if other == key} & {_limit(words) for words in record["vague_time"]}
        said = [_limit(entry["raw"]) for entry in record["deadlines"]]
        got.update((key, words) for words in [*said, *vague] if words not in optional or (key, words) in want)
    return Compared(got, want)


def _limit(words: str) -> str:
    """A time limit without the words around it: 到2027年底 and 2027年底 are one."""
    return plain(words).removeprefix("到").removesuffix("前").removesuffix("之")


def _indicators(found: Iterable[Record], expected: dict[str, Record]) -> Compared:
    def values(entry: Record) -> tuple[str, ...]:
        return f"{float(entry['quantity']):g}", plain(entry["unit"]), str(entry["comparator"])

    got: Counter[tuple[str, ...]] = Counter()
    want = Counter((key, *values(entry)) for key, label in expected.items() for entry in label.get("indicators", ()))
    for record in found:
        key = _key(record)
        label = expected.get(key, {})
        optional = {values(entry) for entry in label.get("indicators_optional", ())}
        amounts = [plain(words) for words in label.get("amounts", ())]
        for entry in record["indicators"]:
            value = (key, *values(entry))
            if value not in want and (values(entry) in optional or any(plain(entry["raw"]) in a for a in amounts)):
                continue
            got[value] += 1
    return Compared(got, want)


def print_table(*, mistakes: bool) -> None:
    """The scores of all documents; with `mistakes` what was missed and what is wrong."""
    print(f"{'document':<24} {'field':<11} {'right':>6} {'found':>6} {'labels':>6} {'F1':>7} {'floor':>6}")
    for score in scores():
        print(
            f"{score.document:<24} {score.field:<11} {score.right:>6} {score.found:>6} {score.expected:>6} "
            f"{score.f1:>7.4f} {FLOORS[score.field]:>6}"
        )
    if mistakes:
        for path, gold in documents():
            for field, both in compare(read(path), labels(gold)).items():
                for sign, rows in (("missed", both.missed()), ("wrong", both.wrong())):
                    for row in rows:
                        print(f"{path.name} {field} {sign}: {' | '.join(row)[:160]}")
