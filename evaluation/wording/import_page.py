"""Words of 数据导入 beyond those in pages.py: names remembered, marks that are there already, header, worksheets, pasting."""

# names and columns
NAMES_BESIDE = "### 认名字　:gray[每个名字只问一次]"
MORE_NAMES = "还有 {count} 个名字，选好上面的会接着列出来。"
SKIP_INDICATOR = "不是方案里的指标，跳过"
OTHER_INDICATOR = "别的指标…"
AS_CONFIRMED = "　:gray[按 {day}{actor}的确认]"
REMEMBERED = "记住的名字和列　{count} 个"
REMEMBERED_HINT = "确认过的名字，下次同一维度的表里再出现就照此认，并列在“已自动处理”里。不对的就忘掉，下次会再问。"
REMEMBERED_LINE = "{sender}：**{found}** → **{name}**　:gray[{day} {actor}确认]"
FORGET = "忘掉"
FORGOTTEN = "已忘掉“{found}”的认法，下次会再问。"

# marks that are there already
CONFIRM_NOTHING = "没有新内容可入库"
STORED_FOR_PERIOD = "如果是另一期的分，请在左边改考核期。"
STORED_BEFORE = "同样的内容 {at} 已由{actor}导入过，这次不再入库。要重导，请先在导入记录里撤回那一次。"
CLASH_TITLE = "### 两份表的分不一样　:gray[“{first}”和“{second}”有 {count} 格不同，各存一个]"
CLASH_ASK = "以哪份为准？另一份的这些分不入库，记在记录里。"
CHANGES_TITLE = "### 和已入库的分不一样　:gray[{file}　{count} 格]"
CHANGES_ASK = "已入库的分"
REPLACE, KEEP = "用新表的分（替换）", "保留原来的分"
KEEP_ONE = "保留原分"
OLD_FROM = "原分出自"
AFTER_KEPT = "保留原分"
UNITS_UNIT, UNITS_CHANGE = "单位", ("新增", "不再排名", "改名", "换类别", "名称、类别不变")
LINES_UNIT, LINES_ADJUSTMENTS, LINES_VETOES = "条", "加减分", "一票否决"

# progress
CHECKING_FILE = "正在核对 {file}…"

# worksheets and header
TAKE_SHEET = "也导入“{name}”这张表（在原表里是隐藏的）"
LEAVE_SHEET = "不导入“{name}”这张表"
HEADER_TITLE = "表头不对？"
HEADER_FIRST = "表头从哪一行起"
HEADER_ROWS = "占几行"
HEADER_LINE = "第 {row} 行　{text}"
HEADER_BACK = "恢复程序认的表头"

# pasting
CHANGED_HERE = "您改过：{place}　{found} → **{text}**"
CHANGED_FROM_BLANK = "（空）"
CHANGE_BACK = "改回原文"
RESUMED = "接着核对离开这一页以前放进来的 {count} 个文件，认过的名字、改过的格都在。"
RESUMED_DROP = "不要这些文件"
PASTE_TITLE = "粘贴表格"
PASTE_HINT = "在 WPS 或 Excel 里连表头一起选中、复制，粘贴到这里。"
PASTE_EXAMPLE = "单位　重点项目推进　…"
PASTE_TAKE = "核对粘贴的表格"
PASTE_DROP = "去掉粘贴的 {count} 张表"
PASTE_EMPTY = "还没有粘贴内容。请先在 WPS 或 Excel 里复制，再按 Ctrl+V 粘贴。"
PASTED_FILE = "粘贴的表格.txt"

# problems
ONLY_LABEL = "只看"
ONLY_ALL, ONLY_MUST, ONLY_CONFIRM = "全部 {count}", "必须改 {count}", "请确认 {count}"
SHOWN_OF = "第 {first}–{last} 处，共 {count} 处。最要紧的在前。"
NEXT, PREVIOUS = "下一页", "上一页"

WHICH_ROW = "留哪行"
KEEP_ROW = "留第 {row} 行"
ROW_OUT = "第 {row} 行 **{found}** → 不要这一行"

# history
KIND_ROSTER = "名册 · {count} 个单位"
ROSTER_IN_FORCE = "现用"
ROSTER_AGAIN = "换回这份名册"
HANDED_BACK = "从导入记录取回的名册“{file}”，还没有换。核对后确认入库，就换回这一份。"
HANDED_BACK_DROP = "不换了"
NOT_UNDONE = "没有撤回{file}：又要算数的分里，"
NOT_REDONE = "没有恢复{file}：又要算数的分里，"
BROUGHT_BACK = "换上这份名册，又要算数的分里，"
OUTSIDE = "“{indicator}”有 {count} 个{allowed}：{cells}"
OUTSIDE_JOIN = "；"
OUTSIDE_SCORES = "。按现用的方案，这些得分会超出 0 到 100。"
OUTSIDE_MUST = "请先在“指标体系”改回，或导入更正后的表。"
SETTLED = "人工确认 {count} 处"
SETTLED_MORE = "还有 {count} 处，都在记录里。"
SETTLED_KINDS = {
    "cell": "改写 {place} 格：原文“{found}” → {settled}",
    "unit": "名字“{found}” → {settled}",
    "indicator": "指标“{found}” → {settled}",
    "column": "{place} 列“{found}” → {settled}",
    "header": "表头定为第 {settled} 行",
    "sheet": "工作表“{found}”：{settled}",
    "row": "第 {place} 行“{found}”：{settled}",
    "kept": "{place} 格没有入库：{found}，{settled}",
}
SETTLED_OUT = {"row": "不要这一行", "unit": "跳过，不入库", "indicator": "跳过，不入库", "sheet": "不导入", "cell": "（空）"}

WAITS_FOR_ROSTER, LEFT_OUT = "还没核对，等名册", "这次不导入"
TEMPLATES_LATER = "在模板里填上单位和类别，放进来就是名册；有了名册，这里就有填好单位的评分表模板。"
ROSTER_LINE = "{at}　{actor}　{file}　{what}"
LOCKED = "**定稿**　{period}{lists}已经定稿，这些单位这一期的分不能再改。确实要改，先到“先进集体”撤回定稿或开更正。"
LOCKED_LIST = "{award}（{groups}）"
ABANDON, ABANDON_CONFIRM = "放弃这次导入…", "确认放弃"
ABANDON_TEXT = "这次的文件和在这页改的、选的都不要了；库里的分不变，您电脑上的文件也不变。"
