"""Sentences about how a file was written and read. Filled with ``str.format``."""

UNSURE_ENCODING = "按 {encoding} 读出来有不少生僻字，可能是乱码。请看看单位名称对不对；不对就用 WPS 另存为 xlsx。"
GUESSED_ENCODING = "不是常用的中文编码，按西文编码（{encoding}）读取。请看看文字对不对；不对就用 WPS 另存为 xlsx。"
STRAY_QUOTE = "这一格的引号不成对，已照原样留下。请核对这一行。"
UNCLOSED_QUOTE = "这一格的引号只有开头、没有结尾，已按普通文字读取。请核对这一行。"
LONG_QUOTE = "引号里包着换行和分隔符，可能把几行并成了一格。请核对这一行。"
LOST_DELIMITER = "这里像是少了一个分隔符，已在引号处分成两格。请核对这一行。"
OTHER_DELIMITER = "这一行用了别的分隔符，已按它分格。请核对这一行。"
OTHER_QUOTES = "文件用了不常见的引号写法（{found}），已按它读取。请核对有引号的格子。"
QUOTES_REMOVED = "这一行的引号和别处写法不同，已按引号去掉。请核对这一行。"
MIXED_LINE_ENDS = "文件里换行的写法不一致，已统一处理。"
FLAWS = {
    "stray_quote": STRAY_QUOTE,
    "unclosed_quote": UNCLOSED_QUOTE,
    "long_quote": LONG_QUOTE,
    "lost_delimiter": LOST_DELIMITER,
    "other_delimiter": OTHER_DELIMITER,
    "other_quotes": OTHER_QUOTES,
    "quotes_removed": QUOTES_REMOVED,
    "mixed_line_ends": MIXED_LINE_ENDS,
}
MANY_FLAWS = "写法不规整的地方有 {count} 处，只列出前 {shown} 处。请用 WPS 打开这个文件，看看对不对，另存为 xlsx 再上传。"
RAGGED_SHORT = "这一行有 {found} 格，表头有 {expected} 格。请核对有没有少打分隔符。"
RAGGED_LONG = "这一行有 {found} 格，表头只有 {expected} 格，多出“{extra}”，整行可能错了位。请核对有没有多打逗号。"
RAGGED_GAP = "这一行有 {found} 格，表头只有 {expected} 格，中间有空格子，整行可能错了位。请核对有没有多打逗号。"
RAGGED_BLANK = "这一行比表头多出 {extra} 个空格子，没有用到。"
OTHER_WIDTH = "这一行没有分开，像是用了别的分隔符。请核对这一行。"
ABOVE_HEADER = "这一行在表头上面，却有“{unit}”和数字，没有读取。请指出表头是第几行，或把表头移到最上面。"
FORMATS_UNKNOWN = "这个文件看不出哪些数是百分数、哪些格子是公式出错。请核对，或用 WPS 另存为 xlsx 再上传。"
