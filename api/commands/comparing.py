"""`taizhang compare`."""

from enum import StrEnum
from typing import Annotated

import typer

from ...ontology.errors import NothingFound
from .. import messages, printing
from ..settings import read_settings
from .console import examples, language, open_asked, write_out
from .options import (
    HOW,
    OutputOption,
    StoreOption,
)

# ruff: noqa: PLC0415 - see console.py

app = typer.Typer()
_CITY = "The ledger that carries out: a file, or a ledger of the graph by its name or words of its title."
_PLAN = "The plan that is carried out: likewise."


class CompareFormat(StrEnum):
    """How `compare` writes."""

    TABLE = "table"
    JSON = "json"
    MD = "md"
    HTML = "html"
    XLSX = "xlsx"


@app.command(
    help="Show which measures of a ledger carry out which of a plan, what of the plan nobody takes up, and what has no basis in it. Links are inferred from shared words, which are quoted with their places, for a person to check: likely ones are mostly right, possible ones mostly not.",
    epilog=examples(
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
    from ...visualizations import carrying_report
    from ..comparing import ComparisonForm, compare_named, write

    settings = read_settings(store=store)
    with printing.working(messages.COMPARING.say(language())):
        found = compare_named(city, plan, lambda: open_asked(settings))
    if form is CompareFormat.TABLE:
        write_out(carrying_report.text(found, language()).encode(), output)
    else:
        write_out(write(found, ComparisonForm(form.value), language()), output)
    if not found.links:
        raise NothingFound(messages.NO_LINKS)
