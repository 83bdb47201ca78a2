"""The words of impact reports in Chinese and English."""

from ..graph.alignment import Change
from ..graph.impact import NodeKind
from ..graph.impact_rules import ChangeKind, Class
from ..ontology.errors import Text

CLASSES = {
    Class.MUST_ACT: Text("必须处理", "must act"),
    Class.REVIEW: Text("须核对", "review"),
    Class.WATCH: Text("留意", "watch"),
    Class.NOT_AFFECTED: Text("不受影响", "not affected"),
}
KINDS = {
    NodeKind.ARTICLE: Text("条文", "articles"),
    NodeKind.INSTRUMENT: Text("文件", "instruments"),
    NodeKind.MEASURE: Text("事项", "measures"),
    NodeKind.UNIT: Text("单位", "units"),
    NodeKind.DEADLINE: Text("期限", "deadlines"),
}
CHANGES = {
    ChangeKind.REPEAL: Text("废止", "repeal"),
    ChangeKind.REPLACE: Text("由新文件取代", "replacement"),
    ChangeKind.AMEND: Text("修改", "amendment"),
    ChangeKind.NEW: Text("新出台", "new instrument"),
}
FATES = {
    Change.SAME: Text("未变", "same"),
    Change.MOVED: Text("条号改变", "moved"),
    Change.EDITED: Text("文字改变", "edited"),
    Change.MOVED_EDITED: Text("条号和文字都改变", "moved and edited"),
    Change.ADDED: Text("新增", "added"),
    Change.REMOVED: Text("删除", "removed"),
}
RELATIONS = {
    "cites": Text("提到", "cites"),
    "based_on": Text("依据", "is based on"),
    "implements": Text("落实", "implements"),
    "will_issue": Text("拟制定", "will issue"),
    "repeals": Text("废止", "repeals"),
    "amended_by": Text("由其修改", "was amended by"),
    "lead": Text("牵头", "leads"),
    "participant": Text("配合", "takes part in"),
    "responsible": Text("负责", "is responsible for"),
    "deadline": Text("是其期限：", "is a deadline of"),
}
WORDS = {
    "title": Text("变动影响：{title}", "Impact: {title}"),
    "asked": Text("{change}{number}{day}", "{change}{number}{day}"),
    "day": Text("，{day} 起", ", from {day}"),
    "articles": Text("改动的条文", "Articles that change"),
    "old": Text("原条文", "old article"),
    "new": Text("新条文", "new article"),
    "what": Text("变化", "change"),
    "summary": Text("概览", "Summary"),
    "class": Text("程度", "class"),
    "thing": Text("对象", "what"),
    "distance": Text("距离", "distance"),
    "because": Text("理由", "because"),
    "path": Text("路径与原文", "path and words"),
    "kind": Text("类别", "kind"),
    "candidates": Text(
        "按主题的候选（没有引用关系，由读者判断）", "Candidates by subject (no citation: for the reader to judge)"
    ),
    "terms": Text("所含主题词", "subject words"),
    "measure": Text("事项", "measure"),
    "text": Text("原文", "text"),
    "units": Text("单位", "units"),
    "nothing": Text("图谱里没有受影响的对象", "nothing in the graph is affected"),
    "document": Text("文档", "document"),
    "characters": Text("字符 {start}–{end}", "characters {start}-{end}"),
    "page": Text("登记表来源（{grade}）{address}", "register, source ({grade}) {address}"),
    "no_words": Text("没有原文", "no words"),
    "unaffected_note": Text(
        "另有 {count} 处引用不受影响（见 JSON 或 XLSX）", "{count} more citations are not affected (see JSON or XLSX)"
    ),
}
