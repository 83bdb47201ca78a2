"""The command line. Each command parses, calls one function and prints.

Exit code 0 good, 1 nothing found or a failed check, 2 wrong usage or input that cannot be read.
"""

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
import typer.main
from typer import rich_utils

from ..graph.impact_rules import ChangeKind
from ..graph.store import Answer, Store
from ..graph.stores import current_version, open_store
from ..graph.version import VERSION
from ..ontology.errors import Language, NothingFound, OutputError, TaizhangError, Text
from . import messages, printing
from .settings import Settings, locale_language, read_settings, spoken_language, store_environment

if TYPE_CHECKING:
    from ..loaders.quality import Quality

# Loaders, exports and the web framework are imported by the command that needs them: together they take longer
# to import than most commands take to run.
# ruff: noqa: PLC0415

app = typer.Typer(
    help="Knowledge graph and semantic queries over Chinese policy ledgers.", add_completion=False, no_args_is_help=True
)

neo4j_app = typer.Typer(help="Keep a Neo4j server the same as the graph.", no_args_is_help=True)
app.add_typer(neo4j_app, name="neo4j")

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store", metavar="DIR|URL", help="Folder of the graph, or address of a SPARQL server that holds it."
    ),
]
Documents = Annotated[list[Path], typer.Argument(metavar="PATH...", help="Documents to read.")]
OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="File to write; standard output without it.")
]
ArticlesOption = Annotated[
    list[str] | None,
    typer.Option("--article", "-a", metavar="N", help="An article that changes, as 34 or 第三十四条; may be repeated."),
]
ChangeOption = Annotated[
    ChangeKind | None,
    typer.Option("--change", "-c", help="Kind of change; amend where articles or versions are named, else repeal."),
]
OldOption = Annotated[str | None, typer.Option("--old", metavar="DATE", help="Version before the change, by its day.")]
NewOption = Annotated[str | None, typer.Option("--new", metavar="DATE", help="Version after the change, by its day.")]
HOW = "How to write it."
_CITY = "The ledger that carries out: a file, or a ledger of the graph by its name or words of its title."
_PLAN = "The plan that is carried out: likewise."


def _examples(*commands: str) -> str:
    """Lines to copy, below the help of a command."""
    return "\n\n".join(f"$ taizhang {command}" for command in commands)


class ExtractFormat(StrEnum):
    """How `extract` writes."""

    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"


class ExportFormat(StrEnum):
    """What `export` writes."""

    TTL = "ttl"
    NQ = "nq"
    JSONLD = "jsonld"
    CSV = "csv"
    ICS = "ics"
    GRAPHML = "graphml"
    GEXF = "gexf"
    HTML = "html"
    SVG = "svg"
    PNG = "png"


class Pictured(StrEnum):
    """What a picture shows."""

    LOAD = "load"
    IMPACT = "impact"


class Measured(StrEnum):
    """What `analyse` measures."""

    LOAD = "load"
    UNITS = "units"
    REGULATIONS = "regulations"
    COMMUNITIES = "communities"
    BROKERS = "brokers"
    CRITICAL = "critical"


class AnalysisFormat(StrEnum):
    """How `analyse` writes: what was measured, or the network with it."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    GRAPHML = "graphml"
    GEXF = "gexf"


class Engine(StrEnum):
    """What answers a question of the catalogue."""

    SPARQL = "sparql"
    CYPHER = "cypher"
    NETWORKX = "networkx"


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


class CompareFormat(StrEnum):
    """How `compare` writes."""

    TABLE = "table"
    JSON = "json"
    MD = "md"
    HTML = "html"
    XLSX = "xlsx"


@app.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.", is_eager=True)] = False,
) -> None:
    if version:
        typer.echo(f"taizhang {VERSION}")
        raise typer.Exit


@app.command(
    help="Build the graph if needed and serve it: pages, SPARQL endpoint and REST.",
    epilog=_examples("serve", "serve 台账.txt --port 8080"),
)
def serve(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH...]", help="Documents to load first; without any, the ledger that comes with the program."
        ),
    ] = None,
    store: StoreOption = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
) -> None:
    """Serve the graph over HTTP."""
    settings = read_settings(store=store, host=host, port=port)
    if paths:
        _load(paths, settings, force=False)
    elif current_version(settings.store) is None:
        _load_default(settings)
    from .server import run

    os.environ.update(store_environment(settings))  # the processes of the server read there what opens the store
    run(settings, announce=lambda url: _say(messages.SERVING.format(url=url)))


@app.command(
    help="Print what the loaders read from documents, without a store.",
    epilog=_examples("extract 台账.txt", "extract 台账.txt -f xlsx -o 台账.xlsx"),
)
def extract(
    paths: Documents,
    form: Annotated[ExtractFormat, typer.Option("--format", "-f", help=HOW)] = ExtractFormat.JSONL,
    output: OutputOption = None,
) -> None:
    """Read without a store."""
    from ..loaders import ingest
    from . import exports

    with printing.progress(messages.READING.say(_language()), len(paths)) as step:
        found = list(ingest.extract(paths, step))
    for document in found:
        printing.findings(document, _language())
    writers = {
        ExtractFormat.JSONL: exports.jsonl,
        ExtractFormat.CSV: exports.csv_table,
        ExtractFormat.XLSX: exports.xlsx_table,
    }
    _write(writers[form](found), output)


@app.command(
    help="Read documents, or folders of them, into the graph; all of them or, if one that was named cannot be read, none.",
    epilog=_examples(
        "load 台账.txt 法规.md", "load ./laws --store ./graph", "load ./laws --spark spark://127.0.0.1:7077 -o ./nquads"
    ),
)
def load(
    paths: Documents,
    store: StoreOption = None,
    force: Annotated[bool, typer.Option("--force", help="Read again even what has not changed.")] = False,
    report: Annotated[
        Path | None,
        typer.Option(
            "--report",
            metavar="FILE",
            help="Write what was read, repaired, doubtful and left over: .json, .html, or text.",
        ),
    ] = None,
    spark: Annotated[
        str | None,
        typer.Option(
            "--spark",
            metavar="MASTER",
            help="Read on a Spark cluster, as spark://host:7077, and write N-Quads into a folder instead of a store.",
        ),
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FOLDER", help="Folder for the N-Quads that --spark writes.")
    ] = Path("nquads"),
) -> None:
    """Load into the store, or into N-Quads on a cluster."""
    if spark is None:
        _load(paths, read_settings(store=store), force=force, report=report)
    else:
        _load_with_spark(paths, spark, output, force=force, report=report)


@app.command(
    help="Ask a question of the catalogue, or run a SPARQL query from a file or standard input.",
    epilog=_examples("query --list", "query unit-profile -p unit=市司法局", "query mine.rq -f csv -o answer.csv"),
)
def query(
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME|FILE|-", help="Name of a question, a .rq file, or - for standard input."),
    ] = None,
    pairs: Annotated[
        list[str] | None,
        typer.Option(
            "--param", "-p", metavar="KEY=VALUE", help="A value for a parameter, as key=value; may be repeated."
        ),
    ] = None,
    form: Annotated[printing.QueryFormat, typer.Option("--format", "-f", help=HOW)] = printing.QueryFormat.TABLE,
    listing: Annotated[
        bool, typer.Option("--list", help="List the questions with their titles and parameters.")
    ] = False,
    engine: Annotated[
        Engine,
        typer.Option(
            "--engine",
            help="What answers a question of the catalogue: the store (sparql), a Neo4j server (cypher) or this process (networkx).",
        ),
    ] = Engine.SPARQL,
    store: StoreOption = None,
    output: OutputOption = None,
) -> None:
    """Run a question or a query."""
    from ..queries.catalogue import catalogue

    if listing:
        _write(printing.questions(catalogue().values(), _language()).encode(), output)
        return
    if name is None:
        raise typer.BadParameter(messages.NEEDS_QUERY.say(_language()))
    settings = read_settings(store=store)
    if engine is Engine.SPARQL:
        found_answer = _open(settings).query(_sparql(name, pairs or []))
    else:
        found_answer = _asked_elsewhere(engine, name, dict(_pair(pair) for pair in pairs or []), settings)
    content, found = printing.answer(found_answer, form)
    _write(content, output)
    if not found:
        raise NothingFound(messages.NO_ROWS)


@app.command(
    help="Show what a repealed, amended, replaced or new instrument touches: measures, units, deadlines and texts.",
    epilog=_examples(
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
    from ..graph.impact_index import read_index
    from ..visualizations.origin import origin_of
    from .changes import ask_impact
    from .impact_exports import Report, write

    with printing.working(messages.LOOKING.say(_language())):
        opened = _open(read_settings(store=store))
        found = ask_impact(read_index(opened), instrument, change, on, articles or (), old, new)
    language = _language()
    if form is ImpactFormat.TABLE:
        _write(printing.impact(found, language).encode(), output)
    else:
        _write(write(found, Report(form.value), language, lambda: origin_of(opened)), output)
    if not found.affected and not found.candidates:
        raise NothingFound(messages.NOTHING_AFFECTED.format(title=found.title))


@app.command(
    help="Compare two versions of a law article by article, with the words that changed.",
    epilog=_examples("diff 旧.md 新.md", "diff 行政复议法@2017-09-01 行政复议法@2023-09-01 -f html -o 对照.html"),
)
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A file, or a version in the graph as TITLE@DATE.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="A file, or a version in the graph as TITLE@DATE.")],
    form: Annotated[DiffFormat, typer.Option("--format", "-f", help=HOW)] = DiffFormat.TABLE,
    store: StoreOption = None,
    output: OutputOption = None,
) -> None:
    """Compare two versions."""
    from ..graph.impact_index import read_index
    from ..visualizations import diff_report
    from .changes import compare_files_or_versions
    from .impact_exports import diff_json

    settings = read_settings(store=store)
    found = compare_files_or_versions(old, new, lambda: read_index(_open(settings)))
    language = _language()
    writers: dict[DiffFormat, Callable[[], bytes]] = {
        DiffFormat.TABLE: lambda: printing.diff(found, language).encode(),
        DiffFormat.JSON: lambda: diff_json(found),
        DiffFormat.MD: lambda: diff_report.markdown(found, language).encode(),
        DiffFormat.HTML: lambda: diff_report.html(found, language).encode(),
    }
    _write(writers[form](), output)


@app.command(
    help="Show which measures of a ledger carry out which of a plan, what of the plan nobody takes up, and what has no basis in it. Links are inferred from shared words, which are quoted with their places, for a person to check: likely ones are mostly right, possible ones mostly not.",
    epilog=_examples(
        "compare 宁波.docx 浙江.xlsx",
        "compare ningbo zhejiang -f html -o 对应.html",
        "compare 宁波 浙江省人工智能 -f xlsx -o 对应.xlsx",
    ),
)
def compare(
    city: Annotated[str, typer.Argument(metavar="CITY", help=_CITY)],
    plan: Annotated[str, typer.Argument(metavar="PLAN", help=_PLAN)],
    form: Annotated[CompareFormat, typer.Option("--format", "-f", help=HOW)] = CompareFormat.TABLE,
    store: StoreOption = None,
    output: OutputOption = None,
) -> None:
    """Compare two ledgers."""
    from ..visualizations import carrying_report
    from .comparing import ComparisonForm, compare_named, write

    settings = read_settings(store=store)
    with printing.working(messages.COMPARING.say(_language())):
        found = compare_named(city, plan, lambda: _open(settings))
    if form is CompareFormat.TABLE:
        _write(carrying_report.text(found, _language()).encode(), output)
    else:
        _write(write(found, ComparisonForm(form.value), _language()), output)
    if not found.links:
        raise NothingFound(messages.NO_LINKS)


@app.command(
    help="Check the graph with SHACL and report on the quality of its data.",
    epilog=_examples("validate", "validate -f json"),
)
def validate(
    store: StoreOption = None,
    form: Annotated[printing.ReportFormat, typer.Option("--format", "-f", help=HOW)] = printing.ReportFormat.TEXT,
    output: OutputOption = None,
) -> None:
    """Validate the graph."""
    from ..graph.validation import law_quality, quality, shacl

    opened = _open(read_settings(store=store))
    with printing.counting(messages.VALIDATING.say(_language())) as step:
        results = shacl(opened, step)
    laws = law_quality(opened)
    _write(printing.report(results, quality(opened), laws, form, _language()).encode(), output)
    if any(result.severity == "Violation" for result in results):
        raise typer.Exit(1)


@app.command(
    help="Write the graph, a page of its network, a picture or its deadlines to a file.",
    epilog=_examples(
        "export -f ttl -o graph.ttl",
        "export -f html -o network.html",
        "export -f png --what load -o load.png",
        "export -f svg --what impact --instrument 省政府令第180号 -o impact.svg",
        "export -f ics -o deadlines.ics",
    ),
)
def export(
    form: Annotated[
        ExportFormat,
        typer.Option(
            "--format",
            "-f",
            help="RDF (ttl, nq, jsonld), graph files (graphml, gexf), measures (csv), deadlines (ics), one page of the network to mail (html), or a picture (svg, png).",
        ),
    ] = ExportFormat.TTL,
    store: StoreOption = None,
    ledger: Annotated[
        str | None,
        typer.Option(
            "--ledger", metavar="NAME", help="Only this ledger (for csv, ics, html and the picture of the load)."
        ),
    ] = None,
    what: Annotated[
        Pictured,
        typer.Option("--what", "-w", help="What a picture shows: the load of units, or the impact of a change."),
    ] = Pictured.LOAD,
    instrument: Annotated[
        str | None,
        typer.Option(
            "--instrument", "-i", metavar="REGULATION", help="For a picture of an impact: the instrument that changes."
        ),
    ] = None,
    articles: ArticlesOption = None,
    change: ChangeOption = None,
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            metavar="DATE",
            help="For a picture: the day of the change, or from which deadlines add to the load.",
        ),
    ] = None,
    old: OldOption = None,
    new: NewOption = None,
    output: OutputOption = None,
) -> None:
    """Write the graph in another format."""
    from . import exports

    if form in (ExportFormat.SVG, ExportFormat.PNG):
        asked = _Change(instrument, change, on, articles or (), old, new)
        _write(_picture(form, what, ledger, asked, read_settings(store=store)), output)
        return
    opened = _open(read_settings(store=store))
    graphs: dict[ExportFormat, Callable[[Store], bytes]] = {
        ExportFormat.TTL: exports.turtle, ExportFormat.NQ: exports.nquads, ExportFormat.JSONLD: exports.jsonld,
        ExportFormat.GRAPHML: _graphml, ExportFormat.GEXF: _gexf, ExportFormat.HTML: lambda it: _page(it, ledger),
    }  # fmt: skip
    content = graphs[form](opened) if form in graphs else _of_ledgers(form, opened, ledger)
    _write(content, output)


def _of_ledgers(form: ExportFormat, store: Store, ledger: str | None) -> bytes:
    """Measures or deadlines of a ledger, or of all."""
    from ..graph.reading import ledger_names, read_ledger_from
    from . import exports

    ledgers = [read_ledger_from(store, name) for name in ([ledger] if ledger else ledger_names(store))]
    return exports.csv_table(ledgers) if form is ExportFormat.CSV else exports.calendar(ledgers)


def _page(store: Store, ledger: str | None) -> bytes:
    from . import pictures

    with printing.working(messages.DRAWING.say(_language())):
        return pictures.network_page(store, ledger, _language())


@dataclass(frozen=True, slots=True)
class _Change:
    """A change as a person asks for it."""

    instrument: str | None
    kind: ChangeKind | None
    on: str | None
    articles: Sequence[str]
    old: str | None
    new: str | None


def _picture(form: ExportFormat, what: Pictured, ledger: str | None, asked: _Change, settings: Settings) -> bytes:
    from ..graph.impact_index import read_index
    from . import pictures
    from .changes import ask_impact, day

    if what is Pictured.IMPACT and not asked.instrument:
        raise typer.BadParameter(messages.NEEDS_INSTRUMENT.say(_language()))
    language, opened = _language(), _open(settings)
    with printing.working(messages.DRAWING.say(language)):
        if what is Pictured.LOAD:
            drawn = pictures.load_of(opened, ledger, day(asked.on), language)
        else:
            index = read_index(opened)
            found = ask_impact(
                index, asked.instrument or "", asked.kind, asked.on, asked.articles, asked.old, asked.new
            )
            drawn = pictures.impact_of(opened, found, language)
        return drawn.written(pictures.PictureFormat(form.value))


@app.command(
    help="Copy the graph on disk to a new folder, while it is in use or not.",
    epilog=_examples("backup ./backup-2026-11-23"),
)
def backup(
    target: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder to make.")], store: StoreOption = None
) -> None:
    """Copy the store."""
    from ..graph import backup as copies

    with printing.working(messages.COPYING.say(_language())):
        size = copies.backup(_folder(read_settings(store=store)), target)
    _say(messages.COPIED.format(target=target, megabytes=f"{size / 1e6:.1f}"))


@app.command(
    help="Put a backup back: it becomes the graph, and running servers go over to it.",
    epilog=_examples("restore ./backup-2026-11-23"),
)
def restore(
    source: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder that `backup` made.")],
    store: StoreOption = None,
) -> None:
    """Put a copy back."""
    from ..graph import backup as copies

    folder = _folder(read_settings(store=store))
    with printing.working(messages.COPYING.say(_language())):
        copies.restore(source, folder)
    _say(messages.IN_STORE.format(store=folder))


def _folder(settings: Settings) -> Path:
    """The store, where it is a folder of this machine."""
    if not isinstance(settings.store, Path):
        raise typer.BadParameter(messages.NOT_OURS.say(_language()))
    return settings.store


@app.command(
    help="Measure the networks of the graph: load, centrality, communities, brokers, critical regulations.",
    epilog=_examples(
        "analyse load --on 2024-12-01", "analyse critical -f csv -o critical.csv", "analyse units -f gexf -o units.gexf"
    ),
)
def analyse(
    what: Annotated[
        Measured,
        typer.Argument(
            metavar="load|units|regulations|communities|brokers|critical",
            help="Load of units; centrality of units or regulations; communities of units; brokers; critical regulations.",
        ),
    ],
    form: Annotated[AnalysisFormat, typer.Option("--format", "-f", help=HOW)] = AnalysisFormat.TABLE,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help="Day from which deadlines add to the load; none without it."),
    ] = None,
    seed: Annotated[
        int,
        typer.Option("--seed", help="Seed of what is drawn by chance, so that the same graph gives the same groups."),
    ] = 0,
    store: StoreOption = None,
    output: OutputOption = None,
) -> None:
    """Measure networks."""
    from . import analysis

    opened = _open(read_settings(store=store))
    with printing.working(messages.MAPPING.say(_language())):
        found = analysis.measured(opened, what.value, on, seed)
    writers: dict[AnalysisFormat, Callable[[analysis.Measured], bytes]] = {
        AnalysisFormat.TABLE: lambda measured: printing.drawn(analysis.table(measured)).encode(),
        AnalysisFormat.JSON: analysis.as_json,
        AnalysisFormat.CSV: analysis.as_csv,
        AnalysisFormat.GRAPHML: analysis.as_graphml,
        AnalysisFormat.GEXF: analysis.as_gexf,
    }
    _write(writers[form](found), output)
    if not found.rows:
        raise NothingFound(messages.NO_ROWS)


@neo4j_app.command(
    help="Write to Neo4j what differs from what it holds; what was cut off is continued by running it again.",
    epilog=_examples("neo4j sync", "neo4j sync --force"),
)
def sync(
    store: StoreOption = None,
    force: Annotated[
        bool,
        typer.Option(
            "--force", help="Trust no mark and no hash of the server: compare every node and edge with what is there."
        ),
    ] = False,
) -> None:
    """Bring a Neo4j server up to date."""
    from . import property_graphs

    settings = read_settings(store=store)
    server = property_graphs.server_of(settings)
    written = property_graphs.sync(_open(settings), server, printing.counting, _language(), force=force)
    said = (
        messages.SYNCED.format(uri=server.uri, **asdict(written))
        if written
        else messages.CURRENT.format(uri=server.uri)
    )
    _say(said)


@neo4j_app.command(
    help="Prove by counts and content hashes that Neo4j holds exactly the graph.", epilog=_examples("neo4j verify")
)
def verify(store: StoreOption = None) -> None:
    """Compare a Neo4j server with the graph."""
    from . import property_graphs

    settings = read_settings(store=store)
    server = property_graphs.server_of(settings)
    checked = property_graphs.verify(_open(settings), server, printing.counting, _language())
    for difference in checked.differences:
        content = messages.CONTENT_DIFFERS if difference.here[0] == difference.there[0] else Text("", "")
        line = messages.DIFFERS.format(
            name=difference.name, here=difference.here[0], there=difference.there[0], content=content.say(_language())
        )
        typer.echo(line.say(_language()))
    if checked.differences:
        raise typer.Exit(1)
    typer.echo(messages.SAME.format(uri=server.uri, nodes=checked.nodes, edges=checked.edges).say(_language()))


@neo4j_app.command(
    "export-admin",
    help="Write the files of neo4j-admin database import, the fastest first load of a large graph.",
    epilog=_examples("neo4j export-admin ./import"),
)
def export_admin(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write to.")], store: StoreOption = None
) -> None:
    """Write import files."""
    from . import property_graphs

    settings = read_settings(store=store)
    paths = property_graphs.export_admin(_open(settings), folder, settings.neo4j_prefix, printing.counting, _language())
    _say(messages.IMPORT_WRITTEN.format(count=len(paths), arguments=paths[-1]))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line in the person's language and end the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    language = locale_language()
    try:
        language = _language()
        command = typer.main.get_command(app)
        if language is Language.ZH:
            _speak_chinese(command)
        command(args=arguments, prog_name="taizhang")
    except TaizhangError as error:
        typer.echo(error.say(language), err=True)
        raise SystemExit(1 if isinstance(error, NothingFound) else 2) from None


def _speak_chinese(command: Any) -> None:
    """Exchange every help text for its Chinese; the commands stay the same."""
    for name, title in messages.PANELS_ZH.items():
        setattr(rich_utils, name, title)
    command.help = messages.HELP_ZH.get(command.help, command.help)
    for parameter in command.get_params(typer.Context(command)):
        parameter.help = messages.HELP_ZH.get(parameter.help, parameter.help)
    for child in getattr(command, "commands", {}).values():
        _speak_chinese(child)


def _language() -> Language:
    return spoken_language(read_settings())


def _say(text: Any) -> None:
    typer.echo(text.say(_language()), err=True)


def _load(paths: Sequence[Path], settings: Settings, *, force: bool, report: Path | None = None) -> None:
    from ..loaders import ingest
    from ..loaders.quality import quality_of

    with printing.progress(messages.READING.say(_language()), len(ingest.found_in(paths))) as step:
        results = ingest.load(paths, settings.store, force=force, progress=step)
    printing.loaded(results, _language())
    _report(quality_of(results), report)
    _say(messages.IN_STORE.format(store=settings.store))


def _load_with_spark(paths: Sequence[Path], master: str, output: Path, *, force: bool, report: Path | None) -> None:
    from ..loaders.spark import load_with_spark

    with printing.working(messages.READING.say(_language())):
        written = load_with_spark(paths, master, output, force=force)
    printing.loaded(written.results, _language())
    _report(written.quality, report)
    _say(messages.N_QUADS.format(lines=written.lines, parts=written.parts, folder=output))


def _report(quality: "Quality", path: Path | None) -> None:
    """End with the quality of what was read: one line, and the whole report in a file when one is asked for."""
    from ..visualizations import quality_report

    printing.revisions(quality, _language())
    typer.echo(quality_report.summary(quality, _language()), err=True)
    if path is None:
        return
    _write(quality_report.written(quality, path.suffix.lower(), _language()).encode(), path)


def _load_default(settings: Settings) -> None:
    from ..loaders.ingest import default_paths

    _say(messages.FIRST_BUILD)
    _load(default_paths(), settings, force=False)


def _open(settings: Settings) -> Store:
    """The store; the default one is built from the packaged ledger when it is not there yet."""
    if current_version(settings.store) is None and settings.store == read_settings().store:
        _load_default(settings)
    return open_store(settings.store)


def _asked_elsewhere(engine: Engine, name: str, values: dict[str, str], settings: Settings) -> Answer:
    """The answer of another engine to a question of the catalogue."""
    from ..queries.catalogue import catalogue, question
    from . import property_graphs

    if name not in catalogue() and (name == "-" or Path(name).exists()):
        raise typer.BadParameter(messages.NEO4J_TWIN_ONLY.format(engine=engine.value).say(_language()))
    if engine is Engine.CYPHER:
        return property_graphs.ask_neo4j(question(name), values, property_graphs.server_of(settings))
    return property_graphs.ask_networkx(question(name), values, _open(settings))


def _graphml(store: Store) -> bytes:
    from .property_graphs import graphml

    return graphml(store)


def _gexf(store: Store) -> bytes:
    from .property_graphs import gexf

    return gexf(store)


def _sparql(name: str, pairs: Sequence[str]) -> str:
    """The query a person named: a question with its parameters bound, a file, or standard input."""
    from ..loaders.document import document_from_bytes, read_document
    from ..queries.catalogue import catalogue, question
    from ..queries.guard import Guard

    if name in catalogue() or (name != "-" and not Path(name).exists()):
        return question(name).bind(dict(_pair(pair) for pair in pairs))
    if pairs:
        raise typer.BadParameter(messages.NO_PARAMETERS.say(_language()))
    found = document_from_bytes("-", sys.stdin.buffer.read()) if name == "-" else read_document(Path(name))
    return Guard().query(found.text).text


def _pair(pair: str) -> tuple[str, str]:
    name, equals, value = pair.partition("=")
    if not equals:
        raise typer.BadParameter(messages.BAD_PAIR.format(pair=pair).say(_language()))
    return name, value


def _write(content: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise OutputError(messages.NOT_WRITTEN.format(path=output, reason=error.strerror)) from error
    _say(messages.WRITTEN.format(path=output))
