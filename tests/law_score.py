"""Scores the reading of law texts against labels made by reading; tests/gold/README.md says how they were made.

`make score` prints the table, `python -m tests.score --mistakes` the mistakes too, test_law_scores.py holds it to its
floors. The texts are those of ../shared/corpus/laws.tar.xz.
"""

import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any

from taizhang.graph.law import Law
from taizhang.loaders.document import document_from_bytes
from taizhang.loaders.law import read_law
from tests.corpus import ARCHIVE, shared_folder, unpacked

GOLD = Path(__file__).parent / "gold"

Record = dict[str, Any]
#: A citation as it is compared: title or number, article, the part it stands in, relation.
Cited = tuple[str, str | None, str | None, str]


@dataclass(frozen=True)
class LabelSet:
    """One file of labels: of whole texts, or of single lines."""

    name: str
    path: Path
    held_out: bool
    lines: bool = False


SETS = (
    LabelSet("sample", shared_folder() / "corpus" / "laws.sample.gold.jsonl", held_out=False),
    LabelSet("laws-a", GOLD / "laws-a.jsonl", held_out=False),
    LabelSet("laws-b", GOLD / "laws-b.jsonl", held_out=True),
    LabelSet("citing-lines", GOLD / "citing-lines.jsonl", held_out=False, lines=True),
    LabelSet("citing-lines-2", GOLD / "citing-lines-2.jsonl", held_out=True, lines=True),
)

#: What each field must reach.
FLOORS = {
    "titles": 0.98,
    "articles": 0.98,
    "effective": 0.98,
    "events": 0.95,
    "citations": 0.95,
    "repeals": 0.95,
}


@dataclass
class Score:
    """Counts of labels found, expected and right for one field of one set, and what went wrong."""

    name: str
    right: int = 0
    found: int = 0
    expected: int = 0
    mistakes: list[str] = field(default_factory=list)

    @property
    def floor(self) -> float:
        """What it must reach."""
        return FLOORS[self.name]

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; for fields with one value a text that is the share of right ones."""
        return 2 * self.right / (self.found + self.expected) if self.found + self.expected else 1.0

    def add(self, where: str, labels: Iterable["Label"], found: Iterable[Any]) -> None:
        """Compare what one text or line says with what was found in it."""
        required = {label for label in labels if label.required}
        tolerated = [label for label in labels if not label.required]
        values = dict.fromkeys(found)
        missed = {label for label in required if not label.among(values)}
        extra = [v for v in values if not any(v in label for label in required) and not any(v in t for t in tolerated)]
        self.expected += len(required)
        self.right += len(required) - len(missed)
        self.found += len(required) - len(missed) + len(extra)
        self.mistakes += [f"{where}: missed {label}" for label in sorted(map(str, missed))]
        self.mistakes += [f"{where}: wrong {value}" for value in extra]


@dataclass(frozen=True)
class Label:
    """One thing to be found: any of several right values; what is not required is neither a miss nor an error."""

    values: frozenset[Any]
    required: bool = True

    def __contains__(self, value: object) -> bool:
        return any(_agree(value, right) for right in self.values)

    def among(self, values: Iterable[Any]) -> bool:
        """Whether any of the values is right."""
        return any(value in self for value in values)

    def __str__(self) -> str:
        return " or ".join(sorted(map(str, self.values)))


class Wild(Enum):
    """In a label: a part that is not compared."""

    ANY = "*"

    def __repr__(self) -> str:
        return self.value


ANY = Wild.ANY


def _agree(value: object, right: object) -> bool:
    if isinstance(value, tuple) and isinstance(right, tuple):
        return all(one is ANY or one == other for one, other in zip(right, value, strict=True))
    return value == right


def plain(title: str | None) -> str:
    """A title without 中华人民共和国 before it and without differences that are not of meaning: widths, spaces, <>."""
    words = "".join(unicodedata.normalize("NFKC", title or "").split())
    return words.removeprefix("中华人民共和国").replace("<", "〈").replace(">", "〉")


# -- what a label file says


def gold(labels: LabelSet) -> list[Record]:
    """The labels of a set."""
    return [json.loads(line) for line in labels.path.read_text(encoding="utf-8").splitlines()]


def citation_labels(record: Record) -> list[Label]:
    """The citations of a labelled text or line, and what is neither required nor wrong there."""
    labels = [_citation(entry, _places(record, entry)) for entry in record["citations"]]
    doubtful = [
        Label(frozenset({(plain(entry["title"]), ANY, entry["in_article"], ANY)}), required=False)
        for entry in record.get("doubtful", [])
    ]
    return labels + doubtful


def _places(record: Record, entry: Record) -> list[object]:
    """The parts that a citation may be said to stand in; null says that it was not decided."""
    places = [entry.get("in_article", record.get("in_article")), *(record.get("in_article_alt") or [])]
    return [ANY if place is None else _part(place) for place in places]


def _part(label: str) -> str:
    """An annex that is the only one bears no number in the text."""
    return "附件1" if label == "附件" else label


def _citation(entry: Record, places: list[object]) -> Label:
    doubtful = str(entry.get("note", "")).startswith("doubtful")
    titles = [entry["title"] or entry["number"], *entry.get("title_alt", [])]
    relations = [entry["relation"], *([entry["alt_relation"]] if "alt_relation" in entry else [])]
    return Label(
        frozenset(
            (plain(title), entry["article"], place, ANY if doubtful else relation)
            for title in titles
            for place in places
            for relation in relations
        ),
        required=not (doubtful or entry.get("optional") or _is_aside(entry)),
    )


def _is_aside(entry: Record) -> bool:
    """The declaration of a short name, or something that belongs to the decision which amends the text."""
    return bool(entry.get("alias_definition")) or entry.get("of") == "amending_decision"


def repeal_labels(labels: Iterable[Label]) -> list[Label]:
    """The titles among citation labels that are repealed; required only where no other relation is right too."""
    return [
        Label(
            frozenset(title for title, _, _, _ in label.values),
            required=label.required and all(value[3] == "repeals" for value in label.values),
        )
        for label in labels
        if any(value[3] == "repeals" or value[3] is ANY for value in label.values)
    ]


# -- what the program finds


def cited(law: Law, start: int = 0, end: int | None = None) -> list[Cited]:
    """The citations of a law that begin from `start` to `end`."""
    stop = len(law.document.text) if end is None else end
    return [
        (
            plain(citation.title or citation.number),
            citation.pinpoint.article if citation.pinpoint else None,
            part.label,
            citation.relation.value,
        )
        for part in law.parts
        for citation in part.citations
        if start <= citation.span.start < stop
    ]


@lru_cache(maxsize=1024)
def law_at(path: Path) -> Law:
    """The law text in a file."""
    return read_law(document_from_bytes(path.name, path.read_bytes()))


# -- scores


def scores(labels: LabelSet, corpus: Path) -> list[Score]:
    """The scores of a set, one a field."""
    records = gold(labels)
    return score_lines(records, corpus) if labels.lines else score_texts(records, corpus)


def score_texts(records: Iterable[Record], corpus: Path) -> list[Score]:
    """Whole texts: title, number of articles, day of effect, events, citations, repeals."""
    titles, articles, effective, events, citations, repeals = found = [Score(name) for name in FLOORS]
    for record in records:
        law, where = law_at(corpus / record["file"]), record["file"]
        titles.add(where, [Label(frozenset({record["title"]}))], [law.title])
        articles.add(where, [Label(frozenset({record["articles"]}))], [len(law.articles)])
        day = law.effective_date.isoformat() if law.effective_date else None
        effective.add(where, [Label(frozenset({record["effective_date"]}))], [day])
        events.add(where, _events(record), [(event.kind.value, _day(event.date)) for event in law.events])
        labels = citation_labels(record)
        citations.add(where, labels, cited(law))
        repealed = [Label(frozenset({plain(entry["title"] or entry["number"])})) for entry in record["repeals"]]
        repeals.add(where, repealed, _repealed(cited(law)))
    return found


def score_lines(records: Iterable[Record], corpus: Path) -> list[Score]:
    """Single lines: what is cited from `start` to the end of the line."""
    citations, repeals = found = [Score("citations"), Score("repeals")]
    for record in records:
        law, start = law_at(corpus / record["file"]), record["start"]
        end = law.document.text.find("\n", start)
        got = cited(law, start, end if end >= 0 else None)
        labels = citation_labels(record)
        where = f"{record['file']}:{record['line']}"
        citations.add(where, labels, got)
        repeals.add(where, repeal_labels(labels), _repealed(got))
    return found


def _events(record: Record) -> list[Label]:
    return [
        Label(frozenset({(entry["type"], entry["date"])}), required=not _is_aside(entry)) for entry in record["events"]
    ]


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _repealed(found: Iterable[Cited]) -> list[str]:
    return [title for title, _, _, relation in found if relation == "repeals"]


# -- the table


def rows(corpus: Path) -> Iterator[tuple[LabelSet, Score]]:
    """Every field of every set."""
    return ((labels, score) for labels in SETS for score in scores(labels, corpus))


def print_table(*, mistakes: bool = False) -> None:
    """Print the table, or say why there is none."""
    if not (shared_folder() / ARCHIVE).is_file():
        print(f"law texts: not scored, the corpus ({shared_folder() / ARCHIVE}) is not here")
        return
    found = list(rows(unpacked(shared_folder())))
    print(f"{'labels':<15} {'field':<10} {'right':>6} {'found':>6} {'labels':>6} {'F1':>7} {'floor':>6}")
    for labels, score in found:
        counts = f"{score.right:>6} {score.found:>6} {score.expected:>6} {score.f1:>7.4f} {score.floor:>6}"
        print(f"{labels.name:<15} {score.name:<10} {counts}{'  held out' if labels.held_out else ''}")
    if mistakes:
        print()
        for labels, score in found:
            for mistake in score.mistakes:
                print(f"{labels.name:<15} {score.name:<10} {mistake}")
