"""What the command line says to people, in Chinese and English, and the Chinese of its help."""

from ..ontology.errors import Text

#: What became of a file of a load.
FATES = {
    "added": Text("已载入 {path}{what}", "loaded {path}{what}"),
    "replaced": Text("已更新 {path}{what}", "replaced {path}{what}"),
    "unchanged": Text("未变 {path}", "unchanged {path}"),
    "duplicate": Text("重复，未载入 {path}（{reason}）", "a duplicate, left out: {path} ({reason})"),
    "skipped": Text("未载入 {path}（{reason}）", "left out: {path} ({reason})"),
}
READ_AS = {
    "ledger": Text("：{count} 项事项，{corrections} 处更正", ": {count} measures, {corrections} corrections"),
    "law": Text("：{count} 条", ": {count} articles"),
}
LOADED_MANY = Text(
    "新增 {added}，更新 {replaced}，未变 {unchanged}，重复 {duplicate}，未载入 {skipped}；"
    "读了台账 {ledgers} 份、法规文本 {laws} 份共 {articles} 条",
    "{added} added, {replaced} replaced, {unchanged} unchanged, {duplicate} duplicates, {skipped} left out; "
    "read {ledgers} ledgers and {laws} law texts with {articles} articles",
)
MORE_CHANGES = Text(
    "  另有 {count} 行，用 --report 写出全部", "  and {count} lines more: --report FILE writes them all"
)
READING = Text("读取文档", "reading documents")
LOOKING = Text("沿引用查找", "following citations")
NOTHING_AFFECTED = Text("{title}：图谱里没有受影响的对象", "{title}: nothing in the graph is affected")
COMPARING = Text("逐项比对", "comparing measures")
NO_LINKS = Text("没有相应的事项", "no measure carries out any of the plan's")
COPYING = Text("正在复制图谱", "copying the graph")
COPIED = Text("已备份到 {target}（{megabytes} MB）", "backed up to {target} ({megabytes} MB)")
NOT_OURS = Text("远端的图谱请用该服务器自己的备份", "a graph on another server is backed up by that server's own means")
VALIDATING = Text("用 SHACL 检查图谱", "checking the graph with SHACL")
IN_STORE = Text("图谱在 {store}", "the graph is in {store}")
N_QUADS = Text("{lines} 行 N-Quads 在 {folder}，共 {parts} 份", "{lines} lines of N-Quads in {parts} parts in {folder}")
FIRST_BUILD = Text(
    "还没有图谱，先载入自带的郑州台账", "no graph yet: loading the Zhengzhou ledger that comes with the program"
)
SERVING = Text(
    "打开 {url} 查看；SPARQL 端点 {url}sparql；按 Ctrl+C 结束", "open {url} - SPARQL endpoint {url}sparql - Ctrl+C ends"
)
PORT_TAKEN = Text("端口 {port} 已被占用，请用 --port 另选", "port {port} is taken: choose another with --port")
NO_ROWS = Text("没有结果", "no results")
TABLE_ONLY = Text("此查询的结果不能写成 {format}", "the answer to this query cannot be written as {format}")
NO_PARAMETERS = Text("-p 只用于目录中的问题", "-p goes with a question of the catalogue only")
NEEDS_QUERY = Text(
    "请给出查询名、文件或 -（--list 列出目录）", "give a query name, a file or - (--list shows the catalogue)"
)
BAD_PAIR = Text("参数应写作 名=值，不能是 {pair}", "parameters are written key=value, not {pair}")
CONFORMS = Text("SHACL：全部合格", "SHACL: conforms")
VIOLATIONS = Text("SHACL：{count} 处不合格", "SHACL: {count} violations")
QUALITY = Text(
    "{ledger}：{measures} 项事项，{statements} 条带原文的陈述；更正 {corrected} 项（{rules}）；"
    "无责任单位 {without_units} 项；引用 {citations}",
    "{ledger}: {measures} measures, {statements} statements with evidence; {corrected} measures corrected ({rules}); "
    "{without_units} without units; citations {citations}",
)
LAW_QUALITY = Text(
    "法规文本 {texts} 份 {articles} 条；引用 {citations}（未定的理由：{reasons}）；引到条的 {pinpoints} 处找到 {found} 条",
    "{texts} law texts with {articles} articles; citations {citations} (open because: {reasons}); of {pinpoints} that name "
    "an article {found} found it",
)
MAPPING = Text("读取图谱为属性图", "reading the graph as a property graph")
DRAWING = Text("画图", "drawing")
NEEDS_INSTRUMENT = Text(
    "画影响图要指明文件，例如：--instrument 省政府令第180号",
    "a picture of an impact needs the instrument that changes, as in: --instrument 省政府令第180号",
)
SYNCING = Text("写入 Neo4j", "writing to Neo4j")
COMPARING = Text("与 Neo4j 逐项比对", "comparing with Neo4j")
EXPORTING = Text("写导入文件", "writing files for the import")
NO_NEO4J = Text(
    "没有设置 Neo4j：请设置 TAIZHANG_NEO4J_URI 和 TAIZHANG_NEO4J_PASSWORD",
    "no Neo4j is set: set TAIZHANG_NEO4J_URI and TAIZHANG_NEO4J_PASSWORD",
)
SYNCED = Text(
    "{uri}：新建 {created}，改写 {changed}，删除 {deleted}，未变 {unchanged}",
    "{uri}: {created} created, {changed} changed, {deleted} deleted, {unchanged} unchanged",
)
CURRENT = Text("{uri}：已是最新，没有写入", "{uri}: up to date, nothing was written")
SAME = Text(
    "{uri}：{nodes} 个节点、{edges} 条关系与图谱完全一致", "{uri}: {nodes} nodes and {edges} edges, all as in the graph"
)
DIFFERS = Text("{name}：图谱 {here}，Neo4j {there}{content}", "{name}: {here} in the graph, {there} in Neo4j{content}")
CONTENT_DIFFERS = Text("，内容不同", ", contents differ")
IMPORT_WRITTEN = Text(
    "已写入 {count} 个文件；停下服务器后运行：neo4j-admin database import full neo4j @{arguments}，再运行 taizhang neo4j sync",
    "{count} files written; with the server down, run: neo4j-admin database import full neo4j @{arguments}, "
    "then taizhang neo4j sync",
)
NEO4J_TWIN_ONLY = Text(
    "--engine {engine} 只用于目录中的问题", "--engine {engine} goes with a question of the catalogue only"
)
NOT_WRITTEN = Text("无法写入 {path}（{reason}）", "cannot write {path} ({reason})")
WRITTEN = Text("已写入 {path}", "written to {path}")

#: Chinese for every help text of the command line; a test holds it complete.
HELP_ZH = {
    "Knowledge graph and semantic queries over Chinese policy ledgers.": "政策工作台账的知识图谱与语义查询。",
    "Build the graph if needed and serve it: pages, SPARQL endpoint and REST.": "按需建好图谱并提供服务：网页、SPARQL 端点和 REST。",
    "Print what the loaders read from documents, without a store.": "打印从文档读出的内容，不入库。",
    "Read documents, or folders of them, into the graph; all of them or, if one that was named cannot be read, none.": "把文档或整个文件夹读入图谱；点名的文档有一份读不了就一份也不入。",
    "Ask a question of the catalogue, or run a SPARQL query from a file or standard input.": "按目录提问，或运行文件、标准输入里的 SPARQL 查询。",
    "Show what a repealed, amended, replaced or new instrument touches: measures, units, deadlines and texts.": "查看一件法规废止、修改、被取代或新出台会影响哪些事项、单位、期限和文本。",
    "Number, title, words of a title, or IRI of an instrument.": "文号、标题、标题中的字或 IRI。",
    "An article that changes, as 34 or 第三十四条; may be repeated.": "改动的条，写作 34 或 第三十四条；可以多次。",
    "Kind of change; amend where articles or versions are named, else repeal.": "变动的种类；给了条或文本则为修改，否则为废止。",
    "Day of the change, as 2026-02-01; without it the newest texts count.": "变动之日，写作 2026-02-01；不给则以最新文本为准。",
    "Version before the change, by its day.": "变动前的文本，以日期指明。",
    "Version after the change, by its day.": "变动后的文本，以日期指明。",
    "Compare two versions of a law article by article, with the words that changed.": "逐条对照一部法规的两个文本，标出改动的字句。",
    "A file, or a version in the graph as TITLE@DATE.": "文件，或图谱中的文本，写作 标题@日期。",
    "Show which measures of a ledger carry out which of a plan, what of the plan nobody takes up, and what has no basis in it. Links are inferred from shared words, which are quoted with their places, for a person to check: likely ones are mostly right, possible ones mostly not.": "查看台账的哪些事项落实了方案的哪些事项，方案的哪些无人承接，台账的哪些在方案中没有依据。对应按共有的字句推断，字句及其位置一并列出，供人核对：“很可能”多数属实，“可能”多数不是。",
    "The ledger that carries out: a file, or a ledger of the graph by its name or words of its title.": "落实的一方（本级台账）：文件，或图谱中的台账，用名称或标题中的字指明。",
    "The plan that is carried out: likewise.": "被落实的一方（上级方案）：同上。",
    "Check the graph with SHACL and report on the quality of its data.": "用 SHACL 检查图谱，并报告数据质量。",
    "Write the graph, a page of its network, a picture or its deadlines to a file.": "把图谱、关系图网页、图片或期限写成文件。",
    "RDF (ttl, nq, jsonld), graph files (graphml, gexf), measures (csv), deadlines (ics), one page of the network to mail (html), or a picture (svg, png).": "RDF（ttl、nq、jsonld）、图文件（graphml、gexf）、事项（csv）、期限（ics）、可邮寄的关系图单页（html）或图片（svg、png）。",
    "What a picture shows: the load of units, or the impact of a change.": "图片的内容：单位负荷（load），或一项变动的影响（impact）。",
    "For a picture of an impact: the instrument that changes.": "画影响图时：变动的文件。",
    "For a picture: the day of the change, or from which deadlines add to the load.": "画图时：变动之日，或从哪一天起算期限的分量。",
    "Copy the graph on disk to a new folder, while it is in use or not.": "把磁盘上的图谱复制到一个新文件夹，使用中也可以。",
    "Put a backup back: it becomes the graph, and running servers go over to it.": "恢复备份：它成为当前图谱，运行中的服务器随之切换。",
    "Folder to make.": "要新建的文件夹。",
    "Folder that `backup` made.": "由 backup 建立的文件夹。",
    "Documents to load first; without any, the ledger that comes with the program.": "先载入的文档；不给则用自带的台账。",
    "Documents to read.": "要读的文档。",
    "Folder of the graph, or address of a SPARQL server that holds it.": "图谱所在文件夹，或存放图谱的 SPARQL 服务的地址。",
    "Address to listen on.": "监听地址。",
    "Port to listen on.": "监听端口。",
    "How to write it.": "输出格式。",
    "File to write; standard output without it.": "写到哪个文件；不给则写到标准输出。",
    "Read again even what has not changed.": "没有变化的也重新读。",
    "Write what was read, repaired, doubtful and left over: .json, .html, or text.": "写出质量报告（读到、修复、存疑、未归入）：.json、.html 或文本。",
    "Name of a question, a .rq file, or - for standard input.": "问题的名称、.rq 文件，或 - 表示标准输入。",
    "A value for a parameter, as key=value; may be repeated.": "参数的值，写作 名=值；可以多次。",
    "List the questions with their titles and parameters.": "列出各个问题的标题和参数。",
    "Read on a Spark cluster, as spark://host:7077, and write N-Quads into a folder instead of a store.": "在 Spark 集群上读（如 spark://host:7077），不入库，把 N-Quads 写到一个文件夹。",
    "Folder for the N-Quads that --spark writes.": "--spark 所写 N-Quads 的文件夹。",
    "Show the version and exit.": "显示版本后退出。",
    "Only this ledger (for csv, ics, html and the picture of the load).": "只要这份台账（用于 csv、ics、html 和负荷图）。",
    "Keep a Neo4j server the same as the graph.": "让 Neo4j 与图谱保持一致。",
    "Write to Neo4j what differs from what it holds; what was cut off is continued by running it again.": "把与 Neo4j 现状不同的部分写过去；中断后再运行一次即可继续。",
    "Trust no mark and no hash of the server: compare every node and edge with what is there.": "不信服务器上的标记和散列，逐一比对所有节点和关系。",
    "Prove by counts and content hashes that Neo4j holds exactly the graph.": "用数量和内容散列证明 Neo4j 与图谱完全一致。",
    "Write the files of neo4j-admin database import, the fastest first load of a large graph.": "写出 neo4j-admin database import 的文件，大图首次载入最快。",
    "Folder to write to.": "写到哪个文件夹。",
    "What answers a question of the catalogue: the store (sparql), a Neo4j server (cypher) or this process (networkx).": "由谁回答目录中的问题：图谱（sparql）、Neo4j（cypher）或本进程（networkx）。",
    "Measure the networks of the graph: load, centrality, communities, brokers, critical regulations.": "度量图谱中的网络：负荷、中心性、社群、中介、关键法规。",
    "Load of units; centrality of units or regulations; communities of units; brokers; critical regulations.": "单位负荷；单位或法规的中心性；单位社群；中介；关键法规。",
    "Day from which deadlines add to the load; none without it.": "从哪一天起算期限的分量；不给则不计期限。",
    "Seed of what is drawn by chance, so that the same graph gives the same groups.": "随机种子，使同一图谱得到同样的分组。",
    "Show this message and exit.": "显示本帮助后退出。",
}
PANELS_ZH = {
    "DEFAULT_STRING": "[默认：{}]",
    "ERRORS_PANEL_TITLE": "错误",
    "OPTIONS_PANEL_TITLE": "选项",
    "ARGUMENTS_PANEL_TITLE": "参数",
    "COMMANDS_PANEL_TITLE": "命令",
}
