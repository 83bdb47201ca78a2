"""The words of a person to a question about a change: an instrument, its articles, versions and a day."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from ..graph.drift import Article, compare
from ..graph.impact import ChangeAsked, Impact, impact
from ..graph.impact_index import ImpactIndex
from ..graph.impact_rules import ChangeKind
from ..loaders.document import read_document
from ..loaders.law import read_law
from ..loaders.pinpoints import article_label
from ..ontology.errors import BadParameter, NothingFound, Text
from ..ontology.vocabulary import BASE
from ..visualizations.diff_report import VersionDiff


def ask_impact(
    index: ImpactIndex,
    instrument: str,
    kind: ChangeKind | None = None,
    on: str | None = None,
    articles: Sequence[str] = (),
    old: str | None = None,
    new: str | None = None,
) -> Impact:
    """What a change touches, asked in a person's words.

    `instrument` is a number, a title, words of a title or an IRI; `articles` are numbers or labels (34, 第三十四条);
    `old` and `new` are days of versions, or their IRIs. Without a kind of change it is an amendment where articles
    or versions are named, else a repeal. Raises NothingFound and BadParameter.
    """
    work = index.find_work(instrument)
    chosen = kind or (ChangeKind.AMEND if articles or old or new else ChangeKind.REPEAL)
    before, after = versions(index, work, old, new) if old or new else (None, None)
    labels = tuple(dict.fromkeys(_label(article) for article in articles))
    _check_articles(index, work, before, labels)
    return impact(index, ChangeAsked(work, chosen, day(on), labels, before, after))


def versions(index: ImpactIndex, work: str, old: str | None, new: str | None) -> tuple[str, str]:
    """The IRIs of two versions of a work: the newest, and the one before the other, where one is not named."""
    spans = [span.iri for span in index.versions.get(work, []) if index.articles(span.iri)]
    after = version(index, work, new) if new else (spans[-1] if spans else "")
    earlier = spans[: spans.index(after)] if after in spans else []
    before = version(index, work, old) if old else (earlier[-1] if earlier else "")
    if not before or not after or before == after:
        title = index.title(work)
        raise NothingFound(
            Text(f"图谱里没有《{title}》的两个文本可比", f"the graph has no two versions of {title} to compare")
        )
    return before, after


def version(index: ImpactIndex, work: str, name: str) -> str:
    """The version of a work by its day or IRI. Raises NothingFound with the versions there are."""
    wanted = (
        name
        if name.startswith("http")
        else f"{BASE}id/{name}"
        if name.startswith(("law/", "reg/"))
        else f"{work}/{name}"
    )
    known = [span.iri for span in index.versions.get(work, [])]
    if wanted in known:
        return wanted
    there = "、".join(iri.rpartition("/")[2] for iri in known) or "-"
    title = index.title(work)
    raise NothingFound(
        Text(f"《{title}》没有 {name} 的文本；有：{there}", f"{title} has no version {name}; there are: {there}")
    )


def compare_files_or_versions(old: str, new: str, index: Callable[[], ImpactIndex]) -> VersionDiff:
    """Two versions, each a file on disk or a version in the graph: 行政复议法@2017-09-01, or its IRI.

    The graph is opened only when one of them is no file, and once.
    """
    opened = cache(index)
    sides = [_side(name, opened) for name in (old, new)]
    return VersionDiff(sides[0][0], sides[1][0], compare(sides[0][1], sides[1][1]))


def _side(name: str, index: Callable[[], ImpactIndex]) -> tuple[str, Sequence[Article]]:
    if _is_file(name):
        law = read_law(read_document(Path(name)))
        if not law.articles:
            raise NothingFound(Text(f"{name} 里没有条文", f"there are no articles in {name}"))
        articles = [
            Article(part.key, part.label, law.text_of(part), ordinal) for ordinal, part in enumerate(law.articles)
        ]
        day_ = f"（{law.version_date.isoformat()}）" if law.version_date else ""
        return f"{law.title}{day_}", articles
    graph = index()
    title, _, made = name.partition("@")
    work = graph.find_work(title)
    spans = graph.versions.get(work, [])
    chosen = version(graph, work, made) if made else next((s.iri for s in reversed(spans) if s.iri == title), None)
    chosen = chosen or (spans[-1].iri if spans else work)
    if not graph.articles(chosen):
        raise NothingFound(Text(f"图谱里没有 {name} 的条文", f"the graph has no articles of {name}"))
    return f"{graph.title(work)}（{chosen.rpartition('/')[2]}）", graph.articles(chosen)


def _is_file(name: str) -> bool:
    """Whether it is a file; a title may be longer than the name of a file can be."""
    try:
        return Path(name).is_file()
    except OSError:
        return False


def day(text: str | None) -> date | None:
    """A day as 2026-02-01. Raises BadParameter for anything else."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadParameter(
            Text(f"日期应写作 2026-02-01，不能是 {text}", f"a day is written 2026-02-01, not {text}")
        ) from error


def _label(article: str) -> str:
    plain = article.strip()
    return article_label(f"第{plain}条" if plain.isdigit() else plain)


def _check_articles(index: ImpactIndex, work: str, old: str | None, labels: Sequence[str]) -> None:
    """An article that the text does not have is a slip of the asker's. Raises NothingFound."""
    spans = index.versions.get(work, [])
    known = {article.label for article in index.articles(old or spans[-1].iri)} if spans or old else set()
    for label in labels:
        if known and label not in known:
            title = index.title(work)
            raise NothingFound(Text(f"《{title}》没有{label}", f"{title} has no article {label}"))
