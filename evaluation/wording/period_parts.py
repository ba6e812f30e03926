"""Words about a year's score that is made up of the scores of its parts (分期)."""

YEAR_END = "年终"
HALVES = ("上半年", "下半年")
QUARTER, MONTH = "第{n}季度", "{n}月"

LACKING = "{part}：{indicator}"
"""An indicator in a part of the year, as lists and ``missing`` name it."""

UNKNOWN_PART = "“{name}”不是一年里的考核期。可以写：{known}。几个考核期合成一个分期时，名称随意，考核期写在 periods 里。"
UNKNOWN_PERIOD = "“{name}”不是一年里的考核期。可以写：{known}。"
PERIOD_TWICE = "“{name}”已经算在 {first}。一个考核期只能算进一个分期。"
KNOWN = "年终、上半年、下半年、第1季度……第4季度、1月……12月"

NOT_A_PART = "方案的分期里没有年终，全年得分不用这些打分"

STATES = "{period}由分期合成：{parts}"
DONE, PARTLY, NOTHING = "{part}已齐", "{part}缺 {count} 项评分", "{part}还没有评分"
SEPARATOR = "　·　"
