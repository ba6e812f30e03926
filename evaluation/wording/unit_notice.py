"""Words of 单位通知单, the page that a unit gets."""

TITLE = "{unit}{period}考核情况通知单"
LINE = "{office}　{date}　{state}　校验码 {code}"
SCHEME = "{scheme}　权重 {weights}；{aggregation}"
OFFICE = "考核办"
DRAFT, FINAL = "草案", "定稿"
DEMONSTRATION = "演示数据　单位和得分都是虚构的"
DIMENSIONS = ("维度", "得分", "组内名次", "组平均", "比平均（折合总分）")
INDICATORS = ("维度", "指标", "打分", "得分", "权重", "组内名次", "出处")
ADJUSTMENT, TOTAL = "加减分", "总分"
NONE, LACKING = "—", "缺"
PLACE = "{place}/{of}"
CLOSE = "对打分有疑问的，请按出处核对原表，并在规定时间内向考核办书面提出。"
