"""Words of the workbook that goes back to its sender. Names in braces are filled in by str.format."""

AUTHOR = "考核办"
LIST = "问题清单"
FILE = "退回_{stem}.xlsx"
ARCHIVE = "退回的表.zip"
TITLE = "退回修改："
COUNT_MUST, COUNT_CHECK = "{count} 处必须改", "{count} 处请核对"
HOW = "红色的格必须改，黄色的格请核对。点“位置”跳到那一格，格上的批注写着怎么改。改好后存好，把这份表发回即可，这一页不用删。"
COLUMNS = ("级别", "位置", "原文", "问题", "办法")
LEVELS = {"error": "必须改", "warning": "请核对"}
QUOTED, BLANK = "“{found}”", "（空）"
IN_SHEET = "“{sheet}”表 "
ROW, COLUMN, WHOLE = "第 {row} 行", "{column} 列", "整张表"
COMMENT = "{level}：{what}{remedy}"
CHECK = "请核对。"
REMEDIES = {
    "unknown_unit": "请改成名册上的单位名称。",
    "ambiguous_unit": "请写单位的全名。",
    "unknown_column": "请写明是哪项指标；不计分的列可以删去。",
    "unknown_indicator": "请改成方案里的指标名称。",
    "column_twice": "请只留一列。",
    "two_blocks": "请拆成上下两段，每行一个单位。",
    "no_header": "请在标题下面写一行列名，其中一列是“单位”。",
    "no_indicator": "请照方案写指标名称；发错了表的请换一份。",
    "no_known_unit": "单位名称请照名册写；发错了表的请换一份。",
    "missing_mark": "有分的请补上；确实没有的不用改。",
    "units_absent": "漏了的请补上；本来不参加的不用改。",
    "not_a_score_sheet": "不是评分表的不用改。",
    "hidden_sheet": "要算的请取消隐藏；不算的不用改。",
    "hidden_row": "要算的请取消隐藏；不算的请删去。",
    "hidden_column": "要算的请取消隐藏；不算的请删去。",
}
MACROS = "原表里的宏没有带过来，这份表存成了 xlsx。"
SHAPES = "原表里的文本框、图形没有带过来。"
COPIED = "版式没有照搬，各格的内容和位置同原表一样。"
TOO_LONG = "表太大，这里只列出问题，没有附上原表的内容。请照位置在原表上改。"
NOT_READ = "原文件读不出来，这里只写明原因。"
MANY = "问题太多，批注只写到前 {count} 处；全部在下面。"
DOWNLOAD = "下载标红的原表"
DOWNLOAD_ALL = "下载全部退回表（{count} 份）"
