"""What a load made of its documents, as text, JSON, and one HTML page that needs nothing else."""

from ..loaders.quality import Care, Checked, Note, Quality
from ..ontology.errors import Language, Text
from .pages import render
from .revision_words import facts, measure_heading, revision_lines, revision_summary

CARES = {
    Care.REPAIRED: Text("已修复", "Repaired"),
    Care.DOUBTFUL: Text("存疑", "Doubtful"),
    Care.LEFT_OVER: Text("未归入事项", "Left over"),
}
_SUMMARY = Text(
    "质量报告：{files} 份文件，{measures} 条事项；已修复 {repaired}，存疑 {doubtful}，未归入事项 {left}，未载入 {out} 份",
    "Quality: {files} files, {measures} measures; {repaired} repaired, {doubtful} doubtful, {left} left over, {out} left out",
)
_HEAD = Text(
    "{file}：{count} 条，责任 {units} 处，无责任单位 {without} 条",
    "{file}: {count} read, {units} responsibilities, {without} without units",
)
_TITLE = Text("读取质量报告", "Quality of reading")


def summary(quality: Quality, language: Language) -> str:
    """The report in one line."""
    return (
        _SUMMARY.format(
            files=len(quality.files), measures=quality.measures, repaired=quality.count(Care.REPAIRED),
            doubtful=quality.count(Care.DOUBTFUL), left=quality.count(Care.LEFT_OVER), out=len(quality.left_out),
        ).say(language)
    )  # fmt: skip


def text(quality: Quality, language: Language) -> str:
    """The report as plain text: a line for each note, with its place."""
    lines = [summary(quality, language)]
    for one in quality.files:
        lines += ["", head(one, language)]
        for care, name in CARES.items():
            lines += [f"  {name.say(language)} {note.place}: {said(note, language)}" for note in one.of(care)]
        if one.revision:
            lines.append(f"  {revision_summary(one.file, one.revision, language)}")
            lines += [f"    {line}" for line in revision_lines(one.revision, language)]
    return "\n".join(lines) + "\n"


def html(quality: Quality, language: Language) -> str:
    """The report as one page: no script, nothing loaded from anywhere, every word from a document escaped."""
    return render(
        "quality.html",
        language,
        quality=quality,
        title=_TITLE.say(language),
        summary=summary(quality, language),
        cares={care: name.say(language) for care, name in CARES.items()},
        head=lambda one: head(one, language),
        said=lambda note: said(note, language),
        revision_summary=lambda one: revision_summary(one.file, one.revision, language),
        measure_heading=lambda one: measure_heading(one, language),
        facts=lambda one: list(facts(one, language)),
    )


def written(quality: Quality, ending: str, language: Language) -> str:
    """The report in the form that the ending of a file's name asks for: .json, .html, else text."""
    if ending == ".json":
        return quality.json()
    return html(quality, language) if ending == ".html" else text(quality, language)


def head(one: Checked, language: Language) -> str:
    """What one file gave, in one line; or why it was left out."""
    reason = one.reason_zh if language is Language.ZH else one.reason_en
    if reason:
        return f"{one.file}: {reason}"
    return _HEAD.format(file=one.file, count=one.count, units=one.units, without=one.without_units).say(language)


def said(note: Note, language: Language) -> str:
    """What a note says."""
    return note.zh if language is Language.ZH else note.en
