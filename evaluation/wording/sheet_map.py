"""Words for the picture of a sheet as it was understood. Names in braces are filled in by str.format."""

TITLE = "看这张表是怎么读的"
TITLE_OF = "看“{sheet}”表是怎么读的"
TAKEN_FOR = "当作"
OMITTED = "……省略 {count} 行"
OMITTED_PROBLEMS = "……省略 {count} 行，里面还有 {problems} 处问题"
NOT_UNDERSTOOD = "没有找到表头，这张表没有读。下面是原样。"
ASIDE = {
    "total": "合计行，不当单位",
    "footer": "表尾说明",
    "section": "分组标题",
    "full_mark": "满分行，只核对",
    "header": "重复的表头",
    "stray": "没有单位也没有分",
    "skipped": "已确认跳过",
}
READ_AS = "认作{unit}"
NO_UNIT = "不知道是哪个单位"
REWRITTEN = "原文“{found}”，由人改写"
MEANINGS = {
    "unit": "单位",
    "indicator_name": "指标名称",
    "mark": "得分",
    "rater": "评分人",
    "period": "考核期",
    "total": "合计（只核对）",
    "group": "类别",
    "aliases": "别名",
    "position": "顺序",
    "tags": "标签",
    "area": "片区",
    "points": "加减分",
    "bonus": "加分",
    "deduction": "扣分",
    "reason": "事由",
    "date": "日期",
    "unknown": "还没认出",
}
UNUSED = "不用"
WITH_RATER = "{indicator}（{rater}）"
LEGEND = (
    ("header", "表头"),
    ("used", "用到的"),
    ("unused", "没有用到的"),
    ("aside", "放在一边的行"),
    ("error", "必须改"),
    ("warning", "请确认"),
)
