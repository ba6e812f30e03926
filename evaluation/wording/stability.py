"""Words about how far the weights can move: findings, the page 权重推演, its pictures."""

NO_WEIGHTS_LEFT = "没有一组权重同时符合这些上下限，请放宽一些。"
AND = "、"
ABOUT = "约"
ALMOST_NONE, ALMOST_ALL = "不到 0.1%", "99.9% 以上"

# findings. {now} and {at} are weights in a row: 33.3、33.3、33.3.
NOBODY = "还没有能参评的单位。"
ALL_IN = "参评 {units} 家，名额 {places} 个：全部入选，权重怎么调名单都不变。"
ONE_DIMENSION = "只有一个维度，没有权重可调。"
NEVER = "权重怎么调，名单都不变。"
WEIGHTS_IGNORED = "现在按最低一项计分，权重不起作用，名单不变。"
NONE_FOUND = "逐个方向搜寻，没有找到会改变名单的权重。"
NEVER_BY_RANK = "单按先后，权重怎么调，前几名都不变。"
RANK_LEFT_OUT = "奖项另要求排在前 {rank} 名：只按现在的名次算，权重变动以后够不够，这里不计。"
TORN = "权重在（{now}）上，{units}同分，并列待定；权重稍有调整就分出先后。"
AT_ONCE = "权重在（{now}）上调整不到 0.1 个百分点，名单就可能变；最先发生的变化：{change}（权重 {at}）。"
HOLDS = "权重在（{now}）上任意调整，每项不超过 {points} 个百分点，名单不变；最先发生的变化：{change}（权重 {at}）。"
REPLACES = "{enters}替下{leaves}"
ONLY_LEAVES = "{leaves}退出名单，空出的席位并列待定"
ONLY_ENTERS = "{enters}进入名单"
FALLS_SHORT = "{leaves}总分不到下限，退出名单"
REACHES = "{enters}总分达到下限，进入名单"
ONLY_TIED = "并列待定的单位换了"

TITLE_NOBODY = "还没有能参评的单位"
TITLE_ALL_IN = ("名额够用：", "权重怎么调，名单都不变")
TITLE_NEVER = ("名单很稳：", "权重怎么调都不换人")
TITLE_NONE_FOUND = ("名单很稳：", "没有找到会换人的权重")
TITLE_HARDLY_EVER = ("名单很稳：", "几乎怎么调都不换人")
TITLE_RANK_LEFT_OUT = "不计名次条件，"
TITLE_TORN = ("末席同分并列，", "权重一动就分出先后")
TITLE_AT_ONCE = ("名单在边上：", "权重动一点就换人")
TITLE_NARROW = ("名单经不起大动：", "权重各动 {points} 个百分点内不变")
TITLE_HOLDS = ("权重各动 {points} 个百分点以内，", "名单不变")

SAMPLES = "10 万"
MANY_DIMENSIONS = "维度多于三个：名单不变的幅度是精确值，占比按 {samples} 组均匀抽取的权重估计，标准误不超过 {error} 个百分点。"
CURVES = (
    "现在的合成办法遇上不同的加减分，分界线是曲线：占比按 {samples} 组均匀抽取的权重估计（标准误不超过 {error} 个百分点），"
    "最近的变化逐个方向搜寻得出（误差约万分之一）。"
)
CURVES_IN_MANY_DIMENSIONS = (
    "现在的合成办法遇上不同的加减分，分界是曲面：占比按 {samples} 组均匀抽取的权重估计（标准误不超过 {error} 个百分点），"
    "最近的变化逐个方向搜寻得出，维度多于三个时可能还有更近的。"
)

# pictures
TRIANGLE_SUBTITLE = ("每一点是一组权重，越靠近哪个角，那一项权重越大；", "分区 = 谁排第一；红线内 = 名单不变")
TRIANGLE_SUBTITLE_ROUGH = ("每一点是一组权重，越靠近哪个角，", "那一项权重越大；分区 = 谁排第一")
SCHEME_NOW, TRIED = "现方案", "试算"
ALL_OF_IT = " 100%"
SQUARE = "■"
FIRST = "第一"
AND_OTHERS = "{name}等 {count} 家"
RANGES_TITLE = "只动一项，名单不变的范围"
RANGE = "{least}% – {greatest}%"
TICK_IS_NOW = "黑色刻度 = 现在的权重；另外各项按比例让"
PANEL_CHANGE = "每项调整不超过 {points} 个百分点，名单不变；最先发生的变化：{change}。"
PANEL_AT_ONCE = "权重动一点就可能换人；最先发生的变化：{change}。"
PANEL_SHARE = "所有权重中，名单不变的占 {share}。"
PANEL_SHARE_LIMITED = "会议认可的权重中，名单不变的占 {share}。"
CHANCE = "入选比例"
INTERVALS_SUBTITLE = ("权重变动时，在参评单位中的名次范围：", "粗条 = 九成情形，细线 = 全部情形，圆点 = 现在")
INTERVALS_NOTE = "入选比例 = {on}的权重占{of}的比例；只算能参评的单位，总分四舍五入不计"
ALL_WEIGHTS, ACCEPTED_WEIGHTS, SAMPLED_WEIGHTS = "全部权重", "会议认可的权重", f" {SAMPLES}组抽样权重"
NOT_COMPETING = "不参评 {count} 个："
TITLE_INTERVALS = ("{always} 家怎么调都{on}，", "{possible} 家要看权重")
TITLE_INTERVALS_NONE = ("没有谁一定{on}，", "{possible} 家都要看权重")
TITLE_INTERVALS_LIMITED = ("在认可的权重里，{always} 家总{on}，", "{possible} 家要看权重")
TITLE_INTERVALS_NONE_LIMITED = ("在认可的权重里，没有谁一定{on}，", "{possible} 家都要看权重")
TITLE_INTERVALS_SAMPLED = ("抽样的权重里，{always} 家总{on}，", "{possible} 家要看权重")
TITLE_INTERVALS_NONE_SAMPLED = ("抽样的权重里，没有谁总{on}，", "{possible} 家都要看权重")
ON_THE_LIST, IN_PLACES, IN_PLACES_WITH_TOTAL = "在名单里", "排在名额以内", "排在名额以内且总分够"
TITLE_NEVER_BY_RANK = ("名次很稳：", "排在名额以内的总是这几家")
TITLE_NEVER_LIMITED = ("名单很稳：", "在认可的权重里都不换人")

# page
NO_TRIANGLE = "三角图只画三个维度；这套方案有 {count} 个，名次范围和名单不变的幅度照样算。"
HOW_TO_READ = "这张图怎么看"
HOW_TO_READ_TEXT = (
    "- 三个角各是一个维度：点落在角上，就是那一项占 100%、另外两项不算；点在正中，三项一样重。离哪个角近，哪一项就重。\n"
    "- 圆点是现在的权重。分区里写着在那些权重下谁排第一。\n"
    "- 红线围住的是名单不变的权重：圆点怎么挪，只要不出红线，名单就不变；离红线最近的地方，就是最先换人的地方。\n"
    "- 名次只在能参评的单位之间排：有总分、没有否决、各维度不低于底线。总分下限不管名次，只管名单；名次条件只按现在的名次算。\n"
    "- 按公布的维度得分和加减分计算，总分的四舍五入不计，所以和排名表相差不到一分的百分之一。"
)
RANGES_HEAD = "### 只动一项，名单不变的范围"
RANGES_COLUMNS = ("维度", "现在", "可以动到")
SAFE_SHARE = "所有权重中，名单不变的占 **{share}**。"
SAFE_SHARE_LIMITED = "会议认可的权重中，名单不变的占 **{share}**。"
OUTSIDE_LIMITS = "现在的权重不在会议认可的权重里。"
INTERVALS_HEAD = "### 名次范围　:gray[粗条 = 九成权重，细线 = 全部，圆点 = 现在]"
INTERVALS = "名次范围"
SHOW_ALL = "列出全部 {count} 家"
ALWAYS_OUT = "其余 {count} 家权重怎么调都进不了名单。"
ALWAYS_OUT_SAMPLED = "其余 {count} 家在抽取的权重里都进不了名单。"
ALWAYS_OUT_LIMITED = "其余 {count} 家在认可的权重里进不了名单。"
LIST_HEAD = "### 按规则的名单　:gray[{places} 个名额]"
LIST_TIED = "并列待定：{units}"
NOBODY_LISTED = "还没有能进名单的单位。"
MEMBER = "看谁在哪里能入选"
MEMBER_NONE = "不看"
MEMBER_TEXT = "深色部分：**{unit}** {on}，占全部权重的 {share}。"
MEMBER_TEXT_LIMITED = "深色部分：**{unit}** {on}，占会议认可的权重的 {share}。"
LIMITS = "只看会议认可的权重"
LIMIT_OF = "{name}（%）"
LARGEST = "哪一项最重"
LARGEST_ANY = "不限"
DIAL_HEAD = "### 换合成办法，名单在哪里变"
DIAL_TEXT = "从左到右，短板越来越要紧：平均（1）→ 几何平均（0）→ 调和平均（−1）→ 只看最低一项。权重不变。"
DIAL_NONE = "从平均一直拨到只看最低一项，名单都不变。"
DIAL_NONE_BY_RANK = "不计名次条件，从平均一直拨到只看最低一项，名单都不变。"
DIAL_COLUMNS = ("拨到", "换谁")
DIAL_BETWEEN = ("平均与几何平均之间", "几何平均与调和平均之间", "调和平均与最低一项之间", "只看最低一项时")
DIAL_PLACE = "{between}（指数 {exponent}）"
PICTURE_TRIANGLE, PICTURE_INTERVALS = "{period}_{group}_权重三角", "{period}_{group}_名次区间"

# command line
CLI_HEAD = "{award} · {group}：名额 {places} 个，参评 {units} 家，建议名单：{names}。"
CLI_SAFE = "名单不变的权重占全部权重的 {share}。"
CLI_NOTE = "参评 = 有总分、没有否决、各维度不低于底线。总分下限只管名单、不管名次；名次条件只按现在的名次算。按公布的维度得分计算，总分四舍五入不计。"
CLI_COLUMNS = {"unit": "单位", "first": "排第一的占比", "top": "入选的占比", "best": "最好名次", "worst": "最差名次"}
