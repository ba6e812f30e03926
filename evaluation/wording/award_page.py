"""Words of the page 先进集体: states, 定稿, objections, comparison, documents."""

# what stands in the way of 定稿
STILL_UNDECIDED = "{group}还有待定的单位：{units}。"
PUBLISHED = "正在公示，名单不能换人。要换，请先点“{back}”退回草案并写明原因，改好再公示。"
OVER_QUOTA = "{group}名额 {places}，多选了 {over} 家。"
VETOED_CHOSEN = "{group}的{units}有一票否决，不能推荐。请改为不推荐。"
NOT_PUBLISHED = "公示的名单是“{then}”，公示后数据有变，现在是“{now}”。请点“{back}”退回，重新公示。"
LACKS_REASON = "{group}的{units}和系统意见不同，还没有写理由。"
VACANT = "空缺"
OPEN_OBJECTIONS = "还有 {count} 条异议没有写处理结果。"
UNSAVED = "名单有改动还没有保存，先保存再走这一步。"

# the editor
COLUMN_CHOICE, COLUMN_NOTE, COLUMN_WHO = "会议意见", "备注", "谁、何时"
CHOICES = {"chosen": "拟推荐", "not_chosen": "不推荐", "undecided": "待定"}

# ribbons
MEETING = "**会议审议**　{award}：名单提交会议研究{since}。"
NOTICE = "**公示**　{award}：{starts} 至 {ends}，{days} 个工作日{over}。异议 {objections} 条。"
RENAMED = "公示后改名：{units}；单位没有变，公示继续有效，通报里注明公示时的名称。"
RENAMED_UNIT = "{new}（公示时为{old}）"
NOTICE_OVER, NOTICE_LEFT = "，已满", "，还没满"
FINAL = "**定稿**　{at}　{actor}　校验码 {code}。改动须先撤回定稿并写明原因。"
FINAL_OTHERWISE = "定稿名单与系统建议不同（{changes}）：{chosen}。下面标的“建议入选”是系统建议。"
FINAL_ELSEWHERE = "**定稿**　{award}　{at}　{actor}　校验码 {code}。本页按定稿时的数据显示。"
CORRECTING = "**更正**　{award}于 {at} 开了更正：{reason}。已公布的名单不变，更正后请重新定稿。"
LOCKED_WITHOUT = "{award}这一期已经定稿，定稿的是{groups}，没有{group}。要让{group}也参评，请先撤回定稿。"
STRANDED = "**{award}**（{groups}）{state}，但现行方案或名册里已经没有这个奖项或组别，这里打不开它的名单。"
STRANDED_LOCKED, STRANDED_CORRECTING = "已定稿", "正在更正"
CORRECTING_ELSEWHERE = "**更正**　{award}正在更正，本页按现在的数据显示。已公布的名单不变：{chosen}。"
NOTICE_ELSEWHERE = "**公示**　{award}公示到 {day}，公示名单与系统建议不同（{changes}）：{chosen}。下面标的“建议入选”是系统建议。"
IN_CORRECTION = "更正中"
SINCE = "（{at} {actor}）"

# steps
NEXT = {"meeting": "提交会议…", "notice": "开始公示…", "final": "定稿…"}
BACK = "退回…"
WITHDRAW = "撤回定稿…"
CORRECT = "开更正…"
RELOCK = "重新定稿…"
DIALOG_TITLES = {"draft": "退回草案", "meeting": "提交会议审议", "notice": "开始公示", "final": "定稿"}
WITHDRAW_TITLE, CORRECT_TITLE = "撤回定稿", "开更正"
REASON = "原因"
LACKS = "还差内容：请把上面要求的填上。"
REASON_HINT = "写明依据，如会议纪要、来函文号"
CONFIRM = {"draft": "确认退回", "meeting": "确认提交", "notice": "确认公示", "final": "确认定稿"}
WITHDRAW_CONFIRM, CORRECT_CONFIRM = "确认撤回", "确认开更正"
CANCEL = "取消"
MEETING_TEXT = "名单提交会议研究。会上的意见照样在表里改，写上理由。"
FINAL_TEXT = "定稿后，名单、方案、评分表、加减分和一票否决一起锁定；谁再改都会被拒绝，并记在记录里。"
WITHDRAW_TEXT = "撤回后名单回到草案，原来的定稿还在记录里。"
CORRECT_TEXT = "更正期间可以补改这一期的数据；已公布的名单不变，改完请重新定稿。"
PUBLISHED_OTHERWISE = "{group}和更正前公布的名单不同：{changes}。换人要有依据，请写在原因里。"
PUBLISHED_ENTER, PUBLISHED_LEAVE = "{units}进", "{units}出"
FINAL_LIST = "**{group}**（{count} 家）：{units}"
HIGHEST_AWARD_ONCE = "这是拟推荐名单；正式的评比达标表彰须按规定报上级批准，奖项名称可在方案里改。"
NOTICE_STARTS, NOTICE_DAYS, NOTICE_ENDS = "从哪天起", "几个工作日", "到哪天止"
NOTICE_TOO_SHORT = "截止日太早：从起始日数起，{days} 个工作日最早到 {day}。"
NOTICE_UNTIL = "公示到 **{day}**（扣除周末和法定节假日，调休上班日照算）。"
MOVED = "{award}现在是{state}。"
LOCKED = "{award}已定稿。"
UNLOCKED = "已撤回定稿。"
CORRECTION_OPEN = "已开更正，请在改完后重新定稿。"

# objections
OBJECTIONS = "### 异议　:gray[{count} 条]"
NO_OBJECTION = "没有收到异议。"
OBJECTION = "{day}　**{who}**：{what}"
OUTCOME = "处理结果：{outcome}"
OUTCOME_FIELD = "“{who}”所提异议的处理结果"
SETTLE = "记下结果"
OBJECTION_ADD = "登记异议…"
OBJECTION_TITLE = "登记异议"
OBJECTION_WHO, OBJECTION_DAY, OBJECTION_WHAT = "谁提的", "哪天", "内容"
OBJECTION_SAVE = "确认登记"
OBJECTION_LACKS = "请写明谁提的、提的什么。"
OBJECTION_SAVED, OUTCOME_SAVED = "异议已登记。", "处理结果已记下。"

# funnel
FUNNEL = "怎样从名册到名单：{counts}"
FUNNEL_COUNT = "{name} {left}"
FUNNEL_BADGE = "{condition} · 剩 {left}"
FUNNEL_STEPS = {
    "roster": "名册",
    "complete": "资料齐全",
    "veto": "无一票否决",
    "floor": "各项过底线",
    "minimum": "总分达标",
    "rank": "名次在内",
    "quota": "名额以内",
}
HAS_TOTAL = "有总分"


def funnel_steps(missing_rule: str) -> dict[str, str]:
    """Return what each step asks for: where a gap counts as something, units that lack marks pass the first one, too."""
    return FUNNEL_STEPS | ({} if missing_rule == "incomplete" else {"complete": HAS_TOTAL})


FUNNEL_COLUMNS = ("条件", "剩下", "没通过的单位")
FUNNEL_UNIT = "{unit}（{why}）"
FUNNEL_QUOTA, FUNNEL_TIED = "第 {rank} 名", "并列待定"

# comparison
COMPARE = "### 方案比较"
LIST_RULES, LIST_NOW = "系统建议", "现在的名单"
COMPARE_A, COMPARE_B = "方案A", "方案B"
COMPARE_SAME = "两份名单相同（{count} 家）。"
COMPARE_BOTH = "相同 {count} 家：{names}"
COMPARE_ONLY = "只在{name}：**{names}**"
KEEP_LIST = "另存为方案…"
KEEP_NAME = "方案名称"
KEEP_HINT = "如 方案A、党委会讨论稿"
KEEP_SAVE = "存下"
KEPT = "已存下“{name}”。"
KEEP_LACKS = "请写方案名称。"

# documents
MATERIALS = "### 材料　:gray[{state}]"
MATERIALS_LATER, MATERIALS_FINAL = "候选名单、议程页随时可出；公示稿公示时可出，其余定稿后", "按定稿的名单和数据"
SLIDES, NOTICE_DOCUMENT, CIRCULAR, DOSSIERS = "会议议程页", "公示稿", "通报稿", "推荐材料"
SLIDES_FILE, NOTICE_FILE = "{period}{award}会议议程页_{group}.pptx", "{period}{award}公示.docx"
CIRCULAR_FILE, DOSSIERS_FILE = "{period}{award}通报.docx", "{period}{award}推荐材料_{group}.zip"
MATERIALS_DEMONSTRATION = "演示数据不能导出公示、通报，免得误发。"
