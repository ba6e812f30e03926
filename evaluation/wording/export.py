"""Words on printed lists."""

OFFICE = "考核办"
RANKING_TITLE = "{period}考核排名　{group}"
SHORTLIST_TITLE = "{period}{award}候选名单　{group}"
SUBTITLE = "{office}　{date}　{state}　校验码 {code}"
DAY = "{year}年{month}月{day}日"
WEIGHTS = "{scheme}　权重 {weights}；{aggregation}"
AGGREGATIONS = {"arithmetic": "加权平均", "geometric": "几何平均", "harmonic": "调和平均", "minimum": "取最低项（短板）"}
PROPOSAL = "拟推荐"
DEMONSTRATION = "演示数据　单位和得分都是虚构的"
WHAT_IF = "试算　不是方案排名"
DRAFT, FINAL = "草案", "定稿"
SOURCE = "共 {of} 个单位，全部列出；评先线 {cut}。{gaps}"
GAPS = {
    "incomplete": "空白不记为 0 分，资料不全的单位不排名。",
    "zero": "没有打分的指标按 0 分算。",
    "reweight": "没有打分的指标不算，只算有的几项；一个维度全没有打分的单位不排名。",
    "group_mean": "没有打分的指标按全组平均算；全组都没有打分的补不了，单位不排名。",
}
FLOORED = "扣分以后不到 0 分的，总分记 0 分：{units}。"
OTHERWISE = "{list}与系统建议不同：{changes}。表中“建议入选”、加粗和评先线按系统建议。"
NO_CUT = "暂无"
COLUMNS = {
    "rank": "名次",
    "unit": "单位",
    "adjustment": "加减分",
    "total": "总分",
    "gap": "与评先线",
    "verdict": "结论",
    "previous": "上期名次",
    "chosen": "拟推荐",
    "reason": "理由",
    "opinion": "系统意见",
}
YES = "✓"
PAGE = "第 &P 页，共 &N 页"
SHEET = "排名"
SHORTLIST_SHEET = "候选名单"
