"""How the command line shows things: tables, lists, reports, progress."""

import io
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from pyoxigraph import QueryBoolean, QuerySolutions
from rich.console import Console
from rich.progress import Progress
from rich.table import Table as RichTable
from rich.text import Text as RichText

from ..graph.alignment import Edit
from ..graph.impact import Impact, PathStep
from ..graph.law import Law
from ..graph.model import Ledger
from ..graph.store import Answer, Triples
from ..graph.validation import LawQuality, Quality, Violation
from ..ontology.errors import Language, QueryError, Text
from ..queries import answers
from ..queries.catalogue import Question
from ..visualizations.diff_report import VersionDiff
from ..visualizations.diff_report import labels as diff_labels
from ..visualizations.diff_report import summary as diff_summary
from ..visualizations.impact_report import affected_rows, heading, step_words, summary, unaffected
from ..visualizations.impact_words import CLASSES, FATES, KINDS, WORDS
from ..visualizations.revision_words import revision_lines, revision_summary
from . import messages

if TYPE_CHECKING:
    from ..loaders.ingest import Loaded
    from ..loaders.quality import Quality as Report

#: Tables that do not go to a terminal are this wide, so that nothing is cut off.
PIPE_WIDTH = 240


class QueryFormat(StrEnum):
    """How `query` writes."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    TTL = "ttl"


class ReportFormat(StrEnum):
    """How `validate` writes."""

    TEXT = "text"
    JSON = "json"


@contextmanager
def progress(title: str, total: int) -> Iterator[Callable[[Path], None]]:
    """A bar on standard error when that is a terminal; the function it gives is called before each file."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(title, total=total)
        started = False

        def step(path: Path) -> None:
            nonlocal started
            bar.update(task, advance=1 if started else 0, description=f"{title} {path.name}")
            started = True

        yield step


@contextmanager
def counting(title: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error when that is a terminal; the function it gives is told how much is done, of how much."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


@contextmanager
def working(title: str) -> Iterator[None]:
    """A sign of life on standard error, when that is a terminal, for work that takes a while."""
    console = Console(stderr=True)
    with console.status(title) if console.is_terminal else nullcontext():
        yield


#: A load of more files than this is reported by counts.
_FEW = 20


def loaded(results: Sequence["Loaded"], language: Language) -> None:
    """What became of each file of a load, on standard error; of many files how many of each, and what was left out."""
    if len(results) <= _FEW:
        for result in results:
            _loaded(result, language)
    else:
        for result in results:
            if result.reason:
                _loaded(result, language)
        _say(_counts(results), language)
    for result in results:
        if result.ledger:
            findings(result.ledger, language)


def _loaded(result: "Loaded", language: Language) -> None:
    said = messages.FATES[result.fate.value]
    what = (
        messages.READ_AS[result.kind.value].format(count=result.count, corrections=result.corrections)
        if (result.kind)
        else Text("", "")
    )
    reason = result.reason or Text("", "")
    _say(said.format(path=result.path.name, what=what.say(language), reason=reason.say(language)), language)


def _counts(results: Sequence["Loaded"]) -> Text:
    fates = Counter(result.fate.value for result in results)
    kinds = Counter(result.kind.value for result in results if result.kind)
    articles = sum(result.count for result in results if result.kind and result.kind.value == "law")
    return messages.LOADED_MANY.format(
        added=fates["added"], replaced=fates["replaced"], unchanged=fates["unchanged"], duplicate=fates["duplicate"],
        skipped=fates["skipped"], ledgers=kinds["ledger"], laws=kinds["law"], articles=articles,
    )  # fmt: skip


def _say(text: Text, language: Language) -> None:
    typer.echo(text.say(language).rstrip(), err=True)


def findings(document: Ledger | Law, language: Language) -> None:
    """What to look at in a document, one line each, on standard error."""
    if not isinstance(document, Ledger):
        return
    ledger = document
    for finding in ledger.findings:
        line = ledger.document.line_of(finding.span.start)
        typer.echo(f"{ledger.document.name}:{line}: {finding.text.say(language)}", err=True)


#: Of one ledger that changed more than this, the rest is in the report.
_MANY_LINES = 60


def revisions(found: "Report", language: Language) -> None:
    """What changed in the ledgers that were in the graph before, on standard error."""
    for one, revision in found.revised:
        _say_line(revision_summary(one.file, revision, language))
        lines = list(revision_lines(revision, language))
        for line in lines[:_MANY_LINES]:
            _say_line(f"  {line}")
        if len(lines) > _MANY_LINES:
            _say(messages.MORE_CHANGES.format(count=len(lines) - _MANY_LINES), language)


def _say_line(line: str) -> None:
    typer.echo(line, err=True)


def questions(found: Iterable[Question], language: Language) -> str:
    """The catalogue: a name and title per line, parameters indented below."""
    lines = []
    for question in found:
        lines.append(f"{question.name:<24}{question.title.say(language)}")
        lines += [f"    -p {p.name}={p.default}  ({p.kind}) {p.description.say(language)}" for p in question.parameters]
    return "\n".join(lines) + "\n"


def answer(found: Answer, form: QueryFormat) -> tuple[bytes, bool]:
    """An answer in one of the formats, and whether there was anything in it.

    Raises QueryError for a table of triples as CSV or a table as Turtle.
    """
    if isinstance(found, Triples):
        _check(form, {QueryFormat.TTL, QueryFormat.JSON, QueryFormat.TABLE})
        content = answers.write(found, "application/ld+json" if form is QueryFormat.JSON else "text/turtle")
        return content, bool(content.strip())
    if isinstance(found, QueryBoolean):
        _check(form, {QueryFormat.JSON, QueryFormat.TABLE})
        said = json.dumps({"boolean": bool(found)}) if form is QueryFormat.JSON else str(bool(found)).lower()
        return f"{said}\n".encode(), bool(found)
    return _solutions(found, form)


def _solutions(found: QuerySolutions, form: QueryFormat) -> tuple[bytes, bool]:
    _check(form, {QueryFormat.TABLE, QueryFormat.JSON, QueryFormat.CSV})
    if form is QueryFormat.CSV:
        content = answers.write(found, "text/csv")
        return content, content.count(b"\n") > 1
    if form is QueryFormat.JSON:
        records = answers.records(found)
        return f"{json.dumps(records, ensure_ascii=False, indent=1)}\n".encode(), bool(records)
    table = answers.table(found)
    return drawn(table).encode(), bool(table.rows)


def _check(form: QueryFormat, allowed: set[QueryFormat]) -> None:
    if form not in allowed:
        raise QueryError(messages.TABLE_ONLY.format(format=form.value))


def drawn(table: answers.Table) -> str:
    """A table for a terminal, or wide enough for a pipe."""
    buffer = io.StringIO()
    width = None if sys.stdout.isatty() else PIPE_WIDTH
    console = Console(file=buffer, width=width or Console().width)
    drawn = RichTable(box=None, header_style="bold", pad_edge=False)
    for column in table.columns:
        drawn.add_column(column, overflow="fold")
    for row in table.rows:
        drawn.add_row(*(RichText(value or "") for value in row))
    console.print(drawn)
    return buffer.getvalue()


def impact(found: Impact, language: Language) -> str:
    """The affected things, the strongest first, each with its path; counts above."""
    buffer = io.StringIO()
    console = Console(file=buffer, width=None if sys.stdout.isatty() else PIPE_WIDTH)
    console.print(RichText(f"{WORDS['title'].format(title=found.title).say(language)} · {heading(found, language)}"))
    for name, counts in summary(found, language):
        console.print(RichText(f"{name}: " + ", ".join(f"{kind} {count}" for kind, count in counts.items())))
    if not found.affected:
        console.print(WORDS["nothing"].say(language))
    drawn = RichTable(box=None, header_style="bold", pad_edge=False)
    for column in ("class", "kind", "thing", "because", "path"):
        drawn.add_column(WORDS[column].say(language), overflow="fold")
    for item in affected_rows(found):
        drawn.add_row(
            *(RichText(text) for text in (
                CLASSES[item.answer].say(language), KINDS[item.kind].say(language), item.label,
                item.because.say(language), "\n".join(_path_line(step, language) for step in item.path),
            ))
        )  # fmt: skip
    if drawn.row_count:
        console.print(drawn)
    if unaffected(found):
        console.print(RichText(WORDS["unaffected_note"].format(count=unaffected(found)).say(language)))
    if found.candidates:
        console.print(RichText(WORDS["candidates"].say(language)))
        for candidate in found.candidates:
            console.print(RichText(f"  {candidate.label} [{'、'.join(candidate.terms)}] {candidate.text}"))
    return "\n".join(line.rstrip() for line in buffer.getvalue().splitlines()) + "\n"


def _path_line(step: PathStep, language: Language) -> str:
    words = f"：“{step.quote.words}”" if step.quote else ""
    return f"{step_words(step, language)}{words}"


def diff(found: VersionDiff, language: Language) -> str:
    """The articles that changed, deleted words in [-…-] and new ones in {+…+} (as wdiff writes them)."""
    lines = [f"{found.old} → {found.new}", diff_summary(found, language)]
    for article in found.changed:
        lines.append(f"{diff_labels(article)} ({FATES[article.change].say(language)})")
        if article.pieces:
            lines.append("  " + "".join(_WDIFF[piece.kind].format(piece.text) for piece in article.pieces))
    return "\n".join(lines) + "\n"


_WDIFF = {Edit.KEEP: "{}", Edit.INSERT: "{{+{}+}}", Edit.DELETE: "[-{}-]"}


def report(
    results: Sequence[Violation], qualities: Sequence[Quality], laws: LawQuality, form: ReportFormat, language: Language
) -> str:
    """The outcome of validation and the data quality of each ledger and of the law texts."""
    if form is ReportFormat.JSON:
        content = {
            "shacl": [asdict(r) for r in results],
            "quality": [asdict(q) for q in qualities],
            "laws": asdict(laws),
        }
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    violations = [result for result in results if result.severity == "Violation"]
    head = messages.VIOLATIONS.format(count=len(violations)) if violations else messages.CONFORMS
    lines = [head.say(language)]
    lines += [f"  {r.severity}: {' '.join(filter(None, (r.focus, r.path)))}: {r.message}" for r in results]
    for quality in qualities:
        lines += _quality_lines(quality, language)
    if laws.texts:
        lines.append(_law_line(laws, language))
    return "\n".join(lines) + "\n"


def _law_line(laws: LawQuality, language: Language) -> str:
    def listed(counts: dict[str, int]) -> str:
        return ", ".join(f"{name} {count}" for name, count in counts.items()) or "-"

    return messages.LAW_QUALITY.format(
        texts=laws.texts, articles=laws.articles, citations=listed(laws.citations), reasons=listed(laws.reasons),
        found=laws.pinpoints_found, pinpoints=laws.pinpoints,
    ).say(language)  # fmt: skip


def _quality_lines(quality: Quality, language: Language) -> list[str]:
    rules = ", ".join(f"{rule} {count}" for rule, count in quality.corrections.items()) or "-"
    citations = ", ".join(f"{status} {count}" for status, count in quality.citations.items()) or "-"
    lines = [
        messages.QUALITY.format(
            ledger=quality.ledger,
            measures=quality.measures,
            statements=quality.statements,
            corrected=quality.corrected,
            rules=rules,
            without_units=quality.without_units,
            citations=citations,
        ).say(language)
    ]
    return [*lines, *(f"  {line}: {severity}: {text.say(language)}" for line, severity, text in quality.findings)]
