"""Impact as something to read: Markdown, and one HTML page that needs nothing else."""

import re
from collections import Counter
from collections.abc import Callable, Iterable

from ..graph.impact import Affected, Impact, PathStep
from ..graph.impact_rules import Class
from ..ontology.errors import Language, Text
from ..ontology.vocabulary import BASE
from .impact_words import CHANGES, CLASSES, FATES, KINDS, RELATIONS, WORDS
from .pages import render


def heading(impact: Impact, language: Language) -> str:
    """What was asked, in one line: 废止（省政府令第180号），2026-01-01 起."""
    asked = impact.asked
    between = f"（{_made(asked.old)} → {_made(asked.new)}）" if asked.old and asked.new else ""
    number = f"（{impact.number}）" if impact.number else ""
    day = WORDS["day"].format(day=impact.asked.on.isoformat()).say(language) if impact.asked.on else ""
    change = CHANGES[impact.asked.kind].say(language)
    return WORDS["asked"].format(change=change, number=number or between, day=day).say(language)


def _made(version: str) -> str:
    return version.rpartition("/")[2]


def summary(impact: Impact, language: Language) -> list[tuple[str, dict[str, int]]]:
    """For each class, how many things of each kind; classes with nothing are left out."""
    counts = Counter((item.answer, item.kind) for item in impact.affected)
    rows = []
    for answer in Class:
        found = {KINDS[kind].say(language): counts[answer, kind] for kind in KINDS if counts[answer, kind]}
        if found:
            rows.append((CLASSES[answer].say(language), found))
    return rows


def affected_rows(impact: Impact) -> list[Affected]:
    """What a person has to read: everything but what is not affected."""
    return [item for item in impact.affected if item.answer is not Class.NOT_AFFECTED]


def unaffected(impact: Impact) -> int:
    """How many things were looked at and left out of the report."""
    return len(impact.affected) - len(affected_rows(impact))


def step_words(step: PathStep, language: Language) -> str:
    """One edge as a sentence: 甲 提到 乙."""
    relation = RELATIONS[step.relation].say(language)
    return f"{step.source_label} {relation} {step.target_label}".strip()


def proof(step: PathStep, language: Language) -> str:
    """Where the words of an edge stand."""
    if step.quote:
        place = WORDS["characters"].format(start=step.quote.start, end=step.quote.end).say(language)
        return f"{step.quote.document.removeprefix(f'{BASE}id/document/')}, {place}"
    if step.page:
        return WORDS["page"].format(grade=step.page.grade, address=step.page.address).say(language)
    return WORDS["no_words"].say(language)


def markdown(impact: Impact, language: Language) -> str:
    """The report as Markdown (CommonMark with tables)."""
    say = _sayer(language)
    lines = [f"# {WORDS['title'].format(title=plain(impact.title)).say(language)}", "", heading(impact, language), ""]
    if impact.articles:
        lines += [f"## {say('articles')}", "", f"| {say('old')} | {say('new')} | {say('what')} |", "|---|---|---|"]
        lines += [
            f"| {plain(c.old or '')} | {plain(c.new or '')} | {FATES[c.change].say(language)} |"
            for c in impact.articles
        ]
        lines.append("")
    lines += [f"## {say('summary')}", ""]
    lines += [
        f"- **{name}**: " + ", ".join(f"{kind} {n}" for kind, n in found.items())
        for name, found in summary(impact, language)
    ]
    if not impact.affected:
        lines.append(say("nothing"))
    lines.append("")
    for kind, title in KINDS.items():
        items = [item for item in affected_rows(impact) if item.kind is kind]
        if items:
            lines += [f"## {title.say(language)}", "", *_table(items, language), ""]
    if unaffected(impact):
        lines += [WORDS["unaffected_note"].format(count=unaffected(impact)).say(language), ""]
    if impact.candidates:
        lines += [
            f"## {say('candidates')}",
            "",
            f"| {say('measure')} | {say('terms')} | {say('units')} | {say('text')} |",
            "|---|---|---|---|",
        ]
        lines += [
            f"| {plain(c.label)} | {plain('、'.join(c.terms))} | {plain('、'.join(c.units))} | {plain(c.text)} |"
            for c in impact.candidates
        ]
        lines.append("")
    return "\n".join(lines)


def _table(items: Iterable[Affected], language: Language) -> list[str]:
    say = _sayer(language)
    rows = [
        f"| {say('class')} | {say('thing')} | {say('distance')} | {say('because')} | {say('path')} |",
        "|---|---|---|---|---|",
    ]
    for item in items:
        path = "<br>".join(
            f"{plain(step_words(step, language))}"
            + (f"：“{plain(step.quote.words)}”" if step.quote else "")
            + f" ({plain(proof(step, language))})"
            for step in item.path
        )
        answer = CLASSES[item.answer].say(language)
        rows.append(f"| {answer} | {plain(item.label)} | {item.distance} | {item.because.say(language)} | {path} |")
    return rows


def plain(text: str) -> str:
    """Text in one line that is no markup in Markdown, inside tables and outside."""
    return unmarked(text.strip())


def unmarked(text: str) -> str:
    """A piece of such text: the space at its ends is kept."""
    return _OPENING.sub(r"\1\\\2", _MARKUP.sub(r"\\\g<0>", _SPACE.sub(" ", text)))


_SPACE = re.compile(r"\s+")
_MARKUP = re.compile(r"[\\`*_\[\]<>|&~#$]")
#: What makes a list, a heading or a line of a paragraph that begins with it.
_OPENING = re.compile(r"^(\d{0,9})([-+=.)])")


def _sayer(language: Language) -> Callable[[str], str]:
    return lambda name: WORDS[name].say(language)


def html(impact: Impact, language: Language) -> str:
    """The report as one page: no script, nothing loaded from anywhere."""
    return render(
        "impact.html",
        language,
        impact=impact,
        heading=heading(impact, language),
        summary=summary(impact, language),
        groups=[
            (title.say(language), [item for item in affected_rows(impact) if item.kind is kind])
            for kind, title in KINDS.items()
        ],
        unaffected=unaffected(impact),
        words=lambda name, **values: WORDS[name].format(**values).say(language),
        classes={answer.value: text.say(language) for answer, text in CLASSES.items()},
        fates={change.value: text.say(language) for change, text in FATES.items()},
        step_words=lambda step: step_words(step, language),
        proof=lambda step: proof(step, language),
        because=lambda text: _say(text, language),
    )


def _say(text: Text, language: Language) -> str:
    return text.say(language)
