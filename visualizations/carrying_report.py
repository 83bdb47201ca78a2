"""Which measures carry out which, as something to read: plain text, Markdown, and one HTML page that needs nothing else."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ..graph.carrying import Comparison, Grade, Link, Open
from ..graph.model import Ledger, Measure, Span
from ..graph.revision import printed_label
from ..loaders.quality import place_in
from ..ontology.errors import Language, Text
from .impact_report import plain
from .marks import Mark, Run, runs
from .pages import render

GRADES = {Grade.LIKELY: Text("很可能", "likely"), Grade.POSSIBLE: Text("可能", "possible")}
SECTIONS = {Grade.LIKELY: Text("很可能的对应", "Likely links"), Grade.POSSIBLE: Text("可能的对应", "Possible links")}
WORDS = {
    "title": Text("《{city}》落实《{plan}》的情况", "How “{city}” carries out “{plan}”"),
    "plan_coverage": Text(
        "方案 {all} 项：{likely} 项很可能有落实，{possible} 项可能有，{none} 项未见",
        "Of the plan's {all} measures: {likely} likely taken up, {possible} possibly, {none} by no one",
    ),
    "city_coverage": Text(
        "本级 {all} 项：{likely} 项很可能有依据，{possible} 项可能有，{none} 项未见",
        "Of the {all} measures here: {likely} likely carry one out, {possible} possibly, {none} none",
    ),
    "note": Text(
        "按共有的字句推断，供人核对：同义而不同字的找不到，字同而事不同的会误认。在未用于调整方法的人工标注样本上，“很可能”约七成属实，"
        "“可能”约一成；应有的对应约六成列为“很可能”。",
        "Inferred from shared words, for a person to check: the same act in other words is missed, another act in the same "
        "words is taken for it. On labelled samples that the method was not tuned on, about seven in ten of the likely links "
        "were right and one in ten of the possible ones; about six in ten of those there are were found as likely.",
    ),
    "scale": Text(
        "相似度从 0 到 1，是两项全文（连同标题）相似度与最相近两句相似度的平均；共 {pairs} 对，不低于 {likely} 为很可能，"
        "不低于 {possible} 为可能（对数越多，界限越高）。",
        "Scores go from 0 to 1: the mean of how alike the two measures are with their headings, and how alike their two most "
        "similar sentences. Among {pairs} pairs {likely} or more is likely, {possible} or more possible (the more pairs, the "
        "higher the bounds).",
    ),
    "city": Text("本级", "here"),
    "plan": Text("方案", "plan"),
    "score": Text("相似度", "score"),
    "city_text": Text("本级事项", "measure here"),
    "plan_text": Text("方案事项", "measure of the plan"),
    "passage_key": Text("共有字句最多的句子", "the sentences that share most"),
    "evidence": Text("依据", "evidence"),
    "shared": Text("共有的字句", "shared words"),
    "untaken": Text("方案中未见落实", "Of the plan, taken up by no one"),
    "untaken_possible": Text("方案中只是可能有落实", "Of the plan, only possibly taken up"),
    "without_basis": Text("本级在方案中未见依据", "Here, with no basis in the plan"),
    "without_basis_possible": Text("本级只是可能有依据", "Here, with only a possible basis in the plan"),
    "nearest": Text("最接近：{label}（{score}）", "nearest: {label} ({score})"),
    "nothing": Text("无", "none"),
}
#: How much of a measure is shown in a list.
_BEGINNING = 48
_MARK = Text("【{}】", "[{}]")
_SAID = Text("{what}：{words}", "{what}: {words}")
_BETWEEN = Text("、", ", ")
_BREAK = re.compile(r"\s*[\n\r\t]\s*")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many measures of one side have a likely link, at best a possible one, and none."""

    all: int
    likely: int
    possible: int
    none: int


@dataclass(frozen=True, slots=True)
class Opens:
    """Measures of one side without a likely link, under the name of their section; the links lead to the other side."""

    name: str
    rows: Sequence[tuple[Measure, str]]


def say(name: str, language: Language) -> str:
    """A word of the report."""
    return WORDS[name].say(language)


def title(found: Comparison, language: Language) -> str:
    """What is compared with what."""
    return WORDS["title"].format(city=found.city.title, plan=found.plan.title).say(language)


def plan_coverage(found: Comparison) -> Coverage:
    """How much of the plan is taken up."""
    return _coverage(found.plan, found.untaken)


def city_coverage(found: Comparison) -> Coverage:
    """How much of the city's ledger has a basis in the plan."""
    return _coverage(found.city, found.without_basis)


def _coverage(ledger: Ledger, opens: Sequence[Open]) -> Coverage:
    every, possible = len(ledger.measures), sum(link is not None for _, link in opens)
    return Coverage(every, every - len(opens), possible, len(opens) - possible)


def summary(found: Comparison, language: Language) -> list[str]:
    """Coverage both ways, a line each."""
    sides = (("plan_coverage", plan_coverage(found)), ("city_coverage", city_coverage(found)))
    return [
        WORDS[name].format(all=one.all, likely=one.likely, possible=one.possible, none=one.none).say(language)
        for name, one in sides
    ]


def notes(found: Comparison, language: Language) -> list[str]:
    """How far the links can be relied on, and what the scores mean."""
    pairs = f"{len(found.city.measures) * len(found.plan.measures):,}"
    bounds = found.bounds
    scale = WORDS["scale"].format(pairs=pairs, likely=f"{bounds.likely:.3f}", possible=f"{bounds.possible:.3f}")
    return [say("note", language), scale.say(language)]


def beginning(measure: Measure) -> str:
    """A measure in a list: its number and its first words."""
    text = measure.text[:_BEGINNING] + ("…" if len(measure.text) > _BEGINNING else "")
    return f"{printed_label(measure)} {text}"


def nearest(link: Link | None, own: Measure, language: Language) -> str:
    """What comes nearest to a measure without a likely link; nothing where nothing is near."""
    if link is None:
        return ""
    other = link.plan if link.city is own else link.city
    return WORDS["nearest"].format(label=printed_label(other), score=f"{link.score:.3f}").say(language)


def opens(found: Comparison, language: Language) -> list[Opens]:
    """What is open on either side: first where there is no link, then where there is only a possible one."""
    sides = (("untaken", found.untaken), ("without_basis", found.without_basis))
    return [
        Opens(
            say(name + suffix, language),
            [(one, nearest(link, one, language)) for one, link in rows if bool(link) is bool(suffix)],
        )
        for name, rows in sides
        for suffix in ("", "_possible")
    ]


def evidence(found: Comparison, link: Link, language: Language) -> list[str]:
    """The two sentences that share most, each with its place, then the words of both measures."""
    sides = ((found.city, "city", link.passage.city), (found.plan, "plan", link.passage.plan))
    marks = {"city": [one.city for one in link.shared], "plan": [one.plan for one in link.shared]}
    lines = [
        _SAID.format(
            what=f"{say(side, language)} {place_in(ledger.document, span.start)}",
            words=_marked_words(ledger, span, marks[side], language),
        ).say(language)
        for ledger, side, span in sides
    ]
    return [*lines, _SAID.format(what=say("shared", language), words=shared_words(found, link, language)).say(language)]


def shared_words(found: Comparison, link: Link, language: Language) -> str:
    """The words of both measures, as the city's document prints them."""
    words = (in_line(found.city.document.quote(one.city)) for one in link.shared)
    return _BETWEEN.say(language).join(dict.fromkeys(words)) or say("nothing", language)


def in_line(words: str) -> str:
    """Words without the breaks of lines and cells, which are none between Chinese characters."""
    return _BREAK.sub("", words).strip()


def _marked_words(ledger: Ledger, span: Span, words: Sequence[Span], language: Language) -> str:
    mark = _MARK.say(language)
    return in_line("".join(mark.format(run.text) if run.kinds else run.text for run in _runs(ledger, span, words)))


def text(found: Comparison, language: Language) -> str:
    """The report as plain text: the links by measure, then what is open on either side."""
    lines = [title(found, language), *summary(found, language), "", *notes(found, language)]
    for grade in Grade:
        links = found.of(grade)
        lines += ["", f"== {SECTIONS[grade].say(language)} ({len(links)})"]
        for _, group in groupby(links, key=lambda link: link.city.key):
            lines += ["", *_of_one_measure(found, list(group), language)]
    for section in opens(found, language):
        lines += ["", f"== {section.name} ({len(section.rows)})", ""]
        lines += [f"{beginning(measure)}{_hint(near)}" for measure, near in section.rows]
        lines += [] if section.rows else [say("nothing", language)]
    return "\n".join(lines) + "\n"


def _of_one_measure(found: Comparison, links: Sequence[Link], language: Language) -> Iterator[str]:
    yield beginning(links[0].city)
    for link in links:
        yield f"  {link.score:.3f} → {beginning(link.plan)}"
        yield from (f"      {line}" for line in evidence(found, link, language))


def _hint(near: str) -> str:
    return f" [{near}]" if near else ""


def markdown(found: Comparison, language: Language) -> str:
    """The report as Markdown (CommonMark with tables)."""
    lines = [f"# {plain(title(found, language))}", ""]
    lines += [f"- {line}" for line in summary(found, language)]
    lines += [part for note in notes(found, language) for part in ("", note)]
    for grade in Grade:
        lines += ["", f"## {SECTIONS[grade].say(language)} ({len(found.of(grade))})", ""]
        lines += _table(found, found.of(grade), language)
    for section in opens(found, language):
        lines += ["", f"## {section.name} ({len(section.rows)})", ""]
        lines += [f"- {plain(beginning(measure))}{plain(_hint(near))}" for measure, near in section.rows]
        lines += [] if section.rows else [say("nothing", language)]
    return "\n".join(lines) + "\n"


def _table(found: Comparison, links: Sequence[Link], language: Language) -> list[str]:
    if not links:
        return [say("nothing", language)]
    names = ("score", "city_text", "plan_text", "evidence")
    rows = (
        (
            f"{link.score:.3f}",
            plain(beginning(link.city)),
            plain(beginning(link.plan)),
            "<br>".join(plain(line) for line in evidence(found, link, language)),
        )
        for link in links
    )
    return [_row(say(name, language) for name in names), "|---" * len(names) + "|", *map(_row, rows)]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def html(found: Comparison, language: Language) -> str:
    """The report as one page: no script, nothing loaded from anywhere; the words of both are marked where they stand."""
    return render(
        "carrying.html",
        language,
        title=title(found, language),
        summary=summary(found, language),
        notes=notes(found, language),
        words=lambda name: say(name, language),
        grades=[
            (grade.value, SECTIONS[grade].say(language), [_card(found, link) for link in found.of(grade)])
            for grade in Grade
        ],
        opens=opens(found, language),
        beginning=beginning,
    )


@dataclass(frozen=True, slots=True)
class _Half:
    """One side of a link as the page shows it."""

    label: str
    place: str
    runs: tuple[Run, ...]


def _card(found: Comparison, link: Link) -> tuple[str, _Half, _Half]:
    return (
        f"{link.score:.3f}",
        _half(found.city, link.city, link.passage.city, [one.city for one in link.shared]),
        _half(found.plan, link.plan, link.passage.plan, [one.plan for one in link.shared]),
    )


def _half(ledger: Ledger, measure: Measure, passage: Span, words: Sequence[Span]) -> _Half:
    place = place_in(ledger.document, measure.span.start)
    return _Half(printed_label(measure), place, _runs(ledger, measure.span, words, passage))


def _runs(ledger: Ledger, span: Span, words: Sequence[Span], passage: Span | None = None) -> tuple[Run, ...]:
    # A span as long as the measure marks what a repair put there: it says nothing about where.
    marks = [Mark("shared", one) for one in words if one != span]
    return runs(ledger.document, span, [*marks, Mark("passage", passage)] if passage else marks)
