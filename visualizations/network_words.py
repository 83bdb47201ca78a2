"""The words of network pictures in Chinese and English."""

from ..graph.property_graph import EdgeType
from ..ontology.errors import Text
from .scene import Kind

KINDS = {
    Kind.LEDGER: Text("台账", "ledger"),
    Kind.SECTION: Text("项目", "section"),
    Kind.TASK: Text("重点任务", "task"),
    Kind.MEASURE: Text("事项", "measure"),
    Kind.UNIT: Text("单位", "unit"),
    Kind.INSTRUMENT: Text("法规文件", "instrument"),
    Kind.DEADLINE: Text("期限", "deadline"),
}
#: Each reads from the start of a tie to its end.
TIES = {
    EdgeType.LEADS: Text("牵头", "leads"),
    EdgeType.PARTICIPATES_IN: Text("配合", "takes part in"),
    EdgeType.RESPONSIBLE_FOR: Text("负责", "is responsible for"),
    EdgeType.MENTIONS: Text("提及", "cites"),
    EdgeType.IMPLEMENTS: Text("落实", "implements"),
    EdgeType.WILL_ISSUE: Text("拟制定", "will issue"),
    EdgeType.BASED_ON: Text("依据", "is based on"),
    EdgeType.REPEALS: Text("废止", "repeals"),
    EdgeType.AMENDS: Text("修改", "amends"),
    EdgeType.REPLACES: Text("取代", "replaces"),
    EdgeType.PART_OF: Text("属于", "is part of"),
    EdgeType.OF_MEASURE: Text("的事项是", "is a deadline of"),
    EdgeType.HAS_MEMBER: Text("包括", "includes"),
}
WORDS = {
    "title": Text("{title}：关系图", "{title}: network"),
    "search": Text("查找", "Search"),
    "search_hint": Text("名称、编号或原文中的字", "words of a name, a number or a text"),
    "clear": Text("全部显示", "Show all"),
    "legend": Text("图例（点选可隐去一类）", "Legend (choose to hide a kind)"),
    "size": Text(
        "单位的大小随负荷而变：牵头 1、负责 0.8、配合 0.5",
        "Units grow with their load: lead 1, responsible 0.8, participant 0.5",
    ),
    "drawing": Text(
        "关系图；同样的内容在下方的两张表里", "The network as a drawing; the two tables below hold the same"
    ),
    "how": Text(
        "滚轮缩放，拖动平移，点一个节点看原文和相邻的节点",
        "Scroll to zoom, drag to move, choose a node to see its text and neighbours",
    ),
    "details": Text("所选", "Chosen"),
    "choose": Text("点图中的节点，或用查找", "Choose a node in the drawing, or search"),
    "found": Text("找到 {count} 个", "{count} found"),
    "none": Text("没有找到，换个词试试", "Nothing found: try another word"),
    "shown": Text("显示 {count} 个节点", "{count} nodes shown"),
    "neighbours": Text("相邻的节点", "Neighbours"),
    "nodes": Text("节点（{count} 个）", "Nodes ({count})"),
    "edges": Text("关系（{count} 条）", "Ties ({count})"),
    "kind": Text("类别", "kind"),
    "name": Text("名称", "name"),
    "text": Text("原文", "text"),
    "load": Text("负荷", "load"),
    "from": Text("从", "from"),
    "tie": Text("关系", "tie"),
    "to": Text("到", "to"),
    "hidden": Text("图太大，略去了：", "Left out because there is too much: "),
    "source": Text("来源", "Source"),
    "as_of": Text("图谱截至 {day}", "graph as of {day}"),
    "made_by": Text(
        "由台账图谱 {version} 生成；本页不联网", "Made by taizhang {version}; this page loads nothing from a network"
    ),
    "no_script": Text(
        "这里不能画图（脚本被关闭）：请看下面的表，或存为文件后用浏览器打开。",
        "There is no drawing here (scripts are off): see the tables below, or save the page and open it in a browser.",
    ),
}
