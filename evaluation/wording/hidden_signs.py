"""Sentences about signs in a text that nobody sees."""

HIDDEN = "第 {place} 个字符是看不见的控制字符（U+{code}），看到的和存下的会不一样。请把这一项清空，重新打字填写。"
BREAK = "第 {place} 个字符是换行或制表符，这里只能写成一行。请去掉。"
