"""What a change asks of those who cite the changed instrument: the rules, as a table a lawyer can read.

Each line says: for this kind of change, this way of citing and this state of the cited article, the answer is this
class, because of this. The first line that fits counts. Sources: 立法法 (2023) arts. 99-103 (rank) and 63 (a changed text
is published anew); 行政法规制定程序条例 art. 37 and 规章制定程序条例 art. 37 (a text whose basis was changed or repealed is to be
changed or repealed in turn); a repeal is no amendment, and a recast repeals (新法同时废止旧法).
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from ..ontology.errors import Text
from .model import Relation


class ChangeKind(StrEnum):
    """What happens to an instrument."""

    REPEAL = "repeal"  # 废止: it falls away, nothing takes its place
    REPLACE = "replace"  # a new instrument, or a wholly new text, takes its place
    AMEND = "amend"  # 修改: some articles change
    NEW = "new"  # it comes into being


class Pinpoint(StrEnum):
    """The state, after the change, of the article a citation names."""

    NONE = "none"  # the citation names the instrument as a whole
    REMOVED = "removed"
    EDITED = "edited"
    MOVED = "moved"  # same text, another number
    SAME = "same"
    UNKNOWN = "unknown"  # it names an article, and which articles change is not known


class Class(StrEnum):
    """How strongly something is affected, the strongest first."""

    MUST_ACT = "must_act"
    REVIEW = "review"
    WATCH = "watch"
    NOT_AFFECTED = "not_affected"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table; None stands for any."""

    change: ChangeKind | None
    relation: Relation | None
    pinpoint: Pinpoint | None
    answer: Class
    because: Text

    def fits(self, change: ChangeKind, relation: Relation, pinpoint: Pinpoint) -> bool:
        """Whether the line speaks of this case."""
        return self.change in (None, change) and self.relation in (None, relation) and self.pinpoint in (None, pinpoint)


_REPEAL, _REPLACE, _AMEND, _NEW = ChangeKind.REPEAL, ChangeKind.REPLACE, ChangeKind.AMEND, ChangeKind.NEW
_MUST, _REVIEW, _WATCH, _NOT = Class.MUST_ACT, Class.REVIEW, Class.WATCH, Class.NOT_AFFECTED

#: Direct citations of the changed instrument.
DIRECT: tuple[Rule, ...] = (
    # history: a text that repealed or amended the instrument does not rest on it
    Rule(None, Relation.REPEALS, None, _NOT, Text("只是废止它，不以它为据", "it repeals the instrument and does not rest on it")),
    Rule(None, Relation.AMENDED_BY, None, _NOT, Text("只说明文本曾由它修改", "it only tells what once amended the text")),
    # repeal
    Rule(_REPEAL, Relation.IMPLEMENTS, None, _MUST, Text("所落实的文件废止，事项失去依据", "what it carries out is repealed: the duty loses its ground")),
    Rule(_REPEAL, Relation.BASED_ON, None, _MUST, Text("制定依据废止，须修改、废止或另定依据", "its legal basis is repealed: amend it, repeal it or find another basis")),
    Rule(_REPEAL, Relation.WILL_ISSUE, None, _REVIEW, Text("拟制定的文件已被废止", "the instrument it plans to make is repealed")),
    Rule(_REPEAL, Relation.CITES, Pinpoint.NONE, _REVIEW, Text("提到的文件废止，须核对这一处是否仍可适用", "an instrument it mentions is repealed: check whether the passage still works")),
    Rule(_REPEAL, Relation.CITES, None, _MUST, Text("所引条文随文件废止而不复存在", "the article it cites falls away with the instrument")),
    # replacement
    Rule(_REPLACE, Relation.IMPLEMENTS, None, _MUST, Text("所落实的文件由新文件取代，须对照新文件调整", "what it carries out is replaced: adjust it to the new instrument")),
    Rule(_REPLACE, Relation.BASED_ON, None, _REVIEW, Text("制定依据由新文件取代，须核对是否与新文件一致", "its legal basis is replaced: check it against the new one")),
    Rule(_REPLACE, Relation.CITES, Pinpoint.REMOVED, _MUST, Text("所引条文在新文件中没有对应条文", "the article it cites has no successor")),
    Rule(_REPLACE, Relation.CITES, Pinpoint.SAME, _WATCH, Text("所引条文在新文件中条号和文字都未变", "the article it cites is the same in the new text")),
    Rule(_REPLACE, Relation.CITES, None, _REVIEW, Text("提到的文件由新文件取代，须改引新文件", "an instrument it mentions is replaced: cite the new one")),
    Rule(_REPLACE, Relation.WILL_ISSUE, None, _WATCH, Text("拟制定的文件由另一文件取代", "the instrument it plans to make is replaced")),
    # amendment
    Rule(_AMEND, None, Pinpoint.SAME, _NOT, Text("所引条文未变", "the article it cites is unchanged")),
    Rule(_AMEND, None, Pinpoint.REMOVED, _MUST, Text("所引条文已删除", "the article it cites is gone")),
    Rule(_AMEND, None, Pinpoint.MOVED, _REVIEW, Text("所引条文条号改变，须改写条号", "the article it cites has another number: correct the number")),
    Rule(_AMEND, Relation.IMPLEMENTS, Pinpoint.EDITED, _MUST, Text("所落实的条文改动", "the article it carries out is changed")),
    Rule(_AMEND, None, Pinpoint.EDITED, _REVIEW, Text("所引条文改动，须核对", "the article it cites is changed: check it")),
    Rule(_AMEND, None, Pinpoint.UNKNOWN, _REVIEW, Text("引用到条，而改动了哪些条还不知道", "it cites an article, and which articles change is not known")),
    Rule(_AMEND, Relation.IMPLEMENTS, Pinpoint.NONE, _REVIEW, Text("所落实的文件有改动，须对照改动之处", "what it carries out is amended: check it against the changes")),
    Rule(_AMEND, Relation.BASED_ON, Pinpoint.NONE, _REVIEW, Text("制定依据有改动，须核对是否一致", "its legal basis is amended: check that it still agrees")),
    Rule(_AMEND, Relation.CITES, Pinpoint.NONE, _WATCH, Text("只笼统提到，改动多半不及于此", "it mentions the instrument as a whole only")),
    Rule(_AMEND, Relation.WILL_ISSUE, None, _WATCH, Text("拟制定的文件有改动", "the instrument it plans to make is amended")),
    # a new instrument
    Rule(_NEW, Relation.WILL_ISSUE, None, _REVIEW, Text("拟制定的文件已出台，核对是否办结", "the instrument it plans to make exists now: is the task done?")),
    Rule(_NEW, Relation.IMPLEMENTS, None, _REVIEW, Text("所落实的文件开始施行", "what it carries out comes into force")),
    Rule(_NEW, None, None, _WATCH, Text("提到的文件开始施行", "an instrument it mentions comes into force")),
)  # fmt: skip

#: An article of the changed text that refers to a changed article of the same text.
OWN_TEXT = Text("同一文本中提到改动的条文", "it refers to a changed article of the same text")
#: A citing text that is not in force on the day: repealed, followed by a newer version, or not made yet.
OUT_OF_FORCE = Text("该文本不是当时有效的文本", "that text is not the one in force then")


@dataclass(frozen=True, slots=True)
class Step:
    """How far an effect travels: through something of class `through`, over a citation of that kind."""

    through: Class
    relations: tuple[Relation, ...]
    answer: Class
    because: Text


_RESTS = (Relation.IMPLEMENTS, Relation.BASED_ON)
#: Citations of something that is itself affected. What no line covers is not touched.
ONWARD: tuple[Step, ...] = (
    Step(_MUST, _RESTS, _REVIEW, Text("所依据或落实的文件必须处理", "what it rests on or carries out has to be dealt with")),
    Step(_MUST, (Relation.CITES, Relation.WILL_ISSUE), _WATCH, Text("提到的文件必须处理", "an instrument it mentions has to be dealt with")),
    Step(_REVIEW, _RESTS, _WATCH, Text("所依据或落实的文件须要核对", "what it rests on or carries out has to be reviewed")),
)  # fmt: skip


#: The classes from the strongest on.
RANK = {found: position for position, found in enumerate(Class)}


@cache
def direct(change: ChangeKind, relation: Relation, pinpoint: Pinpoint) -> Rule:
    """The line of the table for a direct citation. Every case has one (a test goes through them all)."""
    return next(rule for rule in DIRECT if rule.fits(change, relation, pinpoint))


@cache
def onward(through: Class, relation: Relation) -> Step | None:
    """The line for a citation of something affected; None when the effect stops there."""
    return next((step for step in ONWARD if step.through is through and relation in step.relations), None)


def stronger(one: Class, other: Class) -> Class:
    """The stronger of two classes."""
    return one if RANK[one] <= RANK[other] else other
