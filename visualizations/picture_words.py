"""Words that stand on every picture."""

from ..ontology.errors import Language, Text
from .origin import Origin

_SOURCE = Text("来源：{where}", "Source: {where}")
_TEXTS = Text("法规文本 {count} 份", "{count} texts of law")
_AS_OF = Text("图谱截至 {day}", "graph as of {day}")
_BY = Text("台账图谱 {program}", "taizhang {program}")


def source_line(origin: Origin, language: Language) -> str:
    """Where a picture comes from, in one line."""
    where = [*origin.files]
    if origin.texts:
        where.append(_TEXTS.format(count=origin.texts).say(language))
    if origin.day:
        where.append(_AS_OF.format(day=origin.day).say(language))
    where.append(_BY.format(program=origin.program).say(language))
    return _SOURCE.format(where=" · ".join(where)).say(language)
