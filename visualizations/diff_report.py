"""Two versions of a law article by article: Markdown, and one HTML page that needs nothing else."""

from collections import Counter
from dataclasses import dataclass

from ..graph.alignment import Change, Edit
from ..graph.drift import Compared
from ..ontology.errors import Language
from .impact_report import plain, unmarked
from .impact_words import FATES, WORDS
from .pages import render

#: Tags, because ** and ~~ beside Chinese punctuation are no marks in CommonMark.
_MARKS = {Edit.KEEP: ("", ""), Edit.INSERT: ("<ins>", "</ins>"), Edit.DELETE: ("<del>", "</del>")}


@dataclass(frozen=True, slots=True)
class VersionDiff:
    """Two versions beside each other, with what to call them."""

    old: str
    new: str
    articles: tuple[Compared, ...]

    @property
    def counts(self) -> dict[Change, int]:
        """How many articles changed in which way."""
        found = Counter(article.change for article in self.articles)
        return {change: found[change] for change in Change if found[change]}

    @property
    def changed(self) -> tuple[Compared, ...]:
        """The articles that are not the same."""
        return tuple(article for article in self.articles if article.change is not Change.SAME)


def labels(article: Compared) -> str:
    """第二十六条 → 第二十七条."""
    names = [one.label for one in (article.old, article.new) if one]
    return " → ".join(dict.fromkeys(names))


def summary(diff: VersionDiff, language: Language) -> str:
    """Counts in one line."""
    return " · ".join(f"{FATES[change].say(language)} {count}" for change, count in diff.counts.items())


def markdown(diff: VersionDiff, language: Language) -> str:
    """Every article that changed; deleted words in <del>, new ones in <ins>."""
    lines = [f"# {plain(diff.old)} → {plain(diff.new)}", "", summary(diff, language), ""]
    for article in diff.changed:
        lines += [f"## {plain(labels(article))} ({FATES[article.change].say(language)})", "", _text(article), ""]
    return "\n".join(lines)


def _text(article: Compared) -> str:
    if article.pieces:
        return "".join(f"{_MARKS[p.kind][0]}{unmarked(p.text)}{_MARKS[p.kind][1]}" for p in article.pieces)
    one = article.new or article.old
    return plain(one.text) if one else ""


def html(diff: VersionDiff, language: Language) -> str:
    """The comparison as one page: no script, nothing loaded from anywhere."""
    return render(
        "diff.html",
        language,
        diff=diff,
        summary=summary(diff, language),
        labels=labels,
        fates={change.value: text.say(language) for change, text in FATES.items()},
        words=lambda name: WORDS[name].say(language),
    )
