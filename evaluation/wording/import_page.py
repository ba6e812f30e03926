"""Words of 数据导入 beyond those in pages.py: names remembered, marks that are there already, header, worksheets, pasting."""

# names and columns
MORE_NAMES = "还有 {count} 个名字，选好上面的会接着列出来。"
SKIP_INDICATOR = "不是方案里的指标，跳过"
OTHER_INDICATOR = "别的指标…"
AS_CONFIRMED = "　:gray[按 {day}{actor}的确认]"
REMEMBERED = "记住的名字和列　{count} 个"
REMEMBERED_HINT = "确认过的名字，下次同一维度的表里再出现就照此认，并列在“已自动处理”里。不对的就忘掉，下次会再问。"
REMEMBERED_LINE = "{sender}：**{found}** → **{name}**　:gray[{day} {actor}确认]"
FORGET = "忘掉"
FORGOTTEN = "已忘掉“{found}”的认法，下次会再问。"
