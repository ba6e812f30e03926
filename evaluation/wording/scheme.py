"""Sentences about scheme files that can't be used. Every one is filled with ``str.format``."""

NOT_TOML = "方案文件不是有效的 TOML：{place}，{reason}。请对照 data/schemes 里的示例检查引号、括号和等号。"
TOML_PLACE, TOML_END, TOML_OTHER = "第 {line} 行第 {column} 个字符", "读到文件末尾", "写法不对"
TOML_REASONS = {
    "Expected '='": "键的后面缺等号",
    "Invalid initial character": "这里应当是键，写法不对",
    "Invalid value": "等号后面的值写法不对，文字要放在英文引号里",
    "Unterminated string": "引号没有成对",
    "Illegal character": "文字里有不能直接写的字符，或引号没有成对",
    "Unescaped": "文字里的反斜杠要写成两个",
    "Unclosed array": "方括号没有成对",
    "Unclosed inline table": "花括号没有成对",
    "Expected ']'": "方括号没有成对",
    "Expected newline": "一行只能写一项",
    "Cannot overwrite": "同一个键写了两次",
    "Cannot declare": "同一个表写了两次",
    "Cannot mutate": "同一个表写了两次",
    "Duplicate inline table key": "同一个键写了两次",
}
NOT_UTF8 = "方案文件不是 UTF-8 编码。请用记事本另存为 UTF-8 后再试。"
AT = "{path}：{message}"
MISSING_KEY = "缺少 {key}，请补上。"
UNKNOWN_KEY = "不认识的键 {key}。请检查拼写，或删去这一行。"
NOT_A_TABLE = "这里应当是一个表（[{key}] 或 [[{key}]]）。"
NOT_A_LIST = "这里应当是列表。"
NOT_TEXT = "应当是带引号的文字。"
EMPTY_TEXT = "不能是空的。"
NOT_A_NUMBER = "应当是数字，现在是 {found}。"
NOT_AN_INTEGER = "应当是整数，现在是 {found}。"
NOT_A_SWITCH = "应当是 true 或 false，现在是 {found}。"
NOT_A_CHOICE = "{found} 不在可选范围：{choices}。"
TOO_LONG_NUMBER = "{found} 太长：绝对值须小于 1 亿，小数不超过 12 位。"
NOT_POSITIVE = "必须大于 0，现在是 {found}。"
NEGATIVE = "不能小于 0，现在是 {found}。"
OUT_OF_RANGE = "应在 {low} 到 {high} 之间，现在是 {found}。"
EMPTY_LIST = "至少要有一个。"
DUPLICATE = "“{name}”重复了：已经用在 {first}。名称和别名不能重复。"
UNKNOWN_DIMENSION = "没有名为“{name}”的维度。"
NO_ASPECT = "维度“{dimension}”分了二级指标，指标“{name}”必须写明 aspect。"
UNKNOWN_ASPECT = "维度“{dimension}”没有声明二级指标“{name}”。"
EMPTY_ASPECT = "二级指标“{name}”下面没有指标。"
RULE_NEEDS = "计分办法 {rule} 需要 {key}，请补上。"
RULE_IGNORES = "计分办法 {rule} 不用 {key}，请删去，免得误解。"
LOW_NOT_BELOW_HIGH = "low（{low}）必须小于 high（{high}）。"
LOG_NEEDS_POSITIVE_LOW = "对数区间的 low 必须大于 0，现在是 {low}。"
POINTS_ABOVE_FULL = "points 里的 {found} 不在 0 到满分 {full_mark} 之间。"
WEIGHTS_TOO_FAR_APART = "同级权重的比例太细，化成整数比超过 1 万亿。请用位数少一些的权重。"
TOO_MANY = "一共 {count} 个，超过上限 {limit} 个。"
CAP_PLACES = "小数不能超过方案的 {decimals} 位，现在是 {found}。"
BAD_QUOTA = '名额应当是大于 0 的整数，或 "30%" 这样的百分比（大于 0，不超过 100%，小数不超过 12 位，不带空格和别的符号），现在是 {found}。'
UNKNOWN_GROUP = "奖项“{award}”的类别“{group}”不在名册里。名册的类别有：{groups}。"
BAD_GRADE = "等次“{name}”应在 0 到 100 之间（占满分的百分比），现在是 {found}。"

TOP, ITEM = "方案", "第 {n} 项"
STEPS = {
    "dimension": "第 {n} 个维度",
    "aspect": "第 {n} 个二级指标",
    "indicator": "第 {n} 个指标",
    "award": "第 {n} 个奖项",
    "veto_reason": "第 {n} 条否决情形",
    "period_part": "第 {n} 个分期",
    "condition": "第 {n} 条名额条件",
}
