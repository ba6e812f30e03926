"""Words for when the data can't be had, and for when others have saved."""

TITLE = "暂时用不了"
COMES_BACK = "连上以后这一页会自动回来，不用刷新。"
AGAIN = "再试一次"
DAMAGED_TITLE = "数据文件读不出来"
ASK_MANAGER = "要用备份恢复。请告诉有“管理”角色的人，他打开这个网址就能恢复；在那以前做不了别的事，也不会有新的改动。"

NEWER = "数据已有更新：{actor}在 {at} {what}。"
NEWER_MANY = "数据已有更新：{actor}在 {at} {what}等 {count} 项。"
REPLACED = "数据已经换过：{actor}在 {at} {what}。这一页还是换之前的，在这里保存会被退回。"
REPLACED_SOMEHOW = "数据已经换成了另一份。这一页还是换之前的，在这里保存会被退回。"
SHOW = "看新数据"
