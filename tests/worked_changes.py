"""docs/changes.md: three changes worked through, by running them on the ledger and some law texts of the corpus."""

import tempfile
from pathlib import Path

from taizhang.api.changes import ask_impact
from taizhang.graph.embedded import OxigraphStore
from taizhang.graph.impact_index import ImpactIndex, read_index
from taizhang.graph.impact_rules import DIRECT, ONWARD, ChangeKind, Rule
from taizhang.loaders import ingest
from taizhang.ontology.errors import Language
from taizhang.visualizations.impact_report import markdown
from taizhang.visualizations.impact_words import CHANGES, CLASSES

#: The law texts of the page: both versions of 行政复议法 and some texts that cite it, and what the ledger rests on.
TEXTS = (
    "诉讼与非诉讼程序法/行政复议法(2017-09-01).md",
    "诉讼与非诉讼程序法/行政复议法(2023-09-01).md",
    "行政法规/行政复议法实施条例(2007-05-29).md",
    "行政法规/财政违法行为处罚处分条例(2011-01-08).md",
    "行政法规/奥林匹克标志保护条例(2018-06-28).md",
    "宪法相关法/国家赔偿法(2012-10-26).md",
    "行政法/海警法(2021-01-22).md",
    "行政法/行政处罚法(2021-01-22).md",
    "DLC/河南地方法规/地方性法规/河南/河南省行政执法条例(2016-03-29).md",
)
_NOTE = "<!-- Made by `make docs`; change the code instead. -->\n"
_HEAD = """# Three changes, worked through

Made by running the commands shown, on the ledger that comes with the program and the law texts named below. Every line
shows its path and the words behind each step; `characters` are positions in the source text. Where a text is not in the
graph, the register says so with the page it was read from and its grade (O official, N newspaper, M third-party copy,
X translation, L law text in a public collection).
"""


def page(corpus: Path) -> str:
    """The whole page."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        ingest.load([*ingest.default_paths(), *(corpus / name for name in TEXTS)], store)
        index = read_index(OxigraphStore.open(store))
        parts = [_NOTE, _HEAD, *(f"- {Path(name).stem}" for name in TEXTS), "", _rules()]
        parts += [
            _section(
                index,
                "A new regulation: 国务院令第825号 行政执法监督条例, in force from 2026-02-01",
                "taizhang impact 国务院令第825号 --change new --on 2026-02-01",
                "Nothing in the ledger (2024) cites it, so no citation leads to a measure: the list below is by subject and "
                "for a reader to judge. Measure 66 plans a city rule on the same subject; it will have to fit the new one.",
                ("国务院令第825号", ChangeKind.NEW, "2026-02-01"),
            ),
            _section(
                index,
                "A revision: 行政复议法, 2017 text to 2023 text",
                "taizhang impact 行政复议法 --old 2017-09-01 --new 2023-09-01",
                "43 articles become 90, so almost every article number in texts that cite the law points elsewhere now. No "
                "measure of the ledger cites the law: the answer for the ledger is that nothing in it is touched by citation.",
                ("行政复议法", ChangeKind.AMEND, None, (), "2017-09-01", "2023-09-01"),
            ),
            _section(
                index,
                "A repeal: 省政府令第180号 河南省行政执法证件管理办法",
                "taizhang impact 省政府令第180号 --change repeal",
                "Whether it is still in force is not known to the register; the question is what a repeal would touch.",
                ("省政府令第180号", ChangeKind.REPEAL),
            ),
        ]
        return "\n".join(parts)


def _section(index: ImpactIndex, title: str, command: str, comment: str, question: tuple) -> str:  # type: ignore[type-arg]
    found = ask_impact(index, *question)
    body = markdown(found, Language.ZH).replace("\n## ", "\n### ").removeprefix("# ").partition("\n")[2]
    return f"## {title}\n\n```console\n$ {command} --format md\n```\n\n{comment}\n{body}"


def _rules() -> str:
    """The table of rules as the program has it."""
    lines = ["## The rules\n", "| change | citation | article cited | class | because |", "|---|---|---|---|---|"]
    lines += [_line(rule) for rule in DIRECT]
    lines += [
        "\nWhat cites something that is itself affected:\n",
        "| it is | citation | class | because |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {CLASSES[step.through].en} | {', '.join(step.relations)} | {CLASSES[step.answer].en} | {step.because.en} · "
        f"{step.because.zh} |"
        for step in ONWARD
    ]
    return "\n".join(lines) + "\n"


def _line(rule: Rule) -> str:
    change = CHANGES[rule.change].en if rule.change else "any"
    return (
        f"| {change} | {rule.relation or 'any'} | {rule.pinpoint or 'any'} | {CLASSES[rule.answer].en} | "
        f"{rule.because.en} · {rule.because.zh} |"
    )
