"""Which measures carry out which, as something to read: plain text, Markdown, and one HTML page that needs nothing else."""

from collections.abc import Iterator, Sequence

from ..graph.carrying import Comparison, Grade, Link
from ..graph.model import Ledger, Measure, Span
from ..graph.revision import printed_label
from ..loaders.quality import place_in
from ..ontology.errors import Language, Text
from .impact_report import plain
from .marks import Mark, Run, runs
from .pages import render

GRADES = {Grade.LIKELY: Text("很可能", "likely"), Grade.POSSIBLE: Text("可能", "possible")}
WORDS = {
    "title": Text("{city} 落实 {plan}", "{city} carries out {plan}"),
    "summary": Text(
        "方案 {asked} 项中 {taken} 项很可能有落实、{maybe} 项可能有、{open} 项未见；"
        "本级 {own} 项中 {based} 项很可能有依据、{perhaps} 项可能有、{free} 项未见",
        "of the plan's {asked} measures {taken} are likely taken up, {maybe} possibly, {open} by no one; "
        "of the {own} measures here {based} likely carry one out, {perhaps} possibly, {free} none",
    ),
    "note": Text(
        "按文字相似推断，供人核对：“很可能”约五分之四为真；“可能”多数不是。",
        "Inferred from likeness of words, for a person to check: of the likely links about four in five are right, of the "
        "possible ones most are not.",
    ),
    "links": Text("对应", "Links"),
    "city": Text("本级事项", "measure here"),
    "plan": Text("方案事项", "measure of the plan"),
    "score": Text("相似", "score"),
    "grade": Text("把握", "grade"),
    "shared": Text("共有的字句", "words of both"),
    "untaken": Text("方案中未见落实的事项", "Of the plan, taken up by no one that is likely to"),
    "without_basis": Text("本级在方案中未见依据的事项", "Of the measures here, with no likely basis in the plan"),
    "possible": Text("有可能的对应", "a possible link"),
    "none": Text("没有对应", "no link"),
    "nothing": Text("没有", "none"),
}
#: How much of a measure is shown in a table.
_BEGINNING = 48


def say(name: str, language: Language) -> str:
    """A word of the report."""
    return WORDS[name].say(language)


def title(found: Comparison, language: Language) -> str:
    """What is compared with what."""
    return WORDS["title"].format(city=found.city.title, plan=found.plan.title).say(language)


def summary(found: Comparison, language: Language) -> str:
    """Coverage both ways in one line."""
    maybe = sum(grade is not None for _, grade in found.untaken)
    perhaps = sum(grade is not None for _, grade in found.without_basis)
    asked, own = len(found.plan.measures), len(found.city.measures)
    return (
        WORDS["summary"].format(
            asked=asked, taken=asked - len(found.untaken), maybe=maybe, open=len(found.untaken) - maybe,
            own=own, based=own - len(found.without_basis), perhaps=perhaps, free=len(found.without_basis) - perhaps,
        ).say(language)
    )  # fmt: skip


def beginning(measure: Measure) -> str:
    """A measure in a table: its number and its first words."""
    text = measure.text[:_BEGINNING] + ("…" if len(measure.text) > _BEGINNING else "")
    return f"{printed_label(measure)} {text}"


def evidence(found: Comparison, link: Link) -> Iterator[str]:
    """The words of both, each with where it stands here and in the plan."""
    for one in link.shared:
        here, there = found.city.document, found.plan.document
        places = f"{place_in(here, one.city.start)} ↔ {place_in(there, one.plan.start)}"
        yield f"“{here.quote(one.city).strip()}” ({places})"


def text(found: Comparison, language: Language) -> str:
    """The report as plain text: the links, then what is open on either side."""
    lines = [title(found, language), summary(found, language), say("note", language)]
    for grade in Grade:
        for link in found.of(grade):
            lines += ["", f"{GRADES[grade].say(language)} {link.score:.3f}  {beginning(link.city)}"]
            lines += [f"    → {beginning(link.plan)}", *(f"      {words}" for words in evidence(found, link))]
    for name, rows in _coverage(found):
        lines += ["", f"{say(name, language)} ({len(rows)})"]
        lines += [f"  {beginning(measure)}{_hint(grade, language)}" for measure, grade in rows]
    return "\n".join(lines) + "\n"


def _coverage(found: Comparison) -> Sequence[tuple[str, Sequence[tuple[Measure, Grade | None]]]]:
    return (("untaken", found.untaken), ("without_basis", found.without_basis))


def _hint(grade: Grade | None, language: Language) -> str:
    return f" [{say('possible', language)}]" if grade else ""


def markdown(found: Comparison, language: Language) -> str:
    """The report as Markdown (CommonMark with tables)."""
    names = ("grade", "score", "city", "plan", "shared")
    lines = [f"# {plain(title(found, language))}", "", summary(found, language), "", say("note", language), ""]
    lines += [f"## {say('links', language)}", "", _row(say(name, language) for name in names), "|---" * 5 + "|"]
    lines += [
        _row(
            (
                GRADES[link.grade].say(language), f"{link.score:.3f}", plain(beginning(link.city)),
                plain(beginning(link.plan)), "<br>".join(plain(words) for words in evidence(found, link)),
            )
        )
        for grade in Grade for link in found.of(grade)
    ]  # fmt: skip
    for name, rows in _coverage(found):
        lines += ["", f"## {say(name, language)} ({len(rows)})", ""]
        lines += [f"- {plain(beginning(measure))}{plain(_hint(grade, language))}" for measure, grade in rows]
        lines += [] if rows else [say("nothing", language)]
    return "\n".join(lines) + "\n"


def _row(cells: Iterator[str] | Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def html(found: Comparison, language: Language) -> str:
    """The report as one page: no script, nothing loaded from anywhere; the words of both are marked where they stand."""
    return render(
        "carrying.html",
        language,
        found=found,
        title=title(found, language),
        summary=summary(found, language),
        words=lambda name: say(name, language),
        grades=[(GRADES[grade].say(language), found.of(grade)) for grade in Grade],
        beginning=beginning,
        label=printed_label,
        place=lambda ledger, measure: place_in(ledger.document, measure.span.start),
        city_runs=lambda link: _marked(found.city, link.city, [one.city for one in link.shared]),
        plan_runs=lambda link: _marked(found.plan, link.plan, [one.plan for one in link.shared]),
        coverage=[(say(name, language), rows) for name, rows in _coverage(found)],
    )


def _marked(ledger: Ledger, measure: Measure, spans: Sequence[Span]) -> tuple[Run, ...]:
    return runs(ledger.document, measure.span, [Mark("shared", span) for span in spans])
