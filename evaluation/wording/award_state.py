"""Words about where a list stands, and why a change is refused after 定稿."""

STATES = {"draft": "草案", "meeting": "会议审议", "notice": "公示", "final": "定稿"}
LIST = "{period}{award}"
DAY = "{year}年{month}月{day}日"

BACKWARD = "退回{state}要写明原因。"
SKIPPED = "跳过了{states}，要写明原因。"
EARLY = "公示期到 {day} 才满，提前定稿要写明原因。"
NOT_FINAL = "{list}还没有定稿。"
IS_FINAL = "{list}已经定稿。要改动，请先撤回定稿或开更正，并写明原因。"
IS_CORRECTING = "{list}正在更正。更正后请重新定稿，或撤回定稿。"
REASON_NEEDED = "请写明原因。"

REFUSED = (
    "没有保存：“{what}”会改动已经定稿的{list}（{at} {actor}定稿，校验码 {code}）。"
    "确实要改，请到“先进集体”撤回定稿或开更正，并写明原因。这次操作已记在记录里。"
)
YEAR_UNKNOWN = "程序里还没有 {year} 年的节假日安排，请直接填公示截止日期。"
DAYS_RANGE = "公示天数请填 1 到 60 个工作日。"
