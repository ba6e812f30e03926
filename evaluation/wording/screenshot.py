"""Words of 截图模式."""

BUTTON = "截图"
HELP = "整屏只留排名表，放大文字，带考核期、筛选、权重和校验码。按键盘左上角的退出键返回。"
LEAVE = "退出截图模式"
TITLE = "排名　{period}　{group}"
