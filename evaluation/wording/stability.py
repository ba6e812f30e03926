"""Words about how far the weights can move: findings, the page 权重推演, its pictures."""

NO_WEIGHTS_LEFT = "没有一组权重同时符合这些上下限，请放宽一些。"
AND = "、"
ABOUT = "约 "
ALMOST_NONE, ALMOST_ALL = "不到 0.1%", "99.9% 以上"

# findings. {now} and {at} are weights in a row: 33.3、33.3、33.3.
NOBODY = "还没有能参评的单位。"
ALL_IN = "参评 {units} 家，名额 {places} 个：全部入选，权重怎么调名单都不变。"
ONE_DIMENSION = "只有一个维度，没有权重可调。"
NEVER = "权重怎么调，名单都不变。"
WEIGHTS_IGNORED = "现在按最低一项计分，权重不起作用，名单不变。"
TORN = "权重在（{now}）上，{units}同分，并列待定；权重稍有调整就分出先后。"
AT_ONCE = "权重在（{now}）上调整不到 0.1 个百分点，名单就可能变；最先发生的变化：{change}（权重 {at}）。"
HOLDS = "权重在（{now}）上任意调整，每项不超过 {points} 个百分点，名单不变；最先发生的变化：{change}（权重 {at}）。"
REPLACES = "{enters}替下{leaves}"
ONLY_LEAVES = "{leaves}退出名单，空出的席位并列待定"
ONLY_ENTERS = "{enters}进入名单"
ONLY_TIED = "并列待定的单位换了"

TITLE_NOBODY = "还没有能参评的单位"
TITLE_ALL_IN = ("名额够用：", "权重怎么调，名单都不变")
TITLE_NEVER = ("名单很稳：", "权重怎么调都不换人")
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

# command line
CLI_HEAD = "{award} · {group}：名额 {places} 个，参评 {units} 家，建议名单：{names}。"
CLI_SAFE = "名单不变的权重占全部权重的 {share}。"
CLI_NOTE = "参评 = 资料齐全、没有否决、各维度不低于底线；总分下限和名次条件不在此列。按公布的维度得分计算，总分四舍五入不计。"
CLI_COLUMNS = {"unit": "单位", "first": "排第一的占比", "top": "入选的占比", "best": "最好名次", "worst": "最差名次"}
