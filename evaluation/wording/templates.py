"""Words on the sheets that are sent down to be filled in."""

ROSTER_TITLE = "名册"
ROSTER_COLUMNS = ("单位", "类别", "别名", "顺序")
SHEET_TITLE = "{period}{dimension}评分表"
ADJUSTMENT_TITLE, VETO_TITLE, REASON = "加减分", "一票否决", "事由"
ADJUSTMENT_COLUMNS, VETO_COLUMNS = ("单位", "加减分", REASON), ("单位", REASON, "日期")
POINTS_ERROR = "请填加减几分，如 2 或 -1，最小到 {least}。"
SERIAL, UNIT, REMARK = "序号", "单位", "备注"
HEADING = "{indicator}（{full_mark}分）"
MARK_TITLE, MARK_ERROR = "得分", "请填 0 到 {full_mark} 之间的数；没有就空着，不要填 0。"
NUMBER_ERROR = "请填数字；没有就空着，不要填 0。"
