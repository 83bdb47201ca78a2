"""Pages of docs/ that are made from the code: `make docs` writes them, a test holds them current."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from taizhang.api import messages
from taizhang.api.cli import app
from taizhang.api.settings import Settings
from taizhang.loaders import repairs
from taizhang.queries.catalogue import catalogue
from tests import carrying_page, graph_page, worked_changes
from tests.corpus import shared_folder, unpacked

DOCS = Path(__file__).parents[1] / "docs"
_NOTE = "<!-- Made by `make docs`; change the code instead. -->\n"


def queries() -> str:
    """docs/queries.md."""
    lines = [
        _NOTE,
        "# The catalogue of queries\n",
        "`taizhang query NAME -p key=value`, `/api/queries/NAME?key=value`; with `--engine cypher` on Neo4j.\n",
    ]
    for found in catalogue().values():
        lines.append(f"## {found.name}\n\n**{found.title.en}** · {found.title.zh}\n")
        lines.append(f"{found.description.en} {found.description.zh}\n")
        if found.parameters:
            lines.append("| parameter | type | default | meaning |\n|---|---|---|---|")
            lines += [
                f"| {p.name} | {p.kind} | {p.default or '(empty)'} | {p.description.en} · {p.description.zh} |"
                for p in found.parameters
            ]
            lines.append("")
        body = "\n".join(line for line in found.sparql.splitlines() if not line.startswith("#+"))
        lines.append(f"```sparql\n{body.strip()}\n```\n")
        lines.append(f"```cypher\n{found.cypher.strip()}\n```\n")
    return "\n".join(lines)


def settings() -> str:
    """docs/settings.md."""
    lines = [_NOTE, "# Settings\n", "Environment variables; the options of a command come before them.\n"]
    lines.append("| variable | default | meaning |\n|---|---|---|")
    for name, field in Settings.model_fields.items():
        default = "the user's data folder" if field.default_factory else field.default
        lines.append(f"| `TAIZHANG_{name.upper()}` | {'-' if default is None else default} | {field.description} |")
    return "\n".join(lines) + "\n"


def commands() -> str:
    """docs/cli.md."""
    lines = [_NOTE, "# The command line\n"]
    lines.append(
        "Exit code 0: good. 1: nothing found, or a check failed. 2: wrong usage, or input that cannot be read.\n"
    )
    group = typer.main.get_command(app)
    for name, command in _leaves(group):
        lines.append(f"## taizhang {name}\n\n{command.help} {messages.HELP_ZH[command.help]}\n")
        lines.append("| argument or option | meaning |\n|---|---|")
        for parameter in command.params:
            said = (
                ", ".join(f"`{o}`" for o in parameter.opts)
                if parameter.param_type_name == "option"
                else f"`{parameter.metavar}`"
            )
            lines.append(f"| {said} | {parameter.help} {messages.HELP_ZH[parameter.help]} |")
        lines.append("")
    return "\n".join(lines)


def _leaves(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every command with its name, those of groups too."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _leaves(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def rules() -> str:
    """docs/repairs.md: the head of the module that holds the rules, and each rule's own words."""
    lines = [_NOTE, "# Repairs of damaged tables\n", f"```text\n{(repairs.__doc__ or '').strip()}\n```\n"]
    for rule in repairs.RULES:
        words = " ".join(line.strip() for line in (rule.__doc__ or "").splitlines())
        lines.append(f"- {words.strip()}")
    return "\n".join(lines) + "\n"


def changes() -> str:
    """docs/changes.md; needs the law texts of the reference data."""
    return worked_changes.page(unpacked(shared_folder()))


def carrying() -> str:
    """docs/carrying.md; needs the documents of the reference data."""
    return f"{_NOTE}\n{carrying_page.page()}"


PAGES = {
    "queries.md": queries,
    "settings.md": settings,
    "cli.md": commands,
    "repairs.md": rules,
    "graph-model.md": graph_page.page,
    "changes.md": changes,
    "carrying.md": carrying,
}
#: These are made of reference data.
OF_REFERENCE_DATA = (changes, carrying)


def main() -> None:
    """Write the pages."""
    for name, make in PAGES.items():
        if make in OF_REFERENCE_DATA and not shared_folder().is_dir():
            print(f"{name} is left as it is: the reference data are not here")
            continue
        (DOCS / name).write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    main()
