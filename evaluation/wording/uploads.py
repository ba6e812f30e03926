"""Why an uploaded file isn't taken in."""

MEGABYTES_OF_A_TAB = 60

TOO_LARGE = "每个文件不能超过 {limit} MB。请删去图片和多余的工作表后再上传。"
TOO_MANY = "一次放进来的文件合起来不能超过 {limit} MB。请先入库或去掉一些，再放其余的。"
BUSY = "同时在上传的人太多，这个文件没有收下。请过几分钟再传。"
AWAY = "程序暂时连不上数据，这个文件没有收下。请过几分钟再传。"
ENDED = "页面开得太久，和程序断开了。请刷新这一页再传。"
BROKEN_OFF = "没有传完，可能是网络断了。请再试一次。"
