"""`taizhang impact` and `taizhang diff`."""

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated

import typer

from ...ontology.errors import NothingFound
from .. import messages, printing
from ..settings import read_settings
from .console import examples, language, open_asked, write_out
from .options import (
    HOW,
    ArticlesOption,
    ChangeOption,
    NewOption,
    OldOption,
    OutputOption,
    StoreOption,
)

# ruff: noqa: PLC0415 - see console.py

app = typer.Typer()


class ImpactFormat(StrEnum):
    """How `impact` writes."""

    TABLE = "table"
    JSON = "json"
    MD = "md"
    HTML = "html"
    XLSX = "xlsx"
    TTL = "ttl"
    SVG = "svg"
    PNG = "png"


class DiffFormat(StrEnum):
    """How `diff` writes."""

    TABLE = "table"
    JSON = "json"
    MD = "md"
    HTML = "html"


@app.command(
    help="Show what a repealed, amended, replaced or new instrument touches: measures, units, deadlines and texts.",
    epilog=examples(
        "impact 省政府令第180号",
        "impact 行政处罚法 --article 34 --on 2026-01-01",
        "impact 行政复议法 --old 2017-09-01 --new 2023-09-01 -f html -o 影响.html",
        "impact 国务院令第825号 --change new",
        "impact 行政处罚法 -f png -o 影响.png",
    ),
)
def impact(
    instrument: Annotated[
        str, typer.Argument(metavar="REGULATION", help="Number, title, words of a title, or IRI of an instrument.")
    ],
    articles: ArticlesOption = None,
    change: ChangeOption = None,
    on: Annotated[
        str | None,
        typer.Option(
            "--on", metavar="DATE", help="Day of the change, as 2026-02-01; without it the newest texts count."
        ),
    ] = None,
    old: OldOption = None,
    new: NewOption = None,
    form: Annotated[ImpactFormat, typer.Option("--format", "-f", help=HOW)] = ImpactFormat.TABLE,
    store: StoreOption = None,
    output: OutputOption = None,
) -> None:
    """Ask what a change touches."""
    from ...graph.impact_index import read_index
    from ...visualizations.origin import origin_of
    from ..changes import ask_impact
    from ..impact_exports import Report, write

    with printing.working(messages.LOOKING.say(language())):
        opened = open_asked(read_settings(store=store))
        found = ask_impact(read_index(opened), instrument, change, on, articles or (), old, new)
    spoken = language()
    if form is ImpactFormat.TABLE:
        write_out(printing.impact(found, spoken).encode(), output)
    else:
        write_out(write(found, Report(form.value), spoken, lambda: origin_of(opened)), output)
    if not found.affected and not found.candidates:
        raise NothingFound(messages.NOTHING_AFFECTED.format(title=found.title))


@app.command(
    help="Compare two versions of a law article by article, with the words that changed.",
    epilog=examples("diff 旧.md 新.md", "diff 行政复议法@2017-09-01 行政复议法@2023-09-01 -f html -o 对照.html"),
)
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A file, or a version in the graph as TITLE@DATE.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="A file, or a version in the graph as TITLE@DATE.")],
    form: Annotated[DiffFormat, typer.Option("--format", "-f", help=HOW)] = DiffFormat.TABLE,
    store: StoreOption = None,
    output: OutputOption = None,
) -> None:
    """Compare two versions."""
    from ...graph.impact_index import read_index
    from ...visualizations import diff_report
    from ..changes import compare_files_or_versions
    from ..impact_exports import diff_json

    settings = read_settings(store=store)
    found = compare_files_or_versions(old, new, lambda: read_index(open_asked(settings)))
    spoken = language()
    writers: dict[DiffFormat, Callable[[], bytes]] = {
        DiffFormat.TABLE: lambda: printing.diff(found, spoken).encode(),
        DiffFormat.JSON: lambda: diff_json(found),
        DiffFormat.MD: lambda: diff_report.markdown(found, spoken).encode(),
        DiffFormat.HTML: lambda: diff_report.html(found, spoken).encode(),
    }
    write_out(writers[form](), output)
