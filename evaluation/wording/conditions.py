"""Conditions on an award's places (至少 1 个社区): how they are said, met at a price, or not met."""

AT_LEAST, AT_MOST, AND, OF = "至少 {number} 个", "至多 {number} 个", "、", "{amount}{tag}"
EACH = "每个{kind}{amount}"
JOINED = "；"
QUOTED = "“{text}”"

# faults of a scheme
NOT_A_CONDITION = "看不懂名额条件“{found}”。请写成 至少 1 个社区，或 每个片区至多 2 个；几条之间用；隔开。"
TAG_OR_EACH = "tag 和 each 要写一个，也只能写一个。"
NO_AMOUNT = "at_least 和 at_most 至少要写一个。"
LEAST_ABOVE_MOST = "at_least（{least}）不能大于 at_most（{most}）。"
LEAST_ABOVE_QUOTA = "至少 {least} 个，超过名额 {quota}。"
SAME_TWICE = "“{name}”写了两条，请合成一条。"

# what they come to
PRICE = "为满足{conditions}，{moves}，{cost}。"
ENTER, LEAVE, PENDING = "{units}进", "{units}出", "{units}并列待定"
MOVES = "、"
COST, NO_COST = "总分合计少 {points} 分", "总分合计不变"
EMPTY = "名额空出 {count} 个"
UNMET = "{conditions}在能参评的单位里满足不了，名单按没有这一条时列出，请会议研究。"
UNMET_TOGETHER = "{conditions}在能参评的单位里不能同时满足，名单按没有这些条件时列出，请会议研究。"
QUOTA_STEP = "{step}（{conditions}）"
BADGE, BADGE_UNMET = ":gray-badge[✓ {text}]", ":orange-badge[满足不了：{text}]"
GIVEN_WAY = "名额让给{units}（{conditions}）"
GIVEN_UP = "名额空着（{conditions}）"
BROKEN = "{group}现在选的单位不符合名额条件：{conditions}。"
UNKNOWN_TAG = (
    "奖项“{award}”的名额条件“{condition}”：参评类别里没有一个单位有这个标签，这一条不起作用。请核对名册的“标签”“片区”两列。"
)

# where a list doesn't go by rank alone
NO_STABILITY = "“{award}”有名额条件（{conditions}），名单不只看名次。权重推演只会按名次排，对它算不准，所以不算。"
NO_CELLS = "这个奖项有名额条件（{conditions}），一格变了谁进谁出要逐一重算，这里没有试。"
AREA, VALUE = "片区", "{kind}:{value}"
