"""Sentences about score sheets and the files beside them. Filled with ``str.format``."""

NO_FILE_NAME = "未命名"

# — a file that can't be read at all —
EMPTY_FILE = "“{file}”是空文件，里面没有内容。请检查是不是没有保存好，重新发一份。"
TOO_BIG = "“{file}”有 {size} MB，超过 20 MB 的上限。请删去图片和多余的工作表后再上传。"
BINARY = "“{file}”不是表格文件{guess}。请上传 Excel/WPS 表格（xlsx、xls、ods）或 CSV。"
BINARY_GUESS = "（看内容是{kind}）"
UNKNOWN_ENCODING = "“{file}”的文字编码认不出来，强行读会出乱码。请用 WPS 打开后另存为 xlsx 再上传。"
ENCRYPTED = "“{file}”加了打开密码，读不了。请在 WPS 里取消密码、保存后再上传。"
DAMAGED = "“{file}”已损坏，或者不是完整的表格文件。请用 WPS 打开，另存为 xlsx 后再上传。"
FAR_CELL = "“{file}”的工作表“{sheet}”在 {cell} 格还有内容，超出上限（{rows} 行、{columns} 列）。请删去表格以外的内容再上传。"
TOO_MANY_CELLS = "“{file}”里的内容太多（解开后超过上限），可能夹带了别的东西。请只留下评分表，另存后再上传。"
LONG_CELL = "“{file}”的 {cell} 格超过 {longest} 个字，不像评分表里的内容。请删去这一格的内容再上传。"
TOO_SLOW = "“{file}”读了 {seconds} 秒还没有读完，已停下。请只留下评分表，另存后再上传。"
NO_CELLS = "“{file}”里一个有字的格子也没有。请检查是不是发错了文件。"
TOO_MANY_ROWS = "“{file}”有 {found} 行，超过 {rows} 行的上限。请只留下评分表再上传。"
KINDS = {
    "pdf": "PDF",
    "image": "图片",
    "archive": "压缩包",
    "word": "Word 文档",
    "slides": "演示文稿",
    "web": "网页",
    "rtf": "RTF 文档",
    "program": "程序",
}
REFUSALS = {
    "encrypted": ENCRYPTED,
    "damaged": DAMAGED,
    "far_cell": FAR_CELL,
    "binary": BINARY,
    "too_slow": TOO_SLOW,
    "too_many_cells": TOO_MANY_CELLS,
    "too_big": TOO_MANY_CELLS,
}

# — how a file was read —
WRONG_EXTENSION = "文件名是 {extension}，内容其实是 {kind}，已按内容读取。"
HIDDEN_SHEETS = "文件里还有隐藏的工作表：{names}。没有读取；要用，请选“也导入这张表”，或先在 WPS 里取消隐藏。"
HIDDEN_ROW = "这一行在原表里是隐藏的，也读进来了。请看看该不该算。"
HIDDEN_COLUMN = "这一列在原表里是隐藏的，也读进来了。请看看该不该算。"
FILE_KINDS = {"csv": "CSV 文本", "xlsx": "xlsx 表格", "xls": "xls 表格", "ods": "ods 表格"}
SHIFTED = "这一行比表头少 {count} 格，分数可能错了位。请按表头补齐；没有分的格子留空。"

# — what the sheet and its columns are —
NO_HEADER = "没有找到表头。第一行标题下面要有一行列名，其中一列是“单位”（或“村名”）。请补上，或指出表头是第几行。"
NO_HEADER_SIDE = "没有认出表头，应有这些列：{columns}。请改好列名再上传。"
NOT_A_SCORE_SHEET = "工作表“{sheet}”里没有评分，没有用到。"
TRANSPOSED = "单位横着排在表头里，要竖着排。请在 WPS 里复制后“选择性粘贴—转置”，再上传。"
NO_KNOWN_UNIT = "这张表里没有一个单位在名册里。请检查是不是发错了表，或名册还没有更新。"
NO_INDICATOR = "这张表里没有一列是考核方案里的指标。请指出哪一列是哪项指标，或检查是不是发错了表。"
NO_ROWS = "表头下面没有一个单位。请检查表格是不是还没有填。"
UNKNOWN_COLUMN = "方案里没有“{header}”这项指标{likely}。请选定是哪项指标，或标为不用。"
LIKELY = "，最像“{name}”"
UNUSED_COLUMN = "“{header}”这一列没有用到。"
NO_NAME_COLUMN = "这一列有数字却没有列名。请补上列名，或选“不用”。"
TWO_BLOCKS = (
    "{first} 列和 {second} 列都是单位，这里写的却不是同一个：像是两张表左右并排，右边的分会记到左边的单位上。"
    "请拆成上下两段或两张表；{second} 列要是没有用，请把它标为不用。"
)
MARK_BESIDE_REASON = (
    "这张表有分数又有事由，看不出是加减分还是一票否决。加减分请把分数一列写成“加减分”（或“加分”“扣分”）；一票否决请删去分数一列。"
)
UNIT_WORD = "单位"
VETO_WORD = "否决"
SIDE_COLUMN_UNUSED = "“{header}”这一列没有用到，用的是 {first} 列。"
REASONS_JOIN = "；"
NET_DIFFERS = "加减分 {points} 不等于加分、扣分合起来的 {net}。请改成一样，或只留一种写法。"
SIDE_COLUMN_TWICE = "“{header}”这一列和 {first} 列是一回事，只能有一列。请合成一列，或改列名。"
ITEMS_JOIN = "、"
COLUMN_TWICE = "“{name}”出现了两次，另一列是 {first} 列。请只留一列，或把其中一列标为不用。"
COLUMN_BY_CONTENT = "“{header}”这一列里多是名册上的单位，已当作单位列。"
COLUMN_BY_ALIAS = "“{header}”认作指标“{name}”。"
COLUMN_MEANINGS = {
    "unit": "单位",
    "indicator_name": "指标名称",
    "mark": "得分",
    "rater": "评分人",
    "period": "考核期",
    "serial": "序号",
    "total": "合计",
    "rank": "排名",
    "remark": "备注",
    "group": "类别",
    "ignored": "不用",
}
OTHER_FULL_MARK = "表里写的满分是 {found}，方案里“{name}”的满分是 {expected}。请先弄清哪个对，再改表或方案。"
NO_FULL_MARK = "表里写了满分 {found}，但方案里“{name}”按实际数值计分，没有满分。请填实际数值，并去掉写的满分。"
NOT_NAMED_INDICATOR = "方案里没有“{found}”这项指标{likely}。请选定是哪项指标，或标为跳过。"
NO_INDICATOR_NAME = "这一行没有写是哪项指标。请补上。"
TWO_PERIODS = "标题里有 {first} 和 {second} 两个考核期，已按 {first} 处理。不对请改标题。"
BAD_PERIOD = "看不出是哪个考核期。请写成 2022年、2022年第1季度 或 2022年3月。"
PERIOD_READ = "考核期“{found}”认作 {period}。"

# — rows —
UNKNOWN_UNIT = "名册里没有这个名字{likely}。请选定是哪个单位，或改成名册上的名字。"
AMBIGUOUS_UNIT = "“{found}”对得上几个单位：{names}。请选定是哪个，或写全名。"
UNIT_BY_ALIAS = "别名，认作“{name}”。"
UNIT_NORMALISED = "写法略有不同，认作“{name}”。"
UNIT_DECIDED = "已由人确认为“{name}”。"
NAME_RECALLED = "按 {day}{actor}的确认，认作“{name}”。"
COLUMN_RECALLED = "按 {day}{actor}的确认，“{header}”认作“{name}”。"
UNIT_MERGED = "单位是合并单元格，认作“{name}”。"
ALIKE_ROWS = "同样写法共 {count} 行。"
UNIT_MISSING = "这一行有分数，没有单位。请补上单位名称。"
SET_ASIDE_ROWS = {
    "total": "像是合计行，没有当作单位。",
    "footer": "像是表尾说明，没有当作单位。",
    "section": "像是分组标题，没有当作单位。",
    "full_mark": "这一行写的是满分，没有当作单位。",
    "header": "表头又出现了一次，没有当作单位。",
    "stray": "这一行没有单位也没有分数，没有用到。",
    "skipped": "已由人确认跳过这一行。",
}

# — marks —
CONVERTED = "已读作 {value}（{how}）。"
HOW_FULL_WIDTH = "全角字符"
HOW_POINTS_WORD = "去掉“分”字"
HOW_THOUSANDS = "去掉千位逗号"
HOW_MINUS = "统一负号"
HOW_SPACES = "去掉空格"
HOW_SIGN = "去掉正号"
HOW_DOT = "补全小数点"
HOW_PERCENT = "百分数"
HOW_GRADE = "等次“{grade}”，满分 {full_mark} 的 {share}%"
HOW_ROUNDED = "小数超过 12 位，四舍五入"
HOW_CHANGED = "由人改写，原文“{found}”"
MISSING = {"zero": "按“缺”处理；方案规定，缺的按 0 分算。"}
MISSING_NOT_ZERO = "按“缺”处理，不会记为 0 分。"
WORD_MISSING = "写的是“{found}”，{missing}"
NOT_A_NUMBER = "不是数字{hint}请改成 82 这样的数字，或留空表示缺。"
HINT_VALUE = "，是不是 {value}？"
HINT_EMPTY = "。"
HINT_DATE = "，像是被 Excel 改成了日期。"
HINT_GRADE = "，这项指标没有满分，不能写等次。"
HINT_UNKNOWN_GRADE = "，方案里没有规定这个等次值多少。"
HINT_FORMULA = "，是公式出错的结果。"
UNCLEAR_PERCENT = "百分数在“{name}”里不知道怎么算。请直接写数。"
MIXED_PERCENT = "“{name}”这一列有的写百分数、有的写数，请统一成一种。"
NO_STORED_VALUE = "这一格是公式，文件里没有存下算好的数。请用 WPS 打开、保存一次再上传。"
ABOVE_FULL = "超出满分 {full_mark}。{hint}"
BELOW_ZERO = "低于 0 分，“{name}”只能在 0 到 {full_mark} 之间。请改成原件上的数。"
HINT_POINT = "是不是漏了小数点？请改成 {value} 或原件上的数。"
HINT_NONE = "请改成原件上的数。"
NEGATIVE = "“{name}”不能是负数。请改成原件上的数。"
TOO_LARGE = "数字太大，绝对值须小于 1 亿。请改成原件上的数。"
LOOKS_LIKE_SHARE = "“{name}”整列都不超过 1，满分却是 {full_mark}，像是百分数存成了小数。请核对后再用。"
MISSING_MARK = "没有分，{missing}"
STILL_COUNTS = "这里没有分，库里已有 {mark} 分，仍然算数；要去掉，请先在导入记录里撤回那次导入。"
STILL_COUNT = "这里没有分，库里已有的 {count} 个仍然算数：{cells}。要去掉，请先在导入记录里撤回那次导入。"
STORED_CELL = "{unit}“{indicator}”{mark} 分"
REST_MISSING = "其余的{missing}"
MISSING_ROW = "“{unit}”这一行一个分也没有，{missing}"
MISSING_COLUMN = "“{name}”这一列一个分也没有，{missing}"
SAME_TWICE = "“{unit}”的“{indicator}”{rater}在第 {row} 行 {column} 列已经有一个分（{mark}）。请只留一个。"
TOTAL_DIFFERS = "{header}写的是 {found}，各项加起来是 {total}。请核对。"
TOTALS_DIFFER = (
    "“{header}”这一列 {count} 行都和各项之和不同，例如第 {row} 行写 {found}，各项加起来是 {total}。可能另有算法，请核对。"
)
UNITS_ABSENT = "名册里有 {count} 个单位不在这张表里：{names}。"
ABSENT_MISSING = "别的表里也没有它们的分的，按“缺”处理。"
ABSENT_STORED = "库里已有其中 {count} 个单位这张表上的分，仍然算数：{units}。要去掉，请先在导入记录里撤回那次导入。"
STORED_UNIT = "{unit}（{count} 个分）"
ABSENT_LACKING = "还有 {count} 个单位缺分（{units}），{missing}"
SAME_ACROSS = "“{unit}”的“{indicator}”{rater}在“{file}”{sheet}第 {row} 行 {column} 列已经有一个分（{mark}）。"
KEEP_ONE = "请只留一个。"
CHOOSE_SHEET = "请选定以哪份表为准。"
SAME_MARKS = "有 {count} 个分和“{other}”里的一样，只算一次。"
DROP_ONE = "请去掉一份。"
COUNTS_ONCE = "这一份不再算，可以不管。"
SAME_ACROSS_MORE = "两张表一共有 {count} 个分这样重复。"
SAME_CONTENT = "和“{other}”内容完全一样，同一份表传了两次。"
NOTHING_READ = "“{file}”里没有一张工作表能当评分表用。请检查是不是发错了文件。"
OF_RATER = "（{rater}）"
IN_SHEET = "的工作表“{sheet}”"
AND_MORE = "等"

# — roster, adjustments, vetoes —
ROSTER_COLUMNS = "单位、类别，可选 别名、顺序、标签、片区"
ADJUSTMENT_COLUMNS = "单位、加减分、事由，可选 考核期"
VETO_COLUMNS = "单位、事由，可选 日期、考核期"
EMPTY_ROSTER = "名册里没有一个单位。请至少填一行：单位、类别。"
NO_UNIT_NAME = "这一行没有单位名称。请补上，或删去这一行。"
NO_GROUP = "“{unit}”没有写类别。请补上，例如 村（社区）。"
GROUP_SPELLING = "类别“{found}”和第 {row} 行的“{other}”只差空格、全角半角或大小写，会分成两类、各排各的名次。是同一类的，请写成一样；不是的，请改得分得清。"
NAME_TWICE = "“{name}”重复了，第 {row} 行已经用过。单位名称和别名不能重复。"
BAD_POSITION = "顺序要写 1 以上的整数。请改正，或整列留空按表中先后排。"
POSITION_BLANK = "“{unit}”没有写顺序。请补上，或整列留空按表中先后排。"
POSITION_TWICE = "顺序 {found} 重复了，第 {row} 行已经用过。请改成不同的数。"
UNITS_GONE = "现用名册里有 {count} 个单位不在这份名册里，入库后不再排名：{units}。"
UNITS_LOSE = "它们已入库的 {held}也不再算。"
UNITS_GONE_ADVICE = "要是改了名，请把旧名写进新单位的“别名”一列；漏了，请补上。"
HELD = ("{count} 格评分", "{count} 条加减分", "{count} 条一票否决", "{count} 个名单决定")
HELD_BY_ONE = "（{held}）"
GROUPS_GONE = "入库后，类别{groups}一个单位也没有了。"
UNITS_RENAMED = "有 {count} 个单位改了名：{units}。原来的分、加减分、否决和名单决定都算在新名下。"
BECOMES = "{old} → {new}"
UNITS_APART = "有 {count} 个旧名又成了单独的单位：{units}。入库后这些算在旧名下，不再算在改名后的单位名下。"
UNIT_APART = "{unit}（从{other}收回 {held}）"
UNITS_BACK = "有 {count} 个单位又回到名册，以前入库的又算数：{units}。"
UNITS_REGROUPED = "有 {count} 个单位换了类别，入库后和新类别的单位一起排名：{units}。"
OTHER_GROUP = "{unit}（{old} → {new}）"
UNITS_NEW = "新增 {count} 个单位：{units}。"
MORE_NAMES = "{names} 等 {count} 个"
NO_POINTS = "没有写加减几分。请补上，例如 2 或 -1。"
BAD_POINTS = "不是数字。请写成 2 或 -1 这样的数。"
TOO_MANY_PLACES = "小数超过方案的 {decimals} 位。请改成最多 {decimals} 位小数。"
ZERO_POINTS = "加减 0 分，不起作用。请核对。"
NO_REASON = "没有写事由。每一笔加减分、每一条否决都要有事由，请补上。"
SAME_ENTRY = "和第 {row} 行完全一样，可能重复填了。请核对。"
IN_FILE_ROW = "“{file}”{sheet}第 {row} 行"
SAME_IN_OTHER_SHEET = "{place}也有“{unit}”的“{reason}”，分数相同，只算一次。要是两件事，请把事由写得不同。"
OTHER_POINTS_IN_OTHER_SHEET = (
    "{place}也有“{unit}”的“{reason}”，那里是 {points} 分。分两张表入库，后一张会代替前一张。请合在一张表里，或把事由写得不同。"
)
REPLACES_POINTS = "库里“{unit}”的“{reason}”现在是 {old} 分，入库后改成 {new} 分。要是另一件事，请把事由写得不同。"
LINES_STAY = "库里还有 {count} 条是这份表里没有的，入库后仍然算数：{lines}。要去掉，请先在导入记录里撤回那次导入。"
STORED_LINE = "{unit}“{reason}”{points}"
STORED_POINTS = "{points} 分"
BAD_DATE = "看不出是哪一天。请写成 2022-06-03 或 2022年6月3日。"
SIGN_OF_DEDUCTION = "写在扣分列，按 {value} 分处理。"
NEGATIVE_BONUS = "加分列里写了负数。扣分请写到扣分列，或改正。"
USUAL_GRADES = (
    "优",
    "优秀",
    "良",
    "良好",
    "中",
    "中等",
    "一般",
    "合格",
    "基本合格",
    "不合格",
    "差",
    "较差",
    "好",
    "较好",
    "满意",
    "不满意",
)
NO_ROSTER = "还没有名册，表里的单位无从对照。请把名册（单位、类别两列）和这些表一起放进来，或先导入名册。"
WHICH_PERIOD = "{files}没有写考核期。请写明属于哪一期，如 2022年、2022年第1季度。"
SAME_NAME = "{stem}（{count}）{suffix}"
ONE_ROSTER = "一次只能导入一份名册，“{file}”里已经有一份。请合成一份，或先去掉一份。"
OTHER_PERIOD = "同样的内容已经存为 {then}，这次另存为 {now}。不对就改考核期。"
NO_SHEET_TAKEN = "“{file}”里没有一张表要导入。要用，请在左边选“也导入这张表”；不用，可以把文件去掉。"
SHEET_TAKEN = "也导入"
OFFERED = "{unit} {indicator}{rater} {mark}"
HOLDS = "保留 {mark}（{where}）"
